//! Answering what was raised: once, by whoever is on duty then.

use ::store::{Keeper, Look, Spot, Work};
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Reader, Sharing};

use super::{InThisId, WorryId, WorryKind, heard, store};
use crate::tellings::{TellingId, store as telling_rows, tell};

/// Answers a worry, and lets a telling travel again if it stood still for it.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    id: WorryId,
    words: &Words,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let row = store::one(&mut sharing.store.database.look().await?, id).await?;
    sharing.leave(reader, Action::AnswerWorry, &heard::still_open(&row))?;
    let ring = sharing.store.keys.ring([Keeper::new(row.system)]).await?;
    let sealed = ring.seal(Keeper::new(row.system), Spot::new(id, "answer"), words)?;
    ::store::write!(sharing.store.database, |work| {
        // Who is on duty, and whether somebody else has answered, is decided in this write.
        let fresh = Reader::person(work, by).await?;
        let row = store::one(work, id).await?;
        // Whoever is on duty, and had it on their page when somebody else answered, is told so.
        sharing.leave(&fresh, Action::AnswerWorry, &heard::still_open(&row))?;
        match (row.answered, row.answered_by) {
            (None, _) => {}
            (Some(_), Some(before)) if before == by => return Err(Fault::Already),
            (Some(_), _) => return Err(Fault::Unfit("unfit-worry-answered")),
        }
        if is_in_their_own(work, &row, by).await? {
            return Err(Fault::NotAllowed("not-allowed-own-in-this"));
        }
        store::answer(work, &row, (by, now), sealed.clone()).await?;
        if let (WorryKind::InThis, Some(telling)) = (row.kind, row.telling) {
            settle(work, &row, telling, (&fresh, by), now).await?;
        }
        let thing = ground::id::Thing::new(ground::id::Kind::System, row.system);
        trail::mark(work, Mark::of(row.system, now, Verb::Answered, Some(by), thing)).await
    })
}

/// Whether somebody says that they are in what this very person told or wrote down: whether it may
/// travel again is for somebody else on duty to say.
async fn is_in_their_own(look: &mut Look, row: &store::WorryRow, by: PersonId) -> Outcome<bool> {
    let (WorryKind::InThis, Some(telling)) = (row.kind, row.telling) else { return Ok(false) };
    let told = telling_rows::by_ids(look, &[telling]).await?;
    Ok(told.iter().any(|told| [told.teller, told.writer].contains(&Some(by))))
}

/// Settles one "I am in this". The telling travels again when that was the last of them.
async fn settle(
    work: &mut Work,
    row: &store::WorryRow,
    telling: TellingId,
    (reader, by): (&Reader, PersonId),
    now: Moment,
) -> Outcome<()> {
    store::settle_in_this(work, (telling, InThisId(row.id.0)), by, now).await?;
    // It may have been erased since.
    let Some(fresh) = telling_rows::by_ids(work, &[telling]).await?.pop() else { return Ok(()) };
    tell::offer(work, &fresh, now).await?;
    trail::mark(work, tell::acted(&fresh, reader, now, Verb::Changed)).await
}
