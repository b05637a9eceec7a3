use crate::inquiries::{Stage, TalkId, Turn, say};
use crate::proof::{MONDAY, both, words};

#[tokio::test]
async fn one_answer_is_enough_and_no_answer_is_not() {
    both(async |town| {
        let path = format!("/systems/{}/intended", town.team);
        let (status, _, page) = town.send(town.bryn, &path, &[("heard", " ")]).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("Please write at least one answer."));
        let form = [("missing", "Nobody under thirty."), ("because_how", "just_happened")];
        let (status, to, _) = town.send(town.bryn, &path, &form).await;
        assert_eq!(status.as_u16(), 303);
        let (_, page) = town.page(town.asha, &to).await;
        assert!(page.contains("Nobody under thirty.") && page.contains("It just happened"));
        let (_, page) = town.page(town.asha, &path).await;
        assert!(page.contains("Nobody under thirty.") && page.contains(&to));
    })
    .await;
}

#[tokio::test]
async fn what_happened_stands_in_time_and_tells_nothing_of_the_talk() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        let asha = town.reader(town.asha).await;
        let turn = (Turn::Entered(Stage::Understand), &words("We ask the surveyor."));
        say(&town.sharing, &asha, TalkId::random(), damp, turn, MONDAY).await.expect("said");
        let path = format!("/systems/{}/intended", town.team);
        for person in [town.asha, town.carys] {
            let (status, page) = town.page(person, &path).await;
            assert_eq!(status.as_u16(), 200);
            assert!(page.contains("Why does the damp come back?"));
            assert!(page.contains("class=\"river\"") && !page.contains("We ask the surveyor."));
        }
        assert_eq!(town.page(town.dev, &path).await.0.as_u16(), 404);
    })
    .await;
}

#[tokio::test]
async fn what_groups_said_to_each_other_stands_in_time_until_it_is_taken_back() {
    both(async |town| {
        let new = format!("/systems/{}/asks/new", town.team);
        let place = town.place.to_string();
        let form =
            [("kind", "ask"), ("to", place.as_str()), ("words", "Please print a number to ring.")];
        let (status, to, page) = town.send(town.bryn, &new, &form).await;
        assert_eq!(status.as_u16(), 303, "{page}");
        let path = format!("/systems/{}/intended", town.team);
        let said = "Said from group to group";
        let (_, page) = town.page(town.carys, &path).await;
        assert!(page.contains("Please print a number to ring.") && page.contains(said));
        assert!(!page.contains(&format!("{said}, Bryn")), "it is the group that says it");
        town.send(town.bryn, &format!("{to}/back"), &[]).await;
        let (_, page) = town.page(town.carys, &path).await;
        assert!(!page.contains("Please print a number to ring.") && !page.contains(said));
    })
    .await;
}

#[tokio::test]
async fn the_newest_ten_things_that_happened_stand_open_and_the_rest_are_folded() {
    both(async |town| {
        let path = format!("/systems/{}/intended", town.team);
        for number in 1..=12 {
            let (_, page) = town.page(town.bryn, &path).await;
            let folded = page.contains("What happened before that");
            assert_eq!(folded, number > 11, "after {} questions", number - 1);
            town.question(&format!("What is behind door {number}?")).await;
        }
        let (_, page) = town.page(town.bryn, &path).await;
        let fold = page.find("What happened before that").expect("a fold");
        assert_eq!(page[..fold].matches("What is behind door").count(), 10);
        assert!(page.contains("href=\"#talk\"") && page.contains("id=\"talk\""));
    })
    .await;
}
