//! What groups in and around the town ask each other, say stands in their way, and pass on; and
//! what is answered.

use ground::id::Kind;
use ground::{Fault, Outcome};
use learning::asks::{self, AskAnswerId, AskAnswerKind, AskId, AskKind, Put, What};
use learning::because::BecauseOf;
use serde::Deserialize;
use sharing::lineage::Cause;

use super::because::placed;
use super::telling_it::{TellingIt, maybe_words, words};

/// Something that one group says to another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    key: String,
    kind: String,
    from: String,
    to: String,
    /// The lesson that is passed on, where it is one.
    lesson: Option<String>,
    by: String,
    pub(super) days_ago: i64,
    words: String,
    /// Because of what they say it, as `kind:key`, and why they say so.
    of: Option<String>,
    why: Option<String>,
}

/// What is answered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AskAnswer {
    ask: String,
    by: String,
    kind: String,
    pub(super) days_ago: i64,
    words: String,
}

/// Somebody says it in their group's name.
pub(super) async fn said<'a>(it: &mut TellingIt<'a>, told: &'a Ask) -> Outcome<()> {
    let (from, to) = (it.systems.get(&told.from)?, it.systems.get(&told.to)?);
    let because = match &told.of {
        Some(of) => {
            let why = maybe_words(told.why.as_deref().unwrap_or_default())?;
            Some(BecauseOf { cause: Cause::Of(placed(it, of)?), why })
        }
        None => None,
    };
    let put = Put { from, to, what: what(it, told)?, because };
    let (id, reader) = (AskId::random(), it.reader(&told.by).await?);
    asks::pass_on(&it.sharing, &reader, id, &put, it.at).await?;
    it.keep(&told.key, (Kind::Ask, id.0), from)
}

/// What the file says that they say.
fn what(it: &TellingIt<'_>, told: &Ask) -> Outcome<What> {
    match (AskKind::parse(&told.kind), &told.lesson) {
        (Some(AskKind::Ask), None) => Ok(What::Ask(words(&told.words)?)),
        (Some(AskKind::Obstacle), None) => Ok(What::Obstacle(words(&told.words)?)),
        (Some(AskKind::Lesson), Some(key)) => {
            Ok(What::Lesson(it.id(Kind::Lesson, key)?, maybe_words(&told.words)?))
        }
        _ => Err(Fault::Unfit("unfit-ask-kind")),
    }
}

/// Somebody answers for the group that it was said to.
pub(super) async fn answered(it: &mut TellingIt<'_>, told: &AskAnswer) -> Outcome<()> {
    let (reader, ask) = (it.reader(&told.by).await?, it.id(Kind::Ask, &told.ask)?);
    let kind = AskAnswerKind::parse(&told.kind).ok_or(Fault::Unfit("unfit-ask-kind"))?;
    let said = words(&told.words)?;
    asks::answer(&it.sharing, &reader, AskAnswerId::random(), ask, (kind, &said), it.at).await
}
