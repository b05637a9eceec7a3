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
    /// What is in one field of the form does not fit; the key names the sentence.
    #[error("does not fit in {field}: {key}")]
    UnfitIn {
        /// Which field of the form.
        field: &'static str,
        /// The key of the sentence.
        key: &'static str,
    },
    /// Several fields of one form were not taken, each for its own reason.
    #[error("several fields not taken")]
    Several(Vec<Self>),
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
            Self::Unfit(_) | Self::UnfitIn { .. } | Self::Several(_) => "unfit",
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

    /// The same fault, said of the field it is in, where it is about no field yet.
    #[must_use]
    pub fn in_field(self, field: &'static str) -> Self {
        match self {
            Self::Unfit(key) => Self::UnfitIn { field, key },
            other => other,
        }
    }

    /// Two fields of one form, both taken, or whatever is amiss with either: whoever left both of
    /// them empty reads of both at once.
    pub fn both<A, B>(one: Outcome<A>, other: Outcome<B>) -> Outcome<(A, B)> {
        match (one, other) {
            (Ok(one), Ok(other)) => Ok((one, other)),
            (Err(fault), Ok(_)) | (Ok(_), Err(fault)) => Err(fault),
            (Err(one), Err(other)) => match (one.amiss(), other.amiss()) {
                (Ok(mut amiss), Ok(more)) => {
                    amiss.extend(more);
                    Err(Self::Several(amiss))
                }
                (Err(other), _) | (_, Err(other)) => Err(other),
            },
        }
    }

    /// What is amiss in the fields of a form; any other fault stays as it is.
    fn amiss(self) -> Result<Vec<Self>, Self> {
        match self {
            Self::Several(amiss) => Ok(amiss),
            Self::Text { .. } | Self::UnfitIn { .. } => Ok(vec![self]),
            other => Err(other),
        }
    }

    /// A fault inside, from any error; its own text must hold no words of anybody.
    pub fn inside(error: impl std::fmt::Display) -> Self {
        Self::Inside(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_leaves_several_fields_empty_reads_of_each_and_what_is_no_fields_comes_first() {
        let empty = |field| Err::<(), _>(Fault::Text { field, why: NotTaken::Empty });
        let over = |field| Err::<(), _>(Fault::Unfit("unfit-day-over").in_field(field));
        let Err(Fault::Several(amiss)) =
            Fault::both(Fault::both(empty("name"), over("until")), empty("why"))
        else {
            panic!("three are amiss");
        };
        let fields: Vec<_> = amiss
            .iter()
            .map(|one| match one {
                Fault::Text { field, .. } | Fault::UnfitIn { field, .. } => *field,
                other => panic!("{other}"),
            })
            .collect();
        assert_eq!(fields, ["name", "until", "why"], "in the order of the form");
        assert!(matches!(Fault::both(Ok(1), empty("why")), Err(Fault::Text { field: "why", .. })));
        assert_eq!(Fault::both(Ok(1), Ok(2)).ok(), Some((1, 2)));
        let gone = Fault::both(empty("name"), Err::<(), _>(Fault::NotFound));
        assert!(matches!(gone, Err(Fault::NotFound)));
    }
}
