//! Drawing an edge anew, and saying how a system lies to others.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::Fault;
use serde::Deserialize;
use web::{Pressed, Problem, Sent, Untaken, beside_what_stands};

use super::drawing::Form;
use super::*;
use crate::systems::nestings::{NestingId, end_nesting, lie};
use crate::systems::{Lies, of_place, redraw};
use crate::view::{again, on, on_done};

#[derive(Template)]
#[template(path = "systems/edge.html")]
pub(super) struct EdgePage {
    page: Page,
    system: SystemId,
    /// How it lies to others now, each of which can be ended.
    lying: Vec<LyingHere>,
    /// What it can be said to lie in, or to overlap with.
    others: Vec<System>,
    form: Form,
    /// What stands now, where somebody else drew it meanwhile.
    now: Form,
}

impl EdgePage {
    /// The edge as it stands, or with what somebody typed. When somebody else drew it meanwhile,
    /// what stands now is shown beside it.
    async fn new(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        typed: Option<Form>,
    ) -> Result<Self, Refused> {
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mut look = app.store().database.look().await?;
        let within = Within::find(app, &mut look, visitor, id).await?;
        sharing.leave(reader, Action::Tend, &within.system.matter())?;
        let page = within.page(app, visitor, "edge-title");
        let lying = around(sharing, &mut look, reader, id).await?;
        let current = lying.outer.iter().chain(&lying.overlaps).chain(&lying.inner);
        let lying: Vec<LyingHere> = current.map(|one| LyingHere::new(one, &page)).collect();
        let mut others = of_place(sharing, &mut look, reader, within.system.place).await?;
        others.retain(|other| other.id != id && !lying.iter().any(|one| one.system == other.id));
        let (form, now) = beside_what_stands(Form::of(&within.system), typed);
        Ok(Self { page, system: id, lying, others, now, form })
    }
}

pub(super) async fn edge(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<EdgePage>, Refused> {
    Ok(Shown(EdgePage::new(&app, &visitor, system_id(&id)?, None).await?))
}

pub(super) async fn draw_anew(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let done = match sent.form.edge() {
        Ok(edge) => {
            let revision = sent.form.revision;
            redraw(app.sharing(), system, by, revision, &edge, app.now()).await
        }
        Err(fault) => Err(fault),
    };
    let fault = match done {
        Err(fault @ (Fault::Text { .. } | Fault::Stale)) => fault,
        settled => return on(settled, &format!("/systems/{system}")),
    };
    let shown = EdgePage::new(&app, &sent.visitor, system, Some(sent.form)).await?;
    if matches!(fault, Fault::Stale) {
        let problem = Problem::of(Fault::Unfit("stale-both-texts"))?;
        let shown = Shown(EdgePage { page: shown.page.saying(Some(problem)), ..shown });
        return Ok((StatusCode::CONFLICT, shown).into_response());
    }
    again(fault, |problem| EdgePage { page: shown.page.saying(Some(problem)), ..shown })
}

/// How a system lies to another one, in words.
pub(super) struct LyingHere {
    id: NestingId,
    system: SystemId,
    sentence: String,
}

impl LyingHere {
    fn new(lying: &Lying, page: &Page) -> Self {
        let key = match (lying.lies, lying.outward) {
            (Lies::Overlaps, _) => "lying-overlaps",
            (Lies::Within, true) => "lying-in",
            (Lies::Within, false) => "lying-holds",
        };
        let sentence = page.t.with(key, &[("name", &lying.system.name)]);
        Self { id: lying.id, system: lying.system.id, sentence }
    }
}

#[derive(Deserialize)]
pub(super) struct LiesForm {
    #[serde(default)]
    how: String,
    #[serde(default)]
    other: String,
}

pub(super) async fn lies(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<LiesForm>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let LiesForm { how, other } = &sent.form;
    let done = async {
        let chosen = SystemId::parse(other).ok_or(Fault::Unfit("unfit-nothing-chosen"))?;
        let lies = Lies::parse(how).ok_or(Fault::Unfit("unfit-lies"))?;
        lie(app.sharing(), (system, lies, chosen), by, app.now()).await
    };
    match done.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let untaken = Untaken::of(fault, "other", other)?.choosing(how);
            let shown = EdgePage::new(&app, &sent.visitor, system, None).await?;
            let page = shown.page.keeping(Some(&untaken));
            untaken.shown(&EdgePage { page, ..shown })
        }
        done => on_done(done, &format!("/systems/{system}/edge")),
    }
}

pub(super) async fn lies_no_longer(
    State(app): State<App>,
    Path((id, nesting)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let nesting = NestingId::parse(&nesting).ok_or(Fault::NotFound)?;
    let done = end_nesting(app.sharing(), system, nesting, by, app.now()).await;
    on_done(done, &format!("/systems/{system}/edge"))
}
