//! How a question really went: the parts of the work that were started, one after another.

use ::store::Look;
use ground::id::PersonId;
use ground::{Moment, Outcome};
use sharing::{Action, Reader, Sharing};

use super::{Inquiry, Stage, TalkId, store};
use crate::kept::with_guests;

/// How many times that a part of the work was started are shown of one question: the latest.
pub const MOST_STARTED: usize = 200;

/// One time that a part of the work was started.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    /// The remark with which it was.
    pub id: TalkId,
    /// Which part.
    pub stage: Stage,
    /// Who said so.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
}

/// How a question went, whatever page of its talk is read.
#[derive(Clone, Debug)]
pub struct Went {
    /// How often a part of the work was started before these.
    pub before: usize,
    /// The latest times, oldest first; at most [`MOST_STARTED`].
    pub latest: Vec<Started>,
}

/// How a question went; nothing for whoever is outside its talk.
pub async fn went(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    inquiry: &Inquiry,
) -> Outcome<Option<Went>> {
    let matter = with_guests(inquiry.system, &inquiry.asked_in());
    if sharing.leave_or_none(reader, Action::ReadTalk, &matter)?.is_none() {
        return Ok(None);
    }
    let mut latest = store::started(look, inquiry.id).await?;
    // They are counted only where there are more than stand here.
    let before = match latest.next {
        Some(_) => store::times_started(look, inquiry.id).await?.saturating_sub(latest.len()),
        None => 0,
    };
    latest.here.reverse();
    Ok(Some(Went { before, latest: latest.here }))
}
