//! Pages on which people tell, hear, and say what they wish.

mod looked;
pub(crate) mod meanwhile;
mod more;
mod wishing;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Line, Stretch};
use places::opening::{self, Face};
use places::systems::{self, System};
use serde::Deserialize;
use sharing::{Action, Matter, Names, Seen};
use web::vest::VestShown;
use web::{
    Access, App, Further, Onward, Page, Problem, Refused, Routes, Said, Sent, Shown, Untaken,
    Visitor, to, to_saying,
};

use self::looked::Looked;
use self::meanwhile::{Again, Meanwhile, WishesShown};
use super::choosing::Choices;
use super::form::{TellForm, WishesForm};
use super::tell::{self, Where};
use super::{Teller, Telling, TellingId, Voice, coming_back, hear};
use crate::alike::{self, Like};
use crate::came;
use crate::drafts::{Draft, pages as drafts};
use crate::patterns::answers;
use crate::ringing::pages::RingingShown;
use crate::second_readings::pages::{Asked, Beforehand, SecondShown};
use crate::second_readings::{About, State as Stands};
use crate::slips::Whose;
use crate::vest;

/// The pages of tellings.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/tell", Access::Belonging, tell_page)
        .post("/systems/{id}/tell", Access::Belonging, tell_sent)
        .get("/systems/{id}/stories", Access::Belonging, list)
        .get("/stories/{id}", Access::Offered, show)
        .get("/stories/{id}/erase", Access::Own, erase_page)
        .post("/stories/{id}/erase", Access::Own, erase_sent)
        .get("/mine", Access::SignedIn, mine)
        .get("/mine/looked", Access::SignedIn, looked::all)
        .and(more::routes())
        .and(wishing::routes())
        .and(super::coming_back::pages::routes())
}

#[derive(Template)]
#[template(path = "tellings/tell.html")]
struct TellPage {
    page: Page,
    face: Face,
    system: System,
    form: TellForm,
    choices: Choices,
    before: Beforehand,
    kept_safe_by: Vec<Seen<Line>>,
    begun: Vec<Draft>,
    /// Whether they said of themselves that they are under 18: then the form does not ask.
    is_under_18: bool,
}

/// A draft that is taken up again.
#[derive(Deserialize, Default)]
#[serde(default)]
struct DraftQuery {
    draft: String,
}

async fn tell_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Query(query): Query<DraftQuery>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let form = drafts::taken_up(&app, &visitor, SystemId(id), &query.draft).await?;
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
    let choices = Choices::of(app, &mut look, visitor, face.place, &form.wishes(), &[]).await?;
    let before = Beforehand::of(app, &mut look, &visitor.reader, face.place).await?;
    let people = face.keeps_safe.iter().copied();
    let names = sharing.names(&mut look, &visitor.reader, people).await?;
    let kept_safe_by = face.keeps_safe.iter().filter_map(|p| names.of(*p)).cloned().collect();
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "tell-title").saying(problem).intimate();
    let begun = drafts::begun(app, &mut look, visitor, id).await?;
    let is_under_18 = visitor.reader.is_under_18();
    let shown =
        TellPage { page, face, system, form, choices, before, kept_safe_by, begun, is_under_18 };
    Ok((status, Shown(shown)).into_response())
}

async fn tell_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<TellForm>,
) -> Result<Response, Refused> {
    let person = sent.visitor.person()?;
    let (sharing, reader) = (app.sharing(), &sent.visitor.reader);
    let mut look = app.store().database.look().await?;
    let (id, tongue) = (SystemId(id), &sent.visitor.tongue);
    let (system, manner) = opening::here(sharing, &mut look, reader, tongue, id).await?;
    sharing.leave(reader, Action::Belong, &Matter::system(system.id, system.place))?;
    drop(look);
    let telling: TellingId = sent.once.id();
    let place = Where { system: system.id, place: system.place };
    if sent.form.later.is_some() {
        return match drafts::kept(&app, &sent, place).await {
            Ok(kept) => Ok(kept),
            Err(fault) => {
                let problem = Problem::of(fault)?;
                tell_form(&app, &sent.visitor, system.id, sent.form, Some(problem)).await
            }
        };
    }
    let kept = match sent.form.told(&manner.zone) {
        Ok(told) => {
            let teller = Teller::Person(person);
            tell::tell(sharing, teller, place, telling, &told, app.now()).await
        }
        Err(fault) => Err(fault),
    };
    match kept {
        Ok(()) | Err(Fault::Already) => {
            drafts::told(&app, &sent).await;
            Ok(to(&format!("/stories/{telling}")))
        }
        Err(fault) => {
            let problem = Problem::of(fault)?;
            tell_form(&app, &sent.visitor, system.id, sent.form, Some(problem)).await
        }
    }
}

#[derive(Template)]
#[template(path = "tellings/list.html")]
struct ListPage {
    page: Page,
    system: System,
    tellings: Vec<Telling>,
    further: Further,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    onward: Onward,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let (id, tongue) = (SystemId(id), &visitor.tongue);
    let (system, manner) = opening::here(sharing, &mut look, reader, tongue, id).await?;
    sharing.leave(reader, Action::Belong, &Matter::system(system.id, system.place))?;
    let tellings = hear::list(sharing, &mut look, reader, system.id, onward.after()).await?;
    let further = Further::of(&tellings, &onward, "main")?;
    let page = manner.page(&app, &visitor, "stories-title");
    let tellings = tellings.here;
    Ok(Shown(ListPage { page, system, tellings, further }).into_response())
}

#[derive(Template)]
#[template(path = "tellings/show.html")]
struct ShowPage {
    page: Page,
    telling: Telling,
    writer: Option<Seen<Line>>,
    names: Names,
    wishes: WishesForm,
    meanwhile: Option<Meanwhile>,
    choices: Option<Choices>,
    is_laid: bool,
    /// Whether anything came of it that its page can show.
    has_come: bool,
    /// Where *not now* and *not again* are sent, while it is asked how things are now.
    asks: Option<String>,
    alike: Vec<Like>,
    lay_in: Option<SystemId>,
    ringing: Option<RingingShown>,
    before: Beforehand,
    second: Option<SecondShown>,
    vest: Vec<VestShown>,
    /// Whether this reader may say how they read it with four words.
    may_vest: bool,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    show_with(&app, &visitor, TellingId(id), (None, None)).await
}

/// The page, after its wishes or one of its small forms could not be taken.
pub(crate) async fn show_with(
    app: &App,
    visitor: &Visitor,
    id: TellingId,
    (again, untaken): (Option<Again>, Option<&Untaken>),
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let telling = hear::one(sharing, &mut look, reader, id).await?;
    let tongue = &visitor.tongue;
    let (_, manner) = opening::here(sharing, &mut look, reader, tongue, telling.place).await?;
    let added = telling.translations.iter().filter_map(|one| one.said_by);
    let names = sharing.names(&mut look, reader, telling.writer.into_iter().chain(added)).await?;
    let writer = telling.writer.and_then(|w| names.of(w)).cloned();
    let stands = WishesForm::of(&telling.wishes, &manner.zone, telling.revision);
    let is_typed = again.is_some();
    let WishesShown { form: mut wishes, has_changed, problem, status } =
        WishesShown::new(&stands, again);
    let (mut choices, mut meanwhile) = (None, None);
    if telling.own {
        let hear = &telling.wishes.heard_by;
        choices = Some(Choices::of(app, &mut look, visitor, telling.place, &wishes, hear).await?);
        if has_changed {
            let now = Choices::of(app, &mut look, visitor, telling.place, &stands, hear).await?;
            meanwhile = Some(Meanwhile::new(&stands, now.chosen(), Vec::new()));
        }
    }
    let ringing = match telling.own {
        true => Some(RingingShown::of(app, &mut look, &Whose::signed_in(reader, id)).await?),
        false => None,
    };
    let alike = alike::of(sharing, app.finder(), &mut look, reader, &telling).await?;
    let lay_in = alike::lay_in(reader, &telling);
    let (vest, may_vest) = vest::of_telling(sharing, &mut look, reader, &telling).await?;
    let (mut before, mut second) = (Beforehand::default(), None);
    if telling.own {
        before = Beforehand::of(app, &mut look, reader, telling.place).await?;
        let whose = Whose::signed_in(reader, id);
        second = SecondShown::of(app, &mut look, &whose, &telling).await?;
        if !is_typed && second.as_ref().is_some_and(SecondShown::asked_by_name) {
            "named".clone_into(&mut wishes.second_by);
        }
    }
    let asks = match telling.own {
        true => coming_back::asks_on_its_page(&mut look, reader, id, app.now()).await?,
        false => None,
    };
    let is_laid = telling.own && !answers::of_telling(&mut look, id).await?.is_empty();
    let has_come = telling.own
        && (vest.iter().any(|one| !one.is_own)
            || came::has_come(app.nouns(), &mut look, reader, id).await?);
    let page = manner.page(app, visitor, "story-title").saying(problem).keeping(untaken);
    let mut page = page.intimate();
    page.title = telling.heading().to_string();
    let shown = ShowPage {
        page,
        telling,
        writer,
        names,
        wishes,
        meanwhile,
        choices,
        is_laid,
        has_come,
        asks,
        alike,
        lay_in,
        ringing,
        before,
        second,
        vest,
        may_vest,
    };
    match untaken {
        Some(untaken) => untaken.shown(&shown),
        None => Ok((status, Shown(shown)).into_response()),
    }
}

/// One running text of a small form.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct WordsForm {
    #[serde(default)]
    pub(crate) words: String,
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
    Ok(to_saying("/mine", Said::Done))
}

#[derive(Template)]
#[template(path = "tellings/mine.html")]
struct MinePage {
    page: Page,
    tellings: Vec<Telling>,
    looked: Vec<Looked>,
    /// Whether more people looked than stand here.
    more_looked: bool,
    /// How they read what others told, and which that was.
    read: Vec<(TellingId, VestShown)>,
    further: Further,
}

async fn mine(
    State(app): State<App>,
    visitor: Visitor,
    onward: Onward,
) -> Result<Response, Refused> {
    let person: PersonId = visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let tellings = hear::of_teller(sharing, &mut look, reader, onward.after()).await?;
    let further = Further::of(&tellings, &onward, "main")?;
    // Who looked, and how they read what others told, stand on the first page.
    let (mut looked, mut read) = (Stretch::default(), Vec::new());
    if !further.is_further {
        looked = looked::at_theirs(&app, &mut look, reader, (person, None)).await?;
        read = vest::own(sharing, &mut look, reader).await?;
    }
    let page = Page::new(&app, &visitor, "mine-title").intimate();
    let (tellings, more_looked, looked) = (tellings.here, looked.next.is_some(), looked.here);
    Ok(Shown(MinePage { page, tellings, looked, more_looked, read, further }).into_response())
}
