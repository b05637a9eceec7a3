//! What the pages of this room share.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Outcome};
use sharing::{Names, Reader, Sharing};
use store::Look;
use web::{App, Page, Problem, Refused, Said, Shown, Tongue, Visitor, to, to_saying};

use crate::opening::{self, Manner};
use crate::systems::System;

/// One person to choose in a form.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

/// What somebody is called here, or that they left.
pub(crate) fn called(names: &Names, t: &Tongue, person: Option<PersonId>) -> String {
    person
        .and_then(|person| names.of(person))
        .map_or_else(|| t.say("somebody-who-left"), ToString::to_string)
}

/// The system that an address names.
pub(crate) fn system_id(text: &str) -> Outcome<SystemId> {
    SystemId::parse(text).ok_or(Fault::NotFound)
}

/// Goes on when a verb has done its work; sent twice, it was done the first time.
pub(crate) fn on(done: Outcome<()>, path: &str) -> Result<Response, Refused> {
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to(path)),
        Err(fault) => Err(fault.into()),
    }
}

/// The same for what is ended, answered with a press or agreed to, where nothing was written.
pub(crate) fn on_done(done: Outcome<()>, path: &str) -> Result<Response, Refused> {
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to_saying(path, Said::Done)),
        Err(fault) => Err(fault.into()),
    }
}

/// The form again, with what was typed and what went wrong with it; other faults have pages of
/// their own.
pub(crate) fn again<T: askama::Template>(
    fault: Fault,
    page: impl FnOnce(Problem) -> T,
) -> Result<Response, Refused> {
    let shown = Shown(page(Problem::of(fault)?));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
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
