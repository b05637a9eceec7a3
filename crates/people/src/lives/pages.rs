//! The pages of lives: one's own and those of others, what stands in one, and who looked.

mod looked;
mod show;

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Line, Moment};
use serde::Deserialize;
use sharing::Seen;
use web::view::{again, on_done};
use web::{Access, App, Further, Onward, Page, Refused, Routes, Sent, Shown, Visitor, to, typed};

use super::Life;
use crate::frame;
use crate::meetings::{self, Meeting};
use crate::pens::pages::{OfferHere, asked};

pub(crate) use show::show_with;

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/lives", Access::SignedIn, list)
        .post("/lives", Access::SignedIn, begun)
        .get("/lives/{id}", Access::Offered, show::show)
        .post("/lives/{id}/name", Access::Own, renamed)
        .post("/lives/{id}/rest", Access::Own, rested)
        .get("/lives/{id}/looked", Access::Own, looked::show)
}

/// The life that an address names.
pub(crate) fn life_id(text: &str) -> Result<SystemId, Fault> {
    SystemId::parse(text).ok_or(Fault::NotFound)
}

/// A life for the page of whoever holds its pen, with a look to go on with. To everybody else it is
/// not there.
pub(crate) async fn own(
    app: &App,
    visitor: &Visitor,
    id: SystemId,
) -> Result<(Life, Look), Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let life = super::find(sharing, &mut look, reader, id).await?;
    super::pen(sharing, reader, &life)?;
    Ok((life, look))
}

/// The life of somebody else, in a list.
struct Theirs {
    id: SystemId,
    name: Seen<Line>,
    purposes: Vec<Seen<Line>>,
    meetings: Vec<Seen<Line>>,
    until: Option<Moment>,
    /// What is next with them, the soonest first.
    next: Vec<Meeting>,
}

impl Theirs {
    fn of(life: Life) -> Self {
        Self::with(life, Vec::new())
    }

    fn with(life: Life, next: Vec<Meeting>) -> Self {
        let for_what = life.let_in_for();
        let until = for_what.iter().all(|one| one.until.is_some());
        let last = for_what.iter().filter_map(|one| one.until).max();
        Self {
            purposes: for_what.iter().filter_map(|one| one.purpose.clone()).collect(),
            meetings: for_what.iter().filter_map(|one| one.meeting.clone()).collect(),
            until: last.filter(|_| until),
            next,
            id: life.id,
            name: life.name,
        }
    }
}

#[derive(Template)]
#[template(path = "lives/list.html")]
struct List {
    page: Page,
    mine: Vec<Life>,
    /// Those whom this reader meets next, on the first page.
    next: Vec<Theirs>,
    theirs: Vec<Theirs>,
    further: Further,
    /// Pens that whoever is here is asked to hold.
    asked: Vec<OfferHere>,
    /// What the form to begin one holds.
    above: String,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    onward: Onward,
) -> Result<Response, Refused> {
    Ok(Shown(List::of(&app, &visitor, &onward, None).await?).into_response())
}

impl List {
    async fn of(
        app: &App,
        visitor: &Visitor,
        onward: &Onward,
        typed: Option<&str>,
    ) -> Result<Self, Refused> {
        let person = visitor.person()?;
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mut look = app.store().database.look().await?;
        let mine = super::mine(sharing, &mut look, reader).await?;
        let mut theirs = super::letting_in(sharing, &mut look, reader, onward.after()).await?;
        let further = Further::of(&theirs, onward, "beside")?;
        let next = meetings::next(sharing, &mut look, reader, frame::today(app)).await?;
        let soon: Vec<SystemId> = next.iter().map(|one| one.life.id).collect();
        let mut rest = theirs.take();
        rest.retain(|life| !soon.contains(&life.id));
        let theirs = rest.into_iter().map(Theirs::of).collect();
        let next = if further.is_further { Vec::new() } else { next };
        let next = next.into_iter().map(|one| Theirs::with(one.life, one.meetings)).collect();
        let above = match typed {
            Some(typed) => typed.to_owned(),
            None => {
                let names = sharing.names(&mut look, reader, [person]).await?;
                names.of(person).map(ToString::to_string).unwrap_or_default()
            }
        };
        let page = Page::new(app, visitor, "lives-title").intimate();
        let asked = asked(app, &mut look, (visitor, &page)).await?;
        Ok(Self { page, mine, next, theirs, further, asked, above })
    }
}

#[derive(Deserialize)]
struct NameForm {
    #[serde(default)]
    name: String,
}

async fn begun(State(app): State<App>, sent: Sent<NameForm>) -> Result<Response, Refused> {
    let (by, id) = (sent.visitor.person()?, sent.once.id());
    let begun = async {
        let name = typed::line("name", &sent.form.name)?;
        super::begin(app.sharing(), id, &name, by, app.now()).await
    };
    match begun.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&frame::path(id))),
        Err(fault) => {
            let onward = Onward::first(&app, &sent.visitor, "/lives");
            let list = List::of(&app, &sent.visitor, &onward, Some(&sent.form.name)).await?;
            again(fault, |problem| List { page: list.page.saying(Some(problem)), ..list })
        }
    }
}

async fn renamed(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<NameForm>,
) -> Result<Response, Refused> {
    let (id, by) = (life_id(&id)?, sent.visitor.person()?);
    let renamed = async {
        let name = typed::line("name", &sent.form.name)?;
        super::rename(app.sharing(), id, &name, by, app.now()).await
    };
    match renamed.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let untaken = web::Untaken::of(fault, "name", &sent.form.name)?;
            untaken.shown(&show_with(&app, &sent.visitor, id, Some(&untaken)).await?)
        }
        done => on_done(done, &frame::path(id)),
    }
}

#[derive(Deserialize)]
struct RestForm {
    #[serde(default)]
    rests: String,
}

async fn rested(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<RestForm>,
) -> Result<Response, Refused> {
    let (id, by) = (life_id(&id)?, sent.visitor.person()?);
    let rests = sent.form.rests == "yes";
    let done = super::rest(app.sharing(), id, rests, by, app.now()).await;
    on_done(done, &frame::path(id))
}
