//! Several people as readers in one question, for what is decided about all of them.

use std::collections::{BTreeMap, BTreeSet};

use ground::Outcome;
use ground::id::PersonId;
use store::{Look, bind, sql};

use super::{MOST_STANDINGS, Reader};

impl Reader {
    /// These people, each with where they stand at this moment. Whoever is not known any more is not
    /// among them.
    pub async fn people(
        look: &mut Look,
        people: impl IntoIterator<Item = PersonId>,
    ) -> Outcome<BTreeMap<PersonId, Self>> {
        let people: BTreeSet<PersonId> = people.into_iter().collect();
        let most = i64::try_from(people.len().saturating_mul(MOST_STANDINGS)).unwrap_or(i64::MAX);
        let rows = look
            .all_of(
                sql!(
                    "SELECT p.id, p.under_18, t.system_id, t.place_id, COALESCE(t.kind, '') AS kind \
                     FROM persons p LEFT JOIN standings t \
                     ON t.person_id = p.id AND t.ended IS NULL WHERE p.id IN ({many}) \
                     ORDER BY p.id LIMIT $1"
                ),
                bind().number(most),
                people,
            )
            .await?;
        let ids: Vec<PersonId> = rows.iter().map(|row| row.id("id")).collect::<Outcome<_>>()?;
        let (mut readers, mut rest) = (BTreeMap::new(), rows.as_slice());
        for same in ids.chunk_by(|one, other| one == other) {
            let (theirs, others) = rest.split_at(same.len());
            rest = others;
            if let Some(&person) = same.first() {
                readers.insert(person, Self::of_rows(person, theirs)?);
            }
        }
        Ok(readers)
    }
}
