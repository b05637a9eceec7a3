//! The rows of systems that machines read.

use ground::Outcome;
use ground::id::Uuid;
use store::{Look, Row, bind, sql};

/// The ids of systems after this one, in their order; at most a hundred.
pub(crate) async fn system_ids(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    let rows = look
        .all(
            sql!(
                "SELECT DISTINCT system_id FROM systems WHERE system_id > $1 \
                 ORDER BY system_id LIMIT 100"
            ),
            bind().id(after),
        )
        .await?;
    rows.iter().map(|row| row.id("system_id")).collect()
}

pub(super) async fn systems(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    look.all_of(
        sql!(
            "SELECT id, place_id, scale, name, theme, area, edge_why, made FROM systems \
             WHERE system_id = id AND system_id IN ({many})"
        ),
        bind(),
        ids.iter().copied(),
    )
    .await
}

pub(super) async fn purposes(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    look.all_of(
        sql!("SELECT system_id, id, words FROM purposes WHERE system_id IN ({many}) LIMIT 10000"),
        bind(),
        ids.iter().copied(),
    )
    .await
}
