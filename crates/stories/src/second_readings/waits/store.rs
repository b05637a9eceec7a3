//! What waits points at the reading that is about it: wishes, chapters, and the name and the
//! quoting of somebody under 18. It waits no more when that reading was answered *fine*.

use ground::Outcome;
use store::{Look, Sql, Work, bind, sql};

use crate::second_readings::{About, ReadingId};
use crate::tellings::TellingId;

/// Whether something of a telling waits.
pub(crate) async fn waits(look: &mut Look, telling: TellingId, about: About) -> Outcome<bool> {
    let sql = match about {
        About::Wider => sql!(
            "SELECT (EXISTS (SELECT 1 FROM wishes w WHERE w.telling_id = $1 AND w.wider \
             AND NOT EXISTS (SELECT 1 FROM second_readings r \
             WHERE r.id = w.reading_id AND COALESCE(r.fine, FALSE))) \
             OR EXISTS (SELECT 1 FROM chapters c WHERE c.telling_id = $1 AND c.wider \
             AND EXISTS (SELECT 1 FROM wishes w WHERE w.telling_id = $1 AND w.wider) \
             AND NOT EXISTS (SELECT 1 FROM second_readings r \
             WHERE r.id = c.reading_id AND COALESCE(r.fine, FALSE)))) AS answer"
        ),
        About::Under18 => sql!(
            "SELECT EXISTS (SELECT 1 FROM tellings t WHERE t.id = $1 AND (t.under_18 \
             OR EXISTS (SELECT 1 FROM persons p WHERE p.id = t.teller_id AND p.under_18)) \
             AND ((t.named AND NOT EXISTS (SELECT 1 FROM second_readings r \
             WHERE r.id = t.named_reading_id AND COALESCE(r.fine, FALSE))) \
             OR (t.quoted AND NOT EXISTS (SELECT 1 FROM second_readings r \
             WHERE r.id = t.quoted_reading_id AND COALESCE(r.fine, FALSE))))) AS answer"
        ),
    };
    look.one(sql, bind().id(telling)).await?.flag("answer")
}

/// Whether something of a telling waits that nobody was asked about, or no longer is.
pub(crate) async fn unasked(look: &mut Look, telling: TellingId, about: About) -> Outcome<bool> {
    let sql = match about {
        About::Wider => sql!(
            "SELECT (EXISTS (SELECT 1 FROM wishes w WHERE w.telling_id = $1 AND w.wider \
             AND NOT EXISTS (SELECT 1 FROM second_readings r \
             WHERE r.id = w.reading_id AND r.ended IS NULL)) \
             OR EXISTS (SELECT 1 FROM chapters c WHERE c.telling_id = $1 AND c.wider \
             AND EXISTS (SELECT 1 FROM wishes w WHERE w.telling_id = $1 AND w.wider) \
             AND NOT EXISTS (SELECT 1 FROM second_readings r \
             WHERE r.id = c.reading_id AND r.ended IS NULL))) AS answer"
        ),
        About::Under18 => sql!(
            "SELECT EXISTS (SELECT 1 FROM tellings t WHERE t.id = $1 AND (t.under_18 \
             OR EXISTS (SELECT 1 FROM persons p WHERE p.id = t.teller_id AND p.under_18)) \
             AND ((t.named AND NOT EXISTS (SELECT 1 FROM second_readings r \
             WHERE r.id = t.named_reading_id AND r.ended IS NULL)) \
             OR (t.quoted AND NOT EXISTS (SELECT 1 FROM second_readings r \
             WHERE r.id = t.quoted_reading_id AND r.ended IS NULL)))) AS answer"
        ),
    };
    look.one(sql, bind().id(telling)).await?.flag("answer")
}

/// Lets whatever waits point at this reading. Says how much did not before.
pub(crate) async fn point_at(
    work: &mut Work,
    telling: TellingId,
    about: About,
    reading: ReadingId,
) -> Outcome<u64> {
    let pieces: [Sql; 2] = match about {
        About::Wider => [
            sql!(
                "UPDATE wishes SET reading_id = $2 WHERE telling_id = $1 AND wider \
                 AND (reading_id IS NULL OR reading_id <> $2) \
                 AND NOT EXISTS (SELECT 1 FROM second_readings r \
                 WHERE r.id = wishes.reading_id AND COALESCE(r.fine, FALSE))"
            ),
            sql!(
                "UPDATE chapters SET reading_id = $2 WHERE telling_id = $1 AND wider \
                 AND (reading_id IS NULL OR reading_id <> $2) \
                 AND NOT EXISTS (SELECT 1 FROM second_readings r \
                 WHERE r.id = chapters.reading_id AND COALESCE(r.fine, FALSE))"
            ),
        ],
        About::Under18 => [
            sql!(
                "UPDATE tellings SET named_reading_id = $2 WHERE id = $1 AND named \
                 AND (named_reading_id IS NULL OR named_reading_id <> $2) \
                 AND NOT EXISTS (SELECT 1 FROM second_readings r \
                 WHERE r.id = tellings.named_reading_id AND COALESCE(r.fine, FALSE))"
            ),
            sql!(
                "UPDATE tellings SET quoted_reading_id = $2 WHERE id = $1 AND quoted \
                 AND (quoted_reading_id IS NULL OR quoted_reading_id <> $2) \
                 AND NOT EXISTS (SELECT 1 FROM second_readings r \
                 WHERE r.id = tellings.quoted_reading_id AND COALESCE(r.fine, FALSE))"
            ),
        ],
    };
    let mut pointed = 0;
    for sql in pieces {
        pointed += work.run(sql, bind().id(telling).id(reading)).await?;
    }
    Ok(pointed)
}

/// Those readings that something of a telling points at.
pub(crate) async fn pointed_at(look: &mut Look, telling: TellingId) -> Outcome<Vec<ReadingId>> {
    let rows = look
        .all(
            sql!(
                "SELECT reading_id FROM wishes WHERE telling_id = $1 AND wider \
                 AND reading_id IS NOT NULL \
                 UNION SELECT reading_id FROM chapters WHERE telling_id = $1 AND wider \
                 AND reading_id IS NOT NULL \
                 UNION SELECT t.named_reading_id FROM tellings t WHERE t.id = $1 AND t.named \
                 AND t.named_reading_id IS NOT NULL AND (t.under_18 OR EXISTS \
                 (SELECT 1 FROM persons p WHERE p.id = t.teller_id AND p.under_18)) \
                 UNION SELECT t.quoted_reading_id FROM tellings t WHERE t.id = $1 AND t.quoted \
                 AND t.quoted_reading_id IS NOT NULL AND (t.under_18 OR EXISTS \
                 (SELECT 1 FROM persons p WHERE p.id = t.teller_id AND p.under_18)) LIMIT 500"
            ),
            bind().id(telling),
        )
        .await?;
    rows.iter().map(|row| row.id("reading_id")).collect()
}

/// New words of somebody under 18 are looked at anew before they are named or quoted. Whether they
/// are is for the caller to know.
pub(crate) async fn look_anew(work: &mut Work, telling: TellingId) -> Outcome<()> {
    work.run(
        sql!("UPDATE tellings SET named_reading_id = NULL, quoted_reading_id = NULL WHERE id = $1"),
        bind().id(telling),
    )
    .await?;
    Ok(())
}
