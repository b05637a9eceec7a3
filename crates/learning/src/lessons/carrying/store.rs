//! The rows of who carries a lesson further, and of how it went.

use ground::id::{PersonId, SystemId};
use ground::{After, Fault, Moment, Outcome, Stretch};
use sharing::own::OwnRows;
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{CarriedId, CarryingId, How, MOST_CARRIED, Whither};
use crate::lessons::LessonId;

pub(crate) struct NewCarrying {
    pub(crate) system: SystemId,
    pub(crate) id: CarryingId,
    pub(crate) lesson: LessonId,
    pub(crate) whither: Whither,
    pub(crate) words: Option<Sealed>,
    pub(crate) look_on: Option<Moment>,
    pub(crate) taken_from: Option<CarryingId>,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

pub(crate) async fn insert(work: &mut Work, new: &NewCarrying) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO carryings \
             (system_id, id, lesson_id, kind, words, look_on, taken_from, said_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        bind()
            .id(new.system)
            .id(new.id)
            .id(new.lesson)
            .word(new.whither.word())
            .maybe_sealed(new.words.clone())
            .maybe_moment(new.look_on)
            .maybe_id(new.taken_from)
            .id(new.by)
            .moment(new.at),
    )
    .await?;
    Ok(())
}

pub(crate) struct CarryingRow {
    pub(crate) system: SystemId,
    pub(crate) id: CarryingId,
    pub(crate) lesson: LessonId,
    pub(crate) whither: Whither,
    pub(crate) words: Option<Sealed>,
    pub(crate) look_on: Option<Moment>,
    pub(crate) taken_from: Option<CarryingId>,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
    pub(crate) ended: bool,
    pub(crate) handed_on: bool,
}

/// Who carries a lesson, oldest first.
pub(crate) async fn of_lesson(look: &mut Look, lesson: LessonId) -> Outcome<Vec<CarryingRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT c.system_id, c.id, c.lesson_id, c.kind, c.words, c.look_on, c.taken_from, \
                 c.said_by, c.at, c.ended, COALESCE((SELECT d.kind FROM carried d \
                 WHERE d.lesson_id = c.lesson_id AND d.carrying_id = c.id \
                 AND d.kind = 'handed_on' LIMIT 1), '') AS handed_on \
                 FROM carryings c WHERE c.lesson_id = $1 ORDER BY c.at, c.id LIMIT 100"
            ),
            bind().id(lesson),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// What somebody carries and looks at between these two moments.
pub(crate) async fn to_look_at(
    look: &mut Look,
    person: PersonId,
    (since, now): (Moment, Moment),
) -> Outcome<Vec<CarryingRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, lesson_id, kind, words, look_on, taken_from, said_by, at, \
                 ended, '' AS handed_on FROM carryings WHERE said_by = $1 AND look_on > $2 \
                 AND look_on <= $3 AND ended IS NULL ORDER BY look_on, id LIMIT 20"
            ),
            bind().id(person).moment(since).moment(now),
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<CarryingRow> {
    Ok(CarryingRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        lesson: row.id("lesson_id")?,
        whither: row.known("kind", Whither::parse)?,
        words: row.maybe_sealed("words")?,
        look_on: row.maybe_moment("look_on")?,
        taken_from: row.maybe_id("taken_from")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
        ended: row.maybe_moment("ended")?.is_some(),
        handed_on: row.maybe_known("handed_on", How::parse)?.is_some(),
    })
}

pub(crate) struct NewCarried {
    pub(crate) system: SystemId,
    pub(crate) id: CarriedId,
    pub(crate) lesson: LessonId,
    pub(crate) carrying: CarryingId,
    pub(crate) how: How,
    pub(crate) words: Option<Sealed>,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

pub(crate) async fn insert_carried(work: &mut Work, new: &NewCarried) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO carried \
             (system_id, id, lesson_id, carrying_id, kind, words, said_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        bind()
            .id(new.system)
            .id(new.id)
            .id(new.lesson)
            .id(new.carrying)
            .word(new.how.word())
            .maybe_sealed(new.words.clone())
            .id(new.by)
            .moment(new.at),
    )
    .await?;
    Ok(())
}

/// On which day they look next, or that it is over. What was over already stays so.
pub(crate) async fn look_next(
    work: &mut Work,
    (system, id): (SystemId, CarryingId),
    next: Option<Moment>,
    ended: Option<Moment>,
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE carryings SET look_on = $3, ended = $4 \
                 WHERE system_id = $1 AND id = $2 AND ended IS NULL"
            ),
            bind().id(system).id(id).maybe_moment(next).maybe_moment(ended),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Unfit("unfit-carrying-over")) }
}

pub(crate) struct CarriedRow {
    pub(crate) id: CarriedId,
    pub(crate) carrying: CarryingId,
    pub(crate) how: How,
    pub(crate) words: Option<Sealed>,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
}

/// How it went with all that is carried of a lesson: the latest, oldest first.
pub(crate) async fn carried(look: &mut Look, lesson: LessonId) -> Outcome<Stretch<CarriedRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, carrying_id, kind, words, said_by, at FROM carried \
                 WHERE lesson_id = $1 AND at <= $2 AND (at < $2 OR id < $3) \
                 ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(lesson).latest(None, MOST_CARRIED),
        )
        .await?;
    let rows = rows.iter().map(read_carried).collect::<Outcome<_>>()?;
    let turn = |row: &CarriedRow| After::this(row.at, row.id);
    let mut carried = Stretch::of(rows, MOST_CARRIED, turn);
    carried.here.reverse();
    Ok(carried)
}

fn read_carried(row: &Row) -> Outcome<CarriedRow> {
    Ok(CarriedRow {
        id: row.id("id")?,
        carrying: row.id("carrying_id")?,
        how: row.known("kind", How::parse)?,
        words: row.maybe_sealed("words")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
    })
}

/// What somebody carries, for taking away.
pub(crate) const OWN_CARRYINGS: OwnRows = OwnRows {
    rows: sql!(
        "SELECT system_id, id, lesson_id, words, at FROM carryings \
         WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
    ),
    thing: "lesson_id",
    keeper: "system_id",
    parts: &[("words", "carrying")],
};

/// How it went, for taking away.
pub(crate) const OWN_CARRIED: OwnRows = OwnRows {
    rows: sql!(
        "SELECT system_id, id, lesson_id, words, at FROM carried \
         WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
    ),
    thing: "lesson_id",
    keeper: "system_id",
    parts: &[("words", "carried")],
};
