//! Writing down when somebody met, one such time by itself, and copying it for another system.

mod copying;

use std::collections::HashSet;

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Line, Moment, Outcome, Words};
use serde::Deserialize;
use sharing::{Reader, Seen, Sharing};
use web::form::day;
use web::view::{on, on_done};
use web::{Access, App, Page, Pressed, Problem, Refused, Routes, Sent, Shown, Visitor, typed};

use super::{Met, Visit, VisitId, find, take_out, write};
use crate::corner::pages::{Choice, known};
use crate::frame::{self, SectionHere};
use crate::lives::pages::life_id;
use crate::lives::{self, Life};
use crate::sections::{self, Section, SectionId, SectionKind};

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/lives/{id}/visits/new", Access::Offered, new)
        .post("/lives/{id}/visits", Access::Offered, written)
        .get("/lives/{id}/visits/{visit}", Access::Offered, show)
        .post("/lives/{id}/visits/{visit}/out", Access::Offered, taken_out)
        .get("/lives/{id}/copy", Access::Offered, copying::show)
        .post("/lives/{id}/copy", Access::Offered, copying::shown)
        .post("/lives/{id}/copy/file", Access::Offered, copying::file)
}

/// One time that somebody met, as a page shows it.
pub(crate) struct VisitHere {
    pub(crate) id: VisitId,
    pub(crate) day: Moment,
    pub(crate) words: Option<Seen<Words>>,
    /// Who was there or was pulled in, by name.
    pub(crate) there: Vec<String>,
    pub(crate) present: Option<Seen<Line>>,
    pub(crate) by: String,
}

impl VisitHere {
    pub(crate) async fn all(
        sharing: &Sharing,
        look: &mut Look,
        (reader, page): (&Reader, &Page),
        visits: Vec<Visit>,
    ) -> Outcome<Vec<Self>> {
        let of = |visit: &Visit| {
            visit.people.iter().copied().chain([visit.written_by]).collect::<Vec<PersonId>>()
        };
        let names = sharing.names(look, reader, visits.iter().flat_map(of)).await?;
        let here = |visit: Visit| Self {
            id: visit.id,
            day: visit.day,
            words: visit.words,
            there: visit
                .people
                .iter()
                .map(|one| web::view::called(&names, &page.t, Some(*one)))
                .collect(),
            present: visit.present,
            by: web::view::called(&names, &page.t, Some(visit.written_by)),
        };
        Ok(visits.into_iter().map(here).collect())
    }

    pub(crate) async fn latest(
        sharing: &Sharing,
        look: &mut Look,
        who: (&Reader, &Page),
        of: (&Life, &Section),
    ) -> Outcome<Vec<Self>> {
        let visits = super::latest(sharing, look, of).await?;
        Self::all(sharing, look, who, visits).await
    }
}

/// What the form holds, as it was typed. A day that is left empty is today.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    words: String,
    day: String,
    present: String,
    there: Vec<String>,
}

impl Form {
    fn has(&self, value: &str) -> bool {
        self.there.iter().any(|one| one == value)
    }

    fn people(&self) -> Vec<PersonId> {
        let ids = self.there.iter().filter_map(|value| value.strip_prefix("person:"));
        let mut seen = HashSet::new();
        ids.filter_map(PersonId::parse).filter(|person| seen.insert(*person)).collect()
    }
}

#[derive(Template)]
#[template(path = "visits/new.html")]
struct New {
    page: Page,
    id: SystemId,
    name: Seen<Line>,
    form: Form,
    /// Whom one may choose as having been there.
    people: Vec<Choice>,
}

impl New {
    async fn of(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        (form, problem): (Form, Option<Problem>),
    ) -> Result<Self, Refused> {
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let (life, mut look) = writing(app, visitor, id, SectionKind::Met).await?;
        let page = Page::new(app, visitor, "visit-new-title").intimate().saying(problem);
        let people = known(sharing, &mut look, reader, reader.is_under_18()).await?;
        let people = people.into_iter().map(Choice::person).collect();
        Ok(Self { page, id, name: life.name, form, people })
    }
}

/// A life for the page of somebody who may write in this part of it. Whoever reads it and may not
/// write is told who can; to everybody else it is not there.
pub(crate) async fn writing(
    app: &App,
    visitor: &Visitor,
    id: SystemId,
    kind: SectionKind,
) -> Result<(Life, Look), Refused> {
    let by = visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let life = lives::find(sharing, &mut look, reader, id).await?;
    let part = (id, kind.when_needed(id));
    crate::may::writing(sharing, &mut look, by, part, app.now()).await?;
    Ok((life, look))
}

async fn new(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    visitor.person()?;
    let empty = (Form::default(), None);
    Ok(Shown(New::of(&app, &visitor, life_id(&id)?, empty).await?).into_response())
}

async fn written(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (life, by) = (life_id(&id)?, sent.visitor.person()?);
    let done = async {
        let form = &sent.form;
        let words = typed::maybe_words("words", &form.words)?;
        let present = typed::maybe_line("present", &form.present)?;
        let on = day(&form.day, &app.zone()).map_err(|fault| fault.in_field("day"))?;
        let (on, people) = (on.unwrap_or_else(|| frame::today(&app)), form.people());
        let met =
            Met { day: on, words: words.as_ref(), present: present.as_ref(), people: &people };
        write(app.sharing(), (life, sent.once.id()), met, by, app.now()).await
    };
    match done.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let problem = Problem::of(fault)?;
            let typed = (sent.form.clone(), Some(problem));
            let page = New::of(&app, &sent.visitor, life, typed).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Shown(page)).into_response())
        }
        done => on(done, &part_path(life, SectionKind::Met.when_needed(life))),
    }
}

/// Where a part stands on the page of its life.
pub(crate) fn part_path(life: SystemId, section: SectionId) -> String {
    format!("{}#part-{section}", frame::path(life))
}

#[derive(Template)]
#[template(path = "visits/show.html")]
struct Show {
    page: Page,
    id: SystemId,
    section: SectionHere,
    visit: VisitHere,
    is_mine: bool,
    may_take_out: bool,
}

async fn show(
    State(app): State<App>,
    Path((id, visit)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let (id, visit, person) = (life_id(&id)?, visit_id(&visit)?, visitor.person()?);
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let life = lives::find(sharing, &mut look, reader, id).await?;
    let (section, visit) = find(sharing, &mut look, reader, (&life, visit)).await?;
    let page = Page::titled(&app, &visitor, life.name.to_string()).intimate();
    let may_take_out = life.is_mine || (section.may_write && visit.written_by == person);
    let is_mine = life.is_mine;
    let who = (reader, &page);
    let mut here = VisitHere::all(sharing, &mut look, who, vec![visit]).await?;
    let visit = here.pop().ok_or(Fault::NotFound)?;
    let section = SectionHere::new(&section, &page);
    Ok(Shown(Show { page, id, section, visit, is_mine, may_take_out }).into_response())
}

fn visit_id(text: &str) -> Result<VisitId, Fault> {
    VisitId::parse(text).ok_or(Fault::NotFound)
}

async fn taken_out(
    State(app): State<App>,
    Path((id, visit)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, visit_id(&visit)?), sent.visitor.person()?);
    let done = take_out(app.sharing(), of, by, app.now()).await;
    on_done(done, &frame::path(of.0))
}

/// The part for when people met, for whoever reads it: reading it is marked.
async fn met(sharing: &Sharing, look: &mut Look, reader: &Reader, life: &Life) -> Outcome<Section> {
    sections::find(sharing, look, reader, life, SectionKind::Met.when_needed(life.id)).await
}
