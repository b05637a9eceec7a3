//! Notes that do not show yet, since a danger was recorded. Whoever wrote one reads it meanwhile, and
//! those who keep people safe in the place it was written in: by the same sentences of the policies
//! as a worry that waits there. Any of them lets it show sooner, and nobody later. When somebody but
//! its writer reads it, that is marked for whoever's page it is, and they see it once the note shows.

use std::collections::BTreeMap;

use ::store::{Keeper, Look};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Opening, Reader, Seen, Sharing, StandingKind};

use super::{NoteId, store};
use crate::lives;

/// The most that one person holds back at once.
pub(super) const MOST: usize = 40;

/// A note that does not show yet, for whoever wrote it and those on duty.
#[derive(Clone, Debug)]
pub struct Held {
    /// On which life.
    pub life: SystemId,
    /// Which one.
    pub id: NoteId,
    /// What stands above that life.
    pub name: Seen<Line>,
    /// The words.
    pub words: Seen<Words>,
    /// Who would be in danger, and how.
    pub why: Option<Seen<Line>>,
    /// Who wrote it.
    pub written_by: PersonId,
    /// When it was written.
    pub at: Moment,
    /// When it shows by itself.
    pub shows_from: Moment,
}

fn matter(row: &store::NoteRow) -> Matter {
    Matter::Worry {
        place: row.place,
        is_wrong: false,
        is_open: true,
        raised_by: Some(row.written_by),
        answered_by: Vec::new(),
    }
}

fn on_duty(reader: &Reader) -> Vec<SystemId> {
    reader.systems(StandingKind::KeepsSafe).collect()
}

/// What this reader wrote that does not show yet, and what others wrote in places in which they keep
/// people safe; what shows soonest first. What others wrote is marked before it is shown.
pub async fn held(sharing: &Sharing, look: &mut Look, reader: &Reader) -> Outcome<Vec<Held>> {
    let (person, now) = (reader.person_id().ok_or(Fault::SignedOut)?, sharing.now());
    let mut rows = store::held(look, person, &on_duty(reader), now).await?;
    let mut leaves = BTreeMap::new();
    for row in &rows {
        let leave = sharing.leave_or_none(reader, Action::HearWorry, &matter(row))?;
        leaves.extend(leave.map(|leave| (row.id, leave)));
    }
    rows.retain(|row| leaves.contains_key(&row.id));
    let lives: Vec<SystemId> = rows.iter().map(|row| row.life).collect();
    let lives = lives::store::among(look, &lives).await?;
    let theirs = rows.iter().filter(|row| row.written_by != person);
    let read = theirs.filter_map(|row| {
        let life = lives.iter().find(|life| life.id == row.life)?;
        Some((life.id, life.holders.as_slice(), Thing::new(Kind::Passage, row.id)))
    });
    sharing.read_there(reader, read.collect::<Vec<_>>()).await?;
    let ring = sharing.store.keys.ring(lives.iter().map(|life| Keeper::new(life.id))).await?;
    let mut held = Vec::new();
    for row in rows {
        let (Some(leave), Some(life)) =
            (leaves.get(&row.id), lives.iter().find(|life| life.id == row.life))
        else {
            continue;
        };
        let opening = Opening::new(leave, &ring, row.life, row.id);
        let words = opening.maybe("words", row.words.as_ref())?;
        let why = opening.maybe_line("danger", row.danger.as_ref())?;
        let name = Opening::new(leave, &ring, row.life, row.life).line("name", &life.name)?;
        let store::NoteRow { id, life, written_by, at, shows_from, .. } = row;
        let here = words.zip(name).map(|(words, name)| Held {
            life,
            id,
            name,
            words,
            why,
            written_by,
            at,
            shows_from,
        });
        held.extend(here);
    }
    Ok(held)
}

/// Since when the newest of those stands that others wrote where this reader keeps people safe, if
/// there is one.
pub async fn waits(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Option<Moment>> {
    let (Some(person), places) = (reader.person_id(), on_duty(reader)) else { return Ok(None) };
    if places.is_empty() {
        return Ok(None);
    }
    let mut newest = None;
    for row in store::held(look, person, &places, now).await? {
        let may = sharing.leave_or_none(reader, Action::HearWorry, &matter(&row))?.is_some();
        if may && row.written_by != person {
            newest = newest.max(Some(row.at));
        }
    }
    Ok(newest)
}

/// Lets a note show from now on.
pub async fn show_now(
    sharing: &Sharing,
    (life, id): (SystemId, NoteId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        let row = store::find(work, (life, id)).await?;
        sharing.leave(&reader, Action::HearWorry, &matter(&row))?;
        if row.shows_from <= at {
            return Err(Fault::Already);
        }
        store::show(work, (life, id), at).await?;
        let thing = Thing::new(Kind::Passage, id);
        trail::mark(work, Mark::of(life, at, Verb::Changed, Some(by), thing)).await
    })
}
