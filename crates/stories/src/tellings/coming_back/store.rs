//! Whose day to be asked again has come.

use ground::id::PersonId;
use ground::{Moment, Outcome};
use store::{Look, bind, sql};

use crate::tellings::TellingId;

/// This person's own tellings that let us come back, whose day has come: the day chosen, or, where
/// none was, when nothing was told since `quiet_since`. Neither is longer ago than this many days.
/// With each, when more was last told of it, if it was.
pub(super) async fn due(
    look: &mut Look,
    person: PersonId,
    (now, quiet_since): (Moment, Moment),
    days: i64,
) -> Outcome<Vec<(TellingId, Option<Moment>)>> {
    let rows = look
        .all(
            sql!(
                "SELECT t.id, (SELECT MAX(m.at) FROM chapters m WHERE m.telling_id = t.id) \
                 AS told_more FROM tellings t \
                 WHERE (t.teller_id = $1 OR (t.writer_id = $1 AND t.slip_hash IS NULL)) \
                 AND t.come_back AND ((t.come_back_on <= $2 AND t.come_back_on > $4 \
                 AND NOT EXISTS (SELECT 1 FROM chapters c WHERE c.telling_id = t.id \
                 AND c.at >= t.come_back_on)) OR (t.come_back_on IS NULL AND t.at < $3 \
                 AND (t.at > $5 OR EXISTS (SELECT 1 FROM chapters c WHERE c.telling_id = t.id \
                 AND c.at > $5)) AND NOT EXISTS (SELECT 1 FROM chapters c \
                 WHERE c.telling_id = t.id AND c.at >= $3))) ORDER BY t.at DESC, t.id LIMIT 5"
            ),
            bind()
                .id(person)
                .moment(now)
                .moment(quiet_since)
                .moment(now.plus_days(-days))
                .moment(quiet_since.plus_days(-days)),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.maybe_moment("told_more")?))).collect()
}
