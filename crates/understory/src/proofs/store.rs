//! Everything that the databases hold, so that a test can say that nothing changed.

use std::collections::BTreeMap;

use ::store::migrations::{KEYS, Migration, ROWS};
use ::store::{Database, Row, Sql, bind, sql};

/// Tables that may change although nothing was done: what was tried, and who looked.
const NOT_WATCHED: &[&str] = &["trail", "trail_batches", "looked", "wrong_tries"];

/// Every table with all that stands in it.
pub(super) type Holding = BTreeMap<String, String>;

/// All that is held now. For SQLite only: the other engine writes its rows in another way.
pub(super) async fn holding(rows: &Database, keys: &Database) -> Holding {
    let mut all = of(rows, ROWS).await;
    all.extend(of(keys, KEYS).await);
    all
}

/// How much of what was done stands on the trail; who looked is not counted.
pub(super) async fn marks(rows: &Database) -> i64 {
    let mut look = rows.look().await.expect("look");
    let done = sql!("SELECT COUNT(*) AS many FROM trail WHERE verb <> 'read'");
    look.one(done, bind()).await.expect("a row").number("many").expect("a number")
}

/// The tables in which two holdings differ.
pub(super) fn differing(before: &Holding, after: &Holding) -> Vec<String> {
    let differs = |table: &&String| before.get(*table) != after.get(*table);
    before.keys().filter(differs).cloned().collect()
}

async fn of(database: &Database, migrations: &[Migration]) -> Holding {
    let question = tables(migrations)
        .into_iter()
        .filter(|(table, _)| !NOT_WATCHED.contains(&table.as_str()))
        .map(|(table, columns)| {
            let row: Vec<String> =
                columns.iter().map(|column| format!("QUOTE({column})")).collect();
            let row = row.join(" || ',' || ");
            format!(
                "SELECT '{table}' AS name, COALESCE(GROUP_CONCAT({row}, '; '), '') AS held \
                 FROM {table}"
            )
        })
        .collect::<Vec<_>>()
        .join(" UNION ALL ");
    // A question for the length of the tests: it is made once for each list of migrations.
    let question: &'static str = Box::leak(question.into_boxed_str());
    let mut look = database.look().await.expect("look");
    let rows = look.all(Sql(question), bind()).await.expect("held");
    let pair = |row: Row| (row.word("name").expect("name"), row.word("held").expect("held"));
    rows.into_iter().map(pair).collect()
}

/// Every table of these migrations, with its columns.
fn tables(migrations: &[Migration]) -> Vec<(String, Vec<String>)> {
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    for line in migrations.iter().flat_map(|migration| migration.text.lines()) {
        if let Some(name) = line.strip_prefix("CREATE TABLE ") {
            tables.push((name.trim_end_matches([' ', '(']).to_owned(), Vec::new()));
        } else if let Some(gone) = line.strip_prefix("DROP TABLE ") {
            tables.retain(|(name, _)| name != gone.trim_end_matches(';'));
        } else if let Some(column) = line.strip_prefix("    ")
            && let Some((_, columns)) = tables.last_mut()
            && column.starts_with(|letter: char| letter.is_ascii_lowercase())
        {
            columns.extend(column.split_whitespace().next().map(str::to_owned));
        } else if let Some(altered) = line.strip_prefix("ALTER TABLE ") {
            alter(&mut tables, altered);
        }
    }
    tables
}

/// A column more of a table, or one less.
fn alter(tables: &mut [(String, Vec<String>)], altered: &str) {
    let split = |how| altered.split_once(how);
    if let Some((table, added)) = split(" ADD COLUMN ") {
        let of = tables.iter_mut().filter(|(name, _)| name == table);
        let added = added.split_whitespace().next().map(str::to_owned);
        of.for_each(|(_, columns)| columns.extend(added.clone()));
    } else if let Some((table, gone)) = split(" DROP COLUMN ") {
        let gone = gone.trim_end_matches(';');
        let of = tables.iter_mut().filter(|(name, _)| name == table);
        of.for_each(|(_, columns)| columns.retain(|column| column != gone));
    }
}
