//! What people of the town try, what they see, what they make of it and what comes next.

use ground::id::Kind;
use ground::{Fault, Outcome, Words};
use learning::experiments::{self, EntryId, EntryKind, ExperimentId, Planned, Support};
use learning::heard::Heard;
use serde::Deserialize;

use super::telling_it::{TellingIt, line, maybe_words, words};
use super::town::Town;

/// Something small that is tried.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Experiment {
    key: String,
    inquiry: String,
    by: String,
    pub(super) days_ago: i64,
    name: String,
    intends: String,
    tries: String,
    limits: String,
    who: Vec<String>,
    /// How those were asked whose support it touches; empty where it touches nobody's.
    how_asked: String,
    how_refuse: String,
}

/// What somebody saw, or made of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    experiment: String,
    by: String,
    pub(super) days_ago: i64,
    words: String,
}

/// What comes next.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Next {
    experiment: String,
    kind: String,
    by: String,
    pub(super) days_ago: i64,
    words: String,
    heard: Option<String>,
    missing: Option<String>,
    decided: Option<String>,
}

/// Somebody puts down what will be tried.
pub(super) async fn planned<'a>(
    it: &mut TellingIt<'a>,
    town: &Town,
    told: &'a Experiment,
) -> Outcome<()> {
    let reader = it.reader(&told.by).await?;
    let inquiry = it.placed(Kind::Inquiry, &told.inquiry)?;
    let plan = Planned {
        inquiry: inquiry.thing.id.into(),
        name: line(&told.name)?,
        intends: maybe_words(&told.intends)?,
        tries: maybe_words(&told.tries)?,
        limits: maybe_words(&told.limits)?,
        who: maybe_words(&names(town, &told.who).join(", "))?,
        support: Support::of(false, maybe_words(&told.how_asked)?, maybe_words(&told.how_refuse)?)?,
        because: None,
    };
    let id = ExperimentId::random();
    experiments::plan(&it.sharing, &reader, id, &plan, it.at).await?;
    it.keep(&told.key, (Kind::Experiment, id.0), inquiry.system)
}

fn names<'a>(town: &'a Town, keys: &[String]) -> Vec<&'a str> {
    let name = |key: &String| town.person.iter().find(|person| person.key == *key);
    keys.iter().filter_map(name).map(|person| person.name.as_str()).collect()
}

/// Somebody saw something, or made something of it.
pub(super) async fn entered(it: &mut TellingIt<'_>, kind: EntryKind, told: &Entry) -> Outcome<()> {
    let said = (kind, told.words.as_str(), Heard::default());
    add(it, (&told.experiment, &told.by), said).await
}

/// Somebody says what comes next.
pub(super) async fn decided(it: &mut TellingIt<'_>, told: &Next) -> Outcome<()> {
    let kind = EntryKind::parse(&told.kind).filter(|kind| kind.is_next());
    let kind = kind.ok_or(Fault::Unfit("unfit-entry"))?;
    let maybe = |text: &Option<String>| text.as_deref().map(words).transpose();
    let heard = Heard {
        heard: maybe(&told.heard)?,
        missing: maybe(&told.missing)?,
        decided: maybe(&told.decided)?,
    };
    add(it, (&told.experiment, &told.by), (kind, told.words.as_str(), heard)).await
}

async fn add(
    it: &TellingIt<'_>,
    (experiment, by): (&str, &str),
    (kind, text, heard): (EntryKind, &str, Heard<Words>),
) -> Outcome<()> {
    let (reader, id) = (it.reader(by).await?, it.id(Kind::Experiment, experiment)?);
    let entry = EntryId::random();
    let said = (kind, &words(text)?, &heard);
    experiments::add(&it.sharing, &reader, entry, id, said, it.at).await
}
