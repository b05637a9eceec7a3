//! The page on which a pattern is put in better words.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::Uuid;
use ground::{Fault, Line, Outcome};
use places::opening;
use serde::Deserialize;
use web::{
    Access, App, Problem, Refused, Revised, Routes, Sent, Shown, Visitor, beside_what_stands, to,
};

use super::super::{InOtherWords, Pattern, PatternId};
use super::Page;
use crate::patterns;
use crate::tellings::form::{text, words};

pub(super) fn routes() -> Routes {
    Routes::new().get("/patterns/{id}/words", Access::Offered, page).post(
        "/patterns/{id}/words",
        Access::Offered,
        sent,
    )
}

/// The key of the words that say which text of a pattern it is.
pub(super) fn label(part: &str) -> &'static str {
    match part {
        "observation" => "pattern-observation",
        "ideas" => "pattern-ideas",
        _ => "pattern-name",
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    revision: i64,
    name: String,
    observation: String,
    ideas: String,
}

impl Form {
    fn of(pattern: &Pattern) -> Self {
        let words = |text: &Option<sharing::Seen<ground::Words>>| {
            text.as_ref().map(ToString::to_string).unwrap_or_default()
        };
        Self {
            revision: pattern.revision,
            name: pattern.name.to_string(),
            observation: words(&pattern.observation),
            ideas: words(&pattern.ideas),
        }
    }

    fn in_other_words(&self) -> Outcome<InOtherWords> {
        Ok(InOtherWords {
            name: Line::parse(&self.name).map_err(|why| text("name", why))?,
            observation: words("observation", &self.observation)?,
            ideas: words("ideas", &self.ideas)?,
        })
    }
}

impl Revised for Form {
    fn revision(&mut self) -> &mut i64 {
        &mut self.revision
    }
}

#[derive(Template)]
#[template(path = "patterns/reword.html")]
struct RewordPage {
    page: Page,
    id: PatternId,
    name: String,
    form: Form,
    /// What stands now, where somebody else changed it meanwhile.
    now: Form,
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    form(&app, &visitor, PatternId(id), None, StatusCode::OK).await
}

async fn form(
    app: &App,
    visitor: &Visitor,
    id: PatternId,
    typed: Option<(Form, Problem)>,
    status: StatusCode,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let pattern = patterns::find(sharing, &mut look, reader, id).await?;
    if !patterns::may_reword(sharing, reader, &pattern)? {
        return Err(Fault::NotFound.into());
    }
    let face = opening::face(sharing, &mut look, reader, pattern.place).await?;
    let (typed, problem) = typed.unzip();
    let page = face.page(app, visitor, "better-title").saying(problem);
    let (form, now) = beside_what_stands(Form::of(&pattern), typed);
    let name = pattern.name.to_string();
    Ok((status, Shown(RewordPage { page, id, name, form, now })).into_response())
}

async fn sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (id, reader) = (PatternId(id), &sent.visitor.reader);
    let done = match sent.form.in_other_words() {
        Ok(words) => {
            let from = (sent.once.id(), sent.form.revision);
            patterns::reword(app.sharing(), reader, id, from, &words, app.now()).await
        }
        Err(fault) => Err(fault),
    };
    let fault = match done {
        Ok(()) | Err(Fault::Already) => return Ok(to(&format!("/patterns/{id}"))),
        Err(fault) => fault,
    };
    let (problem, status) = Problem::beside_what_stands(fault)?;
    let typed = Some((sent.form.clone(), problem));
    form(&app, &sent.visitor, id, typed, status).await
}
