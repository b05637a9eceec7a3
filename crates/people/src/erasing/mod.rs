//! What somebody takes away of this room, and what goes with them: the lives that are theirs alone,
//! and that they were let in to those of others. What they wrote on somebody else's page stays there,
//! as somebody's who left, until whoever holds its pen takes it out.

pub(crate) mod store;

use std::collections::BTreeMap;

use ::store::jobs::{self, JobKind};
use ::store::{Keeper, Look};
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{
    Action, Exported, Leave, Matter, Opening, Reader, SectionMatter, Sharing, StandingKind,
};

use crate::{corner, keeping, meetings, notes, pens, visits};

/// Everything in the lives that this person holds the pen of, whoever wrote it, and what they wrote
/// on pages of others.
pub(crate) async fn export(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    person: PersonId,
) -> Outcome<Vec<Exported>> {
    if reader.person_id() != Some(person) {
        return Ok(Vec::new());
    }
    let oneself = Matter::Person { id: person, places: Vec::new() };
    let oneself = sharing.leave(reader, Action::Know, &oneself)?;
    let mut exported = Vec::new();
    for life in reader.systems(StandingKind::Pen) {
        let matter = Matter::Section(SectionMatter::of(life));
        let leave = sharing.leave(reader, Action::HoldPen, &matter)?;
        let rows = store::of_life(look, life, sharing.now()).await?;
        exported.extend(open(sharing, &leave, rows).await?);
    }
    let mut elsewhere = store::written_by(look, person).await?;
    elsewhere.retain(|row| !reader.stands(StandingKind::Pen, row.life));
    exported.extend(open(sharing, &oneself, elsewhere).await?);
    Ok(exported)
}

async fn open(sharing: &Sharing, leave: &Leave, rows: Vec<store::Own>) -> Outcome<Vec<Exported>> {
    let mut lives: BTreeMap<SystemId, Vec<store::Own>> = BTreeMap::new();
    for row in rows {
        lives.entry(row.life).or_default().push(row);
    }
    let ring = sharing.store.keys.ring(lives.keys().map(|life| Keeper::new(*life))).await?;
    let mut exported = Vec::new();
    for row in lives.into_values().flatten() {
        let words = Opening::new(leave, &ring, row.life, row.row);
        let words = match row.part {
            "passage" | "wording" | "visit" | "note" => {
                words.words("words", &row.words)?.map(|words| words.whole())
            }
            column => words.line(column_of(column), &row.words)?.map(|line| line.heading()),
        };
        let (id, part, at) = (row.thing, row.part, row.at);
        exported.extend(words.map(|words| Exported { id, part, at, words }));
    }
    Ok(exported)
}

/// The column of a line, by the word for it in an export.
const fn column_of(part: &str) -> &'static str {
    match part.as_bytes() {
        b"heading" => "heading",
        b"purpose" => "purpose",
        b"meeting" => "meeting",
        b"present" => "present",
        b"next_time" => "line",
        b"danger" => "danger",
        _ => "name",
    }
}

/// How many pages of their own somebody has.
pub async fn count(look: &mut Look, person: PersonId) -> Outcome<i64> {
    let reader = Reader::person(look, person).await?;
    i64::try_from(reader.systems(StandingKind::Pen).count()).map_err(ground::Fault::inside)
}

/// Ends the lives that are this person's alone: their keys go first, so that every older copy is
/// unreadable, and then their rows. One that others hold the pen of too goes on without them. Called
/// before their standings end.
pub async fn lives_of(sharing: &Sharing, person: PersonId, now: Moment) -> Outcome<usize> {
    let mut look = sharing.store.database.look().await?;
    let reader = Reader::person(&mut look, person).await?;
    let lives: Vec<SystemId> = reader.systems(StandingKind::Pen).collect();
    let shared = store::held_by_others(&mut look, &lives, person).await?;
    drop(look);
    let mut gone = 0;
    for life in lives.into_iter().filter(|life| !shared.contains(life)) {
        forget_life(sharing, life, now).await?;
        gone += 1;
    }
    Ok(gone)
}

/// Until when something that is held here keeps this person from being erased, if anything does.
pub async fn held_until(look: &mut Look, person: PersonId, now: Moment) -> Outcome<Option<Moment>> {
    let reader = Reader::person(look, person).await?;
    let lives: Vec<SystemId> = reader.systems(StandingKind::Pen).collect();
    let shared = store::held_by_others(look, &lives, person).await?;
    let mut until = None;
    for life in lives.into_iter().filter(|life| !shared.contains(life)) {
        until = until.max(keeping::until(look, life, now).await?);
    }
    Ok(until)
}

/// Ends a life for good.
pub async fn forget_life(sharing: &Sharing, life: SystemId, now: Moment) -> Outcome<()> {
    let database = &sharing.store.database;
    sharing.store.keys.throw_away(&[Keeper::new(life)], now).await?;
    // What was read there is shown nowhere once it has gone, so the trail is sealed first.
    sharing::erasing::seal_all(database, now).await?;
    while ::store::write!(database, |work| store::forget_some(work, life).await)? > 0 {}
    while sharing::erasing::forget_looked_in(database, life).await? > 0 {}
    ::store::write!(database, |work| {
        corner::store::forget_life(work, life).await?;
        pens::store::forget_life(work, life).await?;
        keeping::store::forget(work, life).await?;
        jobs::take_back(work, JobKind::EndLife, life.into()).await?;
        store::forget(work, life).await?;
        let mark = Mark::of(life, now, Verb::Erased, None, Thing::new(Kind::System, life));
        trail::mark(work, mark).await
    })
}

/// Ends that somebody was let in anywhere or asked to hold a pen, and forgets where they were to
/// meet and were there. At most 500 of each a time; says how many there were.
pub async fn withdraw_from(sharing: &Sharing, person: PersonId) -> Outcome<usize> {
    ::store::write!(sharing.store.database, |work| {
        let corners = corner::store::forget(work, person).await?;
        let asked = pens::store::forget(work, person).await?;
        let there = visits::store::forget_person(work, person).await?;
        Ok(corners + asked + there + meetings::store::forget_person(work, person).await?)
    })
}

/// Erases again what of these ids came back with an old backup: lives, and what was taken out of
/// them. Says how many there were.
pub async fn again(sharing: &Sharing, ids: &[Uuid], now: Moment) -> Outcome<usize> {
    let mut look = sharing.store.database.look().await?;
    let lives = store::lives_among(&mut look, ids).await?;
    let back = store::passages_among(&mut look, ids).await?;
    let met = store::visits_among(&mut look, ids).await?;
    let noted = store::notes_among(&mut look, ids).await?;
    drop(look);
    for life in &lives {
        forget_life(sharing, *life, now).await?;
    }
    for some in back.chunks(100) {
        ::store::write!(sharing.store.database, |work| store::empty_again(work, some).await)?;
    }
    for (some, are_notes) in
        met.chunks(100).map(|s| (s, false)).chain(noted.chunks(100).map(|s| (s, true)))
    {
        ::store::write!(sharing.store.database, |work| {
            for of in some {
                match are_notes {
                    true => notes::store::empty(work, (of.0, of.1.into()), now).await?,
                    false => visits::store::empty(work, (of.0, of.1.into()), now).await?,
                }
            }
            Ok(())
        })?;
    }
    Ok(lives.len() + back.len() + met.len() + noted.len())
}
