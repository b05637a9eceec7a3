//! Where stands what somebody wrote for a group, found by who wrote it.

use sharing::own::OwnText;
use store::sql;

/// What somebody said a system is for, what they called for, and what they saw differently.
pub(crate) const OWN: &[OwnText] = &[
    OwnText {
        rows: sql!(
            "SELECT id, system_id AS thing_id, system_id AS keeper_id, words, at FROM purposes \
             WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "purpose",
        column: "words",
    },
    OwnText {
        rows: sql!(
            "SELECT id, system_id AS thing_id, system_id AS keeper_id, why AS words, at FROM recalls \
             WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "recall",
        column: "why",
    },
    OwnText {
        rows: sql!(
            "SELECT id, system_id AS thing_id, system_id AS keeper_id, answer AS words, answered AS at FROM recalls \
             WHERE answered_by = $1 ORDER BY answered, id LIMIT 5000"
        ),
        part: "recall_answer",
        column: "answer",
    },
    OwnText {
        rows: sql!(
            "SELECT id, system_id AS thing_id, system_id AS keeper_id, words, at FROM dissents \
             WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "dissent",
        column: "words",
    },
    OwnText {
        rows: sql!(
            "SELECT id, system_id AS thing_id, system_id AS keeper_id, answer AS words, answered AS at FROM dissents \
             WHERE answered_by = $1 ORDER BY answered, id LIMIT 5000"
        ),
        part: "dissent_answer",
        column: "answer",
    },
    OwnText {
        rows: sql!(
            "SELECT id, system_id AS thing_id, system_id AS keeper_id, words, at FROM open_parts \
             WHERE said_by = $1 ORDER BY at, id LIMIT 5000"
        ),
        part: "open_part",
        column: "words",
    },
];
