//! What was told to somebody by name and they have not seen.

use ground::id::PersonId;
use ground::{Moment, Outcome};
use store::{Look, bind, sql};

use crate::tellings::TellingId;

/// What others told and have offered to this person by name since this moment, with since when each
/// is: the newest twenty that no row says they looked at, that do not wait to be read back, and that
/// they hear in no group. What was handed over with a slip is left out: nobody is shown who looked at
/// that. All of it is decided here, so that nothing which is left out stands in the way of what is
/// not. Rows that name a person have an index of their own, and so has who looked at one thing: this
/// follows what reached one person within some weeks, whatever the size of the place, and however
/// much others looked at what their tellers told.
pub(super) async fn unopened(
    look: &mut Look,
    person: PersonId,
    since: Moment,
) -> Outcome<Vec<(TellingId, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT t.id, a.since FROM audiences a \
                 JOIN tellings t ON t.system_id = a.home_id AND t.id = a.thing_id \
                 WHERE a.to_kind = 'person' AND a.to_id = $1 AND a.since > $2 \
                 AND a.thing_kind = 'telling' AND t.slip_hash IS NULL \
                 AND COALESCE(t.teller_id, t.writer_id) <> $1 \
                 AND (t.manner <> 'absent' OR t.read_back IS NOT NULL \
                 OR t.not_read_back_why IS NOT NULL) \
                 AND NOT EXISTS (SELECT 1 FROM looked l \
                 WHERE l.reader_id = $1 AND l.thing_id = t.id) \
                 AND NOT EXISTS (SELECT 1 FROM audiences g JOIN standings s \
                 ON s.person_id = $1 AND s.ended IS NULL AND s.kind = 'part' \
                 AND ((g.to_kind = 'system' AND s.system_id = g.to_id) \
                 OR (g.to_kind = 'anyone' AND s.place_id = t.place_id)) \
                 WHERE g.thing_id = t.id) \
                 ORDER BY a.since DESC, t.id DESC LIMIT 20"
            ),
            bind().id(person).moment(since),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.moment("since")?))).collect()
}
