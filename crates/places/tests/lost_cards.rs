//! A lost card is ended by whoever looks after the place, which everybody can see, and by nobody
//! else; and nobody gets a card by it.

#![allow(clippy::expect_used)]

mod town;

use ground::Fault;
use ground::id::PersonId;
use places::lost_cards;
use places::stewards::{self, Act, ActId};
use places::systems::{self, Scale};
use store::Token;
use town::{MONDAY, Town, both};

async fn end(town: &Town, by: PersonId, person: PersonId) -> Result<(), Fault> {
    let (sharing, id) = (&town.sharing, ActId::random());
    lost_cards::end(sharing, town.place, id, person, by, MONDAY).await
}

/// A session that somebody opened with a card they found.
async fn found(town: &Town, whose: PersonId) -> (Token, Token) {
    let store = &town.sharing.store;
    let card = doors::cards::make(store, whose, MONDAY).await.expect("a card");
    let session = doors::cards::sign_in_by_code(store, &card.code, MONDAY).await.expect("in");
    (card.code, session)
}

async fn is_in(town: &Town, session: &Token) -> bool {
    let mut look = town.look().await;
    doors::sessions::find(&mut look, &session.hash(), MONDAY).await.expect("looked").is_some()
}

#[tokio::test]
async fn a_lost_card_is_ended_by_whoever_looks_after_the_place_and_by_nobody_else() {
    both(async |town| {
        let (code, session) = found(&town, town.carys).await;
        assert!(matches!(end(&town, town.bryn, town.carys).await, Err(Fault::NotAllowed(_))));
        assert!(matches!(end(&town, town.dev, town.carys).await, Err(Fault::NotFound)));
        assert!(is_in(&town, &session).await, "nothing was changed");
        end(&town, town.asha, town.carys).await.expect("ended");
        assert!(!is_in(&town, &session).await, "an old cookie opens nothing");
        let store = &town.sharing.store;
        let again = doors::cards::sign_in_by_code(store, &code, MONDAY).await;
        assert!(matches!(again, Err(Fault::Spent)));
        // Dev plays no part in the place, so Asha cannot touch what is Dev's.
        let (_, devs) = found(&town, town.dev).await;
        assert!(matches!(end(&town, town.asha, town.dev).await, Err(Fault::NotFound)));
        assert!(is_in(&town, &devs).await);
    })
    .await;
}

#[tokio::test]
async fn whoever_draws_a_group_around_somebody_cannot_end_their_card() {
    both(async |town| {
        let team = town.draw(town.bryn, Scale::Team, "Ours").await;
        town.give(town.bryn, town.carys, team).await;
        let (_, session) = found(&town, town.carys).await;
        let (sharing, id) = (&town.sharing, ActId::random());
        for system in [team, town.place] {
            let ended = lost_cards::end(sharing, system, id, town.carys, town.bryn, MONDAY).await;
            assert!(ended.is_err());
        }
        let by_asha = lost_cards::end(sharing, team, id, town.carys, town.asha, MONDAY).await;
        assert!(by_asha.is_err(), "only on the place's own page");
        assert!(is_in(&town, &session).await);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_said_to_have_lost_a_card_that_they_did_not_have() {
    both(async |town| {
        let store = &town.sharing.store;
        let listed = async || {
            let reader = town.reader(town.bryn).await;
            let (sharing, mut look) = (&town.sharing, town.look().await);
            let place = systems::find(sharing, &mut look, &reader, town.place).await;
            let place = place.expect("a place");
            let done =
                stewards::done(sharing, &mut look, &reader, &place, None).await.expect("a list");
            done.iter().filter(|one| one.act == Act::CardEnded).count()
        };
        let way = doors::sessions::Way::Invited;
        let session = doors::sessions::open(store, town.carys, way, MONDAY).await.expect("in");
        let refused = |ended| matches!(ended, Err(Fault::NotAllowed("not-allowed-no-card")));
        assert!(refused(end(&town, town.asha, town.carys).await), "she never had one");
        assert!(is_in(&town, &session).await, "nothing was changed");
        assert_eq!(listed().await, 0);
        found(&town, town.carys).await;
        end(&town, town.asha, town.carys).await.expect("ended");
        assert!(refused(end(&town, town.asha, town.carys).await), "it has ended already");
        assert_eq!(listed().await, 1);
        let told = doors::news::untold(&mut town.look().await, town.carys).await;
        assert_eq!(told.expect("news").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn that_asha_ended_carys_card_is_listed_for_all_once_and_carys_is_told() {
    both(async |town| {
        found(&town, town.carys).await;
        let (sharing, id) = (&town.sharing, ActId::random());
        let press =
            async || lost_cards::end(sharing, town.place, id, town.carys, town.asha, MONDAY).await;
        let (one, other) = tokio::join!(press(), press());
        assert!(one.is_ok() != other.is_ok(), "the same form counts once");
        let reader = town.reader(town.bryn).await;
        let mut look = town.look().await;
        let place = systems::find(sharing, &mut look, &reader, town.place).await.expect("a place");
        let done = stewards::done(sharing, &mut look, &reader, &place, None).await.expect("a list");
        let ended: Vec<_> = done.iter().filter(|one| one.act == Act::CardEnded).collect();
        assert_eq!(ended.len(), 1);
        assert_eq!((ended[0].by, ended[0].about), (Some(town.asha), Some(town.carys)));
        let told = doors::news::untold(&mut look, town.carys).await.expect("news");
        assert_eq!(told.len(), 1);
        assert!(doors::news::untold(&mut look, town.bryn).await.expect("news").is_empty());
    })
    .await;
}
