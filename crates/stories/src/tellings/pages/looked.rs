//! Who looked at what somebody offered to only a few: the latest among their own, and all of it on
//! a page.

use ::store::Look;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use ground::id::PersonId;
use ground::{After, Line, Moment, Outcome, Stretch};
use sharing::trail::{self, Glance};
use sharing::{Reader, Seen};
use web::{App, Further, Onward, Page, Refused, Shown, Visitor};

use crate::tellings::{TellingId, hear};

/// That somebody looked.
pub(super) struct Looked {
    pub(super) who: Option<Seen<Line>>,
    /// What they looked at, unless it was erased since.
    pub(super) told: Option<(TellingId, Seen<String>)>,
    pub(super) at: Moment,
}

/// Who looked at what is this person's own, on whichever page of their list that stands.
pub(super) async fn at_theirs(
    app: &App,
    look: &mut Look,
    reader: &Reader,
    (person, after): (PersonId, Option<After>),
) -> Outcome<Stretch<Looked>> {
    let mut glances = trail::who_looked(look, person, after).await?;
    let names = app.sharing().names(look, reader, glances.iter().map(|g| g.reader)).await?;
    let mut things: Vec<TellingId> = glances.iter().map(|g| TellingId(g.thing)).collect();
    things.sort_unstable();
    things.dedup();
    let told = hear::own_among(app.sharing(), look, reader, &things).await?;
    let told = |id| told.iter().find(|t| t.id.0 == id).map(|t| (t.id, t.heading()));
    let looked = |g: Glance| {
        let (who, told) = (names.of(g.reader).cloned(), told(g.thing));
        Looked { who, told, at: g.at }
    };
    let here = glances.take().into_iter().map(looked).collect();
    Ok(glances.with(here))
}

#[derive(Template)]
#[template(path = "tellings/looked.html")]
struct LookedPage {
    page: Page,
    looked: Vec<Looked>,
    further: Further,
}

pub(super) async fn all(
    State(app): State<App>,
    visitor: Visitor,
    onward: Onward,
) -> Result<Response, Refused> {
    let person = visitor.person()?;
    let mut look = app.store().database.look().await?;
    let with = (person, onward.after());
    let looked = at_theirs(&app, &mut look, &visitor.reader, with).await?;
    let further = Further::of(&looked, &onward, "main")?;
    let page = Page::new(&app, &visitor, "looked-title").intimate();
    Ok(Shown(LookedPage { page, looked: looked.here, further }).into_response())
}
