//! The rows of parts, read beside the standings that say from when to when.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use sharing::{StandingId, StandingKind};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::PartKind;

pub(crate) struct PartRow {
    pub(crate) id: StandingId,
    pub(crate) person: PersonId,
    pub(crate) standing: StandingKind,
    pub(crate) kind: Option<PartKind>,
    pub(crate) words: Option<Sealed>,
    pub(crate) fits: Option<Sealed>,
    pub(crate) given_by: Option<PersonId>,
    pub(crate) began: Moment,
    pub(crate) ended: Option<Moment>,
}

/// Writes what somebody is here, or writes it anew.
pub(crate) async fn say(
    work: &mut Work,
    system: SystemId,
    id: StandingId,
    person: PersonId,
    kind: PartKind,
    (words, fits): (Option<Sealed>, Option<Sealed>),
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO parts (system_id, id, person_id, kind, words, fits) \
             VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (system_id, id) DO UPDATE SET \
             kind = excluded.kind, words = excluded.words, fits = excluded.fits"
        ),
        bind()
            .id(system)
            .id(id)
            .id(person)
            .word(kind.word())
            .maybe_sealed(words)
            .maybe_sealed(fits),
    )
    .await?;
    Ok(())
}

pub(crate) async fn of_system(look: &mut Look, system: SystemId) -> Outcome<Vec<PartRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT s.id, s.person_id, s.kind AS standing, s.given_by, s.began, \
                 s.ended, COALESCE(p.kind, '') AS kind, p.words, p.fits \
                 FROM standings s LEFT JOIN parts p ON p.system_id = s.system_id AND p.id = s.id \
                 WHERE s.system_id = $1 LIMIT 1000"
            ),
            bind().id(system),
        )
        .await?;
    read_all(&rows)
}

pub(crate) async fn find(look: &mut Look, system: SystemId, id: StandingId) -> Outcome<PartRow> {
    let row = look
        .one(
            sql!(
                "SELECT s.id, s.person_id, s.kind AS standing, s.given_by, s.began, \
                 s.ended, COALESCE(p.kind, '') AS kind, p.words, p.fits \
                 FROM standings s LEFT JOIN parts p ON p.system_id = s.system_id AND p.id = s.id \
                 WHERE s.system_id = $1 AND s.id = $2"
            ),
            bind().id(system).id(id),
        )
        .await?;
    read(&row)?.ok_or(Fault::NotFound)
}

/// Every part of this person, wherever, for their export.
pub(crate) async fn of_person(look: &mut Look, person: PersonId) -> Outcome<Vec<PartRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT s.id, s.person_id, s.kind AS standing, s.given_by, s.began, \
                 s.ended, p.kind, p.words, p.fits \
                 FROM parts p JOIN standings s ON s.system_id = p.system_id AND s.id = p.id \
                 WHERE p.person_id = $1 LIMIT 1000"
            ),
            bind().id(person),
        )
        .await?;
    read_all(&rows)
}

/// What this person is in a place or in one system of it, and which of it has not ended.
pub(crate) async fn current_in_place(
    look: &mut Look,
    place: SystemId,
    person: PersonId,
) -> Outcome<Vec<(SystemId, StandingId, StandingKind)>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, kind FROM standings \
                 WHERE place_id = $1 AND person_id = $2 AND ended IS NULL LIMIT 200"
            ),
            bind().id(place).id(person),
        )
        .await?;
    let mut current = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(kind) = StandingKind::parse(&row.word("kind")?) {
            current.push((row.id("system_id")?, row.id("id")?, kind));
        }
    }
    Ok(current)
}

/// How many parts somebody plays or played.
pub(crate) async fn count(look: &mut Look, person: PersonId) -> Outcome<i64> {
    look.one(sql!("SELECT COUNT(*) AS many FROM parts WHERE person_id = $1"), bind().id(person))
        .await?
        .number("many")
}

/// Deletes what somebody was here, at most 500 rows, and says how many.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<usize> {
    let rows = work
        .all(
            sql!("SELECT system_id, id FROM parts WHERE person_id = $1 LIMIT 500"),
            bind().id(person),
        )
        .await?;
    for row in &rows {
        work.run(
            sql!("DELETE FROM parts WHERE system_id = $1 AND id = $2"),
            bind().id(row.id::<SystemId>("system_id")?).id(row.id::<StandingId>("id")?),
        )
        .await?;
    }
    Ok(rows.len())
}

fn read_all(rows: &[Row]) -> Outcome<Vec<PartRow>> {
    rows.iter().filter_map(|row| read(row).transpose()).collect()
}

fn read(row: &Row) -> Outcome<Option<PartRow>> {
    let Some(standing) = StandingKind::parse(&row.word("standing")?) else { return Ok(None) };
    Ok(Some(PartRow {
        id: row.id("id")?,
        person: row.id("person_id")?,
        standing,
        kind: PartKind::parse(&row.word("kind")?),
        words: row.maybe_sealed("words")?,
        fits: row.maybe_sealed("fits")?,
        given_by: row.maybe_id("given_by")?,
        began: row.moment("began")?,
        ended: row.maybe_moment("ended")?,
    }))
}
