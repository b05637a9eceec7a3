//! The rooms of the program: their routes and nouns, put together in one place.

use std::path::Path;
use std::sync::Arc;

use ground::{Clock, Fault, Outcome};
use sharing::{Nouns, Sharing};
use store::migrations::{KEYS, ROWS, migrate};
use store::{Database, Keys, Store};
use web::Routes;

use crate::config::Config;
use crate::{home, you};

/// Opens what is kept in this folder, or in the databases that the configuration names, and
/// brings it up to this version.
pub(crate) async fn open(data: &Path, config: &Config, clock: &Clock) -> Outcome<Store> {
    let keys_folder = data.join("keys");
    make_private(data)?;
    make_private(&keys_folder)?;
    let database = match &config.database {
        Some(url) => Database::postgres(url).await?,
        None => Database::sqlite(&data.join("understory.db")).await?,
    };
    let keys = match &config.keys_database {
        Some(url) => Database::postgres(url).await?,
        None => Database::sqlite(&keys_folder.join("keys.db")).await?,
    };
    migrate(&keys, KEYS, clock.now()).await?;
    migrate(&database, ROWS, clock.now()).await?;
    let master = config.master_key_file.clone().unwrap_or_else(|| keys_folder.join("master.key"));
    Ok(Store { database, keys: Keys::open(keys, &master).await? })
}

/// A folder that only its owner can look into.
fn make_private(folder: &Path) -> Outcome<()> {
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
        .and(stories::routes())
        .and(learning::routes())
        .and(home::pages::routes())
        .and(you::pages::routes())
        .get("/assets/{name}", web::Access::Open, web::assets::show)
}
