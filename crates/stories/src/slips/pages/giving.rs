//! Making a slip for somebody whose words were written down while they were there, and holding
//! back what was handed over.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use doors::picture::Qr;
use ground::Fault;
use ground::id::Uuid;
use places::opening;
use serde::Deserialize;
use sharing::Seen;
use web::{Access, App, Page, Pressed, Refused, Routes, Said, Sent, Shown, Visitor, to_saying};

use super::Paper;
use crate::slips::{self, handing};
use crate::tellings::{TellingId, store as rows};

/// The pages of handing over.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/stories/{id}/slip", Access::Own, page)
        .post("/stories/{id}/slip", Access::Own, sent)
        .post("/stories/{id}/hold-back", Access::Own, held_back)
}

#[derive(Template)]
#[template(path = "slips/give.html")]
struct GivePage {
    page: Page,
    id: TellingId,
    handed_over: bool,
    /// Whether they can be let go on reading it by themselves.
    may_stay: bool,
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let id = TellingId(id);
    let mut look = app.store().database.look().await?;
    let handed_over =
        handing::is_handed_over(app.sharing(), &mut look, &visitor.reader, id).await?;
    let page = Page::new(&app, &visitor, "give-title").intimate();
    let may_stay = !visitor.reader.is_under_18();
    Ok(Shown(GivePage { page, id, handed_over, may_stay }).into_response())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct GiveForm {
    stays: Option<String>,
}

#[derive(Template)]
#[template(path = "slips/given.html")]
struct GivenPage {
    page: Page,
    id: TellingId,
    parts: Vec<String>,
    address: String,
    qr: Qr,
    ring_now: Option<Seen<ground::Words>>,
}

/// The slip is the answer to the form: it stands under no address of its own, so that whoever
/// wrote this down finds no way back to it in their browser.
///
/// The very same form, sent again, shows the same slip again. Where the first answer got lost on
/// its way, that is the only way back to it: nobody can make another, not even whoever wrote this
/// down. It shows it to nobody but them, signed in, who was shown it before; another form, *Leave*,
/// or the address alone shows nothing. To ask first whether the slip was ever opened would tell
/// whoever wrote this down whether its holder came back.
async fn sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<GiveForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (sharing, reader, id) = (app.sharing(), &sent.visitor.reader, TellingId(id));
    let slip = slips::token(app.store(), &sent.once);
    // All that the page needs comes first: once it is handed over, it must be shown.
    let mut look = app.store().database.look().await?;
    let place = rows::one(&mut look, id).await?.place;
    let (_, manner) =
        opening::here(sharing, &mut look, reader, &sent.visitor.tongue, place).await?;
    let face = opening::face(sharing, &mut look, reader, place).await?;
    drop(look);
    let Paper { parts, address, qr } = Paper::of(&app, slip.expose())?;
    let given = (&slip, sent.form.stays.is_some());
    match handing::hand_over(sharing, reader, id, given, app.now()).await {
        Ok(()) | Err(Fault::Already) => {}
        Err(fault) => return Err(fault.into()),
    }
    let page = manner.page(&app, &sent.visitor, "given-title").intimate();
    let ring_now = face.ring_now;
    Ok(Shown(GivenPage { page, id, parts, address, qr, ring_now }).into_response())
}

async fn held_back(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = TellingId(id);
    handing::hold_back(app.sharing(), &sent.visitor.reader, id, app.now()).await?;
    Ok(to_saying(&format!("/stories/{id}/slip"), Said::Done))
}
