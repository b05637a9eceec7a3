//! The one link of an empty folder: whoever opens it names the first place. Its pages are beside
//! the places; here are only its verbs.

mod store;
#[cfg(test)]
mod tests;

use ::store::{Look, Store, Token, Work};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome};

use crate::links::AGAIN_SECONDS;

/// Makes the link, and ends one that was printed earlier. Nothing once a first place was named,
/// through a link or otherwise ([`close`]).
pub async fn make(store: &Store, now: Moment) -> Outcome<Option<Token>> {
    let token = Token::random()?;
    let made = ::store::write!(store.database, |work| {
        if store::is_closed(work).await? {
            return Ok(false);
        }
        store::clear(work).await?;
        store::keep(work, &token.hash(), now, None).await?;
        Ok(true)
    })?;
    Ok(made.then_some(token))
}

/// The link waits; otherwise [`Fault::Spent`]. Looking spends nothing.
pub async fn find(look: &mut Look, token: &Token) -> Outcome<()> {
    if store::is_waiting(look, &token.hash()).await? { Ok(()) } else { Err(Fault::Spent) }
}

/// The place that a link named, and its first person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Named {
    /// The place.
    pub place: SystemId,
    /// Whoever named it.
    pub person: PersonId,
}

/// Spends the link, exactly once, in the transaction that writes the first place. `form` names the
/// form that was sent.
pub async fn spend(
    work: &mut Work,
    token: &Token,
    form: Uuid,
    named: Named,
    now: Moment,
) -> Outcome<()> {
    let spent = store::spend(work, &token.hash(), form, named, now).await?;
    if spent { Ok(()) } else { Err(Fault::Spent) }
}

/// What this same form named when it was sent before, within ten minutes: its first answer may be
/// lost.
pub async fn again(
    look: &mut Look,
    token: &Token,
    form: Uuid,
    now: Moment,
) -> Outcome<Option<Named>> {
    store::named_by(look, &token.hash(), form, now.plus_seconds(-AGAIN_SECONDS)).await
}

/// Forgets that somebody who is erased named the first place.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::forget(work, person).await
}

/// No first link from now on: for a place that was named without one, in its transaction.
pub async fn close(work: &mut Work, now: Moment) -> Outcome<()> {
    if store::is_closed(work).await? {
        return Ok(());
    }
    store::clear(work).await?;
    store::keep(work, &Token::random()?.hash(), now, Some(now)).await
}
