//! Backups and what becomes of them. Rows and keys go into two folders, since either without the
//! other is nothing; keys are kept for seven days, and what was erased since is erased again when
//! a backup is restored.

use std::path::{Component, Path, PathBuf};

use clap::Args;
use ground::id::Uuid;
use ground::{Clock, Fault, Moment, Outcome};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sharing::Sharing;
use store::erasures::{Erasures, Ledger};
use store::migrations::{KEYS, Migration, ROWS, check};
use store::{Database, Store, backup};

use crate::command::Data;
use crate::config::Config;
use crate::out::{Done, Trouble, counted, say};
use crate::{erasing, operator, rooms};

/// For how many days backups of keys are kept. Every page on erasing says so.
const DAYS_KEPT: i64 = 7;
/// The list of erasures, in the data folder and beside backups of keys.
const LIST: &str = rooms::ERASURES;
/// How a backup's moment stands in its name, in UTC.
const MOMENT: &str = "%Y-%m-%dT%H-%M-%S";
/// What a copy is called until it is whole.
const PART: &str = ".part";
/// Said where a PostgreSQL holds the data.
const USE_PG_DUMP: &str = "These data are in PostgreSQL. Use pg_dump for the rows and, into another \
                           place, for the keys; keep the keys' dumps for seven days. After a \
                           pg_restore, run understory erase again.";

/// Write down a copy of everything.
#[derive(Args, Debug)]
pub(crate) struct Backup {
    #[command(flatten)]
    data: Data,
    /// The folder for the rows.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The folder for the keys: another one, best on another machine. Backups of keys that are
    /// seven days old are removed from it, so that what is erased is gone.
    #[arg(long, value_name = "DIR")]
    keys_to: PathBuf,
}

/// Bring a copy back into an empty folder.
#[derive(Args, Debug)]
pub(crate) struct Restore {
    #[command(flatten)]
    data: Data,
    /// The backup of the rows.
    #[arg(long, value_name = "FILE")]
    rows: PathBuf,
    /// The backup of the keys.
    #[arg(long, value_name = "FILE")]
    keys: PathBuf,
    /// The master key, where the configuration does not say where it is.
    #[arg(long, value_name = "FILE")]
    master_key: Option<PathBuf>,
    /// The list of erasures: the newest erasures.log you have.
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
    /// Restore all the same when the keys are older than the rows. What was made in between can
    /// never be opened.
    #[arg(long)]
    older_keys: bool,
}

impl Backup {
    pub(crate) async fn run(self) -> Done {
        self.at(Clock::Machine.now()).await
    }

    /// As it is done at this moment.
    pub(crate) async fn at(self, now: Moment) -> Done {
        rooms::refuse_missing(&self.data.data)?;
        let config = Config::read(&self.data.data)?;
        refuse_postgres(&config)?;
        rooms::refuse_without_rows(&self.data.data, &config)?;
        refuse_together(&would_be(&self.to)?, &would_be(&self.keys_to)?)?;
        let (_, store) = operator::open(&self.data).await?;
        let (to, keys_to) = apart(&self.to, &self.keys_to)?;
        // Rows first: a key is there before anything is sealed under it, so that every row copied
        // now finds its key in the copy made after.
        let rows = copy(&store.database, &to, "rows", now).await?;
        let keys = copy(store.keys.database(), &keys_to, "keys", now).await?;
        store.keys.list_erasures(&keys_to.join(LIST), now).await?;
        let removed = remove_old(&keys_to, now)?;
        say(&format!("The rows are in {}", rows.display()));
        say(&format!("The keys are in {}", keys.display()));
        if removed > 0 {
            let backups = counted(removed, "backup of keys", "backups of keys");
            say(&format!("Removed, being seven days old: {backups}."));
        }
        let master = rooms::master_key(&self.data.data, &config);
        say(&format!(
            "The master key is in neither. It is {}. Keep a copy of it too, apart from the keys: \
             without it nothing can be opened.",
            master.display()
        ));
        say("Run this every day. Only then are old keys gone in time.");
        Ok(())
    }
}

impl Restore {
    pub(crate) async fn run(self) -> Done {
        let folder = self.data.data.clone();
        let config = Config::read(&folder)?;
        refuse_postgres(&config)?;
        refuse_full(&folder)?;
        let erasures = self.list()?;
        let master = rooms::master_key(&folder, &config);
        if self.master_key.is_none() && !master.exists() {
            return Err(Trouble::new(
                "Without the master key nothing can be opened. Give it with --master-key.",
            ));
        }
        if self.master_key.is_some() && master.exists() {
            return Err(Trouble::new(format!("{} is there already.", master.display())));
        }
        let made = not_there_yet(&folder);
        let restored = self.bring(&config, &master, erasures).await;
        if restored.is_err() {
            // Half a restore would be taken for a whole one. These are only copies.
            clear(&folder, self.master_key.as_ref().map(|_| master.as_path()));
            for folder in &made {
                // Gone only if nothing else is in it.
                let _ = std::fs::remove_dir(folder);
            }
        }
        let (erased, lost) = restored?;
        erasing::say_again(erased);
        if lost > 0 {
            say(&format!("{}. They can never be opened.", without_key(lost)));
        }
        say("It is restored. Serve it, and look whether it is as you expect.");
        Ok(())
    }

    /// The list that is given together with the one beside the keys. Where one lies there, one has
    /// to be given: the newest is not always the one beside an old backup.
    fn list(&self) -> Done<Erasures> {
        let beside = self.keys.with_file_name(LIST);
        let is_beside = beside.exists();
        let Some(given) = &self.erasures else {
            return match is_beside {
                false => Ok(Erasures::default()),
                true => Err(Trouble::new(format!(
                    "What was erased has to be erased again. Give the newest list you have with \
                     --erasures: erasures.log from the old data folder, or else {}.",
                    beside.display()
                ))),
            };
        };
        let mut erasures = erasing::read(given)?;
        if is_beside {
            erasures.keepers.extend(erasing::read(&beside)?.keepers);
        }
        Ok(erasures)
    }

    async fn bring(
        &self,
        config: &Config,
        master: &Path,
        erasures: Erasures,
    ) -> Done<(erasing::ErasedAgain, usize)> {
        let folder = &self.data.data;
        rooms::make_folders(folder)?;
        let rows = folder.join(rooms::ROWS_FILE);
        bring_one(&self.rows, &rows, ROWS, "rows").await?;
        bring_one(&self.keys, &folder.join(rooms::KEYS_FILE), KEYS, "keys").await?;
        if let Some(given) = &self.master_key {
            copy_private(given, master)?;
        }
        let listed: Vec<store::Keeper> =
            erasures.keepers.iter().copied().map(store::Keeper::new).collect();
        Ledger::at(folder.join(LIST)).add(&listed, Clock::Machine.now())?;
        let store = rooms::open(folder, config, &Clock::Machine).await?;
        let brought = self.erase_again(&store, erasures).await;
        store.database.close().await;
        store.keys.close().await;
        brought
    }

    /// Erases again what came back, and says of how much in the rows the keys know nothing. That is
    /// refused unless it was asked for: the keys would be thought whole.
    async fn erase_again(
        &self,
        store: &Store,
        erasures: Erasures,
    ) -> Done<(erasing::ErasedAgain, usize)> {
        let erased = erasing::again(&Sharing::begin(store.clone())?, erasures).await?;
        let lost = lost(store).await?;
        if lost > 0 && !self.older_keys {
            return Err(Trouble::new(format!(
                "{}: they were made after the keys were copied. Nothing was restored. Give newer \
                 keys, if you have them. With --older-keys it is restored all the same, and they \
                 can never be opened.",
                without_key(lost)
            )));
        }
        Ok((erased, lost))
    }
}

fn without_key(lost: usize) -> String {
    let things = if lost == 1 { "thing in these rows has" } else { "things in these rows have" };
    format!("{lost} {things} no key")
}

/// How many tellings, people and systems there are whose key is not there and was never thrown
/// away. They are gone through 500 at a time.
async fn lost(store: &Store) -> Outcome<usize> {
    let mut lost = 0;
    for table in 0..3 {
        let mut after = Uuid::nil();
        loop {
            let mut look = store.database.look().await?;
            let some = match table {
                0 => stories::erasing::tellings_after(&mut look, after).await?,
                1 => sharing::erasing::people_after(&mut look, after).await?,
                _ => places::systems::ids_after(&mut look, after).await?,
            };
            drop(look);
            let Some(&last) = some.last() else { break };
            lost += store.keys.lost(&some).await?;
            after = last;
        }
    }
    Ok(lost)
}

fn refuse_postgres(config: &Config) -> Done {
    if config.database.is_some() || config.keys_database.is_some() {
        return Err(Trouble::new(USE_PG_DUMP));
    }
    Ok(())
}

/// This folder and those around it, as far as they are still to be made, innermost first.
fn not_there_yet(folder: &Path) -> Vec<PathBuf> {
    let is_missing = |one: &&Path| !one.as_os_str().is_empty() && !one.exists();
    folder.ancestors().take_while(is_missing).map(Path::to_path_buf).collect()
}

/// Only a configuration may lie in the folder already.
fn refuse_full(folder: &Path) -> Done {
    let Ok(mut entries) = std::fs::read_dir(folder) else { return Ok(()) };
    let is_other = |entry: &std::fs::DirEntry| entry.file_name() != crate::config::FILE;
    match entries.any(|entry| entry.as_ref().is_ok_and(is_other)) {
        true => Err(Trouble::new(format!(
            "{} is not empty. Restore into an empty folder, so that nothing is written over.",
            folder.display()
        ))),
        false => Ok(()),
    }
}

/// The two folders, made if need be, neither inside the other.
fn apart(to: &Path, keys_to: &Path) -> Done<(PathBuf, PathBuf)> {
    let made = |folder: &Path| -> Done<PathBuf> {
        rooms::make_private(folder)?;
        Ok(folder.canonicalize().map_err(Fault::inside)?)
    };
    let (to, keys_to) = (made(to)?, made(keys_to)?);
    refuse_together(&to, &keys_to)?;
    Ok((to, keys_to))
}

/// Where a folder is, or would be once it is made: asked before anything is made, so that what is
/// refused leaves nothing behind.
fn would_be(folder: &Path) -> Done<PathBuf> {
    let whole = std::path::absolute(folder).map_err(Fault::inside)?;
    let there = whole.ancestors().find(|one| one.exists()).unwrap_or(Path::new("/"));
    let mut found = there.canonicalize().map_err(Fault::inside)?;
    for part in whole.strip_prefix(there).map_err(Fault::inside)?.components() {
        match part {
            Component::ParentDir => {
                found.pop();
            }
            Component::Normal(name) => found.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Ok(found)
}

/// Refuses folders of which one is the other, or lies inside it.
fn refuse_together(to: &Path, keys_to: &Path) -> Done {
    if to.starts_with(keys_to) || keys_to.starts_with(to) {
        return Err(Trouble::new(
            "Keys and rows go into two folders, neither inside the other: whoever has both can \
             read everything.",
        ));
    }
    Ok(())
}

async fn copy(database: &Database, folder: &Path, what: &str, now: Moment) -> Done<PathBuf> {
    let name = name(what, now)?;
    let (whole, part) = (folder.join(&name), folder.join(name + PART));
    if whole.exists() {
        return Err(Trouble::new(format!("{} is there already.", whole.display())));
    }
    database.copy_to(&part).await?;
    std::fs::rename(&part, &whole).map_err(Fault::inside)?;
    Ok(whole)
}

fn name(what: &str, now: Moment) -> Done<String> {
    let at = Timestamp::from_microsecond(now.0).map_err(Fault::inside)?;
    Ok(format!("understory-{what}-{}Z.db", at.strftime(MOMENT)))
}

/// When the backup of keys with exactly such a name was made.
fn made(file: &str) -> Option<Moment> {
    let file = file.strip_suffix(PART).unwrap_or(file);
    let moment = file.strip_prefix("understory-keys-")?.strip_suffix("Z.db")?;
    let at = DateTime::strptime(MOMENT, moment).ok()?.to_zoned(TimeZone::UTC).ok()?;
    let at = Moment(at.timestamp().as_microsecond());
    (name("keys", at).ok()? == file).then_some(at)
}

/// Removes backups of keys that are seven days old, and nothing else. Says how many.
fn remove_old(folder: &Path, now: Moment) -> Done<usize> {
    let mut removed = 0;
    for entry in std::fs::read_dir(folder).map_err(Fault::inside)? {
        let entry = entry.map_err(Fault::inside)?;
        let at = entry.file_name().to_str().and_then(made);
        if at.is_some_and(|at| now.days_since(at) >= DAYS_KEPT) {
            std::fs::remove_file(entry.path()).map_err(Fault::inside)?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Copies one backup to where it belongs, if it is one of what it should be.
async fn bring_one(from: &Path, to: &Path, wanted: &[Migration], what: &str) -> Done {
    let not_one = || Trouble::new(format!("{} is no backup of the {what}.", from.display()));
    if !from.is_file() {
        return Err(Trouble::new(format!("There is no file {}.", from.display())));
    }
    backup::copy_file(from, to).await.map_err(|_| not_one())?;
    let database = Database::sqlite(to).await?;
    let run = check(&database, wanted).await;
    database.close().await;
    let is_other = |name: &str| [ROWS, KEYS].concat().iter().any(|m| m.name == name);
    match run {
        Ok(run) if !run.is_empty() => Ok(()),
        Err(Fault::Newer(name)) if !is_other(&name) => Err(Fault::Newer(name).into()),
        _ => Err(not_one()),
    }
}

fn copy_private(from: &Path, to: &Path) -> Done {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let bytes = std::fs::read(from)
        .map_err(|error| Trouble::new(format!("{} cannot be read: {error}.", from.display())))?;
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(to);
    let mut file = file.map_err(Fault::inside)?;
    file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(Fault::inside)?;
    Ok(())
}

/// Takes away what a restore that did not work brought.
fn clear(folder: &Path, master: Option<&Path>) {
    for file in [rooms::ROWS_FILE, rooms::KEYS_FILE] {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.join(format!("{file}{end}")));
        }
    }
    let _ = std::fs::remove_file(folder.join(LIST));
    if let Some(master) = master {
        let _ = std::fs::remove_file(master);
    }
    // Gone only if nothing else is in it.
    let _ = std::fs::remove_dir(folder.join("keys"));
}
