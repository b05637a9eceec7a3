//! Pages on which people lay tellings side by side, name what they share, and disagree.

mod lay;
mod reword;
pub(super) mod said;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Line, Outcome, Words};
use places::opening;
use places::systems::{self, System};
use serde::Deserialize;
use sharing::{Action, Matter, Seen};
use web::vest::VestShown;
use web::{
    Access, App, Earlier, Further, Onward, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to,
};

use said::SayingShown;

use super::side_by_side::{Elsewhere, elsewhere};
use super::{Named, Pattern, PatternId, SayingId, SayingKind};
use crate::alike::{self, Like};
use crate::quotations::{self, Quotation, Quoted};
use crate::tellings::form::{text, words};
use crate::tellings::{Telling, TellingId, Voice, hear};
use crate::vest;

/// The pages of patterns.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/patterns", Access::Belonging, list)
        .get("/systems/{id}/patterns/new", Access::Belonging, new_page)
        .post("/systems/{id}/patterns/new", Access::Belonging, new_sent)
        .get("/patterns/{id}", Access::Offered, show)
        .post("/patterns/{id}/sayings", Access::Offered, saying_sent)
        .and(lay::routes())
        .and(super::side_by_side::pages::routes())
        .and(reword::routes())
}

#[derive(Template)]
#[template(path = "patterns/list.html")]
struct ListPage {
    page: Page,
    system: System,
    patterns: Vec<Pattern>,
    further: Further,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    onward: Onward,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let system = systems::find(sharing, &mut look, reader, SystemId(id)).await?;
    let patterns = super::list(sharing, &mut look, reader, system.id, onward.after()).await?;
    let further = Further::of(&patterns, &onward, "main")?;
    let face = opening::face(sharing, &mut look, reader, system.place).await?;
    let page = face.page(&app, &visitor, "patterns-title");
    let patterns = patterns.here;
    Ok(Shown(ListPage { page, system, patterns, further }).into_response())
}

/// What was typed and ticked to name a pattern.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct NewForm {
    name: String,
    goes_well: Option<String>,
    observation: String,
    reading: String,
    ideas: String,
    tellings: Vec<String>,
    /// Show tellings like those that are ticked, and name nothing yet.
    like: Option<String>,
    /// Wave a suggestion away: which it was like, and which it was.
    dismiss: Option<String>,
}

impl NewForm {
    /// The same form, with one telling ticked and those like it shown.
    fn beside(telling: Option<TellingId>) -> Self {
        let Some(telling) = telling else { return Self::default() };
        Self { tellings: vec![telling.to_string()], like: Some(String::new()), ..Self::default() }
    }

    /// The suggestion that is waved away.
    fn dismissed(&self) -> Option<(TellingId, TellingId)> {
        let (to, other) = self.dismiss.as_ref()?.split_once('.')?;
        Some((TellingId::parse(to)?, TellingId::parse(other)?))
    }

    fn named(&self) -> Outcome<Named> {
        Ok(Named {
            name: Line::parse(&self.name).map_err(|why| text("name", why))?,
            goes_well: self.goes_well.is_some(),
            observation: words("observation", &self.observation)?,
            reading: words("reading", &self.reading)?,
            ideas: words("ideas", &self.ideas)?,
            tellings: self.tellings.iter().filter_map(|id| TellingId::parse(id)).collect(),
        })
    }
}

#[derive(Template)]
#[template(path = "patterns/new.html")]
struct NewPage {
    page: Page,
    system: SystemId,
    form: NewForm,
    tellings: Vec<Telling>,
    alike: Option<Vec<Like>>,
}

impl NewPage {
    fn is_chosen(&self, telling: &Telling) -> bool {
        let id = telling.id.to_string();
        self.form.tellings.contains(&id)
    }
}

async fn new_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let beside = asked.iter().find(|(name, _)| name == "beside");
    let form = NewForm::beside(beside.and_then(|(_, id)| TellingId::parse(id)));
    new_form(&app, &visitor, SystemId(id), form, None).await
}

async fn new_form(
    app: &App,
    visitor: &Visitor,
    id: SystemId,
    form: NewForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let system = systems::find(sharing, &mut look, reader, id).await?;
    sharing.leave(reader, Action::TakePart, &Matter::held(id))?;
    let face = opening::face(sharing, &mut look, reader, system.place).await?;
    let mut tellings = hear::to_lay(sharing, &mut look, reader, id).await?;
    let mut alike = None;
    if form.like.is_some() || form.dismiss.is_some() {
        let is_ticked = |t: &&Telling| form.tellings.contains(&t.id.to_string());
        let ticked: Vec<&Telling> = tellings.iter().filter(is_ticked).collect();
        let finder = app.finder();
        let like = alike::of_chosen(sharing, finder, &mut look, reader, &ticked).await?;
        tellings.retain(|telling| like.iter().all(|one| one.telling.id != telling.id));
        alike = Some(like);
    }
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "pattern-new-title").saying(problem);
    let shown = NewPage { page, system: id, form, tellings, alike };
    Ok((status, Shown(shown)).into_response())
}

async fn new_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<NewForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (sharing, reader) = (app.sharing(), &sent.visitor.reader);
    let mut look = app.store().database.look().await?;
    let system = systems::find(sharing, &mut look, reader, SystemId(id)).await?;
    drop(look);
    if let Some((to, other)) = sent.form.dismissed() {
        alike::dismiss(sharing, reader, to, other).await?;
    }
    if sent.form.like.is_some() || sent.form.dismiss.is_some() {
        return new_form(&app, &sent.visitor, system.id, sent.form, None).await;
    }
    let pattern: PatternId = sent.once.id();
    let home = (system.id, system.place);
    let kept = match sent.form.named() {
        Ok(named) => super::name(sharing, reader, home, pattern, &named, app.now()).await,
        Err(fault) => Err(fault),
    };
    match kept {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/patterns/{pattern}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            new_form(&app, &sent.visitor, system.id, sent.form, Some(problem)).await
        }
    }
}

#[derive(Template)]
#[template(path = "patterns/show.html")]
struct ShowPage {
    page: Page,
    system: System,
    pattern: Pattern,
    by: Option<Seen<Line>>,
    tellings: Vec<Telling>,
    readings: Vec<SayingShown>,
    ideas: Vec<SayingShown>,
    disputes: Vec<SayingShown>,
    not_meant: Vec<SayingShown>,
    taken_out: Vec<SayingShown>,
    quoted: Quoted,
    elsewhere: Elsewhere,
    vest: Vec<VestShown>,
    earlier: Earlier,
    may_reword: bool,
    form: SayingForm,
}

impl ShowPage {
    /// The page that is read with four words.
    fn vest_path(&self) -> String {
        format!("/patterns/{}", self.pattern.id)
    }

    /// What is quoted beside this saying.
    fn beside(&self, saying: &SayingId) -> Vec<&Quotation> {
        self.quoted.quotations.iter().filter(|q| q.beside.as_ref() == Some(saying)).collect()
    }

    /// What is quoted beside what is seen in all of them.
    fn beside_all(&self) -> Vec<&Quotation> {
        self.quoted.quotations.iter().filter(|q| q.beside.is_none()).collect()
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    show_with(&app, &visitor, PatternId(id), SayingForm::default(), None).await
}

/// The page, with what somebody typed in its form and what is to be mended there.
async fn show_with(
    app: &App,
    visitor: &Visitor,
    id: PatternId,
    form: SayingForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let pattern = super::find(sharing, &mut look, reader, id).await?;
    let system = systems::find(sharing, &mut look, reader, pattern.system).await?;
    let face = opening::face(sharing, &mut look, reader, pattern.place).await?;
    let tellings = hear::some(sharing, &mut look, reader, &pattern.laid).await?;
    let quoted = quotations::of_pattern(sharing, &mut look, reader, pattern.id, &tellings).await?;
    let versions = super::versions(sharing, &mut look, reader, &pattern).await?;
    let vest = vest::of_pattern(sharing, &mut look, reader, &pattern).await?;
    let nouns = app.nouns();
    let elsewhere = elsewhere((sharing, nouns), &mut look, reader, &pattern).await?;
    let people = pattern.sayings.iter().filter_map(|s| s.said_by).chain([pattern.said_by]);
    let people: Vec<PersonId> = people.chain(Earlier::people(&versions)).collect();
    let names = sharing.names(&mut look, reader, people).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page = face.page(app, visitor, "pattern-title").saying(problem);
    let said = (&pattern, &versions[..]);
    let of = |kind| SayingShown::all(&page, &names, said, kind);
    let [readings, ideas, disputes, not_meant, taken_out] = [
        of(SayingKind::Reading),
        of(SayingKind::Idea),
        of(SayingKind::Dispute),
        of(SayingKind::NotWhatIMeant),
        of(SayingKind::TookItOut),
    ];
    page.title = pattern.name.to_string();
    let shown = ShowPage {
        earlier: Earlier::new(&page, &names, versions, reword::label),
        may_reword: super::may_reword(sharing, reader, &pattern)?,
        page,
        system,
        by: names.of(pattern.said_by).cloned(),
        tellings,
        readings,
        ideas,
        disputes,
        not_meant,
        taken_out,
        quoted,
        elsewhere,
        vest,
        pattern,
        form,
    };
    Ok((status, Shown(shown)).into_response())
}

#[derive(Clone, Default, Deserialize)]
struct SayingForm {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    words: String,
}

async fn saying_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<SayingForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let kind = match SayingKind::parse(&sent.form.kind) {
        kind @ (SayingKind::Dispute | SayingKind::Idea) => kind,
        _ => SayingKind::Reading,
    };
    let (id, saying) = (PatternId(id), sent.once.id::<SayingId>());
    let reader = &sent.visitor.reader;
    let done = async {
        let said = Words::parse(&sent.form.words).map_err(|why| text("words", why))?;
        super::say(app.sharing(), reader, id, saying, (kind, &said), app.now()).await
    };
    match done.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/patterns/{id}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            show_with(&app, &sent.visitor, id, sent.form, Some(problem)).await
        }
    }
}
