//! The questions that people of the town hold, and what is said while they work on them.

use ground::id::Kind;
use ground::{Fault, Outcome};
use learning::inquiries::{self, GuestId, InquiryId, Opened, TalkId, Turn};
use serde::Deserialize;

use super::telling_it::{TellingIt, line, maybe_words, words};

/// A question that a group holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Inquiry {
    key: String,
    system: String,
    question: String,
    by: String,
    pub(super) days_ago: i64,
    /// Why it is open.
    words: String,
}

/// Somebody who holds money or manages, asked in for one question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedIn {
    inquiry: String,
    person: String,
    by: String,
    pub(super) days_ago: i64,
}

/// Something said while it is worked on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Talk {
    inquiry: String,
    by: String,
    pub(super) days_ago: i64,
    words: String,
}

/// A stage that the group entered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stage {
    inquiry: String,
    stage: String,
    by: String,
    pub(super) days_ago: i64,
    words: String,
}

/// Somebody opens a question.
pub(super) async fn opened<'a>(it: &mut TellingIt<'a>, inquiry: &'a Inquiry) -> Outcome<()> {
    let (reader, system) = (it.reader(&inquiry.by).await?, it.systems.get(&inquiry.system)?);
    let (question, why) = (line(&inquiry.question)?, maybe_words(&inquiry.words)?);
    let asked = Opened { system, question, why, because: None };
    let id = InquiryId::random();
    inquiries::open(&it.sharing, &reader, id, &asked, it.at).await?;
    it.keep(&inquiry.key, (Kind::Inquiry, id.0), system)
}

/// The group asks somebody in.
pub(super) async fn asked_in(it: &mut TellingIt<'_>, asked: &AskedIn) -> Outcome<()> {
    let (reader, person) = (it.reader(&asked.by).await?, it.people.get(&asked.person)?);
    let id = it.id(Kind::Inquiry, &asked.inquiry)?;
    inquiries::ask_in(&it.sharing, &reader, id, (GuestId::random(), person), it.at).await
}

/// Somebody says something.
pub(super) async fn talked(it: &mut TellingIt<'_>, talk: &Talk) -> Outcome<()> {
    say(it, (&talk.inquiry, &talk.by), Turn::Talk, &talk.words).await
}

/// The group enters a stage.
pub(super) async fn entered(it: &mut TellingIt<'_>, told: &Stage) -> Outcome<()> {
    let stage = inquiries::Stage::parse(&told.stage).ok_or(Fault::Unfit("unfit-stage"))?;
    say(it, (&told.inquiry, &told.by), Turn::Entered(stage), &told.words).await
}

async fn say(
    it: &TellingIt<'_>,
    (inquiry, by): (&str, &str),
    turn: Turn,
    text: &str,
) -> Outcome<()> {
    let (reader, id) = (it.reader(by).await?, it.id(Kind::Inquiry, inquiry)?);
    let talk = TalkId::random();
    inquiries::say(&it.sharing, &reader, talk, id, (turn, &words(text)?), it.at).await
}
