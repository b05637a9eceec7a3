//! Migrations: the texts in `migrations/`, run in order, each in one transaction, none twice.
//! The text is written once. For SQLite `BYTEA` becomes `BLOB` and every table is kept
//! `WITHOUT ROWID`, so that no hidden number tells in which order things were written.

use ground::{Fault, Moment, Outcome};

use crate::ask::bind;
use crate::database::Database;
use crate::sql;

/// One migration: its name never changes, nor does its text once released.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its name, such as `001-sharing`.
    pub name: &'static str,
    /// Its SQL, statements ended by `;` at the end of a line.
    pub text: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration {
            name: $name,
            text: include_str!(concat!("../../../migrations/", $name, ".sql")),
        }),+]
    };
}

/// What the rows of a place are kept in.
pub const ROWS: &[Migration] = migrations![
    "001-sharing",
    "002-doors",
    "003-places",
    "004-stories",
    "005-learning",
    "006-imports",
    "007-second-readings",
    "008-changes",
    "009-asks",
    "010-ringing-quotations-drafts",
    "011-doors",
    "012-indexes",
    "013-mended",
    "014-leaving",
    "015-duty",
    "016-edges",
    "017-better-words",
    "018-comparing-convening-four-words",
    "019-corrected",
    "020-who-took-it-back",
    "021-emptied-words",
    "022-put-away",
    "023-guests",
    "024-names-alike",
    "025-in-time",
    "026-told-in-time",
    "027-stages",
    "028-come-and-talk",
    "029-told-by-name",
    "030-offered-since",
    "031-come-and-talk",
    "032-lives",
    "033-passkeys",
    "036-alongside",
    "038-moving",
    "040-pens"
];
/// What the keys are kept in.
pub const KEYS: &[Migration] = migrations!["keys-001"];

/// Brings a database up to `wanted`. A database that knows a migration which this program does
/// not was written by a newer one: it is left as it is.
pub async fn migrate(database: &Database, wanted: &[Migration], now: Moment) -> Outcome<()> {
    let sqlite = database.is_sqlite();
    let run = check(database, wanted).await?;
    for migration in wanted.iter().filter(|m| !run.iter().any(|name| name == m.name)) {
        one(database, *migration, sqlite, now).await?;
    }
    Ok(())
}

/// Which migrations a database has run; a fault when one of them is not of `wanted`. Whoever opens
/// two databases checks both before changing either.
pub async fn check(database: &Database, wanted: &[Migration]) -> Outcome<Vec<String>> {
    let sqlite = database.is_sqlite();
    crate::write!(database, |work| {
        let ledger = "CREATE TABLE IF NOT EXISTS migrations \
                      (name TEXT NOT NULL PRIMARY KEY, run BIGINT NOT NULL)";
        work.run_text(for_engine(ledger, sqlite)).await
    })?;
    let rows =
        database.look().await?.all(sql!("SELECT name FROM migrations LIMIT 10000"), bind()).await?;
    let run: Vec<String> = rows.iter().map(|row| row.word("name")).collect::<Outcome<_>>()?;
    if let Some(newer) = run.iter().find(|name| !wanted.iter().any(|m| m.name == **name)) {
        return Err(Fault::Newer(newer.clone()));
    }
    Ok(run)
}

async fn one(database: &Database, migration: Migration, sqlite: bool, now: Moment) -> Outcome<()> {
    let done = crate::write!(database, |work| {
        // The ledger's row comes first: a second node that runs the same migration waits for it
        // and then finds it done.
        work.run(
            sql!("INSERT INTO migrations (name, run) VALUES ($1, $2)"),
            bind().word(migration.name).moment(now),
        )
        .await?;
        for statement in statements(migration.text) {
            work.run_text(for_engine(statement, sqlite)).await?;
        }
        Ok(())
    });
    match done {
        Err(Fault::Already) => Ok(()),
        settled => settled,
    }
}

/// The statements of a migration. A `;` ends one only at the end of a line.
fn statements(text: &str) -> impl Iterator<Item = &str> {
    text.split(";\n").map(str::trim).filter(|s| !s.is_empty())
}

fn for_engine(statement: &str, sqlite: bool) -> String {
    let bare: String = statement
        .lines()
        .filter(|l| !l.trim_start().starts_with("--"))
        .collect::<Vec<_>>()
        .join("\n");
    let bare = bare.trim().trim_end_matches(';').to_owned();
    if !sqlite {
        return bare;
    }
    let with_blobs = bare.replace("BYTEA", "BLOB");
    if with_blobs.starts_with("CREATE TABLE") { with_blobs + " WITHOUT ROWID" } else { with_blobs }
}
