//! *Something went wrong here*: for people of a place, and without an account at its open door or
//! with a slip. Beforehand it says who will read it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use doors::tries::Origin;
use ground::id::{SystemId, Uuid};
use ground::{Fault, Outcome, Words};
use places::opening::{self, Face};
use places::systems;
use sharing::{Reader, Seen};
use store::Look;
use web::{Access, App, Page, Refused, Routes, Sent, Shown, Visitor};

use super::super::{Raised, WorryId, WorryKind, raise, raise_unsigned};
use super::away::{raised_by, raised_unsigned};
use super::hearers::Hearers;
use crate::slips;
use crate::tellings::form::text;
use crate::tellings::hear;
use crate::tellings::pages::WordsForm;

/// The pages on which people say what went wrong.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/went-wrong", Access::SignedIn, here)
        .post("/systems/{id}/went-wrong", Access::SignedIn, here_sent)
        .get("/tell/{id}/went-wrong", Access::Open, at_the_door)
        .post("/tell/{id}/went-wrong", Access::Open, at_the_door_sent)
        .get("/slip/{code}/went-wrong", Access::Holder, with_a_slip)
        .post("/slip/{code}/went-wrong", Access::Holder, with_a_slip_sent)
}

#[derive(Template)]
#[template(path = "worries/went_wrong.html")]
struct WentWrongPage {
    page: Page,
    /// Who hears it, and what else they do here.
    hearers: Hearers,
    /// Whether they see who says it.
    is_signed: bool,
    /// Where it can be said without a name, if that is somewhere else.
    without_name: Option<SystemId>,
    ring_now: Option<Seen<Words>>,
}

async fn here(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader, id) = (app.sharing(), &visitor.reader, SystemId(id));
    let mut look = app.store().database.look().await?;
    let face = face_of(&app, &mut look, reader, id).await?;
    let hearers = Hearers::of(sharing, &mut look, reader, (id, face.place)).await?;
    let shown = WentWrongPage {
        page: face.page(&app, &visitor, "went-wrong-title").intimate(),
        hearers,
        is_signed: true,
        without_name: face.has_open_door().then_some(face.place),
        ring_now: face.ring_now,
    };
    Ok(Shown(shown).into_response())
}

/// The place of a system, as it speaks of itself.
async fn face_of(app: &App, look: &mut Look, reader: &Reader, system: SystemId) -> Outcome<Face> {
    let system = systems::find(app.sharing(), look, reader, system).await?;
    opening::face(app.sharing(), look, reader, system.place).await
}

async fn here_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let reader = &sent.visitor.reader;
    let said = words(&sent)?;
    let mut look = app.store().database.look().await?;
    let face = face_of(&app, &mut look, reader, SystemId(id)).await?;
    drop(look);
    let raised = wrong(&app, &sent, face.place, &said);
    let id = raised.id;
    raised_by(&app, reader, id, raise(app.sharing(), reader, raised).await).await
}

async fn at_the_door(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    let face = slips::pages::open_face(&app, &visitor, SystemId(id)).await?;
    let mut look = app.store().database.look().await?;
    let place = (face.place, face.place);
    let hearers = Hearers::of(app.sharing(), &mut look, &Reader::nobody(), place).await?;
    let shown = WentWrongPage {
        page: face.page(&app, &visitor, "went-wrong-title").intimate(),
        hearers,
        is_signed: false,
        without_name: None,
        ring_now: face.ring_now,
    };
    Ok(Shown(shown).into_response())
}

async fn at_the_door_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    origin: Origin,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let face = slips::pages::open_face(&app, &sent.visitor, SystemId(id)).await?;
    let said = words(&sent)?;
    let raised = wrong(&app, &sent, face.place, &said);
    raised_unsigned(raise_unsigned(app.sharing(), &origin, raised).await)
}

/// Whoever holds a slip can say it too where the door was shut since.
async fn with_a_slip(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Refused> {
    let mut look = app.store().database.look().await?;
    let (reader, place) = match place_of(&app, &mut look, &code).await {
        Err(Fault::Spent) => return slips::pages::at_its_address(&app, &visitor),
        found => found?,
    };
    let spoken = app.speaking(&mut look, &reader, &visitor.tongue, place).await?;
    let hearers = Hearers::of(app.sharing(), &mut look, &reader, (place, place)).await?;
    let page = Page::new(&app, &visitor, "went-wrong-title").spoken(spoken.as_ref()).intimate();
    let shown = WentWrongPage {
        page,
        hearers,
        is_signed: false,
        without_name: None,
        ring_now: spoken.and_then(|place| place.ring_now),
    };
    Ok(Shown(shown).into_response())
}

/// What is said with a slip does not say which: whoever hears it has no leave to read the telling.
async fn with_a_slip_sent(
    State(app): State<App>,
    Path(code): Path<String>,
    origin: Origin,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let mut look = app.store().database.look().await?;
    let (_, place) = match place_of(&app, &mut look, &code).await {
        Err(Fault::Spent) => return slips::pages::at_its_address(&app, &sent.visitor),
        found => found?,
    };
    drop(look);
    let said = words(&sent)?;
    let raised = wrong(&app, &sent, place, &said);
    raised_unsigned(raise_unsigned(app.sharing(), &origin, raised).await)
}

/// Whoever holds this slip, and the place they told in.
async fn place_of(app: &App, look: &mut Look, code: &str) -> Outcome<(Reader, SystemId)> {
    let (reader, id) = slips::opened(app.store(), code).await?;
    let place = hear::one(app.sharing(), look, &reader, id).await?.place;
    Ok((reader, place))
}

fn words(sent: &Sent<WordsForm>) -> Outcome<Words> {
    Words::parse(&sent.form.words).map_err(|why| text("words", why))
}

fn wrong<'a>(app: &App, sent: &Sent<WordsForm>, place: SystemId, said: &'a Words) -> Raised<'a> {
    Raised {
        id: sent.once.id::<WorryId>(),
        place,
        kind: WorryKind::WentWrong,
        telling: None,
        words: Some(said),
        at: app.now(),
    }
}
