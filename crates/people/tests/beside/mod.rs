//! What the stories of those who walk beside Bryn begin with.
#![allow(dead_code, unreachable_pub, missing_docs, clippy::expect_used)]

use cast::{MONDAY, Town, line};
use ground::Outcome;
use ground::id::{PersonId, SystemId, Uuid};
use people::corner::{self, CornerId, Given, Terms, To};
use people::lives::{self, Life};
use people::sections::{self, Section, SectionKind};
use sharing::{Noun as _, trail};
use store::Look;

pub async fn look(town: &Town) -> Look {
    town.sharing.store.database.look().await.expect("a look")
}

/// Bryn's page, with somebody let in to these parts of it to write there.
pub async fn page_with(town: &Town, beside: &[(To, &[SectionKind])]) -> SystemId {
    let life = SystemId::random();
    lives::begin(&town.sharing, life, &line("Bryn"), town.bryn, MONDAY).await.expect("begun");
    for (to, kinds) in beside {
        let_in(town, life, *to, (kinds, true)).await;
    }
    life
}

pub async fn let_in(
    town: &Town,
    life: SystemId,
    to: To,
    given: (&[SectionKind], bool),
) -> CornerId {
    let (kinds, may_write) = given;
    let given = kinds.iter().map(|kind| Given { section: kind.when_needed(life), may_write });
    let (purpose, given) = (Some(line("The damp")), given.collect());
    let terms = Terms { to, purpose, meeting: None, began: MONDAY, until: None, given };
    let id = CornerId::random();
    let done = corner::let_in(&town.sharing, (life, id), &terms, town.bryn, MONDAY).await;
    done.expect("let in");
    id
}

pub async fn life_for(town: &Town, who: PersonId, life: SystemId) -> Outcome<Life> {
    let reader = town.reader(who).await;
    lives::find(&town.sharing, &mut look(town).await, &reader, life).await
}

pub async fn part(town: &Town, who: PersonId, life: &Life, kind: SectionKind) -> Outcome<Section> {
    let (reader, mut look) = (town.reader(who).await, look(town).await);
    sections::find(&town.sharing, &mut look, &reader, life, kind.when_needed(life.id)).await
}

/// Who read what on Bryn's page, as it stands on it.
pub async fn looked(town: &Town, life: SystemId) -> Vec<(PersonId, Uuid)> {
    trail::seal(&town.sharing.store.database, town.sharing.now()).await.expect("sealed");
    let mut look = look(town).await;
    let looked = trail::who_looked_in(&mut look, (life, town.bryn), None).await.expect("looked");
    looked.here.iter().map(|one| (one.reader, one.thing)).collect()
}

pub async fn taken_along(town: &Town, who: PersonId) -> Vec<String> {
    let (reader, mut look) = (town.reader(who).await, look(town).await);
    let noun = people::PassageNoun(town.sharing.clone());
    let taken = noun.export(&mut look, &reader, who).await.expect("exported");
    taken.iter().map(|one| one.words.to_string()).collect()
}
