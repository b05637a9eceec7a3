//! What can be done on the page of who looks after a system.

use super::*;
use serde::Deserialize;
use web::Pressed;
use web::typed::words;

use crate::stewards::{answer, call, confirm, end_own, end_together, give, take_on};
use crate::view::on_done;

fn path(system: SystemId) -> String {
    format!("/systems/{system}/stewards")
}

fn standing(id: &str, standing: &str) -> Outcome<(SystemId, StandingId)> {
    Ok((system_id(id)?, StandingId::parse(standing).ok_or(Fault::NotFound)?))
}

fn recall(id: &str, recall: &str) -> Outcome<(SystemId, RecallId)> {
    Ok((system_id(id)?, RecallId::parse(recall).ok_or(Fault::NotFound)?))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    person: String,
}

pub(super) async fn ask(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Asked>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let person = PersonId::parse(&sent.form.person).ok_or(Fault::Unfit("unfit-nobody-chosen"))?;
    let done = give(app.sharing(), system, sent.once.id(), by, person, app.now()).await;
    on_done(done, &path(system))
}

pub(super) async fn take(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    on_done(take_on(app.sharing(), system, sent.once.id(), by, app.now()).await, &path(system))
}

pub(super) async fn confirmed(
    State(app): State<App>,
    Path((id, steward)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let ((system, steward), by) = (standing(&id, &steward)?, sent.visitor.person()?);
    on_done(confirm(app.sharing(), system, steward, by, app.now()).await, &path(system))
}

#[derive(Deserialize)]
pub(super) struct Spoken {
    #[serde(default)]
    words: String,
}

pub(super) async fn called_on(
    State(app): State<App>,
    Path((id, steward)): Path<(String, String)>,
    sent: Sent<Spoken>,
) -> Result<Response, Refused> {
    let ((system, steward), by) = (standing(&id, &steward)?, sent.visitor.person()?);
    let why = words("words", &sent.form.words)?;
    let done = call(app.sharing(), system, sent.once.id(), steward, (by, &why), app.now()).await;
    on(done, &path(system))
}

pub(super) async fn stop(
    State(app): State<App>,
    Path((id, steward)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let ((system, steward), by) = (standing(&id, &steward)?, sent.visitor.person()?);
    on_done(end_own(app.sharing(), system, steward, by, app.now()).await, &path(system))
}

pub(super) async fn answered(
    State(app): State<App>,
    Path((id, call)): Path<(String, String)>,
    sent: Sent<Spoken>,
) -> Result<Response, Refused> {
    let ((system, call), by) = (recall(&id, &call)?, sent.visitor.person()?);
    let said = words("words", &sent.form.words)?;
    on(answer(app.sharing(), system, call, by, &said, app.now()).await, &path(system))
}

pub(super) async fn ended(
    State(app): State<App>,
    Path((id, call)): Path<(String, String)>,
    sent: Sent<Spoken>,
) -> Result<Response, Refused> {
    let ((system, call), by) = (recall(&id, &call)?, sent.visitor.person()?);
    let how = words("words", &sent.form.words)?;
    on_done(end_together(app.sharing(), system, call, by, &how, app.now()).await, &path(system))
}
