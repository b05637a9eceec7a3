use super::{
    ASKED_FOR, Holds, LessonId, LookedAgainId, LookingAgain, MOST_ASKED_OF, MOST_DUE, Written, due,
    look_again, of_system, write,
};
use crate::proof::{MONDAY, Town, both, words};

async fn written(town: &Town, text: &str, look_again: Option<i64>, days: i64) -> LessonId {
    let id = LessonId::random();
    let written = Written {
        system: town.team,
        inquiry: None,
        learned: words(text),
        held_where: None,
        held_when: None,
        context: None,
        heard: crate::heard::Heard::default(),
        look_again: look_again.map(|days| MONDAY.plus_days(days)),
        because: None,
    };
    let bryn = town.reader(town.bryn).await;
    let at = MONDAY.plus_days(days);
    write(&town.sharing, &bryn, id, &written, at).await.expect("written");
    id
}

#[tokio::test]
async fn a_lesson_that_no_longer_holds_says_so_at_its_top_and_in_the_list() {
    both(async |town| {
        let id = written(&town, "A letter is enough.", Some(10), 0).await;
        let path = format!("/lessons/{id}");
        let form = [("holds", "no"), ("words", "Nobody reads letters now.")];
        let sent = town.send(town.asha, &format!("{path}/looked-again"), &form).await;
        assert_eq!((sent.0.as_u16(), sent.1.as_str()), (303, path.as_str()));
        let (_, page) = town.page(town.carys, &path).await;
        let (_, page) = page.split_once("<main").expect("the page itself");
        let top = page.find("This turned out not to hold").expect("it says so");
        assert!(top < page.find("A letter is enough.").expect("the lesson itself"));
        assert!(page.contains("Nobody reads letters now."));
        let (_, list) = town.page(town.carys, &format!("/systems/{}/lessons", town.team)).await;
        assert!(list.contains("This turned out not to hold"));
    })
    .await;
}

#[tokio::test]
async fn lessons_whose_day_has_come_stand_first_and_wait_for_whoever_wrote_them_alone() {
    both(async |town| {
        let old = written(&town, "Knock twice.", Some(10), 0).await;
        let new = written(&town, "Bring a torch.", None, 5).await;
        let later = MONDAY.plus_days(11);
        let nouns = crate::nouns(&town.sharing);
        let bryn = town.reader(town.bryn).await;
        let mut look = town.look().await;
        let waits = nouns[2].waits(&mut look, &bryn, MONDAY.plus_days(9)).await.expect("waits");
        assert!(waits.is_empty());
        let waits = nouns[2].waits(&mut look, &bryn, later).await.expect("waits");
        assert_eq!(waits[0].path, format!("/lessons/{old}"));
        for who in [town.asha, town.carys, town.dev] {
            let other = town.reader(who).await;
            assert!(nouns[2].waits(&mut look, &other, later).await.expect("waits").is_empty());
        }
        let waiting = due(&town.sharing, &mut look, &bryn, town.team, later).await;
        let waiting: Vec<LessonId> = waiting.expect("listed").iter().map(|l| l.id).collect();
        assert_eq!(waiting, [old]);
        drop(look);

        let next = Some(MONDAY.plus_days(40));
        let found = LookingAgain { holds: Holds::Partly, words: None, next };
        let id = LookedAgainId::random();
        look_again(&town.sharing, &bryn, id, old, &found, later).await.expect("looked");
        let mut look = town.look().await;
        let waiting = due(&town.sharing, &mut look, &bryn, town.team, later).await;
        assert!(waiting.expect("listed").is_empty());
        let listed = of_system(&town.sharing, &mut look, &bryn, town.team, None).await;
        let listed = listed.expect("listed");
        assert_eq!([listed[0].id, listed[1].id], [new, old]);
        assert_eq!((listed[1].holds, listed[1].look_again), (Some(Holds::Partly), next));
    })
    .await;
}

#[tokio::test]
async fn a_lesson_whose_day_has_come_is_marked_behind_however_many_that_nobody_looks_at() {
    both(async |town| {
        written(&town, "Bring a torch.", Some(-400), 0).await;
        written(&town, "The gate sticks.", None, 1).await;
        let list = format!("/systems/{}/lessons", town.team);
        let (_, page) = town.page(town.bryn, &list).await;
        assert!(!page.contains("More wait than stand here."), "{page}");
        for day in 1..=i64::try_from(MOST_DUE).expect("days") {
            written(&town, "Knock twice.", Some(-day), day).await;
        }
        let (_, page) = town.page(town.bryn, &list).await;
        let (first, others) = page.split_once("id=\"others\"").expect("other lessons");
        // What came last to be looked at again stands first, and not what was neglected longest.
        assert_eq!(first.matches("Knock twice.").count(), MOST_DUE, "{first}");
        assert!(!first.contains("Bring a torch.") && !others.contains("Knock twice."), "{page}");
        assert!(first.contains("More wait than stand here."), "{first}");
        let (sticks, torch) = others.split_once("Bring a torch.").expect("it is listed");
        assert!(torch.contains("The day to look again has come."), "{torch}");
        assert!(!sticks.contains("The day to look again has come."), "{sticks}");
    })
    .await;
}

#[tokio::test]
async fn what_nobody_looked_at_again_waits_at_home_for_three_months_and_then_on_its_page_alone() {
    both(async |town| {
        let id = written(&town, "Knock twice.", Some(10), 0).await;
        written(&town, "Bring a torch.", None, 5).await;
        let (nouns, bryn) = (crate::nouns(&town.sharing), town.reader(town.bryn).await);
        let last = 10 + ASKED_FOR;
        for (day, waits) in [(10, 1), (last - 1, 1), (last, 0), (last + 300, 0)] {
            let (mut look, now) = (town.look().await, MONDAY.plus_days(day));
            let asked = nouns[2].waits(&mut look, &bryn, now).await.expect("waits");
            assert_eq!(asked.len(), waits, "on day {day}");
            let first = due(&town.sharing, &mut look, &bryn, town.team, now).await;
            let first: Vec<LessonId> = first.expect("listed").iter().map(|l| l.id).collect();
            assert_eq!(first, [id], "it stands first on day {day}");
        }
        for (day, rests) in [(-1, false), (-ASKED_FOR, true)] {
            let path = format!("/lessons/{}", written(&town, "Knock twice.", Some(day), 0).await);
            let (_, page) = town.page(town.carys, &path).await;
            assert!(page.contains("The day to look again has come."), "on day {day}");
            assert_eq!(page.contains("Home asks this no more."), rests, "on day {day}");
            assert!(page.contains(&format!("action=\"{path}/looked-again\"")), "one still can");
        }
    })
    .await;
}

#[tokio::test]
async fn asha_is_asked_at_home_to_look_again_at_what_was_learned_from_her_question() {
    both(async |town| {
        let inquiry = Some(town.question("Why do the letters not know the buses?").await);
        let written = Written {
            system: town.team,
            inquiry,
            learned: words("Ring before eight."),
            held_where: None,
            held_when: None,
            context: None,
            heard: crate::heard::Heard::default(),
            look_again: Some(MONDAY.plus_days(10)),
            because: None,
        };
        let bryn = town.reader(town.bryn).await;
        let id = LessonId::random();
        write(&town.sharing, &bryn, id, &written, MONDAY).await.expect("written");
        let (nouns, mut look) = (crate::nouns(&town.sharing), town.look().await);
        for (who, is_asked) in [(town.asha, true), (town.bryn, true), (town.carys, false)] {
            let reader = town.reader(who).await;
            let waits = nouns[2].waits(&mut look, &reader, MONDAY.plus_days(10)).await;
            assert_eq!(!waits.expect("waits").is_empty(), is_asked);
        }
    })
    .await;
}

#[tokio::test]
async fn a_day_that_cannot_be_read_comes_back_with_what_was_typed() {
    both(async |town| {
        let path = format!("/systems/{}/lessons/new", town.team);
        let form = [("learned", "Bring a torch."), ("look_again", "in spring")];
        let (status, _, page) = town.send(town.bryn, &path, &form).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("Bring a torch.") && page.contains("in spring"));
        assert!(page.contains("<a href=\"#look_again\">"), "it is said at the day: {page}");
        let form = [("learned", "Bring a torch."), ("look_again", "2026-06-01")];
        let (_, to, _) = town.send(town.bryn, &path, &form).await;
        let (_, page) = town.page(town.bryn, &to).await;
        assert!(page.contains("1 June 2026"));
    })
    .await;
}

#[tokio::test]
async fn nobody_is_to_look_again_on_a_day_that_is_over_and_today_will_do() {
    both(async |town| {
        let new = format!("/systems/{}/lessons/new", town.team);
        let lesson = format!("/lessons/{}", written(&town, "Knock twice.", None, 0).await);
        let (again, carry) = (format!("{lesson}/looked-again"), format!("{lesson}/carrying"));
        // MONDAY is the second of March, nine hours after it began.
        for (day, status) in [("2020-01-01", 422), ("2026-03-01", 422), ("2026-03-02", 303)] {
            let written = [("learned", "Bring a torch."), ("look_again", day)];
            let at = |path: &str| if path == carry.as_str() { "carry_look" } else { "look_again" };
            let looked = [("holds", "yes"), ("words", "It held all winter."), ("look_again", day)];
            let carried = [("carry_words", "I ask for a box."), ("carry_look", day)];
            for (path, form, draft) in [
                (&new, &written[..], "Bring a torch."),
                (&again, &looked[..], "It held all winter."),
                (&carry, &carried[..], "I ask for a box."),
            ] {
                let (got, _, page) = town.send(town.bryn, path, form).await;
                assert_eq!(got.as_u16(), status, "{path} {day}");
                let there = format!("<a href=\"#{}\">That day is over.", at(path));
                let kept = page.contains(&there) && page.contains(draft);
                assert!(kept || status == 303, "{path} {day}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_lesson_looks_absent_to_somebody_with_no_part_in_it() {
    both(async |town| {
        let id = written(&town, "Knock twice.", None, 0).await;
        let there = town.page(town.dev, &format!("/lessons/{id}")).await;
        assert_eq!(there, town.page(town.dev, &format!("/lessons/{}", LessonId::random())).await);
        assert_eq!(there.0.as_u16(), 404);
    })
    .await;
}

#[tokio::test]
async fn a_lesson_comes_from_a_question_of_its_own_group_though_bryn_belongs_to_both() {
    both(async |town| {
        town.give(town.bryn, town.other_team, sharing::StandingKind::Part).await;
        let inquiry = Some(town.question("Who hears the damp first?").await);
        let written = Written {
            system: town.other_team,
            inquiry,
            learned: words("A knock is enough."),
            held_where: None,
            held_when: None,
            context: None,
            heard: crate::heard::Heard::default(),
            look_again: None,
            because: None,
        };
        let bryn = town.reader(town.bryn).await;
        let refused = write(&town.sharing, &bryn, LessonId::random(), &written, MONDAY).await;
        assert!(matches!(refused, Err(ground::Fault::NotFound)));
        let own = Written { system: town.team, ..written };
        write(&town.sharing, &bryn, LessonId::random(), &own, MONDAY).await.expect("written");
    })
    .await;
}

#[tokio::test]
async fn bryn_is_told_at_home_that_more_lessons_wait_than_he_is_asked_of() {
    both(async |town| {
        let (nouns, bryn) = (crate::nouns(&town.sharing), town.reader(town.bryn).await);
        for (times, more) in [(MOST_ASKED_OF, false), (1, true)] {
            for _ in 0..times {
                written(&town, "Knock twice.", Some(10), 0).await;
            }
            let mut look = town.look().await;
            let waits =
                nouns[2].waits(&mut look, &bryn, MONDAY.plus_days(11)).await.expect("waits");
            let asked = waits.iter().filter(|one| one.sentence == "waits-lesson-look-again");
            assert_eq!(asked.count(), MOST_ASKED_OF);
            let said = waits.iter().find(|one| one.sentence == "waits-lessons-look-again-more");
            assert_eq!(said.is_some(), more);
        }
    })
    .await;
}
