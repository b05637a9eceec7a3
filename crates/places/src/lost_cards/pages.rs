//! The page on which somebody who looks after a place ends a lost card: it says what will happen,
//! and one button does it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use ground::id::{PersonId, SystemId};
use ground::{Fault, Outcome};
use web::{Access, App, Page, Pressed, Refused, Routes, Sent, Shown, Visitor};

use crate::view::{Within, called, on_done, system_id};

/// The pages of lost cards.
#[must_use]
pub(crate) fn routes() -> Routes {
    Routes::new().get("/systems/{id}/people/{person}/card", Access::Steward, show).post(
        "/systems/{id}/people/{person}/card",
        Access::Steward,
        end,
    )
}

#[derive(Template)]
#[template(path = "lost_cards/lost.html")]
struct Lost {
    page: Page,
    system: SystemId,
    person: PersonId,
    name: String,
}

fn person_id(text: &str) -> Outcome<PersonId> {
    PersonId::parse(text).ok_or(Fault::NotFound)
}

async fn show(
    State(app): State<App>,
    Path((id, person)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Shown<Lost>, Refused> {
    visitor.person()?;
    let (id, person) = (system_id(&id)?, person_id(&person)?);
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    super::may_end(sharing, reader, id)?;
    let mut look = app.store().database.look().await?;
    let within = Within::find(&app, &mut look, &visitor, id).await?;
    if !within.system.is_place() {
        return Err(Fault::NotFound.into());
    }
    super::of_place(&mut look, id, person).await?;
    let names = sharing.names(&mut look, reader, [person]).await?;
    let page = within.page(&app, &visitor, "lost-title");
    let name = called(&names, &page.t, Some(person));
    Ok(Shown(Lost { page, system: id, person, name }))
}

async fn end(
    State(app): State<App>,
    Path((id, person)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (by, act) = (sent.visitor.person()?, sent.once.id());
    let (id, person) = (system_id(&id)?, person_id(&person)?);
    let ended = super::end(app.sharing(), id, act, person, by, app.now()).await;
    on_done(ended, &format!("/systems/{id}/stewards#done"))
}
