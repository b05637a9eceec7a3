//! Confirming somebody who is acting. One member of another organisation is enough, whom the
//! steward did not bring into the place; or two, of two different other organisations, whoever
//! brought them in: so that whoever began a place and invited everybody can be confirmed, and
//! nobody confirms herself through one person she made up. Whom she brought in is listed for all.
//!
//! What counts is how people stood when they confirmed, so that nothing that changes later takes a
//! confirming away, or lends it a weight that it did not have.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use sharing::{Action, Sharing, StandingId};

use super::change::{current, list};
use super::{Act, store};
use crate::may::acting;

/// Somebody of another organisation who confirmed a steward.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Confirmed {
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Moment,
    /// Whether the steward had brought them into the place.
    pub brought_in: bool,
    /// The organisations they were part of then, and the steward was not.
    pub organisations: Vec<SystemId>,
}

/// What is still wanted until somebody who is acting is confirmed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// Nothing: they are confirmed.
    Nothing,
    /// One whom they did not bring in, or two of two other organisations.
    OneOrTwo,
    /// One more: of another organisation again, or one whom they did not bring in.
    OneMore,
}

impl Wanted {
    /// What these confirmings leave to be wanted.
    #[must_use]
    pub fn after(confirmed: &[Confirmed]) -> Self {
        let is_enough = |one: &Confirmed| {
            !one.brought_in || confirmed.iter().any(|other| stand_apart(one, other))
        };
        match confirmed {
            [] => Self::OneOrTwo,
            some if some.iter().any(is_enough) => Self::Nothing,
            _ => Self::OneMore,
        }
    }
}

/// Whether each of two can speak for an organisation, and not both for the same one.
fn stand_apart(one: &Confirmed, other: &Confirmed) -> bool {
    let differs = |here: &SystemId| other.organisations.iter().any(|there| there != here);
    one.person != other.person && one.organisations.iter().any(differs)
}

/// Confirms somebody who is acting. Only a member who shares no organisation with them can, so
/// that no organisation puts its own people over a system; who is part of another one, so that
/// being part of none is not enough. Whether they were brought in by the one they confirm is found
/// in the same transaction, and listed.
pub async fn confirm(
    sharing: &Sharing,
    system: SystemId,
    steward: StandingId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let place = acting(sharing, work, by, Action::Belong, system).await?.place;
        let person = current(work, system, steward).await?;
        if person == by {
            return Err(Fault::NotAllowed("not-allowed-confirm-oneself"));
        }
        if store::share_an_organisation(work, person, by, system).await? {
            return Err(Fault::NotAllowed("not-allowed-confirm-same-organisation"));
        }
        if !store::is_of_another_organisation(work, by, person, system).await? {
            return Err(Fault::NotAllowed("not-allowed-confirm-without-organisation"));
        }
        store::insert_confirmation(work, system, steward, by, at).await?;
        let act = if store::brought_in_by(work, by, place, person, at).await? {
            Act::ConfirmedBroughtIn
        } else {
            Act::Confirmed
        };
        list(work, system, act, by, person, at).await
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::id::Uuid;

    fn organisation(number: u128) -> SystemId {
        SystemId(Uuid::from_u128(number))
    }

    /// Every way in which up to three people can have confirmed: brought in or not, and of which of
    /// two other organisations.
    fn worlds() -> Vec<Vec<Confirmed>> {
        let ways: Vec<(bool, Vec<SystemId>)> = [false, true]
            .into_iter()
            .flat_map(|brought_in| {
                [vec![1], vec![2], vec![1, 2]].map(|organisations: Vec<u128>| {
                    (brought_in, organisations.into_iter().map(organisation).collect())
                })
            })
            .collect();
        let mut worlds: Vec<Vec<Confirmed>> = vec![Vec::new()];
        let mut last = worlds.clone();
        for _ in 0..3 {
            let longer = last.iter().flat_map(|world| {
                ways.iter().map(|(brought_in, organisations)| {
                    let one = Confirmed {
                        person: PersonId::random(),
                        at: Moment(0),
                        brought_in: *brought_in,
                        organisations: organisations.clone(),
                    };
                    world.iter().cloned().chain([one]).collect()
                })
            });
            last = longer.collect();
            worlds.extend(last.iter().cloned());
        }
        worlds
    }

    #[test]
    fn one_she_did_not_bring_in_is_enough_or_two_of_two_organisations_and_nothing_less() {
        let worlds = worlds();
        assert_eq!(worlds.len(), 1 + 6 + 36 + 216);
        for world in worlds {
            let free = world.iter().any(|one| !one.brought_in);
            let mut all: Vec<SystemId> =
                world.iter().flat_map(|one| one.organisations.clone()).collect();
            all.sort_unstable();
            all.dedup();
            let wanted = match (world.len(), free, all.len()) {
                (0, ..) => Wanted::OneOrTwo,
                (_, true, _) => Wanted::Nothing,
                (2.., false, 2..) => Wanted::Nothing,
                _ => Wanted::OneMore,
            };
            assert_eq!(Wanted::after(&world), wanted, "{world:?}");
        }
    }
}
