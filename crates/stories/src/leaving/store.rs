//! Where stands what somebody wrote beside their own tellings, found by who wrote it.

use ground::id::{PersonId, Uuid};
use ground::{Moment, Outcome};
use sharing::own::OwnText;
use store::{Look, bind, sql};

use crate::patterns::PatternId;
use crate::tellings::TellingId;

/// What somebody said to others about what was told.
pub(super) const BESIDE: &[OwnText] = &[
    OwnText {
        rows: sql!(
            "SELECT id, id AS thing_id, system_id AS keeper_id, words, at FROM worries \
             WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "worry",
        column: "words",
    },
    OwnText {
        rows: sql!(
            "SELECT id, id AS thing_id, system_id AS keeper_id, answer AS words, answered AS at \
             FROM worries WHERE answered_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "worry_answer",
        column: "answer",
    },
    OwnText {
        rows: sql!(
            "SELECT id, telling_id AS thing_id, telling_id AS keeper_id, answer AS words, answered AS at \
             FROM second_readings WHERE answered_by = $1 AND telling_id IS NOT NULL ORDER BY answered, id LIMIT 5000"
        ),
        part: "second_reading",
        column: "answer",
    },
    OwnText {
        rows: sql!(
            "SELECT id, import_id AS thing_id, import_id AS keeper_id, answer AS words, answered AS at \
             FROM second_readings WHERE answered_by = $1 AND import_id IS NOT NULL ORDER BY answered, id LIMIT 5000"
        ),
        part: "second_reading",
        column: "answer",
    },
    OwnText {
        rows: sql!(
            "SELECT id, telling_id AS thing_id, telling_id AS keeper_id, words, at \
             FROM ringing_answers WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "ringing_answer",
        column: "words",
    },
    OwnText {
        rows: sql!(
            "SELECT id, telling_id AS thing_id, telling_id AS keeper_id, words, at \
             FROM answers_to_tellers WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "answer_to_teller",
        column: "words",
    },
];

/// What somebody named, and first said of it.
pub(super) const PATTERNS: &[OwnText] = &[
    OwnText {
        rows: sql!(
            "SELECT id, id AS thing_id, system_id AS keeper_id, name AS words, at FROM patterns \
             WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "pattern",
        column: "name",
    },
    OwnText {
        rows: sql!(
            "SELECT id, id AS thing_id, system_id AS keeper_id, observation AS words, at FROM patterns \
             WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "observation",
        column: "observation",
    },
    OwnText {
        rows: sql!(
            "SELECT id, id AS thing_id, system_id AS keeper_id, ideas AS words, at FROM patterns \
             WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "ideas",
        column: "ideas",
    },
];

/// A quotation that somebody made: where it stands, and no words.
pub(super) struct Quoted {
    pub(super) pattern: PatternId,
    pub(super) telling: TellingId,
    pub(super) begins: i64,
    pub(super) ends: i64,
    pub(super) at: Moment,
}

pub(super) async fn quoted(look: &mut Look, person: PersonId) -> Outcome<Vec<Quoted>> {
    let rows = look
        .all(
            sql!(
                "SELECT pattern_id, telling_id, begins, ends, at FROM quotations \
                 WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Quoted {
                pattern: row.id("pattern_id")?,
                telling: row.id("telling_id")?,
                begins: row.number("begins")?,
                ends: row.number("ends")?,
                at: row.moment("at")?,
            })
        })
        .collect()
}

/// The tellings that somebody put into another language, with when they did.
pub(super) async fn translated(
    look: &mut Look,
    person: PersonId,
) -> Outcome<Vec<(Uuid, TellingId, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, telling_id, at FROM translations WHERE said_by = $1 \
                 ORDER BY at, id LIMIT 500"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.id("telling_id")?, row.moment("at")?))).collect()
}
