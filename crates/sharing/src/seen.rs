//! What a reader has been given to see. A page can only hold `Seen`; only this crate makes it.

mod excerpt;

use std::fmt;

use ground::{Line, Outcome, Words};
use store::{Keeper, KeyRing, Sealed, Spot};

/// Leave to show one thing to one reader, given by a policy. It cannot be made outside.
#[derive(Clone, Copy, Debug)]
pub struct Leave(());

/// Something that this reader may see. Words have no `Display` of their own; `Seen` words do.
///
/// ```compile_fail
/// fn page(words: ground::Words) -> String {
///     format!("{words}")
/// }
/// ```
/// ```compile_fail
/// fn forge(words: ground::Words) -> sharing::Seen<ground::Words> {
///     sharing::Seen(words)
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Seen<T>(T);

impl Leave {
    pub(crate) const fn granted() -> Self {
        Self(())
    }

    /// Opens a running text for this reader; nothing when its key was thrown away.
    pub fn open(
        &self,
        ring: &KeyRing,
        keeper: Keeper,
        spot: Spot,
        sealed: &Sealed,
    ) -> Outcome<Option<Seen<Words>>> {
        Ok(ring.open(keeper, spot, sealed)?.map(Seen))
    }

    /// Opens one line for this reader; nothing when its key was thrown away.
    pub fn open_line(
        &self,
        ring: &KeyRing,
        keeper: Keeper,
        spot: Spot,
        sealed: &Sealed,
    ) -> Outcome<Option<Seen<Line>>> {
        Ok(ring.open_line(keeper, spot, sealed)?.map(Seen))
    }

    /// Opens a piece of a file for this reader; nothing when its key was thrown away.
    pub fn open_bytes(
        &self,
        ring: &KeyRing,
        keeper: Keeper,
        spot: Spot,
        sealed: &Sealed,
    ) -> Outcome<Option<Seen<Vec<u8>>>> {
        Ok(ring.open_bytes(keeper, spot, sealed)?.map(|bytes| Seen(bytes.to_vec())))
    }

    /// Shows to this reader what is no longer sealed.
    pub fn show<T>(&self, what: T) -> Seen<T> {
        Seen(what)
    }
}

impl<T> Seen<T> {
    /// What is seen.
    pub const fn inner(&self) -> &T {
        &self.0
    }
}

impl Seen<Words> {
    /// The first words, for a list: whole words up to about `most` characters.
    #[must_use]
    pub fn opening(&self, most: usize) -> Seen<String> {
        Seen(excerpt::words(self.0.expose(), most).first())
    }

    /// What can stand for the words as their heading, about `most` characters: all of them, their
    /// first sentence, or what comes before a pause; half as much again at the longest.
    #[must_use]
    pub fn heading(&self, most: usize) -> Seen<String> {
        Seen(excerpt::heading(self.0.expose(), most).first())
    }

    /// What follows what `heading(first)` gives, up to about `most` characters; nothing where that
    /// is all there is.
    #[must_use]
    pub fn after_heading(&self, first: usize, most: usize) -> Option<Seen<String>> {
        excerpt::heading(self.0.expose(), first).rest(most).map(Seen)
    }

    /// The words around the first one of which `is_it` says so: whole words, about `most`
    /// characters; nothing where there is no such word, or where it is longer than that by itself,
    /// as in a script that puts no spaces between words.
    #[must_use]
    pub fn around(&self, is_it: impl Fn(&str) -> bool, most: usize) -> Option<Seen<String>> {
        let words: Vec<&str> = self.0.expose().split_whitespace().collect();
        let at = words.iter().position(|word| is_it(word))?;
        let long = |word: &str| 1 + word.chars().count();
        if long(words[at]) > most {
            return None;
        }
        let (mut begin, mut letters) = (at, 0);
        while begin > 0 && letters + long(words[begin - 1]) <= most / 3 {
            begin -= 1;
            letters += long(words[begin]);
        }
        let text = excerpt::words(&words[begin..].join(" "), most).first();
        Some(Seen(if begin == 0 { text } else { format!("…{text}") }))
    }
}

impl Seen<Words> {
    /// The whole text, for somebody's own export.
    #[must_use]
    pub fn whole(&self) -> Seen<String> {
        Seen(self.0.expose().to_owned())
    }
}

impl fmt::Display for Seen<Words> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.expose())
    }
}

impl fmt::Display for Seen<Line> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.expose())
    }
}

impl fmt::Display for Seen<String> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T> fmt::Debug for Seen<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seen(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Seen<Words> {
        Seen(Words::parse(text).expect("words"))
    }

    #[test]
    fn the_line_in_which_somebody_found_a_word_is_the_words_around_it() {
        let told =
            seen("They came on Tuesday and looked at the kettle, not at me, and left by ten.");
        let line = |word: &'static str| told.around(move |one| one.starts_with(word), 30);
        assert_eq!(line("kettle").expect("there").inner(), "…at the kettle, not at me, and…");
        assert_eq!(line("They").expect("there").inner(), "They came on Tuesday and…");
        assert!(line("spoon").is_none());
        assert!(seen(&"x".repeat(90)).around(|_| true, 30).is_none());
    }
}
