//! Emptying what was said before it was put in other words: gone from every byte, and gone again
//! whatever backup is restored. That it was said, by whom and when, stays.

use ground::id::Uuid;
use sharing::wordings::{WordingId, emptying};
use store::{Keeper, Sql, bind};

use super::backups::{back_up, copied, restore};
use super::erased::{any_of, sealed};
use super::{Here, MONDAY, Planted, only, planting, run, typed};

const WORDS: &str = "SELECT words AS sealed FROM wordings WHERE id = $1";

/// What Bryn said first of this text of his pattern.
async fn first(here: &Here, part: &str) -> WordingId {
    let found = Sql("SELECT id FROM wordings WHERE thing_kind = 'pattern' AND part = $1 \
                     ORDER BY revision LIMIT 1");
    let mut look = here.store().database.look().await.expect("look");
    look.one(found, bind().word(part)).await.expect("a row").id("id").expect("an id")
}

/// Bryn empties the name he gave.
async fn empties(here: &Here, planted: &Planted, name: WordingId) {
    let bryn = here.reader(planted.bryn).await;
    emptying::empty(&here.sharing, &bryn, name, MONDAY).await.expect("emptied");
}

/// Whoever runs the server empties what he saw in them.
async fn erases(here: &Here, seen: WordingId) {
    let seen = seen.to_string();
    for turn in ["once", "and again, which changes nothing"] {
        run(&["erase", "wording", &seen, "--data", typed(&here.data)]).await.expect(turn);
    }
}

async fn empty(here: &Here, planted: &Planted, [name, seen]: [WordingId; 2]) {
    empties(here, planted, name).await;
    erases(here, seen).await;
}

/// Of these versions: how many there are, hold words, and were emptied by whoever said them.
async fn rows(here: &Here, ids: [WordingId; 2]) -> [i64; 3] {
    let mut all = [0; 3];
    for id in ids {
        for (sum, sql) in all.iter_mut().zip([
            "SELECT COUNT(*) AS many FROM wordings WHERE id = $1",
            "SELECT COUNT(words) AS many FROM wordings WHERE id = $1",
            "SELECT COUNT(*) AS many FROM wordings WHERE id = $1 AND emptied_by = said_by",
        ]) {
            *sum += here.count(sql, id).await;
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn the_very_bytes_of_words_that_were_emptied_are_gone_from_the_files() {
    let here = Here::new(false).await;
    let planted = planting::place(&here).await;
    let both = [first(&here, "name").await, first(&here, "observation").await];
    let mut there = Vec::new();
    for id in both {
        there.push(sealed(&here, WORDS, id).await);
    }
    assert!(there.iter().all(|bytes| any_of(&here.data, bytes)), "the search finds them before");
    let [name, seen] = both;
    empties(&here, &planted, name).await;
    assert!(!any_of(&here.data, &there[0]), "it lingers, and nobody else clears it away");
    erases(&here, seen).await;
    assert!(!there.iter().any(|bytes| any_of(&here.data, bytes)), "they linger while it is open");
    here.close().await;
    assert!(!there.iter().any(|bytes| any_of(&here.data, bytes)), "they linger");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_again_lingers_in_no_file_while_it_is_open() {
    let here = Here::new(false).await;
    planting::place(&here).await;
    let id = first(&here, "name").await;
    let bytes = sealed(&here, WORDS, id).await;
    // It is on the list, and its words are there, as when an old backup was restored.
    let keys = &here.store().keys;
    keys.throw_away(&[Keeper::new(id)], MONDAY).await.expect("listed");
    assert!(any_of(&here.data, &bytes), "the search finds them before");
    run(&["erase", "again", "--data", typed(&here.data)]).await.expect("again");
    assert!(!any_of(&here.data, &bytes), "they linger");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_now_and_what_is_not_there_is_not_erased_by_number() {
    let here = Here::new(false).await;
    planting::place(&here).await;
    let latest = Sql("SELECT id FROM wordings WHERE thing_kind = 'pattern' AND part = 'name' \
                      ORDER BY revision DESC LIMIT 1");
    let mut look = here.store().database.look().await.expect("look");
    let stands: Uuid = look.one(latest, bind()).await.expect("a row").id("id").expect("an id");
    drop(look);
    for (id, said) in [(stands, "put them in other words first"), (Uuid::new_v4(), "nothing by")] {
        let id = id.simple().to_string();
        let trouble = run(&["erase", "wording", &id, "--data", typed(&here.data)]).await;
        let trouble = trouble.expect_err("refused").to_string();
        assert!(trouble.contains(said), "{trouble}");
    }
    let words = "SELECT COUNT(words) AS many FROM wordings WHERE id = $1";
    assert_eq!(here.count(words, stands).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_were_emptied_stay_so_whatever_backup_of_sqlite_is_restored() {
    let here = Here::new(false).await;
    let planted = planting::place(&here).await;
    let kept = proving::folder();
    back_up(&here, kept.path()).await;
    let [old, keys] = [("rows", "understory-rows-"), ("keys", "understory-keys-")]
        .map(|(folder, begins)| only(&kept.path().join(folder), begins));
    let both = [first(&here, "name").await, first(&here, "observation").await];
    assert_eq!(rows(&here, both).await, [2, 2, 0]);
    empty(&here, &planted, both).await;
    assert_eq!(rows(&here, both).await, [2, 0, 1], "that they were said stays");
    let (list, master) = (here.data.join("erasures.log"), here.data.join("keys/master.key"));
    let folder = proving::folder();
    let data = folder.path().join("data");
    restore(&old, &keys, &master, &data, Some(&list)).await.expect("restored");
    let back = Here::open(folder, data, None).await;
    assert_eq!(rows(&back, both).await, [2, 0, 0]);
    assert!(back.hears(planted.carys, planted.ashas).await.is_some(), "nothing else went");
    let others = "SELECT COUNT(words) AS many FROM wordings WHERE said_by = $1";
    assert!(back.count(others, planted.bryn).await > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_were_emptied_stay_so_whatever_copy_of_postgres_is_restored() {
    let here = Here::new(true).await;
    let planted = planting::place(&here).await;
    let (of_rows, of_keys) = here.urls.clone().expect("addresses");
    let earlier = (copied(&of_rows).await, copied(&of_keys).await);
    let both = [first(&here, "name").await, first(&here, "observation").await];
    empty(&here, &planted, both).await;
    let folder = proving::folder();
    let data = folder.path().join("data");
    std::fs::create_dir_all(data.join("keys")).expect("folders");
    std::fs::copy(here.data.join("keys/master.key"), data.join("keys/master.key"))
        .expect("master key");
    let back = Here::open(folder, data, Some(earlier)).await;
    assert_eq!(rows(&back, both).await, [2, 2, 0], "which shows that the next line proves it");
    let list = here.data.join("erasures.log");
    let again = ["erase", "again", "--erasures", typed(&list), "--data", typed(&back.data)];
    run(&again).await.expect("again");
    assert_eq!(rows(&back, both).await, [2, 0, 0]);
}
