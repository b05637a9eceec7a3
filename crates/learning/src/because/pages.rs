//! A small page on which people say later because of what something is there.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::Fault;
use ground::id::Kind;
use serde::Deserialize;
use sharing::lineage::Placed;
use sharing::{Glimpse, Seen};
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::{Asking, Typed, asking, parse, say};
use crate::frame;

/// The pages of because of what.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/because", Access::Offered, ask).post("/because", Access::Offered, keep)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    what: String,
    #[serde(flatten)]
    because: Typed,
}

#[derive(Template)]
#[template(path = "because/ask.html")]
struct AskPage {
    page: Page,
    what: String,
    heading: Seen<String>,
    back: String,
    asking: Asking,
}

/// What the address names, if this reader may open its page.
async fn what(app: &App, visitor: &Visitor, text: &str) -> Result<(Placed, Glimpse), Refused> {
    visitor.person()?;
    // A telling is where a thread begins; nobody says of somebody's words why they are there.
    let thing = parse(text).filter(|t| t.kind != Kind::Telling).ok_or(Fault::NotFound)?;
    let mut look = app.store().database.look().await?;
    let mut seen = app.nouns().peek(&mut look, &visitor.reader, &[thing], &[]).await?;
    let glimpse = seen.remove(&thing.id).filter(|g| g.path.is_some()).ok_or(Fault::NotFound)?;
    Ok((Placed { thing, system: glimpse.system }, glimpse))
}

async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Query(form): Query<Form>,
) -> Result<Response, Refused> {
    show(&app, &visitor, &form, None).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    form: &Form,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (placed, glimpse) = what(app, visitor, &form.what).await?;
    let mut look = app.store().database.look().await?;
    let (sharing, nouns) = (app.sharing(), app.nouns());
    let mut asking =
        asking(sharing, nouns, &mut look, &visitor.reader, placed.system, &form.because).await?;
    asking.choices.retain(|choice| choice.value != super::named(placed.thing));
    let (_, manner) = frame::of(app, visitor, &mut look, placed.system).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = Shown(AskPage {
        page: manner.page(app, visitor, "because-title").saying(problem),
        what: form.what.clone(),
        heading: glimpse.heading,
        back: glimpse.path.unwrap_or_default(),
        asking,
    });
    Ok((status, shown).into_response())
}

async fn keep(State(app): State<App>, sent: Sent<Form>) -> Result<Response, Refused> {
    let (placed, glimpse) = what(&app, &sent.visitor, &sent.form.what).await?;
    let reader = &sent.visitor.reader;
    let said = async {
        let mut look = app.store().database.look().await?;
        let given = sent.form.because.given(app.nouns(), &mut look, reader).await?;
        let given = given.ok_or(Fault::Unfit("unfit-because-nothing"))?;
        drop(look);
        say(app.sharing(), reader, sent.once.id(), placed, &given, app.now()).await
    };
    match said.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&glimpse.path.unwrap_or_default())),
        Err(fault) => show(&app, &sent.visitor, &sent.form, Some(Problem::of(fault)?)).await,
    }
}
