//! Second readings: before something goes further than people who can know each other, one other
//! person reads it and asks whether anyone in it could be found, or hurt; and before somebody
//! under 18 is named or quoted, a second adult looks. What waits points at the reading that is
//! about it, so that narrowing never waits, and nobody is told of what was not asked.

mod answer;
mod ask;
pub(crate) mod files;
pub mod pages;
mod seen;
pub(crate) mod store;
pub(crate) mod waits;

use ::store::{Keeper, Work};
use ground::id::PersonId;
use ground::{Moment, Outcome, Words};
use sharing::Seen;

pub use answer::answer;
pub use ask::ask_again;
pub(crate) use ask::{prepare, settle};
pub use seen::{Second, export, of_telling, open_for, unsettled, waiting};
pub(crate) use store::{Asked, asked, fill};

use crate::imports::ImportId;
use crate::tellings::TellingId;
use crate::tellings::store::TellingRow;

ground::id!(
    /// Names one second reading.
    ReadingId
);

/// What a second reader is asked about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum About {
    /// Whether it may go further than people who can know each other.
    Wider,
    /// Whether somebody under 18 may be named or quoted.
    Under18,
}

impl About {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Wider, Self::Under18];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wider => "wider",
            Self::Under18 => "under_18",
        }
    }

    /// What is asked about, by this word, if it is one.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|about| about.word() == word)
    }
}

/// What a second reader reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum What {
    /// One telling.
    Telling(TellingId),
    /// All that came in a file.
    File(ImportId),
}

impl What {
    /// Whether it is a whole file.
    #[must_use]
    pub const fn is_file(self) -> bool {
        matches!(self, Self::File(_))
    }

    /// Whose key seals what is said about it.
    pub(crate) fn keeper(self) -> Keeper {
        match self {
            Self::Telling(id) => Keeper::new(id),
            Self::File(id) => Keeper::new(id),
        }
    }
}

/// Of whom it is asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AskedOf {
    /// Of those who keep people safe in the place, as duty goes.
    OnDuty,
    /// Of somebody by name.
    Person(PersonId),
}

impl AskedOf {
    /// As it is kept: nobody's id stands for those on duty.
    #[must_use]
    pub(crate) fn kept(person: Option<PersonId>) -> Self {
        person.map_or(Self::OnDuty, Self::Person)
    }

    /// Who was asked by name, if somebody was.
    #[must_use]
    pub const fn by_name(self) -> Option<PersonId> {
        match self {
            Self::OnDuty => None,
            Self::Person(person) => Some(person),
        }
    }
}

/// What a second reader answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Fine to go further.
    Fine,
    /// Not like this, with what they say to the teller.
    NotYet(Option<Words>),
}

/// Could anyone in it be found, or hurt? What the teller thinks.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Could {
    /// They said nothing; nobody has to.
    #[default]
    Unsaid,
    /// No.
    No,
    /// Not sure.
    NotSure,
    /// Yes.
    Yes,
}

impl Could {
    /// The word under which it is stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unsaid => "unsaid",
            Self::No => "no",
            Self::NotSure => "not_sure",
            Self::Yes => "yes",
        }
    }

    /// What this word says.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "no" => Self::No,
            "not_sure" => Self::NotSure,
            "yes" => Self::Yes,
            _ => Self::Unsaid,
        }
    }

    /// The key of the sentence on pages.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unsaid => "second-could-unsaid",
            Self::No => "second-could-no",
            Self::NotSure => "second-could-not-sure",
            Self::Yes => "second-could-yes",
        }
    }
}

/// Who reads it first.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Whom {
    /// Whoever keeps people safe in the place, as duty goes.
    #[default]
    OnDuty,
    /// One of those whom the teller named as hearing it.
    Person(PersonId),
    /// As it was asked the last time; those on duty, if nobody was.
    AsBefore,
    /// Nobody yet: the teller still chooses.
    NotYet,
}

/// What a teller says with what goes further. Nothing of it is needed.
#[derive(Clone, Default)]
pub struct Asks {
    /// Who reads it first.
    pub whom: Whom,
    /// Could anyone in it be found, or hurt?
    pub could: Could,
    /// In their words.
    pub words: Option<Words>,
}

/// How a second reading stands.
#[derive(Clone, Debug)]
pub enum State {
    /// It waits to be read.
    Waits,
    /// Fine to go further.
    Fine(Moment),
    /// Not like this, with what is said to the teller.
    NotYet(Moment, Option<Seen<Words>>),
}

/// A second reading, for its teller or for whoever reads.
#[derive(Clone, Debug)]
pub struct SecondReading {
    /// Which one.
    pub id: ReadingId,
    /// What is asked.
    pub about: About,
    /// What is read.
    pub what: What,
    /// Of whom it was asked.
    pub asked_of: AskedOf,
    /// When.
    pub asked: Moment,
    /// Could anyone in it be found, or hurt?
    pub could: Could,
    /// In the teller's words.
    pub words: Option<Seen<Words>>,
    /// How often what it is about has changed, from 1; an answer speaks of one of these.
    pub revision: i64,
    /// How it stands.
    pub state: State,
}

impl SecondReading {
    /// Whether it waits to be read.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(self.state, State::Waits)
    }

    /// Whether it was answered *not like this*.
    #[must_use]
    pub const fn is_not_yet(&self) -> bool {
        matches!(self.state, State::NotYet(..))
    }
}

/// Lets new words of somebody under 18 be looked at anew before they are named or quoted.
pub(crate) async fn look_anew(work: &mut Work, telling: &TellingRow) -> Outcome<()> {
    if telling.under_18 { waits::store::look_anew(work, telling.id).await } else { Ok(()) }
}

/// Lets what waits of a telling that came in a file point at the reading of the whole file.
pub(crate) async fn point_at(
    work: &mut Work,
    telling: TellingId,
    reading: ReadingId,
) -> Outcome<u64> {
    waits::store::point_at(work, telling, About::Wider, reading).await
}
