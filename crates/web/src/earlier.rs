//! What was said before: the earlier versions of words that were put better, as a page shows them.

use ground::Words;
use ground::id::PersonId;
use sharing::wordings::{Emptied, Wording, WordingId};
use sharing::{Names, Seen};

use crate::page::Page;

/// One text as it stood before.
#[derive(Clone, Debug)]
pub struct Before {
    /// The key of the words that say which text it is.
    pub label: &'static str,
    /// Which version.
    pub id: WordingId,
    /// What it said; nothing where nothing stood there, or it was emptied.
    pub words: Option<Seen<Words>>,
    /// That it was emptied, when and by whom, in a sentence.
    pub emptied: Option<String>,
    /// Who said it, when, and until when it stood there.
    pub said: String,
}

/// What was said before, with who put it in other words last.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// Who put it in other words last, and when, in a sentence.
    pub last: Option<String>,
    /// Each text as it stood before, the latest first.
    pub before: Vec<Before>,
}

impl Earlier {
    /// Everybody whose name stands beside these versions.
    pub fn people(wordings: &[Wording]) -> impl Iterator<Item = PersonId> {
        wordings.iter().map(|wording| wording.said_by)
    }

    /// Lays the versions out; `label` says the key of the words for each text.
    #[must_use]
    pub fn new(
        page: &Page,
        names: &Names,
        wordings: Vec<Wording>,
        label: impl Fn(&str) -> &'static str,
    ) -> Self {
        let called = |person| {
            let left = || page.t.say("somebody-who-left");
            names.of(person).map_or_else(left, ToString::to_string)
        };
        let last = wordings.first().map(|last| {
            let (name, day) = (called(last.said_by), page.day(last.at));
            page.t.with("better-by", &[("name", name), ("day", day)])
        });
        let before = wordings.into_iter().filter_map(|one| {
            let (said, until) = (page.day(one.at), page.day(one.until?));
            let with = [("name", called(one.said_by)), ("said", said), ("until", until)];
            let said = page.t.with("earlier-said", &with);
            let emptied = one.emptied.map(|emptied| Self::emptied(page, emptied));
            Some(Before { label: label(&one.part), id: one.id, words: one.words, emptied, said })
        });
        Self { last, before: before.collect() }
    }

    /// That a version was emptied, when and by whom, in a sentence.
    #[must_use]
    pub fn emptied(page: &Page, Emptied { at, by }: Emptied) -> String {
        let key = if by.is_some() { "emptied-by-own" } else { "emptied-by-operator" };
        page.t.with(key, &[("day", page.day(at))])
    }
}
