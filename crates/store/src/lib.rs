//! What is kept, and how: one SQL text for SQLite and PostgreSQL, words sealed under their
//! keeper's key, keys in a database of their own. What differs between the two engines is chosen
//! here, at the connection, and nowhere else.

pub mod ask;
pub mod backup;
pub mod database;
pub mod erasures;
pub mod jobs;
pub mod keys;
pub mod look;
pub mod migrations;
pub mod sealed;
pub mod sqlite;
pub mod token;

pub use ask::{Bind, Row, Sql, bind};
pub use database::Database;
pub use keys::{Keeper, KeyRing, Keys};
pub use look::{Look, Work};
pub use sealed::{Sealed, Spot};
pub use token::{Token, TokenHash};

/// Everything a verb needs to keep and find things. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    /// The rows.
    pub database: Database,
    /// The keys, in their own database.
    pub keys: Keys,
}
