//! The rows of lessons, and of looking at them again.

use ground::id::{Kind, PersonId, SystemId, Uuid};
use ground::{After, Fault, Moment, Outcome, Stretch};
use sharing::own::OwnRows;
use sharing::{Opening, Sealing};
use store::{KeyRing, Look, Row, Sealed, Work, bind, sql};

use super::{
    Holds, Lesson, LessonId, LookedAgainId, MOST_DUE, MOST_LOOKED_AGAIN, MOST_OF_INQUIRY, PAGE,
    Written, carrying,
};
use crate::heard::Heard;
use crate::held::Table;
use crate::inquiries::InquiryId;

pub(crate) struct NewLesson {
    system: SystemId,
    id: LessonId,
    place: SystemId,
    inquiry: Option<InquiryId>,
    learned: Sealed,
    held_where: Option<Sealed>,
    held_when: Option<Sealed>,
    context: Option<Sealed>,
    heard: Heard<Sealed>,
    look_again: Option<Moment>,
    by: PersonId,
    at: Moment,
}

impl NewLesson {
    pub(crate) fn seal(
        ring: &KeyRing,
        id: LessonId,
        place: SystemId,
        written: &Written,
        by: PersonId,
        at: Moment,
    ) -> Outcome<Self> {
        let sealing = Sealing::new(ring, written.system, id);
        Ok(Self {
            system: written.system,
            id,
            place,
            inquiry: written.inquiry,
            learned: sealing.words("learned", &written.learned)?,
            held_where: sealing.maybe_line("held_where", written.held_where.as_ref())?,
            held_when: sealing.maybe_line("held_when", written.held_when.as_ref())?,
            context: sealing.maybe("context", written.context.as_ref())?,
            heard: written.heard.seal(&sealing)?,
            look_again: written.look_again,
            by,
            at,
        })
    }
}

pub(crate) async fn insert(work: &mut Work, new: &NewLesson) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO lessons \
             (system_id, id, place_id, inquiry_id, learned, held_where, held_when, context, \
             look_again, said_by, at, heard, missing, decided, revision) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)"
        ),
        new.heard.bound(
            bind()
                .id(new.system)
                .id(new.id)
                .id(new.place)
                .maybe_id(new.inquiry)
                .sealed(new.learned.clone())
                .maybe_sealed(new.held_where.clone())
                .maybe_sealed(new.held_when.clone())
                .maybe_sealed(new.context.clone())
                .maybe_moment(new.look_again)
                .id(new.by)
                .moment(new.at),
        ),
    )
    .await?;
    Ok(())
}

pub(crate) struct LessonRow {
    pub(crate) system: SystemId,
    pub(crate) id: LessonId,
    inquiry: Option<InquiryId>,
    learned: Sealed,
    held_where: Option<Sealed>,
    held_when: Option<Sealed>,
    context: Option<Sealed>,
    heard: Heard<Sealed>,
    look_again: Option<Moment>,
    holds: Option<Holds>,
    said_by: PersonId,
    at: Moment,
}

pub(crate) async fn find(look: &mut Look, id: LessonId) -> Outcome<LessonRow> {
    by_ids(look, &[id]).await?.pop().ok_or(Fault::NotFound)
}

pub(crate) async fn by_ids(look: &mut Look, ids: &[LessonId]) -> Outcome<Vec<LessonRow>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT l.system_id, l.id, l.inquiry_id, l.learned, l.held_where, l.held_when, \
                 l.context, l.heard, l.missing, l.decided, l.look_again, l.said_by, l.at, \
                 COALESCE((SELECT a.holds FROM looked_again a WHERE a.lesson_id = l.id \
                 ORDER BY a.at DESC, a.id DESC LIMIT 1), '') AS holds \
                 FROM lessons l WHERE l.id IN ({many})"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// These lessons, in the order in which they are named.
pub(crate) async fn of_these(
    look: &mut Look,
    ids: Stretch<LessonId>,
) -> Outcome<Stretch<LessonRow>> {
    let mut rows = by_ids(look, &ids).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(ids.with(rows))
}

/// The next of the lessons of a system, newest first.
pub(crate) async fn of_system(
    look: &mut Look,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<LessonId>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, at FROM lessons WHERE system_id = $1 AND at <= $2 \
                 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(after, PAGE),
        )
        .await?;
    named(&rows, PAGE)
}

/// The lessons of a system whose day to look again has come, the latest day first.
pub(crate) async fn due(
    look: &mut Look,
    system: SystemId,
    now: Moment,
) -> Outcome<Stretch<LessonId>> {
    let from = After::this(now, Uuid::max());
    let rows = look
        .all(
            sql!(
                "SELECT id, look_again AS at FROM lessons WHERE system_id = $1 \
                 AND look_again <= $2 AND (look_again < $2 OR id < $3) \
                 ORDER BY look_again DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(Some(from), MOST_DUE),
        )
        .await?;
    named(&rows, MOST_DUE)
}

/// The lessons that came from a question, newest first.
pub(crate) async fn of_inquiry(
    look: &mut Look,
    system: SystemId,
    inquiry: InquiryId,
) -> Outcome<Stretch<LessonId>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, at FROM lessons WHERE system_id = $1 AND at <= $2 \
                 AND (at < $2 OR id < $3) AND inquiry_id = $5 \
                 ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(None, MOST_OF_INQUIRY).id(inquiry),
        )
        .await?;
    named(&rows, MOST_OF_INQUIRY)
}

/// Which lessons these rows name.
fn named(rows: &[Row], most: usize) -> Outcome<Stretch<LessonId>> {
    let turn = |row: &Row| Ok(After::this(row.moment("at")?, row.id::<LessonId>("id")?));
    let turns = rows.iter().map(turn).collect::<Outcome<_>>()?;
    let turns = Stretch::of(turns, most, |turn: &After| *turn);
    Ok(turns.with(turns.iter().map(|turn| LessonId(turn.id)).collect()))
}

/// What waits for this person alone, the longest waiting first: it is theirs, or belongs to a question
/// that they asked, and its day came after the first of these moments.
pub(crate) async fn to_look_at_again(
    look: &mut Look,
    (person, systems): (PersonId, &[SystemId]),
    (rests, now): (Moment, Moment),
    most: usize,
) -> Outcome<Vec<LessonRow>> {
    let most = i64::try_from(most).map_err(Fault::inside)?;
    let rows = look
        .all_of(
            sql!(
                "SELECT l.system_id, l.id, l.inquiry_id, l.learned, l.held_where, l.held_when, \
                 l.context, l.heard, l.missing, l.decided, l.look_again, l.said_by, l.at, '' AS holds \
                 FROM lessons l WHERE l.look_again <= $1 AND l.look_again > $3 \
                 AND l.system_id IN ({many}) \
                 AND (l.said_by = $2 OR EXISTS (SELECT 1 FROM inquiries i \
                 WHERE i.system_id = l.system_id AND i.id = l.inquiry_id AND i.said_by = $2)) \
                 ORDER BY l.look_again, l.id LIMIT $4"
            ),
            bind().moment(now).id(person).moment(rests).number(most),
            systems.iter().copied(),
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<LessonRow> {
    Ok(LessonRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        inquiry: row.maybe_id("inquiry_id")?,
        learned: row.sealed("learned")?,
        held_where: row.maybe_sealed("held_where")?,
        held_when: row.maybe_sealed("held_when")?,
        context: row.maybe_sealed("context")?,
        heard: Heard::read(row)?,
        look_again: row.maybe_moment("look_again")?,
        holds: row.maybe_known("holds", Holds::parse)?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
    })
}

/// Opens a row for a reader who has leave; nothing when its key was thrown away.
pub(crate) fn open(opening: &Opening<'_>, row: LessonRow) -> Outcome<Option<Lesson>> {
    let Some(learned) = opening.words("learned", &row.learned)? else { return Ok(None) };
    Ok(Some(Lesson {
        id: row.id,
        system: row.system,
        inquiry: row.inquiry,
        learned,
        held_where: opening.maybe_line("held_where", row.held_where.as_ref())?,
        held_when: opening.maybe_line("held_when", row.held_when.as_ref())?,
        context: opening.maybe("context", row.context.as_ref())?,
        heard: row.heard.shown(opening)?,
        look_again: row.look_again,
        holds: row.holds,
        said_by: row.said_by,
        at: row.at,
    }))
}

pub(crate) struct NewLook {
    pub(crate) system: SystemId,
    pub(crate) id: LookedAgainId,
    pub(crate) lesson: LessonId,
    pub(crate) holds: Holds,
    pub(crate) words: Option<Sealed>,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

pub(crate) async fn insert_look(work: &mut Work, new: &NewLook) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO looked_again (system_id, id, lesson_id, holds, words, said_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(new.system)
            .id(new.id)
            .id(new.lesson)
            .word(new.holds.word())
            .maybe_sealed(new.words.clone())
            .id(new.by)
            .moment(new.at),
    )
    .await?;
    Ok(())
}

pub(crate) async fn set_look_again(
    work: &mut Work,
    system: SystemId,
    id: LessonId,
    next: Option<Moment>,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE lessons SET look_again = $3, revision = revision + 1 \
             WHERE system_id = $1 AND id = $2"
        ),
        bind().id(system).id(id).maybe_moment(next),
    )
    .await?;
    Ok(())
}

pub(crate) struct LookRow {
    pub(crate) id: LookedAgainId,
    pub(crate) holds: Holds,
    pub(crate) words: Option<Sealed>,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
}

/// The next of how often somebody looked again, the latest first.
pub(crate) async fn looked_again(
    look: &mut Look,
    lesson: LessonId,
    after: Option<After>,
) -> Outcome<Stretch<LookRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, holds, words, said_by, at FROM looked_again WHERE lesson_id = $1 \
                 AND at <= $2 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(lesson).latest(after, MOST_LOOKED_AGAIN),
        )
        .await?;
    let rows = rows.iter().map(read_look).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, MOST_LOOKED_AGAIN, |row: &LookRow| After::this(row.at, row.id)))
}

fn read_look(row: &Row) -> Outcome<LookRow> {
    Ok(LookRow {
        id: row.id("id")?,
        holds: row.known("holds", Holds::parse)?,
        words: row.maybe_sealed("words")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
    })
}

/// Lessons, for everything that is written once, with what was found on looking again.
pub(crate) static TABLE: Table = Table {
    kind: Kind::Lesson,
    ids: sql!("SELECT id FROM lessons WHERE id > $1 ORDER BY id LIMIT 100"),
    rows: sql!(
        "SELECT system_id, id, learned, held_where, held_when, context, at FROM lessons \
         WHERE id IN ({many})"
    ),
    words: &["learned", "held_where", "held_when", "context"],
    // Whom it was passed on to reads it too, but not what was found on looking again.
    also: None,
    further: Some((
        sql!(
            "SELECT system_id, id, lesson_id, words FROM looked_again \
             WHERE lesson_id IN ({many}) LIMIT 10000"
        ),
        "lesson_id",
    )),
    own: &[
        OwnRows {
            rows: sql!(
                "SELECT system_id, id, learned, held_where, held_when, context, heard, missing, \
                 decided, at FROM lessons WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
            thing: "id",
            keeper: "system_id",
            parts: &[
                ("learned", "learned"),
                ("held_where", "held_where"),
                ("held_when", "held_when"),
                ("context", "context"),
                ("heard", "heard"),
                ("missing", "missing"),
                ("decided", "decided"),
            ],
        },
        OwnRows {
            rows: sql!(
                "SELECT system_id, id, lesson_id, words, at FROM looked_again \
                 WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
            thing: "lesson_id",
            keeper: "system_id",
            parts: &[("words", "looked_again")],
        },
        carrying::store::OWN_CARRYINGS,
        carrying::store::OWN_CARRIED,
    ],
    waits: None,
    facts: None,
};
