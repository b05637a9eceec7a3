//! The page on which a question is put in better words.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::{Fault, Outcome};
use serde::Deserialize;
use sharing::{Action, Matter};
use web::{App, Page, Problem, Refused, Revised, Sent, Shown, Visitor, beside_what_stands, to};

use crate::inquiries::{self, Inquiry, InquiryId};
use crate::{frame, kept};

/// The key of the words that say which text of a question it is.
pub(super) fn label(part: &str) -> &'static str {
    match part {
        "words" => "inquiry-why-label",
        _ => "inquiry-question-label",
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    revision: i64,
    question: String,
    why: String,
}

impl Form {
    fn of(inquiry: &Inquiry) -> Self {
        let why = inquiry.why.as_ref().map(ToString::to_string);
        let (revision, question) = (inquiry.revision, inquiry.question.to_string());
        Self { revision, question, why: why.unwrap_or_default() }
    }
}

impl Revised for Form {
    fn revision(&mut self) -> &mut i64 {
        &mut self.revision
    }
}

#[derive(Template)]
#[template(path = "inquiries/reword.html")]
struct RewordPage {
    page: Page,
    path: String,
    question: String,
    form: Form,
    /// What stands now, where somebody else changed it meanwhile.
    now: Form,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let id = InquiryId::parse(&id).ok_or(Fault::NotFound)?;
    form(&app, &visitor, id, None, StatusCode::OK).await
}

async fn form(
    app: &App,
    visitor: &Visitor,
    id: InquiryId,
    typed: Option<(Form, Problem)>,
    status: StatusCode,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let inquiry = inquiries::find(sharing, &mut look, reader, id).await?;
    let matter = Matter::to_reword(inquiry.system, &inquiry.asked_in(), inquiry.said_by);
    sharing.leave(reader, Action::Reword, &matter)?;
    // What was typed while somebody closed it is not lost.
    if typed.is_none() && !inquiries::may_reword(sharing, reader, &inquiry)? {
        return Err(Fault::NotFound.into());
    }
    let (_, manner) = frame::of(app, visitor, &mut look, inquiry.system).await?;
    let (typed, problem) = typed.unzip();
    let page = manner.page(app, visitor, "better-title").saying(problem);
    let (path, question) = (kept::page_of(inquiry.placed().thing), inquiry.question.to_string());
    let (form, now) = beside_what_stands(Form::of(&inquiry), typed);
    Ok((status, Shown(RewordPage { page, path, question, form, now })).into_response())
}

pub(super) async fn sent(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = InquiryId::parse(&id).ok_or(Fault::NotFound)?;
    let done: Outcome<()> = async {
        let question = kept::must_line("question", &sent.form.question)?;
        let why = kept::may("why", &sent.form.why)?;
        let (from, reader) = ((sent.once.id(), sent.form.revision), &sent.visitor.reader);
        let words = (&question, why.as_ref());
        inquiries::reword(app.sharing(), reader, id, from, words, app.now()).await
    }
    .await;
    let fault = match done {
        Ok(()) | Err(Fault::Already) => return Ok(to(&format!("/inquiries/{id}"))),
        Err(fault) => fault,
    };
    let (problem, status) = Problem::beside_what_stands(fault)?;
    let typed = Some((sent.form.clone(), problem));
    form(&app, &sent.visitor, id, typed, status).await
}
