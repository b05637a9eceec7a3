//! Ending a page of one's own: what goes is said first, and what one takes along; and keeping it
//! after all.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Moment};
use web::view::on_done;
use web::{
    Access, App, Page, Pressed, Refused, Routes, Said, Sent, Shown, Untaken, Visitor, to, to_saying,
};

use crate::frame;
use crate::keeping::{self, HoldHere};
use crate::lives::pages::{life_id, own};

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/lives/{id}/end", Access::Own, show)
        .post("/lives/{id}/end", Access::Own, sent)
        .post("/lives/{id}/end/keep", Access::Own, kept)
}

#[derive(Template)]
#[template(path = "ending/end.html")]
pub(crate) struct End {
    pub(crate) page: Page,
    id: SystemId,
    /// Whether somebody else holds the pen too: then it goes on without this person.
    with_others: bool,
    /// When it goes, if that was said.
    ends: Option<Moment>,
    holds: Vec<HoldHere>,
}

impl End {
    pub(crate) async fn of(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        untaken: Option<&Untaken>,
    ) -> Result<Self, Refused> {
        let (life, mut look) = own(app, visitor, id).await?;
        let page = Page::new(app, visitor, "life-end-title").intimate().keeping(untaken);
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let holds = keeping::of_life(sharing, &mut look, reader, &life).await?;
        let holds = HoldHere::all(sharing, &mut look, (reader, &page), holds).await?;
        let ends = super::goes_on(&mut look, &life, app.now()).await?;
        let with_others = life.holders.len() > 1;
        Ok(Self { page, id, with_others, ends, holds })
    }
}

async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let shown = End::of(&app, &visitor, life_id(&id)?, None).await?;
    Ok(Shown(shown).into_response())
}

async fn sent(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (id, by) = (life_id(&id)?, sent.visitor.person()?);
    match super::begin(app.sharing(), id, by, app.now()).await {
        Ok(()) => Ok(to_saying("/lives", Said::Done)),
        // It was said before, and the page says on which day it goes.
        Err(Fault::Already) => Ok(to(&frame::path(id))),
        Err(fault) => Err(fault.into()),
    }
}

async fn kept(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (id, by) = (life_id(&id)?, sent.visitor.person()?);
    let done = super::keep(app.sharing(), id, by, app.now()).await;
    on_done(done, &frame::path(id))
}
