//! Whose it is to take back what a group said.

use ground::Fault;
use sharing::StandingKind;

use super::said;
use crate::asks::{AskId, What, find, store, take_back};
use crate::proof::{MONDAY, Town, both};

async fn offers_to_take_it_back(town: &Town, person: ground::id::PersonId, ask: AskId) -> bool {
    let (_, page) = town.page(person, &format!("/asks/{ask}")).await;
    page.contains(&format!("/asks/{ask}/back"))
}

#[tokio::test]
async fn asha_cannot_make_go_what_bryn_wrote_while_he_is_there_and_he_can() {
    both(async |town| {
        let ask = said(&town, What::Ask, "Please knock before you come in.").await;
        let (asha, bryn) = (town.reader(town.asha).await, town.reader(town.bryn).await);
        let refused = take_back(&town.sharing, &asha, ask, MONDAY).await;
        assert!(matches!(refused, Err(Fault::NotAllowed("not-allowed-ask-take-back"))));
        assert!(!offers_to_take_it_back(&town, town.asha, ask).await);
        let path = format!("/asks/{ask}");
        let (status, _, page) = town.send(town.asha, &format!("{path}/back"), &[]).await;
        assert!(status.as_u16() == 403 && page.contains("Whoever wrote this can take it back"));
        let seen = find(&town.sharing, &mut town.look().await, &bryn, ask).await.expect("there");
        assert!(seen.words.is_some() && seen.taken_back.is_none(), "nothing went");
        assert!(offers_to_take_it_back(&town, town.bryn, ask).await);

        // His own words stay his when he holds the money later, and is outside the talk.
        town.give(town.bryn, town.team, StandingKind::Money).await;
        assert!(offers_to_take_it_back(&town, town.bryn, ask).await);
        let bryn = town.reader(town.bryn).await;
        take_back(&town.sharing, &bryn, ask, MONDAY.plus_days(1)).await.expect("taken back");
        let (_, ours) = town.page(town.asha, &path).await;
        assert!(ours.contains("Taken back by Bryn on 3 March 2026"));
        for outside in [town.carys, town.dev] {
            let (_, page) = town.page(outside, &path).await;
            assert!(page.contains("Taken back on 3 March 2026") && !page.contains("Bryn"));
        }
        assert!(!offers_to_take_it_back(&town, town.bryn, ask).await);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_said_who_left_is_taken_back_by_anybody_of_the_talk_and_names_them() {
    both(async |town| {
        let ask = said(&town, What::Ask, "Please print the letters in Polish.").await;
        let database = &town.sharing.store.database;
        let over = ::store::write!(database, |work| {
            sharing::erasing::end_standings(work, town.bryn, MONDAY).await
        });
        over.expect("Bryn left");
        for outside in [town.carys, town.dev, town.bryn] {
            let reader = town.reader(outside).await;
            let refused = take_back(&town.sharing, &reader, ask, MONDAY).await;
            assert!(matches!(refused, Err(Fault::NotFound)), "{refused:?}");
        }
        assert!(!offers_to_take_it_back(&town, town.carys, ask).await);
        assert!(offers_to_take_it_back(&town, town.asha, ask).await);
        let asha = town.reader(town.asha).await;
        take_back(&town.sharing, &asha, ask, MONDAY.plus_days(1)).await.expect("taken back");
        let (_, page) = town.page(town.asha, &format!("/asks/{ask}")).await;
        assert!(page.contains("Taken back by Asha on 3 March 2026"));
        assert!(!page.contains("Written by"), "and it is not said that she wrote it");
        let rows = store::of_system(&mut town.look().await, town.place, None).await.expect("rows");
        let nobody = rows.iter().all(|row| row.said_by.is_none() && row.taken_back_by.is_none());
        assert!(nobody, "the others keep nobody's name");
        let ours = store::of_system(&mut town.look().await, town.team, None).await.expect("rows");
        let (wrote, took) = (ours[0].said_by, ours[0].taken_back_by);
        assert_eq!((wrote, took), (Some(town.bryn), Some(town.asha)), "each for what they did");
    })
    .await;
}
