//! What can go wrong, as one list. Only `web` turns a fault into a page, so that a sentence for
//! a person is written once.

use crate::words::NotTaken;

/// What a verb answers.
pub type Outcome<T> = Result<T, Fault>;

/// Everything that can go wrong. The variants say what the person can do next; what went wrong
/// inside is for the log, and holds no words of anybody.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Absent, or not for this reader: the two look the same.
    #[error("not found")]
    NotFound,
    /// The door is shut until this person signs in.
    #[error("not signed in")]
    SignedOut,
    /// Seen, but not theirs to do; the key names the sentence that says who can.
    #[error("not allowed: {0}")]
    NotAllowed(&'static str),
    /// A text was not taken. The field keeps its draft.
    #[error("text not taken: {field}")]
    Text {
        /// Which field of the form.
        field: &'static str,
        /// Why.
        why: NotTaken,
    },
    /// Something chosen or typed does not fit; the key names the sentence.
    #[error("does not fit: {0}")]
    Unfit(&'static str),
    /// Somebody changed it since this form was opened: both texts are shown.
    #[error("stale revision")]
    Stale,
    /// The same thing was sent twice; the first answer stands.
    #[error("already done")]
    Already,
    /// A link, card or slip that was used, ended or never was.
    #[error("spent or unknown link")]
    Spent,
    /// Past a bound; the key names the sentence that says the bound.
    #[error("past a bound: {0}")]
    Bound(&'static str),
    /// The form did not come from our own page, or its token is old.
    #[error("form not ours")]
    Forged,
    /// The mark for the reader could not be written, so the words are not shown.
    #[error("the reading could not be marked")]
    Unmarked,
    /// Too busy to write just now; trying again may help.
    #[error("busy")]
    Busy,
    /// The data were written by a newer program.
    #[error("the data were written by a newer version ({0})")]
    Newer(String),
    /// The master key that was given is not the one that these keys are wrapped under, or there is
    /// none: nothing can be opened.
    #[error("the master key does not open these keys")]
    WrongKey,
    /// A fault of ours or of the machine. The text is for the log and never holds anybody's words.
    #[error("inside: {0}")]
    Inside(String),
}

impl Fault {
    /// The short code that goes into the log and onto the page, for whoever helps.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::SignedOut => "signed-out",
            Self::NotAllowed(_) => "not-allowed",
            Self::Text { .. } => "text",
            Self::Unfit(_) => "unfit",
            Self::Stale => "stale",
            Self::Already => "already",
            Self::Spent => "spent",
            Self::Bound(_) => "bound",
            Self::Forged => "forged",
            Self::Unmarked => "unmarked",
            Self::Busy => "busy",
            Self::Newer(_) => "newer",
            Self::WrongKey => "wrong-key",
            Self::Inside(_) => "inside",
        }
    }

    /// A fault inside, from any error; its own text must hold no words of anybody.
    pub fn inside(error: impl std::fmt::Display) -> Self {
        Self::Inside(error.to_string())
    }
}
