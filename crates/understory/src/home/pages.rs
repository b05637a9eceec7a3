//! The home page.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId};
use ground::{Line, Outcome};
use places::systems::{self, System};
use sharing::{Seen, StandingKind, Waiting, reader};
use store::Look;
use web::{Access, App, Page, Refused, Routes, Shown, Visitor};

/// How many people stand on the home page; the rest are on the pages of their systems.
const PEOPLE: usize = 12;
/// From how many of the nearest systems people are taken.
const NEAREST: usize = 3;

/// The home page.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/", Access::Open, home)
}

struct Near {
    name: Seen<Line>,
    system: SystemId,
    system_name: Seen<Line>,
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    page: Page,
    name: Option<Seen<Line>>,
    place: Option<SystemId>,
    people: Vec<Near>,
    waits: Vec<Waiting>,
    systems: Vec<System>,
}

#[derive(Template)]
#[template(path = "home/door.html")]
struct DoorPage {
    page: Page,
}

async fn home(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let Ok(person) = visitor.person() else {
        let page = Page::new(&app, &visitor, "door-title");
        return Ok(Shown(DoorPage { page }).into_response());
    };
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let mine: Vec<SystemId> = reader.systems(StandingKind::Part).collect();
    let mut systems = systems::find_many(sharing, &mut look, reader, &mine).await?;
    systems.sort_by_key(|system| system.scale);
    let people = nearest(&app, &mut look, &visitor, &systems).await?;
    let mut waits = Vec::new();
    for noun in app.nouns().iter() {
        waits.extend(noun.waits(&mut look, reader, app.now()).await?);
    }
    waits.sort_by_key(|wait| std::cmp::Reverse(wait.since));
    let mut page = Page::new(&app, &visitor, "home-title");
    let name = sharing.names(&mut look, reader, [person]).await?.of(person).cloned();
    let place = reader.places().first().copied();
    if let Some(place) = place {
        let face = places::opening::face(sharing, &mut look, reader, place).await?;
        page = face.page(&app, &visitor, "home-title");
    }
    Ok(Shown(HomePage { page, name, place, people, waits, systems }).into_response())
}

/// The people of the systems nearest to this person's life, each once.
async fn nearest(
    app: &App,
    look: &mut Look,
    visitor: &Visitor,
    systems: &[System],
) -> Outcome<Vec<Near>> {
    let mut found: Vec<(PersonId, &System)> = Vec::new();
    for system in systems.iter().take(NEAREST) {
        for person in reader::standing_in(look, system.id, StandingKind::Part).await? {
            if !visitor.is(person) && !found.iter().any(|(known, _)| *known == person) {
                found.push((person, system));
            }
        }
        if found.len() >= PEOPLE {
            break;
        }
    }
    found.truncate(PEOPLE);
    let people = found.iter().map(|(person, _)| *person);
    let names = app.sharing().names(look, &visitor.reader, people).await?;
    let near = |(person, system): (PersonId, &System)| {
        let name = names.of(person)?.clone();
        Some(Near { name, system: system.id, system_name: system.name.clone() })
    };
    Ok(found.into_iter().filter_map(near).collect())
}
