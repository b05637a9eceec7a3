//! The page of one's own, and the file to take away.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ground::{Fault, Line};
use serde::Serialize;
use sharing::{Exported, Seen};
use web::{Access, App, Page, Refused, Routes, Shown, Visitor};

/// The pages of one's own.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/you", Access::SignedIn, you).get(
        "/you/everything.json",
        Access::SignedIn,
        everything,
    )
}

#[derive(Template)]
#[template(path = "you/you.html")]
struct YouPage {
    page: Page,
    name: Option<Seen<Line>>,
    /// Whether an address waits to be confirmed.
    address_waits: bool,
}

async fn you(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let person = visitor.person()?;
    let mut look = app.store().database.look().await?;
    let names = app.sharing().names(&mut look, &visitor.reader, [person]).await?;
    let name = names.of(person).cloned();
    let stands = doors::addresses::standing(&mut look, person).await?;
    let address_waits = stands == doors::addresses::Standing::Waits;
    let page = Page::new(&app, &visitor, "you-title");
    Ok(Shown(YouPage { page, name, address_waits }).into_response())
}

/// One text in the file to take away.
#[derive(Serialize)]
struct Taken {
    kind: &'static str,
    id: String,
    part: &'static str,
    day: String,
    words: String,
}

async fn everything(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let person = visitor.person()?;
    let mut look = app.store().database.look().await?;
    let mut texts = Vec::new();
    for noun in app.nouns().iter() {
        let theirs = noun.export(&mut look, &visitor.reader, person).await?;
        texts.extend(theirs.into_iter().map(|text| (noun.kind().word(), text)));
    }
    // The whole file is in the order of time, whichever room a text is from. What is of one moment
    // stays as its room gave it.
    texts.sort_by_key(|(_, text)| text.at);
    let taken = |(kind, text): (&'static str, Exported)| Taken {
        kind,
        id: text.id.simple().to_string(),
        part: text.part,
        day: text.at.day_in(&app.zone()).to_string(),
        words: text.words.to_string(),
    };
    let texts: Vec<Taken> = texts.into_iter().map(taken).collect();
    let json = serde_json::to_string_pretty(&texts).map_err(Fault::inside)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"everything.json\""),
    ];
    Ok((headers, json).into_response())
}
