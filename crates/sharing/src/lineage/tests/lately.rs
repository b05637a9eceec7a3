//! When something last came of what Asha told: through what she sees, and through nothing that was
//! there before.

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::lineage::last_came_of;

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
    seen: HashMap<Kind, BTreeMap<Uuid, i64>>,
    links: Vec<(Thing, Thing, i64)>,
}

impl World {
    /// A question that came to be at this moment.
    fn asked(&mut self, at: i64) -> Thing {
        self.thing(Kind::Inquiry, at)
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
        let what = self.asked(at);
        self.came(of, what, at);
        what
    }

    /// When something last came of these.
    async fn last(self, own: &[Thing]) -> HashMap<Uuid, Moment> {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::sqlite(&folder.path().join("rows.db")).await.expect("rows");
        migrations::migrate(&database, migrations::ROWS, Moment(0)).await.expect("migrated");
        let placed = |thing| Placed { thing, system: SystemId(Uuid::nil()) };
        store::write!(database, |work| {
            for (of, what, at) in &self.links {
                let (id, cause, at) = (BecauseId::random(), Cause::Of(placed(*of)), Moment(*at));
                let because =
                    Because { id, what: placed(*what), cause, why: None, said_by: None, at };
                say(work, &because).await?;
            }
            Ok(())
        })
        .expect("said");
        let nouns = self.seen.into_iter().map(|(kind, seen)| Arc::new(Dated { kind, seen }) as _);
        let (nouns, own) = (Nouns::new(nouns.collect()), own.iter().map(|one| one.id));
        let (own, mut look) = (own.collect::<Vec<_>>(), database.look().await.expect("look"));
        last_came_of(&nouns, &mut look, &Reader::nobody(), &own).await.expect("followed")
    }
}

fn told() -> Thing {
    Thing::new(Kind::Telling, Uuid::new_v4())
}

#[tokio::test]
async fn what_was_there_before_it_was_reached_never_came_of_what_asha_told() {
    let (asha, bryn, carys) = (told(), told(), told());
    let mut world = World::default();
    let first = world.led_to(asha, 10);
    let before = world.led_to(first, 5);
    world.led_to(before, 60);
    // What came in the same moment came of it, and so does what came of that.
    let same = world.led_to(first, 10);
    world.led_to(same, 20);
    // Of each of her own and his, and of one of which nothing came, nothing is said.
    world.led_to(bryn, 40);
    let last = world.last(&[asha, bryn, carys]).await;
    assert_eq!(last, HashMap::from([(asha.id, Moment(20)), (bryn.id, Moment(40))]));
}

#[tokio::test]
async fn what_asha_does_not_see_came_of_nothing_and_nothing_came_of_it() {
    let asha = told();
    let mut world = World::default();
    let hidden = Thing::new(Kind::Inquiry, Uuid::new_v4());
    world.came(asha, hidden, 10);
    world.led_to(hidden, 50);
    assert_eq!(world.last(&[asha]).await, HashMap::new());
}

#[tokio::test]
async fn what_asha_told_came_into_a_pattern_when_it_was_laid_there_and_the_first_time_counts() {
    let asha = told();
    let mut world = World::default();
    let pattern = world.thing(Kind::Pattern, 1);
    world.came(asha, pattern, 15);
    world.led_to(pattern, 12);
    let last = World { links: world.links.clone(), seen: world.seen.clone() }.last(&[asha]).await;
    assert_eq!(last[&asha.id], Moment(15), "laid, and what came of the pattern before is not hers");
    // Laid there again, it was there already when a question came of it.
    world.came(asha, pattern, 30);
    let asked = world.led_to(pattern, 18);
    world.led_to(asked, 40);
    assert_eq!(world.last(&[asha]).await[&asha.id], Moment(40));
}

#[tokio::test]
async fn what_came_of_what_asha_told_is_followed_twelve_steps_and_four_hundred_links() {
    let (chain, star) = (told(), told());
    let steps = i64::try_from(MOST_STEPS).expect("a number");
    let links = i64::try_from(MOST_LINKS).expect("a number");
    let mut world = World::default();
    let mut last = chain;
    for step in 1..=steps + 3 {
        last = world.led_to(last, step);
    }
    assert_eq!(world.last(&[chain]).await[&chain.id], Moment(steps));
    let mut world = World::default();
    for link in 1..=links + 3 {
        world.led_to(star, link);
    }
    assert_eq!(world.last(&[star]).await[&star.id], Moment(links));
}
