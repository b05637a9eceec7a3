use std::net::IpAddr;

use ground::Fault;

use super::*;
use crate::sessions;
use crate::testing::both;

fn origin(last: u8) -> Origin {
    Origin::of(IpAddr::from([192, 0, 2, last]))
}

#[tokio::test]
async fn a_card_lets_in_by_its_code_and_by_its_words() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let card = make(store, town.carys, now).await.expect("card");
        let by_code = sign_in_by_code(store, &card.code, now).await.expect("in");
        assert_eq!(town.who(&by_code).await, Some(town.carys));
        let typed = card.words.join(", ").to_uppercase();
        let by_words = sign_in_by_words(store, &typed, &origin(1), now).await.expect("in");
        assert_eq!(town.who(&by_words).await, Some(town.carys));
    })
    .await;
}

#[tokio::test]
async fn a_card_that_was_ended_opens_nothing() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let card = make(store, town.carys, now).await.expect("card");
        end(store, town.carys, now).await.expect("ended");
        assert!(matches!(sign_in_by_code(store, &card.code, now).await, Err(Fault::Spent)));
        let words = card.words.join(" ");
        let tried = sign_in_by_words(store, &words, &origin(1), now).await;
        assert!(matches!(tried, Err(Fault::Unfit("unfit-card-words"))));
        assert_eq!(made(&mut town.look().await, town.carys).await.expect("looked"), None);
    })
    .await;
}

#[tokio::test]
async fn a_new_card_ends_the_old_one() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let old = make(store, town.carys, now).await.expect("card");
        let new = make(store, town.carys, now).await.expect("card");
        assert!(matches!(sign_in_by_code(store, &old.code, now).await, Err(Fault::Spent)));
        sign_in_by_code(store, &new.code, now).await.expect("in");
    })
    .await;
}

#[tokio::test]
async fn a_lost_card_is_ended_by_whoever_looks_after_the_place_and_by_nobody_else() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let card = make(store, town.carys, now).await.expect("card");
        let found = sign_in_by_code(store, &card.code, now).await.expect("in");
        for other in [town.bryn, town.dev] {
            let reader = town.reader(other).await;
            let ended = end_for(&town.sharing, &reader, town.carys, now).await;
            assert!(matches!(ended, Err(Fault::NotFound)));
        }
        assert_eq!(town.who(&found).await, Some(town.carys));
        let asha = town.reader(town.asha).await;
        end_for(&town.sharing, &asha, town.carys, now).await.expect("ended");
        assert_eq!(town.who(&found).await, None);
        assert!(matches!(sign_in_by_code(store, &card.code, now).await, Err(Fault::Spent)));
        // Dev plays no part in the town, so Asha cannot touch what is Dev's.
        assert!(matches!(end_for(&town.sharing, &asha, town.dev, now).await, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn ten_wrong_tries_from_one_origin_shut_the_door_there_for_the_hour() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let card = make(store, town.carys, now).await.expect("card");
        let right = card.words.join(" ");
        for _ in 0..MOST_WRONG_FROM_ONE {
            let wrong = sign_in_by_words(store, "bikot famin dosar lagim", &origin(1), now).await;
            assert!(matches!(wrong, Err(Fault::Unfit(_))));
        }
        let shut = sign_in_by_words(store, &right, &origin(1), now).await;
        assert!(matches!(shut, Err(Fault::Bound("bound-tries"))));
        sign_in_by_words(store, &right, &origin(2), now).await.expect("from elsewhere");
        sign_in_by_code(store, &card.code, now).await.expect("by the picture");
        let next_hour = now.plus_seconds(3_600);
        sign_in_by_words(store, &right, &origin(1), next_hour).await.expect("an hour later");
    })
    .await;
}

#[tokio::test]
async fn a_hundred_wrong_tries_from_anywhere_shut_the_door_for_all() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let right = make(store, town.carys, now).await.expect("card").words.join(" ");
        for last in 0..10 {
            for _ in 0..10 {
                let _ =
                    sign_in_by_words(store, "bikot famin dosar lagim", &origin(last), now).await;
            }
        }
        let shut = sign_in_by_words(store, &right, &origin(99), now).await;
        assert!(matches!(shut, Err(Fault::Bound("bound-tries"))));
    })
    .await;
}

#[tokio::test]
async fn three_words_cost_no_try() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let right = make(store, town.carys, now).await.expect("card").words.join(" ");
        for _ in 0..20 {
            let few = sign_in_by_words(store, "bikot famin dosar", &origin(1), now).await;
            assert!(matches!(few, Err(Fault::Unfit(_))));
        }
        sign_in_by_words(store, &right, &origin(1), now).await.expect("in");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_erased_is_forgotten_at_every_door() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let card = make(store, town.carys, now).await.expect("card");
        let session = sessions::open(store, town.carys, Way::Card, now).await.expect("open");
        let forgotten =
            ::store::write!(store.database, |work| crate::forget(work, town.carys).await);
        forgotten.expect("forgotten");
        assert_eq!(town.who(&session).await, None);
        assert!(matches!(sign_in_by_code(store, &card.code, now).await, Err(Fault::Spent)));
    })
    .await;
}
