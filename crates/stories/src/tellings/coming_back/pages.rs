//! Answering *not now* or *not again*, from home and from the page of a slip.

use axum::extract::State;
use axum::response::Response;
use ground::Fault;
use serde::Deserialize;
use web::{Access, App, Refused, Routes, Said, Sent, to_saying};

use super::{PutOff, put_off};
use crate::slips::Whose;

/// The same two answers for whoever is signed in and for whoever holds the slip.
pub(in crate::tellings) fn routes() -> Routes {
    Routes::new().post("/stories/{id}/come-back", Access::Own, answered).post(
        "/slip/{code}/come-back",
        Access::Holder,
        answered,
    )
}

/// Which of the two buttons was pressed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct PutOffForm {
    answer: String,
}

async fn answered(
    State(app): State<App>,
    whose: Whose,
    sent: Sent<PutOffForm>,
) -> Result<Response, Refused> {
    let answer = PutOff::parse(&sent.form.answer).ok_or(Fault::Unfit("unfit-put-off"))?;
    let at = (&app.zone(), app.now());
    let said = match put_off(app.sharing(), &whose.reader, whose.id, answer, at).await? {
        Some(PutOff::InAMonth) => Said::AskedInAMonth,
        Some(PutOff::NotAgain) => Said::NotAskedAgain,
        // An older page: what was wished since stands as it did.
        None => Said::Kept,
    };
    // Home again, and not the page of the telling: somebody may look over a shoulder.
    match whose.reader.person_id() {
        Some(_) => Ok(to_saying(&format!("/?story={}", whose.id), said)),
        None => Ok(to_saying(&format!("{}#wishes", whose.page), said)),
    }
}
