//! A file of tellings, row by row: every row is either kept or refused with a reason, and every
//! column that was held back is named.
//!
//! The words are kept as they are, formulas and all: a cell that begins with `=` is what somebody
//! wrote. Where a title, a teller's name or a time is too long for its place, the row is kept and
//! the text stands beside it under its heading. Every other column that is not held back is kept
//! beside the words, for whoever imports to see, and is nobody's voice.

use std::sync::Arc;

use ground::{Line, Words, words::NotTaken};

use crate::{
    bytes::{self, Encoding},
    mapping::{Chosen, Mapping},
    refusal::{Refusal, Why},
    suspect::{self, Looks, Part},
    table::{Delimiter, Row, Table},
    told::{Doubt, Told},
};

/// One row that was kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// The number a spreadsheet shows beside the row: headings, remarks and blank lines count.
    pub row: usize,
    /// Which of the rows under the headings it is, from 1.
    pub nth: usize,
    /// The line of the file in which the row begins.
    pub line: usize,
    /// What somebody told.
    pub words: Words,
    /// What it was called.
    pub title: Option<Line>,
    /// When it happened, as precisely as it was told.
    pub when: Option<Told>,
    /// Why that stays words, where something is told of when and it was not read as a date.
    pub doubt: Option<Doubt>,
    /// Who told it.
    pub teller: Option<Line>,
    /// The other columns' filled cells, each with its heading's own name, in the file's order.
    pub beside: Vec<(Arc<str>, Words)>,
}

/// One row that was not kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The number a spreadsheet shows beside the row: headings, remarks and blank lines count.
    pub row: usize,
    /// Which of the rows under the headings it is, from 1.
    pub nth: usize,
    /// The line of the file in which the row begins.
    pub line: usize,
    /// Why it was not kept.
    pub why: Why,
}

/// One row that is kept, and ends before the last heading: what is missing may have stood there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Short {
    /// The number a spreadsheet shows beside the row: headings, remarks and blank lines count.
    pub row: usize,
    /// Which of the rows under the headings it is, from 1.
    pub nth: usize,
    /// How many cells it has.
    pub cells: usize,
    /// How many headings there are.
    pub headings: usize,
}

/// One column of which nothing was kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldBack {
    /// The heading's own name.
    pub heading: String,
    /// What the column looks like.
    pub why: Looks,
}

/// What was read from a file. `rows` is always the sum of those kept and those refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// How many rows stand under the headings, blank lines and comments not counted.
    pub rows: usize,
    /// The rows that were kept, in the file's order.
    pub kept: Vec<Imported>,
    /// The rows that were not, in the file's order.
    pub refused: Vec<Refused>,
    /// The columns that look like an identifier or a score.
    pub held_back: Vec<HeldBack>,
    /// The headings of the columns whose cells stand beside the words, in the file's order.
    pub beside: Vec<String>,
    /// What the file's letters were read as.
    pub encoding: Encoding,
    /// What stands between its columns.
    pub delimiter: Delimiter,
    /// The lines that were left out as comments, each by the number a spreadsheet shows beside it.
    pub comments: Vec<usize>,
    /// The kept rows that have fewer cells than there are headings, in the file's order.
    pub short: Vec<Short>,
}

impl Reading {
    /// The kept rows whose time stays words, in the file's order, each with why.
    pub fn undated(&self) -> impl Iterator<Item = (&Imported, Doubt)> {
        self.kept.iter().filter_map(|one| one.doubt.map(|doubt| (one, doubt)))
    }
}

/// A file as it can be shown before a mapping is chosen.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What the file's letters were read as.
    pub encoding: Encoding,
    /// Its headings and rows.
    pub table: Table,
}

impl Sheet {
    /// Reads a file as headings and rows.
    ///
    /// # Errors
    /// A [`Refusal`] of the whole file.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let decoded = bytes::decode(bytes)?;
        Ok(Self { encoding: decoded.encoding, table: Table::read(&decoded.text)? })
    }

    /// Reads the rows as tellings.
    ///
    /// # Errors
    /// A mapping that does not fit the headings, or that chooses identifiers for the words.
    pub fn tellings(&self, mapping: &Mapping) -> Result<Reading, Refusal> {
        let table = &self.table;
        let chosen = mapping.choose(&table.headings)?;
        let columns = Columns::of(table, chosen)?;
        let (mut kept, mut refused, mut short) = (Vec::new(), Vec::new(), Vec::new());
        let headings = table.headings.len();
        for (nth, row) in (1..).zip(&table.rows) {
            match columns.telling(row, nth) {
                Ok(telling) => {
                    kept.push(telling);
                    if row.cells() < headings {
                        short.push(Short { row: row.row, nth, cells: row.cells(), headings });
                    }
                }
                Err(why) => refused.push(Refused { row: row.row, nth, line: row.line, why }),
            }
        }
        Ok(Reading {
            rows: table.rows.len(),
            kept,
            refused,
            held_back: columns.held_back(),
            beside: columns.beside(),
            encoding: self.encoding,
            delimiter: table.delimiter,
            comments: table.comments.clone(),
            short,
        })
    }
}

/// Reads a file of tellings by a mapping.
///
/// # Errors
/// A [`Refusal`] of the whole file or of the mapping; nothing is kept then.
pub fn read(bytes: &[u8], mapping: &Mapping) -> Result<Reading, Refusal> {
    Sheet::read(bytes)?.tellings(mapping)
}

/// One column: its heading's own name, what it was chosen for, and why it is held back.
struct Column {
    name: Arc<str>,
    part: Part,
    looks: Option<Looks>,
}

/// The columns and how dates are written in them.
struct Columns {
    all: Vec<Column>,
    chosen: Chosen,
}

impl Columns {
    fn of(table: &Table, chosen: Chosen) -> Result<Self, Refusal> {
        let mut all = Vec::with_capacity(table.headings.len());
        for (at, heading) in table.headings.iter().enumerate() {
            let part = chosen.part(at);
            let cells = table.rows.iter().map(|row| row.cell(at));
            let looks = suspect::look(&heading.original, cells, part);
            if let (Part::Words, Some(why)) = (part, looks) {
                return Err(Refusal::WordsHeldBack { heading: heading.name.clone(), why });
            }
            all.push(Column { name: heading.name.as_str().into(), part, looks });
        }
        Ok(Self { all, chosen })
    }

    fn held_back(&self) -> Vec<HeldBack> {
        let held = |column: &Column| {
            column.looks.map(|why| HeldBack { heading: column.name.to_string(), why })
        };
        self.all.iter().filter_map(held).collect()
    }

    fn beside(&self) -> Vec<String> {
        let stays = |column: &&Column| column.looks.is_none() && column.part == Part::Beside;
        self.all.iter().filter(stays).map(|column| column.name.to_string()).collect()
    }

    /// Reads one row.
    fn telling(&self, row: &Row, nth: usize) -> Result<Imported, Why> {
        if row.filled() > self.all.len() {
            return Err(Why::TooManyCells { headings: self.all.len(), were: row.filled() });
        }
        let words = self.text(row, self.chosen.words)?.ok_or(Why::NoWords)?;
        let mut telling = Imported {
            row: row.row,
            nth,
            line: row.line,
            words,
            title: None,
            when: None,
            doubt: None,
            teller: None,
            beside: Vec::new(),
        };
        for (at, column) in self.all.iter().enumerate() {
            if column.looks.is_some() || column.part == Part::Words {
                continue;
            }
            if !self.placed(row.cell(at), column.part, &mut telling) {
                let text = self.text(row, at)?;
                telling.beside.extend(text.map(|text| (Arc::clone(&column.name), text)));
            }
        }
        Ok(telling)
    }

    /// Puts a cell in the place it was chosen for; false when it has none or is too long for it.
    fn placed(&self, cell: &str, part: Part, telling: &mut Imported) -> bool {
        let line = || Line::parse_optional(cell);
        let format = self.chosen.format.as_ref();
        match part {
            Part::Title => line().map(|title| telling.title = title).is_ok(),
            Part::Teller => line().map(|teller| telling.teller = teller).is_ok(),
            Part::When => {
                let told = Told::read(cell, format);
                if matches!(told, Ok(Some(Told::Words(_))) | Err(_)) {
                    telling.doubt = Some(Doubt::of(cell, format));
                }
                told.map(|when| telling.when = when).is_ok()
            }
            Part::Words | Part::Beside => false,
        }
    }

    fn text(&self, row: &Row, at: usize) -> Result<Option<Words>, Why> {
        Words::parse_optional(row.cell(at)).map_err(|not_taken| match not_taken {
            NotTaken::Empty => Why::NoWords,
            NotTaken::TooLong { most, were } => {
                let heading = self.all.get(at).map_or_else(String::new, |one| one.name.to_string());
                Why::TooLong { heading, most, were }
            }
        })
    }
}

#[cfg(test)]
mod tests;
