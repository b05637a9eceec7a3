//! Searching as a browser does it: what somebody may not see looks like what is not there.

use axum::http::StatusCode;

use super::browser::{Answer, quoted};
use super::cast::Persona::{self, *};
use super::pages::amiss_in_page;
use super::town::Town;

async fn search(town: &Town, who: Persona, typed: &str) -> Answer {
    town.get(who, &format!("/search?q={}", quoted(typed))).await
}

/// The answer as it would be, had this word been typed instead.
fn as_if(mut answer: Answer, typed: &str, instead: &str) -> Answer {
    answer.body = answer.body.replace(typed, instead);
    answer.bare()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_may_not_see_is_answered_as_nonsense_is() {
    for town in [Town::new().await, Town::on_postgres().await] {
        town.app.finder().catch_up().await.expect("read");
        // Words of a question, a lesson, something tried and a pattern of the team, and a name.
        for word in ["damp", "van", "ring", "answers", "Tuesday"] {
            for who in [Dev, Eve] {
                let nonsense = "zq".repeat(4)[..word.len()].to_owned();
                let found = search(&town, who, word).await;
                let nothing = search(&town, who, &nonsense).await;
                assert_eq!(found.status, StatusCode::OK);
                assert_eq!(as_if(found, word, &nonsense), nothing.bare(), "{who:?} {word}");
            }
        }
        for (word, path) in [("van", "/experiments/"), ("answers", "/patterns/")] {
            let found = search(&town, Ceri, word).await;
            assert!(found.body.contains(path), "{word}: {}", found.body);
            assert_eq!(amiss_in_page(&found.body), Vec::<String>::new());
        }
        // Nobody let a machine look through these, so nobody but Bryn finds them.
        assert!(!search(&town, Ceri, "damp").await.body.contains("/stories/"));
        assert!(search(&town, Bryn, "damp").await.body.contains("/stories/"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_everything_is_read_the_page_says_so_and_odd_questions_are_answered() {
    let town = Town::new().await;
    let before = search(&town, Ceri, "van").await;
    assert!(
        before.body.contains("still being made ready") && !before.body.contains("/experiments/")
    );
    town.app.finder().catch_up().await.expect("read");
    assert!(!search(&town, Ceri, "van").await.body.contains("still being made ready"));
    for odd in ["", " ", "the", "a\u{0}\u{202E}b", "<b onclick=x>", "\u{5bb6}", "%FF", "' OR 1=1"] {
        let answer = search(&town, Ceri, odd).await;
        assert_eq!(answer.status, StatusCode::OK, "{odd:?}");
        assert_eq!(amiss_in_page(&answer.body), Vec::<String>::new(), "{odd:?}");
        assert!(!answer.body.contains(['\u{0}', '\u{202E}']));
    }
    let long = "van ".repeat(200);
    let refused = search(&town, Ceri, &long).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(long.trim()) && refused.body.contains("240"), "it is given back");
    for question in ["q=van&q=ring", "q=%FF%FE", "q=van&after=nonsense", "after=%00"] {
        let answer = town.get(Ceri, &format!("/search?{question}")).await;
        assert!(answer.status == StatusCode::OK && answer.is_page(), "{question}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_a_talk_or_observed_finds_nothing_for_anybody() {
    let town = Town::new().await;
    let talk = [("words", "Heliotrope was said.".to_owned())];
    let inquiry = format!("/inquiries/{}/talk", town.things.of("inquiry of team"));
    assert_eq!(town.post(Ceri, &inquiry, &talk).await.status, StatusCode::SEE_OTHER);
    let entry = [("kind", "observed".to_owned()), ("words", "Heliotrope was seen.".to_owned())];
    let entries = format!("/experiments/{}/entries", town.things.of("experiment of team"));
    assert_eq!(town.post(Ceri, &entries, &entry).await.status, StatusCode::SEE_OTHER);
    let entry = [("kind", "grow".to_owned()), ("words", "Marigold comes next.".to_owned())];
    assert_eq!(town.post(Ceri, &entries, &entry).await.status, StatusCode::SEE_OTHER);
    town.app.finder().catch_up().await.expect("read");
    assert_eq!(town.app.finder().many_with("heliotrope"), 0);
    // Carys holds the money: she reads what was decided, and nothing of the talk.
    let found = search(&town, Carys, "marigold").await;
    assert!(found.body.contains("/experiments/"));
}

/// The stories that a page of what was found leads to, in their order.
fn stories_in(page: &str) -> Vec<String> {
    let links = page.split("<a href=\"/stories/").skip(1);
    links.filter_map(|link| link.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn where_search_goes_on_is_for_one_person_and_one_question_and_tells_of_nothing_else() {
    let town = Town::new().await;
    let team = town.things.of("team");
    for number in 0..=finding::PAGE {
        let form = [
            ("words", format!("Saxifrage and thrift grow here, number {number}.")),
            ("heard_by", format!("system:{team}")),
            ("compared", "yes".to_owned()),
        ];
        let told = town.post(Bryn, &format!("/systems/{team}/tell"), &form).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER);
    }
    town.app.finder().catch_up().await.expect("read");
    let first = search(&town, Ceri, "saxifrage").await.body;
    let (_, field) = first.split_once("name=\"after\" value=\"").expect("it goes on");
    let carried = field.split('"').next().expect("its end");
    let all = stories_in(&first);
    assert_eq!(all.len(), finding::PAGE);
    let last = all[all.len() - 1].replace('-', "");
    assert!(!carried.contains(&last), "{carried}");
    let goes_on = async |who, typed: &str, after: &str| {
        let page = town.get(who, &format!("/search?q={typed}&after={after}")).await;
        assert_eq!(page.status, StatusCode::OK);
        stories_in(&page.body)
    };
    let rest = goes_on(Ceri, "saxifrage", carried).await;
    assert_eq!(rest.len(), 1);
    assert!(!all.contains(&rest[0]), "nothing stands twice");
    // It is Ceri's, and of these words.
    assert_eq!(goes_on(Bryn, "saxifrage", carried).await, all);
    assert_eq!(goes_on(Ceri, "thrift", carried).await, all);
    // Whoever names a thing themselves does not learn where it stands, nor that it holds the words.
    let narrow = town.things.of("narrow");
    for made_up in [last.as_str(), narrow.as_str(), "nonsense"] {
        assert_eq!(goes_on(Ceri, "saxifrage", made_up).await, all, "{made_up}");
    }
}
