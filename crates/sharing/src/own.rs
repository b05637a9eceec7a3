//! What somebody wrote, found by who wrote it, for taking away: under whatever key it lies, it is
//! theirs. Where that key was thrown away there is nothing left to take.

use ground::id::{PersonId, Uuid};
use ground::{Moment, Outcome};
use store::{Keeper, Look, Sealed, Sql, bind};

use crate::noun::Exported;
use crate::policy::{Action, Matter};
use crate::sealing::Opening;
use crate::{Reader, Sharing};

/// One column of words, and the question that finds what this person wrote in it: `id` is its row,
/// `thing_id` what it belongs to, `keeper_id` whose key it lies under, `words` and `at`.
#[derive(Clone, Copy, Debug)]
pub struct OwnText {
    /// The question; the person is `$1`.
    pub rows: Sql,
    /// Under which part of the file it stands.
    pub part: &'static str,
    /// The column it was sealed for.
    pub column: &'static str,
}

/// Everything that this person wrote in these columns; nothing for anybody else.
pub async fn texts(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    person: PersonId,
    of: &[OwnText],
) -> Outcome<Vec<Exported>> {
    if reader.person_id() != Some(person) {
        return Ok(Vec::new());
    }
    let oneself = Matter::Person { id: person, places: Vec::new() };
    let leave = sharing.leave(reader, Action::Know, &oneself)?;
    let mut exported = Vec::new();
    for text in of {
        let mut rows: Vec<(Uuid, Uuid, Uuid, Sealed, Moment)> = Vec::new();
        for row in look.all(text.rows, bind().id(person)).await? {
            let Some(words) = row.maybe_sealed("words")? else { continue };
            let (id, thing, keeper) = (row.id("id")?, row.id("thing_id")?, row.id("keeper_id")?);
            rows.push((id, thing, keeper, words, row.moment("at")?));
        }
        let keepers = rows.iter().map(|(_, _, keeper, ..)| Keeper::new(*keeper));
        let ring = sharing.store.keys.ring(keepers).await?;
        for (id, thing, keeper, sealed, at) in &rows {
            let opening = Opening::new(&leave, &ring, *keeper, *id);
            let Some(words) = opening.words(text.column, sealed)? else { continue };
            let words = words.whole();
            exported.push(Exported { id: *thing, part: text.part, at: *at, words });
        }
    }
    Ok(exported)
}
