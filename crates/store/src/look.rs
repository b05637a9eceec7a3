//! A connection that reads, and a transaction that writes.

use ground::id::Uuid;
use ground::{Fault, Outcome};
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Postgres, SqlSafeStr, SqlStr, Sqlite, Transaction};

use crate::ask::{Bind, Row, Sql};

/// The most ids in one question; a longer list is asked in several.
pub const MANY: usize = 500;
/// The most parts of one `UNION ALL`.
pub const EACH: usize = 32;

#[derive(Debug)]
pub(crate) enum Link {
    SqliteConnection(PoolConnection<Sqlite>),
    PostgresConnection(PoolConnection<Postgres>),
    SqliteTransaction(Transaction<'static, Sqlite>),
    PostgresTransaction(Transaction<'static, Postgres>),
}

/// A connection that reads.
#[derive(Debug)]
pub struct Look(Link);

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
        Self(link)
    }

    /// All rows of an answer. The SQL itself carries its bound (`LIMIT`).
    pub async fn all(&mut self, sql: Sql, bind: Bind) -> Outcome<Vec<Row>> {
        self.fetch(sql.0.into_sql_str(), bind).await
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
            let room = [1, 4, 16, 64, MANY].into_iter().find(|&r| r >= some.len()).unwrap_or(MANY);
            let marks: Vec<String> = (1..=room).map(|n| format!("${}", bind.len() + n)).collect();
            let text = sql.0.replace("{many}", &marks.join(", "));
            let padded = some.iter().copied().chain(std::iter::repeat(last)).take(room);
            let bound = padded.fold(bind.clone(), Bind::id);
            rows.extend(self.fetch(AssertSqlSafe(text).into_sql_str(), bound).await?);
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
            let bound = some.iter().copied().fold(bind.clone(), Bind::id);
            let text = parts.join(" UNION ALL ");
            rows.extend(self.fetch(AssertSqlSafe(text).into_sql_str(), bound).await?);
        }
        Ok(rows)
    }

    async fn fetch(&mut self, sql: SqlStr, bind: Bind) -> Outcome<Vec<Row>> {
        macro_rules! rows {
            ($link:expr, $arguments:expr, $row:path) => {
                sqlx::query_with(sql, $arguments)
                    .fetch_all($link)
                    .await
                    .map(|rows| rows.into_iter().map($row).collect())
            };
        }
        match &mut self.0 {
            Link::SqliteConnection(link) => rows!(&mut **link, bind.for_sqlite()?, Row::Sqlite),
            Link::SqliteTransaction(link) => rows!(&mut **link, bind.for_sqlite()?, Row::Sqlite),
            Link::PostgresConnection(link) => {
                rows!(&mut **link, bind.for_postgres()?, Row::Postgres)
            }
            Link::PostgresTransaction(link) => {
                rows!(&mut **link, bind.for_postgres()?, Row::Postgres)
            }
        }
        .map_err(refused)
    }
}

impl Work {
    pub(crate) const fn new(link: Link) -> Self {
        Self(Look(link))
    }

    /// Writes, and says how many rows it touched.
    pub async fn run(&mut self, sql: Sql, bind: Bind) -> Outcome<u64> {
        self.execute(sql.0.into_sql_str(), bind).await
    }

    /// Runs a piece of a migration, whose text is chosen for the engine.
    pub(crate) async fn run_text(&mut self, text: String) -> Outcome<u64> {
        self.execute(AssertSqlSafe(text).into_sql_str(), Bind::default()).await
    }

    async fn execute(&mut self, sql: SqlStr, bind: Bind) -> Outcome<u64> {
        match &mut self.0.0 {
            Link::SqliteTransaction(link) => sqlx::query_with(sql, bind.for_sqlite()?)
                .execute(&mut **link)
                .await
                .map(|done| done.rows_affected()),
            Link::PostgresTransaction(link) => sqlx::query_with(sql, bind.for_postgres()?)
                .execute(&mut **link)
                .await
                .map(|done| done.rows_affected()),
            // A Work is only ever made around a transaction.
            Link::SqliteConnection(_) | Link::PostgresConnection(_) => Ok(0),
        }
        .map_err(refused)
    }

    /// Commits what went well and rolls back what did not.
    pub async fn finish<T>(self, done: Outcome<T>) -> Outcome<T> {
        let value = done?;
        match self.0.0 {
            Link::SqliteTransaction(link) => link.commit().await.map_err(refused)?,
            Link::PostgresTransaction(link) => link.commit().await.map_err(refused)?,
            Link::SqliteConnection(_) | Link::PostgresConnection(_) => {}
        }
        Ok(value)
    }
}

/// Tells a write that was in another's way, which is tried again, from everything else.
pub(crate) fn refused(error: sqlx::Error) -> Fault {
    let code = error.as_database_error().and_then(|e| e.code()).unwrap_or_default();
    match &*code {
        // PostgreSQL: serialization failure, deadlock. SQLite: busy, busy snapshot, locked.
        "40001" | "40P01" | "5" | "517" | "6" => Fault::Busy,
        // A row that is already there, named by its own key: the same thing twice.
        "23505" | "1555" | "2067" => Fault::Already,
        _ => Fault::inside(error),
    }
}
