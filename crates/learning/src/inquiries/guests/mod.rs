//! Guests: those who hold money or manage, whom a group asked into the talk of one question. Being
//! asked in has a beginning and an end, with who asked and who ended it; what has ended is over at
//! once. Asked in again later, somebody is a guest anew.
//!
//! That people were asked to *come* (`crate::convening`) is kept apart: it is told to anybody of the
//! group, and lets nobody in who comes to hold the money afterwards.

pub(crate) mod store;

use ::store::Look;
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Sharing, StandingKind};

use super::{Inquiry, InquiryId};
use crate::kept::{self, with_guests};

ground::id!(
    /// Names one asking-in: one person, one question, from when to when.
    GuestId
);

/// Somebody who holds money or manages, asked in by the group for one question.
#[derive(Clone, Copy, Debug)]
pub struct Guest {
    /// Which asking-in.
    pub id: GuestId,
    /// Who.
    pub person: PersonId,
    /// Who asked them.
    pub asked_by: PersonId,
    /// When.
    pub at: Moment,
    /// When it ended and who ended it, if it did.
    pub ended: Option<(Moment, PersonId)>,
}

/// Asks somebody in who holds money or manages, for this question alone. Only those may ask who
/// are not outside themselves: a guest brings no guests.
pub async fn ask_in(
    sharing: &Sharing,
    reader: &Reader,
    inquiry: InquiryId,
    (id, person): (GuestId, PersonId),
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        let (row, guests) = super::store::find(work, inquiry).await?;
        let system = row.system;
        kept::still(sharing, work, by, Action::JoinTalk, &Matter::held(system)).await?;
        let sent_before = store::one(work, system, inquiry, id).await?.is_some();
        if sent_before || guests.iter().any(|guest| guest.person == person) {
            return Err(Fault::Already);
        }
        if !outside(work, system).await?.contains(&person) {
            return Err(Fault::Unfit("unfit-nobody-to-ask-in"));
        }
        let guest = Guest { id, person, asked_by: by, at, ended: None };
        store::insert(work, system, inquiry, guest).await?;
        let thing = Thing::new(Kind::Inquiry, inquiry);
        trail::mark(work, Mark::of(system, at, Verb::Changed, Some(by), thing)).await
    })
}

/// Ends that somebody is asked in. Those end it who could have asked them, and the guest
/// themselves; a guest ends it for no other. Whoever is no longer asked in reads no more from this
/// moment on, of what was said before either.
pub async fn end(
    sharing: &Sharing,
    reader: &Reader,
    inquiry: InquiryId,
    id: GuestId,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        let (row, _) = super::store::find(work, inquiry).await?;
        let system = row.system;
        let guest = store::one(work, system, inquiry, id).await?.ok_or(Fault::NotFound)?;
        let theirs = with_guests(system, &[guest.person]);
        kept::still(sharing, work, by, Action::JoinTalk, &theirs).await?;
        if guest.ended.is_some() {
            return Err(Fault::Already);
        }
        store::end(work, (system, inquiry, id), (at, by)).await?;
        let thing = Thing::new(Kind::Inquiry, inquiry);
        trail::mark(work, Mark::of(system, at, Verb::Changed, Some(by), thing)).await
    })
}

/// Whether this reader may end that somebody is asked into a question.
pub fn may_end(
    sharing: &Sharing,
    reader: &Reader,
    inquiry: &Inquiry,
    guest: &Guest,
) -> Outcome<bool> {
    let theirs = with_guests(inquiry.system, &[guest.person]);
    Ok(sharing.leave_or_none(reader, Action::JoinTalk, &theirs)?.is_some())
}

/// Who was asked in and no longer is, whose asking-in ended last first; at most 50. It stands where
/// those see it who are in the talk.
pub(crate) async fn before(look: &mut Look, inquiry: &Inquiry) -> Outcome<Vec<Guest>> {
    store::before(look, inquiry.system, inquiry.id).await
}

/// Who these guests are.
pub(crate) fn people_of(guests: &[Guest]) -> Vec<PersonId> {
    guests.iter().map(|guest| guest.person).collect()
}

/// Those who hold the money of a system or manage in it, and so are outside unless asked in.
pub(crate) async fn outside(look: &mut Look, system: SystemId) -> Outcome<Vec<PersonId>> {
    let mut people = sharing::reader::standing_in(look, system, StandingKind::Money).await?;
    people.extend(sharing::reader::standing_in(look, system, StandingKind::Manages).await?);
    people.sort_unstable();
    people.dedup();
    Ok(people)
}
