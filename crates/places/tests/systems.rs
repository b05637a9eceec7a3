//! Edges and purposes, with everything that stood before.

#![allow(clippy::expect_used)]

mod town;

use ground::Fault;
use places::dissents::{self, DissentId, Of};
use places::open_parts::{self, OpenPartId};
use places::purposes::{self, PurposeId};
use places::stewards::{self, Act};
use places::systems::{self, Scale};
use town::{MONDAY, both, edge, words};

#[tokio::test]
async fn every_version_of_a_purpose_stays_with_who_agreed() {
    both(async |town| {
        let (first, second) = (PurposeId::random(), PurposeId::random());
        let later = MONDAY.plus_days(60);
        let say = purposes::say;
        let said = words("Dry homes.");
        say(&town.sharing, town.place, first, town.asha, &said, MONDAY).await.expect("said");
        for _ in 0..2 {
            purposes::agree(&town.sharing, town.place, first, town.bryn, MONDAY)
                .await
                .expect("agreeing again changes nothing");
        }
        let said = words("Homes that are good to grow up in.");
        say(&town.sharing, town.place, second, town.carys, &said, later).await.expect("said");
        let dev = say(&town.sharing, town.place, PurposeId::random(), town.dev, &said, later).await;
        assert!(matches!(dev, Err(Fault::NotFound)));

        let reader = town.reader(town.bryn).await;
        let mut look = town.look().await;
        let system = systems::find(&town.sharing, &mut look, &reader, town.place).await;
        let system = system.expect("a system");
        let versions = purposes::versions(&town.sharing, &mut look, &reader, &system).await;
        let versions = versions.expect("versions");
        assert_eq!(versions.len(), 2);
        assert_eq!((versions[0].id, versions[0].agreed.len()), (second, 0));
        assert_eq!(versions[1].words.to_string(), "Dry homes.");
        let agreed: Vec<_> = versions[1].agreed.iter().map(|one| one.person).collect();
        assert_eq!(agreed, [town.bryn]);
    })
    .await;
}

#[tokio::test]
async fn an_edge_drawn_anew_keeps_the_reason_that_stood_before() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let redraw = systems::redraw;
        let with = edge("Damp homes", Some("The ward line"));
        redraw(&town.sharing, team, town.asha, 1, &with, MONDAY).await.expect("drawn");
        let late = redraw(&town.sharing, team, town.asha, 1, &with, MONDAY).await;
        assert!(matches!(late, Err(Fault::Stale)));
        let anew = edge("Damp homes", Some("The old pit’s name"));
        let later = MONDAY.plus_days(2);
        redraw(&town.sharing, team, town.asha, 2, &anew, later).await.expect("drawn");
        let bryn = redraw(&town.sharing, team, town.bryn, 3, &anew, later).await;
        assert!(matches!(bryn, Err(Fault::NotAllowed(_))));

        let reader = town.reader(town.carys).await;
        let mut look = town.look().await;
        let system = systems::find(&town.sharing, &mut look, &reader, team).await;
        let system = system.expect("a system");
        assert_eq!(system.edge_why.as_ref().expect("why").to_string(), "The old pit’s name");
        let done = stewards::done(&town.sharing, &mut look, &reader, &system, None).await;
        let done = done.expect("a list");
        let newest = done.iter().find(|one| one.act == Act::EdgeDrawn).expect("listed");
        assert_eq!(newest.words.as_ref().expect("before").to_string(), "The ward line");
        assert_eq!(newest.key(), "act-edge");
        // At first no reason stood there, so the sentence leads up to none.
        let mut redrawn = done.iter().filter(|one| one.act == Act::EdgeDrawn);
        let first = redrawn.next_back().expect("listed");
        assert!(first.words.is_none());
        assert_eq!(first.key(), "act-edge-alone");
    })
    .await;
}

#[tokio::test]
async fn what_is_drawn_inside_lies_in_both_lists_and_sent_twice_is_one() {
    both(async |town| {
        let id = ground::id::SystemId::random();
        let drawn = systems::Drawn { scale: Scale::Team, edge: edge("Bikes", None) };
        let draw = systems::draw_inside;
        draw(&town.sharing, town.place, id, town.bryn, &drawn, MONDAY).await.expect("drawn");
        let twice = draw(&town.sharing, town.place, id, town.bryn, &drawn, MONDAY).await;
        assert!(matches!(twice, Err(Fault::Already)));
        let reader = town.reader(town.carys).await;
        let mut look = town.look().await;
        let around = systems::around(&town.sharing, &mut look, &reader, town.place).await;
        let inner: Vec<_> = around.expect("around").inner.iter().map(|s| s.system.id).collect();
        assert_eq!(inner, [id]);
        let around = systems::around(&town.sharing, &mut look, &reader, id).await.expect("around");
        assert_eq!(around.outer.first().map(|s| s.system.id), Some(town.place));
        assert_eq!(around.outer[0].system.scale, Scale::Place);
    })
    .await;
}

#[tokio::test]
async fn a_life_is_seen_by_those_it_let_in_and_by_nobody_else() {
    both(async |town| {
        let life = town.draw(town.bryn, Scale::Life, "Bryn’s page").await;
        let mut look = town.look().await;
        for (person, sees) in [(town.bryn, true), (town.asha, false), (town.dev, false)] {
            let reader = town.reader(person).await;
            let found = systems::find(&town.sharing, &mut look, &reader, life).await;
            assert_eq!(found.is_ok(), sees);
        }
    })
    .await;
}

#[tokio::test]
async fn who_sees_a_purpose_differently_stands_beside_those_who_agree_to_that_version() {
    both(async |town| {
        let (first, second) = (PurposeId::random(), PurposeId::random());
        for (id, said) in [(first, "Dry homes."), (second, "Homes to grow up in.")] {
            let said = words(said);
            purposes::say(&town.sharing, town.place, id, town.asha, &said, MONDAY)
                .await
                .expect("said");
        }
        let why = words("Dry is not warm.");
        let say = async |purpose, by| {
            let (id, of) = (DissentId::random(), (Of::Purpose(purpose), &why));
            dissents::say(&town.sharing, town.place, id, of, by, MONDAY).await
        };
        say(first, town.bryn).await.expect("said");
        purposes::agree(&town.sharing, town.place, first, town.bryn, MONDAY)
            .await
            .expect("somebody may agree, and see a part of it differently");
        assert!(matches!(say(first, town.dev).await, Err(Fault::NotFound)));
        let of_nothing = say(PurposeId::random(), town.bryn).await;
        assert!(matches!(of_nothing, Err(Fault::NotFound)));
        for _ in 1..dissents::MOST_OF_ONE {
            say(first, town.bryn).await.expect("said");
        }
        assert!(matches!(say(first, town.bryn).await, Err(Fault::Bound("bound-dissents"))));
        say(second, town.bryn).await.expect("of another version");

        let reader = town.reader(town.carys).await;
        let mut look = town.look().await;
        let system = systems::find(&town.sharing, &mut look, &reader, town.place).await;
        let system = system.expect("a system");
        let all = dissents::of_system(&town.sharing, &mut look, &reader, &system).await;
        let all = all.expect("read");
        let of_first = all.iter().filter(|one| one.of == Of::Purpose(first)).count();
        assert_eq!((of_first, all.len()), (dissents::MOST_OF_ONE, dissents::MOST_OF_ONE + 1));
        assert_eq!(all[0].words.to_string(), why.expose());
    })
    .await;
}

#[tokio::test]
async fn a_part_that_nobody_plays_yet_stands_open_until_somebody_says_otherwise() {
    both(async |town| {
        let (id, said) = (OpenPartId::random(), town::line("Somebody who speaks Romanian"));
        let leave = open_parts::leave_open;
        leave(&town.sharing, town.place, id, &said, town.bryn, MONDAY).await.expect("left open");
        let twice = leave(&town.sharing, town.place, id, &said, town.bryn, MONDAY).await;
        assert!(matches!(twice, Err(Fault::Already)));
        let other = OpenPartId::random();
        let dev = leave(&town.sharing, town.place, other, &said, town.dev, MONDAY).await;
        assert!(matches!(dev, Err(Fault::NotFound)));
        let open = async || {
            let reader = town.reader(town.carys).await;
            let mut look = town.look().await;
            let system = systems::find(&town.sharing, &mut look, &reader, town.place).await;
            let system = system.expect("a system");
            let open = open_parts::of_system(&town.sharing, &mut look, &reader, &system).await;
            open.expect("read")
        };
        let left = open().await;
        assert_eq!((left.len(), left[0].words.to_string()), (1, said.expose().to_owned()));
        let close = open_parts::close;
        let dev = close(&town.sharing, town.place, id, town.dev, MONDAY).await;
        assert!(matches!(dev, Err(Fault::NotFound)));
        close(&town.sharing, town.place, id, town.carys, MONDAY).await.expect("over");
        assert!(open().await.is_empty());
        let twice = close(&town.sharing, town.place, id, town.carys, MONDAY).await;
        assert!(matches!(twice, Err(Fault::Already)));
    })
    .await;
}
