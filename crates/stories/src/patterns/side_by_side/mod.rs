//! Patterns of other systems beside this one: those that people said have to do with it, those that
//! a machine suggests from the words alone, and a few laid side by side.
//!
//! All of it begins with what this reader may read, and with nothing else: patterns that they may
//! not see are never fetched, so they change neither what is suggested, nor its order, nor how long
//! it takes. Nothing is kept of a comparison, and nothing crosses from one system to another by it.
//! What tellers answered is theirs and is not compared; how many tellings lie in a pattern is said
//! nowhere here, since that would soon be read as which place is worse.

pub mod pages;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use ::store::{Keeper, Look};
use ground::id::{Kind, SystemId, Thing, Uuid};
use ground::{Fault, Line, Outcome};
use places::systems;
use sense::likeness::FEWEST_SHARED;
use sense::{Index, terms, terms_as_written};
use sharing::lineage::{self, Cause};
use sharing::{Action, Matter, Nouns, Reader, Seen, Sharing, StandingKind};

use super::{Pattern, PatternId, find, open, thing};
use crate::alike;

/// How many patterns can stand beside this one on a page.
pub const MOST_BESIDE: usize = 3;
/// How many suggestions stand on one page.
const MOST_SUGGESTED: usize = 3;
/// How many patterns there are to choose from.
const MOST_TO_CHOOSE: usize = 40;
/// Of how many of the reader's systems patterns are fetched.
const MOST_SYSTEMS: usize = 40;
/// How many patterns are fetched and opened for one page, of all these systems together, beside what
/// people said has to do with the one whose page it is.
const MOST_READ: usize = 200;
/// How many of one system.
const MOST_OF_ONE: usize = 50;
/// Through how many questions it is followed what people said belongs together.
const MOST_QUESTIONS: usize = 20;
/// A text of more words than this shares two uncommon ones with many others by chance.
const LONG: usize = 60;

/// A pattern of another system, from afar.
#[derive(Clone, Debug)]
pub struct Other {
    /// Which one.
    pub id: PatternId,
    /// What it is called.
    pub name: Seen<Line>,
    /// Whose group holds it.
    pub system: SystemId,
    /// What that system is called.
    pub called: Seen<Line>,
}

/// A pattern that uses the same uncommon words.
#[derive(Clone, Debug)]
pub struct Resembling {
    /// Which one.
    pub other: Other,
    /// The words that both hold, as they stand in the one whose page it is.
    pub because: Vec<Seen<String>>,
}

/// What this reader sees of other systems beside a pattern.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere {
    /// What people said has to do with it.
    pub together: Vec<Other>,
    /// What a machine suggests.
    pub alike: Vec<Resembling>,
    /// Everything else that could be laid beside it, newest first.
    pub others: Vec<Other>,
}

impl Elsewhere {
    /// Whether there is nothing at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.together.is_empty() && self.alike.is_empty() && self.others.is_empty()
    }
}

/// What this reader sees of other systems beside a pattern that they read.
pub async fn elsewhere(
    (sharing, nouns): (&Sharing, &Nouns),
    look: &mut Look,
    reader: &Reader,
    pattern: &Pattern,
) -> Outcome<Elsewhere> {
    // Whoever is part of one group alone has nothing to lay beside it, and nothing is opened.
    if reader.systems(StandingKind::Part).all(|system| system == pattern.system) {
        return Ok(Elsewhere::default());
    }
    let said = said_together((sharing, nouns), look, reader, pattern.id).await?;
    let read = all_read(sharing, look, reader, (pattern, &said)).await?;
    if read.iter().all(|one| one.system == pattern.system) {
        return Ok(Elsewhere::default());
    }
    let mut alike = alike(sharing, reader, pattern, &read)?;
    if let Some(person) = reader.person_id() {
        let by = alike::hash_of(sharing, person);
        let apart = store::apart(look, &by, pattern.id).await?;
        alike.retain(|(id, _)| !apart.contains(id) && !said.contains(id));
    }
    alike.truncate(MOST_SUGGESTED);
    let mut others = named(sharing, look, reader, pattern.system, read).await?;
    let mut take = |id: &PatternId| {
        let at = others.iter().position(|other| other.id == *id)?;
        Some(others.remove(at))
    };
    let together = said.iter().filter_map(&mut take).collect();
    let resembling = |(id, because)| Some(Resembling { other: take(&id)?, because });
    let alike = alike.into_iter().filter_map(resembling).collect();
    others.truncate(MOST_TO_CHOOSE);
    Ok(Elsewhere { together, alike, others })
}

/// How many of the newest patterns of each of so many systems are fetched. They share alike, so that
/// a group that writes much takes no room from one that writes little.
fn of_each(systems: usize) -> usize {
    (MOST_READ / systems.max(1)).min(MOST_OF_ONE)
}

/// The newest patterns that this reader may read, newest first, in their systems; and this one with
/// what people said has to do with it, as far as they may read it, however old.
async fn all_read(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (pattern, said): (&Pattern, &[PatternId]),
) -> Outcome<Vec<Pattern>> {
    let mut systems: BTreeSet<SystemId> = BTreeSet::new();
    for system in reader.systems(StandingKind::Part).filter(|system| *system != pattern.system) {
        if sharing.leave_or_none(reader, Action::Read, &Matter::held(system))?.is_some() {
            systems.insert(system);
        }
    }
    let systems: Vec<SystemId> =
        std::iter::once(pattern.system).chain(systems).take(MOST_SYSTEMS).collect();
    let mut rows = store::newest_of(look, &systems, of_each(systems.len())).await?;
    let mut older: Vec<PatternId> = said.iter().copied().chain([pattern.id]).collect();
    older.retain(|id| rows.iter().all(|row| row.id != *id));
    rows.extend(super::store::by_ids(look, &older).await?);
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.system))).await?;
    let mut read = Vec::with_capacity(rows.len());
    for row in &rows {
        let matter = Matter::held(row.system);
        if let Some(leave) = sharing.leave_or_none(reader, Action::Read, &matter)? {
            read.extend(open(&leave, &ring, row)?);
        }
    }
    read.sort_by_key(|pattern| (std::cmp::Reverse(pattern.at), pattern.id));
    Ok(read)
}

/// Those of other systems, with what their systems are called.
async fn named(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    home: SystemId,
    read: Vec<Pattern>,
) -> Outcome<Vec<Other>> {
    let ids: BTreeSet<SystemId> =
        read.iter().map(|one| one.system).filter(|system| *system != home).collect();
    let ids: Vec<SystemId> = ids.into_iter().collect();
    let systems = systems::find_many(sharing, look, reader, &ids).await?;
    let other = |one: Pattern| {
        let system = systems.iter().find(|system| system.id == one.system)?;
        let called = system.name.clone();
        Some(Other { id: one.id, name: one.name, system: one.system, called })
    };
    Ok(read.into_iter().filter_map(other).collect())
}

/// The patterns that people said have to do with this one: one is there because of the other, or a
/// question that this reader may open was asked because of both. Of them, those they may read.
async fn said_together(
    (sharing, nouns): (&Sharing, &Nouns),
    look: &mut Look,
    reader: &Reader,
    pattern: PatternId,
) -> Outcome<Vec<PatternId>> {
    let this = thing(pattern);
    let (back, forward) =
        (lineage::causes(look, this).await?, lineage::led_to(look, &[this]).await?);
    let mut questions: BTreeSet<Thing> = forward.iter().map(|link| link.what.thing).collect();
    questions.retain(|what| what.kind == Kind::Inquiry);
    let questions: Vec<Thing> = questions.into_iter().collect();
    let opened = nouns.peek(look, reader, &questions, &[]).await?;
    let mut links = back;
    links.extend(forward.into_iter().filter(|link| link.what.thing.kind == Kind::Pattern));
    // Those that this reader may not open take no room from those that they may.
    let is_open = |what: &Thing| opened.get(&what.id).is_some_and(|seen| seen.path.is_some());
    for question in questions.into_iter().filter(is_open).take(MOST_QUESTIONS) {
        links.extend(lineage::causes(look, question).await?);
    }
    let of = |cause| match cause {
        Cause::Of(of) => Some(of),
        Cause::Hunch | Cause::JustHappened => None,
    };
    let ends = links.iter().flat_map(|link| [Some(link.what), of(link.cause)]).flatten();
    let mut said: Vec<PatternId> = Vec::new();
    for end in ends.filter(|end| end.thing.kind == Kind::Pattern) {
        if sharing.leave_or_none(reader, Action::Read, &Matter::held(end.system))?.is_some() {
            said.push(PatternId(end.thing.id));
        }
    }
    said.sort_unstable();
    said.dedup();
    said.retain(|id| *id != pattern);
    said.truncate(MOST_TO_CHOOSE);
    Ok(said)
}

/// What a group wrote of a pattern, all of which stands on its page.
fn text(pattern: &Pattern) -> String {
    let mut text = pattern.name.to_string();
    for words in [&pattern.observation, &pattern.ideas].into_iter().flatten() {
        text.push('\n');
        text.push_str(&words.to_string());
    }
    text
}

/// Which patterns of other systems share uncommon words with this one, and which words: the likest
/// first. How uncommon a word is follows from what this reader may read alone.
fn alike(
    sharing: &Sharing,
    reader: &Reader,
    pattern: &Pattern,
    read: &[Pattern],
) -> Outcome<Vec<(PatternId, Vec<Seen<String>>)>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(pattern.system))?;
    let mut index = Index::new();
    for one in read {
        // It holds far more than can be read here.
        index.add(one.id, terms(&text(one))).map_err(|_| Fault::Inside("full".to_owned()))?;
    }
    let this = text(pattern);
    let is_long = this.split_whitespace().nth(LONG).is_some();
    let fewest = FEWEST_SHARED + usize::from(is_long);
    let elsewhere = |id| read.iter().any(|one| one.id == id && one.system != pattern.system);
    let mut alike = Vec::new();
    for like in index.like_among(pattern.id, MOST_TO_CHOOSE, elsewhere) {
        let mut because = Vec::new();
        let mut left = like.because;
        for (term, written) in terms_as_written(&this) {
            if let Some(at) = left.iter().position(|one| *one == term) {
                left.swap_remove(at);
                because.push(leave.show(written));
            }
        }
        if because.len() >= fewest {
            alike.push((like.id, because));
        }
    }
    Ok(alike)
}

/// This pattern and those chosen to stand beside it, each whole, in the order they were chosen.
/// Where one of them may not be read, nothing is found, as where one is not there.
pub async fn side_by_side(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    pattern: Pattern,
    chosen: &[PatternId],
) -> Outcome<Vec<Pattern>> {
    let mut ids: Vec<PatternId> = Vec::new();
    for id in chosen {
        if *id != pattern.id && !ids.contains(id) {
            ids.push(*id);
        }
    }
    if ids.len() > MOST_BESIDE {
        return Err(Fault::Bound("bound-beside"));
    }
    let mut beside = vec![pattern];
    for id in ids {
        beside.push(find(sharing, look, reader, id).await?);
    }
    Ok(beside)
}

/// Waves a suggestion away, for this reader and for good. The row holds no more of them than a
/// keyed hash, and no trail says that they looked.
pub async fn set_apart(
    sharing: &Sharing,
    reader: &Reader,
    pattern: PatternId,
    other: PatternId,
) -> Outcome<()> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    let by = alike::hash_of(sharing, person);
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, person).await?;
        let rows = super::store::by_ids(work, &[pattern, other]).await?;
        for id in [pattern, other] {
            let row = rows.iter().find(|row| row.id == id).ok_or(Fault::NotFound)?;
            sharing.leave(&reader, Action::Read, &Matter::held(row.system))?;
        }
        let row = rows.iter().find(|row| row.id == pattern).ok_or(Fault::NotFound)?;
        store::set_apart(work, row.system, (pattern, other), &by).await
    })
}

/// The thing that a form names as a cause.
fn as_cause(id: PatternId) -> String {
    format!("{}:{}", Kind::Pattern.word(), Uuid::from(id).simple())
}
