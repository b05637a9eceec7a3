//! Who sees something differently: the edge of a system as it is drawn, or one version of what it
//! is for. It stands beside what it is about, in their words and with their name. Nobody counts
//! it, and nobody votes.

pub(crate) mod pages;
pub(crate) mod store;

use ::store::{Keeper, Look, Sealed, Spot};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Moment, Outcome, Stretch, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Reader, Seen, Sharing};

use crate::may::acting;
use crate::purposes::PurposeId;
use crate::stewards::{self, Act, ActId, NewAct};
use crate::systems::{self, System};

ground::id!(
    /// Names one time that somebody said that they see something differently.
    DissentId
);

/// How many characters it has: it stands beside what it is about.
pub const MOST_CHARACTERS: usize = 1_000;
/// How much of what people see differently stands on the pages of a system, the newest of it.
pub const MOST: usize = 500;
/// How many of one person's wait for an answer at one edge, or stand beside one version.
pub const MOST_OF_ONE: usize = 3;

/// What somebody sees differently.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// The edge, in this drawing of it.
    Edge(i64),
    /// This version of what the system is for.
    Purpose(PurposeId),
}

/// That somebody sees something differently, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Dissent {
    /// Which one.
    pub id: DissentId,
    /// What they see differently.
    pub of: Of,
    /// Who.
    pub said_by: PersonId,
    /// How they see it, and why.
    pub words: Seen<Words>,
    /// When they said so.
    pub at: Moment,
    /// What was answered.
    pub answer: Option<Answer>,
}

/// What was answered to somebody who would draw the edge differently.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What.
    pub words: Seen<Words>,
    /// By whom.
    pub by: Option<PersonId>,
    /// When.
    pub at: Moment,
}

/// Says that one sees something differently. Whoever is part of the system can; the words are the
/// group's, and the system keeps them.
pub async fn say(
    sharing: &Sharing,
    system: SystemId,
    id: DissentId,
    (of, words): (Of, &Words),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let words = seal(sharing, system, Spot::new(id, "words"), words).await?;
    ::store::write!(sharing.store.database, |work| {
        let acting = acting(sharing, work, by, Action::Belong, system).await?;
        match of {
            Of::Edge(revision) => {
                let stands = systems::find(sharing, work, &acting.reader, system).await?.revision;
                if !(1..=stands).contains(&revision) {
                    return Err(Fault::Unfit("unfit-form"));
                }
            }
            Of::Purpose(purpose) => crate::purposes::store::is_there(work, system, purpose).await?,
        }
        if store::of_one(work, system, of, by).await? >= MOST_OF_ONE {
            return Err(Fault::Bound("bound-dissents"));
        }
        store::insert(work, system, id, (of, words.clone()), by, at).await?;
        let thing = Thing::new(Kind::System, system);
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing)).await
    })
}

/// Answers somebody who would draw the edge differently. Those who look after the system do, and
/// it is listed that they did.
pub async fn answer(
    sharing: &Sharing,
    system: SystemId,
    id: DissentId,
    words: &Words,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let words = seal(sharing, system, Spot::new(id, "answer"), words).await?;
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Tend, system).await?;
        let about = Some(store::of_edge(work, system, id).await?);
        store::answer(work, system, id, words.clone(), by, at).await?;
        let (act, by) = (Act::EdgeAnswered, Some(by));
        let new = NewAct { id: ActId::random(), system, act, by, about, words: None, at };
        stewards::record(work, new).await?;
        let thing = Thing::new(Kind::System, system);
        trail::mark(work, Mark::of(system, at, Verb::Changed, by, thing)).await
    })
}

/// Everything that people see differently in a system: at its edge, and in every version of what
/// it is for; earliest first, the newest [`MOST`], and whether there are more.
pub async fn of_system(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: &System,
) -> Outcome<Stretch<Dissent>> {
    let leave = systems::leave(sharing, reader, system)?;
    let mut rows = store::of_system(look, system.id).await?;
    let keeper = Keeper::new(system.id);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let mut dissents = Vec::with_capacity(rows.len());
    for row in rows.take() {
        let spot = |column| Spot::new(row.id, column);
        let Some(words) = leave.open(&ring, keeper, spot("words"), &row.words)? else { continue };
        let answer = match &row.answer {
            Some((sealed, by, at)) => {
                let words = leave.open(&ring, keeper, spot("answer"), sealed)?;
                words.map(|words| Answer { words, by: *by, at: *at })
            }
            None => None,
        };
        let (id, of, said_by, at) = (row.id, row.of, row.said_by, row.at);
        dissents.push(Dissent { id, of, said_by, words, at, answer });
    }
    dissents.sort_by_key(|dissent| (dissent.at, dissent.id));
    Ok(rows.with(dissents))
}

/// Everybody whose name stands with it.
pub(crate) fn people_of(dissent: &Dissent) -> impl Iterator<Item = PersonId> {
    std::iter::once(dissent.said_by).chain(dissent.answer.iter().filter_map(|answer| answer.by))
}

async fn seal(sharing: &Sharing, system: SystemId, spot: Spot, words: &Words) -> Outcome<Sealed> {
    if words.expose().chars().count() > MOST_CHARACTERS {
        return Err(Fault::Bound("bound-dissent"));
    }
    let keeper = Keeper::new(system);
    sharing.store.keys.ring([keeper]).await?.seal(keeper, spot, words)
}
