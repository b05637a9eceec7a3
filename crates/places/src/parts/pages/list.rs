//! Everybody who is or was part of a system: as what, from when to when, and who gave it.

use super::*;
use ground::Moment;
use ground::id::PersonId;
use sharing::Action;

use crate::lost_cards;
use crate::may::may;
use crate::parts::{of_system, over};

struct Row {
    id: StandingId,
    name: String,
    as_what: &'static str,
    words: Option<Seen<Line>>,
    began: Moment,
    ended: Option<Moment>,
    by: Option<String>,
    step: Option<Step>,
    /// Whose lost card this reader could end.
    card: Option<PersonId>,
}

/// What this reader may do about a row: the end of its address, and the key of its sentence.
struct Step {
    path: &'static str,
    key: &'static str,
    /// It puts somebody out, so its button is folded away behind what will happen.
    puts_out: bool,
}

#[derive(Template)]
#[template(path = "parts/list.html")]
pub(super) struct List {
    page: Page,
    system: SystemId,
    place: SystemId,
    name: Seen<Line>,
    is_place: bool,
    may_speak: bool,
    may_tend: bool,
    rows: Vec<Row>,
}

pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<List>, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let within = Within::find(&app, &mut look, &visitor, system_id(&id)?).await?;
    let page = within.page(&app, &visitor, "people-title");
    let system = within.system;
    let parts = of_system(sharing, &mut look, reader, &system).await?;
    let mut people: Vec<PersonId> = parts.iter().map(|part| part.person).collect();
    people.extend(parts.iter().filter_map(|part| part.given_by));
    let names = sharing.names(&mut look, reader, people).await?;
    let may_tend = may(sharing, reader, Action::Tend, &system)?;
    let may_speak = may(sharing, reader, Action::Belong, &system)?;
    let may_end_cards = lost_cards::may_end(sharing, reader, system.place).is_ok();
    let rows = parts.into_iter().map(|part| Row {
        id: part.id,
        name: called(&names, &page.t, Some(part.person)),
        as_what: as_what(&part),
        step: step(&part, reader, may_tend, may_speak),
        card: card(&part, reader, may_end_cards),
        words: part.words,
        began: part.began,
        ended: part.ended,
        by: part.given_by.map(|by| called(&names, &page.t, Some(by))),
    });
    let rows = rows.collect();
    let is_place = system.is_place();
    let (system, place, name) = (system.id, system.place, system.name);
    Ok(Shown(List { page, system, place, name, is_place, may_speak, may_tend, rows }))
}

fn card(part: &Part, reader: &Reader, may_end: bool) -> Option<PersonId> {
    let here = part.standing == StandingKind::Part && part.ended.is_none();
    let theirs = reader.person_id() != Some(part.person);
    (may_end && here && theirs).then_some(part.person)
}

fn as_what(part: &Part) -> &'static str {
    match part.standing {
        StandingKind::Part => said_kind(part).unwrap_or("standing-part"),
        StandingKind::Steward => "standing-steward",
        StandingKind::Money => "part-holds-money",
        StandingKind::Manages => "part-manages",
        StandingKind::KeepsSafe => "standing-keeps-safe",
        StandingKind::HearsWrongs => "standing-hears-wrongs",
        StandingKind::Rings => "standing-rings",
        // Nobody holds the pen of a system that has a list of people.
        StandingKind::Pen => "standing-part",
    }
}

fn step(part: &Part, reader: &Reader, may_tend: bool, may_speak: bool) -> Option<Step> {
    let mine = reader.person_id() == Some(part.person);
    if part.ended.is_some() || mine {
        return None;
    }
    match part.standing {
        StandingKind::Part if may_tend => {
            Some(Step { path: "end", key: "people-end", puts_out: true })
        }
        StandingKind::Money if may_speak => {
            Some(Step { path: "over", key: "people-money-over", puts_out: false })
        }
        StandingKind::Manages if may_speak => {
            Some(Step { path: "over", key: "people-manages-over", puts_out: false })
        }
        _ => None,
    }
}

pub(super) async fn end_one(
    State(app): State<App>,
    Path((id, standing)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let ((system, part), by) = (both(&id, &standing)?, sent.visitor.person()?);
    app.sharing().leave(&sent.visitor.reader, Action::Tend, &tended(&app, system).await?)?;
    let ended = end(app.sharing(), system, part, by, app.now()).await;
    on_done(ended, &format!("/systems/{system}/people"))
}

async fn tended(app: &App, system: SystemId) -> Outcome<sharing::Matter> {
    let mut look = app.store().database.look().await?;
    let (place, _) = crate::systems::store::place_of(&mut look, system).await?;
    Ok(sharing::Matter::system(system, place))
}

pub(super) async fn over_one(
    State(app): State<App>,
    Path((id, standing)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let ((system, part), by) = (both(&id, &standing)?, sent.visitor.person()?);
    let done = over(app.sharing(), system, part, by, app.now()).await;
    on_done(done, &format!("/systems/{system}/people"))
}
