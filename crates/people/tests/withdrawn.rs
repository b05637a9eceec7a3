//! What was withdrawn is over with the answer to it: no reading that begins afterwards sees any of
//! it, on whichever node, while others read and change things all the time. On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use cast::{MONDAY, Town, line, words};
use ground::id::{PersonId, SystemId};
use people::corner::{self, CornerId, Given, Terms, To};
use people::lives;
use people::passages::{self, PassageId, Said, Voice};
use people::sections::{self, SectionId};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use sharing::{Reader, Sharing, StandingId, StandingKind};
use store::{Database, Keys, Store};

/// How something is withdrawn, and given again.
#[derive(Clone, Copy, Debug)]
enum Way {
    Ended,
    Narrowed,
    Resting,
    PutAway,
    LeftTheGroup,
}

/// What readings are held to. The count goes up with each withdrawal that was answered and before
/// each giving, so it is odd while something is given and even while it is withdrawn.
#[derive(Debug, Default)]
struct Told {
    turn: AtomicU64,
    over: AtomicBool,
    seen: AtomicUsize,
    refused: AtomicUsize,
}

/// The words that somebody reads on a page, on this node.
async fn reads(sharing: &Sharing, who: PersonId, life: SystemId) -> Vec<String> {
    let mut look = sharing.store.database.look().await.expect("a look");
    let reader = Reader::person(&mut look, who).await.expect("a reader");
    let Ok(life) = lives::find(sharing, &mut look, &reader, life).await else { return Vec::new() };
    let parts = sections::of_life(sharing, &mut look, &reader, &life).await.expect("parts");
    let said = passages::latest(sharing, &mut look, &life, &parts).await.expect("said");
    said.iter().map(|passage| passage.words.to_string()).collect()
}

/// Reads again and again until everything was done.
async fn goes_on_reading(sharing: Sharing, who: PersonId, life: SystemId, told: Arc<Told>) {
    while !told.over.load(Ordering::SeqCst) {
        let before = told.turn.load(Ordering::SeqCst);
        let words = reads(&sharing, who, life).await;
        let after = told.turn.load(Ordering::SeqCst);
        if before == after && before.is_multiple_of(2) {
            assert!(words.is_empty(), "withdrawn before this reading began: {words:?}");
            told.refused.fetch_add(1, Ordering::SeqCst);
        }
        told.seen.fetch_add(usize::from(!words.is_empty()), Ordering::SeqCst);
        tokio::task::yield_now().await;
    }
}

struct Page {
    life: SystemId,
    part: SectionId,
    corner: CornerId,
    eve: PersonId,
    /// Eve's part in the team.
    of_team: StandingId,
}

/// Bryn's page, with the team let in, and Eve of the team.
async fn page_of_bryn(town: &Town) -> Page {
    let (sharing, bryn, life) = (&town.sharing, town.bryn, SystemId::random());
    lives::begin(sharing, life, &line("Bryn"), bryn, MONDAY).await.expect("begun");
    let mut look = sharing.store.database.look().await.expect("a look");
    let reader = Reader::person(&mut look, bryn).await.expect("a reader");
    let found = lives::find(sharing, &mut look, &reader, life).await.expect("his");
    let parts = sections::of_life(sharing, &mut look, &reader, &found).await.expect("parts");
    drop(look);
    let part = parts.first().expect("a part").id;
    let said = Said { words: &words("The allotment, and my sister."), voice: Voice::Own };
    let at = (life, part, PassageId::random());
    passages::say(sharing, at, said, bryn, MONDAY).await.expect("said");
    let corner = let_in(town, life, part).await;
    let eve = town.newcomer("Eve", false).await;
    let of_team = town.give(eve, town.team, StandingKind::Part).await;
    Page { life, part, corner, eve, of_team }
}

async fn let_in(town: &Town, life: SystemId, section: SectionId) -> CornerId {
    let (id, to) = (CornerId::random(), To::Group(town.team));
    let given = vec![Given { section, may_write: false }];
    let terms =
        Terms { to, purpose: None, meeting: None, began: town.clock.now(), until: None, given };
    let done = corner::let_in(&town.sharing, (life, id), &terms, town.bryn, MONDAY).await;
    done.expect("let in");
    id
}

/// Waits until there was one more such reading.
async fn one_more(of: &AtomicUsize) {
    let before = of.load(Ordering::SeqCst);
    for _ in 0..10_000 {
        if of.load(Ordering::SeqCst) > before {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    panic!("nobody read any more");
}

/// Withdraws it in this way, says so once that is answered, and gives it again.
async fn withdraws(town: &Town, page: &mut Page, way: Way, told: &Told) {
    let (sharing, bryn) = (&town.sharing, town.bryn);
    let of = (page.life, page.corner);
    match way {
        Way::Ended => corner::end(sharing, of, bryn, MONDAY).await.expect("ended"),
        Way::Narrowed => corner::change(sharing, of, &[], bryn, MONDAY).await.expect("narrowed"),
        Way::Resting => lives::rest(sharing, page.life, true, bryn, MONDAY).await.expect("rests"),
        Way::PutAway => {
            let of = (page.life, page.part);
            sections::put_away(sharing, of, true, bryn, MONDAY).await.expect("put away");
        }
        Way::LeftTheGroup => town.end(town.team, page.of_team).await,
    }
    told.turn.fetch_add(1, Ordering::SeqCst);
    one_more(&told.refused).await;
    told.turn.fetch_add(1, Ordering::SeqCst);
    match way {
        Way::Ended => {
            page.corner = let_in(town, page.life, page.part).await;
        }
        Way::Narrowed => {
            let given = [Given { section: page.part, may_write: false }];
            corner::change(sharing, of, &given, bryn, MONDAY).await.expect("wider");
        }
        Way::Resting => lives::rest(sharing, page.life, false, bryn, MONDAY).await.expect("wakes"),
        Way::PutAway => {
            let of = (page.life, page.part);
            sections::put_away(sharing, of, false, bryn, MONDAY).await.expect("laid out");
        }
        Way::LeftTheGroup => {
            page.of_team = town.give(page.eve, town.team, StandingKind::Part).await;
        }
    }
    one_more(&told.seen).await;
}

async fn played(town: Town, other: Sharing, order: Vec<Way>) {
    let mut page = page_of_bryn(&town).await;
    let told = Arc::new(Told { turn: AtomicU64::new(1), ..Told::default() });
    let mut readers = Vec::new();
    for node in [&town.sharing, &other, &other] {
        let (node, told) = (node.clone(), told.clone());
        readers.push(tokio::spawn(goes_on_reading(node, page.eve, page.life, told)));
    }
    for way in order {
        withdraws(&town, &mut page, way, &told).await;
    }
    told.over.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.await.expect("no reading saw what was withdrawn");
    }
    let count = |of: &AtomicUsize| of.load(Ordering::SeqCst);
    let (seen, refused) = (count(&told.seen), count(&told.refused));
    assert!(seen > 0 && refused > 0, "{seen} readings saw it, {refused} began when it was over");
}

fn order() -> Vec<Way> {
    let all = [Way::Ended, Way::Narrowed, Way::Resting, Way::PutAway, Way::LeftTheGroup];
    let ways = prop::collection::vec(prop::sample::select(all.to_vec()), 20);
    let drawn = ways.new_tree(&mut TestRunner::deterministic()).expect("an order").current();
    // Each way at least once, then as chance will have it.
    let more = proving::times(20).min(400).saturating_sub(5) as usize;
    all.into_iter().chain(drawn.into_iter().cycle().take(more)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reading_that_begins_after_a_withdrawal_sees_what_was_withdrawn_on_any_node() {
    let folder = proving::folder();
    let (rows, keys) = (folder.path().join("rows.db"), folder.path().join("keys.db"));
    let open = async || {
        let rows = Database::sqlite(&rows).await.expect("rows");
        (rows, Database::sqlite(&keys).await.expect("keys"))
    };
    let (rows_here, keys_here) = open().await;
    let town = cast::town(rows_here, keys_here, folder.path()).await;
    let (rows_there, keys_there) = open().await;
    played(town, another_node((rows_there, keys_there), folder.path()).await, order()).await;

    let (folder, server) = (proving::folder(), proving::postgres());
    let urls = [server.database().await, server.database().await];
    let open = async || {
        let rows = Database::postgres(&urls[0]).await.expect("rows");
        (rows, Database::postgres(&urls[1]).await.expect("keys"))
    };
    let (rows_here, keys_here) = open().await;
    let town = cast::town(rows_here, keys_here, folder.path()).await;
    played(town, another_node(open().await, folder.path()).await, order()).await;
}

/// A second node over the same databases, with the same master key.
async fn another_node((rows, keys): (Database, Database), folder: &std::path::Path) -> Sharing {
    let keys = Keys::open(keys, &folder.join("master.key")).await.expect("keys");
    let clock = Arc::new(ground::Clock::standing_at(MONDAY));
    Sharing::begin(Store { database: rows, keys }).expect("sharing").with_clock(clock)
}
