//! Adding a translation, and its teller's answer.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::Uuid;
use ground::{Fault, Line, Outcome, Words};
use places::opening;
use serde::Deserialize;
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::{Added, TranslationId};
use crate::slips::Whose;
use crate::tellings::form::text;
use crate::tellings::{Telling, TellingId, Voice, hear, languages};

/// The pages of translations.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/stories/{id}/translate", Access::Offered, add_page)
        .post("/stories/{id}/translate", Access::Offered, add_sent)
        .post("/stories/{id}/translations/{translation}", Access::Own, answer_sent)
        .post("/slip/{code}/translations/{translation}", Access::Holder, answer_sent)
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AddForm {
    words: String,
    language: String,
    translator: String,
}

#[derive(Template)]
#[template(path = "translations/add.html")]
struct AddPage {
    page: Page,
    telling: Telling,
    form: AddForm,
}

async fn add_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    add_form(&app, &visitor, TellingId(id), AddForm::default(), None).await
}

async fn add_form(
    app: &App,
    visitor: &Visitor,
    id: TellingId,
    mut form: AddForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let person = visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let telling = hear::one(sharing, &mut look, reader, id).await?;
    let face = opening::face(sharing, &mut look, reader, telling.place).await?;
    if problem.is_none() {
        let names = sharing.names(&mut look, reader, [person]).await?;
        form.translator = names.of(person).map(ToString::to_string).unwrap_or_default();
    }
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "translate-title").saying(problem).intimate();
    Ok((status, Shown(AddPage { page, telling, form })).into_response())
}

async fn add_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<AddForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = TellingId(id);
    match added(&app, &sent, id).await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/stories/{id}#translations"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            add_form(&app, &sent.visitor, id, sent.form, Some(problem)).await
        }
    }
}

async fn added(app: &App, sent: &Sent<AddForm>, id: TellingId) -> Outcome<()> {
    let form = &sent.form;
    let words = Words::parse(&form.words).map_err(|why| text("words", why))?;
    let translator = Line::parse(&form.translator).map_err(|why| text("translator", why))?;
    let language = languages::parse(&form.language)?;
    let added = Added { language: &language, words: &words, translator: &translator };
    let (sharing, reader) = (app.sharing(), &sent.visitor.reader);
    super::add(sharing, reader, id, sent.once.id(), added, app.now()).await
}

/// What the teller answers: it may stay, or `remove`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    answer: String,
}

impl AnswerForm {
    fn stays(&self) -> bool {
        self.answer != "remove"
    }
}

#[derive(Deserialize)]
struct Which {
    translation: Uuid,
}

async fn answer_sent(
    State(app): State<App>,
    whose: Whose,
    Path(Which { translation }): Path<Which>,
    sent: Sent<AnswerForm>,
) -> Result<Response, Refused> {
    let answer = (TranslationId(translation), sent.form.stays());
    super::answer(app.sharing(), &whose.reader, whose.id, answer, app.now()).await?;
    Ok(to(&whose.page))
}
