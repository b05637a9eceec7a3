//! That somebody whose words these are is under 18. It can be said at any time by whoever may narrow
//! the telling, and nobody takes it back by themselves.

use ::store::{Keeper, Look};
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome};
use places::systems;
use sharing::trail::{self, Verb};
use sharing::{Action, Audience, Reader, Sharing, people};

use super::later::store as rows;
use super::store::TellingRow;
use super::{TellingId, store, tell};
use crate::second_readings::{self, Asks, Whom};

/// Somebody under 18 is named only when a second adult said so.
pub(super) const fn may_be_named(row: &TellingRow) -> bool {
    !row.under_18 || row.may_name
}

/// A name that was chosen for somebody under 18 is a name too: others see it only when it was
/// wished, and a second adult said so.
pub(super) const fn may_show_chosen(row: &TellingRow) -> bool {
    !row.under_18 || (row.wishes.named && row.may_name)
}

/// Refuses to let somebody who said that they are under 18 hear something where no adult hears it but
/// its own people: chosen by name, or because nobody else of a group is grown. Words that no other
/// adult sees are how a child is drawn aside. Asked within each write of wishes, of those who are new
/// in it, as things stand then: whoever heard it before they said so stays, so that nothing has to be
/// said of them; and whoever joins a group or leaves it later is not looked at anew. What is wider
/// than a group is read by somebody else first.
pub(super) async fn singles_out_no_child(
    look: &mut Look,
    new: &[Audience],
    own: [Option<PersonId>; 2],
) -> Outcome<()> {
    let (mut one_by_one, mut groups) = (Vec::new(), Vec::new());
    for to in new {
        match *to {
            Audience::Person(person) => one_by_one.push(person),
            Audience::System(system) => groups.push(system),
            Audience::Anyone => {}
        }
    }
    if !people::under_18_among(look, &one_by_one).await?.is_empty() {
        return Err(Fault::Unfit("unfit-under-18-alone"));
    }
    let without = systems::without_an_adult(look, &groups, own).await?;
    if without.is_empty() { Ok(()) } else { Err(Fault::Unfit("unfit-under-18-group")) }
}

/// Says that whoever told it, or whoever it is about, is under 18. With this write no name is shown
/// and nothing is quoted until a second adult has looked; whom to ask is chosen on its page.
pub async fn say_under_18(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    now: Moment,
) -> Outcome<()> {
    let row = tell::own(sharing, reader, id, Action::Narrow).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let asks = Asks { whom: Whom::NotYet, ..Asks::default() };
    let prepared = second_readings::prepare(&ring, &row, &asks, tell::kept_at(&row, now))?;
    ::store::write!(sharing.store.database, |work| {
        let before = tell::still_own(sharing, work, reader, id, Action::Narrow).await?;
        if before.under_18 {
            return Ok(());
        }
        rows::set_under_18(work, &before).await?;
        let fresh = store::one(work, id).await?;
        second_readings::settle(sharing, work, &fresh, &prepared).await?;
        tell::offer(work, &fresh, now).await?;
        trail::mark(work, tell::acted(&fresh, reader, now, Verb::Changed)).await
    })
}
