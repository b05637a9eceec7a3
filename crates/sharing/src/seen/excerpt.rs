//! Where a text is cut for a list: at the end of a sentence where there is one near, else where a
//! reader would pause, else between two words; and only then within one, since some scripts put no
//! spaces between theirs. Lengths are in characters, and a run of white space counts as one.

use unicode_normalization::char::is_combining_mark;

/// What ends a sentence, in the scripts that end it with a mark of their own.
const ENDS: [char; 10] = ['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।'];
/// Where a reader pauses within one.
const PAUSES: [char; 10] = [',', ';', ':', '–', '—', '،', '؛', '、', '，', '；'];
/// What may close behind the end of a sentence.
const CLOSES: [char; 8] = ['"', '\'', '”', '’', '»', ')', '」', '）'];
/// A shorter sentence says too little to be a heading by itself: "Well." or "St. Mary's".
const LEAST: usize = 20;

/// Words that a full stop shortens; others are told by their letters.
const SHORTENED: [&str; 8] = ["Dr", "Mr", "Mrs", "Ms", "St", "Prof", "Rev", "approx"];

/// The first part of a text, and what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut<'a> {
    first: &'a str,
    rest: &'a str,
    /// Whether the cut is where a sentence ends, so that no sign is needed.
    whole: bool,
}

impl<'a> Cut<'a> {
    fn at(text: &'a str, end: usize, whole: bool) -> Self {
        let (first, rest) = text.split_at(end);
        let rest = rest.trim_start();
        Self { first: first.trim_end(), rest, whole: whole || rest.is_empty() }
    }

    /// The first part on one line, with a sign where its sentence goes on.
    pub(super) fn first(&self) -> String {
        let shown = if self.whole { self.first } else { self.first.trim_end_matches(PAUSES) };
        let mut line = one_line(shown);
        if !self.whole {
            line.push('…');
        }
        line
    }

    /// What follows, about this long, with a sign where its sentence began before; nothing where
    /// nothing follows.
    pub(super) fn rest(&self, most: usize) -> Option<String> {
        if self.rest.is_empty() {
            return None;
        }
        let line = words(self.rest, most).first();
        Some(if self.whole { line } else { format!("…{line}") })
    }
}

/// Whole words up to this many characters.
pub(super) fn words(text: &str, most: usize) -> Cut<'_> {
    let text = text.trim();
    let mut between = None;
    for (letters, (at, letter)) in letters(text) {
        if letter.is_whitespace() {
            between = Some(at);
        }
        if letters > most {
            return Cut::at(text, between.unwrap_or_else(|| apart(text, at)), false);
        }
    }
    Cut::at(text, text.len(), true)
}

/// What can stand for a text as its heading: all of a short one; else its first sentence, if that
/// is no longer than half as much again; else what comes before the last pause.
pub(super) fn heading(text: &str, most: usize) -> Cut<'_> {
    let text = text.trim();
    let near = words(text, most + most / 2);
    if near.whole {
        return near;
    }
    if let Some(end) = marks(near.first, &ENDS).find(|(letters, _)| *letters >= LEAST) {
        return Cut::at(text, end.1, true);
    }
    let pause = |(letters, _): &(usize, usize)| (most / 2..=most).contains(letters);
    match marks(near.first, &PAUSES).filter(pause).last() {
        Some((_, end)) => Cut::at(text, end, false),
        None => words(text, most),
    }
}

/// The last place up to this one that does not part a letter from its marks, or a picture from what
/// it is joined to.
fn apart(text: &str, at: usize) -> usize {
    let clings = |letter| is_combining_mark(letter) || is_joined(letter);
    let mut end = at;
    while let Some(before) = text[..end].chars().next_back() {
        if !text[end..].starts_with(clings) && before != JOINER {
            break;
        }
        end -= before.len_utf8();
    }
    if end == 0 { at } else { end }
}

/// What joins two pictures into one.
const JOINER: char = '\u{200d}';

/// Joiners, what says how a picture looks, and the shades of skin: none begins a picture.
const fn is_joined(letter: char) -> bool {
    matches!(letter, JOINER | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Each character with how many there are up to it, itself counted.
fn letters(text: &str) -> impl Iterator<Item = (usize, (usize, char))> {
    let mut counted = 0;
    let mut blank = false;
    text.char_indices().map(move |(at, letter)| {
        if !(blank && letter.is_whitespace()) {
            counted += 1;
        }
        blank = letter.is_whitespace();
        (counted, (at, letter))
    })
}

/// Where these marks end something: behind the mark and what closes with it, where a space follows
/// or the script needs none. Each with how many characters it is from the beginning.
fn marks<'a>(text: &'a str, wanted: &'a [char]) -> impl Iterator<Item = (usize, usize)> + 'a {
    letters(text).filter_map(move |(letters, (at, letter))| {
        let after = text[at + letter.len_utf8()..].trim_start_matches(CLOSES);
        // The full-width marks carry their own space.
        let apart = after.is_empty() || after.starts_with(char::is_whitespace) || letter >= '、';
        let ends = wanted.contains(&letter) && apart && !goes_on(&text[..at], letter, after);
        ends.then_some((letters, text.len() - after.len()))
    })
}

/// Whether a full stop shortens the word before it, or its sentence goes on in small letters.
fn goes_on(before: &str, mark: char, after: &str) -> bool {
    if !matches!(mark, '.' | '…') {
        return false;
    }
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let short = word.contains('.') || (word.chars().count() == 1 && word != "I");
    let next = after.trim_start();
    let numbered = word.eq_ignore_ascii_case("no") && next.starts_with(char::is_numeric);
    let shortened = mark == '.' && (short || numbered || SHORTENED.contains(&word));
    shortened || next.starts_with(char::is_lowercase)
}

/// The text with every run of white space as one space.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn both(text: &str) -> (String, Option<String>) {
        let cut = heading(text, 70);
        (cut.first(), cut.rest(200))
    }

    #[test]
    fn a_short_story_is_its_own_heading_and_nothing_follows() {
        let told = "The last bus goes before the last shift ends, so I walk home in the rain.";
        assert_eq!(both(told), (told.to_owned(), None));
    }

    #[test]
    fn a_heading_is_the_first_sentence_where_that_is_near() {
        let (first, rest) = both(
            "They came on a Tuesday and nobody had said a word. I put the kettle on and they \
             looked at that, and at the stairs, and not at me.",
        );
        assert_eq!(first, "They came on a Tuesday and nobody had said a word.");
        assert!(rest.expect("more").starts_with("I put the kettle on"));
    }

    #[test]
    fn a_long_sentence_is_cut_where_a_reader_would_pause() {
        let (first, rest) = both(
            "When my mother came home from the hospital at ten at night, nobody was there to help \
             her up the stairs, and so she slept in the chair until I came by in the morning.",
        );
        assert_eq!(first, "When my mother came home from the hospital at ten at night…");
        assert!(rest.expect("more").starts_with("…nobody was there"));
    }

    #[test]
    fn a_script_without_spaces_is_cut_at_its_own_marks_or_within() {
        let sentence = "雨の中を歩いて家に帰りました、誰も迎えに来てくれませんでした。";
        let (first, rest) = both(&sentence.repeat(6));
        assert_eq!(first, sentence);
        assert!(rest.expect("more").starts_with('雨'));
        assert_eq!(both(&"雨".repeat(300)).0, format!("{}…", "雨".repeat(70)));
    }

    #[test]
    fn a_shortened_word_ends_no_sentence() {
        for told in [
            "The health visitor and Dr. Evans came to see us about the damp in the back bedroom, \
             and then they wrote to the landlord about it.",
            "I had to be at the surgery by 8 a.m. on the Monday, with all three of the children, \
             and with the letter that had not come.",
            "My neighbour who lives at no. 14 heard it through the wall, and she came round to \
             ask whether she could sit with me for a while.",
        ] {
            let (first, rest) = both(told);
            assert!(first.ends_with('…'), "{first}");
            assert!(rest.expect("more").starts_with('…'), "{told}");
        }
    }

    #[test]
    fn a_letter_is_never_parted_from_its_marks_nor_a_picture_from_what_it_is_joined_to() {
        for one in ["ที่", "e\u{301}\u{323}", "👩\u{200d}👩\u{200d}👧", "👍🏽"] {
            let first = both(&one.repeat(120)).0;
            let kept = first.trim_end_matches('…');
            assert!(!kept.is_empty() && kept.chars().count() <= 70);
            assert!(kept.replace(one, "").is_empty(), "{first}");
        }
    }

    #[test]
    fn a_word_that_just_fits_is_kept() {
        assert_eq!(words("aa bb cc", 5).first(), "aa bb…");
        assert_eq!(words("aa bb", 5).first(), "aa bb");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_said_twice_wherever_a_text_is_cut(text in "[a-z 雨é.,!?”\u{301}\u{200d}\n]{0,300}") {
            for cut in [heading(&text, 70), words(&text, 70)] {
                let there = |part: &str| part.split_whitespace().collect::<String>();
                prop_assert_eq!(there(cut.first) + &there(cut.rest), there(&text));
                prop_assert!(cut.first().chars().count() <= 106);
            }
        }
    }
}
