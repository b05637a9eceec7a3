//! The rows of notes.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{After, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::NoteId;
use crate::sections::SectionId;

pub(super) struct NoteRow {
    pub(super) life: SystemId,
    pub(super) id: NoteId,
    pub(super) section: SectionId,
    pub(super) words: Option<Sealed>,
    pub(super) danger: Option<Sealed>,
    pub(super) written_by: PersonId,
    pub(super) at: Moment,
    pub(super) place: SystemId,
    pub(super) shows_from: Moment,
}

impl NoteRow {
    fn read(row: &Row) -> Outcome<Self> {
        Ok(Self {
            life: row.id("system_id")?,
            id: row.id("id")?,
            section: row.id("section_id")?,
            words: row.maybe_sealed("words")?,
            danger: row.maybe_sealed("danger")?,
            written_by: row.id("written_by")?,
            at: row.moment("at")?,
            place: row.id("place_id")?,
            shows_from: row.moment("shows_from")?,
        })
    }
}

/// What is kept when a note is written.
pub(super) struct NewNote {
    pub(super) life: SystemId,
    pub(super) section: SectionId,
    pub(super) id: NoteId,
    pub(super) by: PersonId,
    pub(super) at: Moment,
    pub(super) place: SystemId,
    pub(super) shows_from: Moment,
}

pub(super) async fn insert(
    work: &mut Work,
    new: &NewNote,
    words: Sealed,
    danger: Option<Sealed>,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO notes (system_id, id, section_id, words, written_by, at, place_id, \
             danger, shows_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        bind()
            .id(new.life)
            .id(new.id)
            .id(new.section)
            .sealed(words)
            .id(new.by)
            .moment(new.at)
            .id(new.place)
            .maybe_sealed(danger)
            .moment(new.shows_from),
    )
    .await?;
    Ok(())
}

pub(super) async fn is_there(look: &mut Look, (life, id): (SystemId, NoteId)) -> Outcome<bool> {
    let there = sql!("SELECT id FROM notes WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(there, bind().id(life).id(id)).await?.is_some())
}

/// One that was not taken out, whether it shows or not.
pub(super) async fn find(look: &mut Look, (life, id): (SystemId, NoteId)) -> Outcome<NoteRow> {
    let row = look
        .one(
            sql!(
                "SELECT system_id, id, section_id, words, danger, written_by, at, place_id, \
                 shows_from FROM notes WHERE system_id = $1 AND id = $2 AND taken_out IS NULL"
            ),
            bind().id(life).id(id),
        )
        .await?;
    NoteRow::read(&row)
}

/// Those that show, newest first.
pub(super) async fn of_section(
    look: &mut Look,
    (life, section): (SystemId, SectionId),
    now: Moment,
    after: Option<After>,
    most: usize,
) -> Outcome<Vec<NoteRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, section_id, words, danger, written_by, at, place_id, \
                 shows_from FROM notes WHERE system_id = $1 AND section_id = $2 \
                 AND taken_out IS NULL AND shows_from <= $3 \
                 AND at <= $4 AND (at < $4 OR id < $5) ORDER BY at DESC, id DESC LIMIT $6"
            ),
            bind().id(life).id(section).moment(now).latest(after, most),
        )
        .await?;
    rows.iter().map(NoteRow::read).collect()
}

/// Those that do not show yet: what this person wrote, and what was written in these places; what
/// shows soonest first.
pub(super) async fn held(
    look: &mut Look,
    person: PersonId,
    places: &[SystemId],
    now: Moment,
) -> Outcome<Vec<NoteRow>> {
    let own = look
        .all(
            sql!(
                "SELECT system_id, id, section_id, words, danger, written_by, at, place_id, \
                 shows_from FROM notes WHERE written_by = $1 AND shows_from > $2 \
                 AND taken_out IS NULL ORDER BY shows_from, id LIMIT 100"
            ),
            bind().id(person).moment(now),
        )
        .await?;
    let here = look
        .all_of(
            sql!(
                "SELECT system_id, id, section_id, words, danger, written_by, at, place_id, \
                 shows_from FROM notes WHERE place_id IN ({many}) AND shows_from > $1 \
                 AND taken_out IS NULL ORDER BY shows_from, id LIMIT 200"
            ),
            bind().moment(now),
            places.iter().copied(),
        )
        .await?;
    let mut rows: Vec<NoteRow> =
        own.iter().chain(&here).map(NoteRow::read).collect::<Outcome<_>>()?;
    rows.sort_by_key(|row| (row.shows_from, row.id));
    rows.dedup_by_key(|row| row.id);
    Ok(rows)
}

/// How many this person holds back now; no further than 100.
pub(super) async fn held_by(look: &mut Look, person: PersonId, now: Moment) -> Outcome<usize> {
    let rows = look
        .all(
            sql!(
                "SELECT id FROM notes WHERE written_by = $1 AND shows_from > $2 \
                 AND taken_out IS NULL LIMIT 100"
            ),
            bind().id(person).moment(now),
        )
        .await?;
    Ok(rows.len())
}

/// Lets one show from a moment on.
pub(super) async fn show(
    work: &mut Work,
    (life, id): (SystemId, NoteId),
    from: Moment,
) -> Outcome<()> {
    work.run(
        sql!("UPDATE notes SET shows_from = $3 WHERE system_id = $1 AND id = $2"),
        bind().id(life).id(id).moment(from),
    )
    .await?;
    Ok(())
}

/// Of these things those that are notes on this life, with the part they stand in where they show.
pub(crate) async fn among(
    look: &mut Look,
    life: SystemId,
    things: &[Uuid],
    now: Moment,
) -> Outcome<Vec<(Uuid, Option<SectionId>)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT id, section_id, shows_from FROM notes \
                 WHERE system_id = $1 AND id IN ({many})"
            ),
            bind().id(life),
            things.iter().copied(),
        )
        .await?;
    let read = |row: &Row| {
        let shows = row.moment("shows_from")? <= now;
        Ok((row.id("id")?, shows.then_some(row.id("section_id")?)))
    };
    rows.iter().map(read).collect()
}

/// Empties one.
pub(crate) async fn empty(
    work: &mut Work,
    (life, id): (SystemId, NoteId),
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE notes SET words = NULL, danger = NULL, taken_out = $3 \
             WHERE system_id = $1 AND id = $2"
        ),
        bind().id(life).id(id).moment(at),
    )
    .await?;
    Ok(())
}
