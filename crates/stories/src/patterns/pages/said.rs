//! What people said on a pattern, as a page shows it.

use ground::{Line, Moment, Words};
use sharing::wordings::Wording;
use sharing::{Names, Seen};
use web::Page;

use super::super::{Pattern, Saying, SayingId, SayingKind};

/// One thing that was said.
pub(in crate::patterns) struct SayingShown {
    pub(in crate::patterns) id: SayingId,
    pub(in crate::patterns) words: Seen<Words>,
    pub(in crate::patterns) by: Option<Seen<Line>>,
    pub(in crate::patterns) at: Moment,
    /// Until when the words stood that this was said of, where they were put better since.
    pub(in crate::patterns) of_earlier: Option<String>,
}

impl SayingShown {
    /// All of one kind that was said on a pattern, which was put in other words at these moments.
    pub(in crate::patterns) fn all(
        page: &Page,
        names: &Names,
        (pattern, versions): (&Pattern, &[Wording]),
        kind: SayingKind,
    ) -> Vec<Self> {
        let until = |said: &Saying| {
            let later = versions.iter().map(|version| version.at).filter(|at| *at > said.at);
            later.min().map(|at| page.day(at))
        };
        let shown = |said: &Saying| Self {
            id: said.id,
            words: said.words.clone(),
            by: said.said_by.and_then(|by| names.of(by)).cloned(),
            at: said.at,
            of_earlier: until(said),
        };
        pattern.sayings.iter().filter(|said| said.kind == kind).map(shown).collect()
    }
}
