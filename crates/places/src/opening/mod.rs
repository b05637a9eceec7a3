//! What a place says before it opens: who keeps people safe, who answers for what is held, how
//! long things are kept, who reads and whom to ring. Until all of it is said nobody can tell here.

mod manner;
pub mod pages;
mod saying;
mod speaking;
pub(crate) mod store;

use ::store::{Keeper, KeyRing, Look, Sealed, Spot};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Line, Moment, Outcome, Words};
use jiff::tz::TimeZone;
use sharing::{Leave, Reader, Seen, Sharing, StandingKind, reader};
use web::Tongue;

pub use manner::{Manner, here};
pub use saying::{open_place, say, say_and_open};
pub use speaking::Voices;

use crate::systems;

/// Those whom a place names before it opens, or for what it offers.
const ON_DUTY: [StandingKind; 3] =
    [StandingKind::KeepsSafe, StandingKind::HearsWrongs, StandingKind::Rings];

/// What a place says of itself, as this reader sees it.
#[derive(Clone, Debug)]
pub struct Face {
    /// Which place.
    pub place: SystemId,
    /// What it is called.
    pub name: Seen<Line>,
    /// What one story is called here, and what many are.
    pub story: Option<(Seen<Line>, Seen<Line>)>,
    /// The organisations that answer for what is held.
    pub controllers: Option<Seen<Words>>,
    /// Whom to ask about it.
    pub data_protection: Option<Seen<Words>>,
    /// How long things are kept.
    pub keeping: Option<Seen<Words>>,
    /// Whom to ring now.
    pub ring_now: Option<Seen<Words>>,
    /// Who will read what is told, and when.
    pub read_by: Option<Seen<Words>>,
    /// Who rings people back who ask for it, and when; nothing where nobody does.
    pub ring_back: Option<Seen<Words>>,
    /// Whether anybody may tell without an account.
    pub open_door: bool,
    /// When it opened.
    pub opened: Option<Moment>,
    /// The safeguarding people on duty.
    pub keeps_safe: Vec<PersonId>,
    /// Who hears what went wrong here.
    pub hears_wrongs: Vec<PersonId>,
    /// Who rings people back, besides whoever keeps them safe.
    pub rings: Vec<PersonId>,
    /// Which version of this page it is.
    pub revision: i64,
    /// The place's time zone.
    pub zone: TimeZone,
}

/// What a place still has to say before it can open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Missing {
    /// A safeguarding person on duty.
    KeepsSafe,
    /// Its controllers.
    Controllers,
    /// A data-protection contact.
    DataProtection,
    /// How long things are kept.
    Keeping,
    /// Whom to ring now.
    RingNow,
    /// Who will read, and when.
    ReadBy,
}

impl Missing {
    /// The key of the sentence that says what is missing.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::KeepsSafe => "missing-keeps-safe",
            Self::Controllers => "missing-controllers",
            Self::DataProtection => "missing-data-protection",
            Self::Keeping => "missing-keeping",
            Self::RingNow => "missing-ring-now",
            Self::ReadBy => "missing-read-by",
        }
    }

    /// The field of the place's page in which it is said.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::KeepsSafe => "keeps_safe",
            Self::Controllers => "controllers",
            Self::DataProtection => "data_protection",
            Self::Keeping => "keeping",
            Self::RingNow => "ring_now",
            Self::ReadBy => "read_by",
        }
    }
}

impl Face {
    /// Whether anybody at all can tell here: the place has opened, and its door is open.
    #[must_use]
    pub const fn has_open_door(&self) -> bool {
        self.open_door && self.opened.is_some()
    }

    /// What is still missing, in the order of the page.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        let said = [
            (Missing::KeepsSafe, !self.keeps_safe.is_empty()),
            (Missing::Controllers, self.controllers.is_some()),
            (Missing::DataProtection, self.data_protection.is_some()),
            (Missing::Keeping, self.keeping.is_some()),
            (Missing::RingNow, self.ring_now.is_some()),
            (Missing::ReadBy, self.read_by.is_some()),
        ];
        said.into_iter().filter(|(_, is_said)| !is_said).map(|(missing, _)| missing).collect()
    }

    /// A page in this place, with this title's key: in its own words and time zone.
    #[must_use]
    pub fn page(&self, app: &web::App, visitor: &web::Visitor, title: &str) -> web::Page {
        let tongue = self.tongue(&visitor.tongue);
        let page = web::Page::titled(app, visitor, tongue.say(title));
        page.within(self.name.clone(), tongue, self.zone.clone())
    }

    /// The language of a page here, with the place's own word for a story.
    #[must_use]
    pub fn tongue(&self, tongue: &Tongue) -> Tongue {
        match &self.story {
            Some((one, many)) => tongue.clone().calling_a_story(one.to_string(), many.to_string()),
            None => tongue.clone(),
        }
    }
}

/// What a steward typed on the place's page.
#[derive(Clone, Default)]
pub struct Said {
    /// One story, and many.
    pub story: Option<(Line, Line)>,
    /// Who answers for what is held.
    pub controllers: Option<Words>,
    /// Whom to ask about it.
    pub data_protection: Option<Words>,
    /// How long things are kept.
    pub keeping: Option<Words>,
    /// Whom to ring now.
    pub ring_now: Option<Words>,
    /// Who reads, and when.
    pub read_by: Option<Words>,
    /// Who rings people back who ask for it, and when; nothing where nobody does.
    pub ring_back: Option<Words>,
    /// Whether anybody may tell without an account.
    pub open_door: bool,
    /// The safeguarding person on duty.
    pub keeps_safe: Option<PersonId>,
    /// Who hears what went wrong here.
    pub hears_wrongs: Option<PersonId>,
    /// Who rings people back, besides whoever keeps them safe.
    pub rings: Option<PersonId>,
}

/// The face of a place, for this reader.
pub async fn face(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    place: SystemId,
) -> Outcome<Face> {
    let row = systems::store::by_ids(look, &[place]).await?.pop().ok_or(Fault::NotFound)?;
    let ring = sharing.store.keys.ring([Keeper::new(place)]).await?;
    let seen = systems::seen(sharing, reader, &ring, row)?;
    let (leave, system) = seen.ok_or(Fault::NotFound)?;
    let row = store::find(look, place).await?;
    let standing = reader::standing_as(look, place, ON_DUTY).await?;
    open(&leave, &ring, system, row, standing)
}

/// Whether anybody rings people back in this place.
pub async fn rings_back(look: &mut Look, place: SystemId) -> Outcome<bool> {
    Ok(store::find(look, place).await?.said.ring_back.is_some())
}

/// To whom a place is open, to tell something in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpenTo {
    /// To nobody: it has not opened, or it is no place.
    Nobody,
    /// To whoever plays a part in it.
    ItsPeople,
    /// To anybody, without an account.
    Anybody,
}

/// To whom a place is open as things stand.
pub async fn open_to(look: &mut Look, place: SystemId) -> Outcome<OpenTo> {
    Ok(match store::open_door_of(look, place).await? {
        None => OpenTo::Nobody,
        Some(false) => OpenTo::ItsPeople,
        Some(true) => OpenTo::Anybody,
    })
}

/// At most this many places show their open door on the page that anybody sees.
pub const MOST_DOORS: usize = 20;

/// The places that have opened and whose door is open to anybody: at most [`MOST_DOORS`].
pub async fn open_doors(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
) -> Outcome<Vec<systems::System>> {
    let places = store::open_doors(look).await?;
    systems::find_many(sharing, look, reader, &places).await
}

/// Those of these systems that are places and have not opened.
pub async fn not_open(look: &mut Look, places: &[SystemId]) -> Outcome<Vec<SystemId>> {
    store::not_open(look, places).await
}

fn open(
    leave: &Leave,
    ring: &KeyRing,
    system: systems::System,
    row: store::PlaceRow,
    standing: Vec<(StandingKind, PersonId)>,
) -> Outcome<Face> {
    let who = |kind| standing.iter().filter(move |s| s.0 == kind).map(|s| s.1).collect();
    let place = system.id;
    let keeper = Keeper::new(place);
    let words = |sealed: Option<Sealed>, column| match sealed {
        Some(sealed) => leave.open(ring, keeper, Spot::new(place, column), &sealed),
        None => Ok(None),
    };
    let line = |sealed: Option<Sealed>, column| match sealed {
        Some(sealed) => leave.open_line(ring, keeper, Spot::new(place, column), &sealed),
        None => Ok(None),
    };
    let (one, many) =
        (line(row.said.story_word, "story_word")?, line(row.said.stories_word, "stories_word")?);
    Ok(Face {
        place,
        name: system.name,
        story: one.zip(many),
        controllers: words(row.said.controllers, "controllers")?,
        data_protection: words(row.said.data_protection, "data_protection")?,
        keeping: words(row.said.keeping, "keeping")?,
        ring_now: words(row.said.ring_now, "ring_now")?,
        read_by: words(row.said.read_by, "read_by")?,
        ring_back: words(row.said.ring_back, "ring_back")?,
        open_door: row.open_door,
        opened: row.opened,
        keeps_safe: who(StandingKind::KeepsSafe),
        hears_wrongs: who(StandingKind::HearsWrongs),
        rings: who(StandingKind::Rings),
        revision: row.revision,
        zone: TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC),
    })
}
