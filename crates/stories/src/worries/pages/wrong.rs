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
use web::{Access, App, Page, Refused, Routes, Sent, Shown, Untaken, Visitor};

use super::super::{Raised, WorryId, WorryKind, raise, raise_unsigned};
use super::ONLY;
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
    Ok(Shown(here_page(&app, &visitor, SystemId(id), None).await?).into_response())
}

async fn here_page(
    app: &App,
    visitor: &Visitor,
    id: SystemId,
    untaken: Option<&Untaken>,
) -> Outcome<WentWrongPage> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let face = face_of(app, &mut look, reader, id).await?;
    let hearers = Hearers::of(sharing, &mut look, reader, (id, face.place)).await?;
    Ok(WentWrongPage {
        page: face.page(app, visitor, "went-wrong-title").keeping(untaken).intimate(),
        hearers,
        is_signed: true,
        without_name: face.has_open_door().then_some(face.place),
        ring_now: face.ring_now,
    })
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
    let (reader, here) = (&sent.visitor.reader, SystemId(id));
    let mut look = app.store().database.look().await?;
    let face = face_of(&app, &mut look, reader, here).await?;
    drop(look);
    let raised = async {
        let said = words(&sent)?;
        raise(app.sharing(), reader, wrong(&app, &sent, face.place, &said)).await
    };
    match raised.await {
        Ok(()) | Err(Fault::Already) => raised_by(&app, reader, sent.once.id()).await,
        Err(fault) => {
            let untaken = Untaken::of(fault, ONLY, &sent.form.words)?;
            untaken.shown(&here_page(&app, &sent.visitor, here, Some(&untaken)).await?)
        }
    }
}

async fn at_the_door(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    let face = slips::pages::open_face(&app, &visitor, SystemId(id)).await?;
    Ok(Shown(door_page(&app, &visitor, face, None).await?).into_response())
}

async fn door_page(
    app: &App,
    visitor: &Visitor,
    face: Face,
    untaken: Option<&Untaken>,
) -> Outcome<WentWrongPage> {
    let mut look = app.store().database.look().await?;
    let place = (face.place, face.place);
    let hearers = Hearers::of(app.sharing(), &mut look, &Reader::nobody(), place).await?;
    Ok(WentWrongPage {
        page: face.page(app, visitor, "went-wrong-title").keeping(untaken).intimate(),
        hearers,
        is_signed: false,
        without_name: None,
        ring_now: face.ring_now,
    })
}

async fn at_the_door_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    origin: Origin,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let face = slips::pages::open_face(&app, &sent.visitor, SystemId(id)).await?;
    match unsigned(&app, &origin, &sent, face.place).await {
        Ok(()) | Err(Fault::Already) => Ok(raised_unsigned()),
        Err(fault) => {
            let untaken = Untaken::of(fault, ONLY, &sent.form.words)?;
            untaken.shown(&door_page(&app, &sent.visitor, face, Some(&untaken)).await?)
        }
    }
}

/// Says it without an account.
async fn unsigned(
    app: &App,
    origin: &Origin,
    sent: &Sent<WordsForm>,
    place: SystemId,
) -> Outcome<()> {
    let said = words(sent)?;
    raise_unsigned(app.sharing(), origin, wrong(app, sent, place, &said)).await
}

/// Whoever holds a slip can say it too where the door was shut since.
async fn with_a_slip(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Refused> {
    let mut look = app.store().database.look().await?;
    let whose = match place_of(&app, &mut look, &code).await {
        Err(Fault::Spent) => return slips::pages::at_its_address(&app, &visitor),
        found => found?,
    };
    drop(look);
    Ok(Shown(slip_page(&app, &visitor, whose, None).await?).into_response())
}

async fn slip_page(
    app: &App,
    visitor: &Visitor,
    (reader, place): (Reader, SystemId),
    untaken: Option<&Untaken>,
) -> Outcome<WentWrongPage> {
    let mut look = app.store().database.look().await?;
    let spoken = app.speaking(&mut look, &reader, &visitor.tongue, place).await?;
    let hearers = Hearers::of(app.sharing(), &mut look, &reader, (place, place)).await?;
    let page = Page::new(app, visitor, "went-wrong-title").spoken(spoken.as_ref());
    Ok(WentWrongPage {
        page: page.keeping(untaken).intimate(),
        hearers,
        is_signed: false,
        without_name: None,
        ring_now: spoken.and_then(|place| place.ring_now),
    })
}

/// What is said with a slip does not say which: whoever hears it has no leave to read the telling.
async fn with_a_slip_sent(
    State(app): State<App>,
    Path(code): Path<String>,
    origin: Origin,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let mut look = app.store().database.look().await?;
    let whose = match place_of(&app, &mut look, &code).await {
        Err(Fault::Spent) => return slips::pages::at_its_address(&app, &sent.visitor),
        found => found?,
    };
    drop(look);
    match unsigned(&app, &origin, &sent, whose.1).await {
        Ok(()) | Err(Fault::Already) => Ok(raised_unsigned()),
        Err(fault) => {
            let untaken = Untaken::of(fault, ONLY, &sent.form.words)?;
            untaken.shown(&slip_page(&app, &sent.visitor, whose, Some(&untaken)).await?)
        }
    }
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
