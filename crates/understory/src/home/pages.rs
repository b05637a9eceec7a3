//! The home page.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Line, Outcome};
use people::meetings::{self, Next};
use places::systems::{self, System};
use serde::Deserialize;
use sharing::{Action, Matter, Seen, StandingKind, Waiting, reader};
use store::Look;
use stories::came;
use stories::tellings::TellingId;
use web::{Access, App, Page, Refused, Routes, Said, Shown, Visitor};

/// How many people of one system stand on the home page; the rest are on its own page.
const PEOPLE: usize = 8;
/// From how many of the nearest systems people are taken.
const NEAREST: usize = 3;
/// How many people stand there whom one meets next; the others are on the page of whom one walks
/// beside.
const MEETINGS: usize = 5;
/// How many things of one kind that wait are shown; the rest are folded away below them.
const AT_ONCE: usize = 3;
/// Up to how many people play a part in a place while its stewards are offered to invite more.
const FEW: usize = 3;

/// The home page.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/", Access::Open, home)
}

/// Those who are near through one system, whom no nearer system named.
struct Near {
    names: Vec<Seen<Line>>,
    /// Whether there are more of them than are named here.
    others: bool,
    system: SystemId,
    system_name: Seen<Line>,
}

/// What waits and is of one kind, said once however many there are.
struct Kind {
    sentence: &'static str,
    first: Vec<Waiting>,
    more: Vec<Waiting>,
}

impl Kind {
    /// The only one, if there is one alone.
    fn alone(&self) -> Option<&Waiting> {
        self.first.first().filter(|_| self.first.len() == 1)
    }

    /// What waits by kind, each where the newest of its kind stands. However long they wait,
    /// somebody's worry stands before everything else, and then what is to be decided about whoever
    /// reads this. Of things without a heading of their own one is enough: all of them are behind the
    /// same path.
    fn sorted(mut waits: Vec<Waiting>) -> Vec<Self> {
        let first = ["waits-worry", "waits-recall"];
        let place = |wait: &Waiting| {
            first.iter().position(|sentence| *sentence == wait.sentence).unwrap_or(first.len())
        };
        waits.sort_by_key(|wait| (place(wait), std::cmp::Reverse(wait.since)));
        let mut kinds: Vec<Self> = Vec::new();
        for wait in waits {
            let same = |kind: &&mut Self| {
                kind.sentence == wait.sentence
                    && (wait.about.is_some() || kind.first.iter().any(|w| w.path == wait.path))
            };
            match kinds.iter_mut().find(same) {
                Some(_) if wait.about.is_none() => {}
                Some(kind) if kind.first.len() < AT_ONCE => kind.first.push(wait),
                Some(kind) => kind.more.push(wait),
                None => {
                    let (sentence, more) = (wait.sentence, Vec::new());
                    kinds.push(Self { sentence, first: vec![wait], more });
                }
            }
        }
        kinds
    }
}

/// How things stand in the place.
#[derive(Default)]
struct Here {
    /// Whether people can tell there.
    is_open: bool,
    may_tend: bool,
    all_said: bool,
    /// Whoever looks after it is offered to invite somebody: hardly anybody is there yet.
    few: bool,
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    page: Page,
    name: Option<Seen<Line>>,
    place: Option<SystemId>,
    here: Here,
    no_way_back: Option<doors::NoWayBack>,
    people: Vec<Near>,
    waits: Vec<Kind>,
    /// Whom this reader meets next, of those whose pages they are let in to.
    next: Vec<Next>,
    /// Whether there are more of them.
    more_next: bool,
    /// Of which telling they have just answered that they are not to be asked now, or not again.
    put_off: Option<TellingId>,
    systems: Vec<System>,
}

#[derive(Template)]
#[template(path = "home/door.html")]
struct DoorPage {
    page: Page,
    doors: Vec<System>,
}

/// What the address says beside what a form did.
#[derive(Default, Deserialize)]
#[serde(default)]
struct HomeQuery {
    /// Of which telling that was. Anybody can type an address: it leads where it may, and no further.
    story: String,
}

async fn home(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<HomeQuery>,
) -> Result<Response, Refused> {
    let Ok(person) = visitor.person() else {
        let page = Page::new(&app, &visitor, "door-title");
        let mut look = app.store().database.look().await?;
        let doors = places::opening::open_doors(app.sharing(), &mut look, &visitor.reader).await?;
        return Ok(Shown(DoorPage { page, doors }).into_response());
    };
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let mine: Vec<SystemId> = reader.systems(StandingKind::Part).collect();
    let mut systems = systems::find_many(sharing, &mut look, reader, &mine).await?;
    systems.sort_by_key(|system| system.scale);
    let people = nearest(&app, &mut look, &visitor, &systems).await?;
    let mut waits = came::news(app.nouns(), &mut look, reader).await?;
    for noun in app.nouns().iter() {
        waits.extend(noun.waits(&mut look, reader, app.now()).await?);
    }
    let mut page = Page::new(&app, &visitor, "home-title");
    let name = sharing.names(&mut look, reader, [person]).await?.of(person).cloned();
    let places = reader.places();
    let shut = places::opening::not_open(&mut look, &places).await?;
    let place = places.iter().find(|one| !shut.contains(one)).or(places.first()).copied();
    let mut here = Here::default();
    if let Some(place) = place {
        (page, here) = here_in(&app, &mut look, &visitor, place).await?;
        if !here.is_open {
            // The page says so by itself, above what waits.
            let said_above = format!("/systems/{place}/opening");
            waits.retain(|wait| wait.path != said_above);
        }
    }
    let mut next = meetings::next(sharing, &mut look, reader, page.start_of_day(app.now())).await?;
    let more_next = next.len() > MEETINGS;
    next.truncate(MEETINGS);
    let no_way_back = doors::way_back::none(&app, &mut look, person).await?;
    let waits = Kind::sorted(waits);
    let put_off = matches!(page.said, Some(Said::Kept))
        .then(|| Uuid::try_parse(&query.story).ok().map(TellingId))
        .flatten();
    Ok(Shown(HomePage {
        page,
        name,
        place,
        here,
        no_way_back,
        people,
        waits,
        next,
        more_next,
        put_off,
        systems,
    })
    .into_response())
}

/// How things stand in a place for this reader, and the page that speaks as it does.
async fn here_in(
    app: &App,
    look: &mut Look,
    visitor: &Visitor,
    place: SystemId,
) -> Outcome<(Page, Here)> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let face = places::opening::face(sharing, look, reader, place).await?;
    let matter = Matter::system(place, place);
    let may_tend = sharing.leave_or_none(reader, Action::Tend, &matter)?.is_some();
    let (is_open, all_said) = (face.opened.is_some(), face.missing().is_empty());
    let few = is_open
        && may_tend
        && reader::standing_in(look, place, StandingKind::Part).await?.len() <= FEW;
    Ok((face.page(app, visitor, "home-title"), Here { is_open, may_tend, all_said, few }))
}

/// The people of the systems nearest to this person's life, each once, where they are nearest.
async fn nearest(
    app: &App,
    look: &mut Look,
    visitor: &Visitor,
    systems: &[System],
) -> Outcome<Vec<Near>> {
    let mut known: Vec<PersonId> = visitor.reader.person_id().into_iter().collect();
    let mut near = Vec::new();
    for system in systems.iter().take(NEAREST) {
        let mut people = reader::standing_in(look, system.id, StandingKind::Part).await?;
        people.retain(|person| !known.contains(person));
        known.extend(&people);
        let names = app.sharing().names(look, &visitor.reader, people.iter().copied()).await?;
        let mut names: Vec<Seen<Line>> =
            people.iter().filter_map(|person| names.of(*person).cloned()).collect();
        names.sort_by_key(|name| name.to_string().to_lowercase());
        let others = names.len() > PEOPLE;
        names.truncate(PEOPLE);
        if !names.is_empty() {
            let (system, system_name) = (system.id, system.name.clone());
            near.push(Near { names, others, system, system_name });
        }
    }
    Ok(near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::Moment;

    fn waits(sentence: &'static str, path: &str, at: i64) -> Waiting {
        let path = path.to_owned();
        Waiting { sentence, about: None, path, since: Moment(at), from: None, put_off: None }
    }

    #[test]
    fn what_waits_twice_is_said_once_and_what_is_about_oneself_comes_before_the_newest() {
        let kinds = Kind::sorted(vec![
            waits("waits-worry", "/worries", 1),
            waits("waits-recall", "/systems/1/stewards", 3),
            waits("waits-recall", "/systems/2/stewards", 2),
            waits("waits-draft", "/systems/1/tell", 9),
            waits("waits-worry", "/worries", 4),
        ]);
        let said: Vec<_> = kinds.iter().map(|k| (k.sentence, k.first[0].path.as_str())).collect();
        assert_eq!(
            said,
            [
                ("waits-worry", "/worries"),
                ("waits-recall", "/systems/1/stewards"),
                ("waits-recall", "/systems/2/stewards"),
                ("waits-draft", "/systems/1/tell"),
            ]
        );
        assert!(kinds.iter().all(|kind| kind.alone().is_some()));
    }
}
