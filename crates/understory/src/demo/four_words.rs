//! What people of the town read again with four words, and whom they asked to come and talk.

use ground::id::{Kind, PersonId};
use ground::{Fault, Outcome, Words};
use learning::convening;
use learning::inquiries::{GuestId, TalkId};
use serde::Deserialize;
use sharing::vest::{Vest, VestId};

use super::because::placed;
use super::telling_it::{TellingIt, maybe_words, words};

/// Somebody reads something with four words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FourWords {
    /// What they read, as `kind:key`.
    of: String,
    by: String,
    pub(super) days_ago: i64,
    variety: String,
    empathy: String,
    strengths: String,
    trust: String,
    /// What its teller answers, where it is a story and they do.
    answer: String,
}

impl FourWords {
    fn said(&self) -> Outcome<Vest<Words>> {
        Ok(Vest {
            variety: maybe_words(&self.variety)?,
            empathy: maybe_words(&self.empathy)?,
            strengths: maybe_words(&self.strengths)?,
            trust: maybe_words(&self.trust)?,
        })
    }
}

/// People who are asked to come and talk about a question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Come {
    inquiry: String,
    people: Vec<String>,
    by: String,
    pub(super) days_ago: i64,
    words: String,
    /// Who of them says soon that they will come.
    #[serde(default)]
    comes: Vec<String>,
}

/// Somebody reads something with four words, and its teller may answer.
pub(super) async fn read(it: &mut TellingIt<'_>, told: &FourWords) -> Outcome<()> {
    let (reader, of, said) = (it.reader(&told.by).await?, placed(it, &told.of)?, told.said()?);
    let (id, thing, sharing, at) = (VestId::random(), of.thing.id, &it.sharing, it.at);
    let said = (id, &said);
    match of.thing.kind {
        Kind::Telling => {
            stories::vest::read_telling(sharing, &reader, thing.into(), said, at).await?;
        }
        Kind::Pattern => {
            stories::vest::read_pattern(sharing, &reader, thing.into(), said, at).await?;
        }
        Kind::Experiment => {
            learning::vest::read_experiment(sharing, &reader, thing.into(), said, at).await?;
        }
        other => return Err(Fault::Inside(format!("{} is not read so here", other.word()))),
    }
    let Some(answer) = maybe_words(&told.answer)? else { return Ok(()) };
    let (_, story) = told.of.split_once(':').unwrap_or_default();
    let (teller, at) = (it.holder(story).await?, it.a_little_later(1));
    stories::vest::answer(sharing, &teller, thing.into(), (id, Some(&answer)), at).await
}

/// Somebody asks others to come.
pub(super) async fn asked(it: &mut TellingIt<'_>, told: &Come) -> Outcome<()> {
    let (reader, inquiry) = (it.reader(&told.by).await?, it.id(Kind::Inquiry, &told.inquiry)?);
    let people = told.people.iter().map(|who| Ok((it.people.get(who)?, GuestId::random())));
    let people: Vec<(PersonId, GuestId)> = people.collect::<Outcome<_>>()?;
    let text = words(&told.words)?;
    let said = Some((TalkId::random(), &text));
    convening::ask_to_come(&it.sharing, &reader, inquiry, &people, said, it.at).await?;
    for who in &told.comes {
        let (who, at) = (it.reader(who).await?, it.a_little_later(1));
        convening::answer(&it.sharing, &who, inquiry, convening::Answer::Comes, at).await?;
    }
    Ok(())
}
