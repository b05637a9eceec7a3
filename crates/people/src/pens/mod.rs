//! Holding the pen of a page together: a family, a household, two who carry something. Whoever holds
//! it asks somebody, and only their yes makes them hold it too. Each has their own pages besides, of
//! which this one says nothing, and each leaves it by themselves, unannounced.

pub(crate) mod pages;
pub(crate) mod store;

use ::store::{Keeper, KeyRing, Look, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome};
use sharing::reader::{self, Given, StandingId};
use sharing::trail::{self, Mark, Verb};
use sharing::{
    Action, Leave, Matter, Opening, Reader, Sealing, Seen, Sharing, StandingKind, people,
};

use crate::lives::{self, Life};
use crate::may::holding;

ground::id!(
    /// Names one time that somebody was asked to hold a pen.
    OfferId
);

/// The most people who hold the pen of one page, those who were asked and have not answered among
/// them.
pub const MOST: usize = 12;

/// That somebody is asked to hold a pen, and has not answered.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Which time.
    pub id: OfferId,
    /// Of which page.
    pub life: SystemId,
    /// Who is asked.
    pub to: PersonId,
    /// Who asked.
    pub by: PersonId,
    /// What the page was called to them.
    pub called: Seen<Line>,
    /// When.
    pub at: Moment,
}

/// Asks somebody to hold the pen of a page, too. Until they say yes they see nothing of it but what
/// it is called here.
pub async fn offer(
    sharing: &Sharing,
    (life, id): (SystemId, OfferId),
    (to, called): (PersonId, &Line),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let ring = sharing.store.keys.ring([Keeper::new(life)]).await?;
    let called = Sealing::new(&ring, life, id).line("called", called)?;
    ::store::write!(sharing.store.database, |work| {
        let reader = holding(sharing, work, by, life, at).await?;
        if store::is_there(work, (life, id)).await? {
            return Err(Fault::Already);
        }
        let row = lives::store::find(work, life).await?;
        if row.ends.is_some() {
            return Err(Fault::UnfitIn { field: "person", key: "unfit-page-ends" });
        }
        let holders = row.holders;
        let asked = store::of_life(work, life).await?;
        if holders.contains(&to) || asked.iter().any(|one| one.to == to) {
            return Err(Fault::UnfitIn { field: "person", key: "unfit-holds-the-pen" });
        }
        if holders.len() + asked.len() >= MOST {
            return Err(Fault::Bound("bound-pens"));
        }
        refuse(work, (&reader, to), &holders).await?;
        let row = store::OfferRow { life, id, to, by, called: called.clone(), at };
        store::insert(work, &row).await?;
        changed(work, life, by, at).await
    })
}

/// Only somebody of a place in which one plays a part. Nobody under 18 holds a page alone with one
/// grown-up: two of them must hold it first.
async fn refuse(
    look: &mut Look,
    (reader, to): (&Reader, PersonId),
    holders: &[PersonId],
) -> Outcome<()> {
    let unfit = |key| Fault::UnfitIn { field: "person", key };
    let (theirs, places) = (Reader::person(look, to).await?, reader.places());
    if !theirs.places().iter().any(|place| places.contains(place)) {
        return Err(unfit("unfit-whom-to-let-in"));
    }
    if theirs.is_under_18() && !reader.is_under_18() {
        let children = people::under_18_among(look, holders).await?;
        if holders.len() - children.len() < 2 {
            return Err(unfit("unfit-child-holds-the-pen"));
        }
    }
    Ok(())
}

/// Takes back that somebody was asked.
pub async fn take_back(
    sharing: &Sharing,
    (life, id): (SystemId, OfferId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, life, at).await?;
        store::find(work, (life, id)).await?;
        store::end(work, (life, id), at).await?;
        changed(work, life, by, at).await
    })
}

/// Whoever was asked says yes, and holds the pen from then on; or says no, which is not told.
pub async fn answer(
    sharing: &Sharing,
    (life, id): (SystemId, OfferId),
    says_yes: bool,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        let row = store::find(work, (life, id)).await?;
        match reader.stands(StandingKind::Pen, life) {
            true if row.to != by => {
                return Err(Fault::NotAllowed("not-allowed-only-who-was-asked"));
            }
            false if row.to != by => return Err(Fault::NotFound),
            _ => {}
        }
        let holders = lives::store::find(work, life).await?.holders;
        // Whoever asked must hold it still: nobody comes in by somebody who has left.
        if !holders.contains(&row.by) {
            return Err(Fault::NotFound);
        }
        store::end(work, (life, id), at).await?;
        if says_yes {
            let asker = Reader::person(work, row.by).await?;
            refuse(work, (&asker, by), &holders).await?;
            hold(work, (life, id), &reader, at).await?;
        }
        changed(work, life, by, at).await
    })
}

async fn hold(
    work: &mut Work,
    (life, id): (SystemId, OfferId),
    reader: &Reader,
    began: Moment,
) -> Outcome<()> {
    let person = reader.person_id().ok_or(Fault::SignedOut)?;
    if reader.systems(StandingKind::Pen).count() >= lives::MOST {
        return Err(Fault::Bound("bound-lives"));
    }
    // One offer gives one standing, however often its answer is sent.
    let (id, kind, by) = (StandingId(id.0), StandingKind::Pen, Some(person));
    let pen = Given { id, system: life, place: life, person, kind, by, began };
    reader::give(work, pen).await
}

async fn changed(work: &mut Work, life: SystemId, by: PersonId, at: Moment) -> Outcome<()> {
    let thing = Thing::new(Kind::System, life);
    trail::mark(work, Mark::of(life, at, Verb::Changed, Some(by), thing)).await
}

/// Who was asked to hold the pen of a page and has not answered, for whoever holds it.
pub async fn of_life(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    life: &Life,
) -> Outcome<Vec<Offer>> {
    let leave = lives::pen(sharing, reader, life)?;
    let rows = store::of_life(look, life.id).await?;
    open(sharing, &leave, rows).await
}

/// The pens that this reader is asked to hold, by people who hold them still.
pub async fn to_reader(sharing: &Sharing, look: &mut Look, reader: &Reader) -> Outcome<Vec<Offer>> {
    let id = reader.person_id().ok_or(Fault::SignedOut)?;
    let oneself = Matter::Person { id, places: Vec::new() };
    let leave = sharing.leave(reader, Action::Know, &oneself)?;
    let rows = store::to_person(look, id).await?;
    open(sharing, &leave, rows).await
}

async fn open(sharing: &Sharing, leave: &Leave, rows: Vec<store::OfferRow>) -> Outcome<Vec<Offer>> {
    let keepers = rows.iter().map(|row| Keeper::new(row.life));
    let ring = sharing.store.keys.ring(keepers).await?;
    let mut offers = Vec::with_capacity(rows.len());
    for row in rows {
        offers.extend(open_one(leave, &ring, row)?);
    }
    Ok(offers)
}

fn open_one(leave: &Leave, ring: &KeyRing, row: store::OfferRow) -> Outcome<Option<Offer>> {
    let store::OfferRow { life, id, to, by, called, at } = row;
    let called = Opening::new(leave, ring, life, id).line("called", &called)?;
    Ok(called.map(|called| Offer { id, life, to, by, called, at }))
}
