//! What a second reader answers. With the same write it goes as far as was wished, or stays.

use ::store::{Sealed, Spot, Work};
use ground::id::{PersonId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Reader, Sharing};

use super::store::{self, Answered, ReadingRow, Said};
use super::{Answer, ReadingId, What, files, seen};
use crate::tellings::{TellingId, store as telling_rows, tell};

/// Answers a reading. The answer speaks of one version of what is read; if that changed meanwhile,
/// it has to be read again.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    (id, revision): (ReadingId, i64),
    answer: &Answer,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let row = store::one(&mut sharing.store.database.look().await?, id).await?;
    if row.answered.as_ref().is_some_and(|before| before.by == by) {
        // What was stopped half-way goes on when the form is sent again.
        go_on(sharing, &row, row.is_fine()).await?;
        return Err(Fault::Already);
    }
    let said = seal(sharing, &row, answer).await?;
    ::store::write!(sharing.store.database, |work| {
        let row = store::one(work, id).await?;
        // Where they stand, how old they are and what they were asked is decided in this write.
        let fresh = Reader::person(work, by).await?;
        seen::to_read(sharing, work, &fresh, &row).await?.ok_or(Fault::NotFound)?;
        if row.revision != revision {
            return Err(Fault::Stale);
        }
        let said = said.clone();
        match row.what {
            What::Telling(telling) => of_telling(work, &row, telling, (by, now), said).await,
            What::File(_) => of_file(work, &row, (by, now), said).await,
        }
    })?;
    go_on(sharing, &row, matches!(answer, Answer::Fine)).await
}

/// A file is offered a piece at a time, after it was found fine.
async fn go_on(sharing: &Sharing, row: &ReadingRow, is_fine: bool) -> Outcome<()> {
    match row.what {
        What::File(import) if is_fine => files::offer_all(sharing, import).await,
        What::File(_) | What::Telling(_) => Ok(()),
    }
}

async fn seal(sharing: &Sharing, row: &ReadingRow, answer: &Answer) -> Outcome<Said> {
    let words = match answer {
        Answer::Fine => return Ok(Said::Fine),
        Answer::NotYet(words) => words.as_ref(),
    };
    let keeper = row.what.keeper();
    let ring = sharing.store.keys.ring([keeper]).await?;
    let seal = |words| -> Outcome<Sealed> { ring.seal(keeper, Spot::new(row.id, "answer"), words) };
    Ok(Said::NotYet(words.map(seal).transpose()?))
}

async fn of_telling(
    work: &mut Work,
    row: &ReadingRow,
    id: TellingId,
    (by, now): (PersonId, Moment),
    said: Said,
) -> Outcome<()> {
    let telling = telling_rows::one(work, id).await?;
    store::answer(work, row, Answered { by, at: tell::kept_at(&telling, now), said }).await?;
    let fresh = telling_rows::one(work, id).await?;
    tell::offer(work, &fresh, now).await?;
    let mark = if telling.slip.is_some() {
        Mark::unsigned(row.system, now, Verb::Changed, tell::thing(id).kind).by_which_changed(id)
    } else {
        Mark::of(row.system, now, Verb::Changed, Some(by), tell::thing(id))
    };
    trail::mark(work, mark).await
}

async fn of_file(
    work: &mut Work,
    row: &ReadingRow,
    (by, now): (PersonId, Moment),
    said: Said,
) -> Outcome<()> {
    store::answer(work, row, Answered { by, at: now, said }).await?;
    let thing = Thing::new(ground::id::Kind::System, row.system);
    trail::mark(work, Mark::of(row.system, now, Verb::Changed, Some(by), thing)).await
}
