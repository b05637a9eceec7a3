//! A text as the words that can be compared.
//!
//! 1. The text is brought to one form (Unicode NFKC) and small letters.
//! 2. Words are runs of letters, digits and the marks that combine with them; an apostrophe
//!    between letters belongs to the word and is then left out, and `'s` at the end is dropped.
//! 3. Scripts that set no spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are cut into
//!    overlapping pairs of letters.
//! 4. Single letters, numbers and words that only join others (English and Welsh) are left out.
//! 5. Accents make no difference, since many people type without them: "Siân" is "sian", and "ø",
//!    "ł", "đ", "ß", "æ" and "œ" are written out. Marks that are no accents but letters of their
//!    script stay.
//! 6. English endings are folded lightly, so that "houses", "housing" and "house" are one; see
//!    [`fold`]. Words of other languages may lose an ending too, everywhere alike.

use std::fmt;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::stop_words::is_stop_word;

/// The most words of one text that are looked at: far more than anybody tells at once.
pub const MOST_WORDS: usize = 20_000;
/// The most characters of one word that are looked at; the rest is left off.
pub const MOST_LETTERS: usize = 40;

/// One word as it is compared. It is somebody's word, so a `Debug` print does not tell it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(String);

impl Term {
    /// The folded word itself, for keyed hashing and for comparing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Term({} bytes)", self.0.len())
    }
}

/// The words of a text that can be compared, in their order, repeated as they repeat.
///
/// ```
/// let same = |one, other| sense::terms(one) == sense::terms(other);
/// assert!(same("They mended the houses", "mending: HOUSE"));
/// assert!(!same("The houses were damp.", "Damp house?")); // another order
/// ```
#[must_use]
pub fn terms(text: &str) -> Vec<Term> {
    terms_as_written(text).into_iter().map(|(term, _)| term).collect()
}

/// As [`terms`], each with the word as it was before its ending was folded, so that a page can say
/// "houses" where "hous" was compared.
#[must_use]
pub fn terms_as_written(text: &str) -> Vec<(Term, String)> {
    let mut found = Vec::new();
    let mut word = String::new();
    let letters: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut ahead = letters.chars().peekable();
    while let Some(letter) = ahead.next() {
        let joins = is_apostrophe(letter)
            && word.chars().next_back().is_some_and(char::is_alphabetic)
            && ahead.peek().is_some_and(|next| next.is_alphabetic());
        if joins {
            word.push('\'');
        } else if letter.is_alphanumeric() || (is_combining_mark(letter) && !word.is_empty()) {
            word.push(letter);
        } else {
            take(&mut word, &mut found);
        }
        if found.len() >= MOST_WORDS {
            break;
        }
    }
    take(&mut word, &mut found);
    found.truncate(MOST_WORDS);
    found
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

/// Ends a run of letters: one word, or pairs of letters in scripts without spaces.
fn take(run: &mut String, found: &mut Vec<(Term, String)>) {
    let word = std::mem::take(run);
    if word.chars().any(sets_no_spaces) {
        let letters: Vec<char> = word.chars().take(MOST_WORDS).collect();
        for pair in letters.windows(2) {
            let pair: String = pair.iter().collect();
            if pair.chars().any(char::is_alphabetic) {
                found.push((Term(pair.clone()), pair));
            }
        }
        return;
    }
    let word: String = word.chars().take(MOST_LETTERS).collect();
    let whole = word.trim_end_matches('\'');
    let bare = whole.strip_suffix("'s").unwrap_or(whole).replace('\'', "");
    let plain = without_accents(&bare);
    let tells = plain.chars().nth(1).is_some() && plain.chars().any(char::is_alphabetic);
    // "it's" is a word that joins, and so is "it".
    if tells && !is_stop_word(&bare) && !is_stop_word(&whole.replace('\'', "")) {
        found.push((Term(fold(&plain)), whole.to_owned()));
    }
}

/// The word without the accents on its letters: Unicode's combining diacritical marks, and letters
/// that are written with a stroke or tied together.
fn without_accents(word: &str) -> String {
    let bare = word.nfd().filter(|mark| !matches!(mark, '\u{300}'..='\u{36F}'));
    let mut plain = String::with_capacity(word.len());
    for letter in bare.nfc() {
        match letter {
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' => plain.push('d'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            other => plain.push(other),
        }
    }
    plain.chars().take(MOST_LETTERS).collect()
}

/// Letters of scripts whose words stand without spaces between them.
const fn sets_no_spaces(letter: char) -> bool {
    matches!(letter,
        '\u{0E00}'..='\u{0EFF}'     // Thai, Lao
        | '\u{1000}'..='\u{109F}'   // Burmese
        | '\u{1780}'..='\u{17FF}'   // Khmer
        | '\u{3040}'..='\u{30FF}'   // Hiragana, Katakana
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'   // Han
        | '\u{20000}'..='\u{3FFFF}' // Han, further planes
    )
}

/// Folds the usual English endings, so that forms of one word meet. Only words of four or more
/// plain letters change:
///
/// 1. plurals: `-ies` to `-y`; `-sses`, `-xes`, `-ches`, `-shes`, `-zzes` lose `-es`; else a last
///    `-s` goes, but not of `-ss`, `-us` and `-is`;
/// 2. `-ied` to `-y`; `-ing` and `-ed` go (not of `-eed`) where three letters or more with a vowel
///    stay;
/// 3. a last `-e` goes where three letters or more stay, so that "make" meets "making";
/// 4. of a doubled last `b d g m n p r t` one goes where three letters or more stay, so that "stop"
///    meets "stopped".
///
/// What is left need not be a word. Different words may meet ("news", "new"); that costs a
/// suggestion somebody waves away.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let mut stem = without_tense(&without_plural(word));
    if stem.len() >= 4 && stem.ends_with('e') {
        stem.pop();
    }
    let doubled = ["bb", "dd", "gg", "mm", "nn", "pp", "rr", "tt"];
    if stem.len() >= 4 && doubled.iter().any(|end| stem.ends_with(end)) {
        stem.pop();
    }
    stem
}

fn without_plural(word: &str) -> String {
    if let Some(start) = word.strip_suffix("ies").filter(|start| start.len() >= 2) {
        return format!("{start}y");
    }
    let hissing = ["sses", "xes", "ches", "shes", "zzes"];
    if hissing.iter().any(|end| word.ends_with(end)) {
        return word.strip_suffix("es").unwrap_or(word).to_owned();
    }
    let stays = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    word.strip_suffix('s').filter(|_| !stays).unwrap_or(word).to_owned()
}

fn without_tense(word: &str) -> String {
    if let Some(start) = word.strip_suffix("ied").filter(|start| start.len() >= 2) {
        return format!("{start}y");
    }
    let bears = |start: &&str| start.len() >= 3 && start.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let tense = word
        .strip_suffix("ing")
        .or_else(|| word.strip_suffix("ed").filter(|start| !start.ends_with('e')));
    tense.filter(bears).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        terms(text).into_iter().map(|term| term.0).collect()
    }

    #[test]
    fn forms_of_one_word_meet() {
        for forms in [
            &["house", "houses", "housed", "housing"][..],
            &["stop", "stops", "stopped", "stopping"],
            &["story", "stories"],
            &["try", "tries", "tried", "trying"],
            &["make", "makes", "making"],
            &["agree", "agrees", "agreeing"],
            &["box", "boxes", "boxed"],
            &["church", "churches"],
            &["help", "helps", "helped", "helping"],
            &["fall", "falls", "falling"],
            &["add", "adds", "added", "adding"],
            &["pass", "passes", "passed", "passing"],
        ] {
            let folded: Vec<_> = forms.iter().map(|form| fold(form)).collect();
            assert!(folded.windows(2).all(|two| two[0] == two[1]), "{folded:?}");
        }
    }

    #[test]
    fn words_that_only_look_like_forms_stay() {
        for word in ["bring", "need", "king", "this", "bus", "class", "gas", "red"] {
            assert_eq!(fold(word), word);
        }
    }

    #[test]
    fn joining_words_numbers_and_single_letters_are_left_out() {
        assert_eq!(words("It's the 3rd of 12 calls, and I couldn't say a B"), ["3rd", "call"]);
        assert_eq!(words("Dw i'n byw yn y tŷ efo Siân"), ["byw", "ty", "sian"]);
    }

    #[test]
    fn apostrophes_and_wide_letters_make_no_difference() {
        assert_eq!(words("Mary’s neighbours' ＤＡＭＰ flat"), words("mary neighbour damp flat"));
        assert_eq!(words("O'Neill"), words("o’neill"));
    }

    #[test]
    fn accents_make_no_difference_and_vowel_signs_do() {
        for (one, other) in [
            ("Welffêr", "welffer"),
            ("Siân", "SIAN"),
            ("cafés", "cafe"),
            ("Łódź", "lodz"),
            ("Søren", "soren"),
            ("Straße", "strasse"),
            ("Αθήνα", "αθηνα"),
        ] {
            assert_eq!(words(one), words(other), "{one}");
        }
        assert_ne!(words("राम"), words("रमा"));
    }

    #[test]
    fn scripts_without_spaces_are_compared_in_pairs() {
        assert_eq!(words("家很潮湿"), ["家很", "很潮", "潮湿"]);
        assert_eq!(words("घर में सीलन"), ["घर", "में", "सीलन"]);
    }

    #[test]
    fn a_page_can_say_the_word_as_it_was_written() {
        let said = terms_as_written("Houses mended");
        assert_eq!(
            said.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>(),
            ["houses", "mended"]
        );
        assert_eq!(format!("{:?}", said[0].0), "Term(4 bytes)");
    }

    proptest! {
        #[test]
        fn any_text_gives_bounded_words_that_say_something(text in "\\PC{0,200}") {
            for term in terms(&text) {
                prop_assert!(!term.0.is_empty());
                prop_assert!(term.0.chars().count() <= MOST_LETTERS);
                prop_assert!(term.0.chars().any(char::is_alphabetic));
            }
        }

        #[test]
        fn folding_never_lengthens_and_never_empties(word in "[a-z]{1,12}") {
            let folded = fold(&word);
            prop_assert!(!folded.is_empty() && folded.len() <= word.len());
        }

        #[test]
        fn capital_letters_make_no_difference(text in "[a-zA-Z ']{0,60}") {
            prop_assert_eq!(terms(&text), terms(&text.to_uppercase()));
        }
    }

    #[test]
    fn a_very_long_text_is_looked_at_only_so_far() {
        assert_eq!(terms(&"damp ".repeat(MOST_WORDS + 5)).len(), MOST_WORDS);
        assert_eq!(terms(&"潮".repeat(MOST_WORDS * 2)).len(), MOST_WORDS - 1);
    }
}
