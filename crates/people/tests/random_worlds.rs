//! In random worlds, over a random week: the list of pages that somebody walks beside, the page
//! itself, each of its parts and what may be written there say the same as the rules in plain words;
//! and what is shown beforehand is what is read afterwards. On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, line, words};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment};
use people::corner::{self, CornerId, Given, Terms, To};
use people::lives;
use people::passages::{self, PassageId, Said, Voice};
use people::sections::{self, SectionId};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use sharing::StandingKind;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;
const DAYS: i64 = 6;
const PARTS: usize = 6;

fn day(n: i64) -> Moment {
    Moment(MONDAY.0 + n * DAY)
}

/// Who is let in, by their turn among those of the world.
#[derive(Clone, Copy, Debug)]
enum Whom {
    Person(usize),
    Team,
    Town,
}

/// One time that somebody is let in, in days of the week.
#[derive(Clone, Debug)]
struct Once {
    whom: Whom,
    began: i64,
    until: Option<i64>,
    /// On which day it is ended, and on which it is narrowed to its first part.
    ended: Option<i64>,
    narrowed: Option<i64>,
    /// Which parts, and whether they may be written in.
    given: Vec<(usize, bool)>,
}

#[derive(Clone, Debug)]
struct World {
    corner: Vec<Once>,
    rests: Option<(i64, i64)>,
    put_away: Option<(usize, i64)>,
}

fn worlds() -> impl Strategy<Value = World> {
    let whom = prop_oneof![
        3 => (0_usize..3).prop_map(Whom::Person),
        2 => Just(Whom::Team),
        1 => Just(Whom::Town),
    ];
    let given = prop::collection::btree_map(0..PARTS, any::<bool>(), 0..4);
    let maybe_day = || prop::option::of(1..DAYS);
    let once = (whom, 0..3_i64, maybe_day(), maybe_day(), maybe_day(), given);
    let once = once.prop_map(|(whom, began, until, ended, narrowed, given)| Once {
        whom,
        began,
        until: until.map(|until| until.max(began + 1)),
        ended,
        narrowed,
        given: given.into_iter().collect(),
    });
    let rests = prop::option::of((0..3_i64, 3..DAYS));
    let put_away = prop::option::of((0..PARTS, 0..DAYS));
    (prop::collection::vec(once, 0..6), rests, put_away)
        .prop_map(|(corner, rests, put_away)| World { corner, rests, put_away })
}

impl Once {
    fn holds(&self, today: i64) -> bool {
        self.began <= today
            && self.until.is_none_or(|until| until > today)
            && self.ended.is_none_or(|ended| ended > today)
    }

    /// Whether this gives that part today, and whether it may be written in.
    fn gives(&self, part: usize, today: i64) -> Option<bool> {
        let narrowed = self.narrowed.is_some_and(|on| on <= today);
        let given = if narrowed { &self.given[..self.given.len().min(1)] } else { &self.given };
        given.iter().find(|(one, _)| *one == part).map(|(_, writes)| *writes)
    }
}

/// Everybody who asks: Asha, Carys, who holds the team's money, Eve, who is of the team, and Dev.
struct Asking {
    people: [PersonId; 4],
    of_team: [bool; 4],
    of_town: [bool; 4],
}

const CARYS: usize = 1;

impl World {
    /// Those that hold today, and for a part those that give it.
    fn now(&self, part: Option<usize>, today: i64) -> Vec<(&Once, bool)> {
        let holds = self.corner.iter().filter(|one| one.holds(today));
        holds
            .filter_map(|one| match part {
                None => Some((one, false)),
                Some(part) => one.gives(part, today).map(|writes| (one, writes)),
            })
            .collect()
    }

    /// The rules in plain words: whether they know of the page, or read this part, or write in it.
    /// Whoever does not know of it reads nothing of it.
    fn may(&self, asking: &Asking, who: usize, of: (Option<usize>, bool), today: i64) -> bool {
        let knows = self.is_let_in(asking, who, (None, false), today);
        knows && self.is_let_in(asking, who, of, today)
    }

    fn is_let_in(
        &self,
        asking: &Asking,
        who: usize,
        of: (Option<usize>, bool),
        today: i64,
    ) -> bool {
        let (part, writing) = of;
        let rests = self.rests.is_some_and(|(from, to)| from <= today && today < to);
        let away = self.put_away.is_some_and(|(one, on)| Some(one) == part && on <= today);
        if rests || away {
            return false;
        }
        let now = self.now(part, today);
        let by_name = |one: &(&Once, bool)| matches!(one.0.whom, Whom::Person(n) if n == who);
        let through = |one: &(&Once, bool)| match one.0.whom {
            Whom::Person(_) => false,
            Whom::Team => asking.of_team[who],
            Whom::Town => asking.of_town[who],
        };
        let fits = |one: &&(&Once, bool)| !writing || one.1;
        let team_is_let_in = now.iter().any(|one| matches!(one.0.whom, Whom::Team));
        let holds_its_money = who == CARYS && team_is_let_in;
        now.iter().filter(fits).any(by_name)
            || (!holds_its_money && now.iter().filter(fits).any(through))
    }
}

/// A page, and whose it is: somebody new in each world, who is of the team.
struct Told {
    holder: PersonId,
    life: SystemId,
    parts: Vec<SectionId>,
    corner: Vec<CornerId>,
}

async fn begun(town: &Town, world: &World, asking: &Asking) -> Told {
    let (sharing, holder) = (&town.sharing, town.newcomer("Bryn", false).await);
    town.give(holder, town.team, StandingKind::Part).await;
    let life = SystemId::random();
    lives::begin(sharing, life, &line("Bryn"), holder, MONDAY).await.expect("begun");
    let reader = town.reader(holder).await;
    let mut look = sharing.store.database.look().await.expect("a look");
    let found = lives::find(sharing, &mut look, &reader, life).await.expect("his");
    let parts = sections::of_life(sharing, &mut look, &reader, &found).await.expect("parts");
    drop(look);
    let parts: Vec<SectionId> = parts.iter().map(|part| part.id).collect();
    assert_eq!(parts.len(), PARTS);
    for part in &parts {
        let said = Said { words: &words("Something"), voice: Voice::Own };
        let at = (life, *part, PassageId::random());
        passages::say(sharing, at, said, holder, MONDAY).await.expect("said");
    }
    let mut corner = Vec::new();
    for one in &world.corner {
        let id = CornerId::random();
        let terms = terms(town, asking, one, &parts);
        corner::let_in(sharing, (life, id), &terms, holder, MONDAY).await.expect("let in");
        corner.push(id);
    }
    Told { holder, life, parts, corner }
}

fn terms(town: &Town, asking: &Asking, one: &Once, parts: &[SectionId]) -> Terms {
    let given = |(part, may_write): &(usize, bool)| {
        let (section, may_write) = (parts[*part], *may_write);
        Given { section, may_write }
    };
    Terms {
        to: match one.whom {
            Whom::Person(n) => To::Person(asking.people[n]),
            Whom::Team => To::Group(town.team),
            Whom::Town => To::Group(town.place),
        },
        purpose: None,
        meeting: None,
        began: day(one.began),
        until: one.until.map(day),
        given: one.given.iter().map(given).collect(),
    }
}

/// What the holder of the pen does on this day.
async fn passes(town: &Town, world: &World, told: &Told, today: i64) {
    let (sharing, holder, at) = (&town.sharing, told.holder, day(today));
    town.clock.move_to(at);
    for (one, id) in world.corner.iter().zip(&told.corner) {
        let of = (told.life, *id);
        if one.narrowed == Some(today) {
            let kept = one.given.first().map(|(part, may_write)| Given {
                section: told.parts[*part],
                may_write: *may_write,
            });
            let kept: Vec<Given> = kept.into_iter().collect();
            let done = corner::change(sharing, of, &kept, holder, at).await;
            assert!(matches!(done, Ok(()) | Err(Fault::Unfit("unfit-corner-over"))));
        }
        if one.ended == Some(today) {
            let done = corner::end(sharing, of, holder, at).await;
            assert!(matches!(done, Ok(()) | Err(Fault::Already)));
        }
    }
    if let Some((from, to)) = world.rests
        && (today == from || today == to)
    {
        lives::rest(sharing, told.life, today == from, holder, at).await.expect("rests");
    }
    if let Some((part, on)) = world.put_away
        && today == on
    {
        let of = (told.life, told.parts[part]);
        sections::put_away(sharing, of, true, holder, at).await.expect("put away");
    }
}

/// Whether it stands on their list, whether its page is there, and each part that they read, with
/// whether they may write there.
async fn sees(town: &Town, who: PersonId, told: &Told) -> (bool, bool, Vec<(SectionId, bool)>) {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("a look");
    let (mut listed, mut after) = (false, None);
    loop {
        let list = lives::letting_in(&town.sharing, &mut look, &reader, after).await.expect("list");
        listed |= list.here.iter().any(|life| life.id == told.life);
        after = list.next;
        if after.is_none() {
            break;
        }
    }
    let Ok(life) = lives::find(&town.sharing, &mut look, &reader, told.life).await else {
        return (listed, false, Vec::new());
    };
    let parts = sections::of_life(&town.sharing, &mut look, &reader, &life).await.expect("parts");
    (listed, true, parts.iter().map(|part| (part.id, part.may_write)).collect())
}

async fn asking(town: &Town) -> Asking {
    let eve = town.newcomer("Eve", false).await;
    town.give(eve, town.team, StandingKind::Part).await;
    Asking {
        people: [town.asha, town.carys, eve, town.dev],
        of_team: [false, true, true, false],
        of_town: [true, true, true, false],
    }
}

#[tokio::test]
async fn every_list_every_page_and_every_part_say_what_the_rules_say_on_every_day() {
    both(async |town| {
        let asking = asking(&town).await;
        let mut runner = TestRunner::deterministic();
        let (mut seen, mut unseen, mut written) = (0, 0, 0);
        for _ in 0..proving::times(12) {
            let world = worlds().new_tree(&mut runner).expect("a world").current();
            town.clock.move_to(MONDAY);
            let told = begun(&town, &world, &asking).await;
            for today in 0..DAYS {
                passes(&town, &world, &told, today).await;
                for (who, person) in asking.people.into_iter().enumerate() {
                    let (listed, there, parts) = sees(&town, person, &told).await;
                    let of = format!("day {today}, person {who}, {world:?}");
                    let knows = world.may(&asking, who, (None, false), today);
                    assert_eq!((listed, there), (knows, knows), "{of}");
                    for (n, id) in told.parts.iter().enumerate() {
                        let found = parts.iter().find(|(part, _)| part == id);
                        let reads = world.may(&asking, who, (Some(n), false), today);
                        assert_eq!(found.is_some(), reads, "part {n}, {of}");
                        let writes = world.may(&asking, who, (Some(n), true), today);
                        assert_eq!(found.is_some_and(|(_, writes)| *writes), writes, "{n}, {of}");
                        seen += usize::from(reads);
                        unseen += usize::from(!reads);
                        written += usize::from(writes);
                    }
                }
            }
        }
        assert!(seen > 50 && unseen > 50 && written > 20, "{seen}, {unseen}, {written}");
    })
    .await;
}

#[tokio::test]
async fn what_is_shown_beforehand_is_what_they_read_afterwards() {
    both(async |town| {
        let asking = asking(&town).await;
        let mut runner = TestRunner::deterministic();
        let mut compared = 0;
        for _ in 0..proving::times(24) {
            let world = worlds().new_tree(&mut runner).expect("a world").current();
            town.clock.move_to(MONDAY);
            let [first @ .., last] = world.corner.as_slice() else { continue };
            if matches!(last.whom, Whom::Town) {
                continue;
            }
            let before = World { corner: first.to_vec(), rests: None, put_away: None };
            let told = begun(&town, &before, &asking).await;
            if let Some((part, _)) = world.put_away {
                let of = (told.life, told.parts[part]);
                let done = sections::put_away(&town.sharing, of, true, told.holder, MONDAY).await;
                done.expect("put away");
            }
            let terms = terms(&town, &asking, last, &told.parts);
            let reader = town.reader(told.holder).await;
            let mut look = town.sharing.store.database.look().await.expect("a look");
            let life = lives::find(&town.sharing, &mut look, &reader, told.life).await;
            let life = life.expect("his");
            let of = (&life, &terms);
            let would = corner::would_read(&town.sharing, &mut look, &reader, of).await;
            let (_, would) = would.expect("shown");
            drop(look);
            let would: Vec<_> = would.iter().map(|part| (part.id, part.may_write)).collect();
            let of = (told.life, CornerId::random());
            let done = corner::let_in(&town.sharing, of, &terms, told.holder, MONDAY).await;
            done.expect("let in");
            town.clock.move_to(terms.began);
            // Of a group it says what anybody reads who is let in by nothing else.
            let who = match last.whom {
                Whom::Person(who) => asking.people[who],
                Whom::Team | Whom::Town
                    if first.iter().any(|one| matches!(one.whom, Whom::Town)) =>
                {
                    continue;
                }
                Whom::Team | Whom::Town => {
                    let ffion = town.newcomer("Ffion", false).await;
                    town.give(ffion, town.team, StandingKind::Part).await;
                    ffion
                }
            };
            let (_, _, reads) = sees(&town, who, &told).await;
            assert_eq!(would, reads, "{world:?}");
            compared += 1;
        }
        assert!(compared > 8, "{compared}");
    })
    .await;
}
