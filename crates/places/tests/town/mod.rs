//! The standing cast, on both databases. Asha began the place and looks after it for now, Bryn
//! and Carys are part of it, and Dev never has access.
#![allow(dead_code, unreachable_pub, missing_docs, clippy::expect_used)]

use std::path::Path;
use std::sync::Arc;

use ground::id::{PersonId, SystemId};
use ground::{Clock, Line, Moment, Words};
use places::beginning::begin_place;
use places::parts::{self, Part, PartKind, Taken};
use places::stewards::{self, Steward};
use places::systems::{self, Drawn, Edge, Scale};
use sharing::people::NewPerson;
use sharing::{Reader, Sharing, StandingKind};
use store::{Database, Keys, Look, Store, migrations};

/// A Monday in March 2026, at nine.
pub const MONDAY: Moment = Moment(1_772_442_000_000_000);

pub struct Town {
    pub sharing: Sharing,
    pub clock: Arc<Clock>,
    pub place: SystemId,
    pub asha: PersonId,
    pub bryn: PersonId,
    pub carys: PersonId,
    pub dev: PersonId,
}

/// Runs one story of the town on SQLite and then on PostgreSQL.
pub async fn both(story: impl AsyncFn(Town)) {
    both_empty(async |sharing, clock| story(town(sharing, clock).await).await).await;
}

/// Runs one story on an empty SQLite and then on an empty PostgreSQL.
pub async fn both_empty(story: impl AsyncFn(Sharing, Arc<Clock>)) {
    let folder = proving::folder();
    let rows = Database::sqlite(&folder.path().join("rows.db")).await.expect("rows");
    let keys = Database::sqlite(&folder.path().join("keys.db")).await.expect("keys");
    let (sharing, clock) = empty(rows, keys, folder.path()).await;
    story(sharing, clock).await;

    let folder = proving::folder();
    let server = proving::postgres();
    let rows = Database::postgres(&server.database().await).await.expect("rows");
    let keys = Database::postgres(&server.database().await).await.expect("keys");
    let (sharing, clock) = empty(rows, keys, folder.path()).await;
    story(sharing, clock).await;
}

async fn empty(rows: Database, keys: Database, folder: &Path) -> (Sharing, Arc<Clock>) {
    migrations::migrate(&rows, migrations::ROWS, MONDAY).await.expect("migrated");
    migrations::migrate(&keys, migrations::KEYS, MONDAY).await.expect("migrated");
    let keys = Keys::open(keys, &folder.join("master")).await.expect("keys");
    let sharing = Sharing::begin(Store { database: rows, keys }).expect("sharing");
    (sharing, Arc::new(Clock::standing_at(MONDAY)))
}

async fn town(sharing: Sharing, clock: Arc<Clock>) -> Town {
    let store = sharing.store.clone();
    let (name, asha) = (line("Pit Hill"), line("Asha"));
    let begun = begin_place(&store, &clock, name, asha, "Europe/London", true).await;
    let (place, asha) = begun.expect("a place");
    let mut others = Vec::new();
    for name in ["Bryn", "Carys", "Dev"] {
        others.push(newcomer(&store, &clock, name).await);
    }
    let [bryn, carys, dev] = others[..] else { panic!("three people") };
    let town = Town { sharing, clock, place, asha, bryn, carys, dev };
    for person in [bryn, carys] {
        let taken =
            Taken { by: Some(asha), ..Taken::plain(place, person, PartKind::Resident, MONDAY) };
        parts::take(&town.sharing, &taken).await.expect("a part");
    }
    town
}

async fn newcomer(store: &Store, clock: &Clock, name: &str) -> PersonId {
    let person = NewPerson::prepare(&store.keys, clock, &line(name), false).await.expect("person");
    ::store::write!(store.database, |work| person.keep(work).await).expect("kept");
    person.id
}

impl Town {
    pub async fn look(&self) -> Look {
        self.sharing.store.database.look().await.expect("a look")
    }

    pub async fn reader(&self, person: PersonId) -> Reader {
        Reader::person(&mut self.look().await, person).await.expect("a reader")
    }

    /// Draws something inside the place, as this person, who becomes part of it.
    pub async fn draw(&self, by: PersonId, scale: Scale, name: &str) -> SystemId {
        let id = SystemId::random();
        let drawn = Drawn { scale, edge: edge(name, None) };
        systems::draw_inside(&self.sharing, self.place, id, by, &drawn, MONDAY)
            .await
            .expect("drawn");
        id
    }

    pub async fn give(&self, by: PersonId, person: PersonId, system: SystemId) {
        let taken = Taken::plain(system, person, PartKind::Worker, MONDAY);
        parts::give(&self.sharing, by, &taken).await.expect("given");
    }

    pub async fn parts(&self, reader: PersonId, system: SystemId) -> Vec<Part> {
        let reader = self.reader(reader).await;
        let mut look = self.look().await;
        let system =
            systems::find(&self.sharing, &mut look, &reader, system).await.expect("a system");
        parts::of_system(&self.sharing, &mut look, &reader, &system).await.expect("parts")
    }

    pub async fn stewards(&self, reader: PersonId, system: SystemId) -> Vec<Steward> {
        let parts = self.parts(reader, system).await;
        let reader = self.reader(reader).await;
        let mut look = self.look().await;
        let system =
            systems::find(&self.sharing, &mut look, &reader, system).await.expect("a system");
        stewards::among(&self.sharing, &mut look, &reader, &system, &parts).await.expect("stewards")
    }

    /// Whether this person stands like this in a system now.
    pub async fn stands(&self, person: PersonId, kind: StandingKind, system: SystemId) -> bool {
        self.reader(person).await.stands(kind, system)
    }
}

pub fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

pub fn words(text: &str) -> Words {
    Words::parse(text).expect("words")
}

pub fn edge(name: &str, why: Option<&str>) -> Edge {
    Edge { name: line(name), theme: None, area: None, why: why.map(words) }
}
