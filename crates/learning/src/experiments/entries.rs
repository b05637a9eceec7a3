//! The dated entries of something tried: what was observed, what was made of it, and what comes
//! next.

use ::store::Look;
use ground::id::{Kind, PersonId, Thing};
use ground::{After, Fault, Moment, Outcome, Stretch, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Opening, Reader, Sealing, Seen, Sharing};

use super::{Experiment, ExperimentId, find, store};
use crate::heard::Heard;
use crate::inquiries::{self, Inquiry};
use crate::kept::{self, with_guests};

ground::id!(
    /// Names one dated entry of an experiment.
    EntryId
);

/// How many entries of one experiment stand on one page.
pub const MOST_ENTRIES: usize = 500;

/// What an entry of an experiment is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EntryKind {
    /// What somebody observed.
    Observed,
    /// What was made of it.
    MadeOfIt,
    /// Next: more of it.
    Grow,
    /// Next: it goes on, changed.
    Change,
    /// Next: it ends.
    Stop,
}

impl EntryKind {
    /// Every kind, in the order of choices in a form.
    pub const ALL: [Self; 5] =
        [Self::Observed, Self::MadeOfIt, Self::Grow, Self::Change, Self::Stop];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::MadeOfIt => "made_of_it",
            Self::Grow => "grow",
            Self::Change => "change",
            Self::Stop => "stop",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of its name on pages.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Observed => "entry-observed",
            Self::MadeOfIt => "entry-made-of-it",
            Self::Grow => "entry-grow",
            Self::Change => "entry-change",
            Self::Stop => "entry-stop",
        }
    }

    /// Whether it says what comes next; that is for everybody of the system to read.
    #[must_use]
    pub const fn is_next(self) -> bool {
        matches!(self, Self::Grow | Self::Change | Self::Stop)
    }
}

/// One dated entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which one.
    pub id: EntryId,
    /// What it is.
    pub kind: EntryKind,
    /// The words.
    pub words: Seen<Words>,
    /// Who was heard, who was missing, and how it was decided.
    pub heard: Heard<Seen<Words>>,
    /// Whose they are.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
}

/// The entries of an experiment that this reader sees, oldest first.
#[derive(Clone, Debug)]
pub enum Entries {
    /// All of them, for those who are part of the talk.
    All(Stretch<Entry>),
    /// Only what was decided next, for everybody else of the system.
    Decided(Stretch<Entry>),
}

impl Entries {
    /// Those that are seen.
    #[must_use]
    pub const fn seen(&self) -> &Stretch<Entry> {
        match self {
            Self::All(entries) | Self::Decided(entries) => entries,
        }
    }
}

/// The latest entries of an experiment, or those before, as far as this reader sees them.
pub async fn entries(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (experiment, inquiry): (&Experiment, &Inquiry),
    after: Option<After>,
) -> Outcome<Entries> {
    let system = experiment.system;
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let matter = with_guests(system, &inquiry.asked_in());
    let talk = sharing.leave_or_none(reader, Action::ReadTalk, &matter)?;
    let ring = kept::ring(sharing, system).await?;
    let mut rows = store::entries(look, (experiment.id, talk.is_some()), after).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in std::mem::take(&mut rows.here) {
        let Some(leave) = (if row.kind.is_next() { Some(leave) } else { talk }) else { continue };
        let opening = Opening::new(&leave, &ring, system, row.id);
        let Some(words) = opening.words("words", &row.words)? else { continue };
        let heard = row.heard.shown(&opening)?;
        let (id, kind, said_by, at) = (row.id, row.kind, row.said_by, row.at);
        entries.push(Entry { id, kind, words, heard, said_by, at });
    }
    let entries = rows.with(entries);
    Ok(if talk.is_some() { Entries::All(entries) } else { Entries::Decided(entries) })
}

/// Adds a dated entry. Whoever is outside the talk is refused as if it were not there.
pub async fn add(
    sharing: &Sharing,
    reader: &Reader,
    id: EntryId,
    experiment: ExperimentId,
    (kind, words, heard): (EntryKind, &Words, &Heard<Words>),
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let (experiment, inquiry) = find(sharing, &mut look, reader, experiment).await?;
    drop(look);
    let system = experiment.system;
    sharing.leave(reader, Action::JoinTalk, &with_guests(system, &inquiry.asked_in()))?;
    if !kind.is_next() && !heard.is_empty() {
        return Err(Fault::Unfit("unfit-heard-not-next"));
    }
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let ring = kept::ring(sharing, system).await?;
    let sealing = Sealing::new(&ring, system, id);
    let (words, heard) = (sealing.words("words", words)?, heard.seal(&sealing)?);
    let row = store::NewEntry { system, id, experiment: experiment.id, kind, words, heard, by, at };
    ::store::write!(sharing.store.database, |work| {
        let (_, guests) = inquiries::store::find(work, inquiry.id).await?;
        let talk = with_guests(system, &inquiries::people_of(&guests));
        kept::still(sharing, work, by, Action::JoinTalk, &talk).await?;
        store::insert_entry(work, &row).await?;
        let thing = Thing::new(Kind::Experiment, experiment.id);
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing)).await
    })
}
