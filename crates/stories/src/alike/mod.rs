//! Stories like this one: what a machine suggests from the words alone, with the words that caused
//! it. Only tellings whose tellers let a machine compare them, and that this reader may lay beside
//! others and hears as one of many: nothing that would leave a mark is shown unasked. Whoever waves
//! a suggestion away does not get it again.

pub mod pages;
pub(crate) mod store;

use ::store::{Look, TokenHash};
use finding::Finder;
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Outcome};
use sense::likeness::FEWEST_SHARED;
use sharing::{Action, Audience, Matter, Reader, Seen, Sharing, StandingKind};

use crate::tellings::{self, Telling, TellingId, hear};

/// How many suggestions stand on one page.
pub const MOST_SHOWN: usize = 3;
/// A telling of more words than this shares three uncommon ones with many others by chance, so that
/// it takes one more to suggest anything.
const LONG: usize = 60;
/// How many candidates are looked at for them.
const MOST_LOOKED_AT: usize = 12;

/// A telling like another, as this reader hears it.
#[derive(Clone, Debug)]
pub struct Like {
    /// Which one it is like.
    pub to: TellingId,
    /// The telling.
    pub telling: Telling,
    /// The words that both hold, as they stand in the one it is like.
    pub because: Vec<Seen<String>>,
}

/// Tellings like this one, for this reader, the likest first. Where the words that caused it stand
/// in nothing that the reader has before them, it is not suggested.
pub async fn of(
    sharing: &Sharing,
    finder: &Finder,
    look: &mut Look,
    reader: &Reader,
    telling: &Telling,
) -> Outcome<Vec<Like>> {
    let Some(person) = reader.person_id().filter(|_| telling.wishes.compared) else {
        return Ok(Vec::new());
    };
    let mut alike = finder.like(reader, telling.id, MOST_LOOKED_AT);
    if alike.is_empty() {
        return Ok(Vec::new());
    }
    let dismissed = store::dismissed(look, &hash_of(sharing, person), telling.id).await?;
    alike.retain(|one| !dismissed.contains(&one.id));
    let ids: Vec<TellingId> = alike.iter().map(|one| TellingId(one.id)).collect();
    let mut ids = may_be_suggested(sharing, look, reader, &ids).await?;
    let texts = texts(telling);
    let is_long = telling.words.inner().expose().split_whitespace().nth(LONG).is_some();
    let fewest = FEWEST_SHARED + usize::from(is_long);
    let because = |id: &TellingId| {
        let one = alike.iter().find(|one| one.id == id.0)?;
        let words = finder.words_of(&texts, one);
        (words.len() >= fewest).then_some(words)
    };
    ids.retain(|id| because(id).is_some());
    ids.truncate(MOST_SHOWN);
    let heard = hear::some(sharing, look, reader, &ids).await?;
    let like = |other: Telling| {
        Some(Like { to: telling.id, because: because(&other.id)?, telling: other })
    };
    Ok(heard.into_iter().filter_map(like).collect())
}

/// Those of these that may be laid beside others by this reader, are compared, and leave no mark.
pub(crate) async fn may_be_suggested(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[TellingId],
) -> Outcome<Vec<TellingId>> {
    let mut fit = Vec::with_capacity(ids.len());
    for row in tellings::store::by_ids(look, ids).await? {
        let facts = hear::matter(&row);
        let unmarked = !sharing.hearing_leaves_a_mark(reader, &facts);
        let matter = Matter::Telling(facts);
        let laid = sharing.leave_or_none(reader, Action::LayBeside, &matter)?.is_some();
        if row.wishes.compared && unmarked && laid {
            fit.push(row.id);
        }
    }
    Ok(fit)
}

/// Everything of a telling that its reader has before them.
fn texts(telling: &Telling) -> Vec<Seen<String>> {
    let lines =
        [&telling.title, &telling.happened, &telling.about_what, &telling.felt, &telling.matters];
    let mut texts = vec![telling.words.whole()];
    texts.extend(lines.into_iter().flatten().map(Seen::<ground::Line>::heading));
    texts.extend(telling.chapters.iter().map(|chapter| chapter.words.whole()));
    texts.extend(telling.translations.iter().map(|other| other.words.whole()));
    texts
}

/// Tellings like those that were chosen to be laid side by side, without those.
pub(crate) async fn of_chosen(
    sharing: &Sharing,
    finder: &Finder,
    look: &mut Look,
    reader: &Reader,
    chosen: &[&Telling],
) -> Outcome<Vec<Like>> {
    let mut alike: Vec<Like> = Vec::new();
    for telling in chosen.iter().take(MOST_SHOWN) {
        for like in of(sharing, finder, look, reader, telling).await? {
            let id = like.telling.id;
            let is_there = chosen.iter().any(|one| one.id == id)
                || alike.iter().any(|known| known.telling.id == id);
            if !is_there {
                alike.push(like);
            }
        }
    }
    Ok(alike)
}

/// A system of this reader's that the telling reached, in which it can be laid beside others.
pub(crate) fn lay_in(reader: &Reader, telling: &Telling) -> Option<SystemId> {
    let reached = telling.wishes.heard_by.iter().filter_map(|to| match to {
        Audience::System(system) if !telling.waits_for_second_reader.contains(to) => Some(*system),
        Audience::System(_) | Audience::Person(_) | Audience::Anyone => None,
    });
    let mut mine = reached.filter(|system| reader.stands(StandingKind::Part, *system));
    mine.next().filter(|_| telling.wishes.laid_beside && !telling.waits_to_be_read_back)
}

/// Waves a suggestion away, for this reader and for good. It leaves no mark on the trail, and the
/// row holds no more of them than a keyed hash: reading what was offered to everybody is not
/// recorded by name.
pub async fn dismiss(
    sharing: &Sharing,
    reader: &Reader,
    telling: TellingId,
    other: TellingId,
) -> Outcome<()> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    let hash = hash_of(sharing, person);
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, person).await?;
        let mut home = None;
        for id in [telling, other] {
            let row = tellings::store::one(work, id).await?;
            let facts = hear::facts(work, &row, sharing.now()).await?;
            sharing.leave(&reader, Action::Hear, &Matter::Telling(facts))?;
            home.get_or_insert(row.system);
        }
        let home = home.ok_or(Fault::NotFound)?;
        store::dismiss(work, home, telling, other, &hash).await
    })
}

/// Under which hash somebody's own are kept, and erased.
pub(crate) fn hash_of(sharing: &Sharing, person: PersonId) -> TokenHash {
    sharing.store.keys.lookup("dismissed", &Uuid::from(person).simple().to_string())
}
