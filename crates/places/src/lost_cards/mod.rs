//! A lost card: its holder rings, and somebody who looks after the place ends it for them. That
//! shuts a door and opens none: no words of a card are shown, and no new one is made.
//!
//! It takes looking after the *place*. Anybody can draw a group and put others in it, and whoever
//! looks after that could otherwise shut others out.

pub mod pages;

use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Sharing, StandingKind};
use store::Look;

use crate::may::acting;
use crate::stewards::{self, Act, ActId, NewAct};

/// Leave to end the cards of whoever plays a part in this place; otherwise it is not found.
pub fn may_end(sharing: &Sharing, reader: &Reader, place: SystemId) -> Outcome<()> {
    sharing.leave(reader, Action::Tend, &Matter::system(place, place)).map(|_| ())
}

/// Somebody plays a part in this place; otherwise they are not found.
async fn of_place(look: &mut Look, place: SystemId, person: PersonId) -> Outcome<()> {
    let stands = Reader::person(look, person).await?.stands(StandingKind::Part, place);
    if stands { Ok(()) } else { Err(Fault::NotFound) }
}

/// Ends the card of somebody who plays a part in a place, and signs them out everywhere. It is
/// listed for all among what was done in looking after the place, and its holder is told when they
/// next come in. Nobody lost a card that they did not have: then nothing is written, and it is said.
pub async fn end(
    sharing: &Sharing,
    place: SystemId,
    id: ActId,
    person: PersonId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        if acting(sharing, work, by, Action::Tend, place).await?.place != place {
            return Err(Fault::NotFound);
        }
        of_place(work, place, person).await?;
        let (act, by) = (Act::CardEnded, Some(by));
        let new = NewAct { id, system: place, act, by, about: Some(person), words: None, at };
        stewards::record(work, new).await?;
        let whose = Thing::new(Kind::Person, person);
        trail::mark(work, Mark::of(place, at, Verb::Changed, by, whose)).await?;
        let Some(by) = by else { return Ok(()) };
        doors::cards::end_for(work, person, by, at).await
    })
}
