//! Being asked at home how things are now, and answering there, while somebody may look on.

use axum::http::StatusCode;

use super::cast::Persona::*;
use super::town::Town;

/// MONDAY, as a form has it.
const TODAY: &str = "2026-03-02";
const ASK: &str = "how are things now?";

fn owned(fields: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

/// Bryn wishes to be asked today, and is: where his answer goes.
async fn asked(town: &Town) -> String {
    let answer = wishes(town, TODAY).await;
    let home = town.get(Bryn, "/").await.body;
    assert!(home.contains(ASK) && home.contains(&format!("action=\"{answer}\"")), "{home}");
    answer
}

/// Bryn wishes to be asked on this day: where his answer goes.
async fn wishes(town: &Town, day: &str) -> String {
    let story = format!("/stories/{}", town.things.of("telling"));
    let page = town.get(Bryn, &story).await.body;
    let (_, revision) = page.split_once("name=\"revision\" value=\"").expect("a revision");
    let (revision, _) = revision.split_once('"').expect("a number");
    let team = format!("system:{}", town.things.of("team"));
    let form =
        [("revision", revision), ("heard_by", &team), ("come_back", "yes"), ("come_back_on", day)];
    let wished = town.post(Bryn, &format!("{story}/wishes"), &owned(&form)).await;
    assert_eq!(wished.status, StatusCode::SEE_OTHER);
    format!("{story}/come-back")
}

#[tokio::test(flavor = "multi_thread")]
async fn bryn_answers_in_one_step_and_home_says_what_was_done_and_how_to_change_it() {
    let town = Town::new().await;
    let story = town.things.of("telling");
    // The address says that it is kept, and not which of the two it was: browsers remember addresses.
    let (says, to) = ("It is kept.", &format!("/?story={story}&said=kept"));
    for answer in ["in-a-month", "not-again"] {
        let path = asked(&town).await;
        let ceris = town.get(Ceri, "/").await.bare();
        for _ in 0..2 {
            let sent = town.post(Bryn, &path, &owned(&[("answer", answer)])).await;
            let went = (sent.status, sent.header("location"));
            assert_eq!(went, (StatusCode::SEE_OTHER, to.as_str()));
        }
        let home = town.get(Bryn, to).await.body;
        assert!(home.contains(says) && home.contains("You can change this"), "{home}");
        assert!(home.contains(&format!("href=\"/stories/{story}#wishes\"")), "{home}");
        assert!(!home.contains(ASK) && !home.contains(&path), "it waits no more");
        let plain = town.get(Bryn, "/").await.body;
        assert!(!plain.contains(says) && !plain.contains("You can change this"), "said once");
        assert_eq!(town.get(Ceri, "/").await.bare(), ceris, "nobody else is told");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_bryn_is_asked_of_asks_him_on_its_own_page_above_the_field_and_nobody_else() {
    let town = Town::new().await;
    let story = format!("/stories/{}", town.things.of("telling"));
    assert!(!town.get(Bryn, &story).await.body.contains(ASK), "his day has not come");
    let path = asked(&town).await;
    let page = town.get(Bryn, &story).await.body;
    let at = |what: &str| page.find(what).expect("it stands there");
    assert!(at(ASK) < at(&format!("action=\"{path}\"")), "{page}");
    assert!(at(&format!("action=\"{path}\"")) < at("id=\"more-words\""), "{page}");
    let other = format!("/stories/{}", town.things.of("narrow"));
    assert!(!town.get(Bryn, &other).await.body.contains(ASK), "one is asked of at a time");
    for who in [Ceri, Carys, Mair, Gwen] {
        let theirs = town.get(who, &story).await;
        assert_eq!(theirs.status, StatusCode::OK);
        assert!(!theirs.body.contains(ASK) && !theirs.body.contains(&path), "{who:?}");
    }
    town.post(Bryn, &path, &owned(&[("answer", "in-a-month")])).await;
    assert!(!town.get(Bryn, &story).await.body.contains(ASK), "he answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_page_says_no_month_where_another_day_stands_and_an_address_made_up_leads_nowhere()
{
    let town = Town::new().await;
    let path = asked(&town).await;
    wishes(&town, "2026-03-09").await;
    let sent = town.post(Bryn, &path, &owned(&[("answer", "in-a-month")])).await;
    let story = town.things.of("telling");
    assert_eq!(sent.header("location"), format!("/?story={story}&said=kept"));
    let home = town.get(Bryn, sent.header("location")).await.body;
    assert!(home.contains("It is kept.") && !home.contains("in a month"), "{home}");
    assert!(!home.contains(ASK), "the day that he chose has not come");
    let page = town.get(Bryn, &format!("/stories/{story}")).await.body;
    assert!(page.contains("value=\"2026-03-09\""), "and stands: {page}");
    for made_up in ["/?story=perhaps&said=kept", "/?said=kept"] {
        let home = town.get(Bryn, made_up).await;
        assert_eq!(home.status, StatusCode::OK);
        assert!(!home.body.contains("You can change this"), "{made_up}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_ask_and_one_that_is_not_there_look_alike_and_stay_as_they_are() {
    let town = Town::new().await;
    let path = asked(&town).await;
    let absent = format!("/stories/{}/come-back", ground::id::Uuid::new_v4());
    for who in [Ceri, Carys, Mair, Gwen, Asha, Dev, Eve] {
        for answer in ["in-a-month", "not-again", "perhaps"] {
            let form = owned(&[("answer", answer)]);
            let theirs = town.post(who, &path, &form).await;
            if answer != "perhaps" {
                assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{who:?} {answer}");
            }
            assert_eq!(theirs.bare(), town.post(who, &absent, &form).await.bare(), "{who:?}");
        }
    }
    let neither = town.post(Bryn, &path, &owned(&[("answer", "perhaps")])).await;
    assert_eq!(neither.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(town.get(Bryn, "/").await.body.contains(ASK), "he is asked still");
}
