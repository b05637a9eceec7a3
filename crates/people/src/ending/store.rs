//! The rows of lives that are about to end.

use ground::id::SystemId;
use ground::{Fault, Moment, Outcome};
use store::{Look, Work, bind, sql};

/// What is about to end already stays as it is.
pub(super) async fn begin(work: &mut Work, life: SystemId, goes: Moment) -> Outcome<()> {
    let begun = sql!("UPDATE lives SET ends = $2 WHERE system_id = $1 AND ends IS NULL");
    let changed = work.run(begun, bind().id(life).moment(goes)).await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Already) }
}

/// What is kept already, or is going, stays as it is.
pub(super) async fn keep(work: &mut Work, life: SystemId) -> Outcome<()> {
    let kept = sql!(
        "UPDATE lives SET ends = NULL WHERE system_id = $1 AND ends IS NOT NULL AND going IS NULL"
    );
    let changed = work.run(kept, bind().id(life)).await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Already) }
}

/// When a life goes for good, if it is about to end.
pub(super) async fn ends(look: &mut Look, life: SystemId) -> Outcome<Option<Moment>> {
    let row = sql!("SELECT ends FROM lives WHERE system_id = $1");
    look.one(row, bind().id(life)).await?.maybe_moment("ends")
}

/// From now on it goes, and nobody keeps it any more.
pub(super) async fn goes(work: &mut Work, life: SystemId, now: Moment) -> Outcome<()> {
    let goes = sql!("UPDATE lives SET going = $2 WHERE system_id = $1 AND going IS NULL");
    work.run(goes, bind().id(life).moment(now)).await?;
    Ok(())
}
