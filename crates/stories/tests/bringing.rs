//! The pages on which a file is brought, as a browser meets them, on both databases.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    dead_code,
    reason = "a test says what it expected"
)]

mod pages;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION, ORIGIN};
use axum::http::{Request, StatusCode};
use cast::{MONDAY, Town, both, line};
use ground::id::PersonId;
use pages::app;
use store::{Keeper, Spot, TokenHash, bind, sql};
use stories::second_readings;
use stories::tellings::TellingId;
use web::App;
use web::visitor::{Visit, form_token};

/// Somebody's session, so that forms must bring their token back.
const SESSION: TokenHash = TokenHash([7; 32]);
const FILE: &str = "When,What happened?,Notes,NHS number\n\
                    May 2024,The bus stops at six.,by phone,9434765919\n\
                    June 2024,,on paper,9434765870\n";

struct Answer {
    status: StatusCode,
    location: String,
    page: String,
}

async fn ask(town: &Town, app: &App, person: PersonId, request: Request<Body>) -> Answer {
    let visit = Visit { reader: town.reader(person).await, session: Some(SESSION) };
    let response = pages::answered(app, visit, request).await;
    let location = response.headers().get(LOCATION);
    let location = location.map(|l| l.to_str().expect("text").to_owned()).unwrap_or_default();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.expect("page");
    // Marks that keep the direction of what is filled in apart are not looked for here.
    let page = String::from_utf8(bytes.to_vec()).expect("text");
    Answer { status, location, page: page.replace(['\u{2068}', '\u{2069}'], "") }
}

async fn get(town: &Town, app: &App, person: PersonId, path: &str) -> Answer {
    ask(town, app, person, Request::get(path).body(Body::empty()).expect("request")).await
}

async fn post(town: &Town, app: &App, person: PersonId, path: &str, form: &str) -> Answer {
    let token = form_token(app, Some(SESSION));
    let request = Request::post(path)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("token={token}&once=1&{form}")))
        .expect("request");
    ask(town, app, person, request).await
}

async fn send(town: &Town, app: &App, person: PersonId, token: &str, file: &[u8]) -> Answer {
    let request = Request::post(format!("/systems/{}/import", town.place))
        .header(CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header(ORIGIN, "http://town.example");
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{token}\r\n--edge\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"C:\\\\Ana\\\\may.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n"
    );
    let body = [head.as_bytes(), file, b"\r\n--edge--\r\n"].concat();
    ask(town, app, person, request.body(Body::from(body)).expect("request")).await
}

/// Gives the town its own row.
async fn opened(town: &Town) {
    let store = &town.sharing.store;
    let (keeper, spot) = (Keeper::new(town.place), Spot::new(town.place, "name"));
    let ring = store.keys.ring([keeper]).await.expect("ring");
    let name = ring.seal_line(keeper, spot, &line("Pit Hill")).expect("sealed");
    store::write!(store.database, |work| {
        work.run(
            sql!(
                "INSERT INTO systems (system_id, id, place_id, scale, name, made, revision) \
                 VALUES ($1, $1, $1, 'place', $2, $3, 1)"
            ),
            bind().id(town.place).sealed(name.clone()).moment(MONDAY),
        )
        .await
    })
    .expect("opened");
}

/// The button of the same page, in a second window: Asha is led to what was kept, and nobody else is.
async fn kept_in_another_window(
    town: &Town,
    app: &App,
    (draft, columns): (&str, &str),
    (look, import): (&str, &str),
) {
    let id = import.strip_prefix("/imports/").expect("an import");
    assert!(look.contains(&format!("name=\"import\" value=\"{id}\"")), "{look}");
    let (path, form) = (format!("{draft}/keep"), format!("{columns}&import={id}"));
    let again = post(town, app, town.asha, &path, &form).await;
    assert_eq!(again.location, format!("{import}?said=kept-already"), "{}", again.page);
    let said = get(town, app, town.asha, &again.location).await;
    assert!(said.page.contains("It was kept already."), "{}", said.page);
    for (who, form) in [(town.bryn, form.as_str()), (town.asha, columns)] {
        assert_eq!(post(town, app, who, &path, form).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn asha_brings_a_file_looks_first_keeps_it_and_says_what_they_were_told() {
    both(async |town| {
        opened(&town).await;
        let ruth = town.on_duty("Ruth").await;
        let app = app(&town);
        let (asha, token) = (town.asha, form_token(&app, Some(SESSION)));
        let start = get(&town, &app, asha, &format!("/systems/{}/import", town.place)).await;
        assert_eq!(start.status, StatusCode::OK);
        assert!(start.page.contains("multipart/form-data"));

        let sent = send(&town, &app, asha, &token, FILE.as_bytes()).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.page);
        let choose = get(&town, &app, asha, &sent.location).await;
        assert!(choose.page.contains("<option>What happened?</option>"), "{}", choose.page);

        let none = get(&town, &app, asha, &format!("{}/look?words=", sent.location)).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let columns = "words=What+happened%3F&when=When&title=&teller=&when_format=";
        let look = get(&town, &app, asha, &format!("{}/look?{columns}", sent.location)).await;
        assert_eq!(look.status, StatusCode::OK, "{}", look.page);
        for says in [
            "Nothing is kept yet",
            "NHS number",
            "Row 3",
            "words = &#34;What happened?",
            "The first rows, as they would be kept",
            "The bus stops at six.",
            "<dd dir=\"auto\">2024-05</dd>",
            "<dt>Notes</dt><dd dir=\"auto\">by phone</dd>",
            "<li><bdi>Notes</bdi></li>",
        ] {
            assert!(look.page.contains(says), "{says}: {}", look.page);
        }
        let kept = post(&town, &app, asha, &format!("{}/keep", sent.location), columns).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "so that a browser can go back");
        let again = get(&town, &app, asha, &sent.location).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND, "the file is gone when it is kept");

        let import = kept.location.split('?').next().expect("a path").to_owned();
        kept_in_another_window(&town, &app, (&sent.location, columns), (&look.page, &import)).await;
        let shown = get(&town, &app, asha, &import).await;
        assert!(shown.page.contains("may.csv") && !shown.page.contains("to_system"));
        let empty = post(&town, &app, asha, &format!("{import}/stated"), "words=+").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = "words=That+the+town+would+read+it.";
        let stated = post(&town, &app, asha, &format!("{import}/stated"), said).await;
        assert_eq!(stated.status, StatusCode::SEE_OTHER);
        let wished = post(&town, &app, asha, &format!("{import}/wishes"), "to_system=yes").await;
        assert_eq!(wished.status, StatusCode::SEE_OTHER);
        let waits = get(&town, &app, asha, &import).await;
        assert!(waits.page.contains("This file waits for a second reader"), "{}", waits.page);

        let reader = town.reader(ruth).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let waits = second_readings::waiting(&town.sharing, &mut look, &reader).await;
        drop(look);
        let reading = format!("/second-readings/{}", waits.expect("waits")[0].id);
        let page = get(&town, &app, ruth, &reading).await;
        assert!(page.page.contains("You read all of it, and answer once."), "{}", page.page);
        let beside = page.page.split("kept-plain").nth(1).expect("what stood beside it");
        assert!(beside.contains("by phone"), "every hearer reads it, so it is read first too");
        let for_bryn = get(&town, &app, town.bryn, &reading).await;
        assert_eq!(for_bryn.status, StatusCode::NOT_FOUND);
        let neither = post(&town, &app, ruth, &reading, "revision=1").await;
        assert_eq!(neither.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fine = post(&town, &app, ruth, &reading, "revision=1&fine=yes").await;
        assert_eq!(fine.status, StatusCode::SEE_OTHER, "{}", fine.page);

        // Had the offering stopped half-way, the same form sent again would go on with it.
        let rows = &town.sharing.store.database;
        let half = sql!("DELETE FROM audiences WHERE thing_kind = 'telling'");
        store::write!(rows, |work| work.run(half, bind()).await).expect("half-way");
        let again = post(&town, &app, ruth, &reading, "revision=1&fine=yes").await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.page);
        let list = get(&town, &app, town.bryn, &format!("/systems/{}/stories", town.place)).await;
        let at = list.page.find("/stories/").expect("bryn hears it");
        let story = list.page[at..].split('"').next().expect("a path").to_owned();
        let story = get(&town, &app, town.bryn, &story).await;
        let plain = story.page.split("kept-plain").nth(1).expect("a plain section");
        assert!(plain.contains("by phone") && plain.contains("That the town would read it."));
        assert!(!story.page.contains("9434765919"), "what is held back is kept nowhere");
        let theirs = get(&town, &app, town.bryn, &import).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_file_from_elsewhere_too_large_or_unreadable_is_refused_and_nothing_is_kept() {
    both(async |town| {
        opened(&town).await;
        let app = app(&town);
        let token = form_token(&app, Some(SESSION));
        let forged = send(&town, &app, town.asha, "guessed", FILE.as_bytes()).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        let zip = send(&town, &app, town.asha, &token, b"PK\x03\x04 and so on").await;
        assert_eq!(zip.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(zip.page.contains("Open it, and save it as CSV."));
        let huge = vec![b'a'; 21 * 1024 * 1024];
        let huge = send(&town, &app, town.asha, &token, &huge).await;
        assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(huge.page.contains("larger than 20 MB"), "{}", huge.page);
        let dev = send(&town, &app, town.dev, &token, FILE.as_bytes()).await;
        assert_eq!(dev.status, StatusCode::NOT_FOUND);
        let no_form = Request::post(format!("/systems/{}/import", town.place))
            .body(Body::from("half a form"))
            .expect("request");
        let no_form = ask(&town, &app, town.asha, no_form).await;
        assert_eq!(no_form.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut look = town.sharing.store.database.look().await.expect("look");
        let drafts = sql!("SELECT COUNT(*) AS n FROM import_drafts");
        let drafts = look.one(drafts, bind()).await.expect("counted");
        assert_eq!(drafts.number("n").expect("a number"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_long_file_is_kept_a_piece_at_a_time_with_a_button_to_go_on() {
    both(async |town| {
        opened(&town).await;
        let app = app(&town);
        let token = form_token(&app, Some(SESSION));
        let mut file = "Story,Who\n".to_owned();
        (0..2_100).for_each(|n| file.push_str(&format!("On day {n} I walked home,group\n")));
        let sent = send(&town, &app, town.asha, &token, file.as_bytes()).await;
        let keep = format!("{}/keep", sent.location);
        let first = post(&town, &app, town.asha, &keep, "words=Story").await;
        assert!(first.page.contains("Kept: 2000. Still to come: 100."), "{}", first.page);
        let second = post(&town, &app, town.asha, &keep, "words=Story").await;
        let shown = get(&town, &app, town.asha, &second.location).await.page;
        assert!(shown.contains("<dd>2100</dd>"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn a_long_file_is_read_first_page_after_page_and_no_address_names_a_story() {
    both(async |town| {
        opened(&town).await;
        let [ruth, noor] = [town.on_duty("Ruth").await, town.on_duty("Noor").await];
        let (app, asha) = (app(&town), town.asha);
        let token = form_token(&app, Some(SESSION));
        let mut file = "Story,Who\n".to_owned();
        (0..21).for_each(|n| file.push_str(&format!("On day {n} I walked home,group\n")));
        let sent = send(&town, &app, asha, &token, file.as_bytes()).await;
        let kept = post(&town, &app, asha, &format!("{}/keep", sent.location), "words=Story").await;
        let import = kept.location.split('?').next().expect("a path").to_owned();
        let said = "words=That+the+town+would+read+it.";
        post(&town, &app, asha, &format!("{import}/stated"), said).await;
        post(&town, &app, asha, &format!("{import}/wishes"), "to_system=yes").await;
        let reader = town.reader(ruth).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let waits = second_readings::waiting(&town.sharing, &mut look, &reader).await;
        drop(look);
        let reading = format!("/second-readings/{}", waits.expect("waits")[0].id);
        let many = |page: &str| page.matches("I walked home</blockquote>").count();
        let first = get(&town, &app, ruth, &reading).await.page;
        let (_, link) = first.split_once(&format!("href=\"{reading}?after=")).expect("it leads on");
        let carried = link.split('"').next().expect("its end");
        assert!(TellingId::parse(carried).is_none(), "{carried}");
        let on = format!("{reading}?after={carried}");
        let rest = get(&town, &app, ruth, &on).await.page;
        assert_eq!((many(&first), many(&rest)), (20, 1), "{rest}");
        // It is Ruth's; and whoever names a story themselves begins at the beginning.
        assert_eq!(many(&get(&town, &app, noor, &on).await.page), 20);
        let none = "ffffffffffffffffffffffffffffffff";
        let made_up = get(&town, &app, ruth, &format!("{reading}?after={none}")).await.page;
        assert_eq!(many(&made_up), 20, "{made_up}");
        // An answer that cannot be taken stands on the page that it was written on.
        let again = post(&town, &app, ruth, &on, "revision=1&words=Not+yet").await;
        assert_eq!((again.status, many(&again.page)), (StatusCode::UNPROCESSABLE_ENTITY, 1));
        assert!(again.page.contains(">Not yet</textarea>"), "{}", again.page);
        assert_eq!(get(&town, &app, town.bryn, &on).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
