//! Conversations about whether it is what was intended: who was heard, who is missing, who we
//! are to be saying this, what we intended and what happened, and what we will do.

pub mod pages;
pub(crate) mod store;

#[cfg(test)]
mod tests;

use ::store::Look;
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{After, Fault, Moment, Outcome, Stretch, Words};
use sharing::lineage::{self, BecauseId, Placed};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Opening, Reader, Seen, Sharing};

use crate::because::{self, BecauseOf};
use crate::heard::Heard;
use crate::kept;

/// How many conversations stand on one page.
pub const PAGE: usize = 50;

ground::id!(
    /// Names one conversation.
    ConversationId
);

/// What was said, answer by answer. Each may be left out, but not all of them.
#[derive(Clone, Debug)]
pub struct Answers<T> {
    /// Who was heard, who is missing, and how was it decided?
    pub heard: Heard<T>,
    /// Who are we to be saying this?
    pub saying: Option<T>,
    /// What did we intend, and what happened?
    pub intended: Option<T>,
    /// What will we do?
    pub will_do: Option<T>,
}

impl<T> Answers<T> {
    /// The questions of such a conversation, by the name of their field, in the order of a form.
    pub const QUESTIONS: [&'static str; 6] =
        ["intended", "heard", "missing", "saying", "will_do", "decided"];

    /// The answer to the question with this name.
    #[must_use]
    pub fn to(&self, question: &str) -> Option<&T> {
        match question {
            "saying" => self.saying.as_ref(),
            "intended" => self.intended.as_ref(),
            "will_do" => self.will_do.as_ref(),
            _ => self.heard.to(question),
        }
    }

    /// Whether nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Self::QUESTIONS.iter().all(|question| self.to(question).is_none())
    }
}

/// A conversation as this reader sees it.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Which one.
    pub id: ConversationId,
    /// Whose group held it.
    pub system: SystemId,
    /// What was said.
    pub answers: Answers<Seen<Words>>,
    /// Who wrote it down.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
}

impl Conversation {
    /// The conversation as a thing with a home.
    #[must_use]
    pub fn placed(&self) -> Placed {
        Placed { thing: Thing::new(Kind::Conversation, self.id), system: self.system }
    }

    /// The first words of what they will do, or of the first answer there is.
    #[must_use]
    pub fn opening(&self, most: usize) -> Option<Seen<String>> {
        let first = ["will_do"].into_iter().chain(Answers::<Words>::QUESTIONS);
        first.into_iter().find_map(|q| self.answers.to(q)).map(|words| words.opening(most))
    }
}

/// Records a conversation. Anybody who plays a part in the system may.
pub async fn record(
    sharing: &Sharing,
    reader: &Reader,
    id: ConversationId,
    system: SystemId,
    (answers, given): (&Answers<Words>, Option<&BecauseOf>),
    at: Moment,
) -> Outcome<()> {
    if answers.is_empty() {
        return Err(Fault::Unfit("unfit-conversation-empty"));
    }
    let (by, place) = kept::taking_part(sharing, reader, system)?;
    let ring = kept::ring(sharing, system).await?;
    let row = store::NewConversation::seal(&ring, id, (system, place), answers, by, at)?;
    let what = Placed { thing: Thing::new(Kind::Conversation, id), system };
    let because = given
        .map(|given| because::seal(&ring, what, BecauseId::random(), given, by, at))
        .transpose()?;
    ::store::write!(sharing.store.database, |work| {
        kept::still_taking_part(sharing, work, by, system).await?;
        store::insert(work, &row).await?;
        if let Some(because) = &because {
            lineage::say(work, because).await?;
        }
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), what.thing)).await
    })
}

/// The conversation with this id, as this reader sees it.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: ConversationId,
) -> Outcome<Conversation> {
    let row = store::find(look, id).await?;
    let system = row.system;
    open_all(sharing, reader, system, vec![row]).await?.pop().ok_or(Fault::NotFound)
}

/// The conversations of a system, newest first, a page at a time.
pub async fn of_system(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<Conversation>> {
    sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let mut rows = store::of_system(look, system, after).await?;
    let here = rows.take();
    Ok(rows.with(open_all(sharing, reader, system, here).await?))
}

async fn open_all(
    sharing: &Sharing,
    reader: &Reader,
    system: SystemId,
    rows: Vec<store::ConversationRow>,
) -> Outcome<Vec<Conversation>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let ring = kept::ring(sharing, system).await?;
    let mut conversations = Vec::with_capacity(rows.len());
    for row in rows {
        let opening = Opening::new(&leave, &ring, system, row.id);
        conversations.extend(store::open(&opening, row)?);
    }
    Ok(conversations)
}
