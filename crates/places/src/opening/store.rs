//! The row of a place.

use ground::id::SystemId;
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::StandingKind;
use store::{Keeper, KeyRing, Look, Sealed, Spot, Work, bind, sql};

use super::Said;
use crate::systems::{self, store::SystemRow};

pub(crate) struct PlaceRow {
    pub(crate) zone: String,
    pub(crate) said: SaidRow,
    pub(crate) open_door: bool,
    pub(crate) opened: Option<Moment>,
    pub(crate) revision: i64,
}

#[derive(Clone)]
pub(crate) struct SaidRow {
    pub(crate) story_word: Option<Sealed>,
    pub(crate) stories_word: Option<Sealed>,
    pub(crate) controllers: Option<Sealed>,
    pub(crate) data_protection: Option<Sealed>,
    pub(crate) keeping: Option<Sealed>,
    pub(crate) ring_now: Option<Sealed>,
    pub(crate) read_by: Option<Sealed>,
    pub(crate) ring_back: Option<Sealed>,
    pub(crate) open_door: bool,
}

impl SaidRow {
    pub(crate) fn seal(ring: &KeyRing, place: SystemId, said: &Said) -> Outcome<Self> {
        let keeper = Keeper::new(place);
        let words = |text: &Option<Words>, column| {
            text.as_ref().map(|w| ring.seal(keeper, Spot::new(place, column), w)).transpose()
        };
        let line = |text: Option<&Line>, column| {
            text.map(|l| ring.seal_line(keeper, Spot::new(place, column), l)).transpose()
        };
        Ok(Self {
            story_word: line(said.story.as_ref().map(|(one, _)| one), "story_word")?,
            stories_word: line(said.story.as_ref().map(|(_, many)| many), "stories_word")?,
            controllers: words(&said.controllers, "controllers")?,
            data_protection: words(&said.data_protection, "data_protection")?,
            keeping: words(&said.keeping, "keeping")?,
            ring_now: words(&said.ring_now, "ring_now")?,
            read_by: words(&said.read_by, "read_by")?,
            ring_back: words(&said.ring_back, "ring_back")?,
            open_door: said.open_door,
        })
    }
}

pub(crate) async fn insert(
    work: &mut Work,
    place: SystemId,
    zone: &str,
    made_up: bool,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO places (system_id, zone, made_up, open_door, revision) \
             VALUES ($1, $2, $3, FALSE, 1)"
        ),
        bind().id(place).word(zone).flag(made_up),
    )
    .await?;
    Ok(())
}

/// A system, or the place it is in, with what a place says of how it speaks.
pub(crate) struct HereRow {
    pub(crate) system: SystemRow,
    /// Nothing, where the row is not a place.
    pub(crate) zone: String,
    pub(crate) is_open: bool,
    pub(crate) story_word: Option<Sealed>,
    pub(crate) stories_word: Option<Sealed>,
}

/// A system and its place: two rows, or one when it is a place.
pub(crate) async fn here(look: &mut Look, id: SystemId) -> Outcome<Vec<HereRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT s.id, s.place_id, s.scale, s.name, s.theme, s.area, s.edge_why, s.made, \
                 s.revision, COALESCE(p.open_door, FALSE) AS open_door, \
                 COALESCE(p.zone, '') AS zone, p.opened IS NOT NULL AS is_open, \
                 p.story_word, p.stories_word \
                 FROM systems s LEFT JOIN places p ON p.system_id = s.system_id \
                 WHERE s.system_id IN ($1, (SELECT w.place_id FROM systems w \
                 WHERE w.system_id = $1)) LIMIT 2"
            ),
            bind().id(id),
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(HereRow {
                system: systems::store::read(row)?,
                zone: row.word("zone")?,
                is_open: row.flag("is_open")?,
                story_word: row.maybe_sealed("story_word")?,
                stories_word: row.maybe_sealed("stories_word")?,
            })
        })
        .collect()
}

pub(crate) async fn find(look: &mut Look, place: SystemId) -> Outcome<PlaceRow> {
    let row = look
        .one(
            sql!(
                "SELECT zone, story_word, stories_word, controllers, data_protection, keeping, \
                 ring_now, read_by, ring_back, open_door, opened, revision \
                 FROM places WHERE system_id = $1"
            ),
            bind().id(place),
        )
        .await?;
    Ok(PlaceRow {
        zone: row.word("zone")?,
        said: SaidRow {
            story_word: row.maybe_sealed("story_word")?,
            stories_word: row.maybe_sealed("stories_word")?,
            controllers: row.maybe_sealed("controllers")?,
            data_protection: row.maybe_sealed("data_protection")?,
            keeping: row.maybe_sealed("keeping")?,
            ring_now: row.maybe_sealed("ring_now")?,
            read_by: row.maybe_sealed("read_by")?,
            ring_back: row.maybe_sealed("ring_back")?,
            open_door: row.flag("open_door")?,
        },
        open_door: row.flag("open_door")?,
        opened: row.maybe_moment("opened")?,
        revision: row.number("revision")?,
    })
}

/// Whether the door of a place is open; nothing where it has not opened itself.
pub(crate) async fn open_door_of(look: &mut Look, place: SystemId) -> Outcome<Option<bool>> {
    let row = look
        .maybe(
            sql!("SELECT open_door FROM places WHERE system_id = $1 AND opened IS NOT NULL"),
            bind().id(place),
        )
        .await?;
    row.map(|row| row.flag("open_door")).transpose()
}

/// Those of these systems that are places and have not opened.
pub(crate) async fn not_open(look: &mut Look, places: &[SystemId]) -> Outcome<Vec<SystemId>> {
    let rows = look
        .all_of(
            sql!("SELECT system_id FROM places WHERE opened IS NULL AND system_id IN ({many})"),
            bind(),
            places.iter().copied(),
        )
        .await?;
    rows.iter().map(|row| row.id("system_id")).collect()
}

/// The places that have opened with an open door, the first that opened first.
pub(crate) async fn open_doors(look: &mut Look) -> Outcome<Vec<SystemId>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id FROM places WHERE open_door AND opened IS NOT NULL \
                 ORDER BY opened, system_id LIMIT 20"
            ),
            bind(),
        )
        .await?;
    rows.iter().map(|row| row.id("system_id")).collect()
}

pub(crate) async fn update(
    work: &mut Work,
    place: SystemId,
    revision: i64,
    said: &SaidRow,
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE places SET story_word = $3, stories_word = $4, controllers = $5, \
                 data_protection = $6, keeping = $7, ring_now = $8, read_by = $9, \
                 open_door = $10, ring_back = $11, revision = revision + 1 \
                 WHERE system_id = $1 AND revision = $2"
            ),
            bind()
                .id(place)
                .number(revision)
                .maybe_sealed(said.story_word.clone())
                .maybe_sealed(said.stories_word.clone())
                .maybe_sealed(said.controllers.clone())
                .maybe_sealed(said.data_protection.clone())
                .maybe_sealed(said.keeping.clone())
                .maybe_sealed(said.ring_now.clone())
                .maybe_sealed(said.read_by.clone())
                .flag(said.open_door)
                .maybe_sealed(said.ring_back.clone()),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

pub(crate) async fn set_opened(work: &mut Work, place: SystemId, at: Moment) -> Outcome<()> {
    work.run(
        sql!("UPDATE places SET opened = $2 WHERE system_id = $1 AND opened IS NULL"),
        bind().id(place).moment(at),
    )
    .await?;
    Ok(())
}

pub(crate) async fn end_standings(
    work: &mut Work,
    place: SystemId,
    kind: StandingKind,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE standings SET ended = $3 \
             WHERE system_id = $1 AND kind = $2 AND ended IS NULL"
        ),
        bind().id(place).word(kind.word()).moment(at),
    )
    .await?;
    Ok(())
}
