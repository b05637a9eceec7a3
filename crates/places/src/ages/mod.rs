//! That somebody is under 18. They say so by themselves, at any time, and it takes hold at once on
//! everything they told. That they are 18 now is not theirs alone to say: they ask, and somebody
//! else, who looks after the place, says so too. Nobody but those reads who asked.

pub mod pages;
mod store;

use ::store::{Look, Work};
use doors::news::{self, NewsKind};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Sharing, people};

use crate::may::acting;
use crate::stewards::{self, Act, ActId, NewAct};

/// How things stand with somebody's age, for themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Own {
    /// Whether they said that they are under 18.
    pub under_18: bool,
    /// In which place they asked that somebody says they are 18 now, and when.
    pub asked: Option<(SystemId, Moment)>,
}

/// How things stand with the reader's own age.
pub async fn own(look: &mut Look, reader: &Reader) -> Outcome<Own> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    let under_18 = people::is_under_18(look, person).await?;
    Ok(Own { under_18, asked: store::of_person(look, person).await? })
}

/// Says that the reader is under 18. From this write on nothing of what they told for themselves is
/// quoted, and no name stands with it, until a second adult has looked.
pub async fn say_under_18(sharing: &Sharing, reader: &Reader, now: Moment) -> Outcome<()> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        people::say_under_18(work, person, now).await?;
        store::forget(work, person).await?;
        news::keep(work, person, NewsKind::SaidUnder18, now).await
    })
}

/// Asks those who look after a place to say that the reader is 18 now. They have to play a part in
/// it; asked in another place before, it is asked there no more.
pub async fn ask(sharing: &Sharing, reader: &Reader, place: SystemId, now: Moment) -> Outcome<()> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        let fresh = Reader::person(work, person).await?;
        sharing.leave(&fresh, Action::Belong, &Matter::system(place, place))?;
        if !fresh.is_under_18() {
            return Err(Fault::Already);
        }
        store::keep(work, place, person, now).await?;
        mark(work, place, person, (person, now)).await
    })
}

async fn mark(
    work: &mut Work,
    place: SystemId,
    person: PersonId,
    (by, at): (PersonId, Moment),
) -> Outcome<()> {
    let whose = Thing::new(Kind::Person, person);
    trail::mark(work, Mark::of(place, at, Verb::Changed, Some(by), whose)).await
}

/// Asks it no longer.
pub async fn take_back(sharing: &Sharing, reader: &Reader, now: Moment) -> Outcome<()> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        let Some((place, _)) = store::of_person(work, person).await? else { return Ok(()) };
        store::forget(work, person).await?;
        mark(work, place, person, (person, now)).await
    })
}

/// Who asked in a place, for whoever looks after it and is an adult; otherwise it is not found.
pub async fn asked_in(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    place: SystemId,
) -> Outcome<Vec<(PersonId, Moment)>> {
    sharing.leave(reader, Action::Tend, &Matter::system(place, place))?;
    if reader.is_under_18() {
        return Err(Fault::NotFound);
    }
    let mut asked = store::of_place(look, place).await?;
    asked.retain(|(person, _)| reader.person_id() != Some(*person));
    Ok(asked)
}

/// An answer to somebody who asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// They are 18 now.
    Grown,
    /// I cannot say so.
    CannotSay,
}

/// In which of the places that this reader looks after somebody else waits for their word, and since
/// when. It is an adult who says it, so somebody under 18 is not told who asked.
pub(crate) async fn waits_for(
    look: &mut Look,
    reader: &Reader,
    tended: &[SystemId],
) -> Outcome<Vec<(SystemId, Moment)>> {
    match reader.person_id() {
        Some(person) if !reader.is_under_18() => store::waits_in(look, tended, person).await,
        _ => Ok(Vec::new()),
    }
}

/// Answers somebody who asked in a place, for whoever looks after it and is an adult. Whoever asked
/// is told of either answer. That they are 18 is listed for everybody among what was done there,
/// without who it was: that would tell that they were a child.
pub async fn answer(
    sharing: &Sharing,
    (place, id): (SystemId, ActId),
    person: PersonId,
    answer: Answer,
    (by, at): (PersonId, Moment),
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let acting = acting(sharing, work, by, Action::Tend, place).await?;
        let asked = store::of_place(work, place).await?;
        if acting.place != place || !asked.iter().any(|(who, _)| *who == person) {
            return Err(Fault::NotFound);
        }
        if by == person || acting.reader.is_under_18() {
            return Err(Fault::NotAllowed("not-allowed-own-age"));
        }
        store::end(work, place, person).await?;
        if answer == Answer::CannotSay {
            news::keep(work, person, NewsKind::CannotSayGrown(by), at).await?;
            return mark(work, place, person, (by, at)).await;
        }
        people::lift_under_18(work, person, (place, by, at)).await?;
        news::keep(work, person, NewsKind::SaidGrown(by), at).await?;
        let (act, by) = (Act::SaidGrown, Some(by));
        let new = NewAct { id, system: place, act, by, about: None, words: None, at };
        stewards::record(work, new).await
    })
}

/// Forgets what somebody asked who is erased.
pub async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::forget(work, person).await
}
