//! The rows of those who asked that somebody says they are 18 now.

use ground::id::{PersonId, SystemId};
use ground::{Moment, Outcome};
use store::{Look, Work, bind, sql};

/// Where somebody asked, and when.
pub(super) async fn of_person(
    look: &mut Look,
    person: PersonId,
) -> Outcome<Option<(SystemId, Moment)>> {
    let row = look
        .maybe(
            sql!("SELECT system_id, at FROM grown_asks WHERE person_id = $1 LIMIT 1"),
            bind().id(person),
        )
        .await?;
    row.map(|row| Ok((row.id("system_id")?, row.moment("at")?))).transpose()
}

/// Who asked in a place and plays a part there still, first asked first.
pub(super) async fn of_place(look: &mut Look, place: SystemId) -> Outcome<Vec<(PersonId, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT g.person_id, g.at FROM grown_asks g WHERE g.system_id = $1 \
                 AND EXISTS (SELECT 1 FROM standings s WHERE s.person_id = g.person_id \
                 AND s.system_id = $1 AND s.kind = 'part' AND s.ended IS NULL) \
                 ORDER BY g.at, g.person_id LIMIT 100"
            ),
            bind().id(place),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("person_id")?, row.moment("at")?))).collect()
}

/// In which of these places somebody other than this person waits, and since when.
pub(super) async fn waits_in(
    look: &mut Look,
    places: &[SystemId],
    other_than: PersonId,
) -> Outcome<Vec<(SystemId, Moment)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT g.system_id, MIN(g.at) AS since FROM grown_asks g \
                 WHERE g.person_id <> $1 AND g.system_id IN ({many}) \
                 AND EXISTS (SELECT 1 FROM standings s WHERE s.person_id = g.person_id \
                 AND s.system_id = g.system_id AND s.kind = 'part' AND s.ended IS NULL) \
                 GROUP BY g.system_id"
            ),
            bind().id(other_than),
            places.iter().copied(),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("system_id")?, row.moment("since")?))).collect()
}

/// Keeps that somebody asked in a place, in place of having asked in another.
pub(super) async fn keep(
    work: &mut Work,
    place: SystemId,
    person: PersonId,
    at: Moment,
) -> Outcome<()> {
    forget(work, person).await?;
    work.run(
        sql!("INSERT INTO grown_asks (system_id, person_id, at) VALUES ($1, $2, $3)"),
        bind().id(place).id(person).moment(at),
    )
    .await?;
    Ok(())
}

/// Takes it away, and says whether it was there.
pub(super) async fn end(work: &mut Work, place: SystemId, person: PersonId) -> Outcome<bool> {
    let gone = work
        .run(
            sql!("DELETE FROM grown_asks WHERE system_id = $1 AND person_id = $2"),
            bind().id(place).id(person),
        )
        .await?;
    Ok(gone > 0)
}

/// Takes it away wherever they asked.
pub(super) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(sql!("DELETE FROM grown_asks WHERE person_id = $1"), bind().id(person)).await?;
    Ok(())
}
