//! Having been asked to come and talk, as it waits on somebody's home page.

use ::store::Look;
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::{Fault, Moment, Outcome};
use sharing::{Action, Reader, Sharing, Waiting};

use super::store;
use crate::inquiries::{self, Inquiry};
use crate::kept::{self, with_guests};

/// For how many days a home page speaks of having been asked.
const SPOKEN_OF: i64 = 21;

/// The questions that this person was asked to come and talk about lately, where they have said
/// nothing since, the question is still open and they are in its talk; newest first.
async fn asked_lately(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<(Inquiry, Moment)>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let mut lately = Vec::new();
    for (id, at) in store::of_person(look, person, now.plus_days(-SPOKEN_OF)).await? {
        match inquiries::find(sharing, look, reader, id).await {
            Ok(inquiry) if inquiry.closed.is_none() => {
                let talk = with_guests(inquiry.system, &inquiry.asked_in());
                if sharing.leave_or_none(reader, Action::ReadTalk, &talk)?.is_some() {
                    lately.push((inquiry, at));
                }
            }
            Ok(_) | Err(Fault::NotFound) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(lately)
}

/// The same, as it waits on somebody's home page.
pub(crate) fn waits<'a>(
    sharing: &'a Sharing,
    look: &'a mut Look,
    reader: &'a Reader,
    now: Moment,
) -> BoxFuture<'a, Outcome<Vec<Waiting>>> {
    async move {
        let asked = asked_lately(sharing, look, reader, now).await?;
        let waiting = asked.into_iter().map(|(inquiry, since)| Waiting {
            sentence: "waits-convened",
            about: Some(inquiry.question.heading()),
            path: kept::page_of(inquiry.placed().thing),
            since,
            put_off: None,
        });
        Ok(waiting.collect())
    }
    .boxed()
}
