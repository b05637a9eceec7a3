//! *Who could we bring together?*: the page of a pattern that lists people, and the form by which
//! some of them are asked to come.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::{Kind, PersonId, Thing, Uuid};
use ground::{Fault, Line, Outcome};
use serde::Deserialize;
use sharing::{Glimpse, Names, Seen};
use web::{Access, App, Page, Problem, Refused, Routes, Said, Sent, Shown, Visitor, to_saying};

use super::{Circle, Question, Together, ask_to_come, together};
use crate::because;
use crate::inquiries::InquiryId;
use crate::inquiries::pages::status_of;
use crate::spoken::called;
use crate::{asks, frame, kept};

/// The pages of bringing people together.
#[must_use]
pub fn routes() -> Routes {
    let routes = Routes::new().get("/patterns/{id}/together", Access::Offered, show);
    routes.post("/patterns/{id}/together", Access::Offered, ask)
}

/// Who is asked to which question, with what words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AskForm {
    inquiry: String,
    person: Vec<String>,
    words: String,
}

/// Somebody on the page.
struct Here {
    id: String,
    name: String,
    someone: super::Someone,
    is_chosen: bool,
}

/// A system on the page.
struct Shore {
    id: String,
    name: Seen<Line>,
    scale: &'static str,
    people: Vec<Here>,
    open: Vec<Seen<Line>>,
    /// Where this group can say something to that one.
    ask: Option<String>,
}

/// A question on the page.
struct Held {
    id: String,
    path: String,
    question: Seen<Line>,
    opened_by: String,
    asked: Vec<String>,
    may_ask: bool,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "convening/together.html")]
struct TogetherPage {
    page: Page,
    heading: Seen<String>,
    path: String,
    named: String,
    here: Shore,
    around: Vec<Shore>,
    questions: Vec<Held>,
    form: AskForm,
}

impl TogetherPage {
    /// Whether there is an open question to which this reader may ask people.
    fn may_ask(&self) -> bool {
        self.questions.iter().any(|question| question.may_ask)
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    show_page(&app, &visitor, id, AskForm::default(), None).await
}

/// The pattern that an address names, if this reader may open its page.
async fn seen(app: &App, visitor: &Visitor, look: &mut Look, id: Uuid) -> Outcome<Glimpse> {
    let thing = Thing { kind: Kind::Pattern, id };
    let mut seen = app.nouns().peek(look, &visitor.reader, &[thing], &[]).await?;
    seen.remove(&id).filter(|glimpse| glimpse.path.is_some()).ok_or(Fault::NotFound)
}

async fn show_page(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    form: AskForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let pattern = seen(app, visitor, &mut look, id).await?;
    let thing = Thing { kind: Kind::Pattern, id };
    let found = together(sharing, &mut look, reader, (thing, pattern.system)).await?;
    let names = sharing.names(&mut look, reader, people_of(&found)).await?;
    let (system, manner) = frame::of(app, visitor, &mut look, pattern.system).await?;
    let speaks = asks::speaks_for(sharing, reader, system.id)?;
    let status = status_of(problem.as_ref());
    let page = manner.page(app, visitor, "together-title").saying(problem);
    let named = because::named(thing);
    let shores = found.around.into_iter().map(|circle| {
        let ask =
            format!("/systems/{}/asks/new?because={named}&to={}", system.id, circle.system.id);
        shore(&page, &names, circle, (&form, speaks.then_some(ask)))
    });
    let around = shores.collect();
    let held = found.questions.into_iter();
    let questions = held.map(|question| held_here(&page, &names, question, &form)).collect();
    let shown = TogetherPage {
        heading: pattern.heading,
        path: pattern.path.unwrap_or_default(),
        here: shore(&page, &names, found.here, (&form, None)),
        around,
        questions,
        named,
        form,
        page,
    };
    Ok((status, Shown(shown)).into_response())
}

/// Everybody whose name stands on the page.
fn people_of(found: &Together) -> Vec<PersonId> {
    let circles = std::iter::once(&found.here).chain(&found.around);
    let mut people: Vec<PersonId> =
        circles.flat_map(|circle| &circle.people).map(|someone| someone.person).collect();
    for question in &found.questions {
        people.push(question.inquiry.said_by);
        people.extend(&question.asked);
    }
    people
}

fn shore(
    page: &Page,
    names: &Names,
    circle: Circle,
    (form, ask): (&AskForm, Option<String>),
) -> Shore {
    // Whoever left has no name any more, and cannot be asked.
    let known = circle.people.into_iter().filter(|one| names.of(one.person).is_some());
    let here = known.map(|someone| {
        let id = someone.person.to_string();
        let (name, is_chosen) = (called(&page.t, names, someone.person), form.person.contains(&id));
        Here { id, name, someone, is_chosen }
    });
    Shore {
        id: circle.system.id.to_string(),
        name: circle.system.name,
        scale: circle.system.scale.key(),
        people: here.collect(),
        open: circle.open.into_iter().map(|open| open.words).collect(),
        ask,
    }
}

fn held_here(page: &Page, names: &Names, question: Question, form: &AskForm) -> Held {
    let Question { inquiry, asked, may_ask } = question;
    let id = inquiry.id.to_string();
    Held {
        path: kept::page_of(inquiry.placed().thing),
        opened_by: called(&page.t, names, inquiry.said_by),
        asked: asked.into_iter().map(|person| called(&page.t, names, person)).collect(),
        may_ask,
        is_chosen: form.inquiry == id,
        question: inquiry.question,
        id,
    }
}

async fn ask(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<AskForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    match asked(&app, &sent, id).await {
        Ok(inquiry) => Ok(to_saying(&format!("/inquiries/{inquiry}"), Said::Done)),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            show_page(&app, &sent.visitor, id, sent.form.clone(), Some(problem)).await
        }
    }
}

async fn asked(app: &App, sent: &Sent<AskForm>, id: Uuid) -> Outcome<InquiryId> {
    let mut look = app.store().database.look().await?;
    seen(app, &sent.visitor, &mut look, id).await?;
    drop(look);
    let inquiry = InquiryId::parse(&sent.form.inquiry);
    let inquiry = inquiry.ok_or(Fault::Unfit("unfit-convene-question"))?;
    let asked = |person: &String| Some((PersonId::parse(person)?, sent.once.part(person)));
    let people: Option<Vec<_>> = sent.form.person.iter().map(asked).collect();
    let people = people.ok_or(Fault::Unfit("unfit-convene-nobody"))?;
    let words = kept::may("words", &sent.form.words)?;
    let said = words.as_ref().map(|words| (sent.once.id(), words));
    let reader = &sent.visitor.reader;
    match ask_to_come(app.sharing(), reader, inquiry, &people, said, app.now()).await {
        Ok(()) | Err(Fault::Already) => Ok(inquiry),
        Err(fault) => Err(fault),
    }
}
