//! Having been asked to come and talk, and what those answered whom one asked, as they wait on
//! somebody's home page. However many there are, what they are about is asked for together.

use std::collections::BTreeMap;

use ::store::Look;
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::id::PersonId;
use ground::{Moment, Outcome};
use sharing::{Action, Matter, Reader, Sharing, Waiting};

use super::coming::{Answer, is_read};
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

/// Where somebody is asked, on the page of a question.
const ASKED: &str = "come";

/// Who asked this person lately, where they said nothing since; and what those said lately whom they
/// asked.
async fn lately(look: &mut Look, person: PersonId, now: Moment) -> Outcome<Vec<InTalk>> {
    let mut lately = Vec::new();
    for (inquiry, asked) in store::of_person(look, person, now.plus_days(-SPOKEN_OF)).await? {
        let (from, since) = (asked.asked_by, asked.at);
        lately.push(InTalk { sentence: "waits-convened", inquiry, from, since, part: ASKED });
    }
    for (inquiry, said) in store::said_to(look, person, now.plus_days(-SPOKEN_OF_BRIEFLY)).await? {
        let Some((answer, since)) = said.answer else { continue };
        let sentence = match answer {
            Answer::Comes => "waits-comes",
            Answer::NotNow => "waits-comes-not-now",
        };
        let from = said.person;
        lately.push(InTalk { sentence, inquiry, from, since, part: "convened" });
    }
    Ok(lately)
}

/// Those of these questions that are open and in whose talk this reader is, each with its talk.
async fn still_open(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    lately: &[InTalk],
) -> Outcome<BTreeMap<InquiryId, (Inquiry, Matter)>> {
    let mut open = BTreeMap::new();
    let ids = lately.iter().map(|one| one.inquiry).collect();
    for inquiry in inquiries::these(sharing, look, reader, &ids).await? {
        let talk = with_guests(inquiry.system, &inquiry.asked_in());
        let is_in = sharing.leave_or_none(reader, Action::ReadTalk, &talk)?.is_some();
        if is_in && inquiry.closed.is_none() {
            open.insert(inquiry.id, (inquiry, talk));
        }
    }
    Ok(open)
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
        let open = still_open(sharing, look, reader, &lately).await?;
        let names = sharing.names(look, reader, lately.iter().map(|one| one.from)).await?;
        let asked = lately.iter().filter(|one| one.part == ASKED);
        let askers = Reader::people(look, asked.map(|one| one.from)).await?;
        let mut waits = Vec::with_capacity(lately.len());
        for one in lately {
            let Some((inquiry, talk)) = open.get(&one.inquiry) else { continue };
            if one.part == ASKED {
                let Some(asker) = askers.get(&one.from) else { continue };
                if !is_read(sharing, asker, talk)? {
                    continue;
                }
            }
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
