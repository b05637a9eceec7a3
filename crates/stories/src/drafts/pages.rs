//! The drafts somebody keeps: taken up on the tell page, or thrown away.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::{SystemId, Uuid};
use ground::{Fault, Line, Outcome};
use places::systems;
use sharing::Seen;
use web::{Access, App, Page, Refused, Routes, Said, Sent, Shown, Visitor, to, to_saying};

use super::{Draft, DraftId};
use crate::tellings::form::TellForm;
use crate::tellings::pages::WordsForm;
use crate::tellings::tell::Where;

/// The pages of drafts.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/drafts", Access::SignedIn, list).post(
        "/drafts/{id}/throw-away",
        Access::Own,
        throw_away_sent,
    )
}

/// A draft in the list, and the name of where it was begun, while they belong there.
struct DraftShown {
    draft: Draft,
    system_name: Option<Seen<Line>>,
}

#[derive(Template)]
#[template(path = "drafts/list.html")]
struct ListPage {
    page: Page,
    drafts: Vec<DraftShown>,
}

async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let drafts = super::of_reader(sharing, &mut look, reader, app.now()).await?;
    let mut ids: Vec<SystemId> = drafts.iter().map(|draft| draft.system).collect();
    ids.sort_unstable();
    ids.dedup();
    let systems = systems::find_many(sharing, &mut look, reader, &ids).await?;
    let shown = |draft: Draft| {
        let system = systems.iter().find(|s| s.id == draft.system);
        DraftShown { system_name: system.map(|s| s.name.clone()), draft }
    };
    let drafts = drafts.into_iter().map(shown).collect();
    let page = Page::new(&app, &visitor, "drafts-title").intimate();
    Ok(Shown(ListPage { page, drafts }).into_response())
}

async fn throw_away_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    super::throw_away(app.sharing(), &sent.visitor.reader, DraftId(id)).await?;
    Ok(to_saying("/drafts", Said::Done))
}

/// The form of a draft that is taken up on the tell page of this system; an empty one otherwise.
pub(crate) async fn taken_up(
    app: &App,
    visitor: &Visitor,
    system: SystemId,
    draft: &str,
) -> Outcome<TellForm> {
    let Some(id) = DraftId::parse(draft) else { return Ok(TellForm::default()) };
    let mut look = app.store().database.look().await?;
    let found = super::find(app.sharing(), &mut look, &visitor.reader, id, app.now()).await?;
    if found.system == system { Ok(found.form) } else { Err(Fault::NotFound) }
}

/// What was begun in this system, for its tell page.
pub(crate) async fn begun(
    app: &App,
    look: &mut Look,
    visitor: &Visitor,
    system: SystemId,
) -> Outcome<Vec<Draft>> {
    let mut drafts = super::of_reader(app.sharing(), look, &visitor.reader, app.now()).await?;
    drafts.retain(|draft| draft.system == system);
    Ok(drafts)
}

/// Keeps what was typed on the tell page for later.
pub(crate) async fn kept(app: &App, sent: &Sent<TellForm>, place: Where) -> Outcome<Response> {
    let (sharing, reader) = (app.sharing(), &sent.visitor.reader);
    let id = sent.once.part("draft");
    match super::keep(sharing, reader, place, id, &sent.form, app.now()).await {
        Ok(_) | Err(Fault::Already) => Ok(to("/drafts")),
        Err(fault) => Err(fault),
    }
}

/// Lets the draft go that was told. If that fails it stays, and goes after its thirty days.
pub(crate) async fn told(app: &App, sent: &Sent<TellForm>) {
    if let Some(id) = DraftId::parse(&sent.form.draft) {
        let _ = super::throw_away(app.sharing(), &sent.visitor.reader, id).await;
    }
}
