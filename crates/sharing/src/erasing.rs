//! What this room knows of somebody who is erased: where they stand, what is offered to them, who
//! looked, and their name. Each verb takes a bounded piece and says whether more is left, so that
//! whoever calls them can stop anywhere and go on by calling them again.

use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Moment, Outcome};
use store::{Database, Look, Row, Work, bind, sql};

use crate::trail::{self, Mark, Verb};

/// How much there is of somebody in this room.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counted {
    /// Standings that hold now.
    pub standings: i64,
    /// Things offered to them by name.
    pub offered: i64,
    /// Readings in which they read, or their words were read.
    pub looked: i64,
}

/// Counts what there is.
pub async fn count(look: &mut Look, person: PersonId) -> Outcome<Counted> {
    let mut counts = [0; 3];
    let questions = [
        sql!("SELECT COUNT(*) AS many FROM standings WHERE person_id = $1 AND ended IS NULL"),
        sql!("SELECT COUNT(DISTINCT thing_id) AS many FROM audiences WHERE to_id = $1"),
        sql!("SELECT COUNT(*) AS many FROM looked WHERE concerns_id = $1 OR reader_id = $1"),
    ];
    for (count, sql) in counts.iter_mut().zip(questions) {
        *count = look.one(sql, bind().id(person)).await?.number("many")?;
    }
    let [standings, offered, looked] = counts;
    Ok(Counted { standings, offered, looked })
}

/// Whether this person is here at all.
pub async fn is_here(look: &mut Look, person: PersonId) -> Outcome<bool> {
    let row = look.maybe(sql!("SELECT id FROM persons WHERE id = $1"), bind().id(person)).await?;
    Ok(row.is_some())
}

/// The next people after this one, in the order of their ids: at most 500. For whoever holds rows
/// against keys.
pub async fn people_after(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    let next = sql!("SELECT id FROM persons WHERE id > $1 ORDER BY id LIMIT 500");
    let rows = look.all(next, bind().id(after)).await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// Those of these ids that are people who are here.
pub async fn people_among(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<PersonId>> {
    let rows = look
        .all_of(sql!("SELECT id FROM persons WHERE id IN ({many})"), bind(), ids.iter().copied())
        .await?;
    let mut people: Vec<PersonId> = rows.iter().map(|row| row.id("id")).collect::<Outcome<_>>()?;
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Ends every standing that holds; each stays as a row that says from when to when.
pub async fn end_standings(work: &mut Work, person: PersonId, now: Moment) -> Outcome<()> {
    work.run(
        sql!("UPDATE standings SET ended = $2 WHERE person_id = $1 AND ended IS NULL"),
        bind().id(person).moment(now),
    )
    .await?;
    Ok(())
}

/// Takes back what was offered to them by name: at most 500 rows. Says how many there were.
pub async fn withdraw_from(database: &Database, person: PersonId) -> Outcome<usize> {
    let found = sql!(
        "SELECT system_id, thing_kind, at, thing_id FROM audiences WHERE to_id = $1 LIMIT 500"
    );
    let rows = database.look().await?.all(found, bind().id(person)).await?;
    store::write!(database, |work| {
        for row in &rows {
            work.run(
                sql!(
                    "DELETE FROM audiences WHERE system_id = $1 AND to_id = $2 \
                     AND thing_kind = $3 AND at = $4 AND thing_id = $5"
                ),
                bind()
                    .id(row.id::<Uuid>("system_id")?)
                    .id(person)
                    .word(&row.word("thing_kind")?)
                    .moment(row.moment("at")?)
                    .id(row.id::<Uuid>("thing_id")?),
            )
            .await?;
        }
        Ok(rows.len())
    })
}

/// Forgets who looked at what they told, and at what they looked: at most 500 rows. Says how many
/// there were. The trail is sealed first, since it would bring back what it has not yet shown.
pub async fn forget_looked(database: &Database, person: PersonId) -> Outcome<usize> {
    let found = sql!(
        "SELECT system_id, concerns_id, at, id FROM looked \
         WHERE concerns_id = $1 OR reader_id = $1 LIMIT 500"
    );
    let rows = database.look().await?.all(found, bind().id(person)).await?;
    store::write!(database, |work| {
        for row in &rows {
            forget_look(work, row).await?;
        }
        Ok(rows.len())
    })
}

async fn forget_look(work: &mut Work, row: &Row) -> Outcome<()> {
    work.run(
        sql!(
            "DELETE FROM looked \
             WHERE system_id = $1 AND concerns_id = $2 AND at = $3 AND id = $4"
        ),
        bind()
            .id(row.id::<Uuid>("system_id")?)
            .id(row.id::<Uuid>("concerns_id")?)
            .moment(row.moment("at")?)
            .id(row.id::<Uuid>("id")?),
    )
    .await?;
    Ok(())
}

/// Forgets their name, as the last thing of all, and marks in each place they were part of that
/// somebody was erased. Their key is thrown away before this.
pub async fn forget(database: &Database, person: PersonId, now: Moment) -> Outcome<()> {
    store::write!(database, |work| {
        let places = work
            .all(
                sql!("SELECT DISTINCT place_id FROM standings WHERE person_id = $1 LIMIT 200"),
                bind().id(person),
            )
            .await?;
        for place in &places {
            let place: SystemId = place.id("place_id")?;
            let thing = Thing::new(Kind::Person, person);
            trail::mark(work, Mark::of(place, now, Verb::Erased, None, thing)).await?;
        }
        work.run(sql!("DELETE FROM persons WHERE id = $1"), bind().id(person)).await?;
        Ok(())
    })
}

/// Seals all of the trail that is not sealed yet, so that every reading is shown where it will be
/// looked for.
pub async fn seal_all(database: &Database, now: Moment) -> Outcome<()> {
    loop {
        match trail::seal(database, now).await {
            Ok(0) => return Ok(()),
            // Another node sealed the same rows first; then there are fewer left.
            Ok(_) | Err(ground::Fault::Already) => {}
            Err(fault) => return Err(fault),
        }
    }
}

/// Forgets who looked in one system, at most 500 rows: somebody's own page that has ended. Says how
/// many there were.
pub async fn forget_looked_in(database: &Database, system: SystemId) -> Outcome<usize> {
    let found =
        sql!("SELECT system_id, concerns_id, at, id FROM looked WHERE system_id = $1 LIMIT 500");
    let rows = database.look().await?.all(found, bind().id(system)).await?;
    store::write!(database, |work| {
        for row in &rows {
            forget_look(work, row).await?;
        }
        Ok(rows.len())
    })
}
