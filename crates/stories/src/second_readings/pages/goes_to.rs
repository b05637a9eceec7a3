//! To whom something would go, for whoever judges before it does whether it could hurt.

use std::collections::BTreeSet;

use ::store::Look;
use ground::id::SystemId;
use ground::{Line, Outcome};
use places::systems;
use sharing::{Audience, Reader, Seen, Sharing};

use crate::tellings::Telling;

/// Whom the wishes name. People are counted, since whom somebody trusts is theirs to say.
#[derive(Default)]
pub(super) struct GoesTo {
    /// What groups are called, as far as this reader sees them.
    pub(super) systems: Vec<Seen<Line>>,
    /// Whether there are groups that this reader does not see.
    pub(super) has_unseen: bool,
    /// Whether anybody hears it who is signed in.
    pub(super) anyone: bool,
    /// How many people were chosen by name.
    pub(super) people: usize,
}

impl GoesTo {
    /// Of all that stands on the page.
    pub(super) async fn of(
        sharing: &Sharing,
        look: &mut Look,
        reader: &Reader,
        tellings: &[Telling],
    ) -> Outcome<Self> {
        let to: BTreeSet<Audience> =
            tellings.iter().flat_map(|telling| telling.wishes.heard_by.iter().copied()).collect();
        let (mut ids, mut goes_to): (Vec<SystemId>, Self) = (Vec::new(), Self::default());
        for audience in to {
            match audience {
                Audience::System(system) => ids.push(system),
                Audience::Anyone => goes_to.anyone = true,
                Audience::Person(_) => goes_to.people += 1,
            }
        }
        let seen = systems::find_many(sharing, look, reader, &ids).await?;
        goes_to.has_unseen = seen.len() < ids.len();
        goes_to.systems = seen.into_iter().map(|system| system.name).collect();
        Ok(goes_to)
    }
}
