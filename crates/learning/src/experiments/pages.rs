//! The pages of what is tried: putting it down, and the page of one.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use ground::{Fault, Line, Outcome, Stretch, Words};
use places::systems::System;
use serde::Deserialize;
use sharing::{Action, Matter, Names, Seen, wordings};
use web::vest::VestShown;
use web::{
    Access, App, Earlier, Further, Onward, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to,
};

use super::{
    Entries, Entry, EntryKind, Experiment, ExperimentId, GoesOn, HowFar, Planned, Support,
};
use crate::because::{self, Asking, Roots, Typed};
use crate::heard::{self, Heard};
use crate::inquiries::pages::{FromLink, status_of};
use crate::inquiries::{self, Inquiry, InquiryId};
use crate::spoken::{Signed, Spoken};
use crate::{frame, kept, vest};

mod reword;

/// The pages of what is tried.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/inquiries/{id}/experiments/new", Access::Offered, ask)
        .post("/inquiries/{id}/experiments/new", Access::Offered, plan)
        .get("/experiments/{id}", Access::Offered, show)
        .post("/experiments/{id}/entries", Access::Offered, add)
        .get("/experiments/{id}/words", Access::Offered, reword::page)
        .post("/experiments/{id}/words", Access::Offered, reword::sent)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct PlanForm {
    revision: i64,
    name: String,
    intends: String,
    tries: String,
    limits: String,
    who: String,
    touches_support: String,
    how_asked: String,
    how_refuse: String,
    #[serde(flatten)]
    because: Typed,
}

#[derive(Template)]
#[template(path = "experiments/new.html")]
struct PlanPage {
    page: Page,
    inquiry: String,
    question: Seen<Line>,
    form: PlanForm,
    /// The same: nothing stands there yet.
    now: PlanForm,
    asking: Asking,
}

async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(link): Query<FromLink>,
) -> Result<Response, Refused> {
    let because = Typed { because_of: link.because, ..Typed::default() };
    let form = PlanForm { because, ..PlanForm::default() };
    plan_page(&app, &visitor, &id, form, None).await
}

async fn plan_page(
    app: &App,
    visitor: &Visitor,
    id: &str,
    form: PlanForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let id = InquiryId::parse(id).ok_or(Fault::NotFound)?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let inquiry = inquiries::find(sharing, &mut look, reader, id).await?;
    let (nouns, system) = (app.nouns(), inquiry.system);
    let asking = because::asking(sharing, nouns, &mut look, reader, system, &form.because).await?;
    let (_, manner) = frame::of(app, visitor, &mut look, system).await?;
    let status = status_of(problem.as_ref());
    let page = manner.page(app, visitor, "experiment-new-title").saying(problem);
    let (path, question) = (kept::page_of(inquiry.placed().thing), inquiry.question);
    let now = form.clone();
    let shown = PlanPage { page, inquiry: path, question, form, now, asking };
    Ok((status, Shown(shown)).into_response())
}

async fn plan(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<PlanForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let inquiry = InquiryId::parse(&id).ok_or(Fault::NotFound)?;
    let new: ExperimentId = sent.once.id();
    let kept = async {
        let planned = planned(&app, &sent, inquiry).await?;
        super::plan(app.sharing(), &sent.visitor.reader, new, &planned, app.now()).await
    };
    match kept.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/experiments/{new}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            plan_page(&app, &sent.visitor, &id, sent.form.clone(), Some(problem)).await
        }
    }
}

async fn planned(app: &App, sent: &Sent<PlanForm>, inquiry: InquiryId) -> Outcome<Planned> {
    let planned = sent.form.planned(inquiry)?;
    let mut look = app.store().database.look().await?;
    let because = &sent.form.because;
    let because = because.given(app.nouns(), &mut look, &sent.visitor.reader).await?;
    Ok(Planned { because, ..planned })
}

impl PlanForm {
    /// What was typed, but for because of what.
    fn planned(&self, inquiry: InquiryId) -> Outcome<Planned> {
        Ok(Planned {
            inquiry,
            name: kept::must_line("name", &self.name)?,
            intends: kept::may("intends", &self.intends)?,
            tries: kept::may("tries", &self.tries)?,
            limits: kept::may("limits", &self.limits)?,
            who: kept::may("who", &self.who)?,
            support: Support::of(
                !self.touches_support.is_empty(),
                kept::may("how_asked", &self.how_asked)?,
                kept::may("how_refuse", &self.how_refuse)?,
            )?,
            because: None,
        })
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct EntryForm {
    kind: String,
    words: String,
    #[serde(flatten)]
    heard: heard::Typed,
}

#[derive(Template)]
#[template(path = "experiments/show.html")]
struct ShowPage {
    page: Page,
    system: System,
    path: String,
    lesson: String,
    inquiry: (String, Seen<Line>),
    experiment: Experiment,
    has_not_begun: bool,
    by: Signed,
    /// What was observed, beside what was intended; nothing for whoever is outside the talk.
    observed: Option<Vec<Spoken>>,
    made_of_it: Vec<Spoken>,
    next: Vec<Decided>,
    /// The rest of what was seen.
    further: Further,
    /// The rest of what was decided.
    more_decided: Further,
    roots: Roots,
    earlier: Earlier,
    may_reword: bool,
    form: EntryForm,
    kinds: [EntryKind; 5],
    /// How people read it with four words; nothing for whoever is outside the talk.
    vest: Option<Vec<VestShown>>,
}

/// The rest of the two lists on the page.
struct Rest {
    seen: Further,
    decided: Further,
}

/// What was decided next, with who was heard, who was missing and how it was decided.
struct Decided {
    one: Spoken,
    said: Heard<Seen<Words>>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    onward: Onward,
) -> Result<Response, Refused> {
    show_page(&app, &visitor, (&id, onward), EntryForm::default(), None).await
}

async fn show_page(
    app: &App,
    visitor: &Visitor,
    (id, onward): (&str, Onward),
    form: EntryForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let id = ExperimentId::parse(id).ok_or(Fault::NotFound)?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let (experiment, inquiry) = super::find(sharing, &mut look, reader, id).await?;
    let both = (&experiment, &inquiry);
    let of_decided = onward.of("next");
    let after = GoesOn { seen: onward.after(), decided: of_decided.after() };
    let entries = super::entries(sharing, &mut look, reader, both, after).await?;
    let seen = entries.seen.as_ref().and_then(|seen| seen.next);
    let rest = Rest {
        seen: Further::after(seen, &onward, "intended")?,
        decided: Further::of(&entries.decided, &of_decided, "next")?,
    };
    let vest = vest::of_experiment(sharing, &mut look, reader, both).await?;
    let gathered = because::gather(&mut look, experiment.placed()).await?;
    let versions = wordings::of(sharing, &mut look, reader, experiment.placed()).await?;
    let may_reword = super::may_reword(sharing, reader, &experiment, &inquiry)?;
    let people = entries.all().map(|e| e.said_by).chain([experiment.said_by]);
    let people = people.chain(gathered.people()).chain(Earlier::people(&versions));
    let names = sharing.names(&mut look, reader, people).await?;
    let (system, manner) = frame::of(app, visitor, &mut look, experiment.system).await?;
    let status = status_of(problem.as_ref());
    let page = manner.page_titled(app, visitor, experiment.name.to_string()).saying(problem);
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system.id))?;
    let (nouns, with) = (app.nouns(), (&leave, &names, &page));
    let roots = because::laid_out(sharing, nouns, &mut look, reader, with, gathered).await?;
    let earlier = Earlier::new(&page, &names, versions, reword::label);
    let found = (experiment, inquiry, entries);
    let besides = (roots, earlier, may_reword, rest);
    let mut shown = lay_out(page, system, &names, found, besides, form);
    shown.vest = vest;
    Ok((status, Shown(shown)).into_response())
}

fn lay_out(
    page: Page,
    system: System,
    names: &Names,
    (experiment, inquiry, entries): (Experiment, Inquiry, Entries),
    (roots, earlier, may_reword, rest): (Roots, Earlier, bool, Rest),
    form: EntryForm,
) -> ShowPage {
    let those = |seen: &Stretch<Entry>, wanted: EntryKind| -> Vec<Spoken> {
        let wanted = seen.iter().filter(|entry| entry.kind == wanted);
        wanted.map(|entry| spoken(&page, names, entry)).collect()
    };
    let seen = entries.seen.as_ref();
    let observed = seen.map(|seen| those(seen, EntryKind::Observed));
    let made_of_it = seen.map(|seen| those(seen, EntryKind::MadeOfIt)).unwrap_or_default();
    let next = entries.decided.iter();
    let next = next.map(|one| Decided { one: spoken(&page, names, one), said: one.heard.clone() });
    let next = next.collect();
    let thing = experiment.placed().thing;
    let lesson = format!(
        "/systems/{}/lessons/new?inquiry={}&because={}",
        system.id,
        inquiry.id,
        because::named(thing)
    );
    ShowPage {
        system,
        path: kept::page_of(thing),
        lesson,
        inquiry: (kept::page_of(inquiry.placed().thing), inquiry.question),
        by: Signed::new(&page, names, experiment.said_by, experiment.at),
        has_not_begun: experiment.state == HowFar::NotBegun,
        experiment,
        observed,
        made_of_it,
        next,
        further: rest.seen,
        more_decided: rest.decided,
        roots,
        earlier,
        may_reword,
        form,
        kinds: EntryKind::ALL,
        vest: None,
        page,
    }
}

fn spoken(page: &Page, names: &Names, entry: &Entry) -> Spoken {
    Spoken {
        anchor: entry.id.to_string(),
        kind: entry.kind.key(),
        words: Some(entry.words.clone()),
        by: Signed::new(page, names, entry.said_by, entry.at),
    }
}

async fn add(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<EntryForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let experiment = ExperimentId::parse(&id).ok_or(Fault::NotFound)?;
    let added = async {
        // Words are enough: where nothing was chosen, somebody says what they saw.
        let kind = match sent.form.kind.as_str() {
            "" => EntryKind::Observed,
            word => EntryKind::parse(word).ok_or(Fault::Unfit("unfit-entry-kind"))?,
        };
        let words: Words = kept::must("words", &sent.form.words)?;
        let heard = sent.form.heard.parsed()?;
        let (new, reader) = (sent.once.id(), &sent.visitor.reader);
        let said = (kind, &words, &heard);
        super::add(app.sharing(), reader, new, experiment, said, app.now()).await
    };
    match added.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/experiments/{experiment}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            let onward = Onward::first(&app, &sent.visitor, &format!("/experiments/{id}"));
            show_page(&app, &sent.visitor, (&id, onward), sent.form.clone(), Some(problem)).await
        }
    }
}
