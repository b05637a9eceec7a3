//! What a place says of itself, to read: for everybody of the place, and for anybody at all once it
//! has opened with an open door.

use askama::Template;
use axum::extract::{Path, State};
use ground::{Line, Words};
use sharing::{Matter, Seen};
use web::{App, Page, Refused, Shown, Visitor};

use crate::opening::{Face, face};
use crate::systems::Scale;
use crate::view::system_id;

/// A heading's key, and what stands under it.
type Said<'a> = (&'static str, Option<&'a Seen<Words>>);

#[derive(Template)]
#[template(path = "opening/says.html")]
pub(super) struct Says {
    page: Page,
    face: Face,
    kept_safe_by: Vec<Seen<Line>>,
}

impl Says {
    const fn safe(&self) -> [Said<'_>; 3] {
        let face = &self.face;
        [
            ("says-ring-now", face.ring_now.as_ref()),
            ("says-read-by", face.read_by.as_ref()),
            ("says-ring-back", face.ring_back.as_ref()),
        ]
    }

    const fn law(&self) -> [Said<'_>; 3] {
        let face = &self.face;
        [
            ("says-controllers", face.controllers.as_ref()),
            ("says-data-protection", face.data_protection.as_ref()),
            ("says-keeping", face.keeping.as_ref()),
        ]
    }
}

pub(super) async fn says(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<Says>, Refused> {
    let (place, sharing, reader) = (system_id(&id)?, app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let face = face(sharing, &mut look, reader, place).await?;
    if !face.has_open_door() {
        // A door that will be open shows nothing to strangers while the place is still beginning.
        sharing.leave(reader, Scale::Place.seen_by(), &Matter::system(place, place))?;
    }
    let names = sharing.names(&mut look, reader, face.keeps_safe.iter().copied()).await?;
    let kept_safe_by = face.keeps_safe.iter().filter_map(|one| names.of(*one)).cloned().collect();
    let page = face.page(&app, &visitor, "system-face");
    Ok(Shown(Says { page, face, kept_safe_by }))
}
