//! Looking at a lesson again: what was found, and when to look after that.

use ::store::Look;
use ground::id::{Kind, PersonId, Thing};
use ground::{After, Moment, Outcome, Stretch, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Opening, Reader, Sealing, Seen, Sharing};

use super::{Holds, Lesson, LessonId, LookedAgainId, find, store};
use crate::kept;

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

/// The next of the times that somebody looked at a lesson again, newest first.
pub async fn looked_again(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    lesson: &Lesson,
    after: Option<After>,
) -> Outcome<Stretch<LookedAgain>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(lesson.system))?;
    let mut rows = store::looked_again(look, lesson.id, after).await?;
    let ring = kept::ring(sharing, lesson.system).await?;
    let mut looked = Vec::with_capacity(rows.len());
    for row in rows.take() {
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
    Ok(rows.with(looked))
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
