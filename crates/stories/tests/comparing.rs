//! Patterns of several systems beside each other: what is suggested, what people said, and that
//! nothing which a reader may not see has any part in it. On both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod town;

use std::sync::Arc;

use cast::{MONDAY, Town, both, line, words};
use ground::Fault;
use ground::id::{PersonId, SystemId};
use sharing::lineage::{self, Because, BecauseId, Cause, Placed};
use sharing::{Noun, Nouns, StandingKind};
use store::Look;
use stories::PatternNoun;
use stories::patterns::side_by_side::{Elsewhere, elsewhere, set_apart, side_by_side};
use stories::patterns::{self, Named, PatternId, find, thing};
use town::{pit_hill, plays};

const GUTTER: &str = "The gutter was stolen and nobody brought the scaffold.";

/// Somebody names what they hear in a system.
async fn names(
    town: &Town,
    who: PersonId,
    home: (SystemId, SystemId),
    (name, seen): (&str, &str),
) -> PatternId {
    let (id, reader) = (PatternId::random(), town.reader(who).await);
    let named = Named {
        name: line(name),
        goes_well: false,
        observation: Some(words(seen)),
        reading: None,
        ideas: None,
        tellings: Vec::new(),
    };
    patterns::name(&town.sharing, &reader, home, id, &named, MONDAY).await.expect("named");
    id
}

fn nouns(town: &Town) -> Nouns {
    let pattern: Arc<dyn Noun> = Arc::new(PatternNoun(town.sharing.clone()));
    Nouns::new(vec![pattern])
}

async fn look(town: &Town) -> Look {
    town.sharing.store.database.look().await.expect("look")
}

/// What this person sees of other systems beside a pattern.
async fn sees(town: &Town, who: PersonId, id: PatternId) -> Elsewhere {
    let (sharing, reader, mut look) = (&town.sharing, town.reader(who).await, look(town).await);
    let pattern = find(sharing, &mut look, &reader, id).await.expect("found");
    let seen = elsewhere((sharing, &nouns(town)), &mut look, &reader, &pattern).await;
    seen.expect("looked elsewhere")
}

/// All that such a page says, in its order.
fn said(seen: &Elsewhere) -> Vec<String> {
    let other = |one: &stories::patterns::side_by_side::Other| format!("{} {}", one.name, one.id);
    let mut said: Vec<String> = seen.together.iter().map(other).collect();
    for like in &seen.alike {
        let because: Vec<String> = like.because.iter().map(ToString::to_string).collect();
        said.push(format!("{}: {}", other(&like.other), because.join(" ")));
    }
    said.extend(seen.others.iter().map(other));
    said
}

#[tokio::test]
async fn what_another_system_hears_in_the_same_words_is_suggested_with_them_until_bryn_waves_it_away()
 {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let wall = names(&town, town.bryn, (town.team, town.place), ("Wet walls", GUTTER)).await;
        let home = (hill.place, hill.place);
        let rows = ("The Rows", "They wait for a scaffold, since the gutter was stolen.");
        let rows = names(&town, town.bryn, home, rows).await;
        let bus = names(&town, town.bryn, home, ("The last bus", "It goes before six.")).await;

        let seen = sees(&town, town.bryn, wall).await;
        let [like] = &seen.alike[..] else { panic!("one is alike: {:?}", said(&seen)) };
        assert_eq!((like.other.id, like.other.called.to_string().as_str()), (rows, "Pit Hill"));
        let because: Vec<String> = like.because.iter().map(ToString::to_string).collect();
        assert_eq!(because, ["gutter", "stolen", "scaffold"]);
        let others: Vec<PatternId> = seen.others.iter().map(|one| one.id).collect();
        assert_eq!(others, [bus], "anything else can be chosen by hand");
        assert_eq!(said(&sees(&town, town.carys, wall).await), said(&seen));

        set_apart(&town.sharing, &town.reader(town.bryn).await, wall, rows).await.expect("apart");
        set_apart(&town.sharing, &town.reader(town.bryn).await, wall, rows).await.expect("again");
        assert!(sees(&town, town.bryn, wall).await.alike.is_empty());
        assert!(sees(&town, town.bryn, rows).await.alike.is_empty(), "nor the other way round");
        assert_eq!(sees(&town, town.bryn, wall).await.others.len(), 2);
        assert_eq!(sees(&town, town.carys, wall).await.alike.len(), 1, "that is his alone");
        // With him goes that he waved it away.
        let gone = stories::erasing::dismissed_by(&town.sharing, town.bryn).await;
        assert_eq!(gone.expect("forgotten"), 1);
        assert_eq!(sees(&town, town.bryn, wall).await.alike.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn of_a_long_pattern_a_fourth_word_is_wanted_since_three_are_shared_by_chance() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let home = (town.team, town.place);
        let long = format!("{GUTTER} {}", "It rained again. ".repeat(20));
        let three = names(&town, town.bryn, home, ("Wet walls", &long)).await;
        let longer = format!("{long} Nobody waits.");
        let four = names(&town, town.bryn, home, ("Wet walls", &longer)).await;
        let rows = ("The Rows", "They wait for a scaffold, since the gutter was stolen.");
        let rows = names(&town, town.bryn, (hill.place, hill.place), rows).await;
        assert!(sees(&town, town.bryn, three).await.alike.is_empty());
        let seen = sees(&town, town.bryn, four).await;
        let [like] = &seen.alike[..] else { panic!("one is alike: {:?}", said(&seen)) };
        assert_eq!((like.other.id, like.because.len()), (rows, 4));
    })
    .await;
}

#[tokio::test]
async fn what_bryn_may_not_see_elsewhere_changes_nothing_beside_his_own() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let wall = names(&town, town.bryn, (town.team, town.place), ("Wet walls", GUTTER)).await;
        let home = (hill.place, hill.place);
        let rows = ("The Rows", "They wait for a scaffold, since the gutter was stolen.");
        names(&town, town.bryn, home, rows).await;
        let before = said(&sees(&town, town.bryn, wall).await);
        // So many hold these words elsewhere that they would be common if those counted.
        let far = (town.elsewhere, town.elsewhere);
        let mut devs = Vec::new();
        for _ in 0..5 {
            devs.push(names(&town, town.dev, far, ("Wet walls", GUTTER)).await);
        }
        // Somebody there even said that theirs has to do with his.
        links(&town, (devs[0], town.elsewhere), (wall, town.team)).await;
        assert_eq!(said(&sees(&town, town.bryn, wall).await), before);

        let (sharing, bryn) = (&town.sharing, town.reader(town.bryn).await);
        let mut look = look(&town).await;
        for other in [devs[0], PatternId::random()] {
            let pattern = find(sharing, &mut look, &bryn, wall).await.expect("his");
            let beside = side_by_side(sharing, &mut look, &bryn, pattern, &[other]).await;
            assert!(matches!(beside, Err(Fault::NotFound)), "unseen and absent look the same");
            drop(look);
            let apart = set_apart(sharing, &bryn, wall, other).await;
            assert!(matches!(apart, Err(Fault::NotFound)));
            look = self::look(&town).await;
        }
        let dev = town.reader(town.dev).await;
        assert!(matches!(find(sharing, &mut look, &dev, wall).await, Err(Fault::NotFound)));
    })
    .await;
}

/// Somebody said that one is there because of the other.
async fn links(town: &Town, what: (PatternId, SystemId), of: (PatternId, SystemId)) {
    let placed = |(id, system)| Placed { thing: thing(id), system };
    let because = Because {
        id: BecauseId::random(),
        what: placed(what),
        cause: Cause::Of(placed(of)),
        why: None,
        said_by: None,
        at: MONDAY,
    };
    let database = &town.sharing.store.database;
    ::store::write!(database, |work| lineage::say(work, &because).await).expect("said");
}

#[tokio::test]
async fn what_people_said_belongs_together_stands_before_what_a_machine_suggests() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let wall = names(&town, town.bryn, (town.team, town.place), ("Wet walls", GUTTER)).await;
        let home = (hill.place, hill.place);
        let rows = names(&town, town.bryn, home, ("The Rows", GUTTER)).await;
        let bus = names(&town, town.bryn, home, ("The last bus", "It goes before six.")).await;
        links(&town, (bus, hill.place), (wall, town.team)).await;
        links(&town, (rows, hill.place), (wall, town.team)).await;
        let seen = sees(&town, town.bryn, wall).await;
        let mut together: Vec<PatternId> = seen.together.iter().map(|one| one.id).collect();
        together.sort_unstable();
        let mut wanted = [rows, bus];
        wanted.sort_unstable();
        assert_eq!(together, wanted);
        assert!(seen.alike.is_empty() && seen.others.is_empty(), "each stands there once");
    })
    .await;
}

#[tokio::test]
async fn a_few_stand_side_by_side_whole_for_whoever_reads_each_and_for_nobody_else() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let wall = names(&town, town.bryn, (town.team, town.place), ("Wet walls", GUTTER)).await;
        let home = (hill.place, hill.place);
        let rows = names(&town, town.bryn, home, ("The Rows", GUTTER)).await;
        let (sharing, bryn) = (&town.sharing, town.reader(town.bryn).await);
        let mut look = look(&town).await;
        let pattern = find(sharing, &mut look, &bryn, wall).await.expect("his");
        let chosen = [rows, rows, wall];
        let beside = side_by_side(sharing, &mut look, &bryn, pattern.clone(), &chosen).await;
        let ids: Vec<PatternId> = beside.expect("both").iter().map(|one| one.id).collect();
        assert_eq!(ids, [wall, rows], "each once");
        let many: Vec<PatternId> = std::iter::repeat_with(PatternId::random).take(4).collect();
        let many = side_by_side(sharing, &mut look, &bryn, pattern, &many).await;
        assert!(matches!(many, Err(Fault::Bound("bound-beside"))));
        drop(look);
        // Asha plays a part in the team alone, and Gwen in Pit Hill alone.
        town.give(town.asha, town.team, StandingKind::Part).await;
        assert!(sees(&town, town.asha, wall).await.is_empty());
        assert!(sees(&town, hill.gwen, rows).await.is_empty());
        // Once Asha is of both, she sees both; what ends is over at once.
        plays(&town, hill.place, town.asha).await;
        assert_eq!(sees(&town, town.asha, wall).await.alike.len(), 1);
    })
    .await;
}
