//! Raising a worry, and reading what was raised.

mod wrong;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use doors::tries::Origin;
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Line, Words};
use places::opening::Face;
use sharing::{Names, Seen};
use web::{Access, App, Page, Refused, Routes, Sent, Shown, Visitor, to, to_quietly};

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
        .get("/raised", Access::Open, raised_page)
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
    raised_or_already(super::raise(sharing, reader, raised).await)
}

fn raised_or_already(done: Result<(), Fault>) -> Result<Response, Refused> {
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to_quietly("/raised")),
        Err(fault) => Err(fault.into()),
    }
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
    raised_or_already(done)
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
    raised_or_already(super::raise_unsigned(app.sharing(), &origin, raised).await)
}

#[derive(Template)]
#[template(path = "worries/raised.html")]
struct RaisedPage {
    page: Page,
}

async fn raised_page(State(app): State<App>, visitor: Visitor) -> Response {
    let page = Page::new(&app, &visitor, "raised-title").intimate();
    Shown(RaisedPage { page }).into_response()
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
    /// What this reader raised themselves.
    own: Vec<WorryShown>,
}

async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let worries = super::raised_with(sharing, &mut look, reader).await?;
    let own = super::own(sharing, &mut look, reader).await?;
    let all = worries.iter().chain(&own).flat_map(|one| one.before.iter().chain([one]));
    let by: Vec<PersonId> = all.flat_map(|w| [w.said_by, w.answered_by]).flatten().collect();
    let names = sharing.names(&mut look, reader, by).await?;
    let worries = worries.into_iter().map(|worry| WorryShown::new(worry, &names)).collect();
    let own = own.into_iter().map(|worry| WorryShown::new(worry, &names)).collect();
    let page = Page::new(&app, &visitor, "worries-title").intimate();
    Ok(Shown(ListPage { page, worries, own }).into_response())
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
