//! Passkeys: a key that somebody's own device made for this place, and uses when they unlock it with
//! a finger, their face or its code. What is kept opens nothing: the other half stays in the device.
//! We ask for nothing that names its maker.

mod adding;
mod coming_in;
pub mod pages;
mod party;
mod store;
#[cfg(test)]
mod tests;

use ::store::{Keeper, Keys, Look, Spot, Store, TokenHash, Work};
use ground::id::PersonId;
use ground::{Fault, Line, Moment, Outcome};
use sharing::{Action, Matter, Reader, Seen, Sharing};

pub use adding::{add, ask_to_add};
pub use coming_in::{Asked, ask, sign_in};
pub use party::Party;

ground::id!(
    /// Names one passkey on the page that lists them; it opens nothing.
    PasskeyId
);

/// How many passkeys somebody has at once.
pub const MOST: i64 = 10;
/// For how many seconds an answer is waited for: five minutes.
pub const ASKED_SECONDS: i64 = 300;
/// How many wrong answers one origin gives in an hour.
pub const MOST_WRONG_FROM_ONE: i64 = 10;
/// How often one origin asks to sign in by a passkey in an hour.
pub const MOST_ASKS_FROM_ONE: i64 = 60;
/// How often all together do, which bounds what waits for an answer.
pub const MOST_ASKS_IN_ALL: i64 = 3_000;
/// The longest answer of a browser that is read, in bytes; real ones have about a thousand.
const MOST_BYTES: usize = 16_384;

/// One passkey, as its person is told of it.
#[derive(Clone, Debug)]
pub struct Passkey<Name = Seen<Line>> {
    /// Its name on the page.
    pub id: PasskeyId,
    /// What its person calls it.
    pub name: Option<Name>,
    /// When it was added.
    pub added: Moment,
    /// The day on which it was last used.
    pub used: Option<Moment>,
}

/// What is kept of a passkey to know it by: its public key, how often its device says that it was
/// used, and whether other devices may have a copy, and do.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Key {
    public_key: Vec<u8>,
    counter: i64,
    may_be_copied: bool,
    is_copied: bool,
}

/// The reader's own passkeys, the oldest first.
pub async fn own(sharing: &Sharing, reader: &Reader) -> Outcome<Vec<Passkey>> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    let matter = Matter::Person { id: person, places: Vec::new() };
    let leave = sharing.leave(reader, Action::Know, &matter)?;
    let mut look = sharing.store.database.look().await?;
    let sealed = store::of_person(&mut look, person).await?;
    drop(look);
    let ring = sharing.store.keys.ring([Keeper::new(person)]).await?;
    let mut passkeys = Vec::with_capacity(sealed.len());
    for one in sealed {
        let name = match &one.name {
            Some(name) => leave.open_line(&ring, Keeper::new(person), spot(one.id), name)?,
            None => None,
        };
        passkeys.push(Passkey { id: one.id, name, added: one.added, used: one.used });
    }
    Ok(passkeys)
}

/// Whether somebody has a passkey, which lets them in.
pub async fn has_one(look: &mut Look, person: PersonId) -> Outcome<bool> {
    Ok(store::many(look, person).await? > 0)
}

/// Ends one of somebody's own passkeys, at once; another's is not found. Sessions that it opened end
/// when they are ended.
pub async fn end(store: &Store, person: PersonId, id: PasskeyId) -> Outcome<()> {
    let ended = ::store::write!(store.database, |work| store::end(work, person, id).await)?;
    if ended == 1 { Ok(()) } else { Err(Fault::NotFound) }
}

/// Ends the passkeys that were added since then: whoever found a lost card may have added them.
pub(crate) async fn end_since(work: &mut Work, person: PersonId, since: Moment) -> Outcome<()> {
    store::end_since(work, person, since).await
}

/// Clears away what was asked and is over.
pub(crate) async fn sweep(store: &Store, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| store::sweep(work, now).await)
}

/// Forgets the passkeys of somebody who is erased.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::forget(work, person).await
}

/// The number by which a device knows a passkey, as it is looked up here.
fn hash(keys: &Keys, number: &[u8]) -> TokenHash {
    let text: String = number.iter().map(|byte| format!("{byte:02x}")).collect();
    keys.lookup("passkey", &text)
}

/// What a device is told about whose passkey it is: the same for all of one person's, and nothing
/// that stands anywhere else.
fn handle(keys: &Keys, person: PersonId) -> [u8; 16] {
    let TokenHash(hash) = keys.lookup("passkey of", &person.to_string());
    let mut handle = [0; 16];
    handle.copy_from_slice(&hash[..16]);
    handle
}

fn spot(id: PasskeyId) -> Spot {
    Spot::new(id, "name")
}

/// What a browser answers, where it is one that can be read.
fn presented<T: serde::de::DeserializeOwned>(answer: &str) -> Option<T> {
    (answer.len() <= MOST_BYTES).then(|| serde_json::from_str(answer).ok()).flatten()
}
