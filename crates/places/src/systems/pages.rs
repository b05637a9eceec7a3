//! The pages of systems: one, all of them as they lie in one another, and drawing an edge.

mod drawing;
mod edge;

use askama::Template;
use axum::extract::{Path, State};
use doors::picture::Qr;
use ground::id::{PersonId, SystemId};
use sharing::{Action, Names};
use web::{Access, App, Page, Refused, Routes, Shown, Untaken, Visitor};

use self::drawing::Side;
use super::tree::{self, Branch};
use super::{Around, Lies, Lying, System, around};
use crate::dissents::pages::DissentHere;
use crate::may::may;
use crate::open_parts::pages::OpenPartHere;
use crate::opening;
use crate::parts::{self, pages::PersonHere};
use crate::purposes::{self, pages::Said};
use crate::view::{Within, called, system_id};
use crate::{dissents, open_parts, stewards};

/// The pages of systems.
#[must_use]
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/systems", Access::SignedIn, list)
        .get("/systems/{id}", Access::SignedIn, show)
        .get("/systems/{id}/inside", Access::Belonging, drawing::inside)
        .post("/systems/{id}/inside", Access::Belonging, drawing::draw)
        .get("/systems/{id}/around", Access::Belonging, drawing::around)
        .post("/systems/{id}/around", Access::Belonging, drawing::draw_wider)
        .get("/systems/{id}/edge", Access::Steward, edge::edge)
        .post("/systems/{id}/edge", Access::Steward, edge::draw_anew)
        .post("/systems/{id}/nestings", Access::Steward, edge::lies)
        .post("/systems/{id}/nestings/{nesting}/end", Access::Steward, edge::lies_no_longer)
}

#[derive(Template)]
#[template(path = "systems/list.html")]
struct List {
    page: Page,
    places: Vec<Vec<Branch>>,
}

async fn list(State(app): State<App>, visitor: Visitor) -> Result<Shown<List>, Refused> {
    visitor.person()?;
    let mut look = app.store().database.look().await?;
    let page = Page::new(&app, &visitor, "systems-title");
    let mut places = Vec::new();
    for place in visitor.reader.places() {
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        places.push(tree::grow(sharing, &mut look, reader, place, &page.t).await?);
    }
    Ok(Shown(List { page, places }))
}

struct StewardHere {
    name: String,
    acting: bool,
    calls: Option<String>,
}

#[derive(Template)]
#[template(path = "systems/show.html")]
pub(crate) struct Show {
    page: Page,
    system: System,
    not_open: bool,
    /// Whether people can tell in its place.
    may_tell: bool,
    /// Nothing is missing any more, and whoever looks after it can open it.
    all_said: bool,
    qr: Option<Qr>,
    address: String,
    may_speak: bool,
    may_tend: bool,
    purpose: Option<Said>,
    versions: String,
    around: Around,
    /// How it lay to others before, in words.
    lay: Vec<String>,
    may_draw_inside: bool,
    may_draw_around: bool,
    dissents: Vec<DissentHere>,
    /// Whether more people see something differently than stands here.
    more_dissents: bool,
    people: Vec<PersonHere>,
    open_parts: Vec<OpenPartHere>,
    stewards: Vec<StewardHere>,
}

async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<Show>, Refused> {
    Ok(Shown(show_with(&app, &visitor, system_id(&id)?, None).await?))
}

/// The page of a system, after one of its small forms could not be taken.
pub(crate) async fn show_with(
    app: &App,
    visitor: &Visitor,
    id: SystemId,
    untaken: Option<&Untaken>,
) -> Result<Show, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let within = Within::find(app, &mut look, visitor, id).await?;
    let page = within.page(app, visitor, "system-title").keeping(untaken);
    let place_is_open = within.is_open();
    let system = within.system;
    let not_open = opening::store::not_open(&mut look, &[system.id]).await?.contains(&system.id);
    let said = purposes::newest(sharing, &mut look, reader, &system).await?;
    let around = around(sharing, &mut look, reader, system.id).await?;
    let parts = parts::of_system(sharing, &mut look, reader, &system).await?;
    let looking_after = stewards::among(sharing, &mut look, reader, &system, &parts).await?;
    let said_anew = match said.more {
        true => page.t.count("system-versions-more", said.versions),
        false => page.t.count("system-versions", said.versions),
    };
    let newest = said.purpose;
    let dissents = dissents::of_system(sharing, &mut look, reader, &system).await?;
    let open_parts = open_parts::of_system(sharing, &mut look, reader, &system).await?;
    let mut people: Vec<PersonId> = parts.iter().map(|part| part.person).collect();
    people.extend(newest.iter().flat_map(purposes::people_of));
    people.extend(dissents.iter().flat_map(dissents::people_of));
    people.extend(open_parts.iter().map(|part| part.said_by));
    people.extend(around.past.iter().filter_map(|lying| lying.over?.by));
    let names = sharing.names(&mut look, reader, people).await?;
    let (may_speak, may_tend) = (
        may(sharing, reader, Action::Belong, &system)?,
        may(sharing, reader, Action::Tend, &system)?,
    );
    let (mut all_said, mut has_open_door) = (false, false);
    if system.is_place() {
        let face = opening::face(sharing, &mut look, reader, system.id).await?;
        (all_said, has_open_door) = (not_open && face.missing().is_empty(), face.has_open_door());
    }
    let (qr, address) = opening::pages::poster(app, system.id, has_open_door)?;
    let stewards = looking_after
        .iter()
        .filter(|steward| steward.ended.is_none())
        .map(|steward| StewardHere {
            name: called(&names, &page.t, Some(steward.person)),
            acting: steward.is_acting(),
            calls: match steward.open_recalls().count() {
                0 => None,
                calls => Some(page.t.count("steward-calls", calls)),
            },
        })
        .collect();
    Ok(Show {
        purpose: newest.map(|newest| Said::of(newest, &dissents, &names, &page, reader, may_speak)),
        lay: around.past.iter().filter_map(|lying| lay(lying, &names, &page)).collect(),
        may_draw_inside: may_speak && !Side::Inside.scales(system.scale).is_empty(),
        may_draw_around: may_speak && !Side::Around.scales(system.scale).is_empty(),
        more_dissents: dissents.next.is_some(),
        dissents: DissentHere::of_edge(&dissents, system.revision, &names, &page),
        open_parts: OpenPartHere::all(open_parts, &names, &page),
        people: PersonHere::all(system.id, &parts, &names, &page, reader),
        versions: said_anew,
        page,
        system,
        not_open,
        may_tell: may_speak && place_is_open,
        all_said,
        qr,
        address,
        may_speak,
        may_tend,
        around,
        stewards,
    })
}

/// How a system lay to another one, until when, and who said that it was over.
fn lay(lying: &Lying, names: &Names, page: &Page) -> Option<String> {
    let over = lying.over?;
    let key = match (lying.lies, lying.outward) {
        (Lies::Overlaps, _) => "lay-over",
        (Lies::Within, true) => "lay-in",
        (Lies::Within, false) => "lay-holding",
    };
    let (name, by) = (lying.system.name.to_string(), called(names, &page.t, over.by));
    Some(page.t.with(key, &[("name", name), ("day", page.day(over.at)), ("by", by)]))
}
