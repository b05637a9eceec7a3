//! How systems lie to one another, and who would draw an edge differently: nobody hears anything
//! more by it.

#![allow(clippy::expect_used, reason = "a test says what it expected")]

mod town;

use ground::Fault;
use ground::id::{PersonId, SystemId};
use places::beginning::begin_place;
use places::dissents::{self, DissentId, Of};
use places::parts::{self, PartKind, Taken};
use places::stewards::{self, Act};
use places::systems::{self, Around, Drawn, Scale};
use sharing::{Action, Matter, StandingKind};
use town::{MONDAY, Town, both, edge, line, words};

async fn around(town: &Town, who: PersonId, id: SystemId) -> Around {
    let reader = town.reader(who).await;
    let mut look = town.look().await;
    systems::around(&town.sharing, &mut look, &reader, id).await.expect("around")
}

async fn region(town: &Town, by: PersonId) -> SystemId {
    let id = SystemId::random();
    let drawn = Drawn { scale: Scale::Region, edge: edge("The valley", None) };
    systems::draw_around(&town.sharing, town.place, id, by, &drawn, MONDAY).await.expect("drawn");
    id
}

async fn acts(town: &Town, system: SystemId) -> Vec<Act> {
    let reader = town.reader(town.carys).await;
    let mut look = town.look().await;
    let system = systems::find(&town.sharing, &mut look, &reader, system).await.expect("a system");
    let done =
        stewards::done(&town.sharing, &mut look, &reader, &system, None).await.expect("a list");
    done.into_iter().map(|one| one.act).collect()
}

/// Where everybody stands: all that the policies know of who may hear what.
async fn everywhere(town: &Town) -> Vec<String> {
    let mut all = Vec::new();
    for person in [town.asha, town.bryn, town.carys, town.dev] {
        let reader = town.reader(person).await;
        let mut stands: Vec<String> = reader
            .standings()
            .iter()
            .map(|s| format!("{person} {:?} {} {}", s.kind, s.system, s.place))
            .collect();
        stands.sort();
        all.extend(stands);
    }
    all
}

#[tokio::test]
async fn a_team_lies_in_or_over_fifty_others_and_no_more() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "The Tuesday team").await;
        let mut many = around(&town, town.asha, team).await.systems().len();
        let past = loop {
            let other = town.draw(town.asha, Scale::Team, &format!("Team {many}")).await;
            match systems::overlap(&town.sharing, team, other, town.asha, MONDAY).await {
                Ok(()) => many += 1,
                Err(fault) => break fault,
            }
            assert!(many < 60, "there is no bound");
        };
        assert!(matches!(past, Fault::Bound("bound-nestings")), "{past:?}");
        assert_eq!(many, 50);
    })
    .await;
}

#[tokio::test]
async fn something_wider_drawn_later_lets_nobody_of_the_place_hear_more() {
    both(async |town| {
        let valley = region(&town, town.bryn).await;
        let twice = Drawn { scale: Scale::Region, edge: edge("The valley", None) };
        let draw = systems::draw_around;
        let twice = draw(&town.sharing, town.place, valley, town.bryn, &twice, MONDAY).await;
        assert!(matches!(twice, Err(Fault::Already)), "sent twice is one");
        let outer = around(&town, town.carys, town.place).await.outer;
        assert_eq!(outer.iter().map(|one| one.system.id).collect::<Vec<_>>(), [valley]);
        let inner = around(&town, town.carys, valley).await.inner;
        assert_eq!(inner.iter().map(|one| one.system.id).collect::<Vec<_>>(), [town.place]);

        // Only whoever drew it is part of it, and nobody of the place by lying in it.
        for person in [town.asha, town.carys, town.dev] {
            let reader = town.reader(person).await;
            assert!(!reader.stands(StandingKind::Part, valley));
            for action in [Action::Read, Action::ReadTalk, Action::TakePart] {
                let held = town.sharing.leave(&reader, action, &Matter::held(valley));
                assert!(matches!(held, Err(Fault::NotFound)), "{action:?}");
            }
        }
        let (id, drawn) =
            (SystemId::random(), Drawn { scale: Scale::Region, edge: edge("No", None) });
        let dev = draw(&town.sharing, town.place, id, town.dev, &drawn, MONDAY).await;
        assert!(matches!(dev, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn what_overlaps_or_lies_in_something_changes_where_nobody_stands() {
    both(async |town| {
        let damp = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let bikes = town.draw(town.bryn, Scale::Team, "Bikes").await;
        let rows = town.draw(town.carys, Scale::Neighbourhood, "The Rows").await;
        let before = everywhere(&town).await;
        systems::overlap(&town.sharing, damp, bikes, town.asha, MONDAY).await.expect("said");
        systems::lie_within(&town.sharing, damp, rows, town.asha, MONDAY).await.expect("said");
        assert_eq!(everywhere(&town).await, before);
        for (person, system) in [(town.asha, bikes), (town.bryn, damp), (town.carys, damp)] {
            let reader = town.reader(person).await;
            for action in [Action::Read, Action::ReadTalk, Action::TakePart] {
                let held = town.sharing.leave(&reader, action, &Matter::held(system));
                assert!(matches!(held, Err(Fault::NotFound)), "{action:?}");
            }
        }
        let now = around(&town, town.bryn, damp).await;
        let ids = |list: &[systems::Lying]| list.iter().map(|l| l.system.id).collect::<Vec<_>>();
        assert_eq!((ids(&now.overlaps), now.outer.len()), (vec![bikes], 2));
        assert_eq!(ids(&around(&town, town.bryn, bikes).await.overlaps), [damp]);
        let done = acts(&town, damp).await;
        assert!(done.contains(&Act::Overlaps) && done.contains(&Act::LiesWithin));
    })
    .await;
}

#[tokio::test]
async fn nothing_lies_in_itself_however_long_the_way_round() {
    both(async |town| {
        let rows = town.draw(town.asha, Scale::Neighbourhood, "The Rows").await;
        let hill = town.draw(town.asha, Scale::Neighbourhood, "The Hill").await;
        let edges = town.draw(town.asha, Scale::Neighbourhood, "The Edge").await;
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let lie = async |inner, outer| {
            systems::lie_within(&town.sharing, inner, outer, town.asha, MONDAY).await
        };
        lie(rows, hill).await.expect("said");
        lie(hill, edges).await.expect("said");
        lie(rows, hill).await.expect("said again, it changes nothing");
        for (inner, outer, why) in [
            (edges, rows, "unfit-nested-round"),
            (hill, rows, "unfit-nested-already"),
            (hill, hill, "unfit-nested-in-itself"),
            (hill, team, "unfit-nested-nearer"),
            (town.place, hill, "unfit-nested-already"),
        ] {
            let refused = lie(inner, outer).await;
            assert!(matches!(refused, Err(Fault::Unfit(key)) if key == why), "{why}");
        }
        // A place lies in a wider one, which was drawn later by somebody else.
        let valley = region(&town, town.bryn).await;
        let refused = systems::lie_within(&town.sharing, valley, town.place, town.bryn, MONDAY);
        assert!(matches!(refused.await, Err(Fault::Unfit("unfit-nested-already"))));
        assert_eq!(around(&town, town.carys, hill).await.inner.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn how_a_system_lies_is_said_by_those_who_look_after_it_and_of_nothing_in_another_place() {
    both(async |town| {
        let damp = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let bikes = town.draw(town.bryn, Scale::Team, "Bikes").await;
        let say = async |by, other| systems::overlap(&town.sharing, damp, other, by, MONDAY).await;
        for by in [town.bryn, town.carys] {
            assert!(matches!(say(by, bikes).await, Err(Fault::NotAllowed(_))));
        }
        assert!(matches!(say(town.dev, bikes).await, Err(Fault::NotFound)));
        // Asha plays a part in another place too, and ties nothing here to it.
        let (store, names) = (&town.sharing.store, (line("Far Hill"), line("Nia")));
        let begun = begin_place(store, &town.clock, names.0, names.1, "Europe/London", true).await;
        let (far, nia) = begun.expect("a place");
        let hers = Taken::plain(far, town.asha, PartKind::Resident, MONDAY);
        parts::take(&town.sharing, &Taken { by: Some(nia), ..hers }).await.expect("a part");
        let asha = town.reader(town.asha).await;
        systems::find(&town.sharing, &mut town.look().await, &asha, far).await.expect("seen");
        assert!(matches!(say(town.asha, far).await, Err(Fault::NotFound)));
        assert!(around(&town, town.asha, damp).await.overlaps.is_empty());
        say(town.asha, bikes).await.expect("said");
        assert_eq!(around(&town, town.dev, damp).await.overlaps.len(), 0, "Dev sees neither");
    })
    .await;
}

#[tokio::test]
async fn how_things_lay_stays_with_who_ended_it_and_when() {
    both(async |town| {
        let damp = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let bikes = town.draw(town.bryn, Scale::Team, "Bikes").await;
        systems::overlap(&town.sharing, damp, bikes, town.asha, MONDAY).await.expect("said");
        systems::overlap(&town.sharing, bikes, damp, town.bryn, MONDAY).await.expect("the same");
        let said = around(&town, town.carys, bikes).await.overlaps;
        assert_eq!((said.len(), said[0].said_by), (1, Some(town.asha)));
        let id = said[0].id;
        let later = MONDAY.plus_days(3);
        let end = async |by| systems::end_nesting(&town.sharing, bikes, id, by, later).await;
        assert!(matches!(end(town.carys).await, Err(Fault::NotAllowed(_))));
        assert!(matches!(end(town.dev).await, Err(Fault::NotFound)));
        end(town.bryn).await.expect("ended by those looking after the other one");
        assert!(matches!(end(town.bryn).await, Err(Fault::Already)));
        for system in [damp, bikes] {
            let now = around(&town, town.carys, system).await;
            assert!(now.overlaps.is_empty());
            let over = now.past[0].over.expect("over");
            assert_eq!((now.past.len(), over.by, over.at), (1, Some(town.bryn), later));
        }
        for system in [damp, bikes] {
            let done = acts(&town, system).await;
            let times = |act| done.iter().filter(|one| **one == act).count();
            assert_eq!((times(Act::Overlaps), times(Act::NestingEnded)), (1, 1));
        }
        systems::overlap(&town.sharing, damp, bikes, town.asha, later).await.expect("said anew");
        let now = around(&town, town.carys, damp).await;
        assert_eq!((now.overlaps.len(), now.past.len()), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn what_lies_in_what_is_listed_for_the_people_of_both_without_saying_what_the_other_is() {
    both(async |town| {
        let damp = town.draw(town.bryn, Scale::Team, "Damp homes").await;
        let rows = town.draw(town.carys, Scale::Neighbourhood, "The Rows").await;
        systems::lie_within(&town.sharing, damp, rows, town.bryn, MONDAY).await.expect("said");
        systems::lie_within(&town.sharing, damp, rows, town.bryn, MONDAY).await.expect("the same");
        let reader = town.reader(town.asha).await;
        let mut look = town.look().await;
        for (system, act) in [(damp, Act::LiesWithin), (rows, Act::Holds)] {
            let system = systems::find(&town.sharing, &mut look, &reader, system).await;
            let system = system.expect("a system");
            let done = stewards::done(&town.sharing, &mut look, &reader, &system, None).await;
            let done = done.expect("a list");
            let said: Vec<_> = done.iter().filter(|one| one.act == act).collect();
            assert_eq!(said.len(), 1, "{act:?}");
            assert_eq!((said[0].by, said[0].about), (Some(town.bryn), None));
            assert!(said[0].words.is_none());
        }
        let dev = town.reader(town.dev).await;
        let place = systems::find(&town.sharing, &mut look, &dev, rows).await;
        assert!(matches!(place, Err(Fault::NotFound)), "and Dev reads neither list");
        let lying = around(&town, town.carys, rows).await.inner.remove(0).id;
        systems::end_nesting(&town.sharing, rows, lying, town.carys, MONDAY).await.expect("over");
        for system in [damp, rows] {
            assert!(acts(&town, system).await.contains(&Act::NestingEnded));
        }
    })
    .await;
}

#[tokio::test]
async fn that_a_life_lies_in_something_is_listed_for_nobody_who_does_not_see_the_life() {
    both(async |town| {
        let life = town.draw(town.bryn, Scale::Life, "Bryn").await;
        let damp = town.draw(town.carys, Scale::Team, "Damp homes").await;
        systems::overlap(&town.sharing, life, damp, town.bryn, MONDAY).await.expect("said");
        assert!(!acts(&town, damp).await.contains(&Act::Overlaps));
        let lying = around(&town, town.bryn, life).await.overlaps.remove(0).id;
        systems::end_nesting(&town.sharing, life, lying, town.bryn, MONDAY).await.expect("over");
        assert!(!acts(&town, damp).await.contains(&Act::NestingEnded));
        let (reader, mut look) = (town.reader(town.bryn).await, town.look().await);
        let life = systems::find(&town.sharing, &mut look, &reader, life).await.expect("his own");
        let done =
            stewards::done(&town.sharing, &mut look, &reader, &life, None).await.expect("a list");
        let done: Vec<Act> = done.into_iter().map(|one| one.act).collect();
        assert!(done.contains(&Act::Overlaps) && done.contains(&Act::NestingEnded));
    })
    .await;
}

#[tokio::test]
async fn any_member_may_say_how_they_would_draw_the_edge_and_it_stays_beside_it() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        town.give(town.asha, town.bryn, team).await;
        let (id, why) = (DissentId::random(), words("It leaves out Cage Row."));
        let say = dissents::say;
        let of = (Of::Edge(1), &why);
        say(&town.sharing, team, id, of, town.bryn, MONDAY).await.expect("said");
        let twice = say(&town.sharing, team, id, of, town.bryn, MONDAY).await;
        assert!(matches!(twice, Err(Fault::Already)));
        let carys = say(&town.sharing, team, DissentId::random(), of, town.carys, MONDAY).await;
        assert!(matches!(carys, Err(Fault::NotAllowed(_))), "she is no part of the team");
        let dev = say(&town.sharing, team, DissentId::random(), of, town.dev, MONDAY).await;
        assert!(matches!(dev, Err(Fault::NotFound)));
        let ahead =
            say(&town.sharing, team, DissentId::random(), (Of::Edge(2), &why), town.bryn, MONDAY);
        assert!(matches!(ahead.await, Err(Fault::Unfit("unfit-form"))));
        let long = words(&"long ".repeat(300));
        let long = (Of::Edge(1), &long);
        let long = say(&town.sharing, team, DissentId::random(), long, town.bryn, MONDAY).await;
        assert!(matches!(long, Err(Fault::Bound("bound-dissent"))));

        let answer = words("Come and walk it with us.");
        let bryn = dissents::answer(&town.sharing, team, id, &answer, town.bryn, MONDAY).await;
        assert!(matches!(bryn, Err(Fault::NotAllowed(_))));
        dissents::answer(&town.sharing, team, id, &answer, town.asha, MONDAY)
            .await
            .expect("answered");
        let again = dissents::answer(&town.sharing, team, id, &answer, town.asha, MONDAY).await;
        assert!(matches!(again, Err(Fault::Already)), "the first answer stays");
        assert!(acts(&town, team).await.contains(&Act::EdgeAnswered));

        let reader = town.reader(town.carys).await;
        let mut look = town.look().await;
        let system = systems::find(&town.sharing, &mut look, &reader, team).await.expect("seen");
        let seen = dissents::of_system(&town.sharing, &mut look, &reader, &system).await;
        let seen = seen.expect("read").here.remove(0);
        assert_eq!((seen.said_by, seen.words.to_string()), (town.bryn, why.expose().to_owned()));
        let answered = seen.answer.expect("answered");
        assert_eq!(answered.words.to_string(), answer.expose());
    })
    .await;
}
