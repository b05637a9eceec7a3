//! The rows of who sees something differently.

use ground::id::{PersonId, SystemId};
use ground::{After, Fault, Moment, Outcome, Stretch};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{DissentId, MOST, Of};
use crate::purposes::PurposeId;

pub(crate) struct DissentRow {
    pub(crate) id: DissentId,
    pub(crate) of: Of,
    pub(crate) said_by: PersonId,
    pub(crate) words: Sealed,
    pub(crate) at: Moment,
    pub(crate) answer: Option<(Sealed, Option<PersonId>, Moment)>,
}

pub(super) async fn insert(
    work: &mut Work,
    system: SystemId,
    id: DissentId,
    (of, words): (Of, Sealed),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let (purpose, revision) = match of {
        Of::Edge(revision) => (None, Some(revision)),
        Of::Purpose(purpose) => (Some(purpose), None),
    };
    work.run(
        sql!(
            "INSERT INTO dissents (system_id, id, purpose_id, edge_revision, said_by, words, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(system)
            .id(id)
            .maybe_id(purpose)
            .maybe_number(revision)
            .id(by)
            .sealed(words)
            .moment(at),
    )
    .await?;
    Ok(())
}

/// How many of this person's stand beside one version, or wait for an answer at the edge.
pub(super) async fn of_one(
    look: &mut Look,
    system: SystemId,
    of: Of,
    by: PersonId,
) -> Outcome<usize> {
    let rows = match of {
        Of::Edge(_) => {
            look.all(
                sql!(
                    "SELECT id FROM dissents WHERE system_id = $1 AND said_by = $2 \
                     AND purpose_id IS NULL AND answered IS NULL LIMIT 10"
                ),
                bind().id(system).id(by),
            )
            .await?
        }
        Of::Purpose(purpose) => {
            look.all(
                sql!(
                    "SELECT id FROM dissents WHERE system_id = $1 AND said_by = $2 \
                     AND purpose_id = $3 LIMIT 10"
                ),
                bind().id(system).id(by).id(purpose),
            )
            .await?
        }
    };
    Ok(rows.len())
}

/// Who said this of the edge; what is said of a version is not answered here.
pub(super) async fn of_edge(look: &mut Look, system: SystemId, id: DissentId) -> Outcome<PersonId> {
    let row = look
        .one(
            sql!(
                "SELECT said_by FROM dissents \
                 WHERE system_id = $1 AND id = $2 AND purpose_id IS NULL"
            ),
            bind().id(system).id(id),
        )
        .await?;
    row.id("said_by")
}

/// Writes the first answer; a second one finds it answered.
pub(super) async fn answer(
    work: &mut Work,
    system: SystemId,
    id: DissentId,
    words: Sealed,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE dissents SET answer = $3, answered_by = $4, answered = $5 \
                 WHERE system_id = $1 AND id = $2 AND answered IS NULL"
            ),
            bind().id(system).id(id).sealed(words).id(by).moment(at),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Already) }
}

pub(super) async fn of_system(look: &mut Look, system: SystemId) -> Outcome<Stretch<DissentRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, purpose_id, edge_revision, said_by, words, at, answer, answered_by, \
                 answered FROM dissents WHERE system_id = $1 \
                 AND at <= $2 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(None, MOST),
        )
        .await?;
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, MOST, |row: &DissentRow| After::this(row.at, row.id)))
}

fn read(row: &Row) -> Outcome<DissentRow> {
    let purpose: Option<PurposeId> = row.maybe_id("purpose_id")?;
    let of = match purpose {
        Some(purpose) => Of::Purpose(purpose),
        None => Of::Edge(row.number("edge_revision")?),
    };
    let by = row.maybe_id("answered_by")?;
    let answer = row.maybe_sealed("answer")?.zip(row.maybe_moment("answered")?);
    Ok(DissentRow {
        id: row.id("id")?,
        of,
        said_by: row.id("said_by")?,
        words: row.sealed("words")?,
        at: row.moment("at")?,
        answer: answer.map(|(words, at)| (words, by, at)),
    })
}
