//! What waits for a second reader, and which reading it points at.

pub(crate) mod store;
