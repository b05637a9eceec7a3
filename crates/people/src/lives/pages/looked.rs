//! Who looked at a life: who, on which day, and which part of it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::Moment;
use ground::id::{PersonId, SystemId, Uuid};
use sharing::trail;
use web::{App, Further, Onward, Page, Refused, Shown, Visitor};

use super::{life_id, own};
use crate::frame::SectionHere;
use crate::visits::copy;
use crate::{notes, sections};

/// A copy that somebody took.
struct CopyHere {
    who: String,
    at: Moment,
    first: Moment,
    last: Moment,
}

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
    copies: Vec<CopyHere>,
    /// Whether more copies were taken than stand here.
    more_copies: bool,
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
    let copies = copy::of_life(sharing, &mut look, reader, (&life, None)).await?;
    let people: Vec<PersonId> = glances
        .here
        .iter()
        .map(|glance| glance.reader)
        .chain(copies.here.iter().map(|one| one.by))
        .collect();
    let names = sharing.names(&mut look, reader, people).await?;
    let page = Page::new(&app, &visitor, "life-looked-title").intimate();
    let parts = sections::of_life(sharing, &mut look, reader, &life).await?;
    let mut headings: HashMap<Uuid, String> =
        parts.iter().map(|part| (part.id.into(), SectionHere::new(part, &page).heading)).collect();
    let mut glances = glances.take();
    // Who read a note before it showed stands here from when it shows, and not before.
    let read: Vec<Uuid> = glances.iter().map(|glance| glance.thing).collect();
    for (note, part) in notes::store::among(&mut look, id, &read, app.now()).await? {
        match part.and_then(|part| headings.get(&part.into()).cloned()) {
            Some(heading) => drop(headings.insert(note, heading)),
            None => glances.retain(|glance| glance.thing != note),
        }
    }
    let more_copies = copies.next.is_some();
    let copies = copies.here.iter().map(|one| CopyHere {
        who: web::view::called(&names, &page.t, Some(one.by)),
        at: one.at,
        first: one.first,
        last: one.last,
    });
    let copies = copies.collect();
    let looks = glances.into_iter().map(|glance| Look {
        who: web::view::called(&names, &page.t, Some(glance.reader)),
        at: glance.at,
        what: headings.get(&glance.thing).cloned().unwrap_or_default(),
    });
    let looks = looks.collect();
    Ok(Shown(Looked { page, id, looks, further, copies, more_copies }).into_response())
}
