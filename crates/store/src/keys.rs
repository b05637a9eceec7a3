//! Keys, in a database of their own. Each keeper has one key: a telling for its own words, a
//! person for their name, a system for a group's words. To erase is to throw a key away: then the
//! words are gone from every backup too, as soon as the keys' own backups are (seven days).

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use ground::id::Uuid;
use ground::words::NotTaken;
use ground::{Fault, Line, Moment, Outcome, Words};
use zeroize::Zeroizing;

use crate::ask::bind;
use crate::database::Database;
use crate::sealed::{Key, Sealed, Spot};
use crate::sql;
use crate::token::TokenHash;

/// Who keeps a text: its telling, its person or its system. Only an id: the key has no kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Keeper(Uuid);

impl Keeper {
    /// The keeper with this id.
    pub fn new(id: impl Into<Uuid>) -> Self {
        Self(id.into())
    }
}

/// The database of keys and the master key that wraps them. Cheap to clone.
#[derive(Clone)]
pub struct Keys {
    database: Database,
    master: Arc<Key>,
    lookup: Arc<Key>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    /// Opens the keys: `database` holds them wrapped under the 32 bytes in the file `master`,
    /// which is made on first use and readable by its owner only.
    pub async fn open(database: Database, master: &Path) -> Outcome<Self> {
        let master = read_or_make_master(master)?;
        let lookup = Key(Zeroizing::new(blake3::derive_key("understory lookup 1", &*master.0)));
        Ok(Self { database, master: Arc::new(master), lookup: Arc::new(lookup) })
    }

    /// Makes a keeper's key, on disk before anything is sealed under it.
    pub async fn make(&self, keeper: Keeper, now: Moment) -> Outcome<KeyRing> {
        let key = Key::random()?;
        let wrapped = self.master.seal(Spot::new(keeper.0, "key"), &*key.0)?;
        crate::write!(self.database, |work| work
            .run(
                sql!("INSERT INTO keys (keeper_id, wrapped, made) VALUES ($1, $2, $3)"),
                bind().id(keeper.0).sealed(wrapped.clone()).moment(now),
            )
            .await)?;
        Ok(KeyRing(HashMap::from([(keeper.0, key)])))
    }

    /// The keys of these keepers; a keeper whose key was thrown away is simply not in the ring.
    pub async fn ring(&self, keepers: impl IntoIterator<Item = Keeper>) -> Outcome<KeyRing> {
        let mut ids: Vec<Uuid> = keepers.into_iter().map(|k| k.0).collect();
        ids.sort_unstable();
        ids.dedup();
        let rows = self
            .database
            .look()
            .await?
            .all_of(
                sql!("SELECT keeper_id, wrapped FROM keys WHERE keeper_id IN ({many})"),
                bind(),
                ids,
            )
            .await?;
        let mut ring = HashMap::with_capacity(rows.len());
        for row in rows {
            let id: Uuid = row.id("keeper_id")?;
            let key = self.master.open(Spot::new(id, "key"), &row.sealed("wrapped")?)?;
            ring.insert(id, Key::from_slice(&key)?);
        }
        Ok(KeyRing(ring))
    }

    /// Throws keys away. The row that remains says only that there was one, so that a restored
    /// backup is cleaned again.
    pub async fn throw_away(&self, keepers: &[Keeper], now: Moment) -> Outcome<()> {
        crate::write!(self.database, |work| {
            for keeper in keepers {
                work.run(sql!("DELETE FROM keys WHERE keeper_id = $1"), bind().id(keeper.0))
                    .await?;
                work.run(
                    sql!(
                        "INSERT INTO thrown_away (keeper_id, thrown) VALUES ($1, $2) \
                         ON CONFLICT (keeper_id) DO NOTHING"
                    ),
                    bind().id(keeper.0).moment(now),
                )
                .await?;
            }
            Ok(())
        })
    }

    /// A keyed hash of something that is looked up and never shown: an address, a card's words.
    /// `purpose` keeps the same text in two places from having the same hash.
    #[must_use]
    pub fn lookup(&self, purpose: &str, text: &str) -> TokenHash {
        let mut hasher = blake3::Hasher::new_keyed(&self.lookup.0);
        hasher.update(purpose.as_bytes());
        hasher.update(&[0]);
        hasher.update(text.as_bytes());
        TokenHash(*hasher.finalize().as_bytes())
    }

    /// Closes the database of keys.
    pub async fn close(&self) {
        self.database.close().await;
    }
}

/// Keys held for the length of one request.
#[derive(Clone, Default)]
pub struct KeyRing(HashMap<Uuid, Key>);

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing({})", self.0.len())
    }
}

impl KeyRing {
    /// Adds another ring's keys to this one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Seals a running text.
    pub fn seal(&self, keeper: Keeper, spot: Spot, words: &Words) -> Outcome<Sealed> {
        self.key(keeper)?.seal(spot, words.expose().as_bytes())
    }

    /// Seals one line.
    pub fn seal_line(&self, keeper: Keeper, spot: Spot, line: &Line) -> Outcome<Sealed> {
        self.key(keeper)?.seal(spot, line.expose().as_bytes())
    }

    /// Opens a running text; nothing when its key was thrown away. Only `sharing` calls this.
    pub fn open(&self, keeper: Keeper, spot: Spot, sealed: &Sealed) -> Outcome<Option<Words>> {
        self.text(keeper, spot, sealed, Words::parse)
    }

    /// Opens one line; nothing when its key was thrown away. Only `sharing` calls this.
    pub fn open_line(&self, keeper: Keeper, spot: Spot, sealed: &Sealed) -> Outcome<Option<Line>> {
        self.text(keeper, spot, sealed, Line::parse)
    }

    fn text<T>(
        &self,
        keeper: Keeper,
        spot: Spot,
        sealed: &Sealed,
        parse: fn(&str) -> Result<T, NotTaken>,
    ) -> Outcome<Option<T>> {
        let Some(key) = self.0.get(&keeper.0) else { return Ok(None) };
        let bytes = key.open(spot, sealed)?;
        let text = std::str::from_utf8(&bytes).map_err(Fault::inside)?;
        parse(text).map(Some).map_err(|_| Fault::Inside("a kept text does not parse".to_owned()))
    }

    fn key(&self, keeper: Keeper) -> Outcome<&Key> {
        self.0.get(&keeper.0).ok_or_else(|| Fault::Inside("no key to seal under".to_owned()))
    }
}

fn read_or_make_master(path: &Path) -> Outcome<Key> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    match std::fs::read(path) {
        Ok(bytes) => Key::from_slice(&Zeroizing::new(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = Key::random()?;
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true).mode(0o600);
            let mut file = options.open(path).map_err(Fault::inside)?;
            file.write_all(&*key.0).and_then(|()| file.sync_all()).map_err(Fault::inside)?;
            Ok(key)
        }
        Err(error) => Err(Fault::inside(error)),
    }
}
