//! Somebody who says at the door that they are under 18: every page knows it from then on, however
//! they come in.

use super::*;

/// Whether whoever came in with this answer is under 18, as every page finds them.
async fn is_child(town: &Town, came_in: &Answer) -> bool {
    let session = came_in.cookie.trim_start_matches("understory_session=");
    let session = Token::presented(session.split(';').next().expect("a session"));
    let (mut look, hash) = (town.look().await, session.hash());
    let found = sessions::find_with_reader(&mut look, &hash, town.now()).await;
    let (_, reader) = found.expect("looked").expect("somebody is in");
    reader.is_under_18()
}

#[tokio::test]
async fn whoever_ticks_at_the_door_that_they_are_under_18_is_so_with_every_session_of_theirs() {
    both(async |town| {
        let app = town.app(false);
        let router = router(&app);
        let asha = sessions::open(town.store(), town.asha, Way::Card, town.now()).await;
        let asha = asha.expect("open");
        let path = format!("/systems/{}/invite", town.team);
        for (number, tick, says_so) in [(1, "&under_18=yes", true), (2, "", false)] {
            let once = format!("once={number}");
            let made = post_as(&app, &router, &path, &asha, &once).await.page;
            let begin = made.find("/invited/").expect("link");
            let link: String = made[begin..].chars().take_while(|c| *c != '"').collect();
            let taken = post(&router, &link, &format!("{once}&name=Efa+{number}{tick}")).await;
            assert_eq!(is_child(&town, &taken).await, says_so, "by a link");
            // At Asha's table it is she who ticks it for them.
            let (here, form) =
                (format!("{path}/here"), format!("{once}9&name=Ffion+{number}{tick}"));
            let made = post_as(&app, &router, &here, &asha, &form).await.page;
            let begin = made.find("<code>").expect("words") + 6;
            let end = made.find("</code>").expect("words");
            let words = made[begin..end].trim().replace(' ', "+");
            let opened = post(&router, "/sign-in/card", &format!("words={words}")).await;
            assert_eq!(is_child(&town, &opened).await, says_so, "by a card");
        }
    })
    .await;
}
