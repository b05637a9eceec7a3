//! What somebody else did at a person's doors. The person is told when they next come in, before
//! anything else, and it stays listed for them.

mod store;
#[cfg(test)]
mod tests;

use ::store::{Look, Store, Work};
use ground::id::PersonId;
use ground::{After, Moment, Outcome, Stretch};

use crate::Told;
use crate::links::LISTED_DAYS;

/// How much of what others did stands on one page.
pub const PAGE: usize = 50;

ground::id!(
    /// Names one thing that somebody else did at a person's doors.
    NewsId
);

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NewsKind {
    /// This person ended their card for them, and they were signed out everywhere.
    CardEnded(PersonId),
    /// A card was made with them, on the screen of this person.
    CardHanded(PersonId),
    /// The operator made a link that confirms their address.
    AddressLink,
    /// Another address was confirmed in place of the one that let them in.
    AddressChanged,
    /// The name they are shown by was changed with their own session.
    NameChanged,
    /// It was said with their own session that they are under 18.
    SaidUnder18,
    /// This person said, as they had asked, that they are 18 now.
    SaidGrown(PersonId),
    /// This person, whom they had asked, cannot say that they are 18 now.
    CannotSayGrown(PersonId),
    /// The operator brought a file of what people told in their name.
    FileBrought,
    /// A passkey was added with their own session.
    PasskeyAdded,
    /// Somebody was not let in by a passkey of which there may be a copy.
    PasskeyCopied,
}

impl NewsKind {
    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CardEnded(_) => "card_ended",
            Self::CardHanded(_) => "card_handed",
            Self::AddressLink => "address_link",
            Self::AddressChanged => "address_changed",
            Self::NameChanged => "name_changed",
            Self::SaidUnder18 => "said_under_18",
            Self::SaidGrown(_) => "said_grown",
            Self::CannotSayGrown(_) => "cannot_say_grown",
            Self::FileBrought => "file_brought",
            Self::PasskeyAdded => "passkey_added",
            Self::PasskeyCopied => "passkey_copied",
        }
    }

    /// Who did it, where one person did.
    #[must_use]
    pub const fn by(self) -> Option<PersonId> {
        match self {
            Self::CardEnded(by)
            | Self::CardHanded(by)
            | Self::SaidGrown(by)
            | Self::CannotSayGrown(by) => Some(by),
            Self::AddressLink
            | Self::AddressChanged
            | Self::NameChanged
            | Self::SaidUnder18
            | Self::FileBrought
            | Self::PasskeyAdded
            | Self::PasskeyCopied => None,
        }
    }

    /// The key of the sentence that says it: when (`day`), and who did it where one person did
    /// (`by`).
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::CardEnded(_) => "news-card-ended",
            Self::CardHanded(_) => "news-card-handed",
            Self::AddressLink => "news-address-link",
            Self::AddressChanged => "news-address-changed",
            Self::NameChanged => "news-name-changed",
            Self::SaidUnder18 => "news-said-under-18",
            Self::SaidGrown(_) => "news-said-grown",
            Self::CannotSayGrown(_) => "news-cannot-say-grown",
            Self::FileBrought => "news-file-brought",
            Self::PasskeyAdded => "news-passkey-added",
            Self::PasskeyCopied => "news-passkey-copied",
        }
    }

    fn parse(word: &str, by: Option<PersonId>) -> Option<Self> {
        match (word, by) {
            ("card_ended", Some(by)) => Some(Self::CardEnded(by)),
            ("card_handed", Some(by)) => Some(Self::CardHanded(by)),
            ("address_link", None) => Some(Self::AddressLink),
            ("address_changed", None) => Some(Self::AddressChanged),
            ("name_changed", None) => Some(Self::NameChanged),
            ("said_under_18", None) => Some(Self::SaidUnder18),
            ("said_grown", Some(by)) => Some(Self::SaidGrown(by)),
            ("cannot_say_grown", Some(by)) => Some(Self::CannotSayGrown(by)),
            ("file_brought", None) => Some(Self::FileBrought),
            ("passkey_added", None) => Some(Self::PasskeyAdded),
            ("passkey_copied", None) => Some(Self::PasskeyCopied),
            _ => None,
        }
    }
}

/// One thing that was done, as its person is told of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct News {
    /// What, and who did it.
    pub kind: NewsKind,
    /// When.
    pub at: Moment,
    id: NewsId,
}

impl News {
    /// Where it stands in the list.
    pub(crate) fn turn(&self) -> After {
        After::this(self.at, self.id)
    }
}

/// Writes down what was done, in the transaction that does it.
pub async fn keep(work: &mut Work, person: PersonId, kind: NewsKind, now: Moment) -> Outcome<()> {
    store::keep(work, NewsId::random(), person, kind, now).await
}

/// What others did at somebody's doors in the last [`LISTED_DAYS`] days, and whatever is older and
/// was never told; newest first, a page at a time.
pub async fn of(
    look: &mut Look,
    person: PersonId,
    now: Moment,
    after: Option<After>,
) -> Outcome<Stretch<News>> {
    store::of(look, person, now.plus_days(-LISTED_DAYS), after).await
}

/// What of it this person was not told of yet; newest first, and no more than a page.
pub async fn untold(look: &mut Look, person: PersonId) -> Outcome<Stretch<News>> {
    // Nothing was done after the end of time, so that only what was never told is left.
    store::of(look, person, Moment(i64::MAX), None).await
}

/// This person was told of this much, and of nothing else: what is newer or older waits.
pub async fn tell(store: &Store, person: PersonId, told: Told, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| store::tell(work, person, told, now).await)
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
