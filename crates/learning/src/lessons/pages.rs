//! The pages of lessons: a system's list, writing one down, and the page of one.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Line, Moment, Outcome, Words};
use jiff::tz::TimeZone;
use places::systems::System;
use serde::Deserialize;
use sharing::{Action, Matter, Seen};
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::{Found, Holds, Lesson, LessonId, Written};
use crate::because::{self, Asking, Roots, Typed};
use crate::inquiries::pages::{FromLink, belonging, status_of};
use crate::inquiries::{self, InquiryId};
use crate::spoken::{Signed, Spoken};
use crate::{asks, frame, kept};

/// The pages of lessons.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/lessons", Access::Belonging, list)
        .get("/systems/{id}/lessons/new", Access::Belonging, ask)
        .post("/systems/{id}/lessons/new", Access::Belonging, write)
        .get("/lessons/{id}", Access::Offered, show)
        .post("/lessons/{id}/looked-again", Access::Offered, look_again)
}

#[derive(Template)]
#[template(path = "lessons/list.html")]
struct ListPage {
    page: Page,
    system: System,
    waiting: Vec<Listed>,
    others: Vec<Listed>,
}

struct Listed {
    path: String,
    learned: Seen<String>,
    warning: Option<&'static str>,
    by: Signed,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let system_id = belonging(&app, &visitor, &id)?;
    let (sharing, reader, now) = (app.sharing(), &visitor.reader, app.now());
    let mut look = app.store().database.look().await?;
    let (system, manner) = frame::of(&app, &visitor, &mut look, system_id).await?;
    let lessons = super::of_system(sharing, &mut look, reader, system_id, now).await?;
    let names = sharing.names(&mut look, reader, lessons.iter().map(|l| l.said_by)).await?;
    let page = manner.page(&app, &visitor, "lessons-title");
    let listed = |lesson: Lesson| Listed {
        path: kept::page_of(lesson.placed().thing),
        warning: lesson.holds.and_then(Holds::warning),
        by: Signed::new(&page, &names, lesson.said_by, lesson.at),
        learned: lesson.learned.opening(200),
    };
    let (waiting, others): (Vec<Lesson>, Vec<Lesson>) =
        lessons.into_iter().partition(|lesson| lesson.waits_to_be_looked_at(now));
    let (waiting, others) =
        (waiting.into_iter().map(listed).collect(), others.into_iter().map(listed).collect());
    Ok(Shown(ListPage { page, system, waiting, others }).into_response())
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
        look_again: day(&form.look_again, &manner.zone)?,
        because: form.because.given(app.nouns(), &mut look, &sent.visitor.reader).await?,
    })
}

/// The beginning of a day as a form gives it (`2026-03-09`), or nothing.
fn day(text: &str, zone: &TimeZone) -> Outcome<Option<Moment>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let unfit = || Fault::Unfit("unfit-look-again-day");
    let day: jiff::civil::Date = text.trim().parse().map_err(|_| unfit())?;
    Moment::start_of(day, zone).map(Some).ok_or_else(unfit)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct LookForm {
    holds: String,
    words: String,
    look_again: String,
}

#[derive(Template)]
#[template(path = "lessons/show.html")]
struct ShowPage {
    page: Page,
    system: System,
    path: String,
    lesson: Lesson,
    warning: Option<&'static str>,
    inquiry: Option<(String, Seen<Line>)>,
    look_again_on: Option<String>,
    waits: bool,
    /// Who wrote it, for those of the group that learned it.
    by: Option<Signed>,
    looked: Vec<Spoken>,
    /// Why it is there, for those of the group that learned it.
    roots: Option<Roots>,
    /// Where it can be passed on to another group from.
    pass_on: Option<String>,
    form: LookForm,
    answers: [Holds; 3],
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    show_page(&app, &visitor, &id, LookForm::default(), None).await
}

async fn show_page(
    app: &App,
    visitor: &Visitor,
    id: &str,
    form: LookForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let id = LessonId::parse(id).ok_or(Fault::NotFound)?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let lesson = super::find(sharing, &mut look, reader, id).await?;
    // Whoever it was passed on to reads the lesson, and nothing else of the group that learned it.
    let home = sharing.leave_or_none(reader, Action::Read, &Matter::held(lesson.system))?;
    let looked = match &home {
        Some(_) => super::looked_again(sharing, &mut look, reader, &lesson).await?,
        None => Vec::new(),
    };
    let inquiry = match lesson.inquiry.filter(|_| home.is_some()) {
        Some(id) => Some(inquiries::find(sharing, &mut look, reader, id).await?),
        None => None,
    };
    let gathered = because::gather(&mut look, lesson.placed()).await?;
    let people = looked.iter().map(|l| l.said_by).chain([lesson.said_by]);
    let names = sharing.names(&mut look, reader, people.chain(gathered.people())).await?;
    let (system, manner) = frame::of(app, visitor, &mut look, lesson.system).await?;
    let status = status_of(problem.as_ref());
    let title = lesson.learned.opening(60).to_string();
    let page = manner.page_titled(app, visitor, title).saying(problem);
    let roots = match &home {
        Some(leave) => {
            let (nouns, with) = (app.nouns(), (leave, &names, &page));
            Some(because::laid_out(sharing, nouns, &mut look, reader, with, gathered).await?)
        }
        None => None,
    };
    let pass_on = asks::speaks_for(sharing, reader, system.id)?;
    let pass_on = pass_on.then(|| format!("/systems/{}/asks/new?lesson={id}", system.id));
    let looked = looked
        .into_iter()
        .map(|one| Spoken {
            anchor: one.id.to_string(),
            kind: one.holds.key(),
            by: Signed::new(&page, &names, one.said_by, one.at),
            words: one.words,
        })
        .collect();
    let shown = ShowPage {
        system,
        path: kept::page_of(lesson.placed().thing),
        warning: lesson.holds.and_then(Holds::warning),
        inquiry: inquiry.map(|i| (kept::page_of(i.placed().thing), i.question)),
        look_again_on: lesson.look_again.map(|at| page.day(at)),
        waits: lesson.waits_to_be_looked_at(app.now()),
        by: home.map(|_| Signed::new(&page, &names, lesson.said_by, lesson.at)),
        lesson,
        looked,
        roots,
        pass_on,
        form,
        answers: Holds::ALL,
        page,
    };
    Ok((status, Shown(shown)).into_response())
}

async fn look_again(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<LookForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let lesson = LessonId::parse(&id).ok_or(Fault::NotFound)?;
    let looked = async {
        let holds = Holds::parse(&sent.form.holds).ok_or(Fault::Unfit("unfit-holds"))?;
        let words: Option<Words> = kept::may("words", &sent.form.words)?;
        let (new, reader) = (sent.once.id(), &sent.visitor.reader);
        let mut look = app.store().database.look().await?;
        let home = super::find(app.sharing(), &mut look, reader, lesson).await?.system;
        let (_, manner) = frame::of(&app, &sent.visitor, &mut look, home).await?;
        drop(look);
        let next = day(&sent.form.look_again, &manner.zone)?;
        let found = Found { holds, words, next };
        super::look_again(app.sharing(), reader, new, lesson, &found, app.now()).await
    };
    match looked.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/lessons/{lesson}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            show_page(&app, &sent.visitor, &id, sent.form.clone(), Some(problem)).await
        }
    }
}
