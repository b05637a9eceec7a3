use super::*;
use crate::testing::{Town, both, form};

fn named(town: &Town) -> Named {
    Named { place: town.place, person: town.asha }
}

#[tokio::test]
async fn the_first_link_is_spent_once_and_then_there_is_none() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let link = make(store, now).await.expect("made").expect("a link");
        find(&mut town.look().await, &link).await.expect("waits");
        let named = named(&town);
        let spent = async |form| {
            ::store::write!(store.database, |work| spend(work, &link, form, named, now).await)
        };
        let (a, b, c) = tokio::join!(spent(form()), spent(form()), spent(form()));
        assert_eq!([a, b, c].iter().filter(|one| one.is_ok()).count(), 1);
        assert!(matches!(spent(form()).await, Err(Fault::Spent)));
        assert!(make(store, now).await.expect("asked").is_none());
    })
    .await;
}

#[tokio::test]
async fn a_link_printed_anew_ends_the_one_before() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let old = make(store, now).await.expect("made").expect("a link");
        let new = make(store, now).await.expect("made").expect("a link");
        let mut look = town.look().await;
        assert!(matches!(find(&mut look, &old).await, Err(Fault::Spent)));
        find(&mut look, &new).await.expect("waits");
    })
    .await;
}

#[tokio::test]
async fn a_place_named_without_the_link_closes_it() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let link = make(store, now).await.expect("made").expect("a link");
        let closed = ::store::write!(store.database, |work| close(work, now).await);
        closed.expect("closed");
        assert!(matches!(find(&mut town.look().await, &link).await, Err(Fault::Spent)));
        assert!(make(store, now).await.expect("asked").is_none());
    })
    .await;
}

#[tokio::test]
async fn the_form_that_named_the_place_finds_it_again_for_ten_minutes_and_no_other_form_does() {
    both(async |town| {
        let (store, now, ours) = (town.store(), town.now(), form());
        let link = make(store, now).await.expect("made").expect("a link");
        let named = named(&town);
        let spent =
            ::store::write!(store.database, |work| spend(work, &link, ours, named, now).await);
        spent.expect("spent");
        let mut look = town.look().await;
        let mut at = async |form, later: i64| {
            again(&mut look, &link, form, now.plus_seconds(later)).await.expect("looked")
        };
        assert_eq!(at(ours, 2).await, Some(named));
        assert_eq!(at(form(), 2).await, None);
        assert_eq!(at(ours, AGAIN_SECONDS).await, None);
    })
    .await;
}
