//! The rows of purposes and of who agreed to them.

use ground::id::{PersonId, SystemId};
use ground::{After, Fault, Moment, Outcome, Stretch};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{Agreed, MOST_AGREED, MOST_VERSIONS, PurposeId};

pub(crate) struct PurposeRow {
    pub(crate) id: PurposeId,
    pub(crate) words: Sealed,
    pub(crate) said_by: Option<PersonId>,
    pub(crate) at: Moment,
}

pub(crate) async fn insert(
    work: &mut Work,
    system: SystemId,
    id: PurposeId,
    words: Sealed,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO purposes (system_id, id, words, said_by, at) VALUES ($1, $2, $3, $4, $5)"
        ),
        bind().id(system).id(id).sealed(words).id(by).moment(at),
    )
    .await?;
    Ok(())
}

/// The version is one of this system's, since an address can say anything; otherwise it is not
/// found.
pub(crate) async fn is_there(look: &mut Look, system: SystemId, id: PurposeId) -> Outcome<()> {
    look.one(
        sql!("SELECT id FROM purposes WHERE system_id = $1 AND id = $2"),
        bind().id(system).id(id),
    )
    .await?;
    Ok(())
}

pub(crate) async fn agree(
    work: &mut Work,
    system: SystemId,
    id: PurposeId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    is_there(work, system, id).await?;
    work.run(
        sql!(
            "INSERT INTO agreements (system_id, purpose_id, person_id, at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (system_id, purpose_id, person_id) DO NOTHING"
        ),
        bind().id(system).id(id).id(by).moment(at),
    )
    .await?;
    Ok(())
}

/// The next versions of a system's purpose, newest first.
pub(crate) async fn of_system(
    look: &mut Look,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<PurposeRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, words, said_by, at FROM purposes WHERE system_id = $1 \
                 AND at <= $2 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(after, MOST_VERSIONS),
        )
        .await?;
    let read = |row: &Row| {
        Ok(PurposeRow {
            id: row.id("id")?,
            words: row.sealed("words")?,
            said_by: row.maybe_id("said_by")?,
            at: row.moment("at")?,
        })
    };
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, MOST_VERSIONS, |row: &PurposeRow| After::this(row.at, row.id)))
}

/// Who agreed to these versions: of each this reader, if they did, and then whoever did so first; one
/// more than [`MOST_AGREED`], so that it can be said that there are more.
pub(crate) async fn agreements(
    look: &mut Look,
    system: SystemId,
    reader: Option<PersonId>,
    purposes: impl IntoIterator<Item = PurposeId>,
) -> Outcome<Vec<(PurposeId, Agreed)>> {
    let most = i64::try_from(MOST_AGREED + 1).map_err(Fault::inside)?;
    let rows = look
        .each_of(
            sql!(
                "SELECT purpose_id, person_id, at FROM agreements \
                 WHERE system_id = $1 AND purpose_id = {one} \
                 ORDER BY CASE WHEN person_id = $2 THEN 0 ELSE 1 END, at, person_id LIMIT $3"
            ),
            bind().id(system).maybe_id(reader).number(most),
            purposes,
        )
        .await?;
    rows.iter()
        .map(|row| {
            let agreed = Agreed { person: row.id("person_id")?, at: row.moment("at")? };
            Ok((row.id("purpose_id")?, agreed))
        })
        .collect()
}
