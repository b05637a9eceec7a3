//! What somebody wrote, found by who wrote it, for taking away: under whatever key it lies, it is
//! theirs. Where that key was thrown away there is nothing left to take.

use ground::Outcome;
use ground::id::{PersonId, Uuid};
use store::{Keeper, Look, Sql, bind};

use crate::noun::Exported;
use crate::policy::{Action, Matter};
use crate::sealing::Opening;
use crate::{Reader, Sharing};

/// Rows that somebody wrote, and what of theirs stands in them.
#[derive(Clone, Copy, Debug)]
pub struct OwnRows {
    /// All rows of this person, who is `$1`: `id`, `at`, and the columns named below. They are
    /// asked for until there are no more ([`Look::whole`]), so that nothing of theirs stays behind.
    pub rows: Sql,
    /// The column that names the thing they belong to.
    pub thing: &'static str,
    /// The column that names whose key they lie under.
    pub keeper: &'static str,
    /// The columns of words, each with the stable word for it in an export.
    pub parts: &'static [(&'static str, &'static str)],
}

/// Everything that this person wrote in these rows, by their ids; nothing for anybody else. It stays
/// theirs when they no longer play a part in the system, so leave is asked for as one knows oneself.
pub async fn texts(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    person: PersonId,
    of: &[OwnRows],
) -> Outcome<Vec<Exported>> {
    if reader.person_id() != Some(person) {
        return Ok(Vec::new());
    }
    let oneself = Matter::Person { id: person, places: Vec::new() };
    let leave = sharing.leave(reader, Action::Know, &oneself)?;
    let mut exported = Vec::new();
    for own in of {
        let rows = look.whole(own.rows, bind().id(person)).await?;
        let keepers: Vec<Uuid> =
            rows.iter().map(|row| row.id(own.keeper)).collect::<Outcome<_>>()?;
        let ring =
            sharing.store.keys.ring(keepers.iter().map(|keeper| Keeper::new(*keeper))).await?;
        for (row, keeper) in rows.iter().zip(keepers) {
            let (id, at): (Uuid, _) = (row.id("id")?, row.moment("at")?);
            let opening = Opening::new(&leave, &ring, keeper, id);
            for (column, part) in own.parts {
                let Some(sealed) = row.maybe_sealed(column)? else { continue };
                let Some(words) = opening.words(column, &sealed)? else { continue };
                let (id, words) = (row.id(own.thing)?, words.whole());
                exported.push(Exported { id, part, at, words });
            }
        }
    }
    Ok(exported)
}
