//! Confirming an address: a link goes there, and whoever gets it says on its page that the address
//! is theirs. Looking spends nothing, since mail programs look at links by themselves.

use ::store::{Look, Sealed, Store, Token};
use ground::id::{Kind, PersonId, Thing, Uuid};
use ground::{Fault, Line, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Reader, Seen, Sharing};

use super::{opened, store};
use crate::links::{AGAIN_SECONDS, Mailed};
use crate::news::{self, NewsKind};
use crate::tries::Counted;

/// How many hours a link that confirms an address waits.
pub const HOURS: i64 = 24;
/// How many such letters one address is sent in an hour, whoever gave it.
const MOST_LETTERS: i64 = 5;

/// A link for the address that somebody gave, and where it goes; nothing when nothing waits to be
/// confirmed, or when that address was sent enough letters in this hour.
pub async fn confirming_link(
    sharing: &Sharing,
    person: PersonId,
    now: Moment,
) -> Outcome<Option<Mailed>> {
    let store = &sharing.store;
    let mut look = store.database.look().await?;
    let Some((hash, sealed)) = store::claim_of(&mut look, person).await? else { return Ok(None) };
    // The letter is theirs, so it is written with their own eyes.
    let reader = Reader::person(&mut look, person).await?;
    drop(look);
    let Some(to) = opened(sharing, &reader, person, Some(sealed)).await? else { return Ok(None) };
    let letters =
        Counted::new(&store.keys, "letters to confirm", &format!("{hash:?}"), MOST_LETTERS);
    let token = Token::random()?;
    let kept = ::store::write!(store.database, |work| {
        letters.refuse_past(work, "bound-letters", now).await?;
        letters.add(work, now).await?;
        let until = now.plus_seconds(HOURS * 3_600);
        store::keep_link(work, &token.hash(), person, &hash, now, until).await
    });
    match kept {
        Ok(()) => Ok(Some(Mailed { to, token })),
        Err(Fault::Bound(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The same link made by the operator, where no letters can be sent. It leaves a mark in the
/// person's first place, and the person is told. Nothing when nothing waits to be confirmed.
pub async fn made_by_operator(
    store: &Store,
    person: PersonId,
    now: Moment,
) -> Outcome<Option<Token>> {
    let token = Token::random()?;
    let made = ::store::write!(store.database, |work| {
        let Some((hash, _)) = store::claim_of(work, person).await? else { return Ok(false) };
        let until = now.plus_seconds(HOURS * 3_600);
        store::keep_link(work, &token.hash(), person, &hash, now, until).await?;
        news::keep(work, person, NewsKind::AddressLink, now).await?;
        let reader = Reader::person(work, person).await?;
        let Some(standing) = reader.standings().first() else { return Ok(true) };
        let whose = Thing::new(Kind::Person, person);
        trail::mark(work, Mark::of(standing.place, now, Verb::LinkMade, None, whose)).await?;
        Ok(true)
    })?;
    Ok(made.then_some(token))
}

/// What a link that confirms an address asks.
#[derive(Debug)]
pub struct AskedFor {
    /// The name of whoever gave the address.
    pub name: Option<Seen<Line>>,
    /// The address.
    pub address: Seen<Line>,
}

/// What this link asks, as long as it waits; otherwise [`Fault::Spent`]. In a browser where
/// somebody else is signed in it is spent too: nobody confirms an address for another.
pub async fn asked_for(
    sharing: &Sharing,
    token: &Token,
    here: Option<PersonId>,
    now: Moment,
) -> Outcome<AskedFor> {
    let mut look = sharing.store.database.look().await?;
    let (person, hash) = waiting(&mut look, token, now).await?;
    refuse_another(here, person)?;
    let sealed = match store::claim_of(&mut look, person).await? {
        Some((claimed, sealed)) if claimed == hash => sealed,
        _ => return Err(Fault::Spent),
    };
    let reader = Reader::person(&mut look, person).await?;
    let name = sharing.names(&mut look, &reader, [person]).await?.of(person).cloned();
    drop(look);
    let address = opened(sharing, &reader, person, Some(sealed)).await?.ok_or(Fault::Spent)?;
    Ok(AskedFor { name, address })
}

async fn waiting(
    look: &mut Look,
    token: &Token,
    now: Moment,
) -> Outcome<(PersonId, ::store::TokenHash)> {
    store::waiting_link(look, &token.hash(), now).await?.ok_or(Fault::Spent)
}

fn refuse_another(here: Option<PersonId>, person: PersonId) -> Outcome<()> {
    if here.is_none_or(|here| here == person) { Ok(()) } else { Err(Fault::Spent) }
}

/// The address that another took the place of: one letter goes there, to say so.
#[derive(Clone)]
pub struct Former {
    person: PersonId,
    address: Sealed,
}

impl std::fmt::Debug for Former {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Former").field("person", &self.person).finish_non_exhaustive()
    }
}

/// A former address, opened to write to it.
pub(crate) async fn former(sharing: &Sharing, former: &Former) -> Outcome<Option<Seen<Line>>> {
    let mut look = sharing.store.database.look().await?;
    // The letter is theirs, so it is written with their own eyes.
    let reader = Reader::person(&mut look, former.person).await?;
    drop(look);
    opened(sharing, &reader, former.person, Some(former.address.clone())).await
}

/// Confirms the address that this link went to, exactly once: from now on it lets its person in,
/// in place of the one before. `form` names the form that was sent: the same form sent again within
/// ten minutes is answered the same. An address that lets somebody else in already is refused; only
/// whoever holds its mailbox gets as far as to learn that. Where it takes the place of another,
/// their page of doors says so, and the former one is handed back, so that a letter goes there.
pub async fn confirm(
    store: &Store,
    token: &Token,
    here: Option<PersonId>,
    form: Uuid,
    now: Moment,
) -> Outcome<Option<Former>> {
    ::store::write!(store.database, |work| {
        let link = token.hash();
        let since = now.plus_seconds(-AGAIN_SECONDS);
        if let Some(person) = store::link_spent_by(work, &link, form, since).await? {
            return refuse_another(here, person).map(|()| None);
        }
        let (person, hash) = waiting(work, token, now).await?;
        refuse_another(here, person)?;
        let sealed = match store::claim_of(work, person).await? {
            Some((claimed, sealed)) if claimed == hash => sealed,
            // Another address was given since; its own link confirms that one.
            _ => return Err(Fault::Spent),
        };
        if store::find(work, &hash).await?.is_some_and(|holder| holder != person) {
            return Err(Fault::Unfit("unfit-address-of-another"));
        }
        if !store::spend_link(work, &link, form, now).await? {
            return Err(Fault::Spent);
        }
        let former = store::of_person(work, person).await?;
        if former.is_some() {
            news::keep(work, person, NewsKind::AddressChanged, now).await?;
        }
        store::remove_confirmed(work, person).await?;
        store::remove_claim_row(work, person).await?;
        store::keep(work, &hash, person, sealed, now).await?;
        Ok(former.map(|address| Former { person, address }))
    })
}
