//! What changed of late, so that machine readers on every node know what to read again: one row
//! for each thing, written with the change itself. It keeps the week and no time, so that nothing
//! unsigned is dated by it.

use ground::id::{Kind, SystemId, Thing, Uuid};
use ground::{Moment, Outcome};
use store::{Database, Look, Row, Work, bind, sql};

/// How many rows are read, or cleared away, at a time.
const TOGETHER: usize = 500;

/// One thing that changed of late.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Changed {
    /// What.
    pub thing: Thing,
    /// Where it is at home.
    pub system: SystemId,
    /// In which week it changed last.
    pub week: i64,
    /// How often it changed since the row was made.
    pub revision: i64,
}

/// Notes that a thing changed, in the transaction that changes it.
pub async fn note(work: &mut Work, system: SystemId, thing: Thing, at: Moment) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO changes (system_id, id, kind, week, revision) \
             VALUES ($1, $2, $3, $4, 1) ON CONFLICT (system_id, id) \
             DO UPDATE SET week = excluded.week, revision = changes.revision + 1"
        ),
        bind().id(system).id(thing.id).word(thing.kind.word()).number(at.week().0),
    )
    .await?;
    Ok(())
}

/// Numbers that are others as soon as anything was noted or cleared away: asking for them is
/// cheaper than reading every row.
pub async fn tally(look: &mut Look) -> Outcome<[i64; 3]> {
    let row = look
        .one(
            sql!(
                "SELECT COUNT(*) AS many, CAST(COALESCE(SUM(revision), 0) AS BIGINT) AS revisions, \
                 CAST(COALESCE(SUM(week), 0) AS BIGINT) AS weeks FROM changes"
            ),
            bind(),
        )
        .await?;
    Ok([row.number("many")?, row.number("revisions")?, row.number("weeks")?])
}

/// What changed in this week and the one before.
pub async fn of_late(look: &mut Look, now: Moment) -> Outcome<Vec<Changed>> {
    let mut changed: Vec<Changed> = Vec::new();
    let mut after = (SystemId(Uuid::nil()), Uuid::nil());
    loop {
        let rows = look
            .all(
                sql!(
                    "SELECT system_id, id, kind, week, revision FROM changes WHERE week >= $1 \
                     AND (system_id > $2 OR (system_id = $2 AND id > $3)) \
                     ORDER BY system_id, id LIMIT 500"
                ),
                bind().number(now.week().0 - 1).id(after.0).id(after.1),
            )
            .await?;
        let Some(last) = rows.last() else { break };
        after = (last.id("system_id")?, last.id("id")?);
        for row in &rows {
            changed.extend(read(row)?);
        }
        if rows.len() < TOGETHER {
            break;
        }
    }
    Ok(changed)
}

fn read(row: &Row) -> Outcome<Option<Changed>> {
    let Some(kind) = Kind::parse(&row.word("kind")?) else { return Ok(None) };
    Ok(Some(Changed {
        thing: Thing { kind, id: row.id("id")? },
        system: row.id("system_id")?,
        week: row.number("week")?,
        revision: row.number("revision")?,
    }))
}

/// Clears away what changed before last week: every node that runs has read it by now. Says how
/// many rows went, at most 500.
pub async fn sweep(database: &Database, now: Moment) -> Outcome<usize> {
    store::write!(database, |work| {
        let rows = work
            .all(
                sql!("SELECT system_id, id FROM changes WHERE week < $1 LIMIT 500"),
                bind().number(now.week().0 - 1),
            )
            .await?;
        for row in &rows {
            work.run(
                sql!("DELETE FROM changes WHERE system_id = $1 AND id = $2"),
                bind().id(row.id::<SystemId>("system_id")?).id(row.id::<Uuid>("id")?),
            )
            .await?;
        }
        Ok(rows.len())
    })
}
