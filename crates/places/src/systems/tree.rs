//! The systems of a place as they lie in one another, for a nested list.

use std::collections::{HashMap, HashSet};

use ::store::Look;
use askama::Template;
use ground::Outcome;
use ground::id::SystemId;
use sharing::{Reader, Sharing};
use web::Tongue;

use super::{Lies, System, of_place, store};

/// How deep a list goes; what lies deeper is reached from the page of what it lies in.
const DEEPEST: usize = 8;
/// How many lines a list has: what lies in several others stands in it more than once.
const MOST: usize = 600;

/// One line of the list and what lies in it.
#[derive(Template)]
#[template(path = "systems/branch.html")]
pub(crate) struct Branch {
    id: SystemId,
    name: String,
    scale: String,
    /// What it overlaps with, as a sentence.
    overlaps: Option<String>,
    inner: Vec<Branch>,
}

struct Growing<'a> {
    systems: HashMap<SystemId, &'a System>,
    inner: HashMap<SystemId, Vec<SystemId>>,
    overlaps: HashMap<SystemId, Vec<SystemId>>,
    t: &'a Tongue,
    left: usize,
    grown: HashSet<SystemId>,
}

/// Every system of a place that this reader sees, in three questions: first what the place lies
/// in, or the place, and last those that lie in nothing they can see.
pub(crate) async fn grow(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    place: SystemId,
    t: &Tongue,
) -> Outcome<Vec<Branch>> {
    let systems = of_place(sharing, look, reader, place).await?;
    let ids: Vec<SystemId> = systems.iter().map(|system| system.id).collect();
    let rows = store::nestings_of(look, &ids).await?;
    let order: HashMap<SystemId, usize> = ids.iter().enumerate().map(|(n, &id)| (id, n)).collect();
    let (mut inner, mut overlaps) = (HashMap::new(), HashMap::new());
    let mut nested = HashSet::new();
    for (within, lies, around) in rows {
        if !order.contains_key(&within) || !order.contains_key(&around) {
            continue;
        }
        if lies == Lies::Within {
            add(&mut inner, around, within);
            nested.insert(within);
        } else {
            add(&mut overlaps, within, around);
            add(&mut overlaps, around, within);
        }
    }
    for list in inner.values_mut().chain(overlaps.values_mut()) {
        list.sort_by_key(|id| order.get(id));
        list.dedup();
    }
    let known = systems.iter().map(|system| (system.id, system)).collect();
    let grown = HashSet::new();
    let mut growing = Growing { systems: known, inner, overlaps, t, left: MOST, grown };
    let mut roots: Vec<SystemId> = ids.iter().copied().filter(|id| !nested.contains(id)).collect();
    let around_it = growing.around(place);
    roots.sort_by_key(|root| !around_it.contains(root));
    let mut branches: Vec<Branch> =
        roots.into_iter().filter_map(|id| growing.branch(id, &mut Vec::new())).collect();
    if !growing.grown.contains(&place) {
        // Each of two was put in the other before that was refused.
        branches.extend(growing.branch(place, &mut Vec::new()));
    }
    Ok(branches)
}

fn add(map: &mut HashMap<SystemId, Vec<SystemId>>, of: SystemId, one: SystemId) {
    map.entry(of).or_default().push(one);
}

impl Growing<'_> {
    /// A system and everything that it lies in.
    fn around(&self, id: SystemId) -> HashSet<SystemId> {
        let (mut around, mut step) = (HashSet::from([id]), vec![id]);
        while let Some(one) = step.pop() {
            for (outer, inner) in &self.inner {
                if inner.contains(&one) && around.insert(*outer) {
                    step.push(*outer);
                }
            }
        }
        around
    }

    fn branch(&mut self, id: SystemId, above: &mut Vec<SystemId>) -> Option<Branch> {
        // Two that were put in each other before that was refused.
        if self.left == 0 || above.len() >= DEEPEST || above.contains(&id) {
            return None;
        }
        let system = *self.systems.get(&id)?;
        self.left -= 1;
        self.grown.insert(id);
        above.push(id);
        let inner = self.inner.get(&id).cloned().unwrap_or_default();
        let inner = inner.into_iter().filter_map(|id| self.branch(id, above)).collect();
        above.pop();
        let (name, scale) = (system.name.to_string(), self.t.say(system.scale.key()));
        Some(Branch { id, name, scale, overlaps: self.overlapping(id), inner })
    }

    fn overlapping(&self, id: SystemId) -> Option<String> {
        let names = self.overlaps.get(&id)?.iter().filter_map(|id| self.systems.get(id));
        let names: Vec<String> = names.map(|system| system.name.to_string()).collect();
        let names = names.join(" · ");
        (!names.is_empty()).then(|| self.t.with("overlaps-with", &[("names", names)]))
    }
}
