//! Whom a teller may choose to be heard by. Nobody who said that they are under 18 is offered one by
//! one, unless they hear it already: then they can be taken off.

use ::store::Look;
use ground::Outcome;
use ground::id::SystemId;
use places::systems;
use sharing::{Audience, Seen, StandingKind, people, reader};
use web::{App, Visitor};

use super::form::WishesForm;

/// One of those whom a teller may choose to be heard by.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: Seen<String>,
    pub(crate) is_chosen: bool,
}

/// Everybody whom this reader may choose: the systems they are part of, and the people in them.
pub(crate) struct Choices {
    pub(crate) systems: Vec<Choice>,
    pub(crate) people: Vec<Choice>,
    pub(crate) anyone: bool,
}

impl Choices {
    pub(crate) async fn of(
        app: &App,
        look: &mut Look,
        visitor: &Visitor,
        place: SystemId,
        form: &WishesForm,
        stands: &[Audience],
    ) -> Outcome<Self> {
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mine: Vec<SystemId> = reader.systems(StandingKind::Part).collect();
        let systems = systems::find_many(sharing, look, reader, &mine).await?;
        let systems = systems.iter().map(|system| {
            let value = format!("system:{}", system.id);
            Choice { is_chosen: form.chose(&value), value, label: system.name.heading() }
        });
        let systems = systems.collect();
        let mut people = reader::standing_in(look, place, StandingKind::Part).await?;
        let children = people::under_18_among(look, &people).await?;
        people.retain(|one| !children.contains(one) || stands.contains(&Audience::Person(*one)));
        let names = sharing.names(look, reader, people.iter().copied()).await?;
        let mut people: Vec<Choice> = people
            .into_iter()
            .filter(|person| !visitor.is(*person))
            .filter_map(|person| {
                let value = format!("person:{person}");
                let label = names.of(person)?.heading();
                Some(Choice { is_chosen: form.chose(&value), value, label })
            })
            .collect();
        people.sort_by_key(|choice| choice.label.inner().to_lowercase());
        Ok(Self { systems, people, anyone: form.chose("anyone") })
    }

    /// What those are called who are chosen by name.
    pub(crate) fn chosen(&self) -> Vec<Seen<String>> {
        let all = self.systems.iter().chain(&self.people);
        all.filter(|choice| choice.is_chosen).map(|choice| choice.label.clone()).collect()
    }
}
