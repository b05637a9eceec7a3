//! Backing up, erasing, and bringing an older state back.

use std::path::Path;

use ground::{Moment, Words};
use store::{Keeper, Sql, bind};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told};

use super::{Here, MONDAY, Planted, bytes, only, open, planting, run, typed};
use crate::out::Done;

/// Backs a place up into `rows` and `keys` within this folder.
pub(super) async fn back_up(here: &Here, folder: &Path) {
    let (rows, keys) = (folder.join("rows"), folder.join("keys"));
    let to = ["--to", typed(&rows), "--keys-to", typed(&keys), "--data", typed(&here.data)];
    run(&[&["backup"][..], &to].concat()).await.expect("backed up");
}

/// Restores into `data`.
pub(super) async fn restore(
    rows: &Path,
    keys: &Path,
    master: &Path,
    data: &Path,
    list: Option<&Path>,
) -> Done {
    let words = ["restore", "--rows", typed(rows), "--keys", typed(keys), "--master-key"];
    let mut words = [&words[..], &[typed(master), "--data", typed(data)]].concat();
    if let Some(list) = list {
        words.extend(["--erasures", typed(list)]);
    }
    run(&words).await
}

/// Erases what nobody signed, what Bryn wrote down and nobody else hears, and then Bryn.
async fn erase(here: &Here, planted: &Planted) {
    let data = typed(&here.data);
    for telling in [planted.unsigned, planted.unheard] {
        run(&["erase", "telling", &telling.to_string(), "--data", data]).await.expect("erased");
    }
    let person = planted.bryn.to_string();
    run(&["erase", "person", &person, "--yes", "--data", data]).await.expect("erased");
}

/// Nothing of what was erased opens here, and everything else does.
async fn only_the_erased_are_gone(here: &Here, planted: &Planted) {
    for keeper in [planted.unsigned.0, planted.unheard.0, planted.bryns.0, planted.bryn.0] {
        assert!(!here.has_key(keeper).await);
    }
    for id in [planted.unsigned, planted.unheard, planted.bryns] {
        assert_eq!(here.hears(planted.bryn, id).await, None);
        assert_eq!(here.hears(planted.asha, id).await, None);
    }
    assert_eq!(here.knows(planted.asha, planted.bryn).await, None);
    let kept = here.hears(planted.carys, planted.ashas).await;
    assert_eq!(kept.as_deref(), Some(planted.ashas_words.as_str()));
    assert!(here.hears(planted.asha, planted.written_down).await.is_some());
    assert!(here.knows(planted.asha, planted.carys).await.is_some());
}

async fn rows_of(here: &Here, planted: &Planted) -> i64 {
    let telling = "SELECT COUNT(*) AS many FROM tellings WHERE id = $1";
    let person = "SELECT COUNT(*) AS many FROM persons WHERE id = $1";
    here.count(telling, planted.unsigned).await
        + here.count(telling, planted.unheard).await
        + here.count(telling, planted.bryns).await
        + here.count(person, planted.bryn).await
}

/// The place as it stood in these files, opened as a program would that knows of no erasure.
async fn brought_by_hand(rows: &Path, keys: &Path, master: &Path) -> Here {
    let folder = proving::folder();
    let data = folder.path().join("data");
    std::fs::create_dir_all(data.join("keys")).expect("folders");
    store::backup::copy_file(rows, &data.join("understory.db")).await.expect("rows");
    store::backup::copy_file(keys, &data.join("keys/keys.db")).await.expect("keys");
    std::fs::copy(master, data.join("keys/master.key")).expect("master key");
    Here::open(folder, data, None).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_stays_erased_whatever_backup_of_sqlite_is_restored() {
    let here = Here::new(false).await;
    let planted = planting::place(&here).await;
    let kept = proving::folder();
    back_up(&here, kept.path()).await;
    let rows = only(&kept.path().join("rows"), "understory-rows-");
    let keys = only(&kept.path().join("keys"), "understory-keys-");
    assert!(bytes::telling_tales(&[kept.path()]).is_empty(), "backups are sealed too");
    erase(&here, &planted).await;
    let master = here.data.join("keys/master.key");

    // An earlier backup of both opens, which shows that the next two prove something.
    let both = brought_by_hand(&rows, &keys, &master).await;
    assert!(both.hears(planted.asha, planted.bryns).await.is_some());

    // Earlier rows with the keys of today: the rows are back, and do not open.
    let today = here.data.join("keys/keys.db");
    let with_todays = brought_by_hand(&rows, &today, &master).await;
    assert_eq!(rows_of(&with_todays, &planted).await, 4);
    only_the_erased_are_gone(&with_todays, &planted).await;
    run(&["erase", "again", "--data", typed(&with_todays.data)]).await.expect("again");
    assert_eq!(rows_of(&with_todays, &planted).await, 0);
    only_the_erased_are_gone(&with_todays, &planted).await;

    // The rows of today with earlier keys: the keys are back, and go again by the list.
    let folder = proving::folder();
    let todays = folder.path().join("rows.db");
    store::backup::copy_file(&here.data.join("understory.db"), &todays).await.expect("rows");
    let with_earlier = brought_by_hand(&todays, &keys, &master).await;
    let erased = [planted.unsigned.0, planted.unheard.0, planted.bryns.0, planted.bryn.0];
    for keeper in erased.into_iter().chain(planted.files.clone()) {
        assert!(with_earlier.has_key(keeper).await, "which shows that the next line proves it");
    }
    let list = here.data.join("erasures.log");
    let data = typed(&with_earlier.data);
    run(&["erase", "again", "--erasures", typed(&list), "--data", data]).await.expect("again");
    for keeper in erased.into_iter().chain(planted.files.clone()) {
        assert!(!with_earlier.has_key(keeper).await, "a key that came back goes again");
    }

    // Earlier rows and earlier keys, with the list of erasures: gone, keys and rows.
    let folder = proving::folder();
    let data = folder.path().join("data");
    let without = restore(&rows, &keys, &master, &data, None).await;
    let trouble = without.expect_err("a list has to be given").to_string();
    assert!(trouble.contains("--erasures"), "{trouble}");
    assert!(!data.exists(), "nothing was begun");
    restore(&rows, &keys, &master, &data, Some(&list)).await.expect("restored");
    let full = restore(&rows, &keys, &master, &data, Some(&list)).await.expect_err("refused");
    assert!(full.to_string().contains("is not empty"), "{full}");
    let restored = Here::open(folder, data, None).await;
    assert_eq!(rows_of(&restored, &planted).await, 0);
    only_the_erased_are_gone(&restored, &planted).await;
}

/// A copy of a database of the tests' server.
pub(super) async fn copied(url: &str) -> String {
    let name = url.rsplit('/').next().expect("a name");
    proving::postgres().database_from(name).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_stays_erased_whatever_copy_of_postgres_is_restored() {
    let here = Here::new(true).await;
    let planted = planting::place(&here).await;
    let (rows, keys) = here.urls.clone().expect("addresses");
    let earlier = [(copied(&rows).await, copied(&keys).await), (copied(&rows).await, keys)];
    erase(&here, &planted).await;
    let list = here.data.join("erasures.log");
    let [of_both, of_rows] = earlier;
    for (urls, knows_of_it) in [(of_rows, true), (of_both, false)] {
        let folder = proving::folder();
        let data = folder.path().join("data");
        std::fs::create_dir_all(data.join("keys")).expect("folders");
        std::fs::copy(here.data.join("keys/master.key"), data.join("keys/master.key"))
            .expect("master key");
        let back = Here::open(folder, data, Some(urls)).await;
        assert_eq!(rows_of(&back, &planted).await, 4);
        if knows_of_it {
            only_the_erased_are_gone(&back, &planted).await;
        } else {
            assert!(back.hears(planted.asha, planted.bryns).await.is_some());
        }
        let again = ["erase", "again", "--erasures", typed(&list), "--data", typed(&back.data)];
        run(&again).await.expect("again");
        assert_eq!(rows_of(&back, &planted).await, 0);
        only_the_erased_are_gone(&back, &planted).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_of_keys_go_when_they_are_seven_days_old_and_nothing_else_goes() {
    let here = Here::new(false).await;
    planting::place(&here).await;
    let kept = proving::folder();
    let keys = kept.path().join("keys");
    std::fs::create_dir(&keys).expect("a folder");
    let old = "understory-keys-2026-02-01T09-00-00Z.db";
    let not_ours = [
        "understory-keys-2026-02-01.db",
        "understory-keys-2026-02-01T09-00-00Z.db.txt",
        "understory-rows-2026-02-01T09-00-00Z.db",
        "understory-keys-2999-02-01T09-00-00Z.db",
        "notes.txt",
    ];
    for name in not_ours.into_iter().chain([old, "understory-keys-2026-02-01T10-00-00Z.db.part"]) {
        std::fs::write(keys.join(name), "x").expect("written");
    }
    back_up(&here, kept.path()).await;
    assert!(!keys.join(old).exists());
    assert!(!keys.join("understory-keys-2026-02-01T10-00-00Z.db.part").exists());
    for name in not_ours {
        assert!(keys.join(name).exists(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_rows_do_not_go_into_one_folder() {
    let here = Here::new(false).await;
    let kept = proving::folder();
    let (to, inside) = (kept.path().join("all"), kept.path().join("all/keys"));
    let round_about = kept.path().join("elsewhere/../all");
    for (to, keys) in [(&to, &inside), (&inside, &to), (&to, &to), (&to, &round_about)] {
        let words = ["backup", "--to", typed(to), "--keys-to", typed(keys)];
        let words = [&words[..], &["--data", typed(&here.data)]].concat();
        let trouble = run(&words).await.expect_err("refused");
        assert!(trouble.to_string().contains("two folders"), "{trouble}");
    }
    let left = std::fs::read_dir(kept.path()).expect("listed").count();
    assert_eq!(left, 0, "what is refused leaves nothing behind");
    let (rows, same) = (kept.path().join("rows"), kept.path().join("same"));
    std::fs::create_dir(&rows).expect("made");
    std::os::unix::fs::symlink(&rows, &same).expect("another name for it");
    let words = ["backup", "--to", typed(&rows), "--keys-to", typed(&same)];
    let trouble = run(&[&words[..], &["--data", typed(&here.data)]].concat()).await;
    assert!(trouble.expect_err("refused").to_string().contains("two folders"));
}

#[tokio::test(flavor = "multi_thread")]
async fn for_postgres_the_command_says_to_use_its_own() {
    let here = Here::new(true).await;
    let kept = proving::folder();
    let (to, keys) = (kept.path().join("rows"), kept.path().join("keys"));
    let words = ["backup", "--to", typed(&to), "--keys-to", typed(&keys)];
    let trouble = run(&[&words[..], &["--data", typed(&here.data)]].concat()).await;
    assert!(trouble.expect_err("refused").to_string().contains("pg_dump"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_master_key_opens_nothing_and_says_so() {
    let here = Here::new(false).await;
    planting::place(&here).await;
    let kept = proving::folder();
    back_up(&here, kept.path()).await;
    here.close().await;
    let (rows, keys) = (kept.path().join("rows"), kept.path().join("keys"));
    let (rows, keys) = (only(&rows, "understory-rows-"), only(&keys, "understory-keys-"));
    let (wrong, short) = (kept.path().join("wrong.key"), kept.path().join("short.key"));
    std::fs::write(&wrong, [7; 32]).expect("written");
    std::fs::write(&short, [7; 31]).expect("written");
    let data = kept.path().join("data");
    for master in [&wrong, &short] {
        let list = keys.with_file_name("erasures.log");
        let restored = restore(&rows, &keys, master, &data, Some(&list)).await;
        let trouble = restored.expect_err("refused");
        assert!(trouble.to_string().contains("master key"), "{trouble}");
        assert!(!data.exists(), "half a restore is taken away again, with the folder made for it");
    }
    let master = here.data.join("keys/master.key");
    std::fs::remove_file(&master).expect("removed");
    let trouble = open(&here.data).await.expect_err("refused");
    assert!(trouble.to_string().contains("master key"), "{trouble}");
    assert!(!master.exists(), "no new one is made that would open nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_and_keys_taken_for_each_other_are_noticed() {
    let here = Here::new(false).await;
    planting::place(&here).await;
    let kept = proving::folder();
    back_up(&here, kept.path()).await;
    let (rows, keys) = (kept.path().join("rows"), kept.path().join("keys"));
    let (rows, keys) = (only(&rows, "understory-rows-"), only(&keys, "understory-keys-"));
    let broken = kept.path().join("broken.db");
    std::fs::write(&broken, "this is no database").expect("written");
    let list = keys.with_file_name("erasures.log");
    let (master, data) = (here.data.join("keys/master.key"), kept.path().join("data"));
    for (rows, keys) in [(&keys, &rows), (&broken, &keys), (&rows, &broken)] {
        let restored = restore(rows, keys, &master, &data, Some(&list)).await;
        let trouble = restored.expect_err("refused").to_string();
        assert!(trouble.contains("is no backup of the"), "{trouble}");
        assert!(!data.exists(), "nothing is left behind");
    }
    // An empty folder that was there before stays.
    std::fs::create_dir(&data).expect("a folder");
    restore(&keys, &rows, &master, &data, Some(&list)).await.expect_err("refused");
    assert_eq!(std::fs::read_dir(&data).expect("a folder").count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_a_newer_version_are_refused_and_left_as_they_are() {
    let here = Here::new(false).await;
    planting::place(&here).await;
    let newer = Sql("INSERT INTO migrations (name, run) VALUES ('999-later', $1)");
    let database = &here.store().database;
    store::write!(database, |work| work.run(newer, bind().moment(MONDAY)).await).expect("newer");
    here.close().await;
    let files = ["understory.db", "keys/keys.db", "keys/master.key"].map(|f| here.data.join(f));
    let read = || files.each_ref().map(|file| std::fs::read(file).expect("read"));
    let before = read();
    let trouble = open(&here.data).await.expect_err("refused").to_string();
    assert!(trouble.contains("newer version"), "{trouble}");
    assert!(trouble.contains("999-later") && trouble.contains("Nothing was changed"), "{trouble}");
    assert!(read() == before, "every byte is as it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_beside_a_backup_names_what_was_erased_before_lists_were_kept() {
    let here = Here::new(false).await;
    planting::place(&here).await;
    let (gone, week) = (ground::id::Uuid::new_v4(), Moment(0));
    store::write!(here.store().keys.database(), |work| {
        let row = Sql("INSERT INTO thrown_away (keeper_id, thrown) VALUES ($1, $2)");
        work.run(row, bind().id(gone).moment(week)).await
    })
    .expect("thrown away");
    let kept = proving::folder();
    back_up(&here, kept.path()).await;
    here.store().keys.throw_away(&[Keeper::new(gone)], MONDAY).await.expect("again");
    let list = kept.path().join("keys/erasures.log");
    let listed = store::erasures::Erasures::read(&list).expect("read");
    assert!(listed.keepers.contains(&gone));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_newer_than_the_keys_are_not_restored_unless_that_is_asked_for() {
    let here = Here::new(false).await;
    let planted = planting::place(&here).await;
    let kept = proving::folder();
    back_up(&here, kept.path()).await;
    let keys = only(&kept.path().join("keys"), "understory-keys-");
    let master = here.data.join("keys/master.key");
    let data = typed(&here.data);
    run(&["place", "new", "Later", "--steward", "Asha", "--data", data]).await.expect("a place");
    let home = Where { system: planted.place, place: planted.place };
    let told = Told::words(Words::parse("It came later.").expect("words"));
    let (id, carys) = (TellingId::random(), Teller::Person(planted.carys));
    tell::tell(&here.sharing, carys, home, id, &told, MONDAY).await.expect("told");
    let rows = kept.path().join("later.db");
    store::backup::copy_file(&here.data.join("understory.db"), &rows).await.expect("rows");
    let list = here.data.join("erasures.log");

    let folder = proving::folder();
    let data = folder.path().join("data");
    let refused = restore(&rows, &keys, &master, &data, Some(&list)).await.expect_err("refused");
    let said = refused.to_string();
    let begins = "3 things in these rows have no key";
    assert!(said.starts_with(begins), "a place, a person and a telling: {said}");
    assert!(said.contains("Nothing was restored") && !data.exists(), "{said}");
    let words = ["restore", "--rows", typed(&rows), "--keys", typed(&keys), "--older-keys"];
    let more = ["--master-key", typed(&master), "--erasures", typed(&list), "--data", typed(&data)];
    run(&[&words[..], &more].concat()).await.expect("restored all the same");

    // Keys that were copied after the rows know of all of them.
    let keys = kept.path().join("later-keys.db");
    store::backup::copy_file(&here.data.join("keys/keys.db"), &keys).await.expect("keys");
    let folder = proving::folder();
    let data = folder.path().join("data");
    restore(&rows, &keys, &master, &data, Some(&list)).await.expect("restored");
}
