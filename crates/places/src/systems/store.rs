//! The rows of systems and of their nesting.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::Scale;
use super::draw::NewSystem;
use super::nestings::{Lies, Nesting, NestingId, Over};

pub(crate) struct SystemRow {
    pub(crate) id: SystemId,
    pub(crate) place: SystemId,
    pub(crate) scale: Scale,
    pub(crate) name: Sealed,
    pub(crate) theme: Option<Sealed>,
    pub(crate) area: Option<Sealed>,
    pub(crate) edge_why: Option<Sealed>,
    pub(crate) made: Moment,
    pub(crate) revision: i64,
    pub(crate) open_door: bool,
}

pub(crate) async fn insert(work: &mut Work, new: &NewSystem) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO systems \
             (system_id, id, place_id, scale, name, theme, area, edge_why, made_by, made, \
             revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)"
        ),
        bind()
            .id(new.id)
            .id(new.id)
            .id(new.place)
            .word(new.scale.word())
            .sealed(new.edge.name.clone())
            .maybe_sealed(new.edge.theme.clone())
            .maybe_sealed(new.edge.area.clone())
            .maybe_sealed(new.edge.edge_why.clone())
            .maybe_id(new.by)
            .moment(new.made),
    )
    .await?;
    Ok(())
}

pub(crate) async fn insert_nesting(work: &mut Work, home: SystemId, row: Nesting) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO nestings (system_id, id, inner_id, outer_id, kind, said_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(home)
            .id(row.id)
            .id(row.inner)
            .id(row.outer)
            .word(row.lies.word())
            .maybe_id(row.said_by)
            .moment(row.at),
    )
    .await?;
    Ok(())
}

/// How wide these systems are; one that is not there is not among the answers.
pub(crate) async fn scales(look: &mut Look, ids: &[SystemId]) -> Outcome<Vec<(SystemId, Scale)>> {
    let rows = look
        .all_of(
            sql!("SELECT id, scale FROM systems WHERE system_id IN ({many})"),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(with_scale).collect()
}

fn with_scale(row: &Row) -> Outcome<(SystemId, Scale)> {
    let scale = Scale::parse(&row.word("scale")?);
    Ok((row.id("id")?, scale.ok_or(Fault::Inside("an unknown scale".to_owned()))?))
}

/// Those of these in which somebody under 18 plays a part and, but for these two people, nobody who
/// is grown; each with its scale. Where an adult is in it, nothing more is looked at.
pub(crate) async fn without_an_adult(
    look: &mut Look,
    ids: &[SystemId],
    [one, other]: [PersonId; 2],
) -> Outcome<Vec<(SystemId, Scale)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT s.id, s.scale FROM systems s WHERE s.system_id IN ({many}) \
                 AND NOT EXISTS (SELECT 1 FROM standings a JOIN persons p ON p.id = a.person_id \
                 WHERE a.system_id = s.system_id AND a.kind = 'part' AND a.ended IS NULL \
                 AND a.person_id <> $1 AND a.person_id <> $2 AND NOT p.under_18) \
                 AND EXISTS (SELECT 1 FROM standings c JOIN persons p ON p.id = c.person_id \
                 WHERE c.system_id = s.system_id AND c.kind = 'part' AND c.ended IS NULL \
                 AND c.person_id <> $1 AND c.person_id <> $2 AND p.under_18)"
            ),
            bind().id(one).id(other),
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(with_scale).collect()
}

pub(crate) async fn by_ids(look: &mut Look, ids: &[SystemId]) -> Outcome<Vec<SystemRow>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT s.id, s.place_id, s.scale, s.name, s.theme, s.area, s.edge_why, s.made, \
                 s.revision, \
                 COALESCE(p.open_door, FALSE) AS open_door \
                 FROM systems s LEFT JOIN places p ON p.system_id = s.system_id \
                 WHERE s.system_id IN ({many})"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(read).collect()
}

pub(crate) async fn of_place(look: &mut Look, place: SystemId) -> Outcome<Vec<SystemRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT s.id, s.place_id, s.scale, s.name, s.theme, s.area, s.edge_why, s.made, \
                 s.revision, \
                 COALESCE(p.open_door, FALSE) AS open_door \
                 FROM systems s LEFT JOIN places p ON p.system_id = s.id \
                 WHERE s.place_id = $1 LIMIT 500"
            ),
            bind().id(place),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The names of places, after this one in the order of their ids; at most 500.
pub(crate) async fn place_names(
    look: &mut Look,
    after: SystemId,
) -> Outcome<Vec<(SystemId, Sealed)>> {
    let rows = look
        .all(
            sql!(
                "SELECT s.id, s.name FROM places p \
                 JOIN systems s ON s.system_id = p.system_id AND s.id = p.system_id \
                 WHERE p.system_id > $1 ORDER BY p.system_id LIMIT 500"
            ),
            bind().id(after),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.sealed("name")?))).collect()
}

pub(crate) async fn is_place(look: &mut Look, id: SystemId) -> Outcome<bool> {
    let place = sql!("SELECT system_id FROM places WHERE system_id = $1");
    Ok(look.maybe(place, bind().id(id)).await?.is_some())
}

pub(crate) async fn ids_after(look: &mut Look, after: Uuid) -> Outcome<Vec<Uuid>> {
    let next =
        sql!("SELECT system_id FROM systems WHERE system_id > $1 ORDER BY system_id LIMIT 500");
    let rows = look.all(next, bind().id(after)).await?;
    rows.iter().map(|row| row.id("system_id")).collect()
}

/// How a system lies to others now; at most 1,000.
pub(crate) async fn nestings(look: &mut Look, id: SystemId) -> Outcome<Vec<Nesting>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, inner_id, outer_id, kind, said_by, at, ended, ended_by FROM nestings \
                 WHERE system_id = $1 AND ended IS NULL LIMIT 1000"
            ),
            bind().id(id),
        )
        .await?;
    rows.iter().map(read_nesting).collect()
}

/// How a system lay to others before, newest first; at most 50.
pub(crate) async fn past_nestings(look: &mut Look, id: SystemId) -> Outcome<Vec<Nesting>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, inner_id, outer_id, kind, said_by, at, ended, ended_by FROM nestings \
                 WHERE system_id = $1 AND ended IS NOT NULL ORDER BY ended DESC, id LIMIT 50"
            ),
            bind().id(id),
        )
        .await?;
    rows.iter().map(read_nesting).collect()
}

pub(crate) async fn nesting(look: &mut Look, system: SystemId, id: NestingId) -> Outcome<Nesting> {
    let row = look
        .one(
            sql!(
                "SELECT id, inner_id, outer_id, kind, said_by, at, ended, ended_by FROM nestings \
                 WHERE system_id = $1 AND id = $2"
            ),
            bind().id(system).id(id),
        )
        .await?;
    read_nesting(&row)
}

pub(crate) async fn end_nesting(
    work: &mut Work,
    home: SystemId,
    id: NestingId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE nestings SET ended = $3, ended_by = $4 \
             WHERE system_id = $1 AND id = $2 AND ended IS NULL"
        ),
        bind().id(home).id(id).moment(at).id(by),
    )
    .await?;
    Ok(())
}

/// What these systems lie in now, one step outward.
pub(crate) async fn outer_of(look: &mut Look, ids: &[SystemId]) -> Outcome<Vec<SystemId>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT DISTINCT outer_id FROM nestings WHERE system_id IN ({many}) \
                 AND inner_id = system_id AND kind = 'within' AND ended IS NULL LIMIT 20000"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(|row| row.id("outer_id")).collect()
}

fn read_nesting(row: &Row) -> Outcome<Nesting> {
    let ended = row.maybe_moment("ended")?;
    let ended_by = row.maybe_id("ended_by")?;
    Ok(Nesting {
        id: row.id("id")?,
        inner: row.id("inner_id")?,
        outer: row.id("outer_id")?,
        lies: row.known("kind", Lies::parse)?,
        said_by: row.maybe_id("said_by")?,
        at: row.moment("at")?,
        over: ended.map(|at| Over { at, by: ended_by }),
    })
}

/// In which place a system is, and how wide it is drawn.
pub(crate) async fn place_of(look: &mut Look, id: SystemId) -> Outcome<(SystemId, Scale)> {
    let row = look
        .one(sql!("SELECT place_id, scale FROM systems WHERE system_id = $1"), bind().id(id))
        .await?;
    Ok((row.id("place_id")?, read_scale(&row)?))
}

/// How these systems lie to one another now: the inner one, how, the outer one.
pub(crate) async fn nestings_of(
    look: &mut Look,
    ids: &[SystemId],
) -> Outcome<Vec<(SystemId, Lies, SystemId)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT DISTINCT inner_id, outer_id, kind FROM nestings \
                 WHERE system_id IN ({many}) AND ended IS NULL LIMIT 2000"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    rows.iter()
        .map(|row| {
            let lies = row.known("kind", Lies::parse)?;
            Ok((row.id("inner_id")?, lies, row.id("outer_id")?))
        })
        .collect()
}

/// Draws the edge anew, if nobody else did since `revision`.
pub(crate) async fn redraw(
    work: &mut Work,
    id: SystemId,
    revision: i64,
    edge: &super::draw::SealedEdge,
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE systems SET name = $3, theme = $4, area = $5, edge_why = $6, \
                 revision = revision + 1 WHERE system_id = $1 AND id = $1 AND revision = $2"
            ),
            bind()
                .id(id)
                .number(revision)
                .sealed(edge.name.clone())
                .maybe_sealed(edge.theme.clone())
                .maybe_sealed(edge.area.clone())
                .maybe_sealed(edge.edge_why.clone()),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

fn read_scale(row: &Row) -> Outcome<Scale> {
    Scale::parse(&row.word("scale")?)
        .ok_or_else(|| Fault::Inside("a system of an unknown scale".to_owned()))
}

pub(crate) fn read(row: &Row) -> Outcome<SystemRow> {
    Ok(SystemRow {
        id: row.id("id")?,
        place: row.id("place_id")?,
        scale: read_scale(row)?,
        name: row.sealed("name")?,
        theme: row.maybe_sealed("theme")?,
        area: row.maybe_sealed("area")?,
        edge_why: row.maybe_sealed("edge_why")?,
        made: row.moment("made")?,
        revision: row.number("revision")?,
        open_door: row.flag("open_door")?,
    })
}
