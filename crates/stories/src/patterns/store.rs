//! The rows of patterns, of what is laid in them, and of what people say on them.

use ground::id::{PersonId, SystemId};
use ground::{After, Fault, Moment, Outcome, Stretch};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{MOST_SAYINGS, PatternId, SayingId, SayingKind};
use crate::tellings::TellingId;

#[derive(Clone)]
pub(crate) struct PatternRow {
    pub(crate) system: SystemId,
    pub(crate) id: PatternId,
    pub(crate) place: SystemId,
    pub(crate) name: Sealed,
    pub(crate) goes_well: bool,
    pub(crate) observation: Option<Sealed>,
    pub(crate) ideas: Option<Sealed>,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
    pub(crate) revision: i64,
}

pub(crate) async fn insert(work: &mut Work, row: &PatternRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO patterns (system_id, id, place_id, name, goes_well, observation, ideas, \
             said_by, at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        bind()
            .id(row.system)
            .id(row.id)
            .id(row.place)
            .sealed(row.name.clone())
            .flag(row.goes_well)
            .maybe_sealed(row.observation.clone())
            .maybe_sealed(row.ideas.clone())
            .id(row.said_by)
            .moment(row.at)
            .number(row.revision),
    )
    .await?;
    Ok(())
}

/// Puts other words where these stand. Somebody who did so meanwhile was first.
pub(crate) async fn reword(work: &mut Work, row: &PatternRow) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE patterns SET name = $4, observation = $5, ideas = $6, \
                 revision = revision + 1 WHERE system_id = $1 AND id = $2 AND revision = $3"
            ),
            bind()
                .id(row.system)
                .id(row.id)
                .number(row.revision)
                .sealed(row.name.clone())
                .maybe_sealed(row.observation.clone())
                .maybe_sealed(row.ideas.clone()),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

pub(crate) async fn by_ids(look: &mut Look, ids: &[PatternId]) -> Outcome<Vec<PatternRow>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT system_id, id, place_id, name, goes_well, observation, ideas, said_by, at, \
                 revision FROM patterns WHERE id IN ({many})"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The next of the patterns of a system, newest first.
pub(crate) async fn of_system(
    look: &mut Look,
    system: SystemId,
    after: Option<After>,
    most: usize,
) -> Outcome<Stretch<PatternRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, place_id, name, goes_well, observation, ideas, said_by, at, \
                 revision FROM patterns WHERE system_id = $1 AND at <= $2 \
                 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(after, most),
        )
        .await?;
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, most, |row: &PatternRow| After::this(row.at, row.id)))
}

pub(crate) fn read(row: &Row) -> Outcome<PatternRow> {
    Ok(PatternRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        place: row.id("place_id")?,
        name: row.sealed("name")?,
        goes_well: row.flag("goes_well")?,
        observation: row.maybe_sealed("observation")?,
        ideas: row.maybe_sealed("ideas")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
        revision: row.number("revision")?,
    })
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct LaidRow {
    pub(crate) system: SystemId,
    pub(crate) pattern: PatternId,
    pub(crate) telling: TellingId,
    pub(crate) telling_system: SystemId,
    pub(crate) at: Moment,
    pub(crate) taken_out: Option<Moment>,
}

pub(crate) async fn lay(work: &mut Work, row: LaidRow, by: PersonId) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO laid (system_id, pattern_id, telling_id, telling_system_id, laid_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (system_id, pattern_id, telling_id) DO NOTHING"
        ),
        bind()
            .id(row.system)
            .id(row.pattern)
            .id(row.telling)
            .id(row.telling_system)
            .id(by)
            .moment(row.at),
    )
    .await?;
    Ok(())
}

pub(crate) async fn laid_in(look: &mut Look, pattern: PatternId) -> Outcome<Vec<LaidRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, pattern_id, telling_id, telling_system_id, at, taken_out \
                 FROM laid WHERE pattern_id = $1 ORDER BY at, telling_id LIMIT 200"
            ),
            bind().id(pattern),
        )
        .await?;
    rows.iter().map(laid).collect()
}

pub(crate) async fn laid_of(look: &mut Look, telling: TellingId) -> Outcome<Vec<LaidRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, pattern_id, telling_id, telling_system_id, at, taken_out \
                 FROM laid WHERE telling_id = $1 ORDER BY at, pattern_id LIMIT 200"
            ),
            bind().id(telling),
        )
        .await?;
    rows.iter().map(laid).collect()
}

fn laid(row: &Row) -> Outcome<LaidRow> {
    Ok(LaidRow {
        system: row.id("system_id")?,
        pattern: row.id("pattern_id")?,
        telling: row.id("telling_id")?,
        telling_system: row.id("telling_system_id")?,
        at: row.moment("at")?,
        taken_out: row.maybe_moment("taken_out")?,
    })
}

pub(crate) async fn take_out(
    work: &mut Work,
    pattern: PatternId,
    telling: TellingId,
    at: Moment,
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE laid SET taken_out = $3 \
                 WHERE pattern_id = $1 AND telling_id = $2 AND taken_out IS NULL"
            ),
            bind().id(pattern).id(telling).moment(at),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::NotFound) }
}

#[derive(Clone)]
pub(crate) struct SayingRow {
    pub(crate) system: SystemId,
    pub(crate) id: SayingId,
    pub(crate) pattern: PatternId,
    pub(crate) kind: SayingKind,
    pub(crate) words: Sealed,
    pub(crate) said_by: Option<PersonId>,
    pub(crate) telling: Option<TellingId>,
    pub(crate) at: Moment,
}

pub(crate) async fn say(work: &mut Work, row: &SayingRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO sayings (system_id, id, pattern_id, kind, words, said_by, telling_id, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        bind()
            .id(row.system)
            .id(row.id)
            .id(row.pattern)
            .word(row.kind.word())
            .sealed(row.words.clone())
            .maybe_id(row.said_by)
            .maybe_id(row.telling)
            .moment(row.at),
    )
    .await?;
    Ok(())
}

/// What was said on a pattern: the latest, oldest first.
pub(crate) async fn sayings(look: &mut Look, pattern: PatternId) -> Outcome<Stretch<SayingRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, pattern_id, kind, words, said_by, telling_id, at \
                 FROM sayings WHERE pattern_id = $1 \
                 AND at <= $2 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(pattern).latest(None, MOST_SAYINGS),
        )
        .await?;
    let rows = rows.iter().map(saying).collect::<Outcome<_>>()?;
    let turn = |row: &SayingRow| After::this(row.at, row.id);
    let mut sayings = Stretch::of(rows, MOST_SAYINGS, turn);
    sayings.here.reverse();
    Ok(sayings)
}

/// Whether this was said already.
pub(crate) async fn is_said(look: &mut Look, system: SystemId, id: SayingId) -> Outcome<bool> {
    let said = sql!("SELECT id FROM sayings WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(said, bind().id(system).id(id)).await?.is_some())
}

/// How much one person said on a pattern, or the teller of one telling in it.
pub(crate) async fn said_by_one(
    look: &mut Look,
    pattern: PatternId,
    (person, telling): (Option<PersonId>, Option<TellingId>),
) -> Outcome<i64> {
    let many = sql!(
        "SELECT COUNT(*) AS many FROM sayings \
         WHERE pattern_id = $1 AND (said_by = $2 OR telling_id = $3)"
    );
    let bound = bind().id(pattern).maybe_id(person).maybe_id(telling);
    look.one(many, bound).await?.number("many")
}

pub(crate) async fn sayings_by(look: &mut Look, person: PersonId) -> Outcome<Vec<SayingRow>> {
    let rows = look
        .whole(
            sql!(
                "SELECT system_id, id, pattern_id, kind, words, said_by, telling_id, at \
                 FROM sayings WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(saying).collect()
}

fn saying(row: &Row) -> Outcome<SayingRow> {
    Ok(SayingRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        pattern: row.id("pattern_id")?,
        kind: SayingKind::parse(&row.word("kind")?),
        words: row.sealed("words")?,
        said_by: row.maybe_id("said_by")?,
        telling: row.maybe_id("telling_id")?,
        at: row.moment("at")?,
    })
}
