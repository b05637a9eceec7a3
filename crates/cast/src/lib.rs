//! For tests only: the standing cast, and both databases. Asha looks after the town, Bryn and
//! Carys play a part in it and in its team, and Carys holds the team's money. Dev has an account
//! in another town and never has access here.

#![allow(clippy::expect_used, clippy::missing_panics_doc, reason = "this crate is only for tests")]

use std::path::Path;
use std::sync::Arc;

use ground::id::{PersonId, SystemId};
use ground::{Clock, Line, Moment, Words};
use sharing::people::NewPerson;
use sharing::reader::{Given, give};
use sharing::{Reader, Sharing, StandingId, StandingKind};
use store::{Database, Keeper, Keys, Spot, Store, migrations};

/// Monday 2 March 2026, nine in the morning.
pub const MONDAY: Moment = Moment(1_772_442_000_000_000);

/// A town with its cast.
#[derive(Debug)]
pub struct Town {
    /// The one who is asked for leave.
    pub sharing: Sharing,
    /// A clock that stands until it is moved.
    pub clock: Arc<Clock>,
    /// The town itself.
    pub place: SystemId,
    /// A team in it.
    pub team: SystemId,
    /// Another town.
    pub elsewhere: SystemId,
    /// Looks after the town and the team.
    pub asha: PersonId,
    /// Plays a part in the town and the team.
    pub bryn: PersonId,
    /// Plays a part in the town and the team, and holds the team's money.
    pub carys: PersonId,
    /// Is of another town.
    pub dev: PersonId,
}

/// Runs one story on SQLite and then on PostgreSQL.
pub async fn both(story: impl AsyncFn(Town)) {
    let folder = proving::folder();
    let rows = Database::sqlite(&folder.path().join("rows.db")).await.expect("rows");
    let keys = Database::sqlite(&folder.path().join("keys.db")).await.expect("keys");
    story(town(rows, keys, folder.path()).await).await;
    let folder = proving::folder();
    let server = proving::postgres();
    let rows = Database::postgres(&server.database().await).await.expect("rows");
    let keys = Database::postgres(&server.database().await).await.expect("keys");
    story(town(rows, keys, folder.path()).await).await;
}

/// The town on these databases, with its master key in this folder.
pub async fn town(rows: Database, keys: Database, folder: &Path) -> Town {
    migrations::migrate(&rows, migrations::ROWS, MONDAY).await.expect("migrated");
    migrations::migrate(&keys, migrations::KEYS, MONDAY).await.expect("migrated");
    let keys = Keys::open(keys, &folder.join("master.key")).await.expect("keys");
    let clock = Arc::new(Clock::standing_at(MONDAY));
    let sharing = Sharing::begin(Store { database: rows, keys }).expect("sharing");
    let sharing = sharing.with_clock(clock.clone());
    let [place, team, elsewhere] = std::array::from_fn(|_| SystemId::random());
    for system in [place, team, elsewhere] {
        sharing.store.keys.make(Keeper::new(system), MONDAY).await.expect("a key");
    }
    draw_team(&sharing, place, team).await;
    for system in [place, elsewhere] {
        open_place(&sharing, system).await;
    }
    let mut people = Vec::new();
    for name in ["Asha", "Bryn", "Carys", "Dev"] {
        people.push(person(&sharing, &clock, name, false).await);
    }
    let [asha, bryn, carys, dev] = people[..] else { unreachable!("four names, four people") };
    let town = Town { sharing, clock, place, team, elsewhere, asha, bryn, carys, dev };
    for (person, system, kind) in [
        (asha, place, StandingKind::Part),
        (asha, place, StandingKind::Steward),
        (asha, team, StandingKind::Steward),
        (bryn, place, StandingKind::Part),
        (bryn, team, StandingKind::Part),
        (carys, place, StandingKind::Part),
        (carys, team, StandingKind::Part),
        (carys, team, StandingKind::Money),
    ] {
        town.give(person, system, kind).await;
    }
    let home = Given { place: elsewhere, ..town.given(dev, elsewhere, StandingKind::Part) };
    store::write!(town.sharing.store.database, |work| give(work, home).await).expect("given");
    town
}

/// A place as a row, open to anybody, so that people can tell in it.
async fn open_place(sharing: &Sharing, place: SystemId) {
    store::write!(sharing.store.database, |work| {
        work.run(
            store::sql!(
                "INSERT INTO places (system_id, zone, made_up, open_door, opened, revision) \
                 VALUES ($1, 'Europe/London', FALSE, TRUE, $2, 1)"
            ),
            store::bind().id(place).moment(MONDAY),
        )
        .await
    })
    .expect("opened");
}

/// The team as a row, so that what is wide and what is near can be told apart.
async fn draw_team(sharing: &Sharing, place: SystemId, team: SystemId) {
    let ring = sharing.store.keys.ring([Keeper::new(team)]).await.expect("a ring");
    let name = ring.seal_line(Keeper::new(team), Spot::new(team, "name"), &line("The team"));
    let name = name.expect("sealed");
    store::write!(sharing.store.database, |work| {
        work.run(
            store::sql!(
                "INSERT INTO systems (system_id, id, place_id, scale, name, made, revision) \
                 VALUES ($1, $1, $2, 'team', $3, $4, 1)"
            ),
            store::bind().id(team).id(place).sealed(name.clone()).moment(MONDAY),
        )
        .await
    })
    .expect("drawn");
}

async fn person(sharing: &Sharing, clock: &Clock, name: &str, under_18: bool) -> PersonId {
    let name = Line::parse(name).expect("a name");
    let new = NewPerson::prepare(&sharing.store.keys, clock, &name, under_18).await.expect("new");
    store::write!(sharing.store.database, |work| new.keep(work).await).expect("kept");
    new.id
}

impl Town {
    fn given(&self, person: PersonId, system: SystemId, kind: StandingKind) -> Given {
        let (id, place, by) = (StandingId::random(), self.place, None);
        Given { id, system, place, person, kind, by, began: MONDAY }
    }

    /// Gives somebody a standing, and says which.
    pub async fn give(&self, person: PersonId, system: SystemId, kind: StandingKind) -> StandingId {
        let given = self.given(person, system, kind);
        store::write!(self.sharing.store.database, |work| give(work, given).await).expect("given");
        given.id
    }

    /// Ends a standing.
    pub async fn end(&self, system: SystemId, standing: StandingId) {
        let database = &self.sharing.store.database;
        store::write!(database, |work| {
            sharing::reader::end(work, system, standing, self.clock.now()).await
        })
        .expect("ended");
    }

    /// Somebody new in the town.
    pub async fn newcomer(&self, name: &str, under_18: bool) -> PersonId {
        let id = person(&self.sharing, &self.clock, name, under_18).await;
        self.give(id, self.place, StandingKind::Part).await;
        id
    }

    /// Somebody new in the town who keeps people safe there.
    pub async fn on_duty(&self, name: &str) -> PersonId {
        let person = self.newcomer(name, false).await;
        self.give(person, self.place, StandingKind::KeepsSafe).await;
        person
    }

    /// This person as a reader, as things stand now.
    pub async fn reader(&self, person: PersonId) -> Reader {
        let mut look = self.sharing.store.database.look().await.expect("a look");
        Reader::person(&mut look, person).await.expect("a reader")
    }

    /// Seals the trail, as the server does every second.
    pub async fn seal_trail(&self) {
        let database = &self.sharing.store.database;
        while sharing::trail::seal(database, self.clock.now()).await.expect("sealed") > 0 {}
    }
}

/// Words, for a test.
#[must_use]
pub fn words(text: &str) -> Words {
    Words::parse(text).expect("words")
}

/// One line, for a test.
#[must_use]
pub fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}
