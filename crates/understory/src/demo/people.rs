//! The people of the town, and the parts they play in it.

use ground::{Fault, Outcome};
use places::parts::{self, Own, PartKind, Taken};
use places::systems;
use serde::Deserialize;
use sharing::people::NewPerson;
use sharing::{StandingId, StandingKind};

use super::place::{self, Place};
use super::telling_it::{TellingIt, line, maybe_line, maybe_words};

/// Somebody of the town.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) key: String,
    pub(super) name: String,
    /// Who they are, in a few words, for whoever chooses whose eyes to look through.
    pub(super) role: String,
    under_18: bool,
    /// Whether one may sign in as them.
    pub(super) cast: bool,
    pub(super) days_ago: i64,
}

/// A part that somebody plays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    person: String,
    pub(super) system: String,
    words: String,
    kind: String,
    fits: String,
    pub(super) days_ago: i64,
    given_by: String,
    pub(super) ended_days_ago: Option<i64>,
    money: bool,
    manages: bool,
}

/// Somebody arrives. The first of them begins the place.
pub(super) async fn arrive<'a>(
    it: &mut TellingIt<'a>,
    place: &'a Place,
    person: &'a Person,
) -> Outcome<()> {
    let name = line(&person.name)?;
    if person.key == place.begun_by {
        place::begin(it, place, &name).await?;
    } else {
        let keys = &it.sharing.store.keys;
        let new = NewPerson::prepare(keys, &it.clock, &name, person.under_18).await?;
        ::store::write!(it.sharing.store.database, |work| new.keep(work).await)?;
        it.people.put(&person.key, new.id)?;
    }
    // They have lived here for months, so each has a way back in.
    let id = it.people.get(&person.key)?;
    doors::cards::make(&it.sharing.store, id, it.at).await.map(|_| ())
}

/// Somebody takes a part. Whoever drew a system is part of it already and says as what; somebody
/// new to the place comes by invitation; everybody else is given the part by one who has one.
pub(super) async fn take(it: &mut TellingIt<'_>, part: &Part) -> Outcome<()> {
    let (system, person) = (it.systems.get(&part.system)?, it.people.get(&part.person)?);
    let kind = PartKind::parse(&part.kind).ok_or(Fault::Unfit("unfit-part-kind"))?;
    let (words, fits) = (maybe_line(&part.words)?, maybe_words(&part.fits)?);
    let (money, manages) = (part.money, part.manages);
    if it.drew.remove(&(person, system)) {
        let id = plain(it, part).await?;
        let own = Own { kind, words, fits, money, manages };
        it.parts.insert((person, system), id);
        return parts::say(&it.sharing, system, id, person, &own, it.at).await;
    }
    let by = it.people.get(&part.given_by)?;
    let plain = Taken::plain(system, person, kind, it.at);
    let taken = Taken { words, fits, money, manages, by: Some(by), ..plain };
    it.parts.insert((person, system), taken.id);
    if it.reader(&part.person).await?.places().is_empty() {
        parts::take(&it.sharing, &taken).await
    } else {
        parts::give(&it.sharing, by, &taken).await
    }
}

/// The part that came with drawing a system, which says nothing yet.
async fn plain(it: &TellingIt<'_>, part: &Part) -> Outcome<StandingId> {
    let (id, person) = (it.systems.get(&part.system)?, it.people.get(&part.person)?);
    let reader = it.reader(&part.person).await?;
    let mut look = it.look().await?;
    let system = systems::find(&it.sharing, &mut look, &reader, id).await?;
    let all = parts::of_system(&it.sharing, &mut look, &reader, &system).await?;
    all.iter()
        .find(|p| p.person == person && p.standing == StandingKind::Part && p.ended.is_none())
        .map(|p| p.id)
        .ok_or(Fault::NotFound)
}

/// Somebody ends their own part.
pub(super) async fn end(it: &mut TellingIt<'_>, part: &Part) -> Outcome<()> {
    let (system, person) = (it.systems.get(&part.system)?, it.people.get(&part.person)?);
    let id = it.parts.get(&(person, system)).copied().ok_or(Fault::NotFound)?;
    parts::end(&it.sharing, system, id, person, it.at).await
}
