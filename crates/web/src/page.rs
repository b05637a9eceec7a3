//! What every page is given: a language, a title, and what its forms need.

use std::borrow::Borrow;

use askama::Template;
use axum::http::HeaderValue;
use axum::response::{Html, IntoResponse, Redirect, Response};
use ground::words::NotTaken;
use ground::{Fault, Line, Moment};
use jiff::tz::TimeZone;
use sharing::Seen;

use crate::app::App;
use crate::refusal::Refused;
use crate::tongue::Tongue;
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
    /// Whether the page shows somebody's life: then it has *Leave* and a neutral title.
    pub intimate: bool,
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
            made_up: app.settings().made_up,
            place_name: None,
            style: app.assets().style().to_owned(),
            icon: app.assets().icon().to_owned(),
            token: visitor.token.clone(),
            problem: None,
            zone: app.zone(),
        }
    }

    /// The same page, showing somebody's life.
    #[must_use]
    pub const fn intimate(mut self) -> Self {
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
        let problem = self.problem.as_ref().filter(|p| p.field == field)?;
        Some(problem.sentence(&self.t))
    }

    /// The problem, if it is in no single field.
    #[must_use]
    pub fn problem_at_large(&self) -> Option<String> {
        let problem = self.problem.as_ref().filter(|p| p.field.is_empty())?;
        Some(problem.sentence(&self.t))
    }

    /// A day as people say it, such as `9 March 2026`. Templates hand a moment over borrowed.
    #[must_use]
    pub fn day(&self, moment: impl Borrow<Moment>) -> String {
        let day = moment.borrow().day_in(&self.zone);
        let month = self.t.say(MONTHS[usize::from(day.month().unsigned_abs()) - 1]);
        let (number, year) = (day.day().to_string(), day.year().to_string());
        self.t.with("day", &[("day", number), ("month", month), ("year", year)])
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

/// What went wrong with a form: in which field, and the fault that says how.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which field; empty when it is the whole form.
    pub field: &'static str,
    kind: ProblemKind,
}

#[derive(Clone, Debug)]
enum ProblemKind {
    Text(NotTaken),
    Sentence(&'static str),
}

impl Problem {
    /// The problem that a fault makes, where the form can be shown again; other faults stay.
    pub fn of(fault: Fault) -> Result<Self, Fault> {
        match fault {
            Fault::Text { field, why } => Ok(Self { field, kind: ProblemKind::Text(why) }),
            Fault::Unfit(key) | Fault::Bound(key) => {
                Ok(Self { field: "", kind: ProblemKind::Sentence(key) })
            }
            other => Err(other),
        }
    }

    fn sentence(&self, t: &Tongue) -> String {
        match self.kind {
            ProblemKind::Text(NotTaken::Empty) => t.say("problem-empty"),
            ProblemKind::Text(NotTaken::TooLong { most, were }) => {
                t.with("problem-too-long", &[("most", most), ("were", were)])
            }
            ProblemKind::Sentence(key) => t.say(key),
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

/// Goes on to another page after a form.
#[must_use]
pub fn to(path: &str) -> Response {
    let mut response = Redirect::to(path).into_response();
    response.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
    response
}
