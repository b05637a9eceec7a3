//! The page behind the one link of an empty folder.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use doors::sessions::{self, Opening, Way};
use doors::{WayOn, first};
use ground::id::{SystemId, Uuid};
use ground::words::NotTaken;
use ground::{Fault, Outcome};
use serde::Deserialize;
use store::Token;
use web::typed::line;
use web::{Access, App, Page, Refused, Routes, Sent, Shown, Visitor};

use super::{Beginning, Begun};
use crate::view::again;

/// The pages of beginning a place.
#[must_use]
pub(crate) fn routes() -> Routes {
    Routes::new().get("/first/{token}", Access::Holder, show).post(
        "/first/{token}",
        Access::Holder,
        begin,
    )
}

#[derive(Clone, Default, Deserialize)]
struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    own_name: String,
}

#[derive(Template)]
#[template(path = "beginning/first.html")]
struct First {
    page: Page,
    token: String,
    form: Form,
}

impl First {
    async fn new(app: &App, visitor: &Visitor, token: &Token, form: Form) -> Result<Self, Refused> {
        let mut look = app.store().database.look().await?;
        first::find(&mut look, token).await?;
        let page = Page::new(app, visitor, "first-title");
        Ok(Self { page, token: token.expose().to_owned(), form })
    }
}

async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    visitor: Visitor,
) -> Result<Shown<First>, Refused> {
    let token = Token::presented(&token);
    Ok(Shown(First::new(&app, &visitor, &token, Form::default()).await?))
}

/// Begins the place, and lets its first person in at once, to what the place has to say before it
/// opens.
async fn begin(
    State(app): State<App>,
    Path(token): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let token = Token::presented(&token);
    let begun = begun(&app, &sent.form);
    match begun {
        Ok(begun) => {
            let (place, session) = keep(&app, &token, &begun, sent.once.id()).await?;
            let opening = WayOn::parse(&format!("/systems/{place}/opening"));
            Ok(doors::arrive(&app, &sent.visitor, &session, &opening).await?)
        }
        Err(fault) => {
            let shown = First::new(&app, &sent.visitor, &token, sent.form).await?;
            again(fault, |problem| First { page: shown.page.saying(Some(problem)), ..shown })
        }
    }
}

fn begun(app: &App, form: &Form) -> Outcome<Begun> {
    let name = line("name", &form.name).map_err(|fault| missing(fault, "missing-place-name"));
    let own = line("own_name", &form.own_name);
    let own = own.map_err(|fault| missing(fault, "missing-own-name"));
    let (name, steward_name) = Fault::both(name, own)?;
    Ok(Begun {
        name,
        steward_name,
        zone: app.zone().iana_name().unwrap_or("UTC").to_owned(),
        made_up: app.settings().made_up,
    })
}

/// A field that was left empty, as a sentence that says which: both stand above the form.
fn missing(fault: Fault, key: &'static str) -> Fault {
    match fault {
        Fault::Text { field, why: NotTaken::Empty } => Fault::UnfitIn { field, key },
        other => other,
    }
}

/// Writes the place, its first person and their session. The same form sent again lets the same
/// person in again, since its first answer may be lost, or another press of its button came first.
async fn keep(app: &App, token: &Token, begun: &Begun, form: Uuid) -> Outcome<(SystemId, Token)> {
    match keep_first(app, token, begun, form).await {
        Err(Fault::Spent) => {
            let (now, store) = (app.now(), app.store());
            let mut look = store.database.look().await?;
            let named = first::again(&mut look, token, form, now).await?.ok_or(Fault::Spent)?;
            drop(look);
            Ok((named.place, sessions::open(store, named.person, Way::First, now).await?))
        }
        settled => settled,
    }
}

async fn keep_first(
    app: &App,
    token: &Token,
    begun: &Begun,
    form: Uuid,
) -> Outcome<(SystemId, Token)> {
    let (now, store) = (app.now(), app.store());
    let mut look = store.database.look().await?;
    first::find(&mut look, token).await?;
    drop(look);
    let beginning = Beginning::prepare(store, app.clock(), begun).await?;
    let (named, opening) = (beginning.named(), Opening::prepare(now)?);
    ::store::write!(store.database, |work| {
        first::spend(work, token, form, named, now).await?;
        beginning.keep(work).await?;
        opening.keep(work, named.person, Way::First).await
    })?;
    Ok((named.place, opening.into_token()))
}
