//! The page of a life: every part of it that its reader reads, with the latest that was said.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Line, Moment, Outcome};
use sharing::{Reader, Seen};
use web::{App, Page, Refused, Shown, Untaken, Visitor};

use super::life_id;
use crate::corner::pages::called;
use crate::corner::{self, LetInFor, To};
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
    /// Whether others hold its pen, too.
    with_others: bool,
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
        say_who_reads(app, &mut look, (reader, &page), (&life, &mut here)).await?;
    }
    let (mut away, sections): (Vec<SectionHere>, Vec<SectionHere>) =
        here.into_iter().partition(|section| section.put_away);
    let to_come = match life.is_mine {
        true => sections::not_laid_out(&mut look, id).await?,
        false => Vec::new(),
    };
    away.extend(to_come.into_iter().map(|kind| SectionHere::to_come(kind, id, &page)));
    let let_in_for = if life.is_mine { Vec::new() } else { life.let_in_for().to_vec() };
    let (is_mine, rests) = (life.is_mine, life.rests.is_some());
    let with_others = life.holders.len() > 1;
    let ends = ending::goes_on(&mut look, &life, app.now()).await?;
    let above = life.name;
    Ok(Show { page, id, above, is_mine, with_others, rests, ends, sections, away, let_in_for })
}

/// How many of those who read a part are named on the page of a life; all of them stand in the
/// corner.
const NAMED: usize = 6;

/// Says below each part who reads it now.
async fn say_who_reads(
    app: &App,
    look: &mut store::Look,
    (reader, page): (&Reader, &Page),
    (life, here): (&Life, &mut [SectionHere]),
) -> Outcome<()> {
    let now = app.now();
    let mut beside = corner::of_life(app.sharing(), look, reader, life).await?;
    beside.retain(|one| !one.is_over(now) && one.began <= now);
    let to: Vec<To> = beside.iter().map(|one| one.to).collect();
    let called = called(app.sharing(), look, reader, &to).await?;
    for section in here {
        let reads = beside.iter().filter(|one| one.given.iter().any(|to| to.section == section.id));
        let mut names: Vec<String> = reads
            .map(|one| called.get(&one.to).cloned())
            .map(|name| name.unwrap_or_else(|| page.t.say("somebody-who-left")))
            .collect();
        names.dedup();
        let key = if names.len() > NAMED { "life-read-by-more" } else { "life-read-by" };
        names.truncate(NAMED);
        section.read_by = Some(match names.as_slice() {
            [] => page.t.say("life-read-by-nobody"),
            names => page.t.with(key, &[("names", names.join(", ").as_str())]),
        });
    }
    Ok(())
}
