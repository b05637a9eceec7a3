//! The two engines, how each is opened, and how a write is tried again.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use ground::{Fault, Outcome};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::look::{Link, Look, Work, refused};
use crate::sqlite::Pool;

/// How often a write is tried again when another one was in the way.
pub const TRIES: u32 = 8;
/// How many may read a file of SQLite at the same time; others wait.
const READERS: u32 = 16;

/// One of the two engines, with its connections. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Database {
    /// One file, for a laptop or a small place. Writers take turns on their own connection.
    Sqlite {
        /// Connections that read.
        readers: Pool,
        /// The one connection that writes, so that writers queue here and not in the file.
        writer: Pool,
    },
    /// A server, for a county or more.
    Postgres(PgPool),
}

impl Database {
    /// Opens the file at `path`, making it if need be: write-ahead log, `synchronous=FULL`.
    /// Only its owner can read the file, and the log beside it.
    pub async fn sqlite(path: &Path) -> Outcome<Self> {
        make_private(path)?;
        // The writer comes first: it makes the file what it shall be.
        let (writer, readers) = (Pool::open(path, 1).await?, Pool::open(path, READERS).await?);
        Ok(Self::Sqlite { readers, writer })
    }

    /// Opens a PostgreSQL by its address (`postgres://…`).
    pub async fn postgres(url: &str) -> Outcome<Self> {
        let options = PgConnectOptions::from_str(url).map_err(Fault::inside)?;
        let pool = PgPoolOptions::new()
            .max_connections(12)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await
            .map_err(Fault::inside)?;
        Ok(Self::Postgres(pool))
    }

    /// A connection to read from.
    pub async fn look(&self) -> Outcome<Look> {
        Ok(Look::new(match self {
            Self::Sqlite { readers, .. } => Link::SqliteConnection(readers.acquire().await?),
            Self::Postgres(pool) => {
                Link::PostgresConnection(pool.acquire().await.map_err(Fault::inside)?)
            }
        }))
    }

    /// Begins one try at a write; [`write!`](crate::write) calls it.
    pub async fn begin(&self) -> Outcome<Work> {
        Ok(Work::new(match self {
            Self::Sqlite { writer, .. } => Link::SqliteTransaction(writer.begin().await?),
            Self::Postgres(pool) => Link::PostgresTransaction(
                pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await.map_err(refused)?,
            ),
        }))
    }

    /// Whether this is SQLite; migrations and backups are the only ones to ask.
    #[must_use]
    pub const fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite { .. })
    }

    /// Closes every connection, after what is under way.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Makes an empty file that only its owner can read, where there is none. SQLite gives the files
/// that it keeps beside a database the same rights.
fn make_private(path: &Path) -> Outcome<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Fault::inside(error)),
    }
}

/// Runs a write as one transaction, again from the start when another write was in the way. The
/// body may run several times, so it has no effect but on the database.
///
/// ```ignore
/// let id = store::write!(database, |work| {
///     keep(work, &telling).await?;
///     trail::told(work, reader, telling.id).await
/// })?;
/// ```
#[macro_export]
macro_rules! write {
    ($database:expr, |$work:ident| $body:expr) => {
        async {
            let mut tries = 0;
            loop {
                let mut begun = $database.begin().await?;
                let done: ::ground::Outcome<_> = async {
                    let $work = &mut begun;
                    $body
                }
                .await;
                match begun.finish(done).await {
                    Err(::ground::Fault::Busy) if tries < $crate::database::TRIES => {
                        tries += 1;
                        $crate::database::wait_a_little(tries).await;
                    }
                    settled => break settled,
                }
            }
        }
        .await
    };
}

/// Waits before trying a write again: longer each time, and never in step with the others.
pub async fn wait_a_little(tries: u32) {
    let mut byte = [0_u8; 1];
    // Without randomness all wait the same; that is slower, not wrong.
    let _ = getrandom::fill(&mut byte);
    let most = 4_u64 << tries.min(6);
    tokio::time::sleep(Duration::from_millis(1 + u64::from(byte[0]) % most)).await;
}
