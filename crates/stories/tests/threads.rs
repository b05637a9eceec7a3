//! Threads as those see them who hang on them: what came of a telling, and why.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, line, words};
use ground::id::{Kind, Thing, Uuid};
use sharing::lineage::{self, Because, BecauseId, Cause, Placed, Way};
use sharing::{Audience, Nouns, Reader, Sealing};
use store::{Keeper, Token};
use stories::came::{self, Root, Thread};
use stories::patterns::{self, Named, PatternId, SayingId, SayingKind};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told, Wishes, slip_of};

fn told(text: &str) -> Told {
    Told::words(words(text))
}

/// Dev tells something elsewhere, of which a pattern of the town came.
async fn came_of_devs(town: &Town) -> (TellingId, PatternId) {
    let (telling, pattern) = (TellingId::random(), PatternId::random());
    let place = Where { system: town.elsewhere, place: town.elsewhere };
    let (teller, devs) = (Teller::Person(town.dev), told("The letter came too late."));
    tell::tell(&town.sharing, teller, place, telling, &devs, MONDAY).await.expect("told");
    let named = Named {
        name: line("Letters that do not know the buses"),
        goes_well: false,
        observation: None,
        reading: None,
        ideas: None,
        tellings: Vec::new(),
    };
    let (bryn, home) = (town.reader(town.bryn).await, (town.place, town.place));
    patterns::name(&town.sharing, &bryn, home, pattern, &named, MONDAY).await.expect("named");
    let of = Placed { thing: Thing::new(Kind::Telling, telling), system: town.elsewhere };
    because(town, pattern, Cause::Of(of), "Dev rang me, and he was right.").await;
    because(town, pattern, Cause::Hunch, "I had been wondering all winter.").await;
    (telling, pattern)
}

async fn because(town: &Town, pattern: PatternId, cause: Cause, why: &str) {
    let (id, system) = (BecauseId::random(), town.place);
    let ring = town.sharing.store.keys.ring([Keeper::new(system)]).await.expect("a ring");
    let why = Sealing::new(&ring, system, id).words("why", &words(why)).expect("sealed");
    let what = Placed { thing: Thing::new(Kind::Pattern, pattern), system };
    let link = Because { id, what, cause, why: Some(why), said_by: Some(town.bryn), at: MONDAY };
    let database = &town.sharing.store.database;
    store::write!(database, |work| lineage::say(work, &link).await).expect("said");
}

fn nouns(town: &Town) -> Nouns {
    use std::sync::Arc;
    Nouns::new(vec![
        Arc::new(stories::TellingNoun(town.sharing.clone())),
        Arc::new(stories::PatternNoun(town.sharing.clone())),
    ])
}

async fn followed(town: &Town, reader: &Reader, from: (Kind, Uuid), way: Way) -> Thread {
    let (nouns, from) = (nouns(town), Thing::new(from.0, from.1));
    let mut look = town.sharing.store.database.look().await.expect("look");
    let thread = came::thread(&town.sharing, (&nouns, &[]), &mut look, reader, from, way).await;
    thread.expect("a thread")
}

#[tokio::test]
async fn why_somebody_said_so_is_read_by_those_of_the_group_and_not_by_whoever_it_came_of() {
    both(async |town| {
        let (telling, pattern) = came_of_devs(&town).await;
        let (dev, bryn) = (town.reader(town.dev).await, town.reader(town.bryn).await);
        let nouns = nouns(&town);
        let mut look = town.sharing.store.database.look().await.expect("look");
        let (thread, _) =
            came::of_it(&town.sharing, &nouns, &mut look, &dev, telling).await.expect("came");
        drop(look);
        assert_eq!(thread.steps.len(), 1, "Dev sees that something came of it");
        assert!(thread.steps[0].what.path.is_none());
        assert!(thread.steps[0].because.iter().all(|reason| reason.whys.is_empty()));
        let thread = followed(&town, &bryn, (Kind::Pattern, pattern.0), Way::Back).await;
        let reasons = &thread.steps[0].because;
        assert_eq!(reasons.len(), 1, "Dev's telling is not Bryn's to see, nor that there is one");
        assert!(matches!(reasons[0].root, Root::Hunch));
        assert_eq!(reasons[0].whys[0].to_string(), "I had been wondering all winter.");
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_a_slip_sees_that_something_came_of_theirs_and_of_nobody_elses() {
    both(async |town| {
        let (_, pattern) = came_of_devs(&town).await;
        let (mut slips, mut theirs) = (Vec::new(), Vec::new());
        for text in ["The stairs are dark.", "The lift is stuck."] {
            let (slip, telling) = (Token::random().expect("a slip").hash(), TellingId::random());
            let place = Where { system: town.place, place: town.place };
            let told = told(text);
            let done = tell::tell(&town.sharing, Teller::Slip(slip), place, telling, &told, MONDAY);
            done.await.expect("told");
            slips.push(Reader::slip(slip_of(&slip)));
            theirs.push(telling);
        }
        let of = Placed { thing: Thing::new(Kind::Telling, theirs[0]), system: town.place };
        because(&town, pattern, Cause::Of(of), "It was the stairs.").await;
        let nouns = nouns(&town);
        let mut look = town.sharing.store.database.look().await.expect("look");
        for (turn, came) in [(0, 1), (1, 0)] {
            let (of, slip) = (theirs[turn], &slips[turn]);
            let thread = came::of_it(&town.sharing, &nouns, &mut look, slip, of).await;
            let (thread, _) = thread.expect("what came of it");
            assert_eq!(thread.steps.len(), came, "{turn}");
            let whole = |step: &came::Step| step.what.path.is_some();
            assert!(!thread.steps.iter().any(whole), "and no more than that");
            let others = came::of_it(&town.sharing, &nouns, &mut look, &slips[1 - turn], of).await;
            assert!(others.is_err(), "what came of another's is not theirs to see");
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_there_before_devs_story_reached_it_did_not_come_of_it() {
    both(async |town| {
        let (telling, pattern) = came_of_devs(&town).await;
        let (bryn, dev) = (town.reader(town.bryn).await, town.reader(town.dev).await);
        for (day, came) in [(-30, 1), (3, 2)] {
            let (id, home) = (PatternId::random(), (town.place, town.place));
            let named = Named {
                name: line("Doors that stick"),
                goes_well: false,
                observation: None,
                reading: None,
                ideas: None,
                tellings: Vec::new(),
            };
            let at = MONDAY.plus_days(day);
            patterns::name(&town.sharing, &bryn, home, id, &named, at).await.expect("named");
            let of = Placed { thing: Thing::new(Kind::Pattern, pattern), system: town.place };
            because(&town, id, Cause::Of(of), "It is the same wall.").await;
            let nouns = nouns(&town);
            let mut look = town.sharing.store.database.look().await.expect("look");
            let thread = came::of_it(&town.sharing, &nouns, &mut look, &dev, telling).await;
            assert_eq!(thread.expect("came").0.steps.len(), came, "on day {day}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_same_reason_said_twice_is_one_reason_with_both_whys() {
    both(async |town| {
        let (_, pattern) = came_of_devs(&town).await;
        because(&town, pattern, Cause::Hunch, "So had I.").await;
        let bryn = town.reader(town.bryn).await;
        let thread = followed(&town, &bryn, (Kind::Pattern, pattern.0), Way::Back).await;
        assert_eq!(thread.steps.len(), 1);
        assert_eq!(thread.steps[0].because.len(), 1);
        assert_eq!(thread.steps[0].because[0].whys.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn nobody_follows_a_thread_from_what_they_may_not_see() {
    both(async |town| {
        let (telling, _) = came_of_devs(&town).await;
        let bryn = town.reader(town.bryn).await;
        let thread = followed(&town, &bryn, (Kind::Telling, telling.0), Way::Forward).await;
        assert!(thread.steps.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_groups_patterns_are_offered_as_causes_to_the_group_and_to_nobody_else() {
    both(async |town| {
        let (_, pattern) = came_of_devs(&town).await;
        let nouns = nouns(&town);
        for (person, offered) in [(town.bryn, vec![pattern.0]), (town.dev, vec![])] {
            let reader = town.reader(person).await;
            let mut look = town.sharing.store.database.look().await.expect("look");
            let lately = nouns.lately(&mut look, &reader, town.place).await.expect("lately");
            assert_eq!(lately.iter().map(|one| one.id).collect::<Vec<_>>(), offered);
        }
    })
    .await;
}

/// Bryn tells the team something, and Carys lays it in a pattern there.
async fn laid(town: &Town) -> (TellingId, PatternId) {
    let (telling, id) = (TellingId::random(), PatternId::random());
    let heard_by = vec![Audience::System(town.team)];
    let wishes = Wishes { heard_by, laid_beside: true, ..Wishes::default() };
    let told = Told { wishes, ..told("The bus stops at six.") };
    let place = Where { system: town.place, place: town.place };
    let teller = Teller::Person(town.bryn);
    tell::tell(&town.sharing, teller, place, telling, &told, MONDAY).await.expect("told");
    let named = Named {
        name: line("After six"),
        goes_well: false,
        observation: None,
        reading: None,
        ideas: None,
        tellings: vec![telling],
    };
    let (carys, home) = (town.reader(town.carys).await, (town.team, town.place));
    patterns::name(&town.sharing, &carys, home, id, &named, MONDAY).await.expect("named");
    (telling, id)
}

/// Whether any link is left from the telling, in either of the two systems.
async fn hangs(town: &Town, telling: TellingId) -> bool {
    let mut look = town.sharing.store.database.look().await.expect("look");
    let of = [Thing::new(Kind::Telling, telling)];
    !lineage::led_to(&mut look, &of).await.expect("links").is_empty()
}

#[tokio::test]
async fn what_bryn_took_out_of_a_pattern_hangs_on_no_thread_of_it_any_more() {
    both(async |town| {
        let (telling, id) = laid(&town).await;
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        let threads = async || {
            let back = followed(&town, &carys, (Kind::Pattern, id.0), Way::Back).await;
            let forward = followed(&town, &bryn, (Kind::Telling, telling.0), Way::Forward).await;
            [!back.steps.is_empty(), !forward.steps.is_empty(), hangs(&town, telling).await]
        };
        assert_eq!(threads().await, [true; 3]);
        let why = (SayingKind::TookItOut, &words("Not here."));
        let which = (id, SayingId::random());
        let out = patterns::answer(&town.sharing, &bryn, which, telling, why, MONDAY).await;
        out.expect("taken out");
        assert_eq!(threads().await, [false; 3]);
    })
    .await;
}

#[tokio::test]
async fn what_bryn_erases_leaves_no_link_behind() {
    both(async |town| {
        let (telling, id) = laid(&town).await;
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        assert!(hangs(&town, telling).await);
        tell::erase(&town.sharing, &bryn, telling, MONDAY).await.expect("erased");
        assert!(!hangs(&town, telling).await);
        let back = followed(&town, &carys, (Kind::Pattern, id.0), Way::Back).await;
        assert!(back.steps.is_empty());
    })
    .await;
}
