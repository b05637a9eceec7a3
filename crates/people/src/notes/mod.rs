//! What somebody who walks beside a person writes for their own work with them, apart from when they
//! met. It is the person's to read at once, and read by whoever they let in to that part. Where a
//! danger was recorded it shows on a day that was said, by itself and with its true date; until then
//! it is on no page of the life, and read by its writer and those who keep people safe in its place.

mod held;
pub(crate) mod pages;
pub(crate) mod store;

use ::store::{Keeper, Look};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{After, Fault, Line, Moment, Outcome, Stretch, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Opening, Reader, Sealing, Seen, Sharing, StandingKind};

pub use held::{Held, held, show_now, waits};

use crate::lives::{self, Life};
use crate::may::{holding, writing};
use crate::sections::{self, Section, SectionKind};

ground::id!(
    /// Names one note.
    NoteId
);

/// How many stand on one page.
pub const PAGE: usize = 20;
/// How many stand on the page of the whole life: the latest.
pub const LATEST: usize = 3;
/// The most that one life holds.
pub const MOST: i64 = 20_000;
/// The most days that a note can be held back, where a danger was recorded.
pub const MOST_DAYS_HELD: i64 = 92;

/// A note, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Note {
    /// Which one.
    pub id: NoteId,
    /// The words.
    pub words: Seen<Words>,
    /// Who wrote it.
    pub written_by: PersonId,
    /// When it was written, whenever it began to show.
    pub at: Moment,
}

/// That somebody would be in danger if the note showed now.
#[derive(Clone, Copy, Debug)]
pub struct Danger<'a> {
    /// Who, and how, in a line.
    pub why: &'a Line,
    /// From which day on it shows, by itself: the moment at which that day begins in the place.
    pub until: Moment,
}

/// Writes a note.
pub async fn write(
    sharing: &Sharing,
    (life, id): (SystemId, NoteId),
    (words, danger): (&Words, Option<Danger<'_>>),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let fits = |day: Moment| day > at && day <= at.plus_days(MOST_DAYS_HELD);
    if danger.is_some_and(|danger| !fits(danger.until)) {
        return Err(Fault::UnfitIn { field: "until", key: "unfit-when-it-shows" });
    }
    let section = SectionKind::Notes.when_needed(life);
    let ring = sharing.store.keys.ring([Keeper::new(life)]).await?;
    let sealing = Sealing::new(&ring, life, id);
    let words = sealing.words("words", words)?;
    let why = sealing.maybe_line("danger", danger.map(|danger| danger.why))?;
    let shows_from = danger.map_or(at, |danger| danger.until);
    ::store::write!(sharing.store.database, |work| {
        let reader = writing(sharing, work, by, (life, section), at).await?;
        if reader.stands(StandingKind::Pen, life) {
            // They may answer in it, and hold nothing back from themselves.
            if danger.is_some() {
                return Err(Fault::UnfitIn { field: "danger", key: "unfit-own-danger" });
            }
            sections::lay_out(work, life, &[section], at).await?;
        }
        if store::is_there(work, (life, id)).await? {
            return Err(Fault::Already);
        }
        let place = place(work, (&reader, life), danger.is_some()).await?;
        if danger.is_none() && sections::store::one_more(work, (life, section)).await? >= MOST {
            return Err(Fault::Bound("bound-notes"));
        }
        if danger.is_some() && store::held_by(work, by, at).await? >= held::MOST {
            return Err(Fault::Bound("bound-held-notes"));
        }
        let new = store::NewNote { life, section, id, by, at, place, shows_from };
        store::insert(work, &new, words.clone(), why.clone()).await?;
        let thing = Thing::new(Kind::Passage, id);
        trail::mark(work, Mark::of(life, at, Verb::Wrote, Some(by), thing)).await
    })
}

/// The place in which those keep people safe who read it meanwhile: one that its writer shares with
/// whoever holds the pen. A note that shows at once needs none, and says the life itself.
async fn place(
    look: &mut Look,
    (reader, life): (&Reader, SystemId),
    in_danger: bool,
) -> Outcome<SystemId> {
    if !in_danger {
        return Ok(life);
    }
    let mut theirs = Vec::new();
    for row in lives::store::among(look, &[life]).await? {
        for holder in row.holders {
            theirs.extend(Reader::person(look, holder).await?.places());
        }
    }
    let mine = reader.places();
    let shared = mine.iter().find(|place| theirs.contains(place)).or(mine.first());
    shared.copied().ok_or(Fault::NotFound)
}

/// Takes a note out for good: whoever holds the pen any that shows, and whoever wrote one that. What
/// does not show yet is taken out by nobody.
pub async fn take_out(
    sharing: &Sharing,
    (life, id): (SystemId, NoteId),
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
    (life, id): (SystemId, NoteId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let row = store::find(look, (life, id)).await?;
    if row.shows_from > at {
        return Err(Fault::NotFound);
    }
    let reader = Reader::person(look, by).await?;
    if reader.stands(StandingKind::Pen, life) || row.written_by != by {
        return holding(sharing, look, by, life, at).await.map(drop);
    }
    writing(sharing, look, by, (life, row.section), at).await.map(drop)
}

/// The latest few that show, newest first, for whoever reads the part they stand in.
pub async fn latest(
    sharing: &Sharing,
    look: &mut Look,
    (life, section): (&Life, &Section),
) -> Outcome<Vec<Note>> {
    let of = (life.id, section.id);
    let rows = store::of_section(look, of, sharing.now(), None, LATEST).await?;
    open(sharing, (life, section), rows.into_iter().take(LATEST).collect()).await
}

/// All that show, newest first, a page at a time.
pub async fn of_section(
    sharing: &Sharing,
    look: &mut Look,
    (life, section): (&Life, &Section),
    after: Option<After>,
) -> Outcome<Stretch<Note>> {
    let of = (life.id, section.id);
    let rows = store::of_section(look, of, sharing.now(), after, PAGE).await?;
    let mut rows = Stretch::of(rows, PAGE, |row| After::this(row.at, row.id));
    let here = rows.take();
    Ok(rows.with(open(sharing, (life, section), here).await?))
}

async fn open(
    sharing: &Sharing,
    (life, section): (&Life, &Section),
    rows: Vec<store::NoteRow>,
) -> Outcome<Vec<Note>> {
    let ring = sharing.store.keys.ring([Keeper::new(life.id)]).await?;
    let mut notes = Vec::with_capacity(rows.len());
    for row in rows {
        let words = Opening::new(&section.leave, &ring, life.id, row.id);
        let words = words.maybe("words", row.words.as_ref())?;
        let (id, written_by, at) = (row.id, row.written_by, row.at);
        notes.extend(words.map(|words| Note { id, words, written_by, at }));
    }
    Ok(notes)
}
