use ground::id::{Kind, Thing};
use ground::{Fault, Words};
use sharing::lineage::{Cause, Placed};
use sharing::{Nouns, StandingKind};

use super::{
    AskAnswerId, AskAnswerKind, AskId, MOST_WAITING, Put, What, answer, answers, find, of_system,
    pass_on, store, take_back, taken_up,
};
use crate::because::BecauseOf;
use crate::inquiries::{self, InquiryId, Opened};
use crate::proof::{MONDAY, Town, both, line, words};

mod finding;
mod taking_back;
mod travelling;

fn put(town: &Town, what: fn(Words) -> What, text: &str) -> Put {
    let (from, to) = (town.team, town.place);
    Put { from, to, what: what(words(text)), because: None }
}

/// Bryn says something to the town, in the team's name.
async fn said(town: &Town, what: fn(Words) -> What, text: &str) -> AskId {
    let (id, bryn) = (AskId::random(), town.reader(town.bryn).await);
    pass_on(&town.sharing, &bryn, id, &put(town, what, text), MONDAY).await.expect("said");
    id
}

/// Dev answers for the town.
async fn answered(town: &Town, ask: AskId, kind: AskAnswerKind, text: &str, days: i64) {
    let (id, dev) = (AskAnswerId::random(), town.reader(town.dev).await);
    let (said, at) = (words(text), MONDAY.plus_days(days));
    answer(&town.sharing, &dev, id, ask, (kind, &said), at).await.expect("answered");
}

/// Which sentences wait for somebody about what groups pass on.
async fn waits(town: &Town, person: ground::id::PersonId, days: i64) -> Vec<&'static str> {
    let reader = town.reader(person).await;
    let nouns = crate::nouns(&town.sharing);
    let asks = nouns.iter().find(|noun| noun.kind() == Kind::Ask).expect("the noun");
    let mut look = town.look().await;
    let waits = asks.waits(&mut look, &reader, MONDAY.plus_days(days)).await.expect("waits");
    waits.iter().map(|one| one.sentence).collect()
}

#[tokio::test]
async fn what_one_group_says_to_another_stands_in_both_and_nowhere_else() {
    both(async |town| {
        let asha = town.asha;
        places::systems::overlap(&town.sharing, town.team, town.other_team, asha, MONDAY)
            .await
            .expect("beside each other");
        let (id, bryn) = (AskId::random(), town.reader(town.bryn).await);
        let beside =
            Put { to: town.other_team, ..put(&town, What::Ask, "Please knock on our side too.") };
        pass_on(&town.sharing, &bryn, id, &beside, MONDAY).await.expect("said");
        for (person, system) in [(town.bryn, town.team), (asha, town.other_team)] {
            let (_, page) = town.page(person, &format!("/asks/{id}")).await;
            assert!(page.contains("Please knock on our side too."));
            let (_, list) = town.page(person, &format!("/systems/{system}/asks")).await;
            assert!(list.contains("Please knock on our side too."));
        }
        let there = town.page(town.dev, &format!("/asks/{id}")).await;
        assert_eq!(there, town.page(town.dev, &format!("/asks/{}", AskId::random())).await);
        assert_eq!(there.0.as_u16(), 404);
        let path = format!("/asks/{id}/answers");
        assert_eq!(town.send(town.dev, &path, &[("words", "No.")]).await.0.as_u16(), 404);
        let dev = town.reader(town.dev).await;
        let nouns = Nouns::new(crate::nouns(&town.sharing));
        let thing = Thing::new(Kind::Ask, id);
        let seen = nouns.peek(&mut town.look().await, &dev, &[thing], &[]).await.expect("peeked");
        assert!(seen.is_empty());
    })
    .await;
}

#[tokio::test]
async fn it_can_only_be_said_to_a_group_that_lies_inside_around_or_beside() {
    both(async |town| {
        let bryn = town.reader(town.bryn).await;
        for to in [town.other_team, town.team, ground::id::SystemId::random()] {
            let far = Put { to, ..put(&town, What::Ask, "Please knock.") };
            let refused = pass_on(&town.sharing, &bryn, AskId::random(), &far, MONDAY).await;
            assert!(matches!(refused, Err(Fault::Unfit("unfit-ask-to"))), "{refused:?}");
        }
        let dev = town.reader(town.dev).await;
        let down = Put { from: town.place, to: town.team, ..put(&town, What::Ask, "Come.") };
        pass_on(&town.sharing, &dev, AskId::random(), &down, MONDAY).await.expect("said");
        let ours = put(&town, What::Ask, "In your name.");
        let refused = pass_on(&town.sharing, &dev, AskId::random(), &ours, MONDAY).await;
        assert!(matches!(refused, Err(Fault::NotFound)), "he is none of theirs");
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_the_money_neither_speaks_for_the_group_nor_takes_back_what_it_said() {
    both(async |town| {
        let ask = said(&town, What::Obstacle, "The money ends in March, every March.").await;
        let carys = town.reader(town.carys).await;
        let own = put(&town, What::Ask, "All is well here.");
        let refused = pass_on(&town.sharing, &carys, AskId::random(), &own, MONDAY).await;
        assert!(matches!(refused, Err(Fault::NotAllowed("not-allowed-ask-outside-the-talk"))));
        let refused = take_back(&town.sharing, &carys, ask, MONDAY).await;
        assert!(matches!(refused, Err(Fault::NotFound)));
        let seen =
            find(&town.sharing, &mut town.look().await, &carys, ask).await.expect("hers too");
        assert!(seen.words.is_some() && seen.said_by.is_none(), "she sees what, and not who");
        let (_, page) = town.page(town.carys, &format!("/systems/{}/asks/new", town.team)).await;
        assert!(page.contains("The group speaks for itself here") && !page.contains("<select"));
    })
    .await;
}

#[tokio::test]
async fn the_other_group_reads_the_words_and_neither_who_wrote_them_nor_why() {
    both(async |town| {
        let question = town.question("Why do letters go to the wrong door?").await;
        let cause = Placed { thing: Thing::new(Kind::Inquiry, question), system: town.team };
        let why = Some(words("Olwen cried about it."));
        let because = Some(BecauseOf { cause: Cause::Of(cause), why });
        let (id, bryn) = (AskId::random(), town.reader(town.bryn).await);
        let ask = Put { because, ..put(&town, What::Ask, "Please print the letters in Polish.") };
        pass_on(&town.sharing, &bryn, id, &ask, MONDAY).await.expect("said");

        let (_, here) = town.page(town.asha, &format!("/asks/{id}")).await;
        assert!(here.contains("Bryn") && here.contains("Olwen cried"));
        assert!(here.contains("Why do letters go"));
        let (_, money) = town.page(town.carys, &format!("/asks/{id}")).await;
        assert!(money.contains("Please print the letters") && money.contains("Why do letters go"));
        assert!(!money.contains("Bryn"), "a cause names nobody to whoever holds the money");
        let (_, there) = town.page(town.dev, &format!("/asks/{id}")).await;
        assert!(there.contains("Please print the letters in Polish."));
        for kept in ["Bryn", "Olwen", "Why do letters go"] {
            assert!(!there.contains(kept), "{kept} has travelled");
        }
        let rows = store::of_system(&mut town.look().await, town.place, None).await.expect("rows");
        assert!(rows.iter().all(|row| row.said_by.is_none()), "nor do the rows there name anybody");
        for (system, names) in [(town.place, 0), (town.team, 1)] {
            let marks = ::store::sql!(
                "SELECT COUNT(*) AS many, COUNT(actor_id) AS names FROM trail \
                 WHERE system_id = $1 AND thing_kind = 'ask'"
            );
            let bound = ::store::bind().id(system);
            let row = town.look().await.one(marks, bound).await.expect("a row");
            let number = |column| row.number(column).expect("a number");
            assert_eq!((number("many"), number("names")), (1, names), "nor does the trail there");
        }
    })
    .await;
}

#[tokio::test]
async fn bryn_who_is_of_both_groups_is_not_told_of_what_he_answered_himself() {
    both(async |town| {
        town.give(town.bryn, town.place, StandingKind::Part).await;
        let ask = said(&town, What::Ask, "Please knock before you come in.").await;
        let (id, bryn, said) =
            (AskAnswerId::random(), town.reader(town.bryn).await, words("Soon."));
        let (said, at) = ((AskAnswerKind::NothingYet, &said), MONDAY.plus_days(1));
        answer(&town.sharing, &bryn, id, ask, said, at).await.expect("answered");
        assert!(!waits(&town, town.bryn, 3).await.contains(&"waits-ask-answered"));
        answered(&town, ask, AskAnswerKind::Cannot, "We cannot.", 2).await;
        assert!(waits(&town, town.bryn, 3).await.contains(&"waits-ask-answered"), "of Dev's he is");
    })
    .await;
}

#[tokio::test]
async fn it_is_answered_as_often_as_there_is_something_to_say_and_both_groups_see_it() {
    both(async |town| {
        let ask = said(&town, What::Ask, "Please print the letters in Polish.").await;
        assert_eq!(waits(&town, town.dev, 1).await, ["waits-ask"]);
        assert!(waits(&town, town.dev, 61).await.is_empty(), "nobody is pressed for ever");
        answered(&town, ask, AskAnswerKind::NothingYet, "The printer is new in May.", 2).await;
        assert!(waits(&town, town.dev, 3).await.is_empty(), "an answer is an answer");
        assert_eq!(waits(&town, town.bryn, 3).await, ["waits-ask-answered"]);
        assert!(waits(&town, town.bryn, 17).await.is_empty());
        assert!(waits(&town, town.carys, 3).await.is_empty(), "it was not she who wrote it");
        answered(&town, ask, AskAnswerKind::Cannot, "We cannot: the form is the nation's.", 9)
            .await;
        for person in [town.bryn, town.carys, town.dev] {
            let (_, page) = town.page(person, &format!("/asks/{ask}")).await;
            let yet = page.find("The printer is new in May.").expect("the first answer");
            assert!(yet < page.find("We cannot: the form is").expect("the second"));
            assert!(page.contains("We cannot, and why") && page.contains("Dev"));
        }
        assert_eq!(waits(&town, town.bryn, 10).await, ["waits-ask-answered"]);
        let (bryn, later) = (town.reader(town.bryn).await, MONDAY.plus_days(10));
        take_back(&town.sharing, &bryn, ask, later).await.expect("taken back");
        assert!(waits(&town, town.bryn, 10).await.is_empty(), "he waits for nothing any more");
    })
    .await;
}

#[tokio::test]
async fn only_those_it_was_said_to_answer_it() {
    both(async |town| {
        let carys = town.reader(town.carys).await;
        let dev = town.reader(town.dev).await;
        let down = Put { from: town.place, to: town.team, ..put(&town, What::Ask, "Come.") };
        let id = AskId::random();
        pass_on(&town.sharing, &dev, id, &down, MONDAY).await.expect("said");
        let said = (AskAnswerKind::Cannot, &words("We cannot."));
        let refused = answer(&town.sharing, &dev, AskAnswerId::random(), id, said, MONDAY).await;
        assert!(matches!(refused, Err(Fault::NotFound)));
        // Whoever holds the money there answers for what they hold, under their own name.
        answer(&town.sharing, &carys, AskAnswerId::random(), id, said, MONDAY).await.expect("said");
    })
    .await;
}

#[tokio::test]
async fn it_can_be_taken_up_as_a_question_and_the_question_stays_where_it_is_asked() {
    both(async |town| {
        let ask = said(&town, What::Ask, "Please print the letters in Polish.").await;
        let named = format!("ask:{}", ask.0.simple());
        let path = format!("/systems/{}/inquiries/new", town.place);
        let (_, form) = town.page(town.dev, &format!("{path}?because={named}")).await;
        assert!(form.contains(&format!("value=\"{named}\" selected")));
        let (_, form) = town.page(town.dev, &path).await;
        assert!(form.contains(&format!("value=\"{named}\">")), "offered without a link too");
        let question = InquiryId::random();
        let cause = Cause::Of(Placed { thing: super::thing(ask), system: town.team });
        let asked = Opened {
            system: town.other_team,
            question: line("Who prints what, and why?"),
            why: None,
            because: Some(BecauseOf { cause, why: None }),
        };
        let asha = town.reader(town.asha).await;
        inquiries::open(&town.sharing, &asha, InquiryId::random(), &asked, MONDAY)
            .await
            .expect("asked elsewhere");
        let bryn = town.reader(town.bryn).await;
        let mut look = town.look().await;
        let seen = find(&town.sharing, &mut look, &bryn, ask).await.expect("seen");
        let up = taken_up(&mut look, std::slice::from_ref(&seen)).await.expect("looked");
        assert!(up.is_empty(), "another group's question is not theirs");
        drop(look);
        let asked = Opened { system: town.place, ..asked };
        let dev = town.reader(town.dev).await;
        inquiries::open(&town.sharing, &dev, question, &asked, MONDAY.plus_days(3))
            .await
            .expect("asked");
        assert!(waits(&town, town.dev, 4).await.is_empty());
        let (_, page) = town.page(town.bryn, &format!("/asks/{ask}")).await;
        assert!(page.contains("Taken up as a question on 5 March 2026"));
        assert!(!page.contains("Who prints what"), "that stays with those who ask it");
    })
    .await;
}

#[tokio::test]
async fn words_that_were_taken_back_are_gone_in_both_systems() {
    both(async |town| {
        let ask = said(&town, What::Ask, "Olwen at number nine needs a new wall.").await;
        let path = format!("/asks/{ask}");
        let (status, to, _) = town.send(town.bryn, &format!("{path}/back"), &[]).await;
        assert_eq!((status.as_u16(), to.as_str()), (303, path.as_str()));
        for person in [town.bryn, town.dev] {
            let (_, page) = town.page(person, &path).await;
            assert!(page.contains("Taken back") && !page.contains("Olwen"));
        }
        let rows = store::find(&mut town.look().await, ask).await.expect("rows");
        assert!(rows.len() == 2 && rows.iter().all(|row| row.words.is_none()));
        let answered = town.send(town.dev, &format!("{path}/answers"), &[("words", "Why?")]).await;
        assert_eq!(answered.0.as_u16(), 422);
        assert!(answered.2.contains("They have taken this back") && answered.2.contains("Why?"));
        assert!(waits(&town, town.dev, 1).await.is_empty());
        let nouns = Nouns::new(crate::nouns(&town.sharing));
        let (bryn, thing) = (town.reader(town.bryn).await, super::thing(ask));
        let seen = nouns.peek(&mut town.look().await, &bryn, &[thing], &[]).await.expect("peeked");
        assert!(seen.is_empty());
    })
    .await;
}

#[tokio::test]
async fn sent_twice_it_is_said_once_and_too_much_is_told_so() {
    both(async |town| {
        let bryn = town.reader(town.bryn).await;
        let ask = put(&town, What::Ask, "Please print the letters in Polish.");
        let id = AskId::random();
        pass_on(&town.sharing, &bryn, id, &ask, MONDAY).await.expect("said");
        let again = pass_on(&town.sharing, &bryn, id, &ask, MONDAY).await;
        assert!(matches!(again, Err(Fault::Already)), "{again:?}");
        for _ in 1..MOST_WAITING {
            said(&town, What::Obstacle, "It rains in.").await;
        }
        let refused = pass_on(&town.sharing, &bryn, AskId::random(), &ask, MONDAY).await;
        assert!(matches!(refused, Err(Fault::Bound("bound-asks-waiting"))));
        answered(&town, id, AskAnswerKind::NothingYet, "In May.", 1).await;
        let welsh = said(&town, What::Ask, "And in Welsh.").await;
        take_back(&town.sharing, &bryn, welsh, MONDAY).await.expect("taken back");
        said(&town, What::Ask, "And in large letters.").await;
        let (place, new) = (town.place.to_string(), format!("/systems/{}/asks/new", town.team));
        for (kind, text) in [("ask", " "), ("lesson", "Look."), ("", "Please.")] {
            let form = [("to", &*place), ("kind", kind), ("words", text)];
            assert_eq!(town.send(town.bryn, &new, &form).await.0.as_u16(), 422, "{kind}");
        }
    })
    .await;
}

#[tokio::test]
async fn lists_say_how_far_each_has_come() {
    both(async |town| {
        let open = said(&town, What::Obstacle, "The money ends in March.").await;
        let done = said(&town, What::Ask, "Please print in Polish.").await;
        answered(&town, done, AskAnswerKind::Words, "We will.", 1).await;
        let dev = town.reader(town.dev).await;
        let mut look = town.look().await;
        let asks =
            of_system(&town.sharing, &mut look, &dev, town.place, None).await.expect("listed");
        assert_eq!(asks.len(), 2);
        let said = answers(&town.sharing, &mut look, &dev, &asks).await.expect("answers");
        assert_eq!(said.len(), 1, "an answer that stands in two systems is one");
        drop(look);
        let (_, page) = town.page(town.dev, &format!("/systems/{}/asks", town.place)).await;
        assert!(page.contains("Nobody has answered yet") && page.contains("Answered on 3 March"));
        assert!(page.contains(&open.to_string()) && page.contains("Said to us"));
        assert_eq!(town.page(town.dev, &format!("/systems/{}/asks", town.team)).await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn somebodys_own_life_is_not_asked_by_a_group() {
    both(async |town| {
        let life = ground::id::SystemId::random();
        let edge = places::systems::Edge { name: line("Asha"), theme: None, area: None, why: None };
        let drawn = places::systems::Drawn { scale: places::systems::Scale::Life, edge };
        let (team, asha) = (town.team, town.asha);
        places::systems::draw_inside(&town.sharing, team, life, asha, &drawn, MONDAY)
            .await
            .expect("drawn");
        let asha = town.reader(town.asha).await;
        assert!(asha.stands(StandingKind::Part, life));
        for (from, to) in [(town.team, life), (life, town.team)] {
            let ask = Put { from, to, ..put(&town, What::Ask, "Stay away.") };
            let refused = pass_on(&town.sharing, &asha, AskId::random(), &ask, MONDAY).await;
            assert!(matches!(refused, Err(Fault::Unfit("unfit-ask-to"))));
        }
    })
    .await;
}
