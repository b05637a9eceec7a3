//! That something came of what Bryn told, as his home says it. On both databases.

use axum::http::StatusCode;
use ground::id::{PersonId, SystemId};
use ground::{Line, Words};
use learning::asks::{self, AskId, Put, What};
use learning::because::BecauseOf;
use learning::inquiries::{self, InquiryId, Opened};
use sharing::Reader;
use sharing::lineage::{Cause, Placed};
use stories::patterns::{self, PatternId};

use super::MONDAY;
use super::cast::Persona::{self, *};
use super::town::Town;

/// Home, without the marks of direction, which nobody sees.
async fn home(town: &Town, who: Persona) -> String {
    let answer = town.get(who, "/").await;
    assert_eq!(answer.status, StatusCode::OK, "{who:?}");
    answer.body.replace(['\u{2068}', '\u{2069}'], "")
}

/// The day on which Bryn's home says that something came of this story, if it does.
async fn day(town: &Town, path: &str) -> Option<String> {
    let home = home(town, Bryn).await;
    let (_, after) = home.split_once(&format!("href=\"{path}\""))?;
    let (_, day) = after.split_once("datetime=\"").expect("a day");
    Some(day.split('"').next().expect("its end").to_owned())
}

/// Ceri, as she writes.
async fn ceri(town: &Town) -> Reader {
    let mut look = town.app.store().database.look().await.expect("look");
    let id = PersonId::parse(&town.things.people[&Ceri]).expect("an id");
    Reader::person(&mut look, id).await.expect("a reader")
}

#[tokio::test(flavor = "multi_thread")]
async fn home_names_the_day_of_the_newest_that_came_of_it_and_speaks_up_when_more_comes_later() {
    for town in [Town::new().await, Town::on_postgres().await] {
        let came = format!("/stories/{}/came", town.things.of("telling"));
        assert_eq!(day(&town, &came).await.as_deref(), Some("2026-03-02"), "it was laid");
        town.get(Bryn, &came).await;
        assert_eq!(day(&town, &came).await, None, "he looked, and nothing is new");

        let system = |name: &str| SystemId::parse(&town.things.of(name)).expect("an id");
        let (team, place) = (system("team"), system("place"));
        let pattern = PatternId::parse(&town.things.of("pattern of team")).expect("an id");
        let of = |thing| BecauseOf {
            cause: Cause::Of(Placed { thing, system: team }),
            why: None::<Words>,
        };
        let (sharing, ceri) = (town.app.sharing(), ceri(&town).await);
        let (id, question) = (InquiryId::random(), Line::parse("Who lights it?").expect("a line"));
        let because = Some(of(patterns::thing(pattern)));
        let opened = Opened { system: team, question, why: None, because };
        let at = MONDAY.plus_days(5);
        inquiries::open(sharing, &ceri, id, &opened, at).await.expect("asked");
        assert_eq!(day(&town, &came).await.as_deref(), Some("2026-03-07"), "two steps on");
        for who in [Ceri, Carys, Mair, Dev] {
            assert!(!home(&town, who).await.contains(&came), "{who:?}");
        }

        // What is seen no more says nothing of its day either.
        let mut look = town.app.store().database.look().await.expect("look");
        let found = inquiries::find(sharing, &mut look, &ceri, id).await.expect("the question");
        drop(look);
        let words = Words::parse("Please light the stairs.").expect("words");
        let (ask, because) = (AskId::random(), Some(of(found.placed().thing)));
        let put = Put { from: team, to: place, what: What::Ask(words), because };
        asks::pass_on(sharing, &ceri, ask, &put, MONDAY.plus_days(9)).await.expect("passed on");
        assert_eq!(day(&town, &came).await.as_deref(), Some("2026-03-11"));
        asks::take_back(sharing, &ceri, ask, MONDAY.plus_days(10)).await.expect("taken back");
        assert_eq!(day(&town, &came).await.as_deref(), Some("2026-03-07"));
    }
}
