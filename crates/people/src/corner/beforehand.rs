//! What somebody would read if they were let in, worked out before they are, by the same way on
//! which they would read it.

use ::store::Look;
use ground::Outcome;
use ground::id::{PersonId, Uuid};
use sharing::reader::Standing;
use sharing::{Reader, Sharing, StandingKind};

use super::{CornerId, LetIn, Terms, To, store};
use crate::lives::{self, Life};
use crate::sections::{self, Section};

/// The parts that whoever these terms let in would read from the day on which they begin, with what
/// they are let in to already, and through whose eyes. It is for whoever holds the pen, keeps
/// nothing and leaves no mark.
pub async fn would_read(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (life, terms): (&Life, &Terms),
) -> Outcome<(Reader, Vec<Section>)> {
    lives::pen(sharing, reader, life)?;
    let theirs = imagined(sharing, look, (reader, terms.to)).await?;
    let mut let_in = store::for_reader(look, life.id, &theirs, terms.began).await?;
    let_in.push(LetIn {
        life: life.id,
        to: terms.to,
        given: terms.given.clone(),
        id: CornerId::random(),
        purpose: None,
        meeting: None,
        until: terms.until,
    });
    let seen = sections::would(sharing, look, &theirs, (life, &let_in)).await?;
    Ok((theirs, seen))
}

/// That person as they stand now, or anybody of that group.
async fn imagined(
    sharing: &Sharing,
    look: &mut Look,
    (reader, to): (&Reader, To),
) -> Outcome<Reader> {
    match to {
        To::Person(person) => Reader::person(look, person).await,
        To::Group(group) => {
            let system = places::systems::find(sharing, look, reader, group).await?;
            let (place, kind) = (system.place, StandingKind::Part);
            let part = Standing { system: group, place, kind };
            Ok(Reader::imagined(PersonId(Uuid::nil()), vec![part]))
        }
    }
}
