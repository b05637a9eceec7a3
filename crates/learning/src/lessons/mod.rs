//! Lessons: what was learned, where and when it held, in which context, and a day to look again.
//! A lesson that no longer holds stays, and says so at its top.

pub mod carrying;
mod looking;
pub(crate) mod noun;
pub mod pages;
pub(crate) mod store;

#[cfg(test)]
mod tests;

use ::store::Look;
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{After, Fault, Line, Moment, Outcome, Stretch, Words};
use sharing::lineage::{self, Placed};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Leave, Matter, Opening, Reader, Seen, Sharing, StandingKind};

use crate::asks;
use crate::because::{self, BecauseOf};
use crate::heard::Heard;
use crate::inquiries::{self, Inquiry, InquiryId};
use crate::kept;

pub use looking::{LookedAgain, LookingAgain, look_again, looked_again};

/// For how many days from its day to look again a lesson waits on home pages: three months, in which
/// a group that meets only once a season meets. What nobody answered by then is asked of nobody by
/// name; it is marked in the list of lessons, and asks on its own page.
pub const ASKED_FOR: i64 = 91;
/// How many lessons stand on one page.
pub const PAGE: usize = 50;
/// How many whose day to look again has come stand first in the list.
pub const MOST_DUE: usize = 20;
/// Of how many of their lessons somebody is asked at home; it says that there are more.
pub const MOST_ASKED_OF: usize = 20;
/// How many of the times that somebody looked at a lesson again stand on its page.
pub const MOST_LOOKED_AGAIN: usize = 100;
/// How many stand on the page of the question that they came from.
pub const MOST_OF_INQUIRY: usize = 100;

ground::id!(
    /// Names one lesson.
    LessonId
);
ground::id!(
    /// Names one time that somebody looked again.
    LookedAgainId
);

/// What was found on looking again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Holds {
    /// It still holds.
    Yes,
    /// It holds in part.
    Partly,
    /// It does not hold.
    No,
}

impl Holds {
    /// Every answer, in the order of choices in a form.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    /// The answer with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|holds| holds.word() == word)
    }

    /// The key of the words that say it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yes => "holds-yes",
            Self::Partly => "holds-partly",
            Self::No => "holds-no",
        }
    }

    /// The key of the sentence that a lesson says at its top, when it does not wholly hold.
    #[must_use]
    pub const fn warning(self) -> Option<&'static str> {
        match self {
            Self::Yes => None,
            Self::Partly => Some("lesson-holds-partly"),
            Self::No => Some("lesson-no-longer-holds"),
        }
    }
}

/// A lesson as somebody puts it.
#[derive(Clone, Debug)]
pub struct Written {
    /// Whose lesson it is.
    pub system: SystemId,
    /// The question it came from, if it came from one.
    pub inquiry: Option<InquiryId>,
    /// What was learned.
    pub learned: Words,
    /// Where it held.
    pub held_where: Option<Line>,
    /// When it held.
    pub held_when: Option<Line>,
    /// What was going on around it.
    pub context: Option<Words>,
    /// Who was heard, who was missing, and how it was decided that this is what was learned.
    pub heard: Heard<Words>,
    /// When to look again.
    pub look_again: Option<Moment>,
    /// Because of what, if they say.
    pub because: Option<BecauseOf>,
}

/// A lesson as this reader sees it.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Which one.
    pub id: LessonId,
    /// Whose lesson it is.
    pub system: SystemId,
    /// The question it came from, if it came from one.
    pub inquiry: Option<InquiryId>,
    /// What was learned.
    pub learned: Seen<Words>,
    /// Where it held.
    pub held_where: Option<Seen<Line>>,
    /// When it held.
    pub held_when: Option<Seen<Line>>,
    /// What was going on around it.
    pub context: Option<Seen<Words>>,
    /// Who was heard, who was missing, and how it was decided; for the group's own people.
    pub heard: Heard<Seen<Words>>,
    /// When to look again.
    pub look_again: Option<Moment>,
    /// What was found when somebody last looked again.
    pub holds: Option<Holds>,
    /// Who wrote it.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
}

impl Lesson {
    /// The lesson as a thing with a home.
    #[must_use]
    pub fn placed(&self) -> Placed {
        Placed { thing: Thing::new(Kind::Lesson, self.id), system: self.system }
    }

    /// What of it is passed on to another group: who was heard and missing stays with its own.
    fn passed_on(self) -> Self {
        Self { heard: Heard::default(), ..self }
    }

    /// Whether the day to look again has come.
    #[must_use]
    pub fn waits_to_be_looked_at(&self, now: Moment) -> bool {
        self.look_again.is_some_and(|day| day <= now)
    }

    /// Whether it waited on home pages long enough, and is asked of nobody there any more.
    #[must_use]
    pub fn rests(&self, now: Moment) -> bool {
        self.look_again.is_some_and(|day| day <= now.plus_days(-ASKED_FOR))
    }
}

/// Writes a lesson down. Anybody who plays a part in the system may.
pub async fn write(
    sharing: &Sharing,
    reader: &Reader,
    id: LessonId,
    written: &Written,
    at: Moment,
) -> Outcome<()> {
    let system = written.system;
    let (by, place) = kept::taking_part(sharing, reader, system)?;
    if let Some(inquiry) = written.inquiry {
        let mut look = sharing.store.database.look().await?;
        let inquiry = inquiries::find(sharing, &mut look, reader, inquiry).await?;
        if inquiry.system != system {
            return Err(Fault::NotFound);
        }
    }
    let ring = kept::ring(sharing, system).await?;
    let row = store::NewLesson::seal(&ring, id, place, written, by, at)?;
    let what = Placed { thing: Thing::new(Kind::Lesson, id), system };
    let question =
        written.inquiry.map(|id| Placed { thing: Thing::new(Kind::Inquiry, id), system });
    let because = because::first(&ring, what, (written.because.as_ref(), question), by, at)?;
    ::store::write!(sharing.store.database, |work| {
        kept::still_taking_part(sharing, work, by, system).await?;
        store::insert(work, &row).await?;
        for because in &because {
            lineage::say(work, because).await?;
        }
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), what.thing)).await
    })
}

/// The lesson with this id, as this reader sees it: one of the group that learned it, or of one
/// that it was passed on to.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: LessonId,
) -> Outcome<Lesson> {
    let row = store::find(look, id).await?;
    let home = Matter::held(row.system);
    if let Some(leave) = sharing.leave_or_none(reader, Action::Read, &home)? {
        return open_all(sharing, &leave, vec![row]).await?.pop().ok_or(Fault::NotFound);
    }
    let leave = asks::leave_to_lesson(sharing, look, reader, id).await?.ok_or(Fault::NotFound)?;
    let lesson = open_all(sharing, &leave, vec![row]).await?.pop();
    lesson.map(Lesson::passed_on).ok_or(Fault::NotFound)
}

/// The lessons of a system, newest first, a page at a time.
pub async fn of_system(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<Lesson>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let ids = store::of_system(look, system, after).await?;
    let mut rows = store::of_these(look, ids).await?;
    let here = rows.take();
    Ok(rows.with(open_all(sharing, &leave, here).await?))
}

/// The lessons of a system whose day to look again has come, the latest day first, so that what is
/// neglected keeps nothing else from being seen; at most [`MOST_DUE`], and each of them stands in
/// [`of_system`] too.
pub async fn due(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    now: Moment,
) -> Outcome<Stretch<Lesson>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let ids = store::due(look, system, now).await?;
    let mut rows = store::of_these(look, ids).await?;
    let here = rows.take();
    Ok(rows.with(open_all(sharing, &leave, here).await?))
}

/// The lessons that other groups passed on to that of a system, the latest first. What is more than
/// stands here is found where groups speak to each other.
pub async fn passed_on_to(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
) -> Outcome<Stretch<Lesson>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let ids = asks::store::lessons_said_to(look, system).await?;
    let mut rows = store::of_these(look, ids).await?;
    let here = rows.take();
    let lessons = open_all(sharing, &leave, here).await?.into_iter();
    Ok(rows.with(lessons.map(Lesson::passed_on).collect()))
}

/// The lessons that came from a question, newest first; at most [`MOST_OF_INQUIRY`].
pub async fn of_inquiry(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    inquiry: &Inquiry,
) -> Outcome<Stretch<Lesson>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(inquiry.system))?;
    let ids = store::of_inquiry(look, inquiry.system, inquiry.id).await?;
    let mut rows = store::of_these(look, ids).await?;
    let here = rows.take();
    Ok(rows.with(open_all(sharing, &leave, here).await?))
}

async fn open_all(
    sharing: &Sharing,
    leave: &Leave,
    rows: Vec<store::LessonRow>,
) -> Outcome<Vec<Lesson>> {
    let ring =
        sharing.store.keys.ring(rows.iter().map(|row| ::store::Keeper::new(row.system))).await?;
    let mut lessons = Vec::with_capacity(rows.len());
    for row in rows {
        let opening = Opening::new(leave, &ring, row.system, row.id);
        lessons.extend(store::open(&opening, row)?);
    }
    Ok(lessons)
}

/// Of which lessons somebody is asked at home.
#[derive(Clone, Debug, Default)]
pub struct ToLookAt {
    /// The longest waiting first, at most [`MOST_ASKED_OF`].
    pub lessons: Vec<Lesson>,
    /// Whether there are more.
    pub more: bool,
}

/// The lessons whose day to look again has come and that this reader wrote, or that belong to a
/// question they asked, in every system that they are part of. Everybody else finds them marked in the list, and
/// is not asked at home; and after [`ASKED_FOR`] days nobody is.
pub async fn to_look_at_again(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<ToLookAt> {
    let Some(person) = reader.person_id() else { return Ok(ToLookAt::default()) };
    let systems: Vec<SystemId> = reader.systems(StandingKind::Part).collect();
    let rests = now.plus_days(-ASKED_FOR);
    let (of, days, most) = ((person, systems.as_slice()), (rests, now), MOST_ASKED_OF + 1);
    let mut rows = store::to_look_at_again(look, of, days, most).await?;
    // One more is asked for than waits, which says that there are more.
    let more = rows.len() > MOST_ASKED_OF;
    rows.truncate(MOST_ASKED_OF);
    let ring =
        sharing.store.keys.ring(rows.iter().map(|row| ::store::Keeper::new(row.system))).await?;
    let mut lessons = Vec::with_capacity(rows.len());
    for row in rows {
        let matter = Matter::held(row.system);
        let Some(leave) = sharing.leave_or_none(reader, Action::Read, &matter)? else { continue };
        let opening = Opening::new(&leave, &ring, row.system, row.id);
        lessons.extend(store::open(&opening, row)?);
    }
    Ok(ToLookAt { lessons, more })
}
