//! What a reader has been given to see. A page can only hold `Seen`; only this crate makes it.

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
        let mut opening = String::new();
        let mut letters = 0;
        for word in self.0.expose().split_whitespace() {
            letters += 1 + word.chars().count();
            if letters > most && !opening.is_empty() {
                opening.push('…');
                break;
            }
            if !opening.is_empty() {
                opening.push(' ');
            }
            opening.push_str(word);
        }
        Seen(opening)
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
