//! Which texts hold which terms. Built one text at a time; a text can be changed or taken out.

use std::collections::BTreeMap;

/// The most texts that one index holds.
pub const MOST_TEXTS: usize = 2_000_000;
/// The most different terms of one text that are kept; later ones are left out.
pub const MOST_TERMS: usize = 2_000;

/// The index holds as many texts as it may; the text was not added.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Full;

impl std::fmt::Display for Full {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the index holds {MOST_TEXTS} texts and takes no more")
    }
}

impl std::error::Error for Full {}

/// Terms by text and texts by term. `T` is a word or a keyed hash of one.
#[derive(Clone)]
pub struct Index<Id, T> {
    texts: BTreeMap<Id, Text<T>>,
    /// For each term the texts that hold it, by id, each with how often. A sorted list takes a
    /// third of the room of a map, and texts are mostly added in the order of their ids.
    held: BTreeMap<T, Vec<(Id, u32)>>,
    /// The sum of the texts' lengths, for their mean.
    lengths: u64,
}

/// One text: its different terms, and how many terms it has with those that repeat.
#[derive(Clone)]
struct Text<T> {
    terms: Vec<T>,
    length: u32,
}

impl<Id: Copy + Ord, T: Clone + Ord> Default for Index<Id, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Id: Copy + Ord, T: Clone + Ord> Index<Id, T> {
    /// An index of no texts.
    #[must_use]
    pub const fn new() -> Self {
        Self { texts: BTreeMap::new(), held: BTreeMap::new(), lengths: 0 }
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are no texts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Whether this text is in the index.
    #[must_use]
    pub fn holds(&self, id: Id) -> bool {
        self.texts.contains_key(&id)
    }

    /// Adds a text, or puts these terms in the place of those it had. Of its different terms the
    /// first 2,000 are kept.
    ///
    /// # Errors
    /// [`Full`] when the text is new and there are [`MOST_TEXTS`].
    pub fn add(&mut self, id: Id, terms: impl IntoIterator<Item = T>) -> Result<(), Full> {
        if self.len() >= MOST_TEXTS && !self.holds(id) {
            return Err(Full);
        }
        self.remove(id);
        let mut counted: BTreeMap<T, u32> = BTreeMap::new();
        let mut length = 0_u32;
        for term in terms {
            if counted.len() < MOST_TERMS || counted.contains_key(&term) {
                *counted.entry(term).or_default() += 1;
                length = length.saturating_add(1);
            }
        }
        for (term, times) in &counted {
            let holders = self.held.entry(term.clone()).or_default();
            let at = holders.partition_point(|(holder, _)| *holder < id);
            holders.insert(at, (id, *times));
        }
        self.lengths += u64::from(length);
        self.texts.insert(id, Text { terms: counted.into_keys().collect(), length });
        Ok(())
    }

    /// Takes a text out, with every trace of it. False when it was not there.
    pub fn remove(&mut self, id: Id) -> bool {
        let Some(text) = self.texts.remove(&id) else { return false };
        self.lengths -= u64::from(text.length);
        for term in text.terms {
            if let Some(holders) = self.held.get_mut(&term) {
                if let Ok(at) = holders.binary_search_by_key(&id, |(holder, _)| *holder) {
                    holders.remove(at);
                }
                if holders.is_empty() {
                    self.held.remove(&term);
                }
            }
        }
        true
    }

    /// The different terms of a text.
    pub(super) fn terms_of(&self, id: Id) -> impl Iterator<Item = &T> {
        self.texts.get(&id).into_iter().flat_map(|text| &text.terms)
    }

    /// How many texts hold the term.
    pub(super) fn held_by(&self, term: &T) -> usize {
        self.held.get(term).map_or(0, Vec::len)
    }

    /// The texts that hold the term, by id, each with how often.
    pub(super) fn texts_with(&self, term: &T) -> impl Iterator<Item = (Id, u32)> {
        self.held.get(term).into_iter().flatten().copied()
    }

    /// How many terms the text has, with those that repeat.
    pub(super) fn length_of(&self, id: Id) -> u32 {
        self.texts.get(&id).map_or(0, |text| text.length)
    }

    /// The mean length of the texts; 0 where there are none.
    #[expect(clippy::cast_precision_loss, reason = "sums of lengths are far below 2^52")]
    pub(super) fn mean_length(&self) -> f64 {
        self.lengths as f64 / self.texts.len().max(1) as f64
    }
}

impl<Id, T> std::fmt::Debug for Index<Id, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index({} texts)", self.texts.len())
    }
}
