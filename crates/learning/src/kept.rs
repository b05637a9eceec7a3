//! What a group holds: the keys of its words, who may add to it, and how a form's fields are read.

use ground::id::{PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome, Words};
use jiff::tz::TimeZone;
use sharing::{Action, Leave, Matter, Reader, Sharing, StandingKind};
use store::{Keeper, KeyRing, Look};

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

/// Leave asked again, inside the transaction that writes: where somebody stands may have changed
/// since their request began, and what has ended is over at once.
pub(crate) async fn still(
    sharing: &Sharing,
    look: &mut Look,
    by: PersonId,
    action: Action,
    matter: &Matter,
) -> Outcome<Leave> {
    let reader = Reader::person(look, by).await?;
    sharing.leave(&reader, action, matter)
}

/// The same, to add to what a system holds.
pub(crate) async fn still_taking_part(
    sharing: &Sharing,
    look: &mut Look,
    by: PersonId,
    system: SystemId,
) -> Outcome<()> {
    still(sharing, look, by, Action::TakePart, &Matter::held(system)).await.map(drop)
}

/// Something that a group holds, with those it asked in for this one thing.
pub(crate) fn with_guests(system: SystemId, asked_in: &[PersonId]) -> Matter {
    Matter::Held { system, asked_in: asked_in.to_vec(), came_of: Vec::new(), said_by: None }
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

/// A day on which somebody is to look, in this time zone, if one was typed. Today will do; a day that
/// is over would stand on people's home pages at once, as if they had let it pass.
pub(crate) fn day_to_come(
    field: &'static str,
    typed: &str,
    zone: &TimeZone,
    now: Moment,
) -> Outcome<Option<Moment>> {
    let day = web::form::day(typed, zone).map_err(|fault| fault.in_field(field))?;
    if day.is_some_and(|day| day.day_in(zone) < now.day_in(zone)) {
        return Err(Fault::UnfitIn { field, key: "unfit-day-over" });
    }
    Ok(day)
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
