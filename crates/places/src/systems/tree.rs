//! The systems of a place as they lie in one another, for a nested list.

use std::collections::HashMap;

use ::store::Look;
use askama::Template;
use ground::Outcome;
use ground::id::SystemId;
use sharing::{Reader, Sharing};
use web::Tongue;

use super::{System, of_place, store};

/// How deep a list goes; what lies deeper is reached from the page of what it lies in.
const DEEPEST: usize = 8;
/// How many lines a list has: what overlaps stands in it more than once.
const MOST: usize = 600;

/// One line of the list and what lies in it.
#[derive(Template)]
#[template(path = "systems/branch.html")]
pub(crate) struct Branch {
    id: SystemId,
    name: String,
    scale: String,
    inner: Vec<Branch>,
}

struct Growing<'a> {
    systems: HashMap<SystemId, &'a System>,
    inner: HashMap<SystemId, Vec<SystemId>>,
    t: &'a Tongue,
    left: usize,
}

/// Every system of a place that this reader sees, in three questions: the place first, and last
/// those that lie in nothing they can see.
pub(crate) async fn grow(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    place: SystemId,
    t: &Tongue,
) -> Outcome<Vec<Branch>> {
    let systems = of_place(sharing, look, reader, place).await?;
    let ids: Vec<SystemId> = systems.iter().map(|system| system.id).collect();
    let pairs = store::nestings_of(look, &ids).await?;
    let order: HashMap<SystemId, usize> = ids.iter().enumerate().map(|(n, &id)| (id, n)).collect();
    let mut inner: HashMap<SystemId, Vec<SystemId>> = HashMap::new();
    let mut nested = Vec::new();
    for (within, around) in pairs {
        if order.contains_key(&within) && order.contains_key(&around) {
            inner.entry(around).or_default().push(within);
            nested.push(within);
        }
    }
    for list in inner.values_mut() {
        list.sort_by_key(|id| order.get(id));
        list.dedup();
    }
    let known = systems.iter().map(|system| (system.id, system)).collect();
    let mut growing = Growing { systems: known, inner, t, left: MOST };
    let roots = ids.iter().filter(|id| **id == place || !nested.contains(id));
    Ok(roots.filter_map(|&id| growing.branch(id, &mut Vec::new())).collect())
}

impl Growing<'_> {
    fn branch(&mut self, id: SystemId, above: &mut Vec<SystemId>) -> Option<Branch> {
        // Boundaries are drawn by people, who may put each of two in the other.
        if self.left == 0 || above.len() >= DEEPEST || above.contains(&id) {
            return None;
        }
        let system = *self.systems.get(&id)?;
        self.left -= 1;
        above.push(id);
        let inner = self.inner.get(&id).cloned().unwrap_or_default();
        let inner = inner.into_iter().filter_map(|id| self.branch(id, above)).collect();
        above.pop();
        let (name, scale) = (system.name.to_string(), self.t.say(system.scale.key()));
        Some(Branch { id, name, scale, inner })
    }
}
