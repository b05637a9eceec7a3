//! What is narrowed, held back or offered anew is so at once wherever it could be met: on lists,
//! in search, and beside stories like it. On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use std::sync::Arc;

use cast::{MONDAY, Town, both, line, words};
use finding::Finder;
use ground::id::{Kind, PersonId, Uuid};
use reading_first::{hears, listed_in_team, tells, told, wishes};
use sharing::{Audience, Noun, Nouns, audience, trail};
use stories::TellingNoun;
use stories::alike;
use stories::second_readings::Asks;
use stories::tellings::{Manner, TellingId, Told, Wishes, hear, tell};
use stories::worries::{self, InThisId, WorryId, say_in_this};

const ONE: &str = "The damp in the bedroom came back, and the landlord never answered.";
const LIKE_IT: &str = "My landlord painted over the damp; the smell is still in the bedrooms.";

fn finder(town: &Town) -> Finder {
    let nouns: Vec<Arc<dyn Noun>> = vec![Arc::new(TellingNoun(town.sharing.clone()))];
    Finder::new(town.sharing.clone(), Nouns::new(nouns))
}

fn team(town: &Town) -> Vec<Audience> {
    vec![Audience::System(town.team)]
}

/// Whether it stands among the rows by which this person's list of the team is made.
async fn has_row(town: &Town, who: PersonId, id: TellingId) -> bool {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let rows = audience::listed(&mut look, &reader, town.team, Kind::Telling, None).await;
    rows.expect("rows").contains(&id.0)
}

/// Whether it is heard, stands on the team's list, and is found: all three, or none of them.
async fn is_met(town: &Town, finder: &Finder, who: PersonId, id: TellingId) -> bool {
    finder.catch_up().await.expect("read");
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let found = finder.search(&mut look, &reader, &line("damp"), None).await.expect("searched");
    drop(look);
    let met = [
        hears(town, who, id).await,
        listed_in_team(town, &reader).await.contains(&id),
        has_row(town, who, id).await,
        found.glimpses.iter().any(|glimpse| glimpse.id == id.0),
        finder.tellings_with(&reader, &line("damp"), 10).contains(&id.0),
    ];
    assert!(met.iter().all(|one| *one == met[0]), "{met:?}");
    met[0]
}

#[tokio::test]
async fn what_carys_is_in_is_met_by_nobody_until_whoever_looks_has_answered() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let mut all = told(ONE, [team(&town), vec![Audience::Person(town.carys)]].concat());
        all.wishes.compared = true;
        let id = tells(&town, town.bryn, &all, &Asks::default()).await;
        let (finder, carys) = (finder(&town), town.reader(town.carys).await);
        let eve = town.newcomer("Eve", false).await;
        town.give(eve, town.team, sharing::StandingKind::Part).await;
        assert!(is_met(&town, &finder, town.carys, id).await);
        assert!(is_met(&town, &finder, eve, id).await);
        assert!(!hears(&town, ruth, id).await);
        let in_this = InThisId::random();
        let said = say_in_this(&town.sharing, &carys, id, in_this, None, MONDAY).await;
        said.expect("said");
        for who in [town.carys, eve] {
            assert!(!is_met(&town, &finder, who, id).await, "not even by whoever was named");
        }
        assert!(hears(&town, town.bryn, id).await, "it is his still");
        // Ruth hears it to look at it; no list and no search has it for her.
        assert!(hears(&town, ruth, id).await && !has_row(&town, ruth, id).await);
        let (ruths, done) = (town.reader(ruth).await, words("We talked. It is fine."));
        let which = WorryId(in_this.0);
        worries::answer(&town.sharing, &ruths, which, &done, MONDAY).await.expect("answered");
        for who in [town.carys, eve] {
            assert!(is_met(&town, &finder, who, id).await, "and it travels again");
        }
    })
    .await;
}

#[tokio::test]
async fn lists_and_search_follow_what_bryn_wishes_and_what_he_erases() {
    both(async |town| {
        let mut alone = told(ONE, vec![]);
        alone.wishes.compared = true;
        let id = tells(&town, town.bryn, &alone, &Asks::default()).await;
        let finder = finder(&town);
        assert!(!is_met(&town, &finder, town.carys, id).await);
        for _ in 0..2 {
            wishes(&town, town.bryn, id, team(&town)).await;
            assert!(is_met(&town, &finder, town.carys, id).await);
            wishes(&town, town.bryn, id, vec![]).await;
            assert!(!is_met(&town, &finder, town.carys, id).await);
        }
        wishes(&town, town.bryn, id, team(&town)).await;
        let bryn = town.reader(town.bryn).await;
        tell::erase(&town.sharing, &bryn, id, MONDAY).await.expect("erased");
        assert!(!is_met(&town, &finder, town.carys, id).await, "nor is a row left of it");
    })
    .await;
}

#[tokio::test]
async fn the_team_meets_what_is_about_len_once_it_was_read_back_to_him() {
    both(async |town| {
        for why_not in [None, Some(words("He has moved away."))] {
            let mut about = Told {
                manner: Manner::Absent,
                for_name: Some(line("Len")),
                ..told(ONE, team(&town))
            };
            about.wishes.compared = true;
            let id = tells(&town, town.asha, &about, &Asks::default()).await;
            let (finder, asha) = (finder(&town), town.reader(town.asha).await);
            assert!(!is_met(&town, &finder, town.carys, id).await);
            let read = tell::read_back(&town.sharing, &asha, id, why_not.as_ref(), MONDAY).await;
            read.expect("read back");
            assert!(is_met(&town, &finder, town.carys, id).await);
        }
    })
    .await;
}

/// What Bryn is shown as like a telling, by an index that may be older than the wishes.
async fn suggested(town: &Town, finder: &Finder, id: TellingId) -> Vec<Uuid> {
    let bryn = town.reader(town.bryn).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let telling = hear::one(&town.sharing, &mut look, &bryn, id).await.expect("heard");
    let alike = alike::of(&town.sharing, finder, &mut look, &bryn, &telling).await.expect("asked");
    alike.iter().map(|one| one.telling.id.0).collect()
}

async fn wishes_for(town: &Town, who: PersonId, id: TellingId, wishes: Wishes) {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let revision = hear::one(&town.sharing, &mut look, &reader, id).await.expect("own").revision;
    drop(look);
    let wished = tell::wish(&town.sharing, &reader, (id, revision), &wishes.into(), MONDAY).await;
    wished.expect("wished");
}

#[tokio::test]
async fn a_wish_holds_for_what_is_suggested_before_any_machine_has_read_of_it() {
    both(async |town| {
        let to =
            |heard_by| Wishes { heard_by, laid_beside: true, compared: true, ..Wishes::default() };
        let open = || to(team(&town));
        let tells = async |who, text| {
            let told = Told { wishes: open(), ..Told::words(words(text)) };
            tells(&town, who, &told, &Asks::default()).await
        };
        let (one, like) = (tells(town.carys, ONE).await, tells(town.asha, LIKE_IT).await);
        tells(town.asha, "The choir sang.").await;
        let finder = finder(&town);
        finder.catch_up().await.expect("read");
        let by_name = to(vec![Audience::Person(town.bryn)]);
        let alone = Wishes { laid_beside: false, ..open() };
        let unread = Wishes { compared: false, ..open() };
        for (narrower, what) in [
            (alone, "it may not be laid beside others"),
            (by_name, "it would leave a mark, and nobody chose to hear it"),
            (unread, "no machine may look through it"),
        ] {
            assert_eq!(suggested(&town, &finder, one).await, [like.0]);
            wishes_for(&town, town.asha, like, narrower).await;
            assert!(suggested(&town, &finder, one).await.is_empty(), "{what}");
            wishes_for(&town, town.asha, like, open()).await;
        }
        assert_eq!(suggested(&town, &finder, one).await, [like.0]);
        wishes_for(&town, town.carys, one, Wishes { compared: false, ..open() }).await;
        assert!(suggested(&town, &finder, one).await.is_empty(), "nor is anything like it shown");
        town.seal_trail().await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        assert!(trail::who_looked(&mut look, town.asha, None).await.expect("looked").is_empty());
    })
    .await;
}

#[tokio::test]
async fn of_a_long_story_a_fourth_word_is_wanted_since_three_are_shared_by_chance() {
    both(async |town| {
        let open = || Wishes {
            heard_by: team(&town),
            laid_beside: true,
            compared: true,
            ..Wishes::default()
        };
        let tells = async |text: &str| {
            let told = Told { wishes: open(), ..Told::words(words(text)) };
            tells(&town, town.asha, &told, &Asks::default()).await
        };
        let like = tells(LIKE_IT).await.0;
        let long = format!("{ONE} {}", "It rained again. ".repeat(20));
        let three = tells(&long).await;
        let four = tells(&format!("{long} The smell stayed.")).await;
        let finder = finder(&town);
        finder.catch_up().await.expect("read");
        assert!(!suggested(&town, &finder, three).await.contains(&like));
        assert!(suggested(&town, &finder, four).await.contains(&like));
    })
    .await;
}
