//! What a teller sees of the second readings of their own, and what waits for a second reader.

use ::store::{Keeper, KeyRing, Look, Spot};
use ground::{Fault, Outcome};
use sharing::{
    Action, Exported, Leave, Matter, Reader, Seen, Sharing, StandingKind, Waiting, people,
};

use super::store::{self, Asked, ReadingRow};
use super::waits::store as waits;
use super::{About, ReadingId, SecondReading, State, ask, files};
use crate::tellings::{TellingId, hear, store as telling_rows};

/// How many are shown of those that wait for one person, and of those that wait in one place.
const MOST_WAITING: usize = 50;
/// How many are looked at to find them.
const MOST_LOOKED_AT: usize = 500;

/// How second readings of a telling stand, for whoever told it.
#[derive(Clone, Default, Debug)]
pub struct Second {
    /// Those that something of it points at, oldest first.
    pub readings: Vec<SecondReading>,
    /// What it waits for.
    pub waits_for: Vec<About>,
    /// Whether something waits that nobody is asked about, or the one who was asked said no.
    pub can_ask: bool,
    /// Whether somebody other than its own people is on duty.
    pub on_duty: bool,
}

impl Second {
    /// Whether there is anything to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty() && self.waits_for.is_empty()
    }

    /// Whether it waits before it goes further.
    #[must_use]
    pub fn waits_to_go_further(&self) -> bool {
        self.waits_for.contains(&About::Wider)
    }

    /// Whether it waits before it is named or quoted.
    #[must_use]
    pub fn waits_for_an_adult(&self) -> bool {
        self.waits_for.contains(&About::Under18)
    }
}

/// How second readings of a telling stand, for whoever may narrow it.
pub async fn of_telling(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<Second> {
    let row = telling_rows::one(look, id).await?;
    let matter = Matter::Telling(hear::matter(&row, Vec::new()));
    let leave = sharing.leave(reader, Action::Narrow, &matter)?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let pointed_at = waits::pointed_at(look, id).await?;
    let mut second = Second::default();
    for reading in store::of_telling(look, id).await? {
        if reading.is_open() || pointed_at.contains(&reading.id) {
            second.readings.push(open(&leave, &ring, &reading)?);
        }
    }
    for about in About::ALL {
        if waits::waits(look, id, about).await? {
            let asked = second.readings.iter().any(|one| one.about == about && one.waits());
            second.can_ask |= !asked;
            second.waits_for.push(about);
        }
    }
    let own = [row.teller, row.writer];
    // Whoever is on duty has to be able to read all that waits.
    let about = if second.waits_for_an_adult() { About::Under18 } else { About::Wider };
    second.on_duty = !ask::on_duty(look, row.place, own, about).await?.is_empty();
    Ok(second)
}

pub(super) fn open(leave: &Leave, ring: &KeyRing, row: &ReadingRow) -> Outcome<SecondReading> {
    let words = match &row.words {
        Some(sealed) => {
            leave.open(ring, Keeper::new(row.keeper()?), Spot::new(row.id, "words"), sealed)?
        }
        None => None,
    };
    Ok(SecondReading {
        id: row.id,
        about: row.about,
        telling: row.telling,
        import: row.import,
        asked_of: row.asked_of,
        asked: row.asked,
        could: row.could,
        words,
        revision: row.revision,
        state: state(leave, ring, row)?,
    })
}

pub(super) fn state(leave: &Leave, ring: &KeyRing, row: &ReadingRow) -> Outcome<State> {
    let Some(answered) = row.answered else { return Ok(State::Waits) };
    if row.fine {
        return Ok(State::Fine(answered));
    }
    let keeper = Keeper::new(row.keeper()?);
    let answer = match &row.answer {
        Some(sealed) => leave.open(ring, keeper, Spot::new(row.id, "answer"), sealed)?,
        None => None,
    };
    Ok(State::NotYet(answered, answer))
}

/// The reading with this id, if this reader was asked for it and it waits for them.
pub async fn open_for(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: ReadingId,
) -> Outcome<SecondReading> {
    let row = store::one(look, id).await?;
    if !is_for(sharing, look, reader, &row).await? {
        return Err(Fault::NotFound);
    }
    let matter = matter(look, &row).await?;
    let leave = sharing.leave(reader, Action::ReadFirst, &matter)?;
    let ring = sharing.store.keys.ring([Keeper::new(row.keeper()?)]).await?;
    open(&leave, &ring, &row)
}

async fn matter(look: &mut Look, row: &ReadingRow) -> Outcome<Matter> {
    if let Some(import) = row.import {
        return files::matter(look, row, import).await;
    }
    let id = row.telling.ok_or(Fault::NotFound)?;
    let mut matter = hear::matter(&telling_rows::one(look, id).await?, Vec::new());
    store::fill(&mut matter, row.is_open().then_some(row.asked_of));
    Ok(Matter::Telling(matter))
}

async fn is_for(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    row: &ReadingRow,
) -> Outcome<bool> {
    let Some(person) = reader.person_id().filter(|_| row.is_open()) else { return Ok(false) };
    let matter = match matter(look, row).await {
        Err(Fault::NotFound) => return Ok(false),
        found => found?,
    };
    if sharing.leave_or_none(reader, Action::ReadFirst, &matter)?.is_none() {
        return Ok(false);
    }
    Ok(row.about == About::Wider || !people::is_under_18(look, person).await?)
}

/// What waits for this reader to be read, oldest first. Nothing of the words is shown until they
/// open it, since opening is what their teller sees.
pub async fn waiting(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
) -> Outcome<Vec<SecondReadingWaits>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let places: Vec<_> = reader.systems(StandingKind::KeepsSafe).collect();
    let mut waits = waiting_of(sharing, look, reader, Asked::Of(person)).await?;
    for place in places {
        waits.extend(waiting_of(sharing, look, reader, Asked::OnDuty(place)).await?);
    }
    Ok(waits)
}

/// Looks on past what is asked but not for this reader, so that it does not hide what is.
async fn waiting_of(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    asked: Asked,
) -> Outcome<Vec<SecondReadingWaits>> {
    let (mut waits, mut after, mut looked_at) = (Vec::new(), store::FIRST, 0);
    while looked_at < MOST_LOOKED_AT {
        let rows = store::waiting(look, asked, after).await?;
        let Some(last) = rows.last() else { break };
        after = (last.asked, last.id);
        looked_at += rows.len();
        for row in rows {
            if waits.len() < MOST_WAITING && is_for(sharing, look, reader, &row).await? {
                waits.push(SecondReadingWaits {
                    id: row.id,
                    telling: row.telling,
                    revision: row.revision,
                    since: row.asked,
                });
            }
        }
        if waits.len() == MOST_WAITING {
            break;
        }
    }
    Ok(waits)
}

/// A second reading that waits for somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SecondReadingWaits {
    /// Which one.
    pub id: ReadingId,
    /// Of which telling, if it is of one.
    pub telling: Option<TellingId>,
    /// Which version of what is read an answer speaks of.
    pub revision: i64,
    /// Since when.
    pub since: ground::Moment,
}

/// What waits for somebody as a second reader, and their own of which one said *not like this*.
pub async fn unsettled(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
) -> Outcome<Vec<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for one in waiting(sharing, look, reader).await? {
        all.push(Waiting {
            sentence: "waits-second-reading",
            about: None,
            path: format!("/second-readings/{}", one.id),
            since: one.since,
        });
    }
    let answered = store::not_like_this(look, person).await?;
    let ids: Vec<TellingId> = answered.iter().map(|(id, _)| *id).collect();
    for telling in hear::some(sharing, look, reader, &ids).await? {
        let since = answered.iter().find(|(id, _)| *id == telling.id).map(|(_, at)| *at);
        all.push(Waiting {
            sentence: "waits-second-said",
            about: Some(telling.heading()),
            path: format!("/stories/{}#second", telling.id),
            since: since.unwrap_or(telling.at),
        });
    }
    Ok(all)
}

/// What somebody said with their own telling before it went further, and what was answered to
/// them.
pub async fn export(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<Vec<Exported>> {
    let row = telling_rows::one(look, id).await?;
    let matter = Matter::Telling(hear::matter(&row, Vec::new()));
    let leave = sharing.leave(reader, Action::Narrow, &matter)?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let mut texts = Vec::new();
    for row in store::of_telling(look, id).await? {
        let reading = open(&leave, &ring, &row)?;
        let mut add = |part, at, words: Seen<String>| {
            texts.push(Exported { id: id.0, part, at, words });
        };
        if let Some(words) = &reading.words {
            add("before_going_further", reading.asked, words.whole());
        }
        if let State::NotYet(at, Some(words)) = &reading.state {
            add("second_reader", *at, words.whole());
        }
    }
    Ok(texts)
}
