//! Systems for machine readers, still sealed: what each is called, where its edge is, and what it
//! is for.

mod store;

use std::collections::HashMap;

use ::store::{Keeper, Look, Spot};
use ground::Outcome;
use ground::id::{Kind, SystemId, Thing, Uuid};
use sharing::Unread;
use sharing::machine::Scope;

pub(crate) use store::system_ids;

use crate::systems::Scale;

/// Systems, with every version of what they are for. A life is found by those it let in.
pub(crate) async fn systems(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Unread>> {
    let mut systems: HashMap<SystemId, Unread> = HashMap::new();
    for row in store::systems(look, ids).await? {
        let (id, place): (SystemId, SystemId) = (row.id("id")?, row.id("place_id")?);
        let scope = match Scale::parse(&row.word("scale")?) {
            Some(Scale::Life) | None => Scope::System(id),
            Some(_) => Scope::Place(place),
        };
        let unread = Unread::new(Thing::new(Kind::System, id), id, row.moment("made")?);
        let mut unread = unread.offered_to([scope]);
        unread.add_row(Keeper::new(id), &row, &["name", "theme", "area", "edge_why"])?;
        systems.insert(id, unread);
    }
    for row in store::purposes(look, ids).await? {
        let (id, spot) =
            (row.id::<SystemId>("system_id")?, Spot::new(row.id::<Uuid>("id")?, "words"));
        if let Some(unread) = systems.get_mut(&id) {
            unread.add(Keeper::new(id), spot, row.maybe_sealed("words")?);
        }
    }
    Ok(systems.into_values().collect())
}
