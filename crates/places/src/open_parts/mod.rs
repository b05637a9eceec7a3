//! A part that nobody plays yet, left open on purpose: *nobody yet*. It waits for nobody in
//! particular, and that it is open is nobody's failing. Whoever is part of the system says it, and
//! says when it is over: somebody plays it, or it is wanted no longer.

pub(crate) mod pages;
pub(crate) mod store;

use ::store::{Keeper, Look, Spot};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Reader, Seen, Sharing};

use crate::may::acting;
use crate::systems::{self, System};

ground::id!(
    /// Names one part that nobody plays yet.
    OpenPartId
);

/// How many are open in a system at once.
pub const MOST_OPEN: usize = 30;

/// A part that nobody plays yet, as a reader sees it.
#[derive(Clone, Debug)]
pub struct OpenPart {
    /// Which one.
    pub id: OpenPartId,
    /// What it is.
    pub words: Seen<Line>,
    /// Who left it open.
    pub said_by: PersonId,
    /// Since when.
    pub at: Moment,
}

/// Leaves a part open in a system.
pub async fn leave_open(
    sharing: &Sharing,
    system: SystemId,
    id: OpenPartId,
    words: &Line,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let keeper = Keeper::new(system);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let words = ring.seal_line(keeper, Spot::new(id, "words"), words)?;
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Belong, system).await?;
        if store::of_system(work, system).await?.len() >= MOST_OPEN {
            return Err(Fault::Bound("bound-open-parts"));
        }
        store::insert(work, system, id, words.clone(), by, at).await?;
        let thing = Thing::new(Kind::System, system);
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing)).await
    })
}

/// Says that a part is open no longer. Whether somebody plays it now is not asked.
pub async fn close(
    sharing: &Sharing,
    system: SystemId,
    id: OpenPartId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Belong, system).await?;
        store::end(work, system, id, by, at).await?;
        let thing = Thing::new(Kind::System, system);
        trail::mark(work, Mark::of(system, at, Verb::Changed, Some(by), thing)).await
    })
}

/// The parts of a system that nobody plays yet, in the order in which they were left open.
pub async fn of_system(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: &System,
) -> Outcome<Vec<OpenPart>> {
    let leave = systems::leave(sharing, reader, system)?;
    let rows = store::of_system(look, system.id).await?;
    let keeper = Keeper::new(system.id);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let mut open = Vec::with_capacity(rows.len());
    for row in rows {
        let words = leave.open_line(&ring, keeper, Spot::new(row.id, "words"), &row.words)?;
        let (id, said_by, at) = (row.id, row.said_by, row.at);
        open.extend(words.map(|words| OpenPart { id, words, said_by, at }));
    }
    Ok(open)
}
