//! Threads, followed a step at a time. Several are followed together where somebody is told of all
//! that is their own, and each is the very one that it would be by itself: so what home says of a
//! telling and what its own page shows are the same.

use std::collections::{BTreeSet, HashMap, HashSet};

use ground::Outcome;
use ground::id::{Kind, Thing, Uuid};
use store::Look;

use super::{Because, MOST_LINKS, MOST_READ, MOST_STEPS, Thread, Way, in_time, step};
use crate::noun::{Glimpse, Nouns};
use crate::reader::{Reader, Who};

/// Follows a thread from a thing, through what this reader may see and no further: what may not
/// be seen is as if it and its links were not there, so that no gap tells of it; and of a telling
/// comes only what came after it. One question a step and one for each kind of thing met there; at
/// most [`MOST_STEPS`] steps and [`MOST_LINKS`] links, of which each step takes its newest first. A
/// thread that comes round to itself ends there.
pub async fn follow(
    with: (&Nouns, &[Who]),
    look: &mut Look,
    reader: &Reader,
    from: Thing,
    way: Way,
) -> Outcome<Thread> {
    let mut threads = follow_each(with, look, reader, &[from], way).await?;
    Ok(threads.pop().unwrap_or_default())
}

/// The thread from each of these things, in their order. Each has bounds of its own, and what several
/// lead to is asked for once.
pub async fn follow_each(
    (nouns, came_of): (&Nouns, &[Who]),
    look: &mut Look,
    reader: &Reader,
    from: &[Thing],
    way: Way,
) -> Outcome<Vec<Thread>> {
    let mut seen = nouns.peek(look, reader, from, came_of).await?;
    let mut asked: HashSet<Uuid> = from.iter().map(|thing| thing.id).collect();
    let mut walks: Vec<Walk> = from.iter().map(|thing| Walk::new(*thing, &seen)).collect();
    for _ in 0..MOST_STEPS {
        if walks.iter().all(|walk| walk.next.is_empty()) {
            break;
        }
        let found = found(look, &walks, way).await?;
        let met: BTreeSet<Thing> = found.iter().flatten().filter_map(|b| b.far(way)).collect();
        let met: Vec<Thing> = met.into_iter().filter(|thing| asked.insert(thing.id)).collect();
        seen.extend(nouns.peek(look, reader, &met, came_of).await?);
        for (walk, found) in walks.iter_mut().zip(found) {
            walk.go_on(found, &seen, way);
        }
    }
    Ok(walks.into_iter().map(|walk| walk.thread(way)).collect())
}

/// The links of each walk's next step, newest first. They are asked for together, and each by itself
/// where together they are more than one question reads, so that no walk takes room from another.
async fn found(look: &mut Look, walks: &[Walk], way: Way) -> Outcome<Vec<Vec<Because>>> {
    let together: BTreeSet<Uuid> = walks.iter().flat_map(|walk| &walk.next).copied().collect();
    let all = step(look, together, way).await?;
    let mut found = Vec::with_capacity(walks.len());
    for walk in walks {
        found.push(if all.len() < MOST_READ || walks.len() == 1 {
            let near = |b: &&Because| b.near(way).is_some_and(|id| walk.next.contains(&id));
            all.iter().filter(near).cloned().collect()
        } else {
            step(look, walk.next.iter().copied(), way).await?
        });
    }
    Ok(found)
}

/// A thread that is being followed.
struct Walk {
    from: Thing,
    thread: Thread,
    been: HashSet<Uuid>,
    /// From where it goes on.
    next: BTreeSet<Uuid>,
}

impl Walk {
    fn new(from: Thing, seen: &HashMap<Uuid, Glimpse>) -> Self {
        let mut walk = Self {
            from,
            thread: Thread::default(),
            been: HashSet::from([from.id]),
            next: BTreeSet::new(),
        };
        if let Some(glimpse) = seen.get(&from.id) {
            walk.next.insert(from.id);
            walk.thread.glimpses.insert(from.id, glimpse.clone());
        }
        walk
    }

    /// One step, along those of these links that lead to what may be seen.
    fn go_on(&mut self, mut found: Vec<Because>, seen: &HashMap<Uuid, Glimpse>, way: Way) {
        found.retain(|link| link.far(way).is_none_or(|far| seen.contains_key(&far.id)));
        found.truncate(MOST_LINKS - self.thread.links.len());
        found.reverse();
        self.next.clear();
        for far in found.iter().filter_map(|link| link.far(way)) {
            if let Some(glimpse) = seen.get(&far.id).filter(|_| self.been.insert(far.id)) {
                self.next.insert(far.id);
                self.thread.glimpses.insert(far.id, glimpse.clone());
            }
        }
        self.thread.links.extend(found);
        if self.thread.links.len() == MOST_LINKS {
            self.next.clear();
        }
    }

    fn thread(mut self, way: Way) -> Thread {
        if self.from.kind == Kind::Telling && way == Way::Forward {
            in_time::keep_what_came_after(&mut self.thread, self.from);
        }
        self.thread
    }
}
