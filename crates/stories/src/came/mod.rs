//! What came of it: the thread from what somebody told to what it changed, for the teller; and
//! how we got here, for everybody who may see the steps.

pub mod pages;
mod picture;
mod store;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use ::store::{Keeper, Look};
use ground::id::{PersonId, SystemId, Thing, Uuid};
use ground::{Fault, Moment, Outcome, Words};
use sharing::lineage::{self, Because, BecauseId, Cause, Way};
use sharing::trail::{self, Mark, Verb};
use sharing::{
    Action, Glimpse, Leave, Matter, Nouns, Opening, Reader, Sealing, Seen, Sharing, Waiting, Who,
};

use crate::tellings::{TellingId, hear, store as telling_rows, tell};

/// How often one person answers the teller of one thing, so that nobody answers the others off the
/// page.
pub const MOST_FROM_ONE: i64 = 10;
/// How many answers the teller of one thing is given: all of them stand on its page.
pub const MOST_ANSWERS: i64 = 100;

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

    /// The key of the words that say it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NothingYet => "answer-nothing-yet",
            Self::DidNotAct => "answer-did-not-act",
        }
    }

    /// The kind with this word, if it is one.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::NothingYet, Self::DidNotAct].into_iter().find(|kind| kind.word() == word)
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

/// Why something is there, as people said.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Because of what.
    pub root: Root,
    /// Why they say so, where this reader may read what they wrote.
    pub whys: Vec<Seen<Words>>,
}

/// Because of what something is there.
#[derive(Clone, Debug)]
pub enum Root {
    /// Another thing, which the reader may see.
    Of(Glimpse),
    /// A hunch.
    Hunch,
    /// It just happened.
    JustHappened,
}

impl Root {
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

/// Follows a thread from a thing, through what this reader may see and no further.
pub async fn thread(
    sharing: &Sharing,
    (nouns, came_of): (&Nouns, &[Who]),
    look: &mut Look,
    reader: &Reader,
    from: Thing,
    way: Way,
) -> Outcome<Thread> {
    let thread = lineage::follow((nouns, came_of), look, reader, from, way).await?;
    let mut whys = whys(sharing, reader, &thread.links).await?;
    let mut steps: HashMap<Uuid, Step> = HashMap::new();
    for (id, glimpse) in &thread.glimpses {
        // Where a thread is followed forward, the thing it begins with is no step of it. Followed
        // back, it is the last one, where there is any.
        if *id != from.id || (way == Way::Back && !thread.links.is_empty()) {
            steps.insert(*id, Step { what: glimpse.clone(), because: Vec::new() });
        }
    }
    for link in thread.links {
        let Some(step) = steps.get_mut(&link.what.thing.id) else { continue };
        let root = match link.cause {
            Cause::Of(of) => thread.glimpses.get(&of.thing.id).cloned().map(Root::Of),
            Cause::Hunch => Some(Root::Hunch),
            Cause::JustHappened => Some(Root::JustHappened),
        };
        let Some(root) = root else { continue };
        let why = whys.remove(&link.id);
        // Two people may say the same; it is one reason all the same.
        match step.because.iter_mut().find(|reason| reason.root.is(&root)) {
            Some(said) => said.whys.extend(why),
            None => step.because.push(Reason { root, whys: why.into_iter().collect() }),
        }
    }
    let mut steps: Vec<Step> = steps.into_values().collect();
    steps.sort_by_key(|step| (step.what.at, step.what.kind, step.what.id));
    Ok(Thread { steps })
}

/// Why people said that something is there: their words, for those who read what the group holds
/// that it belongs to. Whoever only sees that it came of theirs sees no more.
async fn whys(
    sharing: &Sharing,
    reader: &Reader,
    links: &[Because],
) -> Outcome<HashMap<BecauseId, Seen<Words>>> {
    let mut decided: HashMap<SystemId, Option<Leave>> = HashMap::new();
    for system in links.iter().filter(|link| link.why.is_some()).map(|link| link.what.system) {
        if let Entry::Vacant(place) = decided.entry(system) {
            let matter = Matter::held(system);
            place.insert(sharing.leave_or_none(reader, Action::Read, &matter)?);
        }
    }
    decided.retain(|_, leave| leave.is_some());
    let ring = sharing.store.keys.ring(decided.keys().map(|system| Keeper::new(*system))).await?;
    let mut whys = HashMap::new();
    for link in links {
        let system = link.what.system;
        let (Some(Some(leave)), Some(why)) = (decided.get(&system), &link.why) else { continue };
        if let Some(words) = Opening::new(leave, &ring, system, link.id).words("why", why)? {
            whys.insert(link.id, words);
        }
    }
    Ok(whys)
}

/// What came of a telling, for whoever told it: the thread, and what was answered.
pub async fn of_it(
    sharing: &Sharing,
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<(Thread, Vec<Answer>)> {
    let answers = answers(sharing, look, reader, id).await?;
    let came_of = [reader.who()];
    let with = (nouns, came_of.as_slice());
    let thread = thread(sharing, with, look, reader, tell::thing(id), Way::Forward).await?;
    Ok((thread, answers))
}

/// Whether its teller was answered, or sees anything that came of it.
pub(crate) async fn has_come(
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<bool> {
    if store::is_answered(look, id).await? {
        return Ok(true);
    }
    let links = lineage::led_to(look, &[tell::thing(id)]).await?;
    let things: Vec<Thing> = links.iter().map(|link| link.what.thing).collect();
    Ok(!nouns.peek(look, reader, &things, &[reader.who()]).await?.is_empty())
}

/// What was answered to whoever told it.
pub(crate) async fn answers(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<Vec<Answer>> {
    let row = telling_rows::one(look, id).await?;
    let matter = Matter::Telling(hear::matter(&row));
    let leave = sharing.leave(reader, Action::Narrow, &matter)?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let mut answers = Vec::new();
    for answer in store::answers(look, id).await? {
        let opening = Opening::new(&leave, &ring, id, answer.id);
        if let Some(words) = opening.words("words", &answer.words)? {
            let (kind, said_by, at) = (answer.kind, answer.said_by, answer.at);
            answers.push(Answer { kind, words, said_by, at });
        }
    }
    Ok(answers)
}

/// Notes that the teller saw what came of it, so that only what is new waits for them.
pub async fn saw(sharing: &Sharing, reader: &Reader, id: TellingId) -> Outcome<()> {
    // Of what nobody signed no time is kept, and there is no home page to say what is new on.
    if reader.person_id().is_none() {
        return Ok(());
    }
    let now = sharing.now();
    ::store::write!(sharing.store.database, |work| {
        // It may have been handed over or erased a moment ago.
        let row = tell::still_own(sharing, work, reader, id, Action::Narrow).await?;
        if row.slip.is_some() {
            return Ok(());
        }
        store::saw(work, row.system, id, now).await
    })
}

/// Answers a teller that nothing came of it yet, or that we did not act, and why. Whoever hears
/// the telling may answer it; the answer goes to the teller alone. The answer's own id comes from
/// the form, so that a form sent twice answers once.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    (answer, kind, words): (Uuid, AnswerKind, &Words),
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let telling = hear::one(sharing, &mut look, reader, id).await?;
    drop(look);
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let row = store::AnswerRow {
        system: telling.system,
        id: answer,
        telling: id,
        kind,
        words: Sealing::new(&ring, id, answer).words("words", words)?,
        said_by: by,
        at,
    };
    ::store::write!(sharing.store.database, |work| {
        let fresh = Reader::person(work, by).await?;
        let told = telling_rows::one(work, id).await?;
        let matter = Matter::Telling(hear::facts(work, &told, at).await?);
        sharing.leave(&fresh, Action::Hear, &matter)?;
        // The last that there is room for, sent once more, is there already.
        if store::others_by(work, (id, answer), by).await? >= MOST_FROM_ONE {
            return Err(Fault::Bound("bound-answers-to-teller"));
        }
        if store::others(work, id, answer).await? >= MOST_ANSWERS {
            return Err(Fault::Bound("bound-answers-here"));
        }
        store::insert(work, &row).await?;
        let mark = Mark::of(telling.system, at, Verb::Wrote, Some(by), tell::thing(id));
        trail::mark(work, mark).await
    })
}

/// How many of somebody's own are told of at home at once.
const MOST_NEWS: usize = 10;

/// What is new for a teller since they last looked at what came of their own: the ten of which
/// something came last, each on the day of the newest that its own page shows, however many steps on.
/// Only whoever has every noun can follow a thread, so home asks this once, beside what waits with each.
pub async fn news(nouns: &Nouns, look: &mut Look, reader: &Reader) -> Outcome<Vec<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let own = store::to_look_at(look, person).await?;
    let ids: Vec<TellingId> = own.iter().map(|(id, _)| *id).collect();
    let said = store::last_said(look, &ids).await?;
    let things: Vec<Thing> = ids.into_iter().map(tell::thing).collect();
    let came_of = [reader.who()];
    let with = (nouns, came_of.as_slice());
    let threads = lineage::follow_each(with, look, reader, &things, Way::Forward).await?;
    let mut news = Vec::new();
    for ((id, seen), mut thread) in own.into_iter().zip(threads) {
        let last = thread.last().max(said.get(&id).copied());
        let since = last.filter(|last| seen.is_none_or(|seen| *last > seen));
        let (Some(since), Some(told)) = (since, thread.glimpses.remove(&id.0)) else { continue };
        news.push(Waiting {
            sentence: "waits-came-of-it",
            about: Some(told.heading),
            path: format!("/stories/{id}/came"),
            since,
            from: None,
            put_off: None,
        });
    }
    news.sort_by_key(|one| std::cmp::Reverse(one.since));
    news.truncate(MOST_NEWS);
    Ok(news)
}
