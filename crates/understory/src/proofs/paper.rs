//! What somebody prints and carries, and what a page says when a form has done its work.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::browser::{FORM, encoded};
use super::cast::Persona::*;
use super::town::{Town, URL};

/// What stands between the slip's edges on a page.
fn slip(page: &str) -> &str {
    let begins = page.find("<section class=\"slip\"").expect("a slip");
    let ends = page[begins..].find("</section>").expect("its end");
    &page[begins..begins + ends]
}

/// A page's own address, without what its header says of the form that led to it.
fn bare(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn ceris_card_and_its_page_name_the_place_and_whom_to_ring_now() {
    let town = Town::new().await;
    let made = town.post(Ceri, "/you/card", &[]).await.body;
    let card = slip(&made);
    assert!(card.contains("Pit Hill") && card.contains("999"), "{card}");
    let opened = town.get(Stranger, &format!("/card/{}", town.things.of("card"))).await;
    let cookie = opened.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let page = Request::get("/card").header(header::COOKIE, cookie).body(Body::empty());
    let door = super::browser::send(&town.router, page.expect("a request")).await.body;
    assert!(door.contains("Pit Hill") && door.contains("999"), "{door}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_to_be_cut_out_names_the_place_and_until_when_it_works() {
    let town = Town::new().await;
    let path = format!("/systems/{}/invite", town.things.of("place"));
    let made = town.post(Asha, &path, &[("words", String::new())]).await.body;
    let paper = slip(&made);
    let plain: String = paper.chars().filter(|c| !matches!(c, '\u{2068}' | '\u{2069}')).collect();
    for says in ["Pit Hill", "until 16 March 2026 at 09:00"] {
        assert!(plain.contains(says), "{says}: {plain}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_inviting_and_of_what_came_of_it_stand_in_the_place() {
    let town = Town::new().await;
    let place = format!("/systems/{}/invite", town.things.of("place"));
    let came = format!("/stories/{}/came", town.things.of("telling"));
    let named = |body: &str| body.contains("class=\"place-name\">Pit Hill");
    for (who, path) in [(Asha, place.as_str()), (Bryn, came.as_str()), (Ceri, "/you/card")] {
        let page = town.get(who, path).await;
        assert!(named(&page.body), "{path}: {}", page.status);
    }
    let invited = format!("/invited/{}", town.things.of("invited into place"));
    assert!(named(&town.get(Stranger, &invited).await.body));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_names_the_place_and_whom_to_ring_and_its_picture_opens_it_and_erasing_says_so() {
    let town = Town::new().await;
    let tell = format!("/tell/{}", town.things.of("place"));
    let told = town.post(Stranger, &tell, &[("words", "The lamp broke.".to_owned())]).await;
    let shown = town.get(Stranger, told.header("location")).await.body;
    let paper = slip(&shown);
    assert!(paper.contains("Pit Hill") && paper.contains("999"), "{paper}");
    let back = bare(told.header("location"));
    let qr = doors::picture::Qr::of(&format!("{URL}{back}")).expect("drawn");
    assert!(paper.contains(&qr.path), "the picture opens this very slip");

    let erased = town.post(Stranger, &format!("{back}/erase"), &[]).await;
    assert_eq!(erased.status, StatusCode::OK, "the answer itself says so");
    let said = erased.body;
    assert!(said.contains("<h1>It is erased</h1>") && said.contains("seven days"), "{said}");
    assert!(!said.contains("lamp") && !said.contains(back), "and nothing of what it was");
    // The slip that was, and one that never was, open the same page.
    let never = town.get(Stranger, &format!("/slip/{}", "A".repeat(32))).await;
    let gone = town.get(Stranger, back).await;
    assert_eq!((gone.status, gone.bare().body), (never.status, never.bare().body));
    let left = town.get(Stranger, "/left").await.body;
    assert!(!left.contains("erased"), "whoever leaves reads nothing of erasing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_that_got_lost_on_its_way_is_shown_again_by_the_same_form_and_by_nothing_else() {
    let town = Town::new().await;
    let path = format!("/stories/{}/slip", town.things.of("written"));
    let send = async |who, once: &str| {
        let form = [("token", town.form_token(who)), ("once", once.to_owned())];
        town.send_body(who, &path, FORM, encoded(&form)).await
    };
    let (once, other) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    let first = send(Lowri, once).await;
    let again = send(Lowri, once).await;
    assert_eq!((again.status, slip(&again.body)), (StatusCode::OK, slip(&first.body)));
    for nobody in [Gwen, Bryn, Asha, Dev] {
        assert_eq!(send(nobody, once).await.status, StatusCode::NOT_FOUND, "{nobody:?}");
    }
    assert_eq!(send(Lowri, other).await.status, StatusCode::NOT_FOUND, "nobody makes another");
    let page = town.get(Lowri, &path).await.body;
    assert!(!page.contains("class=\"slip\""), "and no address shows it");
    town.post(Lowri, "/leave", &[]).await;
    let left = send(Lowri, once).await;
    assert_eq!(left.status, StatusCode::UNAUTHORIZED);
    assert!(!left.body.contains("class=\"slip\""));
}

/// Forms whose answer is a page that says itself what they did, or that keep nothing at all.
const SAYS_ITSELF: &[&str] = &[
    "/leave",
    "/sessions/end-all",
    "/slip",
    "/lives/{id}/copy",
    "/lives/{id}/copy/file",
    "/tell/{id}",
    "/first/{token}",
    "/in/{token}",
    "/card",
    "/sign-in/card",
    "/sign-in/passkey/ask",
    "/sign-in/passkey",
    "/you/passkeys/ask",
    "/sign-in/links",
    "/invited/{token}",
    "/stories/{id}/worry",
    "/stories/{id}/in-this",
    "/tell/{id}/in-this",
    "/systems/{id}/import",
    "/systems/{id}/went-wrong",
    "/tell/{id}/went-wrong",
    "/slip/{code}/went-wrong",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_form_that_leads_on_leads_to_a_page_that_says_what_it_did() {
    let (mut town, mut silent) = (Town::new().await, Vec::new());
    for (who, aim) in super::access::sent(&town) {
        let form = super::forms::filled(&town.things, &aim);
        let answer = town.fill(who, &aim, &form).await;
        let to = answer.header("location").to_owned();
        if answer.status == StatusCode::SEE_OTHER && !SAYS_ITSELF.contains(&aim.pattern) {
            let page = town.get(who, &to).await;
            if !page.body.contains("class=\"said done\" role=\"status\"") {
                silent
                    .push(format!("{who:?} POST {} leads to {to} ({})", aim.pattern, page.status));
            }
        }
        town = Town::new().await;
    }
    assert!(silent.is_empty(), "these say nothing:\n{}", silent.join("\n"));
}
