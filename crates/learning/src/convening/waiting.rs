//! Having been asked to come and talk, and what those answered whom one asked, as they wait on
//! somebody's home page.

use ::store::Look;
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome};
use sharing::{Action, Reader, Sharing, Waiting};

use super::store;
use crate::inquiries::{self, Inquiry, InquiryId};
use crate::kept::{self, with_guests};

/// For how many days a home page speaks of having been asked.
const SPOKEN_OF: i64 = 21;
/// For how many days it speaks of an answer.
const SPOKEN_OF_BRIEFLY: i64 = 14;

/// Something of the talk of a question that waits for somebody, before it is laid out.
struct InTalk {
    sentence: &'static str,
    inquiry: InquiryId,
    from: PersonId,
    since: Moment,
    /// Which part of the question's page it leads to.
    part: &'static str,
}

/// Who asked this person lately, where they said nothing since; and what those said lately whom they
/// asked.
async fn lately(look: &mut Look, person: PersonId, now: Moment) -> Outcome<Vec<InTalk>> {
    let mut lately = Vec::new();
    for (inquiry, from, since) in store::of_person(look, person, now.plus_days(-SPOKEN_OF)).await? {
        lately.push(InTalk { sentence: "waits-convened", inquiry, from, since, part: "come" });
    }
    for said in store::said_to(look, person, now.plus_days(-SPOKEN_OF_BRIEFLY)).await? {
        let (Some(comes), Some(since)) = (said.comes, said.answered) else { continue };
        let sentence = if comes { "waits-comes" } else { "waits-comes-not-now" };
        let (inquiry, from) = (said.inquiry, said.person);
        lately.push(InTalk { sentence, inquiry, from, since, part: "convened" });
    }
    Ok(lately)
}

/// The question, as long as it is open and this reader is in its talk.
async fn still_open(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: InquiryId,
) -> Outcome<Option<Inquiry>> {
    match inquiries::find(sharing, look, reader, id).await {
        Ok(inquiry) if inquiry.closed.is_none() => {
            let talk = with_guests(inquiry.system, &inquiry.asked_in());
            let leave = sharing.leave_or_none(reader, Action::ReadTalk, &talk)?;
            Ok(leave.map(|_| inquiry))
        }
        Ok(_) | Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// All of it, as it waits on somebody's home page.
pub(crate) fn waits<'a>(
    sharing: &'a Sharing,
    look: &'a mut Look,
    reader: &'a Reader,
    now: Moment,
) -> BoxFuture<'a, Outcome<Vec<Waiting>>> {
    async move {
        let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
        let lately = lately(look, person, now).await?;
        if lately.is_empty() {
            return Ok(Vec::new());
        }
        let names = sharing.names(look, reader, lately.iter().map(|one| one.from)).await?;
        let mut waits = Vec::with_capacity(lately.len());
        for one in lately {
            let Some(inquiry) = still_open(sharing, look, reader, one.inquiry).await? else {
                continue;
            };
            let page = kept::page_of(inquiry.placed().thing);
            waits.push(Waiting {
                sentence: one.sentence,
                about: Some(inquiry.question.heading()),
                path: format!("{page}#{}", one.part),
                since: one.since,
                from: names.of(one.from).cloned(),
                put_off: None,
            });
        }
        Ok(waits)
    }
    .boxed()
}
