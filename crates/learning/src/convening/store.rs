//! The rows of who was asked to come and talk about a question.

use ground::id::{PersonId, SystemId};
use ground::{Moment, Outcome};
use store::{Look, Row, Work, bind, sql};

use super::Convened;
use super::coming::Answer;
use crate::inquiries::InquiryId;

/// Somebody is asked. Where they were before, this asking stands in its place, and nothing is
/// answered to it yet.
pub(super) async fn ask(
    work: &mut Work,
    (system, inquiry): (SystemId, InquiryId),
    one: Convened,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO convened (system_id, inquiry_id, person_id, asked_by, at, talk_id) \
             VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (system_id, inquiry_id, person_id) DO UPDATE \
             SET asked_by = excluded.asked_by, at = excluded.at, talk_id = excluded.talk_id, \
             answer = NULL, answered = NULL"
        ),
        bind()
            .id(system)
            .id(inquiry)
            .id(one.person)
            .id(one.asked_by)
            .moment(one.at)
            .maybe_id(one.words),
    )
    .await?;
    Ok(())
}

/// Who was asked to come to these, earliest first.
pub(super) async fn of_inquiries(
    look: &mut Look,
    inquiries: impl IntoIterator<Item = InquiryId>,
) -> Outcome<Vec<(InquiryId, Convened)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT inquiry_id, person_id, asked_by, at, talk_id, answer, answered \
                 FROM convened WHERE inquiry_id IN ({many}) ORDER BY at, person_id LIMIT 1000"
            ),
            bind(),
            inquiries,
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<(InquiryId, Convened)> {
    let answer = row.maybe_known("answer", Answer::parse)?;
    let one = Convened {
        person: row.id("person_id")?,
        asked_by: row.id("asked_by")?,
        at: row.moment("at")?,
        words: row.maybe_id("talk_id")?,
        answer: answer.zip(row.maybe_moment("answered")?),
    };
    Ok((row.id("inquiry_id")?, one))
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

/// What those said since this moment whom this person asked to come, newest first.
pub(super) async fn said_to(
    look: &mut Look,
    person: PersonId,
    after: Moment,
) -> Outcome<Vec<(InquiryId, Convened)>> {
    let rows = look
        .all(
            sql!(
                "SELECT inquiry_id, person_id, asked_by, at, talk_id, answer, answered \
                 FROM convened WHERE asked_by = $1 AND answered > $2 AND person_id <> $1 \
                 ORDER BY answered DESC, inquiry_id, person_id LIMIT 20"
            ),
            bind().id(person).moment(after),
        )
        .await?;
    rows.iter().map(read).collect()
}

pub(super) async fn answer(
    work: &mut Work,
    (system, inquiry, person): (SystemId, InquiryId, PersonId),
    answer: Answer,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE convened SET answer = $4, answered = $5 \
             WHERE system_id = $1 AND inquiry_id = $2 AND person_id = $3"
        ),
        bind().id(system).id(inquiry).id(person).word(answer.word()).moment(at),
    )
    .await?;
    Ok(())
}

/// To which questions this person was asked after this moment, where they have neither answered nor
/// said anything in its talk since; newest first.
pub(super) async fn of_person(
    look: &mut Look,
    person: PersonId,
    after: Moment,
) -> Outcome<Vec<(InquiryId, Convened)>> {
    let rows = look
        .all(
            sql!(
                "SELECT c.inquiry_id, c.person_id, c.asked_by, c.at, c.talk_id, c.answer, c.answered \
                 FROM convened c WHERE c.person_id = $1 AND c.at > $2 AND c.asked_by <> $1 \
                 AND c.answered IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM talk t WHERE t.inquiry_id = c.inquiry_id \
                 AND t.said_by = $1 AND t.at >= c.at) \
                 ORDER BY c.at DESC, c.inquiry_id LIMIT 20"
            ),
            bind().id(person).moment(after),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// All questions to which this person was asked to come.
pub(super) async fn all_of(
    look: &mut Look,
    person: PersonId,
) -> Outcome<Vec<(InquiryId, Convened)>> {
    let rows = look
        .whole(
            sql!(
                "SELECT inquiry_id AS id, inquiry_id, person_id, asked_by, at, talk_id, answer, \
                 answered FROM convened WHERE person_id = $1 AND inquiry_id > $2 \
                 ORDER BY inquiry_id LIMIT $3"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(read).collect()
}
