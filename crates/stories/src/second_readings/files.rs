//! One second reading for all that came in a file: it is read whole, and answered once.

use ::store::{Look, Work};
use ground::{Moment, Outcome};
use sharing::{Action, Matter, Reader, Sharing, TellingMatter, changes};

use super::store::{self, Asked, ReadingRow};
use super::{About, AskedOf, Could, ReadingId, State, What, ask};
use crate::imports::store::{self as import_rows, ImportRow};
use crate::imports::{self, ImportId};
use crate::tellings::{Telling, TellingId, hear, store as telling_rows, tell};

/// How many tellings are offered in one transaction: each writes up to seven rows.
const TOGETHER: i64 = 60;
/// How many tellings stand on one page of what is read.
pub(crate) const PAGE: i64 = 20;

/// The reading that a file's wider wishes point at; a new one where none waits or was *fine* for
/// all that came in it. Nothing where there is nobody on duty but its bringer.
pub(crate) async fn reading(
    sharing: &Sharing,
    work: &mut Work,
    import: &ImportRow,
    (new, now): (ReadingId, Moment),
) -> Outcome<Option<ReadingId>> {
    let readings = store::of_import(work, import.id).await?;
    if let Some(open) = readings.iter().find(|row| row.is_open()) {
        if open.revision != import.kept {
            store::revise(work, open, import.kept).await?;
        }
        return Ok(Some(open.id));
    }
    let fine = readings.iter().find(|row| row.is_fine() && row.revision == import.kept);
    if let Some(fine) = fine {
        return Ok(Some(fine.id));
    }
    let own = [Some(import.said_by), None];
    if ask::on_duty(sharing, work, import.place, own, About::Wider).await?.is_empty() {
        return Ok(None);
    }
    let row = ReadingRow {
        system: import.system,
        id: new,
        place: import.place,
        about: About::Wider,
        what: What::File(import.id),
        asked: now,
        asked_of: AskedOf::OnDuty,
        could: Could::Unsaid,
        words: None,
        revision: import.kept,
        ended: None,
        answered: None,
    };
    store::insert(work, &row).await?;
    Ok(Some(new))
}

/// Ends what was asked about a file that is no longer offered any wider.
pub(crate) async fn end(work: &mut Work, import: ImportId, now: Moment) -> Outcome<()> {
    for row in store::of_import(work, import).await?.iter().filter(|row| row.is_open()) {
        store::end(work, row, now).await?;
    }
    Ok(())
}

/// What the policies are asked about a file that somebody reads first.
pub(crate) async fn matter(look: &mut Look, row: &ReadingRow, import: ImportId) -> Outcome<Matter> {
    let import = import_rows::one(look, import).await?;
    Ok(Matter::Telling(facts(row, &import)))
}

fn facts(row: &ReadingRow, import: &ImportRow) -> TellingMatter {
    let mut facts = imports::facts(import.id, import.place, import.said_by);
    if row.is_open() {
        // A file has a bringer, who can be asked; so nothing of it is left lying for others.
        store::fill(&mut facts, [row.asks(row.asked)]);
    }
    facts
}

/// A page of what came in a file, for whoever was given it to read; what they read is marked.
pub(super) async fn read(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (import, asked): (ImportId, Asked),
    after: TellingId,
) -> Outcome<(Vec<Telling>, Option<TellingId>)> {
    let ids = import_rows::tellings_of(look, import, after, PAGE + 1).await?;
    let more = ids.len() > PAGE as usize;
    let ids: Vec<TellingId> = ids.into_iter().take(PAGE as usize).collect();
    let tellings = hear::all(sharing, look, reader, &ids, Some(asked)).await?;
    Ok((tellings, ids.last().copied().filter(|_| more)))
}

/// Offers all that came in a file as it stands now, a bounded piece at a time.
pub(crate) async fn offer_all(sharing: &Sharing, import: ImportId) -> Outcome<()> {
    let (mut after, now) = (TellingId(ground::id::Uuid::nil()), sharing.now());
    loop {
        let last = ::store::write!(sharing.store.database, |work| {
            let ids = import_rows::tellings_of(work, import, after, TOGETHER).await?;
            for row in telling_rows::by_ids(work, &ids).await? {
                tell::offer(work, &row, now).await?;
                // Machine readers are told too, since others may find it now.
                changes::note(work, row.system, tell::thing(row.id), now).await?;
            }
            Ok(ids.last().copied())
        })?;
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}

/// How the second reading of a file stands, for its bringer: nothing where none was asked for.
pub(crate) async fn state(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    import: ImportId,
) -> Outcome<Option<State>> {
    let row = import_rows::one(look, import).await?;
    let matter = Matter::Telling(imports::facts(row.id, row.place, row.said_by));
    let leave = sharing.leave(reader, Action::Narrow, &matter)?;
    let readings = store::of_import(look, import).await?;
    let open = readings.iter().find(|reading| reading.is_open());
    let last = readings.iter().max_by_key(|one| one.answered.as_ref().map(|said| said.at));
    let Some(reading) = open.or(last) else { return Ok(None) };
    let ring = sharing.store.keys.ring([::store::Keeper::new(import)]).await?;
    Ok(Some(super::seen::state(&leave, &ring, reading)?))
}
