//! Where a link that the operator made stands among the others, and where their list goes on. A
//! link has no id, only the hash of its token, so this is not [`ground::After`].

use std::fmt;
use std::ops::Deref;

use ::store::TokenHash;
use ground::Moment;

use super::{MadeForYou, PAGE};

/// Where a link stands: by when it was made, and those of one moment by their hash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn {
    pub(super) made: Moment,
    pub(super) hash: TokenHash,
}

impl Turn {
    /// Where a list begins that goes from the newest to the oldest.
    pub(super) const LATEST: Self = Self { made: Moment(i64::MAX), hash: TokenHash([u8::MAX; 32]) };

    /// Reads what an address or a form brought back, once it is opened.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (made, letters) = text.split_once('.')?;
        let mut hash = [0; 32];
        for (at, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(letters.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self { made: Moment(made.parse().ok()?), hash: TokenHash(hash) })
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.", self.made.0)?;
        self.hash.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A page of links, and where the next begins if there is one. It reads like the slice of them.
#[derive(Clone, Debug)]
pub struct Listed {
    here: Vec<MadeForYou>,
    /// Where the next page begins.
    pub next: Option<Turn>,
}

impl Listed {
    /// The first [`PAGE`] of these: one more was asked for, which says that the list goes on.
    pub(super) fn of(mut asked: Vec<MadeForYou>) -> Self {
        let goes_on = asked.len() > PAGE;
        asked.truncate(PAGE);
        let next = asked.last().filter(|_| goes_on).map(|link| link.turn);
        Self { here: asked, next }
    }
}

impl Deref for Listed {
    type Target = [MadeForYou];
    fn deref(&self) -> &[MadeForYou] {
        &self.here
    }
}

/// Of which links a page told somebody: from the newest of them to the oldest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Told {
    pub(super) newest: Turn,
    pub(super) oldest: Turn,
}

impl Told {
    /// What these tell of, if they tell of anything.
    #[must_use]
    pub fn of(links: &[MadeForYou]) -> Option<Self> {
        Some(Self { newest: links.first()?.turn, oldest: links.last()?.turn })
    }

    /// What a form brought back, once it is opened.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (newest, oldest) = text.split_once(' ')?;
        Some(Self { newest: Turn::parse(newest)?, oldest: Turn::parse(oldest)? })
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.newest, self.oldest)
    }
}
