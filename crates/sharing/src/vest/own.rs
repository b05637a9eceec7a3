//! What somebody wrote in readings with four words: theirs to take away, and to take back, wherever
//! they stand now.

use std::collections::BTreeSet;

use ground::id::{Kind, PersonId, Thing, Uuid};
use ground::{Outcome, Words};
use store::{Keeper, KeyRing, Look, Row, bind, sql};

use super::{Vest, VestId, VestReading, keeper, open};
use crate::lineage::Placed;
use crate::noun::Exported;
use crate::policy::{Action, Matter};
use crate::sealing::Opening;
use crate::seen::{Leave, Seen};
use crate::{Reader, Sharing};

/// Leave to read what one wrote oneself, where this reader is this person.
fn oneself(sharing: &Sharing, reader: &Reader, person: PersonId) -> Outcome<Option<Leave>> {
    if reader.person_id() != Some(person) {
        return Ok(None);
    }
    let oneself = Matter::Person { id: person, places: Vec::new() };
    sharing.leave(reader, Action::Know, &oneself).map(Some)
}

fn placed(rows: &[Row], kind: Kind) -> Outcome<Vec<Placed>> {
    let placed = |row: &Row| {
        let thing = Thing { kind, id: row.id("thing_id")? };
        Ok(Placed { thing, system: row.id("system_id")? })
    };
    rows.iter().map(placed).collect()
}

/// All their keys, asked for at once.
async fn ring(sharing: &Sharing, placed: &[Placed]) -> Outcome<KeyRing> {
    let keepers: BTreeSet<Uuid> = placed.iter().map(|of| keeper(*of)).collect();
    sharing.store.keys.ring(keepers.into_iter().map(Keeper::new)).await
}

/// The last 100 readings of things of this kind that this reader wrote, newest first, each with what
/// it is of: whether they may read that still or not. What was answered to them stands beside the
/// thing alone.
pub async fn own(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    kind: Kind,
) -> Outcome<Vec<(Thing, VestReading)>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let Some(leave) = oneself(sharing, reader, person)? else { return Ok(Vec::new()) };
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, thing_id, variety, empathy, strengths, trust, at \
                 FROM vest_readings WHERE said_by = $1 AND thing_kind = $2 \
                 ORDER BY at DESC, id LIMIT 100"
            ),
            bind().id(person).word(kind.word()),
        )
        .await?;
    let placed = placed(&rows, kind)?;
    let ring = ring(sharing, &placed).await?;
    let mut readings = Vec::with_capacity(rows.len());
    for (row, of) in rows.iter().zip(placed) {
        let id: VestId = row.id("id")?;
        let words = open(&Opening::new(&leave, &ring, keeper(of), id), row)?;
        if !words.is_empty() {
            let (said_by, at) = (person, row.moment("at")?);
            let reading = VestReading { id, said_by, words, at, answer: None, answered_by: None };
            readings.push((of.thing, reading));
        }
    }
    Ok(readings)
}

/// What this person said in such readings of things of this kind, and answered to them: theirs to
/// take away, wherever they stand now.
pub async fn export(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    person: PersonId,
    kind: Kind,
) -> Outcome<Vec<Exported>> {
    let Some(leave) = oneself(sharing, reader, person)? else { return Ok(Vec::new()) };
    let rows = look
        .whole(
            sql!(
                "SELECT system_id, id, thing_id, said_by, variety, empathy, strengths, trust, \
                 at, answer, answered_by, COALESCE(answered, at) AS answered \
                 FROM vest_readings WHERE (said_by = $1 OR answered_by = $1) \
                 AND thing_kind = $2 AND id > $3 ORDER BY id LIMIT $4"
            ),
            bind().id(person).word(kind.word()),
        )
        .await?;
    let placed = placed(&rows, kind)?;
    let ring = ring(sharing, &placed).await?;
    let mut exported = Vec::new();
    for (row, of) in rows.iter().zip(placed) {
        of_one((&leave, &ring), row, of, person, &mut exported)?;
    }
    Ok(exported)
}

/// What of one row is this person's.
fn of_one(
    (leave, ring): (&Leave, &KeyRing),
    row: &Row,
    of: Placed,
    person: PersonId,
    exported: &mut Vec<Exported>,
) -> Outcome<()> {
    let thing = of.thing.id;
    let opening = Opening::new(leave, ring, keeper(of), row.id::<VestId>("id")?);
    if row.id::<PersonId>("said_by")? == person {
        let (words, at) = (open(&opening, row)?, row.moment("at")?);
        for part in Vest::<Words>::WORDS {
            let said = words.under(part).map(Seen::whole);
            exported.extend(said.map(|words| Exported { id: thing, part, at, words }));
        }
    }
    if row.maybe_id::<PersonId>("answered_by")? == Some(person) {
        let (answer, at) = (row.maybe_sealed("answer")?, row.moment("answered")?);
        let answer = opening.maybe("answer", answer.as_ref())?.map(|words| words.whole());
        let part = "answer_to_four_words";
        exported.extend(answer.map(|words| Exported { id: thing, part, at, words }));
    }
    Ok(())
}
