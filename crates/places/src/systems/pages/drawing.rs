//! Drawing something inside something else, or around it.

use axum::response::Response;
use ground::{Fault, Outcome};
use serde::Deserialize;
use web::typed::{line, maybe_line, maybe_words};
use web::{Revised, Sent};

use super::*;
use crate::systems::draw::{Drawn, Edge, draw_around, draw_inside};
use crate::systems::{Scale, nestings};
use crate::view::{again, on};

/// The scales at which something is drawn by hand. A life is not: it is begun by the person whose
/// life it is, in a room of its own.
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
    pub(super) revision: i64,
    #[serde(default)]
    pub(super) scale: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) theme: String,
    #[serde(default)]
    pub(super) area: String,
    #[serde(default)]
    pub(super) why: String,
}

impl Form {
    pub(super) fn of(system: &System) -> Self {
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

    pub(super) fn edge(&self) -> Outcome<Edge> {
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

impl Revised for Form {
    fn revision(&mut self) -> &mut i64 {
        &mut self.revision
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Inside it.
    Inside,
    /// Around it.
    Around,
}

impl Side {
    /// The scales that fit there.
    pub(super) fn scales(self, of: Scale) -> Vec<Scale> {
        let fits = |one: &Scale| match self {
            Self::Inside => nestings::fits(*one, of),
            Self::Around => nestings::fits(of, *one),
        };
        DRAWN.into_iter().filter(fits).collect()
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Inside => "inside-title",
            Self::Around => "around-title",
        }
    }

    const fn explain(self) -> &'static str {
        match self {
            Self::Inside => "inside-explain",
            Self::Around => "around-explain",
        }
    }

    const fn note(self) -> &'static str {
        match self {
            Self::Inside => "inside-note",
            Self::Around => "around-note",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Around => "around",
        }
    }
}

#[derive(Template)]
#[template(path = "systems/beside.html")]
pub(super) struct Beside {
    page: Page,
    system: SystemId,
    side: Side,
    scales: Vec<Scale>,
    form: Form,
    /// The same: nothing stands there yet.
    now: Form,
}

impl Beside {
    async fn new(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        side: Side,
        form: Form,
    ) -> Result<Self, Refused> {
        let mut look = app.store().database.look().await?;
        let within = Within::find(app, &mut look, visitor, id).await?;
        app.sharing().leave(&visitor.reader, Action::Belong, &within.system.matter())?;
        let page = within.page(app, visitor, side.title());
        let scales = side.scales(within.system.scale);
        Ok(Self { page, system: id, side, scales, now: form.clone(), form })
    }
}

pub(super) async fn inside(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<Beside>, Refused> {
    let (id, form) = (system_id(&id)?, Form::default());
    Ok(Shown(Beside::new(&app, &visitor, id, Side::Inside, form).await?))
}

pub(super) async fn around(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<Beside>, Refused> {
    let (id, form) = (system_id(&id)?, Form::default());
    Ok(Shown(Beside::new(&app, &visitor, id, Side::Around, form).await?))
}

pub(super) async fn draw(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    drawn(&app, system_id(&id)?, Side::Inside, sent).await
}

pub(super) async fn draw_wider(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    drawn(&app, system_id(&id)?, Side::Around, sent).await
}

async fn drawn(
    app: &App,
    first: SystemId,
    side: Side,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let by = sent.visitor.person()?;
    let (sharing, at) = (app.sharing(), app.now());
    let id: SystemId = sent.once.id();
    let done = match (sent.form.drawn(), side) {
        (Ok(drawn), Side::Inside) => draw_inside(sharing, first, id, by, &drawn, at).await,
        (Ok(drawn), Side::Around) => draw_around(sharing, first, id, by, &drawn, at).await,
        (Err(fault), _) => Err(fault),
    };
    match done {
        Ok(()) | Err(Fault::Already) => on(done, &format!("/systems/{id}")),
        Err(fault) => {
            let shown = Beside::new(app, &sent.visitor, first, side, sent.form).await?;
            again(fault, |problem| Beside { page: shown.page.saying(Some(problem)), ..shown })
        }
    }
}
