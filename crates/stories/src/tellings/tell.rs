//! Telling, narrowing, telling more, reading back, erasing.

use ::store::{Keeper, KeyRing, Look, Sealed, Spot, Work};
use ground::id::{Kind, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome, Words};
use places::opening::{self, OpenTo};
use sharing::audience::{self, Offered};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Sharing, lineage, people, vest};

use super::store::{self, ChapterRow, TellingRow};
use super::wishes::{self, Held};
use super::{ChapterId, Manner, Teller, TellingId, Told, Wished, age, hear};
use crate::ringing;
use crate::second_readings::{self, Asks, Whom};

/// Where something is told.
#[derive(Clone, Copy, Debug)]
pub struct Where {
    /// In which system.
    pub system: SystemId,
    /// In which place that is.
    pub place: SystemId,
}

/// Takes what somebody tells, in a place that is open to them. The id comes from the form, so that
/// a form sent twice tells once.
pub async fn tell(
    sharing: &Sharing,
    teller: Teller,
    place: Where,
    id: TellingId,
    told: &Told,
    at: Moment,
) -> Outcome<()> {
    let now = at;
    told.wishes.check()?;
    // Without an account only the week is kept, of the key too.
    let at = match teller {
        Teller::Person(_) => at,
        Teller::Slip(_) => at.week().begins(),
    };
    let mut look = sharing.store.database.look().await?;
    if !store::by_ids(&mut look, &[id]).await?.is_empty() {
        return Err(Fault::Already);
    }
    told.wishes.check_day(None, now)?;
    // No key is made for what cannot be told. In the write it is asked again.
    is_open_to(&mut look, teller, place.place).await?;
    let own = match teller {
        Teller::Person(person) => [Some(person), None],
        Teller::Slip(_) => [None, None],
    };
    age::singles_out_no_child(&mut look, &told.wishes.heard_by, own).await?;
    let under_18 = told.under_18 || is_own_of_a_child(&mut look, teller, told.manner).await?;
    drop(look);
    let keeper = Keeper::new(id);
    let ring = match sharing.store.keys.make(keeper, at).await {
        // The same form came before: its key is there, and the row decides what is already told.
        Err(Fault::Already) => sharing.store.keys.ring([keeper]).await?,
        made => made?,
    };
    let row = seal(&ring, teller, place, id, told, at, under_18)?;
    let rings = told.ring_on.as_ref();
    let rings =
        rings.map(|asked| ringing::store::Asks::seal(&ring, &row, asked, at)).transpose()?;
    let prepared = second_readings::prepare(&ring, &row, &told.asks, at)?;
    let actor = row.teller;
    ::store::write!(sharing.store.database, |work| {
        store::insert(work, &row).await?;
        is_open_to(work, teller, place.place).await?;
        if let Some(rings) = &rings {
            ringing::keep(work, rings).await?;
        }
        let fresh = store::one(work, id).await?;
        if fresh.may_wait() {
            second_readings::settle(sharing, work, &fresh, &prepared).await?;
        }
        offer(work, &fresh, at).await?;
        let mark = match actor {
            Some(_) => Mark::of(place.system, at, Verb::Wrote, actor, thing(id)),
            None => {
                Mark::unsigned(place.system, at, Verb::Wrote, Kind::Telling).by_which_changed(id)
            }
        };
        trail::mark(work, mark).await
    })
}

/// Whether these are the own words of somebody who said at their first door that they are under 18.
/// Whoever holds the pen says it of whoever the words are from.
async fn is_own_of_a_child(look: &mut Look, teller: Teller, manner: Manner) -> Outcome<bool> {
    match teller {
        Teller::Person(person) if manner == Manner::Self_ => {
            people::is_under_18(look, person).await
        }
        Teller::Person(_) | Teller::Slip(_) => Ok(false),
    }
}

/// Whether the place is open to whoever tells, as things stand: without an account its door is
/// open too. A place that is not there is closed to them as well.
async fn is_open_to(look: &mut Look, teller: Teller, place: SystemId) -> Outcome<()> {
    match (teller, opening::open_to(look, place).await?) {
        (Teller::Person(_), OpenTo::ItsPeople) | (_, OpenTo::Anybody) => Ok(()),
        (Teller::Person(_), OpenTo::Nobody) => {
            Err(Fault::NotAllowed("not-allowed-place-not-ready"))
        }
        (Teller::Slip(_), OpenTo::Nobody | OpenTo::ItsPeople) => {
            Err(Fault::NotAllowed("not-allowed-door-closed"))
        }
    }
}

/// The telling as a thing among things.
#[must_use]
pub fn thing(id: TellingId) -> Thing {
    Thing::new(Kind::Telling, id)
}

fn seal(
    ring: &KeyRing,
    teller: Teller,
    place: Where,
    id: TellingId,
    told: &Told,
    at: Moment,
    under_18: bool,
) -> Outcome<TellingRow> {
    let keeper = Keeper::new(id);
    let line = |text: &Option<Line>, column| -> Outcome<Option<Sealed>> {
        text.as_ref().map(|l| ring.seal_line(keeper, Spot::new(id, column), l)).transpose()
    };
    let (person, slip, wishes) = match teller {
        Teller::Person(person) => (Some(person), None, told.wishes.clone()),
        Teller::Slip(hash) => {
            (None, Some(hash), told.wishes.clone().without_an_account(place.system))
        }
    };
    // What is written down for somebody who is there is theirs; the writer only holds the pen.
    // As long as they have no slip for it, the writer alone can act for them (`slips::handing`).
    let writer = if told.manner == Manner::Self_ { None } else { person };
    let teller = if told.manner == Manner::Self_ { person } else { None };
    Ok(TellingRow {
        system: place.system,
        id,
        place: place.place,
        manner: told.manner,
        teller,
        writer,
        slip,
        for_name: line(&told.for_name, "for_name")?,
        title: line(&told.title, "title")?,
        words: ring.seal(keeper, Spot::new(id, "words"), &told.words)?,
        happened: line(&told.happened, "happened")?,
        about_what: line(&told.about_what, "about_what")?,
        felt: line(&told.felt, "felt")?,
        matters: line(&told.matters, "matters")?,
        // Written with the ringing itself.
        ring_on: None,
        language: told.language.clone(),
        under_18,
        wishes,
        wider: Vec::new(),
        may_name: false,
        may_quote: false,
        held: Held { waits_to_be_read_back: told.manner == Manner::Absent, ..Held::default() },
        at,
        revision: 1,
        import: None,
    })
}

/// Offers a telling to whoever hears it as things stand now.
pub(crate) async fn offer(work: &mut Work, row: &TellingRow, now: Moment) -> Outcome<()> {
    let to = wishes::audience(row.teller, row.pen(), &row.wishes, &row.held);
    let (home, place, since) = (row.system, row.place, kept_at(row, now));
    let offered = Offered { thing: thing(row.id), home, place, at: row.at, since };
    audience::offer(work, offered, &to).await
}

/// Puts other wishes in the place of those that held; they hold with this write. The revision is
/// that of the wishes which they were chosen over; what only narrows is taken whatever it is.
pub async fn wish(
    sharing: &Sharing,
    reader: &Reader,
    (id, revision): (TellingId, i64),
    wished: &Wished,
    now: Moment,
) -> Outcome<()> {
    wished.wishes.check()?;
    let row = own(sharing, reader, id, Action::Narrow).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let prepared = second_readings::prepare(&ring, &row, &wished.asks, kept_at(&row, now))?;
    ::store::write!(sharing.store.database, |work| {
        let before = still_own(sharing, work, reader, id, Action::Narrow).await?;
        let (asked, late) = (before.within(wished.wishes.clone()), revision != before.revision);
        let wishes = &if late { asked.of_an_older_page(&before.wishes) } else { asked };
        wishes.check_day(before.wishes.come_back_on, now)?;
        // What only narrows holds at any moment. What widens was chosen over what stood there.
        let narrows = wishes.only_narrow(&before.wishes);
        let over = if narrows { before.revision } else { revision };
        store::update_wishes(work, &before, over, wishes).await?;
        let fresh = store::one(work, id).await?;
        // Until it is said what its teller was told, nobody but its bringer hears what came in a
        // file, not even somebody chosen by name.
        let is_held = fresh.manner == Manner::Imported && fresh.held.waits_to_be_read_back;
        if is_held && !wishes.heard_by.is_empty() {
            return Err(Fault::Unfit("unfit-not-stated"));
        }
        // An older page does not know whom the teller asked since, and lets nobody else read it.
        let asks = if late { &prepared.of_nobody_new() } else { &prepared };
        second_readings::settle(sharing, work, &fresh, asks).await?;
        offer(work, &fresh, now).await?;
        trail::mark(work, acted(&row, reader, now, Verb::Changed)).await
    })
}

/// How many later chapters a telling has at the most: all of them stand on its page.
pub const MOST_CHAPTERS: i64 = 200;

/// Adds a later chapter: how things are now.
pub async fn tell_more(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    chapter: ChapterId,
    words: &Words,
    now: Moment,
) -> Outcome<()> {
    let row = own(sharing, reader, id, Action::TellMore).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let words = ring.seal(Keeper::new(id), Spot::new(chapter, "words"), words)?;
    let at = kept_at(&row, now);
    // Whoever read it first is asked again, since these words are new.
    let asks = Asks { whom: Whom::AsBefore, ..Asks::default() };
    let prepared = second_readings::prepare(&ring, &row, &asks, at)?;
    ::store::write!(sharing.store.database, |work| {
        let fresh = still_own(sharing, work, reader, id, Action::TellMore).await?;
        let waits = !fresh.wider.is_empty();
        if store::other_chapters(work, id, chapter).await? >= MOST_CHAPTERS {
            return Err(Fault::Bound("bound-chapters"));
        }
        let chapter = ChapterRow { id: chapter, words: words.clone(), at, waits };
        store::insert_chapter(work, &fresh, &chapter, reader.person_id()).await?;
        if fresh.may_wait() {
            second_readings::look_anew(work, &fresh).await?;
            second_readings::settle(sharing, work, &fresh, &prepared).await?;
        }
        trail::mark(work, acted(&row, reader, now, Verb::Wrote)).await
    })
}

/// Says that a telling about somebody was read back to them, or why it was not. Then it travels
/// as far as was wished.
pub async fn read_back(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    why_not: Option<&Words>,
    now: Moment,
) -> Outcome<()> {
    own(sharing, reader, id, Action::Narrow).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let spot = Spot::new(id, "not_read_back_why");
    let why_not = why_not.map(|w| ring.seal(Keeper::new(id), spot, w)).transpose()?;
    let read_at = why_not.is_none().then_some(now);
    ::store::write!(sharing.store.database, |work| {
        let row = still_own(sharing, work, reader, id, Action::Narrow).await?;
        store::set_read_back(work, &row, read_at, why_not.clone()).await?;
        let fresh = store::one(work, id).await?;
        if row.held.waits_to_be_read_back {
            // Whom it was kept back from, as far as home says, hears it from now on.
            audience::withdraw(work, thing(id)).await?;
        }
        offer(work, &fresh, now).await?;
        trail::mark(work, acted(&row, reader, now, Verb::Changed)).await
    })
}

/// Erases a telling: its rows, its key, its links. What came of it stays, without it.
pub async fn erase(sharing: &Sharing, reader: &Reader, id: TellingId, now: Moment) -> Outcome<()> {
    let row = own(sharing, reader, id, Action::Narrow).await?;
    erase_row(sharing, &row, acted(&row, reader, now, Verb::Erased), now).await
}

/// Erases a telling for the operator, who was asked to by whoever may.
pub async fn erase_by_operator(sharing: &Sharing, id: TellingId, now: Moment) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let row = store::one(&mut look, id).await?;
    drop(look);
    let mark = Mark::of(row.system, now, Verb::Erased, None, thing(id));
    erase_row(sharing, &row, mark, now).await
}

async fn erase_row(sharing: &Sharing, row: &TellingRow, mark: Mark, now: Moment) -> Outcome<()> {
    // The key goes first: if the machine stops in between, the words are gone and the rows are
    // swept by asking again, never the other way round.
    sharing.store.keys.throw_away(&[Keeper::new(row.id)], now).await?;
    ::store::write!(sharing.store.database, |work| {
        store::delete(work, row).await?;
        audience::withdraw(work, thing(row.id)).await?;
        lineage::untie(work, thing(row.id)).await?;
        vest::forget_of(work, row.id.0).await?;
        trail::mark(work, mark).await
    })
}

/// The moment that is kept of something done to a telling: of what nobody signed, the week.
pub(crate) fn kept_at(row: &TellingRow, now: Moment) -> Moment {
    if row.slip.is_some() { now.week().begins() } else { now }
}

pub(crate) fn acted(row: &TellingRow, reader: &Reader, now: Moment, verb: Verb) -> Mark {
    match reader.person_id() {
        Some(person) if row.slip.is_none() => {
            Mark::of(row.system, now, verb, Some(person), thing(row.id))
        }
        _ => Mark::unsigned(row.system, now, verb, Kind::Telling).by_which_changed(row.id),
    }
}

/// The same within a write: it may have been handed over a moment ago.
pub(crate) async fn still_own(
    sharing: &Sharing,
    work: &mut Work,
    reader: &Reader,
    id: TellingId,
    action: Action,
) -> Outcome<TellingRow> {
    let row = store::one(work, id).await?;
    sharing.leave(reader, action, &Matter::Telling(hear::matter(&row)))?;
    Ok(row)
}

/// The row, where the policies let this reader do this with it.
pub(crate) async fn own(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    action: Action,
) -> Outcome<TellingRow> {
    let mut look = sharing.store.database.look().await?;
    let row = store::one(&mut look, id).await?;
    let matter = hear::matter(&row);
    sharing.leave(reader, action, &Matter::Telling(matter))?;
    Ok(row)
}
