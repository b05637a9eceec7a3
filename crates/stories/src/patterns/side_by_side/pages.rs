//! Choosing what stands beside a pattern, the page on which a few stand side by side, and waving a
//! suggestion away.

use std::borrow::Borrow;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::{SystemId, Uuid};
use ground::{Fault, Line, Outcome};
use places::opening;
use places::systems::{self, System};
use sharing::{Action, Matter, Seen};
use store::Look;
use web::{
    Access, App, Page, Pressed, Problem, Refused, Routes, Said, Sent, Shown, Visitor, to_saying,
};

use super::super::pages::said::SayingShown;
use super::super::{Pattern, PatternId, SayingKind, find, versions};
use super::{Elsewhere, as_cause, elsewhere, set_apart, side_by_side};

/// The pages of patterns side by side.
#[must_use]
pub fn routes() -> Routes {
    let routes = Routes::new().get("/patterns/{id}/beside", Access::Offered, beside);
    routes.post("/patterns/{id}/apart/{other}", Access::Offered, apart_sent)
}

#[derive(Template)]
#[template(path = "patterns/side_by_side/choose.html")]
struct ChoosePage {
    page: Page,
    pattern: Pattern,
    system: System,
    elsewhere: Elsewhere,
    /// What was ticked before, where it could not be laid out.
    chosen: Vec<PatternId>,
}

impl ChoosePage {
    fn is_chosen(&self, id: impl Borrow<PatternId>) -> bool {
        self.chosen.contains(id.borrow())
    }
}

/// One pattern among those side by side.
struct Beside {
    pattern: Pattern,
    system: System,
    readings: Vec<SayingShown>,
    ideas: Vec<SayingShown>,
    disputes: Vec<SayingShown>,
    not_meant: Vec<SayingShown>,
    taken_out: Vec<SayingShown>,
}

/// A group that could hold a question about all of them.
struct Holder {
    system: SystemId,
    called: Seen<Line>,
    because: String,
    also: String,
}

#[derive(Template)]
#[template(path = "patterns/side_by_side/beside.html")]
struct BesidePage {
    page: Page,
    patterns: Vec<Beside>,
    holders: Vec<Holder>,
}

async fn beside(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let pattern = find(sharing, &mut look, reader, PatternId(id)).await?;
    let with = asked.iter().filter(|(name, _)| name == "with");
    let with: Option<Vec<PatternId>> = with.map(|(_, id)| PatternId::parse(id)).collect();
    let with = with.ok_or(Fault::NotFound)?;
    if with.is_empty() {
        let pressed = asked.iter().any(|(name, _)| name == "chosen");
        let problem = pressed.then_some(Fault::Unfit("unfit-none-chosen")).map(Problem::of);
        return choose(&app, &visitor, &mut look, pattern, (with, problem.transpose()?)).await;
    }
    match side_by_side(sharing, &mut look, reader, pattern.clone(), &with).await {
        Ok(patterns) => lay_out(&app, &visitor, &mut look, patterns).await,
        Err(fault @ Fault::Bound(_)) => {
            let again = (with, Some(Problem::of(fault)?));
            choose(&app, &visitor, &mut look, pattern, again).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn choose(
    app: &App,
    visitor: &Visitor,
    look: &mut Look,
    pattern: Pattern,
    (chosen, problem): (Vec<PatternId>, Option<Problem>),
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let elsewhere = elsewhere((sharing, app.nouns()), look, reader, &pattern).await?;
    let system = systems::find(sharing, look, reader, pattern.system).await?;
    let face = opening::face(sharing, look, reader, pattern.place).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "beside-choose-title").saying(problem);
    Ok((status, Shown(ChoosePage { page, pattern, system, elsewhere, chosen })).into_response())
}

async fn lay_out(
    app: &App,
    visitor: &Visitor,
    look: &mut Look,
    patterns: Vec<Pattern>,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let place = patterns.first().map(|one| one.place).ok_or(Fault::NotFound)?;
    let face = opening::face(sharing, look, reader, place).await?;
    let people = patterns.iter().flat_map(|one| &one.sayings).filter_map(|said| said.said_by);
    let names = sharing.names(look, reader, people).await?;
    let ids: Vec<SystemId> = patterns.iter().map(|one| one.system).collect();
    let systems = systems::find_many(sharing, look, reader, &ids).await?;
    let page = face.page(app, visitor, "beside-title");
    let mut laid = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        let system = systems.iter().find(|one| one.id == pattern.system).ok_or(Fault::NotFound)?;
        let versions = versions(sharing, look, reader, &pattern).await?;
        let of = |kind| SayingShown::all(&page, &names, (&pattern, &versions), kind);
        laid.push(Beside {
            readings: of(SayingKind::Reading),
            ideas: of(SayingKind::Idea),
            disputes: of(SayingKind::Dispute),
            not_meant: of(SayingKind::NotWhatIMeant),
            taken_out: of(SayingKind::TookItOut),
            system: system.clone(),
            pattern,
        });
    }
    let holders = holders(app, visitor, &laid)?;
    Ok(Shown(BesidePage { page, patterns: laid, holders }).into_response())
}

/// The groups whose own pattern stands here and in which this reader takes part. Each could hold the
/// question; its own pattern is the first of what it is because of.
fn holders(app: &App, visitor: &Visitor, laid: &[Beside]) -> Outcome<Vec<Holder>> {
    let mut holders: Vec<Holder> = Vec::new();
    for one in laid {
        let system = one.system.id;
        let matter = Matter::held(system);
        let part = app.sharing().leave_or_none(&visitor.reader, Action::TakePart, &matter)?;
        if part.is_none() || holders.iter().any(|holder| holder.system == system) {
            continue;
        }
        let others = laid.iter().filter(|other| other.pattern.id != one.pattern.id);
        let also: Vec<String> = others.map(|other| as_cause(other.pattern.id)).collect();
        let (because, called) = (as_cause(one.pattern.id), one.system.name.clone());
        holders.push(Holder { system, called, because, also: also.join(",") });
    }
    Ok(holders)
}

async fn apart_sent(
    State(app): State<App>,
    Path((id, other)): Path<(Uuid, Uuid)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (id, other) = (PatternId(id), PatternId(other));
    set_apart(app.sharing(), &sent.visitor.reader, id, other).await?;
    Ok(to_saying(&format!("/patterns/{id}"), Said::Done))
}
