//! A life: a page of one's own, which begins, rests and ends when its person says, and never by
//! itself. The name is what those who are let in see above it; nothing else need ever be said.

pub(crate) mod pages;
pub(crate) mod store;

use std::collections::BTreeMap;

use ::store::{Keeper, KeyRing, Look, Spot};
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{After, Fault, Line, Moment, Outcome, Stretch};
use sharing::reader::{self, Given, StandingId};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Leave, Matter, Reader, Seen, Sharing, StandingKind};

use crate::corner::{self, LetIn, LetInFor};
use crate::may::holding;
use crate::sections;

/// The most lives that somebody holds the pen of at once: their own, and those they share.
pub const MOST: usize = 12;
/// How many lives of others stand on one page.
pub const PAGE: usize = 50;

/// A life, as a reader sees it who may know of it.
#[derive(Clone, Debug)]
pub struct Life {
    /// Which one. It is a system, and nobody's but its person's.
    pub id: SystemId,
    /// What stands above it.
    pub name: Seen<Line>,
    /// When it began.
    pub began: Moment,
    /// Since when it rests, if it does.
    pub rests: Option<Moment>,
    /// When it goes for good, if its person said so.
    pub ends: Option<Moment>,
    /// Whether this reader holds its pen.
    pub is_mine: bool,
    /// Who holds its pen.
    pub(crate) holders: Vec<PersonId>,
    /// By what this reader is let in at this moment.
    pub(crate) let_in: Vec<LetIn>,
    let_in_for: Vec<LetInFor>,
    /// Leave to know of it, and for what this reader is let in.
    pub(crate) leave: Leave,
}

impl Life {
    /// Whether nobody but whoever holds its pen sees any of it: it rests, or it is about to end.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.rests.is_some() || self.ends.is_some()
    }

    /// For what this reader is let in, as whoever holds the pen said it.
    #[must_use]
    pub fn let_in_for(&self) -> &[LetInFor] {
        &self.let_in_for
    }
}

/// Begins a life, with the parts that are offered and nothing in them.
pub async fn begin(
    sharing: &Sharing,
    id: SystemId,
    name: &Line,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let ring = sharing.store.keys.make(Keeper::new(id), at).await?;
    let name = ring.seal_line(Keeper::new(id), Spot::new(id, "name"), name)?;
    let pen = StandingId::random();
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        if reader.stands(StandingKind::Pen, id) {
            return Err(Fault::Already);
        }
        if reader.systems(StandingKind::Pen).count() >= MOST {
            return Err(Fault::Bound("bound-lives"));
        }
        store::insert(work, id, name.clone(), at).await?;
        reader::give(
            work,
            Given {
                id: pen,
                system: id,
                place: id,
                person: by,
                kind: StandingKind::Pen,
                by: Some(by),
                began: at,
            },
        )
        .await?;
        sections::offer(work, id, at).await?;
        let thing = Thing::new(Kind::System, id);
        trail::mark(work, Mark::of(id, at, Verb::Wrote, Some(by), thing)).await
    })
}

/// Puts another name above a life.
pub async fn rename(
    sharing: &Sharing,
    id: SystemId,
    name: &Line,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let keeper = Keeper::new(id);
    let ring = sharing.store.keys.ring([keeper]).await?;
    if !ring.holds(keeper) {
        return Err(Fault::NotFound);
    }
    let name = ring.seal_line(keeper, Spot::new(id, "name"), name)?;
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, id, at).await?;
        store::rename(work, id, name.clone()).await?;
        changed(work, id, by, at).await
    })
}

/// Lets a life rest, so that nobody else sees any of it, or takes it up again. Nothing is lost, and
/// who is let in stays as it was.
pub async fn rest(
    sharing: &Sharing,
    id: SystemId,
    rests: bool,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, id, at).await?;
        store::rest(work, id, rests.then_some(at)).await?;
        changed(work, id, by, at).await
    })
}

async fn changed(work: &mut ::store::Work, id: SystemId, by: PersonId, at: Moment) -> Outcome<()> {
    let thing = Thing::new(Kind::System, id);
    trail::mark(work, Mark::of(id, at, Verb::Changed, Some(by), thing)).await
}

/// One life, for whoever may know of it.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: SystemId,
) -> Outcome<Life> {
    let row = store::find(look, id).await?;
    let let_in = corner::store::for_reader(look, id, reader, sharing.now()).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    open(sharing, reader, &ring, row, let_in)?.ok_or(Fault::NotFound)
}

/// Those of these lives that this reader may know of, in the order in which they were asked for.
pub(crate) async fn among(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[SystemId],
) -> Outcome<Vec<Life>> {
    let mut let_in = corner::store::among(look, ids, reader, sharing.now()).await?;
    let ring = sharing.store.keys.ring(ids.iter().map(|id| Keeper::new(*id))).await?;
    let mut lives = BTreeMap::new();
    for row in store::among(look, ids).await? {
        let (theirs, rest) = let_in.into_iter().partition(|one: &LetIn| one.life == row.id);
        let_in = rest;
        lives.extend(open(sharing, reader, &ring, row, theirs)?.map(|life| (life.id, life)));
    }
    Ok(ids.iter().filter_map(|id| lives.remove(id)).collect())
}

fn open(
    sharing: &Sharing,
    reader: &Reader,
    ring: &KeyRing,
    row: store::LifeRow,
    let_in: Vec<LetIn>,
) -> Outcome<Option<Life>> {
    let id = row.id;
    let matter = corner::matter((id, row.is_closed()), &let_in, None);
    let leave = sharing.leave_or_none(reader, Action::KnowOf, &Matter::Section(matter))?;
    let Some(leave) = leave else { return Ok(None) };
    let name = leave.open_line(ring, Keeper::new(id), Spot::new(id, "name"), &row.name)?;
    let is_mine = reader.stands(StandingKind::Pen, id);
    let store::LifeRow { began, rests, ends, holders, .. } = row;
    let let_in_for =
        let_in.iter().map(|one| one.seen_with(&leave, ring)).collect::<Outcome<_>>()?;
    let life =
        |name| Life { id, name, began, rests, ends, is_mine, holders, let_in, let_in_for, leave };
    Ok(name.map(life))
}

/// The lives that this reader holds the pen of, the first begun first.
pub async fn mine(sharing: &Sharing, look: &mut Look, reader: &Reader) -> Outcome<Vec<Life>> {
    let ids: Vec<SystemId> = reader.systems(StandingKind::Pen).collect();
    let mut lives = among(sharing, look, reader, &ids).await?;
    lives.sort_by_key(|life| (life.began, life.id));
    Ok(lives)
}

/// The lives of others that this reader is let in to, whoever let them in last first.
pub async fn letting_in(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    after: Option<After>,
) -> Outcome<Stretch<Life>> {
    let rows = corner::store::letting_in(look, &as_whom(reader)?, sharing.now(), after).await?;
    let rows = Stretch::of(rows, PAGE, turn);
    let ids: Vec<SystemId> = rows.here.iter().map(|(id, _)| *id).collect();
    let lives = among(sharing, look, reader, &ids).await?;
    Ok(rows.with(lives.into_iter().filter(|life| !life.is_mine).collect()))
}

/// As whom this reader can be let in: themselves, and the groups they play a part in, but for those
/// whose money they hold or whose workers they manage.
pub(crate) fn as_whom(reader: &Reader) -> Outcome<Vec<Uuid>> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    let sways = |system: &SystemId| {
        reader.stands(StandingKind::Money, *system) || reader.stands(StandingKind::Manages, *system)
    };
    let groups = reader.systems(StandingKind::Part).filter(|system| !sways(system));
    Ok(groups.map(Into::into).chain([person.into()]).collect())
}

fn turn((id, at): &(SystemId, Moment)) -> After {
    After::this(*at, *id)
}

/// Leave to decide about this life, for whoever holds its pen.
pub(crate) fn pen(sharing: &Sharing, reader: &Reader, life: &Life) -> Outcome<Leave> {
    let matter = corner::matter((life.id, life.is_closed()), &[], None);
    sharing.leave(reader, Action::HoldPen, &Matter::Section(matter))
}
