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
    let one = |w: Waits| Waiting {
        sentence: "waits-ringing",
        about: None,
        path,
        since: w.at,
        from: None,
        put_off: None,
    };
    Ok(first.map(one).into_iter().collect())
}

/// How many days home says that there is an answer.
const SAID_FOR_DAYS: i64 = 7;

/// That there is an answer for somebody who asked to be rung, for their own home page.
///
/// Home is the first page after signing in, and the likeliest one for somebody to read over a
/// shoulder: a partner who must not know that help was asked for. So the line says that there is an
/// answer, and nothing of ringing, nor of who answered, nor a word of it; its link is to the page of
/// what they told, which stands in their own list anyway, and not to the part of it that is about
/// ringing. It goes by itself after a week, since a line that waits for a click would have to be
/// clicked away in company, and remembering who looked would be one more row about them.
pub(crate) async fn answered(
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let lately = store::answered(look, person, now.plus_days(-SAID_FOR_DAYS)).await?;
    let one = |(telling, since): (TellingId, Moment)| Waiting {
        sentence: "waits-an-answer",
        about: None,
        path: format!("/stories/{telling}"),
        since,
        from: None,
        put_off: None,
    };
    Ok(lately.into_iter().map(one).collect())
}
