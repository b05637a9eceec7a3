//! The systems of the town: where their edges are, who looks after them, and who is called on to
//! stop.

use ground::id::SystemId;
use ground::{Fault, Outcome};
use places::parts::{self, Part};
use places::stewards::{self, RecallId};
use places::systems::{self, Drawn, Edge, Scale};
use serde::Deserialize;
use sharing::{Reader, StandingId, StandingKind};

use super::telling_it::{TellingIt, line, maybe_line, maybe_words, words};

/// A system within the place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct System {
    pub(super) key: String,
    name: String,
    /// Who draws it.
    by: String,
    scale: String,
    /// What it is drawn inside first, and what else it overlaps.
    #[serde(default)]
    pub(super) within: Vec<String>,
    /// What it is drawn around, where it is wider than what was there first.
    around: Option<String>,
    edge_why: String,
    theme: String,
    area: String,
    pub(super) days_ago: i64,
}

/// Somebody who looks after a system, and who confirmed it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Steward {
    system: String,
    person: String,
    pub(super) days_ago: i64,
    confirmed_by: Vec<String>,
}

/// A card that somebody lost, and who ended it for them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LostCard {
    person: String,
    by: String,
    pub(super) days_ago: i64,
}

/// Somebody rang because their card was lost, and whoever looks after the place ended it.
pub(super) async fn lose_card(it: &mut TellingIt<'_>, told: &LostCard) -> Outcome<()> {
    let (place, person, by) = (it.place()?, it.people.get(&told.person)?, it.people.get(&told.by)?);
    let id = stewards::ActId::random();
    places::lost_cards::end(&it.sharing, place, id, person, by, it.at).await
}

/// A call on somebody to stop looking after a system.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recall {
    system: String,
    steward: String,
    by: String,
    pub(super) days_ago: i64,
    why: String,
    pub(super) answer: Option<String>,
    pub(super) answered_days_ago: Option<i64>,
}

/// Draws a system inside the first that it lies in, or around what it holds.
pub(super) async fn draw<'a>(it: &mut TellingIt<'a>, told: &'a System) -> Outcome<()> {
    let by = it.people.get(&told.by)?;
    let scale = Scale::parse(&told.scale).ok_or(Fault::Unfit("unfit-scale"))?;
    let edge = Edge {
        name: line(&told.name)?,
        theme: maybe_line(&told.theme)?,
        area: maybe_line(&told.area)?,
        why: maybe_words(&told.edge_why)?,
    };
    let (id, drawn) = (SystemId::random(), Drawn { scale, edge });
    match (&told.around, told.within.first()) {
        (Some(inner), None) => {
            let inner = it.systems.get(inner)?;
            systems::draw_around(&it.sharing, inner, id, by, &drawn, it.at).await?;
        }
        (None, Some(outer)) => {
            let outer = it.systems.get(outer)?;
            systems::draw_inside(&it.sharing, outer, id, by, &drawn, it.at).await?;
        }
        _ => return Err(Fault::Unfit("unfit-nested-in-itself")),
    }
    it.systems.put(&told.key, id)?;
    it.drew.insert((by, id));
    Ok(())
}

/// Says that a system overlaps another one.
pub(super) async fn overlap(it: &mut TellingIt<'_>, told: &System, outer: &str) -> Outcome<()> {
    let (system, by) = (it.systems.get(&told.key)?, it.people.get(&told.by)?);
    systems::overlap(&it.sharing, system, it.systems.get(outer)?, by, it.at).await
}

/// Everybody who is part of a system or looks after it, as this reader sees them.
async fn standing(it: &TellingIt<'_>, reader: &Reader, id: SystemId) -> Outcome<Vec<Part>> {
    let mut look = it.look().await?;
    let system = systems::find(&it.sharing, &mut look, reader, id).await?;
    let mut all = parts::of_system(&it.sharing, &mut look, reader, &system).await?;
    all.retain(|part| part.standing == StandingKind::Steward && part.ended.is_none());
    Ok(all)
}

/// Somebody looks after a system, asked by one who does already, and is confirmed by others.
/// Whoever drew it looks after it from then on, and is only confirmed here.
pub(super) async fn tend(it: &mut TellingIt<'_>, told: &Steward) -> Outcome<()> {
    let (system, person) = (it.systems.get(&told.system)?, it.people.get(&told.person)?);
    let stewards = standing(it, &it.reader(&told.person).await?, system).await?;
    let id = match stewards.iter().find(|steward| steward.person == person) {
        Some(steward) => steward.id,
        None => {
            let asks = stewards.first().ok_or(Fault::NotFound)?.person;
            let id = StandingId::random();
            stewards::give(&it.sharing, system, id, asks, person, it.at).await?;
            id
        }
    };
    for (turn, by) in (1..).zip(&told.confirmed_by) {
        let by = it.people.get(by)?;
        stewards::confirm(&it.sharing, system, id, by, it.a_little_later(turn)).await?;
    }
    Ok(())
}

/// Somebody calls on a steward to stop.
pub(super) async fn call<'a>(it: &mut TellingIt<'a>, told: &'a Recall) -> Outcome<()> {
    let (system, by) = (it.systems.get(&told.system)?, it.people.get(&told.by)?);
    let person = it.people.get(&told.steward)?;
    let stewards = standing(it, &it.reader(&told.by).await?, system).await?;
    let steward = stewards.iter().find(|s| s.person == person).ok_or(Fault::NotFound)?.id;
    let (id, why) = (RecallId::random(), words(&told.why)?);
    stewards::call(&it.sharing, system, id, steward, (by, &why), it.at).await?;
    it.recalls.insert((&told.system, &told.by), id);
    Ok(())
}

/// The steward answers the call.
pub(super) async fn answer(it: &mut TellingIt<'_>, told: &Recall) -> Outcome<()> {
    let Some(answer) = &told.answer else { return Ok(()) };
    let (system, by) = (it.systems.get(&told.system)?, it.people.get(&told.steward)?);
    let key = (told.system.as_str(), told.by.as_str());
    let id = it.recalls.get(&key).copied().ok_or(Fault::NotFound)?;
    stewards::answer(&it.sharing, system, id, by, &words(answer)?, it.at).await
}
