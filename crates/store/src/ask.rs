//! Questions to a database: the SQL text, what is bound to it, and the rows that come back.

use ground::id::Uuid;
use ground::{After, Fault, Moment, Outcome};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::{Arguments, Row as _};

use crate::sealed::Sealed;
use crate::sqlite::SqliteRow;
use crate::token::TokenHash;

/// An SQL text that both engines take, made by [`sql!`](crate::sql). A test prepares each one on both.
#[derive(Clone, Copy, Debug)]
pub struct Sql(pub &'static str);

/// Marks an SQL text. A `{many}` stands for a list of ids bound after everything else
/// ([`Look::all_of`](crate::Look::all_of)).
#[macro_export]
macro_rules! sql {
    ($text:literal) => {
        $crate::Sql($text)
    };
}

/// One bound value. Each variant may be nothing, so that PostgreSQL knows the type of a null.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Id(Option<Uuid>),
    Number(Option<i64>),
    Flag(bool),
    Bytes(Option<Vec<u8>>),
    Text(Option<String>),
}

/// What is bound to a question, in order. Begin with [`bind`].
#[derive(Clone, Debug, Default)]
pub struct Bind(pub(crate) Vec<Value>);

/// Begins an empty list of bound values.
#[must_use]
pub const fn bind() -> Bind {
    Bind(Vec::new())
}

impl Bind {
    fn with(mut self, value: Value) -> Self {
        self.0.push(value);
        self
    }

    /// Binds an id.
    #[must_use]
    pub fn id(self, id: impl Into<Uuid>) -> Self {
        self.with(Value::Id(Some(id.into())))
    }

    /// Binds a list of ids, one after another.
    #[must_use]
    pub(crate) fn ids(mut self, ids: impl Iterator<Item = Uuid>) -> Self {
        self.0.extend(ids.map(|id| Value::Id(Some(id))));
        self
    }

    /// Binds an id or nothing.
    #[must_use]
    pub fn maybe_id(self, id: Option<impl Into<Uuid>>) -> Self {
        self.with(Value::Id(id.map(Into::into)))
    }

    /// Binds a whole number.
    #[must_use]
    pub fn number(self, number: i64) -> Self {
        self.with(Value::Number(Some(number)))
    }

    /// Binds a whole number or nothing.
    #[must_use]
    pub fn maybe_number(self, number: Option<i64>) -> Self {
        self.with(Value::Number(number))
    }

    /// Binds a moment, in microseconds.
    #[must_use]
    pub fn moment(self, moment: Moment) -> Self {
        self.number(moment.0)
    }

    /// Binds a moment or nothing.
    #[must_use]
    pub fn maybe_moment(self, moment: Option<Moment>) -> Self {
        self.maybe_number(moment.map(|m| m.0))
    }

    /// Binds where a list that goes from the newest to the oldest goes on, and how many are asked
    /// for: three values, a moment, an id and a `LIMIT`. One more is asked for than are shown, so
    /// that a [`Stretch`](ground::Stretch) can say whether there is more.
    #[must_use]
    pub fn latest(self, after: Option<After>, most: usize) -> Self {
        self.stretch(after.unwrap_or(After::LATEST), most)
    }

    /// The same for a list that goes from the oldest to the newest.
    #[must_use]
    pub fn first(self, after: Option<After>, most: usize) -> Self {
        self.stretch(after.unwrap_or(After::FIRST), most)
    }

    fn stretch(self, after: After, most: usize) -> Self {
        let most = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        self.moment(after.at).id(after.id).number(most)
    }

    /// Binds a yes or no.
    #[must_use]
    pub fn flag(self, flag: bool) -> Self {
        self.with(Value::Flag(flag))
    }

    /// Binds sealed words.
    #[must_use]
    pub fn sealed(self, sealed: Sealed) -> Self {
        self.with(Value::Bytes(Some(sealed.into_bytes())))
    }

    /// Binds sealed words or nothing.
    #[must_use]
    pub fn maybe_sealed(self, sealed: Option<Sealed>) -> Self {
        self.with(Value::Bytes(sealed.map(Sealed::into_bytes)))
    }

    /// Binds the hash of a token.
    #[must_use]
    pub fn hash(self, hash: &TokenHash) -> Self {
        self.with(Value::Bytes(Some(hash.0.to_vec())))
    }

    /// Binds the hash of a token, or nothing.
    #[must_use]
    pub fn maybe_hash(self, hash: Option<&TokenHash>) -> Self {
        self.with(Value::Bytes(hash.map(|h| h.0.to_vec())))
    }

    /// Binds plain bytes that are nobody's words: a hash of a batch, a wrapped key.
    #[must_use]
    pub fn bytes(self, bytes: &[u8]) -> Self {
        self.with(Value::Bytes(Some(bytes.to_vec())))
    }

    /// Binds one of our own short words (a kind, a scale); never anything a person typed.
    #[must_use]
    pub fn word(self, word: &str) -> Self {
        self.with(Value::Text(Some(word.to_owned())))
    }

    /// Binds one of our own short words, or nothing.
    #[must_use]
    pub fn maybe_word(self, word: Option<&str>) -> Self {
        self.with(Value::Text(word.map(str::to_owned)))
    }

    pub(crate) fn for_postgres(self) -> Outcome<PgArguments> {
        let mut arguments = PgArguments::default();
        for value in self.0 {
            match value {
                Value::Id(v) => arguments.add(v),
                Value::Number(v) => arguments.add(v),
                Value::Flag(v) => arguments.add(v),
                Value::Bytes(v) => arguments.add(v),
                Value::Text(v) => arguments.add(v),
            }
            .map_err(Fault::inside)?;
        }
        Ok(arguments)
    }

    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }
}

/// One row of an answer.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

macro_rules! cell {
    ($row:expr, $name:expr) => {
        match $row {
            Row::Sqlite(row) => row.get($name),
            Row::Postgres(row) => row.try_get_unchecked($name).map_err(Fault::inside),
        }
    };
}

impl Row {
    /// The id in this column.
    pub fn id<T: From<Uuid>>(&self, name: &str) -> Outcome<T> {
        let uuid: Uuid = cell!(self, name)?;
        Ok(uuid.into())
    }

    /// The id in this column, if there is one.
    pub fn maybe_id<T: From<Uuid>>(&self, name: &str) -> Outcome<Option<T>> {
        let uuid: Option<Uuid> = cell!(self, name)?;
        Ok(uuid.map(Into::into))
    }

    /// The whole number in this column.
    pub fn number(&self, name: &str) -> Outcome<i64> {
        cell!(self, name)
    }

    /// The whole number in this column, if there is one.
    pub fn maybe_number(&self, name: &str) -> Outcome<Option<i64>> {
        cell!(self, name)
    }

    /// The moment in this column.
    pub fn moment(&self, name: &str) -> Outcome<Moment> {
        self.number(name).map(Moment)
    }

    /// The moment in this column, if there is one.
    pub fn maybe_moment(&self, name: &str) -> Outcome<Option<Moment>> {
        Ok(self.maybe_number(name)?.map(Moment))
    }

    /// The yes or no in this column.
    pub fn flag(&self, name: &str) -> Outcome<bool> {
        cell!(self, name)
    }

    /// The sealed words in this column.
    pub fn sealed(&self, name: &str) -> Outcome<Sealed> {
        self.bytes(name).map(Sealed::from_bytes)
    }

    /// The sealed words in this column, if there are any.
    pub fn maybe_sealed(&self, name: &str) -> Outcome<Option<Sealed>> {
        let bytes: Option<Vec<u8>> = cell!(self, name)?;
        Ok(bytes.map(Sealed::from_bytes))
    }

    /// The hash of a token in this column, if there is one.
    pub fn maybe_hash(&self, name: &str) -> Outcome<Option<TokenHash>> {
        let bytes: Option<Vec<u8>> = cell!(self, name)?;
        let of_32 = |b: Vec<u8>| <[u8; 32]>::try_from(b).map(TokenHash);
        bytes.map(of_32).transpose().map_err(|_| Fault::Inside("a hash has 32 bytes".to_owned()))
    }

    /// The plain bytes in this column.
    pub fn bytes(&self, name: &str) -> Outcome<Vec<u8>> {
        cell!(self, name)
    }

    /// One of our own short words.
    pub fn word(&self, name: &str) -> Outcome<String> {
        cell!(self, name)
    }

    /// What one of our own short words stands for. A word that this version does not know is a
    /// fault, and never taken for another.
    pub fn known<T>(&self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Outcome<T> {
        self.maybe_known(name, parse)?.ok_or_else(|| unknown(name))
    }

    /// The same, where there may be no word, or an empty one.
    pub fn maybe_known<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Outcome<Option<T>> {
        let word: Option<String> = cell!(self, name)?;
        let word = word.filter(|word| !word.is_empty());
        word.map(|word| parse(&word).ok_or_else(|| unknown(name))).transpose()
    }
}

fn unknown(name: &str) -> Fault {
    Fault::Inside(format!("the column {name} holds a word that this version does not know"))
}
