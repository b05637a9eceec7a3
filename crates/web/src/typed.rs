//! What came back in a form's fields, taken as lines and words.

use ground::{Fault, Line, Outcome, Words};
use serde::{Deserialize, Deserializer};

/// A line that has to be there.
pub fn line(field: &'static str, text: &str) -> Outcome<Line> {
    Line::parse(text).map_err(|why| Fault::Text { field, why })
}

/// A line that may be left out.
pub fn maybe_line(field: &'static str, text: &str) -> Outcome<Option<Line>> {
    Line::parse_optional(text).map_err(|why| Fault::Text { field, why })
}

/// A text that has to be there.
pub fn words(field: &'static str, text: &str) -> Outcome<Words> {
    Words::parse(text).map_err(|why| Fault::Text { field, why })
}

/// A text that may be left out.
pub fn maybe_words(field: &'static str, text: &str) -> Outcome<Option<Words>> {
    Words::parse_optional(text).map_err(|why| Fault::Text { field, why })
}

/// A ticked box: browsers send its value, or nothing at all.
pub fn ticked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(!String::deserialize(deserializer)?.is_empty())
}
