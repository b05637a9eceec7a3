//! The pages of lessons: a system's list, writing one down, and the page of one.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Line, Outcome, Stretch};
use places::systems::{self, System};
use serde::Deserialize;
use sharing::Seen;
use web::{Access, App, Further, Onward, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::{Holds, Lesson, LessonId, Written, carrying};
use crate::because::{self, Asking, Typed};
use crate::inquiries::pages::{FromLink, belonging, status_of};
use crate::inquiries::{self, InquiryId};
use crate::spoken::called;
use crate::{frame, heard, kept};

pub(super) mod show;

/// The pages of lessons.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/lessons", Access::Belonging, list)
        .get("/systems/{id}/lessons/new", Access::Belonging, ask)
        .post("/systems/{id}/lessons/new", Access::Belonging, write)
        .get("/lessons/{id}", Access::Offered, show::show)
        .post("/lessons/{id}/looked-again", Access::Offered, show::look_again)
        .post("/lessons/{id}/carrying", Access::Offered, carrying::pages::carry)
        .post("/lessons/{id}/carrying/{carrying}", Access::Own, carrying::pages::say)
}

#[derive(Template)]
#[template(path = "lessons/list.html")]
struct ListPage {
    page: Page,
    system: System,
    /// Those whose day to look again came last.
    waiting: Vec<Listed>,
    more_waiting: bool,
    others: Vec<Listed>,
    /// What other groups passed on to this one.
    passed_on: Vec<Listed>,
    more_passed_on: bool,
    further: Further,
}

struct Listed {
    path: String,
    learned: Seen<String>,
    warning: Option<&'static str>,
    /// Whether its day to look again has come, where no heading says so.
    waits: bool,
    /// Who wrote it, or which group it is from.
    by: String,
    day: String,
    iso: String,
}

impl Listed {
    fn new(page: &Page, lesson: &Lesson, by: String) -> Self {
        Self {
            path: kept::page_of(lesson.placed().thing),
            learned: lesson.learned.opening(200),
            warning: lesson.holds.and_then(Holds::warning),
            waits: false,
            by,
            day: page.day(lesson.at),
            iso: page.iso_day(lesson.at),
        }
    }
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    onward: Onward,
) -> Result<Response, Refused> {
    let system_id = belonging(&app, &visitor, &id)?;
    let (sharing, reader, now) = (app.sharing(), &visitor.reader, app.now());
    let mut look = app.store().database.look().await?;
    let (system, manner) = frame::of(&app, &visitor, &mut look, system_id).await?;
    let mut lessons =
        super::of_system(sharing, &mut look, reader, system_id, onward.after()).await?;
    let further = Further::of(&lessons, &onward, "main")?;
    // What waits and what others passed on stand on the first page.
    let (mut waiting, mut passed_on) = (Stretch::default(), Stretch::default());
    if !further.is_further {
        waiting = super::due(sharing, &mut look, reader, system_id, now).await?;
        passed_on = super::passed_on_to(sharing, &mut look, reader, system_id).await?;
    }
    lessons.here.retain(|lesson| waiting.iter().all(|one| one.id != lesson.id));
    let homes: Vec<SystemId> = passed_on.iter().map(|lesson| lesson.system).collect();
    let homes = systems::find_many(sharing, &mut look, reader, &homes).await?;
    let names =
        sharing.names(&mut look, reader, lessons.iter().chain(&waiting).map(|l| l.said_by)).await?;
    let page = manner.page(&app, &visitor, "lessons-title");
    let ours =
        |lesson: &Lesson| Listed::new(&page, lesson, called(&page.t, &names, lesson.said_by));
    let more_waiting = waiting.next.is_some();
    let waiting = waiting.iter().map(ours).collect();
    let marked = |one: &Lesson| Listed { waits: one.waits_to_be_looked_at(now), ..ours(one) };
    let others = lessons.iter().map(marked).collect();
    let theirs = |lesson: &Lesson| {
        let home = homes.iter().find(|system| system.id == lesson.system);
        let name = home.map(|system| system.name.to_string()).unwrap_or_default();
        Listed::new(&page, lesson, page.t.with("lesson-from", &[("name", name)]))
    };
    let more_passed_on = passed_on.next.is_some();
    let passed_on = passed_on.iter().map(theirs).collect();
    Ok(Shown(ListPage {
        page,
        system,
        waiting,
        more_waiting,
        others,
        passed_on,
        more_passed_on,
        further,
    })
    .into_response())
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct LessonForm {
    learned: String,
    held_where: String,
    held_when: String,
    context: String,
    look_again: String,
    inquiry: String,
    #[serde(flatten)]
    heard: heard::Typed,
    #[serde(flatten)]
    because: Typed,
}

#[derive(Template)]
#[template(path = "lessons/new.html")]
struct LessonPage {
    page: Page,
    system: System,
    question: Option<Seen<Line>>,
    form: LessonForm,
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
    let form = LessonForm { because, inquiry: link.inquiry, ..LessonForm::default() };
    lesson_page(&app, &visitor, system, form, None).await
}

async fn lesson_page(
    app: &App,
    visitor: &Visitor,
    system: SystemId,
    form: LessonForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let question = match InquiryId::parse(&form.inquiry) {
        Some(id) => Some(inquiries::find(sharing, &mut look, reader, id).await?.question),
        None => None,
    };
    let asking =
        because::asking(sharing, app.nouns(), &mut look, reader, system, &form.because).await?;
    let (system, manner) = frame::of(app, visitor, &mut look, system).await?;
    let status = status_of(problem.as_ref());
    let page = manner.page(app, visitor, "lesson-new-title").saying(problem);
    let shown = LessonPage { page, system, question, form, asking };
    Ok((status, Shown(shown)).into_response())
}

async fn write(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<LessonForm>,
) -> Result<Response, Refused> {
    let system = belonging(&app, &sent.visitor, &id)?;
    let new: LessonId = sent.once.id();
    let kept = async {
        let written = written(&app, &sent, system).await?;
        super::write(app.sharing(), &sent.visitor.reader, new, &written, app.now()).await
    };
    match kept.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/lessons/{new}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            lesson_page(&app, &sent.visitor, system, sent.form.clone(), Some(problem)).await
        }
    }
}

async fn written(app: &App, sent: &Sent<LessonForm>, system: SystemId) -> Outcome<Written> {
    let form = &sent.form;
    let learned = kept::must("learned", &form.learned)?;
    let mut look = app.store().database.look().await?;
    let (_, manner) = frame::of(app, &sent.visitor, &mut look, system).await?;
    Ok(Written {
        system,
        inquiry: InquiryId::parse(&form.inquiry),
        learned,
        held_where: kept::may_line("held_where", &form.held_where)?,
        held_when: kept::may_line("held_when", &form.held_when)?,
        context: kept::may("context", &form.context)?,
        heard: form.heard.parsed()?,
        look_again: kept::day_to_come("look_again", &form.look_again, &manner.zone, app.now())?,
        because: form.because.given(app.nouns(), &mut look, &sent.visitor.reader).await?,
    })
}
