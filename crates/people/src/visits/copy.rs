//! Copying for another system what was written when somebody met, so that nobody writes it twice.
//! Whoever's page it is sees who took a copy, on which day and of which days: that is kept before
//! the copy is shown. A copy cannot be called back.

use ::store::Look;
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{After, Fault, Moment, Outcome, Stretch};
use sharing::trail::{self, Mark, Verb};
use sharing::{Reader, Sharing};

use super::{Visit, VisitId, store};
use crate::lives::{self, Life};
use crate::sections::{self, SectionKind};

/// The most times of meeting in one copy.
pub const MOST_COPIED: i64 = 500;
/// How many copies stand on one page of who looked.
pub const PAGE: usize = 50;

/// That a copy was taken.
#[derive(Clone, Copy, Debug)]
pub struct Copied {
    /// From which day on.
    pub first: Moment,
    /// Up to which day, this one too.
    pub last: Moment,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

/// What is copied.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// One time.
    One(VisitId),
    /// Every time between two days, both of them among them.
    Between(Moment, Moment),
}

/// Takes a copy: the times of meeting, the first day first, for whoever reads them. Where it is not
/// whose page it is, that it was taken is kept first. The same form sent again is the same copy.
pub async fn take(
    sharing: &Sharing,
    reader: &Reader,
    (life, id): (&Life, Uuid),
    which: Which,
) -> Outcome<Vec<Visit>> {
    let (by, at) = (reader.person_id().ok_or(Fault::SignedOut)?, sharing.now());
    let mut look = sharing.store.database.look().await?;
    let visits = match which {
        Which::One(id) => vec![super::find(sharing, &mut look, reader, (life, id)).await?.1],
        Which::Between(first, last) => {
            let section = SectionKind::Met.when_needed(life.id);
            let section = sections::find(sharing, &mut look, reader, life, section).await?;
            let rows = store::between(&mut look, (life.id, section.id), (first, last)).await?;
            if i64::try_from(rows.len()).map_err(Fault::inside)? > MOST_COPIED {
                return Err(Fault::Bound("bound-copied"));
            }
            super::open(sharing, &mut look, (life, &section), rows).await?
        }
    };
    drop(look);
    let (Some(first), Some(last)) = (visits.first(), visits.last()) else {
        return Err(Fault::Unfit("unfit-nothing-to-copy"));
    };
    if !life.is_mine {
        let copied = Copied { first: first.day, last: last.day, by, at };
        keep(sharing, (life.id, id), &copied).await?;
    }
    Ok(visits)
}

async fn keep(sharing: &Sharing, (life, id): (SystemId, Uuid), copied: &Copied) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        if store::was_copied(work, (life, id)).await? {
            return Ok(());
        }
        store::copied(work, (life, id), copied).await?;
        let thing = Thing::new(Kind::Section, SectionKind::Met.when_needed(life));
        let mark = Mark::of(life, copied.at, Verb::Copied, Some(copied.by), thing);
        trail::mark(work, mark).await
    })
}

/// The copies that others took, the last first, for whoever holds the pen.
pub async fn of_life(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (life, after): (&Life, Option<After>),
) -> Outcome<Stretch<Copied>> {
    lives::pen(sharing, reader, life)?;
    let rows = store::copies(look, life.id, after).await?;
    let mut rows = Stretch::of(rows, PAGE, |(_, after): &(Copied, After)| *after);
    let here = rows.take().into_iter().map(|(copied, _)| copied).collect();
    Ok(rows.with(here))
}
