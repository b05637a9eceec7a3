//! What stands in lives, as everything that is written once for all nouns sees it: it is on no
//! thread, in no search and in no list, and goes along when somebody takes away what is theirs.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use ground::id::{Kind, PersonId, Uuid};
use ground::{Moment, Outcome};
use sharing::{Exported, Glimpse, Noun, Reader, Sharing, Waiting, Who};
use store::Look;

use crate::{erasing, notes};

/// What is said in the parts of lives.
#[derive(Clone, Debug)]
pub struct PassageNoun(pub Sharing);

impl Noun for PassageNoun {
    fn kind(&self) -> Kind {
        Kind::Passage
    }

    fn peek<'a>(
        &'a self,
        _look: &'a mut Look,
        _reader: &'a Reader,
        _ids: &'a [Uuid],
        _came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async { Ok(Vec::new()) }.boxed()
    }

    fn waits<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<Vec<Waiting>>> {
        async move {
            let since = notes::waits(&self.0, look, reader, now).await?;
            let waiting = |since| Waiting {
                sentence: "waits-held-note",
                about: None,
                from: None,
                path: "/held-notes".to_owned(),
                since,
                put_off: None,
            };
            Ok(since.map(waiting).into_iter().collect())
        }
        .boxed()
    }

    fn export<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        person: PersonId,
    ) -> BoxFuture<'a, Outcome<Vec<Exported>>> {
        erasing::export(&self.0, look, reader, person).boxed()
    }
}
