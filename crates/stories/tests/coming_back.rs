//! Being asked how things are now, and answering *not now* or *not again*, on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod pages;
mod reading_first;

use cast::{MONDAY, Town, both};
use ground::id::PersonId;
use ground::{Fault, Moment};
use jiff::tz::TimeZone;
use pages::page;
use reading_first::{tells, told};
use sharing::{Audience, Noun, Reader, Waiting};
use store::Token;
use stories::TellingNoun;
use stories::second_readings::Asks;
use stories::slips::handing::hand_over;
use stories::tellings::coming_back::{PutOff, put_off};
use stories::tellings::form::WishesForm;
use stories::tellings::tell::{self, Where};
use stories::tellings::{ChapterId, Manner, Teller, TellingId, Told, Wishes, hear, slip_of};

fn lets_us(heard_by: Vec<Audience>) -> Told {
    let told = told("The boiler is out again.", heard_by);
    Told { wishes: Wishes { come_back: true, ..told.wishes }, ..told }
}

/// How somebody is asked at home on this day, if they are.
async fn asked(town: &Town, who: PersonId, day: i64) -> Option<Waiting> {
    let (noun, reader) = (TellingNoun(town.sharing.clone()), town.reader(who).await);
    let mut look = town.sharing.store.database.look().await.expect("look");
    let waits = noun.waits(&mut look, &reader, MONDAY.plus_days(day)).await.expect("waits");
    waits.into_iter().find(|one| one.sentence == "waits-how-now")
}

async fn says(
    town: &Town,
    reader: &Reader,
    id: TellingId,
    (answer, at): (PutOff, Moment),
) -> ground::Outcome<()> {
    put_off(&town.sharing, reader, id, answer, (&TimeZone::UTC, at)).await
}

/// The first moment of this day.
fn midnight(day: i64) -> Moment {
    let day = MONDAY.plus_days(day).day_in(&TimeZone::UTC);
    Moment::start_of(day, &TimeZone::UTC).expect("a day")
}

/// Bryn tells several, a day after another, each with the day to come back on; their ids.
async fn told_with(town: &Town, days: &[Option<i64>]) -> Vec<TellingId> {
    let home = Where { system: town.place, place: town.place };
    let mut ids = Vec::new();
    for (day, on) in (0..).zip(days) {
        let told = lets_us(vec![]);
        let come_back_on = on.map(|day| MONDAY.plus_days(day));
        let told = Told { wishes: Wishes { come_back_on, ..told.wishes }, ..told };
        let (id, at) = (TellingId::random(), MONDAY.plus_days(day));
        let bryn = Teller::Person(town.bryn);
        tell::tell(&town.sharing, bryn, home, id, &told, at).await.expect("told");
        ids.push(id);
    }
    ids
}

/// Of which he is asked on this day.
async fn of_which(town: &Town, day: i64) -> Option<String> {
    asked(town, town.bryn, day).await.map(|one| one.path)
}

fn path(id: TellingId) -> Option<String> {
    Some(format!("/stories/{id}#more"))
}

async fn wishes(town: &Town, reader: &Reader, id: TellingId) -> Wishes {
    let mut look = town.sharing.store.database.look().await.expect("look");
    hear::one(&town.sharing, &mut look, reader, id).await.expect("own").wishes
}

#[tokio::test]
async fn not_now_asks_bryn_again_in_a_month_and_not_again_asks_him_no_more() {
    both(async |town| {
        let team = vec![Audience::System(town.team)];
        let id = tells(&town, town.bryn, &lets_us(team), &Asks::default()).await;
        let bryn = town.reader(town.bryn).await;
        let first = asked(&town, town.bryn, 61).await.expect("asked");
        assert_eq!(first.since, MONDAY.plus_days(60), "the day of the ask, and not of the telling");
        assert_eq!(first.put_off, Some(format!("/stories/{id}/come-back")));
        let before = wishes(&town, &bryn, id).await;
        // Sent once more, and from a page that is older by days, it moves no day.
        for day in [61, 61, 62, 70] {
            let at = (PutOff::InAMonth, MONDAY.plus_days(day));
            says(&town, &bryn, id, at).await.expect("put off");
            assert!(asked(&town, town.bryn, day).await.is_none(), "on day {day}");
        }
        for (day, is_asked) in [(90, false), (91, true), (118, true), (119, false), (400, false)] {
            assert_eq!(asked(&town, town.bryn, day).await.is_some(), is_asked, "on day {day}");
        }
        for day in [92, 93] {
            let at = (PutOff::NotAgain, MONDAY.plus_days(day));
            says(&town, &bryn, id, at).await.expect("no more");
        }
        // A page that was open all along asks nobody again.
        let at = (PutOff::InAMonth, MONDAY.plus_days(94));
        says(&town, &bryn, id, at).await.expect("nothing");
        for day in [94, 95, 124, 130, 200] {
            assert!(asked(&town, town.bryn, day).await.is_none(), "on day {day}");
        }
        let after = wishes(&town, &bryn, id).await;
        let said_on = Some(midnight(92));
        assert_eq!(after, Wishes { come_back: false, come_back_on: said_on, ..before });
        // No form shows that day: sent once more, it would let us come back on it.
        let form = WishesForm::of(&after, &TimeZone::UTC, 4);
        assert!(form.come_back.is_none() && form.come_back_on.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_told_long_ago_is_asked_of_on_the_day_that_has_come_since_more_was_told() {
    both(async |town| {
        let id = tells(&town, town.bryn, &lets_us(vec![]), &Asks::default()).await;
        let (bryn, more) = (town.reader(town.bryn).await, cast::words("It was mended."));
        let (chapter, at) = (ChapterId::random(), MONDAY.plus_days(300));
        tell::tell_more(&town.sharing, &bryn, id, chapter, &more, at).await.expect("more");
        for day in [299, 359, 389] {
            assert!(asked(&town, town.bryn, day).await.is_none(), "on day {day}");
        }
        let ask = asked(&town, town.bryn, 370).await.expect("asked");
        assert_eq!(ask.since, MONDAY.plus_days(360));
    })
    .await;
}

#[tokio::test]
async fn nobody_answers_for_bryn_and_nobody_learns_what_he_answered() {
    both(async |town| {
        let team = vec![Audience::System(town.team)];
        let id = tells(&town, town.bryn, &lets_us(team), &Asks::default()).await;
        let at = MONDAY.plus_days(61);
        let seen = async || {
            let (carys, path) = (town.reader(town.carys).await, format!("/stories/{id}"));
            let (status, page) = page(&town, &carys, &path).await;
            let noun = TellingNoun(town.sharing.clone());
            let mut look = town.sharing.store.database.look().await.expect("look");
            let waits = noun.waits(&mut look, &carys, at).await.expect("waits").len();
            let parts = page.split(" value=\"").skip(1);
            let bare = parts.map(|part| part.split_once('"').map_or("", |(_, rest)| rest));
            (status, bare.collect::<String>(), waits)
        };
        let before = seen().await;
        for who in [town.asha, town.carys, town.dev] {
            let other = town.reader(who).await;
            for answer in [PutOff::InAMonth, PutOff::NotAgain] {
                let said = says(&town, &other, id, (answer, at)).await;
                assert!(matches!(said, Err(Fault::NotFound)), "{said:?}");
                let absent = says(&town, &other, TellingId::random(), (answer, at)).await;
                assert!(matches!(absent, Err(Fault::NotFound)), "{absent:?}");
            }
        }
        assert!(asked(&town, town.bryn, 61).await.is_some());
        let bryn = town.reader(town.bryn).await;
        says(&town, &bryn, id, (PutOff::NotAgain, at)).await.expect("no more");
        assert_eq!(seen().await, before);
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_over_is_put_off_with_its_slip_alone_and_keeps_no_day_of_it() {
    both(async |town| {
        let told = Told { manner: Manner::Present, ..lets_us(vec![]) };
        let (id, home) = (TellingId::random(), Where { system: town.place, place: town.place });
        let teller = Teller::Person(town.bryn);
        tell::tell(&town.sharing, teller, home, id, &told, MONDAY).await.expect("told");
        assert!(asked(&town, town.bryn, 61).await.is_some(), "he holds the pen");
        let slip = Token::random().expect("a slip");
        let bryn = town.reader(town.bryn).await;
        hand_over(&town.sharing, &bryn, id, (&slip, true), MONDAY).await.expect("handed over");
        assert!(asked(&town, town.bryn, 61).await.is_none());
        let at = MONDAY.plus_days(63);
        let his = says(&town, &bryn, id, (PutOff::InAMonth, at)).await;
        assert!(matches!(his, Err(Fault::NotFound)), "{his:?}");
        let holder = Reader::slip(slip_of(&slip.hash()));
        says(&town, &holder, id, (PutOff::InAMonth, MONDAY.plus_days(65))).await.expect("put off");
        let on = wishes(&town, &holder, id).await.come_back_on.expect("a day");
        let week = MONDAY.plus_days(65).week().begins();
        assert_eq!(on, week.plus_days(30), "worked out from the week, not from when they looked");
    })
    .await;
}

#[tokio::test]
async fn the_page_of_a_slip_asks_with_both_answers_once_its_day_has_come() {
    both(async |town| {
        let slip = Token::random().expect("a slip");
        let day = Some(MONDAY.week().begins());
        let told = lets_us(vec![]);
        let told = Told { wishes: Wishes { come_back_on: day, ..told.wishes }, ..told };
        let (id, home) = (TellingId::random(), Where { system: town.place, place: town.place });
        let teller = Teller::Slip(slip.hash());
        tell::tell(&town.sharing, teller, home, id, &told, MONDAY).await.expect("told");
        let (path, nobody) = (format!("/slip/{}", slip.expose()), Reader::nobody());
        let form = format!("action=\"{path}/come-back\"");
        let (_, asks) = page(&town, &nobody, &path).await;
        assert!(asks.contains(&form) && asks.contains("Not now, ask me in a month"), "{asks}");
        assert!(asks.contains("Don’t ask me this again"));
        let holder = Reader::slip(slip_of(&slip.hash()));
        says(&town, &holder, id, (PutOff::NotAgain, MONDAY)).await.expect("no more");
        assert!(!page(&town, &nobody, &path).await.1.contains(&form));
    })
    .await;
}

#[tokio::test]
async fn once_bryn_answered_about_one_story_no_other_asks_him_that_day() {
    both(async |town| {
        for answer in [PutOff::NotAgain, PutOff::InAMonth] {
            let ids = told_with(&town, &[Some(61), None]).await;
            let bryn = town.reader(town.bryn).await;
            assert_eq!(of_which(&town, 61).await, path(ids[1]), "the newest");
            says(&town, &bryn, ids[1], (answer, MONDAY.plus_days(61))).await.expect("answered");
            assert_eq!(of_which(&town, 61).await, None, "{answer:?}");
            assert_eq!(of_which(&town, 62).await, path(ids[0]), "on the day that he chose for it");
            let (chapter, more) = (ChapterId::random(), cast::words("It was mended."));
            let at = MONDAY.plus_days(62);
            let told = tell::tell_more(&town.sharing, &bryn, ids[0], chapter, &more, at);
            told.await.expect("told more");
            assert_eq!(of_which(&town, 62).await, None, "he told how things are");
            for id in ids {
                tell::erase(&town.sharing, &bryn, id, at).await.expect("erased");
            }
            assert_eq!(of_which(&town, 91).await, None, "nothing is there to be asked of");
        }
    })
    .await;
}

#[tokio::test]
async fn once_bryn_told_how_things_are_in_one_story_no_other_asks_him_that_day() {
    both(async |town| {
        let ids = told_with(&town, &[Some(40), Some(40)]).await;
        assert_eq!(of_which(&town, 40).await, path(ids[1]));
        let (bryn, more) = (town.reader(town.bryn).await, cast::words("It was mended."));
        let (chapter, at) = (ChapterId::random(), MONDAY.plus_days(40));
        tell::tell_more(&town.sharing, &bryn, ids[1], chapter, &more, at).await.expect("more");
        assert_eq!(of_which(&town, 40).await, None, "he has just told how things are");
        assert_eq!(of_which(&town, 41).await, path(ids[0]));
    })
    .await;
}

#[tokio::test]
async fn of_three_stories_without_a_day_bryn_is_asked_of_the_newest_that_he_lets_us_ask_of() {
    both(async |town| {
        let ids = told_with(&town, &[None, None, None]).await;
        let bryn = town.reader(town.bryn).await;
        for day in [60, 61] {
            assert_eq!(of_which(&town, day).await, None, "he told something newer since");
        }
        assert_eq!(of_which(&town, 62).await, path(ids[2]));
        says(&town, &bryn, ids[2], (PutOff::InAMonth, MONDAY.plus_days(62)))
            .await
            .expect("put off");
        for day in [62, 63, 70, 91] {
            assert_eq!(of_which(&town, day).await, None, "put off: nothing older asks instead");
        }
        assert_eq!(of_which(&town, 92).await, path(ids[2]));
        says(&town, &bryn, ids[2], (PutOff::NotAgain, MONDAY.plus_days(70))).await.expect("ended");
        assert_eq!(of_which(&town, 70).await, None, "not on the day on which he said so");
        assert_eq!(of_which(&town, 71).await, path(ids[1]));
        says(&town, &bryn, ids[1], (PutOff::NotAgain, MONDAY.plus_days(71))).await.expect("ended");
        assert_eq!(of_which(&town, 71).await, None);
        assert_eq!(of_which(&town, 72).await, path(ids[0]));
    })
    .await;
}

#[tokio::test]
async fn after_more_was_told_on_a_day_that_was_put_off_to_sixty_days_count_again() {
    both(async |town| {
        let ids = told_with(&town, &[None]).await;
        let (bryn, more) = (town.reader(town.bryn).await, cast::words("It was mended."));
        says(&town, &bryn, ids[0], (PutOff::InAMonth, MONDAY.plus_days(61)))
            .await
            .expect("put off");
        assert_eq!(of_which(&town, 91).await, path(ids[0]));
        let (chapter, at) = (ChapterId::random(), MONDAY.plus_days(91));
        tell::tell_more(&town.sharing, &bryn, ids[0], chapter, &more, at).await.expect("more");
        for (day, is_asked) in [(91, false), (150, false), (151, true), (178, true), (179, false)] {
            assert_eq!(of_which(&town, day).await.is_some(), is_asked, "on day {day}");
        }
        let since = asked(&town, town.bryn, 160).await.expect("asked").since;
        assert_eq!(since, MONDAY.plus_days(151));
    })
    .await;
}

#[tokio::test]
async fn the_page_of_a_slip_asks_again_sixty_days_after_more_was_told_and_waits_until_they_come() {
    both(async |town| {
        for (told, more, is_asked) in [
            (-400, None, true),
            (-130, Some(-50), false),
            (-130, Some(-70), true),
            (-60, Some(-19), false),
        ] {
            let (slip, id) = (Token::random().expect("a slip"), TellingId::random());
            let home = Where { system: town.place, place: town.place };
            let lets = lets_us(vec![]);
            let on = Some(MONDAY.plus_days(told + 40));
            let lets = Told { wishes: Wishes { come_back_on: on, ..lets.wishes }, ..lets };
            let (theirs, at) = (Teller::Slip(slip.hash()), MONDAY.plus_days(told));
            tell::tell(&town.sharing, theirs, home, id, &lets, at).await.expect("told");
            let holder = Reader::slip(slip_of(&slip.hash()));
            if let Some(day) = more {
                let (chapter, words) = (ChapterId::random(), cast::words("It was mended."));
                let at = MONDAY.plus_days(day);
                let done = tell::tell_more(&town.sharing, &holder, id, chapter, &words, at);
                done.await.expect("told more");
            }
            let path = format!("/slip/{}", slip.expose());
            let (_, page) = page(&town, &Reader::nobody(), &path).await;
            assert!(page.contains("The boiler is out again."), "{page}");
            assert_eq!(page.contains(&format!("{path}/come-back")), is_asked, "{told} {more:?}");
            says(&town, &holder, id, (PutOff::NotAgain, MONDAY)).await.expect("no more");
            let (_, page) = pages::page(&town, &Reader::nobody(), &path).await;
            assert!(!page.contains(&format!("{path}/come-back")), "{told} {more:?}");
            assert_eq!(wishes(&town, &holder, id).await.come_back_on, None, "no day of it is kept");
        }
    })
    .await;
}

#[tokio::test]
async fn the_file_of_everything_says_on_which_day_bryn_is_asked_and_what_he_is_asked_of_no_more() {
    both(async |town| {
        let ids = told_with(&town, &[None, Some(40), None, None]).await;
        let [oldest, named, ended, newest] = ids[..] else { panic!("four") };
        let bryn = town.reader(town.bryn).await;
        let at = MONDAY.plus_days(5);
        says(&town, &bryn, ended, (PutOff::NotAgain, at)).await.expect("said");
        let noun = TellingNoun(town.sharing.clone());
        let mut look = town.sharing.store.database.look().await.expect("look");
        let day = async |id: TellingId, part: &str| -> Option<Moment> {
            let mut look = town.sharing.store.database.look().await.expect("look");
            let texts = noun.export(&mut look, &bryn, town.bryn).await.expect("his");
            let line = texts.iter().find(|text| text.id == id.0 && text.part == part);
            assert!(line.is_none_or(|line| line.words.inner().is_empty()), "the day says it all");
            line.map(|line| line.at)
        };
        // The newest is asked of two months after it; an older one on a day that he named alone.
        assert_eq!(day(newest, "asked_how_now").await, Some(MONDAY.plus_days(3 + 60)));
        assert_eq!(day(named, "asked_how_now").await, Some(MONDAY.plus_days(40)));
        assert_eq!(day(oldest, "asked_how_now").await, None);
        assert_eq!(day(ended, "asked_how_now").await, None);
        assert_eq!(day(ended, "not_asked_again").await, Some(midnight(5)));
        // A day that came, and since which he told more, stands no more.
        let (chapter, more) = (ChapterId::random(), cast::words("It was mended."));
        let at = MONDAY.plus_days(41);
        tell::tell_more(&town.sharing, &bryn, named, chapter, &more, at).await.expect("more");
        assert_eq!(day(named, "asked_how_now").await, None);
        // Once he is asked no more of what is newer, it is the newest of which he is asked.
        says(&town, &bryn, newest, (PutOff::NotAgain, at)).await.expect("said");
        assert_eq!(day(newest, "asked_how_now").await, None);
        assert_eq!(day(named, "asked_how_now").await, Some(MONDAY.plus_days(41 + 60)));
        assert_eq!(day(oldest, "asked_how_now").await, None);
        let carys = town.reader(town.carys).await;
        let hers = noun.export(&mut look, &carys, town.carys).await.expect("hers");
        assert!(hers.iter().all(|text| text.part != "asked_how_now"), "it is his");
    })
    .await;
}
