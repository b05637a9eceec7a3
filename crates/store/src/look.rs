//! A connection that reads, and a transaction that writes.

use std::borrow::Cow;
use std::fmt::Write as _;

use ground::id::Uuid;
use ground::{Fault, Outcome};
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Postgres, Transaction};

use crate::ask::{Bind, Row, Sql};
use crate::sqlite::Lent;

/// The most ids in one question; a longer list is asked in several.
pub const MANY: usize = 500;
/// How long the lists are that the engines meet; a page of a list, and what stands on it, fits in
/// the third.
const ROOMS: [usize; 5] = [1, 4, 24, 120, MANY];
/// The most parts of one `UNION ALL`.
pub const EACH: usize = 32;

#[derive(Debug)]
pub(crate) enum Link {
    SqliteConnection(Lent),
    SqliteTransaction(Lent),
    PostgresConnection(PoolConnection<Postgres>),
    PostgresTransaction(Transaction<'static, Postgres>),
}

/// A connection that reads.
#[derive(Debug)]
pub struct Look {
    link: Link,
    asked: usize,
}

/// A writing transaction. It can also read, and sees what it wrote.
#[derive(Debug)]
pub struct Work(Look);

impl std::ops::Deref for Work {
    type Target = Look;
    fn deref(&self) -> &Look {
        &self.0
    }
}

impl std::ops::DerefMut for Work {
    fn deref_mut(&mut self) -> &mut Look {
        &mut self.0
    }
}

impl Look {
    pub(crate) const fn new(link: Link) -> Self {
        Self { link, asked: 0 }
    }

    /// How many questions it has asked so far. What is laid out for a page asks no more of them for
    /// a longer list, and a test can hold that.
    #[must_use]
    pub const fn asked(&self) -> usize {
        self.asked
    }

    /// All rows of an answer. The SQL itself carries its bound (`LIMIT`).
    pub async fn all(&mut self, sql: Sql, bind: Bind) -> Outcome<Vec<Row>> {
        self.fetch(sql.0.into(), bind).await
    }

    /// The one row of an answer, if there is one.
    pub async fn maybe(&mut self, sql: Sql, bind: Bind) -> Outcome<Option<Row>> {
        Ok(self.all(sql, bind).await?.into_iter().next())
    }

    /// The one row that must be there; otherwise nothing was found.
    pub async fn one(&mut self, sql: Sql, bind: Bind) -> Outcome<Row> {
        self.maybe(sql, bind).await?.ok_or(Fault::NotFound)
    }

    /// All rows for a list of ids that stands for `{many}`, [`MANY`] at a time. Lists are padded
    /// to a few lengths, so that the engines meet a few texts only and keep their plans.
    pub async fn all_of(
        &mut self,
        sql: Sql,
        bind: Bind,
        ids: impl IntoIterator<Item = impl Into<Uuid>>,
    ) -> Outcome<Vec<Row>> {
        let ids: Vec<Uuid> = ids.into_iter().map(Into::into).collect();
        let mut rows = Vec::new();
        for some in ids.chunks(MANY) {
            let Some(&last) = some.last() else { break };
            let room = ROOMS.into_iter().find(|&r| r >= some.len()).unwrap_or(MANY);
            let text = sql.0.replace("{many}", &marks(bind.len(), room));
            let padded = some.iter().copied().chain(std::iter::repeat(last)).take(room);
            let bound = bind.clone().ids(padded);
            rows.extend(self.fetch(text.into(), bound).await?);
        }
        Ok(rows)
    }

    /// The rows of one bounded question asked for each id that stands for `{one}`, as one text:
    /// a `UNION ALL` of at most [`EACH`] at a time.
    pub async fn each_of(
        &mut self,
        sql: Sql,
        bind: Bind,
        ids: impl IntoIterator<Item = impl Into<Uuid>>,
    ) -> Outcome<Vec<Row>> {
        let ids: Vec<Uuid> = ids.into_iter().map(Into::into).collect();
        let mut rows = Vec::new();
        for some in ids.chunks(EACH) {
            let parts: Vec<String> = (1..=some.len())
                .map(|n| sql.0.replace("{one}", &format!("${}", bind.len() + n)))
                .map(|part| format!("SELECT * FROM ({part}) AS part"))
                .collect();
            let bound = bind.clone().ids(some.iter().copied());
            let text = parts.join(" UNION ALL ");
            rows.extend(self.fetch(text.into(), bound).await?);
        }
        Ok(rows)
    }

    /// All rows of an answer that must be whole, however many there are: [`MANY`] at a time, in the
    /// order of their ids. The text names the id after which it goes on and its `LIMIT` after
    /// everything else that is bound: `AND id > $2 ORDER BY id LIMIT $3`.
    pub async fn whole(&mut self, sql: Sql, bind: Bind) -> Outcome<Vec<Row>> {
        let (mut rows, mut after) = (Vec::new(), Uuid::nil());
        let most = i64::try_from(MANY).map_err(Fault::inside)?;
        loop {
            let some = self.all(sql, bind.clone().id(after).number(most)).await?;
            let Some(last) = some.last() else { break };
            after = last.id("id")?;
            let goes_on = some.len() == MANY;
            rows.extend(some);
            if !goes_on {
                break;
            }
        }
        Ok(rows)
    }

    async fn fetch(&mut self, text: Cow<'static, str>, bind: Bind) -> Outcome<Vec<Row>> {
        self.asked += 1;
        let rows = match &mut self.link {
            Link::SqliteConnection(link) | Link::SqliteTransaction(link) => {
                return Ok(link.fetch(&text, &bind)?.into_iter().map(Row::Sqlite).collect());
            }
            Link::PostgresConnection(link) => question(text, bind)?.fetch_all(&mut **link).await,
            Link::PostgresTransaction(link) => question(text, bind)?.fetch_all(&mut **link).await,
        };
        Ok(rows.map_err(refused)?.into_iter().map(Row::Postgres).collect())
    }
}

/// The places of a list that is bound after `before` other values: `$3, $4, $5`.
fn marks(before: usize, room: usize) -> String {
    let mut marks = String::with_capacity(room * 6);
    for number in before + 1..=before + room {
        let comma = if marks.is_empty() { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(marks, "{comma}${number}");
    }
    marks
}

/// A question to PostgreSQL. Its text is one of ours, with numbered places for what is bound.
fn question(text: Cow<'static, str>, bind: Bind) -> Outcome<Query<'static, Postgres, PgArguments>> {
    Ok(sqlx::query_with(AssertSqlSafe(text), bind.for_postgres()?))
}

impl Work {
    pub(crate) const fn new(link: Link) -> Self {
        Self(Look::new(link))
    }

    /// Writes, and says how many rows it touched.
    pub async fn run(&mut self, sql: Sql, bind: Bind) -> Outcome<u64> {
        match &mut self.0.link {
            Link::SqliteTransaction(link) => link.run(sql.0, &bind),
            Link::PostgresTransaction(link) => {
                let done = question(sql.0.into(), bind)?.execute(&mut **link).await;
                done.map(|done| done.rows_affected()).map_err(refused)
            }
            // A Work is only ever made around a transaction.
            Link::SqliteConnection(_) | Link::PostgresConnection(_) => Ok(0),
        }
    }

    /// Runs a piece of a migration, whose text is chosen for the engine.
    pub(crate) async fn run_text(&mut self, text: String) -> Outcome<()> {
        match &mut self.0.link {
            Link::SqliteTransaction(link) => link.run_text(&text),
            Link::PostgresTransaction(link) => {
                let done = question(text.into(), Bind::default())?.execute(&mut **link).await;
                done.map(|_| ()).map_err(refused)
            }
            Link::SqliteConnection(_) | Link::PostgresConnection(_) => Ok(()),
        }
    }

    /// Commits what went well and rolls back what did not.
    pub async fn finish<T>(self, done: Outcome<T>) -> Outcome<T> {
        let value = done?;
        match self.0.link {
            Link::SqliteTransaction(link) => link.commit().await?,
            Link::PostgresTransaction(link) => link.commit().await.map_err(refused)?,
            Link::SqliteConnection(_) | Link::PostgresConnection(_) => {}
        }
        Ok(value)
    }
}

/// Tells a write that was in another's way in PostgreSQL, which is tried again, from everything else.
pub(crate) fn refused(error: sqlx::Error) -> Fault {
    let code = error.as_database_error().and_then(|e| e.code()).unwrap_or_default();
    match &*code {
        // Serialization failure, deadlock.
        "40001" | "40P01" => Fault::Busy,
        // A row that is already there, named by its own key: the same thing twice.
        "23505" => Fault::Already,
        _ => Fault::inside(error),
    }
}
