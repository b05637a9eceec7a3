//! Addresses for mailed links. They are sealed under their person's own key and found by a keyed
//! hash; one is read only by its person, and to write to them. An address lets somebody in only
//! once they have confirmed it by a link that was sent there: before that it is a claim.

mod confirming;
pub mod pages;
mod store;
#[cfg(test)]
mod tests;

use ::store::{Keeper, Keys, Look, Sealed, Spot, Store, TokenHash, Work};
use ground::id::PersonId;
use ground::{Fault, Line, Moment, Outcome};
use sharing::{Action, Matter, Reader, Seen, Sharing};

pub(crate) use confirming::former;
pub use confirming::{
    AskedFor, Former, HOURS, asked_for, confirm, confirming_link, made_by_operator,
};

use crate::tries::Counted;

/// The longest address that mail can carry (RFC 5321, 4.5.3.1.3, with its erratum 1690).
const MOST_BYTES: usize = 254;
/// How often somebody can give an address in one hour; each time a letter goes there.
const MOST_TRIES: i64 = 5;

/// An e-mail address, as it was typed and as it is looked up.
#[derive(Clone, Debug)]
pub struct Address(Line);

impl Address {
    /// Takes an address: something, one `@`, and a host. What else mail allows is for the mail
    /// server to say. A line break inside could begin a header of a letter, so nothing that breaks
    /// a line or hides in it is taken, rather than cleaned away.
    pub fn parse(text: &str) -> Outcome<Self> {
        let unfit = || Fault::Unfit("unfit-address");
        if text.trim().chars().any(char::is_control) {
            return Err(unfit());
        }
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

/// Keeps the address that somebody gives as a claim, in place of an earlier claim. Nobody else's
/// address is looked at, so nothing tells whether it is known; the address they confirmed before
/// goes on holding until this one is confirmed.
pub async fn claim(store: &Store, person: PersonId, address: &Address, now: Moment) -> Outcome<()> {
    let hash = address.hash(&store.keys);
    let ring = store.keys.ring([Keeper::new(person)]).await?;
    let sealed = ring.seal_line(Keeper::new(person), spot(person), &address.0)?;
    let tries = Counted::new(&store.keys, "address tries", &person.to_string(), MOST_TRIES);
    ::store::write!(store.database, |work| {
        tries.refuse_past(work, "bound-address-tries", now).await?;
        tries.add(work, now).await?;
        store::remove_claim(work, person).await?;
        if store::find(work, &hash).await? == Some(person) {
            // It is theirs and confirmed already; there is nothing to ask.
            return Ok(());
        }
        store::keep_claim(work, &hash, person, sealed.clone(), now).await
    })
}

/// Takes somebody's address away, confirmed or not; letters reach them no more.
pub async fn remove(store: &Store, person: PersonId) -> Outcome<()> {
    ::store::write!(store.database, |work| store::remove(work, person).await)
}

/// Whose confirmed address this is.
pub async fn find(look: &mut Look, keys: &Keys, address: &Address) -> Outcome<Option<PersonId>> {
    store::find(look, &address.hash(keys)).await
}

/// Somebody's addresses as they see them.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The one that lets them in.
    pub confirmed: Option<Seen<Line>>,
    /// The one that waits to be confirmed.
    pub claimed: Option<Seen<Line>>,
}

/// The reader's own addresses, as they gave them.
pub async fn own(sharing: &Sharing, reader: &Reader) -> Outcome<Own> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let confirmed = store::of_person(&mut look, person).await?;
    let claimed = store::claim_of(&mut look, person).await?.map(|(_, sealed)| sealed);
    drop(look);
    Ok(Own {
        confirmed: opened(sharing, reader, person, confirmed).await?,
        claimed: opened(sharing, reader, person, claimed).await?,
    })
}

async fn opened(
    sharing: &Sharing,
    reader: &Reader,
    person: PersonId,
    sealed: Option<Sealed>,
) -> Outcome<Option<Seen<Line>>> {
    let matter = Matter::Person { id: person, places: Vec::new() };
    let leave = sharing.leave(reader, Action::Know, &matter)?;
    let Some(sealed) = sealed else { return Ok(None) };
    let ring = sharing.store.keys.ring([Keeper::new(person)]).await?;
    leave.open_line(&ring, Keeper::new(person), spot(person), &sealed)
}

/// How things stand with somebody's address, without reading it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// There is none.
    None,
    /// One was given, and waits to be confirmed.
    Waits,
    /// One is confirmed, and lets them in.
    Confirmed,
}

/// How things stand with somebody's address.
pub async fn standing(look: &mut Look, person: PersonId) -> Outcome<Standing> {
    if store::claim_of(look, person).await?.is_some() {
        return Ok(Standing::Waits);
    }
    Ok(match store::of_person(look, person).await? {
        Some(_) => Standing::Confirmed,
        None => Standing::None,
    })
}

/// Whether somebody confirmed an address, which lets them in.
pub(crate) async fn is_confirmed(look: &mut Look, person: PersonId) -> Outcome<bool> {
    Ok(store::of_person(look, person).await?.is_some())
}

/// Clears away links that are over.
pub(crate) async fn sweep(store: &Store, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| store::sweep_links(work, now.plus_days(-1)).await)
}

/// Lets go of what waits to be confirmed: whoever found a lost card may have given it.
pub(crate) async fn drop_claim(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::remove_claim(work, person).await
}

/// Lets go of an address that was confirmed since then, and of letters on their way to it.
pub(crate) async fn drop_since(work: &mut Work, person: PersonId, since: Moment) -> Outcome<()> {
    if store::remove_confirmed_since(work, person, since).await? {
        crate::links::drop_mailed(work, person).await?;
    }
    Ok(())
}

/// Forgets the addresses of somebody who is erased.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::remove(work, person).await
}

/// Somebody has one address at most, so their own id names its row.
fn spot(person: PersonId) -> Spot {
    Spot::new(person, "address")
}
