//! The page on which somebody says that they are under 18, or asks that somebody says they are 18
//! now; and the page on which those who look after a place answer.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use ground::id::{PersonId, SystemId};
use ground::{Fault, Line, Moment};
use serde::Deserialize;
use sharing::{Seen, StandingKind};
use web::{Access, App, Page, Pressed, Refused, Routes, Said, Sent, Shown, Visitor, to_saying};

use super::{Answer, Own};
use crate::systems::{self, System};
use crate::view::{Within, on_done, system_id};

/// The pages of ages.
#[must_use]
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/you/age", Access::SignedIn, show)
        .post("/you/age", Access::SignedIn, under_18)
        .post("/you/age/grown", Access::SignedIn, ask)
        .post("/you/age/back", Access::SignedIn, back)
        .get("/systems/{id}/ages", Access::Steward, asked)
        .post("/systems/{id}/ages/{person}", Access::Steward, answer)
}

#[derive(Template)]
#[template(path = "ages/own.html")]
struct OwnPage {
    page: Page,
    own: Own,
    /// When they asked, and the name of the place where.
    asked: Option<(Moment, Option<Seen<Line>>)>,
    /// The places in which they can ask.
    places: Vec<System>,
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Shown<OwnPage>, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let own = super::own(&mut look, reader).await?;
    let mut places = Vec::new();
    if own.under_18 {
        let mut ids = reader.places();
        ids.retain(|place| reader.stands(StandingKind::Part, *place));
        places = systems::find_many(sharing, &mut look, reader, &ids).await?;
    }
    let asked = own.asked.map(|(place, at)| {
        let place = places.iter().find(|one| one.id == place);
        (at, place.map(|place| place.name.clone()))
    });
    Ok(Shown(OwnPage { page: Page::new(&app, &visitor, "age-title"), own, asked, places }))
}

async fn under_18(State(app): State<App>, sent: Sent<Pressed>) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let said = super::say_under_18(app.sharing(), &sent.visitor.reader, app.now()).await;
    on_done(said, "/you/age")
}

#[derive(Deserialize)]
struct AskForm {
    #[serde(default)]
    place: String,
}

async fn ask(State(app): State<App>, sent: Sent<AskForm>) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let place = SystemId::parse(&sent.form.place).ok_or(Fault::Unfit("unfit-none-chosen-place"))?;
    let asked = super::ask(app.sharing(), &sent.visitor.reader, place, app.now()).await;
    on_done(asked, "/you/age")
}

async fn back(State(app): State<App>, sent: Sent<Pressed>) -> Result<Response, Refused> {
    sent.visitor.person()?;
    super::take_back(app.sharing(), &sent.visitor.reader, app.now()).await?;
    Ok(to_saying("/you/age", Said::Done))
}

#[derive(Template)]
#[template(path = "ages/asked.html")]
struct AskedPage {
    page: Page,
    system: SystemId,
    asked: Vec<(PersonId, Seen<Line>, Moment)>,
}

async fn asked(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<AskedPage>, Refused> {
    visitor.person()?;
    let id = system_id(&id)?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let asked = super::asked_in(sharing, &mut look, reader, id).await?;
    let within = Within::find(&app, &mut look, &visitor, id).await?;
    if !within.system.is_place() {
        return Err(Fault::NotFound.into());
    }
    let people = asked.iter().map(|(person, _)| *person);
    let names = sharing.names(&mut look, reader, people).await?;
    let named = |(person, at)| Some((person, names.of(person)?.clone(), at));
    let asked = asked.into_iter().filter_map(named).collect();
    let page = within.page(&app, &visitor, "ages-title");
    Ok(Shown(AskedPage { page, system: id, asked }))
}

#[derive(Deserialize)]
struct AnswerForm {
    #[serde(default)]
    answer: String,
}

async fn answer(
    State(app): State<App>,
    Path((id, person)): Path<(String, String)>,
    sent: Sent<AnswerForm>,
) -> Result<Response, Refused> {
    let (by, act) = (sent.visitor.person()?, sent.once.id());
    let (id, person) = (system_id(&id)?, PersonId::parse(&person).ok_or(Fault::NotFound)?);
    let said = match sent.form.answer.as_str() {
        "grown" => Answer::Grown,
        _ => Answer::CannotSay,
    };
    let answered = super::answer(app.sharing(), (id, act), person, said, (by, app.now())).await;
    on_done(answered, &format!("/systems/{id}/ages"))
}
