//! Somebody who was afraid raised a worry, and somebody else picks up the phone.

use axum::http::StatusCode;

use super::cast::Persona::*;
use super::town::Town;

const SAID: &str = "He is in the next room.";
const BUTTON: &str = "Put this away, so that nobody who picks up this phone sees it";

#[tokio::test(flavor = "multi_thread")]
async fn what_ceri_raised_is_put_away_at_once_and_no_page_of_hers_speaks_of_it_again() {
    let town = Town::new().await;
    let worry = format!("/stories/{}/worry", town.things.of("telling"));
    let said = town.post(Ceri, &worry, &[("words", SAID.to_owned())]).await;
    let raised = said.header("location").to_owned();
    let page = town.get(Ceri, &raised).await.body;
    assert!(page.contains(BUTTON) && page.contains("You won’t be told here"), "{page}");
    assert!(town.get(Ceri, "/worries").await.body.contains(&raised), "and later from the list");

    let away = town.post(Ceri, &format!("{raised}/away"), &[]).await;
    assert_eq!((away.status, away.header("location")), (StatusCode::SEE_OTHER, "/?said=done"));
    let again = town.post(Ceri, &format!("{raised}/away"), &[]).await;
    assert_eq!(again.header("location"), "/?said=done", "sent twice is done once");
    let absent = town.get(Ceri, &format!("/raised/{}", ground::id::Uuid::new_v4())).await;
    let gone = town.get(Ceri, &raised).await;
    assert_eq!((gone.status, gone.bare().body), (StatusCode::NOT_FOUND, absent.bare().body));

    let gwens = town.get(Gwen, "/worries").await.body;
    assert!(gwens.contains(SAID) && gwens.contains("Whoever raised this has put it away."));
    let id = raised.trim_start_matches("/raised/");
    let answer = [("words", "I am on my way.".to_owned())];
    let answered = town.post(Gwen, &format!("/worries/{id}/answer"), &answer).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    for path in ["/", "/you", "/worries", "/mine", "/you/everything.json", "/search?q=room"] {
        let page = town.get(Ceri, path).await.body;
        for word in [SAID, "I am on my way.", id, "There is an answer for you"] {
            assert!(!page.contains(word), "{path} says {word}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_something_without_their_name_is_shown_no_page_of_theirs() {
    let town = Town::new().await;
    let door = format!("/tell/{}/went-wrong", town.things.of("place"));
    for who in [Stranger, Bryn] {
        let said = town.post(who, &door, &[("words", "They laughed.".to_owned())]).await;
        assert_eq!(said.header("location"), "/raised");
        let page = town.get(who, "/raised").await.body;
        assert!(!page.contains(BUTTON) && !page.contains("under “You”"), "{who:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_are_worried_about_is_a_heading_only_for_whoever_hears_it() {
    let town = Town::new().await;
    let (others, own) = (">What people are worried about</h2>", "Nothing that you raised");
    for (who, hears) in [(Gwen, true), (Lowri, true), (Dev, false), (Mair, false)] {
        let page = town.get(who, "/worries").await.body;
        let first = if hears { "<h1>What was raised</h1>" } else { "<h1>What you raised</h1>" };
        assert!(page.contains(first), "{who:?} {page}");
        assert_eq!(page.contains(others), hears, "{who:?}");
        assert!(!page.contains("where you are on duty"), "{who:?}: something waits, or not theirs");
        assert!(page.contains(own), "{who:?} {page}");
    }
}
