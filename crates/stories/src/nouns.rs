//! Tellings and patterns, as everything that is written once sees them.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use ground::id::{Kind, PersonId, SystemId, Uuid};
use ground::{Moment, Outcome};
use sharing::{
    Action, Exported, Glimpse, Matter, Noun, Reader, Sharing, Unread, Waiting, Who, vest,
};
use store::{Keeper, Look};

use crate::patterns::{self, PatternId};
use crate::tellings::{self, TellingId, hear};
use crate::{
    drafts, imports, indexing, leaving, ringing, second_readings, taken, translations, worries,
};

/// How many patterns are offered where somebody says because of what.
const LATELY: usize = 40;

/// Tellings.
#[derive(Clone, Debug)]
pub struct TellingNoun(pub Sharing);

/// Patterns.
#[derive(Clone, Debug)]
pub struct PatternNoun(pub Sharing);

impl Noun for TellingNoun {
    fn kind(&self) -> Kind {
        Kind::Telling
    }

    fn peek<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        ids: &'a [Uuid],
        _came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async move {
            let ids: Vec<TellingId> = ids.iter().copied().map(TellingId).collect();
            hear::glimpsed(&self.0, look, reader, &ids).await
        }
        .boxed()
    }

    fn found<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        ids: &'a [Uuid],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async move {
            let ids: Vec<TellingId> = ids.iter().copied().map(TellingId).collect();
            hear::found(&self.0, look, reader, &ids).await
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
            let mut waits = tellings::coming_back::asks(&self.0, look, reader, now).await?;
            waits.extend(tellings::told_to::news(&self.0, look, reader, now).await?);
            waits.extend(ringing::waits(&self.0, look, reader).await?);
            waits.extend(ringing::answered(look, reader, now).await?);
            waits.extend(translations::waits(look, reader).await?);
            waits.extend(drafts::waits(look, reader, now).await?);
            waits.extend(imports::waits(&self.0, look, reader).await?);
            waits.extend(second_readings::unsettled(&self.0, look, reader, now).await?);
            waits.extend(worries::answered_lately(&self.0, look, reader, now).await?);
            waits.extend(worries::waits(&self.0, look, reader).await?);
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
        async move {
            taken::exported(&self.0, look, person, self.0.now()).await?;
            let mut texts = leaving::told(&self.0, look, reader, person).await?;
            texts.extend(ringing::export(&self.0, look, reader, person).await?);
            texts.extend(drafts::export(&self.0, look, reader, self.0.now()).await?);
            texts.extend(leaving::beside(&self.0, look, reader, person).await?);
            texts.extend(vest::export(&self.0, look, reader, person, Kind::Telling).await?);
            Ok(texts)
        }
        .boxed()
    }

    fn happened<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        system: SystemId,
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        hear::told_here(&self.0, look, reader, system).boxed()
    }

    fn all<'a>(&'a self, look: &'a mut Look, after: Uuid) -> BoxFuture<'a, Outcome<Vec<Uuid>>> {
        indexing::telling_ids(look, after).boxed()
    }

    fn index<'a>(
        &'a self,
        look: &'a mut Look,
        ids: &'a [Uuid],
    ) -> BoxFuture<'a, Outcome<Vec<Unread>>> {
        indexing::tellings(look, ids).boxed()
    }
}

impl Noun for PatternNoun {
    fn kind(&self) -> Kind {
        Kind::Pattern
    }

    fn peek<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        ids: &'a [Uuid],
        came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async move {
            let ids: Vec<PatternId> = ids.iter().copied().map(PatternId).collect();
            let rows = patterns::store::by_ids(look, &ids).await?;
            let ring = self.0.store.keys.ring(rows.iter().map(|r| Keeper::new(r.system))).await?;
            let mut glimpses = Vec::with_capacity(rows.len());
            for row in &rows {
                let matter = Matter::Held {
                    system: row.system,
                    asked_in: Vec::new(),
                    came_of: came_of.to_vec(),
                    said_by: None,
                };
                let whole = self.0.leave_or_none(reader, Action::Read, &matter)?;
                let leave = match whole {
                    Some(leave) => Some(leave),
                    None => self.0.leave_or_none(reader, Action::SeeItCame, &matter)?,
                };
                let Some(leave) = leave else { continue };
                let Some(pattern) = patterns::open(&leave, &ring, row)? else { continue };
                glimpses.push(Glimpse {
                    kind: Kind::Pattern,
                    id: row.id.0,
                    system: row.system,
                    heading: pattern.name.heading(),
                    at: row.at,
                    path: whole.map(|_| format!("/patterns/{}", row.id)),
                    says: whole.and(pattern.observation).into_iter().collect(),
                });
            }
            Ok(glimpses)
        }
        .boxed()
    }

    fn waits<'a>(
        &'a self,
        _look: &'a mut Look,
        _reader: &'a Reader,
        _now: Moment,
    ) -> BoxFuture<'a, Outcome<Vec<Waiting>>> {
        // A teller whose words were laid beside others is told so by `came::news`.
        async { Ok(Vec::new()) }.boxed()
    }

    fn export<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        person: PersonId,
    ) -> BoxFuture<'a, Outcome<Vec<Exported>>> {
        async move {
            let mut texts = patterns::answers::export(&self.0, look, reader, person).await?;
            texts.extend(leaving::patterns(&self.0, look, reader, person).await?);
            texts.extend(vest::export(&self.0, look, reader, person, Kind::Pattern).await?);
            Ok(texts)
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
            let rows = patterns::store::of_system(look, system, None, LATELY).await?;
            let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
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
        self.lately(look, reader, system)
    }

    fn all<'a>(&'a self, look: &'a mut Look, after: Uuid) -> BoxFuture<'a, Outcome<Vec<Uuid>>> {
        indexing::pattern_ids(look, after).boxed()
    }

    fn index<'a>(
        &'a self,
        look: &'a mut Look,
        ids: &'a [Uuid],
    ) -> BoxFuture<'a, Outcome<Vec<Unread>>> {
        indexing::patterns(look, ids).boxed()
    }
}
