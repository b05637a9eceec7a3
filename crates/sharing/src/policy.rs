//! The policies, as a steward could read them, in `policies/*.cedar`; and what they are asked.

mod action;

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression,
};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Outcome};

pub use action::Action;

use crate::decided::{Decided, Question};
use crate::reader::{Reader, SlipId, StandingKind, Who};

/// The policies as text: those about tellings, and those about groups and systems.
pub const POLICIES: [&str; 2] =
    [include_str!("../policies/tellings.cedar"), include_str!("../policies/groups.cedar")];
/// What the policies speak of.
pub const SCHEMA: &str = include_str!("../policies/schema.cedarschema");

/// What is known about a telling when somebody asks for it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TellingMatter {
    /// Which one.
    pub id: Uuid,
    /// In which place.
    pub place: SystemId,
    /// Whose words they are, if they have an account.
    pub teller: Option<PersonId>,
    /// Who wrote it down, if it was not the teller.
    pub writer: Option<PersonId>,
    /// The slip of somebody without an account.
    pub slip: Option<SlipId>,
    /// Whether it was written down for somebody who has a slip for it: then it is theirs, and
    /// whoever wrote it down hears it only as the wishes say.
    pub handed_over: bool,
    /// Whom the teller named.
    pub people: Vec<PersonId>,
    /// The systems it is offered to.
    pub systems: Vec<SystemId>,
    /// Whether it is offered to anyone signed in here.
    pub anyone: bool,
    /// Whether a worry about it was raised with those who keep people safe in its place.
    pub worried_about: bool,
    /// It is about somebody not present and was not read back.
    pub waits_to_be_read_back: bool,
    /// Somebody said "I am in this", and it has not been settled.
    pub somebody_is_looking: bool,
    /// Those of `systems` that wait until a second reader said it is fine to go further.
    pub systems_waiting: Vec<SystemId>,
    /// Whether offering it to anyone waits for that too.
    pub anyone_waits: bool,
    /// Who was asked to read it before it goes further, by name.
    pub asked_first: Vec<PersonId>,
    /// Whether those on duty were asked to read it before it goes further.
    pub on_duty_first: bool,
    /// Whether all that they were asked is for an adult: whether somebody under 18 may be named or
    /// quoted.
    pub for_an_adult: bool,
    /// Its teller is under 18, and no second adult has said that it may be quoted.
    pub waits_for_second_adult: bool,
    /// The teller's wish.
    pub may_be_laid_beside: bool,
    /// The teller's wish.
    pub may_be_quoted: bool,
}

impl TellingMatter {
    /// A telling of which nothing is known but which one it is, and where: nobody hears it.
    #[must_use]
    pub const fn of(id: Uuid, place: SystemId) -> Self {
        Self {
            id,
            place,
            teller: None,
            writer: None,
            slip: None,
            handed_over: false,
            people: Vec::new(),
            systems: Vec::new(),
            anyone: false,
            worried_about: false,
            waits_to_be_read_back: false,
            somebody_is_looking: false,
            systems_waiting: Vec::new(),
            anyone_waits: false,
            asked_first: Vec::new(),
            on_duty_first: false,
            for_an_adult: false,
            waits_for_second_adult: false,
            may_be_laid_beside: false,
            may_be_quoted: false,
        }
    }

    /// Whether some of those it is offered to wait until a second reader has read it.
    #[must_use]
    pub fn waits_for_second_reader(&self) -> bool {
        self.anyone_waits || !self.systems_waiting.is_empty()
    }

    /// Whoever wrote it down, as long as they alone can act for whose words they are.
    #[must_use]
    pub fn pen(&self) -> Option<PersonId> {
        self.writer.filter(|_| !self.handed_over)
    }

    /// The systems it is offered to for which nothing waits.
    pub fn cleared(&self) -> impl Iterator<Item = SystemId> {
        self.systems.iter().copied().filter(|system| !self.systems_waiting.contains(system))
    }
}

/// What somebody asks about.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Matter {
    /// A telling.
    Telling(TellingMatter),
    /// Something that a group holds, and whom the group asked in.
    Held {
        /// Whose it is.
        system: SystemId,
        /// Those with money or management whom the group asked in for this one thing.
        asked_in: Vec<PersonId>,
        /// Those whose tellings it came of.
        came_of: Vec<Who>,
    },
    /// A system itself.
    System {
        /// Which one.
        id: SystemId,
        /// In which place.
        place: SystemId,
        /// Whether it is a place that offers a page to anybody.
        open_door: bool,
    },
    /// Somebody's name, and the places they play a part in.
    Person {
        /// Who.
        id: PersonId,
        /// Where they play a part.
        places: Vec<SystemId>,
    },
}

/// The policies, parsed once.
pub struct Policies {
    set: PolicySet,
    authorizer: Authorizer,
    names: Names,
    decided: Decided,
}

impl std::fmt::Debug for Policies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Policies(..)")
    }
}

struct Names {
    person: EntityTypeName,
    system: EntityTypeName,
    slip: EntityTypeName,
    nobody: EntityTypeName,
    telling: EntityTypeName,
    held: EntityTypeName,
    action: EntityTypeName,
}

impl Matter {
    /// A system, seen by people of its place.
    #[must_use]
    pub const fn system(id: SystemId, place: SystemId) -> Self {
        Self::System { id, place, open_door: false }
    }

    /// Something that this system's group holds, with nobody asked in.
    #[must_use]
    pub const fn held(system: SystemId) -> Self {
        Self::Held { system, asked_in: Vec::new(), came_of: Vec::new() }
    }
}

impl Policies {
    /// Parses the policies that the program carries.
    pub fn ours() -> Outcome<Self> {
        Self::parse(&POLICIES.join("\n"))
    }

    /// Parses a policy text; tests break one on purpose.
    pub fn parse(text: &str) -> Outcome<Self> {
        let name = |n: &str| EntityTypeName::from_str(n).map_err(Fault::inside);
        Ok(Self {
            set: PolicySet::from_str(text).map_err(Fault::inside)?,
            authorizer: Authorizer::new(),
            names: Names {
                person: name("Person")?,
                system: name("System")?,
                slip: name("Slip")?,
                nobody: name("Nobody")?,
                telling: name("Telling")?,
                held: name("Held")?,
                action: name("Action")?,
            },
            decided: Decided::default(),
        })
    }

    /// Whether this reader may do this. A policy that cannot be worked out says no.
    pub fn may(&self, reader: &Reader, action: Action, matter: &Matter) -> Outcome<bool> {
        let question = Question::new(reader, action, matter);
        if let Some(answer) = self.decided.answer(&question) {
            return Ok(answer);
        }
        let answer = self.decide(reader, action, matter)?;
        self.decided.keep(question, answer);
        Ok(answer)
    }

    fn decide(&self, reader: &Reader, action: Action, matter: &Matter) -> Outcome<bool> {
        let principal = match reader.who() {
            Who::Person(person) => self.names.of(&self.names.person, person.0),
            Who::Slip(slip) => self.names.of(&self.names.slip, slip.0),
            Who::Nobody => self.names.of(&self.names.nobody, Uuid::nil()),
        };
        let resource = self.names.resource(matter);
        let asked = self.names.of_action(action);
        let mut entities = vec![self.names.reader(reader, principal.clone())?];
        if resource != principal {
            entities.push(self.names.matter(matter, resource.clone())?);
        }
        let entities = Entities::from_entities(entities, None).map_err(Fault::inside)?;
        let request = Request::new(principal, asked, resource, Context::empty(), None)
            .map_err(Fault::inside)?;
        let answer = self.authorizer.is_authorized(&request, &self.set, &entities);
        let errors = answer.diagnostics().errors().count();
        Ok(answer.decision() == Decision::Allow && errors == 0)
    }
}

type Attributes = HashMap<String, RestrictedExpression>;

impl Names {
    fn of(&self, name: &EntityTypeName, id: Uuid) -> EntityUid {
        let id = EntityId::new(id.simple().to_string());
        EntityUid::from_type_name_and_id(name.clone(), id)
    }

    fn of_action(&self, action: Action) -> EntityUid {
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

    fn reader(&self, reader: &Reader, uid: EntityUid) -> Outcome<Entity> {
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
            ("under_18".to_owned(), RestrictedExpression::new_bool(reader.is_under_18())),
        ]);
        let parents =
            reader.systems(StandingKind::Part).map(|s| self.of(&self.system, s.0)).collect();
        entity(uid, attributes, parents)
    }

    fn resource(&self, matter: &Matter) -> EntityUid {
        match matter {
            Matter::Telling(telling) => self.of(&self.telling, telling.id),
            // What a group holds is decided by the group alone, so equal questions stay equal.
            Matter::Held { system, .. } => self.of(&self.held, system.0),
            Matter::System { id, .. } => self.of(&self.system, id.0),
            Matter::Person { id, .. } => self.of(&self.person, id.0),
        }
    }

    fn matter(&self, matter: &Matter, uid: EntityUid) -> Outcome<Entity> {
        let attributes = match matter {
            Matter::Telling(telling) => self.telling(telling),
            Matter::Held { system, asked_in, came_of } => self.held(*system, asked_in, came_of),
            Matter::System { place, open_door, .. } => Attributes::from([
                ("place".to_owned(), self.one(&self.system, place.0)),
                ("open_door".to_owned(), RestrictedExpression::new_bool(*open_door)),
            ]),
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
            ("waits_to_be_read_back".to_owned(), yes_no(telling.waits_to_be_read_back)),
            ("somebody_is_looking".to_owned(), yes_no(telling.somebody_is_looking)),
            ("asked_first".to_owned(), people(&telling.asked_first)),
            ("on_duty_first".to_owned(), yes_no(telling.on_duty_first)),
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
