//! What a teller sees of the second readings of their own, and what waits for a second reader.

use std::collections::BTreeSet;

use ::store::{Keeper, KeyRing, Look, Spot};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use places::systems;
use sharing::{Action, Exported, Leave, Matter, Reader, Seen, Sharing, StandingKind, Waiting};

use super::store::{self, Answered, ReadingRow, Said, WaitsFor};
use super::waits::store as waits;
use super::{About, AskedOf, ReadingId, SecondReading, State, What, ask, files};
use crate::imports::ImportId;
use crate::tellings::store::{self as telling_rows, TellingRow};
use crate::tellings::{TellingId, hear};

/// How many are shown of those that wait for one person, and of those that wait in one place.
const MOST_WAITING: usize = 50;
/// How many are looked at to find them.
const MOST_LOOKED_AT: usize = 500;
/// For how many days home says that a second reader found something fine.
const NEWS_DAYS: i64 = 7;

/// How second readings of a telling stand, for whoever told it.
#[derive(Clone, Default, Debug)]
pub struct Second {
    /// Those that something of it points at, oldest first.
    pub readings: Vec<SecondReading>,
    /// Those before, of which somebody said *not like this*, oldest first: their words help to put it
    /// better, for as long as it is told.
    pub before: Vec<SecondReading>,
    /// What it waits for.
    pub waits_for: Vec<About>,
    /// Whether something waits that nobody is asked about, or the one who was asked said no.
    pub can_ask: bool,
    /// Whether somebody other than its own people is on duty.
    pub on_duty: bool,
    /// Whether it was told with a slip, and those on duty have left it lying.
    pub lies: bool,
    /// Whether all that waits to go further was added later: the rest is heard as it was.
    pub only_more: bool,
}

impl Second {
    /// Whether there is anything to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty() && self.before.is_empty() && self.waits_for.is_empty()
    }

    /// Whether somebody said *not like this* before it goes further, and nobody is asked now: then it
    /// waits for its teller, and for nobody else.
    #[must_use]
    pub fn stays_where_it_is(&self) -> bool {
        let wider = || self.readings.iter().filter(|one| one.about == About::Wider);
        wider().any(SecondReading::is_not_yet) && !wider().any(SecondReading::waits)
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
    let matter = Matter::Telling(hear::matter(&row));
    let leave = sharing.leave(reader, Action::Narrow, &matter)?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let pointed_at = waits::pointed_at(look, id).await?;
    let mut second = Second::default();
    for reading in store::of_telling(look, id).await? {
        if reading.is_open() || pointed_at.contains(&reading.id) {
            let of_slip = row.slip.is_some() && reading.asked_of == AskedOf::OnDuty;
            second.lies |=
                of_slip && reading.is_open() && store::lies(reading.asked, sharing.now());
            second.readings.push(open(&leave, &ring, &reading)?);
        } else if reading.is_not_yet() {
            second.before.push(open(&leave, &ring, &reading)?);
        }
    }
    for about in About::ALL {
        if waits::waits(look, id, about).await? {
            let asked = second.readings.iter().any(|one| one.about == about && one.waits());
            second.can_ask |= !asked;
            second.waits_for.push(about);
        }
    }
    second.only_more = second.waits_to_go_further() && row.held.waits_for_second_reader.is_empty();
    let own = [row.teller, row.writer];
    // Whoever is on duty has to be able to read all that waits.
    let about = if second.waits_for_an_adult() { About::Under18 } else { About::Wider };
    second.on_duty = !ask::on_duty(sharing, look, row.place, own, about).await?.is_empty();
    Ok(second)
}

pub(super) fn open(leave: &Leave, ring: &KeyRing, row: &ReadingRow) -> Outcome<SecondReading> {
    let words = match &row.words {
        Some(sealed) => leave.open(ring, row.what.keeper(), Spot::new(row.id, "words"), sealed)?,
        None => None,
    };
    Ok(SecondReading {
        id: row.id,
        about: row.about,
        what: row.what,
        asked_of: row.asked_of,
        asked: row.asked,
        could: row.could,
        words,
        revision: row.revision,
        state: state(leave, ring, row)?,
    })
}

pub(super) fn state(leave: &Leave, ring: &KeyRing, row: &ReadingRow) -> Outcome<State> {
    let Some(Answered { at, said, .. }) = &row.answered else { return Ok(State::Waits) };
    let words = match said {
        Said::Fine => return Ok(State::Fine(*at)),
        Said::NotYet(None) => None,
        Said::NotYet(Some(sealed)) => {
            leave.open(ring, row.what.keeper(), Spot::new(row.id, "answer"), sealed)?
        }
    };
    Ok(State::NotYet(*at, words))
}

/// What is read first, as it was fetched to decide about it.
pub(super) enum Found {
    /// The row of a telling.
    Telling(Box<TellingRow>),
    /// A file.
    File(ImportId),
}

/// What a second reader was given leave to read.
pub(super) struct Given {
    pub(super) reading: SecondReading,
    pub(super) row: ReadingRow,
    pub(super) found: Found,
}

/// The reading with this id, if this reader was asked for it and it waits for them.
pub async fn open_for(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: ReadingId,
) -> Outcome<SecondReading> {
    Ok(given(sharing, look, reader, id).await?.reading)
}

/// The same, with all that was fetched for it.
pub(super) async fn given(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: ReadingId,
) -> Outcome<Given> {
    let row = store::one(look, id).await?;
    let (leave, found) = to_read(sharing, look, reader, &row).await?.ok_or(Fault::NotFound)?;
    let ring = sharing.store.keys.ring([row.what.keeper()]).await?;
    Ok(Given { reading: open(&leave, &ring, &row)?, row, found })
}

/// The other thing that is asked about the same telling, where this reader was asked that too: of
/// somebody under 18, how far it goes and whether they are named are two answers about one child.
pub(super) async fn beside(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    row: &ReadingRow,
) -> Outcome<Option<ReadingId>> {
    let What::Telling(id) = row.what else { return Ok(None) };
    for other in store::of_telling(look, id).await? {
        if other.id != row.id && to_read(sharing, look, reader, &other).await?.is_some() {
            return Ok(Some(other.id));
        }
    }
    Ok(None)
}

/// Leave for this reader to read first what waits, if it waits for them.
pub(super) async fn to_read(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    row: &ReadingRow,
) -> Outcome<Option<(Leave, Found)>> {
    if !row.is_open() || reader.person_id().is_none() {
        return Ok(None);
    }
    let (matter, found) = match row.what {
        What::File(import) => match files::matter(look, row, import).await {
            Err(Fault::NotFound) => return Ok(None),
            found => (found?, Found::File(import)),
        },
        What::Telling(id) => {
            let Some(telling) = telling_rows::by_ids(look, &[id]).await?.pop() else {
                return Ok(None);
            };
            let mut matter = hear::matter(&telling);
            store::fill(&mut matter, [row.asks(sharing.now())]);
            (Matter::Telling(matter), Found::Telling(Box::new(telling)))
        }
    };
    let leave = sharing.leave_or_none(reader, Action::ReadFirst, &matter)?;
    Ok(leave.map(|leave| (leave, found)))
}

/// What waits for this reader to be read, oldest first. Nothing of the words is shown until they
/// open it, since opening is what their teller sees.
pub async fn waiting(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
) -> Outcome<Vec<SecondReadingWaits>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    // Of those who hear what went wrong the policies let through what was left lying.
    let on_duty = reader.systems(StandingKind::KeepsSafe);
    let places: BTreeSet<SystemId> =
        on_duty.chain(reader.systems(StandingKind::HearsWrongs)).collect();
    let mut waits = waiting_of(sharing, look, reader, WaitsFor::Person(person)).await?;
    for place in places {
        waits.extend(waiting_of(sharing, look, reader, WaitsFor::OnDuty(place)).await?);
    }
    Ok(waits)
}

/// Looks on past what is asked but not for this reader, so that it does not hide what is.
async fn waiting_of(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    whom: WaitsFor,
) -> Outcome<Vec<SecondReadingWaits>> {
    let (mut waits, mut after, mut looked_at) = (Vec::new(), store::FIRST, 0);
    while looked_at < MOST_LOOKED_AT {
        let rows = store::waiting(look, whom, after).await?;
        let Some(last) = rows.last() else { break };
        after = (last.asked, last.id);
        looked_at += rows.len();
        for row in rows {
            if waits.len() < MOST_WAITING && to_read(sharing, look, reader, &row).await?.is_some() {
                waits.push(SecondReadingWaits {
                    id: row.id,
                    what: row.what,
                    about: row.about,
                    system: row.system,
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
    /// What is read.
    pub what: What,
    /// What is asked about it.
    pub about: About,
    /// Where it was told.
    pub system: SystemId,
    /// Which version of what is read an answer speaks of.
    pub revision: i64,
    /// Since when.
    pub since: Moment,
}

/// What waits for somebody as a second reader, and their own of which one said *not like this*.
pub async fn unsettled(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    let waits = waiting(sharing, look, reader).await?;
    let homes: BTreeSet<SystemId> = waits.iter().map(|one| one.system).collect();
    let homes: Vec<SystemId> = homes.into_iter().collect();
    let homes = systems::find_many(sharing, look, reader, &homes).await?;
    for one in waits {
        let home = homes.iter().find(|home| home.id == one.system);
        all.push(Waiting {
            // Not a word of it before it is opened: opening is what its teller is shown.
            sentence: match (one.what, one.about) {
                (What::File(_), _) => "waits-second-reading-file",
                (What::Telling(_), About::Wider) => "waits-second-reading",
                (What::Telling(_), About::Under18) => "waits-second-reading-adult",
            },
            about: home.map(|home| home.name.heading()),
            path: format!("/second-readings/{}", one.id),
            since: one.since,
            from: None,
            put_off: None,
        });
    }
    all.extend(found_fine(look, person, now).await?);
    let answered = store::answered(look, person, (false, Moment(i64::MIN))).await?;
    let ids: Vec<TellingId> = answered.iter().map(|(id, _)| *id).collect();
    for telling in hear::some(sharing, look, reader, &ids).await? {
        let since = answered.iter().find(|(id, _)| *id == telling.id).map(|(_, at)| *at);
        all.push(Waiting {
            sentence: "waits-second-said",
            about: Some(telling.heading()),
            path: format!("/stories/{}#second", telling.id),
            since: since.unwrap_or(telling.at),
            from: None,
            put_off: None,
        });
    }
    Ok(all)
}

/// That a second reader said that something of theirs is fine: one line, however many there are, and
/// not a word of it.
async fn found_fine(look: &mut Look, person: PersonId, now: Moment) -> Outcome<Option<Waiting>> {
    let since = now.plus_days(-NEWS_DAYS);
    let last = store::answered(look, person, (true, since)).await?.into_iter().next();
    Ok(last.map(|(id, since)| Waiting {
        sentence: "waits-second-fine",
        about: None,
        path: format!("/stories/{id}#second"),
        since,
        from: None,
        put_off: None,
    }))
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
    let matter = Matter::Telling(hear::matter(&row));
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
