//! Telling without an account, on a page that a place offers, and coming back with the slip.

use ::store::Token;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use doors::picture::Qr;
use doors::tries::Origin;
use ground::id::{SystemId, Uuid};
use ground::{Fault, Outcome, Words};
use places::opening::{self, Face};
use serde::Deserialize;
use sharing::{Names, Seen};
use web::vest::VestShown;
use web::{
    Access, App, Page, Problem, Refused, Routes, Sent, Shown, Untaken, Visitor, to, to_quietly,
};

mod entering;
mod giving;
mod others;
mod whose;

pub(crate) use entering::at_its_address;
use others::{Other, others};
pub(crate) use whose::Whose;

use crate::ringing::pages::RingingShown;
use crate::second_readings::pages::{Asked, Beforehand, SecondShown};
use crate::second_readings::{About, State as Stands};
use crate::tellings::form::{TellForm, WishesForm};
use crate::tellings::pages::WordsForm;
use crate::tellings::pages::meanwhile::{Again, Meanwhile, WishesShown};
use crate::tellings::tell::{self, Where};
use crate::tellings::{Teller, Telling, Voice, coming_back, hear};
use crate::vest;

/// The pages of slips.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/tell/{id}", Access::Open, tell_page)
        .post("/tell/{id}", Access::Open, tell_sent)
        .get("/slip/{code}", Access::Holder, show)
        .post("/slip/{code}/wishes", Access::Holder, wishes_sent)
        .post("/slip/{code}/erase", Access::Holder, erase_sent)
        .and(entering::routes())
        .and(giving::routes())
}

#[derive(Template)]
#[template(path = "slips/tell_open.html")]
struct TellOpenPage {
    page: Page,
    face: Face,
    place: String,
    others: Vec<Other>,
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
    let (place, others) = (format!("system:{place}"), Vec::new());
    let shown = TellOpenPage { page, face, place, others, form, before };
    Ok((status, Shown(shown)).into_response())
}

async fn tell_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    origin: Origin,
    sent: Sent<TellForm>,
) -> Result<Response, Refused> {
    let place = SystemId(id);
    let slip = super::token(app.store(), &sent.once);
    match told(&app, &origin, &sent, (place, &slip)).await {
        Ok(()) | Err(Fault::Already) => {
            let kept = to_quietly(&format!("/slip/{}?new=1", slip.expose()));
            Ok(doors::came_back(&app, kept))
        }
        Err(fault) => {
            let problem = Problem::of(fault)?;
            tell_form(&app, &sent.visitor, place, sent.form, Some(problem)).await
        }
    }
}

async fn told(
    app: &App,
    origin: &Origin,
    sent: &Sent<TellForm>,
    (place, slip): (SystemId, &Token),
) -> Outcome<()> {
    let told = sent.form.told(&app.zone())?;
    let (id, now, teller) = (sent.once.id(), app.now(), Teller::Slip(slip.hash()));
    super::count(app.store(), origin, id, now).await?;
    tell::tell(app.sharing(), teller, Where { system: place, place }, id, &told, now).await
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
    others: Vec<Other>,
    wishes: WishesForm,
    meanwhile: Option<Meanwhile>,
    is_new: bool,
    asks_now: bool,
    code: String,
    parts: Vec<String>,
    address: String,
    ringing: Option<RingingShown>,
    before: Beforehand,
    second: Option<SecondShown>,
    vest: Vec<VestShown>,
    qr: Qr,
    ring_now: Option<Seen<Words>>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    whose: Whose,
    Query(query): Query<ShowQuery>,
) -> Result<Response, Refused> {
    show_with(&app, &visitor, (&code, &whose), query.new.is_some(), (None, None)).await
}

async fn show_with(
    app: &App,
    visitor: &Visitor,
    (code, whose): (&str, &Whose),
    is_new: bool,
    (again, untaken): (Option<Again>, Option<&Untaken>),
) -> Result<Response, Refused> {
    let (reader, id) = (&whose.reader, whose.id);
    let mut look = app.store().database.look().await?;
    let telling = hear::one(app.sharing(), &mut look, reader, id).await?;
    let added = telling.translations.iter().filter_map(|one| one.said_by);
    let names = app.sharing().names(&mut look, reader, added).await?;
    let ringing = Some(RingingShown::of(app, &mut look, whose).await?);
    let (vest, _) = vest::of_telling(app.sharing(), &mut look, reader, &telling).await?;
    let second = SecondShown::of(app, &mut look, whose, &telling).await?;
    let code = Token::presented(code).expose().to_owned();
    let spoken = app.speaking(&mut look, reader, &visitor.tongue, telling.place).await?;
    let Paper { parts, address, qr } = Paper::of(app, &code)?;
    let place = format!("system:{}", telling.place);
    let others = others(app.sharing(), &mut look, reader, &telling).await?;
    let stands = WishesForm::of(&telling.wishes, &app.zone(), telling.revision);
    let WishesShown { form: wishes, has_changed, problem, status } =
        WishesShown::new(&stands, again);
    let meanwhile = has_changed.then(|| {
        let chosen = || others.iter().filter(|one| stands.chose(&one.value));
        let names = chosen().filter_map(|one| Some(one.name.as_ref()?.heading())).collect();
        let unnamed = chosen().filter(|one| one.name.is_none()).map(|one| one.key);
        let here = stands.chose(&place).then_some("wish-place");
        Meanwhile::new(&stands, names, here.into_iter().chain(unnamed).collect())
    });
    let page = Page::new(app, visitor, "slip-title").spoken(spoken.as_ref());
    let shown = SlipPage {
        page: page.saying(problem).keeping(untaken).intimate(),
        wishes,
        meanwhile,
        place,
        asks_now: coming_back::slip_asks(&telling, app.now()),
        others,
        telling,
        names,
        is_new,
        parts,
        address,
        qr,
        ring_now: spoken.and_then(|place| place.ring_now),
        code,
        ringing,
        before: Beforehand::default(),
        second,
        vest,
    };
    match untaken {
        Some(untaken) => untaken.shown(&shown),
        None => Ok((status, Shown(shown)).into_response()),
    }
}

/// What a printed slip says: its code, where to type it, and the same as a picture.
struct Paper {
    parts: Vec<String>,
    address: String,
    qr: Qr,
}

impl Paper {
    fn of(app: &App, code: &str) -> Outcome<Self> {
        let url = &app.settings().public_url;
        // Read out or copied by hand, a long code is easier in fours.
        let fours = code.as_bytes().chunks(4);
        let parts = fours.map(|part| String::from_utf8_lossy(part).into()).collect();
        let qr = Qr::of(&format!("{url}/slip/{code}"))?;
        Ok(Self { parts, address: format!("{url}/slip"), qr })
    }
}

async fn wishes_sent(
    State(app): State<App>,
    Path(code): Path<String>,
    whose: Whose,
    sent: Sent<WishesForm>,
) -> Result<Response, Refused> {
    let done = match sent.form.wished(&app.zone()) {
        Ok(wished) => {
            let which = (whose.id, sent.form.revision);
            tell::wish(app.sharing(), &whose.reader, which, &wished, app.now()).await
        }
        Err(fault) => Err(fault),
    };
    match done {
        Ok(()) => Ok(to(&whose.page)),
        Err(fault) => {
            let again = Again::of(fault, sent.form)?;
            let shown = (Some(again), None);
            show_with(&app, &sent.visitor, (&code, &whose), false, shown).await
        }
    }
}

async fn erase_sent(
    State(app): State<App>,
    whose: Whose,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    tell::erase(app.sharing(), &whose.reader, whose.id, app.now()).await?;
    // The answer itself says so, at no address of its own: an address that said it could be sent
    // to somebody whose words are still there.
    let page = Page::new(&app, &sent.visitor, "slip-erased-title").neutral();
    Ok(Shown(ErasedPage { page }).into_response())
}

#[derive(Template)]
#[template(path = "slips/erased.html")]
struct ErasedPage {
    page: Page,
}
