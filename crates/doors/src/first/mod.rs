//! The one link of an empty folder: whoever opens it names the first place. Its pages are beside
//! the places; here are only its verbs.

mod store;
#[cfg(test)]
mod tests;

use ::store::{Look, Store, Token, Work};
use ground::{Fault, Moment, Outcome};

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

/// Spends the link, exactly once, in the transaction that writes the first place.
pub async fn spend(work: &mut Work, token: &Token, now: Moment) -> Outcome<()> {
    if store::spend(work, &token.hash(), now).await? { Ok(()) } else { Err(Fault::Spent) }
}

/// No first link from now on: for a place that was named without one, in its transaction.
pub async fn close(work: &mut Work, now: Moment) -> Outcome<()> {
    if store::is_closed(work).await? {
        return Ok(());
    }
    store::clear(work).await?;
    store::keep(work, &Token::random()?.hash(), now, Some(now)).await
}
