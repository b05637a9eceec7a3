//! Which tellings are somebody's own.

pub(super) mod store;
