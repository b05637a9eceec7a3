//! What every noun can do, so that the home page, lineage, export and erasure are written once.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use ground::id::{Kind, PersonId, SystemId, Uuid};
use ground::{Line, Moment, Outcome, Words};
use store::Look;

use crate::machine::Unread;
use crate::reader::{Reader, Who};
use crate::seen::Seen;

/// How a thing looks from afar: enough for a link, a thread or a list.
#[derive(Clone, Debug)]
pub struct Glimpse {
    /// What kind of thing.
    pub kind: Kind,
    /// Which.
    pub id: Uuid,
    /// Where it is at home.
    pub system: SystemId,
    /// Its heading, or its first words.
    pub heading: Seen<String>,
    /// When it was written, as far as that is kept.
    pub at: Moment,
    /// Where its page is; nothing when this reader may see that it is there and no more.
    pub path: Option<String>,
    /// What it says, where this reader may read that too: for the line in which they found what
    /// they looked for. One text after the other, the first of them first.
    pub says: Vec<Seen<Words>>,
}

/// Something that waits for a person, to be said on their home page without nagging.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The key of the sentence that says what waits.
    pub sentence: &'static str,
    /// What it is about, in a few words.
    pub about: Option<Seen<String>>,
    /// Whom it comes from, where that is said.
    pub from: Option<Seen<Line>>,
    /// Where to go.
    pub path: String,
    /// Since when.
    pub since: Moment,
    /// Where a form goes that answers *not now* or *not again*, where this can be answered so.
    pub put_off: Option<String>,
}

/// A text for somebody's export: under which heading of the noun, and the words.
#[derive(Clone, Debug)]
pub struct Exported {
    /// Which thing it belongs to.
    pub id: Uuid,
    /// Which part of it, as a stable word.
    pub part: &'static str,
    /// When it was written.
    pub at: Moment,
    /// The words.
    pub words: Seen<String>,
}

/// One noun of the field, as everything that is written once sees it.
pub trait Noun: Send + Sync + std::fmt::Debug {
    /// The kind of thing it keeps.
    fn kind(&self) -> Kind;

    /// Glimpses of these things, of those that this reader may see. `came_of` are those whose
    /// tellings led here, when a thread is followed from their words.
    fn peek<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        ids: &'a [Uuid],
        came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>>;

    /// The same of what somebody looks for: with all that a machine may read of each, since they may
    /// have found it there.
    fn found<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        ids: &'a [Uuid],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        self.peek(look, reader, ids, &[])
    }

    /// What waits for this reader. Most nouns wait for nobody.
    fn waits<'a>(
        &'a self,
        _look: &'a mut Look,
        _reader: &'a Reader,
        _now: Moment,
    ) -> BoxFuture<'a, Outcome<Vec<Waiting>>> {
        async { Ok(Vec::new()) }.boxed()
    }

    /// Everything of this noun that is this person's own.
    fn export<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        person: PersonId,
    ) -> BoxFuture<'a, Outcome<Vec<Exported>>>;

    /// What people of a system may well have in mind when they say because of what: its own of
    /// this noun, newest first, at most 40. A noun that is no cause has none.
    fn lately<'a>(
        &'a self,
        _look: &'a mut Look,
        _reader: &'a Reader,
        _system: SystemId,
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async { Ok(Vec::new()) }.boxed()
    }

    /// What happened in a system, as its page of time shows it: of this noun, newest first, at most
    /// 40. A noun whose room keeps that page has none.
    fn happened<'a>(
        &'a self,
        _look: &'a mut Look,
        _reader: &'a Reader,
        _system: SystemId,
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async { Ok(Vec::new()) }.boxed()
    }

    /// The ids of all that machines may read of it, those after this one, in the order of ids: at
    /// most [`machine::TOGETHER`](crate::machine::TOGETHER). A noun that is not searched has none.
    fn all<'a>(&'a self, _look: &'a mut Look, _after: Uuid) -> BoxFuture<'a, Outcome<Vec<Uuid>>> {
        async { Ok(Vec::new()) }.boxed()
    }

    /// These things, still sealed, for a machine that reads: only words that everybody reads who
    /// gets a glimpse of them. What is gone, or is kept from machines, is left out.
    fn index<'a>(
        &'a self,
        _look: &'a mut Look,
        _ids: &'a [Uuid],
    ) -> BoxFuture<'a, Outcome<Vec<Unread>>> {
        async { Ok(Vec::new()) }.boxed()
    }
}

/// All nouns of the program, registered once.
#[derive(Clone, Debug, Default)]
pub struct Nouns(Vec<Arc<dyn Noun>>);

impl Nouns {
    /// These nouns.
    #[must_use]
    pub const fn new(nouns: Vec<Arc<dyn Noun>>) -> Self {
        Self(nouns)
    }

    /// Every noun.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Noun>> {
        self.0.iter()
    }

    /// What people of a system may well have in mind when they say because of what, newest first.
    pub async fn lately(
        &self,
        look: &mut Look,
        reader: &Reader,
        system: SystemId,
    ) -> Outcome<Vec<Glimpse>> {
        let mut lately = Vec::new();
        for noun in &self.0 {
            lately.extend(noun.lately(look, reader, system).await?);
        }
        lately.sort_by_key(|glimpse| (std::cmp::Reverse(glimpse.at), glimpse.id));
        Ok(lately)
    }

    /// What happened in a system that the room of its page of time does not keep itself, newest
    /// first.
    pub async fn happened(
        &self,
        look: &mut Look,
        reader: &Reader,
        system: SystemId,
    ) -> Outcome<Vec<Glimpse>> {
        let mut happened = Vec::new();
        for noun in &self.0 {
            happened.extend(noun.happened(look, reader, system).await?);
        }
        happened.sort_by_key(|glimpse| (std::cmp::Reverse(glimpse.at), glimpse.id));
        Ok(happened)
    }

    /// Glimpses of things of any kind, by id: one question for each kind that is among them.
    pub async fn peek(
        &self,
        look: &mut Look,
        reader: &Reader,
        things: &[ground::id::Thing],
        came_of: &[Who],
    ) -> Outcome<HashMap<Uuid, Glimpse>> {
        let mut glimpses = HashMap::with_capacity(things.len());
        for (noun, ids) in self.of_these(things) {
            let seen = noun.peek(look, reader, &ids, came_of).await?;
            glimpses.extend(seen.into_iter().map(|glimpse| (glimpse.id, glimpse)));
        }
        Ok(glimpses)
    }

    /// The same of what somebody looks for, with all that a machine may read of each.
    pub async fn found(
        &self,
        look: &mut Look,
        reader: &Reader,
        things: &[ground::id::Thing],
    ) -> Outcome<HashMap<Uuid, Glimpse>> {
        let mut glimpses = HashMap::with_capacity(things.len());
        for (noun, ids) in self.of_these(things) {
            let seen = noun.found(look, reader, &ids).await?;
            glimpses.extend(seen.into_iter().map(|glimpse| (glimpse.id, glimpse)));
        }
        Ok(glimpses)
    }

    /// The nouns of these things, each with the ids that are its own.
    fn of_these(
        &self,
        things: &[ground::id::Thing],
    ) -> impl Iterator<Item = (&Arc<dyn Noun>, Vec<Uuid>)> {
        self.0.iter().filter_map(|noun| {
            let own = things.iter().filter(|thing| thing.kind == noun.kind());
            let mut ids: Vec<Uuid> = own.map(|thing| thing.id).collect();
            ids.sort_unstable();
            ids.dedup();
            (!ids.is_empty()).then_some((noun, ids))
        })
    }
}

impl Seen<Line> {
    /// The line as a heading of a glimpse.
    #[must_use]
    pub fn heading(&self) -> Seen<String> {
        crate::seen::Leave::granted().show(self.inner().expose().to_owned())
    }
}
