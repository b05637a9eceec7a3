//! Sense: what can be told from words and counts alone. Pure, and usable without the rest.
//!
//! - [`mod@terms`] turns a text into the words that can be compared;
//! - [`likeness`] finds texts that share uncommon words, and says which words those are;
//! - [`small_numbers`] gives a count only where it points at nobody.
//!
//! Nothing here orders, sizes or sorts people, and nothing is ever forced: where there is no
//! likeness worth showing, nothing is given.

pub mod likeness;
pub mod small_numbers;
mod stop_words;
pub mod terms;

pub use likeness::{Found, Index, Like};
pub use small_numbers::shown_count;
pub use terms::{Term, terms, terms_as_written};
