//! Looking after a system: acting, confirmed, called on to stop, and never a right to read.

#![allow(clippy::expect_used)]

mod town;

use ground::Fault;
use places::parts::{self, PartKind, Taken};
use places::stewards::{self, Act, RecallId};
use places::systems::{self, Scale};
use sharing::{Action, Matter, StandingKind};
use town::{MONDAY, Town, both, words};

async fn acts(town: &Town, system: ground::id::SystemId) -> Vec<Act> {
    let reader = town.reader(town.bryn).await;
    let mut look = town.look().await;
    let system = systems::find(&town.sharing, &mut look, &reader, system).await.expect("a system");
    let done = stewards::done(&town.sharing, &mut look, &reader, &system).await.expect("a list");
    done.into_iter().map(|one| one.act).collect()
}

#[tokio::test]
async fn looking_after_a_system_gives_no_right_to_read_what_it_holds() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        town.give(town.asha, town.bryn, team).await;
        let mine = town.parts(town.asha, team).await;
        let part = mine
            .iter()
            .find(|part| part.person == town.asha && part.standing == StandingKind::Part)
            .expect("a part");
        let later = MONDAY.plus_days(1);
        // A stewardship without a part: the part was ended and the stewardship given again.
        parts::end(&town.sharing, team, part.id, town.asha, later).await.expect("ended");
        assert!(!town.stands(town.asha, StandingKind::Steward, team).await);
        let given = sharing::reader::Given {
            id: sharing::StandingId::random(),
            system: team,
            place: town.place,
            person: town.asha,
            kind: StandingKind::Steward,
            by: Some(town.bryn),
            began: later,
        };
        let database = &town.sharing.store.database;
        ::store::write!(database, |work| sharing::reader::give(work, given).await).expect("given");

        let asha = town.reader(town.asha).await;
        let system = Matter::system(team, town.place);
        town.sharing.leave(&asha, Action::Tend, &system).expect("may tend");
        for action in [Action::Read, Action::ReadTalk, Action::TakePart] {
            let read = town.sharing.leave(&asha, action, &Matter::held(team));
            assert!(matches!(read, Err(Fault::NotFound)), "{action:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_call_to_stop_stays_in_view_until_it_is_answered() {
    both(async |town| {
        let asha = town.stewards(town.bryn, town.place).await.remove(0);
        let (id, why) = (RecallId::random(), words("She decides alone."));
        let said = (town.bryn, &why);
        stewards::call(&town.sharing, town.place, id, asha.standing, said, MONDAY)
            .await
            .expect("called");
        for reader in [town.asha, town.bryn, town.carys] {
            let seen = town.stewards(reader, town.place).await.remove(0);
            assert_eq!(seen.open_recalls().count(), 1, "everybody sees it");
        }
        let answer = words("You are right. Let us meet.");
        let carys =
            stewards::answer(&town.sharing, town.place, id, town.carys, &answer, MONDAY).await;
        assert!(matches!(carys, Err(Fault::NotFound)), "only Asha answers for herself");

        // It stays in view even when she stops.
        let later = MONDAY.plus_days(40);
        stewards::end_own(&town.sharing, town.place, asha.standing, town.asha, later)
            .await
            .expect("stopped");
        let seen = town.stewards(town.carys, town.place).await.remove(0);
        assert_eq!((seen.open_recalls().count(), seen.ended), (1, Some(later)));
        stewards::answer(&town.sharing, town.place, id, town.asha, &answer, later)
            .await
            .expect("answered");
        let seen = town.stewards(town.carys, town.place).await.remove(0);
        assert_eq!((seen.open_recalls().count(), seen.recalls.len()), (0, 1));
        let mut done = acts(&town, town.place).await;
        done.sort_by_key(|act| act.word());
        assert_eq!(done, [Act::Answered, Act::Began, Act::Called, Act::Ended]);
    })
    .await;
}

#[tokio::test]
async fn only_somebody_of_another_organisation_confirms_whoever_acts() {
    both(async |town| {
        let council = town.draw(town.asha, Scale::Organisation, "The council").await;
        town.give(town.asha, town.bryn, council).await;
        let asha = town.stewards(town.bryn, town.place).await.remove(0);
        assert!(asha.is_acting());
        for (by, why) in [
            (town.asha, "not-allowed-confirm-oneself"),
            (town.bryn, "not-allowed-confirm-same-organisation"),
        ] {
            let refused =
                stewards::confirm(&town.sharing, town.place, asha.standing, by, MONDAY).await;
            assert!(matches!(refused, Err(Fault::NotAllowed(key)) if key == why), "{why}");
        }
        let dev =
            stewards::confirm(&town.sharing, town.place, asha.standing, town.dev, MONDAY).await;
        assert!(matches!(dev, Err(Fault::NotFound)));
        let bryn = bryn_looks_after_it_too(&town).await;
        let confirm =
            async |by| stewards::confirm(&town.sharing, town.place, bryn, by, MONDAY).await;
        let refused = confirm(town.carys).await;
        let key = "not-allowed-confirm-without-organisation";
        assert!(matches!(refused, Err(Fault::NotAllowed(why)) if why == key), "part of none");
        town.draw(town.carys, Scale::Team, "Carers").await;
        assert!(confirm(town.carys).await.is_err(), "a team is no organisation");
        town.draw(town.carys, Scale::Organisation, "The surgery").await;
        confirm(town.carys).await.expect("confirmed");
        let stewards = town.stewards(town.carys, town.place).await;
        let bryn = stewards.iter().find(|one| one.standing == bryn).expect("Bryn");
        assert_eq!(bryn.confirmed, [(town.carys, MONDAY)]);
    })
    .await;
}

async fn bryn_looks_after_it_too(town: &Town) -> sharing::StandingId {
    let id = sharing::StandingId::random();
    stewards::give(&town.sharing, town.place, id, town.asha, town.bryn, MONDAY)
        .await
        .expect("given");
    id
}

#[tokio::test]
async fn nobody_whom_asha_brought_into_the_place_confirms_asha() {
    both(async |town| {
        // An organisation drawn by whoever was brought in makes no difference.
        town.draw(town.carys, Scale::Organisation, "Made up for this").await;
        let asha = town.stewards(town.bryn, town.place).await.remove(0);
        let refused =
            stewards::confirm(&town.sharing, town.place, asha.standing, town.carys, MONDAY).await;
        let key = "not-allowed-confirm-brought-in";
        assert!(matches!(refused, Err(Fault::NotAllowed(why)) if why == key));
        let asha = town.stewards(town.bryn, town.place).await.remove(0);
        assert!(asha.is_acting());

        // Bryn brings Dev in, who is of the surgery; Asha had no hand in it.
        bryn_looks_after_it_too(&town).await;
        let dev = Taken::plain(town.place, town.dev, PartKind::Worker, MONDAY);
        let dev = Taken { by: Some(town.bryn), ..dev };
        parts::take(&town.sharing, &dev).await.expect("a part");
        town.draw(town.dev, Scale::Organisation, "The surgery").await;
        stewards::confirm(&town.sharing, town.place, asha.standing, town.dev, MONDAY)
            .await
            .expect("confirmed");
    })
    .await;
}

#[tokio::test]
async fn nobody_ends_a_stewardship_alone() {
    both(async |town| {
        let asha = town.stewards(town.bryn, town.place).await.remove(0);
        let (id, why) = (RecallId::random(), words("She decides alone."));
        let said = (town.bryn, &why);
        stewards::call(&town.sharing, town.place, id, asha.standing, said, MONDAY)
            .await
            .expect("called");
        let how = words("We talked on Friday.");
        for alone in [town.bryn, town.asha] {
            let refused =
                stewards::end_together(&town.sharing, town.place, id, alone, &how, MONDAY).await;
            assert!(matches!(refused, Err(Fault::NotAllowed("not-allowed-end-alone"))));
        }
        stewards::end_together(&town.sharing, town.place, id, town.carys, &how, MONDAY)
            .await
            .expect("ended");
        assert!(!town.stands(town.asha, StandingKind::Steward, town.place).await);

        // Nobody looks after the place now, so one who is part of it can.
        let standing = sharing::StandingId::random();
        stewards::take_on(&town.sharing, town.place, standing, town.carys, MONDAY)
            .await
            .expect("taken on");
        let again = sharing::StandingId::random();
        let bryn = stewards::take_on(&town.sharing, town.place, again, town.bryn, MONDAY).await;
        assert!(matches!(bryn, Err(Fault::NotAllowed("not-allowed-somebody-looks-after"))));
        stewards::give(&town.sharing, town.place, again, town.carys, town.bryn, MONDAY)
            .await
            .expect("two look after it");
    })
    .await;
}
