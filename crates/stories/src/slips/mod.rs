//! Slips: what somebody holds who told without an account. With it they come back, narrow, tell
//! more, erase, and see what came of it.

pub mod pages;

use ::store::{Store, Token};
use data_encoding::BASE32_NOPAD;
use ground::Outcome;
use ground::id::Uuid;
use sharing::Reader;
use web::Once;

use crate::tellings::{TellingId, slip_of, store as rows};

/// The slip of one filled-in form: worked out from the form's own random key, so that a form sent
/// twice gives the same slip.
pub(crate) fn token(store: &Store, once: &Once) -> Token {
    let form: Uuid = once.part("slip");
    let hash = store.keys.lookup("slip", &form.to_string());
    Token::presented(&BASE32_NOPAD.encode(&hash.0[..20]))
}

/// The telling that a slip opens, as its holder hears it.
pub(crate) async fn opened(store: &Store, code: &str) -> Outcome<(Reader, TellingId)> {
    let hash = Token::presented(code).hash();
    let mut look = store.database.look().await?;
    let telling = rows::by_slip(&mut look, &hash).await?;
    Ok((Reader::slip(slip_of(&hash)), telling))
}
