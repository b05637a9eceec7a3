//! Which crate may lean on which: arrows run down. What only the store may lean on, and what the
//! lowest may not touch.

use toml::{Table, Value};

use crate::has_word;
use crate::rust::Rust;
use crate::tree::Source;

/// The house from the roof down, as ARCHITECTURE.md draws it. A crate may depend on those in lower
/// rows only; two in one row know nothing of each other.
pub const HOUSE: &[&[&str]] = &[
    &["understory"],
    &["commons"],
    &["accounts"],
    &["health"],
    &["resources"],
    &["decisions"],
    &["learning"],
    &["maps"],
    &["stories"],
    &["people"],
    &["places"],
    &["doors"],
    &["web"],
    &["finding"],
    &["sharing"],
    &["store"],
    &["exchange", "sense"],
    &["ground"],
];

/// Rooms on different rows that know nothing of each other all the same: they meet only as nouns.
const APART: &[(&str, &str)] = &[("learning", "stories")];

/// What speaks to a database: only the store may lean on it.
const DATABASES: &[&str] = &["rusqlite", "sqlx"];

/// What only tests may lean on, from anywhere. These may themselves lean on anything.
pub const FOR_TESTS: &[&str] = &["bench", "cast", "prover", "proving", "tidy"];

/// The crates that do no I/O (invariant 1).
const PURE: &[&str] = &["ground", "sense", "exchange"];

/// What a pure crate may not name. Time is passed in (invariant 10).
const OUTSIDE: &[&str] = &[
    "tokio",
    "sqlx",
    "axum",
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant",
];

/// Macros that write to a terminal.
const PRINTING: &[&str] = &["dbg!", "eprint!", "eprintln!", "print!", "println!"];

/// The one file that reads the time.
const CLOCK: &str = "crates/ground/src/moment.rs";

/// Where the machine's clock is taken up and passed on; everywhere else it comes as an argument.
/// Of the program itself every file may, since it is what begins.
const TAKES_UP_THE_CLOCK: &[(&str, &str)] =
    &[("crates/sharing/src/lib.rs", "what the program begins with, unless it is given another")];

/// One crate's manifest: its folder's name and what it says.
pub struct Manifest<'a> {
    /// The name of its folder under `crates/`.
    pub folder: &'a str,
    /// Its `Cargo.toml`.
    pub text: &'a str,
}

/// Every arrow that runs up, sideways or out of the drawing.
#[must_use]
pub fn wrong_arrows(manifests: &[Manifest<'_>]) -> Vec<String> {
    let names: Vec<&str> = manifests.iter().map(|manifest| manifest.folder).collect();
    manifests.iter().flat_map(|manifest| wrong_in(manifest, &names)).collect()
}

fn wrong_in(manifest: &Manifest<'_>, ours: &[&str]) -> Vec<String> {
    let from = manifest.folder;
    let Ok(read) = manifest.text.parse::<Table>() else {
        return vec![format!("crates/{from}/Cargo.toml cannot be read")];
    };
    let named = read.get("package").and_then(|about| about.get("name")).and_then(Value::as_str);
    if named != Some(from) {
        return vec![format!("crates/{from} should be called {from}, as its folder is")];
    }
    if FOR_TESTS.contains(&from) {
        return Vec::new();
    }
    if floor(from).is_none() {
        return vec![format!(
            "{from} is not in the drawing of the house (crates/tidy/src/arrows.rs)"
        )];
    }
    let mut wrong = Vec::new();
    for (kind, to) in dependencies(&read) {
        let only_tests = kind == "dev-dependencies";
        if PURE.contains(&from) && OUTSIDE.contains(&to.as_str()) && !only_tests {
            wrong.push(format!("{from} does no I/O, so it cannot depend on {to}"));
        }
        let allowed = !ours.contains(&to.as_str())
            || (only_tests && FOR_TESTS.contains(&to.as_str()))
            || matches!((floor(from), floor(&to)), (Some(from), Some(to)) if from < to);
        if !allowed {
            wrong.push(format!("{from} may not depend on {to} in [{kind}]: arrows run down"));
        }
        if APART.contains(&(from, &to)) || APART.contains(&(&to, from)) {
            wrong.push(format!("{from} may not depend on {to}: they meet only as nouns"));
        }
        if from != "store" && DATABASES.contains(&to.as_str()) {
            wrong.push(format!("{from} may not depend on {to}: only the store asks a database"));
        }
    }
    wrong
}

/// Which row of the house a crate is on, counted from the roof.
fn floor(name: &str) -> Option<usize> {
    HOUSE.iter().position(|row| row.contains(&name))
}

/// What a manifest depends on, with the kind of table that says so.
fn dependencies(manifest: &Table) -> Vec<(&'static str, String)> {
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let by_target = manifest.get("target").and_then(Value::as_table).into_iter().flatten();
    let tables = by_target.filter_map(|(_, part)| part.as_table());
    std::iter::once(manifest)
        .chain(tables)
        .flat_map(|table| kinds.map(|kind| (kind, table.get(kind).and_then(Value::as_table))))
        .flat_map(|(kind, found)| {
            found.into_iter().flatten().map(move |(name, how)| {
                let package = how.get("package").and_then(Value::as_str);
                (kind, package.unwrap_or(name).to_owned())
            })
        })
        .collect()
}

/// Where a pure crate reaches outside.
#[must_use]
pub fn reaches_outside(source: &Source) -> Vec<String> {
    if !source.krate().is_some_and(|name| PURE.contains(&name)) || !source.is_program() {
        return Vec::new();
    }
    let code = without_numbers(&ungrouped(&Rust::without_tests(&source.text).code));
    let printing = PRINTING.iter().filter(|prints| has_word(&code, prints));
    let named = OUTSIDE.iter().filter(|outside| {
        let clock = **outside == "SystemTime" && source.path == CLOCK;
        !clock && has_word(&code, outside)
    });
    named
        .chain(printing)
        .map(|outside| format!("{} names {outside}, and does no I/O", source.path))
        .collect()
}

/// Where code reads the machine's time rather than the clock that was passed in.
#[must_use]
pub fn reads_the_time(source: &Source) -> Vec<String> {
    if !source.is_program() || source.path == CLOCK {
        return Vec::new();
    }
    let code = Rust::without_tests(&source.text).code;
    let takes_it_up = source.krate() == Some("understory")
        || TAKES_UP_THE_CLOCK.iter().any(|(path, _)| *path == source.path);
    ["SystemTime::now", "Timestamp::now", "Zoned::now", "Clock::Machine"]
        .iter()
        .filter(|reads| has_word(&code, reads) && !(takes_it_up && **reads == "Clock::Machine"))
        .map(|reads| format!("{} calls {reads}; time is passed in, from {CLOCK}", source.path))
        .collect()
}

/// An address is only numbers; what is outside is what would connect to it.
const ONLY_NUMBERS: &[&str] = &["std::net::IpAddr", "std::net::Ipv4Addr", "std::net::Ipv6Addr"];

/// Leaves out of `code` the names that only look as if they reached outside.
fn without_numbers(code: &str) -> String {
    let start = code.to_owned();
    ONLY_NUMBERS.iter().fold(start, |code, name| code.replace(name, ""))
}

/// Writes `use std::{fs, io}` out as `std::fs std::io`, one level deep.
fn ungrouped(code: &str) -> String {
    let mut out = code.to_owned();
    for group in code.split("std::{").skip(1) {
        let inside = group.split('}').next().unwrap_or_default();
        for name in inside.split(',') {
            out.push_str(" std::");
            out.push_str(name.trim());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\n{rest}")
    }

    fn wrong(from: &str, rest: &str) -> Vec<String> {
        let text = manifest(from, rest);
        let others =
            ["ground", "sense", "exchange", "store", "web", "places", "stories", "proving"];
        let bare: Vec<(&str, String)> = others
            .into_iter()
            .filter(|name| *name != from)
            .map(|name| (name, manifest(name, "")))
            .collect();
        let mut all: Vec<Manifest<'_>> =
            bare.iter().map(|(folder, text)| Manifest { folder, text }).collect();
        all.push(Manifest { folder: from, text: &text });
        wrong_arrows(&all)
    }

    #[test]
    fn arrows_down_are_fine() {
        assert_eq!(
            wrong(
                "stories",
                "[dependencies]\nplaces.workspace = true\nground.workspace = true\n\
                   [dev-dependencies]\nproving.workspace = true"
            ),
            Vec::<String>::new()
        );
    }

    #[test]
    fn arrows_up_sideways_and_hidden_are_caught() {
        assert_eq!(wrong("places", "[dependencies]\nstories.workspace = true").len(), 1);
        assert_eq!(wrong("sense", "[dependencies]\nexchange.workspace = true").len(), 1);
        assert_eq!(wrong("store", "[dev-dependencies]\nweb.workspace = true").len(), 1);
        assert_eq!(wrong("store", "[target.'cfg(unix)'.dependencies]\nweb.path = \"x\"").len(), 1);
        assert_eq!(wrong("store", "[dependencies]\nw = { package = \"web\" }").len(), 1);
        assert_eq!(wrong("web", "[dependencies]\nproving.workspace = true").len(), 1);
    }

    #[test]
    fn rooms_that_know_nothing_of_each_other_are_kept_apart() {
        assert_eq!(wrong("learning", "[dependencies]\nstories.workspace = true").len(), 1);
        assert_eq!(wrong("learning", "[dependencies]\nplaces.workspace = true").len(), 0);
    }

    #[test]
    fn a_database_beside_the_store_is_caught() {
        assert_eq!(wrong("places", "[dependencies]\nsqlx.workspace = true").len(), 1);
        assert_eq!(wrong("web", "[dev-dependencies]\nrusqlite.workspace = true").len(), 1);
        assert_eq!(wrong("store", "[dependencies]\nsqlx.workspace = true").len(), 0);
    }

    #[test]
    fn a_crate_outside_the_drawing_is_caught() {
        assert_eq!(wrong("utilities", "").len(), 1);
    }

    #[test]
    fn a_pure_crate_that_reaches_outside_is_caught() {
        let caught = |text: &str| reaches_outside(&Source::new("crates/sense/src/lib.rs", text));
        assert_eq!(caught("use std::fs::File;").len(), 1);
        assert_eq!(caught("use std::{collections::HashMap, env};").len(), 1);
        assert_eq!(caught("fn now() { SystemTime::now() }").len(), 1);
        assert_eq!(caught("use std::net::TcpStream;").len(), 1);
        assert_eq!(caught("use std::io::Write;").len(), 1);
        assert_eq!(caught("fn f() { println!(\"x\"); }").len(), 1);
        assert_eq!(caught("#[cfg(test)]\nmod tests { }\nfn f() { std::fs::read(x) }").len(), 1);
        assert!(caught("let address: std::net::IpAddr = parse();").is_empty());
        assert!(caught("// never std::fs\nlet said = \"tokio\";").is_empty());
        assert!(caught("ok();\n#[cfg(test)]\nmod tests {\n use std::fs; }").is_empty());
        assert_eq!(wrong("sense", "[dependencies]\ntokio = \"1\"").len(), 1);
        let clock = Source::new(CLOCK, "use std::time::SystemTime;");
        assert!(reaches_outside(&clock).is_empty() && reads_the_time(&clock).is_empty());
    }

    #[test]
    fn reading_the_time_beside_the_clock_is_caught() {
        let caught = |text: &str| reads_the_time(&Source::new("crates/web/src/page.rs", text));
        assert_eq!(caught("let now = jiff::Timestamp::now();").len(), 1);
        assert_eq!(caught("let now = ground::Clock::Machine.now();").len(), 1);
        let program = Source::new("crates/understory/src/serve.rs", "run(Clock::Machine)");
        assert!(reads_the_time(&program).is_empty());
        assert!(caught("let now = clock.now();").is_empty());
    }
}
