//! Where the knots of a thread stand. Each has a row of its own, below everything that it is there
//! because of (the layers of Sugiyama, Tagawa and Toda, 1981, with one knot in each), and a lane.
//! Links that come from one knot, or go to one, share a lane between their ends, so that a fork
//! reads as a fork and a join as a join, and no lane passes through a knot that is none of its own.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// One link: by their numbers, the cause and what is there because of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Link {
    /// The cause.
    pub of: usize,
    /// What is there because of it.
    pub what: usize,
}

/// How one link goes: from its upper knot into a lane, down the lane, and to its lower knot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bend {
    /// Which link.
    pub link: Link,
    /// The lane between.
    pub lane: usize,
    /// Whether it goes back up: its cause stands below it, since the thread comes round.
    pub round: bool,
}

/// Where everything stands.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Laid {
    /// The knots from the top down.
    pub order: Vec<usize>,
    /// The row of each knot.
    pub rows: Vec<usize>,
    /// The lane of each knot.
    pub lanes: Vec<usize>,
    /// How every link goes.
    pub bends: Vec<Bend>,
    /// How many lanes there are.
    pub width: usize,
}

/// Lays a thread out: `when` says how old each knot is. Links to nothing, and from a knot to
/// itself, are left out.
#[must_use]
pub fn lay_out(when: &[i64], links: &[Link]) -> Laid {
    let mut links: Vec<Link> = links
        .iter()
        .copied()
        .filter(|l| l.of != l.what && l.of < when.len() && l.what < when.len())
        .collect();
    links.sort_unstable();
    links.dedup();
    let order = order(when, &links);
    let mut rows = vec![0; when.len()];
    for (row, knot) in order.iter().enumerate() {
        rows[*knot] = row;
    }
    let bundles = bundles(&links, &rows);
    let (lanes, of_bundle) = lanes(&order, &bundles);
    let mut bends: Vec<Bend> = Vec::with_capacity(links.len());
    for (key, bundle) in &bundles {
        let lane = of_bundle.get(key).copied().unwrap_or_default();
        let round = matches!(key, Key::Round(_));
        bends.extend(bundle.links.iter().map(|link| Bend { link: *link, lane, round }));
    }
    bends.sort_unstable_by_key(|bend| bend.link);
    let widest = lanes.iter().chain(of_bundle.values()).max();
    Laid { width: widest.map_or(0, |lane| lane + 1), order, rows, lanes, bends }
}

/// The knots from the top down: the oldest of those whose causes all stand above. Where a thread
/// comes round to itself there is none, and the oldest of all breaks it.
fn order(when: &[i64], links: &[Link]) -> Vec<usize> {
    let mut waits_for = vec![0_usize; when.len()];
    for link in links {
        waits_for[link.what] += 1;
    }
    let mut left: Vec<usize> = (0..when.len()).collect();
    left.sort_by_key(|knot| (when[*knot], *knot));
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let next = left.iter().position(|knot| waits_for[*knot] == 0).unwrap_or_default();
        let knot = left.remove(next);
        for link in links.iter().filter(|link| link.of == knot) {
            waits_for[link.what] = waits_for[link.what].saturating_sub(1);
        }
        order.push(knot);
    }
    order
}

/// What the links of one lane have in common.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Key {
    /// They come from this knot.
    From(usize),
    /// They go to this knot.
    Into(usize),
    /// They come round to this knot, from further down.
    Round(usize),
}

#[derive(Debug)]
struct Bundle {
    links: Vec<Link>,
    first: usize,
    last: usize,
}

/// Puts each link with those it shares most with: the others from its cause where that forks
/// more than its other end joins, and else the others to where it goes.
fn bundles(links: &[Link], rows: &[usize]) -> BTreeMap<Key, Bundle> {
    let forward = |link: &&Link| rows[link.of] < rows[link.what];
    let (mut from, mut into) = (vec![0_usize; rows.len()], vec![0_usize; rows.len()]);
    for link in links.iter().filter(forward) {
        from[link.of] += 1;
        into[link.what] += 1;
    }
    let mut bundles: BTreeMap<Key, Bundle> = BTreeMap::new();
    for link in links {
        let key = match *link {
            Link { of, what } if rows[of] > rows[what] => Key::Round(what),
            Link { of, what } if from[of] > into[what] => Key::From(of),
            Link { what, .. } => Key::Into(what),
        };
        let (one, other) = (rows[link.of], rows[link.what]);
        let new = || Bundle { links: Vec::new(), first: one.min(other), last: one.max(other) };
        let bundle = bundles.entry(key).or_insert_with(new);
        bundle.links.push(*link);
        bundle.first = bundle.first.min(one.min(other));
        bundle.last = bundle.last.max(one.max(other));
    }
    bundles
}

/// A lane in use, down to this row.
struct Held {
    key: Key,
    lane: usize,
    last: usize,
}

/// Gives lanes, from the top down: to each knot that of a bundle which ends in it, or a free one,
/// and to each bundle the knot's that it begins in, or a free one.
fn lanes(order: &[usize], bundles: &BTreeMap<Key, Bundle>) -> (Vec<usize>, BTreeMap<Key, usize>) {
    let mut lanes = vec![0; order.len()];
    let mut of_bundle: BTreeMap<Key, usize> = BTreeMap::new();
    let mut held: Vec<Held> = Vec::new();
    for (row, knot) in order.iter().enumerate() {
        let ends = held.iter().filter(|h| h.last == row && !matches!(h.key, Key::Round(_)));
        let ends = ends.min_by_key(|h| (Reverse(h.key == Key::Into(*knot)), h.lane));
        let lane = ends.map_or_else(|| free(&held, None), |h| h.lane);
        lanes[*knot] = lane;
        held.retain(|h| h.last > row);
        for (key, bundle) in bundles.iter().filter(|(_, bundle)| bundle.first == row) {
            let round = matches!(key, Key::Round(_));
            let taken = round || held.iter().any(|h| h.lane == lane);
            let own = if taken { free(&held, Some(lane)) } else { lane };
            held.push(Held { key: *key, lane: own, last: bundle.last });
            of_bundle.insert(*key, own);
        }
    }
    (lanes, of_bundle)
}

/// The first lane that nothing is in, and that is not this one.
fn free(held: &[Held], but: Option<usize>) -> usize {
    let in_use = |lane: &usize| Some(*lane) == but || held.iter().any(|h| h.lane == *lane);
    (0..).find(|lane| !in_use(lane)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
