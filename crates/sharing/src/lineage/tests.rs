//! Threads in random worlds: what may not be seen is as if it were not there.

mod walk;

use std::collections::HashSet;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Moment, Outcome};
use proptest::prelude::*;
use store::{Database, Look, migrations};

use super::{
    Because, BecauseId, Cause, MOST_LINKS, MOST_STEPS, Placed, Thread, Way, causes, follow, say,
    untie,
};
use crate::noun::{Exported, Glimpse, Noun, Nouns};
use crate::reader::{Reader, Who};
use crate::seen::Leave;

/// Questions of which some may not be seen.
#[derive(Debug)]
struct Questions {
    hidden: HashSet<Uuid>,
    home: SystemId,
}

impl Noun for Questions {
    fn kind(&self) -> Kind {
        Kind::Inquiry
    }

    fn peek<'a>(
        &'a self,
        _look: &'a mut Look,
        _reader: &'a Reader,
        ids: &'a [Uuid],
        _came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        let seen = ids.iter().filter(|id| !self.hidden.contains(id)).map(|id| Glimpse {
            kind: Kind::Inquiry,
            id: *id,
            system: self.home,
            heading: Leave::granted().show(String::new()),
            at: Moment(0),
            path: None,
            says: Vec::new(),
        });
        let seen: Vec<Glimpse> = seen.collect();
        async { Ok(seen) }.boxed()
    }

    fn export<'a>(
        &'a self,
        _look: &'a mut Look,
        _reader: &'a Reader,
        _person: PersonId,
    ) -> BoxFuture<'a, Outcome<Vec<Exported>>> {
        async { Ok(Vec::new()) }.boxed()
    }
}

/// What a reader gets of a thread: which links and which things.
fn got(thread: &Thread) -> (Vec<BecauseId>, HashSet<Uuid>) {
    let links = thread.links.iter().map(|link| link.id).collect();
    (links, thread.glimpses.keys().copied().collect())
}

/// A world of up to ten things: links between them, and which may not be seen.
fn worlds() -> impl Strategy<Value = (Vec<(usize, usize)>, Vec<bool>)> {
    let links = prop::collection::vec((0_usize..10, 0_usize..10), 0..24);
    (links, prop::collection::vec(prop::bool::weighted(0.3), 10))
}

async fn a_world(database: &Database, links: &[(usize, usize)], hidden: &[bool]) {
    let systems = [SystemId::random(), SystemId::random()];
    let things: Vec<Thing> = (0..10).map(|_| Thing::new(Kind::Inquiry, Uuid::new_v4())).collect();
    let placed = |at: usize| Placed { thing: things[at], system: systems[at % 2] };
    for (turn, (of, what)) in (0..).zip(links.iter().filter(|(of, what)| of != what)) {
        let because = Because {
            id: BecauseId::random(),
            what: placed(*what),
            cause: if turn % 9 == 8 { Cause::Hunch } else { Cause::Of(placed(*of)) },
            why: None,
            said_by: None,
            at: Moment(turn),
        };
        store::write!(database, |work| say(work, &because).await).expect("said");
    }
    let unseen: HashSet<Uuid> =
        things.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(t, _)| t.id).collect();
    let questions = Questions { hidden: unseen.clone(), home: systems[0] };
    let nouns = Nouns::new(vec![Arc::new(questions)]);
    let reader = Reader::nobody();
    let mut before = Vec::new();
    let mut look = database.look().await.expect("look");
    for thing in &things {
        for way in [Way::Back, Way::Forward] {
            let thread = follow((&nouns, &[]), &mut look, &reader, *thing, way).await;
            let thread = thread.expect("followed");
            for link in &thread.links {
                let ends = [Some(link.what.thing.id), of(link)];
                assert!(ends.into_iter().flatten().all(|id| thread.glimpses.contains_key(&id)));
            }
            before.push(got(&thread));
        }
    }
    drop(look);
    // The same world without what may not be seen.
    for id in &unseen {
        let thing = Thing::new(Kind::Inquiry, *id);
        store::write!(database, |work| untie(work, thing).await).expect("untied");
    }
    let mut look = database.look().await.expect("look");
    for (thing, pair) in things.iter().zip(before.chunks(2)) {
        for (way, before) in [Way::Back, Way::Forward].into_iter().zip(pair) {
            let thread = follow((&nouns, &[]), &mut look, &reader, *thing, way).await;
            assert_eq!(&got(&thread.expect("followed")), before);
        }
    }
}

fn of(link: &Because) -> Option<Uuid> {
    match link.cause {
        Cause::Of(of) => Some(of.thing.id),
        Cause::Hunch | Cause::JustHappened => None,
    }
}

#[test]
fn a_thread_with_unseen_things_is_the_thread_of_a_world_without_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let database = runtime.block_on(async {
        let database = Database::sqlite(&folder.path().join("rows.db")).await.expect("rows");
        migrations::migrate(&database, migrations::ROWS, Moment(0)).await.expect("migrated");
        database
    });
    let cases = ProptestConfig::with_cases(proving::times(40));
    let mut runner = proptest::test_runner::TestRunner::new(cases);
    let done = runner.run(&worlds(), |(links, hidden)| {
        runtime.block_on(a_world(&database, &links, &hidden));
        Ok(())
    });
    done.expect("it holds in every world");
}

#[tokio::test]
async fn the_other_system_learns_that_something_came_of_it_and_not_who_said_so_or_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::sqlite(&folder.path().join("rows.db")).await.expect("rows");
    migrations::migrate(&database, migrations::ROWS, Moment(0)).await.expect("migrated");
    let (here, there) = (SystemId::random(), SystemId::random());
    let thing = || Thing::new(Kind::Inquiry, Uuid::new_v4());
    let (what, of) =
        (Placed { thing: thing(), system: here }, Placed { thing: thing(), system: there });
    let (id, cause, said_by) = (BecauseId::random(), Cause::Of(of), Some(PersonId::random()));
    let why = sealed(folder.path(), id).await;
    let because = Because { id, what, cause, why: Some(why), said_by, at: Moment(1) };
    store::write!(database, |work| say(work, &because).await).expect("said");
    let mut look = database.look().await.expect("look");
    for (home, said_by) in [(here, said_by), (there, None)] {
        let sql = store::sql!("SELECT said_by, why FROM lineage WHERE system_id = $1 AND id = $2");
        let row = look.one(sql, store::bind().id(home).id(id)).await.expect("it stands in both");
        assert_eq!(row.maybe_id::<PersonId>("said_by").expect("read"), said_by);
        assert_eq!(row.maybe_sealed("why").expect("read").is_some(), home == here);
    }
    let links = causes(&mut look, what.thing).await.expect("causes");
    assert_eq!(links.iter().map(|link| link.said_by).collect::<Vec<_>>(), [said_by]);
}

#[tokio::test]
async fn a_thread_is_followed_twelve_steps_and_four_hundred_links_and_no_further() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::sqlite(&folder.path().join("rows.db")).await.expect("rows");
    migrations::migrate(&database, migrations::ROWS, Moment(0)).await.expect("migrated");
    let home = SystemId::random();
    let things = |many| (0..many).map(|_| Thing::new(Kind::Inquiry, Uuid::new_v4()));
    let (chain, star): (Vec<Thing>, Vec<Thing>) =
        (things(MOST_STEPS + 3).collect(), things(MOST_LINKS + 3).collect());
    let mut pairs: Vec<(Thing, Thing)> = chain.windows(2).map(|two| (two[0], two[1])).collect();
    pairs.extend(star.iter().skip(1).map(|what| (star[0], *what)));
    store::write!(database, |work| {
        for (of, what) in &pairs {
            let cause = Cause::Of(Placed { thing: *of, system: home });
            let (id, what) = (BecauseId::random(), Placed { thing: *what, system: home });
            say(work, &Because { id, what, cause, why: None, said_by: None, at: Moment(1) })
                .await?;
        }
        Ok(())
    })
    .expect("said");
    let nouns = Nouns::new(vec![Arc::new(Questions { hidden: HashSet::new(), home })]);
    let (reader, mut look) = (Reader::nobody(), database.look().await.expect("look"));
    for (from, most) in [(chain[0], MOST_STEPS), (star[0], MOST_LINKS)] {
        let thread = follow((&nouns, &[]), &mut look, &reader, from, Way::Forward).await;
        assert_eq!(thread.expect("followed").links.len(), most);
    }
}

/// Why it came of it, sealed under its own key.
async fn sealed(folder: &std::path::Path, id: BecauseId) -> store::Sealed {
    let keys = Database::sqlite(&folder.join("keys.db")).await.expect("keys");
    migrations::migrate(&keys, migrations::KEYS, Moment(0)).await.expect("migrated");
    let keys = store::Keys::open(keys, &folder.join("master")).await.expect("keys");
    let keeper = store::Keeper::new(id);
    let ring = keys.make(keeper, Moment(0)).await.expect("a key");
    let why = ground::Words::parse("Bryn was afraid of the letter.").expect("words");
    ring.seal(keeper, store::Spot::new(id, "why"), &why).expect("sealed")
}
