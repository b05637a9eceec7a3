//! Experiments: something small that is tried, hung from a question. What it intends, its limits
//! and what was decided next are read by everybody of the system; what was observed, and what
//! was made of it, by those who are part of the talk.

pub(crate) mod noun;
pub mod pages;
pub(crate) mod store;

#[cfg(test)]
mod tests;

use ::store::Look;
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::lineage::{self, Placed};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Opening, Reader, Sealing, Seen, Sharing};

use crate::because::{self, Given};
use crate::inquiries::{self, Inquiry, InquiryId};
use crate::kept::{self, with_guests};

ground::id!(
    /// Names one experiment.
    ExperimentId
);
ground::id!(
    /// Names one dated entry of an experiment.
    EntryId
);

/// The most entries that are shown of one experiment; older ones stay kept.
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

/// How far something tried has come, worked out from its entries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Nothing was entered yet.
    NotBegun,
    /// Something was observed, and nothing decided.
    UnderWay,
    /// It was decided to do more of it.
    Grown,
    /// It was changed, and goes on.
    Changed,
    /// It ended.
    Stopped,
    /// Nothing was decided. Whether anything was observed is not for this reader.
    Undecided,
}

impl State {
    /// The state that the entry which counts makes: the last one that says what comes next, or
    /// any other. Whoever is outside the talk is not told that anything was observed.
    #[must_use]
    pub const fn of(counts: Option<EntryKind>, part_of_the_talk: bool) -> Self {
        match counts {
            Some(EntryKind::Grow) => Self::Grown,
            Some(EntryKind::Change) => Self::Changed,
            Some(EntryKind::Stop) => Self::Stopped,
            _ if !part_of_the_talk => Self::Undecided,
            Some(EntryKind::Observed | EntryKind::MadeOfIt) => Self::UnderWay,
            None => Self::NotBegun,
        }
    }

    /// The key of the sentence that says it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotBegun => "state-not-begun",
            Self::UnderWay => "state-under-way",
            Self::Grown => "state-grown",
            Self::Changed => "state-changed",
            Self::Stopped => "state-stopped",
            Self::Undecided => "state-undecided",
        }
    }
}

/// Something to be tried, as somebody puts it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The question it hangs from.
    pub inquiry: InquiryId,
    /// What it is called.
    pub name: Line,
    /// What we intend.
    pub intends: Option<Words>,
    /// What we will try.
    pub tries: Option<Words>,
    /// Its limits.
    pub limits: Option<Words>,
    /// Who does it, and with whom.
    pub who: Option<Words>,
    /// Whether it touches somebody's support. Then the next two must be said.
    pub touches_support: bool,
    /// How they were asked.
    pub how_asked: Option<Words>,
    /// How they refuse without losing anything.
    pub how_refuse: Option<Words>,
    /// Because of what, if they say.
    pub because: Option<Given>,
}

/// Something that is tried, as this reader sees it.
#[derive(Clone, Debug)]
pub struct Experiment {
    /// Which one.
    pub id: ExperimentId,
    /// Whose group tries it.
    pub system: SystemId,
    /// The question it hangs from.
    pub inquiry: InquiryId,
    /// What it is called.
    pub name: Seen<Line>,
    /// What we intend.
    pub intends: Option<Seen<Words>>,
    /// What we will try.
    pub tries: Option<Seen<Words>>,
    /// Its limits.
    pub limits: Option<Seen<Words>>,
    /// Who does it, and with whom.
    pub who: Option<Seen<Words>>,
    /// How those were asked whose support it touches.
    pub how_asked: Option<Seen<Words>>,
    /// How they refuse without losing anything.
    pub how_refuse: Option<Seen<Words>>,
    /// Who put it down.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
    /// How far it has come.
    pub state: State,
}

impl Experiment {
    /// The experiment as a thing with a home.
    #[must_use]
    pub fn placed(&self) -> Placed {
        Placed { thing: Thing::new(Kind::Experiment, self.id), system: self.system }
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
    /// Whose they are.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
}

/// Puts down something to be tried. What touches somebody's support says how they were asked, and
/// how they refuse without losing anything, or it is not taken.
pub async fn plan(
    sharing: &Sharing,
    reader: &Reader,
    id: ExperimentId,
    planned: &Planned,
    at: Moment,
) -> Outcome<()> {
    let told = planned.how_asked.is_some() && planned.how_refuse.is_some();
    if planned.touches_support && !told {
        return Err(Fault::Unfit("unfit-support-untold"));
    }
    let mut look = sharing.store.database.look().await?;
    let inquiry = inquiries::find(sharing, &mut look, reader, planned.inquiry).await?;
    drop(look);
    let system = inquiry.system;
    let (by, place) = kept::taking_part(sharing, reader, system)?;
    let ring = kept::ring(sharing, system).await?;
    let row = store::NewExperiment::seal(&ring, id, (system, place), planned, by, at)?;
    let what = Placed { thing: Thing::new(Kind::Experiment, id), system };
    let question = Placed { thing: Thing::new(Kind::Inquiry, planned.inquiry), system };
    let causes = (planned.because.as_ref(), Some(question));
    let because = because::first(&ring, what, causes, by, at)?;
    ::store::write!(sharing.store.database, |work| {
        kept::still_taking_part(sharing, work, by, system).await?;
        store::insert(work, &row).await?;
        for because in &because {
            lineage::say(work, because).await?;
        }
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), what.thing)).await
    })
}

/// The experiment with this id, as this reader sees it.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: ExperimentId,
) -> Outcome<(Experiment, Inquiry)> {
    let row = store::find(look, id).await?;
    sharing.leave(reader, Action::Read, &Matter::held(row.system))?;
    let inquiry = inquiries::find(sharing, look, reader, row.inquiry).await?;
    let asked_in = inquiry.asked_in();
    let experiment = open_all(sharing, reader, row.system, &asked_in, vec![row]).await?.pop();
    Ok((experiment.ok_or(Fault::NotFound)?, inquiry))
}

/// What hangs from a question, newest first; at most 100.
pub async fn of_inquiry(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    inquiry: &Inquiry,
) -> Outcome<Vec<Experiment>> {
    sharing.leave(reader, Action::Read, &Matter::held(inquiry.system))?;
    let rows = store::of_inquiry(look, inquiry.id).await?;
    open_all(sharing, reader, inquiry.system, &inquiry.asked_in(), rows).await
}

/// What a system's group tries, newest first; at most 40. Whoever holds money or manages sees
/// only what was decided, whichever questions they were asked into.
pub async fn of_system(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
) -> Outcome<Vec<Experiment>> {
    sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let rows = store::of_system(look, system).await?;
    open_all(sharing, reader, system, &[], rows).await
}

async fn open_all(
    sharing: &Sharing,
    reader: &Reader,
    system: SystemId,
    asked_in: &[PersonId],
    rows: Vec<store::ExperimentRow>,
) -> Outcome<Vec<Experiment>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let talk = with_guests(system, asked_in);
    let part_of_the_talk = sharing.leave_or_none(reader, Action::ReadTalk, &talk)?.is_some();
    let ring = kept::ring(sharing, system).await?;
    let mut experiments = Vec::with_capacity(rows.len());
    for row in rows {
        let opening = Opening::new(&leave, &ring, system, row.id);
        let state = State::of(row.counts, part_of_the_talk);
        experiments.extend(store::open(&opening, row, state)?);
    }
    Ok(experiments)
}

/// The entries of an experiment, oldest first: all of them for those who are part of the talk,
/// and for everybody else of the system only what was decided next. The flag says which.
pub async fn entries(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    experiment: &Experiment,
    inquiry: &Inquiry,
) -> Outcome<(Vec<Entry>, bool)> {
    let system = experiment.system;
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let matter = with_guests(system, &inquiry.asked_in());
    let talk = sharing.leave_or_none(reader, Action::ReadTalk, &matter)?;
    let ring = kept::ring(sharing, system).await?;
    let rows = store::entries(look, experiment.id).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(leave) = (if row.kind.is_next() { Some(leave) } else { talk }) else { continue };
        let opening = Opening::new(&leave, &ring, system, row.id);
        let Some(words) = opening.words("words", &row.words)? else { continue };
        entries.push(Entry { id: row.id, kind: row.kind, words, said_by: row.said_by, at: row.at });
    }
    Ok((entries, talk.is_some()))
}

/// Adds a dated entry. Whoever is outside the talk is refused as if it were not there.
pub async fn add(
    sharing: &Sharing,
    reader: &Reader,
    id: EntryId,
    experiment: ExperimentId,
    (kind, words): (EntryKind, &Words),
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let (experiment, inquiry) = find(sharing, &mut look, reader, experiment).await?;
    drop(look);
    let system = experiment.system;
    sharing.leave(reader, Action::JoinTalk, &with_guests(system, &inquiry.asked_in()))?;
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let ring = kept::ring(sharing, system).await?;
    let sealed = Sealing::new(&ring, system, id).words("words", words)?;
    let row =
        store::NewEntry { system, id, experiment: experiment.id, kind, words: sealed, by, at };
    ::store::write!(sharing.store.database, |work| {
        let (_, guests) = inquiries::store::find(work, inquiry.id).await?;
        let talk = with_guests(system, &inquiries::people_of(&guests));
        kept::still(sharing, work, by, Action::JoinTalk, &talk).await?;
        store::insert_entry(work, &row).await?;
        let thing = Thing::new(Kind::Experiment, experiment.id);
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing)).await
    })
}
