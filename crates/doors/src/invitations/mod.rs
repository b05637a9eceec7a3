//! Invitations into a system: a link that a steward hands to one person. It speaks with its
//! giver's leave, so it holds only while the giver looks after the system.

mod handing;
pub mod pages;
mod store;
mod taking;
#[cfg(test)]
mod tests;

use ::store::{Keeper, Look, Spot, Token, Work};
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::acts::{self, Listed};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Leave, Matter, Names, Reader, Seen, Sharing, StandingKind};

pub use handing::{MOST_HANDED, hand};
pub use taking::{Newcomer, Taken, Taker, take};

ground::id!(
    /// Names one invitation on the pages of stewards; it opens nothing.
    InvitationId
);

/// How many days an invitation waits.
pub const DAYS: i64 = 14;
/// How many invitations into one system wait at once.
pub const MOST: usize = 100;

/// An invitation that waits, as it is kept.
#[derive(Clone)]
pub(crate) struct Invitation {
    pub(crate) id: InvitationId,
    pub(crate) system: SystemId,
    pub(crate) place: SystemId,
    pub(crate) given_by: PersonId,
    words: Option<::store::Sealed>,
}

/// An invitation that waits, as stewards see it.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Which one.
    pub id: InvitationId,
    /// Who gave it.
    pub given_by: PersonId,
    /// When.
    pub made: Moment,
    /// Until when it waits.
    pub until: Moment,
    /// What its giver wrote for whoever gets it, by which they know whose it is. It is for that one
    /// person: nobody else who looks after the system reads it.
    pub words: Option<Seen<Words>>,
}

/// An invitation as whoever holds it sees it: who invites, and their words.
#[derive(Debug)]
pub struct Offer {
    /// The name of whoever invites.
    pub name: Option<Seen<Line>>,
    /// Their own words.
    pub words: Option<Seen<Words>>,
    /// The system it leads into.
    pub system: SystemId,
    /// The place that system is in.
    pub place: SystemId,
    /// Whoever invites: it is read with their eyes.
    pub(crate) giver: Reader,
}

/// Leave to tend this system and the place it is in; to whoever does not look after it, it is not
/// found.
fn tending(sharing: &Sharing, reader: &Reader, system: SystemId) -> Outcome<(Leave, SystemId)> {
    let standing = reader
        .standings()
        .iter()
        .find(|s| s.system == system && s.kind == StandingKind::Steward)
        .ok_or(Fault::NotFound)?;
    let matter = Matter::system(system, standing.place);
    Ok((sharing.leave(reader, Action::Tend, &matter)?, standing.place))
}

/// May this reader invite people into this system? Then the place it is in; otherwise it is not
/// found.
pub fn may_invite(sharing: &Sharing, reader: &Reader, system: SystemId) -> Outcome<SystemId> {
    tending(sharing, reader, system).map(|(_, place)| place)
}

/// Makes an invitation into a system that the reader looks after: its link, and until when it
/// works. `form` is known to whoever sent the form and kept nowhere: with it the same `id` again gives
/// the same link, as long as nobody took it, since the first answer may be on its way already.
pub async fn make(
    sharing: &Sharing,
    reader: &Reader,
    system: SystemId,
    (id, form): (InvitationId, Uuid),
    words: Option<&Words>,
    now: Moment,
) -> Outcome<(Token, Moment)> {
    let (_, place) = tending(sharing, reader, system)?;
    let given_by = reader.person_id().ok_or(Fault::SignedOut)?;
    let token =
        Token::of_hash(&sharing.store.keys.lookup("invitation link", &format!("{system} {form}")));
    let words = match words {
        Some(words) => {
            let ring = sharing.store.keys.ring([Keeper::new(system)]).await?;
            Some(ring.seal(Keeper::new(system), spot(id), words)?)
        }
        None => None,
    };
    let invitation = Invitation { id, system, place, given_by, words };
    let until = ::store::write!(sharing.store.database, |work| {
        tending(sharing, &Reader::person(work, given_by).await?, system)?;
        let waiting = store::waiting(work, system, now).await?;
        let again = waiting.iter().find(|(one, _)| one.id == id);
        if again.is_none() && waiting.len() >= MOST {
            return Err(Fault::Bound("bound-invitations"));
        }
        store::keep(work, &invitation, &token.hash(), now, now.plus_days(DAYS)).await?;
        if let Some((first, _)) = again {
            return Ok(first.until);
        }
        list(work, system, acts::INVITED, given_by, now).await?;
        Ok(now.plus_days(DAYS))
    })?;
    Ok((token, until))
}

/// Ends an invitation that waits; any steward of its system can.
pub async fn end(
    sharing: &Sharing,
    reader: &Reader,
    system: SystemId,
    id: InvitationId,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        tending(sharing, &Reader::person(work, by).await?, system)?;
        if !store::end(work, system, id, now).await? {
            return Err(Fault::NotFound);
        }
        list(work, system, acts::INVITATION_ENDED, by, now).await
    })
}

/// Lists what was done at the door of a system, for everybody of its place, and marks it. Neither
/// says for whom it was.
async fn list(
    work: &mut Work,
    system: SystemId,
    act: &'static str,
    by: PersonId,
    now: Moment,
) -> Outcome<()> {
    acts::list(work, Listed::by(system, act, by, now)).await?;
    let thing = Thing::new(Kind::System, system);
    trail::mark(work, Mark::of(system, now, Verb::Changed, Some(by), thing)).await
}

/// The invitations into a system that wait, with the names of who gave them, for its stewards.
pub async fn waiting(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    now: Moment,
) -> Outcome<(Vec<Waiting>, Names)> {
    let (leave, _) = tending(sharing, reader, system)?;
    let keeper = Keeper::new(system);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let rows = store::waiting(look, system, now).await?;
    let mut waiting = Vec::with_capacity(rows.len());
    for (one, sealed) in rows {
        let own = sealed.filter(|_| reader.person_id() == Some(one.given_by));
        let words = match own {
            Some(sealed) => leave.open(&ring, keeper, spot(one.id), &sealed)?,
            None => None,
        };
        waiting.push(Waiting { words, ..one });
    }
    let names = sharing.names(look, reader, waiting.iter().map(|w| w.given_by)).await?;
    Ok((waiting, names))
}

/// What an invitation says, as long as it waits and its giver still looks after the system;
/// otherwise [`Fault::Spent`]. Looking takes nothing.
pub async fn find(sharing: &Sharing, token: &Token, now: Moment) -> Outcome<Offer> {
    let mut look = sharing.store.database.look().await?;
    let (invitation, giver) = holding(&mut look, token, now).await?;
    // It is read with the giver's own eyes: their words, their name.
    let (leave, _) = tending(sharing, &giver, invitation.system)?;
    let names = sharing.names(&mut look, &giver, [invitation.given_by]).await?;
    let keeper = Keeper::new(invitation.system);
    let words = match &invitation.words {
        Some(sealed) => {
            let ring = sharing.store.keys.ring([keeper]).await?;
            leave.open(&ring, keeper, spot(invitation.id), sealed)?
        }
        None => None,
    };
    let name = names.of(invitation.given_by).cloned();
    let Invitation { system, place, .. } = invitation;
    Ok(Offer { name, words, system, place, giver })
}

/// The invitation with this token, if it holds, and its giver.
async fn holding(look: &mut Look, token: &Token, now: Moment) -> Outcome<(Invitation, Reader)> {
    let invitation = store::find(look, &token.hash(), now).await?.ok_or(Fault::Spent)?;
    let giver = Reader::person(look, invitation.given_by).await?;
    if giver.stands(StandingKind::Steward, invitation.system) {
        Ok((invitation, giver))
    } else {
        Err(Fault::Spent)
    }
}

fn spot(id: InvitationId) -> Spot {
    Spot::new(id, "words")
}
