//! The same words in another language, added by somebody who may hear them. The original stays,
//! the translator is named, and whoever told it is told and can take it away.

pub mod pages;

use ::store::{Keeper, Look, Spot, Work};
use ground::id::PersonId;
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::trail::{self, Verb};
use sharing::{Action, Reader, Sharing, Waiting, changes};

use crate::tellings::store::{self as rows, TranslationRow};
use crate::tellings::{TellingId, hear, tell};

ground::id!(
    /// Names one translation.
    TranslationId
);

/// How many translations one telling has.
pub const MOST_TRANSLATIONS: usize = 20;

/// A translation about to be added.
#[derive(Clone, Copy, Debug)]
pub struct Added<'a> {
    /// The language, as a short code.
    pub language: &'a str,
    /// The words.
    pub words: &'a Words,
    /// Who translated, as they are to be named.
    pub translator: &'a Line,
}

/// Adds a translation. Whoever hears a telling may; only its teller need not be told.
pub async fn add(
    sharing: &Sharing,
    reader: &Reader,
    telling: TellingId,
    id: TranslationId,
    added: Added<'_>,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let own = hear::one(sharing, &mut look, reader, telling).await?.own;
    drop(look);
    let keeper = Keeper::new(telling);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let translation = TranslationRow {
        id: id.0,
        language: added.language.to_owned(),
        words: ring.seal(keeper, Spot::new(id, "words"), added.words)?,
        translator: ring.seal_line(keeper, Spot::new(id, "translator"), added.translator)?,
        said_by: Some(by),
        seen: own.then_some(now),
    };
    ::store::write!(sharing.store.database, |work| {
        let row = rows::one(work, telling).await?;
        if rows::translations(work, telling).await?.len() >= MOST_TRANSLATIONS {
            return Err(Fault::Bound("bound-translations"));
        }
        rows::insert_translation(work, &row, &translation, tell::kept_at(&row, now)).await?;
        trail::mark(work, tell::acted(&row, reader, now, Verb::Wrote)).await
    })
}

/// The teller says that a translation may stay, or takes it away.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    telling: TellingId,
    (id, stays): (TranslationId, bool),
    now: Moment,
) -> Outcome<()> {
    let row = tell::own(sharing, reader, telling, Action::Narrow).await?;
    ::store::write!(sharing.store.database, |work| {
        let changed = match stays {
            true => rows::keep_translation(work, telling, id, tell::kept_at(&row, now)).await?,
            false => rows::remove_translation(work, telling, id).await?,
        };
        if changed == 0 {
            return Err(Fault::NotFound);
        }
        trail::mark(work, tell::acted(&row, reader, now, Verb::Changed)).await
    })
}

/// Translations that others added to what this person told, and they have not answered.
pub(crate) async fn waits(look: &mut Look, reader: &Reader) -> Outcome<Vec<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let waits = rows::translations_to_see(look, person).await?;
    let one = |(telling, since): (TellingId, Moment)| Waiting {
        sentence: "waits-translated",
        about: None,
        path: format!("/stories/{telling}#translations"),
        since,
    };
    Ok(waits.into_iter().map(one).collect())
}

/// Takes away what somebody translated of others' words, since their name stands under it, and
/// has machine readers told. Says how many went.
pub(crate) async fn forget(work: &mut Work, person: PersonId, now: Moment) -> Outcome<usize> {
    let gone = rows::forget_translations(work, person).await?;
    for &(system, telling) in &gone {
        changes::note(work, system, tell::thing(telling), now).await?;
    }
    Ok(gone.len())
}
