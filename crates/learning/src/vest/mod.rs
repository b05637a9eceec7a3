//! Something tried, and a conversation about intent, read with four words: variety, empathy,
//! strengths and trust. What is tried is read so by those who see what was observed, and by nobody
//! else, since such a reading tells of it.

pub mod pages;

#[cfg(test)]
mod tests;

use ::store::Look;
use ground::{Fault, Moment, Outcome, Words};
use sharing::lineage::Placed;
use sharing::trail::{self, Mark, Verb};
use sharing::vest::{self, NewVest, Vest, VestId};
use sharing::{Action, Matter, Reader, Sharing};
use web::vest::VestShown;

use crate::conversations::{self, Conversation, ConversationId};
use crate::experiments::{self, Experiment, ExperimentId};
use crate::inquiries::{self, Inquiry};
use crate::kept::{self, with_guests};

/// How people read something tried; nothing for whoever is outside the talk.
pub async fn of_experiment(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (experiment, inquiry): (&Experiment, &Inquiry),
) -> Outcome<Option<Vec<VestShown>>> {
    let matter = with_guests(experiment.system, &inquiry.asked_in());
    let Some(leave) = sharing.leave_or_none(reader, Action::ReadTalk, &matter)? else {
        return Ok(None);
    };
    let readings = vest::readings(sharing, look, &leave, experiment.placed()).await?;
    VestShown::of(sharing, look, reader, readings).await.map(Some)
}

/// Reads something tried with four words. Whoever is outside the talk is refused as if it were not
/// there.
pub async fn read_experiment(
    sharing: &Sharing,
    reader: &Reader,
    experiment: ExperimentId,
    (id, words): (VestId, &Vest<Words>),
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let (experiment, inquiry) = experiments::find(sharing, &mut look, reader, experiment).await?;
    drop(look);
    let of = experiment.placed();
    sharing.leave(reader, Action::JoinTalk, &with_guests(of.system, &inquiry.asked_in()))?;
    let ring = vest::ring(sharing, of).await?;
    let new = NewVest::seal(&ring, of, id, words, (by, at))?;
    ::store::write!(sharing.store.database, |work| {
        let (_, guests) = inquiries::store::find(work, inquiry.id).await?;
        let talk = with_guests(of.system, &inquiries::people_of(&guests));
        kept::still(sharing, work, by, Action::JoinTalk, &talk).await?;
        new.keep(work).await?;
        trail::mark(work, Mark::of(of.system, at, Verb::Wrote, Some(by), of.thing)).await
    })
}

/// Takes back how the reader read something tried.
pub async fn take_back_of_experiment(
    sharing: &Sharing,
    reader: &Reader,
    experiment: ExperimentId,
    id: VestId,
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let (found, _) = experiments::find(sharing, &mut look, reader, experiment).await?;
    drop(look);
    take_back(sharing, reader, (found.placed(), id), at).await
}

/// Takes back how the reader read a conversation about intent.
pub async fn take_back_of_conversation(
    sharing: &Sharing,
    reader: &Reader,
    conversation: ConversationId,
    id: VestId,
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let found = conversations::find(sharing, &mut look, reader, conversation).await?;
    drop(look);
    take_back(sharing, reader, (found.placed(), id), at).await
}

/// It is theirs, so nothing is asked but whether they wrote it.
async fn take_back(
    sharing: &Sharing,
    reader: &Reader,
    (of, id): (Placed, VestId),
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        vest::take_back(work, of, id, by).await?;
        trail::mark(work, Mark::of(of.system, at, Verb::Changed, Some(by), of.thing)).await
    })
}

/// How people read a conversation about intent.
pub async fn of_conversation(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    conversation: &Conversation,
) -> Outcome<Vec<VestShown>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(conversation.system))?;
    let readings = vest::readings(sharing, look, &leave, conversation.placed()).await?;
    VestShown::of(sharing, look, reader, readings).await
}

/// Reads a conversation about intent with four words. Whoever plays a part in the system may.
pub async fn read_conversation(
    sharing: &Sharing,
    reader: &Reader,
    conversation: ConversationId,
    (id, words): (VestId, &Vest<Words>),
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let found = conversations::find(sharing, &mut look, reader, conversation).await?;
    drop(look);
    let of = found.placed();
    let (by, _) = kept::taking_part(sharing, reader, of.system)?;
    let ring = vest::ring(sharing, of).await?;
    let new = NewVest::seal(&ring, of, id, words, (by, at))?;
    ::store::write!(sharing.store.database, |work| {
        kept::still_taking_part(sharing, work, by, of.system).await?;
        new.keep(work).await?;
        trail::mark(work, Mark::of(of.system, at, Verb::Wrote, Some(by), of.thing)).await
    })
}
