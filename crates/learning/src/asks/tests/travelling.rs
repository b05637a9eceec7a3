//! Lessons passed on, threads that cross, and what somebody takes away.

use ground::Fault;
use ground::id::{Kind, Thing};
use sharing::Nouns;
use sharing::lineage::{Cause, Placed, Way, follow};

use super::{answered, put, said, waits};
use crate::asks::{
    self, AskAnswerKind, AskId, AskKind, MOST_WAITING, Put, What, pass_on, take_back, thing,
};
use crate::because::BecauseOf;
use crate::inquiries::{self, InquiryId, Opened};
use crate::lessons::{self, LessonId, Written};
use crate::proof::{MONDAY, Town, both, line, words};

/// Bryn writes a lesson down in the team, for a question of theirs.
async fn lesson(town: &Town) -> LessonId {
    let inquiry = town.question("Why do letters go to the wrong door?").await;
    let id = LessonId::random();
    let written = Written {
        system: town.team,
        inquiry: Some(inquiry),
        learned: words("A knock works better than a letter."),
        held_where: Some(line("In the Rows")),
        held_when: Some(line("In winter")),
        context: Some(words("The postman was new.")),
        heard: crate::heard::Heard::default(),
        look_again: None,
        because: None,
    };
    let bryn = town.reader(town.bryn).await;
    lessons::write(&town.sharing, &bryn, id, &written, MONDAY).await.expect("written");
    id
}

#[tokio::test]
async fn a_lesson_passed_on_is_read_there_with_its_place_its_time_and_what_was_going_on() {
    both(async |town| {
        let lesson = lesson(&town).await;
        let path = format!("/lessons/{lesson}");
        assert_eq!(town.page(town.dev, &path).await.0.as_u16(), 404);
        let form = [("to", town.place.to_string()), ("lesson", lesson.to_string())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, &**value)).collect();
        let new = format!("/systems/{}/asks/new", town.team);
        let (status, to, _) = town.send(town.bryn, &new, &form).await;
        assert_eq!(status.as_u16(), 303);
        let (_, page) = town.page(town.dev, &path).await;
        for part in [
            "A knock works better",
            "In the Rows",
            "In winter",
            "The postman was new",
            "Tuesday team",
        ] {
            assert!(page.contains(part), "{part}");
        }
        for kept in ["Bryn", "wrong door", "looked-again", "/because?"] {
            assert!(!page.contains(kept), "{kept} has travelled");
        }
        let again = format!("{path}/looked-again");
        assert_eq!(town.send(town.dev, &again, &[("holds", "no")]).await.0.as_u16(), 404);
        let nouns = Nouns::new(crate::nouns(&town.sharing));
        let (dev, thing) = (town.reader(town.dev).await, Thing::new(Kind::Lesson, lesson));
        let seen = nouns.peek(&mut town.look().await, &dev, &[thing], &[]).await.expect("peeked");
        assert_eq!(seen[&lesson.0].path.as_deref(), Some(path.as_str()));
        town.send(town.bryn, &format!("{to}/back"), &[]).await;
        assert_eq!(
            town.page(town.dev, &path).await.0.as_u16(),
            404,
            "taken back, it is not theirs"
        );
    })
    .await;
}

#[tokio::test]
async fn a_lesson_passed_on_is_told_for_a_fortnight_waits_for_nobody_after_that_and_takes_no_room_from_what_is_asked()
 {
    both(async |town| {
        let bryn = town.reader(town.bryn).await;
        let (from, to, what) = (town.team, town.place, What::Lesson(lesson(&town).await, None));
        let lesson = Put { from, to, what, because: None };
        // A little later than all that is asked, so that it stands before that.
        let at = MONDAY.plus_seconds(60);
        let passed = pass_on(&town.sharing, &bryn, AskId::random(), &lesson, at).await;
        passed.expect("passed on");
        let told = ["waits-lesson-passed-on"];
        for (day, sentences) in [(1, &told[..]), (14, &told[..]), (15, &[]), (300, &[])] {
            assert_eq!(waits(&town, town.dev, day).await, sentences, "on day {day}");
        }
        for _ in 0..MOST_WAITING {
            said(&town, What::Ask, "Please print the letters in Polish.").await;
        }
        // What is asked waits for them still, all of it.
        assert_eq!(waits(&town, town.dev, 15).await, ["waits-ask"; MOST_WAITING]);
    })
    .await;
}

#[tokio::test]
async fn a_lesson_passed_on_stands_in_the_list_of_those_it_was_passed_on_to() {
    both(async |town| {
        let lesson = lesson(&town).await;
        let there = format!("/systems/{}/lessons", town.place);
        let (_, list) = town.page(town.dev, &there).await;
        assert!(!list.contains("A knock works better"));
        let (bryn, what) = (town.reader(town.bryn).await, What::Lesson(lesson, None));
        let put = Put { from: town.team, to: town.place, what, because: None };
        let said = AskId::random();
        pass_on(&town.sharing, &bryn, said, &put, MONDAY).await.expect("passed on");
        let (_, list) = town.page(town.dev, &there).await;
        assert!(list.contains("A knock works better") && list.contains("from The Tuesday team"));
        assert!(list.contains(&format!("/lessons/{lesson}")) && !list.contains("Bryn"));
        let (_, home) = town.page(town.bryn, &format!("/systems/{}/lessons", town.team)).await;
        assert!(home.contains("A knock works better") && !home.contains("from The Tuesday team"));
        let (_, other) =
            town.page(town.asha, &format!("/systems/{}/lessons", town.other_team)).await;
        assert!(!other.contains("A knock works better"), "it was not passed on to them");
        take_back(&town.sharing, &bryn, said, MONDAY).await.expect("taken back");
        let (_, list) = town.page(town.dev, &there).await;
        assert!(!list.contains("A knock works better"));
    })
    .await;
}

#[tokio::test]
async fn only_a_groups_own_lesson_is_passed_on() {
    both(async |town| {
        let lesson = lesson(&town).await;
        let what = What::Lesson(lesson, Some(words("Look.")));
        let other = Put { from: town.other_team, to: town.place, what, because: None };
        let asha = town.reader(town.asha).await;
        let refused = pass_on(&town.sharing, &asha, AskId::random(), &other, MONDAY).await;
        assert!(matches!(refused, Err(Fault::Unfit("unfit-ask-lesson"))));
    })
    .await;
}

#[tokio::test]
async fn a_thread_goes_on_across_scales_and_shows_each_what_is_theirs_to_see() {
    both(async |town| {
        let question = town.question("Why do letters go to the wrong door?").await;
        let cause = Placed { thing: Thing::new(Kind::Inquiry, question), system: town.team };
        let because = Some(BecauseOf { cause: Cause::Of(cause), why: None });
        let (id, bryn) = (AskId::random(), town.reader(town.bryn).await);
        let ask = Put { because, ..put(&town, What::Ask, "Please print the letters in Polish.") };
        pass_on(&town.sharing, &bryn, id, &ask, MONDAY).await.expect("said");
        let cause = Cause::Of(Placed { thing: thing(id), system: town.team });
        let asked = Opened {
            system: town.place,
            question: line("Who prints what, and why?"),
            why: None,
            because: Some(BecauseOf { cause, why: None }),
        };
        let (up, dev) = (InquiryId::random(), town.reader(town.dev).await);
        inquiries::open(&town.sharing, &dev, up, &asked, MONDAY).await.expect("asked");
        let nouns = Nouns::new(crate::nouns(&town.sharing));
        let back = Thing::new(Kind::Inquiry, up);
        for (reader, things) in [(bryn, 3), (dev, 2)] {
            let mut look = town.look().await;
            let thread = follow((&nouns, &[]), &mut look, &reader, back, Way::Back).await;
            assert_eq!(thread.expect("a thread").glimpses.len(), things);
        }
    })
    .await;
}

#[tokio::test]
async fn what_somebody_said_and_answered_is_theirs_to_take_away_once_each() {
    both(async |town| {
        let ask = said(&town, What::Ask, "Please print the letters in Polish.").await;
        answered(&town, ask, AskAnswerKind::Words, "We will.", 1).await;
        let nouns = crate::nouns(&town.sharing);
        let asks = nouns.iter().find(|noun| noun.kind() == Kind::Ask).expect("the noun");
        for (person, text) in
            [(town.bryn, "Please print the letters in Polish."), (town.dev, "We will.")]
        {
            let (reader, mut look) = (town.reader(person).await, town.look().await);
            let own = asks.export(&mut look, &reader, person).await.expect("exported");
            let own: Vec<String> = own.iter().map(|one| one.words.to_string()).collect();
            assert_eq!(own, [text]);
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_stands_in_the_page_of_time_behind_however_many_lessons_and_takings_back() {
    both(async |town| {
        let old = said(&town, What::Ask, "Please knock on the other side too.").await;
        let mut rows = Vec::new();
        for number in 1..=asks::PAGE + 1 {
            let is_lesson = number > 1;
            rows.push(asks::store::AskRow {
                id: AskId::random(),
                kind: if is_lesson { AskKind::Lesson } else { AskKind::Ask },
                from: town.team,
                to: town.place,
                lesson: is_lesson.then(crate::lessons::LessonId::random),
                words: None,
                said_by: Some(town.bryn),
                at: MONDAY.plus_seconds(i64::try_from(number).expect("a second")),
                taken_back: None,
                taken_back_by: None,
            });
        }
        ::store::write!(town.sharing.store.database, |work| {
            for row in &rows {
                asks::store::insert(work, row).await?;
            }
            asks::store::take_back(work, &rows[0], town.bryn, MONDAY).await
        })
        .expect("said");
        let nouns = crate::nouns(&town.sharing);
        let noun = nouns.iter().find(|noun| noun.kind() == Kind::Ask).expect("the noun");
        for (person, system) in [(town.bryn, town.team), (town.dev, town.place)] {
            let (reader, mut look) = (town.reader(person).await, town.look().await);
            let happened = noun.happened(&mut look, &reader, system).await.expect("listed");
            assert_eq!(happened.iter().map(|one| one.id).collect::<Vec<_>>(), [old.0]);
        }
        let (dev, mut look) = (town.reader(town.dev).await, town.look().await);
        assert!(noun.happened(&mut look, &dev, town.team).await.is_err(), "none of his");
    })
    .await;
}
