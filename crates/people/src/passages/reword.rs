//! Putting something that stands in a life in better words: a correction, with both versions kept.
//! Nobody puts words in somebody else's mouth: whoever wrote something for themselves puts it in
//! other words, and whoever holds the pen does so with their own and with what was written with them.

use ::store::{Keeper, Look};
use ground::id::SystemId;
use ground::{Fault, Moment, Outcome, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::wordings::{self, Better, Reworded, Wording, WordingId};
use sharing::{Reader, Sealing, Sharing};

use super::{Passage, PassageId, Voice, store};
use crate::lives::{self, Life};
use crate::may::writing;
use crate::sections::Section;

/// Whether this reader may put it in other words.
#[must_use]
pub fn may_reword(reader: &Reader, life: &Life, section: &Section, passage: &Passage) -> bool {
    let wrote = reader.person_id() == Some(passage.written_by);
    let with_them = life.is_mine && passage.voice == Voice::Together;
    section.may_write && (wrote || with_them)
}

/// Puts it in other words, from the revision on that somebody read.
pub async fn reword(
    sharing: &Sharing,
    reader: &Reader,
    (life, id): (SystemId, PassageId),
    (wording, revision): (WordingId, i64),
    words: &Words,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let life = lives::find(sharing, &mut look, reader, life).await?;
    let (section, stands) = super::find(sharing, &mut look, reader, (&life, id)).await?;
    if !may_reword(reader, &life, &section, &stands) {
        return Err(Fault::NotAllowed("not-allowed-only-who-wrote-it"));
    }
    wordings::refuse_stale(&mut look, (life.id, wording), (stands.revision, revision)).await?;
    let Some(text) = Reworded::words("words", Some(&stands.words), Some(words)) else {
        return Ok(());
    };
    let what = stands.placed(life.id);
    let first = (stands.written_by, stands.at);
    let better = Better { id: wording, what, first, revision, by, at };
    let ring = sharing.store.keys.ring([Keeper::new(life.id)]).await?;
    let versions = wordings::seal(&ring, &mut look, &better, &[text]).await?;
    drop(look);
    let words = Sealing::new(&ring, life.id, id).words("words", words)?;
    ::store::write!(sharing.store.database, |work| {
        writing(sharing, work, by, (life.id, section.id), at).await?;
        wordings::keep(work, &versions).await?;
        store::reword(work, (life.id, id), revision, words.clone()).await?;
        trail::mark(work, Mark::of(life.id, at, Verb::Changed, Some(by), what.thing)).await
    })
}

/// Every version of something said, for whoever reads the part it stands in.
pub async fn versions(
    sharing: &Sharing,
    look: &mut Look,
    (life, section, passage): (&Life, &Section, &Passage),
) -> Outcome<Vec<Wording>> {
    wordings::with_leave(sharing, look, &section.leave, passage.placed(life.id)).await
}
