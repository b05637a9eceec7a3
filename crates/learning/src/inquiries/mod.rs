//! Inquiries: an open question that the group of a system holds, what is said while it is worked
//! on, and the stages of the learning cycle as they were really entered: in any order, and again.

mod asking;
pub mod guests;
pub(crate) mod knot;
pub mod pages;
mod reword;
pub(crate) mod store;
mod went;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use ::store::{Keeper, Look};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{After, Fault, Line, Moment, Outcome, Stretch, Words};
use sharing::lineage::Placed;
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Opening, Reader, Sealing, Seen, Sharing};

pub use asking::{open, open_because_of};
pub use guests::{Guest, GuestId, ask_in};

use crate::because::BecauseOf;
use crate::kept::{self, with_guests};

pub use reword::{may_reword, reword};
pub use went::{MOST_STARTED, Started, Went, went};

pub(crate) use guests::people_of;

ground::id!(
    /// Names one inquiry.
    InquiryId
);
ground::id!(
    /// Names one thing said while a question is worked on.
    TalkId
);

/// How much of one question's talk stands on one page.
pub const TALK_PAGE: usize = 500;
/// How many questions stand on one page.
pub const PAGE: usize = 50;

/// A part of the learning cycle (*Human Learning Systems: a practical guide for the curious*,
/// 2023). It is a knot rather than a circle: entered anywhere, left, and entered again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// Understand the system.
    Understand,
    /// Design roles, and the least that must be fixed.
    Design,
    /// Try something small.
    Experiment,
    /// Embed what was learned, and influence others.
    Embed,
    /// Governance and learning, at the centre.
    Govern,
}

impl Stage {
    /// Every stage. The order means nothing but the order of choices in a form.
    pub const ALL: [Self; 5] =
        [Self::Understand, Self::Design, Self::Experiment, Self::Embed, Self::Govern];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Understand => "understand",
            Self::Design => "design",
            Self::Experiment => "experiment",
            Self::Embed => "embed",
            Self::Govern => "govern",
        }
    }

    /// The key of its name on pages.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Understand => "stage-understand",
            Self::Design => "stage-design",
            Self::Experiment => "stage-experiment",
            Self::Embed => "stage-embed",
            Self::Govern => "stage-govern",
        }
    }

    /// The stage with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }
}

/// What saying something did besides saying it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// Nothing besides.
    Talk,
    /// The group entered this stage.
    Entered(Stage),
    /// The question was closed, for this reason.
    Closed,
    /// The question was opened again, for this reason.
    Reopened,
}

impl Turn {
    pub(crate) const fn word(self) -> Option<&'static str> {
        match self {
            Self::Talk => None,
            Self::Entered(stage) => Some(stage.word()),
            Self::Closed => Some("closed"),
            Self::Reopened => Some("reopened"),
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "closed" => Some(Self::Closed),
            "reopened" => Some(Self::Reopened),
            stage => Stage::parse(stage).map(Self::Entered),
        }
    }

    /// The key of the words that say what happened; empty for plain talk.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Talk => "",
            Self::Entered(Stage::Understand) => "entered-understand",
            Self::Entered(Stage::Design) => "entered-design",
            Self::Entered(Stage::Experiment) => "entered-experiment",
            Self::Entered(Stage::Embed) => "entered-embed",
            Self::Entered(Stage::Govern) => "entered-govern",
            Self::Closed => "inquiry-was-closed",
            Self::Reopened => "inquiry-was-reopened",
        }
    }
}

/// A question as somebody asks it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Whose group will hold it.
    pub system: SystemId,
    /// The question.
    pub question: Line,
    /// Why it is open.
    pub why: Option<Words>,
    /// Because of what, if they say.
    pub because: Option<BecauseOf>,
}

/// A question as this reader sees it.
#[derive(Clone, Debug)]
pub struct Inquiry {
    /// Which one.
    pub id: InquiryId,
    /// Whose group holds it.
    pub system: SystemId,
    /// The question.
    pub question: Seen<Line>,
    /// Why it is open.
    pub why: Option<Seen<Words>>,
    /// Who opened it.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
    /// When it was closed, if it is.
    pub closed: Option<Moment>,
    /// How often its words were changed, or it was closed or opened again, counted from one.
    pub revision: i64,
    /// Those who are asked in now, for this question alone.
    pub guests: Vec<Guest>,
}

impl Inquiry {
    /// Those who are asked in now.
    #[must_use]
    pub fn asked_in(&self) -> Vec<PersonId> {
        people_of(&self.guests)
    }

    /// The question as a thing with a home.
    #[must_use]
    pub fn placed(&self) -> Placed {
        Placed { thing: Thing::new(Kind::Inquiry, self.id), system: self.system }
    }
}

/// Something said while a question is worked on.
#[derive(Clone, Debug)]
pub struct Remark {
    /// Which one.
    pub id: TalkId,
    /// What it did besides.
    pub turn: Turn,
    /// The words.
    pub words: Seen<Words>,
    /// Whose they are.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
}

/// The question with this id, as this reader sees it.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: InquiryId,
) -> Outcome<Inquiry> {
    let (row, guests) = store::find(look, id).await?;
    let leave = sharing.leave(reader, Action::Read, &Matter::held(row.system))?;
    let ring = kept::ring(sharing, row.system).await?;
    let opening = Opening::new(&leave, &ring, row.system, id);
    let mut inquiry = store::open(&opening, &row)?.ok_or(Fault::NotFound)?;
    inquiry.guests = guests;
    Ok(inquiry)
}

/// Those of these questions that this reader sees, all asked for together.
pub(crate) async fn these(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &BTreeSet<InquiryId>,
) -> Outcome<Vec<Inquiry>> {
    let rows = store::these(look, ids.iter().copied()).await?;
    let keepers = rows.iter().map(|(row, _)| Keeper::new(row.system));
    let ring = sharing.store.keys.ring(keepers).await?;
    let mut seen = Vec::with_capacity(rows.len());
    for (row, guests) in rows {
        let matter = Matter::held(row.system);
        let Some(leave) = sharing.leave_or_none(reader, Action::Read, &matter)? else { continue };
        let opened = store::open(&Opening::new(&leave, &ring, row.system, row.id), &row)?;
        seen.extend(opened.map(|inquiry| Inquiry { guests, ..inquiry }));
    }
    Ok(seen)
}

/// The questions that a system's group holds, newest first, a page at a time.
pub async fn of_system(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<Inquiry>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let rows = store::of_system(look, system, after).await?;
    let ring = kept::ring(sharing, system).await?;
    let mut inquiries = Vec::with_capacity(rows.len());
    for row in &rows {
        let opening = Opening::new(&leave, &ring, system, row.id);
        inquiries.extend(store::open(&opening, row)?);
    }
    Ok(rows.with(inquiries))
}

/// The latest talk of a question, or what was said before that, oldest first; nothing for whoever is
/// outside it.
pub async fn talk(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    inquiry: &Inquiry,
    after: Option<After>,
) -> Outcome<Option<Stretch<Remark>>> {
    let matter = with_guests(inquiry.system, &inquiry.asked_in());
    let Some(leave) = sharing.leave_or_none(reader, Action::ReadTalk, &matter)? else {
        return Ok(None);
    };
    let mut rows = store::talk(look, inquiry.id, after).await?;
    let ring = kept::ring(sharing, inquiry.system).await?;
    let mut talk = Vec::with_capacity(rows.len());
    for row in rows.take() {
        let opening = Opening::new(&leave, &ring, inquiry.system, row.id);
        let Some(words) = opening.words("words", &row.words)? else { continue };
        talk.push(Remark { id: row.id, turn: row.turn, words, said_by: row.said_by, at: row.at });
    }
    Ok(Some(rows.with(talk)))
}

/// Says something in the talk of a question; entering a stage, closing and opening again are
/// said there too. Whoever is outside the talk is refused as if it were not there.
pub async fn say(
    sharing: &Sharing,
    reader: &Reader,
    id: TalkId,
    inquiry: InquiryId,
    (turn, words): (Turn, &Words),
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let (row, guests) = store::find(&mut look, inquiry).await?;
    drop(look);
    let system = row.system;
    sharing.leave(reader, Action::JoinTalk, &with_guests(system, &people_of(&guests)))?;
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let ring = kept::ring(sharing, system).await?;
    let sealed = Sealing::new(&ring, system, id).words("words", words)?;
    let said = store::NewTalk { system, id, inquiry, turn, words: sealed, by, at };
    ::store::write!(sharing.store.database, |work| {
        let (_, guests) = store::find(work, inquiry).await?;
        let talk = with_guests(system, &people_of(&guests));
        kept::still(sharing, work, by, Action::JoinTalk, &talk).await?;
        store::insert_talk(work, &said).await?;
        match turn {
            Turn::Closed => store::set_closed(work, system, inquiry, Some(at)).await?,
            Turn::Reopened => store::set_closed(work, system, inquiry, None).await?,
            Turn::Talk | Turn::Entered(_) => {}
        }
        let thing = Thing::new(Kind::Inquiry, inquiry);
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing)).await
    })
}
