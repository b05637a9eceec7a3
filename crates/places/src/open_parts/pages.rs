//! Leaving a part open, and saying that it is open no longer. They are shown on the page of their
//! system.

use axum::extract::{Path, State};
use axum::response::Response;
use ground::{Fault, Line, Moment};
use serde::Deserialize;
use sharing::{Names, Seen};
use web::typed::line;
use web::{Access, App, Page, Pressed, Refused, Routes, Sent};

use super::{OpenPart, OpenPartId, close, leave_open};
use crate::view::{called, on, on_done, system_id};

/// What can be sent.
#[must_use]
pub(crate) fn routes() -> Routes {
    Routes::new().post("/systems/{id}/open-parts", Access::Belonging, left_open).post(
        "/systems/{id}/open-parts/{open}/end",
        Access::Belonging,
        closed,
    )
}

/// A part that nobody plays yet, with the name of who left it open.
pub(crate) struct OpenPartHere {
    pub(crate) id: OpenPartId,
    pub(crate) words: Seen<Line>,
    pub(crate) by: String,
    pub(crate) at: Moment,
}

impl OpenPartHere {
    pub(crate) fn all(open: Vec<OpenPart>, names: &Names, page: &Page) -> Vec<Self> {
        let here = |part: OpenPart| Self {
            by: called(names, &page.t, Some(part.said_by)),
            id: part.id,
            words: part.words,
            at: part.at,
        };
        open.into_iter().map(here).collect()
    }
}

#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    words: String,
}

async fn left_open(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let words = line("words", &sent.form.words)?;
    let done = leave_open(app.sharing(), system, sent.once.id(), &words, by, app.now()).await;
    on(done, &format!("/systems/{system}#people"))
}

async fn closed(
    State(app): State<App>,
    Path((id, open)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let open = OpenPartId::parse(&open).ok_or(Fault::NotFound)?;
    let done = close(app.sharing(), system, open, by, app.now()).await;
    on_done(done, &format!("/systems/{system}#people"))
}
