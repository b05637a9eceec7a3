//! Nothing of what was erased is held in any table: not in those of today, and not in one that
//! somebody adds and forgets here, since every column that holds an id is read from the migrations.

use std::collections::BTreeSet;

use ground::id::Uuid;
use store::migrations::ROWS;
use store::{Keeper, Sql, bind};

use super::erased::with_a_link;
use super::{Here, Planted, planting, run, typed};

/// Where the id of a telling goes on standing after it was erased, and why.
const STAYS_OF_A_TELLING: [(&str, &str); 4] = [
    ("worries.telling_id", "that a worry was raised, for whoever is on duty; what about is gone"),
    ("sayings.telling_id", "what its teller answered to a group, under a pattern of the group's"),
    ("trail.thing_id", "that it was written and erased, and nothing of it"),
    ("changes.id", "tells machine readers to forget it"),
];

/// Where somebody goes on standing by id after they were erased, as somebody who left, and why.
const STAYS_OF_SOMEBODY: [(&str, &str); 26] = [
    ("trail.actor_id", "that somebody did something, and nobody has that id any more"),
    ("trail.concerns_id", "whose words were read, who has no name any more"),
    ("trail.thing_id", "that somebody was erased"),
    ("changes.id", "tells machine readers to forget them"),
    ("standings.person_id", "from when to when somebody played a part"),
    ("standings.given_by", "that somebody gave a part to another"),
    ("systems.made_by", "that somebody drew this edge"),
    ("nestings.said_by", "that somebody said what lies in what"),
    ("steward_acts.said_by", "what was done for all is listed for all"),
    ("steward_acts.about_id", "what was done for all is listed for all"),
    ("recalls.said_by", "said in the group"),
    ("lineage.said_by", "said in the group"),
    ("patterns.said_by", "said in the group"),
    ("laid.laid_by", "what others told stays where it was laid"),
    ("sayings.said_by", "said in the group"),
    ("worries.said_by", "whoever is on duty has to know that it was raised"),
    ("asks.said_by", "said in the group"),
    ("convened.asked_by", "that the group asked somebody else to come, who may come still"),
    ("wordings.emptied_by", "that whoever said something emptied it; the words are gone"),
    ("tellings.writer_id", "wrote down what others hear, in the words of somebody else"),
    ("passages.written_by", "wrote on the page of somebody else, who keeps it or takes it out"),
    ("visits.written_by", "wrote on the page of somebody else, who keeps it or takes it out"),
    ("notes.written_by", "wrote on the page of somebody else, who keeps it or takes it out"),
    ("meetings.set_by", "set a next time on the page of somebody else, who calls it off"),
    ("copies.copied_by", "that somebody took a copy, and nobody has that id any more"),
    ("second_readings.asked_of", "was asked once, and is asked no longer"),
];

/// Where somebody stands who said something in a group: that stays, as somebody's who left.
const SAID_IN_GROUPS: [&str; 10] = [
    "inquiries",
    "talk",
    "experiments",
    "entries",
    "lessons",
    "looked_again",
    "conversations",
    "wordings",
    "carryings",
    "carried",
];

/// Tables of people whose going is held by tests beside them, or in which a group's word stays.
const ELSEWHERE: [&str; 5] = ["sessions", "cards", "agreements", "confirmations", "guests"];

/// Columns that hold ids: each as `table.column`.
fn columns() -> Vec<(String, String)> {
    let (mut columns, mut table) = (Vec::new(), String::new());
    for line in ROWS.iter().flat_map(|migration| migration.text.lines()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["CREATE", "TABLE", name, ..] => table = name.trim_end_matches('(').to_owned(),
            ["DROP", "TABLE", name] => {
                let gone = name.trim_end_matches(';').to_owned();
                columns.retain(|(table, _)| *table != gone);
            }
            ["ALTER", "TABLE", name, "ADD", "COLUMN", column, kind, ..]
                if kind.starts_with("UUID") =>
            {
                columns.push((name.to_owned(), column.to_owned()));
            }
            ["ALTER", "TABLE", name, "DROP", "COLUMN", column] => {
                let gone = (name.to_owned(), column.trim_end_matches(';').to_owned());
                columns.retain(|column| *column != gone);
            }
            [column, kind, ..] if kind.trim_end_matches(',') == "UUID" => {
                columns.push((table.clone(), column.to_owned()));
            }
            _ => {}
        }
    }
    columns
}

/// Every column in which this id stands.
async fn held(here: &Here, id: impl Into<Uuid>) -> BTreeSet<String> {
    let questions: Vec<String> = columns()
        .iter()
        .map(|(table, column)| {
            format!("SELECT '{table}.{column}' AS held FROM {table} WHERE {column} = $1")
        })
        .collect();
    // A question for the length of a test.
    let question: &'static str = Box::leak(questions.join(" UNION ").into_boxed_str());
    let mut look = here.store().database.look().await.expect("look");
    let rows = look.all(Sql(question), bind().id(id.into())).await.expect("held");
    rows.iter().map(|row| row.word("held").expect("a column")).collect()
}

async fn held_of_all(here: &Here, ids: &[Uuid]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for id in ids {
        all.extend(held(here, *id).await);
    }
    all
}

/// How many answers to this there are.
async fn dismissed_by(here: &Here, planted: &Planted) -> usize {
    let hash = here.store().keys.lookup("dismissed", &planted.bryn.0.simple().to_string());
    let sql = Sql("SELECT other_id FROM dismissed WHERE by_hash = $1");
    let mut look = here.store().database.look().await.expect("look");
    look.all(sql, bind().hash(&hash)).await.expect("dismissed").len()
}

async fn waits_for_bryn(here: &Here, planted: &Planted) -> i64 {
    let open = "SELECT COUNT(*) AS many FROM second_readings \
                WHERE asked_of = $1 AND answered IS NULL AND ended IS NULL";
    here.count(open, planted.bryn).await
}

/// What Bryn told or brought himself, and what goes with him.
fn his(planted: &Planted) -> [Uuid; 4] {
    [planted.bryns.0, planted.offered.0, planted.unheard.0, planted.brought.0]
}

/// There is something in every column in which a telling can stand: a new table has to be planted
/// before it can be said that nothing is left in it.
async fn all_of_it_is_planted(here: &Here, planted: &Planted) {
    let held = held_of_all(here, &his(planted)).await;
    let of_tellings = columns().into_iter().filter(|(table, column)| {
        // What is said of a telling in a worry or beside a pattern is planted where it stays.
        let of_others = ["worries", "sayings"].contains(&table.as_str());
        (column == "telling_id" && !of_others) || column == "other_id"
    });
    let named: Vec<String> =
        of_tellings.map(|(table, column)| format!("{table}.{column}")).collect();
    assert!(named.len() >= 14, "{named:?}");
    let more = ["audiences.thing_id", "lineage.of_id", "looked.thing_id", "tellings.id"];
    for column in named.iter().map(String::as_str).chain(more) {
        assert!(held.contains(column), "nothing is planted in {column}");
    }
    let of_bryn = self::held(here, planted.bryn).await;
    let mut of_people: Vec<String> = columns()
        .into_iter()
        .filter(|(table, column)| column == "person_id" && !ELSEWHERE.contains(&table.as_str()))
        .map(|(table, column)| format!("{table}.{column}"))
        .collect();
    of_people.retain(|column| !of_bryn.contains(column));
    assert_eq!(of_people, Vec::<String>::new(), "nothing is planted there");
    assert!(of_bryn.contains("convened.asked_by"), "he asked somebody to come, too");
    assert_eq!((dismissed_by(here, planted).await, waits_for_bryn(here, planted).await), (1, 1));
}

/// What is still held of it where it should not be.
async fn left_of_it(here: &Here, planted: &Planted) -> Vec<String> {
    let stays = STAYS_OF_A_TELLING.map(|(column, _)| column.to_owned());
    let mut left: Vec<String> = held_of_all(here, &his(planted)).await.into_iter().collect();
    left.retain(|column| !stays.contains(column));
    let mut of_him: Vec<String> = held(here, planted.bryn).await.into_iter().collect();
    of_him.retain(|column| {
        let in_a_group = SAID_IN_GROUPS.iter().any(|table| *column == format!("{table}.said_by"));
        !in_a_group && STAYS_OF_SOMEBODY.iter().all(|(stays, _)| stays != column)
    });
    left.extend(of_him);
    if dismissed_by(here, planted).await > 0 {
        left.push("what he waved away".to_owned());
    }
    if waits_for_bryn(here, planted).await > 0 {
        left.push("what he was asked to read first".to_owned());
    }
    for file in &planted.files {
        left.extend(held(here, *file).await);
        if here.has_key(*file).await {
            left.push("the key of a file he brought".to_owned());
        }
    }
    left
}

async fn no_table_holds_what_was_erased(in_postgres: bool) {
    let here = Here::new(in_postgres).await;
    let planted = planting::place(&here).await;
    with_a_link(&here, planted.bryn).await;
    all_of_it_is_planted(&here, &planted).await;
    let number = planted.bryn.to_string();
    run(&["erase", "person", &number, "--yes", "--data", typed(&here.data)]).await.expect("erased");
    here.seal_trail().await;
    assert_eq!(left_of_it(&here, &planted).await, Vec::<String>::new());
    // What Asha waved away and what she told stay hers, and that the group asked her to come.
    assert!(held(&here, planted.ashas).await.contains("tellings.id"));
    assert!(held(&here, planted.asha).await.contains("convened.person_id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_table_of_sqlite_holds_what_was_erased_with_somebody() {
    no_table_holds_what_was_erased(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_table_of_postgres_holds_what_was_erased_with_somebody() {
    no_table_holds_what_was_erased(true).await;
}

async fn no_table_holds_a_telling_that_was_erased(in_postgres: bool) {
    let here = Here::new(in_postgres).await;
    let planted = planting::place(&here).await;
    with_a_link(&here, planted.bryn).await;
    all_of_it_is_planted(&here, &planted).await;
    for id in his(&planted) {
        let (data, telling) = (typed(&here.data), id.to_string());
        run(&["erase", "telling", &telling, "--data", data]).await.expect("erased");
        assert!(
            !here
                .store()
                .keys
                .ring([Keeper::new(id)])
                .await
                .expect("a ring")
                .holds(Keeper::new(id))
        );
    }
    // Who looked at it stays on the page of whoever told it.
    let stays = STAYS_OF_A_TELLING.iter().map(|(column, _)| *column).chain(["looked.thing_id"]);
    let stays: Vec<&str> = stays.collect();
    let held = held_of_all(&here, &his(&planted)).await;
    let left: Vec<String> =
        held.into_iter().filter(|column| !stays.contains(&column.as_str())).collect();
    assert_eq!(left, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_table_of_sqlite_holds_a_telling_that_was_erased() {
    no_table_holds_a_telling_that_was_erased(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_table_of_postgres_holds_a_telling_that_was_erased() {
    no_table_holds_a_telling_that_was_erased(true).await;
}
