//! The pages of what groups pass on to each other: a system's list, saying something, and the
//! page of one with its answers.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Outcome};
use places::systems::System;
use serde::Deserialize;
use sharing::Seen;
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::{AskId, AskKind, Put, What, travel};
use crate::because::{self, Asking, Typed};
use crate::inquiries::pages::{belonging, status_of};
use crate::lessons::{self, LessonId};
use crate::{frame, kept};

mod list;
mod show;

/// The pages of asks.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/asks", Access::Belonging, list::list)
        .get("/systems/{id}/asks/new", Access::Belonging, ask)
        .post("/systems/{id}/asks/new", Access::Belonging, pass_on)
        .get("/asks/{id}", Access::Offered, show::show)
        .post("/asks/{id}/answers", Access::Offered, show::answer)
        .post("/asks/{id}/back", Access::Offered, show::take_back)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct AskForm {
    kind: String,
    to: String,
    words: String,
    lesson: String,
    #[serde(flatten)]
    because: Typed,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FromLink {
    /// What led here, as `kind:id`, when a link elsewhere named it.
    because: String,
    /// The lesson to pass on.
    lesson: String,
    /// Whom to say it to.
    to: String,
}

#[derive(Template)]
#[template(path = "asks/new.html")]
struct AskPage {
    page: Page,
    system: System,
    /// Whether this reader speaks for the group, or only belongs to the system.
    speaks: bool,
    /// Whom it can be said to.
    to: Vec<System>,
    lesson: Option<Seen<String>>,
    kinds: [AskKind; 2],
    form: AskForm,
    asking: Asking,
}

async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(link): Query<FromLink>,
) -> Result<Response, Refused> {
    let system = belonging(&app, &visitor, &id)?;
    let because = Typed { because_of: link.because, ..Typed::default() };
    let form = AskForm { because, lesson: link.lesson, to: link.to, ..AskForm::default() };
    ask_page(&app, &visitor, system, form, None).await
}

async fn ask_page(
    app: &App,
    visitor: &Visitor,
    system: SystemId,
    form: AskForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let lesson = match LessonId::parse(&form.lesson) {
        Some(id) => Some(lessons::find(sharing, &mut look, reader, id).await?.learned.opening(160)),
        None => None,
    };
    let asking =
        because::asking(sharing, app.nouns(), &mut look, reader, system, &form.because).await?;
    let to = travel::within_reach(sharing, &mut look, reader, system).await?;
    let speaks = travel::speaks_for(sharing, reader, system)?;
    let (system, manner) = frame::of(app, visitor, &mut look, system).await?;
    let status = status_of(problem.as_ref());
    let page = manner.page(app, visitor, "ask-new-title").saying(problem);
    let kinds = [AskKind::Ask, AskKind::Obstacle];
    let shown = AskPage { page, system, speaks, to, lesson, kinds, form, asking };
    Ok((status, Shown(shown)).into_response())
}

async fn pass_on(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<AskForm>,
) -> Result<Response, Refused> {
    let system = belonging(&app, &sent.visitor, &id)?;
    let (new, reader): (AskId, _) = (sent.once.id(), &sent.visitor.reader);
    let said = async {
        let put = put(&app, &sent, system).await?;
        super::pass_on(app.sharing(), reader, new, &put, app.now()).await
    };
    match said.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&kept::page_of(super::thing(new)))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            ask_page(&app, &sent.visitor, system, sent.form.clone(), Some(problem)).await
        }
    }
}

async fn put(app: &App, sent: &Sent<AskForm>, from: SystemId) -> Outcome<Put> {
    let form = &sent.form;
    let what = match (LessonId::parse(&form.lesson), AskKind::parse(&form.kind)) {
        (Some(lesson), _) => What::Lesson(lesson, kept::may("words", &form.words)?),
        (None, Some(AskKind::Ask)) => What::Ask(kept::must("words", &form.words)?),
        (None, Some(AskKind::Obstacle)) => What::Obstacle(kept::must("words", &form.words)?),
        (None, Some(AskKind::Lesson)) => return Err(Fault::Unfit("unfit-ask-lesson")),
        (None, None) => return Err(Fault::Unfit("unfit-ask-kind")),
    };
    let to = SystemId::parse(&form.to).ok_or(Fault::Unfit("unfit-ask-to"))?;
    let mut look = app.store().database.look().await?;
    let because = form.because.given(app.nouns(), &mut look, &sent.visitor.reader).await?;
    Ok(Put { from, to, what, because })
}
