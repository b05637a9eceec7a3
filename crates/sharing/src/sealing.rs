//! One row of somebody's words at a time: sealed under its keeper's key, or opened for a reader
//! who has leave. Every column of the row is bound to its own spot, so no room spells spots out.

use ground::id::Uuid;
use ground::{Line, Outcome, Words};
use store::{Keeper, KeyRing, Sealed, Spot};

use crate::seen::{Leave, Seen};

/// One row of words, about to be sealed.
#[derive(Clone, Copy)]
pub struct Sealing<'a> {
    ring: &'a KeyRing,
    keeper: Keeper,
    row: Uuid,
}

impl<'a> Sealing<'a> {
    /// The row with this id, under the key of this keeper.
    pub fn new(ring: &'a KeyRing, keeper: impl Into<Uuid>, row: impl Into<Uuid>) -> Self {
        Self { ring, keeper: Keeper::new(keeper), row: row.into() }
    }

    /// Seals a running text.
    pub fn words(&self, column: &'static str, words: &Words) -> Outcome<Sealed> {
        self.ring.seal(self.keeper, Spot::new(self.row, column), words)
    }

    /// Seals a running text, if there is one.
    pub fn maybe(&self, column: &'static str, words: Option<&Words>) -> Outcome<Option<Sealed>> {
        words.map(|w| self.words(column, w)).transpose()
    }

    /// Seals one line.
    pub fn line(&self, column: &'static str, line: &Line) -> Outcome<Sealed> {
        self.ring.seal_line(self.keeper, Spot::new(self.row, column), line)
    }

    /// Seals one line, if there is one.
    pub fn maybe_line(&self, column: &'static str, line: Option<&Line>) -> Outcome<Option<Sealed>> {
        line.map(|l| self.line(column, l)).transpose()
    }
}

impl std::fmt::Debug for Sealing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealing(..)")
    }
}

/// One row of words, about to be opened for a reader who has leave. What was sealed under a key
/// that is thrown away is nothing.
#[derive(Clone, Copy)]
pub struct Opening<'a> {
    leave: &'a Leave,
    ring: &'a KeyRing,
    keeper: Keeper,
    row: Uuid,
}

impl<'a> Opening<'a> {
    /// The row with this id, under the key of this keeper.
    pub fn new(
        leave: &'a Leave,
        ring: &'a KeyRing,
        keeper: impl Into<Uuid>,
        row: impl Into<Uuid>,
    ) -> Self {
        Self { leave, ring, keeper: Keeper::new(keeper), row: row.into() }
    }

    /// Opens a running text.
    pub fn words(&self, column: &'static str, sealed: &Sealed) -> Outcome<Option<Seen<Words>>> {
        self.leave.open(self.ring, self.keeper, Spot::new(self.row, column), sealed)
    }

    /// Opens a running text, if there is one.
    pub fn maybe(
        &self,
        column: &'static str,
        sealed: Option<&Sealed>,
    ) -> Outcome<Option<Seen<Words>>> {
        sealed.map_or(Ok(None), |s| self.words(column, s))
    }

    /// Opens one line.
    pub fn line(&self, column: &'static str, sealed: &Sealed) -> Outcome<Option<Seen<Line>>> {
        self.leave.open_line(self.ring, self.keeper, Spot::new(self.row, column), sealed)
    }

    /// Opens one line, if there is one.
    pub fn maybe_line(
        &self,
        column: &'static str,
        sealed: Option<&Sealed>,
    ) -> Outcome<Option<Seen<Line>>> {
        sealed.map_or(Ok(None), |s| self.line(column, s))
    }
}

impl std::fmt::Debug for Opening<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opening(..)")
    }
}
