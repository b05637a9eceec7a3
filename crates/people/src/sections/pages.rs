//! The page of one part of a life, with all that was ever said in it; adding a part of one's own, and
//! putting one away.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Line};
use serde::Deserialize;
use sharing::Seen;
use web::view::{on, on_done};
use web::{
    Access, App, Further, Onward, Page, Refused, Routes, Sent, Shown, Untaken, Visitor, typed,
};

use super::SectionId;
use crate::frame::{self, PassageHere, SectionHere};
use crate::lives::pages::{life_id, show_with};
use crate::meetings::pages::MeetingHere;
use crate::notes::pages::NoteHere;
use crate::visits::pages::VisitHere;
use crate::{lives, notes, passages, sections, visits};

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/lives/{id}/sections", Access::Own, added)
        .get("/lives/{id}/sections/{section}", Access::Offered, show)
        .post("/lives/{id}/sections/{section}/away", Access::Own, put_away)
}

pub(crate) fn section_id(text: &str) -> Result<SectionId, Fault> {
    SectionId::parse(text).ok_or(Fault::NotFound)
}

#[derive(Template)]
#[template(path = "sections/show.html")]
pub(crate) struct Show {
    page: Page,
    id: SystemId,
    name: Seen<Line>,
    is_mine: bool,
    section: SectionHere,
    further: Further,
}

impl Show {
    pub(crate) async fn of(
        app: &App,
        visitor: &Visitor,
        (id, section): (SystemId, SectionId),
        (onward, untaken): (&Onward, Option<&Untaken>),
    ) -> Result<Self, Refused> {
        visitor.person()?;
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mut look = app.store().database.look().await?;
        let life = lives::find(sharing, &mut look, reader, id).await?;
        let section = sections::find(sharing, &mut look, reader, &life, section).await?;
        let (of, after) = ((&life, &section), onward.after());
        let page = Page::titled(app, visitor, life.name.to_string()).intimate().keeping(untaken);
        let mut here = SectionHere::new(&section, &page);
        let further = if here.is_met {
            here.meetings = MeetingHere::of(sharing, &mut look, (reader, &page), of).await?;
            let mut met = visits::of_section(sharing, &mut look, of, after).await?;
            let further = Further::of(&met, onward, "main")?;
            let met = met.take();
            here.visits = VisitHere::all(sharing, &mut look, (reader, &page), met).await?;
            further
        } else if here.is_notes {
            let mut all = notes::of_section(sharing, &mut look, of, after).await?;
            let further = Further::of(&all, onward, "main")?;
            let all = all.take();
            here.notes = NoteHere::all(sharing, &mut look, (reader, &page), of, all).await?;
            further
        } else {
            let mut said = passages::of_section(sharing, &mut look, of, after).await?;
            let names = frame::names(sharing, &mut look, reader, &said.here).await?;
            let further = Further::of(&said, onward, "main")?;
            let said = said.take();
            let each = said.iter().map(|one| PassageHere::new(one, &life, &names, &page));
            here.passages = each.collect();
            further
        };
        let section = here;
        Ok(Self { page, id, name: life.name, is_mine: life.is_mine, section, further })
    }
}

async fn show(
    State(app): State<App>,
    Path((id, section)): Path<(String, String)>,
    visitor: Visitor,
    onward: Onward,
) -> Result<Response, Refused> {
    let of = (life_id(&id)?, section_id(&section)?);
    Ok(Shown(Show::of(&app, &visitor, of, (&onward, None)).await?).into_response())
}

#[derive(Deserialize)]
struct HeadingForm {
    #[serde(default)]
    heading: String,
}

async fn added(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<HeadingForm>,
) -> Result<Response, Refused> {
    let (life, by) = (life_id(&id)?, sent.visitor.person()?);
    let added = async {
        let heading = typed::line("heading", &sent.form.heading)?;
        sections::add(app.sharing(), (life, sent.once.id()), &heading, by, app.now()).await
    };
    match added.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let untaken = Untaken::of(fault, "heading", &sent.form.heading)?;
            untaken.shown(&show_with(&app, &sent.visitor, life, Some(&untaken)).await?)
        }
        done => on(done, &frame::path(life)),
    }
}

#[derive(Deserialize)]
struct AwayForm {
    #[serde(default)]
    away: String,
}

async fn put_away(
    State(app): State<App>,
    Path((id, section)): Path<(String, String)>,
    sent: Sent<AwayForm>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, section_id(&section)?), sent.visitor.person()?);
    let away = sent.form.away == "yes";
    let done = sections::put_away(app.sharing(), of, away, by, app.now()).await;
    on_done(done, &frame::path(of.0))
}
