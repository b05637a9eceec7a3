//! The form on which somebody tells, as it comes back, and how it is read.

use ground::id::{PersonId, SystemId, Uuid};
use ground::words::NotTaken;
use ground::{Fault, Line, Outcome, Words};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sharing::Audience;

use super::wishes::COME_BACK_ON;
use super::{Manner, Told, Wished, Wishes, languages};
use crate::ringing::Asked;
use crate::second_readings::{Asks, Could, Whom};

/// What was typed and chosen. Everything but the words may be empty.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct TellForm {
    /// The words.
    pub words: String,
    /// How it came to be written.
    pub manner: String,
    /// The name chosen for whoever it is about.
    pub for_name: String,
    /// I am under 18.
    pub under_18: Option<String>,
    /// They are under 18, whose words these are.
    pub they_under_18: Option<String>,
    /// A title.
    pub title: String,
    /// When it happened.
    pub happened: String,
    /// What it is about.
    pub about_what: String,
    /// How it felt.
    pub felt: String,
    /// What matters most.
    pub matters: String,
    /// The language.
    pub language: String,
    /// How to ring back.
    pub ring_on: String,
    /// When that is safe.
    pub ring_safe: String,
    /// Whether a message may be left.
    pub ring_message: String,
    /// Who may hear it: `person:ID`, `system:ID` or `anyone`.
    pub heard_by: Vec<String>,
    /// Show my name.
    pub named: Option<String>,
    /// It may be quoted.
    pub quoted: Option<String>,
    /// It may be laid beside others.
    pub laid_beside: Option<String>,
    /// A machine may compare it.
    pub compared: Option<String>,
    /// Come back and ask.
    pub come_back: Option<String>,
    /// On this day.
    pub come_back_on: String,
    /// Whether somebody who was named reads it first.
    pub second_by: String,
    /// Could anyone in it be found, or hurt?
    pub could: String,
    /// In their words.
    pub could_words: String,
    /// Whether it is to be kept for later, and not told yet.
    pub later: Option<String>,
    /// The draft it was taken up from.
    pub draft: String,
    /// As that draft was then.
    pub draft_revision: String,
}

/// What was wished.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WishesForm {
    /// Who may hear it: `person:ID`, `system:ID` or `anyone`.
    pub heard_by: Vec<String>,
    /// Show my name.
    pub named: Option<String>,
    /// It may be quoted.
    pub quoted: Option<String>,
    /// It may be laid beside others.
    pub laid_beside: Option<String>,
    /// A machine may compare it.
    pub compared: Option<String>,
    /// Come back and ask.
    pub come_back: Option<String>,
    /// On this day.
    pub come_back_on: String,
    /// Which version of the wishes was on the page.
    pub revision: i64,
    /// Whether somebody who was named reads it first.
    pub second_by: String,
    /// Could anyone in it be found, or hurt?
    pub could: String,
    /// In their words.
    pub could_words: String,
}

impl TellForm {
    /// The wishes among what was chosen.
    #[must_use]
    pub fn wishes(&self) -> WishesForm {
        WishesForm {
            heard_by: self.heard_by.clone(),
            named: self.named.clone(),
            quoted: self.quoted.clone(),
            laid_beside: self.laid_beside.clone(),
            compared: self.compared.clone(),
            come_back: self.come_back.clone(),
            come_back_on: self.come_back_on.clone(),
            revision: 0,
            second_by: self.second_by.clone(),
            could: self.could.clone(),
            could_words: self.could_words.clone(),
        }
    }

    /// Whether more is said than the words: their own reading, a title, a day, a language.
    pub(crate) fn says_more(&self) -> bool {
        let more = [
            &self.title,
            &self.happened,
            &self.about_what,
            &self.felt,
            &self.matters,
            &self.language,
        ];
        more.iter().any(|typed| !typed.is_empty())
    }

    /// Whether it is said that whoever tells, or is told about, is under 18. Whoever holds the pen
    /// for somebody else does not say it of themselves.
    fn is_under_18(&self) -> bool {
        let own = Manner::parse(&self.manner) == Manner::Self_;
        self.they_under_18.is_some() || (own && self.under_18.is_some())
    }

    /// Reads the form.
    pub fn told(&self, zone: &TimeZone) -> Outcome<Told> {
        let words = Words::parse(&self.words).map_err(|why| text("words", why))?;
        let Wished { wishes, asks } = self.wishes().wished(zone)?;
        Ok(Told {
            manner: match Manner::parse(&self.manner) {
                // Only an import imports.
                Manner::Imported => Manner::Self_,
                chosen => chosen,
            },
            for_name: line("for_name", &self.for_name)?,
            under_18: self.is_under_18(),
            title: line("title", &self.title)?,
            words,
            happened: line("happened", &self.happened)?,
            about_what: line("about_what", &self.about_what)?,
            felt: line("felt", &self.felt)?,
            matters: line("matters", &self.matters)?,
            language: languages::parse(&self.language)?,
            ring_on: Asked::parse(&self.ring_on, &self.ring_safe, self.ring_message == "yes")?,
            wishes,
            asks,
        })
    }
}

impl WishesForm {
    /// The form as it stands for these wishes.
    #[must_use]
    pub fn of(wishes: &Wishes, zone: &TimeZone, revision: i64) -> Self {
        let tick = |wished: bool| wished.then(|| "yes".to_owned());
        Self {
            heard_by: wishes.heard_by.iter().map(|a| choice(*a)).collect(),
            named: tick(wishes.named),
            quoted: tick(wishes.quoted),
            laid_beside: tick(wishes.laid_beside),
            compared: tick(wishes.compared),
            come_back: tick(wishes.come_back),
            come_back_on: wishes
                .come_back_on
                .filter(|_| wishes.come_back)
                .map(|on| on.day_in(zone).to_string())
                .unwrap_or_default(),
            revision,
            ..Self::default()
        }
    }

    /// What is said before it goes further than a group. Where one person was named, they can be
    /// asked at once; where several were, the teller chooses on the next page.
    fn asks(&self, wishes: &Wishes) -> Outcome<Asks> {
        let mut named = wishes.heard_by.iter().filter_map(|to| match to {
            Audience::Person(person) => Some(*person),
            Audience::System(_) | Audience::Anyone => None,
        });
        let whom = match (self.second_by.as_str(), named.next(), named.next()) {
            ("named", Some(one), None) => Whom::Person(one),
            ("named", ..) => Whom::NotYet,
            _ => Whom::OnDuty,
        };
        let said = words("could_words", &self.could_words)?;
        Ok(Asks { whom, could: Could::parse(&self.could), words: said })
    }

    /// Whether this choice is ticked.
    #[must_use]
    pub fn chose(&self, choice: &str) -> bool {
        self.heard_by.iter().any(|c| c == choice)
    }

    /// Reads the form.
    pub fn wished(&self, zone: &TimeZone) -> Outcome<Wished> {
        let wishes = self.wishes(zone)?;
        Ok(Wished { asks: self.asks(&wishes)?, wishes })
    }

    fn wishes(&self, zone: &TimeZone) -> Outcome<Wishes> {
        let mut heard_by: Vec<Audience> =
            self.heard_by.iter().filter_map(|choice| audience(choice)).collect();
        heard_by.sort_unstable();
        heard_by.dedup();
        let come_back_on = web::form::day(&self.come_back_on, zone);
        let come_back_on = come_back_on.map_err(|fault| fault.in_field(COME_BACK_ON))?;
        let wishes = Wishes {
            heard_by,
            named: self.named.is_some(),
            quoted: self.quoted.is_some(),
            laid_beside: self.laid_beside.is_some(),
            compared: self.compared.is_some(),
            come_back: self.come_back.is_some() || come_back_on.is_some(),
            come_back_on,
        };
        wishes.check()?;
        Ok(wishes)
    }
}

/// An audience as a form names it.
#[must_use]
pub fn choice(audience: Audience) -> String {
    match audience {
        Audience::Person(person) => format!("person:{person}"),
        Audience::System(system) => format!("system:{system}"),
        Audience::Anyone => "anyone".to_owned(),
    }
}

fn audience(choice: &str) -> Option<Audience> {
    if choice == "anyone" {
        return Some(Audience::Anyone);
    }
    let (kind, id) = choice.split_once(':')?;
    let id: Uuid = Uuid::try_parse(id).ok()?;
    match kind {
        "person" => Some(Audience::Person(PersonId(id))),
        "system" => Some(Audience::System(SystemId(id))),
        _ => None,
    }
}

/// Reads an optional line of a form.
pub(crate) fn line(field: &'static str, typed: &str) -> Outcome<Option<Line>> {
    Line::parse_optional(typed).map_err(|why| text(field, why))
}

/// Reads an optional text of a form.
pub(crate) fn words(field: &'static str, typed: &str) -> Outcome<Option<Words>> {
    Words::parse_optional(typed).map_err(|why| text(field, why))
}

/// The fault of a text that was not taken.
pub(crate) const fn text(field: &'static str, why: NotTaken) -> Fault {
    Fault::Text { field, why }
}
