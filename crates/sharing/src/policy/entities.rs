//! Readers and matters as the policies know them: entities with attributes.

use std::collections::{HashMap, HashSet};
use std::str::FromStr as _;

use cedar_policy::{Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Outcome};

use super::{Action, Matter, SectionMatter, TellingMatter};
use crate::reader::{Reader, StandingKind, Who};

/// The names of what the policies speak of.
pub(super) struct Names {
    person: EntityTypeName,
    system: EntityTypeName,
    slip: EntityTypeName,
    nobody: EntityTypeName,
    telling: EntityTypeName,
    held: EntityTypeName,
    worry: EntityTypeName,
    section: EntityTypeName,
    action: EntityTypeName,
}

type Attributes = HashMap<String, RestrictedExpression>;

impl Names {
    /// The names of the schema.
    pub(super) fn ours() -> Outcome<Self> {
        let name = |n: &str| EntityTypeName::from_str(n).map_err(Fault::inside);
        Ok(Self {
            person: name("Person")?,
            system: name("System")?,
            slip: name("Slip")?,
            nobody: name("Nobody")?,
            telling: name("Telling")?,
            held: name("Held")?,
            worry: name("Worry")?,
            section: name("Section")?,
            action: name("Action")?,
        })
    }

    /// Who is asking.
    pub(super) fn principal(&self, who: Who) -> EntityUid {
        match who {
            Who::Person(person) => self.of(&self.person, person.0),
            Who::Slip(slip) => self.of(&self.slip, slip.0),
            Who::Nobody => self.of(&self.nobody, Uuid::nil()),
        }
    }

    fn of(&self, name: &EntityTypeName, id: Uuid) -> EntityUid {
        let id = EntityId::new(id.simple().to_string());
        EntityUid::from_type_name_and_id(name.clone(), id)
    }

    pub(super) fn of_action(&self, action: Action) -> EntityUid {
        EntityUid::from_type_name_and_id(self.action.clone(), EntityId::new(action.word()))
    }

    fn one(&self, name: &EntityTypeName, id: Uuid) -> RestrictedExpression {
        RestrictedExpression::new_entity_uid(self.of(name, id))
    }

    fn set<I>(&self, name: &EntityTypeName, ids: I) -> RestrictedExpression
    where
        I: IntoIterator,
        I::Item: Into<Uuid>,
    {
        RestrictedExpression::new_set(ids.into_iter().map(|id| self.one(name, id.into())))
    }

    pub(super) fn reader(&self, reader: &Reader, uid: EntityUid) -> Outcome<Entity> {
        if reader.person_id().is_none() {
            return entity(uid, Attributes::new(), HashSet::new());
        }
        let systems = |kind| self.set(&self.system, reader.systems(kind));
        let attributes = Attributes::from([
            ("places".to_owned(), self.set(&self.system, reader.places())),
            ("stewards".to_owned(), systems(StandingKind::Steward)),
            ("holds_money_of".to_owned(), systems(StandingKind::Money)),
            ("manages_in".to_owned(), systems(StandingKind::Manages)),
            ("keeps_safe".to_owned(), systems(StandingKind::KeepsSafe)),
            ("hears_wrongs".to_owned(), systems(StandingKind::HearsWrongs)),
            ("rings".to_owned(), systems(StandingKind::Rings)),
            ("holds_pen_of".to_owned(), systems(StandingKind::Pen)),
            ("under_18".to_owned(), RestrictedExpression::new_bool(reader.is_under_18())),
        ]);
        let parents =
            reader.systems(StandingKind::Part).map(|s| self.of(&self.system, s.0)).collect();
        entity(uid, attributes, parents)
    }

    pub(super) fn resource(&self, matter: &Matter) -> EntityUid {
        match matter {
            Matter::Telling(telling) => self.of(&self.telling, telling.id),
            // What a group holds is decided by the group alone, so equal questions stay equal.
            Matter::Held { system, .. } => self.of(&self.held, system.0),
            Matter::System { id, .. } => self.of(&self.system, id.0),
            // Which one it is changes nothing.
            Matter::Worry { place, .. } => self.of(&self.worry, place.0),
            // Whose life it is decides, with who is let in; which part it is changes nothing.
            Matter::Section(section) => self.of(&self.section, section.life.0),
            Matter::Person { id, .. } => self.of(&self.person, id.0),
        }
    }

    pub(super) fn matter(&self, matter: &Matter, uid: EntityUid) -> Outcome<Entity> {
        let attributes = match matter {
            Matter::Telling(telling) => self.telling(telling),
            Matter::Held { system, asked_in, came_of, said_by } => {
                let mut held = self.held(*system, asked_in, came_of);
                let said_by = said_by.map(|person| self.one(&self.person, person.0));
                held.extend(said_by.map(|person| ("said_by".to_owned(), person)));
                held
            }
            Matter::System { place, open_door, .. } => Attributes::from([
                ("place".to_owned(), self.one(&self.system, place.0)),
                ("open_door".to_owned(), RestrictedExpression::new_bool(*open_door)),
            ]),
            Matter::Worry { place, is_wrong, is_open, raised_by, answered_by } => {
                let mut worry = Attributes::from([
                    ("place".to_owned(), self.one(&self.system, place.0)),
                    ("is_wrong".to_owned(), RestrictedExpression::new_bool(*is_wrong)),
                    ("is_open".to_owned(), RestrictedExpression::new_bool(*is_open)),
                    ("answered_by".to_owned(), self.set(&self.person, answered_by.iter().copied())),
                ]);
                let raised_by = raised_by.map(|person| self.one(&self.person, person.0));
                worry.extend(raised_by.map(|person| ("raised_by".to_owned(), person)));
                worry
            }
            Matter::Section(section) => self.section(section),
            Matter::Person { places, .. } => Attributes::from([(
                "places".to_owned(),
                self.set(&self.system, places.iter().copied()),
            )]),
        };
        entity(uid, attributes, HashSet::new())
    }

    fn held(&self, system: SystemId, asked_in: &[PersonId], came_of: &[Who]) -> Attributes {
        let people = came_of.iter().filter_map(|who| match who {
            Who::Person(person) => Some(*person),
            Who::Slip(_) | Who::Nobody => None,
        });
        let slips = came_of.iter().filter_map(|who| match who {
            Who::Slip(slip) => Some(*slip),
            Who::Person(_) | Who::Nobody => None,
        });
        Attributes::from([
            ("system".to_owned(), self.one(&self.system, system.0)),
            ("asked_in".to_owned(), self.set(&self.person, asked_in.iter().copied())),
            ("came_of_people".to_owned(), self.set(&self.person, people)),
            ("came_of_slips".to_owned(), self.set(&self.slip, slips)),
        ])
    }

    fn section(&self, section: &SectionMatter) -> Attributes {
        let people = |ids: &[PersonId]| self.set(&self.person, ids.iter().copied());
        let systems = |ids: &[SystemId]| self.set(&self.system, ids.iter().copied());
        Attributes::from([
            ("life".to_owned(), self.one(&self.system, section.life.0)),
            ("rests".to_owned(), RestrictedExpression::new_bool(section.rests)),
            ("read_by_people".to_owned(), people(&section.people)),
            ("read_by_systems".to_owned(), systems(&section.groups)),
            ("written_by_people".to_owned(), people(&section.writing_people)),
            ("written_by_systems".to_owned(), systems(&section.writing_groups)),
        ])
    }

    fn telling(&self, telling: &TellingMatter) -> Attributes {
        let yes_no = RestrictedExpression::new_bool;
        let people = |ids: &[PersonId]| self.set(&self.person, ids.iter().copied());
        let mut attributes = Attributes::from([
            ("place".to_owned(), self.one(&self.system, telling.place.0)),
            ("heard_by_people".to_owned(), people(&telling.people)),
            (
                "heard_by_systems".to_owned(),
                self.set(&self.system, telling.systems.iter().copied()),
            ),
            ("heard_by_anyone".to_owned(), yes_no(telling.anyone)),
            ("handed_over".to_owned(), yes_no(telling.handed_over)),
            ("worried_about".to_owned(), yes_no(telling.worried_about)),
            ("worry_answered_by".to_owned(), people(&telling.worry_answered_by)),
            ("waits_to_be_read_back".to_owned(), yes_no(telling.waits_to_be_read_back)),
            ("somebody_is_looking".to_owned(), yes_no(telling.somebody_is_looking)),
            ("asked_first".to_owned(), people(&telling.asked_first)),
            ("on_duty_first".to_owned(), yes_no(telling.on_duty_first)),
            ("lies_unread".to_owned(), yes_no(telling.lies_unread)),
            ("for_an_adult".to_owned(), yes_no(telling.for_an_adult)),
            ("waits_for_second_adult".to_owned(), yes_no(telling.waits_for_second_adult)),
            ("waits_for_second_reader".to_owned(), yes_no(telling.waits_for_second_reader())),
            ("cleared_for_systems".to_owned(), self.set(&self.system, telling.cleared())),
            ("cleared_for_anyone".to_owned(), yes_no(telling.anyone && !telling.anyone_waits)),
            ("may_be_laid_beside".to_owned(), yes_no(telling.may_be_laid_beside)),
            ("may_be_quoted".to_owned(), yes_no(telling.may_be_quoted)),
        ]);
        let mut maybe = |key: &str, name: &EntityTypeName, id: Option<Uuid>| {
            if let Some(id) = id {
                attributes.insert(key.to_owned(), self.one(name, id));
            }
        };
        maybe("teller", &self.person, telling.teller.map(Into::into));
        maybe("writer", &self.person, telling.writer.map(Into::into));
        maybe("slip", &self.slip, telling.slip.map(Into::into));
        attributes
    }
}

fn entity(uid: EntityUid, attributes: Attributes, parents: HashSet<EntityUid>) -> Outcome<Entity> {
    Entity::new(uid, attributes, parents).map_err(Fault::inside)
}
