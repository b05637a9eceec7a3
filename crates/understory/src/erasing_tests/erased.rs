//! Erasing a telling, and erasing somebody whole.

use std::path::Path;

use ground::id::{PersonId, Uuid};
use store::{Keeper, Sql, bind};

use super::{Here, MONDAY, Planted, bytes, planting, run, typed};

/// Rows that would say something of somebody, each with what it is.
const OF_A_PERSON: [(&str, &str); 15] = [
    ("persons", "SELECT COUNT(*) AS many FROM persons WHERE id = $1"),
    ("parts", "SELECT COUNT(*) AS many FROM parts WHERE person_id = $1"),
    ("standings", "SELECT COUNT(*) AS many FROM standings WHERE person_id = $1 AND ended IS NULL"),
    ("addresses", "SELECT COUNT(*) AS many FROM addresses WHERE person_id = $1"),
    ("claims", "SELECT COUNT(*) AS many FROM address_claims WHERE person_id = $1"),
    ("address links", "SELECT COUNT(*) AS many FROM address_links WHERE person_id = $1"),
    ("passkeys", "SELECT COUNT(*) AS many FROM passkeys WHERE person_id = $1"),
    ("door news", "SELECT COUNT(*) AS many FROM door_news WHERE person_id = $1"),
    ("links", "SELECT COUNT(*) AS many FROM sign_in_links WHERE person_id = $1"),
    ("tellings", "SELECT COUNT(*) AS many FROM tellings WHERE teller_id = $1"),
    ("drafts", "SELECT COUNT(*) AS many FROM drafts WHERE said_by = $1"),
    ("translations", "SELECT COUNT(*) AS many FROM translations WHERE said_by = $1"),
    ("wishes", "SELECT COUNT(*) AS many FROM wishes WHERE to_id = $1"),
    ("audiences", "SELECT COUNT(*) AS many FROM audiences WHERE to_id = $1"),
    ("looked", "SELECT COUNT(*) AS many FROM looked WHERE reader_id = $1 OR concerns_id = $1"),
];

async fn rows(here: &Here, person: PersonId) -> Vec<(&'static str, i64)> {
    let mut found = Vec::new();
    for (what, sql) in OF_A_PERSON {
        found.push((what, here.count(sql, person).await));
    }
    found.retain(|(_, many)| *many > 0);
    found
}

/// Somebody who can also sign in by a link, and confirm an address by another.
pub(super) async fn with_a_link(here: &Here, person: PersonId) {
    let by = doors::links::By::Operator;
    doors::links::make(here.store(), person, by, MONDAY).await.expect("a link");
    let confirms = doors::addresses::made_by_operator(here.store(), person, MONDAY).await;
    assert!(confirms.expect("asked").is_some(), "an address waits to be confirmed");
}

async fn what_is_left(here: &Here, planted: &Planted) {
    assert_eq!(rows(here, planted.bryn).await, []);
    for gone in [planted.bryns.0, planted.offered.0, planted.unheard.0, planted.bryn.0] {
        assert!(!here.has_key(gone).await);
    }
    for gone in [planted.bryns, planted.unheard, planted.offered] {
        assert_eq!(here.hears(planted.asha, gone).await, None);
    }
    assert_eq!(here.knows(planted.asha, planted.bryn).await, None);
    for sql in [
        "SELECT COUNT(*) AS many FROM quotations WHERE telling_id = $1",
        "SELECT COUNT(*) AS many FROM taken WHERE telling_id = $1",
        "SELECT COUNT(*) AS many FROM ringings WHERE telling_id = $1",
        "SELECT COUNT(*) AS many FROM ringing_answers WHERE telling_id = $1",
    ] {
        for gone in [planted.bryns, planted.offered] {
            assert_eq!(here.count(sql, gone).await, 0, "{sql}");
        }
    }
    // What others told, and what was written down for somebody whom others hear, stays.
    let kept = here.hears(planted.carys, planted.ashas).await;
    assert_eq!(kept.as_deref(), Some(planted.ashas_words.as_str()));
    assert!(here.hears(planted.asha, planted.written_down).await.is_some());
    assert!(here.knows(planted.asha, planted.carys).await.is_some());
    // What was said in groups stays as somebody's who left.
    let said = "SELECT COUNT(*) AS many FROM talk WHERE said_by = $1";
    assert_eq!(here.count(said, planted.bryn).await, 1);
    // The trail says by id that somebody was erased, and by whom it does not.
    let marked = "SELECT COUNT(*) AS many FROM trail \
                  WHERE thing_id = $1 AND verb = 'erased' AND actor_id IS NULL";
    assert_eq!(here.count(marked, planted.bryn).await, 1);
    assert_eq!(here.count(marked, planted.bryns).await, 1);
}

async fn somebody_is_erased_whole(in_postgres: bool) {
    let here = Here::new(in_postgres).await;
    let planted = planting::place(&here).await;
    with_a_link(&here, planted.bryn).await;
    let before = rows(&here, planted.bryn).await;
    assert_eq!(before.len(), OF_A_PERSON.len(), "there is something of each: {before:?}");
    assert!(here.hears(planted.asha, planted.bryns).await.is_some());
    assert!(here.hears(planted.asha, planted.written_down).await.is_some());
    let command = ["erase", "person", &planted.bryns_name, "--data", typed(&here.data)];
    run(&command).await.expect("counted");
    assert_eq!(rows(&here, planted.bryn).await, before, "nothing goes without --yes");
    run(&[&command[..], &["--yes"]].concat()).await.expect("erased");
    what_is_left(&here, &planted).await;
    // Whoever comes a second time finds nobody of that name.
    let trouble = run(&command).await.expect_err("nobody");
    assert!(trouble.to_string().contains("Nobody here"), "{trouble}");
    // A later seal brings no reading back.
    here.seal_trail().await;
    assert_eq!(rows(&here, planted.bryn).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_erased_whole_from_sqlite() {
    somebody_is_erased_whole(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_erased_whole_from_postgres() {
    somebody_is_erased_whole(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_was_broken_off_is_finished_by_running_it_again() {
    let here = Here::new(false).await;
    let planted = planting::place(&here).await;
    let (sharing, person) = (&here.sharing, planted.bryn);
    // As if the machine had stopped after the doors were shut and some of it was gone, and again
    // after the key was thrown away and before the last rows were.
    store::write!(here.store().database, |work| doors::forget(work, person).await).expect("shut");
    stories::erasing::tellings_of(sharing, person, MONDAY).await.expect("some");
    here.store().keys.throw_away(&[Keeper::new(person)], MONDAY).await.expect("thrown away");
    let number = person.to_string();
    let command = ["erase", "person", &number, "--yes", "--data", typed(&here.data)];
    run(&command).await.expect("finished");
    what_is_left(&here, &planted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_on_duty_for_safeguarding_is_not_erased_before_another_is_named() {
    let here = Here::new(false).await;
    let planted = planting::place(&here).await;
    let before = rows(&here, planted.carys).await;
    let number = planted.carys.to_string();
    let command = ["erase", "person", &number, "--yes", "--data", typed(&here.data)];
    let trouble = run(&command).await.expect_err("refused");
    assert!(trouble.to_string().contains("safeguarding"), "{trouble}");
    assert_eq!(rows(&here, planted.carys).await, before);
}

/// The sealed bytes of a column.
pub(super) async fn sealed(here: &Here, sql: &'static str, id: impl Into<Uuid>) -> Vec<u8> {
    let mut look = here.store().database.look().await.expect("look");
    look.one(Sql(sql), bind().id(id)).await.expect("a row").bytes("sealed").expect("bytes")
}

/// Whether any piece of these bytes stands in a file under this path. Pieces, since a long row
/// can be parted between two pages.
pub(super) fn any_of(path: &Path, sealed: &[u8]) -> bool {
    sealed.chunks_exact(16).any(|piece| !bytes::holding(&[path], piece).is_empty())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_very_bytes_of_what_was_erased_are_gone_from_the_files() {
    let here = Here::new(false).await;
    let planted = planting::place(&here).await;
    let wanted = [
        ("SELECT words AS sealed FROM tellings WHERE id = $1", planted.unheard.0),
        ("SELECT words AS sealed FROM tellings WHERE id = $1", planted.bryns.0),
        ("SELECT title AS sealed FROM tellings WHERE id = $1", planted.bryns.0),
        ("SELECT ring_on AS sealed FROM tellings WHERE id = $1", planted.bryns.0),
        ("SELECT safe AS sealed FROM ringings WHERE telling_id = $1", planted.bryns.0),
        ("SELECT words AS sealed FROM ringing_answers WHERE telling_id = $1", planted.bryns.0),
        ("SELECT form AS sealed FROM drafts WHERE said_by = $1", planted.bryn.0),
        ("SELECT words AS sealed FROM chapters WHERE telling_id = $1", planted.bryns.0),
        (
            "SELECT words AS sealed FROM second_readings \
             WHERE telling_id = $1 AND words IS NOT NULL AND answer IS NOT NULL LIMIT 1",
            planted.offered.0,
        ),
        (
            "SELECT answer AS sealed FROM second_readings \
             WHERE telling_id = $1 AND words IS NOT NULL AND answer IS NOT NULL LIMIT 1",
            planted.offered.0,
        ),
        ("SELECT words AS sealed FROM translations WHERE telling_id = $1", planted.bryns.0),
        ("SELECT name AS sealed FROM persons WHERE id = $1", planted.bryn.0),
        (
            "SELECT fits AS sealed FROM parts WHERE person_id = $1 AND fits IS NOT NULL",
            planted.bryn.0,
        ),
        ("SELECT address AS sealed FROM addresses WHERE person_id = $1", planted.bryn.0),
        ("SELECT name AS sealed FROM passkeys WHERE person_id = $1", planted.bryn.0),
        ("SELECT hash AS sealed FROM passkeys WHERE person_id = $1", planted.bryn.0),
    ];
    let mut there = Vec::new();
    for (sql, id) in wanted {
        there.push((sql, sealed(&here, sql, id).await));
    }
    let mut look = here.store().keys.database().look().await.expect("look");
    let key = Sql("SELECT wrapped AS sealed FROM keys WHERE keeper_id = $1");
    let key = look.one(key, bind().id(planted.bryns)).await.expect("a key").bytes("sealed");
    drop(look);
    there.push(("the key", key.expect("bytes")));
    for (what, bytes) in &there {
        assert!(any_of(&here.data, bytes), "the search finds {what} before it is erased");
    }
    let (data, telling) = (typed(&here.data), planted.unheard.to_string());
    run(&["erase", "telling", &telling, "--data", data]).await.expect("erased");
    let person = planted.bryn.to_string();
    run(&["erase", "person", &person, "--yes", "--data", data]).await.expect("erased");
    // The key's own bytes are gone at once, while everything is still open.
    let (_, key) = there.last().expect("the key");
    assert!(!any_of(&here.data, key), "the wrapped key lingers");
    // So are the rows: an erasure leaves none of them in the file or in its log.
    for (what, bytes) in &there {
        assert!(!any_of(&here.data, bytes), "{what} lingers while it is open");
    }
    here.close().await;
    for (what, bytes) in &there {
        assert!(!any_of(&here.data, bytes), "{what} lingers");
    }
}
