//! Lessons, as everything that is written once sees them.

use ::store::Look;
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::id::{Kind, PersonId, Uuid};
use ground::{Moment, Outcome};
use sharing::{Exported, Glimpse, Noun, Reader, StandingKind, Unread, Waiting, Who};

use super::carrying;
use crate::held::Held;
use crate::{asks, far, kept};

/// About how many characters of a lesson stand for the whole of it.
const ABOUT: usize = 80;

/// The noun of what was learned.
#[derive(Clone, Debug)]
pub(crate) struct Lessons(pub(crate) Held);

impl Noun for Lessons {
    fn kind(&self) -> Kind {
        self.0.kind()
    }

    fn peek<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        ids: &'a [Uuid],
        came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async move {
            let mut rows = self.0.table.far(look, ids).await?;
            for (lesson, system) in asks::store::lessons_passed_on(look, ids).await? {
                rows.iter_mut()
                    .filter(|row| row.id == lesson)
                    .for_each(|row| row.also.push(system));
            }
            far::glimpses(&self.0.sharing, reader, self.0.kind(), rows, came_of).await
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
            let asked = super::to_look_at_again(&self.0.sharing, look, reader, now).await?;
            let last = asked.lessons.last().filter(|_| asked.more);
            let more = last.map(|last| Waiting {
                sentence: "waits-lessons-look-again-more",
                about: None,
                // Those may be another group's that this reader is part of too.
                path: match reader.systems(StandingKind::Part).count() {
                    1 => format!("/systems/{}/lessons", last.system),
                    _ => "/systems".to_owned(),
                },
                since: last.look_again.unwrap_or(last.at),
                from: None,
                put_off: None,
            });
            let lessons = asked.lessons.into_iter().map(|lesson| Waiting {
                sentence: "waits-lesson-look-again",
                about: Some(lesson.learned.opening(ABOUT)),
                path: kept::page_of(lesson.placed().thing),
                since: lesson.look_again.unwrap_or(lesson.at),
                from: None,
                put_off: None,
            });
            let mut waits: Vec<Waiting> = lessons.chain(more).collect();
            let carried = carrying::to_look_at(&self.0.sharing, look, reader, now).await?;
            waits.extend(carried.into_iter().map(|(lesson, id, words, day)| Waiting {
                sentence: "waits-carrying",
                about: words.map(|words| words.opening(ABOUT)),
                path: format!("/lessons/{lesson}#{id}"),
                since: day,
                from: None,
                put_off: None,
            }));
            Ok(waits)
        }
        .boxed()
    }

    fn export<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        person: PersonId,
    ) -> BoxFuture<'a, Outcome<Vec<Exported>>> {
        self.0.export(look, reader, person)
    }

    fn all<'a>(&'a self, look: &'a mut Look, after: Uuid) -> BoxFuture<'a, Outcome<Vec<Uuid>>> {
        self.0.all(look, after)
    }

    fn index<'a>(
        &'a self,
        look: &'a mut Look,
        ids: &'a [Uuid],
    ) -> BoxFuture<'a, Outcome<Vec<Unread>>> {
        self.0.index(look, ids)
    }
}
