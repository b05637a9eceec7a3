//! Reading something tried, or a conversation about intent, with four words.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Outcome};
use sharing::vest::VestId;
use sharing::{Action, Seen};
use store::Look;
use web::vest::VestForm;
use web::{
    Access, App, Page, Pressed, Problem, Refused, Routes, Said, Sent, Shown, Visitor, to, to_saying,
};

use crate::conversations::{self, ConversationId};
use crate::experiments::{self, ExperimentId};
use crate::inquiries::pages::status_of;
use crate::kept::{page_of, with_guests};
use crate::{frame, vest};

/// The pages of reading with four words.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/experiments/{id}/four-words", Access::Offered, experiment)
        .post("/experiments/{id}/four-words", Access::Offered, read_experiment)
        .post("/experiments/{id}/four-words/{reading}/back", Access::Own, experiment_back)
        .get("/conversations/{id}/four-words", Access::Offered, conversation)
        .post("/conversations/{id}/four-words", Access::Offered, read_conversation)
        .post("/conversations/{id}/four-words/{reading}/back", Access::Own, conversation_back)
}

#[derive(Template)]
#[template(path = "vest/read.html")]
struct ReadPage {
    page: Page,
    heading: Seen<String>,
    path: String,
    /// Whether only those read it who talk with each other.
    in_the_talk: bool,
    form: VestForm,
}

/// What is read: its heading, its page and whose it is.
struct Read {
    heading: Seen<String>,
    path: String,
    system: SystemId,
    in_the_talk: bool,
}

async fn tried(app: &App, visitor: &Visitor, look: &mut Look, id: &str) -> Outcome<Read> {
    let id = ExperimentId::parse(id).ok_or(Fault::NotFound)?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let (experiment, inquiry) = experiments::find(sharing, look, reader, id).await?;
    let talk = with_guests(experiment.system, &inquiry.asked_in());
    sharing.leave(reader, Action::JoinTalk, &talk)?;
    let (path, heading) = (page_of(experiment.placed().thing), experiment.name.heading());
    Ok(Read { heading, path, system: experiment.system, in_the_talk: true })
}

async fn spoken(app: &App, visitor: &Visitor, look: &mut Look, id: &str) -> Outcome<Read> {
    let id = ConversationId::parse(id).ok_or(Fault::NotFound)?;
    let found = conversations::find(app.sharing(), look, &visitor.reader, id).await?;
    let (path, heading) = (page_of(found.placed().thing), found.opening(160));
    let heading = heading.ok_or(Fault::NotFound)?;
    Ok(Read { heading, path, system: found.system, in_the_talk: false })
}

async fn lay_out(
    (app, visitor): (&App, &Visitor),
    look: &mut Look,
    read: Read,
    form: VestForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (_, manner) = frame::of(app, visitor, look, read.system).await?;
    let status = status_of(problem.as_ref());
    let page = manner.page(app, visitor, "vest-button").saying(problem);
    let Read { heading, path, in_the_talk, .. } = read;
    Ok((status, Shown(ReadPage { page, heading, path, in_the_talk, form })).into_response())
}

async fn experiment(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let mut look = app.store().database.look().await?;
    let read = tried(&app, &visitor, &mut look, &id).await?;
    lay_out((&app, &visitor), &mut look, read, VestForm::default(), None).await
}

async fn conversation(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let mut look = app.store().database.look().await?;
    let read = spoken(&app, &visitor, &mut look, &id).await?;
    lay_out((&app, &visitor), &mut look, read, VestForm::default(), None).await
}

async fn read_experiment(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<VestForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let experiment = ExperimentId::parse(&id).ok_or(Fault::NotFound)?;
    let kept = async {
        let (words, reader) = (sent.form.said()?, &sent.visitor.reader);
        let said = (sent.once.id::<VestId>(), &words);
        vest::read_experiment(app.sharing(), reader, experiment, said, app.now()).await
    };
    match kept.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/experiments/{experiment}#four-words"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            let mut look = app.store().database.look().await?;
            let read = tried(&app, &sent.visitor, &mut look, &id).await?;
            let form = sent.form.clone();
            lay_out((&app, &sent.visitor), &mut look, read, form, Some(problem)).await
        }
    }
}

async fn read_conversation(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<VestForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let conversation = ConversationId::parse(&id).ok_or(Fault::NotFound)?;
    let kept = async {
        let (words, reader) = (sent.form.said()?, &sent.visitor.reader);
        let said = (sent.once.id::<VestId>(), &words);
        vest::read_conversation(app.sharing(), reader, conversation, said, app.now()).await
    };
    match kept.await {
        Ok(()) | Err(Fault::Already) => {
            Ok(to(&format!("/conversations/{conversation}#four-words")))
        }
        Err(fault) => {
            let problem = Problem::of(fault)?;
            let mut look = app.store().database.look().await?;
            let read = spoken(&app, &sent.visitor, &mut look, &id).await?;
            let form = sent.form.clone();
            lay_out((&app, &sent.visitor), &mut look, read, form, Some(problem)).await
        }
    }
}

async fn experiment_back(
    State(app): State<App>,
    Path((id, reading)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = ExperimentId::parse(&id).ok_or(Fault::NotFound)?;
    let reading = VestId::parse(&reading).ok_or(Fault::NotFound)?;
    let reader = &sent.visitor.reader;
    vest::take_back_of_experiment(app.sharing(), reader, id, reading, app.now()).await?;
    Ok(to_saying(&format!("/experiments/{id}#four-words"), Said::Done))
}

async fn conversation_back(
    State(app): State<App>,
    Path((id, reading)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = ConversationId::parse(&id).ok_or(Fault::NotFound)?;
    let reading = VestId::parse(&reading).ok_or(Fault::NotFound)?;
    let reader = &sent.visitor.reader;
    vest::take_back_of_conversation(app.sharing(), reader, id, reading, app.now()).await?;
    Ok(to_saying(&format!("/conversations/{id}#four-words"), Said::Done))
}
