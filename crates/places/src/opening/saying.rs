//! What a steward says of the place, and opening it: each at once with its acts and its mark.

use ::store::{Keeper, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::reader::{self, Given};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Sharing, StandingId, StandingKind};

use super::{Missing, Said, face, store};
use crate::may::acting;
use crate::stewards::{self, Act, ActId, NewAct};

/// Takes what a steward says of the place, if nobody said something else meanwhile.
pub async fn say(
    sharing: &Sharing,
    place: SystemId,
    by: PersonId,
    revision: i64,
    said: &Said,
    at: Moment,
) -> Outcome<()> {
    take(sharing, (place, by), (revision, said), at, false).await
}

/// The same, and opens the place with it: both, or neither.
pub async fn say_and_open(
    sharing: &Sharing,
    place: SystemId,
    by: PersonId,
    revision: i64,
    said: &Said,
    at: Moment,
) -> Outcome<()> {
    take(sharing, (place, by), (revision, said), at, true).await
}

/// Whoever is to ring people back says when; without that, people would be told that nobody rings.
async fn take(
    sharing: &Sharing,
    (place, by): (SystemId, PersonId),
    (revision, said): (i64, &Said),
    at: Moment,
    opens: bool,
) -> Outcome<()> {
    if said.rings.is_some() && said.ring_back.is_none() {
        return Err(Fault::Unfit("unfit-rings-no-hours").in_field("ring_back"));
    }
    let ring = sharing.store.keys.ring([Keeper::new(place)]).await?;
    let sealed = store::SaidRow::seal(&ring, place, said)?;
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Tend, place).await?;
        store::update(work, place, revision, &sealed).await?;
        put_on_duty(work, place, by, said, at).await?;
        record(work, place, (Act::Said, None), by, at).await?;
        if opens { open_in(sharing, work, (place, by), at).await } else { Ok(()) }
    })
}

/// Puts on duty whom a steward names, each as an act of its own that everybody reads. Whoever is on
/// duty reads what others do not, and looking after a place gives no right to read: so once a place
/// has opened, nobody puts themselves on duty. Before that the first of them must be able to, and
/// nobody has told anything.
async fn put_on_duty(
    work: &mut Work,
    place: SystemId,
    by: PersonId,
    said: &Said,
    at: Moment,
) -> Outcome<()> {
    let people = reader::standing_in(work, place, StandingKind::Part).await?;
    let has_opened = store::find(work, place).await?.opened.is_some();
    for (person, kind, act) in [
        (said.keeps_safe, StandingKind::KeepsSafe, Act::PutToKeepSafe),
        (said.hears_wrongs, StandingKind::HearsWrongs, Act::PutToHearWrongs),
        (said.rings, StandingKind::Rings, Act::PutToRing),
    ] {
        let Some(person) = person else {
            // A place may have nobody who rings; the other two it cannot be without.
            if kind == StandingKind::Rings {
                store::end_standings(work, place, kind, at).await?;
            }
            continue;
        };
        let on_duty = reader::standing_in(work, place, kind).await?;
        if on_duty == [person] {
            continue;
        }
        if !people.contains(&person) {
            return Err(Fault::Unfit("unfit-person-not-here"));
        }
        if person == by && has_opened && !on_duty.contains(&person) {
            return Err(Fault::NotAllowed("not-allowed-own-duty"));
        }
        store::end_standings(work, place, kind, at).await?;
        let (id, given_by) = (StandingId::random(), Some(by));
        let given = Given { id, system: place, place, person, kind, by: given_by, began: at };
        reader::give(work, given).await?;
        record(work, place, (act, Some(person)), by, at).await?;
    }
    Ok(())
}

/// Opens the place, when nothing is missing any more.
pub async fn open_place(
    sharing: &Sharing,
    place: SystemId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        open_in(sharing, work, (place, by), at).await
    })
}

/// Opens it within what is being written; what is missing is named, each with its field.
async fn open_in(
    sharing: &Sharing,
    work: &mut Work,
    (place, by): (SystemId, PersonId),
    at: Moment,
) -> Outcome<()> {
    let acting = acting(sharing, work, by, Action::Tend, place).await?;
    let face = face(sharing, work, &acting.reader, place).await?;
    let missing = face.missing();
    if !missing.is_empty() {
        let amiss = |one: &Missing| Fault::UnfitIn { field: one.field(), key: one.key() };
        return Err(Fault::Several(missing.iter().map(amiss).collect()));
    }
    if face.opened.is_some() {
        return Err(Fault::Already);
    }
    store::set_opened(work, place, at).await?;
    record(work, place, (Act::Opened, None), by, at).await
}

async fn record(
    work: &mut Work,
    place: SystemId,
    (act, about): (Act, Option<PersonId>),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let (id, system) = (ActId::random(), place);
    let new = NewAct { id, system, act, by: Some(by), about, words: None, at };
    stewards::record(work, new).await?;
    let thing = Thing::new(Kind::System, place);
    trail::mark(work, Mark::of(place, at, Verb::Changed, Some(by), thing)).await
}
