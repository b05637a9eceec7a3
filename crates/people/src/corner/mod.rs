//! Who is in somebody's corner: family, neighbours, workers, a group; each for a purpose, from a day
//! to a day. Whoever holds the pen says which parts of the life each of them reads, and in which
//! they may write too. It is narrowed and ended without a reason, at once, and nobody is told.

mod beforehand;
pub(crate) mod pages;
pub(crate) mod store;

use ::store::{Keeper, KeyRing, Look, Sealed, Work};
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Fault, Line, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{
    Leave, Opening, Reader, Sealing, SectionMatter, Seen, Sharing, StandingKind, people,
};

use crate::lives::{self, Life};
use crate::may::holding;
use crate::sections::{self, SectionId};

pub use beforehand::would_read;

ground::id!(
    /// Names one time that somebody was let in.
    CornerId
);

/// The most that are in a corner at once.
pub const MOST: usize = 60;
/// How many of those who are and were let in stand on a page: whoever is let in now first, so that
/// only what has long been over is left out, and the page says so.
pub const MOST_SHOWN: usize = 400;

/// Whom a life lets in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum To {
    /// Somebody by name.
    Person(PersonId),
    /// Whoever plays a part in a group, as it is at that moment.
    Group(SystemId),
}

impl To {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Group(_) => "group",
        }
    }

    pub(crate) fn id(self) -> Uuid {
        match self {
            Self::Person(person) => person.into(),
            Self::Group(group) => group.into(),
        }
    }

    pub(crate) fn of(word: &str, id: Uuid) -> Option<Self> {
        match word {
            "person" => Some(Self::Person(id.into())),
            "group" => Some(Self::Group(id.into())),
            _ => None,
        }
    }
}

/// One part that is given to be read, and whether it is given to be written in too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Given {
    /// Which part.
    pub section: SectionId,
    /// Whether whoever is let in may write in it.
    pub may_write: bool,
}

/// That somebody is let in at this moment, and to what.
#[derive(Clone)]
pub struct LetIn {
    pub(crate) life: SystemId,
    pub(crate) to: To,
    pub(crate) given: Vec<Given>,
    pub(crate) id: CornerId,
    pub(crate) purpose: Option<Sealed>,
    pub(crate) meeting: Option<Sealed>,
    pub(crate) until: Option<Moment>,
}

/// For what somebody is let in, as they see it themselves.
#[derive(Clone, Debug)]
pub struct LetInFor {
    /// What for.
    pub purpose: Option<Seen<Line>>,
    /// Where and how the person likes to meet.
    pub meeting: Option<Seen<Line>>,
    /// Until when, if it has an end.
    pub until: Option<Moment>,
}

impl std::fmt::Debug for LetIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LetIn").field("id", &self.id).finish_non_exhaustive()
    }
}

impl LetIn {
    /// The same as somebody sees it who has leave to know of the life.
    pub(crate) fn seen_with(&self, leave: &Leave, ring: &KeyRing) -> Outcome<LetInFor> {
        let opening = Opening::new(leave, ring, self.life, self.id);
        let line = |column, sealed: &Option<Sealed>| opening.maybe_line(column, sealed.as_ref());
        let (purpose, meeting) = (line("purpose", &self.purpose)?, line("meeting", &self.meeting)?);
        Ok(LetInFor { purpose, meeting, until: self.until })
    }
}

/// What the policies are asked about one part of a life, or about whether it is there at all.
pub(crate) fn matter(
    (life, rests): (SystemId, bool),
    let_in: &[LetIn],
    section: Option<SectionId>,
) -> SectionMatter {
    let mut matter = SectionMatter { rests, ..SectionMatter::of(life) };
    for one in let_in {
        let given = section.map(|id| one.given.iter().find(|given| given.section == id));
        let Some(writes) = given.map_or(Some(false), |given| given.map(|given| given.may_write))
        else {
            continue;
        };
        match one.to {
            To::Person(person) => {
                matter.people.push(person);
                matter.writing_people.extend(writes.then_some(person));
            }
            To::Group(group) => {
                matter.groups.push(group);
                matter.writing_groups.extend(writes.then_some(group));
            }
        }
    }
    matter
}

/// How somebody is let in, as whoever holds the pen says it.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Whom.
    pub to: To,
    /// What for, where that is said.
    pub purpose: Option<Line>,
    /// Where and how they like to meet.
    pub meeting: Option<Line>,
    /// From when on.
    pub began: Moment,
    /// Until when, if it has an end.
    pub until: Option<Moment>,
    /// To what.
    pub given: Vec<Given>,
}

/// Somebody in a corner, as whoever holds the pen sees it.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Which time they were let in.
    pub id: CornerId,
    /// Who.
    pub to: To,
    /// What for.
    pub purpose: Option<Seen<Line>>,
    /// Where and how they like to meet.
    pub meeting: Option<Seen<Line>>,
    /// From when on.
    pub began: Moment,
    /// Until when, if it has an end.
    pub until: Option<Moment>,
    /// When it was ended before that.
    pub ended: Option<Moment>,
    /// What they read.
    pub given: Vec<Given>,
}

impl Beside {
    /// Whether it is over at this moment.
    #[must_use]
    pub fn is_over(&self, now: Moment) -> bool {
        self.ended.is_some() || self.until.is_some_and(|until| until <= now)
    }
}

/// Lets somebody in. Nobody is told; they find it among those they walk beside.
pub async fn let_in(
    sharing: &Sharing,
    (life, id): (SystemId, CornerId),
    terms: &Terms,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let ring = sharing.store.keys.ring([Keeper::new(life)]).await?;
    let sealing = Sealing::new(&ring, life, id);
    let purpose = sealing.maybe_line("purpose", terms.purpose.as_ref())?;
    let meeting = sealing.maybe_line("meeting", terms.meeting.as_ref())?;
    ::store::write!(sharing.store.database, |work| {
        let reader = holding(sharing, work, by, life, at).await?;
        if store::is_there(work, (life, id)).await? {
            return Err(Fault::Already);
        }
        let all = store::of_life(work, life, at).await?;
        if all.iter().filter(|row| !row.is_over(at)).count() >= MOST {
            return Err(Fault::Bound("bound-corner"));
        }
        refuse(sharing, work, (&reader, by), terms).await?;
        let row = store::NewCorner { life, id, terms, by, at };
        store::insert(work, &row, (purpose.clone(), meeting.clone())).await?;
        give(work, (life, id), &terms.given, at).await?;
        let thing = Thing::new(Kind::System, life);
        trail::mark(work, Mark::of(life, at, Verb::Changed, Some(by), thing)).await
    })
}

/// Only people of a place in which one plays a part, and groups in it; nobody under 18 by
/// themselves; and nobody lets themselves in.
pub(crate) async fn refuse(
    sharing: &Sharing,
    look: &mut Look,
    (reader, by): (&Reader, PersonId),
    terms: &Terms,
) -> Outcome<()> {
    if terms.until.is_some_and(|until| until <= terms.began) {
        return Err(Fault::UnfitIn { field: "until", key: "unfit-until-before-from" });
    }
    let places = reader.places();
    let unfit = Fault::UnfitIn { field: "to", key: "unfit-whom-to-let-in" };
    match terms.to {
        To::Person(person) if person == by => Err(unfit),
        To::Person(person) => {
            let theirs = Reader::person(look, person).await?;
            let meet = theirs.places().iter().any(|place| places.contains(place));
            if !meet {
                return Err(unfit);
            }
            if people::is_under_18(look, person).await? && !reader.is_under_18() {
                return Err(Fault::UnfitIn { field: "to", key: "unfit-child-let-in" });
            }
            Ok(())
        }
        To::Group(group) if reader.stands(StandingKind::Part, group) => Ok(()),
        To::Group(group) => {
            let seen = places::systems::find(sharing, look, reader, group).await;
            seen.map(drop).map_err(|_| unfit)
        }
    }
}

async fn give(
    work: &mut Work,
    (life, corner): (SystemId, CornerId),
    given: &[Given],
    at: Moment,
) -> Outcome<()> {
    let parts: Vec<SectionId> = given.iter().map(|one| one.section).collect();
    sections::lay_out(work, life, &parts, at).await?;
    let there = sections::store::of_life(work, life).await?;
    for one in given.iter().filter(|one| there.iter().any(|row| row.id == one.section)) {
        store::give(work, (life, corner), *one, at).await?;
    }
    Ok(())
}

/// Changes what somebody reads who is let in: narrower or wider. It holds at once.
pub async fn change(
    sharing: &Sharing,
    (life, id): (SystemId, CornerId),
    given: &[Given],
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, life, at).await?;
        let row = store::find(work, (life, id)).await?;
        if row.is_over(at) {
            return Err(Fault::Unfit("unfit-corner-over"));
        }
        let stands = store::given(work, life, &[id]).await?;
        let stands: Vec<Given> = stands.into_iter().map(|(_, given)| given).collect();
        for gone in stands.iter().filter(|one| !given.contains(one)) {
            store::take(work, (life, id), gone.section, at).await?;
        }
        let new: Vec<Given> = given.iter().filter(|one| !stands.contains(one)).copied().collect();
        give(work, (life, id), &new, at).await?;
        let thing = Thing::new(Kind::System, life);
        trail::mark(work, Mark::of(life, at, Verb::Changed, Some(by), thing)).await
    })
}

/// Ends that somebody is let in. It holds with the answer to this, and nobody is told.
pub async fn end(
    sharing: &Sharing,
    (life, id): (SystemId, CornerId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, life, at).await?;
        store::end(work, (life, id), at).await?;
        let thing = Thing::new(Kind::System, life);
        trail::mark(work, Mark::of(life, at, Verb::Changed, Some(by), thing)).await
    })
}

/// Who is in the corner of a life, and then who was, the last let in first; for whoever holds its
/// pen. At most [`MOST_SHOWN`].
pub async fn of_life(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    life: &Life,
) -> Outcome<Vec<Beside>> {
    let leave = lives::pen(sharing, reader, life)?;
    let rows = store::of_life(look, life.id, sharing.now()).await?;
    let ids: Vec<CornerId> = rows.iter().map(|row| row.id).collect();
    let given = store::given(look, life.id, &ids).await?;
    let ring = sharing.store.keys.ring([Keeper::new(life.id)]).await?;
    let open = |row| open(&leave, &ring, life.id, row, &given);
    rows.into_iter().map(open).collect()
}

fn open(
    leave: &Leave,
    ring: &KeyRing,
    life: SystemId,
    row: store::CornerRow,
    given: &[(CornerId, Given)],
) -> Outcome<Beside> {
    let opening = Opening::new(leave, ring, life, row.id);
    let line = |column, sealed: &Option<Sealed>| opening.maybe_line(column, sealed.as_ref());
    let given = given.iter().filter(|(corner, _)| *corner == row.id).map(|(_, given)| *given);
    Ok(Beside {
        id: row.id,
        to: row.to,
        purpose: line("purpose", &row.purpose)?,
        meeting: line("meeting", &row.meeting)?,
        began: row.began,
        until: row.until,
        ended: row.ended,
        given: given.collect(),
    })
}
