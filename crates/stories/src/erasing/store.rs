//! The rows that hang on somebody who is erased.

use ::store::{Look, Work, bind, sql};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Outcome};

use super::Counted;
use crate::tellings::TellingId;

pub(super) async fn count(look: &mut Look, person: PersonId) -> Outcome<Counted> {
    let mut counts = [0; 4];
    let questions = [
        sql!("SELECT COUNT(*) AS many FROM tellings WHERE teller_id = $1"),
        sql!(
            "SELECT COUNT(*) AS many FROM tellings t WHERE t.writer_id = $1 \
             AND t.teller_id IS NULL AND t.slip_hash IS NULL \
             AND NOT EXISTS (SELECT 1 FROM wishes w \
             WHERE w.system_id = t.system_id AND w.telling_id = t.id AND w.to_id <> $1 \
             AND (w.to_kind = 'person' OR t.manner <> 'absent' OR t.read_back IS NOT NULL \
             OR t.not_read_back_why IS NOT NULL))"
        ),
        sql!("SELECT COUNT(*) AS many FROM wishes WHERE to_id = $1"),
        sql!(
            "SELECT (SELECT COUNT(*) FROM imports WHERE said_by = $1) \
             + (SELECT COUNT(*) FROM import_drafts WHERE said_by = $1) AS many"
        ),
    ];
    for (count, sql) in counts.iter_mut().zip(questions) {
        *count = look.one(sql, bind().id(person)).await?.number("many")?;
    }
    let [told, unheard, wished, brought] = counts;
    Ok(Counted { told, unheard, wished, brought })
}

/// What this person told, and what they wrote down that nobody else hears now. What waits to be
/// read back goes no further than people chosen by name.
pub(super) async fn own(look: &mut Look, person: PersonId, most: usize) -> Outcome<Vec<TellingId>> {
    let rows = look
        .all(
            sql!(
                "SELECT t.id FROM tellings t WHERE t.teller_id = $1 OR (t.writer_id = $1 \
                 AND t.teller_id IS NULL AND t.slip_hash IS NULL \
             AND NOT EXISTS (SELECT 1 FROM wishes w \
                 WHERE w.system_id = t.system_id AND w.telling_id = t.id AND w.to_id <> $1 \
                 AND (w.to_kind = 'person' OR t.manner <> 'absent' OR t.read_back IS NOT NULL \
                 OR t.not_read_back_why IS NOT NULL))) ORDER BY t.id LIMIT $2"
            ),
            bind().id(person).number(i64::try_from(most).map_err(Fault::inside)?),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

pub(super) async fn forget_wishes(work: &mut Work, person: PersonId) -> Outcome<usize> {
    let rows = work
        .all(
            sql!("SELECT system_id, telling_id, to_kind FROM wishes WHERE to_id = $1 LIMIT 500"),
            bind().id(person),
        )
        .await?;
    for row in &rows {
        work.run(
            sql!(
                "DELETE FROM wishes WHERE system_id = $1 AND telling_id = $2 \
                 AND to_kind = $3 AND to_id = $4"
            ),
            bind()
                .id(row.id::<SystemId>("system_id")?)
                .id(row.id::<TellingId>("telling_id")?)
                .word(&row.word("to_kind")?)
                .id(person),
        )
        .await?;
    }
    Ok(rows.len())
}

/// A file that somebody brought: an import, or one that was not kept yet.
pub(super) struct File {
    pub(super) system: SystemId,
    pub(super) id: Uuid,
}

pub(super) async fn empty_files(look: &mut Look, person: PersonId) -> Outcome<Vec<File>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id FROM import_drafts WHERE said_by = $1 \
                 UNION ALL SELECT m.system_id, m.id FROM imports m WHERE m.said_by = $1 \
                 AND NOT EXISTS (SELECT 1 FROM tellings t WHERE t.import_id = m.id) LIMIT 50"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(|row| Ok(File { system: row.id("system_id")?, id: row.id("id")? })).collect()
}

pub(super) async fn delete_file(work: &mut Work, file: &File) -> Outcome<()> {
    for sql in [
        sql!("DELETE FROM import_draft_parts WHERE system_id = $1 AND draft_id = $2"),
        sql!("DELETE FROM import_drafts WHERE system_id = $1 AND id = $2"),
        sql!("DELETE FROM imports WHERE system_id = $1 AND id = $2"),
        sql!("DELETE FROM second_readings WHERE system_id = $1 AND import_id = $2"),
    ] {
        work.run(sql, bind().id(file.system).id(file.id)).await?;
    }
    Ok(())
}

/// The next tellings after this one, in the order of their ids.
pub(super) async fn tellings_after(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    let next = sql!("SELECT id FROM tellings WHERE id > $1 ORDER BY id LIMIT 500");
    let rows = look.all(next, bind().id(after)).await?;
    rows.iter().map(|row| row.id("id")).collect()
}
