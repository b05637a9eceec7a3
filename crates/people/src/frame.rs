//! How the parts of a life stand on pages: the same on the page of the life, on that of one part,
//! and where somebody sees beforehand what another would read.

use std::collections::HashMap;

use ::store::Look;
use ground::id::{PersonId, SystemId};
use ground::{Moment, Outcome, Words};
use sharing::{Names, Reader, Seen, Sharing};
use web::Page;

use crate::lives::Life;
use crate::passages::{self, LATEST, Passage, PassageId, Voice};
use crate::sections::{Section, SectionId};

/// One thing said, as a page shows it.
pub(crate) struct PassageHere {
    pub(crate) id: PassageId,
    pub(crate) words: Seen<Words>,
    /// Who wrote it down, where that is not whoever's page it is.
    pub(crate) by: Option<String>,
    /// Whether they wrote it down with whoever's page it is.
    pub(crate) together: bool,
    /// Whether it was put in other words.
    pub(crate) reworded: bool,
    pub(crate) at: Moment,
}

impl PassageHere {
    pub(crate) fn new(passage: &Passage, life: &Life, names: &Names, page: &Page) -> Self {
        let holder = life.holders.contains(&passage.written_by);
        let alone = life.holders.len() == 1;
        let called = || match names.of(passage.written_by) {
            Some(name) => name.to_string(),
            None => page.t.say("life-somebody"),
        };
        Self {
            id: passage.id,
            words: passage.words.clone(),
            by: (!holder || !alone).then(called),
            together: passage.voice == Voice::Together,
            reworded: passage.revision > 0,
            at: passage.at,
        }
    }
}

/// One part of a life, as a page shows it.
pub(crate) struct SectionHere {
    pub(crate) id: SectionId,
    pub(crate) heading: String,
    /// The key of what it is for.
    pub(crate) hint: &'static str,
    pub(crate) passages: Vec<PassageHere>,
    /// Whether more was said in it than stands here.
    pub(crate) more: bool,
    pub(crate) may_write: bool,
    pub(crate) put_away: bool,
    /// Who reads it now, in a sentence, for whoever holds the pen.
    pub(crate) read_by: Option<String>,
}

impl SectionHere {
    /// A part with nothing of what was said in it.
    pub(crate) fn new(section: &Section, page: &Page) -> Self {
        let given = section.heading.as_ref().map(ToString::to_string);
        Self {
            id: section.id,
            heading: given.unwrap_or_else(|| page.t.say(section.kind.key())),
            hint: section.kind.hint(),
            passages: Vec::new(),
            more: section.said > LATEST,
            may_write: section.may_write,
            put_away: section.put_away,
            read_by: None,
        }
    }
}

/// These parts of a life with the latest that was said in each.
pub(crate) async fn parts(
    sharing: &Sharing,
    look: &mut Look,
    (reader, page): (&Reader, &Page),
    (life, sections): (&Life, &[Section]),
) -> Outcome<Vec<SectionHere>> {
    let latest = passages::latest(sharing, look, life, sections).await?;
    let names = names(sharing, look, reader, &latest).await?;
    let mut of: HashMap<SectionId, Vec<PassageHere>> = HashMap::new();
    for passage in &latest {
        let here = PassageHere::new(passage, life, &names, page);
        of.entry(passage.section).or_default().push(here);
    }
    let here = sections.iter().map(|section| {
        let passages = of.remove(&section.id).unwrap_or_default();
        SectionHere { passages, ..SectionHere::new(section, page) }
    });
    Ok(here.collect())
}

/// The names of those who wrote these things, as far as this reader may know them.
pub(crate) async fn names(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    passages: &[Passage],
) -> Outcome<Names> {
    let people: Vec<PersonId> = passages.iter().map(|passage| passage.written_by).collect();
    sharing.names(look, reader, people).await
}

/// Where the page of a life is.
pub(crate) fn path(life: SystemId) -> String {
    format!("/lives/{life}")
}
