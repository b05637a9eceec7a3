//! Looking at what a file would become, and keeping it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use exchange::Refusal;
use exchange::tellings::Short;
use ground::id::{SystemId, Uuid};
use ground::{Fault, Outcome};
use places::systems::System;
use sharing::{Action, Leave, Matter, Seen};
use web::{App, Page, Refused, Said, Sent, Shown, Tongue, Visitor, to, to_saying};

use super::preview::Preview;
use super::{ColumnsForm, Here, aside, choose_with, draft_of};
use crate::imports::drafts::{self, Draft};
use crate::imports::{
    DraftId, ImportId, Plan, Report, Undated, find, found, keep as verb, sentences,
};

/// How many rows one press of the button keeps: a few seconds' work.
const MOST_AT_ONCE: usize = 2_000;

/// A row or a column that is not kept, or not as a date, and why.
struct NotKept {
    what: Seen<String>,
    why: Seen<String>,
}

#[derive(Template)]
#[template(path = "imports/report.html")]
struct ReportPage {
    page: Page,
    system: System,
    draft: DraftId,
    form: ColumnsForm,
    mapping: Seen<String>,
    rows: usize,
    kept: usize,
    /// How many rows are here already.
    already: usize,
    /// The lines that were left out, and the kept rows that end early, each as it is said.
    remarks: Vec<Seen<String>>,
    short: Vec<NotKept>,
    refused: Vec<NotKept>,
    held_back: Vec<NotKept>,
    /// The first rows as they would be kept.
    preview: Preview,
    /// The headings of what is kept beside the words.
    beside: Vec<Seen<String>>,
    /// In how many rows what is told of when stays words, and the first of them.
    undated: usize,
    first_undated: Vec<NotKept>,
}

#[derive(Template)]
#[template(path = "imports/going.html")]
struct GoingPage {
    page: Page,
    system: System,
    draft: DraftId,
    form: ColumnsForm,
    kept: usize,
    left: usize,
}

/// What was sent, read as a plan; or the page that says why it cannot be.
enum Read {
    Plan(Box<(Here, Plan)>),
    Again(Response),
}

async fn read(
    app: &App,
    visitor: &Visitor,
    (id, draft): (Uuid, DraftId),
    form: &ColumnsForm,
) -> Result<Read, Refused> {
    let here = Here::of(app, visitor, id).await?;
    let kept = draft_of(app, visitor, &here, draft).await?;
    match plan(app, visitor, &here, &kept, form).await? {
        Ok(plan) => Ok(Read::Plan(Box::new((here, plan)))),
        Err(refusal) => {
            let (form, refusal) = (form.clone(), Some(refusal));
            let page = choose_with(app, visitor, here, (draft, kept), form, refusal).await?;
            Ok(Read::Again(page))
        }
    }
}

async fn plan(
    app: &App,
    visitor: &Visitor,
    here: &Here,
    kept: &Draft,
    form: &ColumnsForm,
) -> Result<Result<Plan, Refusal>, Refused> {
    let mapping = match form.mapping() {
        Ok(mapping) => mapping,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (keys, whose) = (app.store().keys.clone(), (visitor.person()?, here.system.id));
    let (bytes, name) = (kept.bytes.clone(), kept.file_name.as_ref().map(|n| n.inner().clone()));
    Ok(aside(move || Plan::of(&keys, whose, bytes.inner(), mapping, name)).await?)
}

/// Shows what would be kept, and keeps nothing. The columns stand in the address, so that a browser
/// finds its way back here. Where none does yet, they are chosen first.
pub(super) async fn look(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, draft)): Path<(Uuid, Uuid)>,
    uri: Uri,
    Query(form): Query<ColumnsForm>,
) -> Result<Response, Refused> {
    let draft = DraftId(draft);
    if uri.query().is_none() {
        let here = Here::of(&app, &visitor, id).await?;
        let kept = draft_of(&app, &visitor, &here, draft).await?;
        return choose_with(&app, &visitor, here, (draft, kept), form, None).await;
    }
    match read(&app, &visitor, (id, draft), &form).await? {
        Read::Again(page) => Ok(page),
        Read::Plan(read) => {
            let (here, plan) = *read;
            let (already, erased) = found(app.sharing(), &plan).await?;
            let report = plan.report(&erased).with_already(already);
            report_page(&app, &visitor, here, draft, (&plan, report))
        }
    }
}

/// Keeps the next rows; when all are kept, the file goes, and its import says what became of it.
pub(super) async fn keep(
    State(app): State<App>,
    Path((id, draft)): Path<(Uuid, Uuid)>,
    sent: Sent<ColumnsForm>,
) -> Result<Response, Refused> {
    let (visitor, draft) = (&sent.visitor, DraftId(draft));
    if let Some(import) = kept_before(&app, visitor, (SystemId(id), draft), &sent.form).await? {
        return Ok(to_saying(&format!("/imports/{import}"), Said::KeptAlready));
    }
    let (here, plan) = match read(&app, visitor, (id, draft), &sent.form).await? {
        Read::Again(page) => return Ok(page),
        Read::Plan(read) => *read,
    };
    let (sharing, place) = (app.sharing(), here.place());
    let kept = verb(sharing, &visitor.reader, place, &plan, MOST_AT_ONCE, &mut |_| {}).await?;
    if !kept.is_whole() {
        let page = here.page(&app, visitor, "import-going-title");
        let form = form_of(&plan);
        let going =
            GoingPage { page, system: here.system, draft, form, kept: kept.kept, left: kept.left };
        return Ok(Shown(going).into_response());
    }
    drafts::remove(sharing, &visitor.reader, place, draft).await?;
    Ok(to(&format!("/imports/{}", kept.import)))
}

/// The import that a file became which was kept since its page was shown, for whoever brought it.
async fn kept_before(
    app: &App,
    visitor: &Visitor,
    (system, draft): (SystemId, DraftId),
    form: &ColumnsForm,
) -> Outcome<Option<ImportId>> {
    let Some(import) = ImportId::parse(&form.import) else { return Ok(None) };
    let mut look = app.store().database.look().await?;
    if !drafts::is_gone(&mut look, system, draft).await? {
        return Ok(None);
    }
    match find(app.sharing(), &mut look, &visitor.reader, import).await {
        Ok(found) => Ok((found.system == system).then_some(import)),
        Err(Fault::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The choices as a form that keeps this plan holds them.
fn form_of(plan: &Plan) -> ColumnsForm {
    ColumnsForm { import: plan.id.to_string(), ..ColumnsForm::of(&plan.mapping) }
}

fn report_page(
    app: &App,
    visitor: &Visitor,
    here: Here,
    draft: DraftId,
    (plan, report): (&Plan, Report),
) -> Result<Response, Refused> {
    let page = here.page(app, visitor, "import-look-title");
    let place = Matter::system(here.system.id, here.system.place);
    let leave = app.sharing().leave(&visitor.reader, Action::Belong, &place)?;
    let (refused, held_back) = not_kept(&leave, &page.t, &report);
    let undated = |one: &Undated| NotKept {
        what: leave.show(page.t.with("import-row", &[("row", one.row), ("nth", one.nth)])),
        why: leave.show(sentences::doubt(&page.t, one.doubt)),
    };
    let short = |one: &Short| NotKept {
        what: leave.show(page.t.with("import-row", &[("row", one.row), ("nth", one.nth)])),
        why: leave.show(
            page.t.with("import-row-short", &[("cells", one.cells), ("headings", one.headings)]),
        ),
    };
    let shown = ReportPage {
        system: here.system,
        draft,
        form: form_of(plan),
        mapping: leave.show(plan.mapping.to_toml()),
        rows: report.rows,
        kept: report.kept,
        already: report.already,
        remarks: report.comments.iter().map(|row| leave.show(row.to_string())).collect(),
        short: report.short.iter().map(short).collect(),
        refused,
        held_back,
        preview: Preview::of(&leave, plan),
        beside: report.beside.iter().map(|heading| leave.show(heading.clone())).collect(),
        undated: report.undated,
        first_undated: report.first_undated.iter().map(undated).collect(),
        page,
    };
    Ok(Shown(shown).into_response())
}

/// The rows and the columns that are not kept, each with its reason.
fn not_kept(leave: &Leave, t: &Tongue, report: &Report) -> (Vec<NotKept>, Vec<NotKept>) {
    let rows = report.refused.iter().map(|one| NotKept {
        what: leave.show(t.with("import-row", &[("row", one.row), ("nth", one.nth)])),
        why: leave.show(sentences::why(t, &one.why)),
    });
    let columns = report.held_back.iter().map(|one| NotKept {
        what: leave.show(one.heading.clone()),
        why: leave.show(sentences::looks(t, one.why)),
    });
    (rows.collect(), columns.collect())
}
