//! What is tried, as everything that is written once sees them.

use ::store::Look;
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::id::{Kind, PersonId, Uuid};
use ground::{Moment, Outcome};
use sharing::{Exported, Glimpse, Noun, Reader, Sharing, Waiting, Who};

use crate::far;

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

    fn waits<'a>(
        &'a self,
        _look: &'a mut Look,
        _reader: &'a Reader,
        _now: Moment,
    ) -> BoxFuture<'a, Outcome<Vec<Waiting>>> {
        // What is tried waits for nobody.
        async { Ok(Vec::new()) }.boxed()
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
}
