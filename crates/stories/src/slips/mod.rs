//! Slips: what somebody holds who told without an account. With it they come back, narrow, tell
//! more, erase, and see what came of it.

pub mod handing;
pub mod pages;
mod store;

pub(crate) use pages::Whose;

use ::store::{Store, Token};
use doors::tries::{Counted, Origin};
use ground::id::Uuid;
use ground::{Fault, Moment, Outcome};
use sharing::Reader;
use web::Once;

use crate::tellings::{TellingId, slip_of, store as rows};

/// The slip of one filled-in form: worked out from the form's own random key, so that a form sent
/// twice gives the same slip.
pub(crate) fn token(store: &Store, once: &Once) -> Token {
    let form: Uuid = once.part("slip");
    let hash = store.keys.lookup("slip", &form.to_string());
    Token::of_hash(&hash)
}

/// How many tellings come through the open doors from one household in an hour: enough for a whole
/// library at its busiest, and too few to bury what others told.
pub const MOST_FROM_ONE: i64 = 30;

/// Counts one telling through an open door, and refuses when there were too many from there in
/// this hour. A form that told already is not counted again. Where it came from is kept as a keyed
/// hash, for the hour.
pub async fn count(store: &Store, origin: &Origin, id: TellingId, now: Moment) -> Outcome<()> {
    let from =
        Counted::new(&store.keys, "told without an account", origin.household(), MOST_FROM_ONE);
    ::store::write!(store.database, |work| {
        if !rows::by_ids(work, &[id]).await?.is_empty() {
            return Ok(());
        }
        from.refuse_past(work, "bound-told-from-one", now).await?;
        from.add(work, now).await
    })
}

/// The telling that a slip opens, as its holder hears it.
pub(crate) async fn opened(store: &Store, code: &str) -> Outcome<(Reader, TellingId)> {
    let (token, telling) = read(store, code).await?;
    Ok((Reader::slip(slip_of(&token.hash())), telling))
}

/// The slip that somebody means who typed this code, and the telling that it opens; otherwise
/// [`Fault::Spent`]. A letter taken for one that looks like it is no other slip.
async fn read(store: &Store, code: &str) -> Outcome<(Token, TellingId)> {
    let mut look = store.database.look().await?;
    for token in Token::typed(code) {
        match rows::by_slip(&mut look, &token.hash()).await {
            Err(Fault::Spent) => {}
            found => return Ok((token, found?)),
        }
    }
    Err(Fault::Spent)
}
