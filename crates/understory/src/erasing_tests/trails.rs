//! What `understory verify` finds.

use ground::id::Uuid;
use sharing::heads::Head;
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

async fn verified(here: &Here, planted: &Planted) -> trail::Verified {
    let chains = trail::verify(&here.store().database).await.expect("verified");
    chains.into_iter().find(|chain| chain.system == planted.place).expect("a chain")
}

/// Changes one row behind everybody's back.
async fn tamper(here: &Here, sql: &'static str, id: impl Into<Uuid> + Copy) {
    let database = &here.store().database;
    let changed = store::write!(database, |work| work.run(Sql(sql), bind().id(id)).await);
    assert_eq!(changed.expect("changed"), 1);
}

async fn a_changed_row_is_found(in_postgres: bool) {
    let (here, planted) = with_a_trail(in_postgres).await;
    let before = verified(&here, &planted).await;
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
    let after = verified(&here, &planted).await;
    assert_eq!(after.broken_at, Some(before.batches - 1), "the batch is named");
    run(&command).await.expect_err("it says so");
    // Put back, it holds again; taken away, it does not.
    tamper(&here, "UPDATE trail SET at = at - 1 WHERE id = $1", row).await;
    assert_eq!(verified(&here, &planted).await, before);
    tamper(&here, "DELETE FROM trail WHERE id = $1", row).await;
    assert_eq!(verified(&here, &planted).await.broken_at, Some(before.batches - 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_row_of_the_trail_is_found_in_sqlite() {
    a_changed_row_is_found(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_row_of_the_trail_is_found_in_postgres() {
    a_changed_row_is_found(true).await;
}

/// Columns of a row of the trail that hold ids, each with the text that changes it.
const IN_IDS: [(&str, &str); 4] = [
    ("id", "UPDATE trail SET id = $2 WHERE id = $1"),
    ("actor_id", "UPDATE trail SET actor_id = $2 WHERE id = $1"),
    ("thing_id", "UPDATE trail SET thing_id = $2 WHERE id = $1"),
    ("concerns_id", "UPDATE trail SET concerns_id = $2 WHERE id = $1"),
];

/// Columns of a row of the trail that hold something else, with the texts that change it and put it
/// back.
const IN_WORDS: [(&str, &str, &str); 3] = [
    (
        "at",
        "UPDATE trail SET at = at + 1 WHERE id = $1",
        "UPDATE trail SET at = at - 1 WHERE id = $1",
    ),
    (
        "verb",
        "UPDATE trail SET verb = 'read' WHERE id = $1",
        "UPDATE trail SET verb = 'changed' WHERE id = $1",
    ),
    (
        "thing_kind",
        "UPDATE trail SET thing_kind = 'pattern' WHERE id = $1",
        "UPDATE trail SET thing_kind = 'telling' WHERE id = $1",
    ),
];

async fn whatever_is_changed_in_a_row_is_found(in_postgres: bool) {
    let (here, planted) = with_a_trail(in_postgres).await;
    let before = verified(&here, &planted).await;
    let batch = before.batches - 1;
    // The last batch but one holds a single row.
    let row = Sql("SELECT id, actor_id, thing_id, concerns_id FROM trail \
             WHERE system_id = $1 AND batch = $2");
    let mut look = here.store().database.look().await.expect("look");
    let row = look.one(row, bind().id(planted.place).number(batch)).await.expect("a row");
    drop(look);
    let id: Uuid = row.id("id").expect("an id");
    let mut unseen = Vec::new();
    for (column, sql) in IN_IDS {
        let was: Option<Uuid> = row.maybe_id(column).expect("an id or none");
        let other = Uuid::new_v4();
        let changed = if column == "id" { other } else { id };
        for (whose, value) in [(id, Some(other)), (changed, was)] {
            let database = &here.store().database;
            let sets = || bind().id(whose).maybe_id(value);
            let one = store::write!(database, |work| work.run(Sql(sql), sets()).await);
            assert_eq!(one.expect("changed"), 1, "{column}");
            match verified(&here, &planted).await.broken_at {
                None if value != was => unseen.push(column),
                found => assert_eq!(found, (value != was).then_some(batch), "{column}"),
            }
        }
    }
    for (column, changes, puts_back) in IN_WORDS {
        tamper(&here, changes, id).await;
        if verified(&here, &planted).await.broken_at != Some(batch) {
            unseen.push(column);
        }
        tamper(&here, puts_back, id).await;
        assert_eq!(verified(&here, &planted).await.broken_at, None, "{column}");
    }
    assert_eq!(unseen, Vec::<&str>::new(), "these can be changed unseen");
    // What a batch says of the one before it is held to what that one is.
    let untied = "UPDATE trail_batches SET before = hash WHERE system_id = $1 AND number = 2";
    tamper(&here, untied, planted.place).await;
    assert_eq!(verified(&here, &planted).await.broken_at, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_in_a_row_of_the_trail_is_found_in_sqlite() {
    whatever_is_changed_in_a_row_is_found(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_in_a_row_of_the_trail_is_found_in_postgres() {
    whatever_is_changed_in_a_row_is_found(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_given_out_as_another_systems_is_found() {
    let (here, planted) = with_a_trail(false).await;
    let elsewhere = Uuid::new_v4();
    let database = &here.store().database;
    for sql in [
        "UPDATE trail SET system_id = $2 WHERE system_id = $1",
        "UPDATE trail_batches SET system_id = $2 WHERE system_id = $1",
    ] {
        let bound = || bind().id(planted.place).id(elsewhere);
        store::write!(database, |work| work.run(Sql(sql), bound()).await).expect("moved");
    }
    let chains = trail::verify(database).await.expect("verified");
    let chain = chains.iter().find(|chain| Uuid::from(chain.system) == elsewhere);
    assert_eq!(chain.expect("a chain").broken_at, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_batch_taken_away_is_only_found_beside_a_head_kept_elsewhere() {
    let (here, planted) = with_a_trail(false).await;
    let kept_elsewhere = verified(&here, &planted).await.head;
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
    let after = verified(&here, &planted).await;
    assert!(after.broken_at.is_none(), "what is left holds together");
    assert_ne!(after.head, kept_elsewhere, "the head tells");
}

/// The heads of the trail as they are now, in a file kept elsewhere.
async fn kept(here: &Here) -> (tempfile::TempDir, String) {
    let elsewhere = proving::folder();
    let chains = trail::verify(&here.store().database).await.expect("verified");
    let heads: Vec<String> =
        chains.iter().filter_map(Head::of).map(|head| head.to_string()).collect();
    assert!(!heads.is_empty());
    let path = elsewhere.path().join("heads.txt");
    std::fs::write(&path, format!("# Heads\n\n{}\n", heads.join("\n"))).expect("written");
    let path = path.display().to_string();
    (elsewhere, path)
}

/// Somebody who holds the database changes a row and makes the whole chain anew around it, batch by
/// batch, so that it is as long as it was.
async fn make_anew(here: &Here, planted: &Planted, row: Uuid) {
    let batches = verified(here, planted).await.batches;
    tamper(here, "UPDATE trail SET verb = 'wrote' WHERE id = $1", row).await;
    let (database, place) = (&here.store().database, planted.place);
    let undone = store::write!(database, |work| {
        let bound = || bind().id(place);
        work.run(Sql("DELETE FROM trail_batches WHERE system_id = $1"), bound()).await?;
        work.run(Sql("DELETE FROM looked WHERE system_id = $1"), bound()).await?;
        let aside = "UPDATE trail SET batch = 0 - batch WHERE system_id = $1 AND batch > 0";
        work.run(Sql(aside), bound()).await
    });
    undone.expect("undone");
    for number in 1..=batches {
        let back = Sql("UPDATE trail SET batch = NULL WHERE system_id = $1 AND batch = $2");
        let bound = || bind().id(place).number(-number);
        store::write!(database, |work| work.run(back, bound()).await).expect("back");
        here.seal_trail().await;
    }
    assert_eq!(verified(here, planted).await.batches, batches);
}

async fn a_chain_made_anew_is_found(in_postgres: bool) {
    let (here, planted) = with_a_trail(in_postgres).await;
    let (_elsewhere, heads) = kept(&here).await;
    let under_the_head = verified(&here, &planted).await.batches;
    let data = typed(&here.data);
    let against = ["verify", "--data", data, "--against", &heads];
    run(&against).await.expect("it goes through them");
    // More that happens since changes nothing about that.
    let thing = stories::tellings::tell::thing(planted.ashas);
    let mark = Mark::of(planted.place, here.clock.now(), Verb::Changed, Some(planted.asha), thing);
    let database = &here.store().database;
    store::write!(database, |work| trail::mark(work, mark).await).expect("marked");
    here.seal_trail().await;
    run(&against).await.expect("it still does");
    run(&["verify", "--head", "--data", data]).await.expect("its heads are printed");
    // What was sealed after the heads were kept is not under them.
    let row = Sql("SELECT id FROM trail WHERE system_id = $1 AND verb = 'changed' AND batch = $2");
    let mut look = database.look().await.expect("look");
    let row = look.maybe(row, bind().id(planted.place).number(under_the_head)).await;
    let row: Uuid = row.expect("looked").expect("a row").id("id").expect("an id");
    drop(look);
    // One row changed is found by the chain alone.
    tamper(&here, "UPDATE trail SET at = at + 1 WHERE id = $1", row).await;
    run(&["verify", "--data", data]).await.expect_err("a changed row");
    run(&against).await.expect_err("a changed row");
    tamper(&here, "UPDATE trail SET at = at - 1 WHERE id = $1", row).await;
    // A chain made anew holds together, and is found only beside what was kept.
    make_anew(&here, &planted, row).await;
    run(&["verify", "--data", data]).await.expect("it holds together");
    run(&against).await.expect_err("it is another chain");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_made_anew_is_found_beside_heads_kept_elsewhere_in_sqlite() {
    a_chain_made_anew_is_found(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_made_anew_is_found_beside_heads_kept_elsewhere_in_postgres() {
    a_chain_made_anew_is_found(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_chain_and_a_file_without_heads_are_found_out() {
    let (here, planted) = with_a_trail(false).await;
    let (elsewhere, heads) = kept(&here).await;
    let data = typed(&here.data);
    tamper(
        &here,
        "DELETE FROM trail_batches WHERE system_id = $1 \
         AND number = (SELECT MAX(number) FROM trail_batches WHERE system_id = $1)",
        planted.place,
    )
    .await;
    run(&["verify", "--data", data]).await.expect("what is left holds together");
    run(&["verify", "--data", data, "--against", &heads]).await.expect_err("it is shorter");
    for text in ["", "# none\n", "nonsense\n"] {
        let path = elsewhere.path().join("odd.txt");
        std::fs::write(&path, text).expect("written");
        let odd = path.display().to_string();
        run(&["verify", "--data", data, "--against", &odd]).await.expect_err(text);
    }
}
