//! Erasing what somebody told, when the whole person is erased. A piece at a time: each key is
//! thrown away before its rows, so that wherever it stops the words are gone, and asking again
//! goes on from there.

mod store;

use ::store::{Keeper, Look, Work};
use ground::id::{PersonId, Uuid};
use ground::{Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Sharing, audience, lineage, vest};

use crate::patterns::side_by_side;
use crate::tellings::store::{self as telling_rows, TellingRow};
use crate::tellings::{TellingId, tell};
use crate::{alike, drafts, second_readings, translations};

/// How many tellings go in one transaction: each is about ten rows and what hangs on it.
const TOGETHER: usize = 20;

/// How much there is of somebody in this room.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counted {
    /// What they told themselves.
    pub told: i64,
    /// What they wrote down for others, or brought in a file, and nobody else hears.
    pub unheard: i64,
    /// Wishes of others by which they may hear something.
    pub wished: i64,
    /// Files they brought.
    pub brought: i64,
}

/// Counts what there is.
pub async fn count(look: &mut Look, person: PersonId) -> Outcome<Counted> {
    store::count(look, person).await
}

/// Erases the next of what somebody told themselves, and of what they wrote down for others that
/// nobody else hears: without them nobody could read it, nor narrow or erase it. What others hear
/// stays, since it is the words of whoever it was written down for. Says how many went.
pub async fn tellings_of(sharing: &Sharing, person: PersonId, now: Moment) -> Outcome<usize> {
    let mut look = sharing.store.database.look().await?;
    let ids = store::own(&mut look, person, TOGETHER).await?;
    let rows = telling_rows::by_ids(&mut look, &ids).await?;
    drop(look);
    erase(sharing, &rows, now).await?;
    Ok(ids.len())
}

/// Lets go of the next drafts somebody keeps, and of translations they added to what others told,
/// since their name stands under those. Says how many went.
pub async fn drafts_of(work: &mut Work, person: PersonId, now: Moment) -> Outcome<usize> {
    Ok(drafts::forget(work, person).await? + translations::forget(work, person, now).await?)
}

/// Takes somebody out of the next wishes by which they may hear something. Says how many.
pub async fn wishes_for(work: &mut Work, person: PersonId) -> Outcome<usize> {
    store::forget_wishes(work, person).await
}

/// Asks nothing of somebody any more: what they were to read first waits until its teller asks
/// somebody else.
pub async fn asked_of(work: &mut Work, person: PersonId, now: Moment) -> Outcome<()> {
    second_readings::store::end_asked_of(work, person, now).await
}

/// Forgets the next suggestions that somebody waved away. Says how many went.
pub async fn dismissed_by(sharing: &Sharing, person: PersonId) -> Outcome<usize> {
    let hash = alike::hash_of(sharing, person);
    ::store::write!(sharing.store.database, |work| {
        let apart = side_by_side::store::forget(work, &hash).await?;
        Ok(apart + alike::store::forget(work, &hash).await?)
    })
}

/// Lets the next files go that somebody brought, where nothing that came with them is left; what
/// is left needs the sentence that says what its tellers were told. Says how many went.
pub async fn files_of(sharing: &Sharing, person: PersonId, now: Moment) -> Outcome<usize> {
    let files = store::empty_files(&mut sharing.store.database.look().await?, person).await?;
    let keepers: Vec<Keeper> = files.iter().map(|file| Keeper::new(file.id)).collect();
    sharing.store.keys.throw_away(&keepers, now).await?;
    ::store::write!(sharing.store.database, |work| {
        for file in &files {
            store::delete_file(work, file).await?;
        }
        Ok(files.len())
    })
}

/// The next tellings after this one, in the order of their ids: at most 500. For whoever holds rows
/// against keys.
pub async fn tellings_after(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    store::tellings_after(look, after).await
}

/// Erases again the rows of those of these ids that are tellings, after an old backup of the rows
/// was restored. Says how many there were.
pub async fn again(sharing: &Sharing, ids: &[Uuid], now: Moment) -> Outcome<usize> {
    let ids: Vec<TellingId> = ids.iter().copied().map(TellingId).collect();
    let mut erased = 0;
    for some in ids.chunks(TOGETHER) {
        let mut look = sharing.store.database.look().await?;
        let rows = telling_rows::by_ids(&mut look, some).await?;
        drop(look);
        erase(sharing, &rows, now).await?;
        erased += rows.len();
    }
    Ok(erased)
}

async fn erase(sharing: &Sharing, rows: &[TellingRow], now: Moment) -> Outcome<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let keepers: Vec<Keeper> = rows.iter().map(|row| Keeper::new(row.id)).collect();
    sharing.store.keys.throw_away(&keepers, now).await?;
    ::store::write!(sharing.store.database, |work| {
        for row in rows {
            erase_rows(work, row, now).await?;
        }
        Ok(())
    })
}

async fn erase_rows(work: &mut Work, row: &TellingRow, now: Moment) -> Outcome<()> {
    let thing = tell::thing(row.id);
    telling_rows::delete(work, row).await?;
    audience::withdraw(work, thing).await?;
    lineage::untie(work, thing).await?;
    vest::forget_of(work, row.id.0).await?;
    let mark = match row.slip {
        None => Mark::of(row.system, now, Verb::Erased, None, thing),
        Some(_) => {
            Mark::unsigned(row.system, now, Verb::Erased, thing.kind).by_which_changed(row.id)
        }
    };
    trail::mark(work, mark).await
}
