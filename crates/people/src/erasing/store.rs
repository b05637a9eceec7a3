//! The rows of lives that are taken away or erased.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{Moment, Outcome};
use store::{Look, Row, Sealed, Sql, Work, bind, sql};

/// One text of somebody's, still sealed.
pub(super) struct Own {
    pub(super) life: SystemId,
    /// The row it stands in.
    pub(super) row: Uuid,
    /// The thing it belongs to.
    pub(super) thing: Uuid,
    pub(super) part: &'static str,
    pub(super) words: Sealed,
    pub(super) at: Moment,
}

fn own(rows: &[Row], part: &'static str) -> Outcome<Vec<Own>> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(words) = row.maybe_sealed("words")? else { continue };
        let (life, id, thing) = (row.id("system_id")?, row.id("id")?, row.id("thing_id")?);
        all.push(Own { life, row: id, thing, part, words, at: row.moment("at")? });
    }
    Ok(all)
}

/// Everything that stands in a life.
pub(super) async fn of_life(look: &mut Look, life: SystemId, now: Moment) -> Outcome<Vec<Own>> {
    let parts: [(&str, Sql); 9] = [
        (
            "name",
            sql!(
                "SELECT system_id, system_id AS id, system_id AS thing_id, name AS words, \
                 began AS at FROM lives WHERE system_id = $1 AND system_id > $2 \
                 ORDER BY system_id LIMIT $3"
            ),
        ),
        (
            "heading",
            sql!(
                "SELECT system_id, id, id AS thing_id, heading AS words, made AS at \
                 FROM sections WHERE system_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
        (
            "passage",
            sql!(
                "SELECT system_id, id, id AS thing_id, words, at FROM passages \
                 WHERE system_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
        (
            "wording",
            sql!(
                "SELECT system_id, id, thing_id, words, at FROM wordings \
                 WHERE system_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
        (
            "purpose",
            sql!(
                "SELECT system_id, id, id AS thing_id, purpose AS words, given AS at \
                 FROM corners WHERE system_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
        (
            "meeting",
            sql!(
                "SELECT system_id, id, id AS thing_id, meeting AS words, given AS at \
                 FROM corners WHERE system_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
        (
            "visit",
            sql!(
                "SELECT system_id, id, id AS thing_id, words, at FROM visits \
                 WHERE system_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
        (
            "present",
            sql!(
                "SELECT system_id, id, id AS thing_id, present AS words, at FROM visits \
                 WHERE system_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
        (
            "next_time",
            sql!(
                "SELECT system_id, id, id AS thing_id, line AS words, at FROM meetings \
                 WHERE system_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
    ];
    let mut all = Vec::new();
    for (part, sql) in parts {
        all.extend(own(&look.whole(sql, bind().id(life)).await?, part)?);
    }
    // A note that does not show yet is not among what whoever holds the pen takes along.
    let notes = sql!(
        "SELECT system_id, id, id AS thing_id, words, at FROM notes \
         WHERE system_id = $1 AND shows_from <= $2 AND id > $3 ORDER BY id LIMIT $4"
    );
    all.extend(own(&look.whole(notes, bind().id(life).moment(now)).await?, "note")?);
    Ok(all)
}

/// What this person wrote in any life.
pub(super) async fn written_by(look: &mut Look, person: PersonId) -> Outcome<Vec<Own>> {
    let passages = look
        .whole(
            sql!(
                "SELECT system_id, id, id AS thing_id, words, at FROM passages \
                 WHERE written_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
            bind().id(person),
        )
        .await?;
    let wordings = look
        .whole(
            sql!(
                "SELECT system_id, id, thing_id, words, at FROM wordings \
                 WHERE said_by = $1 AND thing_kind = 'passage' AND id > $2 ORDER BY id LIMIT $3"
            ),
            bind().id(person),
        )
        .await?;
    let mut all = own(&passages, "passage")?;
    all.extend(own(&wordings, "wording")?);
    for (part, sql) in [
        (
            "visit",
            sql!(
                "SELECT system_id, id, id AS thing_id, words, at FROM visits \
                 WHERE written_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
        (
            "present",
            sql!(
                "SELECT system_id, id, id AS thing_id, present AS words, at FROM visits \
                 WHERE written_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
        (
            "note",
            sql!(
                "SELECT system_id, id, id AS thing_id, words, at FROM notes \
                 WHERE written_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
        (
            "danger",
            sql!(
                "SELECT system_id, id, id AS thing_id, danger AS words, at FROM notes \
                 WHERE written_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
        ),
    ] {
        all.extend(own(&look.whole(sql, bind().id(person)).await?, part)?);
    }
    Ok(all)
}

/// Those of these lives whose pen somebody else holds too.
pub(crate) async fn held_by_others(
    look: &mut Look,
    lives: &[SystemId],
    person: PersonId,
) -> Outcome<Vec<SystemId>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT DISTINCT system_id FROM standings WHERE system_id IN ({many}) \
                 AND person_id <> $1 AND kind = 'pen' AND ended IS NULL LIMIT 500"
            ),
            bind().id(person),
            lives.iter().copied(),
        )
        .await?;
    rows.iter().map(|row| row.id("system_id")).collect()
}

/// Forgets some of what was said in a life, at most 500 things a time. Says how many there were.
pub(super) async fn forget_some(work: &mut Work, life: SystemId) -> Outcome<usize> {
    let mut gone = 0;
    for (find, forget) in [
        (
            sql!("SELECT id FROM passages WHERE system_id = $1 LIMIT 500"),
            sql!("DELETE FROM passages WHERE system_id = $1 AND id = $2"),
        ),
        (
            sql!("SELECT id FROM wordings WHERE system_id = $1 LIMIT 500"),
            sql!("DELETE FROM wordings WHERE system_id = $1 AND id = $2"),
        ),
        (
            sql!("SELECT id FROM visits WHERE system_id = $1 LIMIT 500"),
            sql!("DELETE FROM visits WHERE system_id = $1 AND id = $2"),
        ),
        (
            sql!("SELECT id FROM notes WHERE system_id = $1 LIMIT 500"),
            sql!("DELETE FROM notes WHERE system_id = $1 AND id = $2"),
        ),
    ] {
        let rows = work.all(find, bind().id(life)).await?;
        for row in &rows {
            work.run(forget, bind().id(life).id(row.id::<Uuid>("id")?)).await?;
        }
        gone += rows.len();
    }
    Ok(gone)
}

/// Forgets the rest of a life: its parts, whose it was, and that it was there.
pub(super) async fn forget(work: &mut Work, life: SystemId) -> Outcome<()> {
    for sql in [
        sql!("DELETE FROM visit_people WHERE system_id = $1"),
        sql!("DELETE FROM meetings WHERE system_id = $1"),
        sql!("DELETE FROM copies WHERE system_id = $1"),
    ] {
        work.run(sql, bind().id(life)).await?;
    }
    work.run(sql!("DELETE FROM sections WHERE system_id = $1"), bind().id(life)).await?;
    work.run(sql!("DELETE FROM lives WHERE system_id = $1"), bind().id(life)).await?;
    work.run(sql!("DELETE FROM standings WHERE system_id = $1"), bind().id(life)).await?;
    Ok(())
}

/// Those of these ids that are lives which are there.
pub(super) async fn lives_among(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<SystemId>> {
    let rows = look
        .all_of(
            sql!("SELECT system_id FROM lives WHERE system_id IN ({many})"),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    let mut lives: Vec<SystemId> =
        rows.iter().map(|row| row.id("system_id")).collect::<Outcome<_>>()?;
    lives.sort_unstable();
    lives.dedup();
    Ok(lives)
}

/// Those of these ids that are things said in lives and have words.
pub(super) async fn passages_among(
    look: &mut Look,
    ids: &[Uuid],
) -> Outcome<Vec<(SystemId, Uuid)>> {
    let rows = look
        .all_of(
            sql!("SELECT system_id, id FROM passages WHERE id IN ({many}) AND words IS NOT NULL"),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    each_once(&rows)
}

/// Those of these ids that are times of meeting which are there.
pub(super) async fn visits_among(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<(SystemId, Uuid)>> {
    let rows = look
        .all_of(
            sql!("SELECT system_id, id FROM visits WHERE id IN ({many}) AND taken_out IS NULL"),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    each_once(&rows)
}

/// Those of these ids that are notes which are there.
pub(super) async fn notes_among(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<(SystemId, Uuid)>> {
    let rows = look
        .all_of(
            sql!("SELECT system_id, id FROM notes WHERE id IN ({many}) AND taken_out IS NULL"),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    each_once(&rows)
}

fn each_once(rows: &[Row]) -> Outcome<Vec<(SystemId, Uuid)>> {
    let mut all: Vec<(SystemId, Uuid)> =
        rows.iter().map(|row| Ok((row.id("system_id")?, row.id("id")?))).collect::<Outcome<_>>()?;
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Empties again what was taken out of lives.
pub(super) async fn empty_again(work: &mut Work, some: &[(SystemId, Uuid)]) -> Outcome<()> {
    for (life, id) in some {
        work.run(
            sql!("UPDATE passages SET words = NULL WHERE system_id = $1 AND id = $2"),
            bind().id(*life).id(*id),
        )
        .await?;
        sharing::wordings::forget(work, *id).await?;
    }
    Ok(())
}

/// Ends that this person holds the pen of a life.
pub(crate) async fn end_pen(
    work: &mut Work,
    (life, person): (SystemId, PersonId),
    now: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE standings SET ended = $3 WHERE system_id = $1 AND person_id = $2 \
             AND kind = 'pen' AND ended IS NULL"
        ),
        bind().id(life).id(person).moment(now),
    )
    .await?;
    Ok(())
}
