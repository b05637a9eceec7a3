//! Experiments: something small that is tried, hung from a question. What it intends, its limits
//! and what was decided next are read by everybody of the system; what was observed, and what
//! was made of it, by those who are part of the talk.

mod entries;
pub mod pages;
mod reword;
pub(crate) mod store;

#[cfg(test)]
mod tests;

use ::store::Look;
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{After, Fault, Line, Moment, Outcome, Stretch, Words};
use sharing::lineage::{self, Placed};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Opening, Reader, Seen, Sharing};

use crate::because::{self, BecauseOf};
use crate::inquiries::{self, Inquiry, InquiryId};
use crate::kept::{self, with_guests};

pub use reword::{may_reword, reword};

pub use entries::{ENTRIES_PAGE, Entries, Entry, EntryId, EntryKind, GoesOn, add, entries};

ground::id!(
    /// Names one experiment.
    ExperimentId
);

/// How much of what is tried stands on the page of the question that it hangs from.
pub const MOST_OF_INQUIRY: usize = 100;
/// How much of what a system's group tries is looked through together.
pub const MOST_OF_SYSTEM: usize = 40;

/// How far something tried has come, worked out from its entries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HowFar {
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

impl HowFar {
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

/// Whether something to be tried touches somebody's support.
#[derive(Clone, Debug)]
pub enum Support {
    /// It touches nobody's.
    Untouched,
    /// It does, and both of these are said.
    Touched {
        /// How they were asked.
        how_asked: Words,
        /// How they refuse without losing anything.
        how_refuse: Words,
    },
}

impl Support {
    /// What a form says about it. Whoever says one of the two texts, or that it touches somebody,
    /// is asked for both texts.
    pub fn of(touched: bool, how_asked: Option<Words>, how_refuse: Option<Words>) -> Outcome<Self> {
        match (how_asked, how_refuse) {
            (Some(how_asked), Some(how_refuse)) => Ok(Self::Touched { how_asked, how_refuse }),
            (None, None) if !touched => Ok(Self::Untouched),
            (how_asked, _) => {
                let field = if how_asked.is_none() { "how_asked" } else { "how_refuse" };
                Err(Fault::UnfitIn { field, key: "unfit-support-untold" })
            }
        }
    }

    const fn how_asked(&self) -> Option<&Words> {
        match self {
            Self::Untouched => None,
            Self::Touched { how_asked, .. } => Some(how_asked),
        }
    }

    const fn how_refuse(&self) -> Option<&Words> {
        match self {
            Self::Untouched => None,
            Self::Touched { how_refuse, .. } => Some(how_refuse),
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
    /// Whether it touches somebody's support.
    pub support: Support,
    /// Because of what, if they say.
    pub because: Option<BecauseOf>,
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
    /// How often its words were changed, counted from one.
    pub revision: i64,
    /// How far it has come.
    pub state: HowFar,
}

impl Experiment {
    /// The experiment as a thing with a home.
    #[must_use]
    pub fn placed(&self) -> Placed {
        Placed { thing: Thing::new(Kind::Experiment, self.id), system: self.system }
    }
}

/// Puts down something to be tried. Anybody who plays a part in the system may.
pub async fn plan(
    sharing: &Sharing,
    reader: &Reader,
    id: ExperimentId,
    planned: &Planned,
    at: Moment,
) -> Outcome<()> {
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

/// The next of what hangs from a question, newest first; at most [`MOST_OF_INQUIRY`].
pub async fn of_inquiry(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    inquiry: &Inquiry,
    after: Option<After>,
) -> Outcome<Stretch<Experiment>> {
    sharing.leave(reader, Action::Read, &Matter::held(inquiry.system))?;
    let mut rows = store::of_inquiry(look, inquiry.id, after).await?;
    let here = rows.take();
    Ok(rows.with(open_all(sharing, reader, inquiry.system, &inquiry.asked_in(), here).await?))
}

/// What a system's group tries, newest first; at most [`MOST_OF_SYSTEM`]. Whoever holds money or
/// manages sees only what was decided, whichever questions they were asked into.
pub async fn of_system(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
) -> Outcome<Stretch<Experiment>> {
    sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let mut rows = store::of_system(look, system).await?;
    let here = rows.take();
    Ok(rows.with(open_all(sharing, reader, system, &[], here).await?))
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
        let state = HowFar::of(row.counts, part_of_the_talk);
        experiments.extend(store::open(&opening, row, state)?);
    }
    Ok(experiments)
}
