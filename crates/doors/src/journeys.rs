//! The doors as a browser meets them.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use store::Token;
use tower::ServiceExt as _;
use web::App;

use crate::letters::queue;
use crate::links::{self, By};
use crate::sessions::{self, Way};
use crate::testing::{Town, both};
use crate::{addresses, cards};

struct Answer {
    status: StatusCode,
    location: String,
    cookie: String,
    page: String,
}

fn router(app: &App) -> Router {
    crate::routes()
        .into_router()
        .layer(from_fn_with_state(app.clone(), web::refusal::refusals))
        .layer(from_fn_with_state(app.clone(), crate::visit))
        .with_state(app.clone())
}

async fn ask(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.expect("answered");
    let said = |name| {
        let value = response.headers().get(name);
        value.map(|v| v.to_str().expect("text").to_owned()).unwrap_or_default()
    };
    let (status, location, cookie) = (response.status(), said(LOCATION), said(SET_COOKIE));
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.expect("page");
    let page = String::from_utf8(bytes.to_vec()).expect("text");
    Answer { status, location, cookie, page }
}

async fn get(router: &Router, path: &str, session: Option<&Token>) -> Answer {
    let cookie = session.map_or_else(String::new, |s| format!("understory_session={}", s.expose()));
    let request = Request::get(path).header(COOKIE, cookie).body(Body::empty());
    ask(router, request.expect("request")).await
}

async fn post(router: &Router, path: &str, form: &str) -> Answer {
    let request = Request::post(path)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()));
    ask(router, request.expect("request")).await
}

/// Sends a form of a page, with what the page's own forms bring back.
async fn post_as(app: &App, router: &Router, path: &str, session: &Token, form: &str) -> Answer {
    let token = web::visitor::form_token(app, Some(session.hash()));
    let request = Request::post(path)
        .header(COOKIE, format!("understory_session={}", session.expose()))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("token={token}&{form}")));
    ask(router, request.expect("request")).await
}

async fn link(town: &Town) -> String {
    let made = links::make(town.store(), town.asha, By::First, town.now()).await;
    format!("/in/{}", made.expect("made").expose())
}

#[tokio::test]
async fn looking_at_a_link_opens_nothing_and_its_button_opens_once() {
    both(async |town| {
        let router = router(&town.app(false));
        let link = link(&town).await;
        for _ in 0..3 {
            let page = get(&router, &link, None).await;
            assert_eq!((page.status, &*page.cookie), (StatusCode::OK, ""));
        }
        let opened = post(&router, &link, "once=1&next=/tell").await;
        assert_eq!(opened.location, "/tell");
        assert!(opened.cookie.contains("HttpOnly"));
        assert_eq!(post(&router, &link, "once=2").await.status, StatusCode::GONE);
        assert_eq!(get(&router, &link, None).await.status, StatusCode::GONE);
        assert_eq!(get(&router, "/in/never-was", None).await.status, StatusCode::GONE);
    })
    .await;
}

#[tokio::test]
async fn a_link_leads_to_no_other_server() {
    both(async |town| {
        let router = router(&town.app(false));
        for elsewhere in
            ["//evil.example", "/%5Cevil.example", "https://evil.example", "/%09/evil.example"]
        {
            let opened = post(&router, &link(&town).await, &format!("next={elsewhere}")).await;
            assert_eq!((opened.status, &*opened.location), (StatusCode::SEE_OTHER, "/"));
            let door = get(&router, &format!("/sign-in?next={elsewhere}"), None).await;
            assert!(!door.page.contains("evil"));
        }
    })
    .await;
}

#[tokio::test]
async fn the_door_says_the_same_whether_or_not_it_knows_the_address() {
    both(async |town| {
        let app = town.app(true);
        let (letters, mut asks) = queue();
        let router = router(&app).layer(Extension(letters));
        let address = addresses::Address::parse("asha@town.example").expect("address");
        addresses::give(town.store(), town.asha, &address, town.now()).await.expect("given");
        let unknown = post(&router, "/sign-in/mail", "address=dev@town.example").await;
        let known = post(&router, "/sign-in/mail", "address=asha@town.example&next=/tell").await;
        assert_eq!((known.status, known.page), (unknown.status, unknown.page));
        let letter = asks.next(&app).await.expect("a letter");
        assert_eq!(letter.to.to_string(), "asha@town.example");
        let begin = letter.text.find("http://town.example/in/").expect("a link");
        assert!(letter.text[begin..].lines().next().expect("line").ends_with("?next=%2Ftell"));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_signed_in_sees_their_pages_and_whoever_is_not_is_shown_the_door() {
    both(async |town| {
        let app = town.app(true);
        let router = router(&app);
        let asha = sessions::open(town.store(), town.asha, Way::Card, town.now()).await;
        let asha = asha.expect("open");
        let team = format!("/systems/{}/invite", town.team);
        for path in ["/sessions", "/you/address", "/you/card", "/sign-in/links", &team] {
            let page = get(&router, path, Some(&asha)).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let nobody = get(&router, path, None).await;
            assert!(nobody.location.starts_with("/sign-in?next="), "{path}");
        }
        let bryn = sessions::open(town.store(), town.bryn, Way::Card, town.now()).await;
        let refused = get(&router, &team, Some(&bryn.expect("open"))).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn leaving_ends_the_visit_and_takes_the_cookie_away() {
    both(async |town| {
        let app = town.app(false);
        let router = router(&app);
        let session = sessions::open(town.store(), town.asha, Way::Card, town.now()).await;
        let session = session.expect("open");
        let left = post_as(&app, &router, "/leave", &session, "").await;
        assert_eq!(left.location, "/left");
        assert!(left.cookie.contains("Max-Age=0"));
        assert_eq!(town.who(&session).await, None);
        // Leaving again, with a session that is over, still leads to the neutral page.
        assert_eq!(post_as(&app, &router, "/leave", &session, "").await.location, "/left");
        assert_eq!(get(&router, "/left", Some(&session)).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn a_card_is_shown_once_with_a_picture_and_its_words_open_the_door() {
    both(async |town| {
        let app = town.app(false);
        let router = router(&app);
        let session = sessions::open(town.store(), town.carys, Way::Operator, town.now()).await;
        let session = session.expect("open");
        let shown = post_as(&app, &router, "/you/card", &session, "").await.page;
        assert!(shown.contains("<svg role=\"img\""));
        let begin = shown.find("<code>").expect("words") + 6;
        let end = shown.find("</code>").expect("words");
        let words = shown[begin..end].trim().replace(' ', "+");
        let again = get(&router, "/you/card", Some(&session)).await.page;
        assert!(!again.contains(&shown[begin..end]));
        let opened = post(&router, "/sign-in/card", &format!("words={words}&next=/tell")).await;
        assert_eq!(opened.location, "/tell");
        let wrong = post(&router, "/sign-in/card", "words=bikot+famin+dosar+lagim").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let card = cards::make(town.store(), town.carys, town.now()).await.expect("card");
        let path = format!("/card/{}", card.code.expose());
        assert_eq!(get(&router, &path, None).await.cookie, "");
        assert_eq!(post(&router, &path, "").await.location, "/");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_goes_from_a_steward_to_somebody_new() {
    both(async |town| {
        let app = town.app(false);
        let router = router(&app);
        let asha = sessions::open(town.store(), town.asha, Way::Card, town.now()).await;
        let asha = asha.expect("open");
        let path = format!("/systems/{}/invite", town.team);
        let made = post_as(&app, &router, &path, &asha, "once=1&words=Come+on+Thursday").await.page;
        let begin = made.find("/invited/").expect("link");
        let link: String = made[begin..].chars().take_while(|c| *c != '"').collect();
        let page = get(&router, &link, None).await.page;
        assert!(page.contains("Come on Thursday") && page.contains("Asha"));
        let nameless = post(&router, &link, "once=2&name=+").await;
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        let taken = post(&router, &link, "once=3&name=Efa").await;
        assert!(taken.location.starts_with(&format!("/systems/{}/part/", town.team)));
        assert!(taken.cookie.starts_with("understory_session="));
        assert_eq!(post(&router, &link, "once=4&name=Efa").await.status, StatusCode::GONE);
    })
    .await;
}

#[tokio::test]
async fn whoever_the_operator_let_in_is_told_on_the_way() {
    both(async |town| {
        let app = town.app(false);
        let router = router(&app);
        links::make(town.store(), town.carys, By::Operator, town.now()).await.expect("made");
        let card = cards::make(town.store(), town.carys, town.now()).await.expect("card");
        let path = format!("/card/{}", card.code.expose());
        let opened = post(&router, &path, "").await;
        assert_eq!(opened.location, "/sign-in/links");
        let session: String = opened
            .cookie
            .trim_start_matches("understory_session=")
            .chars()
            .take_while(|c| *c != ';')
            .collect();
        let session = Token::presented(&session);
        let told = post_as(&app, &router, "/sign-in/links", &session, "next=/tell").await;
        assert_eq!(told.location, "/tell");
        assert_eq!(post(&router, &path, "").await.location, "/");
    })
    .await;
}
