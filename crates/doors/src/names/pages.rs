//! The page on which somebody puts right the name they are shown by.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::{Fault, Line};
use serde::Deserialize;
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/you/name", Access::SignedIn, show).post(
        "/you/name",
        Access::SignedIn,
        change,
    )
}

#[derive(Template)]
#[template(path = "names/name.html")]
struct NamePage {
    page: Page,
    /// What they are called now, or what they typed.
    name: String,
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Shown<NamePage>, Refused> {
    let person = visitor.person()?;
    let mut look = app.store().database.look().await?;
    let names = app.sharing().names(&mut look, &visitor.reader, [person]).await?;
    let name = names.of(person).map(ToString::to_string).unwrap_or_default();
    Ok(Shown(NamePage { page: Page::new(&app, &visitor, "name-title"), name }))
}

#[derive(Deserialize)]
struct NameForm {
    #[serde(default)]
    name: String,
}

async fn change(State(app): State<App>, sent: Sent<NameForm>) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let changed = match Line::parse(&sent.form.name) {
        Ok(name) => super::change(app.sharing(), &sent.visitor.reader, &name, app.now()).await,
        Err(why) => Err(Fault::Text { field: "name", why }),
    };
    match changed {
        Ok(()) => Ok(to("/you/name")),
        Err(fault) => {
            let page = Page::new(&app, &sent.visitor, "name-title");
            let page = page.saying(Some(Problem::of(fault)?));
            let shown = Shown(NamePage { page, name: sent.form.name });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
    }
}
