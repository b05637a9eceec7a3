//! Tellings and patterns, read with four words: variety, empathy, strengths and trust. A reading of
//! a telling is heard by exactly those who hear the telling, lies under its key and goes with it;
//! whoever told it can answer, or take it away. A reading of a pattern is the group's, as other
//! readings of it are.

pub mod pages;

use ::store::Look;
use ground::{Fault, Moment, Outcome, Words};
use sharing::lineage::Placed;
use sharing::trail::{self, Mark, Verb};
use sharing::vest::{self, NewAnswer, NewVest, Vest, VestId};
use sharing::{Action, Leave, Matter, Reader, Sharing};
use web::vest::VestShown;

use crate::patterns::{self, Pattern, PatternId};
use crate::tellings::store::{self as rows, TellingRow};
use crate::tellings::{Telling, TellingId, hear, tell};

fn told(row: &TellingRow) -> Placed {
    Placed { thing: tell::thing(row.id), system: row.system }
}

fn named(pattern: &Pattern) -> Placed {
    Placed { thing: patterns::thing(pattern.id), system: pattern.system }
}

/// How people read a telling that this reader has heard: its words were given, and marked, already.
pub async fn of_telling(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    telling: &Telling,
) -> Outcome<Vec<VestShown>> {
    let row = rows::one(look, telling.id).await?;
    let leave = heard(sharing, look, reader, (&row, sharing.now())).await?;
    let readings = vest::readings(sharing, look, &leave, told(&row)).await?;
    VestShown::of(sharing, look, reader, readings).await
}

/// Leave to hear it, as things stand at this moment.
async fn heard(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (row, now): (&TellingRow, Moment),
) -> Outcome<Leave> {
    let matter = Matter::Telling(hear::facts(look, row, now).await?);
    sharing.leave(reader, Action::Hear, &matter)
}

/// Reads a telling with four words. Whoever hears it may.
pub async fn read_telling(
    sharing: &Sharing,
    reader: &Reader,
    telling: TellingId,
    (id, words): (VestId, &Vest<Words>),
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    // Here it is heard, and marked; in the write it is asked only whether that still holds.
    hear::one(sharing, &mut look, reader, telling).await?;
    let row = rows::one(&mut look, telling).await?;
    drop(look);
    let ring = vest::ring(sharing, told(&row)).await?;
    let new = NewVest::seal(&ring, told(&row), id, words, (by, tell::kept_at(&row, now)))?;
    ::store::write!(sharing.store.database, |work| {
        let row = rows::one(work, telling).await?;
        let fresh = Reader::person(work, by).await?;
        heard(sharing, work, &fresh, (&row, now)).await?;
        new.keep(work).await?;
        trail::mark(work, tell::acted(&row, reader, now, Verb::Wrote)).await
    })
}

/// Whoever told it answers a reading, once; or, where they say nothing, takes it away.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    telling: TellingId,
    (id, words): (VestId, Option<&Words>),
    now: Moment,
) -> Outcome<()> {
    let row = tell::own(sharing, reader, telling, Action::Narrow).await?;
    let (of, at) = (told(&row), tell::kept_at(&row, now));
    let ring = vest::ring(sharing, of).await?;
    let by = reader.person_id().filter(|_| row.slip.is_none());
    let seal = |words| NewAnswer::seal(&ring, of, id, words, (by, at));
    let answer = words.map(seal).transpose()?;
    ::store::write!(sharing.store.database, |work| {
        tell::still_own(sharing, work, reader, telling, Action::Narrow).await?;
        match &answer {
            Some(answer) => answer.keep(work, of).await?,
            None => vest::take_away(work, of, id).await?,
        }
        trail::mark(work, tell::acted(&row, reader, now, Verb::Changed)).await
    })
}

/// Takes back how the reader read a telling, whether they hear it still or not: it is theirs.
pub async fn take_back_of_telling(
    sharing: &Sharing,
    reader: &Reader,
    telling: TellingId,
    id: VestId,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        let row = rows::one(work, telling).await?;
        vest::take_back(work, told(&row), id, by).await?;
        trail::mark(work, tell::acted(&row, reader, now, Verb::Changed)).await
    })
}

/// How people read a pattern that this reader reads.
pub async fn of_pattern(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    pattern: &Pattern,
) -> Outcome<Vec<VestShown>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(pattern.system))?;
    let readings = vest::readings(sharing, look, &leave, named(pattern)).await?;
    VestShown::of(sharing, look, reader, readings).await
}

/// Reads a pattern with four words. Whoever takes part in its group may.
pub async fn read_pattern(
    sharing: &Sharing,
    reader: &Reader,
    pattern: PatternId,
    (id, words): (VestId, &Vest<Words>),
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let pattern = patterns::find(sharing, &mut look, reader, pattern).await?;
    drop(look);
    let of = named(&pattern);
    let ring = vest::ring(sharing, of).await?;
    let new = NewVest::seal(&ring, of, id, words, (by, at))?;
    ::store::write!(sharing.store.database, |work| {
        patterns::still_taking_part(sharing, work, by, of.system).await?;
        new.keep(work).await?;
        trail::mark(work, Mark::of(of.system, at, Verb::Wrote, Some(by), of.thing)).await
    })
}

/// Takes back how the reader read a pattern. They play a part in its group still, or it is not
/// found.
pub async fn take_back_of_pattern(
    sharing: &Sharing,
    reader: &Reader,
    pattern: PatternId,
    id: VestId,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let of = named(&patterns::find(sharing, &mut look, reader, pattern).await?);
    drop(look);
    ::store::write!(sharing.store.database, |work| {
        vest::take_back(work, of, id, by).await?;
        trail::mark(work, Mark::of(of.system, at, Verb::Changed, Some(by), of.thing)).await
    })
}
