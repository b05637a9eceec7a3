//! Answering *not now* or *not again*, from home and from the page of a slip.

use axum::extract::State;
use axum::response::Response;
use ground::Fault;
use serde::Deserialize;
use web::{Access, App, Refused, Routes, Sent, to};

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
    // From an older page it changes nothing, and what was wished since stands. The address does not
    // say which of all this it was: a browser remembers it, and somebody else may read that.
    put_off(app.sharing(), &whose.reader, whose.id, answer, at).await?;
    // Home again, and not the page of the telling: somebody may look over a shoulder.
    match whose.reader.person_id() {
        Some(_) => Ok(to(&format!("/?story={}", whose.id))),
        None => Ok(to(&format!("{}#wishes", whose.page))),
    }
}
