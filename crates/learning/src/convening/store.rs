//! The rows of who was asked to come and talk about a question.

use ground::id::{PersonId, SystemId};
use ground::{Moment, Outcome};
use store::{Look, Row, Work, bind, sql};

use super::Convened;
use crate::inquiries::InquiryId;

pub(super) async fn insert(
    work: &mut Work,
    system: SystemId,
    inquiry: InquiryId,
    one: Convened,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO convened (system_id, inquiry_id, person_id, asked_by, at) \
             VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (system_id, inquiry_id, person_id) DO NOTHING"
        ),
        bind().id(system).id(inquiry).id(one.person).id(one.asked_by).moment(one.at),
    )
    .await?;
    Ok(())
}

/// Who was asked to come to these, earliest first.
pub(super) async fn of_inquiries(
    look: &mut Look,
    inquiries: &[InquiryId],
) -> Outcome<Vec<(InquiryId, Convened)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT inquiry_id, person_id, asked_by, at FROM convened \
                 WHERE inquiry_id IN ({many}) ORDER BY at, person_id LIMIT 1000"
            ),
            bind(),
            inquiries.iter().copied(),
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (person, asked_by) = (row.id("person_id")?, row.id("asked_by")?);
            Ok((row.id("inquiry_id")?, Convened { person, asked_by, at: row.moment("at")? }))
        })
        .collect()
}

/// Forgets the next questions to which somebody was asked to come who is erased, at most 500, and
/// says how many went.
pub(super) async fn forget(work: &mut Work, person: PersonId) -> Outcome<usize> {
    let rows = work
        .all(
            sql!("SELECT system_id, inquiry_id FROM convened WHERE person_id = $1 LIMIT 500"),
            bind().id(person),
        )
        .await?;
    for row in &rows {
        work.run(
            sql!(
                "DELETE FROM convened \
                 WHERE system_id = $1 AND inquiry_id = $2 AND person_id = $3"
            ),
            bind()
                .id(row.id::<SystemId>("system_id")?)
                .id(row.id::<InquiryId>("inquiry_id")?)
                .id(person),
        )
        .await?;
    }
    Ok(rows.len())
}

/// Somebody who was asked, with what they answered.
pub(super) struct Answered {
    pub(super) inquiry: InquiryId,
    pub(super) person: PersonId,
    pub(super) asked_by: PersonId,
    /// When they were asked.
    pub(super) at: Moment,
    /// Whether they will come, if they said.
    pub(super) comes: Option<bool>,
    /// When they said so.
    pub(super) answered: Option<Moment>,
}

fn answered(row: &Row) -> Outcome<Answered> {
    let (comes, answered) = (row.flag("comes")?, row.maybe_moment("answered")?);
    Ok(Answered {
        inquiry: row.id("inquiry_id")?,
        person: row.id("person_id")?,
        asked_by: row.id("asked_by")?,
        at: row.moment("at")?,
        comes: answered.map(|_| comes),
        answered,
    })
}

/// Who was asked to come to this question by this person, and by whom they were.
pub(super) async fn between(
    look: &mut Look,
    inquiry: InquiryId,
    person: PersonId,
) -> Outcome<Vec<Answered>> {
    let rows = look
        .all(
            sql!(
                "SELECT inquiry_id, person_id, asked_by, at, comes, answered FROM convened \
                 WHERE inquiry_id = $1 AND (person_id = $2 OR asked_by = $2) LIMIT 1000"
            ),
            bind().id(inquiry).id(person),
        )
        .await?;
    rows.iter().map(answered).collect()
}

/// What those said since this moment whom this person asked to come, newest first.
pub(super) async fn said_to(
    look: &mut Look,
    person: PersonId,
    after: Moment,
) -> Outcome<Vec<Answered>> {
    let rows = look
        .all(
            sql!(
                "SELECT inquiry_id, person_id, asked_by, at, comes, answered FROM convened \
                 WHERE asked_by = $1 AND answered > $2 AND person_id <> $1 \
                 ORDER BY answered DESC, inquiry_id, person_id LIMIT 20"
            ),
            bind().id(person).moment(after),
        )
        .await?;
    rows.iter().map(answered).collect()
}

pub(super) async fn answer(
    work: &mut Work,
    (system, inquiry, person): (SystemId, InquiryId, PersonId),
    comes: bool,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE convened SET comes = $4, answered = $5 \
             WHERE system_id = $1 AND inquiry_id = $2 AND person_id = $3"
        ),
        bind().id(system).id(inquiry).id(person).flag(comes).moment(at),
    )
    .await?;
    Ok(())
}

/// To which questions this person was asked after this moment and by whom, where they have neither
/// answered nor said anything in its talk since; newest first.
pub(super) async fn of_person(
    look: &mut Look,
    person: PersonId,
    after: Moment,
) -> Outcome<Vec<(InquiryId, PersonId, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT c.inquiry_id, c.asked_by, c.at FROM convened c \
                 WHERE c.person_id = $1 AND c.at > $2 AND c.asked_by <> $1 \
                 AND c.answered IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM talk t WHERE t.inquiry_id = c.inquiry_id \
                 AND t.said_by = $1 AND t.at >= c.at) \
                 ORDER BY c.at DESC, c.inquiry_id LIMIT 20"
            ),
            bind().id(person).moment(after),
        )
        .await?;
    let read = |row: &Row| Ok((row.id("inquiry_id")?, row.id("asked_by")?, row.moment("at")?));
    rows.iter().map(read).collect()
}
