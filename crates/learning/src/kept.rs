//! How a group's words are sealed and opened here, and who may add to what a group holds.

use ground::id::{PersonId, SystemId, Thing, Uuid};
use ground::{Fault, Line, Outcome, Words};
use sharing::{Action, Leave, Matter, Reader, Seen, Sharing, StandingKind};
use store::{Keeper, KeyRing, Sealed, Spot};

/// One row of a system's words, about to be sealed.
#[derive(Clone, Copy)]
pub(crate) struct Sealing<'a> {
    pub(crate) ring: &'a KeyRing,
    pub(crate) system: SystemId,
    pub(crate) row: Uuid,
}

impl Sealing<'_> {
    pub(crate) fn words(&self, column: &'static str, words: &Words) -> Outcome<Sealed> {
        self.ring.seal(Keeper::new(self.system), Spot::new(self.row, column), words)
    }

    pub(crate) fn maybe(
        &self,
        column: &'static str,
        words: Option<&Words>,
    ) -> Outcome<Option<Sealed>> {
        words.map(|w| self.words(column, w)).transpose()
    }

    pub(crate) fn line(&self, column: &'static str, line: &Line) -> Outcome<Sealed> {
        self.ring.seal_line(Keeper::new(self.system), Spot::new(self.row, column), line)
    }

    pub(crate) fn maybe_line(
        &self,
        column: &'static str,
        line: Option<&Line>,
    ) -> Outcome<Option<Sealed>> {
        line.map(|l| self.line(column, l)).transpose()
    }
}

/// One row of a system's words, about to be opened for a reader who has leave.
#[derive(Clone, Copy)]
pub(crate) struct Opening<'a> {
    pub(crate) leave: &'a Leave,
    pub(crate) ring: &'a KeyRing,
    pub(crate) system: SystemId,
    pub(crate) row: Uuid,
}

impl Opening<'_> {
    pub(crate) fn words(
        &self,
        column: &'static str,
        sealed: &Sealed,
    ) -> Outcome<Option<Seen<Words>>> {
        self.leave.open(self.ring, Keeper::new(self.system), Spot::new(self.row, column), sealed)
    }

    pub(crate) fn maybe(
        &self,
        column: &'static str,
        sealed: Option<&Sealed>,
    ) -> Outcome<Option<Seen<Words>>> {
        sealed.map_or(Ok(None), |s| self.words(column, s))
    }

    pub(crate) fn line(
        &self,
        column: &'static str,
        sealed: &Sealed,
    ) -> Outcome<Option<Seen<Line>>> {
        let keeper = Keeper::new(self.system);
        self.leave.open_line(self.ring, keeper, Spot::new(self.row, column), sealed)
    }

    pub(crate) fn maybe_line(
        &self,
        column: &'static str,
        sealed: Option<&Sealed>,
    ) -> Outcome<Option<Seen<Line>>> {
        sealed.map_or(Ok(None), |s| self.line(column, s))
    }
}

/// The keys of one system.
pub(crate) async fn ring(sharing: &Sharing, system: SystemId) -> Outcome<KeyRing> {
    sharing.store.keys.ring([Keeper::new(system)]).await
}

/// Who adds to what a system holds, and in which place: nobody who plays no part in it.
pub(crate) fn taking_part(
    sharing: &Sharing,
    reader: &Reader,
    system: SystemId,
) -> Outcome<(PersonId, SystemId)> {
    sharing.leave(reader, Action::TakePart, &Matter::held(system))?;
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    let standing = reader
        .standings()
        .iter()
        .find(|s| s.system == system && s.kind == StandingKind::Part)
        .ok_or(Fault::NotFound)?;
    Ok((person, standing.place))
}

/// Something that a group holds, with those it asked in for this one thing.
pub(crate) fn with_guests(system: SystemId, asked_in: &[PersonId]) -> Matter {
    Matter::Held { system, asked_in: asked_in.to_vec(), came_of: Vec::new() }
}

/// The page of one of the things of this crate.
pub(crate) fn page_of(thing: Thing) -> String {
    let id = thing.id.simple();
    match thing.kind {
        ground::id::Kind::Inquiry => format!("/inquiries/{id}"),
        ground::id::Kind::Experiment => format!("/experiments/{id}"),
        ground::id::Kind::Lesson => format!("/lessons/{id}"),
        ground::id::Kind::Conversation => format!("/conversations/{id}"),
        other => format!("/{}s/{id}", other.word()),
    }
}

/// A text that must be there; the field keeps its draft otherwise.
pub(crate) fn must(field: &'static str, text: &str) -> Outcome<Words> {
    Words::parse(text).map_err(|why| Fault::Text { field, why })
}

/// A text that may be there.
pub(crate) fn may(field: &'static str, text: &str) -> Outcome<Option<Words>> {
    Words::parse_optional(text).map_err(|why| Fault::Text { field, why })
}

/// A line that must be there.
pub(crate) fn must_line(field: &'static str, text: &str) -> Outcome<Line> {
    Line::parse(text).map_err(|why| Fault::Text { field, why })
}

/// A line that may be there.
pub(crate) fn may_line(field: &'static str, text: &str) -> Outcome<Option<Line>> {
    Line::parse_optional(text).map_err(|why| Fault::Text { field, why })
}
