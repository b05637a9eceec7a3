//! Beginning a place: its name, and the first person who looks after it.

pub mod pages;

use doors::first::Named;
use ground::id::{PersonId, SystemId};
use ground::{Clock, Fault, Line, Moment, Outcome};
use jiff::tz::TimeZone;
use sharing::people::NewPerson;
use store::{Store, Work};

use crate::opening;
use crate::parts::{self, NewPart, PartKind, Taken};
use crate::systems::{Drawn, Edge, NewSystem, Scale};

/// A place about to be written. Its keys are already on disk.
pub struct Beginning {
    system: NewSystem,
    person: NewPerson,
    part: NewPart,
    zone: String,
    made_up: bool,
}

/// What the first person said of the place.
#[derive(Clone)]
pub struct Begun {
    /// What the place is called.
    pub name: Line,
    /// What they are called.
    pub steward_name: Line,
    /// The place's time zone, as IANA names it.
    pub zone: String,
    /// Whether everything in it is made up.
    pub made_up: bool,
}

impl Beginning {
    /// Makes the keys and seals what was said.
    pub async fn prepare(store: &Store, clock: &Clock, begun: &Begun) -> Outcome<Self> {
        if !is_zone(&begun.zone) {
            return Err(Fault::Unfit("unfit-zone"));
        }
        let now: Moment = clock.now();
        let person = NewPerson::prepare(&store.keys, clock, &begun.steward_name, false).await?;
        let edge = Edge { name: begun.name.clone(), theme: None, area: None, why: None };
        let drawn = Drawn { scale: Scale::Place, edge };
        let id = SystemId::random();
        let system =
            NewSystem::prepare(&store.keys, id, None, &drawn, Some(person.id), now).await?;
        let taken = Taken { by: None, ..Taken::plain(id, person.id, PartKind::Other, now) };
        let part = NewPart::prepare(&store.keys, taken).await?;
        Ok(Self { system, person, part, zone: begun.zone.clone(), made_up: begun.made_up })
    }

    /// The place and its first person, as they will be.
    #[must_use]
    pub fn named(&self) -> Named {
        Named { place: self.system.id, person: self.person.id }
    }

    /// Writes the place, the person, and that they look after it until others confirm it.
    pub async fn keep(&self, work: &mut Work) -> Outcome<(SystemId, PersonId)> {
        self.person.keep(work).await?;
        self.system.keep(work).await?;
        opening::store::insert(work, self.system.id, &self.zone, self.made_up).await?;
        parts::keep(work, &self.part).await?;
        self.system.keep_first_steward(work, self.person.id).await?;
        Ok((self.system.id, self.person.id))
    }
}

/// Whether there is a time zone of this name, as IANA names them.
#[must_use]
pub fn is_zone(zone: &str) -> bool {
    TimeZone::get(zone).is_ok()
}

/// Begins a place: its rows, its first person, their part in it, and that they look after it as
/// acting steward, in one transaction. With it the one link of an empty folder is over.
pub async fn begin_place(
    store: &Store,
    clock: &Clock,
    name: Line,
    steward_name: Line,
    zone: &str,
    made_up: bool,
) -> Outcome<(SystemId, PersonId)> {
    let begun = Begun { name, steward_name, zone: zone.to_owned(), made_up };
    let beginning = Beginning::prepare(store, clock, &begun).await?;
    ::store::write!(store.database, |work| {
        doors::first::close(work, clock.now()).await?;
        beginning.keep(work).await
    })
}
