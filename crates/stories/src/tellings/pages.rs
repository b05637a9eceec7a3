//! Pages on which people tell, hear, and say what they wish.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Line, Moment, Outcome, Words};
use places::opening::{self, Face};
use places::systems::{self, System};
use serde::Deserialize;
use sharing::audience::After;
use sharing::{Action, Matter, Seen, StandingKind, reader, trail};
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::form::{TellForm, WishesForm, text};
use super::tell::{self, Where};
use super::{ChapterId, Teller, Telling, TellingId, Voice, hear};
use crate::patterns::answers;

/// The pages of tellings.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/tell", Access::Belonging, tell_page)
        .post("/systems/{id}/tell", Access::Belonging, tell_sent)
        .get("/systems/{id}/stories", Access::Belonging, list)
        .get("/stories/{id}", Access::Offered, show)
        .post("/stories/{id}/wishes", Access::Own, wishes_sent)
        .post("/stories/{id}/more", Access::Own, more_sent)
        .post("/stories/{id}/read-back", Access::Own, read_back_sent)
        .get("/stories/{id}/erase", Access::Own, erase_page)
        .post("/stories/{id}/erase", Access::Own, erase_sent)
        .get("/mine", Access::SignedIn, mine)
}

/// One of those whom a teller may choose to be heard by.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: Seen<String>,
    pub(crate) is_chosen: bool,
}

/// Everybody whom this reader may choose: the systems they are part of, and the people in them.
pub(crate) struct Choices {
    pub(crate) systems: Vec<Choice>,
    pub(crate) people: Vec<Choice>,
    pub(crate) anyone: bool,
}

impl Choices {
    async fn of(
        app: &App,
        look: &mut Look,
        visitor: &Visitor,
        place: SystemId,
        form: &WishesForm,
    ) -> Outcome<Self> {
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mine: Vec<SystemId> = reader.systems(StandingKind::Part).collect();
        let systems = systems::find_many(sharing, look, reader, &mine).await?;
        let systems = systems.iter().map(|system| {
            let value = format!("system:{}", system.id);
            Choice { is_chosen: form.chose(&value), value, label: system.name.heading() }
        });
        let systems = systems.collect();
        let people = reader::standing_in(look, place, StandingKind::Part).await?;
        let names = sharing.names(look, reader, people.iter().copied()).await?;
        let mut people: Vec<Choice> = people
            .into_iter()
            .filter(|person| !visitor.is(*person))
            .filter_map(|person| {
                let value = format!("person:{person}");
                let label = names.of(person)?.heading();
                Some(Choice { is_chosen: form.chose(&value), value, label })
            })
            .collect();
        people.sort_by_key(|choice| choice.label.inner().to_lowercase());
        Ok(Self { systems, people, anyone: form.chose("anyone") })
    }
}

#[derive(Template)]
#[template(path = "tellings/tell.html")]
struct TellPage {
    page: Page,
    face: Face,
    system: System,
    form: TellForm,
    choices: Choices,
    kept_safe_by: Vec<Seen<Line>>,
}

async fn tell_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    let form = TellForm::default();
    tell_form(&app, &visitor, SystemId(id), form, None).await
}

async fn tell_form(
    app: &App,
    visitor: &Visitor,
    id: SystemId,
    form: TellForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let sharing = app.sharing();
    let mut look = app.store().database.look().await?;
    let system = systems::find(sharing, &mut look, &visitor.reader, id).await?;
    sharing.leave(&visitor.reader, Action::Belong, &Matter::system(id, system.place))?;
    let face = opening::face(sharing, &mut look, &visitor.reader, system.place).await?;
    if face.opened.is_none() {
        return Err(Fault::NotAllowed("not-allowed-place-not-ready").into());
    }
    let choices = Choices::of(app, &mut look, visitor, face.place, &form.wishes()).await?;
    let people = face.keeps_safe.iter().copied();
    let names = sharing.names(&mut look, &visitor.reader, people).await?;
    let kept_safe_by = face.keeps_safe.iter().filter_map(|p| names.of(*p)).cloned().collect();
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "tell-title").saying(problem).intimate();
    let shown = TellPage { page, face, system, form, choices, kept_safe_by };
    Ok((status, Shown(shown)).into_response())
}

async fn tell_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<TellForm>,
) -> Result<Response, Refused> {
    let person = sent.visitor.person()?;
    let sharing = app.sharing();
    let mut look = app.store().database.look().await?;
    let system = systems::find(sharing, &mut look, &sent.visitor.reader, SystemId(id)).await?;
    sharing.leave(
        &sent.visitor.reader,
        Action::Belong,
        &Matter::system(system.id, system.place),
    )?;
    let face = opening::face(sharing, &mut look, &sent.visitor.reader, system.place).await?;
    drop(look);
    if face.opened.is_none() {
        return Err(Fault::NotAllowed("not-allowed-place-not-ready").into());
    }
    let telling: TellingId = sent.once.id();
    let place = Where { system: system.id, place: system.place };
    let kept = match sent.form.told(&face.zone) {
        Ok(told) => {
            tell::tell(sharing, Teller::Person(person), place, telling, &told, app.now()).await
        }
        Err(fault) => Err(fault),
    };
    match kept {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/stories/{telling}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            tell_form(&app, &sent.visitor, system.id, sent.form, Some(problem)).await
        }
    }
}

#[derive(Deserialize, Default)]
pub(crate) struct PageQuery {
    #[serde(default)]
    after: String,
}

impl PageQuery {
    /// Where a list goes on, as the link says: the moment and the id of what stood last.
    fn after(&self) -> Option<After> {
        let (at, id) = self.after.split_once('.')?;
        Some(After { at: Moment(at.parse().ok()?), id: Uuid::try_parse(id).ok()? })
    }
}

#[derive(Template)]
#[template(path = "tellings/list.html")]
struct ListPage {
    page: Page,
    system: System,
    tellings: Vec<Telling>,
    next: Option<String>,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let system = systems::find(sharing, &mut look, reader, SystemId(id)).await?;
    sharing.leave(reader, Action::Belong, &Matter::system(system.id, system.place))?;
    let manner = opening::manner(sharing, &mut look, reader, &visitor.tongue, system.place).await?;
    let listed = hear::list(sharing, &mut look, reader, system.id, query.after()).await?;
    let next = listed.next.map(|after| format!("{}.{}", after.at.0, after.id.simple()));
    let page = manner.page(&app, &visitor, "stories-title");
    Ok(Shown(ListPage { page, system, tellings: listed.tellings, next }).into_response())
}

#[derive(Template)]
#[template(path = "tellings/show.html")]
struct ShowPage {
    page: Page,
    telling: Telling,
    writer: Option<Seen<Line>>,
    wishes: WishesForm,
    choices: Option<Choices>,
    is_laid: bool,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    show_with(&app, &visitor, TellingId(id), None).await
}

async fn show_with(
    app: &App,
    visitor: &Visitor,
    id: TellingId,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let telling = hear::one(sharing, &mut look, reader, id).await?;
    let face = opening::face(sharing, &mut look, reader, telling.place).await?;
    let names = sharing.names(&mut look, reader, telling.writer).await?;
    let writer = telling.writer.and_then(|w| names.of(w)).cloned();
    let wishes = WishesForm::of(&telling.wishes, &face.zone, telling.revision);
    let choices = if telling.own {
        Some(Choices::of(app, &mut look, visitor, face.place, &wishes).await?)
    } else {
        None
    };
    let is_laid = telling.own && !answers::of_telling(&mut look, id).await?.is_empty();
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page = face.page(app, visitor, "story-title").saying(problem).intimate();
    page.title = telling.heading().to_string();
    let shown = ShowPage { page, telling, writer, wishes, choices, is_laid };
    Ok((status, Shown(shown)).into_response())
}

async fn wishes_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WishesForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = TellingId(id);
    let reader = &sent.visitor.reader;
    let done = match sent.form.wishes(&app.zone()) {
        Ok(wishes) => {
            tell::wish(app.sharing(), reader, id, sent.form.revision, &wishes, app.now()).await
        }
        Err(fault) => Err(fault),
    };
    match done {
        Ok(()) => Ok(to(&format!("/stories/{id}#wishes"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            show_with(&app, &sent.visitor, id, Some(problem)).await
        }
    }
}

/// One running text of a small form.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct WordsForm {
    #[serde(default)]
    pub(crate) words: String,
}

async fn more_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = TellingId(id);
    let words = Words::parse(&sent.form.words).map_err(|why| text("words", why))?;
    let chapter: ChapterId = sent.once.id();
    let reader = &sent.visitor.reader;
    match tell::tell_more(app.sharing(), reader, id, chapter, &words, app.now()).await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/stories/{id}#more"))),
        Err(fault) => Err(fault.into()),
    }
}

async fn read_back_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = TellingId(id);
    let why_not = Words::parse_optional(&sent.form.words).map_err(|why| text("words", why))?;
    let reader = &sent.visitor.reader;
    tell::read_back(app.sharing(), reader, id, why_not.as_ref(), app.now()).await?;
    Ok(to(&format!("/stories/{id}")))
}

#[derive(Template)]
#[template(path = "tellings/erase.html")]
struct ErasePage {
    page: Page,
    telling: Telling,
}

async fn erase_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let mut look = app.store().database.look().await?;
    let telling = hear::one(app.sharing(), &mut look, &visitor.reader, TellingId(id)).await?;
    if !telling.own {
        return Err(Fault::NotFound.into());
    }
    let page = Page::new(&app, &visitor, "erase-title").intimate();
    Ok(Shown(ErasePage { page, telling }).into_response())
}

async fn erase_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    tell::erase(app.sharing(), &sent.visitor.reader, TellingId(id), app.now()).await?;
    Ok(to("/mine"))
}

#[derive(Template)]
#[template(path = "tellings/mine.html")]
struct MinePage {
    page: Page,
    tellings: Vec<Telling>,
    looked: Vec<Looked>,
}

struct Looked {
    who: Option<Seen<Line>>,
    telling: TellingId,
    at: Moment,
}

async fn mine(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let person: PersonId = visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let tellings = hear::of_teller(sharing, &mut look, reader).await?;
    let glances = trail::who_looked(&mut look, person).await?;
    let names = sharing.names(&mut look, reader, glances.iter().map(|g| g.reader)).await?;
    let looked = glances
        .into_iter()
        .map(|g| Looked { who: names.of(g.reader).cloned(), telling: TellingId(g.thing), at: g.at })
        .collect();
    let page = Page::new(&app, &visitor, "mine-title").intimate();
    Ok(Shown(MinePage { page, tellings, looked }).into_response())
}
