//! Pages on which people lay tellings side by side, name what they share, and disagree.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::{SystemId, Uuid};
use ground::{Fault, Line, Moment, Outcome, Words};
use places::opening;
use places::systems::{self, System};
use serde::Deserialize;
use sharing::{Action, Matter, Seen};
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::{Named, Pattern, PatternId, Saying, SayingId, SayingKind};
use crate::tellings::form::{text, words};
use crate::tellings::{Telling, TellingId, Voice, hear};

/// The pages of patterns.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/patterns", Access::Belonging, list)
        .get("/systems/{id}/patterns/new", Access::Belonging, new_page)
        .post("/systems/{id}/patterns/new", Access::Belonging, new_sent)
        .get("/patterns/{id}", Access::Offered, show)
        .post("/patterns/{id}/sayings", Access::Offered, saying_sent)
}

#[derive(Template)]
#[template(path = "patterns/list.html")]
struct ListPage {
    page: Page,
    system: System,
    patterns: Vec<Pattern>,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let system = systems::find(sharing, &mut look, reader, SystemId(id)).await?;
    let patterns = super::list(sharing, &mut look, reader, system.id).await?;
    let face = opening::face(sharing, &mut look, reader, system.place).await?;
    let page = face.page(&app, &visitor, "patterns-title");
    Ok(Shown(ListPage { page, system, patterns }).into_response())
}

/// What was typed and ticked to name a pattern.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct NewForm {
    name: String,
    goes_well: Option<String>,
    observation: String,
    reading: String,
    ideas: String,
    tellings: Vec<String>,
}

impl NewForm {
    fn named(&self) -> Outcome<Named> {
        Ok(Named {
            name: Line::parse(&self.name).map_err(|why| text("name", why))?,
            goes_well: self.goes_well.is_some(),
            observation: words("observation", &self.observation)?,
            reading: words("reading", &self.reading)?,
            ideas: words("ideas", &self.ideas)?,
            tellings: self.tellings.iter().filter_map(|id| TellingId::parse(id)).collect(),
        })
    }
}

#[derive(Template)]
#[template(path = "patterns/new.html")]
struct NewPage {
    page: Page,
    form: NewForm,
    tellings: Vec<Telling>,
}

impl NewPage {
    fn is_chosen(&self, telling: &Telling) -> bool {
        let id = telling.id.to_string();
        self.form.tellings.contains(&id)
    }
}

async fn new_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    new_form(&app, &visitor, SystemId(id), NewForm::default(), None).await
}

async fn new_form(
    app: &App,
    visitor: &Visitor,
    id: SystemId,
    form: NewForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let system = systems::find(sharing, &mut look, reader, id).await?;
    sharing.leave(reader, Action::TakePart, &Matter::held(id))?;
    let face = opening::face(sharing, &mut look, reader, system.place).await?;
    let tellings = hear::to_lay(sharing, &mut look, reader, id).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "pattern-new-title").saying(problem);
    Ok((status, Shown(NewPage { page, form, tellings })).into_response())
}

async fn new_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<NewForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (sharing, reader) = (app.sharing(), &sent.visitor.reader);
    let mut look = app.store().database.look().await?;
    let system = systems::find(sharing, &mut look, reader, SystemId(id)).await?;
    drop(look);
    let pattern: PatternId = sent.once.id();
    let home = (system.id, system.place);
    let kept = match sent.form.named() {
        Ok(named) => super::name(sharing, reader, home, pattern, &named, app.now()).await,
        Err(fault) => Err(fault),
    };
    match kept {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/patterns/{pattern}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            new_form(&app, &sent.visitor, system.id, sent.form, Some(problem)).await
        }
    }
}

struct SayingShown {
    words: Seen<Words>,
    by: Option<Seen<Line>>,
    at: Moment,
}

#[derive(Template)]
#[template(path = "patterns/show.html")]
struct ShowPage {
    page: Page,
    system: System,
    pattern: Pattern,
    by: Option<Seen<Line>>,
    tellings: Vec<Telling>,
    readings: Vec<SayingShown>,
    disputes: Vec<SayingShown>,
    not_meant: Vec<SayingShown>,
    taken_out: Vec<SayingShown>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let pattern = super::find(sharing, &mut look, reader, PatternId(id)).await?;
    let system = systems::find(sharing, &mut look, reader, pattern.system).await?;
    let face = opening::face(sharing, &mut look, reader, pattern.place).await?;
    let tellings = hear::some(sharing, &mut look, reader, &pattern.laid).await?;
    let people = pattern.sayings.iter().filter_map(|s| s.said_by).chain([pattern.said_by]);
    let names = sharing.names(&mut look, reader, people).await?;
    let of = |kind: SayingKind| -> Vec<SayingShown> {
        let shown = |s: &Saying| SayingShown {
            words: s.words.clone(),
            by: s.said_by.and_then(|p| names.of(p)).cloned(),
            at: s.at,
        };
        pattern.sayings.iter().filter(|s| s.kind == kind).map(shown).collect()
    };
    let mut page = face.page(&app, &visitor, "pattern-title");
    page.title = pattern.name.to_string();
    let shown = ShowPage {
        page,
        system,
        by: names.of(pattern.said_by).cloned(),
        tellings,
        readings: of(SayingKind::Reading),
        disputes: of(SayingKind::Dispute),
        not_meant: of(SayingKind::NotWhatIMeant),
        taken_out: of(SayingKind::TookItOut),
        pattern,
    };
    Ok(Shown(shown).into_response())
}

#[derive(Deserialize)]
struct SayingForm {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    words: String,
}

async fn saying_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<SayingForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let said = Words::parse(&sent.form.words).map_err(|why| text("words", why))?;
    let kind = match SayingKind::parse(&sent.form.kind) {
        SayingKind::Dispute => SayingKind::Dispute,
        _ => SayingKind::Reading,
    };
    let (id, saying) = (PatternId(id), sent.once.id::<SayingId>());
    let reader = &sent.visitor.reader;
    match super::say(app.sharing(), reader, id, saying, (kind, &said), app.now()).await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/patterns/{id}"))),
        Err(fault) => Err(fault.into()),
    }
}
