//! Imports: files of tellings that somebody brings. What was read becomes tellings; what stood
//! beside the words is kept plainly under its heading and is nobody's voice. Until whoever brought
//! a file says what its tellers were told, nobody else hears a word of it.

pub mod drafts;
pub mod keep;
pub mod pages;
pub mod plan;
mod sentences;
pub mod stating;
pub(crate) mod store;

use std::collections::HashMap;

use ::store::{Keeper, KeyRing, Look, Spot};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::{Action, Leave, Matter, Reader, Seen, Sharing, TellingMatter, Waiting};

pub use keep::{Kept, found, keep};
pub use plan::{FIRST, NotKept, Plan, Report, Undated, Why};
pub use stating::{ForAll, state, wish_for_all};

use crate::tellings::TellingId;

ground::id!(
    /// Names one import: one file, brought by one person, with one choice of the words in it.
    ImportId
);
ground::id!(
    /// Names one file that was brought and not yet kept.
    DraftId
);

/// The telling that a row of a file became: the same row gives the same telling, so that keeping
/// a file twice doubles nothing. `row` is the number that a spreadsheet shows beside it.
#[must_use]
pub fn telling_of(import: ImportId, row: usize) -> TellingId {
    let mut hasher = blake3::Hasher::new_derive_key("understory imported row 1");
    hasher.update(import.0.as_bytes()).update(&(row as u64).to_le_bytes());
    TellingId(random_looking(hasher.finalize().as_bytes()))
}

/// The first half of a hash, as an id.
fn random_looking(hash: &[u8; 32]) -> Uuid {
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash[..16]);
    // The marks of a random id (RFC 9562, version 4).
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    Uuid::from_bytes(bytes)
}

/// Where the piece with this number is sealed, so that no piece opens in another's stead.
fn numbered(id: impl Into<Uuid>, position: i64, column: &'static str) -> Spot {
    let number = u128::from(position.unsigned_abs()) + 1;
    Spot::new(Uuid::from_u128(id.into().as_u128().wrapping_add(number)), column)
}

/// What the policies are asked about an import or its draft: to them, whoever brought a file wrote
/// it down for others.
pub(crate) fn matter(id: impl Into<Uuid>, place: SystemId, by: PersonId) -> Matter {
    Matter::Telling(facts(id, place, by))
}

/// The facts of an import or its draft.
pub(crate) fn facts(id: impl Into<Uuid>, place: SystemId, by: PersonId) -> TellingMatter {
    TellingMatter { writer: Some(by), ..TellingMatter::of(id.into(), place) }
}

/// An import, as whoever brought it sees it.
#[derive(Clone, Debug)]
pub struct Import {
    /// Which one.
    pub id: ImportId,
    /// The system it was brought to.
    pub system: SystemId,
    /// In which place that is.
    pub place: SystemId,
    /// When it was brought.
    pub at: Moment,
    /// What the file's letters were read as.
    pub encoding: String,
    /// How many rows the file has.
    pub rows: i64,
    /// How many became tellings.
    pub kept: i64,
    /// How many did not.
    pub refused: i64,
    /// When the last row was kept; nothing while some are still to come.
    pub ended: Option<Moment>,
    /// What the file was called.
    pub file_name: Option<Seen<Line>>,
    /// When it was said what the tellers were told.
    pub stated: Option<Moment>,
    /// What the tellers were told.
    pub statement: Option<Seen<Words>>,
}

/// The import with this id, if this reader brought it.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: ImportId,
) -> Outcome<Import> {
    let row = store::one(look, id).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    open(sharing, reader, &ring, row)
}

/// What this reader brought to a system, newest first; at most 50.
pub async fn brought_by(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
) -> Outcome<Vec<Import>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let rows = store::of_person(look, system, person).await?;
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.id))).await?;
    rows.into_iter().map(|row| open(sharing, reader, &ring, row)).collect()
}

/// The files of this reader that wait for them to say what their tellers were told, whoever sent
/// them in their name: one line for each, and not a word of it.
pub(crate) async fn waits(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
) -> Outcome<Vec<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let mut waits = Vec::new();
    for (id, place, since) in store::unstated(look, person).await? {
        let matter = matter(id, place, person);
        if sharing.leave_or_none(reader, Action::Narrow, &matter)?.is_some() {
            waits.push(Waiting {
                sentence: "waits-import",
                about: None,
                path: format!("/imports/{id}"),
                since,
                from: None,
                put_off: None,
            });
        }
    }
    Ok(waits)
}

fn open(
    sharing: &Sharing,
    reader: &Reader,
    ring: &KeyRing,
    row: store::ImportRow,
) -> Outcome<Import> {
    let leave = sharing.leave(reader, Action::Narrow, &matter(row.id, row.place, row.said_by))?;
    let file_name = match &row.file_name {
        Some(sealed) => {
            leave.open_line(ring, Keeper::new(row.id), Spot::new(row.id, "file_name"), sealed)?
        }
        None => None,
    };
    Ok(Import {
        id: row.id,
        system: row.system,
        place: row.place,
        at: row.at,
        encoding: row.encoding.clone(),
        rows: row.rows,
        kept: row.kept,
        refused: row.refused,
        ended: row.ended,
        file_name,
        stated: row.stated,
        statement: statement(&leave, ring, &row)?,
    })
}

fn statement(
    leave: &Leave,
    ring: &KeyRing,
    row: &store::ImportRow,
) -> Outcome<Option<Seen<Words>>> {
    let Some(sealed) = &row.statement else { return Ok(None) };
    leave.open(ring, Keeper::new(row.id), Spot::new(row.id, "statement"), sealed)
}

/// What came with a telling that was imported.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The import it came with.
    pub import: ImportId,
    /// What stood beside the words, each under its heading. It is nobody's voice.
    pub beside: Vec<(Seen<Line>, Seen<Words>)>,
    /// What its teller was told, if that was said.
    pub statement: Option<Seen<Words>>,
}

/// What came with this telling, for whoever has leave to hear it; `ring` holds its key.
pub(crate) async fn brought(
    sharing: &Sharing,
    look: &mut Look,
    leave: &Leave,
    ring: &KeyRing,
    telling: TellingId,
    import: ImportId,
) -> Outcome<Brought> {
    let keeper = Keeper::new(telling);
    let mut beside = Vec::new();
    for row in store::beside(look, telling).await? {
        let spot = |column| numbered(telling, row.position, column);
        let heading = leave.open_line(ring, keeper, spot("heading"), &row.heading)?;
        let words = leave.open(ring, keeper, spot("words"), &row.words)?;
        beside.extend(heading.zip(words));
    }
    let statement = match store::one(look, import).await {
        Ok(row) => {
            let ring = sharing.store.keys.ring([Keeper::new(import)]).await?;
            statement(leave, &ring, &row)?
        }
        Err(Fault::NotFound) => None,
        Err(other) => return Err(other),
    };
    Ok(Brought { import, beside, statement })
}

/// How many of these tellings are there already, by id.
async fn already(look: &mut Look, ids: &[TellingId]) -> Outcome<HashMap<TellingId, ()>> {
    Ok(store::there(look, ids).await?.into_iter().map(|id| (id, ())).collect())
}
