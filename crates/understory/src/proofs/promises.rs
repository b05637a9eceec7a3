//! Promises that show on pages, kept through the real doors. docs/promises.md says which test holds
//! which promise, here and in the rooms.

use axum::http::StatusCode;
use ground::id::SystemId;
use places::purposes::PurposeId;
use sharing::trail;
use store::Token;
use stories::tellings::{Teller, TellingId, Told, tell};

use super::MONDAY;
use super::access::{Wrong, tried};
use super::cast::Persona::{self, *};
use super::table::let_in;
use super::town::Town;

/// What stands in the `value` of the field or choice that says this.
fn value_of(page: &str, says: &str) -> String {
    let mut pieces = page.split("value=\"").skip(1).filter_map(|piece| piece.split_once('"'));
    let found = pieces.find(|(_, rest)| rest.contains(says));
    found.unwrap_or_else(|| panic!("nothing to choose says {says}")).0.to_owned()
}

/// The link on a page that has this in it.
fn link_to(page: &str, part: &str) -> String {
    let mut links = page.split("href=\"").skip(1).filter_map(|piece| piece.split_once('"'));
    let found = links.find(|(link, _)| link.contains(part));
    found.unwrap_or_else(|| panic!("no link leads to {part}")).0.replace("&amp;", "&")
}

/// The path of a form's page, without what stands behind the question mark.
fn bare(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

impl Town {
    /// Sends a form, and says where it leads.
    async fn done(&self, who: Persona, path: &str, form: &[(&str, &str)]) -> String {
        let form: Vec<(&str, String)> =
            form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let answer = self.post(who, path, &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{who:?} {path}: {}", answer.body);
        bare(answer.header("location")).to_owned()
    }

    /// A page that is there for this persona.
    async fn page(&self, who: Persona, path: &str) -> String {
        let answer = self.get(who, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{who:?} {path}");
        answer.body
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minute_is_enough_words_alone_are_taken_wherever_somebody_has_something_to_say() {
    let town = Town::new().await;
    let team = town.things.of("team");
    let within = |end: &str| format!("/systems/{team}/{end}");
    let own = |kind: &str, name: &str, end: &str| format!("/{kind}/{}/{end}", town.things.of(name));
    for (path, field) in [
        (within("tell"), "words"),
        (within("patterns/new"), "name"),
        (within("inquiries/new"), "question"),
        (within("lessons/new"), "learned"),
        (own("inquiries", "inquiry of team", "experiments/new"), "name"),
        (own("inquiries", "inquiry of team", "talk"), "words"),
        (own("experiments", "experiment of team", "entries"), "words"),
        (own("stories", "telling", "more"), "words"),
    ] {
        town.done(Bryn, &path, &[(field, "It was wet again.")]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_asks_for_more_than_one_thing_or_measures_anybody() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    for (declared, aim) in tried(&town, "GET") {
        for &who in let_in(declared.access, aim.about).iter().take(1) {
            let page = town.get(who, &aim.path()).await.body;
            for form in page.split("<form").skip(1) {
                let form = form.split("</form>").next().unwrap_or_default();
                let asked = form.matches(" required").count();
                wrong
                    .unless(asked <= 1, || format!("{}: {asked} fields must be there", aim.path()));
            }
            for measure in ["<meter", "<progress"] {
                wrong.unless(!page.contains(measure), || format!("{}: {measure}", aim.path()));
            }
        }
    }
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn bryn_holds_the_pen_and_reads_on_his_page_that_ceri_looked() {
    let town = Town::new().await;
    assert!(!town.page(Bryn, "/mine").await.contains("Ceri"));
    town.page(Ceri, &format!("/stories/{}", town.things.of("narrow"))).await;
    let database = &town.app.store().database;
    while trail::seal(database, MONDAY.plus_seconds(60)).await.expect("sealed") > 0 {}
    assert!(town.page(Bryn, "/mine").await.contains("Ceri"));
    assert!(!town.page(Mair, "/mine").await.contains("Ceri"), "it is for Bryn alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bryn_told_comes_back_to_him_and_dev_sees_nothing_of_it() {
    let town = Town::new().await;
    let team = town.things.of("team");
    let to = format!("system:{team}");
    let said = [("words", "The wall let go."), ("heard_by", &to), ("laid_beside", "yes")];
    let story = town.done(Bryn, &format!("/systems/{team}/tell"), &said).await;
    let came = format!("{story}/came");
    let before = town.page(Bryn, &came).await;

    let names = format!("/systems/{team}/patterns/new");
    let laid = value_of(&town.page(Ceri, &names).await, "The wall let go.");
    let named = [("name", "Walls stay wet"), ("tellings", &laid)];
    let pattern = town.done(Ceri, &names, &named).await;

    let asks = link_to(&town.page(Mair, &pattern).await, "/inquiries/new");
    let because = value_of(&town.page(Mair, &asks).await, "Walls stay wet");
    let of = |of: &str, field: &'static str, words: &str| {
        let fields = [(field, words), ("because_how", "because"), ("because_of", of)];
        fields.map(|(name, value)| (name, value.to_owned()))
    };
    let form = of(&because, "question", "Who picks up when it is wet?");
    let inquiry = sent(&town, Mair, bare(&asks), &form).await;
    let tries = format!("{inquiry}/experiments/new");
    let experiment = town.done(Mair, &tries, &[("name", "A red telephone")]).await;
    let learns = link_to(&town.page(Mair, &experiment).await, "/lessons/new");
    let because = value_of(&town.page(Mair, &learns).await, "A red telephone");
    let form = of(&because, "learned", "Somebody has to pick up.");
    sent(&town, Mair, bare(&learns), &form).await;

    let after = town.page(Bryn, &came).await;
    for what in [
        "Walls stay wet",
        "Who picks up when it is wet?",
        "A red telephone",
        "Somebody has to pick",
    ] {
        assert!(!before.contains(what), "{what} was not there before");
        assert!(after.contains(what), "{what} is missing");
    }
    for who in [Persona::Ceri, Carys, Asha, Dev] {
        assert_eq!(town.get(who, &came).await.status, StatusCode::NOT_FOUND, "{who:?}");
    }
    let held = town.things.of("slip");
    let slip = town.page(Stranger, &format!("/slip/{held}/came")).await;
    assert!(slip.contains("Nobody answers"), "a slip sees what came of its own");
    assert!(!slip.contains("A red telephone"), "and not of another's");
}

async fn sent(town: &Town, who: Persona, path: &str, form: &[(&str, String)]) -> String {
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    town.done(who, path, &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn power_is_visible_who_was_heard_who_was_missing_and_who_says_so() {
    let town = Town::new().await;
    let path = format!("/systems/{}/intended", town.things.of("team"));
    let said = [("heard", "Two neighbours."), ("missing", "Nobody under thirty.")];
    town.done(Mair, &path, &said).await;
    let shown = town.page(Ceri, &path).await;
    for part in ["Two neighbours.", "Nobody under thirty.", "Mair"] {
        assert!(shown.contains(part), "{part} is missing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wherever_somebody_can_write_it_reads_first_what_a_court_may_reach() {
    let (town, mut wrong, mut written) = (Town::new().await, Wrong::default(), 0);
    for (declared, aim) in tried(&town, "GET") {
        for &who in let_in(declared.access, aim.about) {
            let page = town.get(who, &aim.path()).await.body;
            let Some((before, _)) = page.split_once("<textarea") else { continue };
            // How a file is read stands there, and nobody's words.
            if aim.pattern.starts_with("/systems/{id}/import/{draft}") {
                continue;
            }
            written += 1;
            let (path, says) = (aim.pattern, before.contains("or a court asks"));
            wrong.unless(says, || format!("{path} says nothing of courts to {who:?}"));
        }
    }
    assert!(written > 100, "{written} places to write");
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_safe_space_is_safe_carys_who_holds_the_money_reads_no_talk_until_she_is_asked_in() {
    let town = Town::new().await;
    let inquiry = format!("/inquiries/{}", town.things.of("inquiry of team"));
    town.done(Ceri, &format!("{inquiry}/talk"), &[("words", "I got that wrong.")]).await;
    assert!(town.page(Mair, &inquiry).await.contains("I got that wrong."));
    assert!(!town.page(Carys, &inquiry).await.contains("I got that wrong."));
    let carys = town.things.people[&Carys].clone();
    town.done(Ceri, &format!("{inquiry}/asked-in"), &[("person", &carys)]).await;
    assert!(town.page(Carys, &inquiry).await.contains("I got that wrong."));
}

#[tokio::test(flavor = "multi_thread")]
async fn bryn_leaves_with_everything_that_is_his_and_nothing_that_is_not() {
    let town = Town::new().await;
    let team = town.things.of("team");
    let tell = format!("/systems/{team}/tell");
    town.done(Bryn, &tell, &[("words", "Mine, and about nobody.")]).await;
    town.done(Ceri, &tell, &[("words", "This is for Ceri alone.")]).await;
    let purpose = format!("/systems/{team}/purposes");
    town.done(Bryn, &purpose, &[("words", "That nobody is cold alone.")]).await;
    town.done(Ceri, &purpose, &[("words", "That every door opens.")]).await;
    let named = [("name", "Doors that stick"), ("observation", "Three of them.")];
    town.done(Bryn, &format!("/systems/{team}/patterns/new"), &named).await;
    let wrong = format!("/systems/{}/went-wrong", town.things.of("place"));
    town.done(Bryn, &wrong, &[("words", "My letter was opened.")]).await;
    let everything = town.page(Bryn, "/you/everything.json").await;
    for his in [
        "Mine, and about nobody.",
        "That nobody is cold alone.",
        "Doors that stick",
        "Three of them.",
        "My letter was opened.",
    ] {
        assert!(everything.contains(his), "{his} is missing: {everything}");
    }
    for hers in ["This is for Ceri alone.", "That every door opens."] {
        assert!(!everything.contains(hers), "{hers}");
    }
    let open: serde_json::Value = serde_json::from_str(&everything).expect("an open format");
    assert!(open.is_object() || open.is_array());
}

#[tokio::test(flavor = "multi_thread")]
async fn that_something_went_wrong_is_linked_as_what_it_is_and_no_fault_of_the_pages() {
    let town = Town::new().await;
    let wrong = format!("/systems/{}/went-wrong", town.things.of("place"));
    for path in ["/", &format!("/systems/{}", town.things.of("place"))] {
        let page = town.page(Bryn, path).await;
        let (_, link) = page.split_once(&format!("href=\"{wrong}\">")).expect("a link");
        let (link, _) = link.split_once("</a>").expect("its words");
        assert!(link.contains("how people were treated") && link.contains("person"), "{link}");
    }
    let page = town.page(Bryn, &wrong).await;
    assert!(page.contains("<h1>Something went wrong here</h1>"), "{page}");
    assert!(page.contains("not about a fault in these pages") && page.contains("Lowri"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bryn_takes_away_is_in_the_order_of_time_whichever_room_it_is_from() {
    let town = Town::new().await;
    let (sharing, team) = (town.app.sharing(), SystemId::parse(&town.things.of("team")));
    let team = team.expect("a team");
    let session = Token::presented(town.session(Bryn).expect("a session")).hash();
    let mut look = town.app.store().database.look().await.expect("look");
    let bryn = doors::sessions::find(&mut look, &session, MONDAY).await.expect("found");
    let bryn = bryn.expect("his").person;
    drop(look);
    let words = |text| ground::Words::parse(text).expect("words");
    for (day, is_told) in [(3, true), (1, false), (4, false), (2, true), (5, true)] {
        let at = MONDAY.plus_days(-day);
        if is_told {
            let told = Told::words(words("The van was late."));
            let place = SystemId::parse(&town.things.of("place")).expect("a place");
            let (teller, home) = (Teller::Person(bryn), tell::Where { system: team, place });
            tell::tell(sharing, teller, home, TellingId::random(), &told, at).await.expect("told");
        } else {
            let said = words("That nobody is cold.");
            places::purposes::say(sharing, team, PurposeId::random(), bryn, &said, at)
                .await
                .expect("said");
        }
    }
    let everything = town.page(Bryn, "/you/everything.json").await;
    let taken: Vec<serde_json::Value> = serde_json::from_str(&everything).expect("a list");
    let days: Vec<&str> = taken.iter().filter_map(|one| one["day"].as_str()).collect();
    assert!(days.len() > 5 && days.is_sorted(), "{days:?}");
    let kinds: Vec<&str> = taken.iter().take(5).filter_map(|one| one["kind"].as_str()).collect();
    assert_eq!(kinds, ["telling", "system", "telling", "telling", "system"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ceri_and_gwen_wrote_beside_what_bryn_told_leaves_with_them_and_his_words_do_not() {
    let town = Town::new().await;
    let (own, rung) = (town.things.of("telling"), town.things.of("asked to be rung"));
    let said = |words: &'static str| ("words", words);
    let cy = [("language", "cy"), said("Mae hi'n wlyb o hyd."), ("translator", "Ceri")];
    town.done(Ceri, &format!("/stories/{own}/translate"), &cy).await;
    let quoted = [("telling", own.as_str()), ("tick", "words:0")];
    let pattern = town.things.of("pattern of team");
    town.done(Ceri, &format!("/patterns/{pattern}/quote"), &quoted).await;
    let reading = format!("/second-readings/{}", town.things.of("second reading"));
    let not_yet = [("revision", "1"), ("fine", "no"), said("Take the street out of it.")];
    town.done(Gwen, &reading, &not_yet).await;
    let answer = [("revision", "1"), ("kind", "rang"), said("I rang, and he was well.")];
    town.done(Gwen, &format!("/ringings/{rung}"), &answer).await;
    let worry = format!("/worries/{}/answer", town.things.of("worry"));
    town.done(Gwen, &worry, &[said("I went round that day.")]).await;

    let heard = town.page(Bryn, "/you/everything.json").await;
    let taken: Vec<serde_json::Value> = serde_json::from_str(&heard).expect("a list");
    let words =
        taken.iter().find(|one| one["id"] == own.replace('-', "") && one["part"] == "words");
    let words = words.expect("his own").get("words").expect("words").to_string();
    let ceri = town.page(Ceri, "/you/everything.json").await;
    assert!(ceri.contains("Mae hi'n wlyb o hyd.") && ceri.contains("\"quotation\""), "{ceri}");
    let gwen = town.page(Gwen, "/you/everything.json").await;
    for hers in ["Take the street out of it.", "I rang, and he was well.", "I went round that day."]
    {
        assert!(gwen.contains(hers), "{hers} is missing: {gwen}");
        assert!(!ceri.contains(hers), "{hers} is not Ceri's");
    }
    assert!(!ceri.contains(&words) && !gwen.contains(&words), "what Bryn told is his");
    assert!(town.page(Bryn, &format!("/stories/{own}")).await.contains("Ceri"), "he is told");
    assert!(!town.page(Dev, "/you/everything.json").await.contains("wlyb"));
}
