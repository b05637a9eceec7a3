//! Something read with four words: variety, empathy, strengths and trust (VEST: Lowe and Plimmer,
//! *Exploring the New World*, 2019, under "Human"). Each is answered in somebody's words, or left
//! out. Nothing is marked, counted or added up, and a reading is of what happened and never of
//! somebody: no row has room for whom it could be about.
//!
//! Like lineage it hangs on things of any kind, so it stands here. Whoever may read the thing reads
//! it, and nobody else: a room hands over the leave by which it shows the thing itself.

mod own;

use ground::id::{Kind, PersonId, Uuid};
use ground::{Fault, Moment, Outcome, Words};
use store::{Keeper, KeyRing, Look, Row, Sealed, Work, bind, sql};

use crate::Sharing;
use crate::lineage::Placed;
use crate::sealing::{Opening, Sealing};
use crate::seen::{Leave, Seen};

pub use own::{export, own};

ground::id!(
    /// Names one reading with four words.
    VestId
);

/// How many such readings one thing can have.
pub const MOST_READINGS: i64 = 60;
/// How many of them can be of one person, so that nobody leaves no room for others.
pub const MOST_OF_ONE: i64 = 5;

/// What was said under each of the four words. Each may be left out, but not all of them.
#[derive(Clone, Debug, Default)]
pub struct Vest<T> {
    /// Variety: where was somebody met as who they are?
    pub variety: Option<T>,
    /// Empathy: where did people try to understand each other?
    pub empathy: Option<T>,
    /// Strengths: what could people do, and was it seen?
    pub strengths: Option<T>,
    /// Trust: where did people trust each other, and where not?
    pub trust: Option<T>,
}

impl<T> Vest<T> {
    /// The four words, by the names of their fields, in the order of a form.
    pub const WORDS: [&'static str; 4] = ["variety", "empathy", "strengths", "trust"];

    /// What was said under this word.
    #[must_use]
    pub fn under(&self, word: &str) -> Option<&T> {
        match word {
            "variety" => self.variety.as_ref(),
            "empathy" => self.empathy.as_ref(),
            "strengths" => self.strengths.as_ref(),
            "trust" => self.trust.as_ref(),
            _ => None,
        }
    }

    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Self::WORDS.iter().all(|word| self.under(word).is_none())
    }
}

/// One reading, as somebody sees it who may read the thing.
#[derive(Clone, Debug)]
pub struct VestReading {
    /// Which one.
    pub id: VestId,
    /// Who read it like this.
    pub said_by: PersonId,
    /// What they said.
    pub words: Vest<Seen<Words>>,
    /// When.
    pub at: Moment,
    /// What was answered for the teller, where it is a reading of what somebody told.
    pub answer: Option<Seen<Words>>,
    /// Who answered; nobody where it was answered with a slip.
    pub answered_by: Option<PersonId>,
}

/// Whose key the words lie under: the telling's own, or that of the system whose group holds it.
fn keeper(of: Placed) -> Uuid {
    match of.thing.kind {
        Kind::Telling => of.thing.id,
        _ => of.system.0,
    }
}

/// The key that such a reading of this is sealed and opened with.
pub async fn ring(sharing: &Sharing, of: Placed) -> Outcome<KeyRing> {
    sharing.store.keys.ring([Keeper::new(keeper(of))]).await
}

/// A reading about to be written.
#[derive(Clone)]
pub struct NewVest {
    of: Placed,
    id: VestId,
    words: Vest<Sealed>,
    by: PersonId,
    at: Moment,
}

impl NewVest {
    /// Seals it. Nothing said at all is no reading.
    pub fn seal(
        ring: &KeyRing,
        of: Placed,
        id: VestId,
        words: &Vest<Words>,
        (by, at): (PersonId, Moment),
    ) -> Outcome<Self> {
        if words.is_empty() {
            return Err(Fault::Unfit("unfit-vest-empty"));
        }
        let sealing = Sealing::new(ring, keeper(of), id);
        let words = Vest {
            variety: sealing.maybe("variety", words.variety.as_ref())?,
            empathy: sealing.maybe("empathy", words.empathy.as_ref())?,
            strengths: sealing.maybe("strengths", words.strengths.as_ref())?,
            trust: sealing.maybe("trust", words.trust.as_ref())?,
        };
        Ok(Self { of, id, words, by, at })
    }

    /// Writes it down. Whoever calls asks for leave, in the same transaction.
    pub async fn keep(&self, work: &mut Work) -> Outcome<()> {
        let there = work
            .one(
                sql!(
                    "SELECT COUNT(*) AS many, COUNT(CASE WHEN said_by = $2 THEN 1 END) AS own, \
                     COUNT(CASE WHEN id = $3 THEN 1 END) AS this \
                     FROM vest_readings WHERE thing_id = $1"
                ),
                bind().id(self.of.thing.id).id(self.by).id(self.id),
            )
            .await?;
        if there.number("this")? > 0 {
            return Err(Fault::Already);
        }
        if there.number("own")? >= MOST_OF_ONE {
            return Err(Fault::Bound("bound-vest-own"));
        }
        if there.number("many")? >= MOST_READINGS {
            return Err(Fault::Bound("bound-vest"));
        }
        work.run(
            sql!(
                "INSERT INTO vest_readings (system_id, id, thing_kind, thing_id, said_by, \
                 variety, empathy, strengths, trust, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            ),
            bind()
                .id(self.of.system)
                .id(self.id)
                .word(self.of.thing.kind.word())
                .id(self.of.thing.id)
                .id(self.by)
                .maybe_sealed(self.words.variety.clone())
                .maybe_sealed(self.words.empathy.clone())
                .maybe_sealed(self.words.strengths.clone())
                .maybe_sealed(self.words.trust.clone())
                .moment(self.at),
        )
        .await?;
        Ok(())
    }
}

/// How people read this with four words, oldest first; for a reader who has leave to read it.
pub async fn readings(
    sharing: &Sharing,
    look: &mut Look,
    leave: &Leave,
    of: Placed,
) -> Outcome<Vec<VestReading>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, said_by, variety, empathy, strengths, trust, at, answer, answered_by \
                 FROM vest_readings WHERE thing_id = $1 ORDER BY at, id LIMIT 60"
            ),
            bind().id(of.thing.id),
        )
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ring = ring(sharing, of).await?;
    let mut readings = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: VestId = row.id("id")?;
        let opening = Opening::new(leave, &ring, keeper(of), id);
        let words = open(&opening, row)?;
        // Its key was thrown away, and nothing is left to read.
        if words.is_empty() {
            continue;
        }
        let answer = opening.maybe("answer", row.maybe_sealed("answer")?.as_ref())?;
        let (said_by, at) = (row.id("said_by")?, row.moment("at")?);
        let answered_by = row.maybe_id("answered_by")?;
        readings.push(VestReading { id, said_by, words, at, answer, answered_by });
    }
    Ok(readings)
}

fn open(opening: &Opening<'_>, row: &Row) -> Outcome<Vest<Seen<Words>>> {
    let under = |word| opening.maybe(word, row.maybe_sealed(word)?.as_ref());
    Ok(Vest {
        variety: under("variety")?,
        empathy: under("empathy")?,
        strengths: under("strengths")?,
        trust: under("trust")?,
    })
}

/// An answer about to be written beside a reading of what somebody told.
#[derive(Clone)]
pub struct NewAnswer {
    id: VestId,
    words: Sealed,
    by: Option<PersonId>,
    at: Moment,
}

impl NewAnswer {
    /// Seals it. Whoever answers with a slip has no name.
    pub fn seal(
        ring: &KeyRing,
        of: Placed,
        id: VestId,
        words: &Words,
        (by, at): (Option<PersonId>, Moment),
    ) -> Outcome<Self> {
        let words = Sealing::new(ring, keeper(of), id).words("answer", words)?;
        Ok(Self { id, words, by, at })
    }

    /// Writes it beside the reading, once: what was answered stands. Only what `pen` answered, who
    /// wrote the words down for somebody, gives way to what that one answers themselves.
    pub async fn keep(&self, work: &mut Work, of: Placed, pen: Option<PersonId>) -> Outcome<()> {
        let gives_way = pen.map_or_else(Uuid::nil, Uuid::from);
        let changed = work
            .run(
                sql!(
                    "UPDATE vest_readings SET answer = $4, answered_by = $5, answered = $6 \
                     WHERE system_id = $1 AND id = $2 AND thing_id = $3 \
                     AND (answer IS NULL OR answered_by = $7)"
                ),
                bind()
                    .id(of.system)
                    .id(self.id)
                    .id(of.thing.id)
                    .sealed(self.words.clone())
                    .maybe_id(self.by)
                    .moment(self.at)
                    .id(gives_way),
            )
            .await?;
        match (changed, written_by(work, of, self.id).await?) {
            (1, _) => Ok(()),
            (_, Some(_)) => Err(Fault::Already),
            (_, None) => Err(Fault::NotFound),
        }
    }
}

/// Who wrote this reading, if it is there.
async fn written_by(look: &mut Look, of: Placed, id: VestId) -> Outcome<Option<PersonId>> {
    let row = look
        .maybe(
            sql!(
                "SELECT said_by FROM vest_readings \
                 WHERE system_id = $1 AND id = $2 AND thing_id = $3"
            ),
            bind().id(of.system).id(id).id(of.thing.id),
        )
        .await?;
    row.map(|row| row.id("said_by")).transpose()
}

/// Takes back what this person wrote themselves, with what was answered to it. What somebody else
/// wrote is not found, and neither is what is gone already.
pub async fn take_back(work: &mut Work, of: Placed, id: VestId, by: PersonId) -> Outcome<()> {
    match written_by(work, of, id).await? {
        Some(person) if person == by => take_away(work, of, id).await,
        Some(_) | None => Err(Fault::NotFound),
    }
}

/// Takes one reading away.
pub async fn take_away(work: &mut Work, of: Placed, id: VestId) -> Outcome<()> {
    let gone = work
        .run(
            sql!("DELETE FROM vest_readings WHERE system_id = $1 AND id = $2 AND thing_id = $3"),
            bind().id(of.system).id(id).id(of.thing.id),
        )
        .await?;
    if gone == 1 { Ok(()) } else { Err(Fault::NotFound) }
}

/// Every reading of a thing that is erased goes with it.
pub async fn forget_of(work: &mut Work, thing: Uuid) -> Outcome<()> {
    work.run(sql!("DELETE FROM vest_readings WHERE thing_id = $1"), bind().id(thing)).await?;
    Ok(())
}

/// Forgets the next readings by somebody who is erased, at most 500, and says how many went.
pub async fn forget_by(work: &mut Work, person: PersonId) -> Outcome<usize> {
    let rows = work
        .all(
            sql!("SELECT system_id, id FROM vest_readings WHERE said_by = $1 LIMIT 500"),
            bind().id(person),
        )
        .await?;
    for row in &rows {
        work.run(
            sql!("DELETE FROM vest_readings WHERE system_id = $1 AND id = $2"),
            bind().id(row.id::<Uuid>("system_id")?).id(row.id::<Uuid>("id")?),
        )
        .await?;
    }
    Ok(rows.len())
}
