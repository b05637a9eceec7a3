//! Lessons, as everything that is written once sees them.

use ::store::Look;
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::id::{Kind, PersonId, Uuid};
use ground::{Moment, Outcome};
use sharing::{Exported, Glimpse, Noun, Reader, Sharing, Unread, Waiting, Who};

use crate::{asks, far, indexing, kept};

/// About how many characters of a lesson stand for the whole of it.
const ABOUT: usize = 80;

/// The noun of what was learned.
#[derive(Clone, Debug)]
pub(crate) struct Lessons(pub(crate) Sharing);

impl Noun for Lessons {
    fn kind(&self) -> Kind {
        Kind::Lesson
    }

    fn peek<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        ids: &'a [Uuid],
        came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async move {
            let mut rows = super::store::far(look, ids).await?;
            for (lesson, system) in asks::store::lessons_passed_on(look, ids).await? {
                rows.iter_mut()
                    .filter(|row| row.id == lesson)
                    .for_each(|row| row.also.push(system));
            }
            far::glimpses(&self.0, reader, Kind::Lesson, rows, came_of).await
        }
        .boxed()
    }

    fn waits<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<Vec<Waiting>>> {
        async move {
            let lessons = super::to_look_at_again(&self.0, look, reader, now).await?;
            Ok(lessons
                .into_iter()
                .map(|lesson| Waiting {
                    sentence: "waits-lesson-look-again",
                    about: Some(lesson.learned.opening(ABOUT)),
                    path: kept::page_of(lesson.placed().thing),
                    since: lesson.look_again.unwrap_or(lesson.at),
                })
                .collect())
        }
        .boxed()
    }

    fn export<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        person: PersonId,
    ) -> BoxFuture<'a, Outcome<Vec<Exported>>> {
        async move {
            let rows = super::store::own(look, person).await?;
            far::own_words(&self.0, reader, person, rows).await
        }
        .boxed()
    }

    fn all<'a>(&'a self, look: &'a mut Look, after: Uuid) -> BoxFuture<'a, Outcome<Vec<Uuid>>> {
        indexing::lesson_ids(look, after).boxed()
    }

    fn index<'a>(
        &'a self,
        look: &'a mut Look,
        ids: &'a [Uuid],
    ) -> BoxFuture<'a, Outcome<Vec<Unread>>> {
        indexing::lessons(look, ids).boxed()
    }
}
