//! Where stands what somebody wrote for a group, found by who wrote it.

use sharing::own::OwnRows;
use store::sql;

/// What somebody said a system is for, what they called for, and what they saw differently.
pub(crate) const OWN: &[OwnRows] = &[
    OwnRows {
        rows: sql!(
            "SELECT id, system_id, words, at FROM purposes WHERE said_by = $1 \
             AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "system_id",
        keeper: "system_id",
        parts: &[("words", "purpose")],
    },
    OwnRows {
        rows: sql!(
            "SELECT id, system_id, why, at FROM recalls WHERE said_by = $1 \
             AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "system_id",
        keeper: "system_id",
        parts: &[("why", "recall")],
    },
    OwnRows {
        rows: sql!(
            "SELECT id, system_id, answer, answered AS at FROM recalls WHERE answered_by = $1 \
             AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "system_id",
        keeper: "system_id",
        parts: &[("answer", "recall_answer")],
    },
    OwnRows {
        rows: sql!(
            "SELECT id, system_id, words, at FROM dissents WHERE said_by = $1 \
             AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "system_id",
        keeper: "system_id",
        parts: &[("words", "dissent")],
    },
    OwnRows {
        rows: sql!(
            "SELECT id, system_id, answer, answered AS at FROM dissents WHERE answered_by = $1 \
             AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "system_id",
        keeper: "system_id",
        parts: &[("answer", "dissent_answer")],
    },
    OwnRows {
        rows: sql!(
            "SELECT id, system_id, words, at FROM open_parts WHERE said_by = $1 \
             AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "system_id",
        keeper: "system_id",
        parts: &[("words", "open_part")],
    },
];
