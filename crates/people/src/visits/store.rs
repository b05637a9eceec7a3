//! The rows of when somebody met, of who was there, and of copies that were taken.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{After, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::VisitId;
use super::copy::{Copied, MOST_COPIED};
use crate::sections::SectionId;

pub(super) struct VisitRow {
    pub(super) id: VisitId,
    pub(super) section: SectionId,
    pub(super) day: Moment,
    pub(super) words: Option<Sealed>,
    pub(super) present: Option<Sealed>,
    pub(super) written_by: PersonId,
    pub(super) at: Moment,
}

impl VisitRow {
    fn read(row: &Row) -> Outcome<Self> {
        Ok(Self {
            id: row.id("id")?,
            section: row.id("section_id")?,
            day: row.moment("day")?,
            words: row.maybe_sealed("words")?,
            present: row.maybe_sealed("present")?,
            written_by: row.id("written_by")?,
            at: row.moment("at")?,
        })
    }
}

/// What is kept when somebody writes down that they met.
pub(super) struct NewVisit {
    pub(super) life: SystemId,
    pub(super) section: SectionId,
    pub(super) id: VisitId,
    pub(super) day: Moment,
    pub(super) by: PersonId,
    pub(super) at: Moment,
}

pub(super) async fn insert(
    work: &mut Work,
    new: &NewVisit,
    (words, present): (Option<Sealed>, Option<Sealed>),
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO visits (system_id, id, section_id, day, words, present, written_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        bind()
            .id(new.life)
            .id(new.id)
            .id(new.section)
            .moment(new.day)
            .maybe_sealed(words)
            .maybe_sealed(present)
            .id(new.by)
            .moment(new.at),
    )
    .await?;
    Ok(())
}

/// That somebody with a name here was there.
pub(super) async fn there(
    work: &mut Work,
    (life, visit): (SystemId, VisitId),
    person: PersonId,
) -> Outcome<()> {
    work.run(
        sql!("INSERT INTO visit_people (system_id, visit_id, person_id) VALUES ($1, $2, $3)"),
        bind().id(life).id(visit).id(person),
    )
    .await?;
    Ok(())
}

pub(super) async fn is_there(look: &mut Look, (life, id): (SystemId, VisitId)) -> Outcome<bool> {
    let there = sql!("SELECT id FROM visits WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(there, bind().id(life).id(id)).await?.is_some())
}

/// One that was not taken out.
pub(super) async fn find(look: &mut Look, (life, id): (SystemId, VisitId)) -> Outcome<VisitRow> {
    let row = look
        .one(
            sql!(
                "SELECT id, section_id, day, words, present, written_by, at FROM visits \
                 WHERE system_id = $1 AND id = $2 AND taken_out IS NULL"
            ),
            bind().id(life).id(id),
        )
        .await?;
    VisitRow::read(&row)
}

pub(super) async fn of_section(
    look: &mut Look,
    (life, section): (SystemId, SectionId),
    after: Option<After>,
    most: usize,
) -> Outcome<Vec<VisitRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, section_id, day, words, present, written_by, at FROM visits \
                 WHERE system_id = $1 AND section_id = $2 AND taken_out IS NULL \
                 AND day <= $3 AND (day < $3 OR id < $4) ORDER BY day DESC, id DESC LIMIT $5"
            ),
            bind().id(life).id(section).latest(after, most),
        )
        .await?;
    rows.iter().map(VisitRow::read).collect()
}

/// Those between two days, both of them among them, the first day first; one more than are copied.
pub(super) async fn between(
    look: &mut Look,
    (life, section): (SystemId, SectionId),
    (first, last): (Moment, Moment),
) -> Outcome<Vec<VisitRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, section_id, day, words, present, written_by, at FROM visits \
                 WHERE system_id = $1 AND section_id = $2 AND taken_out IS NULL \
                 AND day >= $3 AND day <= $4 ORDER BY day, id LIMIT $5"
            ),
            bind()
                .id(life)
                .id(section)
                .moment(first)
                .moment(last)
                .number(MOST_COPIED.saturating_add(1)),
        )
        .await?;
    rows.iter().map(VisitRow::read).collect()
}

/// Who was there, of those who have a name here.
pub(super) async fn who_was_there(
    look: &mut Look,
    life: SystemId,
    visits: &[VisitId],
) -> Outcome<Vec<(VisitId, PersonId)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT visit_id, person_id FROM visit_people \
                 WHERE system_id = $1 AND visit_id IN ({many}) LIMIT 10000"
            ),
            bind().id(life),
            visits.iter().copied(),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("visit_id")?, row.id("person_id")?))).collect()
}

/// Empties one, and who was there.
pub(crate) async fn empty(
    work: &mut Work,
    (life, id): (SystemId, VisitId),
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE visits SET words = NULL, present = NULL, taken_out = $3 \
             WHERE system_id = $1 AND id = $2"
        ),
        bind().id(life).id(id).moment(at),
    )
    .await?;
    work.run(
        sql!("DELETE FROM visit_people WHERE system_id = $1 AND visit_id = $2"),
        bind().id(life).id(id),
    )
    .await?;
    Ok(())
}

/// Keeps that a copy was taken.
pub(super) async fn copied(
    work: &mut Work,
    (life, id): (SystemId, Uuid),
    copied: &Copied,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO copies (system_id, id, first_day, last_day, copied_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        bind()
            .id(life)
            .id(id)
            .moment(copied.first)
            .moment(copied.last)
            .id(copied.by)
            .moment(copied.at),
    )
    .await?;
    Ok(())
}

pub(super) async fn was_copied(look: &mut Look, (life, id): (SystemId, Uuid)) -> Outcome<bool> {
    let there = sql!("SELECT id FROM copies WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(there, bind().id(life).id(id)).await?.is_some())
}

/// The copies that were taken, the last first, each with where a list goes on after it.
pub(super) async fn copies(
    look: &mut Look,
    life: SystemId,
    after: Option<After>,
) -> Outcome<Vec<(Copied, After)>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, first_day, last_day, copied_by, at FROM copies WHERE system_id = $1 \
                 AND at <= $2 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(life).latest(after, super::copy::PAGE),
        )
        .await?;
    let read = |row: &Row| {
        let copied = Copied {
            first: row.moment("first_day")?,
            last: row.moment("last_day")?,
            by: row.id("copied_by")?,
            at: row.moment("at")?,
        };
        Ok((copied, After::this(copied.at, row.id::<Uuid>("id")?)))
    };
    rows.iter().map(read).collect()
}

/// Forgets that this person was there when others met, at most 500 times at once. Says how many.
pub(crate) async fn forget_person(work: &mut Work, person: PersonId) -> Outcome<usize> {
    let rows = work
        .all(
            sql!("SELECT system_id, visit_id FROM visit_people WHERE person_id = $1 LIMIT 500"),
            bind().id(person),
        )
        .await?;
    for row in &rows {
        work.run(
            sql!(
                "DELETE FROM visit_people WHERE system_id = $1 AND visit_id = $2 AND person_id = $3"
            ),
            bind()
                .id(row.id::<SystemId>("system_id")?)
                .id(row.id::<VisitId>("visit_id")?)
                .id(person),
        )
        .await?;
    }
    Ok(rows.len())
}
