//! The open door, where nobody signs in: how much comes through it, and that it can be shut.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, words};
use doors::Origin;
use ground::Fault;
use ground::id::SystemId;
use stories::slips::{self, MOST_FROM_ONE};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told};

async fn shuts(town: &Town, sql: store::Sql) {
    let place = town.place;
    store::write!(town.sharing.store.database, |work| {
        work.run(sql, store::bind().id(place)).await
    })
    .expect("shut");
}

#[tokio::test]
async fn a_place_that_shuts_between_the_form_and_the_press_takes_no_story_and_makes_no_key() {
    both(async |town| {
        let told = Told::words(words("The damp is back."));
        let slip = Teller::Slip(store::Token::random().expect("a slip").hash());
        let (bryn, place) = (Teller::Person(town.bryn), town.place);
        let tells = async |teller, id| {
            let home = Where { system: place, place };
            tell::tell(&town.sharing, teller, home, id, &told, MONDAY).await
        };
        let before = TellingId::random();
        tells(slip, before).await.expect("told");
        shuts(&town, store::sql!("UPDATE places SET open_door = FALSE WHERE system_id = $1")).await;
        let late = TellingId::random();
        let shut = tells(slip, late).await;
        assert!(matches!(shut, Err(Fault::NotAllowed("not-allowed-door-closed"))));
        let key = town.sharing.store.keys.make(store::Keeper::new(late), MONDAY).await;
        key.expect("no key was made for it");
        assert!(matches!(tells(slip, before).await, Err(Fault::Already)), "what was told is told");
        tells(bryn, TellingId::random()).await.expect("its people still tell");
        shuts(&town, store::sql!("UPDATE places SET opened = NULL WHERE system_id = $1")).await;
        let shut = tells(bryn, TellingId::random()).await;
        assert!(matches!(shut, Err(Fault::NotAllowed("not-allowed-place-not-ready"))));
        // A place that is not there is shut in the same words.
        let nowhere = SystemId::random();
        let home = Where { system: nowhere, place: nowhere };
        let id = TellingId::random();
        let none = tell::tell(&town.sharing, slip, home, id, &told, MONDAY).await;
        assert!(matches!(none, Err(Fault::NotAllowed("not-allowed-door-closed"))));
    })
    .await;
}

#[tokio::test]
async fn thirty_stories_in_an_hour_come_from_one_household_and_others_are_not_kept_out() {
    both(async |town| {
        let store = &town.sharing.store;
        let home = |last: u8| Origin::of(std::net::IpAddr::from([192, 0, 2, last]));
        let counts =
            async |last: u8, now| slips::count(store, &home(last), TellingId::random(), now).await;
        for _ in 0..MOST_FROM_ONE {
            counts(1, MONDAY).await.expect("one more");
        }
        let past = counts(1, MONDAY).await;
        assert!(matches!(past, Err(Fault::Bound("bound-told-from-one"))));
        counts(2, MONDAY).await.expect("from elsewhere");
        counts(1, MONDAY.plus_seconds(3_600)).await.expect("an hour later");
    })
    .await;
}
