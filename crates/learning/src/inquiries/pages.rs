//! The pages of questions: a system's list, asking one, and the page of one.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Line, Outcome};
use places::systems::System;
use serde::Deserialize;
use sharing::lineage::Placed;
use sharing::{Action, Glimpse, Matter, Seen};
use web::{Access, App, Further, Onward, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::{GuestId, InquiryId, Opened, Stage, Turn};
use crate::because::{self, Asking, Typed, besides};
use crate::spoken::Signed;
use crate::{convening, frame, kept};

mod guests;
mod reword;
mod show;

/// The pages of questions.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/inquiries", Access::Belonging, list)
        .get("/systems/{id}/inquiries/new", Access::Belonging, ask)
        .post("/systems/{id}/inquiries/new", Access::Belonging, open)
        .get("/inquiries/{id}", Access::Offered, show::show)
        .post("/inquiries/{id}/talk", Access::Offered, talk)
        .post("/inquiries/{id}/asked-in", Access::Offered, ask_in)
        .post("/inquiries/{id}/asked-in/{guest}/end", Access::Offered, end_guest)
        .post("/inquiries/{id}/coming", Access::Own, coming)
        .post("/inquiries/{id}/closing", Access::Offered, close)
        .get("/inquiries/{id}/words", Access::Offered, reword::page)
        .post("/inquiries/{id}/words", Access::Offered, reword::sent)
}

#[derive(Template)]
#[template(path = "inquiries/list.html")]
struct ListPage {
    page: Page,
    system: System,
    inquiries: Vec<Listed>,
    further: Further,
}

struct Listed {
    path: String,
    question: Seen<Line>,
    by: Signed,
    closed: Option<String>,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    onward: Onward,
) -> Result<Response, Refused> {
    let system_id = belonging(&app, &visitor, &id)?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let (system, manner) = frame::of(&app, &visitor, &mut look, system_id).await?;
    let inquiries = super::of_system(sharing, &mut look, reader, system_id, onward.after()).await?;
    let further = Further::of(&inquiries, &onward, "main")?;
    let names = sharing.names(&mut look, reader, inquiries.iter().map(|i| i.said_by)).await?;
    let page = manner.page(&app, &visitor, "inquiries-title");
    let inquiries = inquiries
        .into_iter()
        .map(|inquiry| Listed {
            path: kept::page_of(inquiry.placed().thing),
            by: Signed::new(&page, &names, inquiry.said_by, inquiry.at),
            closed: inquiry.closed.map(|closed| page.day(closed)),
            question: inquiry.question,
        })
        .collect();
    Ok(Shown(ListPage { page, system, inquiries, further }).into_response())
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct AskForm {
    question: String,
    why: String,
    /// What else it is because of, where several things were laid side by side.
    also: String,
    #[serde(flatten)]
    because: Typed,
}

#[derive(Template)]
#[template(path = "inquiries/new.html")]
struct AskPage {
    page: Page,
    system: System,
    form: AskForm,
    asking: Asking,
    besides: Vec<Glimpse>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct FromLink {
    /// What led here, as `kind:id`, when a link elsewhere named it.
    pub(crate) because: String,
    /// What else did, with commas between.
    pub(crate) also: String,
    /// The question it is for.
    pub(crate) inquiry: String,
}

async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(link): Query<FromLink>,
) -> Result<Response, Refused> {
    let because = Typed { because_of: link.because, ..Typed::default() };
    let form = AskForm { because, also: link.also, ..AskForm::default() };
    ask_page(&app, &visitor, belonging(&app, &visitor, &id)?, form, None).await
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
    let asking =
        because::asking(sharing, app.nouns(), &mut look, reader, system, &form.because).await?;
    let besides = besides::seen(app.nouns(), &mut look, reader, &form.also).await?;
    let (system, manner) = frame::of(app, visitor, &mut look, system).await?;
    let status = status_of(problem.as_ref());
    let page = manner.page(app, visitor, "inquiry-new-title").saying(problem);
    Ok((status, Shown(AskPage { page, system, form, asking, besides })).into_response())
}

async fn open(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<AskForm>,
) -> Result<Response, Refused> {
    let system = belonging(&app, &sent.visitor, &id)?;
    let new: InquiryId = sent.once.id();
    let reader = &sent.visitor.reader;
    let kept = async {
        let (opened, besides) = typed(&app, &sent, system).await?;
        let opened = (&opened, &besides[..]);
        super::open_because_of(app.sharing(), reader, new, opened, app.now()).await
    };
    match kept.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/inquiries/{new}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            ask_page(&app, &sent.visitor, system, sent.form.clone(), Some(problem)).await
        }
    }
}

async fn typed(
    app: &App,
    sent: &Sent<AskForm>,
    system: SystemId,
) -> Outcome<(Opened, Vec<Placed>)> {
    let question = kept::must_line("question", &sent.form.question)?;
    let why = kept::may("why", &sent.form.why)?;
    let mut look = app.store().database.look().await?;
    let (nouns, reader) = (app.nouns(), &sent.visitor.reader);
    let because = sent.form.because.given(nouns, &mut look, reader).await?;
    let besides = besides::given(nouns, &mut look, reader, &sent.form.also).await?;
    Ok((Opened { system, question, why, because }, besides))
}

/// What is typed into the forms of a question's page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TalkForm {
    pub(crate) words: String,
    pub(crate) stage: String,
    pub(crate) why: String,
    pub(crate) again: String,
    pub(crate) person: String,
    /// Whether they will come, where they were asked to.
    pub(crate) answer: String,
}

async fn talk(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<TalkForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let inquiry = InquiryId::parse(&id).ok_or(Fault::NotFound)?;
    let said = async {
        let words = kept::must("words", &sent.form.words)?;
        let turn = Stage::parse(&sent.form.stage).map_or(Turn::Talk, Turn::Entered);
        let (id, reader) = (sent.once.id(), &sent.visitor.reader);
        super::say(app.sharing(), reader, id, inquiry, (turn, &words), app.now()).await
    };
    show::back(&app, &sent, inquiry, said.await).await
}

async fn close(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<TalkForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let inquiry = InquiryId::parse(&id).ok_or(Fault::NotFound)?;
    let said = async {
        let words = kept::must("why", &sent.form.why)?;
        let turn = if sent.form.again.is_empty() { Turn::Closed } else { Turn::Reopened };
        let (id, reader) = (sent.once.id(), &sent.visitor.reader);
        super::say(app.sharing(), reader, id, inquiry, (turn, &words), app.now()).await
    };
    show::back(&app, &sent, inquiry, said.await).await
}

async fn ask_in(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<TalkForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let inquiry = InquiryId::parse(&id).ok_or(Fault::NotFound)?;
    let asked = async {
        let person = ground::id::PersonId::parse(&sent.form.person)
            .ok_or(Fault::Unfit("unfit-nobody-to-ask-in"))?;
        let guest = (sent.once.id(), person);
        super::ask_in(app.sharing(), &sent.visitor.reader, inquiry, guest, app.now()).await
    };
    show::back(&app, &sent, inquiry, asked.await).await
}

async fn end_guest(
    State(app): State<App>,
    Path((id, guest)): Path<(String, String)>,
    sent: Sent<TalkForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let inquiry = InquiryId::parse(&id).ok_or(Fault::NotFound)?;
    let guest = GuestId::parse(&guest).ok_or(Fault::NotFound)?;
    let reader = &sent.visitor.reader;
    let ended = super::guests::end(app.sharing(), reader, inquiry, guest, app.now()).await;
    show::back(&app, &sent, inquiry, ended).await
}

async fn coming(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<TalkForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let inquiry = InquiryId::parse(&id).ok_or(Fault::NotFound)?;
    let said = async {
        let answer = convening::Answer::parse(&sent.form.answer);
        let answer = answer.ok_or(Fault::Unfit("unfit-come"))?;
        convening::answer(app.sharing(), &sent.visitor.reader, inquiry, answer, app.now()).await
    };
    show::back(&app, &sent, inquiry, said.await).await
}

/// The system that an address names, for somebody who plays a part in it.
pub(crate) fn belonging(app: &App, visitor: &Visitor, id: &str) -> Result<SystemId, Refused> {
    visitor.person()?;
    let system = SystemId::parse(id).ok_or(Fault::NotFound)?;
    app.sharing().leave(&visitor.reader, Action::Read, &Matter::held(system))?;
    Ok(system)
}

/// A form that comes back with a problem says so in its status too.
pub(crate) const fn status_of(problem: Option<&Problem>) -> StatusCode {
    if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}
