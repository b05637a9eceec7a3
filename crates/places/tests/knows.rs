//! Who knows about something: said by themselves to everybody of the place, found in one search, and
//! taken back whenever they like; on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod town;

use ground::id::PersonId;
use ground::{Fault, Line};
use places::knows::{self, KnowsId};
use places::{ages, systems};
use town::{MONDAY, Town, both, line};

/// Whom somebody finds in the town who knows about this.
async fn know(town: &Town, who: PersonId, typed: &str) -> Result<Vec<(PersonId, String)>, Fault> {
    let (reader, mut look) = (town.reader(who).await, town.look().await);
    let place = systems::find(&town.sharing, &mut look, &reader, town.place).await?;
    let typed = Line::parse_optional(typed).expect("a line");
    let found = knows::find(&town.sharing, &mut look, &reader, (&place, typed.as_ref())).await?;
    Ok(found.iter().map(|one| (one.person, one.words.to_string())).collect())
}

async fn say(town: &Town, who: PersonId, id: KnowsId) -> Result<(), Fault> {
    let (about, reach) = (line("Café damp"), line("Mondays, in the library"));
    let of = (town.place, id);
    knows::say(&town.sharing, of, (&about, Some(&reach)), who, MONDAY).await
}

#[tokio::test]
async fn whoever_knows_about_something_is_found_in_one_search_by_everybody_of_the_place() {
    both(async |town| {
        let id = KnowsId::random();
        say(&town, town.carys, id).await.expect("said");
        assert!(matches!(say(&town, town.carys, id).await, Err(Fault::Already)));
        let hers = [(town.carys, "Café damp".to_owned())];
        for typed in ["damp", "CAFE", "dam caf", ""] {
            assert_eq!(know(&town, town.bryn, typed).await.expect("found"), hers, "{typed}");
        }
        assert!(know(&town, town.bryn, "benefits").await.expect("found").is_empty());
        assert!(matches!(know(&town, town.dev, "damp").await, Err(Fault::NotFound)));
        assert!(matches!(say(&town, town.dev, KnowsId::random()).await, Err(Fault::NotFound)));
        for _ in 1..knows::MOST {
            say(&town, town.carys, KnowsId::random()).await.expect("said");
        }
        let past = say(&town, town.carys, KnowsId::random()).await;
        assert!(matches!(past, Err(Fault::Bound("bound-knows"))));
    })
    .await;
}

#[tokio::test]
async fn what_carys_said_that_she_knows_is_hers_to_take_back_and_then_nobody_finds_it() {
    both(async |town| {
        let id = KnowsId::random();
        say(&town, town.carys, id).await.expect("said");
        let of = (town.place, id);
        let by_bryn = knows::take_back(&town.sharing, of, town.bryn, MONDAY).await;
        assert!(matches!(by_bryn, Err(Fault::NotFound)));
        knows::take_back(&town.sharing, of, town.carys, MONDAY).await.expect("back");
        assert!(know(&town, town.bryn, "damp").await.expect("found").is_empty());
    })
    .await;
}

#[tokio::test]
async fn nobody_under_18_stands_among_those_who_may_be_asked() {
    both(async |town| {
        say(&town, town.carys, KnowsId::random()).await.expect("as an adult");
        let reader = town.reader(town.carys).await;
        ages::say_under_18(&town.sharing, &reader, MONDAY).await.expect("said");
        let said = say(&town, town.carys, KnowsId::random()).await;
        assert!(matches!(said, Err(Fault::NotAllowed("not-allowed-knows-under-18"))));
        assert!(know(&town, town.bryn, "damp").await.expect("found").is_empty());
    })
    .await;
}
