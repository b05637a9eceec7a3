//! Lists that go on after what one page holds: each says so, and all of it can be reached.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod pages;
#[allow(dead_code, reason = "nobody asks to be rung here")]
mod town;

use ::store::Keeper;
use cast::{MONDAY, Town, both, line, words};
use doors::tries::Origin;
use ground::id::{Kind, PersonId, Thing, Uuid};
use ground::{After, Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Audience, Reader, StandingKind};
use stories::came::{self, AnswerKind};
use stories::patterns::{self, Named, PatternId};
use stories::tellings::tell::{self, Where};
use stories::tellings::{ChapterId, Teller, TellingId, Told, Wishes, hear};
use stories::worries::{self, Raised, WorryId, WorryKind};

/// Where the link to the next page of a list leads, if there is one.
fn onward(page: &str) -> Option<&str> {
    let (_, link) = page.split_once("rel=\"next\" href=\"")?;
    link.split('#').next()
}

async fn page(town: &Town, reader: &Reader, path: &str) -> String {
    let (status, page) = pages::page(town, reader, path).await;
    assert_eq!(status.as_u16(), 200, "{path}");
    page
}

/// A pattern of the cast's, with nothing in it.
fn letters() -> Named {
    Named {
        name: line("Letters nobody can answer"),
        goes_well: false,
        observation: None,
        reading: None,
        ideas: None,
        tellings: Vec::new(),
    }
}

#[tokio::test]
async fn what_a_group_keeps_hearing_is_listed_page_after_page_and_nothing_falls_off() {
    both(async |town| {
        let (bryn, home) = (town.reader(town.bryn).await, (town.team, town.place));
        let mut all = Vec::new();
        for _ in 0..=patterns::PAGE {
            let id = PatternId::random();
            let named = letters();
            patterns::name(&town.sharing, &bryn, home, id, &named, MONDAY).await.expect("named");
            all.push(id.to_string());
        }
        let mut look = town.sharing.store.database.look().await.expect("look");
        let first = patterns::list(&town.sharing, &mut look, &bryn, town.team, None).await;
        let first = first.expect("listed");
        assert_eq!(first.len(), patterns::PAGE);
        let next = patterns::list(&town.sharing, &mut look, &bryn, town.team, first.next).await;
        let next = next.expect("listed");
        assert_eq!(next.next, None);
        let mut listed: Vec<String> = first.iter().chain(&next).map(|p| p.id.to_string()).collect();
        listed.sort();
        all.sort();
        assert_eq!(listed, all, "each of them once");
    })
    .await;
}

#[tokio::test]
async fn however_much_asha_told_she_finds_all_of_it_and_who_looked_at_the_first_of_it() {
    both(async |town| {
        let home = Where { system: town.team, place: town.place };
        let mut told = Vec::new();
        for day in 0..=hear::OWN_PAGE {
            let wishes = match day {
                0 => Wishes { heard_by: vec![Audience::Person(town.bryn)], ..Wishes::default() },
                _ => Wishes::default(),
            };
            let it = Told { wishes, ..Told::words(words("The damp is back.")) };
            let at = MONDAY.plus_days(i64::try_from(day).expect("a day") - 100);
            let (teller, id) = (Teller::Person(town.asha), TellingId::random());
            tell::tell(&town.sharing, teller, home, id, &it, at).await.expect("told");
            told.push(id);
        }
        let bryn = town.reader(town.bryn).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        hear::one(&town.sharing, &mut look, &bryn, told[0]).await.expect("heard");
        drop(look);
        town.seal_trail().await;

        let asha = town.reader(town.asha).await;
        let newest = page(&town, &asha, "/mine").await;
        assert_eq!(newest.matches("/came\"").count(), hear::OWN_PAGE);
        assert!(newest.contains("There is more than stands here."));
        let looked = format!("<a href=\"/stories/{}\">", told[0]);
        assert_eq!(
            newest.matches(&looked).count(),
            1,
            "Bryn looked at it, on whichever page it is"
        );
        let path = onward(&newest).expect("another page");
        let oldest = page(&town, &asha, path).await;
        assert_eq!(oldest.matches("/came\"").count(), 1);
        assert!(oldest.contains(&looked) && onward(&oldest).is_none());
        // Nobody else reads on from there.
        assert!(!page(&town, &bryn, path).await.contains("/came\""));
    })
    .await;
}

#[tokio::test]
async fn a_page_of_which_nothing_opens_any_more_is_not_taken_for_the_end() {
    both(async |town| {
        let home = Where { system: town.team, place: town.place };
        let mut told = Vec::new();
        for day in 0..=i64::try_from(hear::OWN_PAGE).expect("a number") {
            let wishes =
                Wishes { heard_by: vec![Audience::System(town.team)], ..Wishes::default() };
            let it = Told { wishes, ..Told::words(words("The damp is back.")) };
            let (teller, id) = (Teller::Person(town.asha), TellingId::random());
            let at = MONDAY.plus_days(day - 100);
            tell::tell(&town.sharing, teller, home, id, &it, at).await.expect("told");
            told.push(id);
        }
        // Their keys are thrown away, and their rows are not yet cleared.
        let gone: Vec<Keeper> = told.iter().skip(1).map(|id| Keeper::new(*id)).collect();
        town.sharing.store.keys.throw_away(&gone, MONDAY).await.expect("thrown away");
        let bryn = town.reader(town.bryn).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let first = hear::list(&town.sharing, &mut look, &bryn, town.team, None).await;
        let first = first.expect("listed");
        assert!(first.is_empty() && first.next.is_some());
        let (mut after, mut heard) = (first.next, Vec::new());
        while after.is_some() {
            let next = hear::list(&town.sharing, &mut look, &bryn, town.team, after).await;
            let next = next.expect("listed");
            heard.extend(next.iter().map(|telling| telling.id));
            after = next.next;
        }
        assert_eq!(heard, [told[0]]);
        drop(look);

        let asha = town.reader(town.asha).await;
        let first = page(&town, &asha, "/mine").await;
        let none = "You have told nothing here yet.";
        assert!(!first.contains("The damp is back.") && !first.contains(none), "there is more");
        let rest = page(&town, &asha, onward(&first).expect("another page")).await;
        assert!(rest.contains("The damp is back.") && onward(&rest).is_none());
        town.sharing.store.keys.throw_away(&[Keeper::new(told[0])], MONDAY).await.expect("gone");
        let rest = page(&town, &asha, onward(&first).expect("another page")).await;
        assert!(!rest.contains(none) && rest.contains("Back to the latest"), "{rest}");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_on_duty_reads_on_by_their_own_address_alone() {
    both(async |town| {
        let [ruth, second] = [town.on_duty("Ruth").await, town.on_duty("Noor").await];
        for number in 0..=worries::PAGE {
            let id = WorryId::random();
            let raised = Raised {
                id,
                place: town.place,
                kind: WorryKind::InThis,
                telling: None,
                words: None,
                at: MONDAY,
            };
            let said = words("I am in one of these.");
            let home = if number % 2 == 0 { 1 } else { 2 };
            let home = Origin::of(std::net::IpAddr::from([192, 0, 2, home]));
            let raised = Raised { words: Some(&said), ..raised };
            worries::raise_unsigned(&town.sharing, &home, raised).await.expect("raised");
        }
        let ruth = town.reader(ruth).await;
        let first = page(&town, &ruth, "/worries").await;
        let (_, link) = first.split_once("href=\"/worries?after=").expect("another page");
        let carried = link.split('"').next().expect("its end");
        assert_eq!(After::parse(carried), None, "it is sealed");
        let path = format!("/worries?after={carried}");
        let many = |page: &str| page.matches("/answer").count();
        let next = page(&town, &ruth, &path).await;
        assert_eq!((many(&first), many(&next)), (worries::PAGE, 1));
        // Its form leads back to the same page of the list.
        assert!(next.contains(&format!("/answer?after={carried}\"")));
        let noor = town.reader(second).await;
        assert_eq!(many(&page(&town, &noor, &path).await), worries::PAGE);
        let made_up = format!("/worries?after={}", After::LATEST);
        assert_eq!(many(&page(&town, &ruth, &made_up).await), worries::PAGE);
    })
    .await;
}

/// That somebody read something of Asha's.
fn looked(town: &Town, who: PersonId, thing: Uuid, at: Moment) -> Mark {
    let thing = Thing { kind: Kind::Telling, id: thing };
    let mark = Mark::of(town.place, at, Verb::Read, Some(who), thing);
    Mark { concerns: Some(town.asha), ..mark }
}

#[tokio::test]
async fn however_often_bryn_looks_asha_finds_that_carys_did() {
    both(async |town| {
        let mut marks = vec![looked(&town, town.carys, Uuid::new_v4(), MONDAY.plus_days(-9))];
        for number in 0..trail::PAGE {
            let (thing, seconds) = (Uuid::new_v4(), i64::try_from(number / 2).expect("seconds"));
            // He reads each of them twice within the day; some were read in one moment.
            for later in [0, 3_600] {
                let at = MONDAY.plus_seconds(seconds + later);
                marks.push(looked(&town, town.bryn, thing, at));
            }
        }
        ::store::write!(town.sharing.store.database, |work| {
            for mark in &marks {
                trail::mark(work, *mark).await?;
            }
            Ok(())
        })
        .expect("marked");
        town.seal_trail().await;

        let asha = town.reader(town.asha).await;
        let mine = page(&town, &asha, "/mine").await;
        assert_eq!(mine.matches("<b>Bryn</b>").count(), trail::PAGE);
        assert!(!mine.contains("<b>Carys</b>") && mine.contains("href=\"/mine/looked\""));
        let first = page(&town, &asha, "/mine/looked").await;
        assert_eq!(first.matches("<b>Bryn</b>").count(), trail::PAGE, "each of them once");
        let path = onward(&first).expect("another page");
        let rest = page(&town, &asha, path).await;
        assert_eq!(
            (rest.matches("<b>Carys</b>").count(), rest.contains("<b>Bryn</b>")),
            (1, false)
        );
        assert!(onward(&rest).is_none());
        let bryn = town.reader(town.bryn).await;
        assert!(!page(&town, &bryn, path).await.contains("<b>Carys</b>"), "it is for Asha alone");
    })
    .await;
}

#[tokio::test]
async fn what_is_shown_whole_is_bounded_where_it_is_written() {
    both(async |town| {
        let home = Where { system: town.team, place: town.place };
        let wishes = Wishes { heard_by: vec![Audience::System(town.team)], ..Wishes::default() };
        let it = Told { wishes, ..Told::words(words("The damp is back.")) };
        let (teller, id) = (Teller::Person(town.asha), TellingId::random());
        tell::tell(&town.sharing, teller, home, id, &it, MONDAY).await.expect("told");
        let (asha, said) = (town.reader(town.asha).await, words("It is dry now."));
        let more = async |chapter: ChapterId| {
            tell::tell_more(&town.sharing, &asha, id, chapter, &said, MONDAY).await
        };
        let mut last = ChapterId::random();
        for _ in 0..tell::MOST_CHAPTERS {
            last = ChapterId::random();
            more(last).await.expect("told");
        }
        let past = more(ChapterId::random()).await;
        assert!(matches!(past, Err(Fault::Bound("bound-chapters"))), "{past:?}");
        assert!(matches!(more(last).await, Err(Fault::Already)), "sent once more, it is there");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let whole = hear::one(&town.sharing, &mut look, &asha, id).await.expect("hers");
        assert_eq!(i64::try_from(whole.chapters.len()), Ok(tell::MOST_CHAPTERS));
        drop(look);

        for _ in 0..came::MOST_ANSWERS / came::MOST_FROM_ONE {
            let who = town.newcomer("Huw", false).await;
            town.give(who, town.team, StandingKind::Part).await;
            let who = town.reader(who).await;
            for _ in 0..came::MOST_FROM_ONE {
                answer(&town, &who, id).await.expect("answered");
            }
        }
        let bryn = town.reader(town.bryn).await;
        let past = answer(&town, &bryn, id).await;
        assert!(matches!(past, Err(Fault::Bound("bound-answers-here"))), "{past:?}");
    })
    .await;
}

async fn answer(town: &Town, who: &Reader, id: TellingId) -> Outcome<()> {
    let said = words("We have not found the landlord yet.");
    let answer = (Uuid::new_v4(), AnswerKind::NothingYet, &said);
    came::answer(&town.sharing, who, id, answer, MONDAY).await
}

#[tokio::test]
async fn whoever_raised_more_than_their_page_holds_is_told_that_there_is_more() {
    both(async |town| {
        town.on_duty("Ruth").await;
        let asha = town.reader(town.asha).await;
        let mut goes_on = Vec::new();
        for number in 0..=i64::try_from(worries::MOST_OWN).expect("a number") {
            let said = words("He is still not warm.");
            let raised = Raised {
                id: WorryId::random(),
                place: town.place,
                kind: WorryKind::Safety,
                telling: None,
                words: Some(&said),
                at: MONDAY.plus_days(number / 20),
            };
            worries::raise(&town.sharing, &asha, raised).await.expect("raised");
            if number % 20 == 19 || number == 100 {
                let page = page(&town, &asha, "/worries").await;
                goes_on.push(page.contains("There is more than stands here."));
            }
        }
        assert_eq!(goes_on, [false, false, false, false, false, true]);
    })
    .await;
}

#[tokio::test]
async fn more_that_was_said_on_a_pattern_than_its_page_holds_is_not_cut_without_a_word() {
    both(async |town| {
        let hill = town::pit_hill(&town, false).await;
        let (bryn, home, id) =
            (town.reader(town.bryn).await, (hill.place, hill.place), PatternId::random());
        let named = letters();
        patterns::name(&town.sharing, &bryn, home, id, &named, MONDAY).await.expect("named");
        let (keeper, path) = (Keeper::new(hill.place), format!("/patterns/{id}"));
        let ring = town.sharing.store.keys.ring([keeper]).await.expect("a ring");
        for (times, text, more) in
            [(patterns::MOST_SAYINGS, "It was so.", false), (1, "It is not.", true)]
        {
            let said = |_| {
                let saying = Uuid::new_v4();
                let sealed = ring.seal(keeper, ::store::Spot::new(saying, "words"), &words(text));
                (saying, sealed.expect("sealed"))
            };
            let all: Vec<_> = (0..times).map(said).collect();
            let at = MONDAY.plus_seconds(i64::from(more));
            ::store::write!(town.sharing.store.database, |work| {
                for (saying, sealed) in &all {
                    let insert = ::store::sql!(
                        "INSERT INTO sayings (system_id, id, pattern_id, kind, words, said_by, at) \
                         VALUES ($1, $2, $3, 'dispute', $4, $5, $6)"
                    );
                    let bound = ::store::bind().id(hill.place).id(*saying).id(id);
                    let bound = bound.sealed(sealed.clone()).id(town.bryn).moment(at);
                    work.run(insert, bound).await?;
                }
                Ok(())
            })
            .expect("said");
            let page = page(&town, &bryn, &path).await;
            assert_eq!(page.contains("More was said than stands on this page."), more, "{page}");
            let stand = [page.matches("It was so.").count(), page.matches("It is not.").count()];
            // What somebody said last is never what is left out.
            let latest =
                if more { [patterns::MOST_SAYINGS - 1, 1] } else { [patterns::MOST_SAYINGS, 0] };
            assert_eq!(stand, latest);
        }
    })
    .await;
}
