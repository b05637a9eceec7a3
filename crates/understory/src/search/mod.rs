//! Searching over what one may see.

pub(crate) mod pages;
