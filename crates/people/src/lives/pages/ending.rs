//! Ending a page of one's own for good: what goes is said first, and what one takes along.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use web::{App, Page, Pressed, Refused, Said, Sent, Shown, Visitor, to_saying};

use super::{life_id, own};
use crate::erasing;

#[derive(Template)]
#[template(path = "lives/end.html")]
struct End {
    page: Page,
    id: SystemId,
    /// Whether somebody else holds the pen too: then it goes on without this person.
    with_others: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let id = life_id(&id)?;
    let (life, _) = own(&app, &visitor, id).await?;
    let page = Page::new(&app, &visitor, "life-end-title").intimate();
    let with_others = life.holders.len() > 1;
    Ok(Shown(End { page, id, with_others }).into_response())
}

pub(super) async fn sent(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (id, by) = (life_id(&id)?, sent.visitor.person()?);
    erasing::end(app.sharing(), id, by, app.now()).await?;
    Ok(to_saying("/lives", Said::Done))
}
