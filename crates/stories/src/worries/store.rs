//! The rows of worries, and of "I am in this".

use ground::id::{PersonId, SystemId};
use ground::{After, Fault, Moment, Outcome, Stretch};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{InThisId, WorryId, WorryKind};
use crate::tellings::TellingId;

pub(crate) struct WorryRow {
    pub(crate) system: SystemId,
    pub(crate) id: WorryId,
    pub(crate) kind: WorryKind,
    pub(crate) telling: Option<TellingId>,
    pub(crate) words: Option<Sealed>,
    pub(crate) said_by: Option<PersonId>,
    pub(crate) at: Moment,
    /// What was raised and answered before, where this says that it goes on.
    pub(crate) after: Option<WorryId>,
    pub(crate) answered: Option<Moment>,
    pub(crate) answered_by: Option<PersonId>,
    pub(crate) answer: Option<Sealed>,
    /// When whoever raised it put it away.
    pub(crate) put_away: Option<Moment>,
}

pub(crate) async fn insert(work: &mut Work, worry: &WorryRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO worries (system_id, id, kind, telling_id, words, said_by, at, after_id) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        bind()
            .id(worry.system)
            .id(worry.id)
            .word(worry.kind.word())
            .maybe_id(worry.telling)
            .maybe_sealed(worry.words.clone())
            .maybe_id(worry.said_by)
            .moment(worry.at)
            .maybe_id(worry.after),
    )
    .await?;
    Ok(())
}

/// Where something stands among what waits. Of what nobody signed only the week is kept; it stands
/// at the end of it, so that nothing goes before what somebody raised earlier that week.
pub(super) fn turn(row: &WorryRow) -> After {
    let at = if row.said_by.is_some() { row.at } else { row.at.plus_days(7) };
    After { at, id: row.id.0 }
}

/// What of these two kinds was raised in a place and nobody has answered: what waits longest first
/// ([`turn`], in microseconds), from where an earlier page ended. At most [`super::PAGE`] and one more, which says that there is
/// another page.
pub(crate) async fn open_in(
    look: &mut Look,
    place: SystemId,
    [one, other]: [WorryKind; 2],
    after: Option<After>,
) -> Outcome<Vec<WorryRow>> {
    let After { at, id } = after.unwrap_or(After::FIRST);
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, kind, telling_id, words, said_by, at, after_id, answered, \
                 answered_by, answer, put_away FROM worries \
                 WHERE system_id = $1 AND kind IN ($2, $3) AND answered IS NULL \
                 AND (at + CASE WHEN said_by IS NULL THEN 604800000000 ELSE 0 END > $4 \
                 OR (at + CASE WHEN said_by IS NULL THEN 604800000000 ELSE 0 END = $4 AND id > $5)) \
                 ORDER BY at + CASE WHEN said_by IS NULL THEN 604800000000 ELSE 0 END, id LIMIT 51"
            ),
            bind().id(place).word(one.word()).word(other.word()).moment(at).id(id),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The next of what this person answered, the last answered first.
pub(crate) async fn answered_by(
    look: &mut Look,
    person: PersonId,
    after: Option<After>,
) -> Outcome<Stretch<WorryRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, kind, telling_id, words, said_by, at, after_id, answered, \
                 answered_by, answer, put_away FROM worries WHERE answered_by = $1 \
                 AND answered <= $2 AND (answered < $2 OR id < $3) \
                 ORDER BY answered DESC, id DESC LIMIT $4"
            ),
            bind().id(person).latest(after, super::PAGE),
        )
        .await?;
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    let turn = |row: &WorryRow| After::this(row.answered.unwrap_or(row.at), row.id);
    Ok(Stretch::of(rows, super::PAGE, turn))
}

/// How many things this person has raised since this moment.
pub(crate) async fn raised_since(look: &mut Look, person: PersonId, at: Moment) -> Outcome<i64> {
    let many = sql!("SELECT COUNT(*) AS many FROM worries WHERE said_by = $1 AND at > $2");
    look.one(many, bind().id(person).moment(at)).await?.number("many")
}

/// What this person raised and has not put away, newest first.
pub(crate) async fn raised_by(look: &mut Look, person: PersonId) -> Outcome<Stretch<WorryRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, kind, telling_id, words, said_by, at, after_id, answered, \
                 answered_by, answer, put_away FROM worries \
                 WHERE said_by = $1 AND put_away IS NULL \
                 AND at <= $2 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(person).latest(None, super::MOST_OWN),
        )
        .await?;
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, super::MOST_OWN, |row: &WorryRow| After::this(row.at, row.id)))
}

pub(crate) async fn by_ids(look: &mut Look, ids: &[WorryId]) -> Outcome<Vec<WorryRow>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT system_id, id, kind, telling_id, words, said_by, at, after_id, answered, \
                 answered_by, answer, put_away FROM worries WHERE id IN ({many})"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(read).collect()
}

pub(crate) async fn one(look: &mut Look, id: WorryId) -> Outcome<WorryRow> {
    by_ids(look, &[id]).await?.pop().ok_or(Fault::NotFound)
}

/// What somebody said again of these, when they had been answered.
pub(crate) async fn said_again(look: &mut Look, of: &[WorryId]) -> Outcome<Vec<WorryRow>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT system_id, id, kind, telling_id, words, said_by, at, after_id, answered, \
                 answered_by, answer, put_away FROM worries WHERE after_id IN ({many}) LIMIT 500"
            ),
            bind(),
            of.iter().copied(),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Notes when whoever raised this put it away.
pub(crate) async fn put_away(work: &mut Work, worry: &WorryRow, at: Moment) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE worries SET put_away = $3 \
             WHERE system_id = $1 AND id = $2 AND put_away IS NULL"
        ),
        bind().id(worry.system).id(worry.id).moment(at),
    )
    .await?;
    Ok(())
}

/// Whether a worry with this id was raised.
pub(crate) async fn is_there(look: &mut Look, id: WorryId) -> Outcome<bool> {
    let row = look.maybe(sql!("SELECT id FROM worries WHERE id = $1 LIMIT 1"), bind().id(id));
    Ok(row.await?.is_some())
}

pub(crate) async fn answer(
    work: &mut Work,
    worry: &WorryRow,
    (by, at): (PersonId, Moment),
    answer: Sealed,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE worries SET answered = $3, answered_by = $4, answer = $5 \
             WHERE system_id = $1 AND id = $2"
        ),
        bind().id(worry.system).id(worry.id).moment(at).id(by).sealed(answer),
    )
    .await?;
    Ok(())
}

/// Whether what was raised about this telling with those who keep people safe in a place waits, and
/// who answered it.
pub(crate) async fn about(
    look: &mut Look,
    place: SystemId,
    telling: TellingId,
) -> Outcome<Vec<(bool, Option<PersonId>)>> {
    let rows = look
        .all(
            sql!(
                "SELECT DISTINCT answered IS NULL AS waits, answered_by FROM worries \
                 WHERE telling_id = $1 \
                 AND system_id = $2 AND kind IN ($3, $4) LIMIT 200"
            ),
            WorryKind::OF_SAFETY
                .into_iter()
                .fold(bind().id(telling).id(place), |bound, kind| bound.word(kind.word())),
        )
        .await?;
    rows.iter().map(|row| Ok((row.flag("waits")?, row.maybe_id("answered_by")?))).collect()
}

fn read(row: &Row) -> Outcome<WorryRow> {
    Ok(WorryRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        kind: WorryKind::parse(&row.word("kind")?),
        telling: row.maybe_id("telling_id")?,
        words: row.maybe_sealed("words")?,
        said_by: row.maybe_id("said_by")?,
        at: row.moment("at")?,
        after: row.maybe_id("after_id")?,
        answered: row.maybe_moment("answered")?,
        answered_by: row.maybe_id("answered_by")?,
        answer: row.maybe_sealed("answer")?,
        put_away: row.maybe_moment("put_away")?,
    })
}

pub(crate) async fn insert_in_this(
    work: &mut Work,
    system: SystemId,
    id: InThisId,
    telling: TellingId,
    said_by: Option<PersonId>,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO in_this (system_id, id, telling_id, said_by, at) \
             VALUES ($1, $2, $3, $4, $5)"
        ),
        bind().id(system).id(id).id(telling).maybe_id(said_by).moment(at),
    )
    .await?;
    Ok(())
}

pub(crate) async fn settle_in_this(
    work: &mut Work,
    (telling, id): (TellingId, InThisId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE in_this SET settled = $3, settled_by = $4 \
             WHERE telling_id = $1 AND id = $2 AND settled IS NULL"
        ),
        bind().id(telling).id(id).moment(at).id(by),
    )
    .await?;
    Ok(())
}
