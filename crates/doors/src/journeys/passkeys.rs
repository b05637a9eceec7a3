//! Passkeys as a browser meets them, with a device in software.

use super::*;
use proving::{Answering, Device};

const HERE: &str = "http://localhost:7431";

/// What stands in this attribute or field of a page, as it was before it was written there.
fn between(page: &str, before: &str) -> String {
    let rest = page.split_once(before).expect("it is there").1;
    let value = rest.split_once('"').expect("it ends").0;
    value.replace("&#34;", "\"").replace("&quot;", "\"").replace("&amp;", "&")
}

fn encoded(fields: &[(&str, &str)]) -> String {
    serde_html_form::to_string(fields).expect("a form")
}

#[tokio::test]
async fn bryn_adds_a_passkey_comes_in_by_it_and_ends_it() {
    both(async |town| {
        let app = town.app_at(HERE);
        let router = router(&app);
        let first = sessions::open(town.store(), town.bryn, Way::Card, town.now()).await;
        let first = first.expect("in");
        let own = get(&router, "/you/passkeys", Some(&first)).await.page;
        assert!(own.contains("action=\"/you/passkeys/ask\""), "{own}");
        let name = [("name", "my phone")];
        let asked = post_as(&app, &router, "/you/passkeys/ask", &first, &encoded(&name)).await.page;
        let options = between(&asked, "data-options=\"");
        let (mut device, answer) = Device::make(&options, Answering::at(HERE));
        let form = encoded(&[("once", "1"), ("name", "my phone"), ("answer", &answer)]);
        let added = post_as(&app, &router, "/you/passkeys", &first, &form).await;
        assert_eq!(added.location, "/you/passkeys?said=kept", "{}", added.page);
        let own = get(&router, "/you/passkeys", Some(&first)).await.page;
        assert!(own.contains("my phone") && own.contains("Not used yet"), "{own}");
        // He leaves, and comes in by it to where he was going.
        let door = get(&router, "/sign-in?next=/mine", None).await.page;
        assert!(door.contains("action=\"/sign-in/passkey/ask\""), "{door}");
        let asked = post(&router, "/sign-in/passkey/ask", "next=/mine").await.page;
        let answer = device.answer(&between(&asked, "data-options=\""), Answering::at(HERE));
        let token = between(&asked, "name=\"asked\" value=\"");
        let form = encoded(&[("asked", &token), ("answer", &answer), ("next", "/mine")]);
        let came = post(&router, "/sign-in/passkey", &form).await;
        assert_eq!(came.location, "/sign-in/links?next=%2Fmine", "he is told that it was added");
        let session = came.cookie.split_once('=').and_then(|(_, rest)| rest.split_once(';'));
        let session = Token::presented(session.expect("a session").0);
        assert_eq!(town.who(&session).await, Some(town.bryn));
        let notice = get(&router, "/sign-in/links", Some(&session)).await.page;
        assert!(notice.contains("a passkey was added"), "{notice}");
        // The same form opens nothing again, and its page leads on.
        let again = post(&router, "/sign-in/passkey", &form).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.page.contains("could not let you in with this passkey"), "{}", again.page);
        assert!(again.page.contains("action=\"/sign-in/passkey/ask\""));
        // He ends it.
        let own = get(&router, "/you/passkeys", Some(&session)).await.page;
        let end = between(&own, "action=\"/you/passkeys/");
        let path = format!("/you/passkeys/{end}");
        let devs = sessions::open(town.store(), town.dev, Way::Card, town.now()).await.expect("in");
        let by_dev = post_as(&app, &router, &path, &devs, "").await;
        assert_eq!(by_dev.status, StatusCode::NOT_FOUND);
        let ended = post_as(&app, &router, &path, &session, "").await;
        assert_eq!(ended.location, "/you/passkeys?said=done");
        let asked = post(&router, "/sign-in/passkey/ask", "").await.page;
        let answer = device.answer(&between(&asked, "data-options=\""), Answering::at(HERE));
        let token = between(&asked, "name=\"asked\" value=\"");
        let form = encoded(&[("asked", &token), ("answer", &answer)]);
        let gone = post(&router, "/sign-in/passkey", &form).await;
        assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(gone.cookie, "");
    })
    .await;
}

#[tokio::test]
async fn where_browsers_have_no_passkeys_a_sentence_says_so_and_no_button_is_there() {
    both(async |town| {
        let app = town.app(false);
        let router = router(&app);
        let session = sessions::open(town.store(), town.bryn, Way::Card, town.now()).await;
        let session = session.expect("in");
        let own = get(&router, "/you/passkeys", Some(&session)).await.page;
        assert!(own.contains("Passkeys do not work at this address"), "{own}");
        assert!(!own.contains("<script") && !own.contains("/you/passkeys/ask"), "{own}");
        let door = get(&router, "/sign-in", None).await.page;
        assert!(!door.contains("passkey") && !door.contains("<script"), "{door}");
        for path in ["/you/passkeys/ask", "/you/passkeys"] {
            let sent = post_as(&app, &router, path, &session, "").await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(sent.page.contains("Passkeys do not work at this address"), "{path}");
        }
        for path in ["/sign-in/passkey/ask", "/sign-in/passkey"] {
            let sent = post(&router, path, "").await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn without_scripts_a_sentence_stands_where_the_button_would_and_every_other_way_stays() {
    both(async |town| {
        let router = router(&town.app_at(HERE));
        let door = get(&router, "/sign-in", None).await.page;
        let says = "<p data-passkey-needs>A passkey needs a browser";
        assert!(door.contains(says), "{door}");
        let form = door.split("action=\"/sign-in/passkey/ask\"").nth(1).expect("the form");
        assert!(form.split('>').next().expect("its tag").contains("hidden"), "{door}");
        assert!(door.contains("action=\"/sign-in/card\""));
        assert!(!door.contains("onclick") && !door.contains("<script>"));
    })
    .await;
}

#[tokio::test]
async fn a_passkey_is_a_way_back() {
    both(async |town| {
        let app = town.app_at(HERE);
        let session = sessions::open(town.store(), town.carys, Way::Invited, town.now()).await;
        let session = session.expect("in");
        let told = async || get(&router(&app), "/sign-out", Some(&session)).await.page;
        assert!(told().await.contains("You have no way back in yet"));
        let router = router(&app);
        let asked = post_as(&app, &router, "/you/passkeys/ask", &session, "").await.page;
        let options = between(&asked, "data-options=\"");
        let (_, answer) = Device::make(&options, Answering::at(HERE));
        let form = encoded(&[("once", "1"), ("answer", &answer)]);
        let added = post_as(&app, &router, "/you/passkeys", &session, &form).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.page);
        assert!(!told().await.contains("You have no way back in yet"));
    })
    .await;
}
