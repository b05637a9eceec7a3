//! What is said in a part of a life, in somebody's own words, or written down with them. It can be
//! put in better words, and what was said before stays to be read ([`reword`]); it can be taken out,
//! and then its words are gone.

pub(crate) mod pages;
pub mod reword;
pub(crate) mod store;

use ::store::{Keeper, KeyRing, Look};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{After, Fault, Moment, Outcome, Stretch, Words};
use sharing::lineage::Placed;
use sharing::trail::{self, Mark, Verb};
use sharing::{Opening, Reader, Sealing, Seen, Sharing, StandingKind, wordings};

use crate::lives::Life;
use crate::may::{holding, writing};
use crate::sections::{self, Section, SectionId};

ground::id!(
    /// Names one thing said in a part of a life.
    PassageId
);

/// How many stand on one page of a part.
pub const PAGE: usize = 20;
/// How many of each part stand on the page of the whole life: the latest.
pub const LATEST: i64 = 3;
/// The most that can be said in one part.
pub const MOST: i64 = 20_000;

/// Whose words they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Voice {
    /// The words of whoever wrote them down.
    Own,
    /// The words of whoever's page it is, written down with them and read back to them.
    Together,
}

impl Voice {
    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Together => "together",
        }
    }

    /// The voice with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Own, Self::Together].into_iter().find(|voice| voice.word() == word)
    }
}

/// One thing said, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Which one.
    pub id: PassageId,
    /// In which part.
    pub section: SectionId,
    /// The words.
    pub words: Seen<Words>,
    /// Whose they are.
    pub voice: Voice,
    /// Who wrote them down.
    pub written_by: PersonId,
    /// How often they were put in other words.
    pub revision: i64,
    /// When.
    pub at: Moment,
}

impl Passage {
    /// As what it stands in the list of wordings.
    pub(crate) fn placed(&self, life: SystemId) -> Placed {
        Placed { system: life, thing: Thing::new(Kind::Passage, self.id) }
    }
}

/// What somebody says in a part of a life.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The words.
    pub words: &'a Words,
    /// Whose they are: together is said only by whoever does not hold the pen.
    pub voice: Voice,
}

/// Says something in a part of a life.
pub async fn say(
    sharing: &Sharing,
    (life, section, id): (SystemId, SectionId, PassageId),
    said: Said<'_>,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let ring = sharing.store.keys.ring([Keeper::new(life)]).await?;
    let words = Sealing::new(&ring, life, id).words("words", said.words)?;
    ::store::write!(sharing.store.database, |work| {
        let reader = writing(sharing, work, by, (life, section), at).await?;
        if store::is_there(work, (life, id)).await? {
            return Err(Fault::Already);
        }
        if !sections::store::find(work, (life, section)).await?.kind.holds_passages() {
            return Err(Fault::NotFound);
        }
        let number = sections::store::one_more(work, (life, section)).await?;
        if number >= MOST {
            return Err(Fault::Bound("bound-passages"));
        }
        let own = reader.stands(StandingKind::Pen, life);
        let voice = if own { Voice::Own } else { said.voice };
        let new = store::NewPassage { life, section, id, number, voice, by, at };
        store::insert(work, &new, words.clone()).await?;
        let thing = Thing::new(Kind::Passage, id);
        trail::mark(work, Mark::of(life, at, Verb::Wrote, Some(by), thing)).await
    })
}

/// Takes something out for good: its words, and every earlier wording of them. Whoever holds the
/// pen takes out anything, and whoever else wrote something takes out that.
pub async fn take_out(
    sharing: &Sharing,
    (life, id): (SystemId, PassageId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    may_take_out(sharing, &mut look, (life, id), by, at).await?;
    drop(look);
    // On the list of erasures before anything is emptied: what a restore would bring back is not
    // gone. It has no key of its own, so nothing else comes of it.
    sharing.store.keys.throw_away(&[Keeper::new(id)], at).await?;
    ::store::write!(sharing.store.database, |work| {
        may_take_out(sharing, work, (life, id), by, at).await?;
        store::empty(work, (life, id)).await?;
        wordings::forget(work, id.into()).await?;
        let thing = Thing::new(Kind::Passage, id);
        trail::mark(work, Mark::of(life, at, Verb::Erased, Some(by), thing)).await
    })?;
    // The words are gone already; this keeps their old bytes from lingering in a log.
    let _ = sharing.store.database.settle().await;
    Ok(())
}

async fn may_take_out(
    sharing: &Sharing,
    look: &mut Look,
    (life, id): (SystemId, PassageId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let row = store::find(look, (life, id)).await?;
    let reader = Reader::person(look, by).await?;
    if reader.stands(StandingKind::Pen, life) || row.written_by != by {
        return holding(sharing, look, by, life, at).await.map(drop);
    }
    writing(sharing, look, by, (life, row.section), at).await.map(drop)
}

/// The latest of each of these parts, newest first, in one question.
pub async fn latest(
    sharing: &Sharing,
    look: &mut Look,
    life: &Life,
    sections: &[Section],
) -> Outcome<Vec<Passage>> {
    let rows = store::latest(look, life.id).await?;
    open_each(sharing, life, sections, rows).await
}

/// What was said in one part, newest first, a page at a time.
pub async fn of_section(
    sharing: &Sharing,
    look: &mut Look,
    (life, section): (&Life, &Section),
    after: Option<After>,
) -> Outcome<Stretch<Passage>> {
    let rows = store::of_section(look, (life.id, section.id), after).await?;
    let mut rows = Stretch::of(rows, PAGE, |row| After::this(row.at, row.id));
    let here = rows.take();
    let here = open_each(sharing, life, std::slice::from_ref(section), here).await?;
    Ok(rows.with(here))
}

/// One thing said, with the part it stands in, for whoever reads that.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (life, id): (&Life, PassageId),
) -> Outcome<(Section, Passage)> {
    let row = store::find(look, (life.id, id)).await?;
    let section = sections::find(sharing, look, reader, life, row.section).await?;
    let mut found = open_each(sharing, life, std::slice::from_ref(&section), vec![row]).await?;
    Ok((section, found.pop().ok_or(Fault::NotFound)?))
}

async fn open_each(
    sharing: &Sharing,
    life: &Life,
    sections: &[Section],
    rows: Vec<store::PassageRow>,
) -> Outcome<Vec<Passage>> {
    let ring = sharing.store.keys.ring([Keeper::new(life.id)]).await?;
    let mut passages = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(section) = sections.iter().find(|one| one.id == row.section) else { continue };
        passages.extend(open(section, &ring, life.id, row)?);
    }
    Ok(passages)
}

fn open(
    section: &Section,
    ring: &KeyRing,
    life: SystemId,
    row: store::PassageRow,
) -> Outcome<Option<Passage>> {
    let words = Opening::new(&section.leave, ring, life, row.id);
    let words = words.maybe("words", row.words.as_ref())?;
    let store::PassageRow { id, section, voice, written_by, revision, at, .. } = row;
    Ok(words.map(|words| Passage { id, section, words, voice, written_by, revision, at }))
}
