//! The policies, as a steward could read them, in `policies/*.cedar`; and what they are asked.

mod action;
mod entities;
mod section;

use std::str::FromStr;

use cedar_policy::{Authorizer, Context, Decision, Entities, PolicySet, Request};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Outcome};

pub use action::Action;
use entities::Names;
pub use section::SectionMatter;

use crate::decided::{Decided, Question};
use crate::reader::{Reader, SlipId, Who};

/// The policies as text: those about tellings, those about groups and systems, and those about
/// pages of one's own.
pub const POLICIES: [&str; 3] = [
    include_str!("../policies/tellings.cedar"),
    include_str!("../policies/groups.cedar"),
    include_str!("../policies/lives.cedar"),
];
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
    /// Whether a worry about it was raised with those who keep people safe in its place, and nobody
    /// has answered it.
    pub worried_about: bool,
    /// Who answered worries about it.
    pub worry_answered_by: Vec<PersonId>,
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
    /// Whether it was told with a slip, and those on duty have left it lying.
    pub lies_unread: bool,
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
            worry_answered_by: Vec::new(),
            waits_to_be_read_back: false,
            somebody_is_looking: false,
            systems_waiting: Vec::new(),
            anyone_waits: false,
            asked_first: Vec::new(),
            on_duty_first: false,
            lies_unread: false,
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
        /// Whose words they are, where that is asked for.
        said_by: Option<PersonId>,
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
    /// Something that somebody raised in a place.
    Worry {
        /// In which place.
        place: SystemId,
        /// Whether something went wrong, which somebody outside the team hears.
        is_wrong: bool,
        /// Whether it waits for an answer, or what was said of it again does.
        is_open: bool,
        /// Who raised it, if they are known and have not put it away.
        raised_by: Option<PersonId>,
        /// Who answered it, and what was said of it again.
        answered_by: Vec<PersonId>,
    },
    /// A part of somebody's own page.
    Section(SectionMatter),
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

impl Matter {
    /// A system, seen by people of its place.
    #[must_use]
    pub const fn system(id: SystemId, place: SystemId) -> Self {
        Self::System { id, place, open_door: false }
    }

    /// Something that this system's group holds, with nobody asked in.
    #[must_use]
    pub const fn held(system: SystemId) -> Self {
        Self::Held { system, asked_in: Vec::new(), came_of: Vec::new(), said_by: None }
    }

    /// The same, with those it asked in for this one thing, for whoever would put words better that
    /// this person said.
    #[must_use]
    pub fn to_reword(system: SystemId, asked_in: &[PersonId], said_by: PersonId) -> Self {
        let (asked_in, came_of) = (asked_in.to_vec(), Vec::new());
        Self::Held { system, asked_in, came_of, said_by: Some(said_by) }
    }
}

impl Policies {
    /// Parses the policies that the program carries.
    pub fn ours() -> Outcome<Self> {
        Self::parse(&POLICIES.join("\n"))
    }

    /// Parses a policy text; tests break one on purpose.
    pub fn parse(text: &str) -> Outcome<Self> {
        Ok(Self {
            set: PolicySet::from_str(text).map_err(Fault::inside)?,
            authorizer: Authorizer::new(),
            names: Names::ours()?,
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
        let principal = self.names.principal(reader.who());
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
