//! The page on which a plan is put in better words.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::{Fault, Outcome, Words};
use sharing::{Action, Matter, Seen};
use web::{App, Page, Problem, Refused, Revised, Sent, Shown, Visitor, beside_what_stands, to};

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
}

impl Revised for PlanForm {
    fn revision(&mut self) -> &mut i64 {
        &mut self.revision
    }
}

#[derive(Template)]
#[template(path = "experiments/reword.html")]
struct RewordPage {
    page: Page,
    path: String,
    name: String,
    form: PlanForm,
    /// What stands now, where somebody else changed it meanwhile.
    now: PlanForm,
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
    let (typed, problem) = typed.unzip();
    let page = manner.page(app, visitor, "better-title").saying(problem);
    let (path, name) = (kept::page_of(plan.placed().thing), plan.name.to_string());
    let (form, now) = beside_what_stands(PlanForm::of(&plan), typed);
    Ok((status, Shown(RewordPage { page, path, name, form, now })).into_response())
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
