//! What others of a place may ask somebody about: damp, benefits, Polish, letters from school. They
//! say it themselves, in a few words, to everybody of the place, with how to reach them if they like;
//! and take it back whenever they like, and then it is gone. Whoever looks for somebody who knows
//! finds them in one search, with no form and no one in between.

pub(crate) mod pages;
pub(crate) mod store;

use std::collections::HashSet;

use ::store::{Keeper, Look, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Opening, Reader, Sealing, Seen, Sharing};

use crate::may::acting;
use crate::systems::{self, System};

ground::id!(
    /// Names one thing that somebody may be asked about.
    KnowsId
);

/// The most that one person says in a place.
pub const MOST: usize = 12;
/// The most that one place holds; past it nothing more is taken.
pub const MOST_HERE: usize = 3_000;

/// Forgets what somebody said who is erased.
pub async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::forget(work, person).await
}

/// What somebody may be asked about, as everybody of the place sees it.
#[derive(Clone, Debug)]
pub struct Knows {
    /// Which one.
    pub id: KnowsId,
    /// Whom to ask.
    pub person: PersonId,
    /// About what.
    pub words: Seen<Line>,
    /// How to reach them, as they chose.
    pub reach: Option<Seen<Line>>,
}

/// Says in a place what one may be asked about.
pub async fn say(
    sharing: &Sharing,
    (place, id): (SystemId, KnowsId),
    (words, reach): (&Line, Option<&Line>),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let ring = sharing.store.keys.ring([Keeper::new(by)]).await?;
    let sealing = Sealing::new(&ring, by, id);
    let (words, reach) = (sealing.line("words", words)?, sealing.maybe_line("reach", reach)?);
    ::store::write!(sharing.store.database, |work| {
        let acting = acting(sharing, work, by, Action::Belong, place).await?;
        if acting.place != place {
            return Err(Fault::NotFound);
        }
        if acting.reader.is_under_18() {
            return Err(Fault::NotAllowed("not-allowed-knows-under-18"));
        }
        if store::is_there(work, (place, id)).await? {
            return Err(Fault::Already);
        }
        let here = store::of_place(work, place).await?;
        if here.len() >= MOST_HERE {
            return Err(Fault::Bound("bound-knows-here"));
        }
        if here.iter().filter(|row| row.person == by).count() >= MOST {
            return Err(Fault::Bound("bound-knows"));
        }
        let sealed = (words.clone(), reach.clone());
        store::insert(work, (place, id), sealed, (by, at)).await?;
        let thing = Thing::new(Kind::Person, by);
        trail::mark(work, Mark::of(place, at, Verb::Changed, Some(by), thing)).await
    })
}

/// Takes back what one said. Nothing of it is kept.
pub async fn take_back(
    sharing: &Sharing,
    (place, id): (SystemId, KnowsId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        let oneself = Matter::Person { id: by, places: Vec::new() };
        sharing.leave(&reader, Action::Know, &oneself)?;
        store::delete(work, (place, id), by).await?;
        let thing = Thing::new(Kind::Person, by);
        trail::mark(work, Mark::of(place, at, Verb::Changed, Some(by), thing)).await
    })
}

/// Who may be asked about this in a place, for everybody of it; about anything, where nothing was
/// typed. Each word that was typed has to begin a word of theirs, whatever its capitals and accents.
/// It looks in memory at what was opened, so nothing of it is in any index.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (place, typed): (&System, Option<&Line>),
) -> Outcome<Vec<Knows>> {
    let leave = systems::leave(sharing, reader, place)?;
    let rows = store::of_place(look, place.id).await?;
    let keepers: HashSet<PersonId> = rows.iter().map(|row| row.person).collect();
    let ring = sharing.store.keys.ring(keepers.into_iter().map(Keeper::new)).await?;
    let typed = typed.map(Line::folded).unwrap_or_default();
    let mut found = Vec::new();
    for row in rows {
        let opening = Opening::new(&leave, &ring, row.person, row.id);
        let Some(words) = opening.line("words", &row.words)? else { continue };
        if !is_about(&words.inner().folded(), &typed) {
            continue;
        }
        let reach = opening.maybe_line("reach", row.reach.as_ref())?;
        found.push(Knows { id: row.id, person: row.person, words, reach });
    }
    Ok(found)
}

/// Whether each word that was typed begins one of these words. Both are folded.
fn is_about(words: &str, typed: &str) -> bool {
    let begins = |word: &str| words.split(' ').any(|one| one.starts_with(word));
    typed.split(' ').all(begins)
}

#[cfg(test)]
mod tests {
    use super::is_about;

    #[test]
    fn whoever_types_the_beginning_of_each_word_finds_it_and_nothing_typed_finds_all() {
        assert!(is_about("letters from school", "school let"));
        assert!(is_about("damp", ""));
        assert!(!is_about("letters from school", "school damp"));
        assert!(!is_about("letters from school", "chool"));
    }
}
