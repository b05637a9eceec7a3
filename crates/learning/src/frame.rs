//! The system that a page is about, and how its place speaks.

use ground::Outcome;
use ground::id::SystemId;
use places::opening::{Manner, manner};
use places::systems::{self, System};
use store::Look;
use web::{App, Visitor};

/// The system as this visitor sees it, and how its place speaks to them.
pub(crate) async fn of(
    app: &App,
    visitor: &Visitor,
    look: &mut Look,
    id: SystemId,
) -> Outcome<(System, Manner)> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let system = systems::find(sharing, look, reader, id).await?;
    let manner = manner(sharing, look, reader, &visitor.tongue, system.place).await?;
    Ok((system, manner))
}
