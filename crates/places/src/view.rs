//! What the pages of this room share.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Outcome};
use sharing::{Reader, Sharing};
use store::Look;
pub(crate) use web::view::{again, called, on, on_done};
use web::{App, Page, Refused, Visitor};

use crate::opening::{self, Manner};
use crate::systems::System;

/// One person to choose in a form.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

/// The system that an address names.
pub(crate) fn system_id(text: &str) -> Outcome<SystemId> {
    SystemId::parse(text).ok_or(Fault::NotFound)
}

/// People to choose among, by name.
pub(crate) async fn choices(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    people: &[PersonId],
    chosen: Option<PersonId>,
) -> Outcome<Vec<Choice>> {
    let names = sharing.names(look, reader, people.iter().copied()).await?;
    let mut choices: Vec<Choice> = people
        .iter()
        .filter_map(|&id| {
            let name = names.of(id)?.to_string();
            Some(Choice { id, name, chosen: chosen == Some(id) })
        })
        .collect();
    choices.sort_by_key(|choice| choice.name.to_lowercase());
    Ok(choices)
}

/// A system that somebody signed in looks at, and how pages in its place speak.
pub(crate) struct Within {
    pub(crate) system: System,
    manner: Manner,
}

impl Within {
    pub(crate) async fn find(
        app: &App,
        look: &mut Look,
        visitor: &Visitor,
        id: SystemId,
    ) -> Result<Self, Refused> {
        visitor.person()?;
        let (reader, tongue) = (&visitor.reader, &visitor.tongue);
        let (system, manner) = opening::here(app.sharing(), look, reader, tongue, id).await?;
        Ok(Self { system, manner })
    }

    /// Whether the place has opened, so that people can tell.
    pub(crate) const fn is_open(&self) -> bool {
        self.manner.is_open
    }

    /// A page here, with this title's key; the title may name the system.
    pub(crate) fn page(&self, app: &App, visitor: &Visitor, title: &str) -> Page {
        let title = self.manner.tongue.with(title, &[("name", &self.system.name)]);
        self.manner.clone().page_titled(app, visitor, title)
    }
}
