//! What a system is for, in people's words: every version stays, with who agreed to it and when.

pub mod pages;
pub(crate) mod store;

use std::collections::BTreeMap;

use ::store::{Keeper, Look, Spot};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{After, Moment, Outcome, Stretch, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Leave, Reader, Seen, Sharing};

use crate::may::acting;
use crate::systems::{self, System};

ground::id!(
    /// Names one version of a purpose.
    PurposeId
);

/// How many versions of one purpose stand on a page.
pub const MOST_VERSIONS: usize = 50;
/// How many of those who agreed to a version stand beside it.
pub const MOST_AGREED: usize = 200;

/// One version of a purpose, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Purpose {
    /// Which one.
    pub id: PurposeId,
    /// What it says.
    pub words: Seen<Words>,
    /// Who said it.
    pub said_by: Option<PersonId>,
    /// When.
    pub at: Moment,
    /// Who agreed, and when, earliest first; at most [`MOST_AGREED`], and this reader is always
    /// among them who did.
    pub agreed: Vec<Agreed>,
    /// Whether more people did.
    pub more_agreed: bool,
}

/// That somebody agreed to a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Agreed {
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Moment,
}

/// Says a new version. Those before it stay. The words are the group's: the system keeps them.
pub async fn say(
    sharing: &Sharing,
    system: SystemId,
    id: PurposeId,
    by: PersonId,
    words: &Words,
    at: Moment,
) -> Outcome<()> {
    let keeper = Keeper::new(system);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let sealed = ring.seal(keeper, Spot::new(id, "words"), words)?;
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Belong, system).await?;
        store::insert(work, system, id, sealed.clone(), by, at).await?;
        let thing = Thing::new(Kind::System, system);
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing)).await
    })
}

/// Agrees to a version, once: agreeing again changes nothing.
pub async fn agree(
    sharing: &Sharing,
    system: SystemId,
    id: PurposeId,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        acting(sharing, work, by, Action::Belong, system).await?;
        store::agree(work, system, id, by, at).await?;
        let thing = Thing::new(Kind::System, system);
        trail::mark(work, Mark::of(system, at, Verb::Changed, Some(by), thing)).await
    })
}

/// The latest versions of a system's purpose, newest first; at most [`MOST_VERSIONS`].
pub async fn versions(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: &System,
) -> Outcome<Stretch<Purpose>> {
    versions_after(sharing, look, reader, system, None).await
}

/// The next of them, a page at a time.
pub async fn versions_after(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: &System,
    after: Option<After>,
) -> Outcome<Stretch<Purpose>> {
    let leave = systems::leave(sharing, reader, system)?;
    let mut rows = store::of_system(look, system.id, after).await?;
    let here = rows.take();
    Ok(rows.with(open(sharing, look, (&leave, reader), system.id, here).await?))
}

/// What a system is for now.
#[derive(Clone, Debug)]
pub struct Newest {
    /// The latest version, if anything was said.
    pub purpose: Option<Purpose>,
    /// How many versions there are, up to [`MOST_VERSIONS`].
    pub versions: usize,
    /// Whether there are more than that.
    pub more: bool,
}

/// What a system is for now, and how often it was said.
pub async fn newest(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: &System,
) -> Outcome<Newest> {
    let leave = systems::leave(sharing, reader, system)?;
    let mut rows = store::of_system(look, system.id, None).await?;
    let (versions, more) = (rows.len(), rows.next.is_some());
    let first = rows.take().into_iter().take(1).collect();
    let purpose = open(sharing, look, (&leave, reader), system.id, first).await?.pop();
    Ok(Newest { purpose, versions, more })
}

/// Opens these versions, each with who agreed to it.
async fn open(
    sharing: &Sharing,
    look: &mut Look,
    (leave, reader): (&Leave, &Reader),
    system: SystemId,
    rows: Vec<store::PurposeRow>,
) -> Outcome<Vec<Purpose>> {
    let ids = rows.iter().map(|row| row.id);
    let mut agreements: BTreeMap<PurposeId, Vec<Agreed>> = BTreeMap::new();
    for (id, agreed) in store::agreements(look, system, reader.person_id(), ids).await? {
        agreements.entry(id).or_default().push(agreed);
    }
    let keeper = Keeper::new(system);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        let spot = Spot::new(row.id, "words");
        let Some(words) = leave.open(&ring, keeper, spot, &row.words)? else { continue };
        let mut agreed = agreements.remove(&row.id).unwrap_or_default();
        let more_agreed = agreed.len() > MOST_AGREED;
        agreed.truncate(MOST_AGREED);
        agreed.sort_by_key(|agreed| (agreed.at, agreed.person));
        let (id, said_by, at) = (row.id, row.said_by, row.at);
        versions.push(Purpose { id, words, said_by, at, agreed, more_agreed });
    }
    Ok(versions)
}

/// Everybody whose name stands with a version.
pub(crate) fn people_of(purpose: &Purpose) -> impl Iterator<Item = PersonId> {
    purpose.said_by.into_iter().chain(purpose.agreed.iter().map(|agreed| agreed.person))
}
