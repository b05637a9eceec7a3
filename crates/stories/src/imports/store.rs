//! The rows of imports, of what stood beside the words, and of files not yet kept.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{DraftId, ImportId};
use crate::tellings::TellingId;

#[derive(Clone)]
pub(crate) struct ImportRow {
    pub(crate) system: SystemId,
    pub(crate) id: ImportId,
    pub(crate) place: SystemId,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
    pub(crate) encoding: String,
    pub(crate) rows: i64,
    pub(crate) kept: i64,
    pub(crate) refused: i64,
    pub(crate) ended: Option<Moment>,
    pub(crate) file_name: Option<Sealed>,
    pub(crate) stated: Option<Moment>,
    pub(crate) statement: Option<Sealed>,
}

pub(crate) async fn insert(work: &mut Work, row: &ImportRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO imports (system_id, id, place_id, said_by, at, encoding, rows_read, \
             kept, refused, file_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        bind()
            .id(row.system)
            .id(row.id)
            .id(row.place)
            .id(row.said_by)
            .moment(row.at)
            .word(&row.encoding)
            .number(row.rows)
            .number(row.kept)
            .number(row.refused)
            .maybe_sealed(row.file_name.clone()),
    )
    .await?;
    Ok(())
}

/// Notes how many rows were kept and refused, and when the last was.
pub(crate) async fn came_so_far(
    work: &mut Work,
    row: &ImportRow,
    (kept, refused): (usize, usize),
    ended: Option<Moment>,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE imports SET kept = $3, refused = $4, ended = $5 \
             WHERE system_id = $1 AND id = $2"
        ),
        bind()
            .id(row.system)
            .id(row.id)
            .number(i64::try_from(kept).map_err(Fault::inside)?)
            .number(i64::try_from(refused).map_err(Fault::inside)?)
            .maybe_moment(row.ended.or(ended)),
    )
    .await?;
    Ok(())
}

/// Writes what the tellers were told, unless that was said before.
pub(crate) async fn state(
    work: &mut Work,
    row: &ImportRow,
    by: PersonId,
    statement: Sealed,
    at: Moment,
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE imports SET stated = $3, stated_by = $4, statement = $5 \
                 WHERE system_id = $1 AND id = $2 AND stated IS NULL"
            ),
            bind().id(row.system).id(row.id).moment(at).id(by).sealed(statement),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Already) }
}

pub(crate) async fn one(look: &mut Look, id: ImportId) -> Outcome<ImportRow> {
    let row = look
        .one(
            sql!(
                "SELECT system_id, id, place_id, said_by, at, encoding, rows_read, kept, \
                 refused, ended, file_name, stated, statement FROM imports WHERE id = $1"
            ),
            bind().id(id),
        )
        .await?;
    read(&row)
}

pub(crate) async fn of_person(
    look: &mut Look,
    system: SystemId,
    person: PersonId,
) -> Outcome<Vec<ImportRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, place_id, said_by, at, encoding, rows_read, kept, \
                 refused, ended, file_name, stated, statement FROM imports \
                 WHERE system_id = $1 AND said_by = $2 ORDER BY at DESC, id LIMIT 50"
            ),
            bind().id(system).id(person),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The newest files of somebody of which something is kept and waits for them to say what its
/// tellers were told: which, in which place, and when it was brought. What was erased since asks
/// nothing.
pub(crate) async fn unstated(
    look: &mut Look,
    person: PersonId,
) -> Outcome<Vec<(ImportId, SystemId, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, place_id, at FROM imports WHERE said_by = $1 AND stated IS NULL \
                 AND EXISTS (SELECT 1 FROM tellings WHERE import_id = imports.id) \
                 ORDER BY at DESC, id LIMIT 20"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.id("place_id")?, row.moment("at")?))).collect()
}

fn read(row: &Row) -> Outcome<ImportRow> {
    Ok(ImportRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        place: row.id("place_id")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
        encoding: row.word("encoding")?,
        rows: row.number("rows_read")?,
        kept: row.number("kept")?,
        refused: row.number("refused")?,
        ended: row.maybe_moment("ended")?,
        file_name: row.maybe_sealed("file_name")?,
        stated: row.maybe_moment("stated")?,
        statement: row.maybe_sealed("statement")?,
    })
}

/// The tellings of an import after this one, in the order of their ids.
pub(crate) async fn tellings_of(
    look: &mut Look,
    import: ImportId,
    after: TellingId,
    most: i64,
) -> Outcome<Vec<TellingId>> {
    let rows = look
        .all(
            sql!("SELECT id FROM tellings WHERE import_id = $1 AND id > $2 ORDER BY id LIMIT $3"),
            bind().id(import).id(after).number(most),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// Which of these tellings are there.
pub(crate) async fn there(look: &mut Look, ids: &[TellingId]) -> Outcome<Vec<TellingId>> {
    let rows = look
        .all_of(sql!("SELECT id FROM tellings WHERE id IN ({many})"), bind(), ids.iter().copied())
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// A cell that stood beside the words.
pub(crate) struct BesideRow {
    pub(crate) position: i64,
    pub(crate) heading: Sealed,
    pub(crate) words: Sealed,
}

pub(crate) async fn insert_beside(
    work: &mut Work,
    system: SystemId,
    telling: TellingId,
    row: &BesideRow,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO beside (system_id, telling_id, position, heading, words) \
             VALUES ($1, $2, $3, $4, $5)"
        ),
        bind()
            .id(system)
            .id(telling)
            .number(row.position)
            .sealed(row.heading.clone())
            .sealed(row.words.clone()),
    )
    .await?;
    Ok(())
}

pub(crate) async fn beside(look: &mut Look, telling: TellingId) -> Outcome<Vec<BesideRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT position, heading, words FROM beside \
                 WHERE telling_id = $1 ORDER BY position LIMIT 60"
            ),
            bind().id(telling),
        )
        .await?;
    let one = |row: &Row| {
        Ok(BesideRow {
            position: row.number("position")?,
            heading: row.sealed("heading")?,
            words: row.sealed("words")?,
        })
    };
    rows.iter().map(one).collect()
}

pub(crate) struct DraftRow {
    pub(crate) system: SystemId,
    pub(crate) id: DraftId,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
    pub(crate) parts: i64,
    pub(crate) file_name: Option<Sealed>,
}

pub(crate) async fn insert_draft(work: &mut Work, row: &DraftRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO import_drafts (system_id, id, said_by, at, parts, file_name) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        bind()
            .id(row.system)
            .id(row.id)
            .id(row.said_by)
            .moment(row.at)
            .number(row.parts)
            .maybe_sealed(row.file_name.clone()),
    )
    .await?;
    Ok(())
}

pub(crate) async fn insert_part(
    work: &mut Work,
    row: &DraftRow,
    position: i64,
    bytes: Sealed,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO import_draft_parts (system_id, draft_id, position, bytes) \
             VALUES ($1, $2, $3, $4)"
        ),
        bind().id(row.system).id(row.id).number(position).sealed(bytes),
    )
    .await?;
    Ok(())
}

pub(crate) async fn draft(look: &mut Look, system: SystemId, id: DraftId) -> Outcome<DraftRow> {
    let row = look
        .one(
            sql!(
                "SELECT system_id, id, said_by, at, parts, file_name FROM import_drafts \
                 WHERE system_id = $1 AND id = $2"
            ),
            bind().id(system).id(id),
        )
        .await?;
    Ok(DraftRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
        parts: row.number("parts")?,
        file_name: row.maybe_sealed("file_name")?,
    })
}

pub(crate) async fn part(look: &mut Look, row: &DraftRow, position: i64) -> Outcome<Sealed> {
    look.one(
        sql!(
            "SELECT bytes FROM import_draft_parts \
             WHERE system_id = $1 AND draft_id = $2 AND position = $3"
        ),
        bind().id(row.system).id(row.id).number(position),
    )
    .await?
    .sealed("bytes")
}

pub(crate) async fn drafts_of(
    look: &mut Look,
    system: SystemId,
    person: PersonId,
) -> Outcome<Vec<DraftId>> {
    let rows = look
        .all(
            sql!("SELECT id FROM import_drafts WHERE system_id = $1 AND said_by = $2 LIMIT 20"),
            bind().id(system).id(person),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

pub(crate) async fn drafts_before(
    look: &mut Look,
    before: Moment,
    most: i64,
) -> Outcome<Vec<(SystemId, DraftId)>> {
    let rows = look
        .all(
            sql!("SELECT system_id, id FROM import_drafts WHERE at < $1 ORDER BY at, id LIMIT $2"),
            bind().moment(before).number(most),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("system_id")?, row.id("id")?))).collect()
}

pub(crate) async fn delete_draft(work: &mut Work, system: SystemId, id: DraftId) -> Outcome<()> {
    for sql in [
        sql!("DELETE FROM import_draft_parts WHERE system_id = $1 AND draft_id = $2"),
        sql!("DELETE FROM import_drafts WHERE system_id = $1 AND id = $2"),
    ] {
        work.run(sql, bind().id(system).id(id)).await?;
    }
    Ok(())
}
