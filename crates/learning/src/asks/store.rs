//! The rows of what groups pass on to each other, and of what is answered. Each stands in both
//! systems.

use ground::id::{Kind, PersonId, SystemId, Uuid};
use ground::{After, Fault, Moment, Outcome, Stretch};
use sharing::own::OwnRows;
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{AskAnswerId, AskAnswerKind, AskId, AskKind, PAGE};
use crate::held::Table;
use crate::lessons::LessonId;

pub(crate) struct AskRow {
    pub(crate) id: AskId,
    pub(crate) kind: AskKind,
    pub(crate) from: SystemId,
    pub(crate) to: SystemId,
    pub(crate) lesson: Option<LessonId>,
    pub(crate) words: Option<Sealed>,
    /// Who wrote it; only where it was said.
    pub(crate) said_by: Option<PersonId>,
    pub(crate) at: Moment,
    pub(crate) taken_back: Option<Moment>,
    /// Who took it back; only where it was said.
    pub(crate) taken_back_by: Option<PersonId>,
}

/// Writes it in both systems; only the group that says it keeps who wrote it.
pub(crate) async fn insert(work: &mut Work, new: &AskRow) -> Outcome<()> {
    for (system, said_by) in [(new.from, new.said_by), (new.to, None)] {
        work.run(
            sql!(
                "INSERT INTO asks \
                 (system_id, id, kind, from_id, to_id, lesson_id, words, said_by, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            bind()
                .id(system)
                .id(new.id)
                .word(new.kind.word())
                .id(new.from)
                .id(new.to)
                .maybe_id(new.lesson)
                .maybe_sealed(new.words.clone())
                .maybe_id(said_by)
                .moment(new.at),
        )
        .await?;
    }
    Ok(())
}

/// Both rows of it, that of the group that said it first.
pub(crate) async fn find(look: &mut Look, id: AskId) -> Outcome<Vec<AskRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, kind, from_id, to_id, lesson_id, words, said_by, at, taken_back, taken_back_by \
                 FROM asks WHERE id = $1 \
                 ORDER BY CASE WHEN system_id = from_id THEN 0 ELSE 1 END LIMIT 2"
            ),
            bind().id(id),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The next of what a system's group said and was told, newest first.
pub(crate) async fn of_system(
    look: &mut Look,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<AskRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, kind, from_id, to_id, lesson_id, words, said_by, at, taken_back, taken_back_by \
                 FROM asks WHERE system_id = $1 AND at <= $2 AND (at < $2 OR id < $3) \
                 ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(after, PAGE),
        )
        .await?;
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, PAGE, |row: &AskRow| After::this(row.at, row.id)))
}

/// What was said to these systems since the first of these moments, and lessons since the second,
/// was not taken back and is not answered; the newest first, at most 20.
pub(crate) async fn unanswered(
    look: &mut Look,
    systems: &[SystemId],
    (since, lessons_since): (Moment, Moment),
) -> Outcome<Vec<AskRow>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT a.id, a.kind, a.from_id, a.to_id, a.lesson_id, a.words, a.said_by, a.at, \
                 a.taken_back, a.taken_back_by FROM asks a WHERE a.at > $1 AND a.system_id = a.to_id \
                 AND (a.kind <> 'lesson' OR a.at > $2) \
                 AND a.taken_back IS NULL AND NOT EXISTS (SELECT 1 FROM ask_answers w \
                 WHERE w.system_id = a.system_id AND w.ask_id = a.id) \
                 AND a.system_id IN ({many}) ORDER BY a.at DESC, a.id LIMIT 20"
            ),
            bind().moment(since).moment(lessons_since),
            systems.iter().copied(),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// How many asks and obstacles one group has put to another that are neither answered nor taken
/// back. Lessons wait for nobody.
pub(crate) async fn waiting(look: &mut Look, from: SystemId, to: SystemId) -> Outcome<i64> {
    let row = look
        .one(
            sql!(
                "SELECT COUNT(*) AS many FROM asks a WHERE a.system_id = $1 AND a.to_id = $2 \
                 AND a.from_id = $1 AND a.kind <> 'lesson' AND a.taken_back IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM ask_answers w \
                 WHERE w.system_id = a.system_id AND w.ask_id = a.id)"
            ),
            bind().id(from).id(to),
        )
        .await?;
    row.number("many")
}

fn read(row: &Row) -> Outcome<AskRow> {
    Ok(AskRow {
        id: row.id("id")?,
        kind: row.known("kind", AskKind::parse)?,
        from: row.id("from_id")?,
        to: row.id("to_id")?,
        lesson: row.maybe_id("lesson_id")?,
        words: row.maybe_sealed("words")?,
        said_by: row.maybe_id("said_by")?,
        at: row.moment("at")?,
        taken_back: row.maybe_moment("taken_back")?,
        taken_back_by: row.maybe_id("taken_back_by")?,
    })
}

/// Takes it back in both systems: its words go. Only the group that said it keeps who took it back.
/// Taken back before, it stays so.
pub(crate) async fn take_back(
    work: &mut Work,
    ask: &AskRow,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let mut changed = 0;
    for (system, by) in [(ask.from, Some(by)), (ask.to, None)] {
        changed += work
            .run(
                sql!(
                    "UPDATE asks SET words = NULL, taken_back = $3, taken_back_by = $4 \
                     WHERE system_id = $1 AND id = $2 AND taken_back IS NULL"
                ),
                bind().id(system).id(ask.id).moment(at).maybe_id(by),
            )
            .await?;
    }
    if changed == 0 { Err(Fault::Already) } else { Ok(()) }
}

pub(crate) struct AnswerRow {
    /// Where this row stands: in one of the two.
    pub(crate) system: SystemId,
    pub(crate) id: AskAnswerId,
    pub(crate) ask: AskId,
    /// Whose group answers; its key keeps the words.
    pub(crate) from: SystemId,
    pub(crate) kind: AskAnswerKind,
    pub(crate) words: Sealed,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
}

/// Writes an answer in this system and in the other.
pub(crate) async fn insert_answer(
    work: &mut Work,
    new: &AnswerRow,
    other: SystemId,
) -> Outcome<()> {
    for system in [new.system, other] {
        work.run(
            sql!(
                "INSERT INTO ask_answers (system_id, id, ask_id, from_id, kind, words, said_by, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            bind()
                .id(system)
                .id(new.id)
                .id(new.ask)
                .id(new.from)
                .word(new.kind.word())
                .sealed(new.words.clone())
                .id(new.said_by)
                .moment(new.at),
        )
        .await?;
    }
    Ok(())
}

/// The answers to these, oldest first, each as it stands in either system; at most 1,000.
pub(crate) async fn answers(look: &mut Look, asks: &[AskId]) -> Outcome<Vec<AnswerRow>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT system_id, id, ask_id, from_id, kind, words, said_by, at \
                 FROM ask_answers WHERE ask_id IN ({many}) ORDER BY at, id, system_id LIMIT 1000"
            ),
            bind(),
            asks.iter().copied(),
        )
        .await?;
    rows.iter().map(read_answer).collect()
}

/// The answers that others gave since then to what this person wrote; at most 10.
pub(crate) async fn answers_to_writer(
    look: &mut Look,
    person: PersonId,
    since: Moment,
) -> Outcome<Vec<AnswerRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT w.system_id, w.id, w.ask_id, w.from_id, w.kind, w.words, w.said_by, w.at \
                 FROM asks a JOIN ask_answers w \
                 ON w.system_id = a.system_id AND w.ask_id = a.id \
                 WHERE a.said_by = $1 AND w.at > $2 AND w.said_by <> $1 \
                 AND a.taken_back IS NULL ORDER BY w.at DESC, w.id LIMIT 10"
            ),
            bind().id(person).moment(since),
        )
        .await?;
    rows.iter().map(read_answer).collect()
}

fn read_answer(row: &Row) -> Outcome<AnswerRow> {
    Ok(AnswerRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        ask: row.id("ask_id")?,
        from: row.id("from_id")?,
        kind: row.known("kind", AskAnswerKind::parse)?,
        words: row.sealed("words")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
    })
}

/// To which systems these lessons were passed on, and not taken back.
pub(crate) async fn lessons_passed_on(
    look: &mut Look,
    lessons: &[Uuid],
) -> Outcome<Vec<(Uuid, SystemId)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT lesson_id, to_id FROM asks WHERE lesson_id IN ({many}) \
                 AND system_id = to_id AND taken_back IS NULL LIMIT 1000"
            ),
            bind(),
            lessons.iter().copied(),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("lesson_id")?, row.id("to_id")?))).collect()
}

/// The lessons that were passed on to a system and not taken back, the latest first.
pub(crate) async fn lessons_said_to(
    look: &mut Look,
    system: SystemId,
) -> Outcome<Stretch<LessonId>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, lesson_id, at FROM asks WHERE system_id = $1 AND to_id = $1 \
                 AND lesson_id IS NOT NULL AND taken_back IS NULL AND at <= $2 \
                 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(None, PAGE),
        )
        .await?;
    let read = |row: &Row| {
        let after = After::this(row.moment("at")?, row.id::<AskId>("id")?);
        Ok((row.id::<LessonId>("lesson_id")?, after))
    };
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    let rows = Stretch::of(rows, PAGE, |(_, after): &(LessonId, After)| *after);
    Ok(rows.with(rows.iter().map(|(lesson, _)| *lesson).collect()))
}

/// What was lately said to a system: asks and obstacles, newest first, at most 40.
pub(crate) async fn said_to(look: &mut Look, system: SystemId) -> Outcome<Vec<Uuid>> {
    let rows = look
        .all(
            sql!(
                "SELECT id FROM asks WHERE system_id = $1 AND to_id = $1 AND kind <> 'lesson' \
                 AND taken_back IS NULL ORDER BY at DESC, id LIMIT 40"
            ),
            bind().id(system),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// What a system's group lately said and was told, for the page of what happened: asks and
/// obstacles, newest first, at most 40. Lessons that were passed on are no part of the bound.
pub(crate) async fn happened(look: &mut Look, system: SystemId) -> Outcome<Vec<Uuid>> {
    let rows = look
        .all(
            sql!(
                "SELECT id FROM asks WHERE system_id = $1 AND kind <> 'lesson' \
                 AND taken_back IS NULL ORDER BY at DESC, id DESC LIMIT 40"
            ),
            bind().id(system),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// Asks and obstacles, for everything that is written once, as they stand where they were said; both
/// groups read them. A lesson that was passed on is seen as itself.
pub(crate) static TABLE: Table = Table {
    kind: Kind::Ask,
    ids: sql!(
        "SELECT id FROM asks WHERE id > $1 AND system_id = from_id AND kind <> 'lesson' \
         ORDER BY id LIMIT 100"
    ),
    rows: sql!(
        "SELECT system_id, id, to_id, words, at FROM asks WHERE id IN ({many}) \
         AND system_id = from_id AND kind <> 'lesson' AND words IS NOT NULL"
    ),
    words: &["words"],
    also: Some("to_id"),
    further: None,
    own: &[
        OwnRows {
            rows: sql!(
                "SELECT system_id, id, words, at FROM asks \
                 WHERE said_by = $1 AND system_id = from_id AND id > $2 ORDER BY id LIMIT $3"
            ),
            thing: "id",
            keeper: "system_id",
            parts: &[("words", "ask")],
        },
        OwnRows {
            rows: sql!(
                "SELECT system_id, id, ask_id, words, at FROM ask_answers \
                 WHERE said_by = $1 AND system_id = from_id AND id > $2 ORDER BY id LIMIT $3"
            ),
            thing: "ask_id",
            keeper: "system_id",
            parts: &[("words", "answer")],
        },
    ],
    waits: None,
    facts: None,
};
