//! What somebody else did at a person's doors. The person is told when they next come in, before
//! anything else, and it stays listed for them.

mod store;
#[cfg(test)]
mod tests;

use ::store::{Look, Store, Work};
use ground::id::PersonId;
use ground::{Moment, Outcome};

use crate::links::LISTED_DAYS;

ground::id!(
    /// Names one thing that somebody else did at a person's doors.
    NewsId
);

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NewsKind {
    /// Their card was ended for them, and they were signed out everywhere.
    CardEnded,
    /// A card was made with them, on somebody else's screen.
    CardHanded,
    /// The operator made a link that confirms their address.
    AddressLink,
}

impl NewsKind {
    const ALL: [Self; 3] = [Self::CardEnded, Self::CardHanded, Self::AddressLink];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CardEnded => "card_ended",
            Self::CardHanded => "card_handed",
            Self::AddressLink => "address_link",
        }
    }

    /// The key of the sentence that says it: who did it (`by`), and when (`day`).
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::CardEnded => "news-card-ended",
            Self::CardHanded => "news-card-handed",
            Self::AddressLink => "news-address-link",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One thing that was done, as its person is told of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct News {
    /// What.
    pub kind: NewsKind,
    /// Who did it; nothing when it was whoever runs the server.
    pub by: Option<PersonId>,
    /// When.
    pub at: Moment,
    told: Option<Moment>,
}

/// Writes down what was done, in the transaction that does it.
pub(crate) async fn keep(
    work: &mut Work,
    person: PersonId,
    kind: NewsKind,
    by: Option<PersonId>,
    now: Moment,
) -> Outcome<()> {
    store::keep(work, NewsId::random(), person, kind, by, now).await
}

/// What others did at somebody's doors in the last [`LISTED_DAYS`] days, and whatever is older and
/// was never told; newest first.
pub async fn of(look: &mut Look, person: PersonId, now: Moment) -> Outcome<Vec<News>> {
    store::of(look, person, now.plus_days(-LISTED_DAYS)).await
}

/// What of it this person was not told of yet.
pub async fn untold(look: &mut Look, person: PersonId, now: Moment) -> Outcome<Vec<News>> {
    let mut news = of(look, person, now).await?;
    news.retain(|one| one.told.is_none());
    Ok(news)
}

/// This person was told of everything up to now.
pub async fn tell(store: &Store, person: PersonId, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| store::tell(work, person, now).await)
}

/// Clears away what was told and is over.
pub(crate) async fn sweep(store: &Store, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| {
        store::sweep(work, now.plus_days(-LISTED_DAYS)).await
    })
}

/// Forgets what was done at the doors of somebody who is erased.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::forget(work, person).await
}
