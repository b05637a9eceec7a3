//! Reading a telling or a pattern with four words, and the teller's answer.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::Uuid;
use ground::{Fault, Outcome, Words};
use places::opening;
use serde::Deserialize;
use sharing::vest::VestId;
use sharing::{Action, Matter};
use web::vest::VestForm;
use web::{
    Access, App, Page, Pressed, Problem, Refused, Routes, Said, Sent, Shown, Untaken, Visitor,
    field_of, to, to_saying,
};

use crate::patterns::{self, Pattern, PatternId};
use crate::slips::Whose;
use crate::tellings::form::text;
use crate::tellings::{Telling, TellingId, Voice, hear};

/// The pages of reading with four words.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/stories/{id}/four-words", Access::Offered, telling_page)
        .post("/stories/{id}/four-words", Access::Offered, telling_sent)
        .post("/stories/{id}/four-words/{reading}", Access::Own, answer_sent)
        .post("/slip/{code}/four-words/{reading}", Access::Holder, answer_sent)
        .post("/stories/{id}/four-words/{reading}/back", Access::Own, telling_back)
        .get("/patterns/{id}/four-words", Access::Offered, pattern_page)
        .post("/patterns/{id}/four-words", Access::Offered, pattern_sent)
        .post("/patterns/{id}/four-words/{reading}/back", Access::Own, pattern_back)
}

#[derive(Template)]
#[template(path = "vest/telling.html")]
struct TellingPage {
    page: Page,
    telling: Telling,
    form: VestForm,
}

async fn telling_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    telling_form(&app, &visitor, TellingId(id), VestForm::default(), None).await
}

async fn telling_form(
    app: &App,
    visitor: &Visitor,
    id: TellingId,
    form: VestForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    super::may_read(sharing, &mut look, reader, id).await?;
    let telling = hear::one(sharing, &mut look, reader, id).await?;
    let face = opening::face(sharing, &mut look, reader, telling.place).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "vest-button").saying(problem).intimate();
    Ok((status, Shown(TellingPage { page, telling, form })).into_response())
}

async fn telling_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<VestForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = TellingId(id);
    let read = async {
        let (words, reader) = (sent.form.said()?, &sent.visitor.reader);
        let reading: VestId = sent.once.id();
        super::read_telling(app.sharing(), reader, id, (reading, &words), app.now()).await
    };
    match read.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/stories/{id}#four-words"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            telling_form(&app, &sent.visitor, id, sent.form.clone(), Some(problem)).await
        }
    }
}

/// What the teller answers: their words, or `remove`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    answer: String,
    words: String,
}

impl AnswerForm {
    fn said(&self) -> Outcome<Option<Words>> {
        if self.answer == "remove" {
            return Ok(None);
        }
        Words::parse(&self.words).map(Some).map_err(|why| text("words", why))
    }
}

#[derive(Deserialize)]
struct Which {
    reading: Uuid,
}

async fn answer_sent(
    State(app): State<App>,
    whose: Whose,
    Path(Which { reading }): Path<Which>,
    sent: Sent<AnswerForm>,
) -> Result<Response, Refused> {
    let (form, reading) = (&sent.form, VestId(reading));
    let answered = async {
        let words = form.said()?;
        let answer = (reading, words.as_ref());
        super::answer(app.sharing(), &whose.reader, whose.id, answer, app.now()).await
    };
    let answered = answered.await;
    let untaken = |fault| Untaken::of(fault, &field_of("answer", reading), &form.words);
    whose.back((&app, &sent.visitor), answered, (&whose.page, untaken)).await
}

async fn telling_back(
    State(app): State<App>,
    Path((id, reading)): Path<(Uuid, Uuid)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (reader, id) = (&sent.visitor.reader, TellingId(id));
    let now = app.now();
    super::take_back_of_telling(app.sharing(), reader, id, VestId(reading), now).await?;
    let mut look = app.store().database.look().await?;
    // Whoever hears it no more took it back from the page of what is theirs.
    let page = match super::may_read(app.sharing(), &mut look, reader, id).await {
        Ok(()) => format!("/stories/{id}"),
        Err(Fault::NotFound) => "/mine".to_owned(),
        Err(fault) => return Err(fault.into()),
    };
    Ok(to_saying(&page, Said::Done))
}

#[derive(Template)]
#[template(path = "vest/pattern.html")]
struct PatternPage {
    page: Page,
    pattern: Pattern,
    form: VestForm,
}

async fn pattern_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    pattern_form(&app, &visitor, PatternId(id), VestForm::default(), None).await
}

async fn pattern_form(
    app: &App,
    visitor: &Visitor,
    id: PatternId,
    form: VestForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let pattern = patterns::find(sharing, &mut look, reader, id).await?;
    sharing.leave(reader, Action::TakePart, &Matter::held(pattern.system))?;
    let face = opening::face(sharing, &mut look, reader, pattern.place).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "vest-button").saying(problem);
    Ok((status, Shown(PatternPage { page, pattern, form })).into_response())
}

async fn pattern_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<VestForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = PatternId(id);
    let read = async {
        let (words, reader) = (sent.form.said()?, &sent.visitor.reader);
        let reading: VestId = sent.once.id();
        super::read_pattern(app.sharing(), reader, id, (reading, &words), app.now()).await
    };
    match read.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/patterns/{id}#four-words"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            pattern_form(&app, &sent.visitor, id, sent.form.clone(), Some(problem)).await
        }
    }
}

async fn pattern_back(
    State(app): State<App>,
    Path((id, reading)): Path<(Uuid, Uuid)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (reader, id) = (&sent.visitor.reader, PatternId(id));
    let now = app.now();
    super::take_back_of_pattern(app.sharing(), reader, id, VestId(reading), now).await?;
    Ok(to_saying(&format!("/patterns/{id}#four-words"), Said::Done))
}
