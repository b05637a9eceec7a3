//! The rows of who was asked to hold a pen.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::OfferId;

pub(super) struct OfferRow {
    pub(super) life: SystemId,
    pub(super) id: OfferId,
    pub(super) to: PersonId,
    pub(super) by: PersonId,
    pub(super) called: Sealed,
    pub(super) at: Moment,
}

impl OfferRow {
    fn read(row: &Row) -> Outcome<Self> {
        Ok(Self {
            life: row.id("system_id")?,
            id: row.id("id")?,
            to: row.id("to_person")?,
            by: row.id("offered_by")?,
            called: row.sealed("called")?,
            at: row.moment("at")?,
        })
    }
}

pub(super) async fn insert(work: &mut Work, row: &OfferRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO pen_offers (system_id, id, to_person, offered_by, called, at) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        bind()
            .id(row.life)
            .id(row.id)
            .id(row.to)
            .id(row.by)
            .sealed(row.called.clone())
            .moment(row.at),
    )
    .await?;
    Ok(())
}

pub(super) async fn is_there(look: &mut Look, (life, id): (SystemId, OfferId)) -> Outcome<bool> {
    let there = sql!("SELECT id FROM pen_offers WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(there, bind().id(life).id(id)).await?.is_some())
}

/// One, whether it was answered or not.
pub(super) async fn find(look: &mut Look, (life, id): (SystemId, OfferId)) -> Outcome<OfferRow> {
    let row = look
        .one(
            sql!(
                "SELECT system_id, id, to_person, offered_by, called, at FROM pen_offers \
                 WHERE system_id = $1 AND id = $2"
            ),
            bind().id(life).id(id),
        )
        .await?;
    OfferRow::read(&row)
}

/// What was answered or taken back already stays as it is.
pub(super) async fn end(
    work: &mut Work,
    (life, id): (SystemId, OfferId),
    at: Moment,
) -> Outcome<()> {
    let end =
        sql!("UPDATE pen_offers SET ended = $3 WHERE system_id = $1 AND id = $2 AND ended IS NULL");
    let ended = work.run(end, bind().id(life).id(id).moment(at)).await?;
    if ended == 1 { Ok(()) } else { Err(Fault::Already) }
}

/// Those of one page that wait for an answer, the first asked first.
pub(super) async fn of_life(look: &mut Look, life: SystemId) -> Outcome<Vec<OfferRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, to_person, offered_by, called, at FROM pen_offers \
                 WHERE system_id = $1 AND ended IS NULL ORDER BY at, id LIMIT 12"
            ),
            bind().id(life),
        )
        .await?;
    rows.iter().map(OfferRow::read).collect()
}

/// Those that wait for this person's answer and come from somebody who holds the pen still.
pub(super) async fn to_person(look: &mut Look, person: PersonId) -> Outcome<Vec<OfferRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT o.system_id, o.id, o.to_person, o.offered_by, o.called, o.at \
                 FROM pen_offers o JOIN standings t ON t.system_id = o.system_id \
                 AND t.person_id = o.offered_by AND t.kind = 'pen' AND t.ended IS NULL \
                 WHERE o.to_person = $1 AND o.ended IS NULL ORDER BY o.at DESC, o.id LIMIT 40"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(OfferRow::read).collect()
}

/// Forgets that anybody was asked to hold the pen of a life.
pub(crate) async fn forget_life(work: &mut Work, life: SystemId) -> Outcome<()> {
    work.run(sql!("DELETE FROM pen_offers WHERE system_id = $1"), bind().id(life)).await?;
    Ok(())
}

/// Forgets that this person was asked, or asked somebody. At most 500 a time; says how many.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<usize> {
    let rows = work
        .all(
            sql!(
                "SELECT system_id, id FROM pen_offers WHERE to_person = $1 OR offered_by = $1 \
                 LIMIT 500"
            ),
            bind().id(person),
        )
        .await?;
    for row in &rows {
        let (life, id): (SystemId, Uuid) = (row.id("system_id")?, row.id("id")?);
        let forget = sql!("DELETE FROM pen_offers WHERE system_id = $1 AND id = $2");
        work.run(forget, bind().id(life).id(id)).await?;
    }
    Ok(rows.len())
}
