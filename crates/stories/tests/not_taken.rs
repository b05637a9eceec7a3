//! Forms that cannot be taken: their page stands again with what was typed, and says what is to be
//! mended at the top and beside the field. Nothing is written; and a form sent twice is taken once.
//! On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod pages;
#[allow(dead_code, reason = "nobody asks to be rung here")]
mod town;

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use cast::{MONDAY, Town, both, line, words};
use ground::Fault;
use ground::id::{SystemId, Uuid};
use pages::{answered, app_with, page};
use places::systems::{Drawn, Edge, Scale, draw_inside};
use sharing::{Audience, Noun, Nouns, Reader};
use store::{Sql, Token, bind, sql};
use stories::PatternNoun;
use stories::came::{self, AnswerKind};
use stories::patterns::{self, Named, PatternId};
use stories::tellings::{Teller, TellingId, Wishes, hear};
use town::{PitHill, pit_hill, plays, told};
use web::App;
use web::visitor::Visit;

async fn many(town: &Town, count: Sql) -> i64 {
    let mut look = town.sharing.store.database.look().await.expect("look");
    look.one(count, bind()).await.expect("a count").number("many").expect("a number")
}

fn every_page(town: &Town) -> App {
    let pattern: Arc<dyn Noun> = Arc::new(PatternNoun(town.sharing.clone()));
    app_with(town, Nouns::new(vec![pattern]))
}

/// What a browser is answered that sends this form, its keys among it.
async fn posts(app: &App, reader: &Reader, path: &str, form: &str) -> (StatusCode, String) {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()));
    let visit = Visit { reader: reader.clone(), session: None };
    let response = answered(app, visit, request.expect("a request")).await;
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1_000_000).await.expect("a body");
    (status, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

/// The page of a form that was not taken: it says so at the top, with a way to the field, and
/// beside it.
async fn not_taken(app: &App, reader: &Reader, (path, form): (&str, &str), field: &str) -> String {
    let (status, page) = posts(app, reader, path, form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    assert!(page.contains("<h2>One thing to mend</h2>"), "{path}");
    assert!(page.contains(&format!("<a href=\"#{field}\">")), "{path}: {field}");
    assert!(page.contains(&format!("id=\"{field}-problem\"")), "{path}: {field}");
    page
}

fn to_bryn(town: &Town) -> Wishes {
    let heard_by = vec![Audience::Person(town.bryn)];
    Wishes { heard_by, laid_beside: true, ..Wishes::default() }
}

async fn gwen_tells(town: &Town, hill: &PitHill) -> TellingId {
    let told = told("The stairs are dark.", to_bryn(town));
    hill.tells(town, Teller::Person(hill.gwen), &told).await
}

#[tokio::test]
async fn what_bryn_answers_gwen_waits_for_his_words_and_sent_twice_it_is_one_answer() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let id = gwen_tells(&town, &hill).await;
        let (app, bryn) = (every_page(&town), town.reader(town.bryn).await);
        let path = format!("/stories/{id}/answer");
        let page =
            not_taken(&app, &bryn, (&path, "kind=did_not_act&words=+"), "answer-words").await;
        assert!(page.contains("value=\"did_not_act\" checked"), "what he chose");
        assert!(page.contains("<details open><summary>"), "it stands open");
        let count = || sql!("SELECT COUNT(*) AS many FROM answers_to_tellers");
        assert_eq!(many(&town, count()).await, 0);
        let form = "once=1&kind=did_not_act&words=There+is+no+money+for+a+lamp.";
        for _ in 0..2 {
            assert_eq!(posts(&app, &bryn, &path, form).await.0, StatusCode::SEE_OTHER);
        }
        assert_eq!(many(&town, count()).await, 1, "a repeat is the same answer");
        let said = words("Nothing yet.");
        let answers = async |answer| {
            let answer = (answer, AnswerKind::NothingYet, &said);
            came::answer(&town.sharing, &bryn, id, answer, MONDAY).await
        };
        for _ in 1..came::MOST_FROM_ONE {
            answers(Uuid::new_v4()).await.expect("answered");
        }
        for _ in 0..2 {
            let again = posts(&app, &bryn, &path, form).await;
            assert_eq!(again.0, StatusCode::SEE_OTHER, "nor is it one too many");
        }
        let past = "once=2&words=It+is+the+fuse.";
        let page = not_taken(&app, &bryn, (&path, past), "answer-words").await;
        assert!(page.contains(">It is the fuse.</textarea>"));
        let dev = posts(&app, &town.reader(town.dev).await, &path, "words=").await;
        assert_eq!(dev.0, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn gwen_takes_hers_out_of_a_pattern_with_her_words_and_once() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let id = gwen_tells(&town, &hill).await;
        let (pattern, bryn) = (PatternId::random(), town.reader(town.bryn).await);
        let named = Named {
            name: line("Dark stairs"),
            goes_well: false,
            observation: None,
            reading: None,
            ideas: None,
            tellings: vec![id],
        };
        let place = (hill.place, hill.place);
        patterns::name(&town.sharing, &bryn, place, pattern, &named, MONDAY).await.expect("named");
        let (app, gwen) = (every_page(&town), town.reader(hill.gwen).await);
        let path = format!("/stories/{id}/patterns/{pattern}");
        let field = format!("laid-{pattern}");
        let page = not_taken(&app, &gwen, (&path, "kind=took_it_out&words="), &field).await;
        assert!(page.contains("value=\"took_it_out\" checked"), "what she chose");
        assert!(page.contains(&format!("action=\"{path}\"")), "it is the form's own page");
        let count = || sql!("SELECT COUNT(*) AS many FROM sayings");
        assert_eq!(many(&town, count()).await, 0);
        let form = "once=1&kind=took_it_out&words=They+are+lit+now.";
        for _ in 0..2 {
            assert_eq!(posts(&app, &gwen, &path, form).await.0, StatusCode::SEE_OTHER);
        }
        assert_eq!(many(&town, count()).await, 1, "a repeat is said once");
        let other = "once=2&kind=not_what_i_meant&words=They+never+were.";
        assert_eq!(posts(&app, &gwen, &path, other).await.0, StatusCode::NOT_FOUND, "it is out");
    })
    .await;
}

#[tokio::test]
async fn a_day_to_come_back_on_that_cannot_be_is_said_at_its_field_and_all_that_was_ticked_stays() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let id = gwen_tells(&town, &hill).await;
        let slip = Token::random().expect("a slip");
        let by_slip = told("The stairs are dark.", Wishes::default());
        hill.tells(&town, Teller::Slip(slip.hash()), &by_slip).await;
        let (app, gwen) = (every_page(&town), town.reader(hill.gwen).await);
        let nobody = Reader::nobody();
        let wishes = format!("/stories/{id}/wishes");
        let of_slip = format!("/slip/{}/wishes", slip.expose());
        let (tell, door) =
            (format!("/systems/{}/tell", hill.place), format!("/tell/{}", hill.place));
        let place = format!("system:{}", hill.place);
        for (who, path) in [(&gwen, &wishes), (&nobody, &of_slip), (&gwen, &tell), (&nobody, &door)]
        {
            for (day, says) in [("soon", "could not read that day"), ("2020-01-01", "day is over")]
            {
                let form = format!(
                    "revision=1&words=The+lamp+is+out.&come_back=yes&come_back_on={day}&quoted=yes\
                     &heard_by={place}"
                );
                let page = not_taken(&app, who, (path, &form), "come_back_on").await;
                assert!(page.contains(says), "{path} {day}");
                assert!(
                    page.contains(&format!("value=\"{day}\"")),
                    "the day, to be mended: {path}"
                );
                for ticked in ["quoted", "come_back"] {
                    let ticked = format!("name=\"{ticked}\" value=\"yes\" checked");
                    assert!(page.contains(&ticked), "{path} {day}");
                }
                assert!(page.contains(&format!("value=\"{place}\" checked")), "{path} {day}");
                let told_again = [&tell, &door].contains(&path);
                assert!(!told_again || page.contains(">The lamp is out.</textarea>"), "{path}");
            }
        }
        let mut look = town.sharing.store.database.look().await.expect("look");
        let telling = hear::one(&town.sharing, &mut look, &gwen, id).await.expect("heard");
        assert_eq!((telling.revision, telling.wishes.quoted), (1, false), "nothing was written");
        assert_eq!(many(&town, sql!("SELECT COUNT(*) AS many FROM tellings")).await, 2);
    })
    .await;
}

#[tokio::test]
async fn who_hears_what_went_wrong_in_their_own_group_is_said_and_what_was_typed_is_kept() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let group = SystemId::random();
        let name = line("The stairs group");
        let edge = Edge { name, theme: None, area: None, why: None };
        let drawn = Drawn { scale: Scale::Team, edge };
        draw_inside(&town.sharing, hill.place, group, hill.gwen, &drawn, MONDAY)
            .await
            .expect("drawn");
        for who in [town.bryn, town.carys] {
            plays(&town, group, who).await;
        }
        let (app, carys) = (every_page(&town), town.reader(town.carys).await);
        let path = format!("/systems/{group}/went-wrong");
        let (_, shown) = page(&town, &carys, &path).await;
        let also = "Bryn is also one of this group.";
        assert!(shown.contains(also), "{shown}");
        let long = "They read it out. ".repeat(6_000);
        let form = format!("words={}", long.replace(' ', "+"));
        let page = not_taken(&app, &carys, (&path, &form), "words").await;
        assert!(page.contains(long.trim()) && page.contains("is also one of this group."));
        assert_eq!(many(&town, sql!("SELECT COUNT(*) AS many FROM worries")).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_read_back_form_with_nothing_in_it_lets_nobody_else_hear() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let manner = stories::tellings::Manner::Absent;
        let absent = stories::tellings::Told { manner, ..told("She sits alone.", to_bryn(&town)) };
        let id = hill.tells(&town, Teller::Person(hill.gwen), &absent).await;
        let (app, gwen) = (every_page(&town), town.reader(hill.gwen).await);
        let path = format!("/stories/{id}/read-back");
        not_taken(&app, &gwen, (&path, "words=++"), "why-not").await;
        let waits = async || {
            let mut look = town.sharing.store.database.look().await.expect("look");
            let told: Result<_, Fault> = hear::one(&town.sharing, &mut look, &gwen, id).await;
            told.expect("heard").waits_to_be_read_back
        };
        assert!(waits().await, "nothing was said");
        assert_eq!(posts(&app, &gwen, &path, "read=yes").await.0, StatusCode::SEE_OTHER);
        assert!(!waits().await);
        // From a page on which the form stood still, what was typed for it is given back.
        let long = "She was out each time. ".repeat(6_000);
        let form = format!("words={}", long.replace(' ', "+"));
        let (status, page) = posts(&app, &gwen, &path, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains(long.trim()), "what she typed is not lost");
    })
    .await;
}

#[tokio::test]
async fn asking_somebody_to_read_first_who_cannot_stands_on_its_page_again() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let heard_by = vec![Audience::System(hill.place), Audience::Person(town.bryn)];
        let wide = told("The lamp is out.", Wishes { heard_by, ..Wishes::default() });
        let id = hill.tells(&town, Teller::Person(town.carys), &wide).await;
        let (app, carys) = (every_page(&town), town.reader(town.carys).await);
        let path = format!("/stories/{id}/second-readings");
        let form = format!("of={}", town.dev);
        let page = not_taken(&app, &carys, (&path, &form), "second-of").await;
        assert!(page.contains("<details open><summary>"), "{page}");
        let asked = || sql!("SELECT COUNT(*) AS many FROM second_readings");
        assert_eq!(many(&town, asked()).await, 1, "nobody else was asked");
        // What somebody sends that the form does not ask for is in nobody's way.
        let form = format!("of={}&could_words={}", town.bryn, "It+is+long.+".repeat(9_000));
        assert_eq!(posts(&app, &carys, &path, &form).await.0, StatusCode::SEE_OTHER);
        assert_eq!(many(&town, asked()).await, 2);
    })
    .await;
}
