//! What was told and named, in a group's page of what happened, on both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, line, words};
use ground::id::{PersonId, SystemId};
use sharing::{Audience, Noun as _};
use stories::patterns::{self, Named, PatternId};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told, Wishes};
use stories::{PatternNoun, TellingNoun};

async fn tells(town: &Town, who: PersonId, text: &str, heard_by: Vec<Audience>) {
    let wishes = Wishes { heard_by, ..Wishes::default() };
    let told = Told { wishes, ..Told::words(words(text)) };
    let home = Where { system: town.team, place: town.place };
    let teller = Teller::Person(who);
    tell::tell(&town.sharing, teller, home, TellingId::random(), &told, MONDAY)
        .await
        .expect("told");
}

async fn happened(town: &Town, who: PersonId, system: SystemId) -> Vec<String> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let told = TellingNoun(town.sharing.clone());
    let mut all = told.happened(&mut look, &reader, system).await.expect("happened");
    let named = PatternNoun(town.sharing.clone());
    all.extend(named.happened(&mut look, &reader, system).await.expect("happened"));
    let mut headings: Vec<String> = all.iter().map(|one| one.heading.to_string()).collect();
    headings.sort();
    headings
}

#[tokio::test]
async fn what_reached_the_group_stands_there_and_what_only_some_hear_does_not() {
    both(async |town| {
        let team = Audience::System(town.team);
        tells(&town, town.bryn, "The lift is out again.", vec![team]).await;
        tells(&town, town.bryn, "I told nobody yet.", vec![]).await;
        tells(&town, town.bryn, "For Carys alone.", vec![Audience::Person(town.carys)]).await;
        let id = PatternId::random();
        let named = Named {
            name: line("Nobody says when"),
            goes_well: false,
            observation: None,
            reading: None,
            ideas: None,
            tellings: Vec::new(),
        };
        let bryn = town.reader(town.bryn).await;
        let home = (town.team, town.place);
        patterns::name(&town.sharing, &bryn, home, id, &named, MONDAY).await.expect("named");
        let all = ["Nobody says when", "The lift is out again."];
        assert_eq!(happened(&town, town.bryn, town.team).await, all, "his own stays his");
        assert_eq!(happened(&town, town.carys, town.team).await, all, "and hers hers");
        let reader = town.reader(town.dev).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let told = TellingNoun(town.sharing.clone());
        let dev = told.happened(&mut look, &reader, town.team).await.expect("happened");
        assert!(dev.is_empty());
        drop(look);
        // Nobody was marked for reading what is offered to all, and nobody was read besides.
        town.seal_trail().await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let looked = sharing::trail::who_looked(&mut look, town.bryn, None).await.expect("looked");
        assert!(looked.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_a_second_reader_is_not_there_yet() {
    both(async |town| {
        // The team is drawn near; the place is wider, so it waits.
        let place = Audience::System(town.place);
        tells(&town, town.bryn, "The lift is out again.", vec![place]).await;
        assert!(happened(&town, town.carys, town.place).await.is_empty());
    })
    .await;
}
