//! Putting away what one raised: somebody else may pick up their phone, and must not read that they
//! asked for help. Whoever is on duty keeps it, answers it, and reads that it was put away. It
//! cannot be brought back, since whoever holds the phone could.

use ::store::{Look, Work};
use ground::id::{Kind, SystemId};
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Reader, Sharing};

use super::store::{self, WorryRow};
use super::{WorryId, WorryKind, heard};

/// How often something can have been said to go on, before and after, for all of it to be put away
/// at once.
const MOST_TOGETHER: usize = 100;

/// In which place, and as what, this reader raised something that they may put away. Nothing for
/// whoever did not raise it, and once it was put away.
pub async fn still_shown(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: WorryId,
) -> Outcome<(SystemId, WorryKind)> {
    let row = store::one(look, id).await?;
    sharing.leave(reader, Action::PutAway, &heard::matter(&row))?;
    Ok((row.system, row.kind))
}

/// Puts away what the reader raised, with all that was said of it before and after: none of their
/// own pages or files shows it from then on. Nothing changes for whoever is on duty.
pub async fn put_away(sharing: &Sharing, reader: &Reader, id: WorryId, now: Moment) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        let row = store::one(work, id).await?;
        if row.said_by == Some(by) && row.put_away.is_some() {
            return Err(Fault::Already);
        }
        let fresh = Reader::person(work, by).await?;
        sharing.leave(&fresh, Action::PutAway, &heard::matter(&row))?;
        let system = row.system;
        for one in together(work, row).await? {
            store::put_away(work, &one, now).await?;
        }
        // The trail does not say who: it would tell whoever reads it that they raised something.
        trail::mark(work, Mark::unsigned(system, now, Verb::Changed, Kind::System)).await
    })
}

/// What was raised, what was raised before it, and what was said of it again.
async fn together(work: &mut Work, row: WorryRow) -> Outcome<Vec<WorryRow>> {
    let (mut before, mut last) = (row.after, row.id);
    let mut all = vec![row];
    for _ in 0..MOST_TOGETHER {
        let Some(id) = before else { break };
        let one = store::one(work, id).await?;
        before = one.after;
        all.push(one);
    }
    for _ in 0..MOST_TOGETHER {
        let Some(one) = store::said_again(work, &[last]).await?.pop() else { break };
        last = one.id;
        all.push(one);
    }
    Ok(all)
}
