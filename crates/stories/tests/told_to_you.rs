//! Whoever is told something by name finds at home that somebody told them something, until they
//! have opened it; and whoever told something, that their second reader found it fine. On both
//! databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use cast::{MONDAY, Town, both};
use ground::Moment;
use ground::id::PersonId;
use reading_first::{hears, reads, tells, to_town, told, wishes};
use sharing::{Audience, Noun as _, Waiting};
use stories::TellingNoun;
use stories::second_readings::Asks;
use stories::tellings::tell::{self, Where};
use stories::tellings::{Manner, Teller, TellingId, Told};

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

async fn bryn_tells(town: &Town, told: &Told) -> TellingId {
    let (id, home) = (TellingId::random(), Where { system: town.team, place: town.place });
    let bryn = Teller::Person(town.bryn);
    tell::tell(&town.sharing, bryn, home, id, told, MONDAY).await.expect("told");
    id
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
        town.clock.move_to(MONDAY.plus_days(8));
        assert!(fine(town.bryn, 8).await.is_empty(), "quietly, and not for long");
    })
    .await;
}
