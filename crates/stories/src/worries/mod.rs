//! Worries: any reader can raise one with the safeguarding person in two steps; something that
//! went wrong reaches somebody outside the team; and anybody can say "I am in this".
//!
//! What nobody has answered is open to whoever is on duty now. What was answered stays with whoever
//! answered it and whoever raised it, unless that one says again that it goes on. Whoever raised it can
//! put it away, so that whoever picks up their phone does not find it.

mod answering;
mod heard;
pub mod pages;
mod putting_away;
pub(crate) mod store;

use ::store::{Keeper, Spot, Work};
use doors::tries::{Counted, Origin};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Seen, Sharing, StandingKind, changes, reader};

pub use answering::answer;
pub(crate) use heard::fill;
pub use heard::{
    RaisedWith, answered_before, answered_lately, may_be_raised_with, own, raised_with, waits,
};
pub use putting_away::{put_away, still_shown};

use crate::slips::MOST_FROM_ONE;
use crate::tellings::store as telling_rows;
use crate::tellings::{TellingId, hear, tell};

/// How many of what waits stand on one page, and how many of what somebody answered.
pub const PAGE: usize = 50;
/// How many of the things that somebody raised stand on their page. It says that there are more; one
/// that is put away makes room for the next.
pub const MOST_OWN: usize = 100;
/// How many things one person can raise within a day. It is more than anybody needs who is in
/// danger, and too few to bury what somebody else raised; the sentence that says so says whom to
/// ring.
pub const MOST_IN_A_DAY: i64 = 30;

ground::id!(
    /// Names one worry.
    WorryId
);
ground::id!(
    /// Names one "I am in this".
    InThisId
);

/// What is raised, and so with whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WorryKind {
    /// Somebody may be in danger: the safeguarding person.
    Safety,
    /// Something went wrong here: somebody outside the team.
    WentWrong,
    /// Somebody is in a telling who was not asked: the safeguarding person.
    InThis,
}

impl WorryKind {
    /// What whoever keeps people safe in a place hears.
    pub(crate) const OF_SAFETY: [Self; 2] = [Self::Safety, Self::InThis];
    /// What somebody outside the team hears.
    const OF_WRONGS: [Self; 2] = [Self::WentWrong, Self::WentWrong];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::WentWrong => "went_wrong",
            Self::InThis => "in_this",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "went_wrong" => Self::WentWrong,
            "in_this" => Self::InThis,
            _ => Self::Safety,
        }
    }

    const fn heard_by(self) -> StandingKind {
        match self {
            Self::Safety | Self::InThis => StandingKind::KeepsSafe,
            Self::WentWrong => StandingKind::HearsWrongs,
        }
    }
}

/// A worry as whoever may read it sees it.
#[derive(Clone, Debug)]
pub struct Worry {
    /// Which one.
    pub id: WorryId,
    /// In which place.
    pub place: SystemId,
    /// What is raised.
    pub kind: WorryKind,
    /// The telling it is about, if it is about one.
    pub telling: Option<TellingId>,
    /// What whoever raised it said.
    pub words: Option<Seen<Words>>,
    /// Who raised it, if they are known.
    pub said_by: Option<PersonId>,
    /// When.
    pub at: Moment,
    /// When it was answered.
    pub answered: Option<Moment>,
    /// Who answered it.
    pub answered_by: Option<PersonId>,
    /// What was answered.
    pub answer: Option<Seen<Words>>,
    /// What was raised and answered before, where whoever raised it said again that it goes on;
    /// oldest first.
    pub before: Vec<Worry>,
    /// Whether more was said before that than is shown with it.
    pub more_before: bool,
    /// Whether its raiser said again that it goes on.
    pub goes_on: bool,
    /// Whether its raiser put it away, and reads no answer.
    pub put_away: bool,
}

/// Something to be raised.
#[derive(Clone, Copy, Debug)]
pub struct Raised<'a> {
    /// Its id, from the form.
    pub id: WorryId,
    /// In which place.
    pub place: SystemId,
    /// What it is.
    pub kind: WorryKind,
    /// The telling it is about.
    pub telling: Option<TellingId>,
    /// In their words, if they want to say more.
    pub words: Option<&'a Words>,
    /// When.
    pub at: Moment,
}

/// Raises a worry in a place, with whoever is on duty there from then on. Whoever raises one about
/// a telling must be able to hear that telling; it then lets those on duty hear it too.
pub async fn raise(sharing: &Sharing, reader: &Reader, raised: Raised<'_>) -> Outcome<()> {
    let row = sealed(sharing, reader, raised).await?;
    ::store::write!(sharing.store.database, |work| keep(work, &row).await)
}

/// Says again of something that the reader raised, and that was answered, that it goes on. It is
/// raised anew, with whoever is on duty then; what was said and answered before goes along.
pub async fn say_it_goes_on(
    sharing: &Sharing,
    reader: &Reader,
    before: WorryId,
    id: WorryId,
    words: Option<&Words>,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let row = store::one(&mut sharing.store.database.look().await?, before).await?;
    let ring = sharing.store.keys.ring([Keeper::new(row.system)]).await?;
    let spot = Spot::new(id, "words");
    let words = words.map(|w| ring.seal(Keeper::new(row.system), spot, w)).transpose()?;
    ::store::write!(sharing.store.database, |work| {
        let fresh = Reader::person(work, by).await?;
        let row = store::one(work, before).await?;
        sharing.leave(&fresh, Action::SayItGoesOn, &heard::matter(&row))?;
        // What waits still goes on anyway.
        if row.answered.is_none() || !store::said_again(work, &[before]).await?.is_empty() {
            return Err(Fault::Already);
        }
        let again = store::WorryRow {
            id,
            words: words.clone(),
            said_by: Some(by),
            at: now,
            after: Some(before),
            answered: None,
            answered_by: None,
            answer: None,
            put_away: None,
            ..row
        };
        keep(work, &again).await?;
        match (again.kind, again.telling) {
            (WorryKind::InThis, Some(telling))
                if would_hear(sharing, work, &fresh, telling, now).await? =>
            {
                stand_still(work, telling, InThisId(id.0), Some(by), now).await
            }
            _ => Ok(()),
        }
    })
}

/// Whether this reader hears a telling, or would if nobody were looking at it. Whoever is not to
/// hear it any more can still say that something goes on, and stops nothing by it.
async fn would_hear(
    sharing: &Sharing,
    work: &mut Work,
    reader: &Reader,
    telling: TellingId,
    now: Moment,
) -> Outcome<bool> {
    let Some(row) = telling_rows::by_ids(work, &[telling]).await?.pop() else { return Ok(false) };
    let mut facts = hear::facts(work, &row, now).await?;
    facts.somebody_is_looking = false;
    Ok(sharing.leave_or_none(reader, Action::Hear, &Matter::Telling(facts))?.is_some())
}

/// Raises a worry for somebody without an account: the week is kept, and no name. As many are taken
/// in an hour from one household as tellings, and whoever is on duty reads first what waits longest,
/// so that nobody buries what others raise.
pub async fn raise_unsigned(sharing: &Sharing, origin: &Origin, raised: Raised<'_>) -> Outcome<()> {
    let (now, keys) = (raised.at, &sharing.store.keys);
    let unsigned = Raised { at: now.week().begins(), ..raised };
    let row = sealed(sharing, &Reader::nobody(), unsigned).await?;
    let whose = origin.household();
    let from = Counted::new(keys, "raised without an account", whose, MOST_FROM_ONE);
    ::store::write!(sharing.store.database, |work| {
        if store::is_there(work, row.id).await? {
            return Err(Fault::Already);
        }
        from.refuse_past(work, "bound-raised-from-one", now).await?;
        keep(work, &row).await?;
        from.add(work, now).await
    })
}

/// Says "I am in this". With the same write the telling stops travelling, until somebody has
/// looked.
pub async fn say_in_this(
    sharing: &Sharing,
    reader: &Reader,
    telling: TellingId,
    id: InThisId,
    words: Option<&Words>,
    now: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let row = telling_rows::one(&mut look, telling).await?;
    drop(look);
    let raised = Raised {
        id: WorryId(id.0),
        place: row.place,
        kind: WorryKind::InThis,
        telling: Some(telling),
        words,
        at: now,
    };
    let worry = sealed(sharing, reader, raised).await?;
    ::store::write!(sharing.store.database, |work| {
        keep(work, &worry).await?;
        stand_still(work, telling, id, reader.person_id(), now).await
    })
}

/// Lets a telling travel no more while somebody looks. What was erased since has nothing to stop.
async fn stand_still(
    work: &mut Work,
    telling: TellingId,
    id: InThisId,
    by: Option<PersonId>,
    now: Moment,
) -> Outcome<()> {
    let Some(row) = telling_rows::by_ids(work, &[telling]).await?.pop() else { return Ok(()) };
    store::insert_in_this(work, row.system, id, telling, by, now).await?;
    let fresh = telling_rows::one(work, telling).await?;
    tell::offer(work, &fresh, now).await?;
    // Machine readers are told that it is offered to fewer, the trail is not.
    changes::note(work, fresh.system, tell::thing(telling), tell::kept_at(&fresh, now)).await
}

async fn sealed(
    sharing: &Sharing,
    reader: &Reader,
    raised: Raised<'_>,
) -> Outcome<store::WorryRow> {
    let mut look = sharing.store.database.look().await?;
    if let Some(telling) = raised.telling {
        let heard = hear::one(sharing, &mut look, reader, telling).await?;
        if heard.place != raised.place {
            return Err(Fault::NotFound);
        }
    }
    drop(look);
    let ring = sharing.store.keys.ring([Keeper::new(raised.place)]).await?;
    let spot = Spot::new(raised.id, "words");
    let words = raised.words.map(|w| ring.seal(Keeper::new(raised.place), spot, w)).transpose()?;
    Ok(store::WorryRow {
        system: raised.place,
        id: raised.id,
        kind: raised.kind,
        telling: raised.telling,
        words,
        said_by: reader.person_id(),
        at: raised.at,
        after: None,
        answered: None,
        answered_by: None,
        answer: None,
        put_away: None,
    })
}

async fn keep(work: &mut Work, row: &store::WorryRow) -> Outcome<()> {
    if let Some(by) = row.said_by {
        if store::is_there(work, row.id).await? {
            return Err(Fault::Already);
        }
        if store::raised_since(work, by, row.at.plus_days(-1)).await? >= MOST_IN_A_DAY {
            return Err(Fault::Bound("bound-raised-in-a-day"));
        }
    }
    if reader::standing_in(work, row.system, row.kind.heard_by()).await?.is_empty() {
        return Err(Fault::Unfit("unfit-nobody-hears"));
    }
    store::insert(work, row).await?;
    let kind = ground::id::Kind::System;
    trail::mark(work, Mark::unsigned(row.system, row.at, Verb::Worried, kind)).await
}
