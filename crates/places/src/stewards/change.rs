//! Beginning to look after a system, being called on to stop, and stopping.

use ::store::{Keeper, KeyRing, Look, Spot, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Moment, Outcome, Words};
use sharing::reader::{self, Given};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Sharing, StandingId, StandingKind};

use super::{Act, ActId, NewAct, RecallId, record, store};
use crate::may::acting;
use crate::parts;

/// Asks somebody who is part of a system to look after it too.
pub async fn give(
    sharing: &Sharing,
    system: SystemId,
    id: StandingId,
    by: PersonId,
    person: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let place = acting(sharing, work, by, Action::Tend, system).await?.place;
        let people = reader::standing_in(work, system, StandingKind::Part).await?;
        if !people.contains(&person) {
            return Err(Fault::NotAllowed("not-allowed-steward-from-outside"));
        }
        begin(work, Began { system, place, id, by, person, at }).await
    })
}

/// Takes on looking after a system that nobody looks after, as one who is part of it.
pub async fn take_on(
    sharing: &Sharing,
    system: SystemId,
    id: StandingId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let place = acting(sharing, work, by, Action::Belong, system).await?.place;
        if !reader::standing_in(work, system, StandingKind::Steward).await?.is_empty() {
            return Err(Fault::NotAllowed("not-allowed-somebody-looks-after"));
        }
        begin(work, Began { system, place, id, by, person: by, at }).await
    })
}

struct Began {
    system: SystemId,
    place: SystemId,
    id: StandingId,
    by: PersonId,
    person: PersonId,
    at: Moment,
}

async fn begin(work: &mut Work, began: Began) -> Outcome<()> {
    let Began { system, place, id, by, person, at } = began;
    if reader::standing_in(work, system, StandingKind::Steward).await?.contains(&person) {
        return Err(Fault::Already);
    }
    let kind = StandingKind::Steward;
    reader::give(work, Given { id, system, place, person, kind, by: Some(by), began: at }).await?;
    list(work, system, Act::Given, by, person, at).await
}

/// Calls on somebody to stop looking after a system, and says why. Any member can. The call
/// stays in view until it is answered.
pub async fn call(
    sharing: &Sharing,
    system: SystemId,
    id: RecallId,
    steward: StandingId,
    (by, why): (PersonId, &Words),
    at: Moment,
) -> Outcome<()> {
    let ring = sharing.store.keys.ring([Keeper::new(system)]).await?;
    let sealed = ring.seal(Keeper::new(system), Spot::new(id, "why"), why)?;
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Belong, system).await?;
        let person = current(work, system, steward).await?;
        if person == by {
            return Err(Fault::NotAllowed("not-allowed-recall-oneself"));
        }
        store::insert_recall(work, system, id, steward, by, sealed.clone(), at).await?;
        list(work, system, Act::Called, by, person, at).await
    })
}

/// Answers a call, as the person it is about.
pub async fn answer(
    sharing: &Sharing,
    system: SystemId,
    id: RecallId,
    by: PersonId,
    words: &Words,
    at: Moment,
) -> Outcome<()> {
    let ring = sharing.store.keys.ring([Keeper::new(system)]).await?;
    let sealed = ring.seal(Keeper::new(system), Spot::new(id, "answer"), words)?;
    ::store::write!(sharing.store.database, |work| {
        let recall = store::recall(work, system, id).await?;
        if parts::store::find(work, system, recall.steward).await?.person != by {
            return Err(Fault::NotFound);
        }
        store::answer(work, system, id, by, sealed.clone(), at).await?;
        list(work, system, Act::Answered, by, by, at).await
    })
}

/// Stops looking after a system oneself. Calls that were never answered stay in view.
pub async fn end_own(
    sharing: &Sharing,
    system: SystemId,
    steward: StandingId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        if current(work, system, steward).await? != by {
            return Err(Fault::NotFound);
        }
        reader::end(work, system, steward, at).await?;
        list(work, system, Act::Ended, by, by, at).await
    })
}

/// Ends somebody's stewardship after a call, saying how that was decided. It takes two members
/// besides the one it is about: whoever called, and whoever writes this.
pub async fn end_together(
    sharing: &Sharing,
    system: SystemId,
    id: RecallId,
    by: PersonId,
    how: &Words,
    at: Moment,
) -> Outcome<()> {
    let ring: KeyRing = sharing.store.keys.ring([Keeper::new(system)]).await?;
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Belong, system).await?;
        let recall = store::recall(work, system, id).await?;
        let person = current(work, system, recall.steward).await?;
        if by == recall.said_by || by == person {
            return Err(Fault::NotAllowed("not-allowed-end-alone"));
        }
        reader::end(work, system, recall.steward, at).await?;
        let act = NewAct { about: Some(person), ..done_by(system, Act::Ended, by, at) };
        record(work, act.saying(&ring, how)?).await?;
        mark(work, system, by, person, at).await
    })
}

/// Whose stewardship this is, while it lasts.
pub(super) async fn current(
    look: &mut Look,
    system: SystemId,
    steward: StandingId,
) -> Outcome<PersonId> {
    let row = parts::store::find(look, system, steward).await?;
    if row.standing == StandingKind::Steward && row.ended.is_none() {
        Ok(row.person)
    } else {
        Err(Fault::NotFound)
    }
}

fn done_by(system: SystemId, act: Act, by: PersonId, at: Moment) -> NewAct {
    NewAct { id: ActId::random(), system, act, by: Some(by), about: None, words: None, at }
}

pub(super) async fn list(
    work: &mut Work,
    system: SystemId,
    act: Act,
    by: PersonId,
    about: PersonId,
    at: Moment,
) -> Outcome<()> {
    record(work, NewAct { about: Some(about), ..done_by(system, act, by, at) }).await?;
    mark(work, system, by, about, at).await
}

async fn mark(
    work: &mut Work,
    system: SystemId,
    by: PersonId,
    person: PersonId,
    at: Moment,
) -> Outcome<()> {
    let thing = Thing::new(Kind::Person, person);
    trail::mark(work, Mark::of(system, at, Verb::Changed, Some(by), thing)).await
}
