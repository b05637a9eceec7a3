//! What every page is given: a language, a title, and what its forms need.

use std::borrow::{Borrow, Cow};

use askama::Template;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use ground::words::NotTaken;
use ground::{Fault, Line, Moment};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sharing::Seen;

use crate::app::{App, Spoken};
use crate::refusal::Refused;
use crate::tongue::Tongue;
use crate::untaken::Untaken;
use crate::visitor::Visitor;

/// What the layout needs of any page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The language, with the place's own words.
    pub t: Tongue,
    /// The page's title, already a sentence.
    pub title: String,
    /// Whether somebody is signed in.
    pub signed_in: bool,
    /// Whether the page shows somebody's life, or has just been left: then its title is neutral.
    pub intimate: bool,
    /// Whether the page has *Leave*: every page that shows somebody's life does, with an account
    /// or without.
    pub leaves: bool,
    /// Whether everything here is made up.
    pub made_up: bool,
    /// The name of the place that the page is in, if it is in one.
    pub place_name: Option<Seen<Line>>,
    /// Where the stylesheet is.
    pub style: String,
    /// Where the icon is.
    pub icon: String,
    /// What forms bring back.
    pub token: String,
    /// What went wrong with the form on this page, if anything did.
    pub problem: Option<Problem>,
    /// What the form did that led here, if one did: every page says it, under its header.
    pub said: Option<Said>,
    /// What one of its small forms held that could not be taken, if there is such a one.
    pub(crate) untaken: Option<Untaken>,
    zone: TimeZone,
}

impl Page {
    /// A page with this title's key.
    #[must_use]
    pub fn new(app: &App, visitor: &Visitor, title: &str) -> Self {
        Self::titled(app, visitor, visitor.tongue.say(title))
    }

    /// A page with a title that is already a sentence.
    #[must_use]
    pub fn titled(app: &App, visitor: &Visitor, title: String) -> Self {
        Self {
            t: visitor.tongue.clone(),
            title,
            signed_in: visitor.reader.person_id().is_some(),
            intimate: false,
            leaves: false,
            made_up: app.settings().made_up,
            place_name: None,
            style: app.assets().style().to_owned(),
            icon: app.assets().icon().to_owned(),
            token: visitor.token.clone(),
            problem: None,
            said: visitor.said,
            untaken: None,
            zone: app.zone(),
        }
    }

    /// The same page, showing somebody's life.
    #[must_use]
    pub const fn intimate(mut self) -> Self {
        self.intimate = true;
        self.leaves = true;
        self
    }

    /// The same page, with a neutral title and nothing on it that one would have to leave.
    #[must_use]
    pub const fn neutral(mut self) -> Self {
        self.intimate = true;
        self
    }

    /// The same page, in a place's own words and time zone.
    #[must_use]
    pub fn speaking(mut self, tongue: Tongue, zone: TimeZone) -> Self {
        self.t = tongue;
        self.zone = zone;
        self
    }

    /// The same page in a place: its name, its own words and its time zone.
    #[must_use]
    pub fn within(mut self, name: Seen<Line>, tongue: Tongue, zone: TimeZone) -> Self {
        self.place_name = Some(name);
        self.speaking(tongue, zone)
    }

    /// The same page in the place that speaks, if one does.
    #[must_use]
    pub fn spoken(self, place: Option<&Spoken>) -> Self {
        match place.cloned() {
            Some(place) => self.within(place.name, place.tongue, place.zone),
            None => self,
        }
    }

    /// The same page, saying what went wrong with its form.
    #[must_use]
    pub fn saying(mut self, problem: Option<Problem>) -> Self {
        self.problem = problem;
        self
    }

    /// A fresh key for a form.
    #[must_use]
    pub fn once(&self) -> String {
        // Without randomness the form still works; it may only count twice when sent twice.
        crate::form::fresh().unwrap_or_default()
    }

    /// The sentence of the problem in this field, if it is there.
    #[must_use]
    pub fn problem_in(&self, field: &str) -> Option<String> {
        let mut amiss = self.problem.as_ref()?.each();
        amiss.find(|(at, _)| *at == field).map(|(_, kind)| kind.beside(&self.t))
    }

    /// What is to be mended, for the top of the page: each time the field that it is in, or nothing
    /// where it is in no single one, and a sentence. The layout shows it, so that no page can forget
    /// it.
    #[must_use]
    pub fn to_mend(&self) -> Vec<(&str, String)> {
        let amiss = self.problem.iter().flat_map(Problem::each);
        amiss.map(|(field, kind)| (field, kind.above_the_form(&self.t))).collect()
    }

    /// How many things are to be mended, as the heading above them and the page's title say it.
    #[must_use]
    pub fn mending(&self) -> Option<String> {
        let things = self.problem.as_ref()?.each().count();
        Some(self.t.count("problem-title", things))
    }

    /// A day as people say it, such as `9 March 2026`. Templates hand a moment over borrowed.
    #[must_use]
    pub fn day(&self, moment: impl Borrow<Moment>) -> String {
        let day = moment.borrow().day_in(&self.zone);
        let month = self.t.say(MONTHS[usize::from(day.month().unsigned_abs()) - 1]);
        let (number, year) = (day.day().to_string(), day.year().to_string());
        self.t.with("day", &[("day", number), ("month", month), ("year", year)])
    }

    /// The moment at which the day began that this moment is in.
    #[must_use]
    pub fn start_of_day(&self, moment: Moment) -> Moment {
        Moment::start_of(moment.day_in(&self.zone), &self.zone).unwrap_or(moment)
    }

    /// The time of day, such as `09:05`.
    #[must_use]
    pub fn time(&self, moment: impl Borrow<Moment>) -> String {
        let at = Timestamp::from_microsecond(moment.borrow().0).unwrap_or(Timestamp::UNIX_EPOCH);
        at.to_zoned(self.zone.clone()).strftime("%H:%M").to_string()
    }

    /// The same day for machines, such as `2026-03-09`.
    #[must_use]
    pub fn iso_day(&self, moment: impl Borrow<Moment>) -> String {
        moment.borrow().day_in(&self.zone).to_string()
    }
}

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
    "month-9", "month-10", "month-11", "month-12",
];

/// What went wrong with a form: in which field, and the fault that says how; and the same of each
/// other field with which something went wrong too.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which field; empty when it is the whole form.
    pub field: Cow<'static, str>,
    kind: ProblemKind,
    besides: Vec<(Cow<'static, str>, ProblemKind)>,
}

#[derive(Clone, Debug)]
enum ProblemKind {
    Text(NotTaken),
    Sentence(&'static str),
    Said(String),
}

impl Problem {
    /// The problem that a fault makes, where the form can be shown again; other faults stay.
    pub fn of(fault: Fault) -> Result<Self, Fault> {
        Self::in_a_form(&fault).ok_or(fault)
    }

    /// The same, where the fault is needed still.
    pub(crate) fn in_a_form(fault: &Fault) -> Option<Self> {
        match fault {
            Fault::Text { field, why } => Some(Self::new(field, ProblemKind::Text(*why))),
            Fault::UnfitIn { field, key } => Some(Self::new(field, ProblemKind::Sentence(key))),
            Fault::Unfit(key) | Fault::Bound(key) => {
                Some(Self::new("", ProblemKind::Sentence(key)))
            }
            Fault::Several(amiss) => Self::of_several(amiss),
            _ => None,
        }
    }

    fn of_several(amiss: &[Fault]) -> Option<Self> {
        let mut whole: Option<Self> = None;
        for fault in amiss {
            let one = Self::in_a_form(fault)?;
            match &mut whole {
                Some(whole) => whole.besides.push((one.field, one.kind)),
                None => whole = Some(one),
            }
        }
        whole
    }

    const fn new(field: &'static str, kind: ProblemKind) -> Self {
        Self { field: Cow::Borrowed(field), kind, besides: Vec::new() }
    }

    /// Each field with which something went wrong, in the order of the form.
    fn each(&self) -> impl Iterator<Item = (&str, &ProblemKind)> {
        let besides = self.besides.iter().map(|(field, kind)| (field.as_ref(), kind));
        std::iter::once((self.field.as_ref(), &self.kind)).chain(besides)
    }

    /// The same problem in the field with this id, which is the only one of its form.
    pub(crate) fn in_the_field(mut self, field: &str) -> Self {
        self.field = Cow::Owned(field.to_owned());
        self
    }

    /// The problem of a whole form, in a sentence that is made already.
    #[must_use]
    pub const fn said(sentence: String) -> Self {
        Self::new("", ProblemKind::Said(sentence))
    }

    /// The same for a form that puts words better, and the status its page comes with: where
    /// somebody else did so meanwhile, both texts stand on it.
    pub fn beside_what_stands(fault: Fault) -> Result<(Self, StatusCode), Fault> {
        match fault {
            Fault::Stale => Ok((Self::of(Fault::Unfit("stale-both-texts"))?, StatusCode::CONFLICT)),
            other => Ok((Self::of(other)?, StatusCode::UNPROCESSABLE_ENTITY)),
        }
    }
}

impl ProblemKind {
    /// The sentence as it stands above the form, away from the field.
    fn above_the_form(&self, t: &Tongue) -> String {
        self.put(t, "problem-empty-there", "problem-too-long-there")
    }

    /// The sentence as it stands beside its field.
    fn beside(&self, t: &Tongue) -> String {
        self.put(t, "problem-empty", "problem-too-long")
    }

    fn put(&self, t: &Tongue, empty: &str, too_long: &str) -> String {
        match self {
            Self::Text(NotTaken::Empty) => t.say(empty),
            Self::Text(NotTaken::TooLong { most, were }) => {
                t.with(too_long, &[("most", *most), ("were", *were)])
            }
            Self::Sentence(key) => t.say(key),
            Self::Said(sentence) => sentence.clone(),
        }
    }
}

/// A template as an answer.
#[derive(Debug)]
pub struct Shown<T>(pub T);

impl<T: Template> IntoResponse for Shown<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(text) => Html(text).into_response(),
            Err(error) => Refused(Fault::inside(error)).into_response(),
        }
    }
}

/// What a form did, in a few words: the page to which it leads says so, and no more, since somebody
/// may look over a shoulder. It travels in the address, so that nothing is kept for it; an address
/// with one of these words made up by hand says a few words that are not so, and does nothing. What
/// somebody answered is in none of them, since browsers remember addresses. That words are erased is
/// never said so: whoever believed it would stop looking after them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    /// What was written is kept.
    Kept,
    /// It was kept before, and a form that was sent again changed nothing.
    KeptAlready,
    /// Something was ended, answered or taken back.
    Done,
}

impl Said {
    const ALL: [Self; 3] = [Self::Kept, Self::KeptAlready, Self::Done];

    const fn word(self) -> &'static str {
        match self {
            Self::Kept => "said=kept",
            Self::KeptAlready => "said=kept-already",
            Self::Done => "said=done",
        }
    }

    /// The key of its sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kept => "said-kept",
            Self::KeptAlready => "said-kept-already",
            Self::Done => "said-done",
        }
    }

    /// What an address says, by what stands in it behind the question mark.
    pub(crate) fn of(query: &str) -> Option<Self> {
        query.split('&').find_map(|pair| Self::ALL.into_iter().find(|said| said.word() == pair))
    }
}

/// Goes on to another page after a form; that page says that it is kept.
#[must_use]
pub fn to(path: &str) -> Response {
    to_saying(path, Said::Kept)
}

/// Goes on to another page after a form; that page says what the form did.
#[must_use]
pub fn to_saying(path: &str, said: Said) -> Response {
    let (page, part) = path.split_once('#').map_or((path, None), |(p, part)| (p, Some(part)));
    let joint = if page.contains('?') { '&' } else { '?' };
    let mut whole = format!("{page}{joint}{}", said.word());
    if let Some(part) = part {
        whole.push('#');
        whole.push_str(part);
    }
    to_quietly(&whole)
}

/// Goes on to another page after a form that kept nothing, or whose page says itself what it did.
#[must_use]
pub fn to_quietly(path: &str) -> Response {
    let mut response = Redirect::to(path).into_response();
    response.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_to_a_page_that_says_what_it_did_and_the_place_on_the_page_stays() {
        for (path, whole) in [
            ("/drafts", "/drafts?said=kept"),
            ("/stories/1#more", "/stories/1?said=kept#more"),
            ("/search?words=bus", "/search?words=bus&said=kept"),
        ] {
            let response = to(path);
            assert_eq!(response.headers()["location"], whole);
            let query = whole.split(['?', '#']).nth(1).unwrap_or_default();
            assert_eq!(Said::of(query), Some(Said::Kept), "{whole}");
        }
        assert_eq!(to_quietly("/").headers()["location"], "/");
        for made_up in ["", "said=", "said=erased", "said=not-again", "unsaid=kept", "said=<b>"] {
            assert_eq!(Said::of(made_up), None, "{made_up}");
        }
    }
}
