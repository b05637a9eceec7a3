//! Moving and leaving: a page of one's own waits seven days before it goes, is kept after all, is
//! held, and is taken along. It is Bryn's; Carys is let in, Dev never gets in.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, line, words};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use people::corner::{self, CornerId, Given, Terms, To};
use people::keeping::{self, HoldId};
use people::lives::{self, Life};
use people::passages::{self, PassageId, Said, Voice, reword};
use people::sections::{self, Section};
use people::{ending, erasing};
use sharing::wordings::WordingId;
use store::{Keeper, Look, Sql, bind};

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

fn later(days: i64) -> Moment {
    Moment(MONDAY.0 + days * DAY)
}

async fn look(town: &Town) -> Look {
    town.sharing.store.database.look().await.expect("a look")
}

async fn find(town: &Town, who: PersonId, life: SystemId) -> Outcome<Life> {
    let reader = town.reader(who).await;
    lives::find(&town.sharing, &mut look(town).await, &reader, life).await
}

async fn parts(town: &Town, who: PersonId, life: SystemId) -> Vec<Section> {
    let reader = town.reader(who).await;
    let life = find(town, who, life).await.expect("a life");
    let mut look = look(town).await;
    sections::of_life(&town.sharing, &mut look, &reader, &life).await.expect("parts")
}

/// Bryn's page: he said something and put it better, and Carys, who is let in, wrote something down.
async fn page_of_bryn(town: &Town) -> SystemId {
    let life = SystemId::random();
    lives::begin(&town.sharing, life, &line("Bryn"), town.bryn, MONDAY).await.expect("begun");
    let section = parts(town, town.bryn, life).await.first().expect("a part").id;
    let given = vec![Given { section, may_write: true }];
    let (to, purpose) = (To::Person(town.carys), Some(line("The damp")));
    let terms = Terms { to, purpose, meeting: None, began: MONDAY, until: None, given };
    let corner = (life, CornerId::random());
    corner::let_in(&town.sharing, corner, &terms, town.bryn, MONDAY).await.expect("let in");
    let said =
        [(town.bryn, "My sister Eira.", Voice::Own), (town.carys, "Ring me.", Voice::Together)];
    for (day, (by, text, voice)) in (0..).zip(said) {
        let (id, words) = (PassageId::random(), words(text));
        let said = Said { words: &words, voice };
        let at = later(day);
        passages::say(&town.sharing, (life, section, id), said, by, at).await.expect("said");
        if by == town.bryn {
            let reader = town.reader(by).await;
            let better = cast::words("My sister Eira, and her boys.");
            let new = (WordingId::random(), 0);
            let put = reword::reword(&town.sharing, &reader, (life, id), new, &better, later(2));
            put.await.expect("better");
        }
    }
    life
}

/// Everything that runs by itself on a day.
async fn run(town: &Town, day: i64) {
    town.clock.move_to(later(day));
    while ending::run_next(&town.sharing, later(day)).await.expect("run") {}
}

/// How many rows there are of a life, in every table in which something of it stands.
async fn rows(town: &Town, life: SystemId) -> i64 {
    let mut look = look(town).await;
    let mut all = 0;
    for sql in [
        "SELECT COUNT(*) AS many FROM lives WHERE system_id = $1",
        "SELECT COUNT(*) AS many FROM sections WHERE system_id = $1",
        "SELECT COUNT(*) AS many FROM passages WHERE system_id = $1",
        "SELECT COUNT(*) AS many FROM wordings WHERE system_id = $1",
        "SELECT COUNT(*) AS many FROM corners WHERE system_id = $1",
        "SELECT COUNT(*) AS many FROM corner_sections WHERE system_id = $1",
        "SELECT COUNT(*) AS many FROM holds WHERE system_id = $1",
        "SELECT COUNT(*) AS many FROM standings WHERE system_id = $1",
        "SELECT COUNT(*) AS many FROM looked WHERE system_id = $1",
        "SELECT COUNT(*) AS many FROM jobs WHERE about = $1",
    ] {
        let row = look.one(Sql(sql), bind().id(life)).await.expect("counted");
        all += row.number("many").expect("a number");
    }
    all
}

async fn has_key(town: &Town, life: SystemId) -> bool {
    let keeper = Keeper::new(life);
    town.sharing.store.keys.ring([keeper]).await.expect("keys").holds(keeper)
}

#[tokio::test]
async fn from_the_moment_bryn_ends_it_nobody_else_sees_it_and_he_keeps_it_after_all_unseen() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        assert!(find(&town, town.carys, life).await.is_ok());
        ending::begin(&town.sharing, life, town.bryn, MONDAY).await.expect("begun");
        let again = ending::begin(&town.sharing, life, town.bryn, later(1)).await;
        assert!(matches!(again, Err(Fault::Already)), "the first day stands");
        assert!(matches!(find(&town, town.carys, life).await, Err(Fault::NotFound)));
        let reader = town.reader(town.carys).await;
        let listed = lives::letting_in(&town.sharing, &mut look(&town).await, &reader, None).await;
        assert!(listed.expect("a list").here.is_empty());
        let own = find(&town, town.bryn, life).await.expect("his");
        let goes = ending::goes_on(&mut look(&town).await, &own, MONDAY).await.expect("a day");
        assert_eq!(goes, Some(later(7)));
        let by_carys = ending::keep(&town.sharing, life, town.carys, later(6)).await;
        assert!(matches!(by_carys, Err(Fault::NotFound)), "it is not there for her");
        run(&town, 6).await;
        ending::keep(&town.sharing, life, town.bryn, later(6)).await.expect("kept");
        run(&town, 30).await;
        assert!(find(&town, town.carys, life).await.is_ok(), "as it was before");
        assert_eq!(
            parts(&town, town.bryn, life).await.iter().map(|part| part.said).sum::<i64>(),
            2
        );
    })
    .await;
}

#[tokio::test]
async fn after_seven_days_nothing_of_it_is_left_in_rows_and_its_key_is_gone() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        parts(&town, town.carys, life).await;
        town.seal_trail().await;
        ending::begin(&town.sharing, life, town.bryn, MONDAY).await.expect("begun");
        let before = rows(&town, life).await;
        run(&town, 6).await;
        assert_eq!(rows(&town, life).await, before, "and not a day earlier");
        assert!(has_key(&town, life).await);
        run(&town, 7).await;
        assert_eq!(rows(&town, life).await, 0);
        assert!(!has_key(&town, life).await, "older copies cannot be read");
        assert!(matches!(find(&town, town.bryn, life).await, Err(Fault::NotFound)));
        let late = ending::keep(&town.sharing, life, town.bryn, later(7)).await;
        assert!(matches!(late, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn an_erasing_that_was_broken_off_is_gone_on_with_and_nobody_keeps_what_is_going() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        ending::begin(&town.sharing, life, town.bryn, MONDAY).await.expect("begun");
        // As if the machine had stopped when the key was gone and the rows were not.
        let database = &town.sharing.store.database;
        store::write!(database, |work| {
            let kind = store::jobs::JobKind::EndLife;
            let job = store::jobs::lease(work, kind, later(7)).await?;
            assert_eq!(job.expect("a job").tries, 1);
            let going = Sql("UPDATE lives SET going = $2 WHERE system_id = $1");
            work.run(going, bind().id(life).moment(later(7))).await
        })
        .expect("leased");
        let kept = ending::keep(&town.sharing, life, town.bryn, later(7)).await;
        assert!(matches!(kept, Err(Fault::Already)), "it is going");
        town.sharing.store.keys.throw_away(&[Keeper::new(life)], later(7)).await.expect("gone");
        assert!(!ending::run_next(&town.sharing, later(7)).await.expect("run"), "it is leased");
        run(&town, 8).await;
        assert_eq!(rows(&town, life).await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_held_does_not_go_before_its_day_and_stays_closed_to_all_meanwhile() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        let (hold, why) = (HoldId::random(), line("The tribunal may ask for it."));
        let begin = async |until: Moment| {
            let of = (life, hold);
            keeping::begin(&town.sharing, of, (&why, until), town.bryn, MONDAY).await
        };
        assert!(matches!(begin(MONDAY).await, Err(Fault::UnfitIn { field: "until", .. })));
        assert!(matches!(begin(later(4000)).await, Err(Fault::UnfitIn { field: "until", .. })));
        begin(later(30)).await.expect("held");
        assert!(matches!(begin(later(30)).await, Err(Fault::Already)));
        ending::begin(&town.sharing, life, town.bryn, MONDAY).await.expect("begun");
        run(&town, 8).await;
        let (own, mut looks) =
            (find(&town, town.bryn, life).await.expect("his"), look(&town).await);
        let goes = ending::goes_on(&mut looks, &own, later(8)).await.expect("a day");
        assert_eq!(goes, Some(later(30)), "his page says so");
        let reader = town.reader(town.bryn).await;
        let held = keeping::of_life(&town.sharing, &mut looks, &reader, &own).await.expect("held");
        let held: Vec<_> = held.iter().map(|one| (one.duty.to_string(), one.named_by)).collect();
        assert_eq!(held, [("The tribunal may ask for it.".to_owned(), town.bryn)]);
        drop(looks);
        assert!(matches!(find(&town, town.carys, life).await, Err(Fault::NotFound)));
        let until = erasing::held_until(&mut look(&town).await, town.bryn, later(8)).await;
        assert_eq!(until.expect("asked"), Some(later(30)), "nor is he erased before that");
        run(&town, 29).await;
        assert!(has_key(&town, life).await);
        run(&town, 30).await;
        assert_eq!(rows(&town, life).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_hold_that_bryn_ends_lets_it_go_on_its_own_day() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        let (hold, why) = (HoldId::random(), line("For the court."));
        let of = (life, hold);
        keeping::begin(&town.sharing, of, (&why, later(30)), town.bryn, MONDAY)
            .await
            .expect("held");
        let by_carys = keeping::end(&town.sharing, of, town.carys, MONDAY).await;
        assert!(matches!(by_carys, Err(Fault::NotAllowed(_))));
        ending::begin(&town.sharing, life, town.bryn, MONDAY).await.expect("begun");
        run(&town, 8).await;
        keeping::end(&town.sharing, of, town.bryn, later(8)).await.expect("ended");
        let over = keeping::end(&town.sharing, of, town.bryn, later(8)).await;
        assert!(matches!(over, Err(Fault::Already)));
        run(&town, 8).await;
        assert_eq!(rows(&town, life).await, 0);
    })
    .await;
}
