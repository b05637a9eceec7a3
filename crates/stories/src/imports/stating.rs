//! Saying what the tellers of an import were told, and offering the whole of it at once.

use ::store::{Keeper, Look, Spot, Work};
use ground::id::{Kind, SystemId, Thing};
use ground::{Fault, Moment, Outcome, Words};
use places::{opening, systems};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Audience, Matter, Reader, Sharing};

use super::store::{self, ImportRow};
use super::{ImportId, matter};
use crate::second_readings::{self, ReadingId};
use crate::tellings::store as telling_rows;
use crate::tellings::{TellingId, Wishes, tell};

/// How many tellings change their wishes in one transaction: each writes up to seven rows.
const TOGETHER: usize = 60;

/// Says what the tellers of an import were told. It is said once; from then on, wishes can be set
/// as for anything that was written down for somebody.
pub async fn state(
    sharing: &Sharing,
    reader: &Reader,
    id: ImportId,
    words: &Words,
    now: Moment,
) -> Outcome<()> {
    let row = own(sharing, reader, id).await?;
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let sealed = ring.seal(Keeper::new(id), Spot::new(id, "statement"), words)?;
    ::store::write!(sharing.store.database, |work| {
        store::state(work, &row, by, sealed.clone(), now).await?;
        let thing = Thing::new(Kind::System, row.system);
        trail::mark(work, Mark::of(row.system, now, Verb::Changed, Some(by), thing)).await
    })
}

/// What is wished for every telling of an import at once.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ForAll {
    /// Whether everybody who plays a part in the system may hear it.
    pub to_system: bool,
    /// Whether it may be laid beside other tellings.
    pub laid_beside: bool,
    /// Whether it may be quoted.
    pub quoted: bool,
    /// Whether a machine may compare it with others.
    pub compared: bool,
}

/// Sets the wishes of at most `most` tellings of an import, after `after` in the order of their
/// ids. Says where to go on, if some are left.
pub async fn wish_for_all(
    sharing: &Sharing,
    reader: &Reader,
    id: ImportId,
    wished: ForAll,
    after: Option<TellingId>,
    most: usize,
) -> Outcome<Option<TellingId>> {
    let row = own(sharing, reader, id).await?;
    if row.stated.is_none() {
        return Err(Fault::Unfit("unfit-not-stated"));
    }
    if wished.to_system {
        let mut look = sharing.store.database.look().await?;
        may_offer(sharing, &mut look, reader, (row.system, row.place)).await?;
    }
    let mut after = after.unwrap_or(TellingId(ground::id::Uuid::nil()));
    for _ in 0..most.div_ceil(TOGETHER) {
        match wish_for_some(sharing, reader, &row, wished, after).await? {
            Some(last) => after = last,
            None => return Ok(None),
        }
    }
    Ok(Some(after))
}

/// Offering needs an open place, and a part in the system it is offered to.
async fn may_offer(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (system, place): (SystemId, SystemId),
) -> Outcome<()> {
    sharing.leave(reader, Action::Belong, &Matter::system(system, place))?;
    let face = opening::face(sharing, look, reader, place).await?;
    match face.opened {
        Some(_) => Ok(()),
        None => Err(Fault::NotAllowed("not-allowed-place-not-ready")),
    }
}

/// Sets the wishes of the next tellings, and says which was the last; nothing when that was all.
async fn wish_for_some(
    sharing: &Sharing,
    reader: &Reader,
    import: &ImportRow,
    wished: ForAll,
    after: TellingId,
) -> Outcome<Option<TellingId>> {
    let (now, by) = (sharing.now(), reader.person_id());
    let new = ReadingId::random();
    ::store::write!(sharing.store.database, |work| {
        let import = store::one(work, import.id).await?;
        let reading = second_reading(sharing, work, &import, wished, (new, now)).await?;
        let ids = store::tellings_of(work, import.id, after, TOGETHER as i64).await?;
        for row in telling_rows::by_ids(work, &ids).await? {
            let wishes = with(&row.wishes, wished, import.system);
            let changed = wishes != row.wishes;
            if !changed && reading.is_none() {
                continue;
            }
            if changed {
                telling_rows::update_wishes(work, &row, row.revision, &wishes).await?;
                let mark = Mark::of(row.system, now, Verb::Changed, by, tell::thing(row.id));
                trail::mark(work, mark).await?;
            }
            if let Some(reading) = reading {
                second_readings::point_at(work, row.id, reading).await?;
            }
            let fresh = telling_rows::one(work, row.id).await?;
            tell::offer(work, &fresh, now).await?;
        }
        Ok(ids.last().copied().filter(|_| ids.len() == TOGETHER))
    })
}

/// The one reading of the whole file that wider wishes wait for; narrower ones need none.
async fn second_reading(
    sharing: &Sharing,
    work: &mut Work,
    import: &ImportRow,
    wished: ForAll,
    new: (ReadingId, Moment),
) -> Outcome<Option<ReadingId>> {
    if !wished.to_system {
        second_readings::files::end(work, import.id, new.1).await?;
        return Ok(None);
    }
    let wide = systems::wider_than_a_group(work, &[import.system]).await?;
    if wide.is_empty() {
        return Ok(None);
    }
    second_readings::files::reading(sharing, work, import, new).await
}

fn with(before: &Wishes, wished: ForAll, system: SystemId) -> Wishes {
    let heard_by = if wished.to_system { vec![Audience::System(system)] } else { Vec::new() };
    Wishes {
        heard_by,
        quoted: wished.quoted,
        laid_beside: wished.laid_beside,
        compared: wished.compared,
        ..before.clone()
    }
}

/// The row, where this reader brought it.
async fn own(sharing: &Sharing, reader: &Reader, id: ImportId) -> Outcome<ImportRow> {
    let row = store::one(&mut sharing.store.database.look().await?, id).await?;
    sharing.leave(reader, Action::Narrow, &matter(row.id, row.place, row.said_by))?;
    Ok(row)
}
