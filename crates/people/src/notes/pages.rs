//! Writing a note, taking one out, and those that do not show yet.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Line, Moment, Outcome, Words};
use serde::Deserialize;
use sharing::{Reader, Seen, Sharing, StandingKind};
use web::form::day;
use web::view::{called, on, on_done};
use web::{Access, App, Page, Pressed, Problem, Refused, Routes, Sent, Shown, Visitor, typed};

use super::{Danger, Held, Note, NoteId, held, show_now, take_out, write};
use crate::frame;
use crate::lives::Life;
use crate::lives::pages::life_id;
use crate::sections::{Section, SectionKind};
use crate::visits::pages::{part_path, writing};

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/lives/{id}/notes/new", Access::Offered, new)
        .post("/lives/{id}/notes", Access::Offered, written)
        .post("/lives/{id}/notes/{note}/out", Access::Offered, taken_out)
        .get("/held-notes", Access::SignedIn, list)
        .post("/lives/{id}/notes/{note}/show", Access::Offered, shown)
}

fn note_id(text: &str) -> Result<NoteId, Fault> {
    NoteId::parse(text).ok_or(Fault::NotFound)
}

/// A note that shows, as a page shows it.
pub(crate) struct NoteHere {
    pub(crate) id: NoteId,
    pub(crate) words: Seen<Words>,
    pub(crate) by: String,
    pub(crate) at: Moment,
    pub(crate) may_take_out: bool,
}

impl NoteHere {
    pub(crate) async fn all(
        sharing: &Sharing,
        look: &mut Look,
        (reader, page): (&Reader, &Page),
        (life, section): (&Life, &Section),
        notes: Vec<Note>,
    ) -> Outcome<Vec<Self>> {
        let names = sharing.names(look, reader, notes.iter().map(|note| note.written_by)).await?;
        // Asked of whoever reads, and not of whoever the life was opened for: they may be imagined.
        let holds = reader.stands(StandingKind::Pen, life.id);
        let own = |note: &Note| section.may_write && reader.person_id() == Some(note.written_by);
        let here = |note: Note| Self {
            may_take_out: holds || own(&note),
            id: note.id,
            by: called(&names, &page.t, Some(note.written_by)),
            words: note.words,
            at: note.at,
        };
        Ok(notes.into_iter().map(here).collect())
    }

    pub(crate) async fn latest(
        sharing: &Sharing,
        look: &mut Look,
        who: (&Reader, &Page),
        of: (&Life, &Section),
    ) -> Outcome<Vec<Self>> {
        let notes = super::latest(sharing, look, of).await?;
        Self::all(sharing, look, who, of, notes).await
    }
}

/// What the form holds, as it was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    words: String,
    danger: String,
    until: String,
}

impl Form {
    /// The danger, where one was said, and from when on the note shows: one needs the other.
    fn danger(&self, app: &App) -> Outcome<Option<(Line, Moment)>> {
        let why = typed::maybe_line("danger", &self.danger)?;
        let until = day(&self.until, &app.zone()).map_err(|fault| fault.in_field("until"))?;
        match (why, until) {
            (Some(why), Some(until)) => Ok(Some((why, until))),
            (None, None) => Ok(None),
            (Some(_), None) => Err(Fault::UnfitIn { field: "until", key: "unfit-when-it-shows" }),
            (None, Some(_)) => Err(Fault::UnfitIn { field: "danger", key: "unfit-which-danger" }),
        }
    }
}

#[derive(Template)]
#[template(path = "notes/new.html")]
struct New {
    page: Page,
    id: SystemId,
    name: Seen<Line>,
    is_mine: bool,
    form: Form,
}

impl New {
    async fn of(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        (form, problem): (Form, Option<Problem>),
    ) -> Result<Self, Refused> {
        let (life, _) = writing(app, visitor, id, SectionKind::Notes).await?;
        let page = Page::new(app, visitor, "note-new-title").intimate().saying(problem);
        Ok(Self { page, id, name: life.name, is_mine: life.is_mine, form })
    }
}

async fn new(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let empty = (Form::default(), None);
    Ok(Shown(New::of(&app, &visitor, life_id(&id)?, empty).await?).into_response())
}

async fn written(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (life, by) = (life_id(&id)?, sent.visitor.person()?);
    let done = async {
        let words = typed::words("words", &sent.form.words)?;
        let danger = sent.form.danger(&app)?;
        let danger = danger.as_ref().map(|(why, until)| Danger { why, until: *until });
        write(app.sharing(), (life, sent.once.id()), (&words, danger), by, app.now()).await?;
        Ok(danger.is_some())
    };
    match done.await {
        Ok(true) => on(Ok(()), "/held-notes"),
        Ok(false) | Err(Fault::Already) => {
            on(Ok(()), &part_path(life, SectionKind::Notes.when_needed(life)))
        }
        Err(fault) => {
            let typed = (sent.form.clone(), Some(Problem::of(fault)?));
            let page = New::of(&app, &sent.visitor, life, typed).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Shown(page)).into_response())
        }
    }
}

async fn taken_out(
    State(app): State<App>,
    Path((id, note)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, note_id(&note)?), sent.visitor.person()?);
    let done = take_out(app.sharing(), of, by, app.now()).await;
    on_done(done, &frame::path(of.0))
}

/// A note that does not show yet, as a page shows it.
struct HeldHere {
    note: Held,
    by: String,
}

#[derive(Template)]
#[template(path = "notes/held.html")]
struct List {
    page: Page,
    notes: Vec<HeldHere>,
}

async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let notes = held(sharing, &mut look, reader).await?;
    let names = sharing.names(&mut look, reader, notes.iter().map(|one| one.written_by)).await?;
    let page = Page::new(&app, &visitor, "held-notes-title").intimate();
    let by = |note: &Held| called(&names, &page.t, Some(note.written_by));
    let notes = notes.into_iter().map(|note| HeldHere { by: by(&note), note }).collect();
    Ok(Shown(List { page, notes }).into_response())
}

async fn shown(
    State(app): State<App>,
    Path((id, note)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, note_id(&note)?), sent.visitor.person()?);
    let done = show_now(app.sharing(), of, by, app.now()).await;
    on_done(done, "/held-notes")
}
