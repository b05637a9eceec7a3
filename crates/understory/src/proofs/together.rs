//! Bringing people together: who is found there, and who learns of it. On both databases.

use axum::http::StatusCode;
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Line, Words};
use learning::because::{self, BecauseOf};
use learning::inquiries::{self, InquiryId, Opened};
use sharing::Reader;
use sharing::lineage::{BecauseId, Cause, Placed};
use stories::patterns::{self, PatternId};

use super::MONDAY;
use super::cast::Persona::{self, *};
use super::town::Town;

const ASKED: &str = "Asked to come:";

async fn page(town: &Town, who: Persona, path: &str) -> String {
    let answer = town.get(who, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{who:?} {path}");
    // Sentences wrap what stands in them in marks of direction, which nobody sees.
    answer.bare().body.replace(['\u{2068}', '\u{2069}'], "")
}

async fn done(town: &Town, who: Persona, path: &str, form: &[(&str, String)]) -> String {
    let answer = town.post(who, path, form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{who:?} {path}: {}", answer.body);
    answer.header("location").split(['?', '#']).next().expect("a path").to_owned()
}

async fn towns() -> [Town; 2] {
    [Town::new().await, Town::on_postgres().await]
}

#[tokio::test(flavor = "multi_thread")]
async fn carys_who_holds_the_money_reads_nowhere_who_was_asked_to_come_until_she_is_asked_in() {
    for town in towns().await {
        let together = format!("/patterns/{}/together", town.things.of("pattern of team"));
        let question = town.things.of("question that came of the team's");
        let ceri = ("person", town.things.people[&Ceri].clone());
        let form = [("inquiry", question.clone()), ceri];
        done(&town, Mair, &together, &form).await;
        let inquiry = format!("/inquiries/{question}");
        let ask_in = [("person", town.things.people[&Carys].clone())];
        for asked_in in [false, true] {
            if asked_in {
                done(&town, Mair, &format!("{inquiry}/asked-in"), &ask_in).await;
            }
            let bryns = page(&town, Bryn, &together).await;
            assert!(bryns.contains(&format!("{ASKED} <b>")) && bryns.contains("<b>Ceri</b>"));
            let (hers, asked) = (page(&town, Carys, &together).await, "asked by Mair");
            assert_eq!(hers.contains(ASKED), asked_in, "{hers}");
            assert_eq!(page(&town, Carys, &inquiry).await.contains(asked), asked_in);
            assert!(page(&town, Bryn, &inquiry).await.contains(asked));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lowri_told_may_lie_in_a_pattern_and_nobody_finds_her_by_it_where_people_are_asked() {
    for town in towns().await {
        let pattern = town.things.of("pattern of team");
        let (lay, together) =
            (format!("/patterns/{pattern}/lay"), format!("/patterns/{pattern}/together"));
        let before = [page(&town, Ceri, &together).await, page(&town, Bryn, &together).await];
        let tell = format!("/systems/{}/tell", town.things.of("place"));
        let told = [
            ("words", "The landing was dark again.".to_owned()),
            ("heard_by", format!("person:{}", town.things.people[&Ceri])),
            ("laid_beside", "yes".to_owned()),
            ("named", "yes".to_owned()),
        ];
        let story = done(&town, Lowri, &tell, &told).await;
        let telling = story.trim_start_matches("/stories/").to_owned();
        done(&town, Ceri, &lay, &[("telling", telling)]).await;
        let laid = page(&town, Ceri, &format!("/patterns/{pattern}")).await;
        assert!(laid.contains("The landing was dark again."), "it lies there: {laid}");
        let after = [page(&town, Ceri, &together).await, page(&town, Bryn, &together).await];
        assert_eq!(before, after);
    }
}

/// Somebody of this town, as whoever writes in it.
async fn reader(town: &Town, who: Persona) -> Reader {
    let mut look = town.app.store().database.look().await.expect("look");
    let id = PersonId::parse(&town.things.people[&who]).expect("an id");
    Reader::person(&mut look, id).await.expect("a reader")
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_that_bryn_may_not_open_take_no_room_from_what_was_said_to_belong_together() {
    for town in towns().await {
        let system = |name: &str| SystemId::parse(&town.things.of(name)).expect("an id");
        let pattern = |name: &str| PatternId::parse(&town.things.of(name)).expect("an id");
        let of = |name: &str, home: &str| {
            let (thing, system) = (patterns::thing(pattern(name)), system(home));
            let cause = Cause::Of(Placed { thing, system });
            BecauseOf { cause, why: None::<Words> }
        };
        let path = format!("/patterns/{}", town.things.of("pattern of team"));
        let said = "People said that these have to do with each other.";
        assert!(!page(&town, Bryn, &path).await.contains(said));
        let (ceri, bryn) = (reader(&town, Ceri).await, reader(&town, Bryn).await);
        let question = |home: &str| Opened {
            system: system(home),
            question: Line::parse("Whose is it?").expect("a line"),
            why: None,
            because: Some(of("pattern of team", "team")),
        };
        let sharing = town.app.sharing();
        for _ in 0..25 {
            let (id, asked) = (InquiryId::random(), question("plot"));
            inquiries::open(sharing, &ceri, id, &asked, MONDAY).await.expect("Ceri's own group's");
        }
        // The last of all in the order of ids.
        let (id, asked) = (InquiryId(Uuid::max()), question("team"));
        inquiries::open(sharing, &bryn, id, &asked, MONDAY).await.expect("asked");
        let mut look = town.app.store().database.look().await.expect("look");
        let found = inquiries::find(sharing, &mut look, &bryn, id).await.expect("found");
        drop(look);
        let (new, also) = (BecauseId::random(), of("pattern of place", "place"));
        because::say(sharing, &bryn, new, found.placed(), &also, MONDAY).await.expect("said");
        assert!(page(&town, Bryn, &path).await.contains(said));
    }
}
