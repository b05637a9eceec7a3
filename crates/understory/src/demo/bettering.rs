//! What people of the town put in better words, and the lessons that they carry further.

use ground::id::Kind;
use ground::{Fault, Outcome};
use learning::lessons::carrying::{self, CarriedId, CarryingId, How, Taken, Whither};
use serde::Deserialize;
use sharing::wordings::WordingId;
use stories::patterns::{self, InOtherWords};

use super::telling_it::{TellingIt, line, words};

/// Somebody calls a pattern something else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Better {
    pattern: String,
    by: String,
    pub(super) days_ago: i64,
    name: String,
}

/// Somebody carries a lesson further, and may say how it went.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Carrying {
    lesson: String,
    by: String,
    pub(super) days_ago: i64,
    /// Into what.
    whither: String,
    words: String,
    /// Days after which they look how it goes.
    look_in_days: i64,
    /// What they say on the same day of how it goes, if they do.
    went: Option<String>,
}

/// Somebody calls a pattern something else; the rest of its words stay.
pub(super) async fn better(it: &mut TellingIt<'_>, told: &Better) -> Outcome<()> {
    let (reader, id) = (it.reader(&told.by).await?, it.id(Kind::Pattern, &told.pattern)?);
    let mut look = it.sharing.store.database.look().await?;
    let stands = patterns::find(&it.sharing, &mut look, &reader, id).await?;
    drop(look);
    let better = InOtherWords {
        name: line(&told.name)?,
        observation: stands.observation.map(|seen| seen.inner().clone()),
        ideas: stands.ideas.map(|seen| seen.inner().clone()),
    };
    let from = (WordingId::random(), stands.revision);
    patterns::reword(&it.sharing, &reader, id, from, &better, it.at).await
}

/// Somebody says that they carry a lesson further.
pub(super) async fn carried(it: &mut TellingIt<'_>, told: &Carrying) -> Outcome<()> {
    let (reader, lesson) = (it.reader(&told.by).await?, it.id(Kind::Lesson, &told.lesson)?);
    let whither = Whither::parse(&told.whither).ok_or(Fault::Unfit("unfit-carrying-into"))?;
    let (id, taken) = (CarryingId::random(), Taken::Anew(whither, words(&told.words)?));
    let next = Some(it.at.plus_days(told.look_in_days));
    carrying::carry(&it.sharing, &reader, id, lesson, (&taken, next), it.at).await?;
    let Some(went) = &told.went else { return Ok(()) };
    let (said, went) = (CarriedId::random(), words(went)?);
    let went = (How::Going, Some(&went), next);
    carrying::say(&it.sharing, &reader, said, (lesson, id), went, it.at).await
}
