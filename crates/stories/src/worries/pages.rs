//! Raising a worry, and reading what was raised.

mod away;
mod hearers;
mod wrong;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use doors::tries::Origin;
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Line, Moment, Words};
use places::opening::Face;
use serde::Deserialize;
use sharing::audience::After;
use sharing::{Names, Seen};
use web::{Access, App, Page, Refused, Routes, Sent, Shown, Visitor, to};

use super::{InThisId, Raised, Worry, WorryId, WorryKind, say_it_goes_on};
use crate::slips;
use crate::tellings::form::{text, words};
use crate::tellings::pages::WordsForm;
use crate::tellings::{TellingId, hear};

/// The pages of worries.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/stories/{id}/worry", Access::Offered, worry_sent)
        .post("/stories/{id}/in-this", Access::Offered, in_this_sent)
        .get("/tell/{id}/in-this", Access::Open, about_me_page)
        .post("/tell/{id}/in-this", Access::Open, about_me_sent)
        .and(wrong::routes())
        .and(away::routes())
        .get("/worries", Access::SignedIn, list)
        .post("/worries/{id}/answer", Access::Named, answer_sent)
        .post("/worries/{id}/goes-on", Access::Own, goes_on_sent)
}

async fn worry_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let said = words("words", &sent.form.words)?;
    let (sharing, reader) = (app.sharing(), &sent.visitor.reader);
    let mut look = app.store().database.look().await?;
    let telling = hear::one(sharing, &mut look, reader, TellingId(id)).await?;
    drop(look);
    let raised = Raised {
        id: sent.once.id::<WorryId>(),
        place: telling.place,
        kind: WorryKind::Safety,
        telling: Some(telling.id),
        words: said.as_ref(),
        at: app.now(),
    };
    let id = raised.id;
    away::raised_by(&app, reader, id, super::raise(sharing, reader, raised).await).await
}

async fn in_this_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let said = words("words", &sent.form.words)?;
    let reader = &sent.visitor.reader;
    let (id, said_id) = (TellingId(id), sent.once.id::<InThisId>());
    let done =
        super::say_in_this(app.sharing(), reader, id, said_id, said.as_ref(), app.now()).await;
    away::raised_by(&app, reader, WorryId(said_id.0), done).await
}

#[derive(Template)]
#[template(path = "worries/about_me.html")]
struct AboutMePage {
    page: Page,
    face: Face,
}

async fn about_me_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    let face = slips::pages::open_face(&app, &visitor, SystemId(id)).await?;
    let page = face.page(&app, &visitor, "about-me-title").intimate();
    Ok(Shown(AboutMePage { page, face }).into_response())
}

/// Somebody without an account cannot point at a telling, and need not know that there is one:
/// they say what they think, and a person looks.
async fn about_me_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    origin: Origin,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let face = slips::pages::open_face(&app, &sent.visitor, SystemId(id)).await?;
    let said = Words::parse(&sent.form.words).map_err(|why| text("words", why))?;
    let raised = Raised {
        id: sent.once.id::<WorryId>(),
        place: face.place,
        kind: WorryKind::InThis,
        telling: None,
        words: Some(&said),
        at: app.now(),
    };
    away::raised_unsigned(super::raise_unsigned(app.sharing(), &origin, raised).await)
}

struct WorryShown {
    worry: Worry,
    by: Option<Seen<Line>>,
    answered_by: Option<Seen<Line>>,
    before: Vec<WorryShown>,
}

impl WorryShown {
    fn new(mut worry: Worry, names: &Names) -> Self {
        let name = |person: Option<PersonId>| person.and_then(|p| names.of(p)).cloned();
        let before = std::mem::take(&mut worry.before);
        let before = before.into_iter().map(|one| Self::new(one, names)).collect();
        Self { by: name(worry.said_by), answered_by: name(worry.answered_by), worry, before }
    }
}

#[derive(Template)]
#[template(path = "worries/list.html")]
struct ListPage {
    page: Page,
    worries: Vec<WorryShown>,
    /// Where the next page begins, if more waits.
    next: Option<String>,
    /// Whether this is not the first page.
    is_further: bool,
    /// What this reader raised themselves.
    own: Vec<WorryShown>,
}

/// Where a list goes on, as in `?after=moment.id`.
#[derive(Deserialize)]
struct Paging {
    after: Option<String>,
}

/// An address is typed by anybody: what names no place in the list is the beginning of it.
fn parse_after(text: &str) -> Option<After> {
    let (at, id) = text.split_once('.')?;
    Some(After { at: Moment(at.parse().ok()?), id: Uuid::try_parse(id).ok()? })
}

fn after_text(after: After) -> String {
    format!("{}.{}", after.at.0, after.id.simple())
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let after = paging.after.as_deref().and_then(parse_after);
    let mut look = app.store().database.look().await?;
    let raised = super::raised_with(sharing, &mut look, reader, after).await?;
    let (worries, next) = (raised.worries, raised.next.map(after_text));
    // What they raised themselves stands on the first page, and is not repeated.
    let is_further = after.is_some();
    let own = if is_further { Vec::new() } else { super::own(sharing, &mut look, reader).await? };
    let all = worries.iter().chain(&own).flat_map(|one| one.before.iter().chain([one]));
    let by: Vec<PersonId> = all.flat_map(|w| [w.said_by, w.answered_by]).flatten().collect();
    let names = sharing.names(&mut look, reader, by).await?;
    let worries = worries.into_iter().map(|worry| WorryShown::new(worry, &names)).collect();
    let own = own.into_iter().map(|worry| WorryShown::new(worry, &names)).collect();
    let page = Page::new(&app, &visitor, "worries-title").intimate();
    Ok(Shown(ListPage { page, worries, next, is_further, own }).into_response())
}

async fn goes_on_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let said = words("words", &sent.form.words)?;
    let (reader, before) = (&sent.visitor.reader, WorryId(id));
    let new = sent.once.id::<WorryId>();
    let done = say_it_goes_on(app.sharing(), reader, before, new, said.as_ref(), app.now()).await;
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to("/worries")),
        Err(fault) => Err(fault.into()),
    }
}

async fn answer_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let said = Words::parse(&sent.form.words).map_err(|why| text("words", why))?;
    let reader = &sent.visitor.reader;
    match super::answer(app.sharing(), reader, WorryId(id), &said, app.now()).await {
        Ok(()) | Err(Fault::Already) => Ok(to("/worries")),
        Err(fault) => Err(fault.into()),
    }
}
