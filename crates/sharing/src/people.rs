//! People by id and name. A name is known to those of the same place, and to nobody else.

mod alike;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Clock, Fault, Line, Moment, Outcome};
use store::{Keeper, KeyRing, Keys, Look, Sealed, Spot, TokenHash, Work, bind, sql};

pub use alike::{Wanted, hash_names};

use crate::Sharing;
use crate::policy::{Action, Matter};
use crate::reader::Reader;
use crate::seen::{Leave, Seen};
use crate::trail::{self, Mark, Verb};

/// A person about to be written: the name is sealed under a key of their own.
#[derive(Clone)]
pub struct NewPerson {
    /// Their id.
    pub id: PersonId,
    name: Sealed,
    hash: TokenHash,
    under_18: bool,
    made: ground::Moment,
}

impl NewPerson {
    /// Makes their key and seals their name.
    pub async fn prepare(keys: &Keys, clock: &Clock, name: &Line, under_18: bool) -> Outcome<Self> {
        let id = PersonId::random();
        let made = clock.now();
        let ring = keys.make(Keeper::new(id), made).await?;
        let hash = alike::hash(keys, name);
        let name = ring.seal_line(Keeper::new(id), Spot::new(id, "name"), name)?;
        Ok(Self { id, name, hash, under_18, made })
    }

    /// Their name, as one that somebody else may go by already.
    #[must_use]
    pub const fn wanted(&self) -> Wanted {
        Wanted::new(self.id, self.hash)
    }

    /// Writes them down.
    pub async fn keep(&self, work: &mut Work) -> Outcome<()> {
        work.run(
            sql!(
                "INSERT INTO persons (id, name, name_hash, under_18, made) \
                 VALUES ($1, $2, $3, $4, $5)"
            ),
            bind()
                .id(self.id)
                .sealed(self.name.clone())
                .hash(&self.hash)
                .flag(self.under_18)
                .moment(self.made),
        )
        .await?;
        Ok(())
    }
}

/// Another name for somebody, sealed under their own key and about to take the place of the one
/// they had. Everything that names them names them by id, so from then on it says this one; the
/// earlier one is kept nowhere.
#[derive(Clone)]
pub struct NewName {
    person: PersonId,
    name: Sealed,
    hash: TokenHash,
}

impl NewName {
    /// Seals it.
    pub async fn prepare(keys: &Keys, person: PersonId, name: &Line) -> Outcome<Self> {
        let keeper = Keeper::new(person);
        let ring = keys.ring([keeper]).await?;
        let hash = alike::hash(keys, name);
        let name = ring.seal_line(keeper, Spot::new(person, "name"), name)?;
        Ok(Self { person, name, hash })
    }

    /// The name, as one that somebody else may go by already.
    #[must_use]
    pub const fn wanted(&self) -> Wanted {
        Wanted::new(self.person, self.hash)
    }

    /// Puts it in the place of the one they had. Whoever was erased meanwhile is not found.
    pub async fn keep(&self, work: &mut Work, at: Moment) -> Outcome<()> {
        let changed = work
            .run(
                sql!("UPDATE persons SET name = $2, name_hash = $3 WHERE id = $1"),
                bind().id(self.person).sealed(self.name.clone()).hash(&self.hash),
            )
            .await?;
        if changed == 0 {
            return Err(Fault::NotFound);
        }
        mark_changed(work, self.person, self.person, at).await
    }
}

/// Keeps that somebody says they are under 18. Whoever reads next finds it so, on everything they
/// told for themselves too.
pub async fn say_under_18(work: &mut Work, person: PersonId, at: Moment) -> Outcome<()> {
    let said = sql!("UPDATE persons SET under_18 = TRUE WHERE id = $1 AND NOT under_18");
    if work.run(said, bind().id(person)).await? == 0 {
        return Err(Fault::Already);
    }
    mark_changed(work, person, person, at).await
}

/// Keeps that somebody is 18 now, in the transaction of whoever in this place may say so. What was
/// said of a telling itself stays as it is.
pub async fn lift_under_18(
    work: &mut Work,
    person: PersonId,
    (place, by, at): (SystemId, PersonId, Moment),
) -> Outcome<()> {
    let lifted = sql!("UPDATE persons SET under_18 = FALSE WHERE id = $1");
    work.run(lifted, bind().id(person)).await?;
    let thing = Thing::new(Kind::Person, person);
    trail::mark(work, Mark::of(place, at, Verb::Changed, Some(by), thing)).await
}

/// Marks in the first place they stand in that what is kept of somebody was changed; where they
/// stand nowhere there is no trail to mark.
async fn mark_changed(work: &mut Work, person: PersonId, by: PersonId, at: Moment) -> Outcome<()> {
    let reader = Reader::person(work, person).await?;
    let Some(standing) = reader.standings().first() else { return Ok(()) };
    let thing = Thing::new(Kind::Person, person);
    trail::mark(work, Mark::of(standing.place, at, Verb::Changed, Some(by), thing)).await
}

/// The names this reader may know, by person.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<PersonId, Seen<Line>>);

impl Names {
    /// The name of this person, if the reader may know it and they have not left.
    #[must_use]
    pub fn of(&self, person: PersonId) -> Option<&Seen<Line>> {
        self.0.get(&person)
    }
}

impl Sharing {
    /// The names of these people, as far as this reader may know them: one question to the rows,
    /// one to the keys, and equal questions to the policies asked once.
    pub async fn names(
        &self,
        look: &mut Look,
        reader: &Reader,
        people: impl IntoIterator<Item = PersonId>,
    ) -> Outcome<Names> {
        let mut ids: Vec<PersonId> = people.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(Names::default());
        }
        let ring = self.store.keys.ring(ids.iter().map(|&id| Keeper::new(id))).await?;
        self.names_with(look, reader, &ring, &ids).await
    }

    /// The same, for whoever fetched these people's keys with others already. Each person once.
    pub async fn names_with(
        &self,
        look: &mut Look,
        reader: &Reader,
        ring: &KeyRing,
        ids: &[PersonId],
    ) -> Outcome<Names> {
        let here = reader.places();
        let mut decided: HashMap<Matter, bool> = HashMap::new();
        let mut names = HashMap::with_capacity(ids.len());
        for (id, (name, mut places)) in named(look, ids).await? {
            // Places that the reader is not of cannot change the answer, and neither can who it
            // is, unless it is the reader: so a list of people is mostly one question.
            places.retain(|place| here.contains(place));
            places.sort_unstable();
            places.dedup();
            let asked = if reader.person_id() == Some(id) { id } else { PersonId(Uuid::nil()) };
            let question = Matter::Person { id: asked, places };
            let may = match decided.get(&question) {
                Some(&may) => may,
                None => {
                    let may = self.policies.may(reader, Action::Know, &question)?;
                    decided.insert(question, may);
                    may
                }
            };
            if may {
                let leave = Leave::granted();
                let name = leave.open_line(ring, Keeper::new(id), Spot::new(id, "name"), &name)?;
                names.extend(name.map(|name| (id, name)));
            }
        }
        Ok(Names(names))
    }
}

/// The sealed names of these people, and in which places each plays or played a part.
async fn named(
    look: &mut Look,
    people: &[PersonId],
) -> Outcome<HashMap<PersonId, (Sealed, Vec<SystemId>)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT DISTINCT p.id, p.name, s.place_id FROM persons p \
                 LEFT JOIN standings s ON s.person_id = p.id WHERE p.id IN ({many})"
            ),
            bind(),
            people.iter().copied(),
        )
        .await?;
    let mut named: HashMap<PersonId, (Sealed, Vec<SystemId>)> = HashMap::new();
    for row in rows {
        let id: PersonId = row.id("id")?;
        let place: Option<SystemId> = row.maybe_id("place_id")?;
        let (_, places) = match named.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert((row.sealed("name")?, Vec::new())),
        };
        places.extend(place);
    }
    Ok(named)
}

/// Whether this person said that they are under eighteen.
pub async fn is_under_18(look: &mut Look, person: PersonId) -> Outcome<bool> {
    let row =
        look.one(sql!("SELECT under_18 FROM persons WHERE id = $1"), bind().id(person)).await?;
    row.flag("under_18")
}

/// Those of these who said that they are under eighteen.
pub async fn under_18_among(look: &mut Look, people: &[PersonId]) -> Outcome<Vec<PersonId>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows = look
        .all_of(
            sql!("SELECT id FROM persons WHERE id IN ({many}) AND under_18"),
            bind(),
            people.iter().copied(),
        )
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

impl Sharing {
    /// Whether a sealed line is exactly this one, for the operator, who is shown neither.
    pub fn is_line(
        &self,
        ring: &KeyRing,
        keeper: Keeper,
        spot: Spot,
        (sealed, line): (&Sealed, &Line),
    ) -> Outcome<bool> {
        Ok(ring.open_line(keeper, spot, sealed)?.as_ref() == Some(line))
    }

    /// Whether a sealed line looks like this one (see [`Line::folded`]), for the operator, who is
    /// shown neither.
    pub fn is_line_like(
        &self,
        ring: &KeyRing,
        keeper: Keeper,
        spot: Spot,
        (sealed, line): (&Sealed, &Line),
    ) -> Outcome<bool> {
        let opened = ring.open_line(keeper, spot, sealed)?;
        Ok(opened.is_some_and(|opened| opened.folded() == line.folded()))
    }
}
