//! Finding: search over what one may see, and stories like this one.
//!
//! Each node keeps an index in its memory: keyed hashes of words, and which things hold them. It is
//! in no file and in no database, and the key of the hashes ends with the program, so that no
//! erased word can live on in it. It is filled by machine readers ([`sharing::machine`]): once over
//! everything when the program starts, and then by what [`sharing::changes`] says changed.
//!
//! A hit is only a candidate. Candidates that are offered to none of the reader's scopes are walked
//! past in memory; what is left is asked for as anywhere else, through the nouns, and the policies
//! decide as things stand at that moment.

mod shelf;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use ground::id::{Kind, SystemId, Thing, Uuid};
use ground::{Line, Moment, Outcome};
use sharing::changes::{self, Changed};
use sharing::machine::{Indexed, Machine, Run, TOGETHER};
use sharing::{Glimpse, Noun, Nouns, Reader, Seen, Sharing};
use store::Look;
use tokio::sync::Mutex;

pub use shelf::Alike;
use shelf::Shelf;

/// How many things stand on one page of what was found.
pub const PAGE: usize = 20;
/// The most candidates that are asked for on one page, however many hold the words.
const MOST_ASKED: usize = 200;
/// How many characters of the line in which something was found are shown, about.
const LINE: usize = 160;
/// How often it is asked what changed.
const EVERY: Duration = Duration::from_secs(10);
/// After how many things the log says how far the first reading came.
const SAY_AFTER: usize = 5_000;

/// The index of this node, and how it is kept up. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Finder(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    sharing: Sharing,
    nouns: Nouns,
    machine: Machine,
    shelf: RwLock<Shelf>,
    known: Mutex<Known>,
    is_ready: AtomicBool,
}

/// How far reading came.
#[derive(Debug, Default)]
struct Known {
    /// Whether everything was read once.
    whole: bool,
    /// What was known of late changes when they were last read.
    tally: Option<[i64; 3]>,
    /// Of each thing that changed of late, the version that was read.
    versions: HashMap<(SystemId, Uuid), (i64, i64)>,
}

impl Known {
    /// Those of these that changed since they were last read.
    fn fresh(&self, late: &[Changed]) -> Vec<Thing> {
        let version = |one: &Changed| self.versions.get(&(one.system, one.thing.id));
        let is_new = |one: &&Changed| version(one) != Some(&(one.week, one.revision));
        late.iter().filter(is_new).map(|one| one.thing).collect()
    }
}

/// What was found, and where the next page goes on.
#[derive(Debug, Default)]
pub struct Found {
    /// What this reader may see of it, what holds most of the words first and then the newest.
    pub glimpses: Vec<Glimpse>,
    /// How many of them, at the beginning, hold all the words; the others hold some of them.
    pub whole: usize,
    /// The last of a full page. There may or may not be more after it.
    pub next: Option<Uuid>,
}

impl Finder {
    /// An empty index, with a key of its own.
    #[must_use]
    pub fn new(sharing: Sharing, nouns: Nouns) -> Self {
        Self(Arc::new(Inner {
            sharing,
            nouns,
            machine: Machine::begin(),
            shelf: RwLock::default(),
            known: Mutex::default(),
            is_ready: AtomicBool::new(false),
        }))
    }

    /// Whether everything has been read once. Until then, pages say that something may be missing.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.0.is_ready.load(Ordering::Acquire)
    }

    /// Keeps the index up, for as long as it is let.
    pub async fn keep_up(&self) {
        loop {
            if let Err(fault) = self.catch_up().await {
                tracing::error!(code = fault.code(), "the search index could not be kept up");
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Reads everything, the first time; and then what changed since it was last read.
    pub async fn catch_up(&self) -> Outcome<()> {
        let mut known = self.0.known.lock().await;
        if !known.whole {
            // What changes while everything is read is read again.
            let late = self.of_late().await?;
            self.read_everything().await?;
            known.versions = versions(&late);
            known.whole = true;
            self.0.is_ready.store(true, Ordering::Release);
        }
        let tally = changes::tally(&mut self.0.sharing.store.database.look().await?).await?;
        if known.tally == Some(tally) {
            return Ok(());
        }
        let late = self.of_late().await?;
        let things = known.fresh(&late);
        self.read_again(things).await?;
        known.versions = versions(&late);
        known.tally = Some(tally);
        Ok(())
    }

    async fn of_late(&self) -> Outcome<Vec<Changed>> {
        let mut look = self.0.sharing.store.database.look().await?;
        changes::of_late(&mut look, self.0.sharing.now()).await
    }

    async fn read_everything(&self) -> Outcome<()> {
        let mut run = Run::begin(&self.0.sharing, &self.0.machine);
        let mut so_far = 0;
        for noun in self.0.nouns.iter() {
            let mut after = Uuid::nil();
            loop {
                let mut look = self.0.sharing.store.database.look().await?;
                let ids = noun.all(&mut look, after).await?;
                drop(look);
                let Some(&last) = ids.last() else { break };
                after = last;
                self.read(&mut run, noun.as_ref(), &ids).await?;
                so_far += ids.len();
                if so_far % SAY_AFTER < ids.len() {
                    tracing::info!(so_far, "reading for search");
                }
            }
        }
        tracing::info!(so_far, "read everything for search");
        Ok(())
    }

    async fn read_again(&self, things: Vec<Thing>) -> Outcome<()> {
        let mut run = Run::begin(&self.0.sharing, &self.0.machine);
        for noun in self.0.nouns.iter() {
            let ids = ids_of(noun.kind(), &things);
            for some in ids.chunks(TOGETHER) {
                self.read(&mut run, noun.as_ref(), some).await?;
            }
        }
        Ok(())
    }

    /// Reads these things of one noun. What the noun does not hand over goes from the index.
    async fn read(&self, run: &mut Run<'_>, noun: &dyn Noun, ids: &[Uuid]) -> Outcome<()> {
        let mut look = self.0.sharing.store.database.look().await?;
        let unread = noun.index(&mut look, ids).await?;
        drop(look);
        let indexed = run.read(unread).await?;
        self.put(ids, indexed);
        // Opening a batch takes a while; pages that wait go first.
        tokio::task::yield_now().await;
        Ok(())
    }

    fn put(&self, ids: &[Uuid], indexed: Vec<Indexed>) {
        let mut shelf = self.write();
        for id in ids {
            shelf.take_out(*id);
        }
        for one in indexed {
            shelf.put(one);
        }
    }

    /// What holds these words and this reader may see, on from what stood last on the page before.
    /// Every glimpse that is asked for and given is also shown, so that a mark in the trail always
    /// means that something was seen.
    pub async fn search(
        &self,
        look: &mut Look,
        reader: &Reader,
        typed: &Line,
        after: Option<Uuid>,
    ) -> Outcome<Found> {
        let (things, whole) = self.candidates(reader, typed);
        let begin = after.and_then(|last| things.iter().position(|thing| thing.id == last));
        let whole: HashSet<Uuid> = things[..whole].iter().map(|thing| thing.id).collect();
        let mut left = &things[begin.map_or(0, |at| at + 1)..];
        left = &left[..left.len().min(MOST_ASKED)];
        let mut found = Found::default();
        while found.glimpses.len() < PAGE && !left.is_empty() {
            let (some, rest) = left.split_at(left.len().min(PAGE - found.glimpses.len()));
            left = rest;
            let mut glimpses = self.0.nouns.found(look, reader, some).await?;
            found.glimpses.extend(some.iter().filter_map(|thing| glimpses.remove(&thing.id)));
        }
        found.whole = found.glimpses.iter().filter(|one| whole.contains(&one.id)).count();
        if found.glimpses.len() == PAGE {
            found.next = found.glimpses.last().map(|glimpse| glimpse.id);
        }
        Ok(found)
    }

    fn candidates(&self, reader: &Reader, typed: &Line) -> (Vec<Thing>, usize) {
        let terms = self.0.machine.terms(typed.expose());
        let scopes = self.0.machine.scopes_of(reader);
        self.shelf().search(&scopes, &terms)
    }

    /// Tellings that share uncommon words with this one, of those that reached a group which this
    /// reader is one of; the likest first. They are candidates: whoever shows one asks first.
    #[must_use]
    pub fn like(&self, reader: &Reader, telling: impl Into<Uuid>, most: usize) -> Vec<Alike> {
        let scopes = self.0.machine.scopes_with_others(reader);
        self.shelf().like(&scopes, Thing::new(Kind::Telling, telling), most)
    }

    /// Tellings that hold these words, of those that reached a group which this reader is one of;
    /// what holds most of the words first. They are candidates: whoever shows one asks first.
    #[must_use]
    pub fn tellings_with(&self, reader: &Reader, typed: &Line, most: usize) -> Vec<Uuid> {
        let terms = self.0.machine.terms(typed.expose());
        let scopes = self.0.machine.scopes_with_others(reader);
        let mut tellings = ids_of(Kind::Telling, &self.shelf().search(&scopes, &terms).0);
        tellings.truncate(most);
        tellings
    }

    /// Of texts that a reader sees, the words that made another one alike.
    #[must_use]
    pub fn words_of(&self, seen: &[Seen<String>], alike: &Alike) -> Vec<Seen<String>> {
        self.0.machine.words_of(seen, alike.because())
    }

    /// The line of what was found that holds something of what was typed; nothing where its heading
    /// shows that already, or where none of what it says does.
    #[must_use]
    pub fn line_in(&self, typed: &Line, found: &Glimpse) -> Option<Seen<String>> {
        let asked = self.0.machine.terms(typed.expose());
        let is_it = |word: &str| self.0.machine.terms(word).iter().any(|term| asked.contains(term));
        if found.heading.inner().split_whitespace().any(is_it) {
            return None;
        }
        found.says.iter().find_map(|says| says.around(is_it, LINE))
    }

    /// Whether the index holds anything of this thing.
    #[must_use]
    pub fn holds(&self, id: impl Into<Uuid>) -> bool {
        self.shelf().holds(id.into())
    }

    /// In how many things the index holds this word: for tests, that no word outlives its thing.
    #[must_use]
    pub fn many_with(&self, word: &str) -> usize {
        self.shelf().many_with(&self.0.machine.terms(word))
    }

    /// Clears away what every node has read by now.
    pub async fn sweep(&self, now: Moment) -> Outcome<()> {
        while changes::sweep(&self.0.sharing.store.database, now).await? > 0 {}
        Ok(())
    }

    fn shelf(&self) -> RwLockReadGuard<'_, Shelf> {
        self.0.shelf.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Shelf> {
        self.0.shelf.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ids_of(kind: Kind, things: &[Thing]) -> Vec<Uuid> {
    things.iter().filter(|thing| thing.kind == kind).map(|thing| thing.id).collect()
}

fn versions(changed: &[Changed]) -> HashMap<(SystemId, Uuid), (i64, i64)> {
    changed.iter().map(|one| ((one.system, one.thing.id), (one.week, one.revision))).collect()
}

#[cfg(test)]
mod tests {
    /// It is run beside pages, on any thread.
    #[allow(dead_code, reason = "that it compiles is the test")]
    fn keeping_up_can_be_sent(finder: super::Finder) -> impl Send {
        async move { finder.keep_up().await }
    }
}
