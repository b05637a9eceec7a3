//! Systems, as everything that is written once for all nouns sees them.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use ground::id::{Kind, PersonId, SystemId, Uuid};
use ground::{Moment, Outcome};
use sharing::{
    Action, Exported, Glimpse, Matter, Noun, Opening, Reader, Seen, Sharing, StandingKind, Unread,
    Waiting, Who, own,
};
use store::{Keeper, Look};

use crate::{ages, indexing, knows, leaving, opening, parts, stewards, systems};

/// Systems of interest.
#[derive(Clone, Debug)]
pub struct SystemNoun {
    sharing: Sharing,
}

impl SystemNoun {
    /// The noun, reading through this.
    #[must_use]
    pub const fn new(sharing: Sharing) -> Self {
        Self { sharing }
    }

    async fn glimpses(
        &self,
        look: &mut Look,
        reader: &Reader,
        ids: &[Uuid],
    ) -> Outcome<Vec<Glimpse>> {
        let ids: Vec<SystemId> = ids.iter().copied().map(SystemId).collect();
        let systems = systems::find_many(&self.sharing, look, reader, &ids).await?;
        Ok(systems
            .into_iter()
            .map(|system| Glimpse {
                kind: Kind::System,
                id: system.id.into(),
                system: system.id,
                heading: system.name.heading(),
                at: system.made,
                path: Some(format!("/systems/{}", system.id)),
                says: Vec::new(),
            })
            .collect())
    }

    /// A place that is not open yet, and somebody who says that they are 18 now, for those who look
    /// after it; a call to stop, for whoever has not answered it.
    async fn waiting(&self, look: &mut Look, reader: &Reader) -> Outcome<Vec<Waiting>> {
        let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
        let tended: Vec<SystemId> = reader.systems(StandingKind::Steward).collect();
        let shut = opening::store::not_open(look, &tended).await?;
        let calls = stewards::store::unanswered(look, person).await?;
        let grown = ages::waits_for(look, reader, &tended).await?;
        let asked = calls.iter().chain(&grown).map(|(system, _)| *system);
        let about: Vec<SystemId> = shut.iter().copied().chain(asked).collect();
        let systems = systems::find_many(&self.sharing, look, reader, &about).await?;
        let named = |id: SystemId| systems.iter().find(|system| system.id == id);
        let mut waiting = Vec::new();
        for system in shut.into_iter().filter_map(named) {
            waiting.push(Waiting {
                sentence: "waits-place-not-open",
                about: Some(system.name.heading()),
                path: format!("/systems/{}/opening", system.id),
                since: system.made,
                from: None,
                put_off: None,
            });
        }
        for (id, since) in calls {
            waiting.push(Waiting {
                sentence: "waits-recall",
                about: named(id).map(|system| system.name.heading()),
                path: format!("/systems/{id}/stewards"),
                since,
                from: None,
                put_off: None,
            });
        }
        for (id, since) in grown {
            waiting.push(Waiting {
                sentence: "waits-grown",
                about: named(id).map(|system| system.name.heading()),
                path: format!("/systems/{id}/ages"),
                since,
                from: None,
                put_off: None,
            });
        }
        Ok(waiting)
    }

    /// What this person said of their own parts, for themselves only.
    async fn own_words(
        &self,
        look: &mut Look,
        reader: &Reader,
        person: PersonId,
    ) -> Outcome<Vec<Exported>> {
        if reader.person_id() != Some(person) {
            return Ok(Vec::new());
        }
        let matter = Matter::Person { id: person, places: Vec::new() };
        let leave = self.sharing.leave(reader, Action::Know, &matter)?;
        let ring = self.sharing.store.keys.ring([Keeper::new(person)]).await?;
        let own = leaving::store::OWN;
        let mut exported = own::texts(&self.sharing, look, reader, person, own).await?;
        for row in parts::store::of_person(look, person).await? {
            let part = parts::open(&leave, &ring, row)?;
            let (id, at) = (part.id.into(), part.began);
            let mut add = |part, words: Seen<String>| {
                exported.push(Exported { id, part, at, words });
            };
            if let Some(words) = part.words {
                add("part", words.heading());
            }
            if let Some(fits) = part.fits {
                add("how-work-fits", leave.show(fits.to_string()));
            }
        }
        for (row, words, reach, at) in knows::store::of_person(look, person).await? {
            let (opening, id) = (Opening::new(&leave, &ring, person, row), row.into());
            let lines = [
                ("knows-about", opening.line("words", &words)?),
                ("knows-reach", opening.maybe_line("reach", reach.as_ref())?),
            ];
            for (part, line) in lines {
                let words = line.map(|line| line.heading());
                exported.extend(words.map(|words| Exported { id, part, at, words }));
            }
        }
        Ok(exported)
    }
}

impl Noun for SystemNoun {
    fn kind(&self) -> Kind {
        Kind::System
    }

    fn peek<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        ids: &'a [Uuid],
        _came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        self.glimpses(look, reader, ids).boxed()
    }

    fn waits<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        _now: Moment,
    ) -> BoxFuture<'a, Outcome<Vec<Waiting>>> {
        self.waiting(look, reader).boxed()
    }

    fn export<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        person: PersonId,
    ) -> BoxFuture<'a, Outcome<Vec<Exported>>> {
        self.own_words(look, reader, person).boxed()
    }

    fn all<'a>(&'a self, look: &'a mut Look, after: Uuid) -> BoxFuture<'a, Outcome<Vec<Uuid>>> {
        indexing::system_ids(look, after).boxed()
    }

    fn index<'a>(
        &'a self,
        look: &'a mut Look,
        ids: &'a [Uuid],
    ) -> BoxFuture<'a, Outcome<Vec<Unread>>> {
        indexing::systems(look, ids).boxed()
    }
}
