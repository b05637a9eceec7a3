//! Every SQL text of the program is prepared on both engines: one text, two databases. That
//! proves the syntax and the names; what the texts do is tested where they are used.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ground::Moment;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqlSafeStr as _};
use store::Database;
use store::migrations::{KEYS, Migration, ROWS, migrate};

/// One text and where it stands.
struct Found {
    file: PathBuf,
    text: String,
    /// Whether it is bound to where a list goes on, from the newest to the oldest.
    is_list: bool,
}

#[tokio::test]
async fn every_text_is_understood_by_sqlite_and_by_postgresql() {
    let found = texts();
    assert!(found.len() > 100, "only {} texts were found: the search is broken", found.len());
    let folder = proving::folder();
    let file = folder.path().join("both.db");
    let url = proving::postgres().database().await;
    prepare_tables(Database::sqlite(&file).await.expect("sqlite")).await;
    prepare_tables(Database::postgres(&url).await.expect("postgres")).await;

    let sqlite = rusqlite::Connection::open(&file).expect("sqlite");
    let mut postgres = sqlx::PgConnection::connect(&url).await.expect("postgres");
    let mut refused = Vec::new();
    for Found { file, text, .. } in &found {
        match sqlite.prepare(text) {
            // A row is read by the names of its columns.
            Ok(asked) => {
                let names = asked.column_names();
                if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
                    refused.push(format!("{}: two columns of one name:\n  {text}", file.display()));
                }
            }
            Err(error) => {
                refused.push(format!("{}: SQLite says {error}:\n  {text}", file.display()));
            }
        }
        if let Err(error) = postgres.prepare(AssertSqlSafe(text.clone()).into_sql_str()).await {
            refused.push(format!("{}: PostgreSQL says {error}:\n  {text}", file.display()));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[tokio::test]
async fn no_question_walks_along_a_whole_table_unless_the_list_says_why() {
    let folder = proving::folder();
    let file = folder.path().join("both.db");
    prepare_tables(Database::sqlite(&file).await.expect("sqlite")).await;
    let sqlite = rusqlite::Connection::open(&file).expect("sqlite");
    let mut walks = BTreeSet::new();
    for Found { file, text, .. } in texts() {
        let file = file.display().to_string();
        let file = file.rsplit_once("/../").map_or(file.as_str(), |(_, file)| file);
        for step in plan(&sqlite, &text) {
            let along = step.strip_prefix("SCAN ").and_then(|along| along.split(' ').next());
            if let Some(along) = along.filter(|along| *along != "CONSTANT") {
                walks.insert(format!("{file} {along}"));
            }
        }
    }
    let listed: BTreeSet<String> = include_str!("walks.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once("    ").map(|(what, _)| what.to_owned()))
        .collect();
    let unlisted: Vec<&String> = walks.difference(&listed).collect();
    let stale: Vec<&String> = listed.difference(&walks).collect();
    assert!(unlisted.is_empty(), "these walk along a whole table: {unlisted:#?}");
    assert!(stale.is_empty(), "walks.txt lists what does not walk: {stale:#?}");
}

#[tokio::test]
async fn what_is_new_of_somebodys_stories_is_found_from_the_newest_and_no_more_than_two_thousand() {
    let folder = proving::folder();
    let file = folder.path().join("both.db");
    prepare_tables(Database::sqlite(&file).await.expect("sqlite")).await;
    let sqlite = rusqlite::Connection::open(&file).expect("sqlite");
    let texts = texts();
    let news = texts.iter().find(|one| one.text.contains("LEFT JOIN came_seen"));
    let text = &news.expect("what the home page asks").text;
    assert_eq!(text.matches("LIMIT 1000)").count(), 2);
    let said = plan(&sqlite, text);
    // Each is read in the order of its index: only the few that are left are sorted.
    for index in ["tellings_of_teller_in_time", "tellings_of_writer_in_time"] {
        assert!(said.iter().any(|step| step.contains(index)), "{index}: {said:#?}");
    }
    assert_eq!(said.iter().filter(|step| step.contains("ORDER BY")).count(), 1, "{said:#?}");
}

#[tokio::test]
async fn what_somebody_was_told_by_name_is_found_by_who_they_are_and_so_is_whether_they_looked() {
    let folder = proving::folder();
    let file = folder.path().join("both.db");
    prepare_tables(Database::sqlite(&file).await.expect("sqlite")).await;
    let sqlite = rusqlite::Connection::open(&file).expect("sqlite");
    let texts = texts();
    let asks = |one: &&Found| one.file.ends_with("tellings/told_to/store.rs");
    let said = plan(&sqlite, &texts.iter().find(asks).expect("what the home page asks").text);
    // Neither follows how much was told in a place, nor how often others looked at it.
    for index in
        ["audiences_by_name (to_id=? AND since>?)", "looked_by_whom (reader_id=? AND thing_id=?)"]
    {
        assert!(said.iter().any(|step| step.contains(index)), "{index}: {said:#?}");
    }
    assert!(
        said.iter().all(|step| !step.contains("ORDER BY") || step.contains("LAST TERM")),
        "{said:#?}"
    );
}

/// Every list that goes from the newest to the oldest: what is bound to where it goes on, and what says
/// so in its own words, since it asks of several at once or knows no id. The few that go from the
/// oldest to the newest cannot be told from what is asked for since a day; what waits in them is
/// walked through, page after page, where they are tested.
#[test]
fn no_list_loses_one_of_two_that_came_at_one_moment_where_a_page_ends_between_them() {
    let mut lists = Vec::new();
    for Found { file, text, is_list } in texts() {
        let by = newest_first(&text);
        if !is_list && !by.is_some_and(|(at, _)| text.contains(&format!("{at} < $"))) {
            continue;
        }
        let Some((at, id)) = by else { panic!("{}: it has no order: {text}", file.display()) };
        // The moments up to the last that was shown, and of its own moment the ids before its id.
        let goes_on = (1..10).any(|n| {
            let next = n + 1;
            text.contains(&format!("{at} <= ${n} AND ({at} < ${n} OR {id} < ${next})"))
                || text.contains(&format!("({at} < ${n} OR ({at} = ${n} AND {id} < ${next}))"))
        });
        assert!(goes_on, "{}: {text}", file.display());
        lists.push(file);
    }
    assert!(lists.len() > 20, "only {} lists were found: the search is broken", lists.len());
    for own_words in ["doors/src/links/store.rs", "sharing/src/audience.rs"] {
        assert!(lists.iter().any(|file| file.ends_with(own_words)), "{own_words} is a list");
    }
}

/// By what a text goes from the newest to the oldest: a moment first, and an id last.
fn newest_first(text: &str) -> Option<(&str, &str)> {
    let (_, order) = text.rsplit_once("ORDER BY ")?;
    let (order, _) = order.split_once(" LIMIT")?;
    let by: Option<Vec<&str>> = order.split(", ").map(|by| by.strip_suffix(" DESC")).collect();
    let by = by?;
    Some((*by.first()?, *by.last()?))
}

/// What SQLite does for a question, step by step.
fn plan(sqlite: &rusqlite::Connection, text: &str) -> Vec<String> {
    // Nothing is bound: a plan is made for whatever the values will be.
    let mut plan = sqlite.prepare(&format!("EXPLAIN QUERY PLAN {text}")).expect("a plan");
    let (mut steps, mut said) = (plan.raw_query(), Vec::new());
    while let Some(step) = steps.next().expect("a step") {
        said.push(step.get::<_, String>("detail").expect("what it does"));
    }
    said
}

/// The tables of the rows and of the keys, side by side in one database.
async fn prepare_tables(database: Database) {
    let all: Vec<Migration> = ROWS.iter().chain(KEYS).copied().collect();
    migrate(&database, &all, Moment(0)).await.expect("every migration runs");
    database.close().await;
}

fn texts() -> Vec<Found> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    walk(&crates, &mut files);
    let mut found = Vec::new();
    for file in files {
        let source = std::fs::read_to_string(&file).expect("a source file");
        let calls = source.split("sql!(").skip(1);
        found.extend(calls.filter_map(|call| {
            let is_list = call.contains(".latest(");
            literal(call).map(|text| Found { file: file.clone(), text, is_list })
        }));
    }
    found
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.ends_with("tidy") {
            // It speaks of SQL texts without having any.
        } else if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs")
            && path.to_string_lossy().contains("/src/")
        {
            files.push(path);
        }
    }
}

/// The string with which a call begins, with its escapes read and its lists given one place.
fn literal(call: &str) -> Option<String> {
    let inside = call.trim_start().strip_prefix('"')?;
    let (mut text, mut characters) = (String::new(), inside.chars().peekable());
    loop {
        match characters.next()? {
            '"' => break,
            '\\' => match characters.next()? {
                '\n' => while characters.next_if(|c| c.is_whitespace()).is_some() {},
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    let bound = (1..100).take_while(|n| text.contains(&format!("${n}"))).count();
    let place = format!("${}", bound + 1);
    Some(text.replace("{many}", &place).replace("{one}", &place))
}
