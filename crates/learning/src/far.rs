//! What the nouns of this crate have in common when they are seen from afar: glimpses for
//! threads and lists, and a person's own words for their export.

use std::collections::HashMap;

use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Moment, Outcome};
use sharing::{Action, Exported, Glimpse, Leave, Matter, Reader, Sharing, Who};
use store::{Keeper, Row, Sealed};

use crate::kept::{Opening, page_of};

/// About how many characters of a text stand for the whole of it.
const OPENING: usize = 120;

/// A row seen from afar: its id and the text that stands for it.
pub(crate) struct Far {
    pub(crate) id: Uuid,
    pub(crate) system: SystemId,
    pub(crate) column: &'static str,
    pub(crate) heading: Sealed,
    pub(crate) at: Moment,
}

/// Glimpses of those rows that this reader may see. Whoever belongs also gets the way to the
/// page; whoever told what led here gets the heading and no more.
pub(crate) async fn glimpses(
    sharing: &Sharing,
    reader: &Reader,
    kind: Kind,
    rows: Vec<Far>,
    came_of: &[Who],
) -> Outcome<Vec<Glimpse>> {
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.system))).await?;
    let mut decided: HashMap<SystemId, Option<(Leave, bool)>> = HashMap::new();
    let mut glimpses = Vec::with_capacity(rows.len());
    for row in rows {
        let leave = match decided.get(&row.system) {
            Some(leave) => *leave,
            None => {
                let leave = leave_from_afar(sharing, reader, row.system, came_of)?;
                decided.insert(row.system, leave);
                leave
            }
        };
        let Some((leave, reads)) = leave else { continue };
        let opening = Opening { leave: &leave, ring: &ring, system: row.system, row: row.id };
        let Some(heading) = opening.words(row.column, &row.heading)? else { continue };
        glimpses.push(Glimpse {
            kind,
            id: row.id,
            system: row.system,
            heading: heading.opening(OPENING),
            at: row.at,
            path: reads.then(|| page_of(Thing { kind, id: row.id })),
        });
    }
    Ok(glimpses)
}

/// Leave to see it from afar, and whether its page may be read too.
fn leave_from_afar(
    sharing: &Sharing,
    reader: &Reader,
    system: SystemId,
    came_of: &[Who],
) -> Outcome<Option<(Leave, bool)>> {
    if let Some(leave) = sharing.leave_or_none(reader, Action::Read, &Matter::held(system))? {
        return Ok(Some((leave, true)));
    }
    if came_of.is_empty() {
        return Ok(None);
    }
    let matter = Matter::Held { system, asked_in: Vec::new(), came_of: came_of.to_vec() };
    let leave = sharing.leave_or_none(reader, Action::SeeItCame, &matter)?;
    Ok(leave.map(|leave| (leave, false)))
}

/// A text that somebody wrote: the thing it belongs to, and the row and column it stands in.
pub(crate) struct Own {
    pub(crate) thing: Uuid,
    pub(crate) system: SystemId,
    pub(crate) row: Uuid,
    pub(crate) column: &'static str,
    pub(crate) part: &'static str,
    pub(crate) at: Moment,
    pub(crate) words: Sealed,
}

/// A person's own words, for that person and nobody else. They stay theirs when they no longer
/// play a part in the system, so leave is asked for as one knows oneself.
pub(crate) async fn own_words(
    sharing: &Sharing,
    reader: &Reader,
    person: PersonId,
    rows: Vec<Own>,
) -> Outcome<Vec<Exported>> {
    if reader.person_id() != Some(person) {
        return Ok(Vec::new());
    }
    let oneself = Matter::Person { id: person, places: Vec::new() };
    let leave = sharing.leave(reader, Action::Know, &oneself)?;
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.system))).await?;
    let mut exported = Vec::with_capacity(rows.len());
    for row in rows {
        let opening = Opening { leave: &leave, ring: &ring, system: row.system, row: row.row };
        let Some(words) = opening.words(row.column, &row.words)? else { continue };
        exported.push(Exported {
            id: row.thing,
            part: row.part,
            at: row.at,
            words: leave.show(words.to_string()),
        });
    }
    Ok(exported)
}

impl Own {
    /// One text of a row, if it has one: `thing` is the column that names the thing.
    pub(crate) fn of(
        row: &Row,
        thing: &str,
        column: &'static str,
        part: &'static str,
    ) -> Outcome<Option<Self>> {
        let Some(words) = row.maybe_sealed(column)? else { return Ok(None) };
        let (id, at) = (row.id(thing)?, row.moment("at")?);
        let (system, row) = (row.id("system_id")?, row.id("id")?);
        Ok(Some(Self { thing: id, system, row, column, part, at, words }))
    }
}
