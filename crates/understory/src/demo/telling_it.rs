//! Telling the town from its files: who is who by now, what is which, and the moment it is.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ::store::{Look, Store, TokenHash};
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Clock, Fault, Line, Moment, Outcome, Words};
use people::corner::CornerId;
use places::stewards::RecallId;
use sharing::lineage::Placed;
use sharing::{Reader, Sharing, StandingId};
use stories::tellings::slip_of;

/// What was told so far. The keys are those by which the files name things.
pub(super) struct TellingIt<'a> {
    pub(super) sharing: Sharing,
    pub(super) clock: Arc<Clock>,
    /// The moment it is in the town.
    pub(super) at: Moment,
    pub(super) place: Option<SystemId>,
    /// Who keeps people safe there, and so reads first what goes further.
    pub(super) on_duty: &'a str,
    pub(super) people: Keyed<'a, PersonId>,
    pub(super) systems: Keyed<'a, SystemId>,
    /// Pages of their own, by whose they are.
    pub(super) lives: Keyed<'a, SystemId>,
    /// The last time that somebody or a group was let in, by whose page it is and whom it lets in.
    pub(super) corners: HashMap<(&'a str, &'a str), CornerId>,
    /// Who drew which system, and has not yet said as what they are part of it.
    pub(super) drew: HashSet<(PersonId, SystemId)>,
    /// The part that somebody took last in a system.
    pub(super) parts: HashMap<(PersonId, SystemId), StandingId>,
    /// Calls on a steward, by the system and who called.
    pub(super) recalls: HashMap<(&'a str, &'a str), RecallId>,
    /// Whoever can add to a telling.
    pub(super) holders: HashMap<&'a str, Holder<'a>>,
    things: HashMap<(Kind, &'a str), Placed>,
}

/// Who holds a telling: somebody of the town, or whoever has the slip.
#[derive(Clone, Copy)]
pub(super) enum Holder<'a> {
    /// Somebody of the town, by their key.
    Person(&'a str),
    /// Whoever has this slip.
    Slip(TokenHash),
}

/// Ids by the key that the files use.
pub(super) struct Keyed<'a, Id>(HashMap<&'a str, Id>);

impl<'a, Id: Copy> Keyed<'a, Id> {
    /// Keeps an id under its key, once.
    pub(super) fn put(&mut self, key: &'a str, id: Id) -> Outcome<()> {
        match self.0.insert(key, id) {
            None => Ok(()),
            Some(_) => Err(Fault::Inside(format!("{key} is there twice"))),
        }
    }

    /// The id under this key.
    pub(super) fn get(&self, key: &str) -> Outcome<Id> {
        self.0.get(key).copied().ok_or_else(|| unknown(key))
    }
}

fn unknown(key: &str) -> Fault {
    Fault::Inside(format!("{key} is not known at that moment"))
}

impl<'a> TellingIt<'a> {
    /// Begins with nothing told.
    pub(super) fn begin(store: Store, clock: Arc<Clock>) -> Outcome<Self> {
        let at = clock.now();
        Ok(Self {
            sharing: Sharing::begin(store)?.with_clock(clock.clone()),
            clock,
            at,
            place: None,
            on_duty: "",
            people: Keyed(HashMap::new()),
            systems: Keyed(HashMap::new()),
            lives: Keyed(HashMap::new()),
            corners: HashMap::new(),
            drew: HashSet::new(),
            parts: HashMap::new(),
            recalls: HashMap::new(),
            holders: HashMap::new(),
            things: HashMap::new(),
        })
    }

    /// Moves the town's clock on.
    pub(super) fn move_to(&mut self, at: Moment) {
        self.clock.move_to(at);
        self.at = at;
    }

    /// Some minutes later the same day, for what several people do one after another.
    pub(super) fn a_little_later(&self, turn: i64) -> Moment {
        self.at.plus_seconds(turn * 97)
    }

    /// The place.
    pub(super) fn place(&self) -> Outcome<SystemId> {
        self.place.ok_or_else(|| unknown("the place"))
    }

    /// A connection to read from.
    pub(super) async fn look(&self) -> Outcome<Look> {
        self.sharing.store.database.look().await
    }

    /// Somebody of the town, with where they stand by now.
    pub(super) async fn reader(&self, person: &str) -> Outcome<Reader> {
        let person = self.people.get(person)?;
        Reader::person(&mut self.look().await?, person).await
    }

    /// Whoever holds this telling.
    pub(super) async fn holder(&self, story: &str) -> Outcome<Reader> {
        match self.holders.get(story).ok_or_else(|| unknown(story))? {
            Holder::Person(person) => self.reader(person).await,
            Holder::Slip(hash) => Ok(Reader::slip(slip_of(hash))),
        }
    }

    /// Keeps a thing under its key, once.
    pub(super) fn keep(
        &mut self,
        key: &'a str,
        (kind, id): (Kind, Uuid),
        system: SystemId,
    ) -> Outcome<()> {
        let placed = Placed { thing: Thing::new(kind, id), system };
        match self.things.insert((kind, key), placed) {
            None => Ok(()),
            Some(_) => Err(Fault::Inside(format!("{key} is there twice"))),
        }
    }

    /// The thing of this kind under this key, and where it is at home.
    pub(super) fn placed(&self, kind: Kind, key: &str) -> Outcome<Placed> {
        self.things.get(&(kind, key)).copied().ok_or_else(|| unknown(key))
    }

    /// The id of the thing of this kind under this key.
    pub(super) fn id<Id: From<Uuid>>(&self, kind: Kind, key: &str) -> Outcome<Id> {
        Ok(self.placed(kind, key)?.thing.id.into())
    }
}

/// The field that a refusal names.
const FIELD: &str = "made-up text";

/// A text that has to be there.
pub(super) fn words(text: &str) -> Outcome<Words> {
    Words::parse(text).map_err(|why| Fault::Text { field: FIELD, why })
}

/// A text that may be left out.
pub(super) fn maybe_words(text: &str) -> Outcome<Option<Words>> {
    Words::parse_optional(text).map_err(|why| Fault::Text { field: FIELD, why })
}

/// A line that has to be there.
pub(super) fn line(text: &str) -> Outcome<Line> {
    Line::parse(text).map_err(|why| Fault::Text { field: FIELD, why })
}

/// A line that may be left out.
pub(super) fn maybe_line(text: &str) -> Outcome<Option<Line>> {
    Line::parse_optional(text).map_err(|why| Fault::Text { field: FIELD, why })
}
