//! What the migrations may make: column types that both databases share, keys that begin with the
//! system, and plain text only where a list says why it is not sealed.

use crate::exceptions::Exception;
use crate::sql::without_remarks;
use crate::tree::Source;

/// The types that both databases share.
const TYPES: &[&str] = &["TEXT", "BIGINT", "BOOLEAN", "UUID", "BYTEA", "DOUBLE PRECISION"];

/// Tables whose primary key need not begin with `system_id`, each with its reason. Everything else
/// can be spread by system over many machines.
pub const GLOBAL_TABLES: &[(&str, &str)] = &[
    ("persons", "somebody is the same person in every system"),
    ("sessions", "found by what the browser holds, before we know who or where"),
    ("sign_in_links", "found by the link alone, before we know who or where"),
    ("first_links", "opens a folder that has no system yet"),
    ("cards", "found by its code or words, before we know who or where"),
    ("addresses", "found by the address, before we know who or where"),
    ("address_claims", "an address is given at the door, for every place at once"),
    ("address_links", "found by the link alone, before we know who or where"),
    ("door_news", "told at the door, to the same person in every system"),
    ("passkeys", "found by what the device answers, before we know who or where"),
    ("passkey_asks", "found by what the browser holds, before we know who or where"),
    ("wrong_tries", "bounds tries at the door, before we know who or where"),
    ("jobs", "work is leased by any node, for any system"),
    ("migrations", "says what was done to the whole database"),
    ("leases", "one holder for the whole database"),
    ("once_keys", "a repeated form is known by its key alone"),
    ("keys", "in the database of keys, which knows keepers and nothing else"),
    ("thrown_away", "in the database of keys, which knows keepers and nothing else"),
];

/// One table as the migrations leave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The migration that makes it.
    pub path: String,
    /// Its columns: name and type, in capitals.
    pub columns: Vec<(String, String)>,
    /// The columns of its primary key, in order.
    pub key: Vec<String>,
}

/// Every table that the migrations make, with the columns that later ones add, without those that
/// later ones drop.
#[must_use]
pub fn read(migrations: &[&Source]) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for migration in migrations {
        let sql = without_remarks(&migration.text);
        for statement in sql.split(';') {
            let words: Vec<&str> = statement.split_whitespace().collect();
            let beginning: Vec<String> = words.iter().take(2).map(|w| w.to_uppercase()).collect();
            match beginning.join(" ").as_str() {
                "CREATE TABLE" => tables.extend(made(statement, &migration.path)),
                "ALTER TABLE" => alter(&words, &mut tables),
                _ => {}
            }
        }
    }
    tables
}

fn made(statement: &str, path: &str) -> Option<Table> {
    let (head, rest) = statement.split_once('(')?;
    let name = head.split_whitespace().next_back()?.to_lowercase();
    let body = &rest[..closing(rest)?];
    let mut table = Table { name, path: path.to_owned(), ..Table::default() };
    for part in parts(body) {
        let capitals = part.to_uppercase();
        let own_line = ["PRIMARY KEY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"];
        let constraint = own_line.iter().any(|word| capitals.trim_start().starts_with(word));
        let Some(column) = column(part).filter(|_| !constraint) else {
            if let Some((_, after)) = capitals.split_once("PRIMARY KEY") {
                let columns = after.trim().trim_start_matches('(').split(')').next();
                let columns = columns.unwrap_or_default().split(',');
                table.key = columns.map(|name| name.trim().to_lowercase()).collect();
            }
            continue;
        };
        if capitals.contains("PRIMARY KEY") {
            table.key = vec![column.0.clone()];
        }
        table.columns.push(column);
    }
    Some(table)
}

fn alter(words: &[&str], tables: &mut [Table]) {
    let [_, _, name, rest @ ..] = words else { return };
    if let [how, _, gone] = rest
        && how.eq_ignore_ascii_case("DROP")
    {
        let gone = gone.to_lowercase();
        let table = tables.iter_mut().filter(|table| table.name == name.to_lowercase());
        table.for_each(|table| table.columns.retain(|(column, _)| *column != gone));
        return;
    }
    let rest: Vec<&str> = rest
        .iter()
        .copied()
        .filter(|word| !["ADD", "COLUMN"].contains(&word.to_uppercase().as_str()))
        .collect();
    let table = tables.iter_mut().find(|table| table.name == name.to_lowercase());
    if let (Some(table), Some(column)) = (table, column(&rest.join(" "))) {
        table.columns.push(column);
    }
}

/// A column's name and type.
fn column(part: &str) -> Option<(String, String)> {
    let mut words = part.split_whitespace();
    let name = words.next()?.to_lowercase();
    let kind = words.next()?.to_uppercase();
    let kind =
        if kind == "DOUBLE" { format!("{kind} {}", words.next()?.to_uppercase()) } else { kind };
    Some((name, kind))
}

/// Where the bracket closes that was open when `text` began.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1_usize;
    text.char_indices().find_map(|(at, letter)| {
        match letter {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        (open == 0).then_some(at)
    })
}

/// What stands between the commas that are in no bracket.
fn parts(body: &str) -> Vec<&str> {
    let (mut open, mut from, mut parts) = (0_usize, 0, Vec::new());
    for (at, letter) in body.char_indices() {
        match letter {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            ',' if open == 0 => {
                parts.push(&body[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&body[from..]);
    parts
}

/// Columns of a type that the two databases do not share.
#[must_use]
pub fn unshared_types(tables: &[Table]) -> Vec<String> {
    let columns =
        tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    columns
        .filter(|(_, (_, kind))| !TYPES.contains(&kind.as_str()))
        .map(|(table, (name, kind))| {
            format!(
                "{}: {}.{name} is {kind}; both databases share {}",
                table.path,
                table.name,
                TYPES.join(", ")
            )
        })
        .collect()
}

/// Tables that could not be spread by system.
#[must_use]
pub fn keys_without_system(tables: &[Table]) -> Vec<String> {
    let global = |name: &str| GLOBAL_TABLES.iter().any(|(known, _)| *known == name);
    tables
        .iter()
        .filter(|table| table.key.first().is_none_or(|first| first != "system_id"))
        .filter(|table| table.key.is_empty() || !global(&table.name))
        .map(|table| {
            let is = if table.key.is_empty() {
                "has no primary key".to_owned()
            } else {
                format!("is keyed by {}", table.key.join(", "))
            };
            format!(
                "{}: {} {is}; system_id comes first, or GLOBAL_TABLES says why not",
                table.path, table.name
            )
        })
        .collect()
}

/// Plain text that no line of the list allows, and lines of the list for columns that are not
/// there. What people type is sealed, and so is BYTEA.
#[must_use]
pub fn unlisted_text(tables: &[Table], plain: &[Exception]) -> Vec<String> {
    let text: Vec<String> = tables
        .iter()
        .flat_map(|table| {
            let text = table.columns.iter().filter(|(_, kind)| kind == "TEXT");
            text.map(move |(name, _)| format!("{}.{name}", table.name))
        })
        .collect();
    let listed = |column: &String| plain.iter().any(|known| known.what[0] == *column);
    let unlisted = text.iter().filter(|column| !listed(column)).map(|column| {
        format!("{column} is plain TEXT; seal it as BYTEA, or say in plain-columns.txt why nobody's words are in it")
    });
    let stale = plain.iter().filter(|known| !text.contains(&known.what[0])).map(|known| {
        format!("plain-columns.txt lists {}, and no TEXT column is called that", known.what[0])
    });
    unlisted.chain(stale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(sql: &str) -> Vec<Table> {
        read(&[&Source::new("migrations/1.sql", sql)])
    }

    #[test]
    fn a_table_is_read_with_its_key_and_later_columns() {
        let read = tables(
            "-- one; two\nCREATE TABLE IF NOT EXISTS Parts (\n system_id UUID NOT NULL,\n \
             share DOUBLE PRECISION NOT NULL CHECK (share IN (1, 2)),\n \
             PRIMARY KEY (system_id, id)\n) WITHOUT ROWID;\n\
             ALTER TABLE parts ADD COLUMN kind TEXT;",
        );
        assert_eq!(read[0].name, "parts");
        assert_eq!(read[0].key, ["system_id", "id"]);
        let kinds: Vec<&str> = read[0].columns.iter().map(|(_, kind)| kind.as_str()).collect();
        assert_eq!(kinds, ["UUID", "DOUBLE PRECISION", "TEXT"]);
    }

    #[test]
    fn a_type_that_is_not_shared_is_caught() {
        let caught =
            |kind: &str| unshared_types(&tables(&format!("CREATE TABLE a (b {kind})"))).len();
        assert_eq!(["TIMESTAMPTZ", "VARCHAR(20)", "JSONB", "INTEGER", "BLOB"].map(caught), [1; 5]);
        assert_eq!(["TEXT", "BYTEA", "double precision", "Bigint"].map(caught), [0; 4]);
    }

    #[test]
    fn a_key_that_does_not_begin_with_the_system_is_caught() {
        let caught = |sql: &str| keys_without_system(&tables(sql)).len();
        assert_eq!(caught("CREATE TABLE a (id UUID PRIMARY KEY)"), 1);
        assert_eq!(
            caught("CREATE TABLE a (id UUID, system_id UUID, PRIMARY KEY (id, system_id))"),
            1
        );
        assert_eq!(caught("CREATE TABLE sessions (id UUID)"), 1);
        assert_eq!(caught("CREATE TABLE a (system_id UUID NOT NULL PRIMARY KEY)"), 0);
        assert_eq!(caught("CREATE TABLE sessions (hash BYTEA PRIMARY KEY)"), 0);
    }

    #[test]
    fn unsealed_text_and_a_list_that_has_aged_are_caught() {
        let made = tables("CREATE TABLE a (system_id UUID PRIMARY KEY, kind TEXT, name BYTEA)");
        let listed = |what: &str| [Exception { what: vec![what.to_owned()], why: String::new() }];
        assert_eq!(unlisted_text(&made, &[]).len(), 1);
        assert_eq!(unlisted_text(&made, &listed("a.gone")).len(), 2);
        assert_eq!(unlisted_text(&made, &listed("a.kind")).len(), 0);
    }
}
