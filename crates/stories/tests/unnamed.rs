//! Where nobody is named: on the trail of what was told without an account, in what a teller
//! answers to a pattern, and to somebody of another town. On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use cast::{MONDAY, Town, both, line, words};
use reading_first::{hears, reads, tells, told};
use sharing::{Audience, Reader, StandingKind};
use store::{Sql, Token, bind, sql};
use stories::patterns::{self, Named, PatternId, SayingId, SayingKind};
use stories::second_readings::Asks;
use stories::tellings::tell::{self, Where};
use stories::tellings::{ChapterId, Teller, TellingId, Voice, Wishes, age, hear, slip_of};

async fn many(town: &Town, sql: Sql) -> i64 {
    let mut look = town.sharing.store.database.look().await.expect("look");
    look.one(sql, bind()).await.expect("a row").number("many").expect("a number")
}

#[tokio::test]
async fn whatever_is_done_to_what_nobody_signed_the_trail_holds_no_id_no_name_and_no_day() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let (hash, sharing) = (Token::random().expect("a slip").hash(), &town.sharing);
        let holder = Reader::slip(slip_of(&hash));
        let (id, place) = (TellingId::random(), Where { system: town.place, place: town.place });
        let now = MONDAY.plus_days(1);
        let mut no_name = told("No name, please.", vec![Audience::Anyone]);
        no_name.wishes.quoted = true;
        tell::tell(sharing, Teller::Slip(hash), place, id, &no_name, now).await.expect("told");
        let (chapter, more) = (ChapterId::random(), words("It got better."));
        tell::tell_more(sharing, &holder, id, chapter, &more, now).await.expect("more");
        age::say_under_18(sharing, &holder, id, now).await.expect("said");
        let to = vec![Audience::Anyone, Audience::System(town.place)];
        let wishes = Wishes { heard_by: to, quoted: true, ..Wishes::default() };
        tell::wish(sharing, &holder, (id, 1), &wishes.into(), now).await.expect("wished");
        assert!(reads(&town, ruth, true).await > 0);
        assert!(hears(&town, town.bryn, id).await, "as one of the town");
        tell::erase(sharing, &holder, id, now).await.expect("erased");
        // And one that came back with an old backup, and is erased again.
        let (again, hash) = (TellingId::random(), Token::random().expect("a slip").hash());
        tell::tell(sharing, Teller::Slip(hash), place, again, &no_name, now).await.expect("told");
        let erased = stories::erasing::again(sharing, &[again.0], now).await;
        assert_eq!(erased.expect("erased again"), 1);
        let all = sql!("SELECT COUNT(*) AS many FROM trail WHERE thing_kind = 'telling'");
        assert!(many(&town, all).await >= 6, "each of these is on the trail");
        let said = sql!(
            "SELECT COUNT(*) AS many FROM trail WHERE thing_id IS NOT NULL \
             OR actor_id IS NOT NULL OR concerns_id IS NOT NULL"
        );
        assert_eq!(many(&town, said).await, 0);
        let week = MONDAY.week().begins().0;
        assert_eq!(many(&town, sql!("SELECT MAX(at) AS many FROM trail")).await, week);
        assert_eq!(many(&town, sql!("SELECT MIN(at) AS many FROM trail")).await, week);
    })
    .await;
}

#[tokio::test]
async fn what_bryn_answers_to_a_pattern_neither_keeps_nor_shows_that_it_was_bryn() {
    both(async |town| {
        let team = vec![Audience::System(town.team)];
        let telling = tells(&town, town.bryn, &told("My shift.", team), &Asks::default()).await;
        let (id, carys) = (PatternId::random(), town.reader(town.carys).await);
        let named = Named {
            name: line("After six"),
            goes_well: false,
            observation: None,
            reading: None,
            ideas: None,
            tellings: vec![telling],
        };
        let home = (town.team, town.place);
        patterns::name(&town.sharing, &carys, home, id, &named, MONDAY).await.expect("named");
        let trail = sql!("SELECT COUNT(*) AS many FROM trail");
        let (before, bryn) = (many(&town, trail).await, town.reader(town.bryn).await);
        for kind in [SayingKind::NotWhatIMeant, SayingKind::TookItOut] {
            let why = (kind, &words("It was the bus."));
            let which = (id, SayingId::random());
            let said = patterns::answer(&town.sharing, &bryn, which, telling, why, MONDAY).await;
            said.expect("answered");
        }
        let mut look = town.sharing.store.database.look().await.expect("look");
        let found = patterns::find(&town.sharing, &mut look, &carys, id).await.expect("found");
        drop(look);
        assert_eq!(found.sayings.len(), 2);
        assert!(found.sayings.iter().all(|saying| saying.said_by.is_none()));
        let by = sql!("SELECT COUNT(*) AS many FROM sayings WHERE said_by IS NOT NULL");
        assert_eq!(many(&town, by).await, 0, "nor is it kept");
        assert_eq!(many(&town, trail).await, before, "nor does it stand on the trail");
    })
    .await;
}

#[tokio::test]
async fn dev_is_told_nobodys_name_whatever_he_looks_after_and_whatever_he_hears() {
    both(async |town| {
        let by_name = {
            let to = vec![Audience::Person(town.dev), Audience::Person(town.bryn)];
            let mut told = told("Put my name on it.", to);
            told.wishes.named = true;
            tells(&town, town.asha, &told, &Asks::default()).await
        };
        let all = [town.asha, town.bryn, town.carys, town.dev];
        let known = async |reader: Reader| {
            let mut look = town.sharing.store.database.look().await.expect("look");
            let names = town.sharing.names(&mut look, &reader, all).await.expect("names");
            all.map(|person| names.of(person).map(ToString::to_string))
        };
        let some = |names: [Option<&str>; 4]| names.map(|name| name.map(str::to_owned));
        let dev = known(town.reader(town.dev).await).await;
        assert_eq!(dev, some([None, None, None, Some("Dev")]));
        let holder = Reader::slip(slip_of(&Token::random().expect("a slip").hash()));
        for nobody in [Reader::nobody(), holder] {
            assert_eq!(known(nobody).await, some([None; 4]));
        }
        let bryn = known(town.reader(town.bryn).await).await;
        assert_eq!(bryn, some([Some("Asha"), Some("Bryn"), Some("Carys"), None]));
        for kind in [StandingKind::Steward, StandingKind::Money, StandingKind::Manages] {
            town.give(town.dev, town.team, kind).await;
        }
        let dev = known(town.reader(town.dev).await).await;
        assert_eq!(dev, some([None, None, None, Some("Dev")]), "he plays no part in it");
        for (who, is_named) in [(town.dev, false), (town.bryn, true)] {
            let reader = town.reader(who).await;
            let mut look = town.sharing.store.database.look().await.expect("look");
            let heard = hear::one(&town.sharing, &mut look, &reader, by_name).await;
            let voice = heard.expect("heard by name").voice;
            assert_eq!(matches!(voice, Voice::Named(_)), is_named);
        }
    })
    .await;
}
