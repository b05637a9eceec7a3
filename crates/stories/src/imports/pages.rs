//! The pages on which a file of tellings is brought, looked at, kept and offered.

mod keeping;
mod preview;
mod show;
mod upload;

use askama::Template;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::handler::Handler as _;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use exchange::tellings::Sheet;
use exchange::{Mapping, Refusal, bytes};
use ground::id::{SystemId, Uuid};
use ground::{Fault, Line, Outcome};
use places::opening::{self, Face};
use places::systems::{self, System};
use serde::Deserialize;
use sharing::{Action, Matter, Seen};
use web::{Access, App, Page, Problem, Refused, Routes, Shown, Visitor};

use super::drafts::{self, Draft};
use super::{DraftId, Import, brought_by, sentences};
use crate::tellings::tell::Where;

/// Room in an upload beside the file itself.
const ROOM_BESIDE: usize = 64 * 1024;

/// The pages of imports.
#[must_use]
pub fn routes() -> Routes {
    // Only here is a body larger than a form taken.
    let large = DefaultBodyLimit::max(bytes::MOST_BYTES + ROOM_BESIDE);
    Routes::new()
        .get("/systems/{id}/import", Access::Belonging, start)
        .post("/systems/{id}/import", Access::Belonging, upload::sent.layer(large))
        .get("/systems/{id}/import/{draft}", Access::Own, choose)
        .get("/systems/{id}/import/{draft}/look", Access::Own, keeping::look)
        .post("/systems/{id}/import/{draft}/keep", Access::Own, keeping::keep)
        .get("/imports/{id}", Access::Own, show::show)
        .post("/imports/{id}/stated", Access::Own, show::stated)
        .post("/imports/{id}/wishes", Access::Own, show::wishes)
}

/// Where something is brought to, as this visitor sees it.
struct Here {
    system: System,
    face: Face,
}

impl Here {
    /// The system, where this visitor plays a part in it.
    async fn of(app: &App, visitor: &Visitor, id: Uuid) -> Result<Self, Refused> {
        visitor.person()?;
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mut look = app.store().database.look().await?;
        let system = systems::find(sharing, &mut look, reader, SystemId(id)).await?;
        sharing.leave(reader, Action::Belong, &Matter::system(system.id, system.place))?;
        let face = opening::face(sharing, &mut look, reader, system.place).await?;
        Ok(Self { system, face })
    }

    const fn place(&self) -> Where {
        Where { system: self.system.id, place: self.system.place }
    }

    fn page(&self, app: &App, visitor: &Visitor, title: &str) -> Page {
        self.face.page(app, visitor, title)
    }
}

#[derive(Template)]
#[template(path = "imports/start.html")]
struct StartPage {
    page: Page,
    system: System,
    before: Vec<Import>,
}

async fn start(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    let here = Here::of(&app, &visitor, id).await?;
    start_with(&app, &visitor, here, None).await
}

/// The first page again, with why the file was not taken.
async fn start_with(
    app: &App,
    visitor: &Visitor,
    here: Here,
    refusal: Option<Refusal>,
) -> Result<Response, Refused> {
    let mut look = app.store().database.look().await?;
    let before = brought_by(app.sharing(), &mut look, &visitor.reader, here.system.id).await?;
    let page = here.page(app, visitor, "import-title");
    let status = match &refusal {
        None => StatusCode::OK,
        Some(Refusal::TooManyBytes { .. }) => StatusCode::PAYLOAD_TOO_LARGE,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = refused(page, refusal);
    let shown = StartPage { page, system: here.system, before };
    Ok((status, Shown(shown)).into_response())
}

/// Which column holds what, as the form says it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ColumnsForm {
    words: String,
    title: String,
    when: String,
    when_format: String,
    teller: String,
    mapping: String,
    /// The import that keeping it makes, so that whoever presses the button in another window of
    /// theirs is led there when the file is kept and gone.
    import: String,
}

impl ColumnsForm {
    /// A mapping that was pasted, or else the columns that were chosen.
    fn mapping(&self) -> Result<Mapping, Refusal> {
        if !self.mapping.trim().is_empty() {
            return Mapping::from_toml(&self.mapping);
        }
        let chosen = |text: &String| Some(text.clone()).filter(|text| !text.trim().is_empty());
        Ok(Mapping {
            words: self.words.clone(),
            title: chosen(&self.title),
            when: chosen(&self.when),
            when_format: chosen(&self.when_format),
            teller: chosen(&self.teller),
        })
    }

    /// The form as it stands for a mapping.
    fn of(mapping: &Mapping) -> Self {
        let text = |chosen: &Option<String>| chosen.clone().unwrap_or_default();
        Self {
            words: mapping.words.clone(),
            title: text(&mapping.title),
            when: text(&mapping.when),
            when_format: text(&mapping.when_format),
            teller: text(&mapping.teller),
            mapping: String::new(),
            import: String::new(),
        }
    }
}

/// One of the things that a column can hold.
struct Part {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    chosen: String,
}

#[derive(Template)]
#[template(path = "imports/choose.html")]
struct ChoosePage {
    page: Page,
    system: System,
    draft: DraftId,
    headings: Vec<Seen<String>>,
    rows: usize,
    encoding: &'static str,
    form: ColumnsForm,
    parts: [Part; 4],
}

async fn choose(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, draft)): Path<(Uuid, Uuid)>,
) -> Result<Response, Refused> {
    let here = Here::of(&app, &visitor, id).await?;
    let kept = draft_of(&app, &visitor, &here, DraftId(draft)).await?;
    choose_with(&app, &visitor, here, (DraftId(draft), kept), ColumnsForm::default(), None).await
}

/// The page on which columns are chosen, perhaps again.
async fn choose_with(
    app: &App,
    visitor: &Visitor,
    here: Here,
    (draft, kept): (DraftId, Draft),
    form: ColumnsForm,
    refusal: Option<Refusal>,
) -> Result<Response, Refused> {
    let file = kept.bytes.clone();
    let sheet = aside(move || Sheet::read(file.inner())).await?;
    // What is kept here was read before, so it reads again.
    let sheet = sheet.map_err(|why| Fault::Inside(why.code().to_owned()))?;
    let place = Matter::system(here.system.id, here.system.place);
    let leave = app.sharing().leave(&visitor.reader, Action::Belong, &place)?;
    let headings = sheet.table.headings.into_iter().map(|one| leave.show(one.name)).collect();
    let page = here.page(app, visitor, "import-choose-title");
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = refused(page, refusal);
    let part =
        |name, label, hint, chosen: &String| Part { name, label, hint, chosen: chosen.clone() };
    let parts = [
        part("words", "import-words", "import-words-hint", &form.words),
        part("title", "import-headline", "import-headline-hint", &form.title),
        part("when", "import-when", "import-when-hint", &form.when),
        part("teller", "import-teller", "import-teller-hint", &form.teller),
    ];
    let shown = ChoosePage {
        page,
        system: here.system,
        draft,
        headings,
        rows: sheet.table.rows.len(),
        encoding: sheet.encoding.name(),
        form,
        parts,
    };
    Ok((status, Shown(shown)).into_response())
}

/// The page, saying why the file or its columns were not taken.
fn refused(page: Page, refusal: Option<Refusal>) -> Page {
    let problem = refusal.map(|why| Problem::said(sentences::refusal(&page.t, &why)));
    page.saying(problem)
}

async fn draft_of(app: &App, visitor: &Visitor, here: &Here, id: DraftId) -> Outcome<Draft> {
    let mut look = app.store().database.look().await?;
    drafts::find(app.sharing(), &mut look, &visitor.reader, here.place(), id).await
}

/// Does work that takes long without keeping other pages waiting.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    tokio::task::spawn_blocking(work).await.map_err(Fault::inside)
}

/// The last part of a file's name, if it is one that can be kept.
fn file_name(said: Option<&str>) -> Option<Line> {
    let last = said?.rsplit(['/', '\\']).next()?;
    Line::parse(last).ok()
}
