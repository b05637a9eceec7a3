//! Wishes narrow at any moment, on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use cast::{MONDAY, both};
use ground::Fault;
use reading_first::{hears, tells, told};
use sharing::Audience;
use stories::second_readings::Asks;
use stories::tellings::{Wishes, tell};

#[tokio::test]
async fn what_only_narrows_is_taken_whatever_was_on_the_page() {
    both(async |town| {
        let team = Audience::System(town.team);
        let id = tells(&town, town.asha, &told("An old tab.", vec![]), &Asks::default()).await;
        let (asha, sharing) = (town.reader(town.asha).await, &town.sharing);
        let wish = async |revision, heard_by: Vec<Audience>, named| {
            let wishes = Wishes { heard_by, named, ..Wishes::default() };
            tell::wish(sharing, &asha, (id, revision), &wishes.into(), MONDAY).await
        };
        wish(1, vec![team, Audience::Person(town.carys)], true).await.expect("offered");
        assert!(hears(&town, town.bryn, id).await);
        // This form was made before any of that.
        wish(1, vec![Audience::Person(town.carys)], false).await.expect("narrowed");
        assert!(!hears(&town, town.bryn, id).await);
        assert!(hears(&town, town.carys, id).await);
        for (heard_by, named) in [(vec![team], false), (vec![], true)] {
            let widens = wish(2, heard_by, named).await;
            assert!(matches!(widens, Err(Fault::Stale)), "wider than what stands now");
        }
        wish(1, vec![], false).await.expect("narrowed again");
        assert!(!hears(&town, town.carys, id).await);
    })
    .await;
}
