//! What a file would become, before anything of it is kept: every row is kept or refused.

use std::collections::BTreeSet;
use std::fmt;

use ::store::Keys;
use exchange::tellings::{Sheet, Short};
use exchange::{Doubt, HeldBack, Imported, Mapping, Reading, Refusal};
use ground::Line;
use ground::id::{PersonId, SystemId};

use super::{ImportId, random_looking};

/// How many rows are shown before anything is kept, and how many dates that were not read.
pub const FIRST: usize = 5;

/// A file that was read, by whom it would be brought and where to.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The import that keeping it makes: the same for the same bytes, person and system, and the
    /// same column of words. Whatever else is chosen anew, each row stays the same row.
    pub id: ImportId,
    /// Which column holds what.
    pub mapping: Mapping,
    /// What was read.
    pub reading: Reading,
    /// What the file is called.
    pub file_name: Option<Line>,
    /// Whether whoever runs the server brings it in that person's name, who is then told so.
    pub by_operator: bool,
}

impl Plan {
    /// Reads a file. This can take a second for the largest files that are taken.
    ///
    /// # Errors
    /// A [`Refusal`] of the whole file, or of the mapping.
    pub fn of(
        keys: &Keys,
        (by, system): (PersonId, SystemId),
        bytes: &[u8],
        mapping: Mapping,
        file_name: Option<Line>,
    ) -> Result<Self, Refusal> {
        let sheet = Sheet::read(bytes)?;
        let chosen = mapping.choose(&sheet.table.headings)?;
        let reading = sheet.tellings(&mapping)?;
        // The column and not its name: a heading can be written in several ways. Other words are
        // another telling; the same words with another date are not.
        let (file, words) = (blake3::hash(bytes), chosen.words);
        let text = format!("{by} {system} {} {words}", file.to_hex());
        let id = ImportId(random_looking(&keys.lookup("import", &text).0));
        Ok(Self { id, mapping, reading, file_name, by_operator: false })
    }

    /// The first rows, as they would be kept.
    #[must_use]
    pub fn first(&self) -> &[Imported] {
        let kept = &self.reading.kept;
        kept.get(..FIRST).unwrap_or(kept)
    }

    /// What became, or would become, of every row. `erased` are the rows whose tellings were
    /// kept before and then erased.
    #[must_use]
    pub fn report(&self, erased: &[usize]) -> Report {
        let reading = &self.reading;
        let by_file = reading.refused.iter().map(NotKept::of);
        let erased: BTreeSet<usize> = erased.iter().copied().collect();
        let gone = reading.kept.iter().filter(|one| erased.contains(&one.row));
        let gone = gone.map(|one| NotKept { row: one.row, nth: one.nth, why: Why::Erased });
        let mut refused: Vec<NotKept> = by_file.chain(gone).collect();
        refused.sort_by_key(|not_kept| not_kept.row);
        Report {
            rows: reading.rows,
            kept: reading.rows - refused.len(),
            already: 0,
            refused,
            held_back: reading.held_back.clone(),
            beside: reading.beside.clone(),
            undated: reading.undated().count(),
            first_undated: reading.undated().take(FIRST).map(Undated::of).collect(),
            encoding: reading.encoding.name(),
            comments: reading.comments.clone(),
            short: reading.short.clone(),
        }
    }
}

impl Report {
    /// The same, where this many of the rows are here already: they stay as they were first kept.
    #[must_use]
    pub const fn with_already(mut self, already: usize) -> Self {
        self.kept = self.kept.saturating_sub(already);
        self.already = already;
        self
    }
}

/// What became of every row of a file: `rows` is the sum of those kept, those that were here
/// already and those refused.
#[derive(Clone, Debug)]
pub struct Report {
    /// How many rows stand under the headings.
    pub rows: usize,
    /// How many are kept.
    pub kept: usize,
    /// How many were kept before, from the same file, and stay as they are.
    pub already: usize,
    /// Those that are not, in the file's order.
    pub refused: Vec<NotKept>,
    /// The columns of which nothing is kept.
    pub held_back: Vec<HeldBack>,
    /// The headings of the columns that are kept beside the words, as nobody's voice.
    pub beside: Vec<String>,
    /// In how many rows what is told of when stays words.
    pub undated: usize,
    /// The first of those rows.
    pub first_undated: Vec<Undated>,
    /// What the file's letters were read as.
    pub encoding: &'static str,
    /// The lines that were left out as comments, each by the number a spreadsheet shows beside it.
    pub comments: Vec<usize>,
    /// The kept rows that end before the last heading.
    pub short: Vec<Short>,
}

/// A row that is not kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotKept {
    /// The number a spreadsheet shows beside it: headings, remarks and blank lines count.
    pub row: usize,
    /// Which of the rows under the headings it is, from 1.
    pub nth: usize,
    /// Why.
    pub why: Why,
}

impl NotKept {
    /// A row that cannot be kept as it stands in the file.
    #[must_use]
    pub fn of(refused: &exchange::tellings::Refused) -> Self {
        Self { row: refused.row, nth: refused.nth, why: refused.why.clone().into() }
    }
}

/// A row in which what is told of when stays words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Undated {
    /// The number a spreadsheet shows beside it: headings, remarks and blank lines count.
    pub row: usize,
    /// Which of the rows under the headings it is, from 1.
    pub nth: usize,
    /// Why.
    pub doubt: Doubt,
}

impl Undated {
    /// A kept row, with why.
    #[must_use]
    pub const fn of((one, doubt): (&Imported, Doubt)) -> Self {
        Self { row: one.row, nth: one.nth, doubt }
    }
}

/// Why a row is not kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// What stands in the file cannot be kept.
    File(exchange::Why),
    /// It was kept before, and its telling was erased. Erased stays erased.
    Erased,
}

impl From<exchange::Why> for Why {
    fn from(why: exchange::Why) -> Self {
        Self::File(why)
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(why) => why.fmt(f),
            Self::Erased => f.write_str("this was kept before and then erased; it stays erased"),
        }
    }
}
