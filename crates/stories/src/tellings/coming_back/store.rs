//! What somebody's own tellings say about coming back.

use ground::id::PersonId;
use ground::{Moment, Outcome};
use store::{Look, Row, bind, sql};

use crate::tellings::TellingId;

/// What one telling says about when its teller is asked how things are now.
pub(super) struct LetsUs {
    pub(super) id: TellingId,
    pub(super) at: Moment,
    /// Whether it lets us come back.
    pub(super) come_back: bool,
    /// On which day; where it does not, the day on which its teller said *not again*.
    pub(super) come_back_on: Option<Moment>,
    /// When more was last told of it, if it was.
    pub(super) told_more: Option<Moment>,
}

/// This person's own tellings that let us come back, or of which they said after this moment that
/// they are not to be asked again: the newest hundred, newest first. What they brought in a file is
/// the words of others, who are not here to be asked.
pub(super) async fn let_us(
    look: &mut Look,
    person: PersonId,
    ended_after: Moment,
) -> Outcome<Vec<LetsUs>> {
    let rows = look
        .all(
            sql!(
                "SELECT t.id, t.at, t.come_back, t.come_back_on, (SELECT MAX(m.at) \
                 FROM chapters m WHERE m.telling_id = t.id) AS told_more FROM tellings t \
                 WHERE (t.teller_id = $1 OR (t.writer_id = $1 AND t.slip_hash IS NULL)) \
                 AND (t.import_id IS NULL) = TRUE AND (t.come_back OR t.come_back_on > $2) \
                 ORDER BY t.at DESC, t.id DESC LIMIT 100"
            ),
            bind().id(person).moment(ended_after),
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<LetsUs> {
    Ok(LetsUs {
        id: row.id("id")?,
        at: row.moment("at")?,
        come_back: row.flag("come_back")?,
        come_back_on: row.maybe_moment("come_back_on")?,
        told_more: row.maybe_moment("told_more")?,
    })
}
