//! How one file writes its dates: in `strftime` form such as `%d/%m/%Y`, or in the plain form
//! that spreadsheets show, such as `dd/mm/yyyy`.

use jiff::fmt::strtime::BrokenDownTime;

use super::{Told, without_time};
use crate::refusal::Refusal;

/// The most characters of a format.
const MOST: usize = 60;

/// A format that names a year, and perhaps a month, and perhaps a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Format {
    /// In `strftime` form.
    form: String,
    finest: Finest,
    /// Whether it reads a time of day, which a cell may otherwise hold beside its date.
    has_time: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Finest {
    Year,
    Month,
    Day,
}

impl Format {
    /// Reads a format.
    ///
    /// Plain forms are made of `d`, `dd`, `m`, `mm`, `mmm` (Jan), `mmmm` (January), `yy`, `yyyy`,
    /// `hh`, `mm` after `hh:`, `ss`, in small or capital letters, and signs between them.
    ///
    /// # Errors
    /// [`Refusal::FormatUnread`] when it holds something else, or names no year, or a day without
    /// its month.
    pub fn parse(format: &str) -> Result<Self, Refusal> {
        let format = format.trim();
        let refuse =
            |why| Refusal::FormatUnread { format: format.chars().take(MOST).collect(), why };
        if format.chars().count() > MOST {
            return Err(refuse("it is longer than 60 characters"));
        }
        let form = if format.contains('%') { format.to_owned() } else { from_plain(format) };
        let directives =
            directives(&form).ok_or_else(|| refuse("it has a letter that is not known"))?;
        let any = |of: &str| directives.chars().any(|one| of.contains(one));
        let (year, month, day) = (any("YyFD"), any("mBbhFD"), any("deFD"));
        let finest = match (year, month, day) {
            (false, ..) => return Err(refuse("it names no year")),
            (true, false, true) => return Err(refuse("it names a day without its month")),
            (true, true, true) => Finest::Day,
            (true, true, false) => Finest::Month,
            (true, false, false) => Finest::Year,
        };
        Ok(Self { form, finest, has_time: any("HIMSTRpPz") })
    }

    /// Reads a date by this format; none when it does not fit.
    pub(super) fn read(&self, text: &str) -> Option<Told> {
        let text = if self.has_time { text } else { without_time(text) };
        let parts = BrokenDownTime::parse(&self.form, text).ok()?;
        let year = parts.year()?;
        match self.finest {
            Finest::Day => {
                let told = Told::day(year, parts.month()?, parts.day()?)?;
                let agrees = match (&told, parts.weekday()) {
                    (Told::Day(day), Some(weekday)) => day.weekday() == weekday,
                    _ => true,
                };
                agrees.then_some(told)
            }
            Finest::Month => Told::month(year, parts.month()?),
            Finest::Year => Told::year(year),
        }
    }
}

/// The letters after `%`, when all of them are known here. `%-d` and `%_d` read as `%d`.
fn directives(form: &str) -> Option<String> {
    const KNOWN: &str = "YyFDmBbhdeAaHIMSTRpPz%";
    let mut found = String::new();
    let mut letters = form.chars();
    while let Some(letter) = letters.next() {
        if letter == '%' {
            let next = letters.next()?;
            let directive = if "-_0".contains(next) { letters.next()? } else { next };
            found.push(Some(directive).filter(|one| KNOWN.contains(*one))?);
        } else if letter.is_control() {
            return None;
        }
    }
    Some(found)
}

/// Turns `dd/mm/yyyy` into `%d/%m/%Y`. What is not known becomes a `%` that [`directives`] refuses.
fn from_plain(format: &str) -> String {
    let lower = format.to_ascii_lowercase();
    let mut rest = lower.as_str();
    let mut form = String::new();
    let mut after_hour = false;
    while let Some(letter) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(letter).len();
        let long = run / letter.len_utf8();
        rest = rest.get(run..).unwrap_or("");
        let part = match (letter, long) {
            ('y', 4) => "%Y",
            ('y', 2) => "%y",
            ('m', 1 | 2) if after_hour => "%M",
            ('m', 1 | 2) => "%m",
            ('m', 3) => "%b",
            ('m', 4) => "%B",
            ('d', 1 | 2) => "%d",
            ('d', 3) => "%a",
            ('d', 4) => "%A",
            ('h', 1 | 2) => "%H",
            ('s', 1 | 2) => "%S",
            // Between a date and its time, as ISO 8601 writes it.
            ('t', 1) => "T",
            (letter, _) if letter.is_alphanumeric() => "%!",
            (sign, _) => {
                form.extend(std::iter::repeat_n(sign, long));
                continue;
            }
        };
        after_hour = letter == 'h';
        form.push_str(part);
    }
    form
}
