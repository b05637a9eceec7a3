//! That a page does no more where there is more, and that whoever is in many groups sees as much.

use std::sync::Arc;

use ::store::{Keeper, bind, sql};
use cast::{MONDAY, Town, both, line, words};
use ground::id::PersonId;
use sharing::Noun;

use super::*;
use crate::PatternNoun;
use crate::patterns::{Named, name};

/// A team of the town's place with a name of its own, in which Bryn plays a part.
async fn team(town: &Town) -> SystemId {
    let (id, sharing) = (SystemId::random(), &town.sharing);
    let ring = sharing.store.keys.make(Keeper::new(id), MONDAY).await.expect("a key");
    let spot = ::store::Spot::new(id, "name");
    let called = ring.seal_line(Keeper::new(id), spot, &line("A team")).expect("sealed");
    ::store::write!(sharing.store.database, |work| {
        let drawn = sql!(
            "INSERT INTO systems (system_id, id, place_id, scale, name, made, revision) \
             VALUES ($1, $1, $2, 'team', $3, $4, 1)"
        );
        work.run(drawn, bind().id(id).id(town.place).sealed(called.clone()).moment(MONDAY)).await
    })
    .expect("drawn");
    town.give(town.bryn, id, StandingKind::Part).await;
    id
}

/// Bryn names what they hear in a system, on the day with this number.
async fn names(town: &Town, system: SystemId, (called, seen): (&str, &str), day: i64) -> PatternId {
    let (id, bryn) = (PatternId::random(), town.reader(town.bryn).await);
    let named = Named {
        name: line(called),
        goes_well: false,
        observation: Some(words(seen)),
        reading: None,
        ideas: None,
        tellings: Vec::new(),
    };
    let home = (system, town.place);
    name(&town.sharing, &bryn, home, id, &named, MONDAY.plus_days(day)).await.expect("named");
    id
}

/// A group writes down more than its share, all of it later than what is alike.
async fn busy(town: &Town, system: SystemId) {
    for day in 2..9 {
        names(town, system, ("The last bus", "It goes before six."), day).await;
    }
}

/// Somebody said that this one is there because of the other.
async fn says_they_belong_together(town: &Town, what: (PatternId, SystemId), of: PatternId) {
    let placed = |(id, system)| lineage::Placed { thing: thing(id), system };
    let because = lineage::Because {
        id: lineage::BecauseId::random(),
        what: placed(what),
        cause: Cause::Of(placed((of, town.team))),
        why: None,
        said_by: None,
        at: MONDAY,
    };
    let database = &town.sharing.store.database;
    ::store::write!(database, |work| lineage::say(work, &because).await).expect("said");
}

async fn found(town: &Town, who: PersonId, id: PatternId) -> (Reader, Pattern) {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let pattern = find(&town.sharing, &mut look, &reader, id).await.expect("found");
    (reader, pattern)
}

#[tokio::test]
async fn in_however_many_groups_bryn_is_as_much_is_opened_and_what_is_alike_is_suggested() {
    both(async |town| {
        let gutter = "The gutter was stolen and nobody brought the scaffold.";
        let wall = names(&town, town.team, ("Wet walls", gutter), 0).await;
        let (mut rows, mut old) = (wall, wall);
        // With the place and the team he is in as many as are looked at.
        for group in 2..MOST_SYSTEMS {
            let team = team(&town).await;
            if group == 20 {
                let like = ("The Rows", "They wait for a scaffold, since the gutter was stolen.");
                rows = names(&town, team, like, 1).await;
            } else if group < 10 {
                old = names(&town, team, ("The stairs", "Nobody swept them."), 0).await;
                says_they_belong_together(&town, (old, team), wall).await;
                busy(&town, team).await;
            }
        }
        busy(&town, town.team).await;
        let (bryn, pattern) = found(&town, town.bryn, wall).await;
        let sharing = &town.sharing;
        let mut look = sharing.store.database.look().await.expect("look");
        let read = all_read(sharing, &mut look, &bryn, (&pattern, &[])).await.expect("read");
        assert!(read.iter().all(|one| one.id != old), "it is past its group's share");
        for system in read.iter().map(|one| one.system).collect::<BTreeSet<_>>() {
            let of_it = read.iter().filter(|one| one.system == system && one.id != wall);
            assert!(of_it.count() <= of_each(MOST_SYSTEMS), "each has its share and no more");
        }
        assert!(
            read.iter().any(|one| one.id == wall),
            "the oldest, and it is what all are laid by"
        );
        let noun: Arc<dyn Noun> = Arc::new(PatternNoun(sharing.clone()));
        let nouns = Nouns::new(vec![noun]);
        let seen = elsewhere((sharing, &nouns), &mut look, &bryn, &pattern).await.expect("seen");
        let alike: Vec<PatternId> = seen.alike.iter().map(|like| like.other.id).collect();
        assert_eq!(alike, [rows]);
        let together = seen.together.iter().any(|one| one.id == old);
        assert!(together, "what people said stands there however old it is");
        drop(look);

        // In more groups than are looked at, no more is opened, and his own is still there.
        for _ in 0..5 {
            let team = team(&town).await;
            names(&town, team, ("The last bus", "It goes before six."), 2).await;
        }
        let (bryn, pattern) = found(&town, town.bryn, wall).await;
        let mut look = sharing.store.database.look().await.expect("look");
        let read = all_read(sharing, &mut look, &bryn, (&pattern, &[])).await.expect("read");
        let systems: BTreeSet<SystemId> = read.iter().map(|one| one.system).collect();
        assert!(read.len() <= MOST_READ + 1 && systems.len() <= MOST_SYSTEMS);
        assert!(read.iter().any(|one| one.id == wall));
    })
    .await;
}

#[test]
fn no_page_opens_more_than_two_hundred_and_each_group_has_its_share() {
    for systems in 1..=MOST_SYSTEMS {
        assert!(systems * of_each(systems) <= MOST_READ, "{systems}");
        assert!((5..=MOST_OF_ONE).contains(&of_each(systems)), "{systems}");
    }
}
