//! What is tried, as everything that is written once sees them.

use ::store::Look;
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::Outcome;
use ground::id::{Kind, PersonId, Uuid};
use sharing::{Exported, Glimpse, Noun, Reader, Sharing, Unread, Who};

use crate::{far, indexing};

/// The noun of something small that is tried.
#[derive(Clone, Debug)]
pub(crate) struct Experiments(pub(crate) Sharing);

impl Noun for Experiments {
    fn kind(&self) -> Kind {
        Kind::Experiment
    }

    fn peek<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        ids: &'a [Uuid],
        came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async move {
            let rows = super::store::far(look, ids).await?;
            far::glimpses(&self.0, reader, Kind::Experiment, rows, came_of).await
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
        indexing::experiment_ids(look, after).boxed()
    }

    fn index<'a>(
        &'a self,
        look: &'a mut Look,
        ids: &'a [Uuid],
    ) -> BoxFuture<'a, Outcome<Vec<Unread>>> {
        indexing::experiments(look, ids).boxed()
    }
}
