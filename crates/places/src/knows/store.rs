//! The rows of what people may be asked about.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::KnowsId;

pub(super) struct KnowsRow {
    pub(super) id: KnowsId,
    pub(super) person: PersonId,
    pub(super) words: Sealed,
    pub(super) reach: Option<Sealed>,
}

pub(super) async fn insert(
    work: &mut Work,
    (place, id): (SystemId, KnowsId),
    (words, reach): (Sealed, Option<Sealed>),
    (by, at): (PersonId, Moment),
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO knows (system_id, id, person_id, words, reach, at) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        bind().id(place).id(id).id(by).sealed(words).maybe_sealed(reach).moment(at),
    )
    .await?;
    Ok(())
}

pub(super) async fn is_there(look: &mut Look, (place, id): (SystemId, KnowsId)) -> Outcome<bool> {
    let there = sql!("SELECT id FROM knows WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(there, bind().id(place).id(id)).await?.is_some())
}

/// Deletes what this person said; what is somebody else's is not there for them.
pub(super) async fn delete(
    work: &mut Work,
    (place, id): (SystemId, KnowsId),
    by: PersonId,
) -> Outcome<()> {
    let gone = sql!("DELETE FROM knows WHERE system_id = $1 AND id = $2 AND person_id = $3");
    match work.run(gone, bind().id(place).id(id).id(by)).await? {
        0 => Err(Fault::NotFound),
        _ => Ok(()),
    }
}

/// What everybody of a place said, in no order that says anything. Whoever plays no part in the place
/// any more is asked no longer, and nobody who said meanwhile that they are under 18.
pub(super) async fn of_place(look: &mut Look, place: SystemId) -> Outcome<Vec<KnowsRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT k.id, k.person_id, k.words, k.reach FROM knows k WHERE k.system_id = $1 \
                 AND EXISTS (SELECT 1 FROM standings s WHERE s.person_id = k.person_id \
                 AND s.place_id = k.system_id AND s.kind = 'part' AND s.ended IS NULL) \
                 AND NOT EXISTS (SELECT 1 FROM persons p WHERE p.id = k.person_id AND p.under_18) \
                 ORDER BY k.id LIMIT 3000"
            ),
            bind().id(place),
        )
        .await?;
    let read = |row: &Row| {
        Ok(KnowsRow {
            id: row.id("id")?,
            person: row.id("person_id")?,
            words: row.sealed("words")?,
            reach: row.maybe_sealed("reach")?,
        })
    };
    rows.iter().map(read).collect()
}

/// What this person said anywhere, still sealed, for themselves.
pub(crate) async fn of_person(
    look: &mut Look,
    person: PersonId,
) -> Outcome<Vec<(KnowsId, Sealed, Option<Sealed>, Moment)>> {
    let rows = look
        .whole(
            sql!(
                "SELECT id, words, reach, at FROM knows WHERE person_id = $1 AND id > $2 \
                 ORDER BY id LIMIT $3"
            ),
            bind().id(person),
        )
        .await?;
    let read = |row: &Row| {
        let (id, at) = (row.id("id")?, row.moment("at")?);
        Ok((id, row.sealed("words")?, row.maybe_sealed("reach")?, at))
    };
    rows.iter().map(read).collect()
}

/// Forgets what this person said anywhere, at most 500 lines at once.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    let rows = work
        .all(
            sql!("SELECT system_id, id FROM knows WHERE person_id = $1 LIMIT 500"),
            bind().id(person),
        )
        .await?;
    for row in &rows {
        let of = (row.id::<SystemId>("system_id")?, row.id::<KnowsId>("id")?);
        delete(work, of, person).await?;
    }
    Ok(())
}
