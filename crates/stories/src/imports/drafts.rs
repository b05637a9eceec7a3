//! A file between being brought and being kept: sealed, in pieces, for a day at the most.

use ::store::{Keeper, Look, Spot, Store};
use ground::id::SystemId;
use ground::{Fault, Line, Moment, Outcome};
use sharing::{Action, Matter, Reader, Seen, Sharing};

use super::store::{self, DraftRow};
use super::{DraftId, matter, numbered};
use crate::tellings::tell::Where;

/// The bytes of one piece.
const PIECE: usize = 256 * 1024;
/// How many pieces one transaction writes.
const TOGETHER: usize = 4;
/// How many drafts one sweep clears away.
const SWEPT: i64 = 100;

/// A file that was brought and not yet kept.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its bytes.
    pub bytes: Seen<Vec<u8>>,
    /// What it is called.
    pub file_name: Option<Seen<Line>>,
}

/// Keeps a file until its columns are chosen. It takes the place of the last one that this person
/// brought to this system.
pub async fn put(
    sharing: &Sharing,
    reader: &Reader,
    place: Where,
    file_name: Option<&Line>,
    bytes: &[u8],
) -> Outcome<DraftId> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    sharing.leave(reader, Action::Belong, &Matter::system(place.system, place.place))?;
    let before =
        store::drafts_of(&mut sharing.store.database.look().await?, place.system, by).await?;
    for draft in before {
        remove_row(&sharing.store, place.system, draft, sharing.now()).await?;
    }
    let id = DraftId::random();
    let keeper = Keeper::new(id);
    let ring = sharing.store.keys.make(keeper, sharing.now()).await?;
    let spot = Spot::new(id, "file_name");
    let file_name = file_name.map(|name| ring.seal_line(keeper, spot, name)).transpose()?;
    let pieces: Vec<&[u8]> = bytes.chunks(PIECE).collect();
    let row = DraftRow {
        system: place.system,
        id,
        said_by: by,
        at: sharing.now(),
        parts: i64::try_from(pieces.len()).map_err(Fault::inside)?,
        file_name,
    };
    // The row comes first, so that a file that was half sent is swept with it.
    ::store::write!(sharing.store.database, |work| store::insert_draft(work, &row).await)?;
    let numbered_pieces: Vec<(i64, &[u8])> = (0..).zip(pieces).collect();
    for some in numbered_pieces.chunks(TOGETHER) {
        let mut sealed = Vec::with_capacity(some.len());
        for &(position, piece) in some {
            let spot = numbered(id, position, "bytes");
            sealed.push((position, ring.seal_bytes(keeper, spot, piece)?));
        }
        ::store::write!(sharing.store.database, |work| {
            for (position, bytes) in &sealed {
                store::insert_part(work, &row, *position, bytes.clone()).await?;
            }
            Ok(())
        })?;
    }
    Ok(id)
}

/// The file with this id, if this reader brought it.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    place: Where,
    id: DraftId,
) -> Outcome<Draft> {
    let row = store::draft(look, place.system, id).await?;
    let leave = sharing.leave(reader, Action::Narrow, &matter(id, place.place, row.said_by))?;
    let keeper = Keeper::new(id);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let mut bytes = Vec::new();
    for position in 0..row.parts {
        let sealed = store::part(look, &row, position).await?;
        let spot = numbered(id, position, "bytes");
        let piece = leave.open_bytes(&ring, keeper, spot, &sealed)?.ok_or(Fault::NotFound)?;
        bytes.extend_from_slice(piece.inner());
    }
    let file_name = match &row.file_name {
        Some(sealed) => leave.open_line(&ring, keeper, Spot::new(id, "file_name"), sealed)?,
        None => None,
    };
    Ok(Draft { bytes: leave.show(bytes), file_name })
}

/// Whether nothing is here of this file: it was kept, or nobody kept it within a day.
pub async fn is_gone(look: &mut Look, system: SystemId, id: DraftId) -> Outcome<bool> {
    match store::draft(look, system, id).await {
        Ok(_) => Ok(false),
        Err(Fault::NotFound) => Ok(true),
        Err(other) => Err(other),
    }
}

/// Lets a file go, if this reader brought it.
pub async fn remove(sharing: &Sharing, reader: &Reader, place: Where, id: DraftId) -> Outcome<()> {
    let row = store::draft(&mut sharing.store.database.look().await?, place.system, id).await?;
    sharing.leave(reader, Action::Narrow, &matter(id, place.place, row.said_by))?;
    remove_row(&sharing.store, row.system, id, sharing.now()).await
}

/// Clears away files that nobody kept within a day; at most a hundred, and the next run goes on.
pub async fn sweep(kept: &Store, now: Moment) -> Outcome<()> {
    let old =
        store::drafts_before(&mut kept.database.look().await?, now.plus_days(-1), SWEPT).await?;
    for (system, draft) in old {
        remove_row(kept, system, draft, now).await?;
    }
    Ok(())
}

async fn remove_row(kept: &Store, system: SystemId, id: DraftId, now: Moment) -> Outcome<()> {
    // The key goes first: a piece that is left over after that is nothing.
    kept.keys.throw_away(&[Keeper::new(id)], now).await?;
    ::store::write!(kept.database, |work| store::delete_draft(work, system, id).await)
}
