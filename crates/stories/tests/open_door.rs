//! The open door, where nobody signs in: how much comes through it.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, both};
use doors::Origin;
use ground::Fault;
use stories::slips::{self, MOST_FROM_ONE};
use stories::tellings::TellingId;

#[tokio::test]
async fn thirty_stories_in_an_hour_come_from_one_household_and_others_are_not_kept_out() {
    both(async |town| {
        let store = &town.sharing.store;
        let home = |last: u8| Origin::of(std::net::IpAddr::from([192, 0, 2, last]));
        let counts =
            async |last: u8, now| slips::count(store, &home(last), TellingId::random(), now).await;
        for _ in 0..MOST_FROM_ONE {
            counts(1, MONDAY).await.expect("one more");
        }
        let past = counts(1, MONDAY).await;
        assert!(matches!(past, Err(Fault::Bound("bound-told-from-one"))));
        counts(2, MONDAY).await.expect("from elsewhere");
        counts(1, MONDAY.plus_seconds(3_600)).await.expect("an hour later");
    })
    .await;
}
