//! How much of a list a page told somebody, so that a form that says *I have read it* marks that and
//! nothing else: what is newer or older waits.

use std::fmt;

use ground::After;

/// What a page told somebody of: from the newest of it to the oldest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Told {
    pub(crate) newest: After,
    pub(crate) oldest: After,
}

impl Told {
    /// What these tell of, newest first, if they tell of anything; `turn` says where each stands.
    #[must_use]
    pub fn of<T>(shown: &[T], turn: impl Fn(&T) -> After) -> Option<Self> {
        Some(Self { newest: turn(shown.first()?), oldest: turn(shown.last()?) })
    }

    /// What a form brought back, once it is opened.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (newest, oldest) = text.split_once(' ')?;
        Some(Self { newest: After::parse(newest)?, oldest: After::parse(oldest)? })
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.newest, self.oldest)
    }
}
