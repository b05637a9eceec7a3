//! Where the code of a slip is typed, and what stands at the address of one that nobody knows.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::Fault;
use serde::Deserialize;
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to_quietly};

use crate::slips;

/// The page on which a code is typed.
pub(super) fn routes() -> Routes {
    Routes::new().get("/slip", Access::Open, enter).post("/slip", Access::Open, entered)
}

#[derive(Template)]
#[template(path = "slips/enter.html")]
struct EnterPage {
    page: Page,
    code: String,
}

async fn enter(State(app): State<App>, visitor: Visitor) -> Response {
    let page = Page::new(&app, &visitor, "slip-enter-title").intimate();
    Shown(EnterPage { page, code: String::new() }).into_response()
}

#[derive(Deserialize)]
struct EnterForm {
    #[serde(default)]
    code: String,
}

async fn entered(State(app): State<App>, sent: Sent<EnterForm>) -> Result<Response, Refused> {
    match slips::read(app.store(), &sent.form.code).await {
        Ok((token, _)) => {
            let opened = to_quietly(&format!("/slip/{}", token.expose()));
            Ok(doors::came_back(&app, opened))
        }
        Err(Fault::Spent | Fault::NotFound) => {
            unknown(&app, &sent.visitor, sent.form.code, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What stands at an address with a code that opens nothing. There is no new one to ask for, so it
/// can be typed again. Whatever stood in the address is not said back.
pub(crate) fn at_its_address(app: &App, visitor: &Visitor) -> Result<Response, Refused> {
    unknown(app, visitor, String::new(), StatusCode::GONE)
}

/// A letter copied wrongly, what never was, and what was erased look the same.
fn unknown(
    app: &App,
    visitor: &Visitor,
    code: String,
    status: StatusCode,
) -> Result<Response, Refused> {
    let problem = Problem::of(Fault::Unfit("unfit-slip"))?;
    let page = Page::new(app, visitor, "slip-enter-title").saying(Some(problem)).intimate();
    Ok((status, Shown(EnterPage { page, code })).into_response())
}
