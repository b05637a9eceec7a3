//! Handing over: what was written down for somebody who was there becomes theirs, with a slip.
//! Until then only whoever wrote it down can act for them. From then on the slip's holder says who
//! hears it; whoever wrote it down hears it only where the wishes say so, and may hold it back.

use ::store::{Keeper, Look, Token};
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Audience, Matter, Reader, Sharing, Who};

use super::store;
use crate::second_readings::{self, Asks};
use crate::tellings::store::{self as rows, TellingRow};
use crate::tellings::{Manner, TellingId, Wishes, hear, slip_of, tell};

impl TellingRow {
    /// Whether whoever it was written down for has a slip for it.
    pub(crate) const fn is_handed_over(&self) -> bool {
        self.slip.is_some() && self.writer.is_some()
    }

    /// Whether nobody signed it, so that of its time only the week is known.
    pub(crate) const fn is_unsigned(&self) -> bool {
        self.slip.is_some() && self.writer.is_none()
    }

    /// Whoever wrote it down, as long as they alone can act for whose words they are.
    pub(crate) fn pen(&self) -> Option<PersonId> {
        self.writer.filter(|_| self.slip.is_none())
    }

    /// Whether it is this reader's own, to narrow and erase.
    pub(crate) fn is_of(&self, reader: &Reader) -> bool {
        match reader.who() {
            Who::Person(person) => self.teller == Some(person) || self.pen() == Some(person),
            Who::Slip(slip) => self.slip.as_ref().map(slip_of) == Some(slip),
            Who::Nobody => false,
        }
    }

    /// What can be wished for it: with a slip nobody is added by name, since its holder is shown
    /// nobody's name; those named already may stay, and whoever wrote it down may be let hear it.
    pub(crate) fn within(&self, mut wished: Wishes) -> Wishes {
        if self.slip.is_none() {
            return wished;
        }
        wished.heard_by.retain(|to| match to {
            Audience::Anyone => true,
            Audience::System(system) if *system == self.system || *system == self.place => true,
            to => {
                self.is_handed_over()
                    && (self.wishes.reaches(to) || self.writer.map(Audience::Person) == Some(*to))
            }
        });
        wished
    }

    /// Whether a slip can be made for whoever it was written down for: they were there.
    fn can_be_handed_over(&self) -> bool {
        self.manner == Manner::Present && self.pen().is_some() && self.teller.is_none()
    }
}

/// Whether what this reader wrote down was handed over already; nothing is found where it is not
/// theirs, or was for nobody who was there.
pub async fn is_handed_over(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<bool> {
    let row = rows::one(look, id).await?;
    let matter = Matter::Telling(hear::matter(&row));
    if row.can_be_handed_over() {
        sharing.leave(reader, Action::Narrow, &matter)?;
        return Ok(false);
    }
    sharing.leave(reader, Action::HoldBack, &matter)?;
    Ok(true)
}

/// Makes it the telling of whoever holds this slip. Whoever wrote it down goes on hearing it only
/// where the person said so. The same slip given twice is [`Fault::Already`].
pub async fn hand_over(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    (slip, stays): (&Token, bool),
    now: Moment,
) -> Outcome<()> {
    let (by, hash) = (reader.person_id().ok_or(Fault::NotFound)?, slip.hash());
    ::store::write!(sharing.store.database, |work| {
        let row = rows::one(work, id).await?;
        if row.slip == Some(hash) && row.writer == Some(by) {
            return Err(Fault::Already);
        }
        sharing.leave(reader, Action::Narrow, &Matter::Telling(hear::matter(&row)))?;
        if !row.can_be_handed_over() {
            return Err(Fault::NotFound);
        }
        let mut wishes = row.wishes.clone();
        wishes.heard_by.retain(|to| *to != Audience::Person(by));
        wishes.heard_by.extend(stays.then_some(Audience::Person(by)));
        // When whoever wrote it down said that they are not to be asked again is no wish of theirs.
        wishes.come_back_on = wishes.come_back_on.filter(|_| wishes.come_back);
        wishes.check()?;
        store::give(work, &row, &hash).await?;
        rows::update_wishes(work, &row, row.revision, &wishes).await?;
        let fresh = rows::one(work, id).await?;
        tell::offer(work, &fresh, now).await?;
        let mark = Mark::of(row.system, now, Verb::Changed, Some(by), tell::thing(id));
        trail::mark(work, mark).await
    })
}

/// Takes it back from every group, and from whoever wrote it down, who asks for it. They cannot let
/// anybody hear it again, nor themselves. People named with it stay: the slip's holder is
/// shown nobody's name, so whom they lose here could never be let in again.
pub async fn hold_back(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::NotFound)?;
    let row = tell::own(sharing, reader, id, Action::HoldBack).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let at = tell::kept_at(&row, now);
    let prepared = second_readings::prepare(&ring, &row, &Asks::default(), at)?;
    ::store::write!(sharing.store.database, |work| {
        let row = rows::one(work, id).await?;
        let (come_back, come_back_on) = (row.wishes.come_back, row.wishes.come_back_on);
        let named = |to: &Audience| matches!(to, Audience::Person(person) if *person != by);
        let heard_by = row.wishes.heard_by.iter().copied().filter(named).collect();
        let fewer = Wishes { heard_by, come_back, come_back_on, ..Wishes::default() };
        rows::update_wishes(work, &row, row.revision, &fewer).await?;
        let fresh = rows::one(work, id).await?;
        second_readings::settle(sharing, work, &fresh, &prepared).await?;
        tell::offer(work, &fresh, now).await?;
        let mark = Mark::of(row.system, now, Verb::Changed, Some(by), tell::thing(id));
        trail::mark(work, mark).await
    })
}
