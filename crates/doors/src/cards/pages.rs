//! Pages of cards: one's own, and what a card's picture opens.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome, Words};
use sharing::{Reader, Seen};
use store::Token;
use web::{
    Access, App, Page, Pressed, Refused, Routes, Said, Sent, Shown, Visitor, to_quietly, to_saying,
};

use super::CardShown;
use crate::arrival::arrive;
use crate::paper::only_place;
use crate::picture::Qr;
use crate::sessions::cookie;
use crate::way_on::WayOn;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/you/card", Access::SignedIn, own)
        .post("/you/card", Access::SignedIn, make)
        .post("/you/card/end", Access::SignedIn, end)
        .get("/card/{code}", Access::Holder, open)
        .get("/card", Access::Open, show)
        .post("/card", Access::Open, sign_in)
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
    let place = only_place(&app, &mut look, &visitor.reader, &visitor.tongue).await?;
    let page = Page::new(&app, &visitor, "card-title").spoken(place.as_ref());
    Ok(Shown(Own { page, made, beside }))
}

#[derive(Template)]
#[template(path = "cards/made.html")]
struct Made {
    page: Page,
    card: CardShown,
    door: String,
    qr: Qr,
    ring_now: Option<Seen<Words>>,
}

/// Shows the card itself as the answer: it is nowhere else, so there is no page to go on to.
async fn make(State(app): State<App>, sent: Sent<Pressed>) -> Result<Shown<Made>, Refused> {
    let card = super::make(app.store(), sent.visitor.person()?, app.now()).await?;
    let url = &app.settings().public_url;
    let qr = Qr::of(&format!("{url}/card/{}", card.code.expose()))?;
    let mut look = app.store().database.look().await?;
    let visitor = &sent.visitor;
    let place = only_place(&app, &mut look, &visitor.reader, &visitor.tongue).await?;
    let page = Page::new(&app, visitor, "card-made-title").spoken(place.as_ref());
    let ring_now = place.and_then(|place| place.ring_now);
    Ok(Shown(Made { page, card, door: format!("{url}/sign-in"), qr, ring_now }))
}

async fn end(State(app): State<App>, sent: Sent<Pressed>) -> Result<Response, Refused> {
    super::end(app.store(), sent.visitor.person()?, app.now()).await?;
    Ok(to_saying("/you/card", Said::Done))
}

/// What a card's picture opens. The code goes into a cookie and no further: the browser goes on to
/// an address that says nothing, so its back button and its history lead to no way in, once its
/// holder has gone in, has left, or ten minutes are over.
async fn open(State(app): State<App>, Path(code): Path<String>) -> Result<Response, Refused> {
    let code = Token::presented(&code);
    super::find(&mut app.store().database.look().await?, &code).await?;
    let mut response = to_quietly("/card");
    let cookie = cookie::card(app.settings(), &code);
    response.headers_mut().extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
    Ok(response)
}

#[derive(Template)]
#[template(path = "cards/card.html")]
struct Card {
    page: Page,
    /// Whether a card's picture was opened here a moment ago, and the card holds.
    holds: bool,
    ring_now: Option<Seen<Words>>,
}

async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Shown<Card>, Refused> {
    let mut look = app.store().database.look().await?;
    let person = match cookie::presented_card(app.settings(), &headers) {
        Some(code) => super::find(&mut look, &code).await.map(Some).or_else(spent)?,
        None => None,
    };
    // What is printed on the card stands here too: read as whoever the card lets in.
    let reader = match person {
        Some(person) => Reader::person(&mut look, person).await?,
        None => Reader::nobody(),
    };
    let place = only_place(&app, &mut look, &reader, &visitor.tongue).await?;
    let page = Page::new(&app, &visitor, "card-in-title").spoken(place.as_ref());
    let ring_now = place.and_then(|place| place.ring_now);
    Ok(Shown(Card { page, holds: person.is_some(), ring_now }))
}

/// A card that was ended meanwhile is none.
fn spent(fault: Fault) -> Outcome<Option<PersonId>> {
    if matches!(fault, Fault::Spent) { Ok(None) } else { Err(fault) }
}

async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let Some(code) = cookie::presented_card(app.settings(), &headers) else {
        return Ok(to_quietly("/card"));
    };
    let session = super::sign_in_by_code(app.store(), &code, app.now()).await?;
    let mut response = arrive(&app, &sent.visitor, &session, &WayOn::home()).await?;
    let cookie = cookie::no_card(app.settings());
    response.headers_mut().extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
    Ok(response)
}
