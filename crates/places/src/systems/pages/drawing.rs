//! Drawing something inside something else, and drawing an edge anew.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::{Fault, Outcome};
use serde::Deserialize;
use web::{Problem, Sent};

use super::*;
use crate::systems::draw::{Drawn, Edge, draw_inside, overlap, redraw};
use crate::systems::{Scale, of_place};
use crate::typed::{line, maybe_line, maybe_words};
use crate::view::{again, on};

/// The scales at which something is drawn inside something else by hand. A life is made by the
/// person whose life it is.
const DRAWN: [Scale; 6] = [
    Scale::Team,
    Scale::Organisation,
    Scale::Neighbourhood,
    Scale::Place,
    Scale::Region,
    Scale::Nation,
];

#[derive(Clone, Default, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    revision: i64,
    #[serde(default)]
    scale: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    area: String,
    #[serde(default)]
    why: String,
}

/// What stands now, beside what was typed.
#[derive(Default)]
struct Now {
    name: Option<String>,
    theme: Option<String>,
    area: Option<String>,
    why: Option<String>,
}

impl Form {
    fn of(system: &System) -> Self {
        let line = |text: &Option<sharing::Seen<ground::Line>>| {
            text.as_ref().map(ToString::to_string).unwrap_or_default()
        };
        Self {
            revision: system.revision,
            scale: system.scale.word().to_owned(),
            name: system.name.to_string(),
            theme: line(&system.theme),
            area: line(&system.area),
            why: system.edge_why.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }

    fn edge(&self) -> Outcome<Edge> {
        Ok(Edge {
            name: line("name", &self.name)?,
            theme: maybe_line("theme", &self.theme)?,
            area: maybe_line("area", &self.area)?,
            why: maybe_words("why", &self.why)?,
        })
    }

    fn drawn(&self) -> Outcome<Drawn> {
        let scale = Scale::parse(&self.scale).filter(|scale| DRAWN.contains(scale));
        Ok(Drawn { scale: scale.ok_or(Fault::Unfit("unfit-scale"))?, edge: self.edge()? })
    }
}

#[derive(Template)]
#[template(path = "systems/inside.html")]
pub(super) struct Inside {
    page: Page,
    system: SystemId,
    scales: &'static [Scale],
    now: Now,
    form: Form,
}

impl Inside {
    async fn new(app: &App, visitor: &Visitor, id: SystemId, form: Form) -> Result<Self, Refused> {
        let mut look = app.store().database.look().await?;
        let within = Within::find(app, &mut look, visitor, id).await?;
        app.sharing().leave(&visitor.reader, Action::Belong, &within.system.matter())?;
        let page = within.page(app, visitor, "inside-title");
        Ok(Self { page, system: id, scales: &DRAWN, now: Now::default(), form })
    }
}

pub(super) async fn inside(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<Inside>, Refused> {
    Ok(Shown(Inside::new(&app, &visitor, system_id(&id)?, Form::default()).await?))
}

pub(super) async fn draw(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (outer, by) = (system_id(&id)?, sent.visitor.person()?);
    let id: SystemId = sent.once.id();
    let done = match sent.form.drawn() {
        Ok(drawn) => draw_inside(app.sharing(), outer, id, by, &drawn, app.now()).await,
        Err(fault) => Err(fault),
    };
    match done {
        Ok(()) | Err(Fault::Already) => on(done, &format!("/systems/{id}")),
        Err(fault) => {
            let shown = Inside::new(&app, &sent.visitor, outer, sent.form).await?;
            again(fault, |problem| Inside { page: shown.page.saying(Some(problem)), ..shown })
        }
    }
}

#[derive(Template)]
#[template(path = "systems/edge.html")]
pub(super) struct EdgePage {
    page: Page,
    system: SystemId,
    others: Vec<System>,
    now: Now,
    form: Form,
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
        let mut others = of_place(sharing, &mut look, reader, within.system.place).await?;
        others.retain(|other| other.id != id && !within.system.is_place());
        let stands = Form::of(&within.system);
        let page = within.page(app, visitor, "edge-title");
        let Some(typed) = typed else {
            return Ok(Self { page, system: id, others, now: Now::default(), form: stands });
        };
        let now = if typed.revision == stands.revision { Now::default() } else { stands.now() };
        let form = Form { revision: stands.revision, ..typed };
        Ok(Self { page, system: id, others, now, form })
    }
}

impl Form {
    fn now(&self) -> Now {
        Now {
            name: Some(self.name.clone()),
            theme: Some(self.theme.clone()),
            area: Some(self.area.clone()),
            why: Some(self.why.clone()),
        }
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

#[derive(Deserialize)]
pub(super) struct Overlap {
    #[serde(default)]
    outer: String,
}

pub(super) async fn lies_in(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Overlap>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let outer = SystemId::parse(&sent.form.outer).ok_or(Fault::Unfit("unfit-form"))?;
    let done = overlap(app.sharing(), system, outer, by, app.now()).await;
    on(done, &format!("/systems/{system}"))
}
