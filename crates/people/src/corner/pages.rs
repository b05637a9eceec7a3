//! The pages of somebody's corner: who is in it, letting somebody in after seeing what they would
//! read, and narrowing or ending it.

mod list;
mod one;
mod terms;
mod would;

use ground::Fault;
use web::{Access, Routes};

use super::CornerId;

pub(crate) use list::called;
pub(crate) use terms::{Choice, known};

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/lives/{id}/corner", Access::Own, list::show)
        .get("/lives/{id}/corner/new", Access::Own, terms::show)
        .post("/lives/{id}/corner/would", Access::Own, would::show)
        .post("/lives/{id}/corner", Access::Own, would::sent)
        .get("/lives/{id}/corner/{corner}", Access::Own, one::show)
        .post("/lives/{id}/corner/{corner}", Access::Own, one::changed)
        .post("/lives/{id}/corner/{corner}/end", Access::Own, one::ended)
}

fn corner_id(text: &str) -> Result<CornerId, Fault> {
    CornerId::parse(text).ok_or(Fault::NotFound)
}
