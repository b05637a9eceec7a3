//! Every question that could grow has a bound.

use crate::has_word;
use crate::rust::Rust;
use crate::sql::is_statement;
use crate::tables::Table;
use crate::tree::Source;

/// Rows that are few although no whole key names them: the table, the column that names them, and
/// why there are not many.
const FEW: &[(&str, &str, &str)] = &[
    ("systems", "system_id", "a system has one row, its own"),
    ("wishes", "telling_id", "a telling names a bounded number of people and systems"),
    ("audiences", "thing_id", "follows from the wishes, which are bounded"),
];

/// What an answer of one row begins with.
const ONE_ROW: &[&str] = &["SELECT COUNT(", "SELECT MAX(", "SELECT MIN(", "SELECT SUM("];

/// Questions whose answer could grow: they have no LIMIT, ask for more than one row, and name no
/// whole key of what they ask for.
#[must_use]
pub fn unbounded(source: &Source, tables: &[Table]) -> Vec<String> {
    if !source.is_program() {
        return Vec::new();
    }
    let read = Rust::without_tests(&source.text);
    let marked = |at: usize| read.code[..at].trim_end().ends_with("sql!(");
    let asked = read.literals.iter().filter(|text| marked(text.at) && is_statement(&text.text));
    asked
        .filter(|text| could_grow(&text.text, tables))
        .map(|text| format!("{}:{} asks without a LIMIT", source.path, text.line))
        .collect()
}

fn could_grow(sql: &str, tables: &[Table]) -> bool {
    let text = outermost(sql);
    let is_question = ["SELECT", "WITH"].iter().any(|word| text.starts_with(word));
    if !is_question || has_word(&text, "LIMIT") || !has_word(&text, "FROM") {
        return false;
    }
    let grouped = text.split_once(" GROUP BY ").map(|(_, by)| by.trim());
    let one_row = ONE_ROW.iter().any(|begins| text.starts_with(begins));
    let few_groups = |by: &str| is_named(&text, by.split(' ').next().unwrap_or_default());
    match grouped {
        Some(by) => !few_groups(by),
        None => !one_row && !few_rows(&text, tables),
    }
}

/// Whether the question names every column of the key of the table it asks first. A key's own
/// system may be left out: ids are random.
fn few_rows(text: &str, tables: &[Table]) -> bool {
    let from = text.split_once("FROM ").and_then(|(_, rest)| rest.split(' ').next());
    let table = tables.iter().find(|table| Some(table.name.as_str()) == from);
    let Some(table) = table else { return false };
    let known = FEW.iter().any(|(name, column, _)| *name == table.name && is_named(text, column));
    let alone = table.key.len() == 1;
    let mut key = table.key.iter().filter(|column| alone || column.as_str() != "system_id");
    known || (!table.key.is_empty() && key.all(|column| is_named(text, column)))
}

/// Whether a column is held to what is bound: one value, or a list of ids that is itself bounded.
fn is_named(text: &str, column: &str) -> bool {
    ["= $", "= {"].iter().any(|bound| has_word(text, &format!("{column} {bound}")))
}

/// The text without what stands in brackets, and with a list of ids as if it were one.
fn outermost(sql: &str) -> String {
    let one_line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let listed = one_line.replace("IN ({many})", "= {many}");
    let mut deep = 0_usize;
    let mut out = String::new();
    for letter in listed.chars() {
        if letter == ')' {
            deep = deep.saturating_sub(1);
        }
        if deep == 0 {
            out.push(letter);
        }
        if letter == '(' {
            deep += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables;

    #[test]
    fn a_question_that_could_grow_is_caught() {
        let made = Source::new(
            "migrations/1.sql",
            "CREATE TABLE taken (system_id UUID, telling_id UUID, id UUID, PRIMARY KEY \
             (system_id, telling_id, id)); CREATE TABLE persons (id UUID PRIMARY KEY); \
             CREATE TABLE wishes (system_id UUID, telling_id UUID, to_id UUID, PRIMARY KEY \
             (system_id, telling_id, to_id));",
        );
        let tables = tables::read(&[&made]);
        let grows = |sql: &str| could_grow(sql, &tables);
        for planted in [
            "SELECT id FROM taken WHERE telling_id = $1",
            "SELECT id FROM taken WHERE system_id = $1 AND id = $2",
            "SELECT id FROM persons",
            "SELECT id FROM taken WHERE id IN (SELECT id FROM persons LIMIT 3)",
            "SELECT telling_id, COUNT(*) AS many FROM taken GROUP BY telling_id",
            "SELECT id FROM nowhere WHERE id = $1",
            "WITH a AS (SELECT 1 LIMIT 1) SELECT id FROM taken",
        ] {
            assert!(grows(planted), "{planted}");
        }
        for fine in [
            "SELECT id FROM taken WHERE telling_id = $1 LIMIT 200",
            "SELECT t.id FROM taken t WHERE t.telling_id = $1 AND t.id IN ({many})",
            "SELECT id FROM persons WHERE id = $1",
            "SELECT COUNT(*) AS many FROM taken WHERE telling_id = $1",
            "SELECT telling_id, MAX(at) AS at FROM taken WHERE telling_id IN ({many}) \
             GROUP BY telling_id",
            "SELECT EXISTS (SELECT 1 FROM taken) AS any",
            "SELECT to_id FROM wishes WHERE telling_id = $1",
            "DELETE FROM taken WHERE telling_id = $1",
        ] {
            assert!(!grows(fine), "{fine}");
        }
    }

    #[test]
    fn a_question_is_found_where_it_stands() {
        let text = "fn f() {\n sql!(\n \"SELECT id FROM persons\") }";
        let caught = |path: &str| unbounded(&Source::new(path, text), &[]).len();
        assert_eq!(caught("crates/places/src/parts/store.rs"), 1);
        assert_eq!(caught("crates/places/tests/parts.rs"), 0);
    }
}
