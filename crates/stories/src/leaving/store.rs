//! Where stands what somebody wrote beside their own tellings, found by who wrote it.

use ground::id::{PersonId, Uuid};
use ground::{Moment, Outcome};
use sharing::own::OwnRows;
use store::{Look, bind, sql};

use crate::patterns::PatternId;
use crate::tellings::TellingId;

/// What somebody said to others about what was told.
pub(super) const BESIDE: &[OwnRows] = &[
    OwnRows {
        rows: sql!(
            "SELECT id, system_id, words, at FROM worries \
             WHERE said_by = $1 AND put_away IS NULL AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "id",
        keeper: "system_id",
        parts: &[("words", "worry")],
    },
    OwnRows {
        rows: sql!(
            "SELECT id, system_id, answer, answered AS at FROM worries WHERE answered_by = $1 \
             AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "id",
        keeper: "system_id",
        parts: &[("answer", "worry_answer")],
    },
    OwnRows {
        rows: sql!(
            "SELECT id, telling_id, answer, answered AS at FROM second_readings WHERE \
             answered_by = $1 AND telling_id IS NOT NULL AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "telling_id",
        keeper: "telling_id",
        parts: &[("answer", "second_reading")],
    },
    OwnRows {
        rows: sql!(
            "SELECT id, import_id, answer, answered AS at FROM second_readings WHERE \
             answered_by = $1 AND import_id IS NOT NULL AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "import_id",
        keeper: "import_id",
        parts: &[("answer", "second_reading")],
    },
    OwnRows {
        rows: sql!(
            "SELECT id, telling_id, words, at FROM ringing_answers WHERE said_by = $1 \
             AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "telling_id",
        keeper: "telling_id",
        parts: &[("words", "ringing_answer")],
    },
    OwnRows {
        rows: sql!(
            "SELECT id, telling_id, words, at FROM answers_to_tellers WHERE said_by = $1 \
             AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "telling_id",
        keeper: "telling_id",
        parts: &[("words", "answer_to_teller")],
    },
];

/// What somebody named, and first said of it.
pub(super) const PATTERNS: OwnRows = OwnRows {
    rows: sql!(
        "SELECT id, system_id, name, observation, ideas, at FROM patterns WHERE said_by = $1 \
         AND id > $2 ORDER BY id LIMIT $3"
    ),
    thing: "id",
    keeper: "system_id",
    parts: &[("name", "pattern"), ("observation", "observation"), ("ideas", "ideas")],
};

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
        .whole(
            sql!(
                "SELECT id, pattern_id, telling_id, begins, ends, at FROM quotations \
                 WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
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
        .whole(
            sql!(
                "SELECT id, telling_id, at FROM translations WHERE said_by = $1 \
                 AND id > $2 ORDER BY id LIMIT $3"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.id("telling_id")?, row.moment("at")?))).collect()
}
