//! Names that look alike: each person's name stands beside its seal as a keyed hash of what it looks
//! like, so that nobody's name is opened to learn whether it is theirs.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Line, Outcome};
use store::{Keeper, Keys, Look, Spot, Store, TokenHash, bind, sql};

use crate::Sharing;
use crate::policy::{Action, Matter};
use crate::reader::Reader;

/// What a name looks like, as a keyed hash: see [`Line::folded`].
pub(super) fn hash(keys: &Keys, name: &Line) -> TokenHash {
    keys.lookup("name", &name.folded())
}

/// Gives a hash to every name that has none, kept by an earlier version of the program; 500 at a
/// time, before anybody is let in. Says how many there were.
pub async fn hash_names(store: &Store) -> Outcome<usize> {
    let (mut after, mut done) = (PersonId(Uuid::nil()), 0);
    loop {
        let rows = store
            .database
            .look()
            .await?
            .all(
                sql!(
                    "SELECT id, name FROM persons WHERE name_hash IS NULL AND id > $1 \
                     ORDER BY id LIMIT 500"
                ),
                bind().id(after),
            )
            .await?;
        let ids: Vec<PersonId> = rows.iter().map(|row| row.id("id")).collect::<Outcome<_>>()?;
        let Some(&last) = ids.last() else { return Ok(done) };
        after = last;
        let ring = store.keys.ring(ids.iter().map(|&id| Keeper::new(id))).await?;
        let mut hashed = Vec::with_capacity(ids.len());
        for (row, id) in rows.iter().zip(ids) {
            let name = ring.open_line(Keeper::new(id), Spot::new(id, "name"), &row.sealed("name")?);
            // Whoever is being erased has a row still, and no key.
            hashed.extend(name?.map(|name| (id, hash(&store.keys, &name))));
        }
        store::write!(store.database, |work| {
            for (id, hash) in &hashed {
                let set =
                    sql!("UPDATE persons SET name_hash = $2 WHERE id = $1 AND name_hash IS NULL");
                work.run(set, bind().id(*id).hash(hash)).await?;
            }
            Ok(())
        })?;
        done += hashed.len();
    }
}

/// A name that is about to be somebody's: whose, and what it looks like.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    person: PersonId,
    hash: TokenHash,
}

impl Wanted {
    pub(super) const fn new(person: PersonId, hash: TokenHash) -> Self {
        Self { person, hash }
    }

    /// The name that somebody has now, where they are about to come into a place with it.
    pub async fn of(look: &mut Look, person: PersonId) -> Outcome<Option<Self>> {
        let held = sql!("SELECT name_hash FROM persons WHERE id = $1");
        let hash = look.one(held, bind().id(person)).await?.maybe_hash("name_hash")?;
        Ok(hash.map(|hash| Self { person, hash }))
    }
}

impl Sharing {
    /// Whether somebody else of these places whom this reader may know goes by a name that looks
    /// like this one. Nobody is looked at who is of none of them. Asked in the transaction that
    /// writes the name, since two may want it at once.
    pub async fn is_somebody_elses(
        &self,
        look: &mut Look,
        reader: &Reader,
        wanted: Wanted,
        places: &[SystemId],
    ) -> Outcome<bool> {
        let rows = look
            .all_of(
                sql!(
                    "SELECT s.place_id FROM persons p JOIN standings s ON s.person_id = p.id \
                     WHERE p.name_hash = $1 AND p.id <> $2 AND s.place_id IN ({many}) LIMIT 1"
                ),
                bind().hash(&wanted.hash).id(wanted.person),
                places.iter().copied(),
            )
            .await?;
        for row in rows {
            let places = vec![row.id("place_id")?];
            let matter = Matter::Person { id: PersonId(Uuid::nil()), places };
            if self.policies.may(reader, Action::Know, &matter)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The same as a refusal, with a sentence that says so.
    pub async fn refuse_somebody_elses(
        &self,
        look: &mut Look,
        reader: &Reader,
        (wanted, places): (Wanted, &[SystemId]),
        sentence: &'static str,
    ) -> Outcome<()> {
        if self.is_somebody_elses(look, reader, wanted, places).await? {
            return Err(Fault::Unfit(sentence));
        }
        Ok(())
    }

    /// The people with exactly this name, for the operator, who is shown no name: at most this
    /// many. Only names that look like it are opened.
    pub async fn people_named(&self, name: &Line, most: usize) -> Outcome<Vec<PersonId>> {
        let alike = self.people_like(name).await?.into_iter();
        Ok(alike.filter_map(|(id, exactly)| exactly.then_some(id)).take(most).collect())
    }

    /// The people with exactly this name or, where nobody has it, those whose name looks like it:
    /// for the operator, who is shown no name. At most this many.
    pub async fn people_alike(&self, name: &Line, most: usize) -> Outcome<Vec<PersonId>> {
        let alike = self.people_like(name).await?;
        let any = alike.iter().any(|(_, exactly)| *exactly);
        let closest = alike.into_iter().filter(|(_, exactly)| *exactly || !any);
        Ok(closest.map(|(id, _)| id).take(most).collect())
    }

    /// Those whose name looks like this one, and whether it is exactly this one; at most 200.
    async fn people_like(&self, name: &Line) -> Outcome<Vec<(PersonId, bool)>> {
        let mut look = self.store.database.look().await?;
        let alike = sql!("SELECT id, name FROM persons WHERE name_hash = $1 ORDER BY id LIMIT 200");
        let rows = look.all(alike, bind().hash(&hash(&self.store.keys, name))).await?;
        let ids: Vec<PersonId> = rows.iter().map(|row| row.id("id")).collect::<Outcome<_>>()?;
        let ring = self.store.keys.ring(ids.iter().map(|&id| Keeper::new(id))).await?;
        let mut found = Vec::with_capacity(ids.len());
        for (row, id) in rows.iter().zip(ids) {
            let (keeper, spot) = (Keeper::new(id), Spot::new(id, "name"));
            let theirs = ring.open_line(keeper, spot, &row.sealed("name")?)?;
            found.extend(theirs.map(|theirs| (id, theirs == *name)));
        }
        Ok(found)
    }
}
