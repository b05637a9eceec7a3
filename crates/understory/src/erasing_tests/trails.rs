//! What `understory verify` finds.

use ground::id::Uuid;
use sharing::trail::{self, Mark, Verb};
use store::{Sql, bind};

use super::{Here, Planted, planting, run, typed};

/// A place whose trail has at least three batches.
async fn with_a_trail(in_postgres: bool) -> (Here, Planted) {
    let here = Here::new(in_postgres).await;
    let planted = planting::place(&here).await;
    for _ in 0..2 {
        let thing = stories::tellings::tell::thing(planted.ashas);
        let now = here.clock.now();
        let mark = Mark::of(planted.place, now, Verb::Changed, Some(planted.asha), thing);
        let database = &here.store().database;
        store::write!(database, |work| trail::mark(work, mark).await).expect("marked");
        here.seal_trail().await;
    }
    (here, planted)
}

async fn verified(here: &Here) -> trail::Verified {
    trail::verify(&here.store().database).await.expect("verified").remove(0)
}

/// Changes one row behind everybody's back.
async fn tamper(here: &Here, sql: &'static str, id: impl Into<Uuid> + Copy) {
    let database = &here.store().database;
    let changed = store::write!(database, |work| work.run(Sql(sql), bind().id(id)).await);
    assert_eq!(changed.expect("changed"), 1);
}

async fn a_changed_row_is_found(in_postgres: bool) {
    let (here, planted) = with_a_trail(in_postgres).await;
    let before = verified(&here).await;
    assert!(before.broken_at.is_none() && before.batches >= 3, "{before:?}");
    let command = ["verify", "--data", typed(&here.data)];
    run(&command).await.expect("an untouched trail holds");
    // The last batch but one holds a single row.
    let row = Sql("SELECT id FROM trail WHERE system_id = $1 AND batch = $2");
    let mut look = here.store().database.look().await.expect("look");
    let bound = bind().id(planted.place).number(before.batches - 1);
    let row: Uuid = look.one(row, bound).await.expect("a row").id("id").expect("an id");
    drop(look);
    tamper(&here, "UPDATE trail SET at = at + 1 WHERE id = $1", row).await;
    let after = verified(&here).await;
    assert_eq!(after.broken_at, Some(before.batches - 1), "the batch is named");
    run(&command).await.expect_err("it says so");
    // Put back, it holds again; taken away, it does not.
    tamper(&here, "UPDATE trail SET at = at - 1 WHERE id = $1", row).await;
    assert_eq!(verified(&here).await, before);
    tamper(&here, "DELETE FROM trail WHERE id = $1", row).await;
    assert_eq!(verified(&here).await.broken_at, Some(before.batches - 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_row_of_the_trail_is_found_in_sqlite() {
    a_changed_row_is_found(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_row_of_the_trail_is_found_in_postgres() {
    a_changed_row_is_found(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_batch_taken_away_is_only_found_beside_a_head_kept_elsewhere() {
    let (here, planted) = with_a_trail(false).await;
    let kept_elsewhere = verified(&here).await.head;
    tamper(
        &here,
        "DELETE FROM trail WHERE system_id = $1 \
         AND batch = (SELECT MAX(number) FROM trail_batches WHERE system_id = $1)",
        planted.place,
    )
    .await;
    tamper(
        &here,
        "DELETE FROM trail_batches WHERE system_id = $1 \
         AND number = (SELECT MAX(number) FROM trail_batches WHERE system_id = $1)",
        planted.place,
    )
    .await;
    let after = verified(&here).await;
    assert!(after.broken_at.is_none(), "what is left holds together");
    assert_ne!(after.head, kept_elsewhere, "the head tells");
}
