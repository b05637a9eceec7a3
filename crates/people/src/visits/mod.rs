//! When somebody met whose page it is: a few words afterwards, the day, and who was there or was
//! pulled in. It stands in a part of the life, so who writes and who reads follows from the corner.
//! A day of which nothing is written is nothing that is missing.

pub mod copy;
pub(crate) mod pages;
pub(crate) mod store;

use std::collections::HashMap;

use ::store::{Keeper, Look};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::words::NotTaken;
use ground::{After, Fault, Line, Moment, Outcome, Stretch, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Opening, Reader, Sealing, Seen, Sharing, StandingKind, people};

use crate::lives::Life;
use crate::may::{holding, writing};
use crate::sections::{self, Section, SectionKind};

ground::id!(
    /// Names one time that somebody met.
    VisitId
);

/// How many stand on one page.
pub const PAGE: usize = 20;
/// How many stand on the page of the whole life: the latest.
pub const LATEST: usize = 3;
/// The most that one life holds.
pub const MOST: i64 = 20_000;
/// The most people by name who were there.
pub const MOST_THERE: usize = 12;

/// One time that somebody met, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Which one.
    pub id: VisitId,
    /// On which day: the moment at which it began in the place.
    pub day: Moment,
    /// A few words.
    pub words: Option<Seen<Words>>,
    /// Who else was there, or was pulled in, in a line.
    pub present: Option<Seen<Line>>,
    /// Who was there or was pulled in, of those who have a name here.
    pub people: Vec<PersonId>,
    /// Who wrote it down.
    pub written_by: PersonId,
    /// When it was written.
    pub at: Moment,
}

/// What somebody writes down after meeting. Of the words and who was there one is enough.
#[derive(Clone, Copy, Debug)]
pub struct Met<'a> {
    /// On which day: the moment at which it began in the place.
    pub day: Moment,
    /// A few words.
    pub words: Option<&'a Words>,
    /// Who else was there, or was pulled in, in a line.
    pub present: Option<&'a Line>,
    /// Who was there or was pulled in, of those who have a name here.
    pub people: &'a [PersonId],
}

/// Writes down that somebody met.
pub async fn write(
    sharing: &Sharing,
    (life, id): (SystemId, VisitId),
    met: Met<'_>,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    if met.words.is_none() && met.present.is_none() && met.people.is_empty() {
        return Err(Fault::Text { field: "words", why: NotTaken::Empty });
    }
    if met.day > at {
        return Err(Fault::UnfitIn { field: "day", key: "unfit-day-to-come" });
    }
    if met.people.len() > MOST_THERE {
        return Err(Fault::UnfitIn { field: "there", key: "bound-there" });
    }
    let section = SectionKind::Met.when_needed(life);
    let ring = sharing.store.keys.ring([Keeper::new(life)]).await?;
    let sealing = Sealing::new(&ring, life, id);
    let (words, present) =
        (sealing.maybe("words", met.words)?, sealing.maybe_line("present", met.present)?);
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        if reader.stands(StandingKind::Pen, life) {
            sections::lay_out(work, life, &[section], at).await?;
        }
        let reader = writing(sharing, work, by, (life, section), at).await?;
        if store::is_there(work, (life, id)).await? {
            return Err(Fault::Already);
        }
        refuse(work, &reader, met.people).await?;
        if sections::store::one_more(work, (life, section)).await? >= MOST {
            return Err(Fault::Bound("bound-visits"));
        }
        let new = store::NewVisit { life, section, id, day: met.day, by, at };
        store::insert(work, &new, (words.clone(), present.clone())).await?;
        for person in met.people {
            store::there(work, (life, id), *person).await?;
        }
        let thing = Thing::new(Kind::Passage, id);
        trail::mark(work, Mark::of(life, at, Verb::Wrote, Some(by), thing)).await
    })
}

/// By name stand only people of a place in which one plays a part, and nobody under 18.
async fn refuse(look: &mut Look, reader: &Reader, there: &[PersonId]) -> Outcome<()> {
    let unfit = || Err(Fault::UnfitIn { field: "there", key: "unfit-who-was-there" });
    if !reader.is_under_18() && !people::under_18_among(look, there).await?.is_empty() {
        return unfit();
    }
    let places = reader.places();
    for person in there {
        let theirs = Reader::person(look, *person).await?;
        if !theirs.places().iter().any(|place| places.contains(place)) {
            return unfit();
        }
    }
    Ok(())
}

/// Takes one out for good. Whoever holds the pen takes out any, and whoever else wrote one takes out
/// that.
pub async fn take_out(
    sharing: &Sharing,
    (life, id): (SystemId, VisitId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    may_take_out(sharing, &mut look, (life, id), by, at).await?;
    drop(look);
    // On the list of erasures before anything is emptied, as with whatever is taken out of a life.
    sharing.store.keys.throw_away(&[Keeper::new(id)], at).await?;
    ::store::write!(sharing.store.database, |work| {
        may_take_out(sharing, work, (life, id), by, at).await?;
        store::empty(work, (life, id), at).await?;
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
    (life, id): (SystemId, VisitId),
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

/// The latest few, the last day first, for whoever reads the part they stand in.
pub async fn latest(
    sharing: &Sharing,
    look: &mut Look,
    (life, section): (&Life, &Section),
) -> Outcome<Vec<Visit>> {
    let rows = store::of_section(look, (life.id, section.id), None, LATEST).await?;
    let rows = rows.into_iter().take(LATEST).collect();
    open(sharing, look, (life, section), rows).await
}

/// All of them, the last day first, a page at a time.
pub async fn of_section(
    sharing: &Sharing,
    look: &mut Look,
    (life, section): (&Life, &Section),
    after: Option<After>,
) -> Outcome<Stretch<Visit>> {
    let rows = store::of_section(look, (life.id, section.id), after, PAGE).await?;
    let mut rows = Stretch::of(rows, PAGE, |row| After::this(row.day, row.id));
    let here = rows.take();
    let here = open(sharing, look, (life, section), here).await?;
    Ok(rows.with(here))
}

/// One of them, with the part it stands in, for whoever reads that.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (life, id): (&Life, VisitId),
) -> Outcome<(Section, Visit)> {
    let row = store::find(look, (life.id, id)).await?;
    let section = sections::find(sharing, look, reader, life, row.section).await?;
    let mut found = open(sharing, look, (life, &section), vec![row]).await?;
    Ok((section, found.pop().ok_or(Fault::NotFound)?))
}

async fn open(
    sharing: &Sharing,
    look: &mut Look,
    (life, section): (&Life, &Section),
    rows: Vec<store::VisitRow>,
) -> Outcome<Vec<Visit>> {
    let ids: Vec<VisitId> = rows.iter().map(|row| row.id).collect();
    let mut there: HashMap<VisitId, Vec<PersonId>> = HashMap::new();
    for (visit, person) in store::who_was_there(look, life.id, &ids).await? {
        there.entry(visit).or_default().push(person);
    }
    let ring = sharing.store.keys.ring([Keeper::new(life.id)]).await?;
    let open = |row: store::VisitRow| {
        let opening = Opening::new(&section.leave, &ring, life.id, row.id);
        Ok(Visit {
            id: row.id,
            day: row.day,
            words: opening.maybe("words", row.words.as_ref())?,
            present: opening.maybe_line("present", row.present.as_ref())?,
            people: there.remove(&row.id).unwrap_or_default(),
            written_by: row.written_by,
            at: row.at,
        })
    };
    rows.into_iter().map(open).collect()
}
