//! Setting the next time, changing it, and calling it off.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::{SystemId, Uuid};
use ground::{Fault, Line, Moment, Outcome};
use serde::Deserialize;
use sharing::{Reader, Seen, Sharing};
use web::form::day;
use web::view::{on, on_done};
use web::{Access, App, Page, Pressed, Problem, Refused, Routes, Sent, Shown, Visitor, typed};

use super::{Meeting, MeetingId, Planned, call_off, change, find, is_either, of_life, set};
use crate::corner::pages::{Choice, called};
use crate::corner::{self, To};
use crate::frame;
use crate::lives::pages::life_id;
use crate::lives::{self, Life};
use crate::sections::{Section, SectionKind};
use crate::visits::pages::{part_path, writing};

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/lives/{id}/meetings/new", Access::Offered, new)
        .post("/lives/{id}/meetings", Access::Offered, planned)
        .get("/lives/{id}/meetings/{meeting}", Access::Offered, show)
        .post("/lives/{id}/meetings/{meeting}", Access::Offered, changed)
        .post("/lives/{id}/meetings/{meeting}/off", Access::Offered, called_off)
}

fn meeting_id(text: &str) -> Result<MeetingId, Fault> {
    MeetingId::parse(text).ok_or(Fault::NotFound)
}

/// A next time, as a page shows it.
pub(crate) struct MeetingHere {
    pub(crate) id: MeetingId,
    pub(crate) day: Moment,
    pub(crate) line: Option<Seen<Line>>,
    /// With whom, as far as this reader may know it.
    pub(crate) with: Option<String>,
    /// Whether this reader is one of the two.
    pub(crate) is_either: bool,
}

impl MeetingHere {
    pub(crate) async fn of(
        sharing: &Sharing,
        look: &mut Look,
        (reader, page): (&Reader, &Page),
        (life, section): (&Life, &Section),
    ) -> Outcome<Vec<Self>> {
        let today = page.start_of_day(sharing.now());
        let meetings = of_life(sharing, look, (life, section), today).await?;
        let with: Vec<To> = meetings.iter().map(|one| one.with).collect();
        let called = called(sharing, look, reader, &with).await?;
        let here = |one: Meeting| Self {
            id: one.id,
            day: one.day,
            line: one.line,
            with: called.get(&one.with).cloned(),
            is_either: is_either(reader, life.id, one.with),
        };
        Ok(meetings.into_iter().map(here).collect())
    }
}

/// What the form holds, as it was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    day: String,
    line: String,
    with: String,
}

impl Form {
    /// The day, which has to be there, and the line.
    fn planned(&self, app: &App) -> Outcome<(Moment, Option<Line>)> {
        let day = day(&self.day, &app.zone()).map_err(|fault| fault.in_field("day"));
        let missing = Fault::UnfitIn { field: "day", key: "unfit-no-day" };
        let day = day.and_then(|day| day.ok_or(missing));
        Fault::both(day, typed::maybe_line("line", &self.line))
    }

    fn with(&self) -> Option<To> {
        let (word, id) = self.with.split_once(':')?;
        To::of(word, Uuid::try_parse(id).ok()?)
    }
}

#[derive(Template)]
#[template(path = "meetings/new.html")]
struct New {
    page: Page,
    id: SystemId,
    name: Seen<Line>,
    is_mine: bool,
    form: Form,
    /// Who is in the corner, for whoever holds the pen.
    beside: Vec<Choice>,
}

impl New {
    async fn of(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        (form, problem): (Form, Option<Problem>),
    ) -> Result<Self, Refused> {
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let (life, mut look) = writing(app, visitor, id, SectionKind::Met).await?;
        let page = Page::new(app, visitor, "meeting-new-title").intimate().saying(problem);
        let mut beside = Vec::new();
        if life.is_mine {
            let all = corner::of_life(sharing, &mut look, reader, &life).await?;
            let now: Vec<To> =
                all.iter().filter(|one| !one.is_over(app.now())).map(|one| one.to).collect();
            let called = called(sharing, &mut look, reader, &now).await?;
            let choice = |(to, name): (To, String)| Choice {
                value: format!("{}:{}", to.word(), to.id()),
                name,
            };
            beside = called.into_iter().map(choice).collect();
            beside.sort_by_key(|choice| choice.name.to_lowercase());
        }
        let (name, is_mine) = (life.name, life.is_mine);
        Ok(Self { page, id, name, is_mine, form, beside })
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

async fn planned(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (life, by) = (life_id(&id)?, sent.visitor.person()?);
    let done = async {
        let (day, line) = sent.form.planned(&app)?;
        let planned = Planned { day, line: line.as_ref(), today: frame::today(&app) };
        let (with, who) = (sent.form.with(), (by, app.now()));
        set(app.sharing(), (life, sent.once.id()), planned, with, who).await
    };
    match done.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let typed = (sent.form.clone(), Some(Problem::of(fault)?));
            let page = New::of(&app, &sent.visitor, life, typed).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Shown(page)).into_response())
        }
        done => on(done, &part_path(life, SectionKind::Met.when_needed(life))),
    }
}

#[derive(Template)]
#[template(path = "meetings/show.html")]
struct Show {
    page: Page,
    id: SystemId,
    name: Seen<Line>,
    meeting: Meeting,
    form: Form,
}

impl Show {
    async fn of(
        app: &App,
        visitor: &Visitor,
        (id, meeting): (SystemId, MeetingId),
        typed: Option<(Form, Problem)>,
    ) -> Result<Self, Refused> {
        visitor.person()?;
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mut look = app.store().database.look().await?;
        let life = lives::find(sharing, &mut look, reader, id).await?;
        let meeting = find(sharing, &mut look, reader, (&life, meeting)).await?;
        let (typed, problem) = typed.unzip();
        let page = Page::new(app, visitor, "meeting-title").intimate().saying(problem);
        let stands = || Form {
            day: page.iso_day(meeting.day),
            line: meeting.line.as_ref().map(ToString::to_string).unwrap_or_default(),
            with: String::new(),
        };
        let form = typed.unwrap_or_else(stands);
        Ok(Self { page, id, name: life.name, meeting, form })
    }
}

async fn show(
    State(app): State<App>,
    Path((id, meeting)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let of = (life_id(&id)?, meeting_id(&meeting)?);
    Ok(Shown(Show::of(&app, &visitor, of, None).await?).into_response())
}

async fn changed(
    State(app): State<App>,
    Path((id, meeting)): Path<(String, String)>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, meeting_id(&meeting)?), sent.visitor.person()?);
    let done = async {
        let (day, line) = sent.form.planned(&app)?;
        let planned = Planned { day, line: line.as_ref(), today: frame::today(&app) };
        change(app.sharing(), of, planned, (by, app.now())).await
    };
    match done.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let typed = Some((sent.form.clone(), Problem::of(fault)?));
            let page = Show::of(&app, &sent.visitor, of, typed).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Shown(page)).into_response())
        }
        done => on(done, &frame::path(of.0)),
    }
}

async fn called_off(
    State(app): State<App>,
    Path((id, meeting)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, meeting_id(&meeting)?), sent.visitor.person()?);
    let done = call_off(app.sharing(), of, by, app.now()).await;
    on_done(done, &frame::path(of.0))
}
