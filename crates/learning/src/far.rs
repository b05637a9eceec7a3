//! What the nouns of this crate have in common when they are seen from afar: glimpses for
//! threads and lists.

use std::collections::HashMap;

use ground::id::{Kind, SystemId, Thing, Uuid};
use ground::{Moment, Outcome};
use sharing::{Action, Glimpse, Leave, Matter, Opening, Reader, Sharing, Who};
use store::{Keeper, Row, Sealed};

use crate::kept::page_of;

/// About how many characters of a text stand for the whole of it.
const OPENING: usize = 120;

/// A row seen from afar: its id and the text that stands for it.
pub(crate) struct Far {
    pub(crate) id: Uuid,
    pub(crate) system: SystemId,
    /// The other systems whose groups read it, since it was passed on to them.
    pub(crate) also: Vec<SystemId>,
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
    let mut decided = Decided { sharing, reader, came_of, so_far: HashMap::new() };
    let mut glimpses = Vec::with_capacity(rows.len());
    for row in rows {
        let leave = decided.leave(row.system, &row.also)?;
        let Some((leave, reads)) = leave else { continue };
        let opening = Opening::new(&leave, &ring, row.system, row.id);
        let Some(heading) = opening.words(row.column, &row.heading)? else { continue };
        glimpses.push(Glimpse {
            kind,
            id: row.id,
            system: row.system,
            heading: heading.opening(OPENING),
            at: row.at,
            path: reads.then(|| page_of(Thing { kind, id: row.id })),
            says: reads.then_some(heading).into_iter().collect(),
        });
    }
    Ok(glimpses)
}

/// What was decided so far: once for each system and each way of asking.
struct Decided<'a> {
    sharing: &'a Sharing,
    reader: &'a Reader,
    came_of: &'a [Who],
    so_far: HashMap<(SystemId, Action), Option<Leave>>,
}

impl Decided<'_> {
    /// Leave to see it from afar, and whether its page may be read too.
    fn leave(&mut self, home: SystemId, also: &[SystemId]) -> Outcome<Option<(Leave, bool)>> {
        for system in also.iter().copied().chain([home]) {
            if let Some(leave) = self.once(system, Action::Read)? {
                return Ok(Some((leave, true)));
            }
        }
        if self.came_of.is_empty() {
            return Ok(None);
        }
        Ok(self.once(home, Action::SeeItCame)?.map(|leave| (leave, false)))
    }

    fn once(&mut self, system: SystemId, action: Action) -> Outcome<Option<Leave>> {
        if let Some(leave) = self.so_far.get(&(system, action)) {
            return Ok(*leave);
        }
        let came_of = self.came_of.to_vec();
        let matter = Matter::Held { system, asked_in: Vec::new(), came_of, said_by: None };
        let leave = self.sharing.leave_or_none(self.reader, action, &matter)?;
        self.so_far.insert((system, action), leave);
        Ok(leave)
    }
}

impl Far {
    /// A row under the first of these columns that holds words, if one does.
    pub(crate) fn of(
        row: &Row,
        columns: &'static [&'static str],
        also: Option<&str>,
    ) -> Outcome<Option<Self>> {
        let also = also.map(|column| row.id(column)).transpose()?.into_iter().collect();
        for column in columns {
            let Some(heading) = row.maybe_sealed(column)? else { continue };
            let (id, system, at) = (row.id("id")?, row.id("system_id")?, row.moment("at")?);
            return Ok(Some(Self { id, system, also, column, heading, at }));
        }
        Ok(None)
    }
}
