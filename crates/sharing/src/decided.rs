//! What the policies have answered already. An answer follows from the question alone: who asks,
//! where they stand now, whether they are a child, what they would do, and the facts of the matter.
//! So it cannot go stale: whoever stands elsewhere a moment later asks another question.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::policy::{Action, Matter};
use crate::reader::{Reader, Standing, Who};

/// How many answers are kept, at some 300 bytes each. When there are more, all are forgotten.
const MOST: usize = 4_096;

/// Everything that an answer follows from.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Question {
    who: Who,
    standings: Vec<Standing>,
    is_under_18: bool,
    action: Action,
    matter: Matter,
}

impl Question {
    pub(crate) fn new(reader: &Reader, action: Action, matter: &Matter) -> Self {
        let (standings, is_under_18) = (reader.standings().to_vec(), reader.is_under_18());
        Self { who: reader.who(), standings, is_under_18, action, matter: matter.clone() }
    }
}

/// Answers, by their whole question.
#[derive(Default)]
pub(crate) struct Decided(Mutex<HashMap<Question, bool>>);

impl Decided {
    pub(crate) fn answer(&self, question: &Question) -> Option<bool> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(question).copied()
    }

    pub(crate) fn keep(&self, question: Question, answer: bool) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= MOST {
            answers.clear();
        }
        answers.insert(question, answer);
    }
}

#[cfg(test)]
mod tests {
    use ground::id::{PersonId, SystemId, Uuid};

    use super::*;
    use crate::policy::{Policies, TellingMatter};
    use crate::reader::StandingKind;

    #[test]
    fn an_answer_is_over_for_asha_as_soon_as_she_stands_elsewhere() {
        let policies = Policies::ours().expect("policies");
        let [asha, town, team] = [1, 2, 3].map(Uuid::from_u128);
        let (asha, town, team) = (PersonId(asha), SystemId(town), SystemId(team));
        let part = Standing { system: team, place: town, kind: StandingKind::Part };
        let matter = Matter::held(team);
        for _ in 0..2 {
            let inside = Reader::imagined(asha, vec![part]);
            assert!(policies.may(&inside, Action::Read, &matter).expect("an answer"));
            let outside = Reader::imagined(asha, Vec::new());
            assert!(!policies.may(&outside, Action::Read, &matter).expect("an answer"));
            assert!(!policies.may(&inside, Action::Tend, &matter).expect("an answer"));
        }
    }

    #[test]
    fn an_answer_is_over_for_ffion_as_soon_as_it_is_known_that_she_is_under_18() {
        let policies = Policies::ours().expect("policies");
        let [ffion, town] = [1, 2].map(Uuid::from_u128);
        let (ffion, town) = (PersonId(ffion), SystemId(town));
        let part = Standing { system: town, place: town, kind: StandingKind::Part };
        let asked = TellingMatter::of(Uuid::nil(), town);
        let asked = TellingMatter { asked_first: vec![ffion], for_an_adult: true, ..asked };
        let matter = Matter::Telling(asked);
        for _ in 0..2 {
            let grown = Reader::imagined(ffion, vec![part]);
            assert!(policies.may(&grown, Action::ReadFirst, &matter).expect("an answer"));
            let child = grown.imagined_under_18();
            assert!(!policies.may(&child, Action::ReadFirst, &matter).expect("an answer"));
        }
    }

    #[test]
    fn no_more_answers_are_kept_than_there_is_room_for() {
        let decided = Decided::default();
        for number in 0..=MOST {
            let system = SystemId(Uuid::from_u128(number as u128));
            let question = Question::new(&Reader::nobody(), Action::Read, &Matter::held(system));
            decided.keep(question, true);
        }
        let held = decided.0.lock().expect("a lock").len();
        assert_eq!(held, 1);
    }
}
