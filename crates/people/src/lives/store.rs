//! The rows of lives.

use std::collections::BTreeMap;

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

/// A life, still sealed, with who holds its pen now.
pub(crate) struct LifeRow {
    pub(crate) id: SystemId,
    pub(crate) name: Sealed,
    pub(crate) began: Moment,
    pub(crate) rests: Option<Moment>,
    pub(crate) ends: Option<Moment>,
    pub(crate) holders: Vec<PersonId>,
}

impl LifeRow {
    /// Whether nobody but whoever holds its pen sees any of it: it rests, or it is about to end.
    pub(crate) const fn is_closed(&self) -> bool {
        self.rests.is_some() || self.ends.is_some()
    }
}

pub(super) async fn insert(work: &mut Work, id: SystemId, name: Sealed, at: Moment) -> Outcome<()> {
    work.run(
        sql!("INSERT INTO lives (system_id, name, began) VALUES ($1, $2, $3)"),
        bind().id(id).sealed(name).moment(at),
    )
    .await?;
    Ok(())
}

pub(super) async fn rename(work: &mut Work, id: SystemId, name: Sealed) -> Outcome<()> {
    let renamed = sql!("UPDATE lives SET name = $2 WHERE system_id = $1");
    work.run(renamed, bind().id(id).sealed(name)).await?;
    Ok(())
}

/// What rests already, or does not, stays as it is.
pub(super) async fn rest(work: &mut Work, id: SystemId, rests: Option<Moment>) -> Outcome<()> {
    let changed = match rests {
        Some(at) => {
            let rest = sql!("UPDATE lives SET rests = $2 WHERE system_id = $1 AND rests IS NULL");
            work.run(rest, bind().id(id).moment(at)).await?
        }
        None => {
            let wake =
                sql!("UPDATE lives SET rests = NULL WHERE system_id = $1 AND rests IS NOT NULL");
            work.run(wake, bind().id(id)).await?
        }
    };
    if changed == 1 { Ok(()) } else { Err(Fault::Already) }
}

/// One life.
pub(crate) async fn find(look: &mut Look, id: SystemId) -> Outcome<LifeRow> {
    among(look, &[id]).await?.pop().ok_or(Fault::NotFound)
}

/// These lives, with those who hold their pens, in two questions.
pub(crate) async fn among(look: &mut Look, ids: &[SystemId]) -> Outcome<Vec<LifeRow>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT system_id, name, began, rests, ends FROM lives WHERE system_id IN ({many})"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    let pens = look
        .all_of(
            sql!(
                "SELECT system_id, person_id FROM standings WHERE system_id IN ({many}) \
                 AND kind = 'pen' AND ended IS NULL LIMIT 6000"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    let mut holders: BTreeMap<SystemId, Vec<PersonId>> = BTreeMap::new();
    for row in pens {
        holders.entry(row.id("system_id")?).or_default().push(row.id("person_id")?);
    }
    let read = |row: &Row| {
        let id = row.id("system_id")?;
        Ok(LifeRow {
            id,
            name: row.sealed("name")?,
            began: row.moment("began")?,
            rests: row.maybe_moment("rests")?,
            ends: row.maybe_moment("ends")?,
            holders: holders.remove(&id).unwrap_or_default(),
        })
    };
    rows.iter().map(read).collect()
}
