//! Machine readers. A noun hands over its things still sealed ([`Unread`]); a [`Run`] opens them
//! here, and what comes out ([`Indexed`]) holds keyed hashes of words and no word. So nothing that
//! a machine opened can reach a page, a log or a file.
//!
//! The key of the hashes is made when the program starts, is kept in memory only, and is gone when
//! it ends. Each run leaves a row on the trail of every system whose words it opens, before it
//! opens any; the row keeps the week alone, since a time would date what was told without a name.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Moment, Outcome};
use store::{Keeper, KeyRing, Row, Sealed, Spot};

use crate::reader::{Reader, StandingKind};
use crate::seen::{Leave, Seen};
use crate::trail::{self, Mark, Verb};
use crate::{Audience, Sharing};

/// The most things that a noun hands over at a time.
pub const TOGETHER: usize = 100;

/// Some of those to whom a thing is offered. A search walks past what is offered to none of the
/// reader's; the policies then decide about the rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// One person.
    Person(PersonId),
    /// Whoever plays a part in a system.
    System(SystemId),
    /// Whoever plays a part anywhere in a place.
    Place(SystemId),
}

impl Scope {
    /// The scope of an audience of something at home in this place.
    #[must_use]
    pub const fn of(audience: Audience, place: SystemId) -> Self {
        match audience {
            Audience::Person(person) => Self::Person(person),
            Audience::System(system) => Self::System(system),
            Audience::Anyone => Self::Place(place),
        }
    }

    /// The scopes in which somebody hears as one of many, and so without a mark.
    fn with_others(reader: &Reader) -> impl Iterator<Item = Self> {
        let systems = reader.systems(StandingKind::Part).map(Self::System);
        systems.chain(reader.places().into_iter().map(Self::Place))
    }
}

/// A thing that no machine has read yet: its words still sealed, and to whom it is offered. Only a
/// [`Run`] opens it.
pub struct Unread {
    thing: Thing,
    system: SystemId,
    at: Moment,
    offered: Vec<Scope>,
    may_compare: bool,
    texts: Vec<(Keeper, Spot, Sealed)>,
}

impl Unread {
    /// A thing at home in this system, written at this moment, as far as that is kept.
    #[must_use]
    pub fn new(thing: Thing, system: SystemId, at: Moment) -> Self {
        let (offered, texts) = (Vec::new(), Vec::new());
        Self { thing, system, at, offered, may_compare: false, texts }
    }

    /// The same, offered to these. What is offered to nobody is found by nobody.
    #[must_use]
    pub fn offered_to(mut self, offered: impl IntoIterator<Item = Scope>) -> Self {
        self.offered.extend(offered);
        self
    }

    /// The same, whose teller lets a machine compare it with others.
    #[must_use]
    pub const fn comparable(mut self) -> Self {
        self.may_compare = true;
        self
    }

    /// Which thing it is.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.thing.id
    }

    /// Adds a sealed text, where there is one.
    pub fn add(&mut self, keeper: Keeper, spot: Spot, sealed: Option<Sealed>) {
        self.texts.extend(sealed.map(|sealed| (keeper, spot, sealed)));
    }

    /// Adds these sealed columns of a row, which has an `id`.
    pub fn add_row(&mut self, keeper: Keeper, row: &Row, columns: &[&'static str]) -> Outcome<()> {
        let id: Uuid = row.id("id")?;
        for column in columns {
            self.add(keeper, Spot::new(id, column), row.maybe_sealed(column)?);
        }
        Ok(())
    }
}

impl std::fmt::Debug for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unread({} texts)", self.texts.len())
    }
}

/// What a machine made of a thing: keyed hashes, and no words.
///
/// ```compile_fail
/// fn page(read: sharing::machine::Indexed) -> String {
///     format!("{read}")
/// }
/// ```
/// ```compile_fail
/// fn words(unread: sharing::machine::Unread) -> Vec<store::Sealed> {
///     unread.texts.into_iter().map(|(_, _, sealed)| sealed).collect()
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Indexed {
    /// Which thing.
    pub thing: Thing,
    /// When it was written, as far as that is kept.
    pub at: Moment,
    /// To whom it is offered, as keyed hashes.
    pub offered: Vec<u64>,
    /// Whether it may be compared with others.
    pub may_compare: bool,
    /// Its words, as keyed hashes, repeated as they repeat. None when its key was thrown away.
    pub terms: Vec<u64>,
}

/// What turns words into keyed hashes. Cheap to clone; a new one is a new key.
#[derive(Clone)]
pub struct Machine(Arc<[u8; 32]>);

impl std::fmt::Debug for Machine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Machine(..)")
    }
}

impl Machine {
    /// A machine with a key of its own, from the operating system's randomness.
    #[must_use]
    pub fn begin() -> Self {
        let random = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
        Self(Arc::new(blake3::derive_key("understory machine reader 1", &random)))
    }

    fn hash(&self, tag: u8, bytes: &[u8]) -> u64 {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(&[tag]);
        hasher.update(bytes);
        let mut short = [0_u8; 8];
        short.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        u64::from_le_bytes(short)
    }

    fn scope(&self, scope: Scope) -> u64 {
        let (tag, id) = match scope {
            Scope::Person(person) => (1, person.0),
            Scope::System(system) => (2, system.0),
            Scope::Place(place) => (3, place.0),
        };
        self.hash(tag, id.as_bytes())
    }

    /// The words that somebody looks for, as keyed hashes.
    #[must_use]
    pub fn terms(&self, typed: &str) -> Vec<u64> {
        sense::terms(typed).iter().map(|term| self.hash(0, term.expose().as_bytes())).collect()
    }

    /// The scopes that this reader is in, as keyed hashes.
    #[must_use]
    pub fn scopes_of(&self, reader: &Reader) -> Vec<u64> {
        let own = reader.person_id().map(Scope::Person);
        own.into_iter().chain(Scope::with_others(reader)).map(|s| self.scope(s)).collect()
    }

    /// Those of them in which they hear as one of many, and so without a mark.
    #[must_use]
    pub fn scopes_with_others(&self, reader: &Reader) -> Vec<u64> {
        Scope::with_others(reader).map(|scope| self.scope(scope)).collect()
    }

    /// Of texts that a reader sees, the words that these hashes stand for, as they were written.
    #[must_use]
    pub fn words_of(&self, seen: &[Seen<String>], because: &[u64]) -> Vec<Seen<String>> {
        let mut found: HashMap<u64, String> = HashMap::new();
        for (term, written) in
            seen.iter().flat_map(|text| sense::terms::terms_as_written(text.inner()))
        {
            let hash = self.hash(0, term.expose().as_bytes());
            if because.contains(&hash) {
                found.entry(hash).or_insert(written);
            }
        }
        let words = because.iter().filter_map(|hash| found.remove(hash));
        words.map(|word| Leave::granted().show(word)).collect()
    }
}

fn keepers_of(unread: &[Unread]) -> Vec<Keeper> {
    unread.iter().flat_map(|one| &one.texts).map(|(keeper, ..)| *keeper).collect()
}

/// One run of a machine reader.
#[derive(Debug)]
pub struct Run<'a> {
    sharing: &'a Sharing,
    machine: &'a Machine,
    marked: HashSet<SystemId>,
}

impl<'a> Run<'a> {
    /// Begins a run. It leaves nothing on the trail until it reads.
    #[must_use]
    pub fn begin(sharing: &'a Sharing, machine: &'a Machine) -> Self {
        Self { sharing, machine, marked: HashSet::new() }
    }

    /// Reads these things, each system's after its mark is on the trail.
    pub async fn read(&mut self, unread: Vec<Unread>) -> Outcome<Vec<Indexed>> {
        self.mark(&unread).await?;
        let keepers = keepers_of(&unread);
        let ring = self.sharing.store.keys.ring(keepers).await?;
        Ok(unread.into_iter().map(|one| self.index(&ring, one)).collect())
    }

    async fn mark(&mut self, unread: &[Unread]) -> Outcome<()> {
        let mut fresh: Vec<SystemId> =
            unread.iter().map(|one| one.system).filter(|s| !self.marked.contains(s)).collect();
        fresh.sort_unstable();
        fresh.dedup();
        if fresh.is_empty() {
            return Ok(());
        }
        let now = self.sharing.now();
        let database = &self.sharing.store.database;
        for some in fresh.chunks(TOGETHER) {
            store::write!(database, |work| {
                for &system in some {
                    let mark = Mark::unsigned(system, now, Verb::Indexed, Kind::System);
                    trail::mark(work, mark).await?;
                }
                Ok(())
            })?;
        }
        self.marked.extend(fresh);
        Ok(())
    }

    fn index(&self, ring: &KeyRing, unread: Unread) -> Indexed {
        let mut terms = Vec::new();
        for (keeper, spot, sealed) in &unread.texts {
            match ring.open_bytes(*keeper, *spot, sealed) {
                Ok(Some(bytes)) => {
                    let text = String::from_utf8_lossy(&bytes);
                    terms.extend(self.machine.terms(&text));
                }
                Ok(None) => {}
                // One text that does not open must not keep all others from being found.
                Err(fault) => tracing::error!(code = fault.code(), "a text could not be read"),
            }
        }
        let offered = unread.offered.iter().map(|scope| self.machine.scope(*scope)).collect();
        let Unread { thing, at, may_compare, .. } = unread;
        Indexed { thing, at, offered, may_compare, terms }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_word_is_another_number_to_another_machine() {
        let (one, other) = (Machine::begin(), Machine::begin());
        assert_eq!(one.terms("Damp houses"), one.terms("damp house"));
        assert_ne!(one.terms("damp"), other.terms("damp"));
        assert!(one.terms("the and of").is_empty());
    }

    #[test]
    fn a_person_a_system_and_a_place_of_one_id_are_three_scopes() {
        let (machine, id) = (Machine::begin(), Uuid::new_v4());
        let scopes = [
            machine.scope(Scope::Person(PersonId(id))),
            machine.scope(Scope::System(SystemId(id))),
            machine.scope(Scope::Place(SystemId(id))),
        ];
        assert!(scopes[0] != scopes[1] && scopes[1] != scopes[2] && scopes[0] != scopes[2]);
    }
}
