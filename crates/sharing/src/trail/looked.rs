//! Who looked, for those whose words were read.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{After, Moment, Outcome, Stretch};
use store::{Look, Row, bind, sql};

/// One line of *who looked*.
#[derive(Clone, Copy, Debug)]
pub struct Glance {
    /// Who read it.
    pub reader: PersonId,
    /// What they read.
    pub thing: Uuid,
    /// When.
    pub at: Moment,
}

/// How many lines of *who looked* stand on one page.
pub const PAGE: usize = 50;

/// Who read what this person told, newest first, a page at a time; for that person only. Somebody
/// who reads one thing many times in a day is one line, and stands where they last did. Whoever
/// looks often pushes nobody off: the list goes on.
pub async fn who_looked(
    look: &mut Look,
    concerns: PersonId,
    after: Option<After>,
) -> Outcome<Stretch<Glance>> {
    let rows = look
        .all(
            sql!(
                "SELECT l.id, l.reader_id, l.thing_id, l.at FROM looked l \
                 WHERE l.concerns_id = $1 AND l.thing_kind = 'telling' \
                 AND l.at <= $2 AND (l.at < $2 OR l.id < $3) \
                 AND NOT EXISTS (SELECT 1 FROM looked o WHERE o.concerns_id = l.concerns_id \
                 AND o.at >= l.at AND o.at < (l.at / 86400000000 + 1) * 86400000000 \
                 AND o.reader_id = l.reader_id AND o.thing_id = l.thing_id \
                 AND (o.at > l.at OR o.id > l.id)) \
                 ORDER BY l.at DESC, l.id DESC LIMIT $4"
            ),
            bind().id(concerns).latest(after, PAGE),
        )
        .await?;
    stretch(&rows)
}

/// Who read what stands in this one system, their own page, newest first, in the same way.
pub async fn who_looked_in(
    look: &mut Look,
    (system, concerns): (SystemId, PersonId),
    after: Option<After>,
) -> Outcome<Stretch<Glance>> {
    let rows = look
        .all(
            sql!(
                "SELECT l.id, l.reader_id, l.thing_id, l.at FROM looked l \
                 WHERE l.system_id = $1 AND l.concerns_id = $2 \
                 AND l.at <= $3 AND (l.at < $3 OR l.id < $4) \
                 AND NOT EXISTS (SELECT 1 FROM looked o WHERE o.system_id = l.system_id \
                 AND o.concerns_id = l.concerns_id \
                 AND o.at >= l.at AND o.at < (l.at / 86400000000 + 1) * 86400000000 \
                 AND o.reader_id = l.reader_id AND o.thing_id = l.thing_id \
                 AND (o.at > l.at OR o.id > l.id)) \
                 ORDER BY l.at DESC, l.id DESC LIMIT $5"
            ),
            bind().id(system).id(concerns).latest(after, PAGE),
        )
        .await?;
    stretch(&rows)
}

fn stretch(rows: &[Row]) -> Outcome<Stretch<Glance>> {
    let read = |row: &Row| {
        let (reader, thing, at) = (row.id("reader_id")?, row.id("thing_id")?, row.moment("at")?);
        Ok((Glance { reader, thing, at }, After::this(at, row.id::<Uuid>("id")?)))
    };
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    let mut rows = Stretch::of(rows, PAGE, |(_, after): &(Glance, After)| *after);
    let here = rows.take().into_iter().map(|(glance, _)| glance).collect();
    Ok(rows.with(here))
}
