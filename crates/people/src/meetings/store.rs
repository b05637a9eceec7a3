//! The rows of the next times that people meet.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{MOST_NEXT, MeetingId};
use crate::corner::To;

pub(super) struct MeetingRow {
    pub(super) id: MeetingId,
    pub(super) day: Moment,
    pub(super) line: Option<Sealed>,
    pub(super) with: To,
}

impl MeetingRow {
    fn read(row: &Row) -> Outcome<Self> {
        let with: Uuid = row.id("with_id")?;
        Ok(Self {
            id: row.id("id")?,
            day: row.moment("day")?,
            line: row.maybe_sealed("line")?,
            with: row.known("with_kind", |word| To::of(word, with))?,
        })
    }
}

/// What is kept when a next time is set.
pub(super) struct NewMeeting {
    pub(super) life: SystemId,
    pub(super) id: MeetingId,
    pub(super) day: Moment,
    pub(super) with: To,
    pub(super) by: PersonId,
    pub(super) at: Moment,
}

pub(super) async fn insert(work: &mut Work, new: &NewMeeting, line: Option<Sealed>) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO meetings (system_id, id, day, line, with_kind, with_id, set_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        bind()
            .id(new.life)
            .id(new.id)
            .moment(new.day)
            .maybe_sealed(line)
            .word(new.with.word())
            .id(new.with.id())
            .id(new.by)
            .moment(new.at),
    )
    .await?;
    Ok(())
}

pub(super) async fn is_there(look: &mut Look, (life, id): (SystemId, MeetingId)) -> Outcome<bool> {
    let there = sql!("SELECT id FROM meetings WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(there, bind().id(life).id(id)).await?.is_some())
}

/// One that was not called off.
pub(super) async fn find(
    look: &mut Look,
    (life, id): (SystemId, MeetingId),
) -> Outcome<MeetingRow> {
    let row = look
        .one(
            sql!(
                "SELECT id, day, line, with_kind, with_id FROM meetings \
                 WHERE system_id = $1 AND id = $2 AND ended IS NULL"
            ),
            bind().id(life).id(id),
        )
        .await?;
    MeetingRow::read(&row)
}

pub(super) async fn change(
    work: &mut Work,
    (life, id): (SystemId, MeetingId),
    day: Moment,
    line: Option<Sealed>,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE meetings SET day = $3, line = $4 \
             WHERE system_id = $1 AND id = $2 AND ended IS NULL"
        ),
        bind().id(life).id(id).moment(day).maybe_sealed(line),
    )
    .await?;
    Ok(())
}

/// Ends one. When and where goes with it.
pub(super) async fn end(
    work: &mut Work,
    (life, id): (SystemId, MeetingId),
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE meetings SET ended = $3, line = NULL \
             WHERE system_id = $1 AND id = $2 AND ended IS NULL"
        ),
        bind().id(life).id(id).moment(at),
    )
    .await?;
    Ok(())
}

/// What is still to come on one life, the soonest first.
pub(super) async fn of_life(
    look: &mut Look,
    life: SystemId,
    today: Moment,
) -> Outcome<Vec<MeetingRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, day, line, with_kind, with_id FROM meetings \
                 WHERE system_id = $1 AND day >= $2 AND ended IS NULL ORDER BY day, id LIMIT 60"
            ),
            bind().id(life).moment(today),
        )
        .await?;
    rows.iter().map(MeetingRow::read).collect()
}

/// What is still to come with any of these, the soonest first.
pub(super) async fn next(
    look: &mut Look,
    with: &[Uuid],
    today: Moment,
) -> Outcome<Vec<(SystemId, MeetingRow)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT system_id, id, day, line, with_kind, with_id FROM meetings \
                 WHERE with_id IN ({many}) AND day >= $1 AND ended IS NULL \
                 ORDER BY day, id LIMIT $2"
            ),
            bind().moment(today).number(MOST_NEXT),
            with.iter().copied(),
        )
        .await?;
    let read = |row: &Row| Ok((row.id("system_id")?, MeetingRow::read(row)?));
    let mut rows: Vec<(SystemId, MeetingRow)> = rows.iter().map(read).collect::<Outcome<_>>()?;
    // Several questions were asked where somebody stands in very many groups.
    rows.sort_by_key(|(_, row)| (row.day, row.id));
    Ok(rows)
}

/// Forgets what was set with this person, at most 500 at once. Says how many there were.
pub(crate) async fn forget_person(work: &mut Work, person: PersonId) -> Outcome<usize> {
    let rows = work
        .all(
            sql!("SELECT system_id, id FROM meetings WHERE with_id = $1 LIMIT 500"),
            bind().id(person),
        )
        .await?;
    for row in &rows {
        work.run(
            sql!("DELETE FROM meetings WHERE system_id = $1 AND id = $2"),
            bind().id(row.id::<SystemId>("system_id")?).id(row.id::<MeetingId>("id")?),
        )
        .await?;
    }
    Ok(rows.len())
}
