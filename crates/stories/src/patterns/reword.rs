//! Putting a pattern in better words. What was said before stays, and can be read.

use ::store::{Keeper, Look, Sealed, Spot};
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::lineage::Placed;
use sharing::trail::{self, Mark, Verb};
use sharing::wordings::{self, Better, Reworded, Wording, WordingId};
use sharing::{Action, Matter, Reader, Sharing};

use super::{Pattern, PatternId, store, thing};

/// A pattern in other words. What is left out stands there no more.
#[derive(Clone, Debug)]
pub struct InOtherWords {
    /// What they call it.
    pub name: Line,
    /// What is seen in them.
    pub observation: Option<Words>,
    /// What might be done.
    pub ideas: Option<Words>,
}

/// Whether this reader may put a pattern in better words.
pub fn may_reword(sharing: &Sharing, reader: &Reader, pattern: &Pattern) -> Outcome<bool> {
    let matter = Matter::to_reword(pattern.system, &[], pattern.said_by);
    Ok(sharing.leave_or_none(reader, Action::Reword, &matter)?.is_some())
}

/// Puts a pattern in other words, from the revision on that somebody read. Words that stay as they
/// are change nothing.
pub async fn reword(
    sharing: &Sharing,
    reader: &Reader,
    id: PatternId,
    (wording, revision): (WordingId, i64),
    words: &InOtherWords,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let row = store::by_ids(&mut look, &[id]).await?.pop().ok_or(Fault::NotFound)?;
    let matter = Matter::to_reword(row.system, &[], row.said_by);
    let leave = sharing.leave(reader, Action::Reword, &matter)?;
    let keeper = Keeper::new(row.system);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let stands = super::open(&leave, &ring, &row)?.ok_or(Fault::NotFound)?;
    let read = (row.revision, revision);
    wordings::refuse_stale(&mut look, (row.system, wording), read).await?;
    let texts: Vec<Reworded> = [
        Reworded::line("name", &stands.name, &words.name),
        Reworded::words("observation", stands.observation.as_ref(), words.observation.as_ref()),
        Reworded::words("ideas", stands.ideas.as_ref(), words.ideas.as_ref()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if texts.is_empty() {
        return Ok(());
    }
    let what = Placed { thing: thing(id), system: row.system };
    let better = Better { id: wording, what, first: (row.said_by, row.at), revision, by, at };
    let versions = wordings::seal(&ring, &mut look, &better, &texts).await?;
    drop(look);
    let seal = |text: &Option<Words>, column| -> Outcome<Option<Sealed>> {
        text.as_ref().map(|w| ring.seal(keeper, Spot::new(id, column), w)).transpose()
    };
    let row = store::PatternRow {
        name: ring.seal_line(keeper, Spot::new(id, "name"), &words.name)?,
        observation: seal(&words.observation, "observation")?,
        ideas: seal(&words.ideas, "ideas")?,
        ..row
    };
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        sharing.leave(&reader, Action::Reword, &matter)?;
        wordings::keep(work, &versions).await?;
        store::reword(work, &row).await?;
        trail::mark(work, Mark::of(row.system, at, Verb::Changed, Some(by), thing(id))).await
    })
}

/// What was said of a pattern before, for whoever reads it, the latest first.
pub async fn versions(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    pattern: &Pattern,
) -> Outcome<Vec<Wording>> {
    let what = Placed { thing: thing(pattern.id), system: pattern.system };
    wordings::of(sharing, look, reader, what).await
}
