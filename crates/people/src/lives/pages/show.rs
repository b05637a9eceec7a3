//! The page of a life: every part of it that its reader reads, with the latest that was said.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Line, Moment, Outcome};
use sharing::Seen;
use web::{App, Page, Refused, Shown, Untaken, Visitor};

use super::life_id;
use crate::corner::{self, LetInFor};
use crate::frame::{self, SectionHere};
use crate::lives::{self, Life};
use crate::{ending, sections};

#[derive(Template)]
#[template(path = "lives/show.html")]
pub(crate) struct Show {
    page: Page,
    id: SystemId,
    /// What stands above it.
    above: Seen<Line>,
    is_mine: bool,
    rests: bool,
    /// When it goes for good, if its person said so.
    ends: Option<Moment>,
    sections: Vec<SectionHere>,
    /// Parts that were put away, for whoever holds the pen.
    away: Vec<SectionHere>,
    /// For what this reader is let in, who does not hold the pen.
    let_in_for: Vec<LetInFor>,
}

pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let page = show_with(&app, &visitor, life_id(&id)?, None).await?;
    Ok(Shown(page).into_response())
}

/// The page, with what one of its small forms held that could not be taken.
pub(crate) async fn show_with(
    app: &App,
    visitor: &Visitor,
    id: SystemId,
    untaken: Option<&Untaken>,
) -> Result<Show, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let life = lives::find(sharing, &mut look, reader, id).await?;
    let all = sections::of_life(sharing, &mut look, reader, &life).await?;
    let name = life.name.to_string();
    let page = Page::titled(app, visitor, name).intimate().keeping(untaken);
    let mut here = frame::parts(sharing, &mut look, (reader, &page), (&life, &all)).await?;
    if life.is_mine {
        count(&mut look, app, &life, &mut here).await?;
    }
    let (away, sections) = here.into_iter().partition(|section| section.put_away);
    let let_in_for = if life.is_mine { Vec::new() } else { life.let_in_for().to_vec() };
    let (is_mine, rests) = (life.is_mine, life.rests.is_some());
    let ends = ending::goes_on(&mut look, &life, app.now()).await?;
    Ok(Show { page, id, above: life.name, is_mine, rests, ends, sections, away, let_in_for })
}

/// How many are let in to each part.
async fn count(
    look: &mut store::Look,
    app: &App,
    life: &Life,
    here: &mut [SectionHere],
) -> Outcome<()> {
    let counts = corner::store::counts(look, life.id, app.now()).await?;
    for section in here {
        let many = counts.iter().find(|(id, _)| *id == section.id);
        section.readers = many.map_or(0, |(_, many)| *many);
    }
    Ok(())
}
