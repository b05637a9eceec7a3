//! Work that goes on after the answer and must not be lost: a row that any node leases, done at
//! least once and so written to be done twice, and tried a bounded number of times.

use ground::id::Uuid;
use ground::{Moment, Outcome};

use crate::ask::{Row, bind};
use crate::look::{Look, Work};
use crate::sql;

/// How long a node has for a job, in seconds, before another takes it up; and as long again for
/// each time it was tried before.
const LEASE: i64 = 600;
/// How often a job is tried: with the growing lease that is about five weeks. What is left then
/// stays as a row, and the log says so each time it is looked for.
pub const MOST_TRIES: i64 = 100;

/// What is to be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JobKind {
    /// A page of somebody's own goes for good.
    EndLife,
}

impl JobKind {
    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::EndLife => "end_life",
        }
    }
}

/// A job that this node has leased.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Job {
    /// Which one.
    pub id: Uuid,
    /// About what.
    pub about: Uuid,
    /// How often it was tried, this time counted.
    pub tries: i64,
}

impl Job {
    fn read(row: &Row) -> Outcome<Self> {
        let (id, about, tries) = (row.id("id")?, row.id("about")?, row.number("tries")?);
        Ok(Self { id, about, tries })
    }
}

/// Puts down what is to be done about something, and from when on.
pub async fn put(work: &mut Work, kind: JobKind, about: Uuid, due: Moment) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO jobs (id, kind, due, leased_until, tries, about) \
             VALUES ($1, $2, $3, 0, 0, $4)"
        ),
        bind().id(Uuid::new_v4()).word(kind.word()).moment(due).id(about),
    )
    .await?;
    Ok(())
}

/// Takes back whatever was to be done about something.
pub async fn take_back(work: &mut Work, kind: JobKind, about: Uuid) -> Outcome<()> {
    let gone = sql!("DELETE FROM jobs WHERE about = $1 AND kind = $2");
    work.run(gone, bind().id(about).word(kind.word())).await?;
    Ok(())
}

/// Leases the next job of this kind that is due, if there is one. Two nodes never hold the same one
/// at a time.
pub async fn lease(work: &mut Work, kind: JobKind, now: Moment) -> Outcome<Option<Job>> {
    let row = work
        .maybe(
            sql!(
                "UPDATE jobs SET leased_until = $1 + $2 * (tries + 1), tries = tries + 1 \
                 WHERE leased_until <= $1 AND id = (SELECT id FROM jobs WHERE due <= $1 \
                 AND leased_until <= $1 AND tries < $3 AND kind = $4 ORDER BY due, id LIMIT 1) \
                 RETURNING id, about, tries"
            ),
            bind().moment(now).number(LEASE * 1_000_000).number(MOST_TRIES).word(kind.word()),
        )
        .await?;
    row.as_ref().map(Job::read).transpose()
}

/// A job is done.
pub async fn done(work: &mut Work, job: Job) -> Outcome<()> {
    work.run(sql!("DELETE FROM jobs WHERE id = $1"), bind().id(job.id)).await?;
    Ok(())
}

/// A job is not to be done before this moment. It counts as not tried.
pub async fn put_off(work: &mut Work, job: Job, due: Moment) -> Outcome<()> {
    work.run(
        sql!("UPDATE jobs SET due = $2, leased_until = 0, tries = 0 WHERE id = $1"),
        bind().id(job.id).moment(due),
    )
    .await?;
    Ok(())
}

/// How many jobs were tried as often as they are, and are not done; a hundred at the most.
pub async fn given_up(look: &mut Look, now: Moment) -> Outcome<usize> {
    let stuck = sql!("SELECT id FROM jobs WHERE due <= $1 AND tries >= $2 ORDER BY due LIMIT 100");
    Ok(look.all(stuck, bind().moment(now).number(MOST_TRIES)).await?.len())
}
