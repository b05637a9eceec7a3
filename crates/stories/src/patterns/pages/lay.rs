//! Laying one more telling in a pattern: from the pattern's page, or from the telling's.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::Uuid;
use ground::words::NotTaken;
use ground::{Fault, Line};
use places::opening;
use serde::Deserialize;
use sharing::{Action, Matter};
use web::{Access, App, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::super::{Pattern, PatternId};
use super::Page;
use crate::patterns;
use crate::tellings::{Telling, TellingId, hear};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/patterns/{id}/lay", Access::Offered, lay_page)
        .post("/patterns/{id}/lay", Access::Offered, lay_sent)
        .get("/stories/{id}/lay", Access::Offered, lay_this_page)
        .post("/stories/{id}/lay", Access::Offered, lay_this_sent)
}

/// What was chosen: a telling on a pattern's page, a pattern on a telling's.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct LayForm {
    telling: String,
    pattern: String,
}

#[derive(Template)]
#[template(path = "patterns/lay.html")]
struct LayPage {
    page: Page,
    pattern: Pattern,
    tellings: Vec<Telling>,
    /// The words that were looked for, as they were typed.
    typed: String,
    is_ready: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LookedFor {
    q: String,
}

async fn lay_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Query(looked_for): Query<LookedFor>,
) -> Result<Response, Refused> {
    lay_form(&app, &visitor, PatternId(id), &looked_for.q, None).await
}

async fn lay_form(
    app: &App,
    visitor: &Visitor,
    id: PatternId,
    typed: &str,
    mut problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let pattern = patterns::find(sharing, &mut look, reader, id).await?;
    sharing.leave(reader, Action::TakePart, &Matter::held(pattern.system))?;
    let face = opening::face(sharing, &mut look, reader, pattern.place).await?;
    let tellings = match Line::parse(typed) {
        Ok(line) => {
            let wanted = (&pattern, &line);
            patterns::to_lay_with(sharing, app.finder(), &mut look, reader, wanted).await?
        }
        Err(NotTaken::Empty) => patterns::to_lay(sharing, &mut look, reader, &pattern).await?,
        Err(why) => {
            problem = Some(Problem::of(Fault::Text { field: "q", why })?);
            Vec::new()
        }
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "lay-more-title").saying(problem);
    let (typed, is_ready) = (web::form::given_back(typed), app.finder().is_ready());
    let shown = LayPage { page, pattern, tellings, typed, is_ready };
    Ok((status, Shown(shown)).into_response())
}

async fn lay_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<LayForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = PatternId(id);
    let laid = match TellingId::parse(&sent.form.telling) {
        Some(one) => patterns::lay(app.sharing(), &sent.visitor.reader, id, one, app.now()).await,
        None => Err(Fault::Unfit("unfit-none-chosen")),
    };
    match laid {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/patterns/{id}"))),
        Err(fault) => lay_form(&app, &sent.visitor, id, "", Some(Problem::of(fault)?)).await,
    }
}

#[derive(Template)]
#[template(path = "patterns/lay_this.html")]
struct LayThisPage {
    page: Page,
    telling: Telling,
    patterns: Vec<Pattern>,
}

async fn lay_this_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    lay_this_form(&app, &visitor, TellingId(id), None).await
}

async fn lay_this_form(
    app: &App,
    visitor: &Visitor,
    id: TellingId,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let telling = hear::one(sharing, &mut look, reader, id).await?;
    let face = opening::face(sharing, &mut look, reader, telling.place).await?;
    let patterns = match telling.wishes.laid_beside {
        true => patterns::to_lay_in(sharing, &mut look, reader, id).await?,
        false => Vec::new(),
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "lay-this-title").saying(problem).intimate();
    Ok((status, Shown(LayThisPage { page, telling, patterns })).into_response())
}

async fn lay_this_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<LayForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = TellingId(id);
    let (sharing, reader) = (app.sharing(), &sent.visitor.reader);
    let mut look = app.store().database.look().await?;
    // Whoever may not hear it is told nothing of the pattern either.
    hear::one(sharing, &mut look, reader, id).await?;
    drop(look);
    let chosen = PatternId::parse(&sent.form.pattern);
    let laid = match chosen {
        Some(pattern) => patterns::lay(sharing, reader, pattern, id, app.now()).await,
        None => Err(Fault::Unfit("unfit-none-chosen")),
    };
    match (laid, chosen) {
        (Ok(()) | Err(Fault::Already), Some(pattern)) => Ok(to(&format!("/patterns/{pattern}"))),
        (Ok(()), None) => Ok(to(&format!("/stories/{id}"))),
        (Err(fault), _) => lay_this_form(&app, &sent.visitor, id, Some(Problem::of(fault)?)).await,
    }
}
