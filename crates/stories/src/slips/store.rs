//! The one row that a slip changes.

use ground::{Fault, Outcome};
use store::{TokenHash, Work, bind, sql};

use crate::tellings::store::TellingRow;

/// Gives a telling that was written down the slip of whoever it was written down for. It is given
/// once; the wishes that were on a page before are stale after it.
pub(super) async fn give(work: &mut Work, row: &TellingRow, slip: &TokenHash) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE tellings SET slip_hash = $3 \
                 WHERE system_id = $1 AND id = $2 AND slip_hash IS NULL"
            ),
            bind().id(row.system).id(row.id).hash(slip),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}
