//! Which tellings are somebody's own.

use ground::id::PersonId;
use ground::{Moment, Outcome};
use store::{Look, bind, sql};

use crate::tellings::TellingId;

/// The newest 500 tellings that are this person's own, newest first. What they brought in a file is
/// the words of others, and is not among them. (That it was not brought is asked so that no index
/// answers it: all but every telling was not.)
pub(crate) async fn of_teller(look: &mut Look, person: PersonId) -> Outcome<Vec<TellingId>> {
    let rows = look
        .all(
            sql!(
                "SELECT id FROM tellings \
                 WHERE (teller_id = $1 OR (writer_id = $1 AND slip_hash IS NULL)) \
                 AND (import_id IS NULL) = TRUE ORDER BY at DESC, id LIMIT 500"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// The same by id, 500 at a time after this one, for whoever needs all of them.
pub(crate) async fn of_teller_after(
    look: &mut Look,
    person: PersonId,
    after: TellingId,
) -> Outcome<Vec<TellingId>> {
    let rows = look
        .all(
            sql!(
                "SELECT id FROM tellings \
                 WHERE (teller_id = $1 OR (writer_id = $1 AND slip_hash IS NULL)) \
                 AND (import_id IS NULL) = TRUE AND id > $2 ORDER BY id LIMIT 500"
            ),
            bind().id(person).id(after),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// This person's own tellings that let us come back, whose day has come: the day chosen, or, where
/// none was, when nothing was told since `quiet_since`. Neither is longer ago than this many days.
pub(crate) async fn to_ask_again(
    look: &mut Look,
    person: PersonId,
    (now, quiet_since): (Moment, Moment),
    days: i64,
) -> Outcome<Vec<TellingId>> {
    let rows = look
        .all(
            sql!(
                "SELECT t.id FROM tellings t \
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
    rows.iter().map(|row| row.id("id")).collect()
}
