//! Links that open a door once. Looking at one never spends it, since mail programs look at links
//! by themselves; only the button on its page does.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;

use ::store::{Look, Store, Token, Work};
use ground::id::{Kind, PersonId, Thing, Uuid};
use ground::{After, Fault, Line, Moment, Outcome, Stretch};
use sharing::trail::{self, Mark, Verb};
use sharing::{Reader, Seen, Sharing};

use crate::Told;
use crate::addresses::{self, Address};
use crate::sessions::{Opening, Session, Way};
use crate::tries::Counted;

/// How many minutes a mailed link waits.
pub const MAILED_MINUTES: i64 = 30;
/// How many letters one address is sent in an hour.
pub const MOST_LETTERS: i64 = 5;
/// How many days a link that the operator made stays listed for its person.
pub const LISTED_DAYS: i64 = 90;
/// How many of the links that the operator made stand on one page.
pub const PAGE: usize = 50;
/// A form sent again within this many seconds is the same form: ten minutes.
pub(crate) const AGAIN_SECONDS: i64 = 600;

/// Who made a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// Whoever runs the server, from its command line. Its person is told.
    Operator,
    /// The person themself, through their mailbox.
    Mailed,
    /// The program, for the first steward of a new place.
    First,
}

impl By {
    /// The way in which such a link lets somebody in.
    #[must_use]
    pub const fn way(self) -> Way {
        match self {
            Self::Operator => Way::Operator,
            Self::Mailed => Way::Mailed,
            Self::First => Way::First,
        }
    }

    /// Until when such a link waits: a day, or half an hour when it is mailed.
    const fn until(self, now: Moment) -> Moment {
        match self {
            Self::Operator | Self::First => now.plus_days(1),
            Self::Mailed => now.plus_seconds(MAILED_MINUTES * 60),
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Operator, Self::Mailed, Self::First].into_iter().find(|by| by.way().word() == word)
    }
}

/// A link that waits to be used.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Whom it lets in.
    pub person: PersonId,
    /// Who made it.
    pub by: By,
    /// When.
    pub made: Moment,
}

/// A link that the operator made for somebody, as that person is told of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MadeForYou {
    /// When it was made.
    pub made: Moment,
    /// When it was used, if it was.
    pub spent: Option<Moment>,
    pub(crate) turn: After,
}

/// Makes a link for somebody. One that the operator makes leaves a mark in their first place.
pub async fn make(store: &Store, person: PersonId, by: By, now: Moment) -> Outcome<Token> {
    let token = Token::random()?;
    ::store::write!(store.database, |work| keep(work, &token, person, by, now).await)?;
    Ok(token)
}

async fn keep(
    work: &mut Work,
    token: &Token,
    person: PersonId,
    by: By,
    now: Moment,
) -> Outcome<()> {
    store::keep(work, &token.hash(), person, by.way(), now, by.until(now)).await?;
    if by != By::Operator {
        return Ok(());
    }
    let reader = Reader::person(work, person).await?;
    let Some(standing) = reader.standings().first() else { return Ok(()) };
    let whose = Thing::new(Kind::Person, person);
    trail::mark(work, Mark::of(standing.place, now, Verb::LinkMade, None, whose)).await
}

/// The link, as long as it waits; otherwise [`Fault::Spent`]. Looking spends nothing.
pub async fn find(look: &mut Look, token: &Token, now: Moment) -> Outcome<Link> {
    store::waiting(look, &token.hash(), now).await?.ok_or(Fault::Spent)
}

/// Spends the link, exactly once, and opens a session. `form` names the form that was sent: the
/// same form sent again within ten minutes is let in again, since its first answer may be lost.
pub async fn spend(store: &Store, token: &Token, form: Uuid, now: Moment) -> Outcome<Token> {
    let opening = Opening::prepare(now)?;
    ::store::write!(store.database, |work| {
        let hash = token.hash();
        let first = store::spend(work, &hash, form, now).await?;
        let link = if first {
            store::link(work, &hash).await?
        } else {
            store::spent_by(work, &hash, form, now.plus_seconds(-AGAIN_SECONDS)).await?
        };
        let link = link.ok_or(Fault::Spent)?;
        opening.keep(work, link.person, link.by.way()).await
    })?;
    Ok(opening.into_token())
}

/// A letter's link, and where it goes.
#[derive(Debug)]
pub struct Mailed {
    /// The address as its person gave it.
    pub to: Seen<Line>,
    /// The link's token.
    pub token: Token,
}

/// Makes a link for whoever confirmed this address; nothing when nobody did, or when it was sent
/// [`MOST_LETTERS`] letters in this hour. The letter goes to the address as it was given by its
/// person, never to one that was only typed at the door.
pub async fn mailed_link(
    sharing: &Sharing,
    address: &Address,
    now: Moment,
) -> Outcome<Option<Mailed>> {
    let store = &sharing.store;
    let mut look = store.database.look().await?;
    let Some(person) = addresses::find(&mut look, &store.keys, address).await? else {
        return Ok(None);
    };
    // The letter is theirs, so it is written with their own eyes.
    let reader = Reader::person(&mut look, person).await?;
    drop(look);
    let Some(to) = addresses::own(sharing, &reader).await?.confirmed else { return Ok(None) };
    let letters = Counted::new(&store.keys, "letters", &person.to_string(), MOST_LETTERS);
    let token = Token::random()?;
    let kept = ::store::write!(store.database, |work| {
        letters.refuse_past(work, "bound-letters", now).await?;
        letters.add(work, now).await?;
        keep(work, &token, person, By::Mailed, now).await
    });
    match kept {
        Ok(()) => Ok(Some(Mailed { to, token })),
        Err(Fault::Bound(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The links that the operator made for somebody in the last [`LISTED_DAYS`] days, and whatever is
/// older and was never told; newest first, a page at a time.
pub async fn made_for(
    look: &mut Look,
    person: PersonId,
    now: Moment,
    after: Option<After>,
) -> Outcome<Stretch<MadeForYou>> {
    store::made_for(look, person, now.plus_days(-LISTED_DAYS), after).await
}

/// Those that this person was not told of yet; newest first, and no more than a page. The one that
/// opened this very session is left out: whoever used it knows of it, and a later session will tell
/// whoever did not.
pub async fn untold(look: &mut Look, session: &Session) -> Outcome<Stretch<MadeForYou>> {
    store::untold(look, session.person, session.opened).await
}

/// The person in this session was told of this much, and of nothing else: what is newer or older
/// waits.
pub async fn tell(store: &Store, session: &Session, told: Told, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| {
        store::tell(work, (session.person, session.opened), told, now).await
    })
}

/// Clears away links that are over and need not be listed any more.
pub(crate) async fn sweep(store: &Store, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| {
        store::sweep(work, now.plus_days(-1), now.plus_days(-LISTED_DAYS)).await
    })
}

/// Takes away the links that letters took to an address that is let go.
pub(crate) async fn drop_mailed(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::drop_mailed(work, person).await
}

/// Forgets the links of somebody who is erased.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::forget(work, person).await
}
