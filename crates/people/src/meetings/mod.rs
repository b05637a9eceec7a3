//! The next time that somebody meets whose page it is: a day, and a line for when and where. It is
//! set by whoever may write down when they met, or by whoever's page it is; either of the two changes
//! it or calls it off; and it is over when its day is, with no word of it.

pub(crate) mod pages;
pub(crate) mod store;

use std::collections::HashMap;

use ::store::{Keeper, Look, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Opening, Reader, Sealing, Seen, Sharing, StandingKind};

use crate::corner::{self, To};
use crate::lives::{self, Life};
use crate::may::{knowing, writing};
use crate::sections::{Section, SectionKind};

ground::id!(
    /// Names one next time.
    MeetingId
);

/// The most that stand before somebody on one life at once.
pub const MOST: usize = 60;
/// The most that stand before somebody on all lives that they are let in to; the soonest.
pub const MOST_NEXT: i64 = 400;

/// A next time, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Which one.
    pub id: MeetingId,
    /// On which day: the moment at which it begins in the place.
    pub day: Moment,
    /// When and where, in a line.
    pub line: Option<Seen<Line>>,
    /// With whom of the corner.
    pub with: To,
}

/// What somebody sets.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'a> {
    /// On which day: the moment at which it begins in the place.
    pub day: Moment,
    /// When and where.
    pub line: Option<&'a Line>,
    /// The day on which it is set, in the same way: what comes before it is over.
    pub today: Moment,
}

impl Planned<'_> {
    fn refuse_over(&self) -> Outcome<()> {
        if self.day < self.today {
            return Err(Fault::UnfitIn { field: "day", key: "unfit-meeting-over" });
        }
        Ok(())
    }
}

/// Sets a next time. Whoever holds the pen says with whom of their corner; whoever else sets one
/// meets them themselves.
pub async fn set(
    sharing: &Sharing,
    (life, id): (SystemId, MeetingId),
    planned: Planned<'_>,
    with: Option<To>,
    (by, at): (PersonId, Moment),
) -> Outcome<()> {
    planned.refuse_over()?;
    let ring = sharing.store.keys.ring([Keeper::new(life)]).await?;
    let line = Sealing::new(&ring, life, id).maybe_line("line", planned.line)?;
    ::store::write!(sharing.store.database, |work| {
        let with = whom(sharing, work, life, with, (by, at)).await?;
        if store::is_there(work, (life, id)).await? {
            return Err(Fault::Already);
        }
        if store::of_life(work, life, planned.today).await?.len() >= MOST {
            return Err(Fault::Bound("bound-meetings"));
        }
        let new = store::NewMeeting { life, id, day: planned.day, with, by, at };
        store::insert(work, &new, line.clone()).await?;
        changed(work, life, (by, at)).await
    })
}

async fn whom(
    sharing: &Sharing,
    work: &mut Work,
    life: SystemId,
    with: Option<To>,
    (by, at): (PersonId, Moment),
) -> Outcome<To> {
    let reader = Reader::person(work, by).await?;
    if !reader.stands(StandingKind::Pen, life) {
        let section = SectionKind::Met.when_needed(life);
        writing(sharing, work, by, (life, section), at).await?;
        return Ok(To::Person(by));
    }
    let beside = corner::store::of_life(work, life, at).await?;
    let with = with.filter(|to| beside.iter().any(|row| row.to == *to && !row.is_over(at)));
    with.ok_or(Fault::UnfitIn { field: "with", key: "unfit-whom-to-meet" })
}

/// Puts a next time on another day, or says otherwise when and where, for either of the two.
pub async fn change(
    sharing: &Sharing,
    (life, id): (SystemId, MeetingId),
    planned: Planned<'_>,
    (by, at): (PersonId, Moment),
) -> Outcome<()> {
    planned.refuse_over()?;
    let ring = sharing.store.keys.ring([Keeper::new(life)]).await?;
    let line = Sealing::new(&ring, life, id).maybe_line("line", planned.line)?;
    ::store::write!(sharing.store.database, |work| {
        either(sharing, work, (life, id), (by, at)).await?;
        store::change(work, (life, id), planned.day, line.clone()).await?;
        changed(work, life, (by, at)).await
    })
}

/// Calls a next time off, for either of the two. No reason is asked for.
pub async fn call_off(
    sharing: &Sharing,
    (life, id): (SystemId, MeetingId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        either(sharing, work, (life, id), (by, at)).await?;
        store::end(work, (life, id), at).await?;
        changed(work, life, (by, at)).await
    })
}

async fn changed(work: &mut Work, life: SystemId, (by, at): (PersonId, Moment)) -> Outcome<()> {
    let thing = Thing::new(Kind::Section, SectionKind::Met.when_needed(life));
    trail::mark(work, Mark::of(life, at, Verb::Changed, Some(by), thing)).await
}

/// Leave for one of the two who meet: whoever holds the pen, or whoever it is with, while they are
/// let in.
async fn either(
    sharing: &Sharing,
    work: &mut Work,
    (life, id): (SystemId, MeetingId),
    (by, at): (PersonId, Moment),
) -> Outcome<()> {
    let reader = knowing(sharing, work, by, life, at).await?;
    let row = store::find(work, (life, id)).await?;
    if is_either(&reader, life, row.with) {
        return Ok(());
    }
    // That it is there is not theirs to know.
    Err(Fault::NotFound)
}

/// Whether this reader is one of the two who meet.
pub(crate) fn is_either(reader: &Reader, life: SystemId, with: To) -> bool {
    let oneself = match with {
        To::Person(person) => reader.person_id() == Some(person),
        To::Group(group) => reader.stands(StandingKind::Part, group),
    };
    oneself || reader.stands(StandingKind::Pen, life)
}

/// What is still to come on one life, the soonest first, for whoever reads when they met.
pub async fn of_life(
    sharing: &Sharing,
    look: &mut Look,
    (life, section): (&Life, &Section),
    today: Moment,
) -> Outcome<Vec<Meeting>> {
    let rows = store::of_life(look, life.id, today).await?;
    let ring = sharing.store.keys.ring([Keeper::new(life.id)]).await?;
    let open = |row: store::MeetingRow| {
        let line = Opening::new(&section.leave, &ring, life.id, row.id);
        let line = line.maybe_line("line", row.line.as_ref())?;
        Ok(Meeting { id: row.id, day: row.day, line, with: row.with })
    };
    rows.into_iter().map(open).collect()
}

/// One that is still to come, for one of the two who meet.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (life, id): (&Life, MeetingId),
) -> Outcome<Meeting> {
    let row = store::find(look, (life.id, id)).await?;
    if !is_either(reader, life.id, row.with) {
        return Err(Fault::NotFound);
    }
    let ring = sharing.store.keys.ring([Keeper::new(life.id)]).await?;
    let line = Opening::new(&life.leave, &ring, life.id, row.id);
    let line = line.maybe_line("line", row.line.as_ref())?;
    Ok(Meeting { id: row.id, day: row.day, line, with: row.with })
}

/// Somebody's life, and what is next there for whoever reads this.
#[derive(Clone, Debug)]
pub struct Next {
    /// Whose.
    pub life: Life,
    /// What is next, the soonest first; at least one.
    pub meetings: Vec<Meeting>,
}

/// Whom this reader meets next, the soonest first, of those whose lives they are let in to: their
/// names and the next times, and nothing that stands in any life. A fixed number of questions,
/// however many lives there are.
pub async fn next(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    today: Moment,
) -> Outcome<Vec<Next>> {
    let rows = store::next(look, &lives::as_whom(reader)?, today).await?;
    let mut ids: Vec<SystemId> = Vec::new();
    for (life, _) in &rows {
        if !ids.contains(life) {
            ids.push(*life);
        }
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut of: HashMap<SystemId, Vec<store::MeetingRow>> = HashMap::new();
    for (life, row) in rows {
        of.entry(life).or_default().push(row);
    }
    let ring = sharing.store.keys.ring(ids.iter().map(|id| Keeper::new(*id))).await?;
    let mut next = Vec::new();
    for life in lives::among(sharing, look, reader, &ids).await? {
        let open = |row: store::MeetingRow| {
            let line = Opening::new(&life.leave, &ring, life.id, row.id);
            let line = line.maybe_line("line", row.line.as_ref())?;
            Ok(Meeting { id: row.id, day: row.day, line, with: row.with })
        };
        let rows = of.remove(&life.id).unwrap_or_default();
        let meetings = rows.into_iter().map(open).collect::<Outcome<_>>()?;
        next.push(Next { life, meetings });
    }
    Ok(next.into_iter().filter(|one| !one.life.is_mine).collect())
}
