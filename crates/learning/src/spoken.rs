//! What somebody said, laid out for a page: their words, their name and the day.

use ground::id::PersonId;
use ground::{Moment, Words};
use sharing::{Names, Seen};
use web::{Page, Tongue};

/// What somebody said, as a page shows it.
pub(crate) struct Spoken {
    /// The name of its spot on the page.
    pub(crate) anchor: String,
    /// The key of the words that say what it is; empty for plain talk.
    pub(crate) kind: &'static str,
    pub(crate) words: Option<Seen<Words>>,
    pub(crate) by: Signed,
}

/// A name and a day, in the reader's language.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) name: String,
    pub(crate) day: String,
    pub(crate) iso: String,
}

impl Signed {
    pub(crate) fn new(page: &Page, names: &Names, person: PersonId, at: Moment) -> Self {
        Self { name: called(&page.t, names, person), day: page.day(at), iso: page.iso_day(at) }
    }
}

/// What somebody is called on this page; whoever left, or is not known here, has no name.
pub(crate) fn called(tongue: &Tongue, names: &Names, person: PersonId) -> String {
    names.of(person).map_or_else(|| tongue.say("somebody-who-left"), ToString::to_string)
}
