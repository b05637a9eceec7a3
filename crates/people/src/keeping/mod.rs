//! What is held: somebody said why a page of one's own must not go yet, by what duty or law, and
//! until when. It shows nothing of it to anybody: what is about to end stays closed to all meanwhile.
//! Whoever holds the pen sees each hold, who named it, and until when.

pub(crate) mod pages;
pub(crate) mod store;

use ::store::jobs::{self, JobKind};
use ::store::{Keeper, Look};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Names, Opening, Reader, Sealing, Seen, Sharing};
use web::Page;

use crate::lives::{self, Life};
use crate::may::holding;

ground::id!(
    /// Names one time that something is held.
    HoldId
);

/// The most that is held of one life at once.
pub const MOST: usize = 20;
/// For how many days something is held at the most: ten years. After that it is said anew.
pub const LONGEST: i64 = 3653;

/// Why a life does not go yet, as whoever holds its pen sees it.
#[derive(Clone, Debug)]
pub struct Hold {
    /// Which one.
    pub id: HoldId,
    /// By what duty or law, in words.
    pub duty: Seen<Line>,
    /// Who named it.
    pub named_by: PersonId,
    /// From when on.
    pub began: Moment,
    /// Until when.
    pub until: Moment,
}

/// Names why a life must not go yet, and until when.
pub async fn begin(
    sharing: &Sharing,
    (life, id): (SystemId, HoldId),
    (duty, until): (&Line, Moment),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    if until <= at || until > at.plus_days(LONGEST) {
        return Err(Fault::UnfitIn { field: "until", key: "unfit-hold-until" });
    }
    let ring = sharing.store.keys.ring([Keeper::new(life)]).await?;
    let duty = Sealing::new(&ring, life, id).line("duty", duty)?;
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, life, at).await?;
        store::not_going(work, life).await?;
        if store::is_there(work, (life, id)).await? {
            return Err(Fault::Already);
        }
        if store::of_life(work, life, at).await?.len() >= MOST {
            return Err(Fault::Bound("bound-holds"));
        }
        let new = store::NewHold { life, id, by, at, until };
        store::insert(work, &new, duty.clone()).await?;
        changed(work, life, by, at).await
    })
}

/// Ends a hold before its day. Only whoever named it does.
pub async fn end(
    sharing: &Sharing,
    (life, id): (SystemId, HoldId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, life, at).await?;
        let held = store::of_life(work, life, at).await?;
        match held.iter().find(|row| row.id == id) {
            None => return Err(Fault::Already),
            Some(row) if row.named_by != by => {
                return Err(Fault::NotAllowed("not-allowed-only-who-named-it"));
            }
            Some(_) => store::end(work, (life, id), at).await?,
        }
        // What waited for this hold alone need not wait for its day.
        if lives::store::find(work, life).await?.ends.is_some() {
            jobs::take_back(work, JobKind::EndLife, life.into()).await?;
            jobs::put(work, JobKind::EndLife, life.into(), at).await?;
        }
        changed(work, life, by, at).await
    })
}

async fn changed(
    work: &mut ::store::Work,
    life: SystemId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let thing = Thing::new(Kind::System, life);
    trail::mark(work, Mark::of(life, at, Verb::Changed, Some(by), thing)).await
}

/// Until when a life is held, if it is held at this moment.
pub async fn until(look: &mut Look, life: SystemId, now: Moment) -> Outcome<Option<Moment>> {
    Ok(store::of_life(look, life, now).await?.iter().map(|row| row.until).max())
}

/// What is held of a life at this moment, the longest first, for whoever holds its pen.
pub async fn of_life(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    life: &Life,
) -> Outcome<Vec<Hold>> {
    let leave = lives::pen(sharing, reader, life)?;
    let rows = store::of_life(look, life.id, sharing.now()).await?;
    let ring = sharing.store.keys.ring([Keeper::new(life.id)]).await?;
    let mut holds = Vec::with_capacity(rows.len());
    for row in rows {
        let duty = Opening::new(&leave, &ring, life.id, row.id).line("duty", &row.duty)?;
        let store::HoldRow { id, named_by, began, until, .. } = row;
        holds.extend(duty.map(|duty| Hold { id, duty, named_by, began, until }));
    }
    Ok(holds)
}

/// A hold, as a page shows it.
pub(crate) struct HoldHere {
    pub(crate) id: HoldId,
    pub(crate) duty: Seen<Line>,
    /// Who named it, when, and until when, in a sentence.
    pub(crate) said: String,
}

impl HoldHere {
    pub(crate) async fn all(
        sharing: &Sharing,
        look: &mut Look,
        (reader, page): (&Reader, &Page),
        holds: Vec<Hold>,
    ) -> Outcome<Vec<Self>> {
        let names = sharing.names(look, reader, holds.iter().map(|hold| hold.named_by)).await?;
        Ok(holds.into_iter().map(|hold| Self::new(hold, &names, page)).collect())
    }

    fn new(hold: Hold, names: &Names, page: &Page) -> Self {
        let name = web::view::called(names, &page.t, Some(hold.named_by));
        let with = [("name", name), ("day", page.day(hold.began)), ("until", page.day(hold.until))];
        Self { id: hold.id, duty: hold.duty, said: page.t.with("holds-said", &with) }
    }
}
