//! What came of what Asha told, and when it last did: through what she sees, and through nothing that
//! was there before; the same whether it is followed by itself or beside others of her own.

use std::collections::BTreeMap;

use super::*;
use crate::lineage::{MOST_READ, follow_each};

/// Things of one kind that are seen, each with the moment at which it came to be.
#[derive(Debug)]
struct Dated {
    kind: Kind,
    seen: BTreeMap<Uuid, i64>,
}

impl Noun for Dated {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn peek<'a>(
        &'a self,
        _look: &'a mut Look,
        _reader: &'a Reader,
        ids: &'a [Uuid],
        _came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        let seen = ids.iter().filter_map(|id| Some((*id, *self.seen.get(id)?)));
        let glimpses = seen.map(|(id, at)| Glimpse {
            kind: self.kind,
            id,
            system: SystemId(Uuid::nil()),
            heading: Leave::granted().show(String::new()),
            at: Moment(at),
            path: None,
            says: Vec::new(),
        });
        let glimpses: Vec<Glimpse> = glimpses.collect();
        async { Ok(glimpses) }.boxed()
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

/// A world of questions and patterns, and what came of what.
#[derive(Default)]
struct World {
    seen: BTreeMap<Kind, BTreeMap<Uuid, i64>>,
    links: Vec<(Thing, Thing, i64)>,
}

impl World {
    fn told(&mut self) -> Thing {
        self.thing(Kind::Telling, 0)
    }

    fn thing(&mut self, kind: Kind, at: i64) -> Thing {
        let thing = Thing::new(kind, Uuid::new_v4());
        self.seen.entry(kind).or_default().insert(thing.id, at);
        thing
    }

    /// That one thing came of another, said at this moment.
    fn came(&mut self, of: Thing, what: Thing, at: i64) {
        self.links.push((of, what, at));
    }

    /// A question of this moment that came of a thing.
    fn led_to(&mut self, of: Thing, at: i64) -> Thing {
        let what = self.thing(Kind::Inquiry, at);
        self.came(of, what, at);
        what
    }

    /// Writes it down, with everything in two systems by turns.
    async fn write(&self, database: &Database) {
        migrations::migrate(database, migrations::ROWS, Moment(0)).await.expect("migrated");
        let systems = [SystemId::random(), SystemId::random()];
        let placed = |thing: Thing| {
            let system = systems[usize::from(thing.kind == Kind::Inquiry)];
            Placed { thing, system }
        };
        for links in self.links.chunks(400) {
            store::write!(database, |work| {
                for (of, what, at) in links {
                    let (id, cause, at) =
                        (BecauseId::random(), Cause::Of(placed(*of)), Moment(*at));
                    let what = placed(*what);
                    say(work, &Because { id, what, cause, why: None, said_by: None, at }).await?;
                }
                Ok(())
            })
            .expect("said");
        }
    }

    fn nouns(&self) -> Nouns {
        let noun = |(kind, seen): (&Kind, &BTreeMap<Uuid, i64>)| {
            Arc::new(Dated { kind: *kind, seen: seen.clone() }) as _
        };
        Nouns::new(self.seen.iter().map(noun).collect())
    }

    /// The threads from these, on each database, with how many questions all of them took. Each is the
    /// one that it is by itself.
    async fn threads(&self, own: &[Thing]) -> Vec<(Vec<Thread>, usize)> {
        let folder = tempfile::tempdir().expect("a folder");
        let sqlite = Database::sqlite(&folder.path().join("rows.db")).await.expect("rows");
        let postgres = Database::postgres(&proving::postgres().database().await).await;
        let mut answers = Vec::new();
        for database in [sqlite, postgres.expect("rows")] {
            self.write(&database).await;
            let (nouns, reader) = (self.nouns(), Reader::nobody());
            let mut look = database.look().await.expect("look");
            let before = look.asked();
            let with = (&nouns, [].as_slice());
            let threads = follow_each(with, &mut look, &reader, own, Way::Forward).await;
            let (threads, asked) = (threads.expect("followed"), look.asked() - before);
            assert_eq!(threads.len(), own.len());
            for (one, thread) in own.iter().zip(&threads) {
                let alone = follow(with, &mut look, &reader, *one, Way::Forward).await;
                assert_eq!(got(&alone.expect("followed")), got(thread));
            }
            answers.push((threads, asked));
        }
        answers
    }

    /// When something last came of each of these.
    async fn last(&self, own: &[Thing]) -> Vec<Option<i64>> {
        let answers = self.threads(own).await;
        let last = |threads: &[Thread]| -> Vec<Option<i64>> {
            threads.iter().map(|thread| thread.last().map(|at| at.0)).collect()
        };
        assert_eq!(last(&answers[0].0), last(&answers[1].0), "on both databases");
        last(&answers[0].0)
    }
}

#[tokio::test]
async fn what_was_there_before_it_was_reached_never_came_of_what_asha_told() {
    let mut world = World::default();
    let (asha, bryn, carys) = (world.told(), world.told(), world.told());
    let first = world.led_to(asha, 10);
    let before = world.led_to(first, 5);
    world.led_to(before, 60);
    // What came in the same moment came of it, and so does what came of that.
    let same = world.led_to(first, 10);
    world.led_to(same, 20);
    // Of each of her own and his, and of one of which nothing came, nothing is said.
    world.led_to(bryn, 40);
    assert_eq!(world.last(&[asha, bryn, carys]).await, [Some(20), Some(40), None]);
}

#[tokio::test]
async fn what_asha_does_not_see_came_of_nothing_and_nothing_came_of_it() {
    let mut world = World::default();
    let (asha, unseen) = (world.told(), Thing::new(Kind::Telling, Uuid::new_v4()));
    let hidden = Thing::new(Kind::Inquiry, Uuid::new_v4());
    world.came(asha, hidden, 10);
    world.led_to(hidden, 50);
    world.led_to(unseen, 60);
    assert_eq!(world.last(&[asha, unseen]).await, [None, None]);
}

#[tokio::test]
async fn what_asha_told_came_into_a_pattern_when_it_was_laid_there_and_the_first_time_counts() {
    let mut world = World::default();
    let asha = world.told();
    let pattern = world.thing(Kind::Pattern, 1);
    world.came(asha, pattern, 15);
    world.led_to(pattern, 12);
    let laid = "laid, and what came of the pattern before is not hers";
    assert_eq!(world.last(&[asha]).await, [Some(15)], "{laid}");
    world.came(asha, pattern, 30);
    assert_eq!(world.last(&[asha]).await, [Some(15)], "laid there again, it was there already");
    let asked = world.led_to(pattern, 18);
    world.led_to(asked, 40);
    assert_eq!(world.last(&[asha]).await, [Some(40)]);
    // Somebody says later that what was asked before came of it too.
    let later = world.thing(Kind::Inquiry, 20);
    world.came(asked, later, 50);
    assert_eq!(world.last(&[asha]).await, [Some(50)], "it stands there since then");
}

#[tokio::test]
async fn what_came_of_what_asha_told_is_followed_twelve_steps_and_the_newest_four_hundred_links() {
    let steps = i64::try_from(MOST_STEPS).expect("a number");
    // More than one question reads: what it leaves is not the newest either.
    let links = i64::try_from(MOST_READ).expect("a number");
    let mut world = World::default();
    let (chain, star) = (world.told(), world.told());
    let mut last = chain;
    for step in 1..=steps + 3 {
        last = world.led_to(last, step);
    }
    for link in 1..=links + 3 {
        world.led_to(star, link);
    }
    assert_eq!(world.last(&[chain, star]).await, [Some(steps), Some(links + 3)]);
}

#[tokio::test]
async fn of_thirty_stories_in_the_same_six_patterns_the_newest_is_found_in_as_many_questions_as_of_one()
 {
    let mut world = World::default();
    let stories: Vec<Thing> = (0..30).map(|_| world.told()).collect();
    let patterns: Vec<Thing> = (0..6).map(|_| world.thing(Kind::Pattern, 1)).collect();
    for story in &stories {
        for pattern in &patterns {
            world.came(*story, *pattern, 2);
        }
    }
    let mut newest = patterns[0];
    for pattern in &patterns {
        for asked in 0..10 {
            let question = world.led_to(*pattern, 10 + asked);
            for tried in 0..4 {
                newest = world.led_to(question, 30 + tried);
            }
        }
    }
    world.led_to(newest, 100);
    for (threads, asked) in world.threads(&stories).await {
        assert!(threads.iter().all(|thread| thread.last() == Some(Moment(100))));
        assert_eq!(asked, 5, "a question for each of four steps, and one that finds no more");
    }
}

#[tokio::test]
async fn what_is_more_than_one_question_reads_takes_no_room_from_what_came_of_another_story() {
    let mut world = World::default();
    let stories: Vec<Thing> = (0..3).map(|_| world.told()).collect();
    for (story, from) in stories.iter().zip([0, 10_000, 20_000]) {
        // Each of them twice in the rows, since it crosses systems.
        for at in 0..350 {
            world.led_to(*story, from + at);
        }
    }
    assert!(world.links.len() > MOST_READ);
    let newest = [Some(349), Some(10_349), Some(20_349)];
    assert_eq!(world.last(&stories).await, newest);
    for (threads, _) in world.threads(&stories).await {
        assert!(threads.iter().all(|thread| thread.links.len() == 350));
    }
}
