//! Keys, in a database of their own. Each keeper has one key: a telling for its own words, a
//! person for their name, a system for a group's words. To erase is to throw a key away: then the
//! words are gone from every backup too, as soon as the keys' own backups are (seven days).

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use ground::id::Uuid;
use ground::{Fault, Line, Moment, Outcome, Words};
use zeroize::Zeroizing;

use crate::ask::bind;
use crate::database::Database;
use crate::erasures::Ledger;
use crate::look::MANY;
use crate::sealed::{Key, Sealed, Spot};
use crate::sql;
use crate::token::TokenHash;

/// Who keeps a text: its telling, its person or its system. Only an id: the key has no kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Keeper(pub(crate) Uuid);

impl Keeper {
    /// The keeper with this id.
    pub fn new(id: impl Into<Uuid>) -> Self {
        Self(id.into())
    }
}

/// The database of keys and the master key that wraps them. Cheap to clone.
#[derive(Clone)]
pub struct Keys {
    pub(crate) database: Database,
    master: Arc<Key>,
    lookup: Arc<Key>,
    carried: Arc<Key>,
    pub(crate) ledger: Option<Ledger>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    /// Opens the keys: `database` holds them wrapped under the 32 bytes in the file `master`,
    /// which is made on first use and readable by its owner only. A file that does not open the
    /// keys that are there is refused, and so is a missing one: a new one would open nothing.
    pub async fn open(database: Database, master: &Path) -> Outcome<Self> {
        let any = sql!("SELECT keeper_id, wrapped FROM keys LIMIT 1");
        let any = database.look().await?.maybe(any, bind()).await?;
        if any.is_some() && !master.exists() {
            return Err(Fault::WrongKey);
        }
        let master = read_or_make_master(master)?;
        if let Some(row) = any {
            let spot = Spot::new(row.id::<Uuid>("keeper_id")?, "key");
            master.open(spot, &row.sealed("wrapped")?).map_err(|_| Fault::WrongKey)?;
        }
        let derived =
            |purpose| Arc::new(Key(Zeroizing::new(blake3::derive_key(purpose, &*master.0))));
        let (lookup, carried) = (derived("understory lookup 1"), derived("understory carried 1"));
        Ok(Self { database, master: Arc::new(master), lookup, carried, ledger: None })
    }

    /// Makes a keeper's key, on disk before anything is sealed under it.
    pub async fn make(&self, keeper: Keeper, now: Moment) -> Outcome<KeyRing> {
        let key = Key::random()?;
        let wrapped = self.master.seal(Spot::new(keeper.0, "key"), &*key.0)?;
        crate::write!(self.database, |work| {
            let gone = sql!("SELECT keeper_id FROM thrown_away WHERE keeper_id = $1");
            if work.maybe(gone, bind().id(keeper.0)).await?.is_some() {
                // An old form sent again must not bring back what was erased.
                return Err(Fault::Spent);
            }
            work.run(
                sql!("INSERT INTO keys (keeper_id, wrapped, made) VALUES ($1, $2, $3)"),
                bind().id(keeper.0).sealed(wrapped.clone()).moment(now),
            )
            .await
        })?;
        Ok(KeyRing(HashMap::from([(keeper.0, key)])))
    }

    /// Makes the keys of many keepers, [`MANY`] in one transaction. A keeper that has a key keeps
    /// it, and one whose key was thrown away gets no other: it is simply not in the ring.
    pub async fn make_many(&self, keepers: &[Keeper], now: Moment) -> Outcome<KeyRing> {
        for some in keepers.chunks(MANY) {
            let mut made = Vec::with_capacity(some.len());
            for keeper in some {
                let key = Key::random()?;
                made.push((keeper.0, self.master.seal(Spot::new(keeper.0, "key"), &*key.0)?));
            }
            crate::write!(self.database, |work| {
                let gone = sql!("SELECT keeper_id FROM thrown_away WHERE keeper_id IN ({many})");
                let gone = work.all_of(gone, bind(), some.iter().map(|keeper| keeper.0)).await?;
                let gone: Vec<Uuid> =
                    gone.iter().map(|row| row.id("keeper_id")).collect::<Outcome<_>>()?;
                for (id, wrapped) in made.iter().filter(|(id, _)| !gone.contains(id)) {
                    work.run(
                        sql!(
                            "INSERT INTO keys (keeper_id, wrapped, made) VALUES ($1, $2, $3) \
                             ON CONFLICT (keeper_id) DO NOTHING"
                        ),
                        bind().id(*id).sealed(wrapped.clone()).moment(now),
                    )
                    .await?;
                }
                Ok(())
            })?;
        }
        self.ring(keepers.iter().copied()).await
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
    /// backup is cleaned again. The list of erasures, where one is kept, is written first: an
    /// erasure that a restore would undo is no erasure.
    pub async fn throw_away(&self, keepers: &[Keeper], now: Moment) -> Outcome<()> {
        if keepers.is_empty() {
            return Ok(());
        }
        if let Some(ledger) = &self.ledger {
            ledger.add(keepers, now)?;
        }
        for some in keepers.chunks(MANY / 2) {
            crate::write!(self.database, |work| {
                for keeper in some {
                    work.run(sql!("DELETE FROM keys WHERE keeper_id = $1"), bind().id(keeper.0))
                        .await?;
                    work.run(
                        sql!(
                            "INSERT INTO thrown_away (keeper_id, thrown) VALUES ($1, $2) \
                             ON CONFLICT (keeper_id) DO NOTHING"
                        ),
                        // A week is enough to know when a backup is old; a time would tell more.
                        bind().id(keeper.0).moment(now.week().begins()),
                    )
                    .await?;
                }
                Ok(())
            })?;
        }
        // The keys are gone already; this only keeps their old bytes from lingering in a log, and
        // where somebody is in the way the next one does it.
        let _ = self.database.settle().await;
        Ok(())
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

    /// Seals a short text that an address carries out and brings back. It opens for the same
    /// `whose` alone, on every machine that has the same master key.
    pub fn seal_carried(&self, whose: &str, text: &str) -> Outcome<String> {
        let sealed = self.carried.seal(self.carried_spot(whose), text.as_bytes())?;
        Ok(BASE64URL_NOPAD.encode(&sealed.into_bytes()))
    }

    /// Opens what an address brought back. An address is typed by anybody: whatever was not sealed
    /// here, and for the same `whose`, is nothing.
    #[must_use]
    pub fn open_carried(&self, whose: &str, carried: &str) -> Option<String> {
        let bytes = BASE64URL_NOPAD.decode(carried.as_bytes()).ok()?;
        let sealed = Sealed::from_bytes(bytes);
        let plain = self.carried.open(self.carried_spot(whose), &sealed).ok()?;
        Some(std::str::from_utf8(&plain).ok()?.to_owned())
    }

    fn carried_spot(&self, whose: &str) -> Spot {
        let mut row = [0_u8; 16];
        row.copy_from_slice(&self.lookup("carried", whose).0[..16]);
        Spot::new(Uuid::from_bytes(row), "carried")
    }

    /// The database of keys, for whoever copies it.
    #[must_use]
    pub const fn database(&self) -> &Database {
        &self.database
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

    /// Whether this keeper's key is in the ring.
    #[must_use]
    pub fn holds(&self, keeper: Keeper) -> bool {
        self.0.contains_key(&keeper.0)
    }

    /// Seals bytes as they are: a piece of a file.
    pub fn seal_bytes(&self, keeper: Keeper, spot: Spot, bytes: &[u8]) -> Outcome<Sealed> {
        self.key(keeper)?.seal(spot, bytes)
    }

    /// Opens bytes; nothing when their key was thrown away. Only `sharing` calls this.
    pub fn open_bytes(
        &self,
        keeper: Keeper,
        spot: Spot,
        sealed: &Sealed,
    ) -> Outcome<Option<Zeroizing<Vec<u8>>>> {
        self.0.get(&keeper.0).map(|key| key.open(spot, sealed)).transpose()
    }

    /// Opens a running text; nothing when its key was thrown away. Only `sharing` calls this.
    pub fn open(&self, keeper: Keeper, spot: Spot, sealed: &Sealed) -> Outcome<Option<Words>> {
        Ok(self.text(keeper, spot, sealed)?.map(Words::kept))
    }

    /// Opens one line; nothing when its key was thrown away. Only `sharing` calls this.
    pub fn open_line(&self, keeper: Keeper, spot: Spot, sealed: &Sealed) -> Outcome<Option<Line>> {
        Ok(self.text(keeper, spot, sealed)?.map(Line::kept))
    }

    fn text(&self, keeper: Keeper, spot: Spot, sealed: &Sealed) -> Outcome<Option<String>> {
        let Some(key) = self.0.get(&keeper.0) else { return Ok(None) };
        let bytes = key.open(spot, sealed)?;
        std::str::from_utf8(&bytes).map(|text| Some(text.to_owned())).map_err(Fault::inside)
    }

    /// The key to seal under. A keeper without one never was, or was erased in this moment.
    fn key(&self, keeper: Keeper) -> Outcome<&Key> {
        self.0.get(&keeper.0).ok_or(Fault::NotFound)
    }
}

fn read_or_make_master(path: &Path) -> Outcome<Key> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    match std::fs::read(path) {
        Ok(bytes) => Key::from_slice(&Zeroizing::new(bytes)).map_err(|_| Fault::WrongKey),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations;

    const NOW: Moment = Moment(1_772_442_000_000_000);

    #[tokio::test]
    async fn what_an_address_carries_opens_on_every_machine_of_ours_and_for_one_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut keys = Vec::new();
        for (file, master) in [("one.db", "master"), ("two.db", "master"), ("three.db", "other")] {
            let database = Database::sqlite(&folder.path().join(file)).await.expect("a database");
            migrations::migrate(&database, migrations::KEYS, NOW).await.expect("migrated");
            keys.push(Keys::open(database, &folder.path().join(master)).await.expect("keys"));
        }
        let carried = keys[0].seal_carried("asha /mine", "1772442000000000.7").expect("sealed");
        let opened = keys[1].open_carried("asha /mine", &carried);
        assert_eq!(opened.as_deref(), Some("1772442000000000.7"));
        assert_eq!(keys[0].open_carried("bryn /mine", &carried), None);
        assert_eq!(keys[2].open_carried("asha /mine", &carried), None, "keys of somebody else");
        for nonsense in ["", "1772442000000000.7", "é", &carried[1..]] {
            assert_eq!(keys[0].open_carried("asha /mine", nonsense), None, "{nonsense:?}");
        }
        let plain = BASE64URL_NOPAD.decode(carried.as_bytes()).expect("bytes");
        assert!(!String::from_utf8_lossy(&plain).contains("17724420"));
    }
}
