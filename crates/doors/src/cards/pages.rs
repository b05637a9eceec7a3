//! Pages of cards: one's own, and what a card's picture opens.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use ground::Moment;
use serde::Deserialize;
use store::Token;
use web::{Access, App, Page, Refused, Routes, Sent, Shown, Visitor, to};

use super::CardShown;
use crate::arrival::arrive;
use crate::picture::Qr;
use crate::way_on::WayOn;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/you/card", Access::SignedIn, own)
        .post("/you/card", Access::SignedIn, make)
        .post("/you/card/end", Access::SignedIn, end)
        .get("/card/{code}", Access::Holder, show)
        .post("/card/{code}", Access::Holder, sign_in)
}

#[derive(Template)]
#[template(path = "cards/own.html")]
struct Own {
    page: Page,
    made: Option<Moment>,
    /// Whether it was made on somebody else's screen.
    beside: bool,
}

async fn own(State(app): State<App>, visitor: Visitor) -> Result<Shown<Own>, Refused> {
    let person = visitor.person()?;
    let mut look = app.store().database.look().await?;
    let made = super::made(&mut look, person).await?;
    let beside = super::was_handed(&mut look, person).await?;
    let page = Page::new(&app, &visitor, "card-title");
    Ok(Shown(Own { page, made, beside }))
}

#[derive(Deserialize)]
struct Nothing {}

#[derive(Template)]
#[template(path = "cards/made.html")]
struct Made {
    page: Page,
    card: CardShown,
    door: String,
    qr: Qr,
}

/// Shows the card itself as the answer: it is nowhere else, so there is no page to go on to.
async fn make(State(app): State<App>, sent: Sent<Nothing>) -> Result<Shown<Made>, Refused> {
    let card = super::make(app.store(), sent.visitor.person()?, app.now()).await?;
    let url = &app.settings().public_url;
    let qr = Qr::of(&format!("{url}/card/{}", card.code.expose()))?;
    let page = Page::new(&app, &sent.visitor, "card-made-title");
    Ok(Shown(Made { page, card, door: format!("{url}/sign-in"), qr }))
}

async fn end(State(app): State<App>, sent: Sent<Nothing>) -> Result<Response, Refused> {
    super::end(app.store(), sent.visitor.person()?, app.now()).await?;
    Ok(to("/you/card"))
}

#[derive(Template)]
#[template(path = "cards/card.html")]
struct Card {
    page: Page,
    code: String,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Shown<Card>, Refused> {
    let code = Token::presented(&code);
    let mut look = app.store().database.look().await?;
    super::find(&mut look, &code).await?;
    let page = Page::new(&app, &visitor, "card-in-title");
    Ok(Shown(Card { page, code: code.expose().to_owned() }))
}

async fn sign_in(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: Sent<Nothing>,
) -> Result<Response, Refused> {
    let code = Token::presented(&code);
    let session = super::sign_in_by_code(app.store(), &code, app.now()).await?;
    Ok(arrive(&app, &sent.visitor, &session, &WayOn::home()).await?)
}
