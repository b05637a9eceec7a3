//! Putting a plan in better words. What was said before stays; the plan of what was stopped stays
//! as it was, since nobody can set what happened beside a plan that was written after it.

use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::wordings::{self, Better, Reworded, WordingId};
use sharing::{Action, Matter, Reader, Sharing};

use super::{EntryKind, Experiment, ExperimentId, HowFar, Planned, Support, find, store};
use crate::inquiries::{self, Inquiry};
use crate::kept;

/// Whether this reader may put a plan in better words.
pub fn may_reword(
    sharing: &Sharing,
    reader: &Reader,
    experiment: &Experiment,
    inquiry: &Inquiry,
) -> Outcome<bool> {
    let matter = Matter::to_reword(experiment.system, &inquiry.asked_in(), experiment.said_by);
    let leave = sharing.leave_or_none(reader, Action::Reword, &matter)?;
    Ok(leave.is_some() && experiment.state != HowFar::Stopped)
}

/// Puts a plan in other words, from the revision on that somebody read. What touches somebody's
/// support goes on saying how they were asked, and how they refuse.
pub async fn reword(
    sharing: &Sharing,
    reader: &Reader,
    id: ExperimentId,
    (wording, revision): (WordingId, i64),
    planned: &Planned,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let (stands, inquiry) = find(sharing, &mut look, reader, id).await?;
    let (system, said_by) = (stands.system, stands.said_by);
    let matter = Matter::to_reword(system, &inquiry.asked_in(), said_by);
    sharing.leave(reader, Action::Reword, &matter)?;
    let read = (stands.revision, revision);
    wordings::refuse_stale(&mut look, (system, wording), read).await?;
    let touched = stands.how_asked.is_some() || stands.how_refuse.is_some();
    if touched && matches!(planned.support, Support::Untouched) {
        return Err(Fault::Unfit("unfit-support-untold").in_field("how_asked"));
    }
    let texts = texts(&stands, planned);
    if texts.is_empty() {
        return Ok(());
    }
    let ring = kept::ring(sharing, system).await?;
    let what = stands.placed();
    let better = Better { id: wording, what, first: (said_by, stands.at), revision, by, at };
    let versions = wordings::seal(&ring, &mut look, &better, &texts).await?;
    drop(look);
    let words = store::PlanWords::seal(&ring, (system, id), planned)?;
    ::store::write!(sharing.store.database, |work| {
        let (_, guests) = inquiries::store::find(work, inquiry.id).await?;
        let matter = Matter::to_reword(system, &inquiries::people_of(&guests), said_by);
        kept::still(sharing, work, by, Action::Reword, &matter).await?;
        if store::find(work, id).await?.counts == Some(EntryKind::Stop) {
            return Err(Fault::Unfit("unfit-experiment-stopped"));
        }
        wordings::keep(work, &versions).await?;
        store::reword(work, (system, id), revision, words.clone()).await?;
        trail::mark(work, Mark::of(system, at, Verb::Changed, Some(by), what.thing)).await
    })
}

/// What of a plan is put in other words.
fn texts(stands: &Experiment, planned: &Planned) -> Vec<Reworded> {
    let support = &planned.support;
    let texts = [
        Reworded::line("name", &stands.name, &planned.name),
        Reworded::words("intends", stands.intends.as_ref(), planned.intends.as_ref()),
        Reworded::words("tries", stands.tries.as_ref(), planned.tries.as_ref()),
        Reworded::words("limits", stands.limits.as_ref(), planned.limits.as_ref()),
        Reworded::words("who", stands.who.as_ref(), planned.who.as_ref()),
        Reworded::words("how_asked", stands.how_asked.as_ref(), support.how_asked()),
        Reworded::words("how_refuse", stands.how_refuse.as_ref(), support.how_refuse()),
    ];
    texts.into_iter().flatten().collect()
}
