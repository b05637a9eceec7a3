//! Text to a table: which character stands between the columns, which lines are comments, what
//! the headings are called, and by which number a person finds each row.
//!
//! **Comments** are lines that begin with `#` or `;`. A heading may be called `#`, words may begin
//! with `#hope`, and in a file with semicolons between its columns a row whose first cell is empty
//! begins with `;`. So the number of cells decides, against the width most other lines have:
//!
//! - before the headings, such a line is a comment unless it has the width of the table and no
//!   cell after the first begins with a space (as `# Exported in May, by Ana` has);
//! - between rows, it is a comment unless it has the width of the table; where semicolons stand
//!   between columns, one that begins with `;` must also go on with a space to be a comment;
//! - a line with an open quote that has no more cells than the table is never a comment.
//!
//! In doubt a line is kept as a row, where somebody sees it, rather than lost as a comment.
//!
//! **Blank lines** are no rows. A row of delimiters alone is one, without words.

use std::fmt;

use crate::{
    refusal::Refusal,
    scan::{Record, Scanner, Unclosed},
};

/// The most columns that are taken.
pub const MOST_COLUMNS: usize = 60;
/// The most rows that are taken at once, the headings not counted.
pub const MOST_ROWS: usize = 50_000;
/// The most characters of a heading that serve as its name; a longer one is cut and marked.
const MOST_NAME: usize = 200;
/// The sample from which the delimiter is told: at most this many bytes and records.
const SAMPLE: (usize, usize) = (256 * 1024, 200);

/// What stands between columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, where the comma is for decimals
    Semicolon,
    /// A tab, as pasted from a spreadsheet.
    Tab,
    /// `|`
    Bar,
}

impl Delimiter {
    /// Every delimiter that is looked for; an earlier one wins when two fit equally well.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Bar];

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Bar => "bar",
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One column's heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// A name no other column has: `Notes`, then `Notes (2)`; `Column 3` where there was none.
    pub name: String,
    /// The heading as it stands in the file, with space at its ends and breaks inside evened out.
    pub original: String,
}

/// One row under the headings.
#[derive(Clone, Debug)]
pub struct Row {
    /// The number a spreadsheet shows beside it: comments, blank lines and headings count, a line
    /// break inside a cell does not.
    pub row: usize,
    /// The line of the file in which it begins, as a text editor counts; the same as `row` until
    /// a cell has a line break inside.
    pub line: usize,
    record: Record,
}

impl Row {
    /// The text under the heading with this index; a cell that is not there is empty.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.record.cell(column)
    }

    /// How many cells there are up to the last that is not blank.
    #[must_use]
    pub const fn filled(&self) -> usize {
        self.record.filled
    }

    /// How many cells there are, blank ones too.
    #[must_use]
    pub const fn cells(&self) -> usize {
        self.record.width
    }
}

/// A whole file as headings and rows.
#[derive(Clone, Debug)]
pub struct Table {
    /// The headings, 2 to [`MOST_COLUMNS`], with names that differ.
    pub headings: Vec<Heading>,
    /// The rows under them, in the order of the file.
    pub rows: Vec<Row>,
    /// What stands between the columns.
    pub delimiter: Delimiter,
    /// The lines that were left out as comments, each by the number that a spreadsheet shows
    /// beside it.
    pub comments: Vec<usize>,
}

impl Table {
    /// Reads a text as a table.
    ///
    /// # Errors
    /// One column, too many columns or rows, a heading that is too long, a quote that never closes.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let (stated, text_from) = stated_delimiter(text);
        let form = Form::of(text.get(text_from..).unwrap_or(""), stated);
        let mut scanner = Scanner::new(text, form.delimiter.byte());
        let mut table = Self {
            headings: Vec::new(),
            rows: Vec::new(),
            delimiter: form.delimiter,
            comments: Vec::new(),
        };
        let mut row = 0;
        while let Some(ahead) = scanner.line_ahead() {
            row += 1;
            if row == 1 && text_from > 0 {
                scanner.skip_line();
            } else if form.is_comment(ahead, table.headings.is_empty()) {
                table.comments.push(row);
                scanner.skip_line();
            } else if let Some(record) = scanner.record() {
                table.take(record.map_err(unclosed)?, row)?;
            }
        }
        if table.headings.is_empty() { Err(Refusal::OneColumn { line: row }) } else { Ok(table) }
    }

    fn take(&mut self, record: Record, row: usize) -> Result<(), Refusal> {
        if record.is_blank() {
            return Ok(());
        }
        if self.headings.is_empty() {
            self.headings = headings(&record)?;
        } else if self.rows.len() == MOST_ROWS {
            return Err(Refusal::TooManyRows { most: MOST_ROWS });
        } else {
            self.rows.push(Row { row, line: record.line, record });
        }
        Ok(())
    }
}

const fn unclosed(quote: Unclosed) -> Refusal {
    Refusal::UnclosedQuote { line: quote.line }
}

/// Some spreadsheets write `sep=;` as the first line. Gives it, and where the table begins.
fn stated_delimiter(text: &str) -> (Option<Delimiter>, usize) {
    let line = text.split(['\n', '\r']).next().unwrap_or("");
    let stated = line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="));
    let mark = line.as_bytes().get(4).filter(|_| stated && line.len() == 5);
    let found = mark.and_then(|&mark| Delimiter::ALL.into_iter().find(|one| one.byte() == mark));
    (found, if found.is_some() { line.len() } else { 0 })
}

/// How the table is laid out, told from a sample.
struct Form {
    delimiter: Delimiter,
    /// The width that most lines have.
    width: usize,
}

impl Form {
    /// Tries every delimiter on the sample. The one under which most records have the same width,
    /// at least two, and no text stands after a closing quote, is the one; then the wider table.
    fn of(text: &str, stated: Option<Delimiter>) -> Self {
        let sample = text.get(..text.floor_char_boundary(SAMPLE.0)).unwrap_or(text);
        let mut best = Self { delimiter: stated.unwrap_or(Delimiter::Comma), width: 0 };
        let mut best_fit = 0;
        for delimiter in Delimiter::ALL {
            if stated.is_some_and(|stated| stated != delimiter) {
                continue;
            }
            let (width, fit) = fit(sample, delimiter);
            if width >= 2 && (fit, width) > (best_fit, best.width) {
                best = Self { delimiter, width };
                best_fit = fit;
            }
        }
        best
    }

    /// Whether the line is a comment; see the module's own words.
    fn is_comment(&self, line: &str, before_headings: bool) -> bool {
        let Some(mark) = line.bytes().next().filter(|mark| matches!(mark, b'#' | b';')) else {
            return false;
        };
        let mut scanner = Scanner::new(line, self.delimiter.byte());
        let record = match scanner.record() {
            Some(Ok(record)) => record,
            // An open quote: the cells before it decide whether this can be a row.
            _ => return line.matches(char::from(self.delimiter.byte())).count() >= self.width,
        };
        if record.width == self.width {
            let sentence = (1..record.width).any(|at| record.cell(at).starts_with(' '));
            return before_headings && sentence;
        }
        let may_be_empty_cell = mark == b';' && self.delimiter == Delimiter::Semicolon;
        before_headings || !may_be_empty_cell || line.as_bytes().get(1) == Some(&b' ')
    }
}

/// The width most records of the sample have, and how many in a thousand have it cleanly. Lines
/// that may be comments do not count, unless there are no others.
fn fit(sample: &str, delimiter: Delimiter) -> (usize, usize) {
    let (mut plain, mut marked) = (Vec::new(), Vec::new());
    let mut scanner = Scanner::new(sample, delimiter.byte());
    while let Some(ahead) = scanner.line_ahead() {
        let is_marked = ahead.starts_with(['#', ';']);
        if is_marked && marked.len() < SAMPLE.1 {
            let record = Scanner::new(ahead, delimiter.byte()).record();
            marked.extend(record.and_then(Result::ok).map(|record| (record.width, record.stray)));
        }
        if is_marked {
            scanner.skip_line();
            continue;
        }
        match scanner.record() {
            Some(Ok(record)) if !record.is_blank() => plain.push((record.width, record.stray)),
            Some(Ok(_)) => {}
            _ => break,
        }
        if plain.len() == SAMPLE.1 {
            break;
        }
    }
    let records = if plain.is_empty() { marked } else { plain };
    let clean = |width| records.iter().filter(|&&record| record == (width, false)).count();
    let width = records.iter().map(|record| record.0).max_by_key(|&width| (clean(width), width));
    width.map_or((0, 0), |width| (width, clean(width) * 1_000 / records.len()))
}

fn headings(record: &Record) -> Result<Vec<Heading>, Refusal> {
    let were = record.width;
    if were < 2 {
        return Err(Refusal::OneColumn { line: record.line });
    }
    if were > MOST_COLUMNS {
        return Err(Refusal::TooManyColumns { most: MOST_COLUMNS, were });
    }
    let mut originals = Vec::with_capacity(were);
    for at in 0..were {
        let original = record.cell(at).split_whitespace().collect::<Vec<_>>().join(" ");
        let (most, were) = (ground::Words::MOST, original.chars().count());
        if were > most {
            return Err(Refusal::LongHeading { column: at + 1, most, were });
        }
        originals.push(original.chars().filter(|letter| !letter.is_control()).collect());
    }
    Ok(named(originals))
}

/// Gives every heading a name of its own. The first to bear a name keeps it.
fn named(originals: Vec<String>) -> Vec<Heading> {
    let plain: Vec<String> = (1..).zip(&originals).map(|(at, one)| plain_name(one, at)).collect();
    let mut names: Vec<String> = Vec::with_capacity(plain.len());
    for (at, name) in plain.iter().enumerate() {
        let before = plain.iter().take(at).filter(|other| *other == name).count();
        let mut own = name.clone();
        let mut number = before + 1;
        // A file may hold "Notes (2)" itself, so the next free number is looked for.
        while before > 0 && taken(&own, &plain, &names) {
            own = format!("{name} ({number})");
            number += 1;
        }
        names.push(own);
    }
    names.into_iter().zip(originals).map(|(name, original)| Heading { name, original }).collect()
}

fn taken(name: &str, plain: &[String], given: &[String]) -> bool {
    plain.iter().chain(given).any(|other| other == name)
}

fn plain_name(original: &str, column: usize) -> String {
    if original.is_empty() {
        return format!("Column {column}");
    }
    match original.char_indices().nth(MOST_NAME) {
        Some((cut, _)) => format!("{}…", original.get(..cut).unwrap_or("")),
        None => original.to_owned(),
    }
}

#[cfg(test)]
mod tests;
