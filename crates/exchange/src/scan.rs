//! Text to records, one at a time, as RFC 4180 has it and as leniently as spreadsheets are: a
//! quote counts only at the very start of a cell; what stands after a closing quote is kept; a
//! line ends with LF, CRLF or CR. Every byte is looked at a bounded number of times.

/// The most cells of one record that are kept; the rest are only counted. One more than the most
/// columns, so that a table that is too wide is seen to be.
const CELLS_KEPT: usize = super::table::MOST_COLUMNS + 1;

/// One record: its cells in one string, so that sixty empty cells cost little.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// The line of the file in which it begins, from 1.
    pub(crate) line: usize,
    text: String,
    ends: Vec<u32>,
    /// How many cells it has, kept or not.
    pub(crate) width: usize,
    /// How many cells there are up to the last that is not blank.
    pub(crate) filled: usize,
    /// Whether something stands between a closing quote and the next delimiter.
    pub(crate) stray: bool,
}

/// A quote that opens in this line and never closes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Unclosed {
    pub(crate) line: usize,
}

impl Record {
    /// The text of one cell, counted from 0; a cell that is not there is empty.
    pub(crate) fn cell(&self, at: usize) -> &str {
        let Some(&end) = self.ends.get(at) else { return "" };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        self.text.get(start.unwrap_or(0) as usize..end as usize).unwrap_or("")
    }

    /// A record of one blank cell: an empty line.
    pub(crate) const fn is_blank(&self) -> bool {
        self.width <= 1 && self.filled == 0
    }
}

/// Walks through a text record by record.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    delimiter: u8,
}

impl<'a> Scanner<'a> {
    pub(crate) const fn new(text: &'a str, delimiter: u8) -> Self {
        Self { text, at: 0, line: 1, delimiter }
    }

    /// The rest of the line ahead, without its break; nothing at the end of the text.
    pub(crate) fn line_ahead(&self) -> Option<&'a str> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        rest.split(['\n', '\r']).next()
    }

    /// Leaves the line ahead out.
    pub(crate) fn skip_line(&mut self) {
        self.at += self.line_ahead().map_or(0, str::len);
        self.line_break();
    }

    /// The next record; nothing at the end of the text.
    pub(crate) fn record(&mut self) -> Option<Result<Record, Unclosed>> {
        if self.at >= self.text.len() {
            return None;
        }
        let mut record = Record {
            line: self.line,
            text: String::new(),
            ends: Vec::new(),
            width: 0,
            filled: 0,
            stray: false,
        };
        loop {
            let start = record.text.len();
            if let Err(unclosed) = self.cell(&mut record) {
                return Some(Err(unclosed));
            }
            record.width += 1;
            if record.text.get(start..).is_some_and(|cell| !cell.trim().is_empty()) {
                record.filled = record.width;
            }
            if record.width <= CELLS_KEPT {
                record.ends.push(u32::try_from(record.text.len()).unwrap_or(u32::MAX));
            } else {
                record.text.truncate(start);
            }
            if self.byte() == Some(self.delimiter) {
                self.at += 1;
            } else {
                self.line_break();
                return Some(Ok(record));
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over one line break, if one is here.
    fn line_break(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let long = match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return,
        };
        self.at += long;
        self.line += 1;
    }

    /// Reads one cell up to its delimiter, its line break or the end.
    fn cell(&mut self, record: &mut Record) -> Result<(), Unclosed> {
        if self.byte() == Some(b'"') {
            self.quoted(record)?;
        }
        let rest = self.text.get(self.at..).unwrap_or("");
        let delimiter = self.delimiter;
        let ends = |byte: u8| byte == delimiter || byte == b'\n' || byte == b'\r';
        let long = rest.bytes().position(ends).unwrap_or(rest.len());
        record.text.push_str(rest.get(..long).unwrap_or(""));
        self.at += long;
        Ok(())
    }

    /// Reads a quoted cell up to just after its closing quote; two quotes are one.
    fn quoted(&mut self, record: &mut Record) -> Result<(), Unclosed> {
        let opened = self.line;
        self.at += 1;
        loop {
            let rest = self.text.get(self.at..).unwrap_or("");
            let Some((inside, after)) = rest.split_once('"') else {
                return Err(Unclosed { line: opened });
            };
            record.text.push_str(inside);
            self.line += breaks(inside);
            self.at += inside.len() + 1;
            if !after.starts_with('"') {
                let next = after.bytes().next();
                record.stray |= next
                    .is_some_and(|byte| byte != self.delimiter && byte != b'\n' && byte != b'\r');
                return Ok(());
            }
            record.text.push('"');
            self.at += 1;
        }
    }
}

/// How many line breaks there are; CRLF is one.
fn breaks(text: &str) -> usize {
    let count = |pattern: &str| text.matches(pattern).count();
    count("\n") + count("\r") - count("\r\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        let mut scanner = Scanner::new(text, b',');
        let mut found = Vec::new();
        while let Some(Ok(record)) = scanner.record() {
            found.push((0..record.width).map(|at| record.cell(at).to_owned()).collect());
        }
        found
    }

    #[test]
    fn line_breaks_and_quotes_inside_quotes_belong_to_the_cell() {
        assert_eq!(
            all("a,\"one\r\ntwo, \"\"three\"\"\"\r\nb,c"),
            [["a", "one\r\ntwo, \"three\""], ["b", "c"]]
        );
    }

    #[test]
    fn records_know_the_line_they_begin_in_whatever_ends_the_lines() {
        let mut scanner = Scanner::new("a,b\r\"x\ny\rz\",1\n\nlast,2", b',');
        let mut lines = Vec::new();
        while let Some(Ok(record)) = scanner.record() {
            lines.push((record.line, record.is_blank()));
        }
        assert_eq!(lines, [(1, false), (2, false), (5, true), (6, false)]);
    }

    #[test]
    fn a_quote_that_never_closes_is_named_by_its_line() {
        let mut scanner = Scanner::new("a,b\nc,\"d\ne,f\n", b',');
        assert!(scanner.record().is_some_and(|first| first.is_ok()));
        assert_eq!(scanner.record().and_then(Result::err), Some(Unclosed { line: 2 }));
    }

    proptest! {
        #[test]
        fn what_a_csv_writer_wrote_is_read_back_the_same(
            rows in prop::collection::vec(prop::collection::vec("[a\",;\\n\\r #é]{0,6}", 3), 1..8)
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).expect("written");
            }
            let text = String::from_utf8(writer.into_inner().expect("whole")).expect("UTF-8");
            prop_assert_eq!(all(&text), rows);
        }

        #[test]
        fn any_text_ends_and_lines_never_run_backwards(text in "[ab\",;\\n\\r#]{0,200}") {
            let mut scanner = Scanner::new(&text, b';');
            let mut line = 0;
            while let Some(Ok(record)) = scanner.record() {
                prop_assert!(record.line > line);
                line = record.line;
            }
        }
    }
}
