//! The rows of what a group holds that machines read.

use ground::Outcome;
use ground::id::Uuid;
use store::{Look, Row, Sql, bind, sql};

async fn ids(look: &mut Look, sql: Sql, after: Uuid) -> Outcome<Vec<Uuid>> {
    look.all(sql, bind().id(after)).await?.iter().map(|row| row.id("id")).collect()
}

/// The ids of questions after this one, in their order; at most a hundred.
pub(crate) async fn inquiry_ids(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    ids(look, sql!("SELECT id FROM inquiries WHERE id > $1 ORDER BY id LIMIT 100"), after).await
}

/// The ids of what is tried after this one, in their order; at most a hundred.
pub(crate) async fn experiment_ids(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    ids(look, sql!("SELECT id FROM experiments WHERE id > $1 ORDER BY id LIMIT 100"), after).await
}

/// The ids of lessons after this one, in their order; at most a hundred.
pub(crate) async fn lesson_ids(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    ids(look, sql!("SELECT id FROM lessons WHERE id > $1 ORDER BY id LIMIT 100"), after).await
}

/// The ids of conversations after this one, in their order; at most a hundred.
pub(crate) async fn conversation_ids(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    ids(look, sql!("SELECT id FROM conversations WHERE id > $1 ORDER BY id LIMIT 100"), after).await
}

async fn of(look: &mut Look, sql: Sql, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    look.all_of(sql, bind(), ids.iter().copied()).await
}

pub(super) async fn inquiries(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    let sql = sql!("SELECT system_id, id, question, words, at FROM inquiries WHERE id IN ({many})");
    of(look, sql, ids).await
}

pub(super) async fn experiments(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    let sql = sql!(
        "SELECT system_id, id, name, intends, tries, limits, who, how_asked, how_refuse, at \
         FROM experiments WHERE id IN ({many})"
    );
    of(look, sql, ids).await
}

/// Entries that everybody of the system reads: what comes next. Not what was observed.
pub(super) async fn decided_next(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    let sql = sql!(
        "SELECT system_id, id, experiment_id, words FROM entries \
         WHERE kind IN ('grow', 'change', 'stop') AND experiment_id IN ({many}) LIMIT 10000"
    );
    of(look, sql, ids).await
}

pub(super) async fn lessons(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    let sql = sql!(
        "SELECT system_id, id, learned, held_where, held_when, context, at FROM lessons \
         WHERE id IN ({many})"
    );
    of(look, sql, ids).await
}

pub(super) async fn looked_again(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    let sql = sql!(
        "SELECT system_id, id, lesson_id, words FROM looked_again WHERE lesson_id IN ({many}) \
         LIMIT 10000"
    );
    of(look, sql, ids).await
}

pub(super) async fn conversations(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
    let sql = sql!(
        "SELECT system_id, id, heard, missing, saying, intended, will_do, at FROM conversations \
         WHERE id IN ({many})"
    );
    of(look, sql, ids).await
}
