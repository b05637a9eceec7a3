//! A CSV that no spreadsheet runs as formulas. A cell that begins with `=`, `+`, `-`, `@`, a tab
//! or a line break would be taken as a formula by some spreadsheet (OWASP, CSV Injection), so it
//! gets an apostrophe in front, which spreadsheets take as "this is text".
//!
//! The rest is RFC 4180, with the byte order mark that lets spreadsheets see that it is UTF-8.

use std::borrow::Cow;

/// A cell as it may stand in a spreadsheet. Ordinary text is given back as it is.
///
/// ```
/// assert_eq!(exchange::safe_csv::cell("=1+1"), "'=1+1");
/// assert_eq!(exchange::safe_csv::cell("1+1"), "1+1");
/// ```
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    // The wide forms of the signs are turned into plain ones by some Asian spreadsheets.
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(starts) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A CSV as it is being written.
#[derive(Clone, PartialEq, Eq)]
pub struct SafeCsv(String);

impl SafeCsv {
    /// Begins with a row of headings.
    pub fn new<T: AsRef<str>>(headings: impl IntoIterator<Item = T>) -> Self {
        let mut csv = Self("\u{FEFF}".to_owned());
        csv.row(headings);
        csv
    }

    /// Adds a row; every cell is made safe.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        for (at, text) in cells.into_iter().enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            let safe = cell(text.as_ref());
            // Quotes around everything but plain words keep spaces, breaks and leading signs.
            if safe.chars().all(char::is_alphanumeric) && !safe.is_empty() {
                self.0.push_str(&safe);
            } else {
                self.0.push('"');
                self.0.push_str(&safe.replace('"', "\"\""));
                self.0.push('"');
            }
        }
        self.0.push_str("\r\n");
    }

    /// The whole file.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_marked_as_text() {
        let mut csv = SafeCsv::new(["Words", "When"]);
        csv.row(["=HYPERLINK(\"x\")", "-5"]);
        csv.row(["She said \"no\",\nthen yes", ""]);
        assert_eq!(
            csv.finish(),
            "\u{FEFF}Words,When\r\n\"'=HYPERLINK(\"\"x\"\")\",\"'-5\"\r\n\"She said \"\"no\"\",\nthen yes\",\"\"\r\n"
        );
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back_with_no_formula_in_it(
            rows in prop::collection::vec(prop::collection::vec("[=+@\\-\t\r\n,\"'a é]{0,6}", 3), 1..6)
        ) {
            let mut csv = SafeCsv::new(["One", "Two", "Three"]);
            rows.iter().for_each(|row| csv.row(row));
            let text = csv.finish();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let read: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("read");
            prop_assert_eq!(read.len(), rows.len() + 1);
            for (read, row) in read.iter().skip(1).zip(&rows) {
                for (read, written) in read.iter().zip(row) {
                    prop_assert!(read == written || read.strip_prefix('\'') == Some(written.as_str()));
                    prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
                }
            }
        }
    }
}
