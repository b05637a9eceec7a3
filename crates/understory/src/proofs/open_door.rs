//! The open door and its slips: the same form as with an account, and a way to leave quickly.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use ground::Line;
use ground::id::SystemId;
use store::{bind, sql};

use super::MONDAY;
use super::browser::{Answer, send};
use super::cast::Persona::{Asha, Bryn, Lowri, Stranger};
use super::town::Town;

/// What somebody without an account can say and tick, all of it.
const ALL: [(&str, &str); 17] = [
    ("words", "Nikt nie przyszedł, a schody są ciemne."),
    ("for_name", "Ktoś z góry"),
    ("title", "Ciemne schody"),
    ("happened", "W zeszłym tygodniu"),
    ("about_what", "O schodach i lampie"),
    ("felt", "Zmęczona, ale spokojna"),
    ("matters", "Żeby było jasno"),
    ("language", "pl"),
    ("heard_by", "anyone"),
    ("laid_beside", "yes"),
    ("quoted", "yes"),
    ("compared", "yes"),
    ("come_back", "yes"),
    ("come_back_on", "2026-05-04"),
    ("could", "not_sure"),
    ("could_words", "Sąsiad mógłby się domyślić"),
    ("ring_safe", ""),
];

fn form(changed: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let kept = ALL.iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    kept.map(|(name, value)| (*name, (*value).to_owned())).chain(changed.iter().cloned()).collect()
}

fn door(town: &Town) -> String {
    format!("/tell/{}", town.things.of("place"))
}

/// The slip of somebody who told this.
async fn slip(town: &Town, form: &[(&'static str, String)]) -> String {
    let told = town.post(Stranger, &door(town), form).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    told.header("location").trim_end_matches("?new=1").to_owned()
}

/// The mark-up of a box or a button, by its name and value.
fn ticked(page: &str, name: &str, value: &str) -> bool {
    let box_of = format!("name=\"{name}\" value=\"{value}\"");
    page.split('<').any(|tag| tag.contains(&box_of) && tag.contains(" checked"))
}

/// Whether the door of a place stands open to anybody, once it has opened.
async fn stands(town: &Town, place: SystemId, open_door: bool) {
    let database = &town.app.store().database;
    let open = sql!("UPDATE places SET opened = $2, open_door = $3 WHERE system_id = $1");
    store::write!(database, |work| {
        work.run(open, bind().id(place).moment(MONDAY).flag(open_door)).await
    })
    .expect("opened");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sign_in_page_names_the_one_place_that_strangers_are_shown_and_tells_of_no_other() {
    for town in [Town::new().await, Town::on_postgres().await] {
        let first = SystemId::parse(&town.things.of("place")).expect("an id");
        let (one, other) = ("Pit Hill", "Somewhere Else");
        let line = |text| Line::parse(text).expect("a line");
        let begun = places::beginning::begin_place(
            town.app.store(),
            town.app.clock(),
            line(other),
            line("Olwen"),
            "Europe/London",
            false,
        );
        let (second, _) = begun.await.expect("another place");
        let alone = town.get(Stranger, "/sign-in").await.bare();
        for (opens, shown) in [
            ((true, false), &[one][..]),
            ((true, true), &[]),
            ((false, true), &[other]),
            ((false, false), &[]),
        ] {
            stands(&town, first, opens.0).await;
            stands(&town, second, opens.1).await;
            let page = town.get(Stranger, "/sign-in").await.bare();
            for name in [one, other] {
                assert_eq!(
                    page.body.contains(name),
                    shown.contains(&name),
                    "{opens:?} {}",
                    page.body
                );
            }
            if opens == (true, false) {
                assert_eq!(page, alone, "what is shut to strangers changes nothing that they see");
            }
            // Where it stands in the way of a page, it tells nobody where somebody was.
            let on = "/systems/1/tell";
            let page = town.get(Stranger, &format!("/sign-in?next={on}")).await.body;
            let wrong = [("words", "no such four words".to_owned()), ("next", on.to_owned())];
            let again = town.post(Stranger, "/sign-in/card", &wrong).await.body;
            for name in [one, other] {
                assert!(!page.contains(name) && !again.contains(name), "{opens:?} {page}");
            }
            assert!(page.contains(on) && again.contains(on), "it leads on still");
            let wrong = [("words", "no such four words".to_owned())];
            let refused = town.post(Stranger, "/sign-in/card", &wrong).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            for name in [one, other] {
                assert_eq!(refused.body.contains(name), shown.contains(&name), "{opens:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_account_people_are_asked_what_people_with_one_are_and_only_words_are_needed() {
    let town = Town::new().await;
    let open = town.get(Stranger, &door(&town)).await.body;
    let with = town.get(Bryn, &format!("/systems/{}/tell", town.things.of("place"))).await.body;
    for name in ALL.map(|(name, _)| name).iter().chain(&["ring_on", "ring_message"]) {
        let field = format!("name=\"{name}\"");
        assert!(open.contains(&field), "the open door does not ask for {name}");
        assert!(with.contains(&field), "the tell page does not ask for {name}");
    }
    assert!(!open.contains("required"), "nothing is needed but words");
    let folded = open.split("<details").skip(1).any(|part| part.contains("name=\"felt\""));
    assert!(folded && !open.contains("<details open"), "the long part is folded");
    let one = slip(&town, &[("words", "Dark stairs.".to_owned())]).await;
    assert!(town.get(Stranger, &one).await.body.contains("Dark stairs."));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_without_an_account_keeps_its_language_its_name_and_every_wish() {
    let town = Town::new().await;
    let slip = slip(&town, &form(&[])).await;
    let page = town.get(Stranger, &slip).await.body;
    assert!(page.contains("lang=\"pl\">Nikt nie przyszedł"), "{page}");
    for (name, said) in &ALL[1..7] {
        assert!(page.contains(said) || *name == "for_name", "{name} is not on the slip's page");
    }
    for (name, value) in &ALL[8..13] {
        assert!(ticked(&page, name, value), "{name} is not ticked");
    }
    assert!(page.contains("2026-05-04"));
    // Keeping the wishes as they stand changes none of them.
    let wishes: Vec<_> = ALL[8..14].iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
    let wishes: Vec<_> = wishes.into_iter().chain([("revision", "1".to_owned())]).collect();
    let kept = town.post(Stranger, &format!("{slip}/wishes"), &wishes).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let page = town.get(Stranger, &slip).await.body;
    assert!(ALL[8..13].iter().all(|(name, value)| ticked(&page, name, value)), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_at_the_open_door_comes_back_with_every_tick_and_every_word() {
    let town = Town::new().await;
    let long = "długi ".repeat(200);
    for (wrong, says) in [
        (("title", long.clone()), "title-problem"),
        (("words", String::new()), "words-problem"),
        (("language", "what my gran spoke".to_owned()), "We do not know that language"),
    ] {
        let sent = form(std::slice::from_ref(&wrong));
        let back = town.post(Stranger, &door(&town), &sent).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.0);
        assert!(back.body.contains(says), "{} does not say what to mend", wrong.0);
        for (name, value) in sent.iter().filter(|(name, _)| !name.starts_with("ring")) {
            let box_of = ["heard_by", "laid_beside", "quoted", "compared", "come_back", "could"];
            let kept = match box_of.contains(name) {
                true => ticked(&back.body, name, value),
                false => back.body.contains(value.trim()),
            };
            assert!(kept, "{name} is lost when {} is wrong", wrong.0);
        }
        assert!(back.body.contains("<details open"), "what was filled in stays open");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_slip_is_told_to_come_back_and_look_since_nobody_can_tell_them() {
    let town = Town::new().await;
    let slip = slip(&town, &form(&[])).await;
    let came = town.get(Stranger, &format!("{slip}/came")).await.body;
    assert!(came.contains("come back with your slip and look"), "{came}");
    assert!(!came.contains("we tell you"));
    assert!(!town.get(Stranger, &slip).await.body.contains("We tell you"));
}

/// A page as the browser of somebody gets it who left.
async fn after_leaving(town: &Town, path: &str) -> Answer {
    let request = Request::get(path).header(header::COOKIE, "understory_left=yes");
    send(&town.router, request.body(Body::empty()).expect("a request")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn leave_follows_the_way_to_the_page_on_every_page_of_the_open_door_and_its_slips() {
    let town = Town::new().await;
    let slip = slip(&town, &form(&[])).await;
    let mut pages = vec![door(&town), format!("{}/in-this", door(&town)), "/slip".to_owned()];
    for part in ["", "?new=1", "/came", "/gone", "/ringing"] {
        pages.push(format!("{slip}{part}"));
    }
    for path in pages {
        let answer = town.get(Stranger, &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let header = answer.body.split("<header>").nth(1).expect("a header").trim_start();
        // Tab and Enter out of habit lead to the page, and lose nothing that was typed.
        let skip = "<a class=\"skip\" href=\"#main\">Skip to the page</a>";
        let after = header.strip_prefix(skip).expect("the way to the page comes first");
        let leave = "<form class=\"leave\" method=\"post\" action=\"/leave\">";
        assert!(after.trim_start().starts_with(leave), "{path} has no Leave right after it");
        assert!(answer.body.contains("<title>Page</title>"), "{path} has a telling title");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let refused = [("words", String::new()), ("title", "The stairs are dark".to_owned())];
    let back = town.post(Stranger, &format!("{slip}/more"), &refused).await;
    assert!(back.body.contains("class=\"leave\""), "what was typed stands there again");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_leaving_the_back_button_shows_no_slip_and_typing_its_code_does() {
    let town = Town::new().await;
    let slip = slip(&town, &form(&[])).await;
    let left = town.post(Stranger, "/leave", &[]).await;
    assert_eq!((left.status, left.header("location")), (StatusCode::SEE_OTHER, "/left"));
    let cookies: Vec<_> = left.headers.iter().filter(|(name, _)| name == "set-cookie").collect();
    let marked = |(_, value): &&&(String, String)| value.starts_with("understory_left=yes;");
    let cookie = &cookies.iter().find(marked).expect("a mark that somebody left").1;
    assert!(cookie.contains("HttpOnly") && cookie.contains("Max-Age=43200"), "{cookie}");
    let neutral = town.get(Stranger, "/left").await.body;
    assert!(!neutral.contains("class=\"leave\"") && neutral.contains("<title>Page</title>"));
    for part in ["", "?new=1", "/came", "/gone", "/ringing"] {
        let back = after_leaving(&town, &format!("{slip}{part}")).await;
        assert_eq!((back.status, back.header("location")), (StatusCode::SEE_OTHER, "/slip"));
        assert!(!back.body.contains("schody"), "{part}");
    }
    let code = slip.trim_start_matches("/slip/").to_owned();
    for (path, form) in [("/slip".to_owned(), vec![("code", code)]), (door(&town), form(&[]))] {
        let again = town.post(Stranger, &path, &form).await;
        assert!(again.header("location").starts_with("/slip/"), "{path}");
        assert!(again.header("set-cookie").starts_with("understory_left=; "), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lowri_makes_one_slip_for_whoever_told_her_and_holds_no_pen_after_it() {
    let town = Town::new().await;
    let story = format!("/stories/{}", town.things.of("written"));
    let offer = format!("{story}/slip");
    assert!(town.get(Lowri, &story).await.body.contains(&offer), "she is offered to make one");
    // Nobody under 18 hears something alone. Asha says that she is 18 now.
    assert!(!town.get(Lowri, &offer).await.body.contains("name=\"stays\""));
    let ages = format!("/systems/{}/ages", town.things.of("place"));
    let ages = format!("{ages}/{}", town.things.people[&Lowri]);
    town.post(Asha, &ages, &[("answer", "grown".to_owned())]).await;
    assert!(town.get(Lowri, &offer).await.body.contains("name=\"stays\""));
    let given = town.post(Lowri, &offer, &[]).await;
    assert_eq!(given.status, StatusCode::OK, "shown at once, under no address of its own");
    let code = given.body.split("<code>").nth(1).expect("a code");
    let code: String = code.split('<').next().expect("its end").split_whitespace().collect();
    let slip = format!("/slip/{}", code.to_lowercase());
    let slip = match town.get(Stranger, &slip).await.status {
        StatusCode::OK => slip,
        _ => format!("/slip/{code}"),
    };
    let page = town.get(Stranger, &slip).await.body;
    assert!(page.contains("Somebody wrote this down for you."), "{page}");
    assert!(page.contains("Whoever wrote it down for you") && !page.contains("<code>"));
    assert_eq!(town.get(Lowri, &story).await.status, StatusCode::NOT_FOUND);
    let again = town.get(Lowri, &offer).await.body;
    assert!(again.contains("/hold-back") && !again.contains("<code>"), "it is shown once");
    assert_eq!(town.post(Lowri, &offer, &[]).await.status, StatusCode::NOT_FOUND);
    // They let her read it, and she still may not change it.
    let lowri = format!("person:{}", town.things.people[&Lowri]);
    let wishes = [("revision", "2".to_owned()), ("heard_by", lowri)];
    let kept = town.post(Stranger, &format!("{slip}/wishes"), &wishes).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let hers = town.get(Lowri, &story).await;
    assert_eq!(hers.status, StatusCode::OK);
    assert!(!hers.body.contains(&format!("{story}/wishes")) && hers.body.contains(&offer));
}
