//! What was told to somebody by name and they have not opened.

use ground::id::PersonId;
use ground::{Moment, Outcome};
use store::{Look, bind, sql};

use crate::tellings::TellingId;

/// The newest twenty that others told since this moment and offered to this person by name, and that
/// no row says they looked at. What was handed over with a slip is left out: nobody is shown who
/// looked at that. Rows that name a person have an index of their own, so that this costs the same
/// in a place of any size.
pub(super) async fn unopened(
    look: &mut Look,
    person: PersonId,
    since: Moment,
) -> Outcome<Vec<TellingId>> {
    let rows = look
        .all(
            sql!(
                "SELECT t.id FROM audiences a \
                 JOIN tellings t ON t.system_id = a.home_id AND t.id = a.thing_id \
                 WHERE a.to_kind = 'person' AND a.to_id = $1 AND a.at > $2 \
                 AND a.thing_kind = 'telling' AND t.slip_hash IS NULL \
                 AND COALESCE(t.teller_id, t.writer_id) <> $1 \
                 AND NOT EXISTS (SELECT 1 FROM looked l \
                 WHERE l.concerns_id = COALESCE(t.teller_id, t.writer_id) AND l.at >= t.at \
                 AND l.reader_id = $1 AND l.thing_id = t.id) \
                 ORDER BY a.at DESC, t.id DESC LIMIT 20"
            ),
            bind().id(person).moment(since),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}
