//! The rows of parts that nobody plays yet.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use store::{Look, Sealed, Work, bind, sql};

use super::OpenPartId;

pub(super) struct OpenPartRow {
    pub(super) id: OpenPartId,
    pub(super) words: Sealed,
    pub(super) said_by: PersonId,
    pub(super) at: Moment,
}

pub(super) async fn insert(
    work: &mut Work,
    system: SystemId,
    id: OpenPartId,
    words: Sealed,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO open_parts (system_id, id, words, said_by, at) \
             VALUES ($1, $2, $3, $4, $5)"
        ),
        bind().id(system).id(id).sealed(words).id(by).moment(at),
    )
    .await?;
    Ok(())
}

/// Ends one that is open; what is over already stays as it is.
pub(super) async fn end(
    work: &mut Work,
    system: SystemId,
    id: OpenPartId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    work.one(
        sql!("SELECT id FROM open_parts WHERE system_id = $1 AND id = $2"),
        bind().id(system).id(id),
    )
    .await?;
    let changed = work
        .run(
            sql!(
                "UPDATE open_parts SET ended = $3, ended_by = $4 \
                 WHERE system_id = $1 AND id = $2 AND ended IS NULL"
            ),
            bind().id(system).id(id).moment(at).id(by),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Already) }
}

pub(super) async fn of_system(look: &mut Look, system: SystemId) -> Outcome<Vec<OpenPartRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, words, said_by, at FROM open_parts \
                 WHERE system_id = $1 AND ended IS NULL ORDER BY at, id LIMIT 100"
            ),
            bind().id(system),
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(OpenPartRow {
                id: row.id("id")?,
                words: row.sealed("words")?,
                said_by: row.id("said_by")?,
                at: row.moment("at")?,
            })
        })
        .collect()
}
