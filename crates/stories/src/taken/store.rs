//! The rows of what was taken away.

use ground::id::{SystemId, Uuid};
use ground::{Fault, Moment, Outcome};
use store::{Look, Work, bind, sql};

use super::{Taken, TakenKind};
use crate::tellings::TellingId;

/// Writes it, and says whether it was not there before.
pub(super) async fn insert(
    work: &mut Work,
    (system, telling): (SystemId, TellingId),
    id: Uuid,
    taken: Taken,
) -> Outcome<bool> {
    let written = work
        .run(
            sql!(
                "INSERT INTO taken (system_id, id, telling_id, kind, said_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (system_id, id) DO NOTHING"
            ),
            bind()
                .id(system)
                .id(id)
                .id(telling)
                .word(taken.kind.word())
                .maybe_id(taken.said_by)
                .moment(taken.at),
        )
        .await?;
    Ok(written == 1)
}

pub(super) async fn of_telling(look: &mut Look, id: TellingId) -> Outcome<Vec<Taken>> {
    let rows = look
        .all(
            sql!(
                "SELECT kind, said_by, at FROM taken WHERE telling_id = $1 \
                 ORDER BY (said_by IS NULL), at DESC, id LIMIT 200"
            ),
            bind().id(id),
        )
        .await?;
    rows.iter()
        .map(|row| {
            let at: Moment = row.moment("at")?;
            let kind = TakenKind::parse(&row.word("kind")?);
            let kind = kind.ok_or_else(|| Fault::Inside("taken in no way".to_owned()))?;
            Ok(Taken { kind, said_by: row.maybe_id("said_by")?, at })
        })
        .collect()
}
