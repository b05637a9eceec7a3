//! Ids that cannot be mixed. Every id is random, so that it tells nothing about when or after
//! whom a row was written (invariant 7).

/// Declares one id type around a random UUID.
///
/// ```
/// ground::id!(
///     /// Names one telling.
///     TellingId
/// );
/// let id = TellingId::random();
/// assert_eq!(TellingId::parse(&id.to_string()), Some(id));
/// ```
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(pub $crate::id::Uuid);

        impl $name {
            /// A new id from the operating system's randomness.
            #[must_use]
            pub fn random() -> Self {
                Self($crate::id::Uuid::new_v4())
            }

            /// Reads an id as it stands in an address; anything else is nothing.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                $crate::id::Uuid::try_parse(text).ok().map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0.simple())
            }
        }

        impl From<$name> for $crate::id::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<$crate::id::Uuid> for $name {
            fn from(uuid: $crate::id::Uuid) -> Self {
                Self(uuid)
            }
        }
    };
}

pub use uuid::Uuid;

id!(
    /// Names one person, whatever parts they play and wherever.
    PersonId
);
id!(
    /// Names one system of interest, at any scale.
    SystemId
);

/// The kinds of thing that can be looked at, linked in a lineage and offered to an audience.
/// The wire word never changes once a place has stored it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// What somebody told.
    Telling,
    /// A problem or a strength in common.
    Pattern,
    /// An open question that a group holds.
    Inquiry,
    /// Something small that is tried.
    Experiment,
    /// What was learned, with where and when it held.
    Lesson,
    /// A governance conversation: is it what we intended?
    Conversation,
    /// An ask, an obstacle or a lesson that one group passed on to another.
    Ask,
    /// A system of interest.
    System,
    /// A person.
    Person,
    /// A part of somebody's own page.
    Section,
    /// One thing said in a part of somebody's own page.
    Passage,
}

impl Kind {
    /// Every kind, in the order a thread usually runs.
    pub const ALL: [Self; 11] = [
        Self::Telling,
        Self::Pattern,
        Self::Inquiry,
        Self::Experiment,
        Self::Lesson,
        Self::Conversation,
        Self::Ask,
        Self::System,
        Self::Person,
        Self::Section,
        Self::Passage,
    ];

    /// The word under which the kind is stored and stands in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Telling => "telling",
            Self::Pattern => "pattern",
            Self::Inquiry => "inquiry",
            Self::Experiment => "experiment",
            Self::Lesson => "lesson",
            Self::Conversation => "conversation",
            Self::Ask => "ask",
            Self::System => "system",
            Self::Person => "person",
            Self::Section => "section",
            Self::Passage => "passage",
        }
    }

    /// The key of its word on pages.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Telling => "kind-telling",
            Self::Pattern => "kind-pattern",
            Self::Inquiry => "kind-inquiry",
            Self::Experiment => "kind-experiment",
            Self::Lesson => "kind-lesson",
            Self::Conversation => "kind-conversation",
            Self::Ask => "kind-ask",
            Self::System => "kind-system",
            Self::Person => "kind-person",
            Self::Section => "kind-section",
            Self::Passage => "kind-passage",
        }
    }

    /// The kind with this word, if there is one.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One thing anywhere in a place: what it is, and which.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Thing {
    /// What it is.
    pub kind: Kind,
    /// Which one it is.
    pub id: Uuid,
}

impl Thing {
    /// The thing of this kind with this id.
    pub fn new(kind: Kind, id: impl Into<Uuid>) -> Self {
        Self { kind, id: id.into() }
    }
}
