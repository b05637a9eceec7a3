mod guests;
mod rewording;

use ground::Fault;
use ground::id::{Kind, PersonId, Thing};
use sharing::lineage::{BecauseId, Cause, Placed};
use sharing::{Nouns, StandingKind, Who};

use super::{GuestId, InquiryId, Stage, TalkId, Turn, ask_in, find, of_system, say, talk, went};
use crate::proof::{MONDAY, Town, both, words};

/// Somebody to be asked in, by a form that was not sent before.
fn guest(person: PersonId) -> (GuestId, PersonId) {
    (GuestId::random(), person)
}

async fn spoke(town: &Town, inquiry: InquiryId, turn: Turn, text: &str, days: i64) -> TalkId {
    let id = TalkId::random();
    let asha = town.reader(town.asha).await;
    let at = MONDAY.plus_days(days);
    say(&town.sharing, &asha, id, inquiry, (turn, &words(text)), at).await.expect("said");
    id
}

#[tokio::test]
async fn whoever_holds_the_money_is_outside_the_talk_until_asked_in_for_that_one_question() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        let buses = town.question("Why do letters not know the buses?").await;
        spoke(&town, damp, Turn::Talk, "I don't know what to try next.", 1).await;
        spoke(&town, buses, Turn::Talk, "The letter still says 7.40.", 1).await;
        let (carys, bryn) = (town.reader(town.carys).await, town.reader(town.bryn).await);
        let mut look = town.look().await;

        let seen = find(&town.sharing, &mut look, &carys, damp).await.expect("the question");
        assert!(
            talk(&town.sharing, &mut look, &carys, &seen, None).await.expect("asked").is_none()
        );
        assert!(went(&town.sharing, &mut look, &carys, &seen).await.expect("asked").is_none());
        let own = (Turn::Talk, &words("Have you tried targets?"));
        let refused = say(&town.sharing, &carys, TalkId::random(), damp, own, MONDAY).await;
        assert!(matches!(refused, Err(Fault::NotFound)));
        let herself = ask_in(&town.sharing, &carys, damp, guest(town.carys), MONDAY).await;
        assert!(matches!(herself, Err(Fault::NotFound)));

        ask_in(&town.sharing, &bryn, damp, guest(town.carys), MONDAY).await.expect("asked in");
        let seen = find(&town.sharing, &mut look, &carys, damp).await.expect("the question");
        assert_eq!(seen.guests.len(), 1);
        assert_eq!(seen.guests[0].asked_by, town.bryn);
        let heard = talk(&town.sharing, &mut look, &carys, &seen, None).await.expect("asked");
        assert_eq!(heard.expect("the talk").len(), 1);
        let other = find(&town.sharing, &mut look, &carys, buses).await.expect("the question");
        assert!(
            talk(&town.sharing, &mut look, &carys, &other, None).await.expect("asked").is_none()
        );
        let guest_asks = ask_in(&town.sharing, &carys, damp, guest(town.carys), MONDAY).await;
        assert!(matches!(guest_asks, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn whoever_manages_people_is_outside_the_talk_until_asked_in_as_who_holds_the_money_is() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        spoke(&town, damp, Turn::Talk, "I don't know what to try next.", 1).await;
        town.give(town.bryn, town.team, StandingKind::Manages).await;
        let (asha, bryn) = (town.reader(town.asha).await, town.reader(town.bryn).await);
        let mut look = town.look().await;
        let seen = find(&town.sharing, &mut look, &bryn, damp).await.expect("the question");
        assert!(talk(&town.sharing, &mut look, &bryn, &seen, None).await.expect("asked").is_none());
        let own = (Turn::Talk, &words("How many doors was that?"));
        let refused = say(&town.sharing, &bryn, TalkId::random(), damp, own, MONDAY).await;
        assert!(matches!(refused, Err(Fault::NotFound)));
        let himself = ask_in(&town.sharing, &bryn, damp, guest(town.bryn), MONDAY).await;
        assert!(matches!(himself, Err(Fault::NotFound)));
        // The group asks him in for this one question, as it could ask who holds the money.
        ask_in(&town.sharing, &asha, damp, guest(town.bryn), MONDAY).await.expect("asked in");
        let seen = find(&town.sharing, &mut look, &bryn, damp).await.expect("the question");
        let heard = talk(&town.sharing, &mut look, &bryn, &seen, None).await.expect("asked");
        assert_eq!(heard.expect("the talk").len(), 1);
        say(&town.sharing, &bryn, TalkId::random(), damp, own, MONDAY).await.expect("said");
    })
    .await;
}

#[tokio::test]
async fn only_somebody_who_holds_money_or_manages_can_be_asked_in() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        let asha = town.reader(town.asha).await;
        for person in [town.bryn, town.dev] {
            let asked = ask_in(&town.sharing, &asha, damp, guest(person), MONDAY).await;
            assert!(matches!(asked, Err(Fault::Unfit("unfit-nobody-to-ask-in"))));
        }
    })
    .await;
}

#[tokio::test]
async fn to_somebody_with_no_part_in_it_a_question_looks_as_if_it_were_not_there() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        spoke(&town, damp, Turn::Talk, "I don't know.", 1).await;
        let absent = InquiryId::random();
        let (status, page) = town.page(town.dev, &format!("/inquiries/{damp}")).await;
        let (status_absent, page_absent) =
            town.page(town.dev, &format!("/inquiries/{absent}")).await;
        assert_eq!((status.as_u16(), status), (404, status_absent));
        assert_eq!(page, page_absent);
        let list = town.page(town.dev, &format!("/systems/{}/inquiries", town.team)).await;
        assert_eq!(list.0.as_u16(), 404);
        let form = [("words", "Let me in")];
        let sent = town.send(town.dev, &format!("/inquiries/{damp}/talk"), &form).await;
        assert_eq!(sent.0.as_u16(), 404);
        let dev = town.reader(town.dev).await;
        let mut look = town.look().await;
        let nouns = Nouns::new(crate::nouns(&town.sharing));
        let thing = Thing::new(Kind::Inquiry, damp);
        let seen = nouns.peek(&mut look, &dev, &[thing], &[]).await.expect("peeked");
        assert!(seen.is_empty());
        let came = [Who::Person(town.dev)];
        let seen = nouns.peek(&mut look, &dev, &[thing], &came).await.expect("peeked");
        let glimpse = seen.get(&damp.0).expect("whoever told what led here sees that it came");
        assert!(glimpse.path.is_none());
        assert_eq!(glimpse.heading.to_string(), "Why does the damp come back?");
    })
    .await;
}

#[tokio::test]
async fn stages_are_entered_in_any_order_and_again_and_the_page_draws_them_as_they_went() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        let stages = [Stage::Experiment, Stage::Understand, Stage::Govern, Stage::Experiment];
        let mut days = 0;
        for stage in stages {
            days += 3;
            spoke(&town, damp, Turn::Entered(stage), "We go there now.", days).await;
        }
        let asha = town.reader(town.asha).await;
        let mut look = town.look().await;
        let seen = find(&town.sharing, &mut look, &asha, damp).await.expect("the question");
        let said = talk(&town.sharing, &mut look, &asha, &seen, None).await.expect("asked");
        let turns: Vec<Turn> = said.expect("the talk").iter().map(|one| one.turn).collect();
        assert_eq!(turns, stages.map(Turn::Entered));
        let drawn = went(&town.sharing, &mut look, &asha, &seen).await.expect("asked");
        let drawn: Vec<Stage> = drawn.expect("hers").latest.iter().map(|one| one.stage).collect();
        assert_eq!(drawn, stages, "from the first to the last");
        let (_, page) = town.page(town.asha, &format!("/inquiries/{damp}")).await;
        assert_eq!(page.matches("class=\"knot\"").count(), stages.len());
        assert!(page.contains("<path class=\"thread-line\""));
        assert!(page.contains("5 March 2026"));
        let (_, outside) = town.page(town.carys, &format!("/inquiries/{damp}")).await;
        assert!(!outside.contains("class=\"knot\"") && !outside.contains("We go there now."));
    })
    .await;
}

#[tokio::test]
async fn a_part_of_the_work_is_called_the_same_in_the_form_the_talk_the_drawing_and_the_table() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        for (days, stage) in (1..).zip(Stage::ALL) {
            spoke(&town, damp, Turn::Entered(stage), "We go there now.", days).await;
        }
        let (_, page) = town.page(town.bryn, &format!("/inquiries/{damp}")).await;
        for stage in Stage::ALL {
            let (_, option) =
                page.split_once(&format!("value=\"{}\"", stage.word())).expect("a choice");
            let (_, name) = option.split_once('>').expect("its name");
            let (name, _) = name.split_once('<').expect("its end");
            for said in [
                format!("We started on “{name}”"),
                format!(">{name}</text>"),
                format!(">{name}</a></td>"),
            ] {
                assert!(page.contains(&said), "{said} is missing: {page}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_question_is_closed_with_a_reason_and_can_be_opened_again() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        spoke(&town, damp, Turn::Closed, "The wall was mended.", 2).await;
        let asha = town.reader(town.asha).await;
        let again = (Turn::Closed, &words("Closed twice."));
        let at = MONDAY.plus_days(3);
        let twice = say(&town.sharing, &asha, TalkId::random(), damp, again, at).await;
        assert!(matches!(twice, Err(Fault::Stale)));
        let mut look = town.look().await;
        let seen = find(&town.sharing, &mut look, &asha, damp).await.expect("the question");
        assert_eq!(seen.closed, Some(MONDAY.plus_days(2)));
        let said = talk(&town.sharing, &mut look, &asha, &seen, None).await.expect("asked");
        assert_eq!(said.expect("the talk").len(), 1, "the second reason was rolled back");
        drop(look);
        spoke(&town, damp, Turn::Reopened, "It is back.", 30).await;
        let mut look = town.look().await;
        let seen =
            of_system(&town.sharing, &mut look, &asha, town.team, None).await.expect("listed");
        assert_eq!(seen[0].closed, None);
    })
    .await;
}

#[tokio::test]
async fn a_form_that_does_not_fit_comes_back_with_what_was_typed_and_a_repeat_counts_once() {
    both(async |town| {
        let path = format!("/systems/{}/inquiries/new", town.team);
        let empty = [("question", " "), ("why", "Because it matters to us")];
        let (status, _, page) = town.send(town.bryn, &path, &empty).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("Because it matters to us") && page.contains("question-problem"));

        let form = [("question", "Why 7.40?"), ("because_how", "hunch"), ("once", "abc")];
        let (_, first, _) = town.send(town.bryn, &path, &form).await;
        let (_, second, _) = town.send(town.bryn, &path, &form).await;
        assert!(first.starts_with("/inquiries/") && first == second);
        let (status, page) = town.page(town.bryn, &first).await;
        assert_eq!(status.as_u16(), 200);
        assert!(page.contains("Why 7.40?") && page.contains("A hunch"));
        let (_, list) = town.page(town.asha, &format!("/systems/{}/inquiries", town.team)).await;
        assert_eq!(list.matches("class=\"card\"").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_asked_and_said_is_in_their_export_and_in_nobody_elses() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        spoke(&town, damp, Turn::Talk, "I don't know.", 1).await;
        let nouns = crate::nouns(&town.sharing);
        let mut look = town.look().await;
        for (person, texts) in [(town.asha, 2), (town.bryn, 0)] {
            let reader = town.reader(person).await;
            let own = nouns[0].export(&mut look, &reader, person).await.expect("exported");
            assert_eq!(own.len(), texts);
            let others = nouns[0].export(&mut look, &reader, town.carys).await;
            assert!(others.expect("exported").is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn what_ended_since_the_page_was_opened_is_over_for_everything_that_is_written() {
    both(async |town| {
        let question = town.question("Why does the damp come back?").await;
        let bryn = town.reader(town.bryn).await;
        // Bryn leaves while his forms are under way: each still brings the reader that he was.
        let database = &town.sharing.store.database;
        let over = ::store::write!(database, |work| {
            sharing::erasing::end_standings(work, town.bryn, MONDAY).await
        });
        over.expect("over");
        let said = (Turn::Talk, &words("One more thing."));
        let talk = say(&town.sharing, &bryn, TalkId::random(), question, said, MONDAY).await;
        let asked = super::Opened {
            system: town.team,
            question: crate::proof::line("And why now?"),
            why: None,
            because: None,
        };
        let open = super::open(&town.sharing, &bryn, InquiryId::random(), &asked, MONDAY).await;
        let asked_in = ask_in(&town.sharing, &bryn, question, guest(town.carys), MONDAY).await;
        let written = crate::lessons::Written {
            system: town.team,
            inquiry: None,
            learned: words("Leave on a Monday."),
            held_where: None,
            held_when: None,
            context: None,
            heard: crate::heard::Heard::default(),
            look_again: None,
            because: None,
        };
        let id = crate::lessons::LessonId::random();
        let lesson = crate::lessons::write(&town.sharing, &bryn, id, &written, MONDAY).await;
        let what = Placed { thing: Thing::new(Kind::Inquiry, question), system: town.team };
        let given = crate::because::BecauseOf { cause: Cause::Hunch, why: None };
        let id = BecauseId::random();
        let because = crate::because::say(&town.sharing, &bryn, id, what, &given, MONDAY).await;
        for (refused, what) in [
            (talk, "talk"),
            (open, "a question"),
            (asked_in, "a guest"),
            (lesson, "a lesson"),
            (because, "because of what"),
        ] {
            assert!(matches!(refused, Err(Fault::NotFound)), "{what}: {refused:?}");
        }
    })
    .await;
}
