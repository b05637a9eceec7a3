use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::terms::{Term, terms};

fn told(texts: &[&str]) -> Index<usize, Term> {
    let mut index = Index::new();
    for (id, text) in texts.iter().enumerate() {
        index.add(id, terms(text)).expect("room");
    }
    index
}

const TOLD: &[&str] = &[
    "The damp in the bedroom came back, and the landlord never answered.",
    "My landlord painted over the damp; the smell is still in the bedrooms.",
    "The choir at the library is the best hour of my week.",
    "The bus to the hospital does not run on Sundays.",
    "We sang in the library with the children's choir.",
    "A neighbour mended the bicycle for nothing.",
];

#[test]
fn stories_that_share_uncommon_words_are_found_with_those_words() {
    let index = told(TOLD);
    let like = index.like(0, 10);
    assert_eq!(like.iter().map(|one| one.id).collect::<Vec<_>>(), [1]);
    let because: BTreeSet<&str> = like[0].because.iter().map(Term::expose).collect();
    assert_eq!(because, BTreeSet::from(["bedroom", "damp", "landlord"]));
    assert_eq!(index.like(2, 10), [], "a library and a choir are two words, and too few");
}

#[test]
fn where_nothing_is_like_it_nothing_is_given() {
    let index = told(TOLD);
    assert_eq!(index.like(3, 10), []);
    assert_eq!(index.like(5, 10), []);
    assert_eq!(index.like(99, 10), []);
    // One or two shared words are no likeness, however rare they are.
    let one = told(&["The zither", "A zither sounded", "Bread", "Milk"]);
    assert_eq!(one.like(0, 10), []);
    let two = told(&["A feller in love with a zither", "I love the feller on the bus", "Bread"]);
    assert_eq!(two.like(0, 10), []);
}

#[test]
fn words_that_many_texts_hold_count_for_nothing() {
    let many: Vec<String> = (0..40).map(|at| format!("council meeting word{at}")).collect();
    let index = told(&many.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(index.like(0, 10), []);
}

#[test]
fn a_search_gives_those_that_hold_more_of_it_first() {
    let index = told(TOLD);
    let found = index.search(&terms("library choirs children"), 10);
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [4, 2]);
    assert_eq!(index.search(&terms("the and of"), 10), []);
    assert_eq!(index.search(&terms("library"), 1).len(), 1);
}

#[test]
fn what_was_taken_out_leaves_no_trace() {
    let mut index = told(TOLD);
    assert!(index.remove(1));
    assert!(!index.remove(1));
    assert_eq!(index.like(0, 10), []);
    assert_eq!(index.search(&terms("painted"), 10), []);
    assert_eq!(format!("{index:?}"), "Index(5 texts)");
}

/// Texts of a few small terms each, as keyed hashes would be.
fn few_texts() -> impl Strategy<Value = BTreeMap<u16, Vec<u64>>> {
    prop::collection::btree_map(any::<u16>(), prop::collection::vec(0u64..40, 0..12), 0..30)
}

fn index_of(texts: &BTreeMap<u16, Vec<u64>>) -> Index<u16, u64> {
    let mut index = Index::new();
    for (id, terms) in texts {
        index.add(*id, terms.iter().copied()).expect("room");
    }
    index
}

fn ids(like: &[Like<u16, u64>]) -> BTreeSet<u16> {
    like.iter().map(|one| one.id).collect()
}

proptest! {
    #[test]
    fn a_text_is_never_like_itself_and_likeness_goes_both_ways(texts in few_texts()) {
        let index = index_of(&texts);
        for id in texts.keys() {
            let like = ids(&index.like(*id, MOST_GIVEN));
            prop_assert!(!like.contains(id));
            for other in like {
                prop_assert!(ids(&index.like(other, MOST_GIVEN)).contains(id));
            }
        }
    }

    #[test]
    fn every_reason_is_a_term_that_both_hold(texts in few_texts()) {
        let index = index_of(&texts);
        for (id, terms) in &texts {
            for like in index.like(*id, MOST_GIVEN) {
                prop_assert!((FEWEST_SHARED..=MOST_REASONS).contains(&like.because.len()));
                for term in &like.because {
                    prop_assert!(terms.contains(term) && texts[&like.id].contains(term));
                }
            }
        }
    }

    #[test]
    fn a_text_that_shares_no_term_takes_no_candidate_away(texts in few_texts(), added in 1u64..9) {
        let mut index = index_of(&texts);
        let before: Vec<_> = texts.keys().map(|id| (*id, ids(&index.like(*id, MOST_GIVEN)))).collect();
        for at in 0..added {
            let id = (0..).find(|id| !index.holds(*id)).expect("a free id");
            index.add(id, [1_000 + at, 2_000 + at]).expect("room");
        }
        for (id, before) in before {
            prop_assert!(ids(&index.like(id, MOST_GIVEN)).is_superset(&before));
        }
    }

    #[test]
    fn no_more_is_given_than_was_asked_for(texts in few_texts(), most in 0usize..4) {
        let index = index_of(&texts);
        for (id, terms) in &texts {
            prop_assert!(index.like(*id, most).len() <= most);
            prop_assert!(index.search(terms, most).len() <= most);
        }
    }

    #[test]
    fn a_search_finds_exactly_the_texts_that_hold_a_term(texts in few_texts(), term in 0u64..40) {
        let found: BTreeSet<u16> =
            index_of(&texts).search(&[term, term], MOST_GIVEN).iter().map(|one| one.id).collect();
        let hold = texts.iter().filter(|(_, terms)| terms.contains(&term)).map(|(id, _)| *id);
        prop_assert_eq!(found, hold.collect::<BTreeSet<_>>());
    }

    #[test]
    fn the_order_in_which_texts_came_makes_no_difference(texts in few_texts()) {
        let index = index_of(&texts);
        let mut other = Index::new();
        for (id, terms) in texts.iter().rev() {
            // Told once in other words, and then changed to these.
            other.add(*id, [7, 8, 9]).expect("room");
            other.add(*id, terms.iter().copied()).expect("room");
        }
        for id in texts.keys() {
            prop_assert_eq!(index.like(*id, 9), other.like(*id, 9));
        }
    }
}

#[test]
fn what_is_not_among_them_takes_no_place_from_what_is() {
    let index = told(TOLD);
    let ids = |found: Vec<Found<usize, Term>>| found.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(index.search(&terms("library choir"), 1)).len(), 1);
    assert_eq!(ids(index.search_among(&terms("library choir"), 1, |id| id == 4)), [4]);
    assert_eq!(index.like_among(0, 1, |id| id != 1), []);
}
