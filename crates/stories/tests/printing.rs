//! What is taken away: the page made for printing, as a browser meets it, and the file of
//! everything, on both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod pages;
mod town;

use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use cast::{Town, both, line};
use pages::app;
use sharing::{Audience, Noun as _};
use store::{TokenHash, bind, sql};
use stories::TellingNoun;
use stories::taken;
use stories::tellings::{Manner, Teller, TellingId, Told, Wishes};
use town::{pit_hill, told};
use web::App;
use web::visitor::{Visit, form_token};

/// Carys's session, so that forms must bring their token back.
const SESSION: TokenHash = TokenHash([7; 32]);

/// Carys prints a story with a form of this key.
async fn carys_prints(town: &Town, app: &App, id: TellingId, once: &str) -> StatusCode {
    printed(town, app, id, once).await.status()
}

async fn printed(town: &Town, app: &App, id: TellingId, once: &str) -> Response {
    let visit = Visit { reader: town.reader(town.carys).await, session: Some(SESSION) };
    let token = form_token(app, Some(SESSION));
    let request = Request::post(format!("/stories/{id}/print"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("token={token}&once={once}&words=")))
        .expect("request");
    pages::answered(app, visit, request).await
}

#[tokio::test]
async fn the_page_made_for_printing_has_how_its_teller_reads_it_too() {
    both(async |town| {
        let (hill, app) = (pit_hill(&town, false).await, app(&town));
        let wishes = Wishes { heard_by: vec![Audience::Person(town.carys)], ..Wishes::default() };
        let told = Told { felt: Some(line("Tired to the bone")), ..told("It rained in.", wishes) };
        let id = hill.tells(&town, Teller::Person(town.bryn), &told).await;
        let page = printed(&town, &app, id, "1").await;
        let page = to_bytes(page.into_body(), 1_000_000).await.expect("a body");
        let page = String::from_utf8_lossy(&page);
        assert!(page.contains("How it felt") && page.contains("Tired to the bone"));
    })
    .await;
}

#[tokio::test]
async fn one_key_sent_with_two_stories_notes_both_and_sent_twice_notes_one() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let app = app(&town);
        let wishes = Wishes { heard_by: vec![Audience::Person(town.carys)], ..Wishes::default() };
        let bryn = town.reader(town.bryn).await;
        for text in ["The damp is back.", "The bus stops at six."] {
            let told = told(text, wishes.clone());
            let id = hill.tells(&town, Teller::Person(town.bryn), &told).await;
            for _ in 0..2 {
                assert_eq!(carys_prints(&town, &app, id, "1").await, StatusCode::OK);
            }
            let mut look = town.sharing.store.database.look().await.expect("look");
            let gone = taken::of_telling(&town.sharing, &mut look, &bryn, id).await;
            let gone = gone.expect("his own");
            assert_eq!(gone.len(), 1, "{text}");
            assert_eq!(gone[0].said_by, Some(town.carys));
        }
    })
    .await;
}

#[tokio::test]
async fn printing_stands_on_the_trail_once_and_says_who_only_where_hearing_it_does() {
    both(async |town| {
        let (hill, app) = (pit_hill(&town, false).await, app(&town));
        let (mut many, mut names) = (0, 0);
        // One she hears as one of the team; the other by name, which is marked each time too.
        for (to, more, named) in
            [(Audience::System(town.team), 1, 0), (Audience::Person(town.carys), 3, 3)]
        {
            let told =
                told("The damp is back.", Wishes { heard_by: vec![to], ..Wishes::default() });
            let id = hill.tells(&town, Teller::Person(town.bryn), &told).await;
            for _ in 0..2 {
                assert_eq!(carys_prints(&town, &app, id, "1").await, StatusCode::OK);
            }
            let marks = sql!(
                "SELECT COUNT(*) AS many, COUNT(actor_id) AS names FROM trail \
                 WHERE system_id = $1 AND verb = 'read'"
            );
            let mut look = town.sharing.store.database.look().await.expect("look");
            let row = look.one(marks, bind().id(hill.place)).await.expect("a row");
            let number = |column| row.number(column).expect("a number");
            (many, names) = (many + more, names + named);
            assert_eq!((number("many"), number("names")), (many, names), "{to:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_holds_all_that_somebody_wrote_down_and_a_note_of_each() {
    both(async |town| {
        let present =
            Told { manner: Manner::Present, ..told("It was wet again.", Wishes::default()) };
        let hill = pit_hill(&town, false).await;
        // One more than are read at once.
        for _ in 0..501 {
            hill.tells(&town, Teller::Person(town.bryn), &present).await;
        }
        let bryn = town.reader(town.bryn).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let noun = TellingNoun(town.sharing.clone());
        let texts = noun.export(&mut look, &bryn, town.bryn).await.expect("exported");
        assert_eq!(texts.iter().filter(|text| text.part == "words").count(), 501);
        let noted = sql!("SELECT COUNT(*) AS many FROM taken WHERE kind = 'exported'");
        let row = look.one(noted, bind()).await.expect("a row");
        assert_eq!(row.number("many").expect("a number"), 501);
    })
    .await;
}
