//! The home page: people first, then what waits, without nagging.

pub(crate) mod pages;
