//! The rest of a list: that there is more than a page shows, and the links that lead there.

use ground::{After, Stretch};
use serde::Deserialize;

/// Where in a list an address goes on, as in `?after=moment.id`. What cannot be read there is the
/// beginning of the list.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Onward {
    #[serde(default)]
    after: String,
}

impl Onward {
    /// After what the page goes on; nothing where the list begins.
    #[must_use]
    pub fn after(&self) -> Option<After> {
        After::parse(&self.after)
    }
}

/// What `further.html` says and links to below a stretch of a list.
#[derive(Clone, Copy, Debug)]
pub struct Further {
    /// Where the next page begins, if there is one.
    pub next: Option<After>,
    /// Whether this is not the first page.
    pub is_further: bool,
    /// The id of the part of the page that the list is in.
    pub part: &'static str,
}

impl Further {
    /// The way on from a stretch of a list that goes from the newest to the oldest.
    #[must_use]
    pub const fn of<T>(stretch: &Stretch<T>, after: Option<After>, part: &'static str) -> Self {
        Self { next: stretch.next, is_further: after.is_some(), part }
    }
}
