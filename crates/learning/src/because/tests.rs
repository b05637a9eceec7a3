use ground::Fault;
use ground::id::{Kind, Thing};
use sharing::lineage::{BecauseId, Cause, Placed, causes, led_to};

use super::{BecauseOf, say};
use crate::lessons::{LessonId, Written, write};
use crate::proof::{MONDAY, Town, both, words};

/// Asha writes a lesson down in the other team, which only she is part of.
async fn lesson_elsewhere(town: &Town) -> Placed {
    let id = LessonId::random();
    let written = Written {
        system: town.other_team,
        inquiry: None,
        learned: words("A knock works better than a letter."),
        held_where: None,
        held_when: None,
        context: None,
        heard: crate::heard::Heard::default(),
        look_again: None,
        because: None,
    };
    let asha = town.reader(town.asha).await;
    write(&town.sharing, &asha, id, &written, MONDAY).await.expect("written");
    Placed { thing: Thing::new(Kind::Lesson, id), system: town.other_team }
}

#[tokio::test]
async fn a_link_crosses_to_another_system_and_is_found_from_either_end() {
    both(async |town| {
        let lesson = lesson_elsewhere(&town).await;
        let question = town.question("Could the letter ask the bus?").await;
        let what = Placed { thing: Thing::new(Kind::Inquiry, question), system: town.team };
        let given = BecauseOf { cause: Cause::Of(lesson), why: Some(words("They went first.")) };
        let asha = town.reader(town.asha).await;
        let id = BecauseId::random();
        say(&town.sharing, &asha, id, what, &given, MONDAY).await.expect("said");

        let mut look = town.look().await;
        let back = causes(&mut look, what.thing).await.expect("back");
        assert_eq!((back.len(), back[0].cause), (1, Cause::Of(lesson)));
        let forward = led_to(&mut look, &[lesson.thing]).await.expect("forward");
        assert_eq!((forward.len(), forward[0].what), (1, what));
        let path = format!("/inquiries/{question}");
        let (_, page) = town.page(town.asha, &path).await;
        assert!(page.contains("A knock works better than a letter."));
        assert!(page.contains("They went first.") && page.contains("/thread/inquiry/"));
        let (_, page) = town.page(town.bryn, &path).await;
        assert!(!page.contains("A knock works") && !page.contains("They went first."));
    })
    .await;
}

#[tokio::test]
async fn it_is_never_a_duty_and_can_be_said_later_by_those_who_take_part() {
    both(async |town| {
        let question = town.question("Could the letter ask the bus?").await;
        let what = format!("inquiry:{question}");
        let (_, page) = town.page(town.bryn, &format!("/because?what={what}")).await;
        assert!(page.contains("Could the letter ask the bus?"));
        let form = [("what", what.as_str()), ("because_how", "hunch"), ("because_why", "A dream")];
        let (status, to, _) = town.send(town.bryn, "/because", &form).await;
        assert_eq!(
            (status.as_u16(), to.as_str()),
            (303, format!("/inquiries/{question}").as_str())
        );
        let (_, page) = town.page(town.asha, &to).await;
        assert!(page.contains("A hunch") && page.contains("A dream"));
        assert_eq!(town.send(town.dev, "/because", &form).await.0.as_u16(), 404);
        assert_eq!(town.page(town.dev, &format!("/because?what={what}")).await.0.as_u16(), 404);
        let nothing = [("what", what.as_str())];
        assert_eq!(town.send(town.bryn, "/because", &nothing).await.0.as_u16(), 422);
    })
    .await;
}

#[tokio::test]
async fn a_form_reached_by_a_link_from_another_thing_has_it_chosen() {
    both(async |town| {
        let lesson = lesson_elsewhere(&town).await;
        let named = super::named(lesson.thing);
        let path = format!("/systems/{}/inquiries/new", town.team);
        let (_, page) = town.page(town.asha, &format!("{path}?because={named}")).await;
        assert!(page.contains(&format!("value=\"{named}\" selected")));
        let (_, page) = town.page(town.bryn, &format!("{path}?because={named}")).await;
        assert!(!page.contains(&named), "what he may not see is not offered");
        let form =
            [("question", "Why?"), ("because_how", "because"), ("because_of", named.as_str())];
        let (status, _, page) = town.send(town.bryn, &path, &form).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("It may have been taken away meanwhile."));
        assert_eq!(town.send(town.asha, &path, &form).await.0.as_u16(), 303);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_there_because_of_itself() {
    both(async |town| {
        let question = town.question("Why?").await;
        let what = Placed { thing: Thing::new(Kind::Inquiry, question), system: town.team };
        let given = BecauseOf { cause: Cause::Of(what), why: None };
        let asha = town.reader(town.asha).await;
        let said = say(&town.sharing, &asha, BecauseId::random(), what, &given, MONDAY).await;
        assert!(matches!(said, Err(Fault::Unfit("unfit-because-itself"))));
    })
    .await;
}
