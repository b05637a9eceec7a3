//! A copy, as plain text, for another system in which somebody would have to type the same again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Line, Outcome};
use serde::Deserialize;
use sharing::Seen;
use web::form::day;
use web::{App, Page, Problem, Refused, Sent, Shown, Visitor};

use super::{VisitHere, life_id, met};
use crate::frame;
use crate::lives;
use crate::visits::VisitId;
use crate::visits::copy::{Which, take};

/// Which times are copied: one, or those between two days. Days that are left empty are the last
/// ninety.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    visit: String,
    first: String,
    last: String,
}

impl Form {
    fn which(&self, app: &App) -> Outcome<Which> {
        if !self.visit.is_empty() {
            return VisitId::parse(&self.visit).map(Which::One).ok_or(Fault::NotFound);
        }
        let on = |field, text: &str| day(text, &app.zone()).map_err(|fault| fault.in_field(field));
        let today = frame::today(app);
        let first = on("first", &self.first)?.unwrap_or_else(|| today.plus_days(-90));
        let last = on("last", &self.last)?.unwrap_or(today);
        Ok(Which::Between(first, last))
    }
}

#[derive(Template)]
#[template(path = "visits/copy.html")]
struct Copy {
    page: Page,
    id: SystemId,
    name: Seen<Line>,
    is_mine: bool,
    form: Form,
    /// The copy, once it was asked for.
    text: Option<String>,
}

impl Copy {
    async fn of(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        (form, problem): (Form, Option<Problem>),
    ) -> Result<Self, Refused> {
        visitor.person()?;
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mut look = app.store().database.look().await?;
        let life = lives::find(sharing, &mut look, reader, id).await?;
        met(sharing, &mut look, reader, &life).await?;
        let page = Page::new(app, visitor, "copy-title").intimate().saying(problem);
        let is_mine = life.is_mine;
        Ok(Self { page, id, name: life.name, is_mine, form, text: None })
    }
}

pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let empty = (Form::default(), None);
    Ok(Shown(Copy::of(&app, &visitor, life_id(&id)?, empty).await?).into_response())
}

/// The text of a copy that was taken: that it was is kept first.
async fn text(app: &App, id: SystemId, sent: &Sent<Form>) -> Result<String, Refused> {
    sent.visitor.person()?;
    let (sharing, reader) = (app.sharing(), &sent.visitor.reader);
    let mut look = app.store().database.look().await?;
    let life = lives::find(sharing, &mut look, reader, id).await?;
    drop(look);
    let which = sent.form.which(app)?;
    let visits = take(sharing, reader, (&life, sent.once.id()), which).await?;
    let page = Page::new(app, &sent.visitor, "copy-title");
    let mut look = app.store().database.look().await?;
    let here = VisitHere::all(sharing, &mut look, (reader, &page), visits).await?;
    let each: Vec<String> = here.iter().map(|one| plain(&page, one)).collect();
    Ok(each.join("\n\n"))
}

/// One time as plain text: the day, the words, who was there, and who wrote it down.
fn plain(page: &Page, visit: &VisitHere) -> String {
    let mut lines = vec![page.day(visit.day)];
    lines.extend(visit.words.as_ref().map(ToString::to_string));
    let mut there = visit.there.clone();
    there.extend(visit.present.as_ref().map(ToString::to_string));
    if !there.is_empty() {
        lines.push(page.t.with("visit-there-line", &[("who", there.join(", "))]));
    }
    lines.push(page.t.with("visit-by", &[("name", visit.by.clone())]));
    lines.join("\n")
}

/// Whether a person can mend on the form's page what kept the copy from being taken.
fn problem(refused: Refused) -> Result<Problem, Refused> {
    Problem::of(refused.0).map_err(Refused::from)
}

pub(super) async fn shown(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let id = life_id(&id)?;
    match text(&app, id, &sent).await {
        Ok(text) => {
            let typed = (sent.form.clone(), None);
            let page = Copy::of(&app, &sent.visitor, id, typed).await?;
            Ok(Shown(Copy { text: Some(text), ..page }).into_response())
        }
        Err(refused) => again(&app, id, &sent, refused).await,
    }
}

async fn again(
    app: &App,
    id: SystemId,
    sent: &Sent<Form>,
    refused: Refused,
) -> Result<Response, Refused> {
    let typed = (sent.form.clone(), Some(problem(refused)?));
    let page = Copy::of(app, &sent.visitor, id, typed).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Shown(page)).into_response())
}

pub(super) async fn file(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let id = life_id(&id)?;
    match text(&app, id, &sent).await {
        Ok(text) => {
            let headers = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"copy.txt\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            Ok((headers, text).into_response())
        }
        Err(refused) => again(&app, id, &sent, refused).await,
    }
}
