//! Telling how things are now, and reading back to somebody what was told of them.

use axum::extract::State;
use axum::response::Response;
use ground::Words;
use serde::Deserialize;
use web::{Access, App, Refused, Routes, Sent, Untaken};

use super::super::form::text;
use super::super::{ChapterId, tell};
use super::WordsForm;
use crate::slips::Whose;

/// The ids of the fields in which more is told, and why something was not read back.
const MORE: &str = "more-words";
const WHY_NOT: &str = "why-not";

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/stories/{id}/more", Access::Own, more_sent)
        .post("/slip/{code}/more", Access::Holder, more_sent)
        .post("/stories/{id}/read-back", Access::Own, read_back_sent)
}

/// The same for whoever is signed in and for whoever holds the slip.
async fn more_sent(
    State(app): State<App>,
    whose: Whose,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let (typed, chapter) = (&sent.form.words, sent.once.id::<ChapterId>());
    let told = async {
        let words = Words::parse(typed).map_err(|why| text("words", why))?;
        tell::tell_more(app.sharing(), &whose.reader, whose.id, chapter, &words, app.now()).await
    };
    let (told, path) = (told.await, format!("{}#more", whose.page));
    let untaken = |fault| Untaken::of(fault, MORE, typed);
    whose.back((&app, &sent.visitor), told, (&path, untaken)).await
}

/// That it was read back, or why not. Without either nothing is said: a form with nothing in it
/// lets nobody else hear what waits.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ReadBackForm {
    read: Option<String>,
    words: String,
}

async fn read_back_sent(
    State(app): State<App>,
    whose: Whose,
    sent: Sent<ReadBackForm>,
) -> Result<Response, Refused> {
    let (form, reader) = (&sent.form, &whose.reader);
    let said = async {
        let why_not = match form.read {
            Some(_) => None,
            None => Some(Words::parse(&form.words).map_err(|why| text("words", why))?),
        };
        tell::read_back(app.sharing(), reader, whose.id, why_not.as_ref(), app.now()).await
    };
    let said = said.await;
    let untaken = |fault| Untaken::of(fault, WHY_NOT, &form.words);
    whose.back((&app, &sent.visitor), said, (&whose.page, untaken)).await
}
