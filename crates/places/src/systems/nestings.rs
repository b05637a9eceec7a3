//! How systems lie to one another: one within a wider one, or two over a part of each other. It
//! is said by somebody and ended by somebody, and what was said stays. Nobody becomes part of
//! anything by it, and nobody hears anything more.

use ::store::{Look, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Reader, Sharing};

use super::{Scale, System, find, find_many, store};
use crate::may::acting;
use crate::stewards::{self, Act, ActId, NewAct};

ground::id!(
    /// Names one nesting or overlap of two systems.
    NestingId
);

/// In how many others a system lies, or over how many it lies, at once.
pub const MOST_AROUND: usize = 50;

/// How one system lies to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lies {
    /// Within it.
    Within,
    /// Over a part of it.
    Overlaps,
}

impl Lies {
    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Overlaps => "overlaps",
        }
    }

    /// The way with this word, if it is one.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Within, Self::Overlaps].into_iter().find(|lies| lies.word() == word)
    }
}

/// That one system lies to another like this, as it is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nesting {
    pub(crate) id: NestingId,
    pub(crate) inner: SystemId,
    pub(crate) outer: SystemId,
    pub(crate) lies: Lies,
    pub(crate) said_by: Option<PersonId>,
    pub(crate) at: Moment,
    pub(crate) over: Option<Over>,
}

impl Nesting {
    fn other(&self, than: SystemId) -> SystemId {
        if self.inner == than { self.outer } else { self.inner }
    }
}

/// That something is over: when, and who said so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Over {
    /// When.
    pub at: Moment,
    /// Who said so.
    pub by: Option<PersonId>,
}

/// How a system lies to another one, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Lying {
    /// Which nesting it is.
    pub id: NestingId,
    /// The other system.
    pub system: System,
    /// How they lie to each other.
    pub lies: Lies,
    /// The other one is the wider of the two.
    pub outward: bool,
    /// Who said so.
    pub said_by: Option<PersonId>,
    /// When.
    pub at: Moment,
    /// When it was over, and who said so.
    pub over: Option<Over>,
}

/// What lies around a system, within it and over a part of it.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Those it lies in.
    pub outer: Vec<Lying>,
    /// Those that lie in it.
    pub inner: Vec<Lying>,
    /// Those that it overlaps with.
    pub overlaps: Vec<Lying>,
    /// What is over, newest first.
    pub past: Vec<Lying>,
}

impl Around {
    /// Every system that lies to this one in some way now.
    #[must_use]
    pub fn systems(self) -> Vec<System> {
        let all = self.outer.into_iter().chain(self.overlaps).chain(self.inner);
        let mut systems: Vec<System> = Vec::new();
        for lying in all {
            if !systems.iter().any(|known| known.id == lying.system.id) {
                systems.push(lying.system);
            }
        }
        systems
    }
}

/// What lies around, within and over a system, as far as this reader sees it; widest first.
pub async fn around(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: SystemId,
) -> Outcome<Around> {
    let mut rows = store::nestings(look, id).await?;
    rows.extend(store::past_nestings(look, id).await?);
    let others: Vec<SystemId> = rows.iter().map(|row| row.other(id)).collect();
    let mut around = Around::default();
    for system in find_many(sharing, look, reader, &others).await? {
        for row in rows.iter().filter(|row| row.other(id) == system.id) {
            let lying = Lying {
                id: row.id,
                system: system.clone(),
                lies: row.lies,
                outward: row.inner == id,
                said_by: row.said_by,
                at: row.at,
                over: row.over,
            };
            let list = match (row.over, row.lies, lying.outward) {
                (Some(_), _, _) => &mut around.past,
                (None, Lies::Overlaps, _) => &mut around.overlaps,
                (None, Lies::Within, true) => &mut around.outer,
                (None, Lies::Within, false) => &mut around.inner,
            };
            list.push(lying);
        }
    }
    around.past.sort_by_key(|lying| std::cmp::Reverse(lying.over.map(|over| over.at)));
    Ok(around)
}

/// Says that a system lies in a wider one of its place.
pub async fn lie_within(
    sharing: &Sharing,
    system: SystemId,
    outer: SystemId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    lie(sharing, (system, Lies::Within, outer), by, at).await
}

/// Says that a system overlaps with another one of its place.
pub async fn overlap(
    sharing: &Sharing,
    system: SystemId,
    other: SystemId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    lie(sharing, (system, Lies::Overlaps, other), by, at).await
}

/// Says how a system lies to another one of its place. Those who look after it say so, and it is
/// listed for the people of both; said again, it changes nothing.
pub async fn lie(
    sharing: &Sharing,
    (system, lies, other): (SystemId, Lies, SystemId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let acting = acting(sharing, work, by, Action::Tend, system).await?;
        let seen = find(sharing, work, &acting.reader, other).await?;
        if seen.place != acting.place {
            return Err(Fault::NotFound);
        }
        let now = store::nestings(work, system).await?;
        let said = |row: &Nesting| {
            let either_way = row.other(system) == other && lies == Lies::Overlaps;
            row.lies == lies && (either_way || (row.inner, row.outer) == (system, other))
        };
        if now.iter().any(said) {
            return Ok(());
        }
        if now.iter().any(|row| row.other(system) == other) {
            return Err(Fault::Unfit("unfit-nested-already"));
        }
        nest(work, (system, lies, other), by, at).await?;
        let acts = match lies {
            Lies::Within => [Act::LiesWithin, Act::Holds],
            Lies::Overlaps => [Act::Overlaps, Act::Overlaps],
        };
        list_in_both(work, [system, other], acts, by, at).await
    })
}

/// Lists in each of two systems what was said of both. The line in one does not name the other,
/// and there is none in a system whose people may not see that the other is there: a life is seen
/// by those it let in.
async fn list_in_both(
    work: &mut Work,
    systems: [SystemId; 2],
    acts: [Act; 2],
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let [one, other] = systems;
    for ((home, beside), act) in [(one, other), (other, one)].into_iter().zip(acts) {
        let (_, scale) = store::place_of(work, beside).await?;
        let seen_here = scale.seen_by() == Action::LookAt;
        // Whoever did it finds it in the system that they look after, whatever it lies to.
        if home == one || seen_here {
            stewards::record(work, done(home, act, by, at)).await?;
        }
    }
    Ok(())
}

/// Says that one system no longer lies to another like this. Those who look after either can; the
/// row stays, with who and when, and it is listed for the people of both.
pub async fn end_nesting(
    sharing: &Sharing,
    system: SystemId,
    id: NestingId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Tend, system).await?;
        let row = store::nesting(work, system, id).await?;
        if row.over.is_some() {
            return Err(Fault::Already);
        }
        for home in [row.inner, row.outer] {
            store::end_nesting(work, home, id, by, at).await?;
            mark(work, home, by, at).await?;
        }
        let both = [system, row.other(system)];
        list_in_both(work, both, [Act::NestingEnded; 2], by, at).await
    })
}

/// Writes in both that one system lies to another like this. A wider one never lies in a nearer
/// one, and nothing lies in itself, however long the way round.
pub(crate) async fn nest(
    work: &mut Work,
    (inner, lies, outer): (SystemId, Lies, SystemId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    if inner == outer {
        return Err(Fault::Unfit("unfit-nested-in-itself"));
    }
    if lies == Lies::Within {
        let ((_, nearer), (_, wider)) =
            (store::place_of(work, inner).await?, store::place_of(work, outer).await?);
        if !fits(nearer, wider) {
            return Err(Fault::Unfit("unfit-nested-nearer"));
        }
        if everything_around(work, outer).await?.contains(&inner) {
            return Err(Fault::Unfit("unfit-nested-round"));
        }
    }
    let own = store::nestings(work, inner).await?;
    if own.iter().filter(|row| row.inner == inner).count() >= MOST_AROUND {
        return Err(Fault::Bound("bound-nestings"));
    }
    let id = NestingId::random();
    for home in [inner, outer] {
        let row = Nesting { id, inner, outer, lies, said_by: Some(by), at, over: None };
        store::insert_nesting(work, home, row).await?;
        mark(work, home, by, at).await?;
    }
    Ok(())
}

/// Whether what is drawn this wide can lie in what is drawn that wide.
pub(crate) fn fits(nearer: Scale, wider: Scale) -> bool {
    nearer <= wider
}

/// Everything that a system lies in, and what that lies in.
async fn everything_around(look: &mut Look, system: SystemId) -> Outcome<Vec<SystemId>> {
    let (mut around, mut step) = (Vec::new(), vec![system]);
    while !step.is_empty() {
        let mut wider = store::outer_of(look, &step).await?;
        wider.sort_unstable();
        wider.dedup();
        wider.retain(|one| !around.contains(one));
        around.extend(wider.iter().copied());
        step = wider;
    }
    Ok(around)
}

fn done(system: SystemId, act: Act, by: PersonId, at: Moment) -> NewAct {
    let (id, by) = (ActId::random(), Some(by));
    NewAct { id, system, act, by, about: None, words: None, at }
}

async fn mark(work: &mut Work, system: SystemId, by: PersonId, at: Moment) -> Outcome<()> {
    let thing = Thing::new(Kind::System, system);
    trail::mark(work, Mark::of(system, at, Verb::Changed, Some(by), thing)).await
}
