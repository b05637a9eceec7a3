//! Those who wait to be rung, as whoever is on duty sees them: no number, no words.

use ::store::Look;
use ground::id::{SystemId, Uuid};
use ground::{Fault, Moment, Outcome};
use sharing::{Action, Matter, Reader, Sharing, Waiting};

use super::store;
use crate::tellings::TellingId;

/// Somebody who waits to be rung, as those on duty see it in their list: no number, no words.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
    /// Which telling they asked with.
    pub telling: TellingId,
    /// In which place.
    pub place: SystemId,
    /// Since when; only the week where nobody signed.
    pub at: Moment,
    /// Whether only the week is known.
    pub unsigned: bool,
    /// When somebody said they would try again.
    pub try_on: Option<Moment>,
}

/// How many who wait stand on one page of the list.
pub const PAGE: usize = 100;

/// After whom a page of the list goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct After {
    /// Whether they told without an account; these come last.
    pub unsigned: bool,
    /// Since when they wait.
    pub at: Moment,
    /// With which telling.
    pub id: Uuid,
}

impl After {
    /// Before everybody.
    pub const START: Self = Self { unsigned: false, at: Moment(i64::MIN), id: Uuid::nil() };
}

/// A page of those who wait.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Those on this page.
    pub waits: Vec<Waits>,
    /// Where the next page begins, if there is one.
    pub next: Option<After>,
}

/// Those who wait to be rung where this reader is on duty, a page at a time: first whoever signed,
/// then whoever told without an account, each longest waiting first.
pub async fn waiting(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    after: After,
) -> Outcome<Listed> {
    let mut places: Vec<SystemId> = reader.standings().iter().map(|s| s.place).collect();
    places.sort_unstable();
    places.dedup();
    let mut waits = Vec::new();
    for place in places {
        let matter = Matter::system(place, place);
        if sharing.leave_or_none(reader, Action::RingBack, &matter)?.is_some() {
            waits.extend(store::waiting(look, place, after).await?);
        }
    }
    waits.sort_by_key(|w| (w.unsigned, w.at, w.telling));
    let more = waits.len() > PAGE;
    waits.truncate(PAGE);
    let last = waits.last().filter(|_| more);
    let next = last.map(|w| After { unsigned: w.unsigned, at: w.at, id: w.telling.0 });
    Ok(Listed { waits, next })
}

/// In which place somebody asked with this telling, over or not, for whoever is on duty there.
pub async fn place_of(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<SystemId> {
    let place = store::one(look, id).await?.ok_or(Fault::NotFound)?.place;
    sharing.leave(reader, Action::RingBack, &Matter::system(place, place))?;
    Ok(place)
}

/// What waits for this reader's home page: one line for each place, however many wait.
pub(crate) async fn waits(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
) -> Outcome<Vec<Waiting>> {
    let listed = waiting(sharing, look, reader, After::START).await?;
    let first = listed.waits.into_iter().min_by_key(|w| w.at);
    let path = "/ringings".to_owned();
    let one = |w: Waits| Waiting { sentence: "waits-ringing", about: None, path, since: w.at };
    Ok(first.map(one).into_iter().collect())
}
