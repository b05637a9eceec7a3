//! Naming why a page of one's own must not go yet, and ending that.

use axum::extract::{Path, State};
use axum::response::Response;
use ground::Fault;
use serde::Deserialize;
use web::form::{day, given_back};
use web::view::on_done;
use web::{Access, App, Pressed, Refused, Routes, Sent, Untaken, typed};

use super::HoldId;
use crate::ending::pages::End;
use crate::frame;
use crate::lives::pages::life_id;

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new().post("/lives/{id}/holds", Access::Own, begun).post(
        "/lives/{id}/holds/{hold}/end",
        Access::Own,
        ended,
    )
}

#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    duty: String,
    #[serde(default)]
    until: String,
}

async fn begun(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (life, by) = (life_id(&id)?, sent.visitor.person()?);
    let done = async {
        let duty = typed::line("duty", &sent.form.duty)?;
        let until = day(&sent.form.until, &app.zone());
        let until = until.map_err(|fault| fault.in_field("until"))?;
        let until = until.ok_or(Fault::UnfitIn { field: "until", key: "unfit-hold-until" })?;
        let held = (life, sent.once.id());
        super::begin(app.sharing(), held, (&duty, until), by, app.now()).await
    };
    match done.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let untaken = Untaken::of(fault, "duty", &sent.form.duty)?;
            let untaken = untaken.choosing(&given_back(&sent.form.until));
            untaken.shown(&End::of(&app, &sent.visitor, life, Some(&untaken)).await?)
        }
        done => on_done(done, &format!("{}/end", frame::path(life))),
    }
}

async fn ended(
    State(app): State<App>,
    Path((id, hold)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let life = life_id(&id)?;
    let hold = HoldId::parse(&hold).ok_or(Fault::NotFound)?;
    let by = sent.visitor.person()?;
    let done = super::end(app.sharing(), (life, hold), by, app.now()).await;
    on_done(done, &format!("{}/end", frame::path(life)))
}
