//! One version that was said before, and emptying it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Words};
use sharing::wordings::WordingId;
use sharing::wordings::emptying::{self, OneWording};
use sharing::{Glimpse, Seen};
use store::Look;
use web::{
    Access, App, Earlier, Page, Pressed, Problem, Refused, Routes, Said, Sent, Shown, Visitor,
    to_saying,
};

use crate::frame;
use crate::inquiries::pages::status_of;
use crate::spoken::called;

/// The pages of what was said before.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/wordings/{id}", Access::Offered, show).post(
        "/wordings/{id}/empty",
        Access::Own,
        empty,
    )
}

#[derive(Template)]
#[template(path = "wordings/show.html")]
struct WordingPage {
    page: Page,
    id: WordingId,
    place: SystemId,
    heading: Seen<String>,
    back: String,
    said: String,
    words: Option<Seen<Words>>,
    emptied: Option<String>,
    stands: bool,
    own: bool,
}

/// A version, and what it is of as this reader may open it.
async fn found(
    app: &App,
    visitor: &Visitor,
    look: &mut Look,
    id: WordingId,
) -> Result<(OneWording, Glimpse), Refused> {
    visitor.person()?;
    let one = emptying::one(app.sharing(), look, &visitor.reader, id).await?;
    let of = one.what.thing;
    let mut seen = app.nouns().peek(look, &visitor.reader, &[of], &[]).await?;
    let glimpse = seen.remove(&of.id).filter(|glimpse| glimpse.path.is_some());
    Ok((one, glimpse.ok_or(Fault::NotFound)?))
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let id = WordingId::parse(&id).ok_or(Fault::NotFound)?;
    show_page(&app, &visitor, id, None).await
}

async fn show_page(
    app: &App,
    visitor: &Visitor,
    id: WordingId,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let mut look = app.store().database.look().await?;
    let (one, glimpse) = found(app, visitor, &mut look, id).await?;
    let (system, manner) = frame::of(app, visitor, &mut look, one.what.system).await?;
    let names = app.sharing().names(&mut look, &visitor.reader, [one.said_by]).await?;
    let status = status_of(problem.as_ref());
    let page = manner.page(app, visitor, "wording-title").saying(problem);
    let said = [("name", called(&page.t, &names, one.said_by)), ("day", page.day(one.at))];
    let shown = WordingPage {
        said: page.t.with("wording-said", &said),
        emptied: one.emptied.map(|emptied| Earlier::emptied(&page, emptied)),
        id,
        place: system.place,
        heading: glimpse.heading,
        back: glimpse.path.unwrap_or_default(),
        words: one.words,
        stands: one.stands,
        own: visitor.reader.person_id() == Some(one.said_by),
        page,
    };
    Ok((status, Shown(shown)).into_response())
}

async fn empty(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let id = WordingId::parse(&id).ok_or(Fault::NotFound)?;
    let mut look = app.store().database.look().await?;
    let (_, glimpse) = found(&app, &sent.visitor, &mut look, id).await?;
    drop(look);
    match emptying::empty(app.sharing(), &sent.visitor.reader, id, app.now()).await {
        Ok(()) | Err(Fault::Already) => {
            let of = glimpse.path.unwrap_or_default();
            Ok(to_saying(&format!("{of}#earlier"), Said::Done))
        }
        Err(fault) => {
            let problem = Problem::of(fault)?;
            show_page(&app, &sent.visitor, id, Some(problem)).await
        }
    }
}
