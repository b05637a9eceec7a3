//! What stands beside what people told: who asked to be rung and what was answered, what was
//! quoted and translated, and what somebody has only begun to tell.

use ::stories::drafts::{self, DraftId};
use ::stories::quotations::{self, QuotationId, Span, sentences};
use ::stories::ringing::{self, AnswerKind, Asked, Given};
use ::stories::tellings::form::TellForm;
use ::stories::tellings::hear;
use ::stories::tellings::tell::Where;
use ::stories::translations::{self, Added, TranslationId};
use ground::id::{Kind, Uuid};
use ground::{Fault, Outcome};
use serde::Deserialize;

use super::telling_it::{TellingIt, line, maybe_words, words};

/// Whoever told it asks to be rung.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ringing {
    story: String,
    pub(super) days_ago: i64,
    on: String,
    safe: String,
    message: bool,
}

/// Whoever rings answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RingingAnswer {
    story: String,
    by: String,
    pub(super) days_ago: i64,
    kind: String,
    try_in_days: Option<i64>,
    words: String,
}

/// Somebody quotes some sentences of a story in a pattern, counted from nought.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quotation {
    pattern: String,
    story: String,
    by: String,
    pub(super) days_ago: i64,
    first: usize,
    last: usize,
}

/// Somebody who hears a story puts it into another language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Translation {
    story: String,
    by: String,
    pub(super) days_ago: i64,
    language: String,
    words: String,
    translator: String,
    /// Who lets it stay, if anybody said so.
    stays: Option<String>,
}

/// Somebody begins to tell something, and keeps it for later.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    by: String,
    system: String,
    pub(super) days_ago: i64,
    words: String,
    title: String,
}

/// Whoever told it asks to be rung.
pub(super) async fn asked(it: &mut TellingIt<'_>, told: &Ringing) -> Outcome<()> {
    let (reader, id) = (it.holder(&told.story).await?, it.id(Kind::Telling, &told.story)?);
    let safe = maybe_words(&told.safe)?;
    let asked = Asked { on: line(&told.on)?, safe, message: told.message };
    ringing::ask(&it.sharing, &reader, id, &asked, it.at).await
}

/// Whoever rings looks at the number, and answers.
pub(super) async fn answered(it: &mut TellingIt<'_>, told: &RingingAnswer) -> Outcome<()> {
    let (reader, id) = (it.reader(&told.by).await?, it.id(Kind::Telling, &told.story)?);
    let found = ringing::find(&it.sharing, &mut it.look().await?, &reader, id).await?;
    let (revision, kind) =
        (found.revision, AnswerKind::parse(&told.kind).ok_or(Fault::Unfit("unfit-ringing-kind"))?);
    let said = maybe_words(&told.words)?;
    let try_on = told.try_in_days.map(|days| it.at.plus_days(days));
    let given = Given { kind, words: said.as_ref(), try_on, revision };
    ringing::answer(&it.sharing, &reader, id, Uuid::new_v4(), given, it.at).await
}

/// Somebody quotes.
pub(super) async fn quoted(it: &mut TellingIt<'_>, told: &Quotation) -> Outcome<()> {
    let (reader, id) = (it.reader(&told.by).await?, it.id(Kind::Telling, &told.story)?);
    let pattern = it.id(Kind::Pattern, &told.pattern)?;
    let heard = hear::one(&it.sharing, &mut it.look().await?, &reader, id).await?;
    let text = sentences(heard.words.whole().inner());
    let ends = text.get(told.first).zip(text.get(told.last));
    let (first, last) = ends.ok_or(Fault::Unfit("unfit-span"))?;
    let span = Span { telling: id, chapter: None, begins: first.begins, ends: last.ends };
    let into = (pattern, None);
    quotations::quote(&it.sharing, &reader, into, QuotationId::random(), span, it.at).await
}

/// Somebody translates.
pub(super) async fn translated(it: &mut TellingIt<'_>, told: &Translation) -> Outcome<()> {
    let (reader, id) = (it.reader(&told.by).await?, it.id(Kind::Telling, &told.story)?);
    let (text, translator) = (words(&told.words)?, line(&told.translator)?);
    let added = Added { language: &told.language, words: &text, translator: &translator };
    let translation = TranslationId::random();
    translations::add(&it.sharing, &reader, id, translation, added, it.at).await?;
    let Some(stays) = &told.stays else { return Ok(()) };
    let teller = it.reader(stays).await?;
    translations::answer(&it.sharing, &teller, id, (translation, true), it.at).await
}

/// Somebody begins.
pub(super) async fn begun(it: &mut TellingIt<'_>, told: &Draft) -> Outcome<()> {
    let reader = it.reader(&told.by).await?;
    let home = Where { system: it.systems.get(&told.system)?, place: it.place()? };
    let (words, title) = (told.words.clone(), told.title.clone());
    let form = TellForm { words, title, ..TellForm::default() };
    drafts::keep(&it.sharing, &reader, home, DraftId::random(), &form, it.at).await?;
    Ok(())
}
