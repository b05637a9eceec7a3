//! What else something is there because of, where somebody laid several things side by side and a
//! link names all of them.

use ::store::Look;
use ground::id::Thing;
use ground::{Fault, Outcome};
use sharing::lineage::Placed;
use sharing::{Glimpse, Nouns, Reader};

use super::parse;

/// How many other things a link can name.
pub(crate) const MOST_BESIDES: usize = 3;

/// Those that a link names, `kind:id` after `kind:id` with commas between, and whose pages this
/// reader may open. What is not there and what they may not see is left out.
pub(crate) async fn seen(
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    named: &str,
) -> Outcome<Vec<Glimpse>> {
    let things: Vec<Thing> = named.split(',').take(MOST_BESIDES).filter_map(parse).collect();
    let mut glimpses = nouns.peek(look, reader, &things, &[]).await?;
    let seen = things.iter().filter_map(|thing| glimpses.remove(&thing.id));
    Ok(seen.filter(|glimpse| glimpse.path.is_some()).collect())
}

/// The same for a form that was sent: each of them must be there still, and no more than a link can
/// name.
pub(crate) async fn given(
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    named: &str,
) -> Outcome<Vec<Placed>> {
    let many = named.split(',').filter(|one| !one.trim().is_empty()).count();
    let seen = seen(nouns, look, reader, named).await?;
    if seen.len() != many {
        return Err(Fault::Unfit("unfit-because-of"));
    }
    let placed =
        |one: &Glimpse| Placed { thing: Thing { kind: one.kind, id: one.id }, system: one.system };
    Ok(seen.iter().map(placed).collect())
}
