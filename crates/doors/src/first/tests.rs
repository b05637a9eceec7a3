use super::*;
use crate::testing::both;

#[tokio::test]
async fn the_first_link_is_spent_once_and_then_there_is_none() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let link = make(store, now).await.expect("made").expect("a link");
        find(&mut town.look().await, &link).await.expect("waits");
        let spent = ::store::write!(store.database, |work| spend(work, &link, now).await);
        spent.expect("spent");
        let again = ::store::write!(store.database, |work| spend(work, &link, now).await);
        assert!(matches!(again, Err(Fault::Spent)));
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
