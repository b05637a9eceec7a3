//! The pages, as a browser meets them: every sentence is there, drafts are kept, and to Dev
//! nothing is there at all.

#![allow(clippy::expect_used)]

mod town;

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use ground::Clock;
use ground::id::PersonId;
use places::SystemNoun;
use places::systems::Scale;
use sharing::{Noun as _, Nouns, Reader, Sharing, StandingKind};
use tower::ServiceExt as _;
use town::{MONDAY, Town, both, both_empty};
use web::visitor::Visit;
use web::{App, Settings, Tongues};

fn app(sharing: &Sharing) -> App {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../locales/en");
    let files = ["web.ftl", "places.ftl", "doors.ftl"].map(|name| {
        ("en", std::fs::read_to_string(format!("{folder}/{name}")).expect("a locale file"))
    });
    let tongues = Tongues::read(files).expect("tongues");
    let url = "http://town.example".to_owned();
    let settings = Settings { public_url: url, made_up: true, can_mail: false };
    let clock = Arc::new(Clock::standing_at(MONDAY));
    App::new(sharing.clone(), clock, tongues, Nouns::default(), settings)
}

struct Answer {
    status: StatusCode,
    location: String,
    cookie: String,
    page: String,
}

async fn ask(town: &Town, person: Option<PersonId>, request: Request<Body>) -> Answer {
    let reader = match person {
        Some(person) => town.reader(person).await,
        None => Reader::nobody(),
    };
    ask_as(&town.sharing, reader, request).await
}

async fn ask_as(sharing: &Sharing, reader: Reader, request: Request<Body>) -> Answer {
    let app = app(sharing);
    let router: Router = places::routes()
        .into_router()
        .layer(from_fn_with_state(app.clone(), web::refusal::refusals))
        .layer(Extension(Visit { reader, session: None }))
        .with_state(app);
    let response = router.oneshot(request).await.expect("answered");
    let location = response.headers().get(LOCATION);
    let location = location.map(|l| l.to_str().expect("text").to_owned()).unwrap_or_default();
    let cookie = response.headers().get(SET_COOKIE);
    let cookie = cookie.map(|c| c.to_str().expect("text").to_owned()).unwrap_or_default();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.expect("page");
    Answer { status, location, cookie, page: String::from_utf8(bytes.to_vec()).expect("text") }
}

async fn get(town: &Town, person: Option<PersonId>, path: &str) -> Answer {
    ask(town, person, Request::get(path).body(Body::empty()).expect("request")).await
}

async fn post(town: &Town, person: PersonId, path: &str, form: &str) -> Answer {
    ask(town, Some(person), sent(path, form)).await
}

fn sent(path: &str, form: &str) -> Request<Body> {
    Request::post(path)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .expect("request")
}

/// Every page there is about a system, as somebody who looks after it sees it.
async fn paths(town: &Town) -> Vec<String> {
    let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
    let parts = town.parts(town.asha, team).await;
    let mine = parts.iter().find(|part| part.standing == StandingKind::Part).expect("a part").id;
    let place = town.place;
    let mut paths = vec![
        "/systems".to_owned(),
        format!("/systems/{place}/opening"),
        format!("/systems/{team}/part/{mine}"),
    ];
    for id in [place, team] {
        for page in [
            "",
            "/inside",
            "/around",
            "/edge",
            "/purposes",
            "/people",
            "/people/add",
            "/people/me",
            "/stewards",
        ] {
            paths.push(format!("/systems/{id}{page}"));
        }
    }
    paths
}

#[tokio::test]
async fn every_page_is_there_for_asha_and_none_for_dev_or_a_stranger() {
    both(async |town| {
        for path in paths(&town).await {
            let asha = get(&town, Some(town.asha), &path).await;
            assert_eq!(asha.status, StatusCode::OK, "{path}");
            assert!(asha.page.contains("<h1>"), "{path}");
            let stranger = get(&town, None, &path).await;
            assert!(stranger.location.starts_with("/sign-in"), "{path}");
            if path != "/systems" {
                let dev = get(&town, Some(town.dev), &path).await;
                assert_eq!(dev.status, StatusCode::NOT_FOUND, "{path}");
                assert!(!dev.page.contains("Pit Hill"), "{path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_that_cannot_be_taken_keeps_what_was_typed() {
    both(async |town| {
        let path = format!("/systems/{}/opening", town.place);
        let form = "revision=1&keeping=Two+years&story_one=experience";
        let answer = post(&town, town.asha, &path, form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.page.contains("Two years") && answer.page.contains("experience"));
        let path = format!("/systems/{}/inside", town.place);
        let answer = post(&town, town.asha, &path, "scale=team&name=&why=Wet+walls").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.page.contains("Wet walls"));
    })
    .await;
}

#[tokio::test]
async fn a_stale_opening_page_shows_both_texts() {
    both(async |town| {
        let path = format!("/systems/{}/opening", town.place);
        let first = post(&town, town.asha, &path, "revision=1&keeping=Two+years").await;
        assert_eq!(first.location, format!("{path}?said=kept"));
        let second = post(&town, town.asha, &path, "revision=1&keeping=For+ever").await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(second.page.contains("Two years") && second.page.contains("For ever"));
        assert!(second.page.contains("name=\"revision\" value=\"2\""));
    })
    .await;
}

#[tokio::test]
async fn what_may_not_be_done_is_not_offered() {
    both(async |town| {
        let path = format!("/systems/{}", town.place);
        let asha = get(&town, Some(town.asha), &path).await.page;
        let bryn = get(&town, Some(town.bryn), &path).await.page;
        for end in ["/edge", "/invite", "/opening"] {
            assert!(asha.contains(&format!("{path}{end}")), "{end}");
            assert!(!bryn.contains(&format!("{path}{end}")), "{end}");
        }
        assert!(bryn.contains(&format!("{path}/inside")));
        let refused = post(&town, town.bryn, &format!("{path}/edge"), "revision=1&name=Mine").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn the_first_link_begins_a_place_once() {
    both_empty(async |sharing, _| {
        let link = doors::first::make(&sharing.store, MONDAY).await.expect("asked").expect("made");
        let path = format!("/first/{}", link.expose());
        let ask = async |request| ask_as(&sharing, Reader::nobody(), request).await;
        let empty = ask(sent(&path, "name=Pit+Hill&own_name=")).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.page.contains("Pit Hill"), "the draft is kept, and the link too");
        // Two presses at once, and a third a moment later, are one place, and each is let in.
        let form = "once=1&name=Pit+Hill&own_name=Asha";
        let (one, two) = tokio::join!(ask(sent(&path, form)), ask(sent(&path, form)));
        let three = ask(sent(&path, form)).await;
        for begun in [&one, &two, &three] {
            assert_eq!(begun.status, StatusCode::SEE_OTHER);
            assert!(begun.location.contains("opening"), "{}", begun.location);
            assert_eq!(begun.location, one.location);
            assert!(begun.cookie.starts_with("understory_session="), "signed in straight away");
        }
        let again = ask(sent(&path, "name=Another&own_name=Dev")).await;
        assert_eq!(again.status, StatusCode::GONE);
    })
    .await;
}

#[tokio::test]
async fn a_place_begun_from_the_command_line_ends_the_first_link() {
    both(async |town| {
        let made = doors::first::make(&town.sharing.store, MONDAY).await.expect("asked");
        assert!(made.is_none());
        let never = get(&town, None, "/first/neverwasalink").await;
        assert_eq!(never.status, StatusCode::GONE);
    })
    .await;
}

#[tokio::test]
async fn a_place_that_is_not_open_waits_for_whoever_looks_after_it() {
    both(async |town| {
        let noun = SystemNoun::new(town.sharing.clone());
        for (person, waiting) in [(town.asha, 1), (town.bryn, 0), (town.dev, 0)] {
            let reader = town.reader(person).await;
            let waits = noun.waits(&mut town.look().await, &reader, MONDAY).await.expect("waits");
            assert_eq!(waits.len(), waiting);
        }
    })
    .await;
}

const ALL_SAID: &str = "controllers=Pit+Hill+Council&data_protection=Ask+Carys&keeping=Two+years\
    &ring_now=999&read_by=Bryn+on+weekdays";

#[tokio::test]
async fn what_a_place_says_is_read_by_its_people_and_by_anybody_once_its_open_door_is_open() {
    both(async |town| {
        let path = format!("/systems/{}", town.place);
        let (opening, says) = (format!("{path}/opening"), format!("{path}/says"));
        let form = format!("revision=1&open_door=yes&keeps_safe={}&{ALL_SAID}", town.carys);
        let kept = post(&town, town.asha, &opening, &form).await;
        assert_eq!(kept.location, format!("{opening}?said=kept"));
        let bryn = get(&town, Some(town.bryn), &says).await.page;
        for said in ["Pit Hill Council", "Ask Carys", "Two years", "999", "Bryn on weekdays"] {
            assert!(bryn.contains(said), "{said}");
        }
        for nobody in [Some(town.dev), None] {
            let early = get(&town, nobody, &says).await;
            assert_eq!(early.status, StatusCode::NOT_FOUND, "it has not opened");
        }
        let asha = get(&town, Some(town.asha), &path).await.page;
        assert!(asha.contains("Everything is said: open it") && !asha.contains("<svg role"));
        assert!(!asha.contains(&format!("{path}/tell")), "nobody can tell yet");
        let opens = form.replace("revision=1", "revision=2&opens=yes");
        assert_eq!(
            post(&town, town.asha, &opening, &opens).await.location,
            format!("{path}?said=done")
        );
        for nobody in [Some(town.dev), None] {
            assert!(get(&town, nobody, &says).await.page.contains("Two years"));
        }
        let poster = format!("http://town.example/tell/{}", town.place);
        for page in [&path, &opening] {
            let shown = get(&town, Some(town.asha), page).await.page;
            assert!(shown.contains(&poster) && shown.contains("<svg role=\"img\""), "{page}");
        }
        assert!(get(&town, Some(town.asha), &path).await.page.contains(&format!("{path}/says")));
    })
    .await;
}

#[tokio::test]
async fn opening_a_place_keeps_what_was_just_typed_and_what_is_missing_comes_back_with_it() {
    both(async |town| {
        let path = format!("/systems/{}", town.place);
        let (opening, says) = (format!("{path}/opening"), format!("{path}/says"));
        let half = "revision=1&opens=yes&open_door=yes&ring_back=Carys+on+Tuesdays&ring_now=999";
        let refused = post(&town, town.asha, &opening, half).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for typed in ["Carys on Tuesdays", "value=\"yes\" checked", "things to mend"] {
            assert!(refused.page.contains(typed), "{typed}");
        }
        for field in ["keeps_safe", "read_by", "controllers", "data_protection", "keeping"] {
            let link = format!("<a href=\"#{field}\">");
            assert_eq!(refused.page.matches(&link).count(), 1, "one list: {field}");
            assert!(refused.page.contains(&format!("id=\"{field}-problem\"")), "{field}");
        }
        assert!(!refused.page.contains("<a href=\"#ring_now\">"), "it was just typed");
        let kept = get(&town, Some(town.asha), &opening).await.page;
        assert!(kept.contains("<a href=\"#ring_now\">"), "what stands misses all six");
        assert!(!kept.contains("Carys on Tuesdays"), "neither is done, or both are");
        let whole = format!("{half}&keeps_safe={}&{ALL_SAID}", town.carys).replacen(
            "&ring_now=999&",
            "&",
            1,
        );
        let opened = post(&town, town.asha, &opening, &whole).await;
        assert_eq!(opened.location, format!("{path}?said=done"));
        let stranger = get(&town, None, &says).await.page;
        assert!(stranger.contains("Carys on Tuesdays") && stranger.contains("Two years"));
        // The button pressed twice.
        let again = post(&town, town.asha, &opening, &whole).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn somebody_who_rings_back_says_when_or_the_page_comes_back_with_what_was_typed() {
    both(async |town| {
        let path = format!("/systems/{}/opening", town.place);
        let form = format!("revision=1&keeping=Two+years&rings={}", town.bryn);
        let refused = post(&town, town.asha, &path, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.page.contains("Two years") && refused.page.contains("Say who rings"));
        let whole = post(&town, town.asha, &path, &format!("{form}&ring_back=On+Tuesdays")).await;
        assert_eq!(whole.location, format!("{path}?said=kept"));
    })
    .await;
}

#[tokio::test]
async fn asha_is_warned_that_she_does_everything_at_once_and_that_nobody_follows_her() {
    both(async |town| {
        let path = format!("/systems/{}", town.place);
        let (opening, warning) = (format!("{path}/opening"), "One person looks after this place");
        let form = |wrongs| format!("keeps_safe={}&hears_wrongs={wrongs}&{ALL_SAID}", town.asha);
        let kept = format!("revision=1&{}", form(town.asha));
        let again = post(&town, town.asha, &opening, &kept).await;
        assert_eq!(again.location, format!("{opening}?said=kept"));
        assert!(get(&town, Some(town.asha), &opening).await.page.contains(warning));
        post(&town, town.asha, &opening, &format!("revision=2&{}", form(town.carys))).await;
        assert!(!get(&town, Some(town.asha), &opening).await.page.contains(warning));
        let stewards = get(&town, Some(town.asha), &format!("{path}/stewards")).await.page;
        assert!(stewards.contains("Nobody else looks after this"));
    })
    .await;
}

#[tokio::test]
async fn saying_how_a_group_lies_with_nothing_chosen_keeps_what_was_chosen_beside_it() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let other = town.draw(town.asha, Scale::Team, "The Tuesday team").await;
        let path = format!("/systems/{team}/nestings");
        let page = post(&town, town.asha, &path, "how=overlaps&other=").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = page.page;
        assert!(page.contains("id=\"other-problem\"") && page.contains("<a href=\"#other\">"));
        assert!(page.contains("value=\"overlaps\" checked"), "{page}");
        // What is chosen that cannot be stays chosen, and the page says why.
        let page = post(&town, town.asha, &path, &format!("how=never&other={other}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.page.contains(&format!("value=\"{other}\" selected")), "{}", page.page);
        let dev = post(&town, town.dev, &path, "how=overlaps&other=").await;
        assert_eq!(dev.status, StatusCode::NOT_FOUND);
        let lies = post(&town, town.asha, &path, &format!("how=overlaps&other={other}")).await;
        assert_eq!(lies.status, StatusCode::SEE_OTHER, "{}", lies.page);
    })
    .await;
}
