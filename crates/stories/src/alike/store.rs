//! The rows of suggestions that somebody waved away.

use ground::Outcome;
use ground::id::{SystemId, Uuid};
use store::{Look, TokenHash, Work, bind, sql};

use crate::tellings::TellingId;

pub(super) async fn dismiss(
    work: &mut Work,
    system: SystemId,
    telling: TellingId,
    other: TellingId,
    by: &TokenHash,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO dismissed (system_id, telling_id, other_id, by_hash) \
             VALUES ($1, $2, $3, $4) \
             ON CONFLICT (system_id, telling_id, other_id, by_hash) DO NOTHING"
        ),
        bind().id(system).id(telling).id(other).hash(by),
    )
    .await?;
    Ok(())
}

/// What somebody waved away as like this one, or as like which they waved this one away.
pub(super) async fn dismissed(
    look: &mut Look,
    by: &TokenHash,
    telling: TellingId,
) -> Outcome<Vec<Uuid>> {
    let rows = look
        .all(
            sql!(
                "SELECT other_id AS id FROM dismissed WHERE by_hash = $1 AND telling_id = $2 \
                 UNION SELECT telling_id AS id FROM dismissed \
                 WHERE by_hash = $1 AND other_id = $2 LIMIT 500"
            ),
            bind().hash(by).id(telling),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// Forgets the next of what somebody waved away. Says how many rows went, at most 500.
pub(crate) async fn forget(work: &mut Work, by: &TokenHash) -> Outcome<usize> {
    let rows = work
        .all(
            sql!(
                "SELECT system_id, telling_id, other_id FROM dismissed \
                 WHERE by_hash = $1 LIMIT 500"
            ),
            bind().hash(by),
        )
        .await?;
    for row in &rows {
        work.run(
            sql!(
                "DELETE FROM dismissed WHERE system_id = $1 AND telling_id = $2 \
                 AND other_id = $3 AND by_hash = $4"
            ),
            bind()
                .id(row.id::<SystemId>("system_id")?)
                .id(row.id::<Uuid>("telling_id")?)
                .id(row.id::<Uuid>("other_id")?)
                .hash(by),
        )
        .await?;
    }
    Ok(rows.len())
}
