//! What came of it: the thread from what somebody told to what it changed, for the teller; and
//! how we got here, for everybody who may see the steps.

pub mod pages;
pub(crate) mod store;

use std::collections::HashMap;

use ::store::{Keeper, Look, Spot};
use ground::id::{PersonId, Thing, Uuid};
use ground::{Fault, Moment, Outcome, Words};
use sharing::lineage::{self, Because, Cause, Way};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Glimpse, Matter, Nouns, Reader, Seen, Sharing, Waiting, Who};

use crate::tellings::{TellingId, hear, store as telling_rows, tell};

/// What is answered to a teller when nothing came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnswerKind {
    /// Nothing yet.
    NothingYet,
    /// We did not act, and why.
    DidNotAct,
}

impl AnswerKind {
    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NothingYet => "nothing_yet",
            Self::DidNotAct => "did_not_act",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        if word == "did_not_act" { Self::DidNotAct } else { Self::NothingYet }
    }
}

/// An answer to a teller.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Which kind.
    pub kind: AnswerKind,
    /// The words.
    pub words: Seen<Words>,
    /// Who answers.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
}

/// One step of a thread, as this reader may see it.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is there.
    pub what: Glimpse,
    /// Because of what else it is there.
    pub because: Vec<Reason>,
}

/// Why something is there, as somebody said.
#[derive(Clone, Debug)]
pub enum Reason {
    /// Because of another thing, which the reader may see.
    Of(Glimpse),
    /// A hunch.
    Hunch,
    /// It just happened.
    JustHappened,
}

impl Reason {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Of(one), Self::Of(another)) => one.id == another.id,
            (Self::Hunch, Self::Hunch) | (Self::JustHappened, Self::JustHappened) => true,
            _ => false,
        }
    }
}

/// A thread as this reader may see it. It never says how much of it they may not see.
#[derive(Clone, Debug, Default)]
pub struct Thread {
    /// The steps, oldest first.
    pub steps: Vec<Step>,
}

/// Follows a thread from a thing, and gives what this reader may see of it.
pub async fn thread(
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    from: Thing,
    way: Way,
    came_of: &[Who],
) -> Outcome<Thread> {
    let links = lineage::follow(look, from, way).await?;
    let mut things: Vec<Thing> = vec![from];
    for link in &links {
        things.push(link.what.thing);
        if let Cause::Of(of) = link.cause {
            things.push(of.thing);
        }
    }
    things.sort_unstable();
    things.dedup();
    let glimpses = nouns.peek(look, reader, &things, came_of).await?;
    Ok(Thread { steps: steps(&links, &glimpses, from, way) })
}

fn steps(links: &[Because], glimpses: &HashMap<Uuid, Glimpse>, from: Thing, way: Way) -> Vec<Step> {
    let mut steps: HashMap<Uuid, Step> = HashMap::new();
    let mut far: Vec<Uuid> = links.iter().map(|link| link.what.thing.id).collect();
    if way == Way::Back {
        far.extend(links.iter().filter_map(|link| match link.cause {
            Cause::Of(of) => Some(of.thing.id),
            Cause::Hunch | Cause::JustHappened => None,
        }));
    }
    for id in far.into_iter().filter(|id| way == Way::Back || *id != from.id) {
        if let Some(what) = glimpses.get(&id) {
            steps.entry(id).or_insert_with(|| Step { what: what.clone(), because: Vec::new() });
        }
    }
    for link in links {
        let Some(step) = steps.get_mut(&link.what.thing.id) else { continue };
        let reason = match link.cause {
            Cause::Of(of) => glimpses.get(&of.thing.id).cloned().map(Reason::Of),
            Cause::Hunch => Some(Reason::Hunch),
            Cause::JustHappened => Some(Reason::JustHappened),
        };
        // Two people may say the same; it is one reason all the same.
        step.because.extend(reason.filter(|reason| !step.because.iter().any(|r| r.is(reason))));
    }
    let mut steps: Vec<Step> = steps.into_values().collect();
    steps.sort_by_key(|step| (step.what.at, step.what.kind, step.what.id));
    steps
}

/// What came of a telling, for whoever told it: the thread, and what was answered.
pub async fn of_it(
    sharing: &Sharing,
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<(Thread, Vec<Answer>)> {
    let row = telling_rows::one(look, id).await?;
    let matter = Matter::Telling(hear::matter(&row, Vec::new()));
    let leave = sharing.leave(reader, Action::Narrow, &matter)?;
    let came_of = [reader.who()];
    let thread = thread(nouns, look, reader, tell::thing(id), Way::Forward, &came_of).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let mut answers = Vec::new();
    for answer in store::answers(look, id).await? {
        let spot = Spot::new(answer.id, "words");
        if let Some(words) = leave.open(&ring, Keeper::new(id), spot, &answer.words)? {
            let (kind, said_by, at) = (answer.kind, answer.said_by, answer.at);
            answers.push(Answer { kind, words, said_by, at });
        }
    }
    Ok((thread, answers))
}

/// Notes that the teller saw what came of it, so that only what is new waits for them.
pub async fn saw(sharing: &Sharing, reader: &Reader, id: TellingId) -> Outcome<()> {
    let row = tell::own(sharing, reader, id, Action::Narrow).await?;
    let now = sharing.now();
    ::store::write!(sharing.store.database, |work| store::saw(work, row.system, id, now).await)
}

/// Answers a teller that nothing came of it yet, or that we did not act, and why. Whoever hears
/// the telling may answer it; the answer goes to the teller alone.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    (kind, words): (AnswerKind, &Words),
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let telling = hear::one(sharing, &mut look, reader, id).await?;
    drop(look);
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let row_id = Uuid::new_v4();
    let row = store::AnswerRow {
        system: telling.system,
        id: row_id,
        telling: id,
        kind,
        words: ring.seal(Keeper::new(id), Spot::new(row_id, "words"), words)?,
        said_by: by,
        at,
    };
    ::store::write!(sharing.store.database, |work| {
        store::insert(work, &row).await?;
        let mark = Mark::of(telling.system, at, Verb::Wrote, Some(by), tell::thing(id));
        trail::mark(work, mark).await
    })
}

/// What is new for a teller since they last looked: their words were laid beside others, led to
/// something, or were answered.
pub(crate) async fn news(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
) -> Outcome<Vec<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let ids = telling_rows::of_teller(look, person).await?;
    let last = store::last_news(look, &ids).await?;
    let seen = store::seen(look, &ids).await?;
    let fresh: Vec<TellingId> =
        ids.into_iter().filter(|id| last.get(id) > seen.get(id)).take(10).collect();
    let tellings = hear::some(sharing, look, reader, &fresh).await?;
    Ok(tellings
        .into_iter()
        .map(|telling| Waiting {
            sentence: "waits-came-of-it",
            about: Some(telling.heading()),
            path: format!("/stories/{}/came", telling.id),
            since: last.get(&telling.id).copied().unwrap_or(telling.at),
        })
        .collect())
}
