//! What came of a telling came after it. A story can be laid today into a pattern that a group
//! named in April; what that group asked in May did not come of it.

use std::collections::HashMap;

use ground::Moment;
use ground::id::{Kind, Thing, Uuid};

use super::{Because, Cause, Thread};

/// Leaves of a thread that was followed forward from a telling what came after the telling
/// reached it, and dates each thing by when it came of it: a pattern by the day on which the
/// telling was laid in it.
pub(super) fn keep_what_came_after(thread: &mut Thread, from: Thing) {
    let reached = reached(thread, from);
    for (id, at) in &reached {
        if let Some(glimpse) = thread.glimpses.get_mut(id) {
            glimpse.at = glimpse.at.max(*at);
        }
    }
    let links = std::mem::take(&mut thread.links);
    thread.links = links.into_iter().filter(|link| follows(thread, &reached, from, link)).collect();
    thread.glimpses.retain(|id, _| reached.contains_key(id));
}

/// When the telling reached each thing, along whichever way was soonest.
fn reached(thread: &Thread, from: Thing) -> HashMap<Uuid, Moment> {
    let mut reached = HashMap::from([(from.id, Moment(i64::MIN))]);
    // Each round reaches at least one thing sooner, or is the last.
    for _ in 0..=thread.links.len() {
        let mut is_settled = true;
        for link in &thread.links {
            if !follows(thread, &reached, from, link) {
                continue;
            }
            let what = link.what.thing;
            let Some(own) = thread.glimpses.get(&what.id).map(|glimpse| glimpse.at) else {
                continue;
            };
            let at = if what.kind == Kind::Pattern { own.max(link.at) } else { own };
            let known = reached.entry(what.id).or_insert(Moment(i64::MAX));
            if at < *known {
                *known = at;
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    reached
}

/// Whether what this link leads to came after the telling had reached what it leads from. What
/// people tied to the telling itself is theirs to say.
fn follows(thread: &Thread, reached: &HashMap<Uuid, Moment>, from: Thing, link: &Because) -> bool {
    let Cause::Of(of) = link.cause else { return false };
    let Some(since) = reached.get(&of.thing.id) else { return false };
    let own = thread.glimpses.get(&link.what.thing.id).map(|glimpse| glimpse.at);
    of.thing.id == from.id || own.is_some_and(|own| own >= *since)
}

#[cfg(test)]
mod tests {
    use ground::id::SystemId;

    use super::*;
    use crate::lineage::{BecauseId, Placed};
    use crate::noun::Glimpse;
    use crate::seen::Leave;

    const HOME: SystemId = SystemId(Uuid::from_u128(9));

    fn day(day: i64) -> Moment {
        Moment(0).plus_days(day)
    }

    fn thing(kind: Kind, id: u128) -> Thing {
        Thing::new(kind, Uuid::from_u128(id))
    }

    fn link(what: Thing, of: Thing, at: i64) -> Because {
        let placed = |thing| Placed { thing, system: HOME };
        let (id, cause) = (BecauseId::random(), Cause::Of(placed(of)));
        Because { id, what: placed(what), cause, why: None, said_by: None, at: day(at) }
    }

    fn glimpse(thing: Thing, at: i64) -> (Uuid, Glimpse) {
        let heading = Leave::granted().show(String::new());
        let Thing { kind, id } = thing;
        (id, Glimpse { kind, id, system: HOME, heading, at: day(at), path: None, says: Vec::new() })
    }

    #[test]
    fn what_a_group_did_before_bryns_story_was_laid_beside_others_did_not_come_of_it() {
        let [telling, pattern] = [thing(Kind::Telling, 1), thing(Kind::Pattern, 2)];
        let [before, after] = [thing(Kind::Inquiry, 3), thing(Kind::Inquiry, 4)];
        let learned = thing(Kind::Lesson, 5);
        let mut thread = Thread {
            links: vec![
                link(pattern, telling, 100),
                link(before, pattern, 20),
                link(after, pattern, 120),
                // Somebody said so long after it was learned.
                link(learned, before, 130),
            ],
            glimpses: HashMap::from([
                glimpse(telling, 99),
                glimpse(pattern, 10),
                glimpse(before, 20),
                glimpse(after, 120),
                glimpse(learned, 30),
            ]),
        };
        keep_what_came_after(&mut thread, telling);
        let came = |thing: Thing| thread.glimpses.contains_key(&thing.id);
        assert!(came(pattern) && came(after));
        assert!(!came(before) && !came(learned));
        assert_eq!(thread.links.len(), 2);
        assert_eq!(thread.glimpses[&pattern.id].at, day(100), "dated by when it was laid in it");
    }
}
