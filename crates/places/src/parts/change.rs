//! Giving a part, saying it anew, and ending it.

use ::store::{Keeper, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::reader::{self, Given};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Sharing, StandingId, StandingKind};

use super::{NewPart, PartKind, Taken, keep, store};
use crate::may::acting;
use crate::stewards::{self, Act, ActId, NewAct};

/// Takes a part, asking for no leave: for the very start, and for a place told from a file.
pub async fn take(sharing: &Sharing, taken: &Taken) -> Outcome<()> {
    let part = NewPart::prepare(&sharing.store.keys, taken.clone()).await?;
    ::store::write!(sharing.store.database, |work| keep(work, &part).await)
}

/// Gives a part in a system, to oneself or to somebody else of the same place. Whoever gives it
/// is part of the system themselves.
pub async fn give(sharing: &Sharing, by: PersonId, taken: &Taken) -> Outcome<()> {
    let taken = Taken { by: Some(by), ..taken.clone() };
    let (system, person) = (taken.system, taken.person);
    let part = NewPart::prepare(&sharing.store.keys, taken).await?;
    ::store::write!(sharing.store.database, |work| {
        let acting = acting(sharing, work, by, Action::Belong, system).await?;
        let people = reader::standing_in(work, acting.place, StandingKind::Part).await?;
        if !people.contains(&person) {
            return Err(Fault::NotAllowed("not-allowed-part-without-place"));
        }
        let matter = Matter::system(system, acting.place);
        let tends = sharing.leave_or_none(&acting.reader, Action::Tend, &matter)?.is_some();
        if tends && person != by {
            record(work, system, Act::PartGiven, by, person, part.began()).await?;
        }
        keep(work, &part).await
    })
}

/// What somebody says of their own part.
#[derive(Clone, Debug)]
pub struct Own {
    /// As what, of the examples.
    pub kind: PartKind,
    /// As what, in their own words.
    pub words: Option<Line>,
    /// How their work fits.
    pub fits: Option<Words>,
    /// They hold this system's money.
    pub money: bool,
    /// They manage people who work here.
    pub manages: bool,
}

/// Says one's own part anew. Holding the money and managing people can be said by oneself; that
/// it is over is said by somebody else ([`over`]), since it opens what the group keeps apart.
pub async fn say(
    sharing: &Sharing,
    system: SystemId,
    id: StandingId,
    by: PersonId,
    own: &Own,
    at: Moment,
) -> Outcome<()> {
    let ring = sharing.store.keys.ring([Keeper::new(by)]).await?;
    let sealed = super::seal(&ring, by, id, &own.words, &own.fits)?;
    ::store::write!(sharing.store.database, |work| {
        let acting = acting(sharing, work, by, Action::Belong, system).await?;
        let row = store::find(work, system, id).await?;
        if row.person != by || row.ended.is_some() || row.standing != StandingKind::Part {
            return Err(Fault::NotFound);
        }
        store::say(work, system, id, by, own.kind, sealed.clone()).await?;
        for (wanted, kind) in
            [(own.money, StandingKind::Money), (own.manages, StandingKind::Manages)]
        {
            if wanted && !acting.reader.stands(kind, system) {
                let id = StandingId::random();
                let (place, by) = (acting.place, Some(by));
                let person = row.person;
                reader::give(work, Given { id, system, place, person, kind, by, began: at })
                    .await?;
            }
        }
        mark(work, system, by, by, at).await
    })
}

/// Ends a part: one's own, or as somebody who looks after the system, which is then listed. With
/// somebody's last part in a system everything else that they were there ends too, and with
/// their last part in a place all that they were in it.
pub async fn end(
    sharing: &Sharing,
    system: SystemId,
    id: StandingId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let row = store::find(work, system, id).await?;
        let own = row.person == by;
        let action = if own { Action::Belong } else { Action::Tend };
        let place = acting(sharing, work, by, action, system).await?.place;
        if row.standing != StandingKind::Part {
            return Err(Fault::NotFound);
        }
        reader::end(work, system, id, at).await?;
        if !own {
            record(work, system, Act::PartEnded, by, row.person, at).await?;
        }
        end_what_hung_on_it(work, system, place, row.person, by, at).await?;
        mark(work, system, by, row.person, at).await
    })
}

/// Says that somebody no longer holds this system's money, or no longer manages people in it.
/// Anybody who is part of it can say so, but for the person themselves.
pub async fn over(
    sharing: &Sharing,
    system: SystemId,
    id: StandingId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Belong, system).await?;
        let row = store::find(work, system, id).await?;
        if !matches!(row.standing, StandingKind::Money | StandingKind::Manages) {
            return Err(Fault::NotFound);
        }
        if row.person == by {
            return Err(Fault::NotAllowed("not-allowed-own-money"));
        }
        reader::end(work, system, id, at).await?;
        record(work, system, Act::StandingOver, by, row.person, at).await?;
        mark(work, system, by, row.person, at).await
    })
}

async fn end_what_hung_on_it(
    work: &mut Work,
    system: SystemId,
    place: SystemId,
    person: PersonId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let left = store::current_in_place(work, place, person).await?;
    if left.iter().any(|&(s, _, kind)| s == system && kind == StandingKind::Part) {
        return Ok(());
    }
    let everything = system == place;
    if everything && left.iter().any(|&(_, _, kind)| kind == StandingKind::KeepsSafe) {
        return Err(Fault::NotAllowed("not-allowed-on-duty"));
    }
    for (in_system, id, kind) in left {
        if !everything && in_system != system {
            continue;
        }
        reader::end(work, in_system, id, at).await?;
        if kind == StandingKind::Steward {
            record(work, in_system, Act::Ended, by, person, at).await?;
        }
    }
    Ok(())
}

async fn record(
    work: &mut Work,
    system: SystemId,
    act: Act,
    by: PersonId,
    about: PersonId,
    at: Moment,
) -> Outcome<()> {
    let id = ActId::random();
    let new = NewAct { id, system, act, by: Some(by), about: Some(about), words: None, at };
    stewards::record(work, new).await
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
