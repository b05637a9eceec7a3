//! Tellings: what somebody told, in their words, with their own reading of it and their wishes
//! about who may hear it. Nothing is needed but words.

pub mod age;
mod choosing;
pub mod coming_back;
pub mod form;
pub mod hear;
pub(crate) mod languages;
mod later;
mod own;
pub mod pages;
pub(crate) mod store;
pub mod tell;
pub(crate) mod told_to;
pub mod wishes;

use ::store::TokenHash;
use ground::id::{PersonId, SystemId};
use ground::{Line, Moment, Words};
use sharing::{Audience, Names, Seen, SlipId};

pub use wishes::{Wished, Wishes};

use crate::imports::Brought;
use crate::ringing::Asked;
use crate::second_readings::Asks;
use crate::translations::TranslationId;

/// How many characters of a telling without a title stand for one, about.
const IN_A_HEADING: usize = 70;

ground::id!(
    /// Names one telling.
    TellingId
);
ground::id!(
    /// Names one later chapter of a telling.
    ChapterId
);

/// How a telling came to be written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Manner {
    /// Somebody tells for themselves.
    Self_,
    /// Somebody writes it down for somebody who is there with them.
    Present,
    /// It is about somebody who is not there.
    Absent,
    /// It came in a file, whose bringer says what its tellers were told.
    Imported,
}

impl Manner {
    /// The word under which it is stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Self_ => "self",
            Self::Present => "present",
            Self::Absent => "absent",
            Self::Imported => "imported",
        }
    }

    /// The manner with this word; telling for oneself where nothing was chosen.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "present" => Self::Present,
            "absent" => Self::Absent,
            "imported" => Self::Imported,
            _ => Self::Self_,
        }
    }
}

/// What somebody tells. Only the words are needed.
#[derive(Clone)]
pub struct Told {
    /// How it came to be written.
    pub manner: Manner,
    /// The name chosen by, or for, whoever it is about.
    pub for_name: Option<Line>,
    /// Whether it was said that they, or whoever it is about, are under eighteen.
    pub under_18: bool,
    /// A title, if they want one.
    pub title: Option<Line>,
    /// What happened, in their words.
    pub words: Words,
    /// When it happened, in their words.
    pub happened: Option<Line>,
    /// What it is about, as they say it.
    pub about_what: Option<Line>,
    /// How it felt.
    pub felt: Option<Line>,
    /// What matters most.
    pub matters: Option<Line>,
    /// The language they told it in, as a short code.
    pub language: String,
    /// How to ring them, when they asked to be rung.
    pub ring_on: Option<Asked>,
    /// What they wish.
    pub wishes: Wishes,
    /// What they say to whoever reads it before it goes further.
    pub asks: Asks,
}

impl Told {
    /// Somebody's own words, for nobody but them: whatever else they say is added to this.
    #[must_use]
    pub fn words(words: Words) -> Self {
        Self {
            manner: Manner::Self_,
            for_name: None,
            under_18: false,
            title: None,
            words,
            happened: None,
            about_what: None,
            felt: None,
            matters: None,
            language: languages::ENGLISH.to_owned(),
            ring_on: None,
            wishes: Wishes::default(),
            asks: Asks::default(),
        }
    }
}

/// Who tells: somebody signed in, or somebody with a slip and no account.
#[derive(Clone, Copy, Debug)]
pub enum Teller {
    /// Signed in.
    Person(PersonId),
    /// Without an account; the hash of their slip.
    Slip(TokenHash),
}

/// The slip that has this hash.
#[must_use]
pub fn slip_of(hash: &TokenHash) -> SlipId {
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash.0[..16]);
    SlipId(ground::id::Uuid::from_bytes(bytes))
}

/// Whose voice it is, as this reader may know it.
#[derive(Clone, Debug)]
pub enum Voice {
    /// The reader's own.
    You,
    /// Somebody who lets their name be shown.
    Named(Seen<Line>),
    /// Under a name that was chosen for it.
    Chosen(Seen<Line>),
    /// Somebody.
    Somebody,
}

/// A telling as this reader hears it.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Which one.
    pub id: TellingId,
    /// The system it was told in.
    pub system: SystemId,
    /// The place of that system.
    pub place: SystemId,
    /// How it came to be written.
    pub manner: Manner,
    /// Whose voice it is.
    pub voice: Voice,
    /// Who wrote it down, if it was not the teller and the reader may know.
    pub writer: Option<PersonId>,
    /// Its title.
    pub title: Option<Seen<Line>>,
    /// The words.
    pub words: Seen<Words>,
    /// When it happened, in the teller's words.
    pub happened: Option<Seen<Line>>,
    /// What it is about.
    pub about_what: Option<Seen<Line>>,
    /// How it felt.
    pub felt: Option<Seen<Line>>,
    /// What matters most.
    pub matters: Option<Seen<Line>>,
    /// The language it was told in.
    pub language: String,
    /// What the teller wishes.
    pub wishes: Wishes,
    /// Whether it waits to be read back to whoever it is about.
    pub waits_to_be_read_back: bool,
    /// Whether it stands still while somebody looks who could be hurt.
    pub somebody_is_looking: bool,
    /// Whether it was told without an account: then only the week is known.
    pub unsigned: bool,
    /// Those whom the wishes name for whom it waits until a second reader has read it.
    pub waits_for_second_reader: Vec<Audience>,
    /// Those of the wishes that a second reader reads for, whether one has or not.
    pub wider: Vec<Audience>,
    /// Whether whoever told it, or whoever it is about, is under eighteen.
    pub under_18: bool,
    /// When it was told, as far as that is kept.
    pub at: Moment,
    /// Which version of the wishes this is.
    pub revision: i64,
    /// Whether this reader may narrow it, erase it and tell more.
    pub own: bool,
    /// Whether this reader wrote it down for somebody who has a slip for it now.
    pub may_hold_back: bool,
    /// What came with it, if it was imported; only where it is heard whole.
    pub brought: Option<Brought>,
    /// How things were later.
    pub chapters: Vec<Chapter>,
    /// The same words in other languages.
    pub translations: Vec<Translation>,
}

impl Telling {
    /// Whether it was written down for somebody who was there, so that a slip makes it theirs.
    #[must_use]
    pub fn is_for_somebody_present(&self) -> bool {
        self.manner == Manner::Present
    }

    /// Whether it came in a file.
    #[must_use]
    pub fn is_imported(&self) -> bool {
        self.manner == Manner::Imported
    }

    /// Whether this reader wrote it down for somebody else, or about them, and holds the pen still.
    #[must_use]
    pub fn is_of_somebody_else(&self) -> bool {
        self.own && self.writer.is_some() && matches!(self.manner, Manner::Present | Manner::Absent)
    }

    /// Whether nobody is chosen who may hear it.
    #[must_use]
    pub const fn is_kept_to_themselves(&self) -> bool {
        self.wishes.heard_by.is_empty()
    }

    /// What stands for the telling in a list: its title, or its first words.
    #[must_use]
    pub fn heading(&self) -> Seen<String> {
        match &self.title {
            Some(title) => title.heading(),
            None => self.words.heading(IN_A_HEADING),
        }
    }

    /// What stands beneath its heading in a list, about this many characters: its first words, or
    /// what follows them where they are the heading already. Nothing where that is all of it.
    #[must_use]
    pub fn beneath(&self, most: usize) -> Option<Seen<String>> {
        match &self.title {
            Some(_) => Some(self.words.opening(most)),
            None => self.words.after_heading(IN_A_HEADING, most),
        }
    }
}

/// A later chapter.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Which one.
    pub id: ChapterId,
    /// The words.
    pub words: Seen<Words>,
    /// When it was told.
    pub at: Moment,
    /// Whether it waits for a second reader before those further away hear it.
    pub waits: bool,
}

/// The same words in another language.
#[derive(Clone, Debug)]
pub struct Translation {
    /// Which one.
    pub id: TranslationId,
    /// The language, as a short code.
    pub language: String,
    /// The words.
    pub words: Seen<Words>,
    /// Who translated, as they are to be named.
    pub translator: Seen<Line>,
    /// Who added it, if that was not its teller before anybody else could.
    pub said_by: Option<PersonId>,
    /// Whether its teller said that it may stay, or added it. Until then nobody sees it but they
    /// and whoever added it.
    pub seen: bool,
}

impl Translation {
    /// Who added it, as far as these names tell.
    pub(crate) fn added_by<'a>(&self, names: &'a Names) -> Option<&'a Seen<Line>> {
        self.said_by.and_then(|person| names.of(person))
    }
}
