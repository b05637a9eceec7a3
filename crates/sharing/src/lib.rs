//! Sharing: who reads, what the policies say, what is then seen, the trail it leaves, and the
//! lineage of things. No room above reads a person's words in any other way.

pub mod acts;
pub mod audience;
pub mod changes;
mod decided;
pub mod erasing;
pub mod heads;

pub mod lineage;
pub mod machine;
pub mod marks;
pub mod noun;
pub mod own;
pub mod people;
pub mod policy;
pub mod reader;
pub mod sealing;
pub mod sections;
pub mod seen;
pub mod trail;
pub mod vest;
pub mod wordings;

use std::collections::HashMap;
use std::sync::Arc;

use ground::{Clock, Fault, Moment, Outcome};
use store::Store;

pub use audience::Audience;
pub use machine::{Machine, Unread};
pub use marks::Marks;
pub use noun::{Exported, Glimpse, Noun, Nouns, Waiting};
pub use people::Names;
pub use policy::{Action, Matter, Policies, SectionMatter, TellingMatter};
pub use reader::{Reader, SlipId, StandingId, StandingKind, Who};
pub use sealing::{Opening, Sealing};
pub use seen::{Leave, Seen};

/// The one who is asked for leave. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sharing {
    /// Where everything is kept.
    pub store: Store,
    policies: Arc<Policies>,
    marks: Marks,
    clock: Arc<Clock>,
}

impl Sharing {
    /// Begins with the program's own policies.
    pub fn begin(store: Store) -> Outcome<Self> {
        let marks = Marks::begin(store.database.clone());
        let clock = Arc::new(Clock::Machine);
        Ok(Self { store, policies: Arc::new(Policies::ours()?), marks, clock })
    }

    /// The same, by another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The moment now, by which readings are marked.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Leave for this reader to do this, or nothing was found: unseen and absent look the same.
    pub fn leave(&self, reader: &Reader, action: Action, matter: &Matter) -> Outcome<Leave> {
        self.leave_or_none(reader, action, matter)?.ok_or(Fault::NotFound)
    }

    /// Leave, if the policies give it. Not for hearing a telling: [`Self::hear`] marks that.
    pub fn leave_or_none(
        &self,
        reader: &Reader,
        action: Action,
        matter: &Matter,
    ) -> Outcome<Option<Leave>> {
        Ok(self.policies.may(reader, action, matter)?.then(Leave::granted))
    }

    /// Leave to see what somebody gave to be seen by one reader alone. The mark for whoever's words
    /// they are is on disk before leave is given.
    pub async fn leave_with_mark(
        &self,
        reader: &Reader,
        action: Action,
        matter: &Matter,
        mark: trail::Mark,
    ) -> Outcome<Leave> {
        let leave = self.leave(reader, action, matter)?;
        self.marks.write(vec![mark]).await?;
        Ok(leave)
    }

    /// Whether this reader, where they hear a telling at all, is written down by name for hearing
    /// it. They are not for their own, nor for what they hear as one of many; only such tellings
    /// are shown to them unasked.
    #[must_use]
    pub fn hearing_leaves_a_mark(&self, reader: &Reader, telling: &TellingMatter) -> bool {
        leaves_a_mark(reader, telling).is_some()
    }

    /// Leave to hear each of these tellings, where the policies give it. Equal questions are
    /// decided once. What is narrower than its system is marked first, and not shown otherwise.
    pub async fn hear(
        &self,
        reader: &Reader,
        tellings: &[TellingMatter],
        system_of: impl Fn(&TellingMatter) -> ground::id::SystemId,
    ) -> Outcome<Vec<Option<Leave>>> {
        let mut decided: HashMap<TellingMatter, bool> = HashMap::new();
        let mut leaves = Vec::with_capacity(tellings.len());
        let mut marks = Vec::new();
        for telling in tellings {
            let question = equal_for(reader, telling);
            let may = match decided.get(&question) {
                Some(&may) => may,
                None => {
                    let matter = Matter::Telling(question.clone());
                    let may = self.policies.may(reader, Action::Hear, &matter)?;
                    decided.insert(question, may);
                    may
                }
            };
            if may && let Some(actor) = leaves_a_mark(reader, telling) {
                marks.push(trail::Mark {
                    concerns: telling.teller.or(telling.pen()),
                    ..trail::Mark::of(
                        system_of(telling),
                        self.now(),
                        trail::Verb::Read,
                        Some(actor),
                        ground::id::Thing::new(ground::id::Kind::Telling, telling.id),
                    )
                });
            }
            leaves.push(may.then(Leave::granted));
        }
        self.marks.write(marks).await?;
        Ok(leaves)
    }
}

/// The question as it stands for this reader: whatever cannot change the answer is left out, so
/// that a list of twenty is mostly one question.
fn equal_for(reader: &Reader, telling: &TellingMatter) -> TellingMatter {
    let me = reader.person_id();
    let mine = |person: &Option<ground::id::PersonId>| person.filter(|p| Some(*p) == me);
    let slip = match reader.who() {
        Who::Slip(slip) => telling.slip.filter(|s| *s == slip),
        Who::Person(_) | Who::Nobody => None,
    };
    TellingMatter {
        id: ground::id::Uuid::nil(),
        place: telling.place,
        teller: mine(&telling.teller),
        writer: mine(&telling.writer),
        slip,
        handed_over: telling.handed_over,
        people: telling.people.iter().copied().filter(|p| Some(*p) == me).collect(),
        systems: telling
            .systems
            .iter()
            .copied()
            .filter(|s| reader.stands(StandingKind::Part, *s))
            .collect(),
        anyone: telling.anyone,
        worried_about: telling.worried_about,
        worry_answered_by: telling
            .worry_answered_by
            .iter()
            .copied()
            .filter(|p| Some(*p) == me)
            .collect(),
        waits_to_be_read_back: telling.waits_to_be_read_back,
        somebody_is_looking: telling.somebody_is_looking,
        systems_waiting: telling
            .systems_waiting
            .iter()
            .copied()
            .filter(|s| reader.stands(StandingKind::Part, *s))
            .collect(),
        anyone_waits: telling.anyone_waits,
        asked_first: telling.asked_first.iter().copied().filter(|p| Some(*p) == me).collect(),
        on_duty_first: telling.on_duty_first,
        lies_unread: telling.lies_unread,
        for_an_adult: telling.for_an_adult,
        waits_for_second_adult: telling.waits_for_second_adult,
        // Wishes about more than hearing.
        may_be_laid_beside: false,
        may_be_quoted: false,
    }
}

/// Whose name goes into the trail: nobody's when the words are the reader's own, or when they
/// were offered to a whole system that the reader is one of.
fn leaves_a_mark(reader: &Reader, telling: &TellingMatter) -> Option<ground::id::PersonId> {
    let me = reader.person_id()?;
    let own = telling.teller == Some(me) || telling.pen() == Some(me);
    let travels = !telling.waits_to_be_read_back && !telling.somebody_is_looking;
    let of_everybody = telling.anyone && !telling.anyone_waits;
    let heard_with_others = telling.cleared().any(|s| reader.stands(StandingKind::Part, s))
        || (of_everybody && reader.places().contains(&telling.place));
    let unmarked = own || (travels && heard_with_others);
    (!unmarked).then_some(me)
}
