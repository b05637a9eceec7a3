//! One question over the nouns of this crate, so that a page of time is one question however
//! much happened.

use ground::id::{PersonId, SystemId, Thing, Uuid};
use ground::{Moment, Outcome};
use store::{Look, Row, Sealed, bind, sql};

use super::Happening;

pub(crate) struct EventRow {
    pub(crate) happening: Happening,
    pub(crate) thing: Thing,
    pub(crate) row: Uuid,
    pub(crate) column: &'static str,
    pub(crate) heading: Sealed,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

pub(crate) async fn of_system(look: &mut Look, system: SystemId) -> Outcome<Vec<EventRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT * FROM (SELECT 'inquiry' AS word, id AS thing_id, id AS row_id, \
                 question AS heading, said_by, at FROM inquiries WHERE system_id = $1 \
                 ORDER BY at DESC, id LIMIT 40) AS asked \
                 UNION ALL SELECT * FROM (SELECT 'experiment' AS word, id AS thing_id, \
                 id AS row_id, name AS heading, said_by, at FROM experiments \
                 WHERE system_id = $1 ORDER BY at DESC, id LIMIT 40) AS tried \
                 UNION ALL SELECT * FROM (SELECT kind AS word, experiment_id AS thing_id, \
                 id AS row_id, words AS heading, said_by, at FROM entries \
                 WHERE system_id = $1 AND kind IN ('grow', 'change', 'stop') \
                 ORDER BY at DESC, id LIMIT 40) AS decided \
                 UNION ALL SELECT * FROM (SELECT 'lesson' AS word, id AS thing_id, \
                 id AS row_id, learned AS heading, said_by, at FROM lessons \
                 WHERE system_id = $1 ORDER BY at DESC, id LIMIT 40) AS learned \
                 UNION ALL SELECT * FROM (SELECT CASE WHEN will_do IS NOT NULL THEN 'will_do' \
                 WHEN intended IS NOT NULL THEN 'intended' WHEN saying IS NOT NULL THEN 'saying' \
                 WHEN missing IS NOT NULL THEN 'missing' WHEN heard IS NOT NULL THEN 'heard' \
                 ELSE 'decided' END AS word, \
                 id AS thing_id, id AS row_id, \
                 COALESCE(will_do, intended, saying, missing, heard, decided) AS heading, said_by, at \
                 FROM conversations WHERE system_id = $1 ORDER BY at DESC, id LIMIT 40) AS spoke \
                 LIMIT 200"
            ),
            bind().id(system),
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<EventRow> {
    let (happening, kind, column) = row.known("word", super::parse)?;
    Ok(EventRow {
        happening,
        thing: Thing::new(kind, row.id::<Uuid>("thing_id")?),
        row: row.id("row_id")?,
        column,
        heading: row.sealed("heading")?,
        by: row.id("said_by")?,
        at: row.moment("at")?,
    })
}
