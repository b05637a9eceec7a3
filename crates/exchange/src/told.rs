//! When something happened, in no finer grain than it was told. What could be two dates stays the
//! words it was told in, unless a format says how this file writes its dates.
//!
//! Without a format these are read:
//!
//! - year first: `2024-05-03`, `2024/05/03`, `2024.5.3` as days, `2024-05` as a month, `2024` as a
//!   year (1800 to 2199, so that a house number is not a year);
//! - a month by its English name: `3 May 2024`, `3rd of May 2024`, `Fri 3 May 2024`,
//!   `May 3, 2024`, `3-May-2024`, `Sept 2024`;
//! - `05/2024` as a month; and `25/12/2024`, `12/25/2024` or `5/5/2024` as days, because each can
//!   only be one date. `03/04/2024` could be two and stays words. Two-digit years stay words.
//!
//! A time of day after a date is left off: nothing here keeps one. The day is the one written,
//! whatever zone the time was in. A weekday that does not agree with its date leaves it words.

mod format;

use ground::{Line, words::NotTaken};
use jiff::civil::Date;

pub use format::Format;

/// When something happened, as precisely as it was told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// One day.
    Day(Date),
    /// One month.
    Month {
        /// The year.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
    },
    /// One year.
    Year(i16),
    /// The words in which it was told, such as "just before Christmas".
    Words(Line),
}

impl Told {
    /// Reads what stands in a cell; a blank one tells nothing.
    ///
    /// With a format, a date made of numbers is read by the format or stays words; the forms that
    /// mean one date in every file, year first or a month by name, are still read.
    ///
    /// # Errors
    /// A text that is too long for [`Line`].
    pub fn read(text: &str, format: Option<&Format>) -> Result<Option<Self>, NotTaken> {
        let Some(line) = Line::parse_optional(text)? else { return Ok(None) };
        let told = format
            .and_then(|format| format.read(line.expose()))
            .or_else(|| plain(line.expose(), format.is_none()));
        Ok(Some(told.unwrap_or(Self::Words(line))))
    }

    /// The ISO 8601 form, `2024-05-03`, `2024-05` or `2024`; none for words.
    #[must_use]
    pub fn iso(&self) -> Option<String> {
        match self {
            Self::Day(day) => Some(day.to_string()),
            Self::Month { year, month } => Some(format!("{year:04}-{month:02}")),
            Self::Year(year) => Some(format!("{year:04}")),
            Self::Words(_) => None,
        }
    }

    pub(crate) fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        plausible(year)?;
        Date::new(year, month, day).ok().map(Self::Day)
    }

    pub(crate) fn month(year: i16, month: i8) -> Option<Self> {
        plausible(year)?;
        (1..=12).contains(&month).then_some(Self::Month { year, month })
    }

    pub(crate) fn year(year: i16) -> Option<Self> {
        plausible(year).map(Self::Year)
    }
}

/// Why a time stays the words it was told in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum Doubt {
    /// It fits more than one date, as `03/04/2024` does without a format.
    #[error("it could be two dates")]
    TwoDates,
    /// It is no date that is read here.
    #[error("it cannot be read as a date")]
    NoDate,
    /// It does not fit the format that was given.
    #[error("it does not fit the format that was given")]
    UnlikeFormat,
}

impl Doubt {
    /// Why what stands in this cell was not read as a date, by the same format.
    #[must_use]
    pub fn of(text: &str, format: Option<&Format>) -> Self {
        match format {
            Some(_) => Self::UnlikeFormat,
            None if fits_two(text) => Self::TwoDates,
            None => Self::NoDate,
        }
    }
}

/// Whether these are numbers that give one date in one order and another in the other. With a year
/// of two digits, the century is not told either.
fn fits_two(text: &str) -> bool {
    let date = without_time(text.trim());
    let parts: Vec<&str> = date.split(['-', '/', '.']).map(str::trim).collect();
    let [one, two, year] = parts.as_slice() else { return false };
    let (Some(one), Some(two)) = (small(one), small(two)) else { return false };
    let fits = |year| {
        let orders = [Told::day(year, two, one), Told::day(year, one, two)];
        orders.into_iter().flatten().count()
    };
    match number(year) {
        Some(year) => fits(year) == 2,
        None => year.len() == 2 && small(year).is_some_and(|year| fits(2000 + i16::from(year)) > 0),
    }
}

fn plausible(year: i16) -> Option<i16> {
    (1800..=2199).contains(&year).then_some(year)
}

/// Reads the forms that mean one date in every file and, when no format was given, dates made of
/// numbers that can only be one.
fn plain(text: &str, numbers_too: bool) -> Option<Told> {
    let date = without_time(text);
    let parts: Vec<&str> = date.split(['-', '/', '.']).map(str::trim).collect();
    let sign = date.find(['-', '/', '.']).and_then(|at| date.get(at..=at));
    let one_sign = sign.is_none_or(|sign| date.matches(['-', '/', '.']).all(|s| s == sign));
    if one_sign {
        match parts.as_slice() {
            [year] if year.len() == 4 => return Told::year(number(year)?),
            [year, month] if is_year(year) => return Told::month(number(year)?, small(month)?),
            [year, month, day] if is_year(year) => {
                return Told::day(number(year)?, small(month)?, small(day)?);
            }
            [month, year] if is_year(year) && numbers_too => {
                if let Some(month) = small(month) {
                    return Told::month(number(year)?, month);
                }
            }
            [one, two, year] if is_year(year) && numbers_too => {
                if let (Some(one), Some(two)) = (small(one), small(two)) {
                    return only_one(one, two, number(year)?);
                }
            }
            _ => {}
        }
    }
    by_name(date)
}

/// Day and month in an order nobody told: read only when both orders give one date between them.
fn only_one(one: i8, two: i8, year: i16) -> Option<Told> {
    match (Told::day(year, two, one), Told::day(year, one, two)) {
        (Some(first), Some(second)) => (first == second).then_some(first),
        (first, second) => first.or(second),
    }
}

/// Leaves off a time of day such as `T14:30:00Z`, ` 14:30` or ` 2:30 PM`.
pub(crate) fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    let hours = text.get(..colon).unwrap_or("");
    let date = hours.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = hours.len() - date.len();
    match date.strip_suffix(['T', ' ']) {
        Some(date) if (1..=2).contains(&digits) => date.trim_end().trim_end_matches(','),
        _ => text,
    }
}

/// Reads a date whose month has its English name.
fn by_name(date: &str) -> Option<Told> {
    let spaced = date.replace(['-', ',', '/', '.'], " ");
    let mut parts: Vec<&str> =
        spaced.split_whitespace().filter(|part| !part.eq_ignore_ascii_case("of")).collect();
    let weekday = parts.first().and_then(|first| named(first, &WEEKDAYS));
    if weekday.is_some() {
        parts.remove(0);
    }
    let told = match parts.as_slice() {
        [month, year] => Told::month(number(year)?, named(month, &MONTHS)?),
        [one, two, year] => match named(two, &MONTHS) {
            Some(month) => Told::day(number(year)?, month, ordinal(one)?),
            None => Told::day(number(year)?, named(one, &MONTHS)?, ordinal(two)?),
        },
        _ => None,
    }?;
    match (weekday, &told) {
        (None, _) => Some(told),
        (Some(weekday), Told::Day(day)) => {
            (day.weekday().to_monday_one_offset() == weekday).then_some(told)
        }
        (Some(_), _) => None,
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Which name of the list this is, from 1: whole, or shortened to three letters or more.
fn named(text: &str, names: &[&str]) -> Option<i8> {
    let text = text.to_ascii_lowercase();
    let fits = |name: &&str| text.len() >= 3 && name.starts_with(&text);
    names.iter().position(fits).and_then(|at| i8::try_from(at + 1).ok())
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && number(text).is_some()
}

fn number(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn small(text: &str) -> Option<i8> {
    let digits = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn ordinal(text: &str) -> Option<i8> {
    let text = text.to_ascii_lowercase();
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end));
    small(bare.unwrap_or(&text))
}

#[cfg(test)]
mod tests;
