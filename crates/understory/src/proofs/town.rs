//! A town to try: told once, kept as bytes, and laid out afresh for each test that changes it.

use std::path::Path;
use std::sync::Arc;

use ::store::migrations::{KEYS, ROWS, migrate};
use ::store::{Database, Keys, Store, Token, TokenHash};
use axum::Router;
use ground::Clock;
use tempfile::TempDir;
use tokio::sync::OnceCell;
use web::{App, Settings};

use super::MONDAY;
use super::cast::Persona;
use super::store::{Holding, holding, marks};
use super::things::{Things, tell};
use crate::app;

/// Where the town is reached from outside.
pub(super) const URL: &str = "http://localhost";

/// A town with real things in it, and its pages as a server shows them.
pub(super) struct Town {
    pub(super) app: App,
    pub(super) router: Router,
    pub(super) things: Things,
    rows: Database,
    keys: Database,
    /// Removed with the town.
    _folder: TempDir,
}

/// The files of a town that was told and closed, and what stands in it.
struct Told {
    files: Vec<(&'static str, Vec<u8>)>,
    things: Things,
}

static TOLD: OnceCell<Told> = OnceCell::const_new();

const FILES: [&str; 3] = ["rows.db", "keys.db", "master.key"];

impl Town {
    /// The town, freshly laid out on SQLite.
    pub(super) async fn new() -> Self {
        let told = TOLD.get_or_init(told).await;
        let folder = proving::folder();
        for (name, bytes) in &told.files {
            std::fs::write(folder.path().join(name), bytes).expect("written");
        }
        Self::in_folder(folder, Some(told.things.clone())).await
    }

    /// A server whose folder is empty.
    pub(super) async fn empty() -> (App, Router, TempDir) {
        let folder = proving::folder();
        let (rows, keys) = sqlite(folder.path()).await;
        let (app, router) = program(rows, keys, folder.path()).await;
        (app, router, folder)
    }

    /// The town, told anew on PostgreSQL.
    pub(super) async fn on_postgres() -> Self {
        let (folder, server) = (proving::folder(), proving::postgres());
        let rows = Database::postgres(&server.database().await).await.expect("rows");
        let keys = Database::postgres(&server.database().await).await.expect("keys");
        let (app, router) = program(rows.clone(), keys.clone(), folder.path()).await;
        let things = tell(&app, &router).await;
        Self { app, router, things, rows, keys, _folder: folder }
    }

    async fn in_folder(folder: TempDir, things: Option<Things>) -> Self {
        let (rows, keys) = sqlite(folder.path()).await;
        let (app, router) = program(rows.clone(), keys.clone(), folder.path()).await;
        let things = match things {
            Some(things) => things,
            None => tell(&app, &router).await,
        };
        Self { app, router, things, rows, keys, _folder: folder }
    }

    /// All that the town holds now.
    pub(super) async fn holding(&self) -> Holding {
        holding(&self.rows, &self.keys).await
    }

    /// How much of what was done stands on the trail.
    pub(super) async fn marks(&self) -> i64 {
        marks(&self.rows).await
    }

    /// The session of this persona.
    pub(super) fn session(&self, who: Persona) -> Option<&str> {
        self.things.sessions.get(&who).map(String::as_str)
    }

    /// What this persona's forms bring back.
    pub(super) fn form_token(&self, who: Persona) -> String {
        let hash: Option<TokenHash> = self.session(who).map(|s| Token::presented(s).hash());
        web::visitor::form_token(&self.app, hash)
    }
}

async fn told() -> Told {
    let town = Town::in_folder(proving::folder(), None).await;
    town.rows.close().await;
    town.keys.close().await;
    let read = |name| (name, std::fs::read(town._folder.path().join(name)).expect("read"));
    Told { files: FILES.map(read).to_vec(), things: town.things }
}

async fn sqlite(folder: &Path) -> (Database, Database) {
    let rows = Database::sqlite(&folder.join(FILES[0])).await.expect("rows");
    let keys = Database::sqlite(&folder.join(FILES[1])).await.expect("keys");
    (rows, keys)
}

/// The program on these databases.
async fn program(rows: Database, keys: Database, folder: &Path) -> (App, Router) {
    migrate(&rows, ROWS, MONDAY).await.expect("migrated");
    migrate(&keys, KEYS, MONDAY).await.expect("migrated");
    let keys = Keys::open(keys, &folder.join(FILES[2])).await.expect("keys");
    let clock = Arc::new(Clock::standing_at(MONDAY));
    let settings = Settings { public_url: URL.to_owned(), made_up: true, can_mail: false };
    let app = app::app(Store { database: rows, keys }, clock, settings).expect("the program");
    let router = app::router(app.clone(), None);
    (app, router)
}
