//! Lists and search show each thing once: what is its heading is not said again beneath it, and
//! what was found shows in which words.

use super::cast::Persona::*;
use super::town::Town;

const FIRST: &str = "They came on a Tuesday and nobody had said anything to us before";
const LATER: &str = "that day, so she sat on the stairs until the kettle had boiled.";

/// Bryn tells it in the team, without a title.
async fn told(town: &Town) -> String {
    let team = town.things.of("team");
    let form = [
        ("words", format!("{FIRST} {LATER}")),
        ("heard_by", format!("system:{team}")),
        ("laid_beside", "yes".to_owned()),
    ];
    let sent = town.post(Bryn, &format!("/systems/{team}/tell"), &form).await;
    sent.header("location").split('?').next().expect("a path").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_without_a_title_does_not_say_its_first_words_twice_in_a_list() {
    let town = Town::new().await;
    let (path, team) = (told(&town).await, town.things.of("team"));
    assert!(path.starts_with("/stories/"), "{path}");
    for list in ["stories", "patterns/new"] {
        let page = town.get(Bryn, &format!("/systems/{team}/{list}")).await.body;
        assert_eq!(page.matches("They came on a Tuesday").count(), 1, "{list}: {page}");
        assert!(page.contains("sat on the stairs"), "{list} goes on where the heading ends");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_shows_the_words_in_which_it_was_found_where_its_heading_does_not() {
    let town = Town::new().await;
    let path = told(&town).await;
    town.app.finder().catch_up().await.expect("read");
    let later = town.get(Bryn, "/search?q=kettle").await.body;
    assert!(later.contains(&path) && later.contains("until the kettle had boiled."), "{later}");
    let early = town.get(Bryn, "/search?q=tuesday").await.body;
    assert!(early.contains(&path) && !early.contains("<blockquote"), "{early}");
    assert!(!town.get(Dev, "/search?q=kettle").await.body.contains("boiled"), "not for Dev");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_in_a_later_chapter_or_in_another_language_shows_its_line() {
    for town in [Town::new().await, Town::on_postgres().await] {
        let path = told(&town).await;
        let more = [("words", "The heliotrope came back in May.".to_owned())];
        assert_eq!(town.post(Bryn, &format!("{path}/more"), &more).await.status.as_u16(), 303);
        let cymraeg = [
            ("language", "cy".to_owned()),
            ("words", "Roedd y tegell wedi berwi.".to_owned()),
            ("translator", "Bryn".to_owned()),
        ];
        let sent = town.post(Bryn, &format!("{path}/translate"), &cymraeg).await;
        assert_eq!(sent.status.as_u16(), 303);
        town.app.finder().catch_up().await.expect("read");
        for (word, line) in [("heliotrope", "came back in May."), ("tegell", "wedi berwi.")] {
            let found = town.get(Bryn, &format!("/search?q={word}")).await.body;
            assert!(found.contains(&path) && found.contains(line), "{word}: {found}");
            assert!(!town.get(Dev, &format!("/search?q={word}")).await.body.contains(line));
        }
    }
}
