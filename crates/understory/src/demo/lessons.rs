//! What people of the town learned, or thought they had; and their conversations about whether
//! it is what they intended.

use ground::id::Kind;
use ground::{Fault, Outcome};
use learning::conversations::{self, Answers, ConversationId};
use learning::heard::Heard;
use learning::lessons::{self, Holds, LessonId, LookedAgainId, LookingAgain, Written};
use serde::Deserialize;

use super::telling_it::{TellingIt, maybe_line, maybe_words, words};

/// Something learned, with where and when it held.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lesson {
    key: String,
    system: String,
    inquiry: String,
    by: String,
    pub(super) days_ago: i64,
    learned: String,
    place: String,
    time: String,
    context: String,
    /// Days after which to look again.
    look_again_days: i64,
}

/// What somebody found who looked again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LookedAgain {
    lesson: String,
    by: String,
    pub(super) days_ago: i64,
    holds: String,
    words: String,
}

/// A conversation about whether it is what they intended.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Conversation {
    system: String,
    pub(super) days_ago: i64,
    by: String,
    heard: String,
    missing: String,
    saying: String,
    intended: String,
    will_do: String,
}

/// Somebody writes down what was learned.
pub(super) async fn learned<'a>(it: &mut TellingIt<'a>, lesson: &'a Lesson) -> Outcome<()> {
    let (reader, system) = (it.reader(&lesson.by).await?, it.systems.get(&lesson.system)?);
    let written = Written {
        system,
        inquiry: Some(it.id(Kind::Inquiry, &lesson.inquiry)?),
        learned: words(&lesson.learned)?,
        held_where: maybe_line(&lesson.place)?,
        held_when: maybe_line(&lesson.time)?,
        context: maybe_words(&lesson.context)?,
        heard: Heard::default(),
        look_again: Some(it.at.plus_days(lesson.look_again_days)),
        because: None,
    };
    let id = LessonId::random();
    lessons::write(&it.sharing, &reader, id, &written, it.at).await?;
    it.keep(&lesson.key, (Kind::Lesson, id.0), system)
}

/// Somebody looks at a lesson again.
pub(super) async fn looked_again(it: &mut TellingIt<'_>, told: &LookedAgain) -> Outcome<()> {
    let reader = it.reader(&told.by).await?;
    let lesson = it.id(Kind::Lesson, &told.lesson)?;
    let holds = Holds::parse(&told.holds).ok_or(Fault::Unfit("unfit-holds"))?;
    let found = LookingAgain { holds, words: maybe_words(&told.words)?, next: None };
    let id = LookedAgainId::random();
    lessons::look_again(&it.sharing, &reader, id, lesson, &found, it.at).await
}

/// Somebody writes down what was said about whether it is what they intended.
pub(super) async fn spoke(it: &mut TellingIt<'_>, told: &Conversation) -> Outcome<()> {
    let (reader, system) = (it.reader(&told.by).await?, it.systems.get(&told.system)?);
    let answers = Answers {
        heard: Heard {
            heard: maybe_words(&told.heard)?,
            missing: maybe_words(&told.missing)?,
            decided: None,
        },
        saying: maybe_words(&told.saying)?,
        intended: maybe_words(&told.intended)?,
        will_do: maybe_words(&told.will_do)?,
    };
    let id = ConversationId::random();
    conversations::record(&it.sharing, &reader, id, system, (&answers, None), it.at).await
}
