//! The rows of tellings and patterns that machines read.

use ground::Outcome;
use ground::id::Uuid;
use store::{Look, Row, bind, sql};

/// The ids of tellings after this one, in their order; at most a hundred.
pub(crate) async fn telling_ids(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    let rows = look
        .all(sql!("SELECT id FROM tellings WHERE id > $1 ORDER BY id LIMIT 100"), bind().id(after))
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// The ids of patterns after this one, in their order; at most a hundred.
pub(crate) async fn pattern_ids(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    let rows = look
        .all(sql!("SELECT id FROM patterns WHERE id > $1 ORDER BY id LIMIT 100"), bind().id(after))
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

pub(super) async fn tellings(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    look.all_of(
        sql!(
            "SELECT system_id, id, place_id, teller_id, writer_id, title, words, happened, \
             about_what, felt, matters, compared, at FROM tellings WHERE id IN ({many})"
        ),
        bind(),
        ids.iter().copied(),
    )
    .await
}

/// How things were later, and the same words in other languages. A chapter that waits for a second
/// reader is not heard by everybody who sees the telling, so it waits here too; and so does a
/// translation of which the teller has not said that it may stay.
pub(crate) async fn later(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    let mut rows = look
        .all_of(
            sql!(
                "SELECT c.telling_id, c.id, c.words FROM chapters c WHERE (NOT c.wider OR EXISTS \
                 (SELECT 1 FROM second_readings r WHERE r.id = c.reading_id \
                 AND COALESCE(r.fine, FALSE))) AND c.telling_id IN ({many}) LIMIT 10000"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    rows.extend(
        look.all_of(
            sql!(
                "SELECT telling_id, id, words FROM translations WHERE telling_id IN ({many}) \
                 AND (seen IS NOT NULL OR said_by IS NULL) LIMIT 10000"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?,
    );
    Ok(rows)
}

pub(super) async fn patterns(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    look.all_of(
        sql!(
            "SELECT system_id, id, name, observation, ideas, at FROM patterns WHERE id IN ({many})"
        ),
        bind(),
        ids.iter().copied(),
    )
    .await
}

pub(super) async fn sayings(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    look.all_of(
        sql!("SELECT pattern_id, id, words FROM sayings WHERE pattern_id IN ({many}) LIMIT 10000"),
        bind(),
        ids.iter().copied(),
    )
    .await
}
