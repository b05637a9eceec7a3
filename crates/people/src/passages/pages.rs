//! Saying something in a part of a life, putting it in better words, and taking it out.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::Fault;
use ground::id::SystemId;
use serde::Deserialize;
use web::view::{on, on_done};
use web::{
    Access, App, Earlier, Page, Pressed, Problem, Refused, Revised, Routes, Sent, Shown, Untaken,
    Visitor, beside_what_stands, field_of, to, typed,
};

use super::reword::{self, may_reword, versions};
use super::{PassageId, Said, Voice, find, say, take_out};
use crate::frame::{self, PassageHere, SectionHere};
use crate::lives;
use crate::lives::pages::{life_id, show_with};
use crate::sections::pages::section_id;

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/lives/{id}/sections/{section}/passages", Access::Offered, said)
        .get("/lives/{id}/passages/{passage}", Access::Offered, show)
        .post("/lives/{id}/passages/{passage}", Access::Offered, reworded)
        .post("/lives/{id}/passages/{passage}/out", Access::Offered, taken_out)
}

fn passage_id(text: &str) -> Result<PassageId, Fault> {
    PassageId::parse(text).ok_or(Fault::NotFound)
}

#[derive(Deserialize)]
struct SayForm {
    #[serde(default)]
    words: String,
    #[serde(default)]
    voice: String,
}

async fn said(
    State(app): State<App>,
    Path((id, section)): Path<(String, String)>,
    sent: Sent<SayForm>,
) -> Result<Response, Refused> {
    let (life, section) = (life_id(&id)?, section_id(&section)?);
    let (by, passage) = (sent.visitor.person()?, sent.once.id());
    let voice = Voice::parse(&sent.form.voice).unwrap_or(Voice::Own);
    let done = async {
        let words = typed::words("words", &sent.form.words)?;
        let said = Said { words: &words, voice };
        say(app.sharing(), (life, section, passage), said, by, app.now()).await
    };
    match done.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let field = field_of("say", section);
            let untaken = Untaken::of(fault, &field, &sent.form.words)?;
            let untaken = untaken.choosing(voice.word());
            untaken.shown(&show_with(&app, &sent.visitor, life, Some(&untaken)).await?)
        }
        done => on(done, &format!("{}#part-{section}", frame::path(life))),
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    revision: i64,
    words: String,
}

impl Revised for Form {
    fn revision(&mut self) -> &mut i64 {
        &mut self.revision
    }
}

#[derive(Template)]
#[template(path = "passages/show.html")]
struct Show {
    page: Page,
    id: SystemId,
    section: SectionHere,
    passage: PassageHere,
    earlier: Earlier,
    may_reword: bool,
    may_take_out: bool,
    form: Form,
    now: Form,
}

impl Show {
    async fn of(
        app: &App,
        visitor: &Visitor,
        (id, passage): (SystemId, PassageId),
        typed: Option<(Form, Problem)>,
    ) -> Result<Self, Refused> {
        let person = visitor.person()?;
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mut look = app.store().database.look().await?;
        let life = lives::find(sharing, &mut look, reader, id).await?;
        let (section, stands) = find(sharing, &mut look, reader, (&life, passage)).await?;
        let all = versions(sharing, &mut look, (&life, &section, &stands)).await?;
        let mut people: Vec<_> = Earlier::people(&all).collect();
        people.push(stands.written_by);
        let names = sharing.names(&mut look, reader, people).await?;
        let (typed, problem) = typed.unzip();
        let page = Page::titled(app, visitor, life.name.to_string()).intimate().saying(problem);
        let form = Form { revision: stands.revision, words: stands.words.to_string() };
        let (form, now) = beside_what_stands(form, typed);
        Ok(Self {
            id,
            section: SectionHere::new(&section, &page),
            passage: PassageHere::new(&stands, &life, &names, &page),
            earlier: Earlier::new(&page, &names, all, |_| "life-words"),
            may_reword: may_reword(reader, &life, &section, &stands),
            may_take_out: life.is_mine || (section.may_write && stands.written_by == person),
            page,
            form,
            now,
        })
    }
}

async fn show(
    State(app): State<App>,
    Path((id, passage)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let of = (life_id(&id)?, passage_id(&passage)?);
    Ok(Shown(Show::of(&app, &visitor, of, None).await?).into_response())
}

async fn reworded(
    State(app): State<App>,
    Path((id, passage)): Path<(String, String)>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let of = (life_id(&id)?, passage_id(&passage)?);
    sent.visitor.person()?;
    let done = async {
        let words = typed::words("words", &sent.form.words)?;
        let from = (sent.once.id(), sent.form.revision);
        reword::reword(app.sharing(), &sent.visitor.reader, of, from, &words, app.now()).await
    };
    let fault = match done.await {
        Ok(()) | Err(Fault::Already) => {
            return Ok(to(&format!("{}/passages/{}", frame::path(of.0), of.1)));
        }
        Err(fault) => fault,
    };
    let (problem, status): (Problem, StatusCode) = Problem::beside_what_stands(fault)?;
    let typed = Some((sent.form.clone(), problem));
    Ok((status, Shown(Show::of(&app, &sent.visitor, of, typed).await?)).into_response())
}

async fn taken_out(
    State(app): State<App>,
    Path((id, passage)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, passage_id(&passage)?), sent.visitor.person()?);
    let done = take_out(app.sharing(), of, by, app.now()).await;
    on_done(done, &frame::path(of.0))
}
