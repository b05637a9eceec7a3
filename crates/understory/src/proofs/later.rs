//! What is kept for later on the tell page, and asking to be rung there, as somebody would go it
//! from page to page.

use axum::http::StatusCode;

use super::browser::Answer;
use super::cast::Persona::{self, *};
use super::town::Town;

const BEGAN: &str = "I have not told anybody about the stairs";

/// Fills in the tell page of the team.
async fn tells(town: &Town, who: Persona, fields: &[(&'static str, &str)]) -> Answer {
    let path = format!("/systems/{}/tell", town.things.of("team"));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    town.post(who, &path, &fields).await
}

/// What stands in a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    super::browser::hidden(page, name).expect("the field")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ceri_keeps_for_later_is_taken_up_again_told_and_then_gone() {
    let town = Town::new().await;
    let kept = tells(&town, Ceri, &[("words", BEGAN), ("felt", "Odd"), ("later", "yes")]).await;
    assert_eq!(
        (kept.status, kept.header("location")),
        (StatusCode::SEE_OTHER, "/drafts?said=kept")
    );
    let list = town.get(Ceri, "/drafts").await.body;
    let path = list.split("href=\"").find(|rest| rest.contains("/tell?draft=")).expect("a link");
    let path = path.split('"').next().expect("its end").to_owned();
    assert!(town.get(Ceri, "/").await.body.contains("/drafts"), "home says so");
    assert!(!town.get(Ceri, "/").await.body.contains("stairs"), "without a word of it");
    for other in [Bryn, Gwen, Dev] {
        assert!(!town.get(other, "/drafts").await.body.contains("stairs"), "{other:?}");
        assert_ne!(town.get(other, &path).await.status, StatusCode::OK, "{other:?}");
    }
    let page = town.get(Ceri, &path).await.body;
    assert!(page.contains(BEGAN) && page.contains("value=\"Odd\""), "just as it was typed");
    let (draft, revision) = (hidden(&page, "draft"), hidden(&page, "draft_revision"));
    let whole = [("words", BEGAN), ("draft", &draft), ("draft_revision", &revision)];
    let told = tells(&town, Ceri, &whole).await;
    assert!(told.header("location").starts_with("/stories/"), "{}", told.status);
    assert!(!town.get(Ceri, "/drafts").await.body.contains("stairs"), "it was told");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_to_keep_for_later_is_said_beside_the_field() {
    let town = Town::new().await;
    let kept = tells(&town, Ceri, &[("title", "Only a title"), ("later", "yes")]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept.body.contains("words-problem") && kept.body.contains("Only a title"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_that_nobody_knows_is_asked_again_and_neither_words_nor_draft_are_lost() {
    let town = Town::new().await;
    tells(&town, Ceri, &[("words", BEGAN), ("later", "yes")]).await;
    let list = town.get(Ceri, "/drafts").await.body;
    let path = list.split("href=\"").find(|rest| rest.contains("/tell?draft=")).expect("a link");
    let page = town.get(Ceri, path.split('"').next().expect("its end")).await.body;
    let (draft, revision) = (hidden(&page, "draft"), hidden(&page, "draft_revision"));
    let whole = |language| {
        let draft = [("draft", draft.as_str()), ("draft_revision", revision.as_str())];
        [("words", BEGAN), ("language", language), draft[0], draft[1]]
    };
    let refused = tells(&town, Ceri, &whole("What my gran spoke")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("We do not know that language"), "{}", refused.body);
    assert!(refused.body.contains(BEGAN) && refused.body.contains("What my gran spoke"));
    assert!(town.get(Ceri, "/drafts").await.body.contains("stairs"), "the draft is there still");
    let told = tells(&town, Ceri, &whole("Polish")).await;
    let story = town.get(Ceri, told.header("location")).await.body;
    assert!(story.contains("lang=\"pl\""), "{story}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tell_page_says_who_rings_and_the_number_is_shown_to_whoever_does_and_nobody_else() {
    let town = Town::new().await;
    let path = format!("/systems/{}/tell", town.things.of("team"));
    let page = town.get(Ceri, &path).await.body;
    assert!(page.contains("Gwen, on Tuesdays.") && page.contains("name=\"ring_on\""));
    let asks = [("words", "Ring me."), ("ring_on", "01632 960199"), ("ring_safe", "At noon")];
    let told = tells(&town, Ceri, &asks).await;
    let story = bare(told.header("location")).to_owned();
    assert!(!town.get(Ceri, &story).await.body.contains("960199"), "not over her shoulder");
    let ringing = story.replace("/stories/", "/ringings/");
    assert!(town.get(Gwen, &ringing).await.body.contains("960199"));
    assert!(!town.get(Gwen, "/ringings").await.body.contains("960199"), "not in the list");
    for other in [Ceri, Bryn, Asha, Lowri, Dev] {
        let answer = town.get(other, &ringing).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other:?}");
        assert!(!town.get(other, "/ringings").await.body.contains(&ringing), "{other:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_answer_to_somebody_who_was_rung_says_so_and_keeps_what_was_typed() {
    let town = Town::new().await;
    let asks = [("words", "Ring me."), ("ring_on", "01632 960199")];
    let told = tells(&town, Ceri, &asks).await;
    let ringing = bare(told.header("location")).replace("/stories/", "/ringings/");
    let page = town.get(Gwen, &ringing).await.body;
    let revision = hidden(&page, "revision");
    let said = "We spoke for an hour, and she will come on Friday.";
    let form = ["rang", said, &revision].map(ToOwned::to_owned);
    let form: Vec<_> = ["kind", "words", "revision"].into_iter().zip(form).collect();
    assert_eq!(town.post(Gwen, &ringing, &form).await.status, StatusCode::SEE_OTHER);
    let late = town.post(Gwen, &ringing, &form).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains(said) && late.body.contains("answered this first"));
    assert_eq!(town.post(Dev, &ringing, &form).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn past_thirty_in_an_hour_the_open_door_keeps_what_was_typed_and_says_whom_to_ring() {
    let town = Town::new().await;
    let path = format!("/tell/{}", town.things.of("place"));
    let form = [("words", "The stairs are dark and nobody comes.".to_owned())];
    for _ in 0..stories::slips::MOST_FROM_ONE {
        assert_eq!(town.post(Stranger, &path, &form).await.status, StatusCode::SEE_OTHER);
    }
    let past = town.post(Stranger, &path, &form).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    for shown in [form[0].1.as_str(), "999", "In this hour, thirty"] {
        assert!(past.body.contains(shown), "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_their_first_word_people_read_who_answers_and_a_stranger_finds_the_open_door() {
    let town = Town::new().await;
    let (place, team) = (town.things.of("place"), town.things.of("team"));
    let (door, says) = (format!("/tell/{place}"), format!("/systems/{place}/says"));
    for (who, path) in [(Ceri, format!("/systems/{team}/tell")), (Stranger, door.clone())] {
        let page = town.get(who, &path).await.body;
        for said in ["The council.", "Ask at the desk.", "Two years.", says.as_str()] {
            assert!(page.contains(said), "{who:?} reads no {said}");
        }
    }
    assert!(town.get(Stranger, "/").await.body.contains(&format!("href=\"{door}\"")));
}

#[tokio::test(flavor = "multi_thread")]
async fn home_says_that_there_is_an_answer_and_nothing_of_ringing_over_ceris_shoulder() {
    let town = Town::new().await;
    let said = "There is an answer for you";
    let asks = [("words", "Ring me."), ("ring_on", "01632 960199")];
    let story = bare(tells(&town, Ceri, &asks).await.header("location")).to_owned();
    assert!(!town.get(Ceri, "/").await.body.contains(said), "nobody has answered yet");
    let ringing = story.replace("/stories/", "/ringings/");
    let revision = hidden(&town.get(Gwen, &ringing).await.body, "revision");
    let form = [("kind", "rang"), ("words", "I rang at noon."), ("revision", &revision)];
    let form = form.map(|(name, value)| (name, value.to_owned()));
    assert_eq!(town.post(Gwen, &ringing, &form).await.status, StatusCode::SEE_OTHER);
    let home = town.get(Ceri, "/").await.body;
    let line = home.split("<li").find(|item| item.contains(said)).expect("a line");
    let line = line.split("</li>").next().expect("its end");
    assert!(
        line.contains(&format!("href=\"{story}\"")),
        "to the page, not to a part of it: {line}"
    );
    assert!(!line.to_lowercase().contains("ring") && !line.contains("Gwen"), "{line}");
    assert!(town.get(Ceri, &story).await.body.contains("I rang at noon."));
    // Bryn has an answer of his own, to something that he raised.
    for other in [Carys, Gwen, Mair] {
        assert!(!town.get(other, "/").await.body.contains(said), "{other:?}");
    }
}

/// A page's own address, without what its header says of the form that led to it.
fn bare(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}
