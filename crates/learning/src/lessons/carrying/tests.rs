use ground::id::PersonId;
use ground::{Clock, Fault};
use sharing::StandingKind;

use super::{CarriedId, CarryingId, How, MOST, MOST_OF_ONE, Taken, Whither, carry, say};
use crate::lessons::{LessonId, write};
use crate::proof::{MONDAY, Town, both, knock_twice, newcomer, words};

async fn learned(town: &Town) -> LessonId {
    let (id, bryn) = (LessonId::random(), town.reader(town.bryn).await);
    write(&town.sharing, &bryn, id, &knock_twice(town), MONDAY).await.expect("written");
    id
}

async fn carries(town: &Town, who: PersonId, lesson: LessonId, look_in: i64) -> CarryingId {
    let (id, reader) = (CarryingId::random(), town.reader(who).await);
    let taken = Taken::Anew(Whither::Rule, words("I ask for it in the letters’ rule."));
    let when = Some(MONDAY.plus_days(look_in));
    carry(&town.sharing, &reader, id, lesson, (&taken, when), MONDAY).await.expect("carried");
    id
}

async fn waits(town: &Town, who: PersonId, days: i64) -> Vec<String> {
    let (reader, mut look) = (town.reader(who).await, town.look().await);
    let noun = &crate::nouns(&town.sharing)[2];
    let waits = noun.waits(&mut look, &reader, MONDAY.plus_days(days)).await.expect("waits");
    let carried = waits.into_iter().filter(|wait| wait.sentence == "waits-carrying");
    carried.map(|wait| wait.path).collect()
}

#[tokio::test]
async fn whoever_carries_a_lesson_says_so_in_their_name_and_how_it_went() {
    both(async |town| {
        let lesson = learned(&town).await;
        let path = format!("/lessons/{lesson}");
        let form = [
            ("carry_into", "computer"),
            ("carry_words", "I ask for a box that says knock."),
            ("carry_look", "2026-04-01"),
        ];
        let sent = town.send(town.asha, &format!("{path}/carrying"), &form).await;
        assert_eq!(sent.0.as_u16(), 303);
        let (_, page) = town.page(town.bryn, &path).await;
        for said in [
            "Into a computer system, or a form",
            "I ask for a box that says knock.",
            "<b>Asha</b>",
            "looks again on 1 April 2026",
        ] {
            assert!(page.contains(said), "{said}");
        }
        // Only whoever carries it says how it went.
        assert!(!page.contains("Say how it went"));
        let (_, page) = town.page(town.asha, &path).await;
        let says = page.split("/carrying/").nth(1).and_then(|rest| rest.split('"').next());
        let says = format!("{path}/carrying/{}", says.expect("a form"));
        let went = [("how", "going"), ("went", "They are looking into it.")];
        assert_eq!(town.send(town.bryn, &says, &went).await.0.as_u16(), 404);
        assert_eq!(town.send(town.asha, &says, &went).await.0.as_u16(), 303);
        let (_, page) = town.page(town.bryn, &path).await;
        assert!(page.contains("They are looking into it."));
        // Words are enough, and all there has to be.
        let (status, _, page) = town.send(town.asha, &says, &[("how", "going")]).await;
        assert_eq!(status.as_u16(), 422, "{page}");
        assert_eq!(town.page(town.dev, &path).await.0.as_u16(), 404);
        assert_eq!(town.send(town.dev, &format!("{path}/carrying"), &form).await.0.as_u16(), 404);
    })
    .await;
}

#[tokio::test]
async fn a_home_page_speaks_of_it_from_the_day_on_to_its_own_carrier_and_not_for_long() {
    both(async |town| {
        let lesson = learned(&town).await;
        let id = carries(&town, town.asha, lesson, 10).await;
        assert!(waits(&town, town.asha, 9).await.is_empty());
        assert_eq!(waits(&town, town.asha, 10).await, [format!("/lessons/{lesson}#{id}")]);
        assert!(waits(&town, town.bryn, 10).await.is_empty(), "it is nobody else's to look at");
        assert!(waits(&town, town.asha, 25).await.is_empty(), "it does not nag");
        let (asha, done) = (town.reader(town.asha).await, (How::Done, None, None));
        let form = CarriedId::random();
        let at = MONDAY.plus_days(10);
        say(&town.sharing, &asha, form, (lesson, id), done, at).await.expect("said");
        assert!(waits(&town, town.asha, 10).await.is_empty());
        let again = say(&town.sharing, &asha, form, (lesson, id), done, at).await;
        assert!(matches!(again, Err(Fault::Already)), "{again:?}");
        let late = say(&town.sharing, &asha, CarriedId::random(), (lesson, id), done, at).await;
        assert!(matches!(late, Err(Fault::Unfit("unfit-carrying-over"))), "{late:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_handed_on_is_taken_by_whoever_says_so_and_once() {
    both(async |town| {
        let lesson = learned(&town).await;
        let id = carries(&town, town.asha, lesson, 10).await;
        let bryn = town.reader(town.bryn).await;
        let over = (&Taken::Over(id, None), None);
        let early = carry(&town.sharing, &bryn, CarryingId::random(), lesson, over, MONDAY).await;
        assert!(matches!(early, Err(Fault::NotFound)), "nobody takes what was not handed on");
        let asha = town.reader(town.asha).await;
        let (said, why) = (CarriedId::random(), words("I move away in May."));
        let handed = (How::HandedOn, Some(&why), None);
        say(&town.sharing, &asha, said, (lesson, id), handed, MONDAY).await.expect("handed on");
        let path = format!("/lessons/{lesson}");
        let (_, page) = town.page(town.carys, &path).await;
        assert!(page.contains("I carry it from here") && page.contains("I move away in May."));
        let taken = CarryingId::random();
        carry(&town.sharing, &bryn, taken, lesson, over, MONDAY).await.expect("taken");
        let again = carry(&town.sharing, &bryn, taken, lesson, over, MONDAY).await;
        assert!(matches!(again, Err(Fault::Already)), "{again:?}");
        let second = carry(&town.sharing, &asha, CarryingId::random(), lesson, over, MONDAY).await;
        assert!(matches!(second, Err(Fault::Unfit("unfit-carrying-taken"))), "{second:?}");
        let (_, page) = town.page(town.carys, &path).await;
        assert!(page.contains("took it over from Asha") && !page.contains("I carry it from here"));
    })
    .await;
}

#[tokio::test]
async fn it_has_a_bound_in_all_and_one_for_each_who_carries_so_that_there_is_room_for_others() {
    both(async |town| {
        let (lesson, clock) = (learned(&town).await, Clock::standing_at(MONDAY));
        let path = format!("/lessons/{lesson}/carrying");
        let form = [("carry_words", "One more.")];
        for _ in 0..MOST_OF_ONE {
            carries(&town, town.asha, lesson, 1).await;
        }
        let (status, _, page) = town.send(town.asha, &path, &form).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("ten things") && page.contains("One more."), "{page}");
        carries(&town, town.bryn, lesson, 1).await;
        for other in 1..MOST / MOST_OF_ONE {
            let eve = newcomer(&town.sharing.store, &clock, &format!("Eve {other}")).await;
            for system in [town.place, town.team] {
                town.give(eve, system, StandingKind::Part).await;
            }
            let all = if other == 1 { MOST_OF_ONE - 1 } else { MOST_OF_ONE };
            for _ in 0..all {
                carries(&town, eve, lesson, 1).await;
            }
        }
        let (status, _, page) = town.send(town.bryn, &path, &form).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("A hundred things") && page.contains("One more."), "{page}");
        let (asha, mut look) = (town.reader(town.asha).await, town.look().await);
        let noun = &crate::nouns(&town.sharing)[2];
        let texts = noun.export(&mut look, &asha, town.asha).await.expect("texts");
        assert_eq!(texts.iter().filter(|text| text.part == "carrying").count(), MOST_OF_ONE);
    })
    .await;
}
