//! The rows of those who asked to be rung, and of what was answered to them.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome, Stretch};
use store::{Keeper, KeyRing, Look, Row, Sealed, Spot, Work, bind, sql};

use super::{After, AnswerKind, Asked, MOST_ANSWERS, PAGE, Waits};
use crate::tellings::TellingId;
use crate::tellings::store::{self as telling_rows, TellingRow};
use crate::tellings::tell::kept_at;

/// Somebody who asks, about to be written.
#[derive(Clone)]
pub(crate) struct Asks {
    pub(crate) place: SystemId,
    pub(super) telling: TellingId,
    telling_system: SystemId,
    on: Sealed,
    safe: Option<Sealed>,
    message: bool,
    at: Moment,
}

impl Asks {
    pub(crate) fn seal(
        ring: &KeyRing,
        row: &TellingRow,
        asked: &Asked,
        now: Moment,
    ) -> Outcome<Self> {
        let keeper = Keeper::new(row.id);
        let safe = Spot::new(row.id, "safe");
        Ok(Self {
            place: row.place,
            telling: row.id,
            telling_system: row.system,
            on: ring.seal_line(keeper, Spot::new(row.id, "ring_on"), &asked.on)?,
            safe: asked.safe.as_ref().map(|w| ring.seal(keeper, safe, w)).transpose()?,
            message: asked.message,
            at: kept_at(row, now),
        })
    }
}

/// Writes that somebody asks; how they asked before is over.
pub(super) async fn put(work: &mut Work, asks: &Asks) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO ringings \
             (system_id, telling_id, telling_system_id, safe, message, at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (system_id, telling_id) \
             DO UPDATE SET safe = excluded.safe, message = excluded.message, \
             at = excluded.at, ended = NULL"
        ),
        bind()
            .id(asks.place)
            .id(asks.telling)
            .id(asks.telling_system)
            .maybe_sealed(asks.safe.clone())
            .flag(asks.message)
            .moment(asks.at),
    )
    .await?;
    set_number(work, asks.telling, Some(asks.on.clone())).await?;
    work.run(
        sql!("UPDATE tellings SET ring_revision = ring_revision + 1 WHERE id = $1"),
        bind().id(asks.telling),
    )
    .await?;
    Ok(())
}

async fn set_number(work: &mut Work, id: TellingId, on: Option<Sealed>) -> Outcome<()> {
    work.run(
        sql!("UPDATE tellings SET ring_on = $2 WHERE id = $1"),
        bind().id(id).maybe_sealed(on),
    )
    .await?;
    Ok(())
}

/// Ends it: the number and the times go with this write.
pub(super) async fn end(work: &mut Work, id: TellingId, at: Moment) -> Outcome<()> {
    work.run(
        sql!("UPDATE ringings SET ended = $2, safe = NULL WHERE telling_id = $1"),
        bind().id(id).moment(at),
    )
    .await?;
    set_number(work, id, None).await
}

/// Takes everything of it away.
pub(super) async fn delete(work: &mut Work, id: TellingId) -> Outcome<()> {
    for sql in [
        sql!("DELETE FROM ringing_answers WHERE telling_id = $1"),
        sql!("DELETE FROM ringings WHERE telling_id = $1"),
    ] {
        work.run(sql, bind().id(id)).await?;
    }
    set_number(work, id, None).await
}

/// Somebody who asked.
pub(super) struct AskedRow {
    pub(super) place: SystemId,
    pub(super) safe: Option<Sealed>,
    pub(super) message: bool,
    pub(super) at: Moment,
    pub(super) ended: Option<Moment>,
    /// How often they asked with this telling.
    pub(super) revision: i64,
}

pub(super) async fn one(look: &mut Look, id: TellingId) -> Outcome<Option<AskedRow>> {
    let row = look
        .maybe(
            sql!(
                "SELECT r.system_id, r.safe, r.message, r.at, r.ended, t.ring_revision \
                 FROM ringings r JOIN tellings t ON t.id = r.telling_id \
                 WHERE r.telling_id = $1 LIMIT 1"
            ),
            bind().id(id),
        )
        .await?;
    row.map(|row| {
        Ok(AskedRow {
            place: row.id("system_id")?,
            safe: row.maybe_sealed("safe")?,
            message: row.flag("message")?,
            at: row.moment("at")?,
            ended: row.maybe_moment("ended")?,
            revision: row.number("ring_revision")?,
        })
    })
    .transpose()
}

/// Those who wait in a place, after this one: a page, and one more to know whether it goes on.
/// Whoever signed comes first, longest waiting first, so that many who tell without an account
/// push nobody out of sight.
pub(super) async fn waiting(look: &mut Look, place: SystemId, after: After) -> Outcome<Vec<Waits>> {
    let rows = look
        .all(
            sql!(
                "SELECT r.system_id, r.telling_id, r.at, t.slip_hash, (SELECT MAX(a.try_on) \
                 FROM ringing_answers a WHERE a.telling_id = r.telling_id) AS try_on \
                 FROM ringings r JOIN tellings t ON t.id = r.telling_id \
                 WHERE r.system_id = $1 AND r.ended IS NULL \
                 AND (CASE WHEN t.slip_hash IS NULL THEN 0 ELSE 1 END > $2 \
                 OR (CASE WHEN t.slip_hash IS NULL THEN 0 ELSE 1 END = $2 \
                 AND (r.at > $3 OR (r.at = $3 AND r.telling_id > $4)))) \
                 ORDER BY CASE WHEN t.slip_hash IS NULL THEN 0 ELSE 1 END, r.at, r.telling_id \
                 LIMIT $5"
            ),
            bind()
                .id(place)
                .number(i64::from(after.unsigned))
                .moment(after.at)
                .id(after.id)
                .number(i64::try_from(PAGE + 1).map_err(Fault::inside)?),
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Waits {
                telling: row.id("telling_id")?,
                place: row.id("system_id")?,
                at: row.moment("at")?,
                unsigned: row.maybe_hash("slip_hash")?.is_some(),
                try_on: row.maybe_moment("try_on")?,
            })
        })
        .collect()
}

/// All tellings of this person with which they asked.
pub(super) async fn of_teller(look: &mut Look, person: PersonId) -> Outcome<Vec<TellingRow>> {
    let rows = look
        .whole(
            sql!(
                "SELECT t.id FROM tellings t JOIN ringings r ON r.telling_id = t.id \
                 WHERE (t.teller_id = $1 OR (t.writer_id = $1 AND t.slip_hash IS NULL)) \
                 AND t.id > $2 ORDER BY t.id LIMIT $3"
            ),
            bind().id(person),
        )
        .await?;
    let ids: Vec<TellingId> = rows.iter().map(|row| row.id("id")).collect::<Outcome<_>>()?;
    telling_rows::by_ids(look, &ids).await
}

/// With which of their own tellings somebody was answered after this moment, and when last.
pub(super) async fn answered(
    look: &mut Look,
    person: PersonId,
    after: Moment,
) -> Outcome<Vec<(TellingId, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT t.id, MAX(a.at) AS at FROM tellings t \
                 JOIN ringing_answers a ON a.telling_id = t.id \
                 WHERE (t.teller_id = $1 OR (t.writer_id = $1 AND t.slip_hash IS NULL)) \
                 AND a.at > $2 \
                 GROUP BY t.id ORDER BY t.id LIMIT 20"
            ),
            bind().id(person).moment(after),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.moment("at")?))).collect()
}

#[derive(Clone)]
pub(super) struct AnswerRow {
    pub(super) place: SystemId,
    pub(super) id: Uuid,
    pub(super) telling: TellingId,
    pub(super) kind: AnswerKind,
    pub(super) words: Option<Sealed>,
    pub(super) try_on: Option<Moment>,
    pub(super) said_by: PersonId,
    pub(super) at: Moment,
}

pub(super) async fn insert_answer(work: &mut Work, answer: &AnswerRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO ringing_answers \
             (system_id, id, telling_id, kind, words, try_on, said_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        bind()
            .id(answer.place)
            .id(answer.id)
            .id(answer.telling)
            .word(answer.kind.word())
            .maybe_sealed(answer.words.clone())
            .maybe_moment(answer.try_on)
            .id(answer.said_by)
            .moment(answer.at),
    )
    .await?;
    Ok(())
}

/// Whether this very answer was given already.
pub(super) async fn was_answered(look: &mut Look, place: SystemId, answer: Uuid) -> Outcome<bool> {
    let found = look
        .maybe(
            sql!("SELECT id FROM ringing_answers WHERE system_id = $1 AND id = $2"),
            bind().id(place).id(answer),
        )
        .await?;
    Ok(found.is_some())
}

/// What was answered lately, oldest first. Answers of one unsigned week stand by the day they name.
pub(super) async fn answers(look: &mut Look, telling: TellingId) -> Outcome<Stretch<AnswerRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, telling_id, kind, words, try_on, said_by, at \
                 FROM ringing_answers WHERE telling_id = $1 \
                 AND at <= $2 AND (at < $2 OR id < $3) \
                 ORDER BY at DESC, CASE WHEN try_on IS NULL THEN 1 ELSE 0 END DESC, \
                 try_on DESC, id DESC LIMIT $4"
            ),
            bind().id(telling).latest(None, MOST_ANSWERS),
        )
        .await?;
    let rows = rows.iter().map(answer).collect::<Outcome<_>>()?;
    let turn = |row: &AnswerRow| ground::After::this(row.at, row.id);
    let mut answers = Stretch::of(rows, MOST_ANSWERS, turn);
    answers.here.reverse();
    Ok(answers)
}

/// All that was answered, for the file that whoever asked takes away: in the order of time.
pub(super) async fn all_answers(look: &mut Look, telling: TellingId) -> Outcome<Vec<AnswerRow>> {
    let rows = look
        .whole(
            sql!(
                "SELECT system_id, id, telling_id, kind, words, try_on, said_by, at \
                 FROM ringing_answers WHERE telling_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
            bind().id(telling),
        )
        .await?;
    let mut answers: Vec<AnswerRow> = rows.iter().map(answer).collect::<Outcome<_>>()?;
    answers.sort_by_key(|answer| (answer.at, answer.try_on, answer.id));
    Ok(answers)
}

fn answer(row: &Row) -> Outcome<AnswerRow> {
    let kind = AnswerKind::parse(&row.word("kind")?);
    Ok(AnswerRow {
        place: row.id("system_id")?,
        id: row.id("id")?,
        telling: row.id("telling_id")?,
        kind: kind.ok_or_else(|| Fault::Inside("an answer of no kind".to_owned()))?,
        words: row.maybe_sealed("words")?,
        try_on: row.maybe_moment("try_on")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
    })
}
