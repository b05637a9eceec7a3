//! Who is part of what: a beginning, an end and a giver, and nothing flows.

#![allow(clippy::expect_used)]

mod town;

use ground::Fault;
use ground::id::{PersonId, SystemId};
use places::parts::{self, Own, PartKind, Taken};
use places::stewards::Act;
use places::systems::Scale;
use sharing::{StandingId, StandingKind};
use town::{MONDAY, Town, both, line, words};

#[tokio::test]
async fn a_part_has_a_beginning_an_end_and_a_giver() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let taken = Taken {
            words: Some(line("I mend bikes")),
            fits: Some(words("I see who comes in wet.")),
            ..Taken::plain(team, town.bryn, PartKind::Volunteer, MONDAY)
        };
        parts::give(&town.sharing, town.asha, &taken).await.expect("given");
        let later = MONDAY.plus_days(30);
        parts::end(&town.sharing, team, taken.id, town.bryn, later).await.expect("ended");

        let parts = town.parts(town.carys, team).await;
        let part = parts.iter().find(|part| part.id == taken.id).expect("it stays as a row");
        assert_eq!(part.given_by, Some(town.asha));
        assert_eq!((part.began, part.ended), (MONDAY, Some(later)));
        assert_eq!(part.words.as_ref().expect("words").to_string(), "I mend bikes");
        assert!(!town.stands(town.bryn, StandingKind::Part, team).await);
    })
    .await;
}

#[tokio::test]
async fn membership_does_not_flow_through_nesting() {
    both(async |town| {
        let ward = town.draw(town.asha, Scale::Neighbourhood, "The Rows").await;
        let team = places::systems::draw_inside;
        let id = ground::id::SystemId::random();
        let drawn =
            places::systems::Drawn { scale: Scale::Team, edge: town::edge("Damp homes", None) };
        team(&town.sharing, ward, id, town.asha, &drawn, MONDAY).await.expect("drawn");
        town.give(town.asha, town.bryn, id).await;
        assert!(town.stands(town.bryn, StandingKind::Part, id).await);
        assert!(!town.stands(town.bryn, StandingKind::Part, ward).await, "not outward");
        town.give(town.asha, town.carys, ward).await;
        assert!(!town.stands(town.carys, StandingKind::Part, id).await, "not inward");
    })
    .await;
}

#[tokio::test]
async fn dev_is_given_nothing_before_he_is_part_of_the_place() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let taken = Taken::plain(team, town.dev, PartKind::Worker, MONDAY);
        let refused = parts::give(&town.sharing, town.asha, &taken).await;
        assert!(matches!(refused, Err(Fault::NotAllowed("not-allowed-part-without-place"))));
        let own = parts::give(&town.sharing, town.dev, &taken).await;
        assert!(matches!(own, Err(Fault::NotFound)), "to Dev the team is not there");
        let bryn = Taken::plain(team, town.bryn, PartKind::Worker, MONDAY);
        let own = parts::give(&town.sharing, town.bryn, &bryn).await;
        assert!(matches!(own, Err(Fault::NotAllowed("not-allowed-only-those-who-belong"))));
    })
    .await;
}

#[tokio::test]
async fn whoever_leaves_a_place_leaves_everything_in_it() {
    both(async |town| {
        let team = town.draw(town.bryn, Scale::Team, "Bikes").await;
        let parts = town.parts(town.bryn, town.place).await;
        let part = parts.iter().find(|part| part.person == town.bryn).expect("a part").id;
        parts::end(&town.sharing, town.place, part, town.bryn, MONDAY).await.expect("left");
        assert!(town.reader(town.bryn).await.standings().is_empty());
        assert!(town.stewards(town.asha, team).await[0].ended.is_some());
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_the_money_off_themselves() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let taken = Taken::plain(team, town.bryn, PartKind::Funder, MONDAY);
        parts::give(&town.sharing, town.asha, &taken).await.expect("given");
        let own =
            Own { kind: PartKind::Funder, words: None, fits: None, money: true, manages: false };
        let say = parts::say;
        say(&town.sharing, team, taken.id, town.bryn, &own, MONDAY).await.expect("said");
        let without = Own { money: false, ..own };
        say(&town.sharing, team, taken.id, town.bryn, &without, MONDAY).await.expect("said");
        assert!(town.stands(town.bryn, StandingKind::Money, team).await, "it stays");

        let parts = town.parts(town.bryn, team).await;
        let money: StandingId =
            parts.iter().find(|part| part.standing == StandingKind::Money).expect("money").id;
        let own = parts::over(&town.sharing, team, money, town.bryn, MONDAY).await;
        assert!(matches!(own, Err(Fault::NotAllowed("not-allowed-own-money"))));
        parts::over(&town.sharing, team, money, town.asha, MONDAY).await.expect("over");
        assert!(!town.stands(town.bryn, StandingKind::Money, team).await);
    })
    .await;
}

#[tokio::test]
async fn a_part_ended_by_those_looking_after_it_is_listed() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let taken = Taken::plain(team, town.bryn, PartKind::Worker, MONDAY);
        parts::give(&town.sharing, town.asha, &taken).await.expect("given");
        let carys = parts::end(&town.sharing, team, taken.id, town.carys, MONDAY).await;
        assert!(matches!(carys, Err(Fault::NotAllowed(_))));
        parts::end(&town.sharing, team, taken.id, town.asha, MONDAY).await.expect("ended");
        let reader = town.reader(town.carys).await;
        let mut look = town.look().await;
        let system = places::systems::find(&town.sharing, &mut look, &reader, team).await;
        let system = system.expect("a system");
        let done = places::stewards::done(&town.sharing, &mut look, &reader, &system, None).await;
        let done = done.expect("a list");
        let ended = done.iter().find(|one| one.act == places::stewards::Act::PartEnded);
        let ended = ended.expect("everybody sees it");
        assert_eq!((ended.by, ended.about), (Some(town.asha), Some(town.bryn)));
    })
    .await;
}

#[tokio::test]
async fn carys_ends_the_money_and_the_managing_of_bryn_and_nothing_else_and_all_read_it() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let taken = Taken::plain(team, town.bryn, PartKind::Worker, MONDAY);
        parts::give(&town.sharing, town.asha, &taken).await.expect("given");
        town.give(town.asha, town.carys, team).await;
        let own =
            Own { kind: PartKind::Worker, words: None, fits: None, money: true, manages: true };
        parts::say(&town.sharing, team, taken.id, town.bryn, &own, MONDAY).await.expect("said");
        for part in town.parts(town.carys, team).await {
            let over = parts::over(&town.sharing, team, part.id, town.carys, MONDAY).await;
            match part.standing {
                StandingKind::Money | StandingKind::Manages => over.expect("over"),
                _ => assert!(matches!(over, Err(Fault::NotFound)), "{:?}", part.standing),
            }
        }
        for (person, kind, still) in [
            (town.bryn, StandingKind::Money, false),
            (town.bryn, StandingKind::Manages, false),
            (town.bryn, StandingKind::Part, true),
            (town.asha, StandingKind::Part, true),
            (town.asha, StandingKind::Steward, true),
        ] {
            assert_eq!(town.stands(person, kind, team).await, still, "{kind:?}");
        }
        let over = done(&town, team, Act::StandingOver).await;
        assert_eq!(over, vec![(Some(town.carys), Some(town.bryn)); 2]);
    })
    .await;
}

#[tokio::test]
async fn nobody_ends_a_duty_by_saying_that_it_is_over() {
    both(async |town| {
        let said = places::opening::Said {
            keeps_safe: Some(town.bryn),
            ..places::opening::Said::default()
        };
        let says = places::opening::say;
        says(&town.sharing, town.place, town.asha, 1, &said, MONDAY).await.expect("said");
        let all = town.parts(town.carys, town.place).await;
        assert!(all.iter().any(|part| part.standing == StandingKind::KeepsSafe));
        for part in all {
            let over = parts::over(&town.sharing, town.place, part.id, town.carys, MONDAY).await;
            assert!(matches!(over, Err(Fault::NotFound)), "{:?}", part.standing);
        }
        assert!(town.stands(town.bryn, StandingKind::KeepsSafe, town.place).await);
        assert!(town.stands(town.asha, StandingKind::Steward, town.place).await);
    })
    .await;
}

#[tokio::test]
async fn whoever_leaves_a_team_keeps_what_they_are_elsewhere() {
    both(async |town| {
        let team = town.draw(town.bryn, Scale::Team, "Bikes").await;
        let other = town.draw(town.bryn, Scale::Team, "Damp homes").await;
        let part = town.parts(town.bryn, team).await;
        let part = part.iter().find(|part| part.standing == StandingKind::Part).expect("a part");
        parts::end(&town.sharing, team, part.id, town.bryn, MONDAY).await.expect("left");
        for (kind, system, still) in [
            (StandingKind::Part, team, false),
            (StandingKind::Steward, team, false),
            (StandingKind::Part, other, true),
            (StandingKind::Steward, other, true),
            (StandingKind::Part, town.place, true),
        ] {
            assert_eq!(town.stands(town.bryn, kind, system).await, still, "{kind:?}");
        }
    })
    .await;
}

/// By whom and about whom something like this was done, as everybody reads it.
async fn done(
    town: &Town,
    system: SystemId,
    act: Act,
) -> Vec<(Option<PersonId>, Option<PersonId>)> {
    let reader = town.reader(town.carys).await;
    let mut look = town.look().await;
    let system = places::systems::find(&town.sharing, &mut look, &reader, system).await;
    let system = system.expect("a system");
    let done = places::stewards::done(&town.sharing, &mut look, &reader, &system, None).await;
    let done = done.expect("a list").into_iter().filter(|one| one.act == act);
    done.map(|one| (one.by, one.about)).collect()
}
