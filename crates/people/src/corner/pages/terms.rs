//! The form with which somebody is let in. What it says goes to the page that shows what they would
//! read, and only from there is anything kept.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use jiff::tz::TimeZone;
use serde::Deserialize;
use sharing::{Reader, Sharing, StandingKind, people, reader};
use web::form::{day, given_back};
use web::{App, Page, Problem, Refused, Shown, Visitor, typed};

use crate::corner::{Given, Terms, To};
use crate::frame::SectionHere;
use crate::lives::pages::{life_id, own};
use crate::sections;
use crate::sections::SectionId;

/// What the form holds, as it was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    pub(super) to: String,
    pub(super) purpose: String,
    pub(super) meeting: String,
    pub(super) began: String,
    pub(super) until: String,
    pub(super) read: Vec<String>,
    pub(super) write: Vec<String>,
}

impl Form {
    pub(super) fn reads(&self, section: &SectionId) -> bool {
        self.read.iter().any(|id| *id == section.to_string())
    }

    pub(super) fn writes(&self, section: &SectionId) -> bool {
        self.write.iter().any(|id| *id == section.to_string())
    }

    /// The same, to stand in a page once more: without what hides or reorders letters.
    pub(super) fn given_back(mut self) -> Self {
        for typed in [&mut self.purpose, &mut self.meeting, &mut self.began, &mut self.until] {
            *typed = given_back(typed);
        }
        self
    }

    /// What is given. What may be written in is read too.
    pub(super) fn given(&self) -> Vec<Given> {
        let ids = self.read.iter().chain(&self.write).filter_map(|id| SectionId::parse(id));
        let given = |section| Given { section, may_write: self.writes(&section) };
        let mut all: Vec<Given> = ids.map(given).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What the form says. Where nobody is chosen, or a day is none, it says so at its field.
    pub(super) fn terms(&self, now: Moment, zone: &TimeZone) -> Outcome<Terms> {
        let to = self.to.split_once(':').and_then(|(word, id)| To::of(word, parse(id)?));
        let to = to.ok_or(Fault::UnfitIn { field: "to", key: "unfit-nobody-let-in" })?;
        let on = |field, text: &str| {
            day(text, zone).map_err(|_| Fault::UnfitIn { field, key: "unfit-day" })
        };
        Ok(Terms {
            to,
            purpose: typed::maybe_line("purpose", &self.purpose)?,
            meeting: typed::maybe_line("meeting", &self.meeting)?,
            began: on("began", &self.began)?.filter(|began| *began > now).unwrap_or(now),
            until: on("until", &self.until)?,
            given: self.given(),
        })
    }
}

fn parse(id: &str) -> Option<ground::id::Uuid> {
    ground::id::Uuid::try_parse(id).ok()
}

/// Somebody, or a group, to choose.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) name: String,
}

impl Choice {
    /// This person.
    pub(crate) fn person((id, name): (PersonId, String)) -> Self {
        Self { value: format!("person:{id}"), name }
    }
}

#[derive(Template)]
#[template(path = "corner/new.html")]
pub(super) struct New {
    page: Page,
    id: SystemId,
    form: Form,
    people: Vec<Choice>,
    groups: Vec<Choice>,
    sections: Vec<SectionHere>,
}

impl New {
    pub(super) async fn of(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        (form, problem): (Form, Option<Problem>),
    ) -> Result<Self, Refused> {
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let (life, mut look) = own(app, visitor, id).await?;
        let page = Page::new(app, visitor, "corner-new-title").intimate().saying(problem);
        let all = sections::of_life(sharing, &mut look, reader, &life).await?;
        let all = all.iter().filter(|section| !section.put_away);
        let mut sections: Vec<SectionHere> =
            all.map(|section| SectionHere::new(section, &page)).collect();
        let needed = sections::not_laid_out(&mut look, id).await?;
        sections.extend(needed.into_iter().map(|kind| SectionHere::to_come(kind, id, &page)));
        let people = known(sharing, &mut look, reader, reader.is_under_18()).await?;
        let people = people.into_iter().map(Choice::person).collect();
        let mine: Vec<SystemId> = reader.systems(StandingKind::Part).collect();
        let systems = places::systems::find_many(sharing, &mut look, reader, &mine).await?;
        let groups = systems
            .iter()
            .filter(|one| !one.is_place())
            .map(|one| Choice { value: format!("group:{}", one.id), name: one.name.to_string() });
        let groups = groups.collect();
        Ok(Self { page, id, form, people, groups, sections })
    }
}

impl New {
    /// The same, saying what went wrong.
    pub(super) fn saying(mut self, problem: Problem) -> Self {
        self.page = self.page.saying(Some(problem));
        self
    }
}

/// The people whom this reader may know and choose, by name, with those under 18 or without them.
pub(crate) async fn known(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    children_too: bool,
) -> Outcome<Vec<(PersonId, String)>> {
    let mut people: Vec<PersonId> = Vec::new();
    for place in reader.places() {
        people.extend(reader::standing_in(look, place, StandingKind::Part).await?);
    }
    people.sort_unstable();
    people.dedup();
    if !children_too {
        let children = people::under_18_among(look, &people).await?;
        people.retain(|person| !children.contains(person));
    }
    people.retain(|person| reader.person_id() != Some(*person));
    let names = sharing.names(look, reader, people.iter().copied()).await?;
    let choice = |person: PersonId| Some((person, names.of(person)?.to_string()));
    let mut choices: Vec<(PersonId, String)> = people.into_iter().filter_map(choice).collect();
    choices.sort_by_key(|(_, name)| name.to_lowercase());
    Ok(choices)
}

pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let empty = (Form::default(), None);
    Ok(Shown(New::of(&app, &visitor, life_id(&id)?, empty).await?).into_response())
}
