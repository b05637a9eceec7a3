//! What a page says before somebody writes or decides: who reads an answer, and that a story is of
//! somebody under 18. On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod pages;
#[allow(dead_code, reason = "nobody asks to be rung here")]
mod town;

use axum::http::StatusCode;
use cast::{MONDAY, Town, both, words};
use ground::id::PersonId;
use pages::page;
use places::ages;
use sharing::{Audience, Reader};
use stories::second_readings::{About, What, waiting};
use stories::tellings::{Teller, TellingId, Wishes};
use stories::worries::{Raised, WorryId, WorryKind, put_away, raise};
use town::{PitHill, pit_hill, told};

const READ: &str = "Whoever told you reads what you write here.";
const ASKED: &str = "Whoever keeps people safe here was asked to read it.";

async fn shown(town: &Town, who: PersonId, path: &str) -> String {
    let (status, page) = page(town, &town.reader(who).await, path).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    page
}

async fn raises(town: &Town, hill: &PitHill, reader: &Reader) -> WorryId {
    let (id, said) = (WorryId::random(), words("I am not easy about this."));
    let (place, kind) = (hill.place, WorryKind::WentWrong);
    let raised = Raised { id, place, kind, telling: None, words: Some(&said), at: MONDAY };
    raise(&town.sharing, reader, raised).await.expect("raised");
    id
}

#[tokio::test]
async fn bryn_is_told_who_reads_his_answer_before_he_writes_it() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let carys = town.reader(town.carys).await;
        let hers = raises(&town, &hill, &carys).await;
        assert!(shown(&town, town.bryn, "/worries").await.contains(READ));
        put_away(&town.sharing, &carys, hers, MONDAY).await.expect("put away");
        assert!(!shown(&town, town.bryn, "/worries").await.contains(READ), "no page shows it her");
    })
    .await;
}

#[tokio::test]
async fn whoever_rings_is_told_who_reads_what_they_say() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let told = stories::tellings::Told {
            ring_on: stories::ringing::Asked::parse("01632 960123", "", false).expect("a number"),
            ..told("The stairs are dark.", Wishes::default())
        };
        let id = hill.tells(&town, Teller::Person(hill.gwen), &told).await;
        let page = shown(&town, town.carys, &format!("/ringings/{id}")).await;
        assert!(page.contains("They read what you write here"), "{page}");
        assert!(page.contains("aria-describedby=\"words-hint\""), "{page}");
    })
    .await;
}

/// Carys said that she is under 18, and tells the town, to be named and quoted.
async fn carys_tells(town: &Town, hill: &PitHill) -> TellingId {
    let reader = town.reader(town.carys).await;
    ages::say_under_18(&town.sharing, &reader, MONDAY).await.expect("said");
    let heard_by = vec![Audience::System(hill.place)];
    let wishes = Wishes { heard_by, named: true, quoted: true, ..Wishes::default() };
    let told = told("The stairs are dark. I fell.", wishes);
    hill.tells(town, Teller::Person(town.carys), &told).await
}

#[tokio::test]
async fn gwen_reads_that_carys_is_under_18_where_a_name_is_asked_for_and_each_leads_to_the_other() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let id = carys_tells(&town, &hill).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let gwen = town.reader(hill.gwen).await;
        let asked = waiting(&town.sharing, &mut look, &gwen).await.expect("waiting");
        drop(look);
        assert_eq!(asked.len(), 2);
        for (this, other) in [(0, 1), (1, 0)] {
            let path = format!("/second-readings/{}", asked[this].id);
            let page = shown(&town, hill.gwen, &path).await;
            let leads = format!("href=\"/second-readings/{}\"", asked[other].id);
            assert!(page.contains(&leads), "{page}");
            let adult = asked[this].about == About::Under18;
            for says in [
                "Whoever told this, or whoever it is about, is under 18.",
                "A name is to be shown with it.",
                "It is to be quoted.",
            ] {
                assert_eq!(page.contains(says), adult, "{says}: {page}");
            }
            assert_eq!(page.matches("The stairs are dark.").count(), 1, "its words stand once");
        }
        let hers = shown(&town, town.carys, &format!("/stories/{id}")).await;
        assert_eq!(hers.matches(ASKED).count(), 1, "two are asked of the same, said once");
        let wet = told("The wall is wet.", Wishes { named: true, ..to(&hill) });
        let wet = hill.tells(&town, Teller::Person(town.bryn), &wet).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let asked = waiting(&town.sharing, &mut look, &gwen).await.expect("waiting");
        let bryns = asked.iter().find(|one| one.what == What::Telling(wet)).expect("his");
        let page = shown(&town, hill.gwen, &format!("/second-readings/{}", bryns.id)).await;
        assert!(!page.contains("under 18"), "{page}");
        // Where nobody is to be named or quoted, nothing was said beforehand of anybody's age.
        let cold = told("It is cold.", to(&hill));
        let quiet = hill.tells(&town, Teller::Person(town.carys), &cold).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let asked = waiting(&town.sharing, &mut look, &gwen).await.expect("waiting");
        let of_it: Vec<_> = asked.iter().filter(|one| one.what == What::Telling(quiet)).collect();
        assert_eq!(of_it.len(), 1, "nothing but how far it goes");
        let page = shown(&town, hill.gwen, &format!("/second-readings/{}", of_it[0].id)).await;
        assert!(page.contains("It is cold.") && !page.contains("under 18"), "{page}");
    })
    .await;
}

fn to(hill: &PitHill) -> Wishes {
    Wishes { heard_by: vec![Audience::System(hill.place)], ..Wishes::default() }
}

#[tokio::test]
async fn carys_is_not_asked_again_how_old_she_is_and_is_told_who_reads_first() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let path = format!("/systems/{}/tell", hill.place);
        let first = "You said that you are under 18.";
        let before = shown(&town, town.carys, &path).await;
        assert!(before.contains("name=\"under_18\"") && !before.contains(first));
        let id = carys_tells(&town, &hill).await;
        let page = shown(&town, town.carys, &path).await;
        assert!(!page.contains("name=\"under_18\"") && page.contains(first), "{page}");
        assert!(page.contains("name=\"they_under_18\""), "she may write for another child");
        let story = shown(&town, town.carys, &format!("/stories/{id}")).await;
        let quiet = format!("<a class=\"button quiet\" href=\"/stories/{id}/came\">");
        assert!(story.contains(&quiet), "nothing can have come of it yet: {story}");
    })
    .await;
}
