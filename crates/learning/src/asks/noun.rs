//! Asks, as everything that is written once sees them.

use ::store::Look;
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::id::{Kind, PersonId, SystemId, Uuid};
use ground::{Moment, Outcome};
use sharing::{
    Action, Exported, Glimpse, Matter, Noun, Reader, StandingKind, Unread, Waiting, Who,
};

use super::{Ask, AskKind, SPOKEN_OF, SPOKEN_OF_BRIEFLY, store};
use crate::held::Held;
use crate::kept;

/// About how many characters of an ask stand for the whole of it.
const ABOUT: usize = 80;

/// The noun of what groups pass on to each other.
#[derive(Clone, Debug)]
pub(crate) struct Asks(pub(crate) Held);

impl Asks {
    /// What was said to this reader's groups and is neither answered nor taken up.
    async fn said_to_us(
        &self,
        look: &mut Look,
        reader: &Reader,
        now: Moment,
    ) -> Outcome<Vec<Waiting>> {
        let systems: Vec<SystemId> = reader.systems(StandingKind::Part).collect();
        // A lesson asks for nothing: it is told of briefly, and then takes no room from what does.
        let since = (now.plus_days(-SPOKEN_OF), now.plus_days(-SPOKEN_OF_BRIEFLY));
        let rows = store::unanswered(look, &systems, since).await?;
        let mut asks = super::open_all(&self.0.sharing, reader, rows).await?;
        let taken_up = super::taken_up(look, &asks).await?;
        asks.retain(|ask| !taken_up.iter().any(|(id, _)| *id == ask.id));
        Ok(asks.into_iter().map(|ask| waiting(sentence(ask.kind), ask.at, ask)).collect())
    }

    /// What was lately answered to something that this reader wrote for their group.
    async fn answered_to_us(
        &self,
        look: &mut Look,
        reader: &Reader,
        now: Moment,
    ) -> Outcome<Vec<Waiting>> {
        let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
        let since = now.plus_days(-SPOKEN_OF_BRIEFLY);
        let mut waits: Vec<Waiting> = Vec::new();
        for answer in store::answers_to_writer(look, person, since).await? {
            let path = kept::page_of(super::thing(answer.ask));
            if waits.iter().any(|one| one.path == path) {
                continue;
            }
            let rows = store::find(look, answer.ask).await?;
            let Some(ask) = super::open_all(&self.0.sharing, reader, rows).await?.pop() else {
                continue;
            };
            waits.push(waiting("waits-ask-answered", answer.at, ask));
        }
        Ok(waits)
    }
}

const fn sentence(kind: AskKind) -> &'static str {
    match kind {
        AskKind::Ask => "waits-ask",
        AskKind::Obstacle => "waits-obstacle",
        AskKind::Lesson => "waits-lesson-passed-on",
    }
}

fn waiting(sentence: &'static str, since: Moment, ask: Ask) -> Waiting {
    Waiting {
        sentence,
        about: ask.words.as_ref().map(|words| words.opening(ABOUT)),
        path: kept::page_of(super::thing(ask.id)),
        since,
        from: None,
        put_off: None,
    }
}

impl Noun for Asks {
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
            let mut waits = self.said_to_us(look, reader, now).await?;
            waits.extend(self.answered_to_us(look, reader, now).await?);
            Ok(waits)
        }
        .boxed()
    }

    fn lately<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        system: SystemId,
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async move {
            let ids = store::said_to(look, system).await?;
            self.peek(look, reader, &ids, &[]).await
        }
        .boxed()
    }

    fn happened<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        system: SystemId,
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async move {
            self.0.sharing.leave(reader, Action::Read, &Matter::held(system))?;
            let ids = store::happened(look, system).await?;
            self.peek(look, reader, &ids, &[]).await
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
