//! Why a file or a row was not taken: a stable code for pages to translate, and a plain English
//! sentence for the command line.

use crate::{bytes::Encoding, suspect::Looks};

/// Why a whole file, or a mapping, was not taken. Nothing of the file is kept then.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// Larger than is taken at once.
    #[error(
        "this file has {were} bytes; at most {most} are taken at once. Split it and bring the parts one by one"
    )]
    TooManyBytes {
        /// The most bytes that are taken.
        most: usize,
        /// How many there were.
        were: usize,
    },
    /// Nothing but space.
    #[error("this file is empty")]
    Empty,
    /// A spreadsheet's own format, whatever the file is called.
    #[error(
        "this is a spreadsheet or a zip file, not a CSV. Open it in the spreadsheet program and save it as CSV"
    )]
    Spreadsheet,
    /// Bytes that are no text.
    #[error("this is not a table of text: it holds bytes that no text has. Save it again as CSV")]
    NotATable,
    /// The letters do not fit the encoding that the file seems to be in.
    #[error(
        "the letters in this file are damaged, or not what they say they are ({encoding}). Save it again as CSV in UTF-8"
    )]
    Damaged {
        /// What it was read as.
        encoding: Encoding,
    },
    /// A quote that never closes swallows everything after it.
    #[error(
        "a quote opens in line {line} and never closes. Close it, or take it out, and try again"
    )]
    UnclosedQuote {
        /// The line of the file in which the quote opens, from 1.
        line: usize,
    },
    /// Only one column, or none.
    #[error(
        "the headings in line {line} make only one column. Between columns there should be a comma, a semicolon, a tab or a bar"
    )]
    OneColumn {
        /// The line of the file in which the headings stand, from 1.
        line: usize,
    },
    /// More columns than are taken.
    #[error("this file has {were} columns; at most {most} are taken")]
    TooManyColumns {
        /// The most columns that are taken.
        most: usize,
        /// How many there were.
        were: usize,
    },
    /// More rows than are taken at once.
    #[error("this file has more than {most} rows. Split it and bring the parts one by one")]
    TooManyRows {
        /// The most rows that are taken.
        most: usize,
    },
    /// A heading that is no heading.
    #[error("the heading of column {column} has {were} characters; at most {most} are taken")]
    LongHeading {
        /// Which column, from 1.
        column: usize,
        /// The most characters that are taken.
        most: usize,
        /// How many there were.
        were: usize,
    },
    /// The mapping chooses a heading that the file does not have.
    #[error("there is no heading “{wanted}” in this file. It has: {}", listed(.there))]
    HeadingNotThere {
        /// What the mapping asked for.
        wanted: String,
        /// The headings there are.
        there: Vec<String>,
    },
    /// One heading was chosen for two things.
    #[error("the heading “{heading}” was chosen for two things; each needs its own")]
    HeadingTwice {
        /// Which heading.
        heading: String,
    },
    /// A format for dates, and no column of dates.
    #[error("a date format was given, but no heading for when it happened")]
    FormatWithoutWhen,
    /// A format for dates that cannot be read.
    #[error(
        "the date format “{format}” cannot be read: {why}. Write it like dd/mm/yyyy or %d/%m/%Y"
    )]
    FormatUnread {
        /// The format as it was given.
        format: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A saved mapping that cannot be read.
    #[error("this mapping cannot be read: {why}")]
    MappingUnread {
        /// What is wrong with it.
        why: String,
    },
    /// The column chosen for the words holds identifiers.
    #[error(
        "the column “{heading}” was chosen for the words, but {why}. Choose the column in which people say what happened"
    )]
    WordsHeldBack {
        /// Which heading.
        heading: String,
        /// What it looks like.
        why: Looks,
    },
}

impl Refusal {
    /// The code by which pages find their own sentence. It never changes once released.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooManyBytes { .. } => "too-many-bytes",
            Self::Empty => "empty",
            Self::Spreadsheet => "spreadsheet",
            Self::NotATable => "not-a-table",
            Self::Damaged { .. } => "damaged",
            Self::UnclosedQuote { .. } => "unclosed-quote",
            Self::OneColumn { .. } => "one-column",
            Self::TooManyColumns { .. } => "too-many-columns",
            Self::TooManyRows { .. } => "too-many-rows",
            Self::LongHeading { .. } => "long-heading",
            Self::HeadingNotThere { .. } => "heading-not-there",
            Self::HeadingTwice { .. } => "heading-twice",
            Self::FormatWithoutWhen => "format-without-when",
            Self::FormatUnread { .. } => "format-unread",
            Self::MappingUnread { .. } => "mapping-unread",
            Self::WordsHeldBack { .. } => "words-held-back",
        }
    }
}

/// Why one row was not taken. The rows around it are.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Why {
    /// The words column is empty here.
    #[error("no words in this row")]
    NoWords,
    /// A text longer than is taken.
    #[error("the text under “{heading}” has {were} characters; at most {most} are taken")]
    TooLong {
        /// Under which heading.
        heading: String,
        /// The most characters that are taken.
        most: usize,
        /// How many there were.
        were: usize,
    },
    /// Filled cells beyond the last heading: most likely a text that is not in quotes fell apart,
    /// and half of somebody's words would be worse than none.
    #[error("this row has {were} cells under {headings} headings; perhaps a text is not in quotes")]
    TooManyCells {
        /// How many headings there are.
        headings: usize,
        /// How far the filled cells go.
        were: usize,
    },
}

impl Why {
    /// The code by which pages find their own sentence. It never changes once released.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoWords => "no-words",
            Self::TooLong { .. } => "too-long",
            Self::TooManyCells { .. } => "too-many-cells",
        }
    }
}

/// Headings in a sentence.
fn listed(headings: &[String]) -> String {
    headings.iter().map(|heading| format!("“{heading}”")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_heading_names_the_headings_there_are() {
        let refusal = Refusal::HeadingNotThere {
            wanted: "Words".to_owned(),
            there: vec!["Story".to_owned(), "When".to_owned()],
        };
        assert_eq!(
            refusal.to_string(),
            "there is no heading “Words” in this file. It has: “Story”, “When”"
        );
        assert_eq!(refusal.code(), "heading-not-there");
    }

    #[test]
    fn a_row_without_words_says_so() {
        assert_eq!(Why::NoWords.to_string(), "no words in this row");
    }
}
