//! Lessons: what was learned, where and when it held, in which context, and a day to look again.
//! A lesson that no longer holds stays, and says so at its top.

pub mod carrying;
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
use sharing::{Action, Leave, Matter, Opening, Reader, Sealing, Seen, Sharing, StandingKind};

use crate::asks;
use crate::because::{self, BecauseOf};
use crate::heard::Heard;
use crate::inquiries::{self, Inquiry, InquiryId};
use crate::kept;

/// For how many days from its day to look again a lesson waits on home pages: three months, in which
/// a group that meets only once a season meets. What nobody answered by then is asked of nobody by
/// name; it goes on standing first in the list of lessons, and asks on its own page.
pub const ASKED_FOR: i64 = 91;
/// How many lessons stand on one page.
pub const PAGE: usize = 50;

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

/// What somebody says who looked again.
#[derive(Clone, Debug)]
pub struct LookingAgain {
    /// Whether it holds.
    pub holds: Holds,
    /// What they saw.
    pub words: Option<Words>,
    /// When to look again after this.
    pub next: Option<Moment>,
}

/// One time that somebody looked again, as this reader sees it.
#[derive(Clone, Debug)]
pub struct LookedAgain {
    /// Which one.
    pub id: LookedAgainId,
    /// Whether it held.
    pub holds: Holds,
    /// What they saw.
    pub words: Option<Seen<Words>>,
    /// Who looked.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
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
    let mut rows = store::of_system(look, system, after).await?;
    let here = std::mem::take(&mut rows.here);
    Ok(rows.with(open_all(sharing, &leave, here).await?))
}

/// The lessons of a system whose day to look again has come, the longest waiting first; at most 20,
/// and each of them stands in [`of_system`] too.
pub async fn due(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    now: Moment,
) -> Outcome<Vec<Lesson>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let rows = store::due(look, system, now).await?;
    open_all(sharing, &leave, rows).await
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
    let mut rows = store::by_ids(look, &ids).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    let lessons = open_all(sharing, &leave, rows).await?.into_iter();
    Ok(ids.with(lessons.map(Lesson::passed_on).collect()))
}

/// The lessons that came from a question, newest first; at most 100.
pub async fn of_inquiry(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    inquiry: &Inquiry,
) -> Outcome<Vec<Lesson>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(inquiry.system))?;
    let rows = store::of_inquiry(look, inquiry.system, inquiry.id).await?;
    open_all(sharing, &leave, rows).await
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

/// The lessons whose day to look again has come and that this reader wrote, or that belong to a
/// question they asked, in every system that they are part of; the longest waiting first, at most
/// 20. Everybody else finds them at the top of the list, and is not asked at home; and after
/// [`ASKED_FOR`] days nobody is.
pub async fn to_look_at_again(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<Lesson>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let systems: Vec<SystemId> = reader.systems(StandingKind::Part).collect();
    let rests = now.plus_days(-ASKED_FOR);
    let rows = store::to_look_at_again(look, (person, &systems), (rests, now)).await?;
    let ring =
        sharing.store.keys.ring(rows.iter().map(|row| ::store::Keeper::new(row.system))).await?;
    let mut lessons = Vec::with_capacity(rows.len());
    for row in rows {
        let matter = Matter::held(row.system);
        let Some(leave) = sharing.leave_or_none(reader, Action::Read, &matter)? else { continue };
        let opening = Opening::new(&leave, &ring, row.system, row.id);
        lessons.extend(store::open(&opening, row)?);
    }
    Ok(lessons)
}

/// Every time that somebody looked at a lesson again, newest first; at most 100.
pub async fn looked_again(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    lesson: &Lesson,
) -> Outcome<Vec<LookedAgain>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(lesson.system))?;
    let rows = store::looked_again(look, lesson.id).await?;
    let ring = kept::ring(sharing, lesson.system).await?;
    let mut looked = Vec::with_capacity(rows.len());
    for row in rows {
        let system = lesson.system;
        let opening = Opening::new(&leave, &ring, system, row.id);
        looked.push(LookedAgain {
            words: opening.maybe("words", row.words.as_ref())?,
            id: row.id,
            holds: row.holds,
            said_by: row.said_by,
            at: row.at,
        });
    }
    Ok(looked)
}

/// Says what was found on looking again, and when to look after that.
pub async fn look_again(
    sharing: &Sharing,
    reader: &Reader,
    id: LookedAgainId,
    lesson: LessonId,
    found: &LookingAgain,
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let lesson = find(sharing, &mut look, reader, lesson).await?;
    drop(look);
    let system = lesson.system;
    let (by, _) = kept::taking_part(sharing, reader, system)?;
    let ring = kept::ring(sharing, system).await?;
    let sealing = Sealing::new(&ring, system, id);
    let words = sealing.maybe("words", found.words.as_ref())?;
    let row = store::NewLook { system, id, lesson: lesson.id, holds: found.holds, words, by, at };
    ::store::write!(sharing.store.database, |work| {
        kept::still_taking_part(sharing, work, by, system).await?;
        store::insert_look(work, &row).await?;
        store::set_look_again(work, system, lesson.id, found.next).await?;
        let thing = Thing::new(Kind::Lesson, lesson.id);
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing)).await
    })
}
