//! The page on which a plan is put in better words.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::{Fault, Outcome, Words};
use sharing::{Action, Matter, Seen};
use web::{App, Page, Problem, Refused, Sent, Shown, Visitor, to};

use super::PlanForm;
use crate::experiments::{self, Experiment, ExperimentId};
use crate::{frame, kept};

/// The key of the words that say which text of a plan it is.
pub(super) fn label(part: &str) -> &'static str {
    match part {
        "intends" => "experiment-intends",
        "tries" => "experiment-tries",
        "limits" => "experiment-limits",
        "who" => "experiment-who",
        "how_asked" => "experiment-how-asked",
        "how_refuse" => "experiment-how-refuse",
        _ => "experiment-name-label",
    }
}

/// What stands now, beside what was typed, where somebody else changed it meanwhile.
#[derive(Default)]
pub(super) struct Now {
    pub(super) name: Option<String>,
    pub(super) intends: Option<String>,
    pub(super) tries: Option<String>,
    pub(super) limits: Option<String>,
    pub(super) who: Option<String>,
    pub(super) how_asked: Option<String>,
    pub(super) how_refuse: Option<String>,
}

impl PlanForm {
    fn of(plan: &Experiment) -> Self {
        let words =
            |text: &Option<Seen<Words>>| text.as_ref().map(ToString::to_string).unwrap_or_default();
        let touched = plan.how_asked.is_some() || plan.how_refuse.is_some();
        Self {
            revision: plan.revision,
            name: plan.name.to_string(),
            intends: words(&plan.intends),
            tries: words(&plan.tries),
            limits: words(&plan.limits),
            who: words(&plan.who),
            touches_support: if touched { "yes".to_owned() } else { String::new() },
            how_asked: words(&plan.how_asked),
            how_refuse: words(&plan.how_refuse),
            ..Self::default()
        }
    }

    fn now(self) -> Now {
        Now {
            name: Some(self.name),
            intends: Some(self.intends),
            tries: Some(self.tries),
            limits: Some(self.limits),
            who: Some(self.who),
            how_asked: Some(self.how_asked),
            how_refuse: Some(self.how_refuse),
        }
    }
}

#[derive(Template)]
#[template(path = "experiments/reword.html")]
struct RewordPage {
    page: Page,
    path: String,
    name: String,
    now: Now,
    form: PlanForm,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let id = ExperimentId::parse(&id).ok_or(Fault::NotFound)?;
    form(&app, &visitor, id, None, StatusCode::OK).await
}

async fn form(
    app: &App,
    visitor: &Visitor,
    id: ExperimentId,
    typed: Option<(PlanForm, Problem)>,
    status: StatusCode,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let (plan, inquiry) = experiments::find(sharing, &mut look, reader, id).await?;
    let matter = Matter::to_reword(plan.system, &inquiry.asked_in(), plan.said_by);
    sharing.leave(reader, Action::Reword, &matter)?;
    // What was typed while somebody stopped it is not lost.
    if typed.is_none() && !experiments::may_reword(sharing, reader, &plan, &inquiry)? {
        return Err(Fault::NotFound.into());
    }
    let (_, manner) = frame::of(app, visitor, &mut look, plan.system).await?;
    let page = manner.page(app, visitor, "better-title");
    let (path, name) = (kept::page_of(plan.placed().thing), plan.name.to_string());
    let stands = PlanForm::of(&plan);
    let shown = match typed {
        None => RewordPage { page, path, name, now: Now::default(), form: stands },
        Some((typed, problem)) => {
            let (page, revision) = (page.saying(Some(problem)), stands.revision);
            let same = typed.revision == revision;
            let now = if same { Now::default() } else { stands.now() };
            RewordPage { page, path, name, now, form: PlanForm { revision, ..typed } }
        }
    };
    Ok((status, Shown(shown)).into_response())
}

pub(super) async fn sent(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<PlanForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = ExperimentId::parse(&id).ok_or(Fault::NotFound)?;
    let done: Outcome<()> = async {
        let (sharing, reader) = (app.sharing(), &sent.visitor.reader);
        let mut look = app.store().database.look().await?;
        // Whoever cannot see it learns nothing from how their words were taken.
        let (plan, _) = experiments::find(sharing, &mut look, reader, id).await?;
        drop(look);
        let planned = sent.form.planned(plan.inquiry)?;
        let from = (sent.once.id(), sent.form.revision);
        experiments::reword(sharing, reader, id, from, &planned, app.now()).await
    }
    .await;
    let fault = match done {
        Ok(()) | Err(Fault::Already) => return Ok(to(&format!("/experiments/{id}"))),
        Err(fault) => fault,
    };
    let (problem, status) = Problem::beside_what_stands(fault)?;
    let typed = Some((sent.form.clone(), problem));
    form(&app, &sent.visitor, id, typed, status).await
}
