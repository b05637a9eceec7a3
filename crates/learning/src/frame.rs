//! The system that a page is about, and how its place speaks.

use ground::Outcome;
use ground::id::SystemId;
use places::opening::{Manner, here};
use places::systems::System;
use store::Look;
use web::{App, Visitor};

/// The system as this visitor sees it, and how its place speaks to them.
pub(crate) async fn of(
    app: &App,
    visitor: &Visitor,
    look: &mut Look,
    id: SystemId,
) -> Outcome<(System, Manner)> {
    here(app.sharing(), look, &visitor.reader, &visitor.tongue, id).await
}
