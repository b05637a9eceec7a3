//! Where SQL and axum may stand, and which SQL both databases share.

use crate::rust::Rust;
use crate::tree::Source;
use crate::{has_word, line_of};

/// Crates in which any file may hold SQL: both are about rows.
const MAY_HOLD_SQL: &[&str] = &["store", "sharing"];

/// Crates in which any file may name axum.
const MAY_NAME_AXUM: &[&str] = &["web", "understory"];

/// Files beyond `pages.rs` that may name axum, each with its reason.
pub const MAY_NAME_AXUM_TOO: &[(&str, &str)] = &[
    ("crates/doors/src/sessions/cookie.rs", "a cookie is a header"),
    ("crates/doors/src/sessions/visit.rs", "the layer that turns a cookie into a visitor"),
    ("crates/doors/src/arrival.rs", "the answer that signs somebody in sets a cookie"),
    ("crates/doors/src/tries/mod.rs", "where a try came from stands in the request"),
    ("crates/places/src/view.rs", "what the pages of the room share"),
];

/// Words that begin a statement.
const STATEMENTS: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];

/// What only one of the databases has, what a spread-out PostgreSQL lacks, or what hides work from
/// the reader, each with its reason.
const NOT_SHARED: &[(&str, &str)] = &[
    ("ILIKE", "SQLite has none, and people's text is never folded in SQL"),
    ("ANY(", "SQLite has none"),
    ("ANY (", "SQLite has none"),
    ("FOR UPDATE", "SQLite has none; writes are serialisable"),
    ("DATE_TRUNC", "SQLite has none; days are reckoned in the place's zone, in Rust"),
    ("JSON_EXTRACT", "PostgreSQL has none"),
    ("INSERT OR", "PostgreSQL has none; say ON CONFLICT"),
    ("AUTOINCREMENT", "ids are random"),
    ("SERIAL", "ids are random"),
    ("BIGSERIAL", "ids are random"),
    ("SEQUENCE", "ids are random"),
    ("NEXTVAL", "ids are random"),
    ("TRIGGER", "a trigger does its work out of sight"),
    ("REFERENCES", "rows may live apart, on different machines"),
    ("FOREIGN KEY", "rows may live apart, on different machines"),
    ("CURRENT_TIMESTAMP", "time is passed in"),
    ("CURRENT_DATE", "time is passed in"),
    ("CURRENT_TIME", "time is passed in"),
    ("NOW(", "time is passed in"),
    ("::", "SQLite has none; what is bound has its type"),
];

/// Columns of people's text, which are sealed, so that no database can put them in order.
const NEVER_SORTED: &[&str] = &["name", "words", "title"];

/// SQL outside the files that may hold it.
#[must_use]
pub fn sql_elsewhere(source: &Source) -> Vec<String> {
    let may = source.name() == "store.rs"
        || source.krate().is_some_and(|name| MAY_HOLD_SQL.contains(&name));
    if may || !source.is_program() {
        return Vec::new();
    }
    let read = Rust::without_tests(&source.text);
    let say = |line: usize| format!("{}:{line} holds SQL, which belongs in store.rs", source.path);
    let marked = read.code.match_indices("sql!(").map(|(at, _)| line_of(&source.text, at));
    let quoted = read.literals.iter().filter(|text| is_statement(&text.text)).map(|text| text.line);
    let mut lines: Vec<usize> = marked.chain(quoted).collect();
    lines.sort_unstable();
    lines.dedup();
    lines.into_iter().map(say).collect()
}

/// What puts a text together from pieces, and so could put what somebody typed into it.
const PUTS_TOGETHER: &[&str] = &["format!(", "concat!(", "write!(", "push_str("];

/// SQL that is not one whole text marked by `sql!`, or that is put together from pieces. Only the
/// store does that, with numbered places for what is bound.
#[must_use]
pub fn sql_put_together(source: &Source) -> Vec<String> {
    if !source.is_program() || source.krate() == Some("store") {
        return Vec::new();
    }
    let read = Rust::without_tests(&source.text);
    let after = |at: usize, what: &str| read.code[..at].trim_end().ends_with(what);
    let loose = read.literals.iter().filter(|text| {
        let pieces = || PUTS_TOGETHER.iter().any(|puts| after(text.at, puts));
        (is_statement(&text.text) && !after(text.at, "sql!(")) || (has_sql(&text.text) && pieces())
    });
    let made = read.code.match_indices("Sql(").filter(|(at, _)| {
        !read.code[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
    });
    let made = made.map(|(at, _)| line_of(&source.text, at));
    let mut lines: Vec<usize> = loose.map(|text| text.line).chain(made).collect();
    lines.sort_unstable();
    lines.dedup();
    let say = |line| format!("{}:{line} puts SQL together; say sql!(\"…\")", source.path);
    lines.into_iter().map(say).collect()
}

/// axum outside the files that may name it.
#[must_use]
pub fn axum_elsewhere(source: &Source) -> Option<String> {
    let folder_of_pages = source.path.contains("/pages/");
    let may = source.name() == "pages.rs"
        || folder_of_pages
        || source.krate().is_some_and(|name| MAY_NAME_AXUM.contains(&name))
        || MAY_NAME_AXUM_TOO.iter().any(|(path, _)| *path == source.path);
    if may || !source.is_program() {
        return None;
    }
    has_word(&Rust::without_tests(&source.text).code, "axum")
        .then(|| format!("{} names axum, which belongs in pages.rs", source.path))
}

/// SQL that the two databases do not share: in Rust's quoted texts and in migrations.
#[must_use]
pub fn not_shared(source: &Source) -> Vec<String> {
    if source.is("sql") {
        return unshared_in(&without_remarks(&source.text))
            .into_iter()
            .map(|why| format!("{}: {why}", source.path))
            .collect();
    }
    if !source.is_program() {
        return Vec::new();
    }
    let read = Rust::without_tests(&source.text);
    let sql = read.literals.iter().filter(|text| has_sql(&text.text));
    sql.flat_map(|text| {
        let found = unshared_in(&text.text).into_iter();
        found.map(|why| format!("{}:{}: {why}", source.path, text.line))
    })
    .collect()
}

/// SQL with `--` remarks blanked out.
#[must_use]
pub fn without_remarks(sql: &str) -> String {
    let kept = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
    kept.collect::<Vec<_>>().join("\n")
}

/// Whether a text begins as a statement of SQL does.
#[must_use]
pub fn is_statement(text: &str) -> bool {
    let text = text.trim_start();
    STATEMENTS.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| rest.starts_with(char::is_whitespace))
    })
}

/// Whether a text is SQL or a piece of it: we write its words in capitals.
fn has_sql(text: &str) -> bool {
    let pieces = ["CREATE", "ALTER", "FROM", "WHERE", "ORDER BY", "VALUES", "RETURNING"];
    is_statement(text) || pieces.iter().any(|piece| has_word(text, piece))
}

fn unshared_in(sql: &str) -> Vec<String> {
    let capitals = sql.to_uppercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let words = NOT_SHARED
        .iter()
        .filter(|(word, _)| has_word(&capitals, word))
        .map(|(word, why)| format!("{word}: {why}"));
    let sorted = sorted_columns(&capitals)
        .into_iter()
        .filter(|column| NEVER_SORTED.contains(&column.as_str()))
        .map(|column| format!("ORDER BY {column}: people's text is never put in order in SQL"));
    words.chain(sorted).collect()
}

/// The columns that follow each ORDER BY, in small letters.
fn sorted_columns(capitals: &str) -> Vec<String> {
    let ends = [")", " LIMIT ", " OFFSET ", " RETURNING ", ";"];
    let mut columns = Vec::new();
    for after in capitals.split("ORDER BY ").skip(1) {
        let end = ends.iter().filter_map(|end| after.find(end)).min().unwrap_or(after.len());
        for part in after[..end].split(',') {
            let column = part.split_whitespace().next().unwrap_or_default();
            let column = column.rsplit(['.', '(']).next().unwrap_or_default();
            columns.push(column.to_lowercase());
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(path: &str, text: &str) -> Source {
        Source::new(path, text)
    }

    #[test]
    fn sql_outside_its_files_is_caught() {
        let planted = "fn all() { ask(\"SELECT id FROM systems\"); }";
        assert_eq!(sql_elsewhere(&rust("crates/places/src/systems/mod.rs", planted)).len(), 1);
        assert_eq!(
            sql_elsewhere(&rust("crates/places/src/a.rs", "x(sql!(r\"UPDATE a SET b = 1\"))"))
                .len(),
            1
        );
        assert!(sql_elsewhere(&rust("crates/places/src/systems/store.rs", planted)).is_empty());
        assert!(sql_elsewhere(&rust("crates/store/src/jobs.rs", planted)).is_empty());
        assert!(sql_elsewhere(&rust("crates/places/src/a.rs", "say(\"Select one\")")).is_empty());
        assert!(sql_elsewhere(&rust("crates/places/tests/a.rs", planted)).is_empty());
    }

    #[test]
    fn sql_put_together_from_pieces_is_caught() {
        let caught = |text: &str| sql_put_together(&rust("crates/places/src/store.rs", text)).len();
        assert_eq!(caught("Sql(leak(format!(\"SELECT id FROM {table} LIMIT 1\")))"), 1);
        assert_eq!(caught("let all = format!(\"{all} WHERE kind = '{kind}'\");"), 1);
        assert_eq!(caught("let sql = \"DELETE FROM systems\";"), 1);
        assert_eq!(caught("work.run(store::Sql(text), bind())"), 1);
        assert_eq!(caught("work.run(sql!(\n    \"SELECT id FROM systems LIMIT 1\"), bind())"), 0);
        assert_eq!(caught("let name = format!(\"{one} and {other}\");"), 0);
        let in_store = rust("crates/store/src/look.rs", "format!(\"SELECT * FROM ({part})\")");
        assert!(sql_put_together(&in_store).is_empty());
    }

    #[test]
    fn axum_outside_pages_is_caught() {
        let planted = "use axum::Router;";
        assert!(axum_elsewhere(&rust("crates/places/src/systems/mod.rs", planted)).is_some());
        assert!(axum_elsewhere(&rust("crates/places/src/systems/pages.rs", planted)).is_none());
        assert!(
            axum_elsewhere(&rust("crates/places/src/systems/pages/show.rs", planted)).is_none()
        );
        assert!(axum_elsewhere(&rust("crates/web/src/app.rs", planted)).is_none());
        assert!(axum_elsewhere(&rust("crates/places/src/a.rs", "// no axum here")).is_none());
    }

    #[test]
    fn sql_that_only_one_database_has_is_caught() {
        let path = "crates/places/src/systems/store.rs";
        for (planted, _) in NOT_SHARED {
            let text = format!("sql!(\"SELECT a FROM b WHERE {} c)\")", planted.to_lowercase());
            assert_eq!(not_shared(&rust(path, &text)).len(), 1, "{planted}");
            let migration = format!("-- a remark\nCREATE TABLE a (b {planted} c);");
            assert_eq!(not_shared(&rust("migrations/1.sql", &migration)).len(), 1, "{planted}");
        }
        assert!(not_shared(&rust(path, "sql!(\"SELECT serialised FROM company\")")).is_empty());
        assert!(not_shared(&rust("migrations/1.sql", "-- no TRIGGER here\n")).is_empty());
        assert!(not_shared(&rust(path, "say(\"insert or keep\")")).is_empty());
    }

    #[test]
    fn sorting_peoples_text_is_caught() {
        let path = "crates/places/src/systems/store.rs";
        let caught = |sql: &str| not_shared(&rust(path, &format!("sql!(\"{sql}\")"))).len();
        assert_eq!(caught("SELECT id FROM a ORDER BY day DESC, s.name LIMIT 20"), 1);
        assert_eq!(caught("SELECT id FROM a ORDER BY lower(title)"), 1);
        assert_eq!(caught("SELECT words FROM a ORDER BY day, id LIMIT 20"), 0);
    }
}
