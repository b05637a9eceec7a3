//! Likeness of short texts from the words alone, explained by the words that caused it.
//!
//! Two texts are laid beside each other only when they share at least [`FEWEST_SHARED`] uncommon
//! terms. A term is uncommon while no more than a twentieth of the texts hold it, and among few texts
//! while three do: see [`Index::like`]. With more, any two long texts would share some by chance; and
//! so they do with fewer shared terms, of which some are common in the language and only rare here.
//! Common terms count for nothing, so the words given as the reason are the whole reason. Where
//! nothing reaches that floor, nothing is given; no text is ever put into a group.
//!
//! The order is by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
//! Beyond", 2009, section 3.3, with `k1` = 1.2 and `b` = 0.75) over those terms, with
//! `ln(1 + (N - n + 0.5) / (n + 0.5))` as the weight of a term that `n` of `N` texts hold. The
//! numbers stay inside: a page shows an order and reasons, and no measure of a text.
//!
//! Terms may be words or, so that an index tells nothing, keyed hashes of words.

mod index;

use std::collections::{BTreeMap, BTreeSet};

pub use index::{Full, Index, MOST_TERMS, MOST_TEXTS};

/// Fewer shared uncommon terms than this are no likeness.
pub const FEWEST_SHARED: usize = 3;
/// The most terms that are given as a reason.
pub const MOST_REASONS: usize = 5;
/// The most texts that are given for one question.
pub const MOST_GIVEN: usize = 1_000;
/// The most terms of one question that are looked up.
pub const MOST_ASKED: usize = 64;
/// The most entries of the index that one question walks through.
const MOST_WALKED: usize = 400_000;

/// How soon a repeated term stops adding (BM25's `k1`).
const SATURATION: f64 = 1.2;
/// How much longer texts are evened out (BM25's `b`).
const EVENING: f64 = 0.75;

/// A text like another, and the uncommon terms that both hold: three to [`MOST_REASONS`], the
/// weightiest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Like<Id, T> {
    /// Which text.
    pub id: Id,
    /// The terms that caused it.
    pub because: Vec<T>,
}

/// A text that holds terms that were looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found<Id, T> {
    /// Which text.
    pub id: Id,
    /// The terms looked for that it holds, the weightiest first, at most [`MOST_REASONS`].
    pub because: Vec<T>,
}

/// What was found for one text so far: each term with what it adds.
type Gathered<Id, T> = BTreeMap<Id, Vec<(f64, T)>>;

impl<Id: Copy + Ord, T: Clone + Ord> Index<Id, T> {
    /// Texts like this one, the likest first; ties by id. Never the text itself, and nothing
    /// that shares fewer than [`FEWEST_SHARED`] uncommon terms with it.
    ///
    /// At most `most` are given, and at most [`MOST_GIVEN`]. What is given are candidates: whether
    /// a reader may see them is for the caller to decide.
    #[must_use]
    pub fn like(&self, id: Id, most: usize) -> Vec<Like<Id, T>> {
        self.like_among(id, most, |_| true)
    }

    /// As [`Self::like`], only of texts for which `among` says yes: it is asked before any are cut
    /// off, so that what somebody may not see takes no place from what they may.
    #[must_use]
    pub fn like_among(&self, id: Id, most: usize, among: impl Fn(Id) -> bool) -> Vec<Like<Id, T>> {
        let uncommon = self.uncommon_at_most();
        let asked = self.terms_of(id).filter(|term| self.held_by(term) <= uncommon);
        let mut gathered = self.gather(asked.collect(), |other| other != id && among(other));
        gathered.retain(|_, shared| shared.len() >= FEWEST_SHARED);
        let order = in_order(gathered, |_| 0, most);
        order.into_iter().map(|(id, because)| Like { id, because }).collect()
    }

    /// Texts that hold these terms, those that hold most of them first, then by BM25, then by id.
    /// At most [`MOST_ASKED`] different terms are looked up, and at most `most` texts given, and
    /// at most [`MOST_GIVEN`].
    #[must_use]
    pub fn search(&self, query: &[T], most: usize) -> Vec<Found<Id, T>> {
        self.search_among(query, most, |_| true)
    }

    /// As [`Self::search`], only of texts for which `among` says yes: it is asked before any are
    /// cut off.
    #[must_use]
    pub fn search_among(
        &self,
        query: &[T],
        most: usize,
        among: impl Fn(Id) -> bool,
    ) -> Vec<Found<Id, T>> {
        let different: BTreeSet<&T> = query.iter().collect();
        let gathered = self.gather(different.into_iter().take(MOST_ASKED).collect(), among);
        let order = in_order(gathered, Vec::len, most);
        order.into_iter().map(|(id, because)| Found { id, because }).collect()
    }

    /// In how many texts a term may be and still be uncommon: a twentieth of the texts, and three
    /// among few. It never falls when texts are added.
    fn uncommon_at_most(&self) -> usize {
        (self.len() / 20).max(3)
    }

    /// Walks through the texts that hold each term, the rarest term first, and gathers what each
    /// text shares. Stops before a term that would go past [`MOST_WALKED`] entries.
    fn gather(&self, mut terms: Vec<&T>, among: impl Fn(Id) -> bool) -> Gathered<Id, T> {
        terms.sort_by_key(|term| self.held_by(term));
        let mut gathered = Gathered::new();
        let mut walked = 0_usize;
        for term in terms {
            let held_by = self.held_by(term);
            walked += held_by;
            if walked > MOST_WALKED {
                break;
            }
            let weight = rarity(self.len(), held_by);
            for (id, times) in self.texts_with(term).filter(|(id, _)| among(*id)) {
                let adds = weight * saturated(times, self.length_of(id), self.mean_length());
                gathered.entry(id).or_default().push((adds, term.clone()));
            }
        }
        gathered
    }
}

/// Puts what was gathered in order and keeps only the reasons.
fn in_order<Id: Copy + Ord, T: Ord>(
    gathered: Gathered<Id, T>,
    before: impl Fn(&Vec<(f64, T)>) -> usize,
    most: usize,
) -> Vec<(Id, Vec<T>)> {
    let mut order: Vec<_> = gathered
        .into_iter()
        .map(|(id, mut shared)| {
            shared
                .sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
            let sum: f64 = shared.iter().map(|(adds, _)| adds).sum();
            (before(&shared), sum, id, shared)
        })
        .collect();
    // Texts were gathered by id and the sort is stable, so ties stay in the order of ids.
    order.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| other.1.total_cmp(&one.1)));
    order.truncate(most.min(MOST_GIVEN));
    let reasons = |shared: Vec<(f64, T)>| {
        shared.into_iter().map(|(_, term)| term).take(MOST_REASONS).collect()
    };
    order.into_iter().map(|(_, _, id, shared)| (id, reasons(shared))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of texts are far below 2^52")]
fn rarity(texts: usize, held_by: usize) -> f64 {
    let (all, held) = (texts as f64, held_by as f64);
    ((all - held + 0.5) / (held + 0.5)).ln_1p()
}

fn saturated(times: u32, length: u32, mean_length: f64) -> f64 {
    let times = f64::from(times);
    let evened = 1.0 - EVENING + EVENING * f64::from(length) / mean_length.max(1.0);
    times * (SATURATION + 1.0) / (times + SATURATION * evened)
}

#[cfg(test)]
mod tests;
