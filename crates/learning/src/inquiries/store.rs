//! The rows of questions, and of what is said on them.

use std::collections::BTreeSet;

use ground::id::{Kind, PersonId, SystemId};
use ground::{After, Fault, Moment, Outcome, Stretch};
use sharing::own::OwnRows;
use sharing::{Opening, Sealing};
use store::{KeyRing, Look, Row, Sealed, Work, bind, sql};

use super::{
    Guest, Inquiry, InquiryId, MOST_STARTED, Opened, PAGE, Stage, Started, TALK_PAGE, TalkId, Turn,
};
use crate::held::Table;

pub(crate) struct NewInquiry {
    system: SystemId,
    id: InquiryId,
    place: SystemId,
    question: Sealed,
    words: Option<Sealed>,
    by: PersonId,
    at: Moment,
}

impl NewInquiry {
    pub(crate) fn seal(
        ring: &KeyRing,
        id: InquiryId,
        place: SystemId,
        opened: &Opened,
        by: PersonId,
        at: Moment,
    ) -> Outcome<Self> {
        let sealing = Sealing::new(ring, opened.system, id);
        Ok(Self {
            system: opened.system,
            id,
            place,
            question: sealing.line("question", &opened.question)?,
            words: sealing.maybe("words", opened.why.as_ref())?,
            by,
            at,
        })
    }
}

pub(crate) async fn insert(work: &mut Work, new: &NewInquiry) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO inquiries \
             (system_id, id, place_id, question, words, said_by, at, revision) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 1)"
        ),
        bind()
            .id(new.system)
            .id(new.id)
            .id(new.place)
            .sealed(new.question.clone())
            .maybe_sealed(new.words.clone())
            .id(new.by)
            .moment(new.at),
    )
    .await?;
    Ok(())
}

pub(crate) struct InquiryRow {
    pub(crate) system: SystemId,
    pub(crate) id: InquiryId,
    pub(crate) question: Sealed,
    pub(crate) words: Option<Sealed>,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
    pub(crate) closed: Option<Moment>,
    pub(crate) revision: i64,
}

/// A question, and those who are asked in for it now.
pub(crate) async fn find(look: &mut Look, id: InquiryId) -> Outcome<(InquiryRow, Vec<Guest>)> {
    these(look, [id]).await?.pop().ok_or(Fault::NotFound)
}

/// The same of several: one question to the database, one row a guest.
pub(crate) async fn these(
    look: &mut Look,
    ids: impl IntoIterator<Item = InquiryId>,
) -> Outcome<Vec<(InquiryRow, Vec<Guest>)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT i.system_id, i.id, i.question, i.words, i.said_by, i.at, i.closed, i.revision, \
                 g.id AS guest_id, g.person_id, g.asked_by, g.at AS asked_at \
                 FROM inquiries i LEFT JOIN guests g \
                 ON g.system_id = i.system_id AND g.inquiry_id = i.id AND g.ended IS NULL \
                 WHERE i.id IN ({many}) ORDER BY i.id, g.at, g.person_id LIMIT 10000"
            ),
            bind(),
            ids,
        )
        .await?;
    let mut found: Vec<(InquiryRow, Vec<Guest>)> = Vec::new();
    for row in &rows {
        let inquiry = read(row)?;
        if found.last().is_none_or(|(last, _)| last.id != inquiry.id) {
            found.push((inquiry, Vec::new()));
        }
        if let Some((_, guests)) = found.last_mut() {
            guests.extend(guest(row)?);
        }
    }
    Ok(found)
}

/// Where these questions are at home, and since when each is asked.
pub(crate) async fn homes(
    look: &mut Look,
    ids: &BTreeSet<InquiryId>,
) -> Outcome<Vec<(SystemId, InquiryId, Moment)>> {
    let rows = look
        .all_of(
            sql!("SELECT system_id, id, at FROM inquiries WHERE id IN ({many}) LIMIT 1000"),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("system_id")?, row.id("id")?, row.moment("at")?))).collect()
}

/// The next of the questions of a system, newest first.
pub(crate) async fn of_system(
    look: &mut Look,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<InquiryRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, question, words, said_by, at, closed, revision FROM inquiries \
                 WHERE system_id = $1 AND at <= $2 AND (at < $2 OR id < $3) \
                 ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(after, PAGE),
        )
        .await?;
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, PAGE, |row: &InquiryRow| After::this(row.at, row.id)))
}

fn read(row: &Row) -> Outcome<InquiryRow> {
    Ok(InquiryRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        question: row.sealed("question")?,
        words: row.maybe_sealed("words")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
        closed: row.maybe_moment("closed")?,
        revision: row.number("revision")?,
    })
}

fn guest(row: &Row) -> Outcome<Option<Guest>> {
    let Some(id) = row.maybe_id("guest_id")? else { return Ok(None) };
    let (person, asked_by) = (row.id("person_id")?, row.id("asked_by")?);
    Ok(Some(Guest { id, person, asked_by, at: row.moment("asked_at")?, ended: None }))
}

/// Opens a row for a reader who has leave; nothing when its key was thrown away.
pub(crate) fn open(opening: &Opening<'_>, row: &InquiryRow) -> Outcome<Option<Inquiry>> {
    let Some(question) = opening.line("question", &row.question)? else { return Ok(None) };
    Ok(Some(Inquiry {
        id: row.id,
        system: row.system,
        question,
        why: opening.maybe("words", row.words.as_ref())?,
        said_by: row.said_by,
        at: row.at,
        closed: row.closed,
        revision: row.revision,
        guests: Vec::new(),
    }))
}

pub(crate) struct NewTalk {
    pub(crate) system: SystemId,
    pub(crate) id: TalkId,
    pub(crate) inquiry: InquiryId,
    pub(crate) turn: Turn,
    pub(crate) words: Sealed,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

pub(crate) async fn insert_talk(work: &mut Work, new: &NewTalk) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO talk (system_id, id, inquiry_id, stage, words, said_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(new.system)
            .id(new.id)
            .id(new.inquiry)
            .maybe_word(new.turn.word())
            .sealed(new.words.clone())
            .id(new.by)
            .moment(new.at),
    )
    .await?;
    Ok(())
}

/// Closes or opens again. Somebody who did so meanwhile was first.
pub(crate) async fn set_closed(
    work: &mut Work,
    system: SystemId,
    id: InquiryId,
    closed: Option<Moment>,
) -> Outcome<()> {
    let sql = match closed {
        Some(_) => sql!(
            "UPDATE inquiries SET closed = $3, revision = revision + 1 \
             WHERE system_id = $1 AND id = $2 AND closed IS NULL"
        ),
        None => sql!(
            "UPDATE inquiries SET closed = $3, revision = revision + 1 \
             WHERE system_id = $1 AND id = $2 AND closed IS NOT NULL"
        ),
    };
    let changed = work.run(sql, bind().id(system).id(id).maybe_moment(closed)).await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

/// Puts other words where these stand. Somebody who did so, or closed it, meanwhile was first.
pub(crate) async fn reword(
    work: &mut Work,
    (system, id): (SystemId, InquiryId),
    revision: i64,
    (question, words): (&Sealed, Option<&Sealed>),
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE inquiries SET question = $4, words = $5, revision = revision + 1 \
                 WHERE system_id = $1 AND id = $2 AND revision = $3 AND closed IS NULL"
            ),
            bind()
                .id(system)
                .id(id)
                .number(revision)
                .sealed(question.clone())
                .maybe_sealed(words.cloned()),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

pub(crate) struct TalkRow {
    pub(crate) id: TalkId,
    pub(crate) turn: Turn,
    pub(crate) words: Sealed,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
}

/// The latest talk of a question, or what was said before that; oldest first.
pub(crate) async fn talk(
    look: &mut Look,
    inquiry: InquiryId,
    after: Option<After>,
) -> Outcome<Stretch<TalkRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, stage, words, said_by, at FROM talk \
                 WHERE inquiry_id = $1 AND at <= $2 AND (at < $2 OR id < $3) \
                 ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(inquiry).latest(after, TALK_PAGE),
        )
        .await?;
    let rows = rows.iter().map(read_talk).collect::<Outcome<_>>()?;
    let mut talk = Stretch::of(rows, TALK_PAGE, |row: &TalkRow| After::this(row.at, row.id));
    talk.here.reverse();
    Ok(talk)
}

/// The latest times that a part of the work on a question was started, newest first.
pub(crate) async fn started(look: &mut Look, inquiry: InquiryId) -> Outcome<Stretch<Started>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, stage, said_by, at FROM talk WHERE inquiry_id = $1 \
                 AND stage IS NOT NULL AND stage NOT IN ('closed', 'reopened') \
                 AND at <= $2 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(inquiry).latest(None, MOST_STARTED),
        )
        .await?;
    let read = |row: &Row| {
        let (id, stage) = (row.id("id")?, row.known("stage", Stage::parse)?);
        Ok(Started { id, stage, said_by: row.id("said_by")?, at: row.moment("at")? })
    };
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, MOST_STARTED, |one: &Started| After::this(one.at, one.id)))
}

/// How often a part of the work on a question was started, all in all.
pub(crate) async fn times_started(look: &mut Look, inquiry: InquiryId) -> Outcome<usize> {
    let row = look
        .one(
            sql!(
                "SELECT COUNT(*) AS many FROM talk WHERE inquiry_id = $1 \
                 AND stage IS NOT NULL AND stage NOT IN ('closed', 'reopened')"
            ),
            bind().id(inquiry),
        )
        .await?;
    Ok(usize::try_from(row.number("many")?).unwrap_or_default())
}

fn read_talk(row: &Row) -> Outcome<TalkRow> {
    Ok(TalkRow {
        id: row.id("id")?,
        turn: row.maybe_known("stage", Turn::parse)?.unwrap_or(Turn::Talk),
        words: row.sealed("words")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
    })
}

/// Questions, for everything that is written once.
pub(crate) static TABLE: Table = Table {
    kind: Kind::Inquiry,
    ids: sql!("SELECT id FROM inquiries WHERE id > $1 ORDER BY id LIMIT 100"),
    rows: sql!("SELECT system_id, id, question, words, at FROM inquiries WHERE id IN ({many})"),
    words: &["question", "words"],
    also: None,
    further: None,
    own: &[
        OwnRows {
            rows: sql!(
                "SELECT system_id, id, question, words, at FROM inquiries \
                 WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
            thing: "id",
            keeper: "system_id",
            parts: &[("question", "question"), ("words", "why")],
        },
        OwnRows {
            rows: sql!(
                "SELECT system_id, id, inquiry_id, words, at FROM talk \
                 WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
            thing: "inquiry_id",
            keeper: "system_id",
            parts: &[("words", "talk")],
        },
    ],
    waits: Some(crate::convening::waits),
    facts: Some(crate::convening::coming::export),
};
