//! The house rules, held by tests. Each rule is a pure function over text: it takes what a file
//! says and gives back its breaches as sentences, so that its own test can plant one and see it
//! caught. `tests/house.rs` then holds every rule to the real tree.

pub mod arrows;
pub mod bounds;
pub mod exceptions;
pub mod fluent;
pub mod leave;
pub mod licences;
pub mod locales;
pub mod mentions;
pub mod names;
pub mod promises;
pub mod rust;
pub mod sql;
pub mod tables;
pub mod templates;
pub mod tree;

/// Whether `word` stands in `text` by itself, not as part of a longer word.
#[must_use]
pub fn has_word(text: &str, word: &str) -> bool {
    let part_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let needs_edge = |edge: Option<char>| edge.is_some_and(part_of_word);
    text.match_indices(word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        let joined_before = needs_edge(word.chars().next()) && needs_edge(before);
        let joined_after = needs_edge(word.chars().next_back()) && needs_edge(after);
        !joined_before && !joined_after
    })
}

/// The line, counted from one, that a byte of `text` is on.
#[must_use]
pub fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_only_where_it_stands_alone() {
        assert!(has_word("order by rank, id", "rank"));
        assert!(!has_word("a frank word", "rank"));
        assert!(!has_word("risk_rank", "rank"));
        assert!(has_word("id = ANY(ids)", "ANY("));
        assert!(!has_word("MANY(ids)", "ANY("));
        assert!(has_word("ANY(ids)", "ANY("));
    }

    #[test]
    fn lines_are_counted_from_one() {
        assert_eq!(line_of("a\nb", 0), 1);
        assert_eq!(line_of("a\nb", 2), 2);
    }
}
