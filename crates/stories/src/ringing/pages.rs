//! Asking to be rung, and answering those who asked.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::{SystemId, Uuid};
use ground::{Fault, Line, Moment, Outcome};
use places::opening::{self, Face};
use serde::Deserialize;
use sharing::{Reader, Seen};
use web::{
    Access, App, Further, Onward, Page, Problem, Refused, Routes, Said, Sent, Shown, Visitor, to,
    to_saying,
};

use super::{After, Answer, AnswerKind, Asked, Given, Ringing, ToRing, Waits};
use crate::slips::Whose;
use crate::tellings::form::words;
use crate::tellings::pages::WordsForm;
use crate::tellings::{TellingId, hear};

/// The pages of ringing.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/stories/{id}/ringing", Access::Own, ask_page)
        .post("/stories/{id}/ringing", Access::Own, ask_sent)
        .post("/stories/{id}/ringing/over", Access::Own, over_sent)
        .get("/slip/{code}/ringing", Access::Holder, ask_page)
        .post("/slip/{code}/ringing", Access::Holder, ask_sent)
        .post("/slip/{code}/ringing/over", Access::Holder, over_sent)
        .get("/ringings", Access::SignedIn, list)
        .get("/ringings/{id}", Access::Named, show)
        .post("/ringings/{id}", Access::Named, answer_sent)
}

/// How somebody asks, as it was typed. The tell pages have the same fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskForm {
    pub(crate) ring_on: String,
    pub(crate) ring_safe: String,
    pub(crate) ring_message: String,
}

/// One answer, and who gave it.
pub(crate) struct AnswerShown {
    pub(crate) answer: Answer,
    pub(crate) by: Option<Seen<Line>>,
}

/// What became of asking, on the page of whoever told it.
pub(crate) struct RingingShown {
    pub(crate) back: String,
    pub(crate) ringing: Option<Ringing>,
    pub(crate) answers: Vec<AnswerShown>,
    pub(crate) unsigned: bool,
    /// Whether anybody rings here; where nobody does, asking is not offered.
    pub(crate) offered: bool,
}

impl RingingShown {
    /// What became of asking, for whoever told it or wrote it down.
    pub(crate) async fn of(app: &App, look: &mut Look, whose: &Whose) -> Outcome<Self> {
        let Whose { reader, id, page } = whose;
        let ringing = super::of_telling(app.sharing(), look, reader, *id).await?;
        let answers = ringing.as_ref().map(|r| r.answers.clone()).unwrap_or_default();
        let by = answers.iter().map(|answer| answer.said_by);
        let names = app.sharing().names(look, reader, by).await?;
        let named = |answer: Answer| AnswerShown { by: names.of(answer.said_by).cloned(), answer };
        let answers = answers.into_iter().map(named).collect();
        let (offered, unsigned) = (super::offered(look, *id).await?, reader.person_id().is_none());
        Ok(Self { back: page.clone(), ringing, answers, unsigned, offered })
    }

    /// Whether somebody asked and it is not over.
    pub(crate) fn waits(&self) -> bool {
        self.ringing.as_ref().is_some_and(|ringing| !ringing.over)
    }
}

#[derive(Template)]
#[template(path = "ringing/ask.html")]
struct AskPage {
    page: Page,
    face: Face,
    form: AskForm,
    ringing: RingingShown,
}

/// The page on which somebody asks: whoever told it, signed in or with their slip.
async fn ask_form(
    app: &App,
    visitor: &Visitor,
    whose: &Whose,
    form: AskForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &whose.reader);
    let mut look = app.store().database.look().await?;
    // Whose it is comes first, so that nobody else hears it here.
    let ringing = RingingShown::of(app, &mut look, whose).await?;
    let telling = hear::one(sharing, &mut look, reader, whose.id).await?;
    let face = opening::face(sharing, &mut look, reader, telling.place).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "ring-title").saying(problem).intimate();
    Ok((status, Shown(AskPage { page, face, form, ringing })).into_response())
}

async fn ask_page(
    State(app): State<App>,
    visitor: Visitor,
    whose: Whose,
) -> Result<Response, Refused> {
    ask_form(&app, &visitor, &whose, AskForm::default(), None).await
}

async fn ask_sent(
    State(app): State<App>,
    whose: Whose,
    sent: Sent<AskForm>,
) -> Result<Response, Refused> {
    let Sent { form, visitor, .. } = sent;
    let asked = Asked::parse(&form.ring_on, &form.ring_safe, form.ring_message == "yes");
    let kept = match asked.and_then(|asked| asked.ok_or(Fault::Unfit("unfit-no-number"))) {
        Ok(asked) => super::ask(app.sharing(), &whose.reader, whose.id, &asked, app.now()).await,
        Err(fault) => Err(fault),
    };
    match kept {
        Ok(()) => Ok(to(&format!("{}#ringing", whose.page))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            ask_form(&app, &visitor, &whose, form, Some(problem)).await
        }
    }
}

async fn over_sent(
    State(app): State<App>,
    whose: Whose,
    _sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    super::take_back(app.sharing(), &whose.reader, whose.id, app.now()).await?;
    Ok(to_saying(&whose.page, Said::Done))
}

#[derive(Template)]
#[template(path = "ringing/list.html")]
struct ListPage {
    page: Page,
    waits: Vec<Waits>,
    further: Further,
}

/// Where the list goes on, as its link says; from the beginning where it says nothing.
fn after(onward: &Onward) -> Option<After> {
    let mut parts = onward.text()?.splitn(3, '.');
    let (unsigned, at) = (parts.next()? == "1", Moment(parts.next()?.parse().ok()?));
    Some(After { unsigned, at, id: Uuid::try_parse(parts.next()?).ok()? })
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    onward: Onward,
) -> Result<Response, Refused> {
    visitor.person()?;
    let mut look = app.store().database.look().await?;
    let after = after(&onward).unwrap_or(After::START);
    let listed = super::waiting(app.sharing(), &mut look, &visitor.reader, after).await?;
    let page = Page::new(&app, &visitor, "ringings-title").intimate();
    let next =
        |next: After| format!("{}.{}.{}", u8::from(next.unsigned), next.at.0, next.id.simple());
    let further = Further::after(listed.next.map(next), &onward, "main")?;
    Ok(Shown(ListPage { page, waits: listed.waits, further }).into_response())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    kind: String,
    words: String,
    try_on: String,
    revision: i64,
}

#[derive(Template)]
#[template(path = "ringing/show.html")]
struct ShowPage {
    page: Page,
    found: ToRing,
    form: AnswerForm,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    show_with(&app, &visitor, TellingId(id), AnswerForm::default(), None).await
}

async fn show_with(
    app: &App,
    visitor: &Visitor,
    id: TellingId,
    form: AnswerForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let mut look = app.store().database.look().await?;
    let found = super::find(app.sharing(), &mut look, &visitor.reader, id).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Page::new(app, visitor, "ringing-title").saying(problem).intimate();
    Ok((status, Shown(ShowPage { page, found, form })).into_response())
}

async fn answer_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<AnswerForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (sharing, reader, id) = (app.sharing(), &sent.visitor.reader, TellingId(id));
    // Whether anybody asked is for those on duty alone; only then is the form read.
    let mut look = app.store().database.look().await?;
    let place = super::place_of(sharing, &mut look, reader, id).await?;
    drop(look);
    match answered(&app, reader, (id, sent.once.id()), &sent.form, place).await {
        Ok(()) | Err(Fault::Already) => Ok(to("/ringings")),
        // There is no number to show any more: the refusal gives back what was typed.
        Err(fault @ Fault::Unfit("unfit-ringing-over")) => Err(fault.into()),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            show_with(&app, &sent.visitor, id, sent.form, Some(problem)).await
        }
    }
}

async fn answered(
    app: &App,
    reader: &Reader,
    (id, answer): (TellingId, Uuid),
    form: &AnswerForm,
    place: SystemId,
) -> Outcome<()> {
    let said = words("words", &form.words)?;
    let kind = AnswerKind::parse(&form.kind).ok_or(Fault::Unfit("unfit-ringing-kind"))?;
    let mut look = app.store().database.look().await?;
    let zone = opening::face(app.sharing(), &mut look, reader, place).await?.zone;
    drop(look);
    let given = Given {
        kind,
        words: said.as_ref(),
        try_on: web::form::day(&form.try_on, &zone).map_err(|fault| fault.in_field("try_on"))?,
        revision: form.revision,
    };
    super::answer(app.sharing(), reader, id, answer, given, app.now()).await
}
