//! How the parts of a life stand on pages: the same on the page of the life, on that of one part,
//! and where somebody sees beforehand what another would read.

use std::collections::HashMap;

use ::store::Look;
use ground::id::{PersonId, SystemId};
use ground::{Moment, Outcome, Words};
use sharing::{Names, Reader, Seen, Sharing};
use web::{App, Page};

use crate::lives::Life;
use crate::meetings::pages::MeetingHere;
use crate::notes::pages::NoteHere;
use crate::passages::{self, LATEST, Passage, PassageId, Voice};
use crate::sections::{Section, SectionId, SectionKind};
use crate::visits::pages::VisitHere;
use crate::{notes, visits};

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
    /// Where it is the part for when people met: what is to come, and what was written down.
    pub(crate) is_met: bool,
    pub(crate) meetings: Vec<MeetingHere>,
    pub(crate) visits: Vec<VisitHere>,
    /// Where it is the part for notes: those that show.
    pub(crate) is_notes: bool,
    pub(crate) notes: Vec<NoteHere>,
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
            is_met: section.kind == SectionKind::Met,
            meetings: Vec::new(),
            visits: Vec::new(),
            is_notes: section.kind == SectionKind::Notes,
            notes: Vec::new(),
            more: section.said > LATEST,
            may_write: section.may_write,
            put_away: section.put_away,
            read_by: None,
        }
    }

    /// A part that is laid out when it is needed, and is not yet.
    pub(crate) fn to_come(kind: SectionKind, life: SystemId, page: &Page) -> Self {
        Self {
            id: kind.when_needed(life),
            heading: page.t.say(kind.key()),
            hint: kind.hint(),
            passages: Vec::new(),
            is_met: kind == SectionKind::Met,
            meetings: Vec::new(),
            visits: Vec::new(),
            is_notes: kind == SectionKind::Notes,
            notes: Vec::new(),
            more: false,
            may_write: false,
            put_away: false,
            read_by: None,
        }
    }

    /// Whether nothing stands in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.passages.is_empty()
            && self.meetings.is_empty()
            && self.visits.is_empty()
            && self.notes.is_empty()
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
    let mut all = Vec::with_capacity(sections.len());
    for section in sections {
        let passages = of.remove(&section.id).unwrap_or_default();
        let mut here = SectionHere { passages, ..SectionHere::new(section, page) };
        let (it, who) = ((life, section), (reader, page));
        if here.is_met {
            here.meetings = MeetingHere::of(sharing, look, who, it).await?;
            here.visits = VisitHere::latest(sharing, look, who, it).await?;
            here.more = here.visits.len() >= visits::LATEST;
        } else if here.is_notes {
            here.notes = NoteHere::latest(sharing, look, who, it).await?;
            here.more = here.notes.len() >= notes::LATEST;
        }
        all.push(here);
    }
    Ok(all)
}

/// The day it is, as the moment at which it began.
pub(crate) fn today(app: &App) -> Moment {
    let (now, zone) = (app.now(), app.zone());
    Moment::start_of(now.day_in(&zone), &zone).unwrap_or(now)
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
