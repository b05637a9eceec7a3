//! Who is part of a system, as what, in their own words: several at once, each a row with a
//! beginning, an end and who gave it. Being part of one system never makes anybody part of another.

mod change;
pub mod pages;
pub(crate) mod store;

use ::store::{Keeper, KeyRing, Keys, Look, Sealed, Spot, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::reader::{self, Given, MOST_STANDINGS};
use sharing::trail::{self, Mark, Verb};
use sharing::{Leave, Reader, Seen, Sharing, StandingId, StandingKind};

pub use change::{Own, end, give, over, say, take};

use crate::systems::{self, System};

/// What somebody may be here. They are examples: what counts is said in the person's own words.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PartKind {
    /// Somebody who lives here.
    Resident,
    /// Somebody who lives near.
    Neighbour,
    /// Somebody who is paid to work here.
    Worker,
    /// Somebody who gives time.
    Volunteer,
    /// Somebody who speaks for an organisation.
    Organisation,
    /// Somebody who brings money.
    Funder,
    /// Somebody who looks after how things work together. As a word only: to tend a system is a
    /// standing of its own.
    Steward,
    /// Somebody who checks that things are safe and legal.
    Regulator,
    /// Something else.
    Other,
}

impl PartKind {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 9] = [
        Self::Resident,
        Self::Neighbour,
        Self::Worker,
        Self::Volunteer,
        Self::Organisation,
        Self::Funder,
        Self::Steward,
        Self::Regulator,
        Self::Other,
    ];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Neighbour => "neighbour",
            Self::Worker => "worker",
            Self::Volunteer => "volunteer",
            Self::Organisation => "organisation",
            Self::Funder => "funder",
            Self::Steward => "steward",
            Self::Regulator => "regulator",
            Self::Other => "other",
        }
    }

    /// The key of the word on pages.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Resident => "part-resident",
            Self::Neighbour => "part-neighbour",
            Self::Worker => "part-worker",
            Self::Volunteer => "part-volunteer",
            Self::Organisation => "part-organisation",
            Self::Funder => "part-funder",
            Self::Steward => "part-steward",
            Self::Regulator => "part-regulator",
            Self::Other => "part-other",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A part to be taken: who, where, as what.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its id.
    pub id: StandingId,
    /// In which system.
    pub system: SystemId,
    /// Whose part it is.
    pub person: PersonId,
    /// As what, of the examples.
    pub kind: PartKind,
    /// As what, in their own words.
    pub words: Option<Line>,
    /// How their work fits.
    pub fits: Option<Words>,
    /// They hold this system's money.
    pub money: bool,
    /// They manage people who work here.
    pub manages: bool,
    /// Who gave it; nothing when the program did, at the very start.
    pub by: Option<PersonId>,
    /// When it begins.
    pub began: Moment,
}

impl Taken {
    /// A part that somebody takes by themselves, with nothing said yet.
    #[must_use]
    pub fn plain(system: SystemId, person: PersonId, kind: PartKind, began: Moment) -> Self {
        Self {
            id: StandingId::random(),
            system,
            person,
            kind,
            words: None,
            fits: None,
            money: false,
            manages: false,
            by: Some(person),
            began,
        }
    }
}

/// A part about to be written, its words sealed under the person's own key.
#[derive(Clone)]
pub struct NewPart {
    taken: Taken,
    words: Option<Sealed>,
    fits: Option<Sealed>,
}

impl NewPart {
    /// Seals what is said in it. The person's key must be there already.
    pub async fn prepare(keys: &Keys, taken: Taken) -> Outcome<Self> {
        let ring = keys.ring([Keeper::new(taken.person)]).await?;
        let (words, fits) = seal(&ring, taken.person, taken.id, &taken.words, &taken.fits)?;
        Ok(Self { taken, words, fits })
    }
}

pub(crate) fn seal(
    ring: &KeyRing,
    person: PersonId,
    id: StandingId,
    words: &Option<Line>,
    fits: &Option<Words>,
) -> Outcome<(Option<Sealed>, Option<Sealed>)> {
    let keeper = Keeper::new(person);
    let words = words.as_ref().map(|w| ring.seal_line(keeper, Spot::new(id, "words"), w));
    let fits = fits.as_ref().map(|f| ring.seal(keeper, Spot::new(id, "fits"), f));
    Ok((words.transpose()?, fits.transpose()?))
}

/// Writes a part, and with it the standings it brings. Whoever is part of something in a place
/// is part of the place as well. It asks for no leave: [`give`] does.
pub async fn keep(work: &mut Work, new: &NewPart) -> Outcome<()> {
    let taken = &new.taken;
    let (place, _) = systems::store::place_of(work, taken.system).await?;
    let current = Reader::person(work, taken.person).await?;
    if current.standings().len() + 4 > MOST_STANDINGS {
        return Err(Fault::Bound("bound-parts"));
    }
    let given = |id, system, kind| Given {
        id,
        system,
        place,
        person: taken.person,
        kind,
        by: taken.by,
        began: taken.began,
    };
    reader::give(work, given(taken.id, taken.system, StandingKind::Part)).await?;
    store::say(work, taken.system, taken.id, taken.person, taken.kind, new.sealed()).await?;
    for (wanted, kind) in
        [(taken.money, StandingKind::Money), (taken.manages, StandingKind::Manages)]
    {
        if wanted && !current.stands(kind, taken.system) {
            reader::give(work, given(StandingId::random(), taken.system, kind)).await?;
        }
    }
    if taken.system != place && !current.stands(StandingKind::Part, place) {
        reader::give(work, given(StandingId::random(), place, StandingKind::Part)).await?;
    }
    let thing = Thing::new(Kind::Person, taken.person);
    trail::mark(work, Mark::of(taken.system, taken.began, Verb::Wrote, taken.by, thing)).await
}

impl NewPart {
    /// When it begins.
    fn began(&self) -> Moment {
        self.taken.began
    }

    fn sealed(&self) -> (Option<Sealed>, Option<Sealed>) {
        (self.words.clone(), self.fits.clone())
    }
}

/// One part, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Part {
    /// Which one.
    pub id: StandingId,
    /// Whose.
    pub person: PersonId,
    /// How they stand: a part, or one of the standings that come with one.
    pub standing: StandingKind,
    /// As what, of the examples, if it was said.
    pub kind: Option<PartKind>,
    /// As what, in their own words.
    pub words: Option<Seen<Line>>,
    /// How their work fits.
    pub fits: Option<Seen<Words>>,
    /// Who gave it.
    pub given_by: Option<PersonId>,
    /// When it began.
    pub began: Moment,
    /// When it ended, if it did.
    pub ended: Option<Moment>,
}

/// Everybody who is or was part of a system, earliest first; at most 1,000 parts.
pub async fn of_system(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: &System,
) -> Outcome<Vec<Part>> {
    let leave = systems::leave(sharing, reader, system)?;
    let rows = store::of_system(look, system.id).await?;
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.person))).await?;
    let mut parts: Vec<Part> =
        rows.into_iter().map(|row| open(&leave, &ring, row)).collect::<Outcome<_>>()?;
    parts.sort_by_key(|part| (part.began, part.id));
    Ok(parts)
}

/// A part of this person's own that has not ended.
pub async fn own(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: &System,
    id: StandingId,
) -> Outcome<Part> {
    let leave = systems::leave(sharing, reader, system)?;
    let row = store::find(look, system.id, id).await?;
    let mine = reader.person_id() == Some(row.person);
    if !mine || row.ended.is_some() || row.standing != StandingKind::Part {
        return Err(Fault::NotFound);
    }
    let ring = sharing.store.keys.ring([Keeper::new(row.person)]).await?;
    open(&leave, &ring, row)
}

/// How many parts somebody plays or played, for whoever is asked to erase them.
pub async fn count(look: &mut Look, person: PersonId) -> Outcome<i64> {
    store::count(look, person).await
}

/// Forgets what somebody who is erased was here, in their own words; at most 500 parts, and says
/// how many. Their standings, which say only from when to when, stay.
pub async fn forget(work: &mut Work, person: PersonId) -> Outcome<usize> {
    store::forget(work, person).await
}

pub(crate) fn open(leave: &Leave, ring: &KeyRing, row: store::PartRow) -> Outcome<Part> {
    let keeper = Keeper::new(row.person);
    let words = match row.words {
        Some(sealed) => leave.open_line(ring, keeper, Spot::new(row.id, "words"), &sealed)?,
        None => None,
    };
    let fits = match row.fits {
        Some(sealed) => leave.open(ring, keeper, Spot::new(row.id, "fits"), &sealed)?,
        None => None,
    };
    Ok(Part {
        id: row.id,
        person: row.person,
        standing: row.standing,
        kind: row.kind,
        words,
        fits,
        given_by: row.given_by,
        began: row.began,
        ended: row.ended,
    })
}
