//! What somebody reads once they raised something, and putting it away from there.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::Uuid;
use ground::{Fault, Line, Words};
use places::opening;
use sharing::{Reader, Seen};
use web::{
    Access, App, Page, Pressed, Refused, Routes, Said, Sent, Shown, Visitor, to_quietly, to_saying,
};

use super::super::{WorryId, WorryKind, put_away, still_shown};

/// The pages after something was raised.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/raised", Access::Open, raised)
        .get("/raised/{id}", Access::Own, raised_one)
        .post("/raised/{id}/away", Access::Own, away_sent)
}

/// Goes on to where somebody with an account reads what happens now, and may put it away.
pub(super) async fn raised_by(
    app: &App,
    reader: &Reader,
    id: WorryId,
) -> Result<Response, Refused> {
    let mut look = app.store().database.look().await?;
    match still_shown(app.sharing(), &mut look, reader, id).await {
        Ok(_) => Ok(to_quietly(&format!("/raised/{id}"))),
        // They play no part in the place any more, or have put it away: no page of theirs has it.
        Err(Fault::NotFound) => Ok(to_quietly("/raised")),
        Err(fault) => Err(fault.into()),
    }
}

/// Goes on to where somebody without an account reads what happens now.
pub(super) fn raised_unsigned() -> Response {
    to_quietly("/raised")
}

#[derive(Template)]
#[template(path = "worries/raised.html")]
struct RaisedPage {
    page: Page,
    /// What they raised, where it stands on their own pages.
    worry: Option<WorryId>,
    /// Who is on duty for it.
    on_duty: Vec<Seen<Line>>,
    ring_now: Option<Seen<Words>>,
}

async fn raised(State(app): State<App>, visitor: Visitor) -> Response {
    let page = Page::new(&app, &visitor, "raised-title").intimate();
    let shown = RaisedPage { page, worry: None, on_duty: Vec::new(), ring_now: None };
    Shown(shown).into_response()
}

async fn raised_one(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader, id) = (app.sharing(), &visitor.reader, WorryId(id));
    let mut look = app.store().database.look().await?;
    let (place, kind) = still_shown(sharing, &mut look, reader, id).await?;
    let face = opening::face(sharing, &mut look, reader, place).await?;
    let on_duty = match kind {
        WorryKind::WentWrong => &face.hears_wrongs,
        WorryKind::Safety | WorryKind::InThis => &face.keeps_safe,
    };
    let names = sharing.names(&mut look, reader, on_duty.iter().copied()).await?;
    let shown = RaisedPage {
        page: face.page(&app, &visitor, "raised-title").intimate(),
        worry: Some(id),
        on_duty: on_duty.iter().filter_map(|person| names.of(*person)).cloned().collect(),
        ring_now: face.ring_now,
    };
    Ok(Shown(shown).into_response())
}

/// Their home page says no more than that it is done.
async fn away_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    match put_away(app.sharing(), &sent.visitor.reader, WorryId(id), app.now()).await {
        Ok(()) | Err(Fault::Already) => Ok(to_saying("/", Said::Done)),
        Err(fault) => Err(fault.into()),
    }
}
