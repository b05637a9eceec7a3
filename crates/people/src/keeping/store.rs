//! The rows of what is held.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::HoldId;

pub(super) struct HoldRow {
    pub(super) id: HoldId,
    pub(super) duty: Sealed,
    pub(super) named_by: PersonId,
    pub(super) began: Moment,
    pub(super) until: Moment,
}

impl HoldRow {
    fn read(row: &Row) -> Outcome<Self> {
        Ok(Self {
            id: row.id("id")?,
            duty: row.sealed("duty")?,
            named_by: row.id("named_by")?,
            began: row.moment("began")?,
            until: row.moment("until")?,
        })
    }
}

/// What is kept when something is held.
pub(super) struct NewHold {
    pub(super) life: SystemId,
    pub(super) id: HoldId,
    pub(super) by: PersonId,
    pub(super) at: Moment,
    pub(super) until: Moment,
}

pub(super) async fn insert(work: &mut Work, new: &NewHold, duty: Sealed) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO holds (system_id, id, duty, named_by, began, until) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        bind().id(new.life).id(new.id).sealed(duty).id(new.by).moment(new.at).moment(new.until),
    )
    .await?;
    Ok(())
}

pub(super) async fn is_there(look: &mut Look, (life, id): (SystemId, HoldId)) -> Outcome<bool> {
    let there = sql!("SELECT id FROM holds WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(there, bind().id(life).id(id)).await?.is_some())
}

/// A life that is going already holds nothing more.
pub(super) async fn not_going(look: &mut Look, life: SystemId) -> Outcome<()> {
    let stands = sql!("SELECT system_id FROM lives WHERE system_id = $1 AND going IS NULL");
    look.maybe(stands, bind().id(life)).await?.map(drop).ok_or(Fault::NotFound)
}

/// What is held of a life at this moment, the longest first.
pub(super) async fn of_life(look: &mut Look, life: SystemId, now: Moment) -> Outcome<Vec<HoldRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, duty, named_by, began, until FROM holds \
                 WHERE system_id = $1 AND until > $2 AND ended IS NULL \
                 ORDER BY until DESC, id DESC LIMIT 100"
            ),
            bind().id(life).moment(now),
        )
        .await?;
    rows.iter().map(HoldRow::read).collect()
}

pub(super) async fn end(
    work: &mut Work,
    (life, id): (SystemId, HoldId),
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!("UPDATE holds SET ended = $3 WHERE system_id = $1 AND id = $2 AND ended IS NULL"),
        bind().id(life).id(id).moment(at),
    )
    .await?;
    Ok(())
}

/// Forgets what was ever held of a life.
pub(crate) async fn forget(work: &mut Work, life: SystemId) -> Outcome<()> {
    work.run(sql!("DELETE FROM holds WHERE system_id = $1"), bind().id(life)).await?;
    Ok(())
}
