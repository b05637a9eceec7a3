//! The rows of what was answered to tellers, and of when they last looked.

use std::collections::HashMap;

use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::AnswerKind;
use crate::tellings::TellingId;

#[derive(Clone)]
pub(crate) struct AnswerRow {
    pub(crate) system: SystemId,
    pub(crate) id: Uuid,
    pub(crate) telling: TellingId,
    pub(crate) kind: AnswerKind,
    pub(crate) words: Sealed,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
}

pub(crate) async fn insert(work: &mut Work, row: &AnswerRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO answers_to_tellers \
             (system_id, id, telling_id, kind, words, said_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(row.system)
            .id(row.id)
            .id(row.telling)
            .word(row.kind.word())
            .sealed(row.words.clone())
            .id(row.said_by)
            .moment(row.at),
    )
    .await?;
    Ok(())
}

/// How often this person answered the teller of this, besides with this answer.
pub(super) async fn others_by(
    look: &mut Look,
    (telling, answer): (TellingId, Uuid),
    person: PersonId,
) -> Outcome<i64> {
    let many = sql!(
        "SELECT COUNT(*) AS many FROM answers_to_tellers \
         WHERE telling_id = $1 AND said_by = $2 AND id <> $3"
    );
    look.one(many, bind().id(telling).id(person).id(answer)).await?.number("many")
}

/// How many answers the teller of this was given, besides this one.
pub(super) async fn others(look: &mut Look, telling: TellingId, answer: Uuid) -> Outcome<i64> {
    let many =
        sql!("SELECT COUNT(*) AS many FROM answers_to_tellers WHERE telling_id = $1 AND id <> $2");
    look.one(many, bind().id(telling).id(answer)).await?.number("many")
}

/// Whether the teller of this was answered.
pub(super) async fn is_answered(look: &mut Look, telling: TellingId) -> Outcome<bool> {
    let one = sql!("SELECT id FROM answers_to_tellers WHERE telling_id = $1 LIMIT 1");
    Ok(look.maybe(one, bind().id(telling)).await?.is_some())
}

pub(crate) async fn answers(look: &mut Look, telling: TellingId) -> Outcome<Vec<AnswerRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, telling_id, kind, words, said_by, at \
                 FROM answers_to_tellers WHERE telling_id = $1 ORDER BY at, id LIMIT 100"
            ),
            bind().id(telling),
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<AnswerRow> {
    let kind = AnswerKind::parse(&row.word("kind")?);
    Ok(AnswerRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        telling: row.id("telling_id")?,
        kind: kind.ok_or_else(|| Fault::Inside("an answer of no kind".to_owned()))?,
        words: row.sealed("words")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
    })
}

/// Notes that the teller has seen what came of a telling so far.
pub(crate) async fn saw(
    work: &mut Work,
    system: SystemId,
    telling: TellingId,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO came_seen (system_id, telling_id, seen) VALUES ($1, $2, $3) \
             ON CONFLICT (system_id, telling_id) DO UPDATE SET seen = excluded.seen"
        ),
        bind().id(system).id(telling).moment(at),
    )
    .await?;
    Ok(())
}

/// This person's own tellings of which there may be something to say, with when they last looked at
/// what came of each: first those that were answered, read, laid in what was put in other words, or
/// led to something since then, and then those that led to something before, newest first. Of the
/// newest thousand that they told and the newest thousand that they wrote down, and at most thirty.
/// What came of any other stands on its own page all the same.
pub(super) async fn to_look_at(
    look: &mut Look,
    person: PersonId,
) -> Outcome<Vec<(TellingId, Option<Moment>)>> {
    let rows = look
        .all(
            sql!(
                "SELECT n.id, n.seen FROM (SELECT t.id, t.at, s.seen, \
                 EXISTS (SELECT 1 FROM lineage c WHERE c.of_id = t.id) AS has_led, \
                 (EXISTS (SELECT 1 FROM lineage c WHERE c.of_id = t.id \
                 AND (s.seen IS NULL OR c.at > s.seen)) \
                 OR EXISTS (SELECT 1 FROM answers_to_tellers a WHERE a.telling_id = t.id \
                 AND (s.seen IS NULL OR a.at > s.seen)) \
                 OR EXISTS (SELECT 1 FROM vest_readings v WHERE v.thing_id = t.id \
                 AND v.said_by <> COALESCE(t.teller_id, t.id) \
                 AND v.said_by <> COALESCE(t.writer_id, t.id) \
                 AND (s.seen IS NULL OR v.at > s.seen)) \
                 OR EXISTS (SELECT 1 FROM laid l JOIN wordings w ON w.thing_id = l.pattern_id \
                 AND w.at > l.at WHERE l.telling_id = t.id AND l.taken_out IS NULL \
                 AND (s.seen IS NULL OR w.at > s.seen))) AS is_new \
                 FROM (SELECT id, at, teller_id, writer_id FROM \
                 (SELECT id, at, teller_id, writer_id FROM tellings WHERE teller_id = $1 \
                 ORDER BY at DESC, id DESC LIMIT 1000) told \
                 UNION SELECT id, at, teller_id, writer_id FROM \
                 (SELECT id, at, teller_id, writer_id FROM tellings WHERE writer_id = $1 \
                 AND slip_hash IS NULL AND import_id IS NULL \
                 ORDER BY at DESC, id DESC LIMIT 1000) written) t \
                 LEFT JOIN came_seen s ON s.telling_id = t.id) n \
                 WHERE n.is_new OR n.has_led \
                 ORDER BY n.is_new DESC, n.at DESC, n.id DESC LIMIT 30"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.maybe_moment("seen")?))).collect()
}

/// When each of these tellings was last answered, or read with four words by somebody else, and when
/// a pattern it lies in was last put in other words.
pub(super) async fn last_said(
    look: &mut Look,
    tellings: &[TellingId],
) -> Outcome<HashMap<TellingId, Moment>> {
    let mut last: HashMap<TellingId, Moment> = HashMap::new();
    for sql in [
        sql!(
            "SELECT telling_id, MAX(at) AS at FROM answers_to_tellers \
             WHERE telling_id IN ({many}) GROUP BY telling_id"
        ),
        sql!(
            "SELECT v.thing_id AS telling_id, MAX(v.at) AS at FROM vest_readings v \
             JOIN tellings t ON t.id = v.thing_id \
             WHERE v.thing_id IN ({many}) AND v.said_by <> COALESCE(t.teller_id, t.id) \
             AND v.said_by <> COALESCE(t.writer_id, t.id) GROUP BY v.thing_id"
        ),
        sql!(
            "SELECT l.telling_id, MAX(w.at) AS at FROM laid l JOIN wordings w \
             ON w.thing_id = l.pattern_id AND w.at > l.at \
             WHERE l.taken_out IS NULL AND l.telling_id IN ({many}) GROUP BY l.telling_id"
        ),
    ] {
        for row in look.all_of(sql, bind(), tellings.iter().copied()).await? {
            let at = row.moment("at")?;
            let entry = last.entry(row.id("telling_id")?).or_insert(at);
            *entry = (*entry).max(at);
        }
    }
    Ok(last)
}
