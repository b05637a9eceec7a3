//! Pages about being here: where one is signed in, leaving, signing out everywhere.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use ground::{Fault, Stretch};
use sharing::Names;
use web::{
    Access, App, Further, Onward, Page, Pressed, Refused, Routes, Said, Sent, Shown, Visitor,
    to_quietly, to_saying,
};

use super::{Session, SessionId, cookie};
use crate::links::{self, MadeForYou};
use crate::news::{self, News};
use crate::way_back::{self, NoWayBack};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sessions", Access::SignedIn, show)
        .post("/sessions/{id}/end", Access::Own, end)
        .post("/sessions/end-all", Access::SignedIn, end_all)
        .get("/sign-out", Access::Open, sign_out)
        .post("/leave", Access::Open, leave)
        .get("/left", Access::Open, left)
}

#[derive(Template)]
#[template(path = "sessions/sessions.html")]
struct Sessions {
    page: Page,
    sessions: Vec<Session>,
    here: Option<SessionId>,
    links: Stretch<MadeForYou>,
    /// The rest of the links.
    more_links: Further,
    news: Stretch<News>,
    further: Further,
    names: Names,
    no_way_back: Option<NoWayBack>,
}

impl Sessions {
    fn is_here(&self, session: &Session) -> bool {
        self.here == Some(session.id)
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    onward: Onward,
) -> Result<Shown<Sessions>, Refused> {
    let person = visitor.person()?;
    let mut look = app.store().database.look().await?;
    let sessions = super::list(&mut look, person, app.now()).await?;
    let here = match visitor.session {
        Some(hash) => super::find(&mut look, &hash, app.now()).await?.map(|s| s.id),
        None => None,
    };
    let of_links = onward.of("links");
    let links = links::made_for(&mut look, person, app.now(), of_links.after()).await?;
    let more_links = Further::of(&links, &of_links, "links")?;
    let news = news::of(&mut look, person, app.now(), onward.after()).await?;
    let further = Further::of(&news, &onward, "news")?;
    let by = news.iter().filter_map(|one| one.kind.by());
    let names = app.sharing().names(&mut look, &visitor.reader, by).await?;
    let no_way_back = way_back::none(&app, &mut look, person).await?;
    let page = Page::new(&app, &visitor, "session-title");
    Ok(Shown(Sessions {
        page,
        sessions,
        here,
        links,
        more_links,
        news,
        further,
        names,
        no_way_back,
    }))
}

async fn end(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let person = sent.visitor.person()?;
    let id = SessionId::parse(&id).ok_or(Fault::NotFound)?;
    super::end(app.store(), person, id).await?;
    Ok(to_saying("/sessions", Said::Done))
}

async fn end_all(State(app): State<App>, sent: Sent<Pressed>) -> Result<Response, Refused> {
    super::end_all(app.store(), sent.visitor.person()?).await?;
    Ok(gone(&app))
}

#[derive(Template)]
#[template(path = "sessions/sign-out.html")]
struct SignOut {
    page: Page,
    no_way_back: Option<NoWayBack>,
}

async fn sign_out(State(app): State<App>, visitor: Visitor) -> Result<Shown<SignOut>, Refused> {
    let page = Page::new(&app, &visitor, "sign-out-title");
    let no_way_back = match visitor.reader.person_id() {
        Some(person) => {
            way_back::none(&app, &mut app.store().database.look().await?, person).await?
        }
        None => None,
    };
    Ok(Shown(SignOut { page, no_way_back }))
}

/// Leaving works for whoever presses it, even when the session is over already.
async fn leave(State(app): State<App>, sent: Sent<Pressed>) -> Result<Response, Refused> {
    if let Some(session) = sent.visitor.session {
        super::end_this(app.store(), &session).await?;
    }
    Ok(gone(&app))
}

#[derive(Template)]
#[template(path = "sessions/left.html")]
struct Left {
    page: Page,
}

async fn left(State(app): State<App>, visitor: Visitor) -> Shown<Left> {
    Shown(Left { page: Page::new(&app, &visitor, "left-title").neutral() })
}

/// Goes to the neutral page and takes the cookies away, that of a card too. This browser remembers
/// that somebody left, so that its back button leads to no slip; a changed cookie also makes it
/// forget the pages that it would have shown again without asking.
fn gone(app: &App) -> Response {
    let mut response = to_quietly("/left");
    let settings = app.settings();
    for cookie in [cookie::clear(settings), cookie::left(settings), cookie::no_card(settings)] {
        response.headers_mut().extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
    }
    response
}

/// The same answer, for somebody who has just told or has typed the code of their slip: this
/// browser shows slips by their address again.
#[must_use]
pub fn came_back(app: &App, mut response: Response) -> Response {
    let cookie = cookie::came_back(app.settings());
    response.headers_mut().extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
    response
}
