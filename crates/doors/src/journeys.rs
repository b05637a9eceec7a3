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

mod children;
mod notice;
mod passkeys;
mod pictures;
mod way_back;

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
        let all = response.headers().get_all(name).iter();
        all.map(|v| v.to_str().expect("text")).collect::<Vec<_>>().join("\n")
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

/// Sends a page's form, or asks for a page, with one cookie.
async fn with_cookie(router: &Router, method: &str, path: &str, cookie: &str) -> Answer {
    let request = Request::builder().method(method).uri(path);
    let request = request
        .header(COOKIE, cookie)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::empty());
    ask(router, request.expect("request")).await
}

/// The cookie that a card's picture gives a browser: its name and what it holds.
async fn pictured(router: &Router, code: &str) -> String {
    let opened = get(router, &format!("/card/{code}"), None).await;
    assert_eq!((opened.status, &*opened.location), (StatusCode::SEE_OTHER, "/card"));
    opened.cookie.split(';').next().expect("a cookie").to_owned()
}

/// Goes in by a card's picture and its button.
async fn by_picture(router: &Router, code: &str) -> Answer {
    let cookie = pictured(router, code).await;
    with_cookie(router, "POST", "/card", &cookie).await
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
        town.has_address(town.asha, "asha@town.example").await;
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
        for path in ["/sessions", "/you/address", "/you/card", "/you/name", "/sign-in/links", &team]
        {
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
        assert_eq!(by_picture(&router, card.code.expose()).await.location, "/");
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
        let anew = post_as(&app, &router, &path, &asha, "once=1&words=Come+on+Thursday").await.page;
        assert!(anew.contains(&format!("{link}\"")), "loaded anew, its page shows the same link");
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
        let opened = by_picture(&router, card.code.expose()).await;
        assert_eq!(opened.location, "/sign-in/links");
        let session: String = opened
            .cookie
            .trim_start_matches("understory_session=")
            .chars()
            .take_while(|c| *c != ';')
            .collect();
        let session = Token::presented(&session);
        let page = get(&router, "/sign-in/links", Some(&session)).await.page;
        let form = format!("next=/tell&links={}", notice::shown(&page, "links"));
        let told = post_as(&app, &router, "/sign-in/links", &session, &form).await;
        assert_eq!(told.location, "/tell");
        assert_eq!(by_picture(&router, card.code.expose()).await.location, "/");
    })
    .await;
}

fn token_in(text: &str, before: &str) -> String {
    let begin = text.find(before).expect("a link") + before.len();
    text[begin..].chars().take_while(char::is_ascii_alphanumeric).collect()
}

#[tokio::test]
async fn an_address_lets_nobody_in_before_its_letter_was_answered() {
    both(async |town| {
        let app = town.app(true);
        let (letters, mut asks) = queue();
        let router = router(&app).layer(Extension(letters));
        let asha = sessions::open(town.store(), town.asha, Way::Card, town.now()).await;
        let asha = asha.expect("open");
        let known = post_as(&app, &router, "/you/address", &asha, "address=a@town.example").await;
        assert_eq!(known.location, "/you/address?said=kept");
        let page = get(&router, "/you/address", Some(&asha)).await.page;
        assert!(page.contains("not confirmed yet") && page.contains("a@town.example"));
        // Nothing lets her in with it yet; the letter that goes there only asks.
        let address = addresses::Address::parse("a@town.example").expect("address");
        let mailed = links::mailed_link(&town.sharing, &address, town.now()).await;
        assert!(mailed.expect("looked").is_none());
        let letter = asks.next(&app).await.expect("a letter");
        assert_eq!(letter.to.to_string(), "a@town.example");
        let link = format!("/address/{}", token_in(&letter.text, "/address/"));
        for _ in 0..3 {
            let looked = get(&router, &link, None).await;
            assert!(looked.status == StatusCode::OK && looked.page.contains("Asha"));
        }
        let twice = tokio::join!(post(&router, &link, "once=1"), post(&router, &link, "once=1"));
        assert_eq!((twice.0.status, twice.1.status), (StatusCode::OK, StatusCode::OK));
        assert_eq!(post(&router, &link, "once=2").await.status, StatusCode::GONE);
        let mailed = links::mailed_link(&town.sharing, &address, town.now()).await;
        assert!(mailed.expect("looked").is_some());
    })
    .await;
}

#[tokio::test]
async fn a_letter_for_another_is_answered_for_nobody_who_is_signed_in_as_somebody_else() {
    both(async |town| {
        let app = town.app(true);
        let router = router(&app);
        let address = addresses::Address::parse("bryn@town.example").expect("address");
        addresses::claim(town.store(), town.dev, &address, town.now()).await.expect("given");
        let made = addresses::confirming_link(&town.sharing, town.dev, town.now()).await;
        let link = format!("/address/{}", made.expect("made").expect("a link").token.expose());
        let bryn = sessions::open(town.store(), town.bryn, Way::Card, town.now()).await;
        let bryn = bryn.expect("open");
        let never = get(&router, "/address/neverwas", Some(&bryn)).await;
        let his = get(&router, &link, Some(&bryn)).await;
        assert_eq!((his.status, never.status), (StatusCode::GONE, StatusCode::GONE));
        assert!(!his.page.contains("Dev"));
        let pressed = post_as(&app, &router, &link, &bryn, "once=1").await;
        assert_eq!(pressed.status, StatusCode::GONE);
        assert_eq!(get(&router, &link, None).await.status, StatusCode::OK, "nothing was spent");
    })
    .await;
}

#[tokio::test]
async fn an_address_with_a_line_break_begins_no_header_of_a_letter() {
    both(async |town| {
        let app = town.app(true);
        let router = router(&app);
        let asha = sessions::open(town.store(), town.asha, Way::Card, town.now()).await;
        let asha = asha.expect("open");
        for broken in ["a@town.example%0D%0ABcc:+dev@x.example", "a%0A@town.example", "a%00@b.c"] {
            let form = format!("address={broken}");
            let refused = post_as(&app, &router, "/you/address", &asha, &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{broken}");
            let at_the_door = post(&router, "/sign-in/mail", &form).await;
            assert_eq!(at_the_door.status, StatusCode::UNPROCESSABLE_ENTITY, "{broken}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_card_made_at_asha_s_table_opens_the_door_and_its_holder_is_told_who_sat_beside() {
    both(async |town| {
        let app = town.app(false);
        let router = router(&app);
        let asha = sessions::open(town.store(), town.asha, Way::Card, town.now()).await;
        let asha = asha.expect("open");
        let path = format!("/systems/{}/invite/here", town.team);
        assert_eq!(get(&router, &path, Some(&asha)).await.status, StatusCode::OK);
        let made = post_as(&app, &router, &path, &asha, "once=1&name=Efa").await;
        assert_eq!((made.status, &*made.cookie), (StatusCode::OK, ""), "Asha stays who she is");
        let code = token_in(&made.page, "<code>");
        assert!(!code.is_empty());
        let begin = made.page.find("<code>").expect("words") + 6;
        let end = made.page.find("</code>").expect("words");
        let words = made.page[begin..end].trim().replace(' ', "+");
        let opened = post(&router, "/sign-in/card", &format!("words={words}")).await;
        assert_eq!(opened.location, "/sign-in/links");
        let session: String = opened
            .cookie
            .trim_start_matches("understory_session=")
            .chars()
            .take_while(|c| *c != ';')
            .collect();
        let efa = Token::presented(&session);
        let told = get(&router, "/sign-in/links", Some(&efa)).await.page;
        assert!(told.contains("Asha") && told.contains("may have seen its words"), "{told}");
        let own = get(&router, "/you/card", Some(&efa)).await.page;
        assert!(own.contains("somebody else’s screen"));
        // Her own card, seen by her alone, takes its place.
        post_as(&app, &router, "/you/card", &efa, "").await;
        let own = get(&router, "/you/card", Some(&efa)).await.page;
        assert!(!own.contains("somebody else’s screen"));
        let old = post(&router, "/sign-in/card", &format!("words={words}")).await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}
