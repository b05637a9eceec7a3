//! The index itself: which thing stands in which slot, and which slots hold which hashes.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use ground::Moment;
use ground::id::{Thing, Uuid};
use sense::Index;
use sense::likeness::{MOST_GIVEN, MOST_REASONS};
use sharing::machine::Indexed;

/// A telling that shares uncommon words with another, and those words as keyed hashes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alike {
    /// Which telling.
    pub id: Uuid,
    because: Vec<u64>,
}

impl Alike {
    pub(crate) fn because(&self) -> &[u64] {
        &self.because
    }
}

/// One thing in the index: nothing of its words, only where they count.
struct Entry {
    thing: Thing,
    at: Moment,
    offered: Box<[u64]>,
}

/// Everything that this node has read.
#[derive(Default)]
pub(crate) struct Shelf {
    slots: Vec<Option<Entry>>,
    free: Vec<u32>,
    slot_of: HashMap<Uuid, u32>,
    /// All that can be searched.
    found: Index<u32, u64>,
    /// Only tellings whose tellers let a machine compare them: nothing else weighs in likeness.
    alike: Index<u32, u64>,
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shelf({} things)", self.slot_of.len())
    }
}

impl Shelf {
    /// Puts a thing in the place of what was known of it. What has no words, or is offered to
    /// nobody, is not kept; nor is anything more when the index is full.
    pub(crate) fn put(&mut self, indexed: Indexed) {
        let Indexed { thing, at, offered, may_compare, terms } = indexed;
        self.take_out(thing.id);
        if terms.is_empty() || offered.is_empty() {
            return;
        }
        let Some(slot) = self.free_slot() else { return };
        if may_compare && self.alike.add(slot, terms.iter().copied()).is_err() {
            tracing::error!("the index of likeness is full");
        }
        if self.found.add(slot, terms).is_err() {
            tracing::error!("the search index is full");
            self.alike.remove(slot);
            self.free.push(slot);
            return;
        }
        let entry = Entry { thing, at, offered: offered.into_boxed_slice() };
        if let Some(place) = self.slots.get_mut(slot as usize) {
            *place = Some(entry);
        }
        self.slot_of.insert(thing.id, slot);
    }

    fn free_slot(&mut self) -> Option<u32> {
        if let Some(slot) = self.free.pop() {
            return Some(slot);
        }
        let slot = u32::try_from(self.slots.len()).ok()?;
        self.slots.push(None);
        Some(slot)
    }

    /// Takes a thing out, with every trace of it.
    pub(crate) fn take_out(&mut self, id: Uuid) {
        let Some(slot) = self.slot_of.remove(&id) else { return };
        self.found.remove(slot);
        self.alike.remove(slot);
        if let Some(place) = self.slots.get_mut(slot as usize) {
            *place = None;
        }
        self.free.push(slot);
    }

    pub(crate) fn holds(&self, id: Uuid) -> bool {
        self.slot_of.contains_key(&id)
    }

    pub(crate) fn many_with(&self, terms: &[u64]) -> usize {
        self.found.search(terms, MOST_GIVEN).len()
    }

    fn entry(&self, slot: u32) -> Option<&Entry> {
        self.slots.get(slot as usize)?.as_ref()
    }

    fn is_offered(&self, slot: u32, scopes: &[u64]) -> bool {
        self.entry(slot).is_some_and(|e| e.offered.iter().any(|to| scopes.contains(to)))
    }

    /// What holds these terms and is offered to one of these scopes: what holds most of them
    /// first, and then the newest; and how many of them, at the beginning, hold them all. How often
    /// a word stands in things that the reader may not see has no part in that order.
    pub(crate) fn search(&self, scopes: &[u64], terms: &[u64]) -> (Vec<Thing>, usize) {
        let different: BTreeSet<u64> = terms.iter().copied().collect();
        // Of more words than this it is not told how many something holds.
        let all = different.len().min(MOST_REASONS);
        let among = |slot| self.is_offered(slot, scopes);
        let found = self.found.search_among(terms, MOST_GIVEN, among);
        let mut found: Vec<(usize, &Entry)> =
            found.iter().filter_map(|one| Some((one.because.len(), self.entry(one.id)?))).collect();
        found.sort_by_key(|(held, entry)| (Reverse(*held), Reverse(entry.at), entry.thing.id));
        let whole = found.iter().take_while(|(held, _)| *held >= all).count();
        (found.into_iter().map(|(_, entry)| entry.thing).collect(), whole)
    }

    /// Tellings like this one, of those offered to one of these scopes.
    pub(crate) fn like(&self, scopes: &[u64], thing: Thing, most: usize) -> Vec<Alike> {
        let Some(&slot) = self.slot_of.get(&thing.id) else { return Vec::new() };
        let among = |slot| self.is_offered(slot, scopes);
        let like = self.alike.like_among(slot, most, among);
        let alike = like.into_iter().filter_map(|one| {
            Some(Alike { id: self.entry(one.id)?.thing.id, because: one.because })
        });
        alike.collect()
    }
}

#[cfg(test)]
mod tests {
    use ground::id::Kind;

    use super::*;

    fn indexed(terms: &[u64], offered: &[u64], at: i64) -> Indexed {
        Indexed {
            thing: Thing::new(Kind::Telling, Uuid::new_v4()),
            at: Moment(at),
            offered: offered.to_vec(),
            may_compare: true,
            terms: terms.to_vec(),
        }
    }

    #[test]
    fn most_words_come_first_and_then_the_newest() {
        let mut shelf = Shelf::default();
        let all = [indexed(&[1, 2], &[9], 1), indexed(&[1], &[9], 2), indexed(&[1], &[9], 3)];
        let ids = all.each_ref().map(|one| one.thing.id);
        all.into_iter().for_each(|one| shelf.put(one));
        let (found, whole) = shelf.search(&[9], &[1, 2]);
        let found: Vec<Uuid> = found.iter().map(|thing| thing.id).collect();
        assert_eq!((found, whole), (vec![ids[0], ids[2], ids[1]], 1));
        assert_eq!(shelf.search(&[9], &[1, 1]).1, 3, "a word typed twice is one word");
        assert_eq!(shelf.search(&[9], &[1, 7]).1, 0);
    }

    #[test]
    fn what_is_offered_to_others_is_walked_past() {
        let mut shelf = Shelf::default();
        shelf.put(indexed(&[1, 2, 3], &[9], 1));
        shelf.put(indexed(&[1, 2, 3], &[9], 1));
        assert!(shelf.search(&[8], &[1]).0.is_empty());
        assert!(shelf.search(&[], &[1]).0.is_empty());
        let one = shelf.search(&[9], &[1]).0[0];
        assert_eq!(shelf.like(&[9], one, 5).len(), 1);
        assert!(shelf.like(&[8], one, 5).is_empty());
    }

    #[test]
    fn what_is_taken_out_leaves_no_hash_behind_and_its_slot_is_used_again() {
        let mut shelf = Shelf::default();
        for _ in 0..3 {
            let one = indexed(&[1, 2], &[9], 1);
            let id = one.thing.id;
            shelf.put(one);
            assert_eq!(shelf.many_with(&[1]), 1);
            shelf.take_out(id);
            assert_eq!(shelf.many_with(&[1]), 0);
            assert!(!shelf.holds(id) && shelf.found.is_empty() && shelf.alike.is_empty());
        }
        assert_eq!(shelf.slots.len(), 1);
    }

    #[test]
    fn what_no_machine_may_compare_is_like_nothing() {
        let mut shelf = Shelf::default();
        let one = Indexed { may_compare: false, ..indexed(&[1, 2, 3], &[9], 1) };
        let (thing, other) = (one.thing, indexed(&[1, 2, 3], &[9], 1));
        let theirs = other.thing;
        shelf.put(one);
        shelf.put(other);
        assert!(shelf.like(&[9], thing, 5).is_empty());
        assert!(shelf.like(&[9], theirs, 5).is_empty());
    }
}
