//! SQLite as we use it: a few connections to one file, each asked on the very thread that wants
//! the answer. A question is bounded and its rows lie in memory, so an answer takes less time than
//! handing it to another thread and waking up again would. What waits for the disk, the end of a
//! write and a copy, goes to a thread that may wait.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ground::id::Uuid;
use ground::{Fault, Outcome};
use rusqlite::types::{ToSqlOutput, Value as Kept, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::ask::{Bind, Value};

/// How many texts a connection keeps understood.
const UNDERSTOOD: usize = 256;
/// How long somebody waits for a connection, or for a writer in another process.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the engine itself waits where it must, on a thread of its own or as it opens a file.
pub(crate) const ENGINES_PATIENCE: Duration = Duration::from_secs(5);

/// Connections to one file. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Pool(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    most: u32,
    turns: Arc<Semaphore>,
    /// What was used last is used first: its pages are still at hand.
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    /// At most this many connections, opened when they are needed; one is opened at once, so that
    /// a file that cannot be opened is known.
    pub(crate) async fn open(path: &Path, most: u32) -> Outcome<Self> {
        let turns = Arc::new(Semaphore::new(most as usize));
        let (path, idle) = (path.to_owned(), Mutex::default());
        let pool = Self(Arc::new(Inner { path, most, turns, idle }));
        drop(pool.acquire().await?);
        Ok(pool)
    }

    /// A connection of one's own until it is dropped.
    pub(crate) async fn acquire(&self) -> Outcome<Lent> {
        let turn = tokio::time::timeout(PATIENCE, self.0.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(Fault::inside)?.map_err(Fault::inside)?;
        let idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open(&self.0.path).map_err(refused)?,
        };
        Ok(Lent { connection: Some(connection), pool: self.clone(), _turn: turn })
    }

    /// A connection in a writing transaction. A writer in another process is waited for.
    pub(crate) async fn begin(&self) -> Outcome<Lent> {
        let lent = self.acquire().await?;
        let began = Instant::now();
        // The thread is not to wait, but whoever wants to write.
        lent.link()?.busy_timeout(Duration::ZERO).map_err(refused)?;
        loop {
            match lent.run_text("BEGIN IMMEDIATE") {
                Err(Fault::Busy) if began.elapsed() < PATIENCE => {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                begun => return begun.map(|()| lent),
            }
        }
    }

    /// Closes every connection, after what is under way.
    pub(crate) async fn close(&self) {
        if let Ok(_all) = self.0.turns.acquire_many(self.0.most).await {
            self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
            self.0.turns.close();
        }
    }
}

/// A connection that goes back when it is dropped. What it had begun to write and not committed
/// is undone then.
#[derive(Debug)]
pub(crate) struct Lent {
    /// Always there, until it is dropped.
    connection: Option<Connection>,
    pool: Pool,
    _turn: OwnedSemaphorePermit,
}

impl Lent {
    fn link(&self) -> Outcome<&Connection> {
        self.connection.as_ref().ok_or_else(|| Fault::Inside("a connection went back".to_owned()))
    }

    /// All rows of an answer.
    pub(crate) fn fetch(&self, text: &str, bind: &Bind) -> Outcome<Vec<SqliteRow>> {
        let answer = || {
            let mut asked = prepared(self.link()?, text, bind).map_err(refused)?;
            let names: Arc<[String]> =
                asked.column_names().into_iter().map(str::to_owned).collect();
            let (mut found, mut rows) = (Vec::new(), asked.raw_query());
            while let Some(row) = rows.next().map_err(refused)? {
                let mut cells = Vec::with_capacity(names.len());
                for at in 0..names.len() {
                    let cell = Kept::try_from(row.get_ref(at).map_err(refused)?);
                    cells.push(cell.map_err(Fault::inside)?);
                }
                found.push(SqliteRow { names: names.clone(), cells, next: AtomicUsize::new(0) });
            }
            Ok(found)
        };
        answer()
    }

    /// Writes, and says how many rows it touched.
    pub(crate) fn run(&self, text: &str, bind: &Bind) -> Outcome<u64> {
        let mut asked = prepared(self.link()?, text, bind).map_err(refused)?;
        asked.raw_execute().map(|rows| rows as u64).map_err(refused)
    }

    /// Runs a text to which nothing is bound, and which is not kept understood.
    pub(crate) fn run_text(&self, text: &str) -> Outcome<()> {
        self.link()?.execute_batch(text).map_err(refused)
    }

    /// Runs something that waits for the disk, where waiting is in nobody's way.
    pub(crate) async fn wait_for<T: Send + 'static>(
        self,
        what: impl FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        // Whoever asked may be gone before it is done; it is done nonetheless.
        let done = tokio::task::spawn_blocking(move || self.link().and_then(what));
        done.await.map_err(Fault::inside)?
    }

    /// Commits: when it says so, what was written is on the disk.
    pub(crate) async fn commit(self) -> Outcome<()> {
        self.wait_for(|link| link.execute_batch("COMMIT").map_err(refused)).await
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        // One that cannot be brought back to rest is closed, which undoes what it had begun.
        if connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok() {
            let mut idle = self.pool.0.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.push(connection);
        }
    }
}

/// Opens the file: write-ahead log, every commit on the disk, what is deleted overwritten.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(ENGINES_PATIENCE)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;",
    )?;
    connection.set_prepared_statement_cache_capacity(UNDERSTOOD);
    Ok(connection)
}

/// Opens a file only to copy it, which changes nothing of it. `alone` says that no log lies beside
/// it: then nobody writes, and the file may lie where nothing can be written.
pub(crate) fn open_to_copy(path: &Path, alone: bool) -> rusqlite::Result<Connection> {
    if !alone {
        return Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let escaped =
        path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags)
}

/// A text with what is bound to it: `$1` is the first value wherever it stands.
fn prepared<'link>(
    link: &'link Connection,
    text: &str,
    bind: &Bind,
) -> rusqlite::Result<rusqlite::CachedStatement<'link>> {
    let mut asked = link.prepare_cached(text)?;
    let places = places(text);
    if places.len() != asked.parameter_count() {
        return Err(rusqlite::Error::InvalidParameterCount(asked.parameter_count(), places.len()));
    }
    for (at, number) in (1..).zip(places) {
        let value = number.checked_sub(1).and_then(|number| bind.0.get(number));
        let value = value.ok_or(rusqlite::Error::InvalidParameterCount(at, bind.len()))?;
        asked.raw_bind_parameter(at, value)?;
    }
    Ok(asked)
}

/// The numbers of the places in a text, in the order in which each stands there first: that is how
/// SQLite numbers places that have names, and asking it for each name takes a walk along all others.
fn places(text: &str) -> Vec<usize> {
    let (mut places, mut met) = (Vec::new(), Vec::new());
    for after in text.split('$').skip(1) {
        let digits = after.bytes().take_while(u8::is_ascii_digit);
        let number = digits.fold(0, |sum: usize, digit| sum * 10 + usize::from(digit - b'0'));
        if met.len() <= number {
            met.resize(number + 1, false);
        }
        if !std::mem::replace(&mut met[number], true) {
            places.push(number);
        }
    }
    places
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Self::Id(Some(id)) => ValueRef::Blob(id.as_bytes()),
            Self::Number(Some(number)) => ValueRef::Integer(*number),
            Self::Flag(flag) => ValueRef::Integer(i64::from(*flag)),
            Self::Bytes(Some(bytes)) => ValueRef::Blob(bytes),
            Self::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Self::Id(None) | Self::Number(None) | Self::Bytes(None) | Self::Text(None) => {
                ValueRef::Null
            }
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

/// One row of an answer, with the names of its columns.
#[derive(Debug)]
pub struct SqliteRow {
    names: Arc<[String]>,
    cells: Vec<Kept>,
    /// Where whoever reads it looks next: columns are mostly read in the order they were asked for.
    next: AtomicUsize,
}

impl SqliteRow {
    /// What stands in the column of this name.
    pub(crate) fn get<T: Cell>(&self, name: &str) -> Outcome<T> {
        let next = self.next.load(Ordering::Relaxed).min(self.names.len());
        let (read, to_read) = self.names.split_at(next);
        let is = |own: &String| own == name;
        let ahead = to_read.iter().position(is).map(|at| next + at);
        let at = ahead.or_else(|| read.iter().position(is));
        if let Some(at) = at {
            self.next.store(at + 1, Ordering::Relaxed);
        }
        let cell = at.and_then(|at| self.cells.get(at));
        let cell = cell.ok_or_else(|| Fault::Inside(format!("there is no column “{name}”")))?;
        T::of(cell).ok_or_else(|| Fault::Inside(format!("“{name}” holds something else")))
    }
}

/// What a column can be read as.
pub(crate) trait Cell: Sized {
    fn of(kept: &Kept) -> Option<Self>;
}

impl Cell for i64 {
    fn of(kept: &Kept) -> Option<Self> {
        if let Kept::Integer(number) = kept { Some(*number) } else { None }
    }
}

impl Cell for bool {
    fn of(kept: &Kept) -> Option<Self> {
        i64::of(kept).map(|number| number != 0)
    }
}

impl Cell for String {
    fn of(kept: &Kept) -> Option<Self> {
        if let Kept::Text(text) = kept { Some(text.clone()) } else { None }
    }
}

impl Cell for Vec<u8> {
    fn of(kept: &Kept) -> Option<Self> {
        if let Kept::Blob(bytes) = kept { Some(bytes.clone()) } else { None }
    }
}

impl Cell for Uuid {
    fn of(kept: &Kept) -> Option<Self> {
        if let Kept::Blob(bytes) = kept { Self::from_slice(bytes).ok() } else { None }
    }
}

impl<T: Cell> Cell for Option<T> {
    fn of(kept: &Kept) -> Option<Self> {
        if let Kept::Null = kept { Some(None) } else { T::of(kept).map(Some) }
    }
}

/// Tells a write that was in another's way, which is tried again, and the same thing twice, from
/// everything else.
pub(crate) fn refused(error: rusqlite::Error) -> Fault {
    let (busy, locked) = (ErrorCode::DatabaseBusy, ErrorCode::DatabaseLocked);
    match error.sqlite_error() {
        Some(failed) if failed.code == busy || failed.code == locked => Fault::Busy,
        Some(failed) if is_twice(failed.extended_code) => Fault::Already,
        _ => Fault::inside(error),
    }
}

/// Whether a row is already there, named by its own key.
fn is_twice(code: i32) -> bool {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
    [SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE].contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_as_sqlite_meets_them() {
        let text = "SELECT $2, $10 WHERE a = $1 AND b IN ($2, $3)";
        assert_eq!(places(text), [2, 10, 1, 3]);
        let connection = Connection::open_in_memory().expect("opened");
        let asked = connection.prepare("SELECT $2, $10, $1, $2, $3").expect("understood");
        let names: Vec<_> = (1..=4).map(|at| asked.parameter_name(at)).collect();
        assert_eq!(names, [Some("$2"), Some("$10"), Some("$1"), Some("$3")]);
    }
}
