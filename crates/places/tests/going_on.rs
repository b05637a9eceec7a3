//! Lists that go on after what one page holds: each says so, and all of it can be reached.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod town;

use std::sync::Arc;

use ::store::{Sql, bind};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use ground::Clock;
use ground::id::{PersonId, Uuid};
use places::purposes::{MOST_AGREED, MOST_VERSIONS, PurposeId, agree, say};
use sharing::Nouns;
use tower::ServiceExt as _;
use town::{MONDAY, Town, both, words};
use web::visitor::Visit;
use web::{App, Settings, Tongues};

struct Answer {
    status: StatusCode,
    page: String,
}

async fn get(town: &Town, person: PersonId, path: &str) -> Answer {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../locales/en");
    let files = ["web.ftl", "places.ftl", "doors.ftl"].map(|name| {
        ("en", std::fs::read_to_string(format!("{folder}/{name}")).expect("a locale file"))
    });
    let tongues = Tongues::read(files).expect("tongues");
    let public_url = "http://town.example".to_owned();
    let settings = Settings { public_url, made_up: true, can_mail: false };
    let clock = Arc::new(Clock::standing_at(MONDAY));
    let app = App::new(town.sharing.clone(), clock, tongues, Nouns::default(), settings);
    let reader = town.reader(person).await;
    let router: Router = places::routes()
        .into_router()
        .layer(from_fn_with_state(app.clone(), web::refusal::refusals))
        .layer(Extension(Visit { reader, session: None }))
        .with_state(app);
    let request = Request::get(path).body(Body::empty()).expect("request");
    let response = router.oneshot(request).await.expect("answered");
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.expect("page");
    Answer { status, page: String::from_utf8(bytes.to_vec()).expect("text") }
}

/// Where the link to the next page of a list leads, if there is one.
fn onward(page: &str) -> Option<&str> {
    let (_, link) = page.split_once("rel=\"next\" href=\"")?;
    link.split('#').next()
}

#[tokio::test]
async fn however_much_asha_does_nothing_is_pushed_out_of_what_all_may_read() {
    both(async |town| {
        let (place, asha) = (town.place, town.asha);
        let acts = (0..2 * places::stewards::PAGE).map(|_| {
            // All at one moment: what is of one moment is not passed over.
            sharing::acts::Listed::by(place, sharing::acts::INVITED, asha, MONDAY.plus_days(1))
        });
        let acts: Vec<_> = acts.collect();
        ::store::write!(town.sharing.store.database, |work| {
            for act in &acts {
                sharing::acts::list(work, act.clone()).await?;
            }
            Ok(())
        })
        .expect("listed");

        let path = format!("/systems/{place}/stewards");
        let (mut address, mut invited, mut pages) = (path.clone(), 0, 0);
        loop {
            let page = get(&town, town.bryn, &address).await.page;
            invited += page.matches("made an invitation").count();
            pages += 1;
            let Some(next) = onward(&page).map(str::to_owned) else {
                assert!(page.contains("drew the edge and began"), "the first is still there");
                break;
            };
            assert!(page.contains("There is more than stands here."));
            address = next;
        }
        assert_eq!((invited, pages), (acts.len(), 3));
        let first = get(&town, town.bryn, &path).await.page;
        let broken = get(&town, town.bryn, &format!("{path}?after=never.mind")).await;
        let many = |page: &str| page.matches("made an invitation").count();
        assert_eq!(many(&broken.page), many(&first), "nonsense is the beginning");
        let made_up = format!("{path}?after={}", ground::After::FIRST);
        let made_up = get(&town, town.bryn, &made_up).await.page;
        assert_eq!(many(&made_up), many(&first), "and so is what somebody made up");
        assert_eq!(get(&town, town.dev, &address).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_purpose_said_anew_more_often_than_its_page_holds_leads_on_to_the_first() {
    both(async |town| {
        let (said, place) = (words("Dry homes."), format!("/systems/{}", town.place));
        let versions = |page: &str| page.matches("Dry homes.").count();
        for (times, more) in [(MOST_VERSIONS, false), (1, true)] {
            for _ in 0..times {
                let id = PurposeId::random();
                say(&town.sharing, town.place, id, town.asha, &said, MONDAY).await.expect("said");
            }
            let all = get(&town, town.bryn, &format!("{place}/purposes")).await.page;
            assert_eq!(all.contains("There is more than stands here."), more, "{all}");
            let page = get(&town, town.bryn, &place).await.page;
            assert_eq!(page.contains("More than "), more, "{page}");
        }
        let path = format!("{place}/purposes");
        let first = get(&town, town.bryn, &path).await.page;
        let next = onward(&first).expect("it leads on").to_owned();
        let rest = get(&town, town.bryn, &next).await.page;
        assert_eq!((versions(&first), versions(&rest)), (MOST_VERSIONS, 1), "{rest}");
        // What it is for now stands on the first page alone.
        let now = "<h2>Now</h2>";
        assert_eq!((first.contains(now), rest.contains(now)), (true, false), "{rest}");
        assert!(onward(&rest).is_none() && rest.contains("Back to the latest"), "{rest}");
        let (_, carried) = next.split_once("?after=").expect("where it goes on");
        let asha = get(&town, town.asha, &next).await.page;
        assert_eq!(versions(&asha), MOST_VERSIONS, "it is Bryn's");
        let elsewhere = format!("{place}/stewards?after={carried}");
        let elsewhere = get(&town, town.bryn, &elsewhere).await.page;
        assert!(elsewhere.contains("drew the edge and began"), "it is of another list");
    })
    .await;
}

#[tokio::test]
async fn who_agreed_to_one_version_takes_no_room_from_another_and_more_than_stand_are_said() {
    both(async |town| {
        let (place, said) = (town.place, words("Dry homes."));
        // The first in the order of their ids has more who agreed than any page asks for.
        let [crowded, quiet] = [Uuid::from_u128(1), Uuid::max()].map(PurposeId);
        for (id, days) in [(crowded, 0), (quiet, 1)] {
            let at = MONDAY.plus_days(days);
            say(&town.sharing, place, id, town.asha, &said, at).await.expect("said");
        }
        for people in (0..5_000).map(|_| PersonId::random()).collect::<Vec<_>>().chunks(500) {
            ::store::write!(town.sharing.store.database, |work| {
                for person in people {
                    let text = "INSERT INTO agreements (system_id, purpose_id, person_id, at) \
                                VALUES ($1, $2, $3, $4)";
                    let agreed = bind().id(place).id(crowded).id(*person).moment(MONDAY);
                    work.run(Sql(text), agreed).await?;
                }
                Ok(())
            })
            .expect("agreed");
        }
        let path = format!("/systems/{place}/purposes");
        let agrees = |page: &str, id: PurposeId| page.contains(&format!("/{id}/agree\""));
        let page = get(&town, town.bryn, &path).await.page;
        assert!(agrees(&page, crowded) && agrees(&page, quiet), "he may agree to both");
        for id in [crowded, quiet] {
            let at = MONDAY.plus_days(2);
            agree(&town.sharing, place, id, town.bryn, at).await.expect("agreed");
        }
        let page = get(&town, town.bryn, &path).await.page;
        let (first, other) = page.split_once("<h2>On ").expect("what it was for before");
        // One's own stands there however many were earlier.
        for part in [first, other] {
            assert!(part.contains("<li><b>Bryn</b>"), "{part}");
        }
        assert!(!agrees(&page, crowded) && !agrees(&page, quiet), "he did");
        let more = "More people agreed than stand here.";
        assert!(!first.contains(more) && other.contains(more), "{other}");
        assert_eq!(other.matches("<li><b>").count(), MOST_AGREED, "{other}");
        // The page of the place shows who agreed to what it is for now.
        let page = get(&town, town.carys, &format!("/systems/{place}")).await.page;
        assert!(page.contains("<b>Bryn</b> <time") && !page.contains(more), "{page}");
    })
    .await;
}
