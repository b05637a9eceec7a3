//! Who looked at a life: who, on which day, and which part of it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::Moment;
use ground::id::SystemId;
use sharing::trail;
use web::{App, Further, Onward, Page, Refused, Shown, Visitor};

use super::{life_id, own};
use crate::frame::SectionHere;
use crate::sections;

struct Look {
    who: String,
    at: Moment,
    /// The part they read.
    what: String,
}

#[derive(Template)]
#[template(path = "lives/looked.html")]
struct Looked {
    page: Page,
    id: SystemId,
    looks: Vec<Look>,
    further: Further,
}

pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    onward: Onward,
) -> Result<Response, Refused> {
    let (id, person) = (life_id(&id)?, visitor.person()?);
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let (life, mut look) = own(&app, &visitor, id).await?;
    let mut glances = trail::who_looked_in(&mut look, (id, person), onward.after()).await?;
    let further = Further::of(&glances, &onward, "main")?;
    let names = sharing.names(&mut look, reader, glances.here.iter().map(|g| g.reader)).await?;
    let page = Page::new(&app, &visitor, "life-looked-title").intimate();
    let parts = sections::of_life(sharing, &mut look, reader, &life).await?;
    let headings: HashMap<ground::id::Uuid, String> =
        parts.iter().map(|part| (part.id.into(), SectionHere::new(part, &page).heading)).collect();
    let looks = glances.take().into_iter().map(|glance| Look {
        who: web::view::called(&names, &page.t, Some(glance.reader)),
        at: glance.at,
        what: headings.get(&glance.thing).cloned().unwrap_or_default(),
    });
    let looks = looks.collect();
    Ok(Shown(Looked { page, id, looks, further }).into_response())
}
