//! The rows of what was done, of confirmations and of calls to stop.

use ground::id::{PersonId, SystemId};
use ground::{After, Fault, Moment, Outcome, Stretch};
use sharing::StandingId;
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{Act, ActId, Confirmed, PAGE, RecallId};

pub(crate) struct ActRow {
    pub(crate) id: ActId,
    /// What was done; nothing where a newer program listed what this one does not know.
    pub(crate) act: Option<Act>,
    pub(crate) by: Option<PersonId>,
    pub(crate) about: Option<PersonId>,
    pub(crate) words: Option<Sealed>,
    pub(crate) at: Moment,
}

pub(crate) struct RecallRow {
    pub(crate) id: RecallId,
    pub(crate) steward: StandingId,
    pub(crate) said_by: PersonId,
    pub(crate) why: Option<Sealed>,
    pub(crate) at: Moment,
    pub(crate) answer: Option<Sealed>,
    pub(crate) answered: Option<Moment>,
}

/// The next of what was done in looking after a system, newest first.
pub(crate) async fn acts(
    look: &mut Look,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<ActRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, act, said_by, about_id, words, at FROM steward_acts \
                 WHERE system_id = $1 AND at <= $2 AND (at < $2 OR id < $3) \
                 ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(after, PAGE),
        )
        .await?;
    let read = |row: &Row| {
        Ok(ActRow {
            id: row.id("id")?,
            act: Act::parse(&row.word("act")?),
            by: row.maybe_id("said_by")?,
            about: row.maybe_id("about_id")?,
            words: row.maybe_sealed("words")?,
            at: row.moment("at")?,
        })
    };
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, PAGE, |row: &ActRow| After::this(row.at, row.id)))
}

/// Whether two people are both part of one organisation now, besides the system itself.
pub(crate) async fn share_an_organisation(
    look: &mut Look,
    one: PersonId,
    other: PersonId,
    besides: SystemId,
) -> Outcome<bool> {
    let row = look
        .maybe(
            sql!(
                "SELECT s.id FROM systems s \
                 JOIN standings a ON a.system_id = s.system_id \
                 JOIN standings b ON b.system_id = s.system_id \
                 WHERE s.scale = 'organisation' AND s.id <> $3 \
                 AND a.person_id = $1 AND a.kind = 'part' AND a.ended IS NULL \
                 AND b.person_id = $2 AND b.kind = 'part' AND b.ended IS NULL LIMIT 1"
            ),
            bind().id(one).id(other).id(besides),
        )
        .await?;
    Ok(row.is_some())
}

/// Whether somebody is part of an organisation now that another person is no part of, besides the
/// system itself.
pub(crate) async fn is_of_another_organisation(
    look: &mut Look,
    person: PersonId,
    than: PersonId,
    besides: SystemId,
) -> Outcome<bool> {
    let row = look
        .maybe(
            sql!(
                "SELECT s.id FROM standings a \
                 JOIN systems s ON s.system_id = a.system_id AND s.id = a.system_id \
                 WHERE a.person_id = $1 AND a.kind = 'part' AND a.ended IS NULL \
                 AND s.scale = 'organisation' AND s.id <> $3 \
                 AND NOT EXISTS (SELECT 1 FROM standings b WHERE b.system_id = s.system_id \
                 AND b.person_id = $2 AND b.kind = 'part' AND b.ended IS NULL) LIMIT 1"
            ),
            bind().id(person).id(than).id(besides),
        )
        .await?;
    Ok(row.is_some())
}

/// Whether it was this steward who had given somebody a part in the place by then.
pub(crate) async fn brought_in_by(
    look: &mut Look,
    person: PersonId,
    place: SystemId,
    steward: PersonId,
    at: Moment,
) -> Outcome<bool> {
    let row = look
        .maybe(
            sql!(
                "SELECT id FROM standings WHERE person_id = $1 AND system_id = $2 \
                 AND kind = 'part' AND given_by = $3 AND began <= $4 LIMIT 1"
            ),
            bind().id(person).id(place).id(steward).moment(at),
        )
        .await?;
    Ok(row.is_some())
}

pub(crate) async fn insert_confirmation(
    work: &mut Work,
    system: SystemId,
    steward: StandingId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO confirmations (system_id, steward_id, person_id, at) \
             VALUES ($1, $2, $3, $4)"
        ),
        bind().id(system).id(steward).id(by).moment(at),
    )
    .await?;
    Ok(())
}

/// Who confirmed whose standing in a system, with how they stood when they did.
pub(crate) async fn confirmations(
    look: &mut Look,
    system: SystemId,
    place: SystemId,
) -> Outcome<Vec<(StandingId, Confirmed)>> {
    let rows = look
        .all(
            sql!(
                "SELECT c.steward_id, c.person_id, c.at, EXISTS (SELECT 1 FROM standings g \
                 WHERE g.person_id = c.person_id AND g.system_id = $2 AND g.kind = 'part' \
                 AND g.given_by = s.person_id AND g.began <= c.at) AS brought_in \
                 FROM confirmations c JOIN standings s ON s.system_id = c.system_id \
                 AND s.id = c.steward_id WHERE c.system_id = $1 ORDER BY c.at, c.person_id \
                 LIMIT 1000"
            ),
            bind().id(system).id(place),
        )
        .await?;
    let spoken_for = organisations(look, system).await?;
    rows.iter()
        .map(|row| {
            let steward: StandingId = row.id("steward_id")?;
            let person: PersonId = row.id("person_id")?;
            let organisations = spoken_for
                .iter()
                .filter(|(of, by, _)| (*of, *by) == (steward, person))
                .map(|(_, _, organisation)| *organisation)
                .collect();
            let (at, brought_in) = (row.moment("at")?, row.flag("brought_in")?);
            Ok((steward, Confirmed { person, at, brought_in, organisations }))
        })
        .collect()
}

/// For each confirming in a system: the organisations that whoever confirmed was part of at that
/// moment, and the steward was not.
async fn organisations(
    look: &mut Look,
    system: SystemId,
) -> Outcome<Vec<(StandingId, PersonId, SystemId)>> {
    let rows = look
        .all(
            sql!(
                "SELECT c.steward_id, c.person_id, a.system_id FROM confirmations c \
                 JOIN standings s ON s.system_id = c.system_id AND s.id = c.steward_id \
                 JOIN standings a ON a.person_id = c.person_id AND a.kind = 'part' \
                 AND a.began <= c.at AND (a.ended IS NULL OR a.ended > c.at) \
                 JOIN systems o ON o.system_id = a.system_id AND o.id = a.system_id \
                 WHERE c.system_id = $1 AND o.scale = 'organisation' AND o.id <> c.system_id \
                 AND NOT EXISTS (SELECT 1 FROM standings b WHERE b.system_id = a.system_id \
                 AND b.person_id = s.person_id AND b.kind = 'part' AND b.began <= c.at \
                 AND (b.ended IS NULL OR b.ended > c.at)) LIMIT 5000"
            ),
            bind().id(system),
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.id("steward_id")?, row.id("person_id")?, row.id("system_id")?)))
        .collect()
}

pub(crate) async fn insert_recall(
    work: &mut Work,
    system: SystemId,
    id: RecallId,
    steward: StandingId,
    by: PersonId,
    why: Sealed,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO recalls (system_id, id, steward_id, said_by, why, at) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        bind().id(system).id(id).id(steward).id(by).sealed(why).moment(at),
    )
    .await?;
    Ok(())
}

pub(crate) async fn recall(look: &mut Look, system: SystemId, id: RecallId) -> Outcome<RecallRow> {
    let row = look
        .one(
            sql!(
                "SELECT id, steward_id, said_by, why, at, answer, answered FROM recalls \
                 WHERE system_id = $1 AND id = $2"
            ),
            bind().id(system).id(id),
        )
        .await?;
    read(&row)
}

pub(crate) async fn recalls(look: &mut Look, system: SystemId) -> Outcome<Vec<RecallRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, steward_id, said_by, why, at, answer, answered FROM recalls \
                 WHERE system_id = $1 ORDER BY at LIMIT 500"
            ),
            bind().id(system),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Writes the first answer to a call; a second one finds it answered.
pub(crate) async fn answer(
    work: &mut Work,
    system: SystemId,
    id: RecallId,
    by: PersonId,
    words: Sealed,
    at: Moment,
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE recalls SET answer = $3, answered_by = $4, answered = $5 \
                 WHERE system_id = $1 AND id = $2 AND answered IS NULL"
            ),
            bind().id(system).id(id).sealed(words).id(by).moment(at),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Already) }
}

/// Calls to stop that this person has not answered yet: in which system, and since when.
pub(crate) async fn unanswered(
    look: &mut Look,
    person: PersonId,
) -> Outcome<Vec<(SystemId, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT r.system_id, r.at FROM standings s \
                 JOIN recalls r ON r.system_id = s.system_id AND r.steward_id = s.id \
                 WHERE s.person_id = $1 AND s.kind = 'steward' AND r.answered IS NULL \
                 ORDER BY r.at LIMIT 20"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("system_id")?, row.moment("at")?))).collect()
}

fn read(row: &Row) -> Outcome<RecallRow> {
    Ok(RecallRow {
        id: row.id("id")?,
        steward: row.id("steward_id")?,
        said_by: row.id("said_by")?,
        why: row.maybe_sealed("why")?,
        at: row.moment("at")?,
        answer: row.maybe_sealed("answer")?,
        answered: row.maybe_moment("answered")?,
    })
}
