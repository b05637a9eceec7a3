//! The page on which somebody looks for words. What they type stands in the address and on the
//! page; nothing of it is kept or logged.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use finding::Found;
use ground::id::{SystemId, Uuid};
use ground::words::NotTaken;
use ground::{Fault, Line};
use places::opening;
use places::systems::{self, System};
use sharing::{Glimpse, Seen};
use web::{Access, App, Further, Onward, Page, Problem, Refused, Routes, Shown, Visitor};

/// The page of search.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/search", Access::SignedIn, search)
}

#[derive(Template)]
#[template(path = "search/search.html")]
struct SearchPage {
    page: Page,
    typed: String,
    looked: bool,
    is_ready: bool,
    /// What holds all the words.
    found: Vec<Hit>,
    /// What holds some of them.
    some: Vec<Hit>,
    /// Whether this is the first page.
    is_first: bool,
    /// Where the next page goes on, sealed.
    next: Option<String>,
}

/// One thing that was found.
struct Hit {
    glimpse: Glimpse,
    path: String,
    place: Option<Seen<Line>>,
    /// The words in which it was found, where its heading does not hold them.
    line: Option<Seen<String>>,
}

async fn search(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Vec<(String, String)>>,
    onward: Onward,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let asked_for = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, v)| v.as_str());
    let typed = asked_for("q").unwrap_or_default();
    // Where it goes on opens for the same words alone: whoever could name a thing of their own
    // choice would learn from what follows that it holds them, and how far down it stands.
    let onward = onward.on(&format!("/search {}", web::form::given_back(typed)));
    let after = onward.text().and_then(|id| Uuid::try_parse(id).ok());
    let (line, problem) = match Line::parse(typed) {
        Ok(line) => (Some(line), None),
        Err(NotTaken::Empty) => (None, None),
        Err(why) => (None, Some(Problem::of(Fault::Text { field: "q", why })?)),
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut look = app.store().database.look().await?;
    let mut found = Found::default();
    if let Some(line) = &line {
        found = app.finder().search(&mut look, reader, line, after).await?;
    }
    let homes: Vec<SystemId> = found.glimpses.iter().map(|glimpse| glimpse.system).collect();
    let homes = systems::find_many(sharing, &mut look, reader, &homes).await?;
    let mut page = Page::new(&app, &visitor, "search-title");
    if let Some(place) = reader.places().first() {
        let face = opening::face(sharing, &mut look, reader, *place).await?;
        page = face.page(&app, &visitor, "search-title");
    }
    let hit = |glimpse| {
        let line = line.as_ref().and_then(|line| app.finder().line_in(line, &glimpse));
        shown(glimpse, line, &homes)
    };
    let mut whole = found.glimpses;
    let some = whole.split_off(found.whole.min(whole.len()));
    let shown = SearchPage {
        page: page.saying(problem),
        typed: web::form::given_back(typed),
        looked: line.is_some(),
        is_ready: app.finder().is_ready(),
        is_first: after.is_none(),
        next: Further::after(found.next, &onward, "found")?.next,
        found: whole.into_iter().filter_map(hit).collect(),
        some: some.into_iter().filter_map(hit).collect(),
    };
    Ok((status, Shown(shown)).into_response())
}

fn shown(glimpse: Glimpse, line: Option<Seen<String>>, homes: &[System]) -> Option<Hit> {
    let home = homes.iter().find(|system| system.id == glimpse.system);
    let is_itself = glimpse.id == Uuid::from(glimpse.system);
    let place = home.filter(|_| !is_itself).map(|system| system.name.clone());
    Some(Hit { path: glimpse.path.clone()?, place, line, glimpse })
}
