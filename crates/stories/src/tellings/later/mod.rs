//! How things were later, and the same words in other languages.

pub(crate) mod store;
