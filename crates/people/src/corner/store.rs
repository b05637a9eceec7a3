//! The rows of who is let in to lives.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{After, Fault, Moment, Outcome};
use sharing::Reader;
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{CornerId, Given, LetIn, Terms, To};
use crate::sections::SectionId;

pub(crate) struct CornerRow {
    pub(crate) id: CornerId,
    pub(crate) life: SystemId,
    pub(crate) to: To,
    pub(crate) purpose: Option<Sealed>,
    pub(crate) meeting: Option<Sealed>,
    pub(crate) began: Moment,
    pub(crate) until: Option<Moment>,
    pub(crate) ended: Option<Moment>,
}

impl CornerRow {
    fn read(row: &Row) -> Outcome<Self> {
        let to: Uuid = row.id("to_id")?;
        Ok(Self {
            id: row.id("id")?,
            life: row.id("system_id")?,
            to: row.known("to_kind", |word| To::of(word, to))?,
            purpose: row.maybe_sealed("purpose")?,
            meeting: row.maybe_sealed("meeting")?,
            began: row.moment("began")?,
            until: row.maybe_moment("until")?,
            ended: row.maybe_moment("ended")?,
        })
    }

    pub(crate) fn is_over(&self, now: Moment) -> bool {
        self.ended.is_some() || self.until.is_some_and(|until| until <= now)
    }
}

impl From<CornerRow> for LetIn {
    fn from(row: CornerRow) -> Self {
        let CornerRow { id, life, to, purpose, meeting, until, .. } = row;
        Self { life, to, given: Vec::new(), id, purpose, meeting, until }
    }
}

/// What is kept when somebody is let in.
pub(super) struct NewCorner<'a> {
    pub(super) life: SystemId,
    pub(super) id: CornerId,
    pub(super) terms: &'a Terms,
    pub(super) by: PersonId,
    pub(super) at: Moment,
}

pub(super) async fn insert(
    work: &mut Work,
    new: &NewCorner<'_>,
    (purpose, meeting): (Option<Sealed>, Option<Sealed>),
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO corners (system_id, id, to_kind, to_id, purpose, meeting, given_by, \
             given, began, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        bind()
            .id(new.life)
            .id(new.id)
            .word(new.terms.to.word())
            .id(new.terms.to.id())
            .maybe_sealed(purpose)
            .maybe_sealed(meeting)
            .id(new.by)
            .moment(new.at)
            .moment(new.terms.began)
            .maybe_moment(new.terms.until),
    )
    .await?;
    Ok(())
}

pub(super) async fn give(
    work: &mut Work,
    (life, corner): (SystemId, CornerId),
    given: Given,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO corner_sections (system_id, id, corner_id, section_id, may_write, began) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        bind()
            .id(life)
            .id(Uuid::new_v4())
            .id(corner)
            .id(given.section)
            .flag(given.may_write)
            .moment(at),
    )
    .await?;
    Ok(())
}

pub(super) async fn take(
    work: &mut Work,
    (life, corner): (SystemId, CornerId),
    section: SectionId,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE corner_sections SET ended = $4 WHERE system_id = $1 AND corner_id = $2 \
             AND section_id = $3 AND ended IS NULL"
        ),
        bind().id(life).id(corner).id(section).moment(at),
    )
    .await?;
    Ok(())
}

/// What is over already stays as it is.
pub(super) async fn end(
    work: &mut Work,
    (life, id): (SystemId, CornerId),
    at: Moment,
) -> Outcome<()> {
    if find(work, (life, id)).await?.is_over(at) {
        return Err(Fault::Already);
    }
    work.run(
        sql!("UPDATE corners SET ended = $3 WHERE system_id = $1 AND id = $2 AND ended IS NULL"),
        bind().id(life).id(id).moment(at),
    )
    .await?;
    Ok(())
}

pub(super) async fn find(look: &mut Look, (life, id): (SystemId, CornerId)) -> Outcome<CornerRow> {
    let row = look
        .one(
            sql!(
                "SELECT id, system_id, to_kind, to_id, purpose, meeting, began, until, ended \
                 FROM corners WHERE system_id = $1 AND id = $2"
            ),
            bind().id(life).id(id),
        )
        .await?;
    CornerRow::read(&row)
}

pub(super) async fn is_there(look: &mut Look, (life, id): (SystemId, CornerId)) -> Outcome<bool> {
    let there = sql!("SELECT id FROM corners WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(there, bind().id(life).id(id)).await?.is_some())
}

/// Who is let in to a life, or will be, and then who was, the last first.
pub(crate) async fn of_life(
    look: &mut Look,
    life: SystemId,
    now: Moment,
) -> Outcome<Vec<CornerRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, system_id, to_kind, to_id, purpose, meeting, began, until, ended \
                 FROM corners WHERE system_id = $1 ORDER BY CASE WHEN ended IS NULL \
                 AND (until IS NULL OR until > $2) THEN 0 ELSE 1 END, given DESC, id LIMIT 400"
            ),
            bind().id(life).moment(now),
        )
        .await?;
    rows.iter().map(CornerRow::read).collect()
}

/// What these are given to read, as it holds now.
pub(super) async fn given(
    look: &mut Look,
    life: SystemId,
    corners: &[CornerId],
) -> Outcome<Vec<(CornerId, Given)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT corner_id, section_id, may_write FROM corner_sections \
                 WHERE system_id = $1 AND corner_id IN ({many}) AND ended IS NULL LIMIT 20000"
            ),
            bind().id(life),
            corners.iter().copied(),
        )
        .await?;
    let read = |row: &Row| {
        let (section, may_write) = (row.id("section_id")?, row.flag("may_write")?);
        Ok((row.id("corner_id")?, Given { section, may_write }))
    };
    rows.iter().map(read).collect()
}

/// Everything by which somebody may stand in a corner: themselves, and where they stand.
fn keys(reader: &Reader) -> Vec<Uuid> {
    let mut keys: Vec<Uuid> = reader.standings().iter().map(|one| one.system.into()).collect();
    keys.extend(reader.person_id().map(Uuid::from));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// By what this reader is let in to one life at this moment, with what they are given there.
pub(crate) async fn for_reader(
    look: &mut Look,
    life: SystemId,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<LetIn>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT id, system_id, to_kind, to_id, purpose, meeting, began, until, ended \
                 FROM corners WHERE system_id = $1 AND began <= $2 AND ended IS NULL \
                 AND (until IS NULL OR until > $2) AND to_id IN ({many}) LIMIT 400"
            ),
            bind().id(life).moment(now),
            keys(reader),
        )
        .await?;
    let rows: Vec<CornerRow> = rows.iter().map(CornerRow::read).collect::<Outcome<_>>()?;
    let ids: Vec<CornerId> = rows.iter().map(|row| row.id).collect();
    let given = given(look, life, &ids).await?;
    let with = |row: CornerRow| {
        let given = given.iter().filter(|(corner, _)| *corner == row.id).map(|(_, given)| *given);
        LetIn { given: given.collect(), ..LetIn::from(row) }
    };
    Ok(rows.into_iter().map(with).collect())
}

/// The same for several lives, without what they are given: enough to know that a life is there.
pub(crate) async fn among(
    look: &mut Look,
    lives: &[SystemId],
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<LetIn>> {
    let keys = keys(reader);
    let rows = look
        .all_of(
            sql!(
                "SELECT id, system_id, to_kind, to_id, purpose, meeting, began, until, ended \
                 FROM corners WHERE system_id IN ({many}) AND began <= $1 AND ended IS NULL \
                 AND (until IS NULL OR until > $1) LIMIT 30000"
            ),
            bind().moment(now),
            lives.iter().copied(),
        )
        .await?;
    let mut let_in = Vec::new();
    for row in &rows {
        let row = CornerRow::read(row)?;
        if keys.binary_search(&row.to.id()).is_ok() {
            let_in.push(row.into());
        }
    }
    Ok(let_in)
}

/// The lives that let in one of these now, each once, whoever let them in last first.
pub(crate) async fn letting_in(
    look: &mut Look,
    to: &[Uuid],
    now: Moment,
    after: Option<After>,
) -> Outcome<Vec<(SystemId, Moment)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT system_id, at FROM (SELECT c.system_id, MAX(c.began) AS at FROM corners c \
                 JOIN lives l ON l.system_id = c.system_id AND l.rests IS NULL AND l.ends IS NULL \
                 WHERE c.to_id IN ({many}) AND c.ended IS NULL AND c.began <= $1 \
                 AND (c.until IS NULL OR c.until > $1) GROUP BY c.system_id) each_once \
                 WHERE at <= $2 AND (at < $2 OR system_id < $3) \
                 ORDER BY at DESC, system_id DESC LIMIT $4"
            ),
            bind().moment(now).latest(after, crate::lives::PAGE),
            to.iter().copied(),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("system_id")?, row.moment("at")?))).collect()
}

/// Ends that this person is let in anywhere, at most 500 a time. Says how many there were.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<usize> {
    let rows = work
        .all(
            sql!("SELECT system_id, id FROM corners WHERE to_id = $1 LIMIT 500"),
            bind().id(person),
        )
        .await?;
    for row in &rows {
        let (life, id): (SystemId, Uuid) = (row.id("system_id")?, row.id("id")?);
        for sql in [
            sql!("DELETE FROM corner_sections WHERE system_id = $1 AND corner_id = $2"),
            sql!("DELETE FROM corners WHERE system_id = $1 AND id = $2"),
        ] {
            work.run(sql, bind().id(life).id(id)).await?;
        }
    }
    Ok(rows.len())
}

/// Forgets who was let in to a life.
pub(crate) async fn forget_life(work: &mut Work, life: SystemId) -> Outcome<()> {
    for sql in [
        sql!("DELETE FROM corner_sections WHERE system_id = $1"),
        sql!("DELETE FROM corners WHERE system_id = $1"),
    ] {
        work.run(sql, bind().id(life)).await?;
    }
    Ok(())
}
