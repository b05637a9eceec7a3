//! The rows of what is tried, and of its dated entries.

use ground::id::{Kind, PersonId, SystemId};
use ground::{After, Fault, Moment, Outcome, Stretch};
use sharing::own::OwnRows;
use sharing::{Opening, Sealing};
use store::{KeyRing, Look, Row, Sealed, Work, bind, sql};

use super::{
    ENTRIES_PAGE, EntryId, EntryKind, Experiment, ExperimentId, HowFar, MOST_OF_INQUIRY,
    MOST_OF_SYSTEM, Planned,
};
use crate::heard::Heard;
use crate::held::Table;
use crate::inquiries::InquiryId;

/// The words of a plan, sealed.
#[derive(Clone)]
pub(crate) struct PlanWords {
    name: Sealed,
    intends: Option<Sealed>,
    tries: Option<Sealed>,
    limits: Option<Sealed>,
    who: Option<Sealed>,
    how_asked: Option<Sealed>,
    how_refuse: Option<Sealed>,
}

impl PlanWords {
    pub(crate) fn seal(
        ring: &KeyRing,
        (system, id): (SystemId, ExperimentId),
        planned: &Planned,
    ) -> Outcome<Self> {
        let sealing = Sealing::new(ring, system, id);
        Ok(Self {
            name: sealing.line("name", &planned.name)?,
            intends: sealing.maybe("intends", planned.intends.as_ref())?,
            tries: sealing.maybe("tries", planned.tries.as_ref())?,
            limits: sealing.maybe("limits", planned.limits.as_ref())?,
            who: sealing.maybe("who", planned.who.as_ref())?,
            how_asked: sealing.maybe("how_asked", planned.support.how_asked())?,
            how_refuse: sealing.maybe("how_refuse", planned.support.how_refuse())?,
        })
    }
}

pub(crate) struct NewExperiment {
    system: SystemId,
    id: ExperimentId,
    place: SystemId,
    inquiry: InquiryId,
    words: PlanWords,
    by: PersonId,
    at: Moment,
}

impl NewExperiment {
    pub(crate) fn seal(
        ring: &KeyRing,
        id: ExperimentId,
        (system, place): (SystemId, SystemId),
        planned: &Planned,
        by: PersonId,
        at: Moment,
    ) -> Outcome<Self> {
        let words = PlanWords::seal(ring, (system, id), planned)?;
        Ok(Self { system, id, place, inquiry: planned.inquiry, words, by, at })
    }
}

pub(crate) async fn insert(work: &mut Work, new: &NewExperiment) -> Outcome<()> {
    let words = new.words.clone();
    work.run(
        sql!(
            "INSERT INTO experiments \
             (system_id, id, inquiry_id, place_id, name, intends, tries, limits, who, how_asked, \
             how_refuse, said_by, at, revision) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)"
        ),
        bind()
            .id(new.system)
            .id(new.id)
            .id(new.inquiry)
            .id(new.place)
            .sealed(words.name)
            .maybe_sealed(words.intends)
            .maybe_sealed(words.tries)
            .maybe_sealed(words.limits)
            .maybe_sealed(words.who)
            .maybe_sealed(words.how_asked)
            .maybe_sealed(words.how_refuse)
            .id(new.by)
            .moment(new.at),
    )
    .await?;
    Ok(())
}

/// Puts other words where these stand. Somebody who did so meanwhile was first.
pub(crate) async fn reword(
    work: &mut Work,
    (system, id): (SystemId, ExperimentId),
    revision: i64,
    words: PlanWords,
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE experiments SET name = $4, intends = $5, tries = $6, limits = $7, \
                 who = $8, how_asked = $9, how_refuse = $10, revision = revision + 1 \
                 WHERE system_id = $1 AND id = $2 AND revision = $3"
            ),
            bind()
                .id(system)
                .id(id)
                .number(revision)
                .sealed(words.name)
                .maybe_sealed(words.intends)
                .maybe_sealed(words.tries)
                .maybe_sealed(words.limits)
                .maybe_sealed(words.who)
                .maybe_sealed(words.how_asked)
                .maybe_sealed(words.how_refuse),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

pub(crate) struct ExperimentRow {
    pub(crate) system: SystemId,
    pub(crate) id: ExperimentId,
    pub(crate) inquiry: InquiryId,
    name: Sealed,
    intends: Option<Sealed>,
    tries: Option<Sealed>,
    limits: Option<Sealed>,
    who: Option<Sealed>,
    how_asked: Option<Sealed>,
    how_refuse: Option<Sealed>,
    pub(crate) said_by: PersonId,
    at: Moment,
    revision: i64,
    /// The entry that makes its state: the last that says what comes next, or any other.
    pub(crate) counts: Option<EntryKind>,
}

pub(crate) async fn find(look: &mut Look, id: ExperimentId) -> Outcome<ExperimentRow> {
    let row = look
        .one(
            sql!(
                "SELECT x.system_id, x.id, x.inquiry_id, x.name, x.intends, x.tries, x.limits, \
                 x.who, x.how_asked, x.how_refuse, x.said_by, x.at, x.revision, \
                 COALESCE((SELECT e.kind FROM entries e WHERE e.experiment_id = x.id ORDER BY \
                 CASE WHEN e.kind IN ('grow', 'change', 'stop') THEN 0 ELSE 1 END, \
                 e.at DESC, e.id DESC LIMIT 1), '') AS counts \
                 FROM experiments x WHERE x.id = $1"
            ),
            bind().id(id),
        )
        .await?;
    read(&row)
}

/// The next of what hangs from a question, newest first.
pub(crate) async fn of_inquiry(
    look: &mut Look,
    id: InquiryId,
    after: Option<After>,
) -> Outcome<Stretch<ExperimentRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT x.system_id, x.id, x.inquiry_id, x.name, x.intends, x.tries, x.limits, \
                 x.who, x.how_asked, x.how_refuse, x.said_by, x.at, x.revision, \
                 COALESCE((SELECT e.kind FROM entries e WHERE e.experiment_id = x.id ORDER BY \
                 CASE WHEN e.kind IN ('grow', 'change', 'stop') THEN 0 ELSE 1 END, \
                 e.at DESC, e.id DESC LIMIT 1), '') AS counts \
                 FROM experiments x WHERE x.inquiry_id = $1 AND x.at <= $2 \
                 AND (x.at < $2 OR x.id < $3) ORDER BY x.at DESC, x.id DESC LIMIT $4"
            ),
            bind().id(id).latest(after, MOST_OF_INQUIRY),
        )
        .await?;
    stretch(&rows, MOST_OF_INQUIRY)
}

/// What a system's group tries, newest first.
pub(crate) async fn of_system(look: &mut Look, id: SystemId) -> Outcome<Stretch<ExperimentRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT x.system_id, x.id, x.inquiry_id, x.name, x.intends, x.tries, x.limits, \
                 x.who, x.how_asked, x.how_refuse, x.said_by, x.at, x.revision, \
                 COALESCE((SELECT e.kind FROM entries e WHERE e.experiment_id = x.id ORDER BY \
                 CASE WHEN e.kind IN ('grow', 'change', 'stop') THEN 0 ELSE 1 END, \
                 e.at DESC, e.id DESC LIMIT 1), '') AS counts \
                 FROM experiments x WHERE x.system_id = $1 AND x.at <= $2 \
                 AND (x.at < $2 OR x.id < $3) ORDER BY x.at DESC, x.id DESC LIMIT $4"
            ),
            bind().id(id).latest(None, MOST_OF_SYSTEM),
        )
        .await?;
    stretch(&rows, MOST_OF_SYSTEM)
}

fn stretch(rows: &[Row], most: usize) -> Outcome<Stretch<ExperimentRow>> {
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, most, |row: &ExperimentRow| After::this(row.at, row.id)))
}

fn read(row: &Row) -> Outcome<ExperimentRow> {
    Ok(ExperimentRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        inquiry: row.id("inquiry_id")?,
        name: row.sealed("name")?,
        intends: row.maybe_sealed("intends")?,
        tries: row.maybe_sealed("tries")?,
        limits: row.maybe_sealed("limits")?,
        who: row.maybe_sealed("who")?,
        how_asked: row.maybe_sealed("how_asked")?,
        how_refuse: row.maybe_sealed("how_refuse")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
        revision: row.number("revision")?,
        counts: row.maybe_known("counts", EntryKind::parse)?,
    })
}

/// Opens a row for a reader who has leave; nothing when its key was thrown away.
pub(crate) fn open(
    opening: &Opening<'_>,
    row: ExperimentRow,
    state: HowFar,
) -> Outcome<Option<Experiment>> {
    let Some(name) = opening.line("name", &row.name)? else { return Ok(None) };
    Ok(Some(Experiment {
        id: row.id,
        system: row.system,
        inquiry: row.inquiry,
        name,
        intends: opening.maybe("intends", row.intends.as_ref())?,
        tries: opening.maybe("tries", row.tries.as_ref())?,
        limits: opening.maybe("limits", row.limits.as_ref())?,
        who: opening.maybe("who", row.who.as_ref())?,
        how_asked: opening.maybe("how_asked", row.how_asked.as_ref())?,
        how_refuse: opening.maybe("how_refuse", row.how_refuse.as_ref())?,
        said_by: row.said_by,
        at: row.at,
        revision: row.revision,
        state,
    }))
}

pub(crate) struct NewEntry {
    pub(crate) system: SystemId,
    pub(crate) id: EntryId,
    pub(crate) experiment: ExperimentId,
    pub(crate) kind: EntryKind,
    pub(crate) words: Sealed,
    pub(crate) heard: Heard<Sealed>,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

pub(crate) async fn insert_entry(work: &mut Work, new: &NewEntry) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO entries (system_id, id, experiment_id, kind, words, said_by, at, heard, \
             missing, decided) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        new.heard.bound(
            bind()
                .id(new.system)
                .id(new.id)
                .id(new.experiment)
                .word(new.kind.word())
                .sealed(new.words.clone())
                .id(new.by)
                .moment(new.at),
        ),
    )
    .await?;
    Ok(())
}

pub(crate) struct EntryRow {
    pub(crate) id: EntryId,
    pub(crate) kind: EntryKind,
    pub(crate) words: Sealed,
    pub(crate) heard: Heard<Sealed>,
    pub(crate) said_by: PersonId,
    pub(crate) at: Moment,
}

/// The latest entries of an experiment, or those before, oldest first: what was decided next, or
/// what was seen. The two are never asked for together, so that no address tells of what is not
/// seen, and what was decided is not lost behind what was seen since.
pub(crate) async fn entries(
    look: &mut Look,
    (id, decided): (ExperimentId, bool),
    after: Option<After>,
) -> Outcome<Stretch<EntryRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, kind, words, heard, missing, decided, said_by, at FROM entries \
                 WHERE experiment_id = $1 AND at <= $2 AND (at < $2 OR id < $3) \
                 AND (kind IN ('grow', 'change', 'stop')) = $5 \
                 ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(id).latest(after, ENTRIES_PAGE).flag(decided),
        )
        .await?;
    let rows = rows.iter().map(read_entry).collect::<Outcome<_>>()?;
    let turn = |row: &EntryRow| After::this(row.at, row.id);
    let mut entries = Stretch::of(rows, ENTRIES_PAGE, turn);
    entries.here.reverse();
    Ok(entries)
}

fn read_entry(row: &Row) -> Outcome<EntryRow> {
    Ok(EntryRow {
        id: row.id("id")?,
        kind: row.known("kind", EntryKind::parse)?,
        words: row.sealed("words")?,
        heard: Heard::read(row)?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
    })
}

/// What is tried, for everything that is written once. Of its entries, everybody of the system
/// reads what was decided next, and not what was observed.
pub(crate) static TABLE: Table = Table {
    kind: Kind::Experiment,
    ids: sql!("SELECT id FROM experiments WHERE id > $1 ORDER BY id LIMIT 100"),
    rows: sql!(
        "SELECT system_id, id, name, intends, tries, limits, who, how_asked, how_refuse, at \
         FROM experiments WHERE id IN ({many})"
    ),
    words: &["name", "intends", "tries", "limits", "who", "how_asked", "how_refuse"],
    also: None,
    further: Some((
        sql!(
            "SELECT system_id, id, experiment_id, words FROM entries \
             WHERE kind IN ('grow', 'change', 'stop') AND experiment_id IN ({many}) LIMIT 10000"
        ),
        "experiment_id",
    )),
    own: &[
        OwnRows {
            rows: sql!(
                "SELECT system_id, id, name, intends, tries, limits, who, how_asked, how_refuse, \
                 at FROM experiments WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
            thing: "id",
            keeper: "system_id",
            parts: &[
                ("name", "name"),
                ("intends", "intends"),
                ("tries", "tries"),
                ("limits", "limits"),
                ("who", "who"),
                ("how_asked", "how_asked"),
                ("how_refuse", "how_refuse"),
            ],
        },
        OwnRows {
            rows: sql!(
                "SELECT system_id, id, experiment_id, words, heard, missing, decided, at FROM entries \
                 WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
            ),
            thing: "experiment_id",
            keeper: "system_id",
            parts: &[
                ("words", "entry"),
                ("heard", "heard"),
                ("missing", "missing"),
                ("decided", "decided"),
            ],
        },
    ],
    waits: None,
    facts: None,
};
