//! The rows of the parts of lives.

use ground::id::SystemId;
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{SectionId, SectionKind};

pub(crate) struct SectionRow {
    pub(crate) id: SectionId,
    pub(crate) kind: SectionKind,
    pub(crate) heading: Option<Sealed>,
    pub(crate) turn: i64,
    pub(crate) said: i64,
    pub(crate) put_away: Option<Moment>,
}

impl SectionRow {
    /// A part that is not laid out yet.
    pub(super) fn to_come(kind: SectionKind, life: SystemId) -> Self {
        let id = kind.when_needed(life);
        Self { id, kind, heading: None, turn: 0, said: 0, put_away: None }
    }

    fn read(row: &Row) -> Outcome<Self> {
        Ok(Self {
            id: row.id("id")?,
            kind: row.known("kind", SectionKind::parse)?,
            heading: row.maybe_sealed("heading")?,
            turn: row.number("turn")?,
            said: row.number("said")?,
            put_away: row.maybe_moment("put_away")?,
        })
    }
}

pub(super) async fn insert(
    work: &mut Work,
    (life, id): (SystemId, SectionId),
    (kind, heading): (SectionKind, Option<Sealed>),
    turn: i64,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO sections (system_id, id, kind, heading, turn, said, made) \
             VALUES ($1, $2, $3, $4, $5, 0, $6)"
        ),
        bind().id(life).id(id).word(kind.word()).maybe_sealed(heading).number(turn).moment(at),
    )
    .await?;
    Ok(())
}

/// What is put away already, or is not, stays as it is.
pub(super) async fn put_away(
    work: &mut Work,
    (life, id): (SystemId, SectionId),
    away: Option<Moment>,
) -> Outcome<()> {
    let row = find(work, (life, id)).await?;
    if row.put_away.is_some() == away.is_some() {
        return Err(Fault::Already);
    }
    work.run(
        sql!("UPDATE sections SET put_away = $3 WHERE system_id = $1 AND id = $2"),
        bind().id(life).id(id).maybe_moment(away),
    )
    .await?;
    Ok(())
}

/// Counts one more that was said in a part, in the transaction that says it, and answers which it
/// is.
pub(crate) async fn one_more(work: &mut Work, (life, id): (SystemId, SectionId)) -> Outcome<i64> {
    let row = find(work, (life, id)).await?;
    work.run(
        sql!("UPDATE sections SET said = said + 1 WHERE system_id = $1 AND id = $2"),
        bind().id(life).id(id),
    )
    .await?;
    Ok(row.said)
}

pub(super) async fn is_there(look: &mut Look, (life, id): (SystemId, SectionId)) -> Outcome<bool> {
    let there = sql!("SELECT id FROM sections WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(there, bind().id(life).id(id)).await?.is_some())
}

pub(crate) async fn find(
    look: &mut Look,
    (life, id): (SystemId, SectionId),
) -> Outcome<SectionRow> {
    let row = look
        .one(
            sql!(
                "SELECT id, kind, heading, turn, said, put_away FROM sections \
                 WHERE system_id = $1 AND id = $2"
            ),
            bind().id(life).id(id),
        )
        .await?;
    SectionRow::read(&row)
}

pub(crate) async fn of_life(look: &mut Look, life: SystemId) -> Outcome<Vec<SectionRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, kind, heading, turn, said, put_away FROM sections \
                 WHERE system_id = $1 ORDER BY turn, id LIMIT 100"
            ),
            bind().id(life),
        )
        .await?;
    rows.iter().map(SectionRow::read).collect()
}
