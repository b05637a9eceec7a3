//! Systems of interest: a boundary that somebody draws around relationships that make some
//! outcome. One type at every scale; they nest and overlap, and membership never flows.

pub mod draw;
pub mod nestings;
pub mod pages;
pub(crate) mod store;
mod tree;

use ::store::{Keeper, KeyRing, Look, Sealed, Spot};
use ground::id::{PersonId, SystemId};
use ground::{Line, Moment, Outcome, Words};
use sharing::{Action, Leave, Matter, Reader, Seen, Sharing};

pub use draw::{Drawn, Edge, NewSystem, draw_around, draw_inside, redraw};
pub use nestings::{Around, Lies, Lying, NestingId, around, end_nesting, lie_within, overlap};

/// How wide a boundary is drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scale {
    /// One life: its person tends it.
    Life,
    /// A team, or a group of residents.
    Team,
    /// An organisation.
    Organisation,
    /// A neighbourhood.
    Neighbourhood,
    /// A place.
    Place,
    /// A region.
    Region,
    /// A nation.
    Nation,
}

impl Scale {
    /// Every scale, from the nearest to people's lives outward.
    pub const ALL: [Self; 7] = [
        Self::Life,
        Self::Team,
        Self::Organisation,
        Self::Neighbourhood,
        Self::Place,
        Self::Region,
        Self::Nation,
    ];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Life => "life",
            Self::Team => "team",
            Self::Organisation => "organisation",
            Self::Neighbourhood => "neighbourhood",
            Self::Place => "place",
            Self::Region => "region",
            Self::Nation => "nation",
        }
    }

    /// The key of the word on pages.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Life => "scale-life",
            Self::Team => "scale-team",
            Self::Organisation => "scale-organisation",
            Self::Neighbourhood => "scale-neighbourhood",
            Self::Place => "scale-place",
            Self::Region => "scale-region",
            Self::Nation => "scale-nation",
        }
    }

    /// Whose it is to see that such a system is there. A life is seen by those it let in; what
    /// is wider, by everybody in its place.
    pub(crate) const fn seen_by(self) -> Action {
        match self {
            Self::Life => Action::Belong,
            _ => Action::LookAt,
        }
    }

    /// Whether its people can know each other: a life, a team, an organisation.
    #[must_use]
    pub const fn is_near(self) -> bool {
        matches!(self, Self::Life | Self::Team | Self::Organisation)
    }

    /// The scale with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scale| scale.word() == word)
    }
}

/// A system as this reader sees it.
#[derive(Clone, Debug)]
pub struct System {
    /// Which one.
    pub id: SystemId,
    /// In which place; a place is in itself.
    pub place: SystemId,
    /// How wide.
    pub scale: Scale,
    /// What it is called.
    pub name: Seen<Line>,
    /// What it is about, where it is drawn around a theme.
    pub theme: Option<Seen<Line>>,
    /// Where it is, where it is drawn around an area.
    pub area: Option<Seen<Line>>,
    /// Why its edge is drawn where it is.
    pub edge_why: Option<Seen<Words>>,
    /// When it was drawn.
    pub made: Moment,
    /// Which drawing of its edge this is; it counts up.
    pub revision: i64,
    /// Whether it is a place that offers a page to anybody.
    pub open_door: bool,
}

impl System {
    /// Whether it is a place, and not something in one.
    #[must_use]
    pub fn is_place(&self) -> bool {
        self.id == self.place
    }

    /// What the policies are asked about it.
    #[must_use]
    pub const fn matter(&self) -> Matter {
        Matter::System { id: self.id, place: self.place, open_door: self.open_door }
    }
}

/// The system with this id, as this reader sees it.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: SystemId,
) -> Outcome<System> {
    find_many(sharing, look, reader, &[id]).await?.pop().ok_or(ground::Fault::NotFound)
}

/// Those of these systems that this reader sees, widest first.
pub async fn find_many(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[SystemId],
) -> Outcome<Vec<System>> {
    let rows = store::by_ids(look, ids).await?;
    open_all(sharing, reader, rows).await
}

/// Every system of a place that this reader sees, widest first; at most 500.
pub async fn of_place(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    place: SystemId,
) -> Outcome<Vec<System>> {
    let rows = store::of_place(look, place).await?;
    open_all(sharing, reader, rows).await
}

/// What those of these systems are called that lie in this place: for whoever has leave to narrow
/// what is offered to them, and so has to know to whom it is. Never a life's, and nothing more of
/// any; a system of another place stays unnamed, whoever wrote its id into a form.
pub async fn called(
    sharing: &Sharing,
    look: &mut Look,
    leave: &Leave,
    place: SystemId,
    ids: &[SystemId],
) -> Outcome<Vec<(SystemId, Seen<Line>)>> {
    let mut rows = store::by_ids(look, ids).await?;
    rows.retain(|row| row.place == place && row.scale != Scale::Life);
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.id))).await?;
    let mut called = Vec::with_capacity(rows.len());
    for row in rows {
        let spot = Spot::new(row.id, "name");
        let name = leave.open_line(&ring, Keeper::new(row.id), spot, &row.name)?;
        called.extend(name.map(|name| (row.id, name)));
    }
    Ok(called)
}

/// The places with exactly this name, for the operator, who is shown no name: at most ten.
pub async fn places_named(
    sharing: &Sharing,
    look: &mut Look,
    name: &Line,
) -> Outcome<Vec<SystemId>> {
    places_whose_name(look, sharing, |ring, id, sealed| {
        let (keeper, spot) = (Keeper::new(id), Spot::new(id, "name"));
        sharing.is_line(ring, keeper, spot, (sealed, name))
    })
    .await
}

/// The places with exactly this name or, where none has it, those whose name looks like it: for the
/// operator, who is shown no name. At most ten.
pub async fn places_alike(
    sharing: &Sharing,
    look: &mut Look,
    name: &Line,
) -> Outcome<Vec<SystemId>> {
    let exactly = places_named(sharing, look, name).await?;
    if !exactly.is_empty() {
        return Ok(exactly);
    }
    places_whose_name(look, sharing, |ring, id, sealed| {
        let (keeper, spot) = (Keeper::new(id), Spot::new(id, "name"));
        sharing.is_line_like(ring, keeper, spot, (sealed, name))
    })
    .await
}

async fn places_whose_name(
    look: &mut Look,
    sharing: &Sharing,
    is_meant: impl Fn(&KeyRing, SystemId, &Sealed) -> Outcome<bool> + Send,
) -> Outcome<Vec<SystemId>> {
    let (mut after, mut found) = (SystemId(ground::id::Uuid::nil()), Vec::new());
    loop {
        let rows = store::place_names(look, after).await?;
        let Some(&(last, _)) = rows.last() else { return Ok(found) };
        after = last;
        let ring = sharing.store.keys.ring(rows.iter().map(|(id, _)| Keeper::new(*id))).await?;
        for (id, sealed) in &rows {
            if is_meant(&ring, *id, sealed)? {
                found.push(*id);
            }
            if found.len() == 10 {
                return Ok(found);
            }
        }
    }
}

/// Whether this is a place that is here, for the operator.
pub async fn is_place(look: &mut Look, id: SystemId) -> Outcome<bool> {
    store::is_place(look, id).await
}

/// The next systems after this one, in the order of their ids: at most 500. For whoever holds rows
/// against keys.
pub async fn ids_after(look: &mut Look, after: ground::id::Uuid) -> Outcome<Vec<ground::id::Uuid>> {
    store::ids_after(look, after).await
}

/// Which of these systems are wider than an organisation: what is offered to one of them is read
/// by somebody else first. One that is not known is taken to be wide. This tells no name.
pub async fn wider_than_a_group(look: &mut Look, ids: &[SystemId]) -> Outcome<Vec<SystemId>> {
    let scales = store::scales(look, ids).await?;
    let near = |id: &SystemId| scales.iter().any(|(known, scale)| known == id && scale.is_near());
    Ok(ids.iter().copied().filter(|id| !near(id)).collect())
}

/// Those of these systems whose people can know each other, and in which whatever these two people
/// say is heard by somebody under 18 and by nobody else who is grown, as things stand now. One
/// question, however many there are.
pub async fn without_an_adult(
    look: &mut Look,
    ids: &[SystemId],
    own: [Option<PersonId>; 2],
) -> Outcome<Vec<SystemId>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let own = own.map(|person| person.unwrap_or(PersonId(ground::id::Uuid::nil())));
    let found = store::without_an_adult(look, ids, own).await?;
    Ok(found.into_iter().filter(|(_, scale)| scale.is_near()).map(|(id, _)| id).collect())
}

/// Leave for this reader to read what a system shows to the people of its place: what it is for,
/// who is part of it, who looks after it. An open door lets nobody in to that.
pub(crate) fn leave(sharing: &Sharing, reader: &Reader, system: &System) -> Outcome<Leave> {
    let behind_the_door = Matter::system(system.id, system.place);
    sharing.leave(reader, system.scale.seen_by(), &behind_the_door)
}

async fn open_all(
    sharing: &Sharing,
    reader: &Reader,
    rows: Vec<store::SystemRow>,
) -> Outcome<Vec<System>> {
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.id))).await?;
    let mut systems = Vec::with_capacity(rows.len());
    for row in rows {
        systems.extend(seen(sharing, reader, &ring, row)?.map(|(_, system)| system));
    }
    systems.sort_by(|a, b| {
        b.scale.cmp(&a.scale).then_with(|| {
            a.name.inner().expose().to_lowercase().cmp(&b.name.inner().expose().to_lowercase())
        })
    });
    Ok(systems)
}

/// The system as this reader sees it, with the leave that showed it: that of its own face.
pub(crate) fn seen(
    sharing: &Sharing,
    reader: &Reader,
    ring: &KeyRing,
    row: store::SystemRow,
) -> Outcome<Option<(Leave, System)>> {
    let matter = Matter::System { id: row.id, place: row.place, open_door: row.open_door };
    let Some(leave) = sharing.leave_or_none(reader, row.scale.seen_by(), &matter)? else {
        return Ok(None);
    };
    let system = open(&leave, ring, row)?;
    Ok(system.map(|system| (leave, system)))
}

fn open(leave: &Leave, ring: &KeyRing, row: store::SystemRow) -> Outcome<Option<System>> {
    let keeper = Keeper::new(row.id);
    let line = |sealed: Option<Sealed>, column| match sealed {
        Some(sealed) => leave.open_line(ring, keeper, Spot::new(row.id, column), &sealed),
        None => Ok(None),
    };
    let Some(name) = line(Some(row.name), "name")? else { return Ok(None) };
    let edge_why = match row.edge_why {
        Some(sealed) => leave.open(ring, keeper, Spot::new(row.id, "edge_why"), &sealed)?,
        None => None,
    };
    Ok(Some(System {
        id: row.id,
        place: row.place,
        scale: row.scale,
        name,
        theme: line(row.theme, "theme")?,
        area: line(row.area, "area")?,
        edge_why,
        made: row.made,
        revision: row.revision,
        open_door: row.open_door,
    }))
}
