//! What the handlers of every room share: how somebody is called, and where a page goes on when its
//! verb has done its work.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::PersonId;
use ground::{Fault, Outcome};
use sharing::Names;

use crate::{Problem, Refused, Said, Shown, Tongue, to, to_saying};

/// What somebody is called here, or that they left.
#[must_use]
pub fn called(names: &Names, t: &Tongue, person: Option<PersonId>) -> String {
    person
        .and_then(|person| names.of(person))
        .map_or_else(|| t.say("somebody-who-left"), ToString::to_string)
}

/// Goes on when a verb has done its work; sent twice, it was done the first time.
pub fn on(done: Outcome<()>, path: &str) -> Result<Response, Refused> {
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to(path)),
        Err(fault) => Err(fault.into()),
    }
}

/// The same for what is ended, answered with a press or agreed to, where nothing was written.
pub fn on_done(done: Outcome<()>, path: &str) -> Result<Response, Refused> {
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to_saying(path, Said::Done)),
        Err(fault) => Err(fault.into()),
    }
}

/// The form again, with what was typed and what went wrong with it; other faults have pages of
/// their own.
pub fn again<T: askama::Template>(
    fault: Fault,
    page: impl FnOnce(Problem) -> T,
) -> Result<Response, Refused> {
    let shown = Shown(page(Problem::of(fault)?));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
