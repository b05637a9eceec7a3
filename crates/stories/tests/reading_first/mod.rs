//! Telling, hearing and reading first in the cast's town, for the tests of second readings.

#![allow(dead_code, reason = "each file of tests needs some of these")]

use cast::{MONDAY, Town, words};
use ground::Fault;
use ground::id::PersonId;
use sharing::{Audience, Reader};
use stories::second_readings::{self, Answer, Asks, ReadingId, Second, answer, open_for, waiting};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told, Wishes, hear};

pub(crate) fn told(text: &str, heard_by: Vec<Audience>) -> Told {
    Told {
        wishes: Wishes { heard_by, laid_beside: true, ..Wishes::default() },
        ..Told::words(words(text))
    }
}

pub(crate) async fn tells(town: &Town, who: PersonId, told: &Told, asks: &Asks) -> TellingId {
    let id = TellingId::random();
    let place = Where { system: town.place, place: town.place };
    let told = Told { asks: asks.clone(), ..told.clone() };
    tell::tell(&town.sharing, Teller::Person(who), place, id, &told, MONDAY).await.expect("told");
    id
}

pub(crate) async fn hears(town: &Town, who: PersonId, id: TellingId) -> bool {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let heard = match hear::one(&town.sharing, &mut look, &reader, id).await {
        Ok(_) => true,
        Err(Fault::NotFound) => false,
        Err(other) => panic!("{other}"),
    };
    let listed = listed(town, &reader, town.place).await.contains(&id);
    let teams = listed_in_team(town, &reader).await.contains(&id);
    assert!(heard || !(listed || teams), "a list shows what cannot be opened");
    heard
}

pub(crate) async fn listed_in_team(town: &Town, reader: &Reader) -> Vec<TellingId> {
    listed(town, reader, town.team).await
}

pub(crate) async fn listed(
    town: &Town,
    reader: &Reader,
    system: ground::id::SystemId,
) -> Vec<TellingId> {
    let mut look = town.sharing.store.database.look().await.expect("look");
    let page = hear::list(&town.sharing, &mut look, reader, system, None).await.expect("list");
    page.here.into_iter().map(|telling| telling.id).collect()
}

/// What waits to be read first by somebody.
pub(crate) async fn waits(town: &Town, who: PersonId) -> Vec<ReadingId> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let all = waiting(&town.sharing, &mut look, &reader).await.expect("waiting");
    all.into_iter().map(|one| one.id).collect()
}

pub(crate) async fn second(town: &Town, reader: &Reader, id: TellingId) -> Second {
    let mut look = town.sharing.store.database.look().await.expect("look");
    second_readings::of_telling(&town.sharing, &mut look, reader, id).await.expect("seen")
}

/// Reads whatever waits for somebody, and answers each.
pub(crate) async fn reads(town: &Town, who: PersonId, fine: bool) -> usize {
    let reader = town.reader(who).await;
    let ids = waits(town, who).await;
    for id in &ids {
        let mut look = town.sharing.store.database.look().await.expect("look");
        let reading = open_for(&town.sharing, &mut look, &reader, *id).await.expect("open");
        drop(look);
        let why = || words("The name of the street gives her away.");
        let said = if fine { Answer::Fine } else { Answer::NotYet(Some(why())) };
        let which = (*id, reading.revision);
        answer(&town.sharing, &reader, which, &said, MONDAY).await.expect("said");
    }
    ids.len()
}

pub(crate) async fn wishes(town: &Town, who: PersonId, id: TellingId, heard_by: Vec<Audience>) {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let now = hear::one(&town.sharing, &mut look, &reader, id).await.expect("own");
    drop(look);
    let wishes = Wishes { heard_by, ..now.wishes };
    tell::wish(&town.sharing, &reader, (id, now.revision), &wishes.into(), MONDAY)
        .await
        .expect("wished");
}

pub(crate) fn to_town(town: &Town) -> Vec<Audience> {
    vec![Audience::System(town.place)]
}
