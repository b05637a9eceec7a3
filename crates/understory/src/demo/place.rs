//! The place itself: how it begins, what it says before it opens, and what it is for.

use ground::{Line, Outcome, Words};
use places::beginning;
use places::opening::{self, Said};
use places::purposes::{self, PurposeId};
use serde::Deserialize;

use super::telling_it::{TellingIt, line, words};

/// The place, as the files tell it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) key: String,
    pub(super) name: String,
    /// Who begins it, and is its first steward.
    pub(super) begun_by: String,
    pub(super) opened_days_ago: i64,
    pub(super) story_word: String,
    pub(super) stories_word: String,
    pub(super) zone: String,
    pub(super) edge_why: String,
    pub(super) theme: String,
    pub(super) area: String,
    pub(super) safeguarding: String,
    pub(super) controllers: String,
    pub(super) data_protection: String,
    pub(super) keeping: String,
    pub(super) ring_now: String,
    pub(super) goes_wrong: String,
    pub(super) read_by: String,
    pub(super) ring_back: String,
    pub(super) rings: String,
}

/// One version of what a system is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Purpose {
    pub(super) system: String,
    pub(super) days_ago: i64,
    by: String,
    words: String,
    agreed: Vec<String>,
}

/// Begins the place, with the person who looks after it first.
pub(super) async fn begin<'a>(
    it: &mut TellingIt<'a>,
    place: &'a Place,
    steward: &Line,
) -> Outcome<()> {
    let name = line(&place.name)?;
    let begun = beginning::begin_place(
        &it.sharing.store,
        &it.clock,
        name,
        steward.clone(),
        &place.zone,
        true,
    );
    let (system, person) = begun.await?;
    it.place = Some(system);
    it.systems.put(&place.key, system)?;
    it.people.put(&place.begun_by, person)?;
    it.drew.insert((person, system));
    Ok(())
}

/// Says what has to be said before the place opens, draws its edge, and opens it.
pub(super) async fn open<'a>(it: &mut TellingIt<'a>, place: &'a Place) -> Outcome<()> {
    it.on_duty = &place.safeguarding;
    let (system, by) = (it.place()?, it.people.get(&place.begun_by)?);
    let said = |text: &str| -> Outcome<Option<Words>> { Ok(Some(words(text)?)) };
    let said = Said {
        story: Some((line(&place.story_word)?, line(&place.stories_word)?)),
        controllers: said(&place.controllers)?,
        data_protection: said(&place.data_protection)?,
        keeping: said(&place.keeping)?,
        ring_now: said(&place.ring_now)?,
        read_by: said(&place.read_by)?,
        ring_back: said(&place.ring_back)?,
        open_door: true,
        keeps_safe: Some(it.people.get(&place.safeguarding)?),
        hears_wrongs: Some(it.people.get(&place.goes_wrong)?),
        rings: Some(it.people.get(&place.rings)?),
    };
    let reader = it.reader(&place.begun_by).await?;
    let mut look = it.look().await?;
    let face = opening::face(&it.sharing, &mut look, &reader, system).await?;
    let drawn = places::systems::find(&it.sharing, &mut look, &reader, system).await?;
    drop(look);
    opening::say(&it.sharing, system, by, face.revision, &said, it.at).await?;
    let edge = places::systems::Edge {
        name: line(&place.name)?,
        theme: Some(line(&place.theme)?),
        area: Some(line(&place.area)?),
        why: Some(words(&place.edge_why)?),
    };
    let sharing = &it.sharing;
    places::systems::redraw(sharing, system, by, drawn.revision, &edge, it.a_little_later(1))
        .await?;
    opening::open_place(sharing, system, by, it.a_little_later(2)).await
}

/// Says what a system is for, and agrees to it, one person after another.
pub(super) async fn say_purpose(it: &mut TellingIt<'_>, purpose: &Purpose) -> Outcome<()> {
    let (system, by) = (it.systems.get(&purpose.system)?, it.people.get(&purpose.by)?);
    let id = PurposeId::random();
    purposes::say(&it.sharing, system, id, by, &words(&purpose.words)?, it.at).await?;
    for (turn, person) in (1..).zip(&purpose.agreed) {
        let person = it.people.get(person)?;
        purposes::agree(&it.sharing, system, id, person, it.a_little_later(turn)).await?;
    }
    Ok(())
}
