//! Whether somebody who was asked to come and talk will: they say that they will come, or not now,
//! and give no reason. Whoever asked them reads it, and nobody else of the group. They say otherwise
//! whenever they like, or nothing at all: nobody is told that they have seen it.

use std::collections::BTreeMap;

use ::store::Look;
use ground::id::{Kind, PersonId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Reader, Sharing};

use super::store;
use crate::inquiries::{self, InquiryId, people_of};
use crate::kept::{self, with_guests};

/// That this reader was asked to come and talk about a question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Own {
    /// Who asked them.
    pub(crate) asked_by: PersonId,
    /// When.
    pub(crate) at: Moment,
    /// Whether they will come, if they said.
    pub(crate) comes: Option<bool>,
}

/// What one reader sees of who comes to talk about a question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coming {
    /// That they were asked themselves.
    pub(crate) own: Option<Own>,
    /// What those answered whom they asked.
    pub(crate) answers: BTreeMap<PersonId, bool>,
}

/// Reads the answer that a button of a page sends: whether they will come.
pub(crate) fn parse(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "not-now" => Some(false),
        _ => None,
    }
}

/// Who comes to talk about a question, as far as it is for this reader. Whoever asks for it has
/// found the reader in its talk.
pub(crate) async fn of_inquiry(
    look: &mut Look,
    reader: &Reader,
    inquiry: InquiryId,
) -> Outcome<Coming> {
    let Some(person) = reader.person_id() else { return Ok(Coming::default()) };
    let mut coming = Coming::default();
    for asked in store::between(look, inquiry, person).await? {
        match (asked.person == person, asked.asked_by == person) {
            (true, false) => {
                let (asked_by, at, comes) = (asked.asked_by, asked.at, asked.comes);
                coming.own = Some(Own { asked_by, at, comes });
            }
            (false, true) => coming.answers.extend(asked.comes.map(|comes| (asked.person, comes))),
            _ => {}
        }
    }
    Ok(coming)
}

/// Says that they will come and talk about a question, or not now. Only whoever was asked says so,
/// while they are in its talk; to everybody else it is as if there were nothing to answer.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    inquiry: InquiryId,
    comes: bool,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        let (row, guests) = inquiries::store::find(work, inquiry).await?;
        let talk = with_guests(row.system, &people_of(&guests));
        kept::still(sharing, work, by, Action::ReadTalk, &talk).await?;
        let fresh = Reader::person(work, by).await?;
        let own = of_inquiry(work, &fresh, inquiry).await?.own.ok_or(Fault::NotFound)?;
        if row.closed.is_some() {
            return Err(Fault::Unfit("unfit-come-closed"));
        }
        if own.comes == Some(comes) {
            return Err(Fault::Already);
        }
        store::answer(work, (row.system, inquiry, by), comes, at).await?;
        let thing = Thing::new(Kind::Inquiry, inquiry);
        trail::mark(work, Mark::of(row.system, at, Verb::Changed, Some(by), thing)).await
    })
}
