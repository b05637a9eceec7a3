//! Tellings and patterns for machine readers, still sealed. What no machine may read is never
//! handed over.

mod store;

use std::collections::HashMap;

use ::store::{Keeper, Look, Spot};
use ground::Outcome;
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use sharing::machine::Scope;
use sharing::{Audience, Unread, audience};

pub(crate) use store::{later, pattern_ids, telling_ids};

/// Tellings, as far as their tellers let a machine look. Without that wish, a telling is found by
/// whoever told it or wrote it down, and by nobody else; and one without an account is not read.
pub(crate) async fn tellings(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Unread>> {
    let mut offered: HashMap<Uuid, Vec<Audience>> = HashMap::new();
    for (id, to) in audience::of_things(look, ids).await? {
        offered.entry(id).or_default().push(to);
    }
    let mut tellings: HashMap<Uuid, Unread> = HashMap::new();
    for row in store::tellings(look, ids).await? {
        let (id, place): (Uuid, SystemId) = (row.id("id")?, row.id("place_id")?);
        let own: [Option<PersonId>; 2] = [row.maybe_id("teller_id")?, row.maybe_id("writer_id")?];
        let own = own.map(|person| person.map(Audience::Person));
        let compared = row.flag("compared")?;
        let to = offered.remove(&id).unwrap_or_default().into_iter();
        let scopes: Vec<Scope> = to
            .filter(|to| compared || own.contains(&Some(*to)))
            .map(|to| Scope::of(to, place))
            .collect();
        if scopes.is_empty() {
            continue;
        }
        let thing = Thing::new(Kind::Telling, id);
        let mut unread =
            Unread::new(thing, row.id("system_id")?, row.moment("at")?).offered_to(scopes);
        if compared {
            unread = unread.comparable();
        }
        let columns = ["title", "words", "happened", "about_what", "felt", "matters"];
        unread.add_row(Keeper::new(id), &row, &columns)?;
        tellings.insert(id, unread);
    }
    for row in store::later(look, ids).await? {
        let (telling, spot) = (row.id("telling_id")?, Spot::new(row.id::<Uuid>("id")?, "words"));
        if let Some(unread) = tellings.get_mut(&telling) {
            unread.add(Keeper::new(telling), spot, row.maybe_sealed("words")?);
        }
    }
    Ok(tellings.into_values().collect())
}

/// Patterns, with what people say on them.
pub(crate) async fn patterns(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Unread>> {
    let mut patterns: HashMap<Uuid, (SystemId, Unread)> = HashMap::new();
    for row in store::patterns(look, ids).await? {
        let (id, system): (Uuid, SystemId) = (row.id("id")?, row.id("system_id")?);
        let thing = Thing::new(Kind::Pattern, id);
        let mut unread =
            Unread::new(thing, system, row.moment("at")?).offered_to([Scope::System(system)]);
        unread.add_row(Keeper::new(system), &row, &["name", "observation", "ideas"])?;
        patterns.insert(id, (system, unread));
    }
    for row in store::sayings(look, ids).await? {
        let spot = Spot::new(row.id::<Uuid>("id")?, "words");
        if let Some((system, unread)) = patterns.get_mut(&row.id("pattern_id")?) {
            unread.add(Keeper::new(*system), spot, row.maybe_sealed("words")?);
        }
    }
    Ok(patterns.into_values().map(|(_, unread)| unread).collect())
}
