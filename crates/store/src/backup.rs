//! Copies of a SQLite database, whole and consistent while others write. A PostgreSQL is copied
//! with its own `pg_dump`, which knows more than we do.

use std::fs::File;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use ground::{Fault, Outcome};
use rusqlite::Connection;

use crate::database::Database;
use crate::sqlite::{ENGINES_PATIENCE, open_to_copy, refused};

impl Database {
    /// Writes a consistent copy into a new file that only its owner can read. What was deleted is
    /// not in it, nor any room it left.
    pub async fn copy_to(&self, to: &Path) -> Outcome<()> {
        match self {
            Self::Sqlite { readers, .. } => {
                let to = to.to_owned();
                readers.acquire().await?.wait_for(move |reader| copy(reader, &to)).await
            }
            Self::Postgres(_) => {
                Err(Fault::Inside("a PostgreSQL is copied with pg_dump".to_owned()))
            }
        }
    }

    /// Empties the write-ahead log of a SQLite into its file, so that what was deleted does not
    /// linger in it. Where somebody is reading an older state it stays until the next time.
    pub async fn settle(&self) -> Outcome<()> {
        if let Self::Sqlite { writer, .. } = self {
            let empty = |link: &Connection| {
                link.busy_timeout(ENGINES_PATIENCE)?;
                link.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            };
            writer.acquire().await?.wait_for(move |link| empty(link).map_err(refused)).await?;
        }
        Ok(())
    }
}

/// Copies a backup, or the file of a database that may be open elsewhere, into a new file. It
/// changes nothing of what it copies.
pub async fn copy_file(from: &Path, to: &Path) -> Outcome<()> {
    let from = &std::fs::canonicalize(from).map_err(Fault::inside)?;
    // A log beside it holds what the file does not have yet. Without one nobody is writing, and
    // the file can lie where nothing may be written.
    let log = from.with_file_name(match from.file_name() {
        Some(name) => format!("{}-wal", name.to_string_lossy()),
        None => return Err(Fault::NotFound),
    });
    let (from, to, alone) = (from.to_owned(), to.to_owned(), !log.exists());
    let copied = tokio::task::spawn_blocking(move || {
        copy(&open_to_copy(&from, alone).map_err(refused)?, &to)
    });
    copied.await.map_err(Fault::inside)?
}

fn copy(link: &Connection, to: &Path) -> Outcome<()> {
    let name = to.to_str().ok_or(Fault::Inside("a folder's name is not plain text".to_owned()))?;
    // The file is there, and private, before anything is in it: SQLite fills an empty one.
    let made = File::create_new(to).map_err(Fault::inside)?;
    made.set_permissions(std::fs::Permissions::from_mode(0o600)).map_err(Fault::inside)?;
    if let Err(error) = link.execute("VACUUM INTO $1", [name]) {
        // Half a copy looks like a whole one.
        let _ = std::fs::remove_file(to);
        return Err(refused(error));
    }
    File::open(to).and_then(|file| file.sync_all()).map_err(Fault::inside)
}
