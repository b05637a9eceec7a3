//! Tellings and patterns, read with four words: variety, empathy, strengths and trust. A reading of
//! a telling is heard by exactly those who hear the telling, lies under its key and goes with it;
//! whoever told it can answer, or take it away. It is written by those whom the wishes let hear it,
//! and not by whoever hears it for a worry or to read it first: it would name them to the others. A
//! reading of a pattern is the group's, as other readings of it are.

pub mod pages;

use ::store::Look;
use ground::id::{Kind, PersonId};
use ground::{Fault, Moment, Outcome, Words};
use sharing::lineage::Placed;
use sharing::trail::{self, Mark, Verb};
use sharing::vest::{self, NewAnswer, NewVest, Vest, VestId};
use sharing::{Action, Matter, Reader, Sharing};
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

/// How people read a telling that this reader has heard, and whether they may say how they do. Its
/// words were given, and marked, already.
pub async fn of_telling(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    telling: &Telling,
) -> Outcome<(Vec<VestShown>, bool)> {
    let row = rows::one(look, telling.id).await?;
    let matter = Matter::Telling(hear::facts(look, &row, sharing.now()).await?);
    let leave = sharing.leave(reader, Action::Hear, &matter)?;
    let may = sharing.leave_or_none(reader, Action::ReadWithFourWords, &matter)?.is_some();
    let readings = vest::readings(sharing, look, &leave, told(&row)).await?;
    let mut shown = VestShown::of(sharing, look, reader, readings).await?;
    let is_told_by = sharing.leave_or_none(reader, Action::Narrow, &matter)?.is_some();
    let pen = pen(&row);
    let holds_pen = holds_pen(&row, reader);
    for one in &mut shown {
        let of_pen = pen.is_some() && one.answered_by == pen;
        if of_pen {
            one.whose_answer = "vest-answered-pen";
        }
        // Of what nobody signed the week is kept, and it is not shown as if it were a day.
        if row.slip.is_some() {
            (one.is_week, one.at) = (true, one.at.week().begins());
        }
        one.may_answer = is_told_by && (one.answer.is_none() || (of_pen && !holds_pen));
        one.may_remove = is_told_by && !holds_pen;
    }
    Ok((shown, may))
}

/// Who wrote these words down for somebody else: what they answer is not the teller's answer.
fn pen(row: &TellingRow) -> Option<PersonId> {
    row.writer.filter(|_| row.teller != row.writer)
}

/// Whether this reader does what they do with a telling only because they wrote it down.
fn holds_pen(row: &TellingRow, reader: &Reader) -> bool {
    reader.person_id().is_some() && pen(row) == reader.person_id()
}

/// Whether this reader may say how they read a telling; otherwise nothing is found.
pub(crate) async fn may_read(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    telling: TellingId,
) -> Outcome<()> {
    let row = rows::one(look, telling).await?;
    let matter = Matter::Telling(hear::facts(look, &row, sharing.now()).await?);
    sharing.leave(reader, Action::ReadWithFourWords, &matter).map(|_| ())
}

/// Reads a telling with four words. Whoever hears it as its teller wishes may.
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
        let matter = Matter::Telling(hear::facts(work, &row, now).await?);
        sharing.leave(&fresh, Action::ReadWithFourWords, &matter)?;
        new.keep(work).await?;
        trail::mark(work, tell::acted(&row, reader, now, Verb::Wrote)).await
    })
}

/// Whoever told it answers a reading, once; or, where they say nothing, takes it away. Whoever wrote
/// it down for them can answer until they do so themselves, and takes nothing away: it may be about
/// how they wrote.
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
        let row = tell::still_own(sharing, work, reader, telling, Action::Narrow).await?;
        let holds_pen = holds_pen(&row, reader);
        match &answer {
            Some(answer) => {
                answer.keep(work, of, pen(&row).filter(|_| !holds_pen)).await?;
            }
            None if holds_pen => return Err(Fault::NotAllowed("not-allowed-pen-takes-away")),
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

/// How this reader read tellings, with which; those that they hear no more too, since what they
/// wrote is theirs to take back.
pub(crate) async fn own(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
) -> Outcome<Vec<(TellingId, VestShown)>> {
    let own = vest::own(sharing, look, reader, Kind::Telling).await?;
    let (of, readings): (Vec<TellingId>, Vec<_>) =
        own.into_iter().map(|(thing, reading)| (TellingId(thing.id), reading)).unzip();
    let mut shown = VestShown::of(sharing, look, reader, readings).await?;
    for one in &mut shown {
        // Of what nobody signed the week was kept; here it is not asked which those are.
        (one.is_week, one.at) = (true, one.at.week().begins());
    }
    Ok(of.into_iter().zip(shown).collect())
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
