//! The rows of drafts.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::DraftId;

#[derive(Clone)]
pub(super) struct DraftRow {
    pub(super) system: SystemId,
    pub(super) id: DraftId,
    pub(super) place: SystemId,
    pub(super) by: PersonId,
    pub(super) form: Sealed,
    pub(super) touched: Moment,
    pub(super) revision: i64,
}

pub(super) async fn insert(work: &mut Work, row: &DraftRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO drafts (system_id, id, place_id, said_by, form, touched, revision) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(row.system)
            .id(row.id)
            .id(row.place)
            .id(row.by)
            .sealed(row.form.clone())
            .moment(row.touched)
            .number(row.revision),
    )
    .await?;
    Ok(())
}

/// Takes the place of a draft, if it is still as it was when it was taken up. Says whether it did.
pub(super) async fn update(
    work: &mut Work,
    (id, by, form): (DraftId, PersonId, Sealed),
    revision: i64,
    now: Moment,
) -> Outcome<bool> {
    let changed = work
        .run(
            sql!(
                "UPDATE drafts SET form = $4, touched = $5, revision = revision + 1 \
                 WHERE id = $1 AND said_by = $2 AND revision = $3"
            ),
            bind().id(id).id(by).number(revision).sealed(form).moment(now),
        )
        .await?;
    Ok(changed == 1)
}

/// The drafts of somebody that were touched since, the newest first.
pub(super) async fn of_person(
    look: &mut Look,
    person: PersonId,
    since: Moment,
) -> Outcome<Vec<DraftRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, place_id, said_by, form, touched, revision FROM drafts \
                 WHERE said_by = $1 AND touched > $2 ORDER BY touched DESC, id LIMIT 50"
            ),
            bind().id(person).moment(since),
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<DraftRow> {
    Ok(DraftRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        place: row.id("place_id")?,
        by: row.id("said_by")?,
        form: row.sealed("form")?,
        touched: row.moment("touched")?,
        revision: row.number("revision")?,
    })
}

pub(super) async fn delete(work: &mut Work, id: DraftId, by: PersonId) -> Outcome<()> {
    let gone = work
        .run(sql!("DELETE FROM drafts WHERE id = $1 AND said_by = $2"), bind().id(id).id(by))
        .await?;
    if gone == 1 { Ok(()) } else { Err(Fault::NotFound) }
}

pub(super) async fn delete_before(work: &mut Work, before: Moment, most: i64) -> Outcome<()> {
    let rows = work
        .all(
            sql!(
                "SELECT system_id, id FROM drafts WHERE touched <= $1 \
                 ORDER BY touched, id LIMIT $2"
            ),
            bind().moment(before).number(most),
        )
        .await?;
    delete_all(work, &rows).await
}

async fn delete_all(work: &mut Work, rows: &[Row]) -> Outcome<()> {
    for row in rows {
        let (system, id): (SystemId, DraftId) = (row.id("system_id")?, row.id("id")?);
        work.run(
            sql!("DELETE FROM drafts WHERE system_id = $1 AND id = $2"),
            bind().id(system).id(id),
        )
        .await?;
    }
    Ok(())
}

pub(super) async fn forget(work: &mut Work, person: PersonId) -> Outcome<usize> {
    let rows = work
        .all(
            sql!("SELECT system_id, id FROM drafts WHERE said_by = $1 LIMIT 500"),
            bind().id(person),
        )
        .await?;
    delete_all(work, &rows).await?;
    Ok(rows.len())
}
