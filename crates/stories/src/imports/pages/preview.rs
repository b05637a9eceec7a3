//! The first rows of a file, as they would be kept.

use exchange::tellings::Imported;
use ground::{Line, Words};
use sharing::{Leave, Seen};

use crate::imports::Plan;
use crate::imports::keep::in_words;

/// How much of a row's words is shown, in characters: enough to see that it is the right column.
const SHOWN: usize = 400;
/// How much of each cell beside them is.
const SHOWN_BESIDE: usize = 120;

/// The first rows, as they would be kept.
pub(super) struct Preview {
    pub(super) rows: Vec<Row>,
}

/// One row, as it would be kept.
pub(super) struct Row {
    /// The number a spreadsheet shows beside it.
    pub(super) row: usize,
    /// Which of the rows under the headings it is.
    pub(super) nth: usize,
    /// Its words, or how they begin.
    pub(super) words: Seen<String>,
    pub(super) title: Option<Seen<Line>>,
    /// When it happened, as it was read.
    pub(super) when: Option<Seen<Line>>,
    pub(super) teller: Option<Seen<Line>>,
    /// What stands beside the words, each under its heading.
    pub(super) beside: Vec<(Seen<String>, Seen<String>)>,
}

impl Preview {
    /// What is shown of a plan to whoever brought the file.
    pub(super) fn of(leave: &Leave, plan: &Plan) -> Self {
        Self { rows: plan.first().iter().map(|one| Row::of(leave, one)).collect() }
    }
}

impl Row {
    fn of(leave: &Leave, one: &Imported) -> Self {
        let line = |line: &Option<Line>| line.clone().map(|line| leave.show(line));
        let opening = |words: &Words, most| leave.show(words.clone()).opening(most);
        let when = one.when.as_ref().and_then(in_words);
        let beside = one.beside.iter().map(|(heading, words)| {
            (leave.show(heading.to_string()), opening(words, SHOWN_BESIDE))
        });
        Self {
            row: one.row,
            nth: one.nth,
            words: opening(&one.words, SHOWN),
            title: line(&one.title),
            when: line(&when),
            teller: line(&one.teller),
            beside: beside.collect(),
        }
    }
}
