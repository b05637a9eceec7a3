//! Worries: any reader can raise one with the safeguarding person in two steps; something that
//! went wrong reaches somebody outside the team; and anybody can say "I am in this".

pub mod pages;
pub(crate) mod store;

use ::store::{Keeper, Look, Spot, Work};
use doors::tries::{Counted, Origin};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Leave, Matter, Reader, Seen, Sharing, StandingKind, changes, reader};

use crate::slips::MOST_FROM_ONE;
use crate::tellings::store::{self as telling_rows, TellingRow};
use crate::tellings::{TellingId, hear, tell};

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

    const fn action(self) -> Action {
        match self {
            Self::Safety | Self::InThis => Action::KeepSafe,
            Self::WentWrong => Action::HearWrongs,
        }
    }
}

/// A worry as those on duty where it was raised see it.
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

/// Raises a worry for somebody without an account: the week is kept, and no name. As many are taken
/// in an hour from one household as tellings, so that nobody buries what others raise.
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
        store::insert_in_this(work, row.system, id, telling, reader.person_id(), now).await?;
        let fresh = telling_rows::one(work, telling).await?;
        tell::offer(work, &fresh, &fresh.wishes, &fresh.held).await?;
        // Machine readers are told that it is offered to fewer, the trail is not.
        changes::note(work, fresh.system, tell::thing(telling), tell::kept_at(&fresh, now)).await
    })
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
        answered: None,
        answered_by: None,
        answer: None,
    })
}

async fn keep(work: &mut Work, row: &store::WorryRow) -> Outcome<()> {
    if reader::standing_in(work, row.system, row.kind.heard_by()).await?.is_empty() {
        return Err(Fault::Unfit("unfit-nobody-hears"));
    }
    store::insert(work, row).await?;
    let kind = ground::id::Kind::System;
    trail::mark(work, Mark::unsigned(row.system, row.at, Verb::Worried, kind)).await
}

/// What was raised where this reader is on duty now: first what nobody has answered, newest first.
pub async fn raised_with(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
) -> Outcome<Vec<Worry>> {
    let mut rows = Vec::new();
    for (standing, kinds) in [
        (StandingKind::KeepsSafe, WorryKind::OF_SAFETY),
        (StandingKind::HearsWrongs, WorryKind::OF_WRONGS),
    ] {
        for place in reader.systems(standing) {
            rows.extend(store::of_place(look, place, kinds).await?);
        }
    }
    rows.sort_by_key(|row| (row.answered.is_some(), std::cmp::Reverse(row.at), row.id));
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.system))).await?;
    let mut worries = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(leave) = to_hear(sharing, reader, &row)? else { continue };
        let keeper = Keeper::new(row.system);
        let open = |sealed: &Option<::store::Sealed>, column| match sealed {
            Some(sealed) => leave.open(&ring, keeper, Spot::new(row.id, column), sealed),
            None => Ok(None),
        };
        worries.push(Worry {
            words: open(&row.words, "words")?,
            answer: open(&row.answer, "answer")?,
            id: row.id,
            place: row.system,
            kind: row.kind,
            telling: row.telling,
            said_by: row.said_by,
            at: row.at,
            answered: row.answered,
            answered_by: row.answered_by,
        });
    }
    Ok(worries)
}

/// Leave to hear what was raised, and to answer it, for whoever is on duty there now.
fn to_hear(sharing: &Sharing, reader: &Reader, row: &store::WorryRow) -> Outcome<Option<Leave>> {
    let place = Matter::system(row.system, row.system);
    sharing.leave_or_none(reader, row.kind.action(), &place)
}

/// Answers a worry, and lets a telling travel again if it stood still for it.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    id: WorryId,
    words: &Words,
    now: Moment,
) -> Outcome<()> {
    let row = store::one(&mut sharing.store.database.look().await?, id).await?;
    to_hear(sharing, reader, &row)?.ok_or(Fault::NotFound)?;
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let ring = sharing.store.keys.ring([Keeper::new(row.system)]).await?;
    let sealed = ring.seal(Keeper::new(row.system), Spot::new(id, "answer"), words)?;
    ::store::write!(sharing.store.database, |work| {
        // Who is on duty, and whether somebody else has answered, is decided in this write.
        let fresh = Reader::person(work, by).await?;
        let row = store::one(work, id).await?;
        to_hear(sharing, &fresh, &row)?.ok_or(Fault::NotFound)?;
        match (row.answered, row.answered_by) {
            (None, _) => {}
            (Some(_), Some(before)) if before == by => return Err(Fault::Already),
            (Some(_), _) => return Err(Fault::Unfit("unfit-worry-answered")),
        }
        if is_in_their_own(work, &row, by).await? {
            return Err(Fault::NotAllowed("not-allowed-own-in-this"));
        }
        store::answer(work, &row, (by, now), sealed.clone()).await?;
        if let (WorryKind::InThis, Some(telling)) = (row.kind, row.telling) {
            settle(work, &row, telling, (&fresh, by), now).await?;
        }
        let thing = ground::id::Thing::new(ground::id::Kind::System, row.system);
        trail::mark(work, Mark::of(row.system, now, Verb::Answered, Some(by), thing)).await
    })
}

/// Whether somebody says that they are in what this very person told or wrote down: whether it may
/// travel again is for somebody else on duty to say.
async fn is_in_their_own(look: &mut Look, row: &store::WorryRow, by: PersonId) -> Outcome<bool> {
    let (WorryKind::InThis, Some(telling)) = (row.kind, row.telling) else { return Ok(false) };
    let told = telling_rows::by_ids(look, &[telling]).await?;
    Ok(told.iter().any(|told| [told.teller, told.writer].contains(&Some(by))))
}

/// Settles one "I am in this". The telling travels again when that was the last of them.
async fn settle(
    work: &mut Work,
    row: &store::WorryRow,
    telling: TellingId,
    (reader, by): (&Reader, PersonId),
    now: Moment,
) -> Outcome<()> {
    store::settle_in_this(work, (telling, InThisId(row.id.0)), by, now).await?;
    // It may have been erased since.
    let Some(fresh) = telling_rows::by_ids(work, &[telling]).await?.pop() else { return Ok(()) };
    tell::offer(work, &fresh, &fresh.wishes, &fresh.held).await?;
    trail::mark(work, tell::acted(&fresh, reader, now, Verb::Changed)).await
}

/// Whether those who keep people safe in its place were asked to look at this telling.
pub(crate) async fn is_about(look: &mut Look, row: &TellingRow) -> Outcome<bool> {
    store::is_about(look, row.place, row.id).await
}
