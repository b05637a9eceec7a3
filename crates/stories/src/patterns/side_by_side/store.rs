//! The rows of suggestions that somebody waved away, and the newest patterns of some systems.

use ground::id::{SystemId, Uuid};
use ground::{Fault, Outcome};
use store::{Look, TokenHash, Work, bind, sql};

use super::super::PatternId;
use super::super::store::{PatternRow, read};

/// The newest patterns of these systems, so many of each.
pub(super) async fn newest_of(
    look: &mut Look,
    systems: &[SystemId],
    of_each: usize,
) -> Outcome<Vec<PatternRow>> {
    let rows = look
        .each_of(
            sql!(
                "SELECT system_id, id, place_id, name, goes_well, observation, ideas, said_by, at, \
                 revision FROM patterns WHERE system_id = {one} ORDER BY at DESC, id LIMIT $1"
            ),
            bind().number(i64::try_from(of_each).map_err(Fault::inside)?),
            systems.iter().copied(),
        )
        .await?;
    rows.iter().map(read).collect()
}

pub(super) async fn set_apart(
    work: &mut Work,
    system: SystemId,
    (pattern, other): (PatternId, PatternId),
    by: &TokenHash,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO patterns_apart (system_id, pattern_id, other_pattern_id, by_hash) \
             VALUES ($1, $2, $3, $4) \
             ON CONFLICT (system_id, pattern_id, other_pattern_id, by_hash) DO NOTHING"
        ),
        bind().id(system).id(pattern).id(other).hash(by),
    )
    .await?;
    Ok(())
}

/// What somebody waved away as like this one, or as like which they waved this one away.
pub(super) async fn apart(
    look: &mut Look,
    by: &TokenHash,
    pattern: PatternId,
) -> Outcome<Vec<PatternId>> {
    let rows = look
        .all(
            sql!(
                "SELECT other_pattern_id AS id FROM patterns_apart \
                 WHERE by_hash = $1 AND pattern_id = $2 \
                 UNION SELECT pattern_id AS id FROM patterns_apart \
                 WHERE by_hash = $1 AND other_pattern_id = $2 LIMIT 500"
            ),
            bind().hash(by).id(pattern),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// Forgets the next of what somebody waved away. Says how many rows went, at most 500.
pub(crate) async fn forget(work: &mut Work, by: &TokenHash) -> Outcome<usize> {
    let rows = work
        .all(
            sql!(
                "SELECT system_id, pattern_id, other_pattern_id FROM patterns_apart \
                 WHERE by_hash = $1 LIMIT 500"
            ),
            bind().hash(by),
        )
        .await?;
    for row in &rows {
        work.run(
            sql!(
                "DELETE FROM patterns_apart WHERE system_id = $1 AND pattern_id = $2 \
                 AND other_pattern_id = $3 AND by_hash = $4"
            ),
            bind()
                .id(row.id::<SystemId>("system_id")?)
                .id(row.id::<Uuid>("pattern_id")?)
                .id(row.id::<Uuid>("other_pattern_id")?)
                .hash(by),
        )
        .await?;
    }
    Ok(rows.len())
}
