//! Wishes narrow at any moment, on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use cast::{MONDAY, both};
use ground::Fault;
use reading_first::{hears, tells, told, waits};
use sharing::Audience;
use stories::second_readings::{Asks, Whom};
use stories::tellings::coming_back::{PutOff, put_off};
use stories::tellings::{Told, Wished, Wishes, hear, tell};

#[tokio::test]
async fn what_only_narrows_is_taken_whatever_was_on_the_page() {
    both(async |town| {
        let team = Audience::System(town.team);
        let id = tells(&town, town.asha, &told("An old tab.", vec![]), &Asks::default()).await;
        let (asha, sharing) = (town.reader(town.asha).await, &town.sharing);
        let wish = async |revision, heard_by: Vec<Audience>, named| {
            let wishes = Wishes { heard_by, named, ..Wishes::default() };
            tell::wish(sharing, &asha, (id, revision), &wishes.into(), MONDAY).await
        };
        wish(1, vec![team, Audience::Person(town.carys)], true).await.expect("offered");
        assert!(hears(&town, town.bryn, id).await);
        // This form was made before any of that.
        wish(1, vec![Audience::Person(town.carys)], false).await.expect("narrowed");
        assert!(!hears(&town, town.bryn, id).await);
        assert!(hears(&town, town.carys, id).await);
        for (heard_by, named) in [(vec![team], false), (vec![], true)] {
            let widens = wish(2, heard_by, named).await;
            assert!(matches!(widens, Err(Fault::Stale)), "wider than what stands now");
        }
        wish(1, vec![], false).await.expect("narrowed again");
        assert!(!hears(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn an_older_page_lets_nothing_more_be_done_with_it_and_moves_no_day() {
    both(async |town| {
        let id = tells(&town, town.asha, &told("An old tab.", vec![]), &Asks::default()).await;
        let (asha, sharing) = (town.reader(town.asha).await, &town.sharing);
        let wish = async |revision, wishes: Wishes| {
            tell::wish(sharing, &asha, (id, revision), &wishes.into(), MONDAY).await
        };
        let (none, day) = (Wishes::default(), Some(MONDAY.plus_days(7)));
        let asked = Wishes { come_back: true, come_back_on: day, ..none.clone() };
        wish(1, none.clone()).await.expect("nothing");
        for more in [
            Wishes { quoted: true, ..none.clone() },
            Wishes { laid_beside: true, ..none.clone() },
            Wishes { compared: true, ..none.clone() },
            Wishes { named: true, ..none.clone() },
            Wishes { come_back: true, ..none.clone() },
            asked.clone(),
        ] {
            assert!(matches!(wish(1, more.clone()).await, Err(Fault::Stale)), "{more:?}");
        }
        wish(2, Wishes { quoted: true, ..asked.clone() }).await.expect("more");
        let sooner = Wishes { come_back_on: Some(MONDAY.plus_days(1)), ..asked.clone() };
        let same = Wishes { quoted: true, ..sooner.clone() };
        assert!(matches!(wish(1, same).await, Err(Fault::Stale)), "another day, and nothing less");
        wish(1, sooner).await.expect("less");
        let mut look = sharing.store.database.look().await.expect("look");
        let stands = hear::one(sharing, &mut look, &asha, id).await.expect("hers").wishes;
        assert_eq!(stands, asked, "on the day that stood");
    })
    .await;
}

#[tokio::test]
async fn a_page_that_was_open_when_asha_answered_at_home_takes_it_from_the_team_all_the_same() {
    both(async |town| {
        for answer in [PutOff::InAMonth, PutOff::NotAgain] {
            let team = Audience::System(town.team);
            let tab = told("An old tab.", vec![team]);
            let wishes = Wishes { come_back: true, come_back_on: Some(MONDAY), ..tab.wishes };
            let tab = Told { wishes: wishes.clone(), ..tab };
            let id = tells(&town, town.asha, &tab, &Asks::default()).await;
            let (asha, sharing) = (town.reader(town.asha).await, &town.sharing);
            assert!(hears(&town, town.bryn, id).await);
            let at = (&jiff::tz::TimeZone::UTC, MONDAY.plus_days(1));
            put_off(sharing, &asha, id, answer, at).await.expect("answered");
            // Made before she answered, and with the day that stood then.
            let fewer = Wishes { heard_by: vec![], ..wishes.clone() };
            let now = MONDAY.plus_days(3);
            tell::wish(sharing, &asha, (id, 1), &fewer.into(), now).await.expect("narrowed");
            assert!(!hears(&town, town.bryn, id).await, "{answer:?}");
            let mut look = sharing.store.database.look().await.expect("look");
            let stands = hear::one(sharing, &mut look, &asha, id).await.expect("hers").wishes;
            assert_eq!(stands.come_back, answer == PutOff::InAMonth, "what she answered stands");
            assert!(stands.come_back_on.is_none_or(|day| day > now), "on no older day");
            drop(look);
            // What asks for more than stands is chosen anew, over what stands.
            let wider = tell::wish(sharing, &asha, (id, 1), &wishes.into(), now).await;
            assert!(wider.is_err());
        }
    })
    .await;
}

#[tokio::test]
async fn an_older_page_that_narrows_lets_nobody_read_it_whom_asha_kept_it_from() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = tells(&town, town.asha, &told("An old tab.", vec![]), &Asks::default()).await;
        let (asha, carys) = (town.reader(town.asha).await, Audience::Person(town.carys));
        let wish = async |revision, heard_by: Vec<Audience>, whom| {
            let asks = Asks { whom, ..Asks::default() };
            let wishes = Wishes { heard_by, ..Wishes::default() };
            tell::wish(&town.sharing, &asha, (id, revision), &Wished { wishes, asks }, MONDAY).await
        };
        // She asks Carys to read it first, and not those on duty.
        let named = Whom::Person(town.carys);
        wish(1, vec![Audience::Anyone, carys], named).await.expect("offered");
        assert_eq!(waits(&town, town.carys).await.len(), 1);
        // A form from before that knows of no Carys, and would have asked those on duty.
        wish(1, vec![Audience::Anyone], Whom::OnDuty).await.expect("narrowed");
        assert!(waits(&town, town.carys).await.is_empty());
        assert!(waits(&town, ruth).await.is_empty() && !hears(&town, ruth, id).await);
        // Once she has seen what stands, she can ask them.
        wish(3, vec![Audience::Anyone], Whom::OnDuty).await.expect("asked");
        assert_eq!(waits(&town, ruth).await.len(), 1);
    })
    .await;
}
