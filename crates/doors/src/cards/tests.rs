use std::net::IpAddr;

use ground::Fault;

use super::*;
use crate::testing::both;
use crate::{addresses, sessions};

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
async fn a_card_ended_for_carys_signs_whoever_found_it_out_and_she_is_told() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let card = make(store, town.carys, now).await.expect("card");
        let found = sign_in_by_code(store, &card.code, now).await.expect("in");
        let theirs = addresses::Address::parse("finder@elsewhere.example").expect("address");
        addresses::claim(store, town.carys, &theirs, now).await.expect("given");
        let link = addresses::confirming_link(&town.sharing, town.carys, now).await.expect("link");
        let ended = ::store::write!(store.database, |work| {
            end_for(work, town.carys, town.asha, now).await
        });
        ended.expect("ended");
        assert_eq!(town.who(&found).await, None);
        assert!(matches!(sign_in_by_code(store, &card.code, now).await, Err(Fault::Spent)));
        let words = card.words.join(" ");
        let tried = sign_in_by_words(store, &words, &origin(1), now).await;
        assert!(matches!(tried, Err(Fault::Unfit(_))));
        // What the finder gave as an address cannot be confirmed any more.
        let token = link.expect("a letter").token;
        let late = addresses::confirm(store, &token, None, crate::testing::form(), now).await;
        assert!(matches!(late, Err(Fault::Spent)));
        let told = news::untold(&mut town.look().await, town.carys).await.expect("news");
        assert_eq!((told.len(), told[0].kind), (1, NewsKind::CardEnded(town.asha)));
    })
    .await;
}

#[tokio::test]
async fn a_mailbox_that_whoever_found_the_card_confirmed_lets_them_in_no_more() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let earlier = town.has_address(town.bryn, "bryn@town.example").await;
        town.clock.move_to(now.plus_days(1));
        for person in [town.bryn, town.carys] {
            make(store, person, town.now()).await.expect("card");
        }
        let finders = town.has_address(town.carys, "finder@elsewhere.example").await;
        let mailed = crate::links::mailed_link(&town.sharing, &finders, town.now()).await;
        let mailed = mailed.expect("looked").expect("a letter").token;
        for person in [town.bryn, town.carys] {
            let ended = ::store::write!(store.database, |work| {
                end_for(work, person, town.asha, town.now()).await
            });
            ended.expect("ended");
        }
        let whose = async |address: &addresses::Address| {
            addresses::find(&mut town.look().await, &store.keys, address).await.expect("looked")
        };
        assert_eq!(whose(&finders).await, None);
        let form = crate::testing::form();
        let late = crate::links::spend(store, &mailed, form, town.now()).await;
        assert!(late.is_err(), "the letter that was on its way opens nothing");
        assert_eq!(whose(&earlier).await, Some(town.bryn), "his own from before stays");
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
