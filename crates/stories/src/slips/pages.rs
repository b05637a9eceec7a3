//! Telling without an account, on a page that a place offers, and coming back with the slip.

use ::store::Token;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use doors::tries::Origin;
use ground::id::{SystemId, Uuid};
use ground::{Fault, Outcome, Words};
use places::opening::{self, Face};
use serde::Deserialize;
use sharing::{Action, Names};
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::opened;
use crate::ringing::pages::RingingShown;
use crate::second_readings::pages::{Beforehand, SecondShown};
use crate::second_readings::{About, State as Stands};
use crate::tellings::form::{TellForm, WishesForm, text};
use crate::tellings::pages::WordsForm;
use crate::tellings::tell::{self, Where};
use crate::tellings::{ChapterId, Teller, Telling, Voice, hear};

/// The pages of slips.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/tell/{id}", Access::Open, tell_page)
        .post("/tell/{id}", Access::Open, tell_sent)
        .get("/slip", Access::Open, enter)
        .post("/slip", Access::Open, entered)
        .get("/slip/{code}", Access::Holder, show)
        .post("/slip/{code}/wishes", Access::Holder, wishes_sent)
        .post("/slip/{code}/more", Access::Holder, more_sent)
        .post("/slip/{code}/erase", Access::Holder, erase_sent)
}

#[derive(Template)]
#[template(path = "slips/tell_open.html")]
struct TellOpenPage {
    page: Page,
    face: Face,
    form: TellForm,
    before: Beforehand,
}

async fn tell_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    tell_form(&app, &visitor, SystemId(id), TellForm::default(), None).await
}

pub(crate) async fn open_face(app: &App, visitor: &Visitor, place: SystemId) -> Outcome<Face> {
    let mut look = app.store().database.look().await?;
    let face = opening::face(app.sharing(), &mut look, &visitor.reader, place).await?;
    if face.has_open_door() { Ok(face) } else { Err(Fault::NotFound) }
}

async fn tell_form(
    app: &App,
    visitor: &Visitor,
    place: SystemId,
    form: TellForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let face = open_face(app, visitor, place).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "tell-title").saying(problem).intimate();
    let before = Beforehand::default();
    Ok((status, Shown(TellOpenPage { page, face, form, before })).into_response())
}

async fn tell_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    origin: Origin,
    sent: Sent<TellForm>,
) -> Result<Response, Refused> {
    let place = SystemId(id);
    let face = open_face(&app, &sent.visitor, place).await?;
    let slip = super::token(app.store(), &sent.once);
    let kept = match sent.form.told(&face.zone) {
        Ok(mut told) => {
            told.wishes = told.wishes.without_an_account(place);
            let teller = Teller::Slip(slip.hash());
            let home = Where { system: place, place };
            match sent.form.wishes().asks(&told.wishes) {
                Ok(asks) => {
                    let (id, now, what) = (sent.once.id(), app.now(), (&told, &asks));
                    match super::count(app.store(), &origin, id, now).await {
                        Ok(()) => {
                            tell::tell_and_ask(app.sharing(), teller, home, id, what, now).await
                        }
                        past => past,
                    }
                }
                Err(fault) => Err(fault),
            }
        }
        Err(fault) => Err(fault),
    };
    match kept {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/slip/{}?new=1", slip.expose()))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            tell_form(&app, &sent.visitor, place, sent.form, Some(problem)).await
        }
    }
}

#[derive(Template)]
#[template(path = "slips/enter.html")]
struct EnterPage {
    page: Page,
    code: String,
}

async fn enter(State(app): State<App>, visitor: Visitor) -> Response {
    let page = Page::new(&app, &visitor, "slip-enter-title");
    Shown(EnterPage { page, code: String::new() }).into_response()
}

#[derive(Deserialize)]
struct EnterForm {
    #[serde(default)]
    code: String,
}

async fn entered(State(app): State<App>, sent: Sent<EnterForm>) -> Result<Response, Refused> {
    let code: String = sent.form.code.chars().filter(char::is_ascii_alphanumeric).collect();
    match opened(app.store(), &code).await {
        Ok(_) => Ok(to(&format!("/slip/{}", Token::presented(&code).expose()))),
        // A letter copied wrongly, and what was erased, look the same.
        Err(Fault::Spent | Fault::NotFound) => {
            let problem = Problem::of(Fault::Unfit("unfit-slip"))?;
            let page = Page::new(&app, &sent.visitor, "slip-enter-title").saying(Some(problem));
            let shown = Shown(EnterPage { page, code: sent.form.code });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}

#[derive(Deserialize)]
struct ShowQuery {
    new: Option<String>,
}

#[derive(Template)]
#[template(path = "slips/slip.html")]
struct SlipPage {
    page: Page,
    telling: Telling,
    names: Names,
    place: String,
    wishes: WishesForm,
    is_new: bool,
    code: String,
    parts: Vec<String>,
    address: String,
    ringing: Option<RingingShown>,
    before: Beforehand,
    second: Option<SecondShown>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<ShowQuery>,
) -> Result<Response, Refused> {
    let (reader, id) = opened(app.store(), &code).await?;
    let mut look = app.store().database.look().await?;
    let telling = hear::one(app.sharing(), &mut look, &reader, id).await?;
    let added = telling.translations.iter().filter_map(|one| one.said_by);
    let names = app.sharing().names(&mut look, &reader, added).await?;
    let back = (id, format!("/slip/{code}"));
    let ringing = Some(RingingShown::of(&app, &mut look, &reader, back).await?);
    let second =
        SecondShown::of(&app, &mut look, &reader, &telling, format!("/slip/{code}")).await?;
    let code = Token::presented(&code).expose().to_owned();
    // Read out or copied by hand, a long code is easier in fours.
    let parts =
        code.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into()).collect();
    let shown = SlipPage {
        page: Page::new(&app, &visitor, "slip-title").intimate(),
        wishes: WishesForm::of(&telling.wishes, &app.zone(), telling.revision),
        place: format!("system:{}", telling.place),
        telling,
        names,
        is_new: query.new.is_some(),
        parts,
        address: format!("{}/slip", app.settings().public_url),
        code,
        ringing,
        before: Beforehand::default(),
        second,
    };
    Ok(Shown(shown).into_response())
}

async fn wishes_sent(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: Sent<WishesForm>,
) -> Result<Response, Refused> {
    let (reader, id) = opened(app.store(), &code).await?;
    let home = tell::own(app.sharing(), &reader, id, Action::Narrow).await?.system;
    let wishes = sent.form.wishes(&app.zone())?.without_an_account(home);
    let (which, asks) = ((id, sent.form.revision), sent.form.asks(&wishes)?);
    tell::wish_and_ask(app.sharing(), &reader, which, (&wishes, &asks), app.now()).await?;
    Ok(to(&format!("/slip/{code}")))
}

async fn more_sent(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let (reader, id) = opened(app.store(), &code).await?;
    let words = Words::parse(&sent.form.words).map_err(|why| text("words", why))?;
    let chapter: ChapterId = sent.once.id();
    match tell::tell_more(app.sharing(), &reader, id, chapter, &words, app.now()).await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/slip/{code}"))),
        Err(fault) => Err(fault.into()),
    }
}

async fn erase_sent(
    State(app): State<App>,
    Path(code): Path<String>,
    _sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let (reader, id) = opened(app.store(), &code).await?;
    tell::erase(app.sharing(), &reader, id, app.now()).await?;
    Ok(to("/left"))
}
