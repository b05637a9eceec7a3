//! Leave for somebody to do something to a system, asked inside the transaction that does it.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Outcome};
use sharing::{Action, Matter, Reader, Sharing};
use store::Look;

use crate::systems;

/// Somebody who may do what they asked to do.
pub(crate) struct Acting {
    /// In which place the system is.
    pub(crate) place: SystemId,
    /// Who is asking, and where they stand.
    pub(crate) reader: Reader,
}

/// Leave for this person to do this to a system. Who sees the system, and may not do this, is
/// told who can; to everybody else it is not there.
pub(crate) async fn acting(
    sharing: &Sharing,
    look: &mut Look,
    by: PersonId,
    action: Action,
    system: SystemId,
) -> Outcome<Acting> {
    let reader = Reader::person(look, by).await?;
    let (place, scale) = systems::store::place_of(look, system).await?;
    let matter = Matter::system(system, place);
    if sharing.leave_or_none(&reader, action, &matter)?.is_some() {
        return Ok(Acting { place, reader });
    }
    sharing.leave(&reader, scale.seen_by(), &matter)?;
    Err(Fault::NotAllowed(who_can(action)))
}

/// Whether this reader may do this to a system; what they may not do is not offered to them.
pub(crate) fn may(
    sharing: &Sharing,
    reader: &Reader,
    action: Action,
    system: &systems::System,
) -> Outcome<bool> {
    Ok(sharing.leave_or_none(reader, action, &system.matter())?.is_some())
}

const fn who_can(action: Action) -> &'static str {
    match action {
        Action::Tend => "not-allowed-only-those-looking-after",
        _ => "not-allowed-only-those-who-belong",
    }
}
