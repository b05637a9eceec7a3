//! That something came of what somebody told, named at home: however much they told since, ten at a
//! time, and of nothing that is not theirs. On both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod pages;
mod town;

use cast::{MONDAY, Town, both, words};
use exchange::Mapping;
use ground::id::{PersonId, SystemId, Uuid};
use sharing::{Audience, Noun, Waiting};
use store::Token;
use stories::TellingNoun;
use stories::came::{self, AnswerKind};
use stories::imports::{self, Plan, telling_of};
use stories::slips::handing::hand_over;
use stories::tellings::tell::{self, Where};
use stories::tellings::{Manner, Teller, TellingId, Told, Wishes};

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
    waits(town, "waits-came-of-it", 0).await.into_iter().map(|one| one.path).collect()
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
        assert!(news(&town).await.is_empty());
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
