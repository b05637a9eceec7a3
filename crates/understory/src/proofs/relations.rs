//! What opens once, what is withdrawn, and what is erased: over for everybody else at once.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::MONDAY;
use super::browser::{FORM, encoded, send};
use super::cast::Persona::{self, *};
use super::town::Town;

#[tokio::test(flavor = "multi_thread")]
async fn the_one_link_of_an_empty_folder_opens_for_whoever_holds_it_and_only_once() {
    let (app, router, _folder) = Town::empty().await;
    let first = doors::first::make(app.store(), MONDAY).await.expect("made").expect("a link");
    let path = format!("/first/{}", first.expose());
    let get = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        send(&router, request).await
    };
    let post = async |fields: &[(&str, &str)]| {
        let request = Request::post(&path).header(header::CONTENT_TYPE, FORM);
        send(&router, request.body(encoded(fields).into()).expect("a request")).await
    };
    assert_eq!(get("/first/nonsense").await.status, StatusCode::GONE);
    assert_eq!(get(&path).await.status, StatusCode::OK);
    assert_eq!(post(&[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(get(&path).await.status, StatusCode::OK, "looking spends nothing");
    let begun = post(&[("name", "Pit Hill"), ("own_name", "Asha")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    let (used, never) = (get(&path).await, get("/first/nonsense").await);
    assert_eq!(used.status, StatusCode::GONE);
    assert_eq!(used.bare(), never.bare());
}

/// Whether a telling is there for this persona; where it is not, it looks as if it never was.
async fn hears(town: &Town, who: Persona, telling: &str) -> bool {
    let answer = town.get(who, &format!("/stories/{}", town.things.of(telling))).await;
    let absent = format!("/stories/{}", ground::id::Uuid::new_v4().simple());
    match answer.status {
        StatusCode::OK => true,
        _ => {
            assert_eq!(answer.bare(), town.get(who, &absent).await.bare());
            false
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bryn_narrows_is_over_for_everybody_else_with_that_answer() {
    let town = Town::new().await;
    for who in [Bryn, Ceri, Carys, Mair, Gwen] {
        assert!(hears(&town, who, "telling").await, "{who:?}");
    }
    let path = format!("/stories/{}/wishes", town.things.of("telling"));
    let narrowed = town.post(Bryn, &path, &[("revision", "1".to_owned())]).await;
    assert_eq!(narrowed.status, StatusCode::SEE_OTHER);
    for who in [Ceri, Carys, Mair] {
        assert!(!hears(&town, who, "telling").await, "{who:?}");
    }
    assert!(hears(&town, Bryn, "telling").await);
    assert!(hears(&town, Gwen, "telling").await, "a worry about it was raised with her");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bryn_erases_is_over_for_everybody_and_looks_as_if_it_never_was() {
    let town = Town::new().await;
    let path = format!("/stories/{}/erase", town.things.of("telling"));
    assert_eq!(town.post(Bryn, &path, &[]).await.status, StatusCode::SEE_OTHER);
    for &who in Persona::SIGNED_IN {
        assert!(!hears(&town, who, "telling").await, "{who:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_the_team_hears_nothing_more_of_it_from_then_on() {
    let town = Town::new().await;
    let (team, part) = (town.things.of("team"), town.things.of("bryns part in team"));
    let pattern = format!("/patterns/{}", town.things.of("pattern of team"));
    assert_eq!(town.get(Bryn, &pattern).await.status, StatusCode::OK);
    let left = town.post(Bryn, &format!("/systems/{team}/part/{part}/leave"), &[]).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    let absent = format!("/patterns/{}", ground::id::Uuid::new_v4().simple());
    let (over, never) = (town.get(Bryn, &pattern).await, town.get(Bryn, &absent).await);
    assert_eq!(over.status, StatusCode::NOT_FOUND);
    assert_eq!(over.bare(), never.bare());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_copied_wrongly_is_given_back_and_looks_like_one_that_was_erased() {
    let town = Town::new().await;
    let code = town.things.of("slip");
    let enter = async |code: &str| town.post(Stranger, "/slip", &[("code", code.to_owned())]).await;
    assert_eq!(enter(&code).await.status, StatusCode::SEE_OTHER);
    let wrong = enter("abcd efgh").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("abcd efgh"), "what was typed is given back");
    let erased = town.post(Stranger, &format!("/slip/{code}/erase"), &[]).await;
    assert_eq!(erased.status, StatusCode::OK);
    let gone = enter(&code).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(gone.bare().body.replace(&code, ""), wrong.bare().body.replace("abcd efgh", ""));
}
