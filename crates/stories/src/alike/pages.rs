//! The form by which somebody waves a suggestion away.

use axum::extract::{Path, State};
use axum::response::Response;
use ground::id::Uuid;
use serde::Deserialize;
use web::{Access, App, Refused, Routes, Sent, to};

use crate::tellings::TellingId;

/// The pages of suggestions.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/stories/{id}/alike/{other}/dismiss", Access::Offered, dismiss_sent)
}

#[derive(Deserialize)]
struct NothingTyped {}

async fn dismiss_sent(
    State(app): State<App>,
    Path((id, other)): Path<(Uuid, Uuid)>,
    sent: Sent<NothingTyped>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (id, other) = (TellingId(id), TellingId(other));
    super::dismiss(app.sharing(), &sent.visitor.reader, id, other).await?;
    Ok(to(&format!("/stories/{id}")))
}
