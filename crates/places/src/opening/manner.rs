//! How a place speaks on pages: its name, its own word for a story, and its time zone.

use ::store::{Keeper, Look, Spot};
use ground::id::SystemId;
use ground::{Line, Outcome};
use jiff::tz::TimeZone;
use sharing::{Reader, Seen, Sharing};
use web::{App, Page, Tongue, Visitor};

use super::store;
use crate::systems;

/// How a place speaks.
#[derive(Clone, Debug)]
pub struct Manner {
    /// What the place is called.
    pub name: Seen<Line>,
    /// The language, with the place's own word for a story.
    pub tongue: Tongue,
    /// The time zone in which its days are shown.
    pub zone: TimeZone,
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

/// How this place speaks to this reader, in the language they asked for: less to read than its
/// whole [`face`](super::face), for every page that is in it.
pub async fn manner(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    tongue: &Tongue,
    place: SystemId,
) -> Outcome<Manner> {
    let system = systems::find(sharing, look, reader, place).await?;
    let leave = systems::leave_at_the_door(sharing, reader, &system)?;
    let row = store::find(look, place).await?;
    let zone = TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC);
    let plain = Manner { name: system.name, tongue: tongue.clone(), zone };
    let (Some(one), Some(many)) = (row.said.story_word, row.said.stories_word) else {
        return Ok(plain);
    };
    let keeper = Keeper::new(place);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let one = leave.open_line(&ring, keeper, Spot::new(place, "story_word"), &one)?;
    let many = leave.open_line(&ring, keeper, Spot::new(place, "stories_word"), &many)?;
    Ok(match one.zip(many) {
        Some((one, many)) => Manner {
            tongue: plain.tongue.calling_a_story(one.to_string(), many.to_string()),
            ..plain
        },
        None => plain,
    })
}
