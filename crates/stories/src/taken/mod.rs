//! Where somebody's words have gone: what was printed from our print page, and what left in a
//! file. What a browser prints by itself cannot be seen, and the pages say so.

pub mod pages;
pub(crate) mod store;

use ::store::Look;
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome};
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

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        if word == "exported" { Self::Exported } else { Self::Printed }
    }

    /// The key of the sentence that says it to the teller.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Printed => "gone-printed",
            Self::Exported => "gone-exported",
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
    let found = telling_rows::one(&mut look, id).await?;
    drop(look);
    let by_name = sharing.hears_by_name(reader, &hear::matter(&found, Vec::new()));
    let said_by = reader.person_id().filter(|_| by_name);
    let taken = Taken { kind: TakenKind::Printed, said_by, at: now };
    note(sharing, &[(found.system, id, row, taken)]).await?;
    Ok(telling)
}

async fn note(sharing: &Sharing, gone: &[(SystemId, TellingId, Uuid, Taken)]) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        for (system, telling, id, taken) in gone {
            store::insert(work, (*system, *telling), *id, *taken).await?;
        }
        Ok(())
    })
}

/// Notes that what this person wrote down for others leaves in a file of their own things, once
/// for each day. It is on disk before the file is given.
pub(crate) async fn exported(
    sharing: &Sharing,
    look: &mut Look,
    person: PersonId,
    now: Moment,
) -> Outcome<()> {
    let ids = telling_rows::of_teller(look, person).await?;
    let rows = telling_rows::by_ids(look, &ids).await?;
    let day = now.0.div_euclid(86_400_000_000);
    let others = rows.iter().filter(|row| row.teller != Some(person));
    let gone: Vec<_> = others
        .map(|row| {
            let taken = Taken { kind: TakenKind::Exported, said_by: Some(person), at: now };
            (row.system, row.id, once_a_day(row.id, person, day), taken)
        })
        .collect();
    if gone.is_empty() { Ok(()) } else { note(sharing, &gone).await }
}

fn once_a_day(telling: TellingId, person: PersonId, day: i64) -> Uuid {
    let mut hasher = blake3::Hasher::new_derive_key("understory taken in a file 1");
    hasher.update(telling.0.as_bytes()).update(person.0.as_bytes()).update(&day.to_le_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Uuid::from_bytes(bytes)
}

/// Where one's own words were taken, newest first; only for whoever told them.
pub async fn of_telling(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<Vec<Taken>> {
    match tell::own(sharing, reader, id, Action::Narrow).await {
        Ok(_) => store::of_telling(look, id).await,
        Err(_) => Err(Fault::NotFound),
    }
}
