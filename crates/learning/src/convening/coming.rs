//! Whether somebody who was asked to come and talk will: they say that they will come, or not now,
//! and give no reason. Whoever asked them reads it, as long as they are in the talk, and nobody else
//! of the group. They say otherwise whenever they like, or nothing at all: nobody is told that they
//! have seen it. Where whoever asked is in the talk no more, nobody would read it, and nothing is asked.

use std::collections::BTreeMap;

use ::store::Look;
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::id::{Kind, PersonId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Exported, Matter, Reader, Sharing};

use super::{Convened, store};
use crate::inquiries::{self, InquiryId, people_of};
use crate::kept::{self, with_guests};

/// What somebody answers who was asked to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// They will come.
    Comes,
    /// Not now.
    NotNow,
}

impl Answer {
    /// The word under which it is stored, and which a button of a page sends.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Comes => "comes",
            Self::NotNow => "not-now",
        }
    }

    /// The answer with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Comes, Self::NotNow].into_iter().find(|answer| answer.word() == word)
    }
}

/// What one reader sees of who comes to talk about a question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coming {
    /// That they were asked themselves, by somebody who reads what they answer.
    pub(crate) own: Option<Convened>,
    /// What those answered whom they asked.
    pub(crate) answers: BTreeMap<PersonId, Answer>,
}

/// Who comes to talk about a question, as far as it is for this reader, of all who were asked.
/// Whoever asks for it has found the reader in its talk.
pub(crate) async fn of_inquiry(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (talk, asked): (&Matter, &[Convened]),
) -> Outcome<Coming> {
    let mut coming = Coming::default();
    let Some(person) = reader.person_id() else { return Ok(coming) };
    let by_them = asked.iter().filter(|one| one.asked_by == person && one.person != person);
    coming.answers = by_them.filter_map(|one| Some((one.person, one.answer?.0))).collect();
    let own = asked.iter().find(|one| one.person == person && one.asked_by != person);
    if let Some(own) = own
        && is_read(sharing, &Reader::person(look, own.asked_by).await?, talk)?
    {
        coming.own = Some(*own);
    }
    Ok(coming)
}

/// Whether somebody who asked is in the talk now, and so reads what is answered.
pub(super) fn is_read(sharing: &Sharing, asker: &Reader, talk: &Matter) -> Outcome<bool> {
    Ok(sharing.leave_or_none(asker, Action::ReadTalk, talk)?.is_some())
}

/// Says that they will come and talk about a question, or not now. Only whoever was asked says so,
/// while they are in its talk, and whoever asked them; to everybody else it is as if there were
/// nothing to answer.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    inquiry: InquiryId,
    answer: Answer,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        let (row, guests) = inquiries::store::find(work, inquiry).await?;
        let talk = with_guests(row.system, &people_of(&guests));
        kept::still(sharing, work, by, Action::ReadTalk, &talk).await?;
        let asked = super::asked_to_come(work, inquiry).await?;
        let own = asked.iter().find(|one| one.person == by && one.asked_by != by);
        let own = own.ok_or(Fault::NotFound)?;
        if row.closed.is_some() {
            return Err(Fault::Unfit("unfit-come-closed"));
        }
        if !is_read(sharing, &Reader::person(work, own.asked_by).await?, &talk)? {
            return Err(Fault::Unfit("unfit-come-unread"));
        }
        if own.answer.is_some_and(|(said, _)| said == answer) {
            return Err(Fault::Already);
        }
        store::answer(work, (row.system, inquiry, by), answer, at).await?;
        let thing = Thing::new(Kind::Inquiry, inquiry);
        trail::mark(work, Mark::of(row.system, at, Verb::Changed, Some(by), thing)).await
    })
}

/// That this person was asked to come, and what they answered, in the stable words that the rows
/// hold; nothing for anybody else. Who asked them is not in it.
pub(crate) fn export<'a>(
    sharing: &'a Sharing,
    look: &'a mut Look,
    reader: &'a Reader,
    person: PersonId,
) -> BoxFuture<'a, Outcome<Vec<Exported>>> {
    async move {
        if reader.person_id() != Some(person) {
            return Ok(Vec::new());
        }
        let oneself = Matter::Person { id: person, places: Vec::new() };
        let leave = sharing.leave(reader, Action::Know, &oneself)?;
        let mut facts = Vec::new();
        for (inquiry, asked) in store::all_of(look, person).await? {
            let mut add = |part, at, word: &str| {
                let words = leave.show(word.to_owned());
                facts.push(Exported { id: inquiry.0, part, at, words });
            };
            add("asked_to_come", asked.at, "come_and_talk");
            if let Some((answer, at)) = asked.answer {
                add("answered_to_come", at, answer.word());
            }
        }
        Ok(facts)
    }
    .boxed()
}
