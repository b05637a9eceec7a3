//! What happened in a system in time: questions opened, things tried and what was decided about
//! them, lessons, conversations. What was told and named, and what groups said to each other, its
//! page asks of their own nouns. Talk and observations are not here: they have readers of their
//! own.

pub(crate) mod store;

use ::store::Look;
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Moment, Outcome};
use sharing::{Action, Matter, Opening, Reader, Seen, Sharing};

use crate::experiments::EntryKind;
use crate::kept;

/// About how many characters of a text stand for the whole of it.
const OPENING: usize = 160;

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Happening {
    /// A question was opened.
    Asked,
    /// Something began to be tried.
    Tried,
    /// It was decided how something tried goes on: grow, change or stop.
    Decided(EntryKind),
    /// Something was learned.
    Learned,
    /// People spoke about whether it is what they intended.
    Spoke,
}

impl Happening {
    /// The key of the words that say what happened.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Asked => "past-asked",
            Self::Tried => "past-tried",
            Self::Decided(EntryKind::Grow) => "past-grown",
            Self::Decided(EntryKind::Stop) => "past-stopped",
            Self::Decided(_) => "past-changed",
            Self::Learned => "past-learned",
            Self::Spoke => "past-spoke",
        }
    }
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// What happened.
    pub happening: Happening,
    /// To which thing.
    pub thing: Thing,
    /// In its first words.
    pub heading: Seen<String>,
    /// Who wrote it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

/// What happened in a system, newest first: at most the last 40 of each kind.
pub async fn of_system(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
) -> Outcome<Vec<Event>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let rows = store::of_system(look, system).await?;
    let ring = kept::ring(sharing, system).await?;
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        let opening = Opening::new(&leave, &ring, system, row.row);
        let Some(heading) = opening.words(row.column, &row.heading)? else { continue };
        events.push(Event {
            happening: row.happening,
            thing: row.thing,
            heading: heading.opening(OPENING),
            by: row.by,
            at: row.at,
        });
    }
    events.sort_by_key(|event| std::cmp::Reverse((event.at, event.thing.id)));
    Ok(events)
}

/// The key of the words that say what happened to a thing of another room, or between groups.
pub(crate) const fn key_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Telling => "past-told",
        Kind::Pattern => "past-pattern",
        Kind::Ask => "past-ask",
        other => other.key(),
    }
}

/// Whether this is something that may be named as a cause of another thing.
pub(crate) const fn may_be_a_cause(event: &Event) -> bool {
    match event.happening {
        Happening::Asked | Happening::Tried | Happening::Learned => true,
        Happening::Decided(_) | Happening::Spoke => false,
    }
}

/// The kind of thing that happened to, with the column of its heading.
pub(crate) fn parse(word: &str) -> Option<(Happening, Kind, &'static str)> {
    Some(match word {
        "inquiry" => (Happening::Asked, Kind::Inquiry, "question"),
        "experiment" => (Happening::Tried, Kind::Experiment, "name"),
        "lesson" => (Happening::Learned, Kind::Lesson, "learned"),
        "heard" => (Happening::Spoke, Kind::Conversation, "heard"),
        "decided" => (Happening::Spoke, Kind::Conversation, "decided"),
        "missing" => (Happening::Spoke, Kind::Conversation, "missing"),
        "saying" => (Happening::Spoke, Kind::Conversation, "saying"),
        "intended" => (Happening::Spoke, Kind::Conversation, "intended"),
        "will_do" => (Happening::Spoke, Kind::Conversation, "will_do"),
        next => (Happening::Decided(EntryKind::parse(next)?), Kind::Experiment, "words"),
    })
}
