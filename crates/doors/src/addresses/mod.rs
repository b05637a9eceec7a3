//! Addresses for mailed links. They are sealed under their person's own key and found by a keyed
//! hash; one is read only by its person, and to write to them.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;

use ::store::{Keeper, Keys, Look, Spot, Store, TokenHash, Work};
use ground::id::PersonId;
use ground::{Fault, Line, Moment, Outcome};
use sharing::{Action, Matter, Reader, Seen, Sharing};

use crate::tries::Counted;

/// The longest address that mail can carry (RFC 5321, 4.5.3.1.3, with its erratum 1690).
const MOST_BYTES: usize = 254;
/// How often somebody can try an address in one hour; more would tell who else has which.
const MOST_TRIES: i64 = 5;

/// An e-mail address, as it was typed and as it is looked up.
#[derive(Clone, Debug)]
pub struct Address(Line);

impl Address {
    /// Takes an address: something, one `@`, and a host. What else mail allows is for the mail
    /// server to say.
    pub fn parse(text: &str) -> Outcome<Self> {
        let unfit = || Fault::Unfit("unfit-address");
        let line = Line::parse(text).map_err(|why| Fault::Text { field: "address", why })?;
        let text = line.expose();
        let (name, host) = text.split_once('@').ok_or_else(unfit)?;
        let whole = !name.is_empty() && !host.is_empty() && !host.contains('@');
        let plain = !text.chars().any(|c| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';'));
        if whole && plain && text.len() <= MOST_BYTES { Ok(Self(line)) } else { Err(unfit()) }
    }

    /// Its keyed hash. Capital letters make no difference to it.
    fn hash(&self, keys: &Keys) -> TokenHash {
        keys.lookup("address", &self.0.expose().to_lowercase())
    }
}

/// Gives somebody this address in place of the one they had. An address belongs to one person: one
/// that is another's is refused in the same words as one that does not work.
pub async fn give(store: &Store, person: PersonId, address: &Address, now: Moment) -> Outcome<()> {
    let hash = address.hash(&store.keys);
    let ring = store.keys.ring([Keeper::new(person)]).await?;
    let sealed = ring.seal_line(Keeper::new(person), spot(person), &address.0)?;
    let tries = Counted::new(&store.keys, "address tries", &person.to_string(), MOST_TRIES);
    let given = ::store::write!(store.database, |work| {
        tries.refuse_past(work, "bound-address-tries", now).await?;
        tries.add(work, now).await?;
        let holder = store::find(work, &hash).await?;
        if holder.is_some_and(|h| h != person) {
            return Ok(false);
        }
        store::remove(work, person).await?;
        store::keep(work, &hash, person, sealed.clone(), now).await?;
        Ok(true)
    })?;
    if given { Ok(()) } else { Err(Fault::Unfit("unfit-address")) }
}

/// Takes somebody's address away; letters reach them no more.
pub async fn remove(store: &Store, person: PersonId) -> Outcome<()> {
    ::store::write!(store.database, |work| store::remove(work, person).await)
}

/// Whose address this is.
pub async fn find(look: &mut Look, keys: &Keys, address: &Address) -> Outcome<Option<PersonId>> {
    store::find(look, &address.hash(keys)).await
}

/// The reader's own address, as they gave it.
pub async fn own(sharing: &Sharing, reader: &Reader) -> Outcome<Option<Seen<Line>>> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    let matter = Matter::Person { id: person, places: Vec::new() };
    let leave = sharing.leave(reader, Action::Know, &matter)?;
    let mut look = sharing.store.database.look().await?;
    let Some(sealed) = store::of_person(&mut look, person).await? else { return Ok(None) };
    let ring = sharing.store.keys.ring([Keeper::new(person)]).await?;
    leave.open_line(&ring, Keeper::new(person), spot(person), &sealed)
}

/// Forgets the address of somebody who is erased.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::remove(work, person).await
}

/// Somebody has one address at most, so their own id names its row.
fn spot(person: PersonId) -> Spot {
    Spot::new(person, "address")
}
