//! Putting a question in better words. What was said before stays; what is closed stays as it is.

use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::wordings::{self, Better, Reworded, WordingId};
use sharing::{Action, Matter, Opening, Reader, Sealing, Sharing};

use super::{Inquiry, InquiryId, people_of, store};
use crate::kept;

/// Whether this reader may put a question in better words.
pub fn may_reword(sharing: &Sharing, reader: &Reader, inquiry: &Inquiry) -> Outcome<bool> {
    let matter = Matter::to_reword(inquiry.system, &inquiry.asked_in(), inquiry.said_by);
    let leave = sharing.leave_or_none(reader, Action::Reword, &matter)?;
    Ok(leave.is_some() && inquiry.closed.is_none())
}

/// Puts a question in other words, from the revision on that somebody read.
pub async fn reword(
    sharing: &Sharing,
    reader: &Reader,
    id: InquiryId,
    (wording, revision): (WordingId, i64),
    (question, why): (&Line, Option<&Words>),
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let (row, guests) = store::find(&mut look, id).await?;
    let (system, said_by) = (row.system, row.said_by);
    let matter = Matter::to_reword(system, &people_of(&guests), said_by);
    let leave = sharing.leave(reader, Action::Reword, &matter)?;
    let ring = kept::ring(sharing, system).await?;
    let stands = store::open(&Opening::new(&leave, &ring, system, id), &row)?;
    let stands = stands.ok_or(Fault::NotFound)?;
    let read = (stands.revision, revision);
    wordings::refuse_stale(&mut look, (system, wording), read).await?;
    if stands.closed.is_some() {
        return Err(Fault::Unfit("unfit-inquiry-closed"));
    }
    let texts = [
        Reworded::line("question", &stands.question, question),
        Reworded::words("words", stands.why.as_ref(), why),
    ];
    let texts: Vec<Reworded> = texts.into_iter().flatten().collect();
    if texts.is_empty() {
        return Ok(());
    }
    let what = stands.placed();
    let better = Better { id: wording, what, first: (said_by, row.at), revision, by, at };
    let versions = wordings::seal(&ring, &mut look, &better, &texts).await?;
    drop(look);
    let sealing = Sealing::new(&ring, system, id);
    let (question, why) = (sealing.line("question", question)?, sealing.maybe("words", why)?);
    ::store::write!(sharing.store.database, |work| {
        let (_, guests) = store::find(work, id).await?;
        let matter = Matter::to_reword(system, &people_of(&guests), said_by);
        kept::still(sharing, work, by, Action::Reword, &matter).await?;
        wordings::keep(work, &versions).await?;
        store::reword(work, (system, id), revision, (&question, why.as_ref())).await?;
        trail::mark(work, Mark::of(system, at, Verb::Changed, Some(by), what.thing)).await
    })
}
