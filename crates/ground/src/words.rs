//! What people type, parsed at the door. A text type cannot be shown by itself: it has no
//! `Display`, and its `Debug` says only how long it is. Only `sharing` lays words before a reader.

use unicode_normalization::UnicodeNormalization;

/// Why a text was not taken. The page says it in a sentence and gives the draft back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotTaken {
    /// Nothing but space.
    Empty,
    /// Longer than `most` characters, by how many there are.
    TooLong {
        /// The most characters that are taken.
        most: usize,
        /// How many there were.
        were: usize,
    },
}

/// A running text of at most [`Words::MOST`] characters: a telling, a reading, an observation.
#[derive(Clone, PartialEq, Eq)]
pub struct Words(String);

/// One line of at most [`Line::MOST`] characters: a name, a title, a heading.
#[derive(Clone, PartialEq, Eq)]
pub struct Line(String);

impl Words {
    /// About forty printed pages; more than anybody tells at once.
    pub const MOST: usize = 100_000;

    /// Takes a running text: composed (NFC), line breaks as `\n`, without control characters
    /// or marks that reorder what stands around them, without space at the ends.
    pub fn parse(text: &str) -> Result<Self, NotTaken> {
        tidy(text, Self::MOST, |c| c == '\n' || c == '\t').map(Self)
    }

    /// Takes an optional text: only space is nothing.
    pub fn parse_optional(text: &str) -> Result<Option<Self>, NotTaken> {
        optional(Self::parse(text))
    }

    /// A text that was parsed before it was sealed, as it comes back: parsing it again would
    /// change nothing (a test says so) and costs more than opening it.
    #[must_use]
    pub const fn kept(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for sealing and for comparing. Pages cannot use it: they take `Seen`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Line {
    /// Room for the longest names and for a question.
    pub const MOST: usize = 240;

    /// Takes one line; breaks and tabs inside become spaces.
    pub fn parse(text: &str) -> Result<Self, NotTaken> {
        let flat: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        tidy(&flat, Self::MOST, |_| false).map(Self)
    }

    /// Takes an optional line: only space is nothing.
    pub fn parse_optional(text: &str) -> Result<Option<Self>, NotTaken> {
        optional(Self::parse(text))
    }

    /// A line that was parsed before it was sealed, as it comes back.
    #[must_use]
    pub const fn kept(text: String) -> Self {
        Self(text)
    }

    /// The line itself, for sealing and for comparing. Pages cannot use it: they take `Seen`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

fn optional<T>(parsed: Result<T, NotTaken>) -> Result<Option<T>, NotTaken> {
    match parsed {
        Ok(text) => Ok(Some(text)),
        Err(NotTaken::Empty) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Marks that reorder or hide the text around them (Unicode UAX #9 explicit controls): they let
/// a line read otherwise than it is stored. Joiners stay, scripts and emoji need them.
const fn reorders(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn tidy(text: &str, most: usize, kept: fn(char) -> bool) -> Result<String, NotTaken> {
    let unbroken = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String =
        unbroken.nfc().filter(|&c| kept(c) || !(c.is_control() || reorders(c))).collect();
    let trimmed = clean.trim();
    let were = trimmed.chars().count();
    if were == 0 {
        return Err(NotTaken::Empty);
    }
    if were > most {
        return Err(NotTaken::TooLong { most, were });
    }
    Ok(trimmed.to_owned())
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({} bytes)", self.0.len())
    }
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_breaks_stay_and_control_characters_go() {
        let words = Words::parse("  One\r\ntwo\u{7}\u{202E} three  ").expect("words");
        assert_eq!(words.expose(), "One\ntwo three");
    }

    #[test]
    fn every_script_and_joined_emoji_stay_as_they_were() {
        for text in ["Dw i'n byw yma", "أهلا وسهلا", "नमस्ते", "👩‍👧‍👦 home", "Zoë"]
        {
            assert_eq!(Words::parse(text).expect("words").expose(), text);
        }
    }

    #[test]
    fn only_space_is_nothing_and_too_much_says_how_much() {
        assert_eq!(Line::parse(" \n\t "), Err(NotTaken::Empty));
        let long = "x".repeat(241);
        assert_eq!(Line::parse(&long), Err(NotTaken::TooLong { most: 240, were: 241 }));
    }

    #[test]
    fn a_debug_print_never_tells_the_words() {
        let words = Words::parse("the damp is back").expect("words");
        assert_eq!(format!("{words:?}"), "Words(16 bytes)");
    }

    proptest! {
        #[test]
        fn what_was_taken_once_is_taken_again_unchanged(text in "\\PC{0,60}") {
            if let Ok(once) = Words::parse(&text) {
                prop_assert_eq!(Words::parse(once.expose()), Ok(once.clone()));
            }
        }
    }
}
