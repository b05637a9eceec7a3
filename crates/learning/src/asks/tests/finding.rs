//! Asks and obstacles in search: those find them who read them, and nobody else.

use ground::id::{PersonId, Thing};

use super::{put, said};
use crate::asks::{AskId, Put, What, pass_on, take_back, thing};
use crate::proof::{MONDAY, Town, both, line, words};

async fn finds(town: &Town, person: PersonId, word: &str) -> Vec<Thing> {
    let finder = town.app.finder();
    finder.catch_up().await.expect("read");
    let (reader, mut look) = (town.reader(person).await, town.look().await);
    let found = finder.search(&mut look, &reader, &line(word), None).await.expect("looked");
    found.glimpses.iter().map(|one| Thing::new(one.kind, one.id)).collect()
}

#[tokio::test]
async fn an_ask_is_found_by_its_words_by_both_groups_and_by_nobody_else() {
    both(async |town| {
        let asha = town.asha;
        places::systems::overlap(&town.sharing, town.team, town.other_team, asha, MONDAY)
            .await
            .expect("beside each other");
        let (id, bryn) = (AskId::random(), town.reader(town.bryn).await);
        let beside = put(&town, What::Ask, "Please print the letters in Polish.");
        let beside = Put { to: town.other_team, ..beside };
        pass_on(&town.sharing, &bryn, id, &beside, MONDAY).await.expect("said");
        for person in [town.bryn, town.carys, town.asha] {
            assert_eq!(finds(&town, person, "polish").await, [thing(id)]);
        }
        assert!(finds(&town, town.dev, "polish").await.is_empty());
        assert_eq!(finds(&town, town.dev, "polish").await, finds(&town, town.dev, "zzzz").await);
    })
    .await;
}

#[tokio::test]
async fn an_obstacle_that_was_taken_back_is_found_no_more() {
    both(async |town| {
        let id = said(&town, What::Obstacle, "The money ends every March.").await;
        assert_eq!(finds(&town, town.dev, "march").await, [thing(id)], "it was said to his town");
        assert_eq!(town.app.finder().many_with("march"), 1);
        let bryn = town.reader(town.bryn).await;
        take_back(&town.sharing, &bryn, id, MONDAY).await.expect("taken back");
        assert!(finds(&town, town.bryn, "march").await.is_empty());
        assert_eq!(town.app.finder().many_with("march"), 0, "nor does the index hold it");
    })
    .await;
}

#[tokio::test]
async fn who_reads_an_ask_without_its_group_finds_nothing_of_the_talk_behind_it() {
    both(async |town| {
        let question = town.question("Why do heliotropes go to the wrong door?").await;
        said(&town, What::Ask, "Please print the letters in Polish.").await;
        let (talk, said) = (crate::inquiries::TalkId::random(), words("Marigolds, Asha says."));
        let turn = (crate::inquiries::Turn::Talk, &said);
        let bryn = town.reader(town.bryn).await;
        crate::inquiries::say(&town.sharing, &bryn, talk, question, turn, MONDAY)
            .await
            .expect("said");
        for word in ["heliotropes", "marigolds"] {
            assert!(finds(&town, town.dev, word).await.is_empty(), "{word}");
        }
    })
    .await;
}
