//! What every noun here does with a word in its table that this version does not know: a newer
//! version may have written it, or a hand at the database.

mod going_on;
mod leading_on;

use ::store::{Sql, bind, sql};
use ground::id::{SystemId, Uuid};

use crate::asks::{self, AskAnswerId, AskAnswerKind, AskId, Put, What};
use crate::experiments::{self, EntryId, EntryKind, ExperimentId, Planned, Support};
use crate::inquiries::{self, InquiryId, Stage, TalkId, Turn};
use crate::lessons::{self, Holds, LessonId, LookedAgainId, LookingAgain, Written};
use crate::proof::{MONDAY, Town, both, line, words};

/// Puts an unknown word into a row; its page was there before, and is a fault after.
async fn spoil(town: &Town, spoil: Sql, system: SystemId, row: Uuid, page: &str) {
    assert_eq!(town.page(town.bryn, page).await.0.as_u16(), 200, "{page}");
    let bound = bind().id(system).id(row);
    let spoilt =
        ::store::write!(town.sharing.store.database, |work| work.run(spoil, bound.clone()).await);
    assert_eq!(spoilt.expect("spoilt"), 1, "{page}");
    let (status, body) = town.page(town.bryn, page).await;
    assert_eq!(status.as_u16(), 500, "{page}");
    assert!(!body.contains("sung"), "the word stays inside");
}

#[tokio::test]
async fn an_unknown_kind_of_ask_or_answer_is_a_fault_and_not_another_kind() {
    both(async |town| {
        let (bryn, dev) = (town.reader(town.bryn).await, town.reader(town.dev).await);
        let said = [AskId::random(), AskId::random()];
        for id in said {
            let what = What::Ask(words("Please print the letters in Polish."));
            let put = Put { from: town.team, to: town.place, what, because: None };
            asks::pass_on(&town.sharing, &bryn, id, &put, MONDAY).await.expect("said");
        }
        let (answer, no) = (AskAnswerId::random(), words("We cannot."));
        let no = (AskAnswerKind::Cannot, &no);
        asks::answer(&town.sharing, &dev, answer, said[0], no, MONDAY).await.expect("answered");
        let sql = sql!("UPDATE ask_answers SET kind = 'sung' WHERE system_id = $1 AND id = $2");
        spoil(&town, sql, town.team, answer.0, &format!("/asks/{}", said[0])).await;
        let sql = sql!("UPDATE asks SET kind = 'sung' WHERE system_id = $1 AND id = $2");
        spoil(&town, sql, town.team, said[1].0, &format!("/asks/{}", said[1])).await;
    })
    .await;
}

#[tokio::test]
async fn an_unknown_entry_or_turn_is_a_fault_and_neither_talk_nor_something_not_begun() {
    both(async |town| {
        let inquiry: InquiryId = town.question("Who chooses the day?").await;
        let bryn = town.reader(town.bryn).await;
        let (talk, text) = (TalkId::random(), words("We begin."));
        let turn = (Turn::Entered(Stage::Design), &text);
        inquiries::say(&town.sharing, &bryn, talk, inquiry, turn, MONDAY).await.expect("said");
        let planned = Planned {
            inquiry,
            name: line("Knock instead of writing"),
            intends: None,
            tries: None,
            limits: None,
            who: None,
            support: Support::Untouched,
            because: None,
        };
        let (id, entry) = (ExperimentId::random(), EntryId::random());
        experiments::plan(&town.sharing, &bryn, id, &planned, MONDAY).await.expect("planned");
        let seen = (EntryKind::Observed, &text, &crate::heard::Heard::default());
        experiments::add(&town.sharing, &bryn, entry, id, seen, MONDAY).await.expect("entered");
        let sql = sql!("UPDATE talk SET stage = 'sung' WHERE system_id = $1 AND id = $2");
        spoil(&town, sql, town.team, talk.0, &format!("/inquiries/{inquiry}")).await;
        let sql = sql!("UPDATE entries SET kind = 'sung' WHERE system_id = $1 AND id = $2");
        spoil(&town, sql, town.team, entry.0, &format!("/experiments/{id}")).await;
    })
    .await;
}

#[tokio::test]
async fn a_lesson_looked_at_in_an_unknown_way_is_a_fault_and_does_not_hold_by_silence() {
    both(async |town| {
        let (id, bryn) = (LessonId::random(), town.reader(town.bryn).await);
        let written = Written {
            system: town.team,
            inquiry: None,
            learned: words("Knock twice."),
            held_where: None,
            held_when: None,
            context: None,
            heard: crate::heard::Heard::default(),
            look_again: None,
            because: None,
        };
        lessons::write(&town.sharing, &bryn, id, &written, MONDAY).await.expect("written");
        let (looked, found) = (LookedAgainId::random(), Holds::No);
        let found = LookingAgain { holds: found, words: None, next: None };
        lessons::look_again(&town.sharing, &bryn, looked, id, &found, MONDAY).await.expect("said");
        let sql = sql!("UPDATE looked_again SET holds = 'sung' WHERE system_id = $1 AND id = $2");
        spoil(&town, sql, town.team, looked.0, &format!("/lessons/{id}")).await;
    })
    .await;
}
