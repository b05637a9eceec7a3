//! What is somebody's own: their doors, and everything of theirs to take away.

pub(crate) mod pages;
