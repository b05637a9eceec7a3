//! Worries: any reader can raise one with the safeguarding person in two steps; something that
//! went wrong reaches somebody outside the team; and anybody can say "I am in this".

pub mod pages;
pub(crate) mod store;

use ::store::{Keeper, Look, Spot, Work};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Matter, Reader, Seen, Sharing, StandingKind, reader};

use crate::tellings::store as telling_rows;
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

/// A worry as the person it was raised with sees it.
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

/// Raises a worry with whoever is there to hear it. Whoever raises one about a telling must be
/// able to hear that telling; it then tells the safeguarding person what they heard.
pub async fn raise(sharing: &Sharing, reader: &Reader, raised: Raised<'_>) -> Outcome<()> {
    let row = sealed(sharing, reader, raised).await?;
    ::store::write!(sharing.store.database, |work| keep(work, &row).await)
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
        tell::offer(work, &fresh, &fresh.wishes, &fresh.held).await
    })
}

async fn sealed(
    sharing: &Sharing,
    reader: &Reader,
    raised: Raised<'_>,
) -> Outcome<store::WorryRow> {
    let mut look = sharing.store.database.look().await?;
    if let Some(telling) = raised.telling {
        hear::one(sharing, &mut look, reader, telling).await?;
    }
    let to = reader::standing_in(&mut look, raised.place, raised.kind.heard_by()).await?;
    drop(look);
    let to = to.first().copied().ok_or(Fault::Unfit("unfit-nobody-hears"))?;
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
        to,
        at: raised.at,
        answered: None,
        answer: None,
    })
}

async fn keep(work: &mut Work, row: &store::WorryRow) -> Outcome<()> {
    store::insert(work, row).await?;
    let kind = ground::id::Kind::System;
    trail::mark(work, Mark::unsigned(row.system, row.at, Verb::Worried, kind)).await
}

/// What was raised with this reader, newest first.
pub async fn raised_with(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
) -> Outcome<Vec<Worry>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let rows = store::to_person(look, person).await?;
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.system))).await?;
    let mut worries = Vec::with_capacity(rows.len());
    for row in rows {
        // Standing in the place is what opens it, and it ends with the standing.
        let matter = Matter::system(row.system, row.system);
        let stands = reader.stands(row.kind.heard_by(), row.system);
        let leave = sharing.leave_or_none(reader, sharing::Action::LookAt, &matter)?;
        let Some(leave) = leave.filter(|_| stands) else { continue };
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
        });
    }
    Ok(worries)
}

/// Answers a worry, and lets a telling travel again if it stood still for it.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    id: WorryId,
    words: &Words,
    now: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let row = store::one(&mut look, id).await?;
    drop(look);
    let by = reader.person_id().filter(|_| reader.stands(row.kind.heard_by(), row.system));
    let by = by.ok_or(Fault::NotFound)?;
    let ring = sharing.store.keys.ring([Keeper::new(row.system)]).await?;
    let sealed = ring.seal(Keeper::new(row.system), Spot::new(id, "answer"), words)?;
    ::store::write!(sharing.store.database, |work| {
        store::answer(work, &row, now, sealed.clone()).await?;
        if let (WorryKind::InThis, Some(telling)) = (row.kind, row.telling) {
            store::settle_in_this(work, telling, by, now).await?;
            let fresh = telling_rows::one(work, telling).await?;
            tell::offer(work, &fresh, &fresh.wishes, &fresh.held).await?;
        }
        Ok(())
    })
}

/// The safeguarding people who were asked to look at this telling.
pub(crate) async fn asked_to_look(look: &mut Look, telling: TellingId) -> Outcome<Vec<PersonId>> {
    store::of_telling(look, telling).await
}
