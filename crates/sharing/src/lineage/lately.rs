//! When something last came of somebody's own, for a home page that tells them so.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ground::id::{Kind, Thing, Uuid};
use ground::{Moment, Outcome};
use store::Look;

use super::{BecauseId, Cause, MOST_LINKS, MOST_STEPS, Way, order, step};
use crate::noun::Nouns;
use crate::reader::Reader;

/// When something last came of each of these tellings of this reader's own, of those of which
/// something did. It goes as [`follow`](super::follow) does: through what they may see and no
/// further, and only through what came after it had reached what it came of. One question a step
/// and one for each kind of thing met there, for all of them together; at most [`MOST_STEPS`] steps
/// and [`MOST_LINKS`] links.
pub async fn last_came_of(
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    own: &[Uuid],
) -> Outcome<HashMap<Uuid, Moment>> {
    let came_of = [reader.who()];
    let mut newest: HashMap<Uuid, Moment> = HashMap::new();
    // When each of these first reached a thing, and when a thing that may be seen came to be.
    let mut reached: HashMap<Uuid, BTreeMap<Uuid, Moment>> = HashMap::new();
    let mut seen: HashMap<Uuid, Moment> = HashMap::new();
    for &from in own {
        reached.entry(from).or_default().insert(from, Moment(i64::MIN));
    }
    let (mut been, mut links) = (HashSet::<(BecauseId, Uuid)>::new(), 0);
    let mut next: Vec<Uuid> = reached.keys().copied().collect();
    for _ in 0..MOST_STEPS {
        if next.is_empty() || links >= MOST_LINKS {
            break;
        }
        let mut found = step(look, &next, Way::Forward).await?;
        found.sort_by_key(order);
        found.dedup_by_key(|link| link.id);
        found.truncate(MOST_LINKS - links);
        links += found.len();
        let met: BTreeSet<Thing> = found.iter().map(|link| link.what.thing).collect();
        let met: Vec<Thing> = met.into_iter().filter(|one| !seen.contains_key(&one.id)).collect();
        let glimpses = nouns.peek(look, reader, &met, &came_of).await?;
        seen.extend(glimpses.into_values().map(|glimpse| (glimpse.id, glimpse.at)));
        let mut further: BTreeSet<Uuid> = BTreeSet::new();
        for link in &found {
            let (Cause::Of(of), what) = (link.cause, link.what.thing) else { continue };
            let Some(&began) = seen.get(&what.id) else { continue };
            for (from, since) in reached.get(&of.thing.id).cloned().unwrap_or_default() {
                let follows = of.thing.id == from || began >= since;
                if !follows || !been.insert((link.id, from)) {
                    continue;
                }
                let at = if what.kind == Kind::Pattern { began.max(link.at) } else { began };
                let last = newest.entry(from).or_insert(at);
                *last = (*last).max(at);
                let there = reached.entry(what.id).or_default().entry(from).or_insert(at);
                *there = (*there).min(at);
                further.insert(what.id);
            }
        }
        next = further.into_iter().collect();
    }
    Ok(newest)
}
