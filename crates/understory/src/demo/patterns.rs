//! What people of the town keep hearing, what they make of it, and where they differ.

use ground::Outcome;
use ground::id::Kind;
use serde::Deserialize;
use stories::patterns::{self, Named, PatternId, SayingId, SayingKind};

use super::telling_it::{TellingIt, line, maybe_words, words};

/// Something that several stories seem to share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pattern {
    key: String,
    system: String,
    name: String,
    by: String,
    pub(super) days_ago: i64,
    goes_well: bool,
    observation: String,
    ideas: String,
    stories: Vec<String>,
}

/// What somebody says on it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Saying {
    pattern: String,
    by: String,
    pub(super) days_ago: i64,
    words: String,
}

/// What a teller answers whose story lies in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pattern: String,
    story: String,
    pub(super) days_ago: i64,
    kind: String,
    words: String,
}

/// Somebody names what several stories seem to share.
pub(super) async fn named<'a>(it: &mut TellingIt<'a>, pattern: &'a Pattern) -> Outcome<()> {
    let (reader, system) = (it.reader(&pattern.by).await?, it.systems.get(&pattern.system)?);
    let laid = pattern.stories.iter().map(|story| it.id(Kind::Telling, story));
    let named = Named {
        name: line(&pattern.name)?,
        goes_well: pattern.goes_well,
        observation: maybe_words(&pattern.observation)?,
        reading: None,
        ideas: maybe_words(&pattern.ideas)?,
        tellings: laid.collect::<Outcome<_>>()?,
    };
    let (id, home) = (PatternId::random(), (system, it.place()?));
    patterns::name(&it.sharing, &reader, home, id, &named, it.at).await?;
    it.keep(&pattern.key, (Kind::Pattern, id.0), system)
}

/// Somebody reads it, or disputes it.
pub(super) async fn said(it: &mut TellingIt<'_>, kind: SayingKind, saying: &Saying) -> Outcome<()> {
    let reader = it.reader(&saying.by).await?;
    let id = it.id(Kind::Pattern, &saying.pattern)?;
    let text = words(&saying.words)?;
    patterns::say(&it.sharing, &reader, id, SayingId::random(), (kind, &text), it.at).await
}

/// A teller answers, or takes theirs out.
pub(super) async fn answered(it: &mut TellingIt<'_>, answer: &Answer) -> Outcome<()> {
    let reader = it.holder(&answer.story).await?;
    let id = it.id(Kind::Pattern, &answer.pattern)?;
    let telling = it.id(Kind::Telling, &answer.story)?;
    let (kind, text) = (SayingKind::parse(&answer.kind), words(&answer.words)?);
    let said = (id, SayingId::random());
    patterns::answer(&it.sharing, &reader, said, telling, (kind, &text), it.at).await
}
