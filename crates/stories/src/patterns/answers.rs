//! What tellers are told about patterns, and what somebody takes away of what they said on them.

use ::store::{Keeper, Look, Spot};
use ground::Outcome;
use ground::id::PersonId;
use sharing::{Action, Exported, Matter, Reader, Sharing};

use super::{PatternId, store};
use crate::tellings::TellingId;

/// A pattern that a telling was laid in.
#[derive(Clone, Copy, Debug)]
pub struct LaidIn {
    /// Which pattern.
    pub pattern: PatternId,
    /// Whether the teller took theirs out.
    pub taken_out: bool,
}

/// In which patterns a telling was laid.
pub async fn of_telling(look: &mut Look, telling: TellingId) -> Outcome<Vec<LaidIn>> {
    let rows = store::laid_of(look, telling).await?;
    let laid =
        |row: &store::LaidRow| LaidIn { pattern: row.pattern, taken_out: row.taken_out.is_some() };
    Ok(rows.iter().map(laid).collect())
}

/// Everything this person said on patterns.
pub(crate) async fn export(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    person: PersonId,
) -> Outcome<Vec<Exported>> {
    let rows = store::sayings_by(look, person).await?;
    let ring = sharing.store.keys.ring(rows.iter().map(|r| Keeper::new(r.system))).await?;
    let mut texts = Vec::with_capacity(rows.len());
    for row in rows {
        let matter = Matter::held(row.system);
        let Some(leave) = sharing.leave_or_none(reader, Action::Read, &matter)? else { continue };
        let (keeper, spot) = (Keeper::new(row.system), Spot::new(row.id, "words"));
        if let Some(words) = leave.open(&ring, keeper, spot, &row.words)? {
            let (id, part, at) = (row.pattern.0, row.kind.word(), row.at);
            texts.push(Exported { id, part, at, words: words.whole() });
        }
    }
    Ok(texts)
}
