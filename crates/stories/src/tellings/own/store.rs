//! Which tellings are somebody's own.

use ground::id::PersonId;
use ground::{After, Outcome, Stretch};
use store::{Look, Row, bind, sql};

use crate::tellings::TellingId;

/// The next of this person's own tellings, newest first. What they brought in a file is the words
/// of others, and is not among them. (That it was not brought is asked so that no index answers it:
/// all but every telling was not.)
pub(crate) async fn of_teller(
    look: &mut Look,
    person: PersonId,
    after: Option<After>,
    most: usize,
) -> Outcome<Stretch<TellingId>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, at FROM tellings \
                 WHERE (teller_id = $1 OR (writer_id = $1 AND slip_hash IS NULL)) \
                 AND (import_id IS NULL) = TRUE AND at <= $2 AND (at < $2 OR id < $3) \
                 ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(person).latest(after, most),
        )
        .await?;
    let read = |row: &Row| Ok(After::this(row.moment("at")?, row.id::<TellingId>("id")?));
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    let rows = Stretch::of(rows, most, |row: &After| *row);
    Ok(rows.with(rows.iter().map(|row| TellingId(row.id)).collect()))
}

/// Those of these tellings that are this person's own.
pub(crate) async fn own_among(
    look: &mut Look,
    person: PersonId,
    ids: &[TellingId],
) -> Outcome<Vec<TellingId>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT id FROM tellings \
                 WHERE (teller_id = $1 OR (writer_id = $1 AND slip_hash IS NULL)) \
                 AND (import_id IS NULL) = TRUE AND id IN ({many})"
            ),
            bind().id(person),
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// All of them by id, 500 at a time after this one, for whoever needs all of them.
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
