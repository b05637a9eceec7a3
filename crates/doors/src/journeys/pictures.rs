//! The picture of a card: what it opens, and that nothing which a browser keeps does.

use super::*;

#[tokio::test]
async fn no_page_that_the_back_button_leads_to_holds_a_cards_code_or_opens_it_after_leaving() {
    both(async |town| {
        let app = town.app(false);
        let router = router(&app);
        let card = cards::make(town.store(), town.carys, town.now()).await.expect("card");
        let code = card.code.expose();
        let cookie = pictured(&router, code).await;
        let page = with_cookie(&router, "GET", "/card", &cookie).await;
        assert!(page.page.contains("action=\"/card\"") && page.cookie.is_empty());
        assert!(!page.page.contains(code), "neither the page nor its address says it");
        let inside = with_cookie(&router, "POST", "/card", &cookie).await;
        assert!(inside.cookie.contains("\nunderstory_card=; Path=/; Max-Age=0"), "spent");
        let session = inside.cookie.trim_start_matches("understory_session=");
        let session = Token::presented(session.split(';').next().expect("a session"));
        let left = post_as(&app, &router, "/leave", &session, "").await;
        assert_eq!(left.location, "/left");
        assert!(left.cookie.contains("understory_card=; Path=/; Max-Age=0"), "{}", left.cookie);
        // What the back button leads to now, and the button that stood there.
        let back = get(&router, "/card", None).await;
        assert_eq!(back.status, StatusCode::OK);
        assert!(!back.page.contains("action=\"/card\"") && back.page.contains("/sign-in"));
        let pressed = post(&router, "/card", "").await;
        assert_eq!((&*pressed.location, &*pressed.cookie), ("/card", ""));
        // Whoever has the card itself comes in again.
        assert_eq!(by_picture(&router, code).await.location, "/");
    })
    .await;
}

#[tokio::test]
async fn a_card_that_was_ended_while_its_page_was_open_opens_nothing() {
    both(async |town| {
        let router = router(&town.app(false));
        let card = cards::make(town.store(), town.carys, town.now()).await.expect("card");
        let cookie = pictured(&router, card.code.expose()).await;
        cards::end(town.store(), town.carys, town.now()).await.expect("ended");
        let page = with_cookie(&router, "GET", "/card", &cookie).await;
        assert!(page.status == StatusCode::OK && !page.page.contains("action=\"/card\""));
        let pressed = with_cookie(&router, "POST", "/card", &cookie).await;
        assert_eq!(pressed.status, StatusCode::GONE);
        let opened = get(&router, &format!("/card/{}", card.code.expose()), None).await;
        assert_eq!((opened.status, &*opened.cookie), (StatusCode::GONE, ""));
    })
    .await;
}
