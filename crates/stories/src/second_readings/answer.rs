//! What a second reader answers. With the same write it goes as far as was wished, or stays.

use ::store::{Keeper, Look, Spot, Work};
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Sharing, people};

use super::store::{self, ReadingRow};
use super::{About, ReadingId, files};
use crate::imports::ImportId;
use crate::tellings::{TellingId, hear, store as telling_rows, tell};

/// Answers a reading: fine to go further, or not like this, with words to the teller. The answer
/// speaks of one version of what is read; if that changed meanwhile, it has to be read again.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    (id, revision): (ReadingId, i64),
    fine: bool,
    words: Option<&Words>,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let row = store::one(&mut sharing.store.database.look().await?, id).await?;
    if row.answered_by == Some(by) {
        // What was stopped half-way goes on when the form is sent again.
        if let Some(import) = row.import.filter(|_| row.fine) {
            files::offer_all(sharing, import).await?;
        }
        return Err(Fault::Already);
    }
    let keeper = Keeper::new(row.keeper()?);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let sealed = words.map(|w| ring.seal(keeper, Spot::new(id, "answer"), w)).transpose()?;
    ::store::write!(sharing.store.database, |work| {
        let row = store::one(work, id).await?;
        let asked = Asked { by, revision, now };
        let said = (fine, sealed.clone());
        match (row.telling, row.import) {
            (Some(telling), _) => of_telling(sharing, work, &row, telling, asked, said).await,
            (None, Some(import)) => of_file(sharing, work, &row, import, asked, said).await,
            (None, None) => Err(Fault::NotFound),
        }
    })?;
    match row.import {
        Some(import) if fine => files::offer_all(sharing, import).await,
        _ => Ok(()),
    }
}

/// Who answers, what they had read, and when.
#[derive(Clone, Copy)]
struct Asked {
    by: PersonId,
    revision: i64,
    now: Moment,
}

type Said = (bool, Option<::store::Sealed>);

async fn of_telling(
    sharing: &Sharing,
    work: &mut Work,
    row: &ReadingRow,
    id: TellingId,
    asked: Asked,
    said: Said,
) -> Outcome<()> {
    let telling = telling_rows::one(work, id).await?;
    let mut matter = hear::matter(&telling, Vec::new());
    store::fill(&mut matter, [row.asked_of]);
    may_answer(sharing, work, row, &Matter::Telling(matter), asked).await?;
    // Of what nobody signed only weeks are kept.
    let is_unsigned = telling.slip.is_some();
    let at = if is_unsigned { asked.now.week().begins() } else { asked.now };
    store::answer(work, row, (asked.by, at), said).await?;
    let fresh = telling_rows::one(work, id).await?;
    tell::offer(work, &fresh, &fresh.wishes, &fresh.held).await?;
    let mark = if is_unsigned {
        Mark::unsigned(row.system, asked.now, Verb::Changed, tell::thing(id).kind)
            .by_which_changed(id)
    } else {
        Mark::of(row.system, asked.now, Verb::Changed, Some(asked.by), tell::thing(id))
    };
    trail::mark(work, mark).await
}

async fn of_file(
    sharing: &Sharing,
    work: &mut Work,
    row: &ReadingRow,
    id: ImportId,
    asked: Asked,
    said: Said,
) -> Outcome<()> {
    let matter = files::matter(work, row, id).await?;
    may_answer(sharing, work, row, &matter, asked).await?;
    store::answer(work, row, (asked.by, asked.now), said).await?;
    let thing = ground::id::Thing::new(ground::id::Kind::System, row.system);
    trail::mark(work, Mark::of(row.system, asked.now, Verb::Changed, Some(asked.by), thing)).await
}

/// Whether it waits for an answer of theirs to what they read, as things stand in this write.
async fn may_answer(
    sharing: &Sharing,
    look: &mut Look,
    row: &ReadingRow,
    matter: &Matter,
    asked: Asked,
) -> Outcome<()> {
    let reader = Reader::person(look, asked.by).await?;
    if !row.is_open() {
        return Err(Fault::NotFound);
    }
    sharing.leave(&reader, Action::ReadFirst, matter)?;
    if row.about == About::Under18 && people::is_under_18(look, asked.by).await? {
        return Err(Fault::NotFound);
    }
    if row.revision == asked.revision { Ok(()) } else { Err(Fault::Stale) }
}
