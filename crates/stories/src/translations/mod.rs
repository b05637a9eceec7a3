//! The same words in another language, added by somebody who may hear them. The original stays,
//! the translator is named, and whoever told it says whether it may stay. Until they did, nobody
//! sees it but they and whoever added it, and no machine reads it.

pub mod pages;

use ::store::{Keeper, KeyRing, Look, Spot, Work};
use ground::id::PersonId;
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::trail::{self, Verb};
use sharing::{Action, Leave, Matter, Reader, Sharing, Waiting, changes};

use crate::tellings::store::{self as rows, TranslationRow};
use crate::tellings::{TellingId, Translation, hear, tell};

ground::id!(
    /// Names one translation.
    TranslationId
);

/// How many translations of one telling may stay.
pub const MOST_TRANSLATIONS: usize = 20;
/// How many translations that one person added to a telling wait for its teller at once. What others
/// added does not count, so nobody can keep somebody else's out; and one person alone cannot bury
/// the page under what waits.
pub const MOST_WAITING_FROM_ONE: usize = 3;

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

/// Adds a translation. Whoever hears a telling may, as things stand in the write. That of its
/// teller stays at once; any other waits for them.
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
    // Here it is heard, and marked; in the write it is asked only whether that still holds.
    hear::one(sharing, &mut look, reader, telling).await?;
    drop(look);
    let keeper = Keeper::new(telling);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let translation = TranslationRow {
        id: id.0,
        language: added.language.to_owned(),
        words: ring.seal(keeper, Spot::new(id, "words"), added.words)?,
        translator: ring.seal_line(keeper, Spot::new(id, "translator"), added.translator)?,
        said_by: Some(by),
        seen: None,
    };
    ::store::write!(sharing.store.database, |work| {
        let row = rows::one(work, telling).await?;
        let fresh = Reader::person(work, by).await?;
        let matter = Matter::Telling(hear::facts(work, &row, sharing.now()).await?);
        sharing.leave(&fresh, Action::Hear, &matter)?;
        let own = sharing.leave_or_none(&fresh, Action::Narrow, &matter)?.is_some();
        let seen = own.then(|| tell::kept_at(&row, now));
        let translation = TranslationRow { seen, ..translation.clone() };
        let there = rows::translations(work, telling).await?;
        has_room(&there)?;
        let waits = there.iter().filter(|one| !one.stays() && one.said_by == Some(by)).count();
        if !own && waits >= MOST_WAITING_FROM_ONE {
            return Err(Fault::Bound("bound-translations-waiting"));
        }
        rows::insert_translation(work, &row, &translation, tell::kept_at(&row, now)).await?;
        trail::mark(work, tell::acted(&row, reader, now, Verb::Wrote)).await
    })
}

/// Whether another translation may stay beside those that do.
fn has_room(there: &[TranslationRow]) -> Outcome<()> {
    let stay = there.iter().filter(|one| one.stays()).count();
    if stay < MOST_TRANSLATIONS { Ok(()) } else { Err(Fault::Bound("bound-translations")) }
}

/// Those translations of a telling that this reader sees: what its teller lets stay, and what
/// waits for them only if they added it or may narrow the telling.
pub(crate) async fn shown(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (telling, matter): (TellingId, &Matter),
) -> Outcome<Vec<TranslationRow>> {
    let mut rows = rows::translations(look, telling).await?;
    if rows.iter().all(TranslationRow::stays)
        || sharing.leave_or_none(reader, Action::Narrow, matter)?.is_some()
    {
        return Ok(rows);
    }
    let me = reader.person_id();
    rows.retain(|row| row.stays() || (me.is_some() && row.said_by == me));
    Ok(rows)
}

/// A translation, opened.
pub(crate) fn open(
    leave: &Leave,
    ring: &KeyRing,
    keeper: Keeper,
    row: TranslationRow,
) -> Outcome<Option<Translation>> {
    let words = leave.open(ring, keeper, Spot::new(row.id, "words"), &row.words)?;
    let translator =
        leave.open_line(ring, keeper, Spot::new(row.id, "translator"), &row.translator)?;
    let seen = row.stays();
    let (id, language, said_by) = (TranslationId(row.id), row.language, row.said_by);
    let both = words.zip(translator);
    Ok(both.map(|(words, translator)| Translation {
        id,
        language,
        words,
        translator,
        said_by,
        seen,
    }))
}

/// The teller says that a translation may stay, or takes it away.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    telling: TellingId,
    (id, stays): (TranslationId, bool),
    now: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let row = tell::still_own(sharing, work, reader, telling, Action::Narrow).await?;
        let changed = match stays {
            true => {
                let mut there = rows::translations(work, telling).await?;
                there.retain(|one| one.id != id.0);
                has_room(&there)?;
                rows::keep_translation(work, telling, id, tell::kept_at(&row, now)).await?
            }
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
        from: None,
        put_off: None,
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
