//! Who else may hear what was written down for a slip's holder.

use ::store::Look;
use ground::id::SystemId;
use ground::{Line, Outcome};
use places::systems;
use sharing::{Action, Audience, Matter, Reader, Seen, Sharing, people};

use crate::tellings::form::choice;
use crate::tellings::{Telling, hear, store as rows};

/// Somebody else who may hear it.
pub(super) struct Other {
    /// How a form names them.
    pub(super) value: String,
    /// The key of what they are called where they have no name here.
    pub(super) key: &'static str,
    /// What a group is called. Nobody else has a name here, and somebody's own page has none.
    pub(super) name: Option<Seen<Line>>,
    /// Whether nobody can let them hear it again once they are taken off.
    pub(super) is_once: bool,
}

/// Whoever wrote it down, the group it was told in, and those named before. Whoever may hear it is
/// known to whose it is: a group by its name, people as people who were named. Each can be taken
/// off, and only the first two can be let hear it again; whoever wrote it down and said that they are
/// under 18 hears it only in a group, unless they hear it already.
pub(super) async fn others(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    telling: &Telling,
) -> Outcome<Vec<Other>> {
    let Some(writer) = telling.writer else { return Ok(Vec::new()) };
    let is_child = people::is_under_18(look, writer).await?;
    let (writer, group) = (Audience::Person(writer), Audience::System(telling.system));
    let place = Audience::System(telling.place);
    let mut others = vec![(writer, "slip-wish-writer"), (group, "slip-wish-group")];
    let named = telling.wishes.heard_by.iter().map(|to| match to {
        Audience::Person(_) => (*to, "slip-wish-person"),
        Audience::System(_) | Audience::Anyone => (*to, "slip-wish-other-group"),
    });
    others.extend(named.filter(|(to, _)| ![writer, group].contains(to)));
    others.retain(|(to, _)| *to != place && *to != Audience::Anyone);
    others.retain(|(to, _)| *to != writer || !is_child || telling.wishes.reaches(to));
    let systems = others.iter().filter_map(|(to, _)| system(*to)).collect::<Vec<SystemId>>();
    let row = rows::one(look, telling.id).await?;
    let leave = sharing.leave(reader, Action::Narrow, &Matter::Telling(hear::matter(&row)))?;
    let called = systems::called(sharing, look, &leave, telling.place, &systems).await?;
    let name = |to| {
        let (_, name) = called.iter().find(|(id, _)| Some(*id) == system(to))?;
        Some(name.clone())
    };
    let other = |(to, key)| Other {
        value: choice(to),
        key,
        name: name(to),
        is_once: ![writer, group].contains(&to),
    };
    Ok(others.into_iter().map(other).collect())
}

const fn system(to: Audience) -> Option<SystemId> {
    match to {
        Audience::System(system) => Some(system),
        Audience::Person(_) | Audience::Anyone => None,
    }
}
