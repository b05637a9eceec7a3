//! The name that somebody is shown by, put right by themselves. Whoever named them by it named
//! them by id, so every page says the new one; the earlier one is kept nowhere.

pub mod pages;
#[cfg(test)]
mod tests;

use ground::{Fault, Line, Moment, Outcome};
use sharing::people::NewName;
use sharing::{Reader, Sharing};

use crate::news::{self, NewsKind};
use crate::tries::Counted;

/// How often somebody can change their name in one hour, so that nobody passes through the names of
/// others on a page that these look at.
const MOST_CHANGES: i64 = 3;

/// Shows the reader by this name from now on. They are told at their next door, since somebody else
/// may be holding their phone. The name they have already changes nothing. A name that looks like
/// that of somebody else whom they may know is refused: nobody speaks as another. Such a try counts
/// too.
///
/// # Errors
/// [`Fault::Unfit`] for somebody else's name, [`Fault::Bound`] after three tries in an hour.
pub async fn change(sharing: &Sharing, reader: &Reader, name: &Line, now: Moment) -> Outcome<()> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    let store = &sharing.store;
    let mut look = store.database.look().await?;
    let names = sharing.names(&mut look, reader, [person]).await?;
    drop(look);
    if names.of(person).is_some_and(|before| before.to_string() == name.expose()) {
        return Ok(());
    }
    let new = NewName::prepare(&store.keys, person, name).await?;
    let changes = Counted::new(&store.keys, "name changes", &person.to_string(), MOST_CHANGES);
    ::store::write!(store.database, |work| {
        changes.refuse_past(work, "bound-name-changes", now).await?;
        changes.add(work, now).await
    })?;
    ::store::write!(store.database, |work| {
        let reader = Reader::person(work, person).await?;
        let (wanted, places) = (new.wanted(), reader.places());
        let sentence = "unfit-name-of-another";
        sharing.refuse_somebody_elses(work, &reader, (wanted, &places), sentence).await?;
        new.keep(work, now).await?;
        news::keep(work, person, NewsKind::NameChanged, now).await
    })
}
