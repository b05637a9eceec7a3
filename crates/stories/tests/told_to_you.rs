//! Whoever is told something by name finds at home that somebody told them something, until they
//! have seen it; and whoever told something, that their second reader found it fine. On both
//! databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use cast::{MONDAY, Town, both, words};
use ground::Moment;
use ground::id::PersonId;
use reading_first::{hears, listed_in_team, reads, tells, to_town, told, wishes};
use sharing::trail::{self, Glance};
use sharing::{Audience, Noun as _, Waiting};
use stories::TellingNoun;
use stories::second_readings::Asks;
use stories::tellings::tell::{self, Where};
use stories::tellings::{Manner, Teller, TellingId, Told, Wishes, hear};
use stories::worries::{self, InThisId, WorryId, say_in_this};

async fn waits(town: &Town, who: PersonId, now: Moment, sentence: &str) -> Vec<Waiting> {
    let (noun, reader) = (TellingNoun(town.sharing.clone()), town.reader(who).await);
    let mut look = town.sharing.store.database.look().await.expect("look");
    let mut waits = noun.waits(&mut look, &reader, now).await.expect("waits");
    waits.retain(|one| one.sentence == sentence);
    assert!(waits.iter().all(|one| one.about.is_none() && one.from.is_none()), "no word, no name");
    waits
}

async fn is_told(town: &Town, who: PersonId) -> Option<String> {
    let mut waits = waits(town, who, MONDAY.plus_days(1), "waits-told-to-you").await;
    assert!(waits.len() < 2, "one line, however many");
    waits.pop().map(|one| one.path)
}

/// What home says to Carys on this day, and since when.
async fn told_on(town: &Town, day: i64) -> Option<(String, Moment)> {
    let mut waits = waits(town, town.carys, MONDAY.plus_days(day), "waits-told-to-you").await;
    waits.pop().map(|one| (one.path, one.since))
}

async fn bryn_tells(town: &Town, told: &Told) -> TellingId {
    bryn_tells_on(town, told, 0).await
}

async fn bryn_tells_on(town: &Town, told: &Told, day: i64) -> TellingId {
    let (id, home) = (TellingId::random(), Where { system: town.team, place: town.place });
    let (bryn, at) = (Teller::Person(town.bryn), MONDAY.plus_days(day));
    tell::tell(&town.sharing, bryn, home, id, told, at).await.expect("told");
    id
}

/// Bryn wishes on this day that these hear it.
async fn lets(town: &Town, which: (TellingId, i64), heard_by: Vec<Audience>, day: i64) {
    let wished = Wishes { heard_by, laid_beside: true, ..Wishes::default() }.into();
    let (bryn, at) = (town.reader(town.bryn).await, MONDAY.plus_days(day));
    tell::wish(&town.sharing, &bryn, which, &wished, at).await.expect("wished");
}

fn page(id: TellingId) -> Option<String> {
    Some(format!("/stories/{id}"))
}

#[tokio::test]
async fn carys_finds_at_home_that_somebody_told_her_something_until_she_has_opened_it() {
    both(async |town| {
        let to_carys = told("The stairs are dark.", vec![Audience::Person(town.carys)]);
        let first = bryn_tells(&town, &to_carys).await;
        assert_eq!(is_told(&town, town.carys).await, page(first));
        for other in [town.asha, town.bryn, town.dev] {
            assert_eq!(is_told(&town, other).await, None, "it is hers alone, and never one's own");
        }
        let late = waits(&town, town.carys, MONDAY.plus_days(22), "waits-told-to-you").await;
        assert!(late.is_empty(), "and then it rests");
        assert!(hears(&town, town.carys, first).await);
        town.seal_trail().await;
        assert_eq!(is_told(&town, town.carys).await, None, "she opened it");
        let second = bryn_tells(&town, &to_carys).await;
        assert_eq!(is_told(&town, town.carys).await, page(second));
        wishes(&town, town.bryn, second, Vec::new()).await;
        assert_eq!(is_told(&town, town.carys).await, None, "what is taken back is not announced");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_said_of_what_a_group_hears_too_or_of_what_waits_to_be_read_back() {
    both(async |town| {
        let (carys, team) = (Audience::Person(town.carys), Audience::System(town.team));
        bryn_tells(&town, &told("The lamp is out.", vec![carys, team])).await;
        assert_eq!(is_told(&town, town.carys).await, None, "she hears it as one of the team");
        let absent = Told { manner: Manner::Absent, ..told("Mair fell.", vec![carys]) };
        let absent = bryn_tells(&town, &absent).await;
        assert_eq!(is_told(&town, town.carys).await, None, "nobody read it back yet");
        let bryn = town.reader(town.bryn).await;
        tell::read_back(&town.sharing, &bryn, absent, None, MONDAY).await.expect("read back");
        assert_eq!(is_told(&town, town.carys).await, page(absent));
    })
    .await;
}

#[tokio::test]
async fn what_bryn_wrote_long_ago_is_news_to_carys_from_the_day_on_which_he_named_her() {
    both(async |town| {
        let (asha, carys) = (Audience::Person(town.asha), Audience::Person(town.carys));
        let long_ago = bryn_tells(&town, &told("The stairs are dark.", Vec::new())).await;
        lets(&town, (long_ago, 1), vec![carys], 30).await;
        let named = Some((format!("/stories/{long_ago}"), MONDAY.plus_days(30)));
        assert_eq!(told_on(&town, 31).await, named);
        lets(&town, (long_ago, 2), vec![asha, carys], 40).await;
        assert_eq!(told_on(&town, 50).await, named, "that he named somebody else moves no day");
        assert_eq!(told_on(&town, 52).await, None, "and then it rests");
    })
    .await;
}

#[tokio::test]
async fn what_was_read_back_late_or_looked_at_meanwhile_is_news_from_when_it_travels() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let carys = Audience::Person(town.carys);
        let absent = Told { manner: Manner::Absent, ..told("Mair fell.", vec![carys]) };
        let absent = bryn_tells(&town, &absent).await;
        let bryn = town.reader(town.bryn).await;
        let (at, why) = (MONDAY.plus_days(30), words("She moved away."));
        let read_back = tell::read_back(&town.sharing, &bryn, absent, Some(&why), at);
        read_back.await.expect("why not");
        let from = |day| Some((format!("/stories/{absent}"), MONDAY.plus_days(day)));
        assert_eq!(told_on(&town, 31).await, from(30));
        let again = tell::read_back(&town.sharing, &bryn, absent, None, MONDAY.plus_days(40));
        again.await.expect("read back");
        assert_eq!(told_on(&town, 41).await, from(30), "she could open it all along");
        let (asha, in_this) = (town.reader(town.asha).await, InThisId::random());
        lets(&town, (absent, 1), vec![carys, Audience::Person(town.asha)], 42).await;
        let said = say_in_this(&town.sharing, &asha, absent, in_this, None, MONDAY.plus_days(43));
        said.await.expect("said");
        assert_eq!(told_on(&town, 44).await, None, "somebody is looking");
        let (ruths, done) = (town.reader(ruth).await, words("We talked."));
        let (which, at) = (WorryId(in_this.0), MONDAY.plus_days(80));
        worries::answer(&town.sharing, &ruths, which, &done, at).await.expect("answered");
        assert_eq!(told_on(&town, 81).await, from(80));
    })
    .await;
}

#[tokio::test]
async fn of_two_that_carys_has_not_seen_the_one_that_reached_her_last_is_named() {
    both(async |town| {
        let to_carys = told("The stairs are dark.", vec![Audience::Person(town.carys)]);
        let alone = told("The lamp is out.", Vec::new());
        let written_first = bryn_tells_on(&town, &alone, 0).await;
        let second = bryn_tells_on(&town, &to_carys, 1).await;
        lets(&town, (written_first, 1), vec![Audience::Person(town.carys)], 2).await;
        let of = |id: TellingId, day| Some((format!("/stories/{id}"), MONDAY.plus_days(day)));
        assert_eq!(told_on(&town, 3).await, of(written_first, 2));
        let carys = town.reader(town.carys).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        for (opened, then) in [(written_first, of(second, 1)), (second, None)] {
            hear::one(&town.sharing, &mut look, &carys, opened).await.expect("opened");
            town.seal_trail().await;
            assert_eq!(told_on(&town, 3).await, then);
        }
    })
    .await;
}

#[tokio::test]
async fn to_see_its_heading_in_a_list_or_in_a_search_is_to_have_seen_it_and_bryn_is_shown_so() {
    both(async |town| {
        let (carys, noun) = (town.reader(town.carys).await, TellingNoun(town.sharing.clone()));
        let to_carys = told("The stairs are dark.", vec![Audience::Person(town.carys)]);
        for by_search in [false, true] {
            let first = bryn_tells(&town, &to_carys).await;
            let second = bryn_tells(&town, &to_carys).await;
            assert!(is_told(&town, town.carys).await.is_some());
            let mut look = town.sharing.store.database.look().await.expect("look");
            let to_lay = hear::to_lay(&town.sharing, &mut look, &carys, town.team).await;
            assert!(to_lay.expect("to lay").is_empty(), "only what a group hears is shown there");
            town.seal_trail().await;
            assert!(is_told(&town, town.carys).await.is_some(), "what was not shown was not seen");
            if by_search {
                let found = noun.found(&mut look, &carys, &[first.0, second.0]).await;
                assert_eq!(found.expect("found").len(), 2);
            } else {
                assert_eq!(listed_in_team(&town, &carys).await.len(), 2);
            }
            town.seal_trail().await;
            assert_eq!(is_told(&town, town.carys).await, None, "by search: {by_search}");
            let looked = trail::who_looked(&mut look, town.bryn, None).await.expect("looked");
            for id in [first, second] {
                let is_hers = |one: &Glance| one.reader == town.carys && one.thing == id.0;
                assert!(looked.iter().any(is_hers), "home is quiet where Bryn is shown that");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn twenty_one_that_a_group_hears_too_or_that_wait_hide_nothing_that_carys_was_told_alone() {
    both(async |town| {
        let (carys, team) = (Audience::Person(town.carys), Audience::System(town.team));
        let alone = bryn_tells(&town, &told("The stairs are dark.", vec![carys])).await;
        let waits = told("Mair fell.", vec![carys]);
        let waits = Told { manner: Manner::Absent, ..waits };
        for crowd in [told("The lamp is out.", vec![carys, team]), waits] {
            for _ in 0..21 {
                bryn_tells_on(&town, &crowd, 1).await;
            }
            let told = told_on(&town, 2).await.map(|(path, _)| path);
            assert_eq!(told, page(alone), "{:?}", crowd.manner);
        }
        let anyone = told("The bus is late.", vec![carys, Audience::Anyone]);
        let ruth = town.on_duty("Ruth").await;
        let wide = bryn_tells_on(&town, &anyone, 3).await;
        let told = told_on(&town, 4).await.map(|(path, _)| path);
        assert_eq!(told, page(wide), "as long as it waits to go further, she hears it alone");
        assert_eq!(reads(&town, ruth, true).await, 1);
        assert_eq!(told_on(&town, 4).await.map(|(path, _)| path), page(alone));
    })
    .await;
}

#[tokio::test]
async fn that_the_second_reader_said_fine_is_one_line_for_a_week_and_for_its_teller_alone() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let fine =
            async |who, days| waits(&town, who, MONDAY.plus_days(days), "waits-second-fine").await;
        let wide = told("Wet walls.", to_town(&town));
        for _ in 0..2 {
            tells(&town, town.bryn, &wide, &Asks::default()).await;
        }
        assert!(fine(town.bryn, 0).await.is_empty(), "nobody answered yet");
        assert_eq!(reads(&town, ruth, true).await, 2);
        let said = fine(town.bryn, 0).await;
        assert_eq!(said.len(), 1, "one line, however many");
        assert!(said[0].path.ends_with("#second"));
        for other in [town.carys, ruth, town.dev] {
            assert!(fine(other, 0).await.is_empty());
        }
        assert!(fine(town.bryn, 8).await.is_empty(), "quietly, and not for long");
    })
    .await;
}
