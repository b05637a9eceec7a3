//! Wishes that changed while somebody chose, as they would meet it on the page, and *something went
//! wrong here*, wherever it can be said.

use axum::http::StatusCode;
use store::{bind, sql};

use super::cast::Persona::*;
use super::town::Town;

fn owned(fields: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_form_that_widens_is_shown_again_with_what_bryn_ticked_beside_what_stands() {
    let town = Town::new().await;
    let path = format!("/stories/{}/wishes", town.things.of("telling"));
    let first = town.post(Bryn, &path, &owned(&[("revision", "1"), ("named", "yes")])).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let old = owned(&[("revision", "1"), ("quoted", "yes"), ("could_words", "The red door.")]);
    let again = town.post(Bryn, &path, &old).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("name=\"quoted\" value=\"yes\" checked"), "what he ticked");
    assert!(!again.body.contains("name=\"named\" value=\"yes\" checked"), "and nothing else");
    assert!(again.body.contains("The red door."), "what he typed");
    assert!(again.body.contains("id=\"stands\""), "beside what stands");
    assert!(again.body.contains("name=\"revision\" value=\"2\""), "now he can keep it");
    // Less than what stands is taken, however old the form.
    let less = town.post(Bryn, &path, &owned(&[("revision", "1")])).await;
    assert_eq!(less.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_slip_narrows_with_an_old_form_and_is_shown_one_that_widens() {
    let town = Town::new().await;
    let path = format!("/slip/{}/wishes", town.things.of("slip"));
    let first = town.post(Stranger, &path, &owned(&[("revision", "1")])).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let old = owned(&[("revision", "1"), ("quoted", "yes")]);
    let again = town.post(Stranger, &path, &old).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("name=\"quoted\" value=\"yes\" checked"));
    assert!(again.body.contains("id=\"stands\""));
    let less = town.post(Stranger, &path, &owned(&[("revision", "1")])).await;
    assert_eq!(less.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_ticked_that_somebody_is_under_18_it_is_said_and_never_of_who_holds_the_pen() {
    let town = Town::new().await;
    let (place, team) = (town.things.of("place"), town.things.of("team"));
    let (door, inside) = (format!("/tell/{place}"), format!("/systems/{team}/tell"));
    for (who, path, ticked, is_child) in [
        (Stranger, &door, vec![("under_18", "yes")], true),
        (Stranger, &door, vec![], false),
        (Bryn, &inside, vec![("under_18", "yes")], true),
        (Bryn, &inside, vec![("manner", "present"), ("they_under_18", "yes")], true),
        (Bryn, &inside, vec![("manner", "present"), ("under_18", "yes")], false),
    ] {
        let form = [vec![("words", "They moved my bed.")], ticked.clone()].concat();
        let told = town.post(who, path, &owned(&form)).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{ticked:?}");
        let page = town.get(who, told.header("location")).await;
        assert_eq!(page.status, StatusCode::OK);
        // Where it was not said yet, the page has a button to say it.
        assert_eq!(!page.body.contains("/under-18\""), is_child, "{who:?} {ticked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_says_of_what_they_tell_that_it_came_in_a_file() {
    let town = Town::new().await;
    let path = format!("/systems/{}/tell", town.things.of("team"));
    let imported = async || {
        let mut look = town.app.store().database.look().await.expect("look");
        let many = sql!("SELECT COUNT(*) AS many FROM tellings WHERE manner = 'imported'");
        look.one(many, bind()).await.expect("a row").number("many").expect("a number")
    };
    let before = imported().await;
    let form = owned(&[("words", "Somebody else said this."), ("manner", "imported")]);
    assert_eq!(town.post(Bryn, &path, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(imported().await, before, "it is Bryn's own");
}

#[tokio::test(flavor = "multi_thread")]
async fn something_went_wrong_here_is_linked_wherever_somebody_may_need_it() {
    let town = Town::new().await;
    let (place, slip) = (town.things.of("place"), town.things.of("slip"));
    let here = format!("/systems/{place}/went-wrong");
    let mine = format!("/stories/{}", town.things.of("telling"));
    let pages = [
        "/".to_owned(),
        format!("/systems/{place}"),
        format!("/systems/{}", town.things.of("team")),
        format!("/systems/{place}/says"),
        "/mine".to_owned(),
        mine,
    ];
    for path in pages {
        let page = town.get(Bryn, &path).await;
        assert!(page.body.contains(&here), "{path}: {}", page.status);
    }
    let door = format!("/tell/{place}/went-wrong");
    for path in [format!("/tell/{place}"), format!("/systems/{place}/says")] {
        assert!(town.get(Stranger, &path).await.body.contains(&door), "{path}");
    }
    let with_slip = format!("/slip/{slip}/went-wrong");
    assert!(town.get(Stranger, &format!("/slip/{slip}")).await.body.contains(&with_slip));
    for path in [door, with_slip] {
        let said = "They laughed at how I speak.";
        let sent = town.post(Stranger, &path, &owned(&[("words", said)])).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path}");
        assert!(town.get(Lowri, "/worries").await.body.contains(said), "{path}");
        assert!(!town.get(Gwen, "/worries").await.body.contains(said), "{path}");
    }
}
