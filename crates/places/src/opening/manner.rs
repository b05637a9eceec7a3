//! How a place speaks on pages: its name, its own word for a story, and its time zone.

use ::store::{Keeper, KeyRing, Look, Sealed, Spot};
use ground::id::SystemId;
use ground::{Fault, Line, Outcome};
use jiff::tz::TimeZone;
use sharing::{Leave, Reader, Seen, Sharing};
use web::{App, Page, Tongue, Visitor};

use super::store;
use crate::systems::{self, System};

/// How a place speaks.
#[derive(Clone, Debug)]
pub struct Manner {
    /// What the place is called.
    pub name: Seen<Line>,
    /// The language, with the place's own word for a story.
    pub tongue: Tongue,
    /// The time zone in which its days are shown.
    pub zone: TimeZone,
    /// Whether the place has opened, so that people can tell.
    pub is_open: bool,
}

impl Manner {
    /// A page that speaks like this, with this title's key.
    #[must_use]
    pub fn page(self, app: &App, visitor: &Visitor, title: &str) -> Page {
        let title = self.tongue.say(title);
        self.page_titled(app, visitor, title)
    }

    /// A page that speaks like this, with a title that is already a sentence.
    #[must_use]
    pub fn page_titled(self, app: &App, visitor: &Visitor, title: String) -> Page {
        Page::titled(app, visitor, title).within(self.name, self.tongue, self.zone)
    }
}

/// A system, and how its place speaks to this reader, in the language they asked for: less to
/// read than a place's whole [`face`](super::face), for every page that is in it. One question to
/// the rows and one to the keys.
pub async fn here(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    tongue: &Tongue,
    id: SystemId,
) -> Outcome<(System, Manner)> {
    let rows = store::here(look, id).await?;
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.system.id))).await?;
    let (mut found, mut manner) = (None, None);
    for row in rows {
        let is_place = row.system.id == row.system.place;
        let words = row.story_word.zip(row.stories_word);
        let Some((leave, system)) = systems::seen(sharing, reader, &ring, row.system)? else {
            continue;
        };
        if is_place {
            manner = Some(Manner {
                name: system.name.clone(),
                tongue: speaking(&leave, &ring, system.id, words, tongue)?,
                zone: TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC),
                is_open: row.is_open,
            });
        }
        if system.id == id {
            found = Some(system);
        }
    }
    found.zip(manner).ok_or(Fault::NotFound)
}

/// The language, with the place's own word for a story where it has one.
fn speaking(
    leave: &Leave,
    ring: &KeyRing,
    place: SystemId,
    words: Option<(Sealed, Sealed)>,
    tongue: &Tongue,
) -> Outcome<Tongue> {
    let Some((one, many)) = words else { return Ok(tongue.clone()) };
    let keeper = Keeper::new(place);
    let one = leave.open_line(ring, keeper, Spot::new(place, "story_word"), &one)?;
    let many = leave.open_line(ring, keeper, Spot::new(place, "stories_word"), &many)?;
    Ok(match one.zip(many) {
        Some((one, many)) => tongue.clone().calling_a_story(one.to_string(), many.to_string()),
        None => tongue.clone(),
    })
}
