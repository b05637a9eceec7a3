//! Where a text is cut for a list: at the end of a sentence where there is one near, else where a
//! reader would pause, else between two words; and only then within one, since some scripts put no
//! spaces between theirs. Lengths are in characters, and a run of white space counts as one.

/// What ends a sentence, in the scripts that end it with a mark of their own.
const ENDS: [char; 10] = ['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।'];
/// Where a reader pauses within one.
const PAUSES: [char; 10] = [',', ';', ':', '–', '—', '،', '؛', '、', '，', '；'];
/// What may close behind the end of a sentence.
const CLOSES: [char; 8] = ['"', '\'', '”', '’', '»', ')', '」', '）'];
/// A shorter sentence says too little to be a heading by itself: "Well." or "St. Mary's".
const LEAST: usize = 20;

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
        if letters > most {
            return Cut::at(text, between.unwrap_or(at), false);
        }
        if letter.is_whitespace() {
            between = Some(at);
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
        let behind = &text[at + letter.len_utf8()..];
        let after = behind.trim_start_matches(CLOSES);
        let end = text.len() - after.len();
        // The full-width marks carry their own space.
        let apart = after.is_empty() || after.starts_with(char::is_whitespace) || letter >= '、';
        (wanted.contains(&letter) && apart).then_some((letters, end))
    })
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

    proptest! {
        #[test]
        fn nothing_is_lost_or_said_twice_wherever_a_text_is_cut(text in "[a-z 雨é.,!?”\n]{0,300}") {
            for cut in [heading(&text, 70), words(&text, 70)] {
                let there = |part: &str| part.split_whitespace().collect::<String>();
                prop_assert_eq!(there(cut.first) + &there(cut.rest), there(&text));
                prop_assert!(cut.first().chars().count() <= 106);
            }
        }
    }
}
