//! The proof of sealing, erasing, backing up and bringing back, by searching bytes and by trying
//! to open what should not open.

mod backups;
mod bytes;
mod emptied;
mod erased;
mod planting;
mod schema;
mod sealed;
mod trails;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Parser as _;
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Clock, Moment};
use sharing::{Reader, Sharing};
use store::{Keeper, Sql, Store, bind};
use stories::tellings::{TellingId, hear};

use crate::command::Command;
use crate::config::Config;
use crate::out::Done;
use crate::rooms;

/// Monday 2 March 2026, nine in the morning.
const MONDAY: Moment = Moment(1_772_442_000_000_000);

/// A data folder with a place in it, open.
struct Here {
    _folder: tempfile::TempDir,
    data: PathBuf,
    sharing: Sharing,
    clock: Arc<Clock>,
    /// The addresses of rows and keys, where they are in PostgreSQL.
    urls: Option<(String, String)>,
}

impl Here {
    /// A new folder; with PostgreSQL it is a configuration and a master key.
    async fn new(in_postgres: bool) -> Self {
        let folder = proving::folder();
        let data = folder.path().join("data");
        let urls = match in_postgres {
            true => {
                let server = proving::postgres();
                Some((server.database().await, server.database().await))
            }
            false => None,
        };
        Self::open(folder, data, urls).await
    }

    /// What is kept in this folder and, if so, in these databases.
    async fn open(
        folder: tempfile::TempDir,
        data: PathBuf,
        urls: Option<(String, String)>,
    ) -> Self {
        if let Some((rows, keys)) = &urls {
            std::fs::create_dir_all(&data).expect("a folder");
            let text = format!("database = \"{rows}\"\nkeys_database = \"{keys}\"\n");
            std::fs::write(data.join(crate::config::FILE), text).expect("written");
        }
        let clock = Arc::new(Clock::standing_at(MONDAY));
        let store = open(&data).await.expect("open");
        let sharing = Sharing::begin(store).expect("sharing").with_clock(clock.clone());
        Self { _folder: folder, data, sharing, clock, urls }
    }

    fn store(&self) -> &Store {
        &self.sharing.store
    }

    /// Where everything is kept that this place keeps.
    fn everywhere(&self) -> Vec<&Path> {
        let mut paths = vec![self.data.as_path()];
        if self.urls.is_some() {
            paths.push(proving::postgres().folder());
        }
        paths
    }

    /// Has everything that is still on its way written into the databases' own files.
    async fn write_out(&self) {
        if self.urls.is_some() {
            let checkpoint = Sql("CHECKPOINT");
            let database = &self.store().database;
            store::write!(database, |work| work.run(checkpoint, bind()).await).expect("written");
        }
    }

    /// Closes both databases, so that SQLite empties its logs.
    async fn close(&self) {
        self.store().database.close().await;
        self.store().keys.close().await;
    }

    async fn reader(&self, person: PersonId) -> Reader {
        let mut look = self.store().database.look().await.expect("look");
        Reader::person(&mut look, person).await.expect("a reader")
    }

    /// What this person hears of a telling: its title and words; nothing where it is not found.
    async fn hears(&self, person: PersonId, id: TellingId) -> Option<String> {
        let reader = self.reader(person).await;
        let mut look = self.store().database.look().await.expect("look");
        match hear::one(&self.sharing, &mut look, &reader, id).await {
            Ok(told) => Some(told.words.to_string()),
            Err(ground::Fault::NotFound) => None,
            Err(other) => panic!("{other}"),
        }
    }

    /// The name by which one person knows another.
    async fn knows(&self, person: PersonId, other: PersonId) -> Option<String> {
        let reader = self.reader(person).await;
        let mut look = self.store().database.look().await.expect("look");
        let names = self.sharing.names(&mut look, &reader, [other]).await.expect("names");
        names.of(other).map(ToString::to_string)
    }

    /// Whether there is a key to open anything of this keeper's.
    async fn has_key(&self, keeper: impl Into<ground::id::Uuid>) -> bool {
        let keeper = Keeper::new(keeper);
        self.store().keys.ring([keeper]).await.expect("a ring").holds(keeper)
    }

    /// The first number of an answer, for looking behind the verbs.
    async fn count(&self, sql: &'static str, id: impl Into<ground::id::Uuid>) -> i64 {
        let mut look = self.store().database.look().await.expect("look");
        look.one(Sql(sql), bind().id(id)).await.expect("a row").number("many").expect("a number")
    }

    async fn seal_trail(&self) {
        sharing::erasing::seal_all(&self.store().database, self.clock.now()).await.expect("sealed");
    }
}

/// Opens a data folder as the program does.
async fn open(data: &Path) -> Done<Store> {
    let config = Config::read(data)?;
    Ok(rooms::open(data, &config, &Clock::standing_at(MONDAY)).await?)
}

/// Runs the program with these words after its name.
async fn run(words: &[&str]) -> Done {
    let words = std::iter::once("understory").chain(words.iter().copied());
    Command::try_parse_from(words).expect("a command").run().await
}

/// A path as it is typed.
fn typed(path: &Path) -> &str {
    path.to_str().expect("plain")
}

/// The only file in a folder whose name begins like this.
fn only(folder: &Path, begins: &str) -> PathBuf {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(begins)));
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// A place with its people and all they said.
struct Planted {
    place: SystemId,
    asha: PersonId,
    bryn: PersonId,
    carys: PersonId,
    /// Bryn's own, which Asha hears.
    bryns: TellingId,
    /// Another of Bryn's, which the place hears, and which lies in a pattern.
    offered: TellingId,
    /// What Bryn wrote down for somebody and nobody else hears.
    unheard: TellingId,
    /// What Bryn wrote down for somebody, which the place hears.
    written_down: TellingId,
    /// Asha's, offered to Bryn and Carys by name.
    ashas: TellingId,
    /// What nobody signed, which the place hears.
    unsigned: TellingId,
    /// What came in a file that Bryn brought and nobody else hears.
    brought: TellingId,
    /// The files that Bryn brought: one kept, one only sent.
    files: Vec<Uuid>,
    /// Bryn's name as it was typed.
    bryns_name: String,
    /// What Asha told.
    ashas_words: String,
    /// How many texts were planted.
    texts: usize,
}
