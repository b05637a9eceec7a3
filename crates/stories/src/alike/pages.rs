//! The form by which somebody waves a suggestion away.

use axum::extract::{Path, State};
use axum::response::Response;
use ground::id::Uuid;
use web::{Access, App, Pressed, Refused, Routes, Said, Sent, to_saying};

use crate::tellings::TellingId;

/// The pages of suggestions.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/stories/{id}/alike/{other}/dismiss", Access::Offered, dismiss_sent)
}

async fn dismiss_sent(
    State(app): State<App>,
    Path((id, other)): Path<(Uuid, Uuid)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (id, other) = (TellingId(id), TellingId(other));
    super::dismiss(app.sharing(), &sent.visitor.reader, id, other).await?;
    Ok(to_saying(&format!("/stories/{id}"), Said::Done))
}
