//! Ending a page of one's own. From the moment at which its person says so nobody else sees any of
//! it; for seven days they can keep it after all, and nobody is told of either. Then it goes for good
//! by itself, unless something is held: then it stays closed, and goes when that is over.

pub(crate) mod pages;
mod store;

use ::store::jobs::{self, Job, JobKind};
use ::store::{Look, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::Sharing;
use sharing::trail::{self, Mark, Verb};

use crate::lives::Life;
use crate::may::holding;
use crate::{erasing, keeping, pens};

/// For how many days a page that is ended can be kept after all.
pub const WAIT: i64 = 7;

/// Begins the end of a life, for whoever holds its pen. Whoever was asked to hold it, too, and has
/// not answered, is asked no more. Where others hold it too, it goes on with
/// them and this person leaves it at once: nothing of it is lost.
pub async fn begin(sharing: &Sharing, life: SystemId, by: PersonId, at: Moment) -> Outcome<()> {
    let goes = at.plus_days(WAIT);
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, life, at).await?;
        let shared = erasing::store::held_by_others(work, &[life], by).await?;
        if !shared.is_empty() {
            return erasing::store::end_pen(work, (life, by), at).await;
        }
        store::begin(work, life, goes).await?;
        // Nobody comes to hold what is about to go.
        pens::store::forget_life(work, life).await?;
        jobs::put(work, JobKind::EndLife, life.into(), goes).await?;
        changed(work, life, by, at).await
    })
}

/// Keeps a life after all. Nobody learns that it was about to end.
pub async fn keep(sharing: &Sharing, life: SystemId, by: PersonId, at: Moment) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, life, at).await?;
        store::keep(work, life).await?;
        jobs::take_back(work, JobKind::EndLife, life.into()).await?;
        changed(work, life, by, at).await
    })
}

async fn changed(work: &mut Work, life: SystemId, by: PersonId, at: Moment) -> Outcome<()> {
    let thing = Thing::new(Kind::System, life);
    trail::mark(work, Mark::of(life, at, Verb::Changed, Some(by), thing)).await
}

/// When a life goes for good, if it is about to end: after its seven days, and not while anything is
/// held.
pub async fn goes_on(look: &mut Look, life: &Life, now: Moment) -> Outcome<Option<Moment>> {
    let Some(ends) = life.ends else { return Ok(None) };
    let held = keeping::until(look, life.id, now).await?;
    Ok(Some(held.map_or(ends, |until| until.max(ends))))
}

/// What came of looking after one life that is about to end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Came {
    /// There is nothing more to be done: it is gone, or it is kept.
    Done,
    /// It is gone for good from this moment on.
    Goes,
    /// It is not to go before this moment.
    NotBefore(Moment),
}

/// Does the next of what is to be done: a life whose days are over goes for good. Says whether there
/// was anything. Whatever stops it in the middle, the next run goes on with it.
pub async fn run_next(sharing: &Sharing, now: Moment) -> Outcome<bool> {
    let database = &sharing.store.database;
    let job = ::store::write!(database, |work| jobs::lease(work, JobKind::EndLife, now).await)?;
    let Some(job) = job else { return Ok(false) };
    let life = SystemId(job.about);
    let came = ::store::write!(database, |work| settle(work, (job, life), now).await)?;
    if came == Came::Goes {
        erasing::forget_life(sharing, life, now).await?;
        // The words are gone already; this keeps their old bytes from lingering in a log.
        let _ = database.settle().await;
        ::store::write!(database, |work| jobs::done(work, job).await)?;
    }
    Ok(true)
}

/// Decides about one life in one transaction: once it goes nobody keeps it any more, and nothing new
/// is held.
async fn settle(work: &mut Work, (job, life): (Job, SystemId), now: Moment) -> Outcome<Came> {
    let ends = match store::ends(work, life).await {
        Ok(ends) => ends,
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(fault),
    };
    let Some(ends) = ends else {
        jobs::done(work, job).await?;
        return Ok(Came::Done);
    };
    let held = keeping::until(work, life, now).await?;
    let not_before = held.map_or(ends, |until| until.max(ends));
    if not_before > now {
        jobs::put_off(work, job, not_before).await?;
        return Ok(Came::NotBefore(not_before));
    }
    store::goes(work, life, now).await?;
    Ok(Came::Goes)
}

/// How many lives were to go and could not, however often it was tried: at most a hundred. For
/// whoever runs the server.
pub async fn given_up(sharing: &Sharing, now: Moment) -> Outcome<usize> {
    jobs::given_up(&mut sharing.store.database.look().await?, now).await
}
