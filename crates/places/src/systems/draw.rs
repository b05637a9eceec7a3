//! Drawing an edge: a new system, inside another or around it, and an edge drawn anew.

use ::store::{Keeper, KeyRing, Keys, Sealed, Spot, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::reader::{self, Given};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Sharing, StandingId, StandingKind};

use super::nestings::{Lies, nest};
use super::{Scale, find, store};
use crate::may::acting;
use crate::parts::{self, NewPart, PartKind, Taken};
use crate::stewards::{self, Act, ActId, NewAct};

/// How a boundary is drawn, as somebody typed it.
#[derive(Clone)]
pub struct Drawn {
    /// How wide.
    pub scale: Scale,
    /// Its edge.
    pub edge: Edge,
}

/// An edge, as somebody typed it.
#[derive(Clone)]
pub struct Edge {
    /// What it is called.
    pub name: Line,
    /// What it is about.
    pub theme: Option<Line>,
    /// Where it is.
    pub area: Option<Line>,
    /// Why the edge is there.
    pub why: Option<Words>,
}

/// An edge about to be written, sealed under the system's key.
#[derive(Clone)]
pub(crate) struct SealedEdge {
    pub(crate) name: Sealed,
    pub(crate) theme: Option<Sealed>,
    pub(crate) area: Option<Sealed>,
    pub(crate) edge_why: Option<Sealed>,
}

/// A system about to be written, sealed under a key of its own.
#[derive(Clone)]
pub struct NewSystem {
    /// Its id.
    pub id: SystemId,
    /// Its place; a place is in itself.
    pub place: SystemId,
    /// Its keys, for what is written with it.
    pub ring: KeyRing,
    pub(crate) scale: Scale,
    pub(crate) edge: SealedEdge,
    pub(crate) by: Option<PersonId>,
    pub(crate) made: Moment,
}

impl NewSystem {
    /// Makes the system's key and seals what is said of it. Without `place` it is one itself.
    /// Asked again with the same id, it uses the key that was made before.
    pub async fn prepare(
        keys: &Keys,
        id: SystemId,
        place: Option<SystemId>,
        drawn: &Drawn,
        by: Option<PersonId>,
        made: Moment,
    ) -> Outcome<Self> {
        let keeper = Keeper::new(id);
        let ring = match keys.make(keeper, made).await {
            Err(Fault::Already) => keys.ring([keeper]).await?,
            made => made?,
        };
        let edge = seal(&ring, id, &drawn.edge)?;
        Ok(Self { id, place: place.unwrap_or(id), ring, scale: drawn.scale, edge, by, made })
    }

    /// Writes the system.
    pub async fn keep(&self, work: &mut Work) -> Outcome<()> {
        store::insert(work, self).await?;
        let thing = Thing::new(Kind::System, self.id);
        trail::mark(work, Mark::of(self.id, self.made, Verb::Wrote, self.by, thing)).await
    }

    /// Writes that this person looks after it, until others confirm that they do.
    pub(crate) async fn keep_first_steward(
        &self,
        work: &mut Work,
        person: PersonId,
    ) -> Outcome<()> {
        let given = Given {
            id: StandingId::random(),
            system: self.id,
            place: self.place,
            person,
            kind: StandingKind::Steward,
            by: self.by,
            began: self.made,
        };
        reader::give(work, given).await?;
        let began = NewAct {
            id: ActId::random(),
            system: self.id,
            act: Act::Began,
            by: Some(person),
            about: None,
            words: None,
            at: self.made,
        };
        stewards::record(work, began).await
    }
}

fn seal(ring: &KeyRing, id: SystemId, edge: &Edge) -> Outcome<SealedEdge> {
    let keeper = Keeper::new(id);
    let line = |text: &Option<Line>, column| {
        text.as_ref().map(|l| ring.seal_line(keeper, Spot::new(id, column), l)).transpose()
    };
    let why = edge.why.as_ref();
    Ok(SealedEdge {
        name: ring.seal_line(keeper, Spot::new(id, "name"), &edge.name)?,
        theme: line(&edge.theme, "theme")?,
        area: line(&edge.area, "area")?,
        edge_why: why.map(|w| ring.seal(keeper, Spot::new(id, "edge_why"), w)).transpose()?,
    })
}

/// Draws a system inside another. Whoever draws it plays a part in it, and looks after it until
/// others confirm that they do.
pub async fn draw_inside(
    sharing: &Sharing,
    outer: SystemId,
    id: SystemId,
    by: PersonId,
    drawn: &Drawn,
    at: Moment,
) -> Outcome<()> {
    draw_beside(sharing, outer, (id, Lies::Within, outer), by, drawn, at).await
}

/// Draws a wider system around one that was drawn first, in the same place. Whoever was part of
/// the nearer one is part of the wider one only when they take a part in it.
pub async fn draw_around(
    sharing: &Sharing,
    inner: SystemId,
    id: SystemId,
    by: PersonId,
    drawn: &Drawn,
    at: Moment,
) -> Outcome<()> {
    draw_beside(sharing, inner, (inner, Lies::Within, id), by, drawn, at).await
}

/// Draws a system that lies like this to one that was there first.
async fn draw_beside(
    sharing: &Sharing,
    first: SystemId,
    lying: (SystemId, Lies, SystemId),
    by: PersonId,
    drawn: &Drawn,
    at: Moment,
) -> Outcome<()> {
    let id = if lying.0 == first { lying.2 } else { lying.0 };
    let mut look = sharing.store.database.look().await?;
    let place = acting(sharing, &mut look, by, Action::Belong, first).await?.place;
    drop(look);
    let keys = &sharing.store.keys;
    let new = NewSystem::prepare(keys, id, Some(place), drawn, Some(by), at).await?;
    let part = NewPart::prepare(keys, Taken::plain(id, by, PartKind::Other, at)).await?;
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Belong, first).await?;
        new.keep(work).await?;
        nest(work, lying, by, at).await?;
        parts::keep(work, &part).await?;
        new.keep_first_steward(work, by).await
    })
}

/// Draws a system's edge anew. The reason that stood before stays, among what was done in looking
/// after it.
pub async fn redraw(
    sharing: &Sharing,
    system: SystemId,
    by: PersonId,
    revision: i64,
    edge: &Edge,
    at: Moment,
) -> Outcome<()> {
    let ring = sharing.store.keys.ring([Keeper::new(system)]).await?;
    let sealed = seal(&ring, system, edge)?;
    ::store::write!(sharing.store.database, |work| {
        let acting = acting(sharing, work, by, Action::Tend, system).await?;
        let before = find(sharing, work, &acting.reader, system).await?;
        store::redraw(work, system, revision, &sealed).await?;
        let act = NewAct {
            id: ActId::random(),
            system,
            act: Act::EdgeDrawn,
            by: Some(by),
            about: None,
            words: None,
            at,
        };
        let act = match &before.edge_why {
            Some(why) => act.saying(&ring, why.inner())?,
            None => act,
        };
        stewards::record(work, act).await?;
        let thing = Thing::new(Kind::System, system);
        trail::mark(work, Mark::of(system, at, Verb::Changed, Some(by), thing)).await
    })
}
