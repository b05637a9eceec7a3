//! Where somebody's words have gone: what was printed from our print page, and what left in a
//! file. What a browser prints by itself cannot be seen, and the pages say so.

pub mod pages;
pub(crate) mod store;

use ::store::{Look, Work};
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Reader, Sharing};

use crate::tellings::store as telling_rows;
use crate::tellings::{Telling, TellingId, hear, tell};

/// How words were taken away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TakenKind {
    /// Printed, from the page made for it.
    Printed,
    /// In a file of somebody else's own things.
    Exported,
}

impl TakenKind {
    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Exported => "exported",
        }
    }

    /// The kind with this word, if it is one.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Printed, Self::Exported].into_iter().find(|kind| kind.word() == word)
    }

    /// The key of the sentence that says it to the teller.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Printed => "gone-printed-by",
            Self::Exported => "gone-exported-by",
        }
    }

    /// The key of the sentence where it is not said by whom.
    #[must_use]
    pub const fn key_of_somebody(self) -> &'static str {
        match self {
            Self::Printed => "gone-printed-by-somebody",
            Self::Exported => "gone-exported-by-somebody",
        }
    }
}

/// Once that words were taken away.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// How.
    pub kind: TakenKind,
    /// By whom, where hearing them is written down by name.
    pub said_by: Option<PersonId>,
    /// When.
    pub at: Moment,
}

/// Gives a telling to be printed, when it is on disk that it was. The teller's own printing is
/// their own affair. Reading what was offered to a whole system is not written down by name, and
/// so neither is printing it.
pub async fn print(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    row: Uuid,
    now: Moment,
) -> Outcome<Telling> {
    let mut look = sharing.store.database.look().await?;
    let telling = hear::one(sharing, &mut look, reader, id).await?;
    if telling.own {
        return Ok(telling);
    }
    drop(look);
    note_printed(sharing, reader, id, row, now).await?;
    Ok(telling)
}

/// Notes that a telling is printed, as it stands in the write: of what was erased since it was
/// heard nothing is noted, and nothing is given.
async fn note_printed(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    row: Uuid,
    now: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let found = telling_rows::one(work, id).await?;
        let by_name = sharing.hearing_leaves_a_mark(reader, &hear::matter(&found));
        let said_by = reader.person_id().filter(|_| by_name);
        let taken = Taken { kind: TakenKind::Printed, said_by, at: now };
        // By name once a day, so that nobody prints what others did off the list.
        let row = said_by.map_or(row, |by| once_a_day((TakenKind::Printed, id), by, day(now)));
        keep(work, (found.system, id), row, taken).await
    })
}

/// Writes that words were taken away, and marks it, once. Where it is not said by whom, the mark
/// says the week and nothing else.
async fn keep(
    work: &mut Work,
    (system, id): (SystemId, TellingId),
    row: Uuid,
    taken: Taken,
) -> Outcome<()> {
    if !store::insert(work, (system, id), row, taken).await? {
        return Ok(());
    }
    let mark = match taken.said_by {
        Some(by) => Mark::of(system, taken.at, Verb::Read, Some(by), Thing::new(Kind::Telling, id)),
        None => Mark::unsigned(system, taken.at, Verb::Read, Kind::Telling),
    };
    trail::mark(work, mark).await
}

/// Notes that what this person wrote down for others leaves in a file of their own things, once
/// for each day. It is on disk before the file is given.
pub(crate) async fn exported(
    sharing: &Sharing,
    look: &mut Look,
    person: PersonId,
    now: Moment,
) -> Outcome<()> {
    let mut after = TellingId(Uuid::nil());
    loop {
        let ids = telling_rows::of_teller_after(look, person, after).await?;
        let Some(&last) = ids.last() else { return Ok(()) };
        after = last;
        in_a_file(sharing, &ids, person, now).await?;
    }
}

/// Notes that something of these tellings leaves in a file of this person's own things, where they
/// are not this person's own words.
pub(crate) async fn in_a_file(
    sharing: &Sharing,
    ids: &[TellingId],
    person: PersonId,
    now: Moment,
) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let taken = Taken { kind: TakenKind::Exported, said_by: Some(person), at: now };
    ::store::write!(sharing.store.database, |work| {
        for row in telling_rows::by_ids(work, ids).await? {
            if row.teller != Some(person) {
                let once = once_a_day((TakenKind::Exported, row.id), person, day(now));
                keep(work, (row.system, row.id), once, taken).await?;
            }
        }
        Ok(())
    })
}

const fn day(now: Moment) -> i64 {
    now.0.div_euclid(86_400_000_000)
}

fn once_a_day((kind, telling): (TakenKind, TellingId), person: PersonId, day: i64) -> Uuid {
    let mut hasher = blake3::Hasher::new_derive_key(match kind {
        TakenKind::Printed => "understory printed 1",
        TakenKind::Exported => "understory taken in a file 1",
    });
    hasher.update(telling.0.as_bytes()).update(person.0.as_bytes()).update(&day.to_le_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Uuid::from_bytes(bytes)
}

/// Where one's own words were taken: first where it is said by whom, and each newest first; only
/// for whoever told them.
pub async fn of_telling(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<Vec<Taken>> {
    tell::own(sharing, reader, id, Action::Narrow).await?;
    store::of_telling(look, id).await
}
