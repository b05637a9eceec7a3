//! Searching over what one may hear, and stories like this one, on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use std::collections::BTreeSet;
use std::sync::Arc;

use cast::{MONDAY, Town, both, line, words};
use finding::{Finder, Found};
use ground::Fault;
use ground::id::{PersonId, Uuid};
use sharing::{Audience, Noun, Nouns, trail};
use store::{Token, bind, sql};
use stories::alike::{self, Like};
use stories::patterns::{self, Named, PatternId, SayingId, SayingKind};
use stories::tellings::tell::{self, Where};
use stories::tellings::{ChapterId, Teller, TellingId, Told, Wishes, hear};
use stories::{PatternNoun, TellingNoun};

const ONE: &str = "The damp in the bedroom came back, and the landlord never answered.";
const LIKE_IT: &str = "My landlord painted over the damp; the smell is still in the bedrooms.";

fn finder(town: &Town) -> Finder {
    let nouns: Vec<Arc<dyn Noun>> = vec![
        Arc::new(TellingNoun(town.sharing.clone())),
        Arc::new(PatternNoun(town.sharing.clone())),
    ];
    Finder::new(town.sharing.clone(), Nouns::new(nouns))
}

fn told(text: &str, wishes: Wishes) -> Told {
    Told { wishes, ..Told::words(words(text)) }
}

/// Heard by these, laid beside others and looked through by a machine.
fn open_to(heard_by: Vec<Audience>) -> Wishes {
    Wishes { heard_by, laid_beside: true, compared: true, ..Wishes::default() }
}

async fn tells(town: &Town, teller: Teller, text: &str, wishes: Wishes) -> TellingId {
    // Without an account it is offered where it is told, and nowhere else.
    let system = if matches!(teller, Teller::Slip(_)) { town.team } else { town.place };
    let (id, place) = (TellingId::random(), Where { system, place: town.place });
    let told = told(text, wishes);
    tell::tell(&town.sharing, teller, place, id, &told, town.clock.now()).await.expect("told");
    id
}

async fn finds(town: &Town, finder: &Finder, who: PersonId, typed: &str) -> BTreeSet<Uuid> {
    search(town, finder, who, typed, None).await.glimpses.iter().map(|one| one.id).collect()
}

async fn search(
    town: &Town,
    finder: &Finder,
    who: PersonId,
    typed: &str,
    after: Option<Uuid>,
) -> Found {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    finder.search(&mut look, &reader, &line(typed), after).await.expect("searched")
}

async fn suggested(town: &Town, finder: &Finder, who: PersonId, id: TellingId) -> Vec<Like> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let telling = hear::one(&town.sharing, &mut look, &reader, id).await.expect("heard");
    alike::of(&town.sharing, finder, &mut look, &reader, &telling).await.expect("asked")
}

async fn many(town: &Town, sql: store::Sql) -> i64 {
    let mut look = town.sharing.store.database.look().await.expect("look");
    look.one(sql, bind()).await.expect("a row").number("many").expect("a number")
}

#[tokio::test]
async fn what_asha_tells_the_team_bryn_finds_by_any_of_its_words_and_dev_does_not() {
    both(async |town| {
        let team = vec![Audience::System(town.team)];
        let id = tells(&town, Teller::Person(town.asha), ONE, open_to(team)).await;
        let finder = finder(&town);
        assert!(!finder.is_ready());
        finder.catch_up().await.expect("read");
        assert!(finder.is_ready());
        let asha = town.reader(town.asha).await;
        let more = ChapterId::random();
        let (sharing, now) = (&town.sharing, town.clock.now());
        let later = words("Ymddiheurodd y landlord. 家很潮湿");
        tell::tell_more(sharing, &asha, id, more, &later, now).await.expect("told");
        finder.catch_up().await.expect("read again");
        for word in ["damp", "Bedrooms", "ymddiheurodd", "潮湿", "nothing landlord"] {
            let expected = BTreeSet::from([id.0]);
            assert_eq!(finds(&town, &finder, town.bryn, word).await, expected, "{word}");
            for (who, typed) in [(town.dev, word), (town.bryn, "zither"), (town.bryn, "the")] {
                let found = search(&town, &finder, who, typed, None).await;
                assert!(found.glimpses.is_empty() && found.next.is_none(), "{typed}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_holds_all_the_words_stands_apart_and_accents_make_no_difference() {
    both(async |town| {
        let team = || open_to(vec![Audience::System(town.team)]);
        let asha = Teller::Person(town.asha);
        let all = tells(&town, asha, "Mr Jones mended the lap top at Welffêr.", team()).await;
        tells(&town, asha, "Mr Hale sat on top.", team()).await;
        let finder = finder(&town);
        finder.catch_up().await.expect("read");
        for (typed, hold_all, many) in
            [("Mr Jones", vec![all.0], 2), ("Hale Jones", vec![], 2), ("welffer", vec![all.0], 1)]
        {
            let seen = search(&town, &finder, town.bryn, typed, None).await;
            let first = seen.glimpses.iter().take(seen.whole).map(|one| one.id);
            let first: BTreeSet<Uuid> = first.collect();
            assert_eq!((first, seen.glimpses.len()), (hold_all.into_iter().collect(), many));
        }
    })
    .await;
}

#[tokio::test]
async fn what_asha_narrows_bryn_no_longer_finds_at_once() {
    both(async |town| {
        let team = vec![Audience::System(town.team)];
        let id = tells(&town, Teller::Person(town.asha), ONE, open_to(team)).await;
        let finder = finder(&town);
        finder.catch_up().await.expect("read");
        assert_eq!(finds(&town, &finder, town.bryn, "damp").await, BTreeSet::from([id.0]));
        let asha = town.reader(town.asha).await;
        let only_me = open_to(vec![]);
        tell::wish(&town.sharing, &asha, (id, 1), &only_me.into(), town.clock.now())
            .await
            .expect("wished");
        // The index still holds it; who may hear it is asked anew each time.
        assert!(finds(&town, &finder, town.bryn, "damp").await.is_empty());
        assert_eq!(finds(&town, &finder, town.asha, "damp").await, BTreeSet::from([id.0]));
        assert!(suggested(&town, &finder, town.asha, id).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_erased_word_is_in_no_index() {
    both(async |town| {
        let team = || vec![Audience::System(town.team)];
        let one = tells(&town, Teller::Person(town.asha), ONE, open_to(team())).await;
        let slip = Token::random().expect("a slip").hash();
        let other = tells(&town, Teller::Slip(slip), LIKE_IT, open_to(team())).await;
        let finder = finder(&town);
        finder.catch_up().await.expect("read");
        assert_eq!(finder.many_with("damp"), 2);
        let bryn = town.reader(town.bryn).await;
        alike::dismiss(&town.sharing, &bryn, other, one).await.expect("dismissed");
        let now = town.clock.now();
        let asha = town.reader(town.asha).await;
        tell::erase(&town.sharing, &asha, one, now).await.expect("erased");
        let holder = sharing::Reader::slip(stories::tellings::slip_of(&slip));
        tell::erase(&town.sharing, &holder, other, now).await.expect("erased");
        assert!(finds(&town, &finder, town.bryn, "damp").await.is_empty(), "gone at once");
        finder.catch_up().await.expect("read again");
        assert!(!finder.holds(one) && !finder.holds(other));
        assert_eq!(finder.many_with("damp"), 0);
        assert_eq!(many(&town, sql!("SELECT COUNT(*) AS many FROM dismissed")).await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_no_machine_may_look_through_is_found_by_its_teller_alone() {
    both(async |town| {
        let team = vec![Audience::System(town.team)];
        let wishes = Wishes { compared: false, ..open_to(team.clone()) };
        let one = tells(&town, Teller::Person(town.bryn), ONE, wishes.clone()).await;
        let slip = Token::random().expect("a slip").hash();
        let unsigned = tells(&town, Teller::Slip(slip), "Damp again.", wishes).await;
        let like = tells(&town, Teller::Person(town.asha), LIKE_IT, open_to(team)).await;
        let finder = finder(&town);
        finder.catch_up().await.expect("read");
        assert!(!finder.holds(unsigned), "it was not even opened");
        let found = finds(&town, &finder, town.bryn, "damp").await;
        assert_eq!(found, BTreeSet::from([one.0, like.0]));
        assert_eq!(finds(&town, &finder, town.carys, "damp").await, BTreeSet::from([like.0]));
        for (who, of) in [(town.carys, like), (town.bryn, one), (town.carys, one)] {
            assert!(suggested(&town, &finder, who, of).await.is_empty(), "never suggested");
        }
    })
    .await;
}

#[tokio::test]
async fn a_suggestion_says_its_words_and_stays_dismissed_for_whoever_dismissed_it() {
    both(async |town| {
        let team = || vec![Audience::System(town.team)];
        let one = tells(&town, Teller::Person(town.asha), ONE, open_to(team())).await;
        let like = tells(&town, Teller::Person(town.asha), LIKE_IT, open_to(team())).await;
        tells(&town, Teller::Person(town.asha), "The choir sang.", open_to(team())).await;
        let finder = finder(&town);
        finder.catch_up().await.expect("read");
        let found = suggested(&town, &finder, town.bryn, one).await;
        assert_eq!(found.iter().map(|one| one.telling.id).collect::<Vec<_>>(), [like]);
        let said: BTreeSet<String> = found[0].because.iter().map(ToString::to_string).collect();
        let expected = ["bedroom", "damp", "landlord"].map(str::to_owned);
        assert_eq!(said, BTreeSet::from(expected), "as they stand in the one it is like");
        let bryn = town.reader(town.bryn).await;
        for _ in 0..2 {
            alike::dismiss(&town.sharing, &bryn, one, like).await.expect("dismissed");
        }
        assert!(suggested(&town, &finder, town.bryn, one).await.is_empty());
        assert!(suggested(&town, &finder, town.bryn, like).await.is_empty(), "either way round");
        assert_eq!(suggested(&town, &finder, town.carys, one).await.len(), 1);
        let gone = stories::erasing::dismissed_by(&town.sharing, town.bryn).await;
        assert_eq!(gone.expect("forgotten"), 1, "sent twice it is one row, and goes with Bryn");
        assert_eq!(suggested(&town, &finder, town.bryn, one).await.len(), 1);
        let dev = town.reader(town.dev).await;
        for (telling, other) in [(one, like), (one, TellingId::random())] {
            let refused = alike::dismiss(&town.sharing, &dev, telling, other).await;
            assert!(matches!(refused, Err(Fault::NotFound)));
        }
        let named = sql!("SELECT COUNT(*) AS many FROM trail WHERE verb = 'read'");
        assert_eq!(many(&town, named).await, 0, "what is suggested leaves no mark of anybody");
    })
    .await;
}

#[tokio::test]
async fn what_reached_bryn_by_name_alone_is_found_with_a_mark_and_never_suggested() {
    both(async |town| {
        let team = vec![Audience::System(town.team)];
        let bryn = vec![Audience::Person(town.bryn)];
        let one = tells(&town, Teller::Person(town.carys), ONE, open_to(team)).await;
        let narrow = tells(&town, Teller::Person(town.asha), LIKE_IT, open_to(bryn)).await;
        let finder = finder(&town);
        finder.catch_up().await.expect("read");
        assert!(suggested(&town, &finder, town.bryn, one).await.is_empty());
        town.seal_trail().await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        assert!(trail::who_looked(&mut look, town.asha, None).await.expect("looked").is_empty());
        drop(look);
        let both = BTreeSet::from([one.0, narrow.0]);
        assert_eq!(finds(&town, &finder, town.bryn, "damp").await, both);
        town.seal_trail().await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let looked = trail::who_looked(&mut look, town.asha, None).await.expect("looked");
        assert_eq!(looked.len(), 1, "its heading was seen, and Asha may know it");
        assert_eq!((looked[0].reader, looked[0].thing), (town.bryn, narrow.0));
    })
    .await;
}

#[tokio::test]
async fn each_run_of_a_machine_is_on_the_trail_without_a_time() {
    both(async |town| {
        let runs = sql!("SELECT COUNT(*) AS many FROM trail WHERE verb = 'indexed'");
        let team = vec![Audience::System(town.team)];
        let finder = finder(&town);
        finder.catch_up().await.expect("nothing to read");
        assert_eq!(many(&town, runs).await, 0);
        let slip = Token::random().expect("a slip").hash();
        tells(&town, Teller::Slip(slip), ONE, open_to(team)).await;
        finder.catch_up().await.expect("read");
        finder.catch_up().await.expect("nothing changed");
        assert_eq!(many(&town, runs).await, 1);
        let told = sql!(
            "SELECT COUNT(*) AS many FROM trail WHERE verb = 'indexed' \
             AND actor_id IS NULL AND thing_id IS NULL"
        );
        assert_eq!(many(&town, told).await, 1);
        let at = sql!("SELECT MAX(at) AS many FROM trail WHERE verb = 'indexed'");
        assert_eq!(many(&town, at).await, MONDAY.week().begins().0);
    })
    .await;
}

#[tokio::test]
async fn a_pattern_is_found_by_what_is_said_on_it_and_by_what_its_teller_answered() {
    both(async |town| {
        let team = vec![Audience::System(town.team)];
        let telling = tells(&town, Teller::Person(town.asha), ONE, open_to(team)).await;
        let (id, bryn) = (PatternId::random(), town.reader(town.bryn).await);
        let named = Named {
            name: line("Walls that weep"),
            goes_well: false,
            observation: Some(words("Always the north side.")),
            reading: Some(words("Nobody insulates.")),
            ideas: None,
            tellings: vec![telling],
        };
        let home = (town.team, town.place);
        patterns::name(&town.sharing, &bryn, home, id, &named, MONDAY).await.expect("named");
        let finder = finder(&town);
        finder.catch_up().await.expect("read");
        let asha = town.reader(town.asha).await;
        let answer = (SayingKind::NotWhatIMeant, &words("It was the gutter."));
        let which = (id, SayingId::random());
        let answered = patterns::answer(&town.sharing, &asha, which, telling, answer, MONDAY).await;
        answered.expect("answered");
        finder.catch_up().await.expect("read again");
        for word in ["weeping", "north", "insulated", "gutters"] {
            assert_eq!(finds(&town, &finder, town.carys, word).await, BTreeSet::from([id.0]));
            for outside in [town.asha, town.dev] {
                assert!(finds(&town, &finder, outside, word).await.is_empty(), "{word}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_changed_is_kept_for_two_weeks_and_a_page_goes_on_where_the_last_ended() {
    both(async |town| {
        let team = || vec![Audience::System(town.team)];
        let mut all = BTreeSet::new();
        for at in 0..23 {
            town.clock.move_to(MONDAY.plus_seconds(at));
            let text = format!("Damp number{at}.");
            all.insert(tells(&town, Teller::Person(town.asha), &text, open_to(team())).await.0);
        }
        let finder = finder(&town);
        finder.catch_up().await.expect("read");
        let first = search(&town, &finder, town.bryn, "damp", None).await;
        assert_eq!(first.glimpses.len(), finding::PAGE);
        assert!(first.glimpses.windows(2).all(|two| two[0].at >= two[1].at), "newest first");
        let rest = search(&town, &finder, town.bryn, "damp", first.next).await;
        let both_pages = first.glimpses.iter().chain(&rest.glimpses).map(|one| one.id);
        assert_eq!(both_pages.collect::<BTreeSet<_>>(), all);
        assert!(rest.glimpses.len() == 3 && rest.next.is_none());
        let rows = sql!("SELECT COUNT(*) AS many FROM changes");
        assert_eq!(many(&town, rows).await, 23);
        finder.sweep(town.clock.now()).await.expect("swept");
        assert_eq!(many(&town, rows).await, 23);
        finder.sweep(MONDAY.plus_days(15)).await.expect("swept");
        assert_eq!(many(&town, rows).await, 0);
        finder.catch_up().await.expect("nothing is lost by it");
        assert_eq!(finder.many_with("damp"), 23);
    })
    .await;
}

/// A small generator, so that a world that failed can be made again.
struct Chance(u64);

impl Chance {
    fn of(&mut self, many: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % many
    }
}

#[tokio::test]
async fn in_random_worlds_what_is_found_is_what_may_be_heard() {
    both(async |town| {
        let mut chance = Chance(20_260_302);
        let people = [town.asha, town.bryn, town.carys, town.dev];
        let finder = finder(&town);
        let mut world = Vec::new();
        for round in 0..3 {
            for _ in 0..12 {
                let teller = people[chance.of(4) as usize];
                let mut heard_by = Vec::new();
                for _ in 0..chance.of(3) {
                    heard_by.push(match chance.of(6) {
                        0 | 1 => Audience::Person(people[chance.of(4) as usize]),
                        2 | 3 => Audience::System(town.team),
                        4 => Audience::System(town.place),
                        _ => Audience::Anyone,
                    });
                }
                let compared = chance.of(4) > 0;
                let wishes = Wishes { compared, ..open_to(heard_by) };
                let id = tells(&town, Teller::Person(teller), ONE, wishes).await;
                world.push((id, teller, compared));
            }
            if round < 2 {
                finder.catch_up().await.expect("read");
            }
            for who in people {
                let found = finds(&town, &finder, who, "damp").await;
                let reader = town.reader(who).await;
                let mut look = town.sharing.store.database.look().await.expect("look");
                let ids: Vec<TellingId> = world.iter().map(|(id, ..)| *id).collect();
                let heard = hear::some(&town.sharing, &mut look, &reader, &ids).await;
                let heard: BTreeSet<Uuid> = heard.expect("heard").iter().map(|t| t.id.0).collect();
                assert!(found.is_subset(&heard));
                let may = |(id, teller, compared): &&(TellingId, PersonId, bool)| {
                    heard.contains(&id.0) && finder.holds(*id) && (*compared || *teller == who)
                };
                let may: BTreeSet<Uuid> = world.iter().filter(may).map(|(id, ..)| id.0).collect();
                assert!(found.is_subset(&may));
                assert!(may.len() > finding::PAGE || found == may, "and all of it");
            }
        }
    })
    .await;
}
