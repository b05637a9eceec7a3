//! Whoever has no way back in is told so before they leave, until they have one.

use super::*;

async fn is_told(app: &App, session: &Token) -> bool {
    let router = router(app);
    let mut told = Vec::new();
    for path in ["/sign-out", "/sessions"] {
        let answer = get(&router, path, Some(session)).await;
        assert_eq!(answer.status, StatusCode::OK);
        told.push(answer.page.contains("You have no way back in yet"));
        assert!(answer.page.contains("href=\"/you/card\"") || !told[0], "with a button");
    }
    assert_eq!(told[0], told[1]);
    told[0]
}

#[tokio::test]
async fn carys_who_came_by_an_invitation_is_told_that_leaving_shuts_her_out_until_she_has_a_card() {
    both(async |town| {
        let (app, store) = (town.app(false), town.store());
        let came = sessions::open(store, town.carys, Way::Invited, town.now()).await.expect("in");
        assert!(is_told(&app, &came).await);
        cards::make(store, town.carys, town.now()).await.expect("card");
        assert!(!is_told(&app, &came).await);
        cards::end(store, town.carys, town.now()).await.expect("ended");
        assert!(is_told(&app, &came).await, "it opens nothing any more");
        let stranger = get(&router(&app), "/sign-out", None).await;
        assert!(!stranger.page.contains("no way back"), "nobody is signed in");
    })
    .await;
}

#[tokio::test]
async fn an_address_is_a_way_back_once_it_is_confirmed_and_where_letters_are_sent() {
    both(async |town| {
        let (store, letters) = (town.store(), town.app(true));
        let came = sessions::open(store, town.bryn, Way::Invited, town.now()).await.expect("in");
        let address = addresses::Address::parse("bryn@town.example").expect("address");
        addresses::claim(store, town.bryn, &address, town.now()).await.expect("given");
        assert!(is_told(&letters, &came).await, "it waits to be confirmed");
        addresses::remove(store, town.bryn).await.expect("removed");
        town.has_address(town.bryn, "bryn@town.example").await;
        assert!(!is_told(&letters, &came).await);
        assert!(is_told(&town.app(false), &came).await, "no letter would reach it");
    })
    .await;
}
