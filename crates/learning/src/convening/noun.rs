//! Questions, as everything that is written once sees them: with whom they wait for.

use ::store::Look;
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::id::{Kind, PersonId, Uuid};
use ground::{Moment, Outcome};
use sharing::{Exported, Glimpse, Noun, Reader, Unread, Waiting, Who};

use crate::held::Held;
use crate::kept;

/// The noun of questions.
#[derive(Clone, Debug)]
pub(crate) struct Inquiries(pub(crate) Held);

impl Noun for Inquiries {
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
        self.0.peek(look, reader, ids, came_of)
    }

    fn waits<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<Vec<Waiting>>> {
        async move {
            let asked = super::asked_lately(&self.0.sharing, look, reader, now).await?;
            Ok(asked
                .into_iter()
                .map(|(inquiry, since)| Waiting {
                    sentence: "waits-convened",
                    about: Some(inquiry.question.heading()),
                    path: kept::page_of(inquiry.placed().thing),
                    since,
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
