//! That something came of what somebody told, named at home: however much they told since, ten at a
//! time, and of nothing that is not theirs. On both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod pages;
mod town;

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use cast::{MONDAY, Town, both, words};
use exchange::Mapping;
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use sharing::lineage::{self, Because, BecauseId, Cause, Placed};
use sharing::vest::{Vest, VestId};
use sharing::{Audience, Noun, Nouns, Waiting};
use store::Token;
use stories::TellingNoun;
use stories::came::{self, AnswerKind};
use stories::imports::{self, Plan, telling_of};
use stories::slips::handing::hand_over;
use stories::tellings::tell::{self, Where};
use stories::tellings::{Manner, Teller, TellingId, Told, Wishes};
use stories::vest;
use town::came_of_it;
use web::visitor::Visit;

fn home(town: &Town) -> Where {
    Where { system: town.place, place: town.place }
}

/// Somebody brings a file with one telling in it.
async fn brings(town: &Town, who: PersonId, place: SystemId) -> TellingId {
    let file = b"Story,Notes\r\nThe bus stops at six.,by phone\r\n";
    let mapping = Mapping { words: "Story".to_owned(), ..Mapping::default() };
    let keys = &town.sharing.store.keys;
    let plan = Plan::of(keys, (who, place), file, mapping, None).expect("read");
    let (reader, home) = (town.reader(who).await, Where { system: place, place });
    let kept = imports::keep(&town.sharing, &reader, home, &plan, 10, &mut |_| {}).await;
    assert_eq!(kept.expect("kept").kept, 1);
    telling_of(plan.id, 2)
}

/// Asha tells the team something, this many days ago.
async fn tells(town: &Town, (manner, days): (Manner, i64)) -> TellingId {
    let heard_by = vec![Audience::System(town.team)];
    let wishes = Wishes { heard_by, come_back: true, ..Wishes::default() };
    let told = Told { manner, wishes, ..Told::words(words("The lift is stuck.")) };
    let (id, at) = (TellingId::random(), MONDAY.plus_days(-days));
    let asha = Teller::Person(town.asha);
    tell::tell(&town.sharing, asha, home(town), id, &told, at).await.expect("told");
    id
}

/// Somebody who hears it answers its teller.
async fn answers(town: &Town, who: PersonId, id: TellingId) {
    let (reader, words) = (town.reader(who).await, words("We asked the landlord."));
    let answer = (Uuid::new_v4(), AnswerKind::NothingYet, &words);
    came::answer(&town.sharing, &reader, id, answer, MONDAY).await.expect("answered");
}

async fn waits(town: &Town, sentence: &str, day: i64) -> Vec<Waiting> {
    let (noun, asha) = (TellingNoun(town.sharing.clone()), town.reader(town.asha).await);
    let mut look = town.sharing.store.database.look().await.expect("look");
    let waits = noun.waits(&mut look, &asha, MONDAY.plus_days(day)).await.expect("waits");
    waits.into_iter().filter(|one| one.sentence == sentence).collect()
}

/// Of which of these home says that something came of it.
async fn news(town: &Town) -> Vec<String> {
    came_of_it(town, town.asha).await.into_iter().map(|one| one.path).collect()
}

fn paths<'a>(ids: impl IntoIterator<Item = &'a TellingId>) -> Vec<String> {
    ids.into_iter().map(|id| format!("/stories/{id}/came")).collect()
}

#[tokio::test]
async fn what_came_of_the_first_that_asha_told_is_named_however_much_she_told_since() {
    both(async |town| {
        let mut told = Vec::new();
        for days in 1..=12 {
            let manner = if days % 2 == 0 { Manner::Present } else { Manner::Self_ };
            told.push(tells(&town, (manner, days)).await);
        }
        assert!(news(&town).await.is_empty());
        answers(&town, town.bryn, told[11]).await;
        assert_eq!(news(&town).await, paths([&told[11]]));
        for id in &told {
            answers(&town, town.bryn, *id).await;
        }
        assert_eq!(news(&town).await, paths(&told[..10]), "the newest ten");
        let asha = town.reader(town.asha).await;
        for id in &told[..3] {
            came::saw(&town.sharing, &asha, *id).await.expect("seen");
        }
        assert_eq!(news(&town).await, paths(&told[3..]), "and then the next");
    })
    .await;
}

/// Something came of something else, on this day.
async fn came_of(town: &Town, what: Thing, of: Thing, day: i64) {
    let placed = |thing| Placed { thing, system: town.place };
    let because = Because {
        id: BecauseId::random(),
        what: placed(what),
        cause: Cause::Of(placed(of)),
        why: None,
        said_by: Some(town.bryn),
        at: MONDAY.plus_days(day),
    };
    let database = &town.sharing.store.database;
    store::write!(database, |work| lineage::say(work, &because).await).expect("said");
}

/// Bryn tells Asha something on this day.
async fn bryn_tells(town: &Town, day: i64) -> Thing {
    let wishes = Wishes { heard_by: vec![Audience::Person(town.asha)], ..Wishes::default() };
    let told = Told { wishes, ..Told::words(words("The landlord came.")) };
    let (id, at) = (TellingId::random(), MONDAY.plus_days(day));
    let bryn = Teller::Person(town.bryn);
    tell::tell(&town.sharing, bryn, home(town), id, &told, at).await.expect("told");
    Thing::new(Kind::Telling, id)
}

/// Of which of their own home says that something came, however many steps on, and on which day.
async fn all_news(town: &Town, who: PersonId) -> Vec<(String, i64)> {
    let day = MONDAY.plus_days(1).0 - MONDAY.0;
    let news = came_of_it(town, who).await.into_iter();
    news.map(|one| (one.path, (one.since.0 - MONDAY.0) / day)).collect()
}

#[tokio::test]
async fn home_speaks_up_again_when_more_came_after_asha_had_looked_and_tells_nobody_else_of_hers() {
    both(async |town| {
        let own = tells(&town, (Manner::Self_, 9)).await;
        let path = format!("/stories/{own}/came");
        let first = bryn_tells(&town, -5).await;
        came_of(&town, first, Thing::new(Kind::Telling, own), -5).await;
        assert_eq!(all_news(&town, town.asha).await, [(path.clone(), -5)]);
        let next = bryn_tells(&town, -2).await;
        came_of(&town, next, first, -2).await;
        assert_eq!(all_news(&town, town.asha).await, [(path.clone(), -2)], "the newest of it");
        came::saw(&town.sharing, &town.reader(town.asha).await, own).await.expect("seen");
        assert!(all_news(&town, town.asha).await.is_empty(), "she has looked");
        let now = bryn_tells(&town, 0).await;
        came_of(&town, now, first, 0).await;
        assert!(all_news(&town, town.asha).await.is_empty(), "it stood there when she looked");
        let later = bryn_tells(&town, 3).await;
        came_of(&town, later, next, 3).await;
        assert_eq!(all_news(&town, town.asha).await, [(path.clone(), 3)]);
        // Bryn hears it, and is told of his own alone.
        let bryns = all_news(&town, town.bryn).await;
        assert!(!bryns.is_empty() && bryns.iter().all(|(of, _)| *of != path), "{bryns:?}");
    })
    .await;
}

#[tokio::test]
async fn of_twelve_of_her_own_asha_is_told_of_the_ten_of_which_something_came_last() {
    both(async |town| {
        let (asha, mut own) = (town.reader(town.asha).await, Vec::new());
        for day in 1..=12 {
            let manner = if day % 2 == 0 { Manner::Present } else { Manner::Self_ };
            let id = tells(&town, (manner, day)).await;
            came_of(&town, bryn_tells(&town, day).await, Thing::new(Kind::Telling, id), -1).await;
            came::saw(&town.sharing, &asha, id).await.expect("seen");
            own.push((format!("/stories/{id}/came"), day, id));
        }
        let newest = own.iter().rev().map(|(path, day, _)| (path.clone(), *day));
        assert_eq!(all_news(&town, town.asha).await, newest.take(10).collect::<Vec<_>>());
        // What is new by itself takes room among the ten, and stands there once.
        let fourth = tells(&town, (Manner::Self_, 20)).await;
        let mut direct = vec![format!("/stories/{fourth}/came")];
        direct.extend(own[..2].iter().map(|(path, ..)| path.clone()));
        for id in [fourth, own[0].2, own[1].2] {
            let thing = bryn_tells(&town, -3).await;
            came_of(&town, thing, Thing::new(Kind::Telling, id), 13).await;
        }
        let told: Vec<String> =
            all_news(&town, town.asha).await.into_iter().map(|(path, _)| path).collect();
        assert!(told.len() == 10 && direct.iter().all(|path| told.contains(path)), "{told:?}");
        let newest = own.iter().rev().map(|(path, ..)| path.clone());
        assert_eq!(told[3..], newest.take(7).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn the_page_of_what_came_of_it_says_of_which_story_whether_anything_came_or_not() {
    both(async |town| {
        let hill = town::pit_hill(&town, false).await;
        let gwen = town.reader(hill.gwen).await;
        let title = Some(cast::line("The stuck lift"));
        let told = Told { title, ..Told::words(words("It stands on the third floor.")) };
        let id = hill.tells(&town, Teller::Person(hill.gwen), &told).await;
        for _ in 0..2 {
            let (_, page) = pages::page(&town, &gwen, &format!("/stories/{id}/came")).await;
            assert!(page.contains("<q>The stuck lift</q>"), "{page}");
            let pattern = Thing::new(Kind::Pattern, Uuid::new_v4());
            came_of(&town, pattern, Thing::new(Kind::Telling, id), 0).await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_way_to_what_came_of_it_stands_out_only_where_there_is_something_that_gwen_can_see() {
    both(async |town| {
        let hill = town::pit_hill(&town, false).await;
        let gwen = town.reader(hill.gwen).await;
        let tellings = Arc::new(TellingNoun(town.sharing.clone()));
        let app = pages::app_with(&town, Nouns::new(vec![tellings]));
        let stands_out = async |id: TellingId| {
            let path = format!("/stories/{id}");
            let visit = Visit { reader: gwen.clone(), session: None };
            let request = Request::get(&path).body(Body::empty()).expect("a request");
            let page = pages::answered(&app, visit, request).await;
            let page = to_bytes(page.into_body(), 1_000_000).await.expect("a body");
            let page = String::from_utf8(page.to_vec()).expect("UTF-8");
            let quiet = page.contains(&format!("<a class=\"button quiet\" href=\"{path}/came\""));
            let loud = page.contains(&format!("<a class=\"button\" href=\"{path}/came\""));
            assert!(quiet != loud, "{page}");
            loud
        };
        let heard_by = vec![Audience::Person(town.bryn)];
        let wishes = Wishes { heard_by, ..Wishes::default() };
        let told = Told { wishes, ..Told::words(words("It stands on the third floor.")) };
        let mut all = Vec::new();
        for _ in 0..3 {
            all.push(hill.tells(&town, Teller::Person(hill.gwen), &told).await);
        }
        let [led, read, answered] = all[..] else { panic!("three") };
        let unseen = Thing::new(Kind::Inquiry, Uuid::new_v4());
        came_of(&town, unseen, Thing::new(Kind::Telling, led), 1).await;
        for id in [led, read, answered] {
            assert!(!stands_out(id).await, "nothing that she sees");
        }
        assert!(came_of_it(&town, hill.gwen).await.is_empty(), "home says the same");
        let own = hill.tells(&town, Teller::Person(hill.gwen), &told).await;
        came_of(&town, Thing::new(Kind::Telling, own), Thing::new(Kind::Telling, led), 1).await;
        let (bryn, reading) = (town.reader(town.bryn).await, VestId::random());
        let trust = Some(words("These may not be their own words."));
        let said = Vest { variety: None, empathy: None, strengths: None, trust };
        let done = vest::read_telling(&town.sharing, &bryn, read, (reading, &said), MONDAY).await;
        done.expect("read");
        answers(&town, town.bryn, answered).await;
        for (id, what) in [(led, "led to"), (read, "read"), (answered, "answered")] {
            assert!(stands_out(id).await, "{what}");
        }
    })
    .await;
}

#[tokio::test]
async fn of_what_asha_gave_away_or_brought_in_a_file_she_is_told_nothing_and_asked_nothing() {
    both(async |town| {
        let given = tells(&town, (Manner::Present, 61)).await;
        answers(&town, town.bryn, given).await;
        assert_eq!(news(&town).await, paths([&given]), "as long as she holds the pen");
        assert_eq!(waits(&town, "waits-how-now", 0).await.len(), 1);
        let (asha, slip) = (town.reader(town.asha).await, Token::random().expect("a slip"));
        hand_over(&town.sharing, &asha, given, (&slip, true), MONDAY).await.expect("given");

        let brought = brings(&town, town.asha, town.place).await;
        let wishes = Wishes { come_back: true, ..Wishes::default() };
        let which = (brought, 1);
        tell::wish(&town.sharing, &asha, which, &wishes.into(), MONDAY).await.expect("wished");
        answers(&town, town.asha, brought).await;
        for day in [0, 61, 70] {
            assert!(waits(&town, "waits-how-now", day).await.is_empty(), "on day {day}");
        }
        for id in [given, brought] {
            came_of(&town, bryn_tells(&town, 3).await, Thing::new(Kind::Telling, id), 3).await;
        }
        assert!(news(&town).await.is_empty());
        assert!(all_news(&town, town.asha).await.is_empty());
        let (noun, mut look) = (
            TellingNoun(town.sharing.clone()),
            town.sharing.store.database.look().await.expect("look"),
        );
        let texts = noun.export(&mut look, &asha, town.asha).await.expect("hers");
        assert!(texts.iter().all(|text| text.part != "asked_how_now"), "the file says so too");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_offered_to_be_asked_how_things_are_of_what_they_brought_in_a_file() {
    both(async |town| {
        let hill = town::pit_hill(&town, false).await;
        let gwen = town.reader(hill.gwen).await;
        let brought = brings(&town, hill.gwen, hill.place).await;
        let told = Told::words(words("The lift is stuck."));
        let own = hill.tells(&town, Teller::Person(hill.gwen), &told).await;
        for (id, offered) in [(brought, false), (own, true)] {
            let (_, page) = pages::page(&town, &gwen, &format!("/stories/{id}")).await;
            assert!(page.contains("name=\"quoted\""), "{page}");
            assert_eq!(page.contains("name=\"come_back"), offered, "{page}");
        }
    })
    .await;
}
