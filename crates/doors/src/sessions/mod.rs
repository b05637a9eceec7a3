//! Sessions: somebody is here, since when, and by which way they came in. The browser holds a
//! token; only its hash is kept.

pub(crate) mod cookie;
pub mod pages;
mod store;
#[cfg(test)]
mod tests;
mod visit;

use ::store::{Look, Store, Token, TokenHash, Work};
use ground::id::{Kind, PersonId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::Reader;
use sharing::trail::{self, Mark, Verb};

pub use pages::came_back;
pub use visit::visit;

ground::id!(
    /// Names one session on the page that lists them; it opens nothing.
    SessionId
);

/// How many days a session lasts.
pub const DAYS: i64 = 30;
/// After how many days without a visit it ends sooner.
pub const UNSEEN_DAYS: i64 = 14;
/// How many sessions somebody has at once; one more ends the one unseen for longest.
pub const MOST: usize = 50;
/// A visit is written down at most once in this many seconds: an hour.
const SEEN_SECONDS: i64 = 3_600;

/// By which way somebody came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// A link that was mailed to them.
    Mailed,
    /// A link that whoever runs this server made.
    Operator,
    /// The link given when the place began.
    First,
    /// Their card.
    Card,
    /// An invitation.
    Invited,
    /// A passkey, which its person unlocked on their device.
    Passkey,
}

impl Way {
    const ALL: [Self; 6] =
        [Self::Mailed, Self::Operator, Self::First, Self::Card, Self::Invited, Self::Passkey];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mailed => "mailed",
            Self::Operator => "operator",
            Self::First => "first",
            Self::Card => "card",
            Self::Invited => "invited",
            Self::Passkey => "passkey",
        }
    }

    /// The way with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.word() == word)
    }

    /// The key of the sentence that says it.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Mailed => "session-by-mailed",
            Self::Operator => "session-by-operator",
            Self::First => "session-by-first",
            Self::Card => "session-by-card",
            Self::Invited => "session-by-invited",
            Self::Passkey => "session-by-passkey",
        }
    }
}

/// One session that holds now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Session {
    /// Its name on the page that lists it.
    pub id: SessionId,
    /// Whose it is.
    pub person: PersonId,
    /// Since when.
    pub opened: Moment,
    /// The last visit, to about an hour.
    pub seen: Moment,
    /// By which way they came in.
    pub way: Way,
}

/// A session about to be opened, in the transaction of whatever opens it.
#[derive(Clone, Debug)]
pub struct Opening {
    token: Token,
    id: SessionId,
    at: Moment,
}

impl Opening {
    /// Draws its token.
    pub fn prepare(now: Moment) -> Outcome<Self> {
        Ok(Self { token: Token::random()?, id: SessionId::random(), at: now })
    }

    /// Writes it, clears away this person's sessions that are over, and marks the sign-in in the
    /// first place they stand in; somebody who stands nowhere leaves no mark.
    pub async fn keep(&self, work: &mut Work, person: PersonId, way: Way) -> Outcome<()> {
        store::end_over(work, person, over_before(self.at)).await?;
        let unseen_longest = store::of_person(work, person).await?;
        for session in unseen_longest.iter().skip(MOST - 1) {
            store::end(work, person, session.id).await?;
        }
        store::keep(work, &self.token.hash(), self.id, person, way, self.at).await?;
        let reader = Reader::person(work, person).await?;
        let Some(standing) = reader.standings().first() else { return Ok(()) };
        let whose = Thing::new(Kind::Person, person);
        let mark = Mark::of(standing.place, self.at, Verb::SignedIn, Some(person), whose);
        trail::mark(work, mark).await
    }

    /// The token, for the browser.
    #[must_use]
    pub fn into_token(self) -> Token {
        self.token
    }
}

/// When a session had to begin, and to be seen, to hold now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OverBefore {
    opened: Moment,
    seen: Moment,
}

const fn over_before(now: Moment) -> OverBefore {
    OverBefore { opened: now.plus_days(-DAYS), seen: now.plus_days(-UNSEEN_DAYS) }
}

/// Opens a session.
pub async fn open(store: &Store, person: PersonId, way: Way, now: Moment) -> Outcome<Token> {
    let opening = Opening::prepare(now)?;
    ::store::write!(store.database, |work| opening.keep(work, person, way).await)?;
    Ok(opening.into_token())
}

/// The session with this hash, if it holds now.
pub async fn find(look: &mut Look, hash: &TokenHash, now: Moment) -> Outcome<Option<Session>> {
    let over = over_before(now);
    let session = store::find(look, hash).await?;
    Ok(session.filter(|s| s.opened > over.opened && s.seen > over.seen))
}

/// The same, with its person as a reader who stands where they stand now.
pub(crate) async fn find_with_reader(
    look: &mut Look,
    hash: &TokenHash,
    now: Moment,
) -> Outcome<Option<(Session, Reader)>> {
    let over = over_before(now);
    let found = store::find_with_reader(look, hash).await?;
    Ok(found.filter(|(s, _)| s.opened > over.opened && s.seen > over.seen))
}

/// Writes a visit down, at most once an hour.
pub async fn seen(store: &Store, hash: &TokenHash, session: &Session, now: Moment) -> Outcome<()> {
    let hour_ago = now.plus_seconds(-SEEN_SECONDS);
    if session.seen > hour_ago {
        return Ok(());
    }
    ::store::write!(store.database, |work| store::seen(work, hash, now, hour_ago).await)
}

/// Somebody's sessions that hold now, the last seen first.
pub async fn list(look: &mut Look, person: PersonId, now: Moment) -> Outcome<Vec<Session>> {
    let over = over_before(now);
    let mut sessions = store::of_person(look, person).await?;
    sessions.retain(|s| s.opened > over.opened && s.seen > over.seen);
    Ok(sessions)
}

/// Ends one of somebody's own sessions; another's is not found.
pub async fn end(store: &Store, person: PersonId, id: SessionId) -> Outcome<()> {
    let ended = ::store::write!(store.database, |work| store::end(work, person, id).await)?;
    if ended == 1 { Ok(()) } else { Err(Fault::NotFound) }
}

/// Ends the session of this browser; one that is over already stays over.
pub async fn end_this(store: &Store, hash: &TokenHash) -> Outcome<()> {
    ::store::write!(store.database, |work| store::end_this(work, hash).await)
}

/// Ends all of somebody's sessions: they are signed out everywhere.
pub async fn end_all(store: &Store, person: PersonId) -> Outcome<()> {
    ::store::write!(store.database, |work| store::end_all(work, person).await)
}

/// Clears away sessions that are over.
pub(crate) async fn sweep(store: &Store, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| store::sweep(work, over_before(now)).await)
}

/// Forgets the sessions of somebody who is erased.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::end_all(work, person).await
}
