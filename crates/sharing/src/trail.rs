//! The trail: what was done and read, as ids only, in the same transaction as the write. A job
//! seals it every second into batches of which each holds the hash of the one before, so that a
//! row changed later is found out.

mod looked;

use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Fault, Moment, Outcome};
use store::{Database, Look, Row, Work, bind, sql};

use crate::changes;
pub use looked::{Glance, PAGE, who_looked, who_looked_in};

/// The most rows in one batch; more wait for the next.
const BATCH: usize = 400;
/// The hash that stands before the first batch of a system.
const BEGINNING: [u8; 32] = [0; 32];

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verb {
    /// Something was written.
    Wrote,
    /// Something was changed, or narrowed.
    Changed,
    /// Something narrower than its system was read.
    Read,
    /// Something was erased.
    Erased,
    /// A worry was raised.
    Worried,
    /// A worry was answered.
    Answered,
    /// Somebody signed in.
    SignedIn,
    /// The operator made a sign-in link.
    LinkMade,
    /// A machine reader ran.
    Indexed,
    /// A copy was taken for another system.
    Copied,
}

impl Verb {
    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wrote => "wrote",
            Self::Changed => "changed",
            Self::Read => "read",
            Self::Erased => "erased",
            Self::Worried => "worried",
            Self::Answered => "answered",
            Self::SignedIn => "signed_in",
            Self::LinkMade => "link_made",
            Self::Indexed => "indexed",
            Self::Copied => "copied",
        }
    }
}

/// One row of the trail.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// In which system.
    pub system: SystemId,
    /// When; for unsigned things only the week.
    pub at: Moment,
    /// What was done.
    pub verb: Verb,
    /// Who did it; nothing for unsigned things and for machines.
    pub actor: Option<PersonId>,
    /// To what kind of thing.
    pub kind: Kind,
    /// To which; nothing for unsigned things.
    pub thing: Option<Uuid>,
    /// Whose words they are, when somebody read them.
    pub concerns: Option<PersonId>,
    /// What changed by it, for machine readers. It is noted beside the trail and never on it.
    pub changed: Option<Uuid>,
}

impl Mark {
    /// A mark that somebody did something to a thing.
    #[must_use]
    pub const fn of(
        system: SystemId,
        at: Moment,
        verb: Verb,
        actor: Option<PersonId>,
        thing: Thing,
    ) -> Self {
        let changed = match verb {
            Verb::Wrote | Verb::Changed | Verb::Erased => Some(thing.id),
            Verb::Read
            | Verb::Worried
            | Verb::Answered
            | Verb::SignedIn
            | Verb::LinkMade
            | Verb::Indexed
            | Verb::Copied => None,
        };
        let (kind, thing) = (thing.kind, Some(thing.id));
        Self { system, at, verb, actor, kind, thing, concerns: None, changed }
    }

    /// A mark that something unsigned was written: the week, and nothing else.
    #[must_use]
    pub const fn unsigned(system: SystemId, at: Moment, verb: Verb, kind: Kind) -> Self {
        let at = at.week().begins();
        Self { system, at, verb, actor: None, kind, thing: None, concerns: None, changed: None }
    }

    /// The same mark, by which this thing changed: machine readers are told, the trail is not.
    #[must_use]
    pub fn by_which_changed(self, id: impl Into<Uuid>) -> Self {
        Self { changed: Some(id.into()), ..self }
    }
}

/// Writes a mark, in the transaction of what it marks, and notes what changed by it.
pub async fn mark(work: &mut Work, mark: Mark) -> Outcome<()> {
    if let Some(id) = mark.changed {
        changes::note(work, mark.system, Thing { kind: mark.kind, id }, mark.at).await?;
    }
    work.run(
        sql!(
            "INSERT INTO trail \
             (system_id, id, at, verb, actor_id, thing_kind, thing_id, concerns_id) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        bind()
            .id(mark.system)
            .id(Uuid::new_v4())
            .moment(mark.at)
            .word(mark.verb.word())
            .maybe_id(mark.actor)
            .word(mark.kind.word())
            .maybe_id(mark.thing)
            .maybe_id(mark.concerns),
    )
    .await?;
    Ok(())
}

/// Seals what has not been sealed, one batch a system; says how many rows it sealed. Unsigned
/// rows wait until their week is over: a batch has a time, and would date them to the second.
pub async fn seal(database: &Database, now: Moment) -> Outcome<u64> {
    let rows = database
        .look()
        .await?
        .all(
            sql!(
                "SELECT DISTINCT system_id FROM trail WHERE batch IS NULL \
                 AND (thing_id IS NOT NULL OR at < $1) LIMIT 500"
            ),
            bind().moment(now.week().begins()),
        )
        .await?;
    let mut sealed = 0;
    for row in rows {
        sealed += seal_system(database, row.id("system_id")?, now).await?;
    }
    Ok(sealed)
}

async fn seal_system(database: &Database, system: SystemId, now: Moment) -> Outcome<u64> {
    store::write!(database, |work| {
        let rows = work
            .all(
                sql!(
                    "SELECT system_id, id, at, verb, actor_id, thing_kind, thing_id, concerns_id \
                     FROM trail WHERE system_id = $1 AND batch IS NULL \
                     AND (thing_id IS NOT NULL OR at < $2) ORDER BY id LIMIT 400"
                ),
                bind().id(system).moment(now.week().begins()),
            )
            .await?;
        if rows.is_empty() {
            return Ok(0);
        }
        let (number, before) = last_batch(work, system).await?;
        let hash = hash(&before, number + 1, &rows)?;
        for row in &rows {
            let id: Uuid = row.id("id")?;
            work.run(
                sql!("UPDATE trail SET batch = $3 WHERE system_id = $1 AND id = $2"),
                bind().id(system).id(id).number(number + 1),
            )
            .await?;
            project(work, system, row).await?;
        }
        work.run(
            sql!(
                "INSERT INTO trail_batches (system_id, number, at, rows_sealed, before, hash) \
                 VALUES ($1, $2, $3, $4, $5, $6)"
            ),
            bind()
                .id(system)
                .number(number + 1)
                .moment(now)
                .number(i64::try_from(rows.len()).map_err(Fault::inside)?)
                .bytes(&before)
                .bytes(&hash),
        )
        .await?;
        Ok(rows.len() as u64)
    })
}

/// Who looked: a row for the person whose words were read.
async fn project(work: &mut Work, system: SystemId, row: &Row) -> Outcome<()> {
    let reader: Option<PersonId> = row.maybe_id("actor_id")?;
    let concerns: Option<PersonId> = row.maybe_id("concerns_id")?;
    let thing: Option<Uuid> = row.maybe_id("thing_id")?;
    let (Some(reader), Some(concerns), Some(thing)) = (reader, concerns, thing) else {
        return Ok(());
    };
    work.run(
        sql!(
            "INSERT INTO looked \
             (system_id, concerns_id, at, id, reader_id, thing_kind, thing_id) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(system)
            .id(concerns)
            .moment(row.moment("at")?)
            .id(row.id::<Uuid>("id")?)
            .id(reader)
            .word(&row.word("thing_kind")?)
            .id(thing),
    )
    .await?;
    Ok(())
}

async fn last_batch(look: &mut Look, system: SystemId) -> Outcome<(i64, Vec<u8>)> {
    let row = look
        .maybe(
            sql!(
                "SELECT number, hash FROM trail_batches WHERE system_id = $1 \
                 ORDER BY number DESC LIMIT 1"
            ),
            bind().id(system),
        )
        .await?;
    match row {
        Some(row) => Ok((row.number("number")?, row.bytes("hash")?)),
        None => Ok((0, BEGINNING.to_vec())),
    }
}

fn hash(before: &[u8], number: i64, rows: &[Row]) -> Outcome<[u8; 32]> {
    let mut hasher = blake3::Hasher::new_derive_key("understory trail 1");
    hasher.update(before);
    hasher.update(&number.to_le_bytes());
    for row in rows {
        let mut id = |column: &str| -> Outcome<()> {
            let id: Option<Uuid> = row.maybe_id(column)?;
            hasher.update(&[u8::from(id.is_some())]);
            hasher.update(id.unwrap_or_default().as_bytes());
            Ok(())
        };
        for column in ["system_id", "id", "actor_id", "thing_id", "concerns_id"] {
            id(column)?;
        }
        hasher.update(&row.number("at")?.to_le_bytes());
        for column in ["verb", "thing_kind"] {
            let word = row.word(column)?;
            hasher.update(&(word.len() as u64).to_le_bytes());
            hasher.update(word.as_bytes());
        }
    }
    Ok(*hasher.finalize().as_bytes())
}

/// What `verify` found in one system.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// Which system.
    pub system: SystemId,
    /// How many batches hold.
    pub batches: i64,
    /// The hash of the last one: the head, to be kept off the machine.
    pub head: Vec<u8>,
    /// The first batch that does not hold, if there is one.
    pub broken_at: Option<i64>,
}

/// Works every chain out anew and compares. A last batch taken away whole leaves a chain that
/// holds: only comparing its head with one kept off the machine tells.
pub async fn verify(database: &Database) -> Outcome<Vec<Verified>> {
    let mut look = database.look().await?;
    let rows =
        look.all(sql!("SELECT DISTINCT system_id FROM trail_batches LIMIT 10000"), bind()).await?;
    let mut answers = Vec::with_capacity(rows.len());
    for row in rows {
        answers.push(verify_system(&mut look, row.id("system_id")?).await?);
    }
    Ok(answers)
}

async fn verify_system(look: &mut Look, system: SystemId) -> Outcome<Verified> {
    let (last, _) = last_batch(look, system).await?;
    let mut before = BEGINNING.to_vec();
    for number in 1..=last {
        let bound = || bind().id(system).number(number);
        let batch = look
            .maybe(
                sql!(
                    "SELECT before, hash, rows_sealed FROM trail_batches \
                     WHERE system_id = $1 AND number = $2"
                ),
                bound(),
            )
            .await?;
        let rows = look
            .all(
                sql!(
                    "SELECT system_id, id, at, verb, actor_id, thing_kind, thing_id, concerns_id \
                     FROM trail WHERE system_id = $1 AND batch = $2 ORDER BY id LIMIT 401"
                ),
                bound(),
            )
            .await?;
        let holds = match &batch {
            Some(batch) => {
                rows.len() <= BATCH
                    && batch.bytes("before")? == before
                    && batch.bytes("hash")? == hash(&before, number, &rows)?
            }
            None => false,
        };
        if !holds {
            return Ok(Verified {
                system,
                batches: number - 1,
                head: before,
                broken_at: Some(number),
            });
        }
        before = hash(&before, number, &rows)?.to_vec();
    }
    Ok(Verified { system, batches: last, head: before, broken_at: None })
}
