//! An import as its bringer sees it: what was kept, what its tellers were told, who may hear it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::Uuid;
use ground::{Fault, Words};
use places::opening;
use places::systems::{self, System};
use serde::Deserialize;
use web::{App, Page, Problem, Refused, Sent, Shown, Visitor, to};

use crate::imports::{ForAll, Import, ImportId, find, state, wish_for_all};
use crate::second_readings::{self, State as Stands};
use crate::tellings::TellingId;
use crate::tellings::form::text;

/// How many tellings one press of the button offers: a few seconds' work.
const MOST_AT_ONCE: usize = 2_000;

#[derive(Template)]
#[template(path = "imports/show.html")]
struct ShowPage {
    page: Page,
    import: Import,
    system: System,
    is_open: bool,
    typed: String,
    second: Option<Stands>,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    show_with(&app, &visitor, ImportId(id), String::new(), None).await
}

async fn show_with(
    app: &App,
    visitor: &Visitor,
    id: ImportId,
    typed: String,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let import = find(sharing, &mut look, reader, id).await?;
    let system = systems::find(sharing, &mut look, reader, import.system).await?;
    let face = opening::face(sharing, &mut look, reader, import.place).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "import-one-title").saying(problem);
    let is_open = face.opened.is_some();
    let second = second_readings::files::state(sharing, &mut look, reader, id).await?;
    let shown = ShowPage { page, import, system, is_open, typed, second };
    Ok((status, Shown(shown)).into_response())
}

#[derive(Deserialize)]
pub(super) struct StatedForm {
    #[serde(default)]
    words: String,
}

/// Takes what the tellers were told.
pub(super) async fn stated(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<StatedForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (id, reader) = (ImportId(id), &sent.visitor.reader);
    let done = match Words::parse(&sent.form.words).map_err(|why| text("words", why)) {
        Ok(words) => state(app.sharing(), reader, id, &words, app.now()).await,
        Err(fault) => Err(fault),
    };
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/imports/{id}#wishes"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            show_with(&app, &sent.visitor, id, sent.form.words, Some(problem)).await
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ForAllForm {
    to_system: Option<String>,
    laid_beside: Option<String>,
    quoted: Option<String>,
    compared: Option<String>,
    after: String,
}

#[derive(Template)]
#[template(path = "imports/wishing.html")]
struct WishingPage {
    page: Page,
    import: ImportId,
    after: TellingId,
    wished: ForAll,
}

/// Sets the wishes of the next tellings, and goes on until it was all of them.
pub(super) async fn wishes(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<ForAllForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (id, reader, form) = (ImportId(id), &sent.visitor.reader, &sent.form);
    let wished = ForAll {
        to_system: form.to_system.is_some(),
        laid_beside: form.laid_beside.is_some(),
        quoted: form.quoted.is_some(),
        compared: form.compared.is_some(),
    };
    let after = TellingId::parse(&form.after);
    match wish_for_all(app.sharing(), reader, id, wished, after, MOST_AT_ONCE).await? {
        None => Ok(to(&format!("/imports/{id}#wishes"))),
        Some(after) => {
            let page = Page::new(&app, &sent.visitor, "import-going-title");
            Ok(Shown(WishingPage { page, import: id, after, wished }).into_response())
        }
    }
}
