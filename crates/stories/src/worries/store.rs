//! The rows of worries, and of "I am in this".

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
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
    pub(crate) to: PersonId,
    pub(crate) at: Moment,
    pub(crate) answered: Option<Moment>,
    pub(crate) answer: Option<Sealed>,
}

pub(crate) async fn insert(work: &mut Work, worry: &WorryRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO worries (system_id, id, kind, telling_id, words, said_by, to_id, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        bind()
            .id(worry.system)
            .id(worry.id)
            .word(worry.kind.word())
            .maybe_id(worry.telling)
            .maybe_sealed(worry.words.clone())
            .maybe_id(worry.said_by)
            .id(worry.to)
            .moment(worry.at),
    )
    .await?;
    Ok(())
}

pub(crate) async fn to_person(look: &mut Look, person: PersonId) -> Outcome<Vec<WorryRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, kind, telling_id, words, said_by, to_id, at, answered, \
                 answer FROM worries WHERE to_id = $1 ORDER BY at DESC, id LIMIT 200"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(read).collect()
}

pub(crate) async fn one(look: &mut Look, id: WorryId) -> Outcome<WorryRow> {
    let rows = look
        .all_of(
            sql!(
                "SELECT system_id, id, kind, telling_id, words, said_by, to_id, at, answered, \
                 answer FROM worries WHERE id IN ({many})"
            ),
            bind(),
            [id],
        )
        .await?;
    rows.first().map_or(Err(Fault::NotFound), read)
}

pub(crate) async fn answer(
    work: &mut Work,
    worry: &WorryRow,
    at: Moment,
    answer: Sealed,
) -> Outcome<()> {
    work.run(
        sql!("UPDATE worries SET answered = $3, answer = $4 WHERE system_id = $1 AND id = $2"),
        bind().id(worry.system).id(worry.id).moment(at).sealed(answer),
    )
    .await?;
    Ok(())
}

pub(crate) async fn of_telling(look: &mut Look, telling: TellingId) -> Outcome<Vec<PersonId>> {
    let rows = look
        .all(
            sql!("SELECT DISTINCT to_id FROM worries WHERE telling_id = $1 LIMIT 50"),
            bind().id(telling),
        )
        .await?;
    rows.iter().map(|row| row.id("to_id")).collect()
}

fn read(row: &Row) -> Outcome<WorryRow> {
    Ok(WorryRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        kind: WorryKind::parse(&row.word("kind")?),
        telling: row.maybe_id("telling_id")?,
        words: row.maybe_sealed("words")?,
        said_by: row.maybe_id("said_by")?,
        to: row.id("to_id")?,
        at: row.moment("at")?,
        answered: row.maybe_moment("answered")?,
        answer: row.maybe_sealed("answer")?,
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
    telling: TellingId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE in_this SET settled = $2, settled_by = $3 \
             WHERE telling_id = $1 AND settled IS NULL"
        ),
        bind().id(telling).moment(at).id(by),
    )
    .await?;
    Ok(())
}
