//! The standing cast and both databases, for the tests of every noun here. Asha looks after the
//! town and its team, Bryn and Carys play a part in the town, and Dev never has access.

use std::path::Path;
use std::sync::Arc;

use ::store::{Database, Keeper, Keys, Store, Token, migrations};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Clock, Line, Moment};
use sharing::people::NewPerson;
use sharing::reader::{Given, give};
use sharing::{Nouns, Reader, Sharing, StandingId, StandingKind};
use web::{App, Settings, Tongues};

use crate::addresses::{self, Address};

/// A Monday in March 2026, at nine.
pub(crate) const MONDAY: Moment = Moment(1_772_442_000_000_000);

/// A town with its cast, on one of the two databases.
pub(crate) struct Town {
    pub(crate) sharing: Sharing,
    pub(crate) clock: Arc<Clock>,
    pub(crate) place: SystemId,
    pub(crate) team: SystemId,
    pub(crate) asha: PersonId,
    pub(crate) bryn: PersonId,
    pub(crate) carys: PersonId,
    pub(crate) dev: PersonId,
}

/// Runs one story on SQLite and then on PostgreSQL.
pub(crate) async fn both(story: impl AsyncFn(Town)) {
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

async fn town(rows: Database, keys: Database, folder: &Path) -> Town {
    migrations::migrate(&rows, migrations::ROWS, MONDAY).await.expect("migrated");
    migrations::migrate(&keys, migrations::KEYS, MONDAY).await.expect("migrated");
    let keys = Keys::open(keys, &folder.join("master")).await.expect("keys");
    let clock = Arc::new(Clock::standing_at(MONDAY));
    let sharing = Sharing::begin(Store { database: rows, keys }).expect("sharing");
    let [place, team] = [SystemId::random(), SystemId::random()];
    for system in [place, team] {
        let made = sharing.store.keys.make(Keeper::new(system), MONDAY).await;
        made.expect("a key for the system");
    }
    let mut cast = Vec::new();
    for name in ["Asha", "Bryn", "Carys", "Dev"] {
        cast.push(newcomer(&sharing.store, &clock, name).await);
    }
    let [asha, bryn, carys, dev] = cast[..] else { panic!("four people") };
    let town = Town { sharing, clock, place, team, asha, bryn, carys, dev };
    for (person, system, kind) in [
        (asha, place, StandingKind::Part),
        (asha, place, StandingKind::Steward),
        (asha, team, StandingKind::Part),
        (asha, team, StandingKind::Steward),
        (bryn, place, StandingKind::Part),
        (carys, place, StandingKind::Part),
    ] {
        town.give(person, system, kind).await;
    }
    town
}

async fn newcomer(store: &Store, clock: &Clock, name: &str) -> PersonId {
    let name = Line::parse(name).expect("name");
    let person = NewPerson::prepare(&store.keys, clock, &name, false).await.expect("person");
    let kept = ::store::write!(store.database, |work| person.keep(work).await);
    kept.expect("kept");
    person.id
}

impl Town {
    pub(crate) fn store(&self) -> &Store {
        &self.sharing.store
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    pub(crate) async fn look(&self) -> ::store::Look {
        self.store().database.look().await.expect("look")
    }

    pub(crate) async fn reader(&self, person: PersonId) -> Reader {
        Reader::person(&mut self.look().await, person).await.expect("reader")
    }

    /// Who a session's token lets in now.
    pub(crate) async fn who(&self, session: &Token) -> Option<PersonId> {
        let found =
            crate::sessions::find(&mut self.look().await, &session.hash(), self.now()).await;
        found.expect("looked").map(|session| session.person)
    }

    pub(crate) async fn give(
        &self,
        person: PersonId,
        system: SystemId,
        kind: StandingKind,
    ) -> StandingId {
        let given = Given {
            id: StandingId::random(),
            system,
            place: self.place,
            person,
            kind,
            by: None,
            began: self.now(),
        };
        let kept = ::store::write!(self.store().database, |work| give(work, given).await);
        kept.expect("given");
        given.id
    }

    /// This person gave this address, and confirmed it by the letter that went there.
    pub(crate) async fn has_address(&self, person: PersonId, text: &str) -> Address {
        let address = Address::parse(text).expect("address");
        let (store, now) = (self.store(), self.now());
        addresses::claim(store, person, &address, now).await.expect("given");
        let link = addresses::confirming_link(&self.sharing, person, now).await.expect("looked");
        let token = link.expect("a letter").token;
        addresses::confirm(store, &token, None, form(), now).await.expect("confirmed");
        address
    }

    /// The town's own pages, as a server shows them.
    pub(crate) fn app(&self, can_mail: bool) -> App {
        let public_url = "http://town.example".to_owned();
        self.app_with(Settings { public_url, made_up: true, can_mail })
    }

    /// The same, reached at this address.
    pub(crate) fn app_at(&self, public_url: &str) -> App {
        let public_url = public_url.to_owned();
        self.app_with(Settings { public_url, made_up: true, can_mail: false })
    }

    fn app_with(&self, settings: Settings) -> App {
        let locale = include_str!("../../../locales/en/doors.ftl").to_owned();
        let tongues = Tongues::read([("en", locale)]).expect("locale");
        App::new(self.sharing.clone(), self.clock.clone(), tongues, Nouns::default(), settings)
    }
}

/// A form that nobody sent before.
pub(crate) fn form() -> Uuid {
    Uuid::new_v4()
}
