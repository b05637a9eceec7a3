//! Finding who knows about something in a place, and saying what one may be asked about.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Line};
use serde::Deserialize;
use sharing::{Action, Seen};
use web::form::given_back;
use web::{Access, App, Page, Pressed, Problem, Refused, Routes, Sent, Shown, Visitor, typed};

use super::{KnowsId, find, say, take_back};
use crate::may::may;
use crate::view::{Within, called, on, on_done, system_id};

/// How many stand on the page; more than that are found by typing more.
const SHOWN: usize = 60;

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/knows", Access::Belonging, show)
        .post("/systems/{id}/knows", Access::Belonging, said)
        .post("/systems/{id}/knows/{knows}/back", Access::Own, taken_back)
}

/// Somebody who may be asked, as the page shows them.
struct Here {
    id: KnowsId,
    name: String,
    words: Seen<Line>,
    reach: Option<Seen<Line>>,
    is_mine: bool,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    about: String,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    words: String,
    reach: String,
}

#[derive(Template)]
#[template(path = "knows/list.html")]
struct List {
    page: Page,
    id: SystemId,
    name: Seen<Line>,
    about: String,
    found: Vec<Here>,
    /// Whether more were found than stand here.
    is_cut: bool,
    may_say: bool,
    form: Form,
}

impl List {
    async fn of(
        app: &App,
        visitor: &Visitor,
        (id, about): (SystemId, &str),
        (form, problem): (Form, Option<Problem>),
    ) -> Result<Self, Refused> {
        let (sharing, reader, person) = (app.sharing(), &visitor.reader, visitor.person()?);
        let mut look = app.store().database.look().await?;
        let within = Within::find(app, &mut look, visitor, id).await?;
        if within.system.place != id {
            return Err(Fault::NotFound.into());
        }
        // What is too long, or nothing but space, is looked for as nothing.
        let typed = Line::parse_optional(about).unwrap_or_default();
        let of = (&within.system, typed.as_ref());
        let mut found = find(sharing, &mut look, reader, of).await?;
        let names = sharing.names(&mut look, reader, found.iter().map(|one| one.person)).await?;
        let page = within.page(app, visitor, "knows-title").saying(problem);
        found.sort_by_key(|one| names.of(one.person).map(|name| name.to_string().to_lowercase()));
        let is_cut = found.len() > SHOWN;
        found.truncate(SHOWN);
        let found = found.into_iter().map(|one| Here {
            id: one.id,
            name: called(&names, &page.t, Some(one.person)),
            words: one.words,
            reach: one.reach,
            is_mine: one.person == person,
        });
        let found = found.collect();
        let may_say = may(sharing, reader, Action::Belong, &within.system)?;
        let may_say = may_say && !reader.is_under_18();
        let (about, name) = (given_back(about), within.system.name);
        Ok(Self { page, id, name, about, found, is_cut, may_say, form })
    }
}

async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Refused> {
    let of = (system_id(&id)?, asked.about.as_str());
    Ok(Shown(List::of(&app, &visitor, of, (Form::default(), None)).await?).into_response())
}

async fn said(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (place, by) = (system_id(&id)?, sent.visitor.person()?);
    let done = async {
        let words = typed::line("words", &sent.form.words);
        let reach = typed::maybe_line("reach", &sent.form.reach);
        let (words, reach) = Fault::both(words, reach)?;
        let of = (place, sent.once.id());
        say(app.sharing(), of, (&words, reach.as_ref()), by, app.now()).await
    };
    match done.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let typed = (sent.form.clone(), Some(Problem::of(fault)?));
            let page = List::of(&app, &sent.visitor, (place, ""), typed).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Shown(page)).into_response())
        }
        done => on(done, &format!("/systems/{place}/knows")),
    }
}

async fn taken_back(
    State(app): State<App>,
    Path((id, knows)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (place, by) = (system_id(&id)?, sent.visitor.person()?);
    let knows = KnowsId::parse(&knows).ok_or(Fault::NotFound)?;
    let done = take_back(app.sharing(), (place, knows), by, app.now()).await;
    on_done(done, &format!("/systems/{place}/knows"))
}
