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
) -> ground::Outcome<PutOff> {
    put_off(&town.sharing, reader, id, answer, (&TimeZone::UTC, at)).await
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
        for day in [61, 62, 70] {
            let at = (PutOff::InAMonth, MONDAY.plus_days(day));
            assert_eq!(says(&town, &bryn, id, at).await.expect("put off"), PutOff::InAMonth);
            assert!(asked(&town, town.bryn, day).await.is_none(), "on day {day}");
        }
        for (day, is_asked) in [(90, false), (91, true), (118, true), (119, false), (400, false)] {
            assert_eq!(asked(&town, town.bryn, day).await.is_some(), is_asked, "on day {day}");
        }
        for day in [92, 93] {
            let at = (PutOff::NotAgain, MONDAY.plus_days(day));
            assert_eq!(says(&town, &bryn, id, at).await.expect("no more"), PutOff::NotAgain);
        }
        // A page that was open all along asks nobody again, and says what is so.
        let at = (PutOff::InAMonth, MONDAY.plus_days(94));
        assert_eq!(says(&town, &bryn, id, at).await.expect("nothing"), PutOff::NotAgain);
        for day in [94, 95, 124, 130, 200] {
            assert!(asked(&town, town.bryn, day).await.is_none(), "on day {day}");
        }
        let after = wishes(&town, &bryn, id).await;
        assert_eq!(after, Wishes { come_back: false, come_back_on: None, ..before });
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
