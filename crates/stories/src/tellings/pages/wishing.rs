//! Wishing something else, and saying later that somebody is under 18.

use axum::extract::{Path, State};
use axum::response::Response;
use ground::id::Uuid;
use web::{Access, App, Pressed, Refused, Routes, Sent, to};

use super::super::form::WishesForm;
use super::super::{TellingId, age, tell};
use super::meanwhile::Again;
use super::show_with;
use crate::slips::Whose;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/stories/{id}/wishes", Access::Own, wishes_sent)
        .post("/stories/{id}/under-18", Access::Own, under_18)
        .post("/slip/{code}/under-18", Access::Holder, under_18)
}

async fn wishes_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WishesForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = TellingId(id);
    let reader = &sent.visitor.reader;
    let done = match sent.form.wished(&app.zone()) {
        Ok(wished) => {
            let which = (id, sent.form.revision);
            tell::wish(app.sharing(), reader, which, &wished, app.now()).await
        }
        Err(fault) => Err(fault),
    };
    match done {
        Ok(()) => Ok(to(&format!("/stories/{id}#wishes"))),
        Err(fault) => {
            let again = Again::of(fault, sent.form)?;
            show_with(&app, &sent.visitor, id, (Some(again), None)).await
        }
    }
}

/// The same for whoever is signed in and for whoever holds the slip.
async fn under_18(
    State(app): State<App>,
    whose: Whose,
    _sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    age::say_under_18(app.sharing(), &whose.reader, whose.id, app.now()).await?;
    Ok(to(&format!("{}#wishes", whose.page)))
}
