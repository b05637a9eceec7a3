//! The rooms of the program: their routes and nouns, put together in one place.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ground::{Clock, Fault, Outcome};
use sharing::{Nouns, Sharing};
use store::erasures::Ledger;
use store::migrations::{KEYS, ROWS, check, migrate};
use store::{Database, Keys, Store};
use web::Routes;

use crate::config::Config;
use crate::out::{Done, Trouble};
use crate::{home, search, you};

/// The rows, where they are in a file.
pub(crate) const ROWS_FILE: &str = "understory.db";
/// The keys, where they are in a file.
pub(crate) const KEYS_FILE: &str = "keys/keys.db";
/// The list of what was erased.
pub(crate) const ERASURES: &str = "erasures.log";

/// Opens what is kept in this folder, or in the databases that the configuration names, and
/// brings it up to this version.
pub(crate) async fn open(data: &Path, config: &Config, clock: &Clock) -> Outcome<Store> {
    make_folders(data)?;
    let database = match &config.database {
        Some(url) => Database::postgres(url).await?,
        None => Database::sqlite(&data.join(ROWS_FILE)).await?,
    };
    let keys = match &config.keys_database {
        Some(url) => Database::postgres(url).await?,
        None => Database::sqlite(&data.join(KEYS_FILE)).await?,
    };
    // Neither is changed before both are known to be ours to change.
    check(&keys, KEYS).await?;
    check(&database, ROWS).await?;
    migrate(&keys, KEYS, clock.now()).await?;
    let keys = Keys::open(keys, &master_key(data, config)).await?;
    migrate(&database, ROWS, clock.now()).await?;
    let ledger = Ledger::at(data.join(ERASURES));
    if !data.join(ERASURES).exists() {
        // There from the beginning, so that whoever copies it off the machine finds it to copy.
        ledger.add(&[], clock.now())?;
    }
    let store = Store { database, keys: keys.with_ledger(ledger) };
    // Before anybody is let in, so that nobody goes by a name that was kept before this version.
    sharing::people::hash_names(&store).await?;
    Ok(store)
}

/// Refuses a data folder that is not there: most often its name is misspelt, and a new one made in
/// its place would be taken for the one that was meant.
pub(crate) fn refuse_missing(data: &Path) -> Done {
    if data.is_dir() {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "There is no folder {}. Nothing was made. See whether its name is right.",
        data.display()
    )))
}

/// Refuses a folder in which no place was ever begun. Whether a PostgreSQL is empty, its own tables
/// say.
pub(crate) fn refuse_without_rows(data: &Path, config: &Config) -> Done {
    let is_there = |url: &Option<String>, file| url.is_some() || data.join(file).is_file();
    if is_there(&config.database, ROWS_FILE) && is_there(&config.keys_database, KEYS_FILE) {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "There is no place in {}: it holds no databases. Nothing was made. See whether its name is \
         right; understory serve begins a place.",
        data.display()
    )))
}

/// Where the master key is.
pub(crate) fn master_key(data: &Path, config: &Config) -> PathBuf {
    config.master_key_file.clone().unwrap_or_else(|| data.join("keys").join("master.key"))
}

/// Makes the data folder and, in it, the one for keys.
pub(crate) fn make_folders(data: &Path) -> Outcome<()> {
    make_private(data)?;
    make_private(&data.join("keys"))
}

/// A folder that only its owner can look into.
pub(crate) fn make_private(folder: &Path) -> Outcome<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(Fault::inside)
}

/// Every noun of the program.
pub(crate) fn nouns(sharing: &Sharing) -> Nouns {
    let mut nouns: Vec<Arc<dyn sharing::Noun>> = vec![
        Arc::new(places::SystemNoun::new(sharing.clone())),
        Arc::new(people::PassageNoun(sharing.clone())),
        Arc::new(stories::TellingNoun(sharing.clone())),
        Arc::new(stories::PatternNoun(sharing.clone())),
    ];
    nouns.extend(learning::nouns(sharing));
    Nouns::new(nouns)
}

/// Every page of the program.
pub(crate) fn routes() -> Routes {
    doors::routes()
        .and(places::routes())
        .and(people::routes())
        .and(stories::routes())
        .and(learning::routes())
        .and(home::pages::routes())
        .and(search::pages::routes())
        .and(you::pages::routes())
        .get("/assets/{name}", web::Access::Open, web::assets::show)
}
