//! What people of the town told, how things were later, and what was answered.

use ::store::Token;
use ground::id::{Kind, Uuid};
use ground::{Fault, Outcome};
use serde::Deserialize;
use sharing::{Action, Audience, Matter, StandingKind};
use stories::came::{self, AnswerKind};
use stories::second_readings::{self, Answer, Asks, What, Whom};
use stories::tellings::tell::{self, Where};
use stories::tellings::{ChapterId, Manner, Teller, TellingId, Told, Wishes};
use stories::translations::{self, Added, TranslationId};

use super::telling_it::{Holder, TellingIt, line, maybe_line, words};
use super::town::Town;

/// Something told. Without a teller it is told on the page that the place offers to anybody.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    pub(super) key: String,
    teller: String,
    /// Who writes it down, where that is not the teller.
    written_by: String,
    about: String,
    for_name: String,
    system: String,
    pub(super) days_ago: i64,
    told: String,
    title: String,
    words: String,
    about_what: String,
    felt: String,
    matters: String,
    language: Option<String>,
    translation_words: Option<String>,
    translator: Option<String>,
    heard_by: Vec<String>,
    named: bool,
    quoted: bool,
    laid_beside: bool,
    compared: bool,
    come_back: bool,
    /// Who reads it before it goes further, where that is not whoever is on duty.
    second_reader: Option<String>,
    /// What the second reader found: fine, unless it waits still or was not like this.
    second_reading: Option<String>,
    /// What they told the teller.
    second_reader_said: Option<String>,
    pub(super) read_back_days_ago: Option<i64>,
    pub(super) not_read_back_why: Option<String>,
}

/// How things were later.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chapter {
    story: String,
    pub(super) days_ago: i64,
    by: String,
    words: String,
}

/// An answer to a teller that nothing came of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CameOfNothing {
    story: String,
    kind: String,
    words: String,
    by: String,
    pub(super) days_ago: i64,
}

impl Story {
    /// Whoever holds the pen, and so holds the telling; nobody where there is no account.
    fn by(&self) -> Option<&str> {
        let by = if self.written_by.is_empty() { &self.teller } else { &self.written_by };
        (!by.is_empty()).then_some(by)
    }

    fn wishes(&self, it: &TellingIt<'_>) -> Outcome<Wishes> {
        let audience = |to: &String| match to.split_once(':') {
            Some(("system", key)) => Ok(Audience::System(it.systems.get(key)?)),
            Some(("person", key)) => Ok(Audience::Person(it.people.get(key)?)),
            _ if to == "anyone" => Ok(Audience::Anyone),
            _ => Err(Fault::Inside(format!("{to} is nobody to hear it"))),
        };
        Ok(Wishes {
            heard_by: self.heard_by.iter().map(audience).collect::<Outcome<_>>()?,
            named: self.named,
            quoted: self.quoted,
            laid_beside: self.laid_beside,
            compared: self.compared,
            come_back: self.come_back,
            come_back_on: None,
        })
    }

    fn asks(&self, it: &TellingIt<'_>) -> Outcome<Asks> {
        let whom = self.second_reader.as_ref().map(|key| it.people.get(key)).transpose()?;
        Ok(Asks { whom: whom.map_or(Whom::OnDuty, Whom::Person), ..Asks::default() })
    }

    fn as_told(&self, it: &TellingIt<'_>) -> Outcome<Told> {
        Ok(Told {
            manner: Manner::parse(&self.about),
            for_name: maybe_line(&self.for_name)?,
            under_18: false,
            title: maybe_line(&self.title)?,
            words: words(&self.words)?,
            happened: maybe_line(&self.told)?,
            about_what: maybe_line(&self.about_what)?,
            felt: maybe_line(&self.felt)?,
            matters: maybe_line(&self.matters)?,
            language: self.language.clone().unwrap_or_else(|| "en".to_owned()),
            ring_on: None,
            wishes: self.wishes(it)?,
            asks: self.asks(it)?,
        })
    }
}

/// Somebody tells. Where the page would not have offered this, it is not told.
pub(super) async fn told<'a>(it: &mut TellingIt<'a>, story: &'a Story) -> Outcome<()> {
    let (system, place) = (it.systems.get(&story.system)?, it.place()?);
    let told = story.as_told(it)?;
    let (teller, holder) = match story.by() {
        Some(by) => {
            let reader = it.reader(by).await?;
            it.sharing.leave(&reader, Action::Belong, &Matter::system(system, place))?;
            let offered = |to: &Audience| match to {
                Audience::System(system) => reader.stands(StandingKind::Part, *system),
                Audience::Person(_) | Audience::Anyone => true,
            };
            if !told.wishes.heard_by.iter().all(offered) {
                return Err(Fault::Unfit("unfit-audience"));
            }
            (Teller::Person(it.people.get(by)?), Holder::Person(by))
        }
        None => {
            let offered =
                |to: &Audience| matches!(to, Audience::Anyone) || *to == Audience::System(place);
            if system != place || !told.wishes.heard_by.iter().all(offered) {
                return Err(Fault::Unfit("unfit-audience"));
            }
            let slip = Token::random()?.hash();
            (Teller::Slip(slip), Holder::Slip(slip))
        }
    };
    let (id, home) = (TellingId::random(), Where { system, place });
    tell::tell(&it.sharing, teller, home, id, &told, it.at).await?;
    it.keep(&story.key, (Kind::Telling, id.0), system)?;
    it.holders.insert(&story.key, holder);
    translated(it, story, id).await?;
    read_first(it, story).await
}

/// Whoever was asked reads what was told, before it goes further.
async fn read_first(it: &mut TellingIt<'_>, story: &Story) -> Outcome<()> {
    let said = match story.second_reading.as_deref() {
        None => Answer::Fine,
        Some("waits") => return Ok(()),
        Some("not_like_this") => {
            Answer::NotYet(story.second_reader_said.as_deref().map(words).transpose()?)
        }
        Some(_) => return Err(Fault::Unfit("unfit-second-answer")),
    };
    let what = What::Telling(it.id(Kind::Telling, &story.key)?);
    let reader = it.reader(story.second_reader.as_deref().unwrap_or(it.on_duty)).await?;
    let waits = second_readings::waiting(&it.sharing, &mut it.look().await?, &reader).await?;
    for one in waits.into_iter().filter(|one| one.what == what) {
        let (which, at) = ((one.id, one.revision), it.a_little_later(7));
        second_readings::answer(&it.sharing, &reader, which, &said, at).await?;
    }
    Ok(())
}

async fn translated(it: &TellingIt<'_>, story: &Story, id: TellingId) -> Outcome<()> {
    let (Some(text), Some(by)) = (&story.translation_words, &story.translator) else {
        return Ok(());
    };
    let (reader, at) = (it.holder(&story.key).await?, it.a_little_later(3));
    let (words, translator) = (words(text)?, line(by)?);
    let added = Added { language: "en", words: &words, translator: &translator };
    translations::add(&it.sharing, &reader, id, TranslationId::random(), added, at).await
}

/// A telling is read back to whoever it is about, or why it was not is said.
pub(super) async fn read_back(it: &mut TellingIt<'_>, story: &Story) -> Outcome<()> {
    let reader = it.holder(&story.key).await?;
    let id = it.id(Kind::Telling, &story.key)?;
    let why_not = story.not_read_back_why.as_deref().map(words).transpose()?;
    tell::read_back(&it.sharing, &reader, id, why_not.as_ref(), it.at).await?;
    read_first(it, story).await
}

/// Somebody says how things are now. Only whoever holds the telling can.
pub(super) async fn more(it: &mut TellingIt<'_>, town: &Town, chapter: &Chapter) -> Outcome<()> {
    let by = match it.holders.get(chapter.story.as_str()) {
        Some(Holder::Person(person)) => *person,
        _ => "",
    };
    if by != chapter.by {
        return Err(Fault::Inside(format!("{} does not hold it", chapter.by)));
    }
    let reader = it.holder(&chapter.story).await?;
    let id = it.id(Kind::Telling, &chapter.story)?;
    let key = &chapter.story;
    let (chapter, text) = (ChapterId::random(), words(&chapter.words)?);
    tell::tell_more(&it.sharing, &reader, id, chapter, &text, it.at).await?;
    match town.story.iter().find(|one| one.key == *key) {
        Some(story) => read_first(it, story).await,
        None => Ok(()),
    }
}

/// Somebody who heard it answers that nothing came of it.
pub(super) async fn nothing(it: &mut TellingIt<'_>, told: &CameOfNothing) -> Outcome<()> {
    let reader = it.reader(&told.by).await?;
    let id = it.id(Kind::Telling, &told.story)?;
    let kind = AnswerKind::parse(&told.kind).ok_or(Fault::Unfit("unfit-ringing-kind"))?;
    let text = words(&told.words)?;
    let answer = (Uuid::new_v4(), kind, &text);
    came::answer(&it.sharing, &reader, id, answer, it.at).await
}
