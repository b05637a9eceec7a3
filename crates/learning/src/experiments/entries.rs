//! The dated entries of something tried: what was observed, what was made of it, and what comes
//! next.

use ::store::{KeyRing, Look};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{After, Fault, Moment, Outcome, Stretch, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Leave, Matter, Opening, Reader, Sealing, Seen, Sharing};

use super::{Experiment, ExperimentId, find, store};
use crate::heard::Heard;
use crate::inquiries::{self, Inquiry};
use crate::kept::{self, with_guests};

ground::id!(
    /// Names one dated entry of an experiment.
    EntryId
);

/// How many entries of one experiment stand on one page.
pub const ENTRIES_PAGE: usize = 500;

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

/// The entries of an experiment that this reader sees, oldest first. What was decided is asked for
/// by itself, so that it stands there however much was seen since.
#[derive(Clone, Debug)]
pub struct Entries {
    /// What was observed, and what was made of it; nothing for whoever is outside the talk.
    pub seen: Option<Stretch<Entry>>,
    /// What was decided next, for everybody of the system.
    pub decided: Stretch<Entry>,
}

impl Entries {
    /// All of them: first what was seen, then what was decided.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.seen.iter().flatten().chain(&self.decided)
    }
}

/// Where the two lists of an experiment's entries go on.
#[derive(Clone, Copy, Debug, Default)]
pub struct GoesOn {
    /// Of what was observed, and what was made of it.
    pub seen: Option<After>,
    /// Of what was decided.
    pub decided: Option<After>,
}

/// The latest entries of an experiment as far as this reader sees them, or those before: of what
/// was seen, and of what was decided, each after where it goes on.
pub async fn entries(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (experiment, inquiry): (&Experiment, &Inquiry),
    after: GoesOn,
) -> Outcome<Entries> {
    let (id, system) = (experiment.id, experiment.system);
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let matter = with_guests(system, &inquiry.asked_in());
    let talk = sharing.leave_or_none(reader, Action::ReadTalk, &matter)?;
    let ring = kept::ring(sharing, system).await?;
    let seen = match talk {
        Some(talk) => {
            let rows = store::entries(look, (id, false), after.seen).await?;
            Some(open(rows, &talk, &ring, system)?)
        }
        None => None,
    };
    let rows = store::entries(look, (id, true), after.decided).await?;
    Ok(Entries { seen, decided: open(rows, &leave, &ring, system)? })
}

fn open(
    mut rows: Stretch<store::EntryRow>,
    leave: &Leave,
    ring: &KeyRing,
    system: SystemId,
) -> Outcome<Stretch<Entry>> {
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows.take() {
        let opening = Opening::new(leave, ring, system, row.id);
        let Some(words) = opening.words("words", &row.words)? else { continue };
        let heard = row.heard.shown(&opening)?;
        let (id, kind, said_by, at) = (row.id, row.kind, row.said_by, row.at);
        entries.push(Entry { id, kind, words, heard, said_by, at });
    }
    Ok(rows.with(entries))
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
