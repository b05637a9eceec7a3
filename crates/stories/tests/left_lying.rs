//! A second reading that is left lying: its teller asks somebody else; what was told with a slip
//! goes to whoever hears what went wrong too. Nothing is shared before it was read.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use cast::{MONDAY, Town, both};
use ground::Fault;
use ground::id::PersonId;
use reading_first::{hears, reads, second, tells, to_town, told, waits};
use sharing::{Audience, Reader, StandingKind, trail};
use stories::second_readings::{Answer, Asks, Whom, answer, ask_again};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told, Wishes, age, slip_of};

/// Somebody in the town who hears what went wrong there.
async fn hears_wrongs(town: &Town, name: &str, under_18: bool) -> PersonId {
    let person = town.newcomer(name, under_18).await;
    town.give(person, town.place, StandingKind::HearsWrongs).await;
    person
}

/// What somebody tells at the open door, and the reader that they are with their slip.
async fn at_the_door(town: &Town, wishes: Wishes) -> (TellingId, Reader) {
    let slip = store::Token::random().expect("a slip").hash();
    let (id, place) = (TellingId::random(), Where { system: town.place, place: town.place });
    let told = Told { wishes, ..told("The stairs are dark.", to_town(town)) };
    let teller = Teller::Slip(slip);
    tell::tell(&town.sharing, teller, place, id, &told, MONDAY).await.expect("told");
    (id, Reader::slip(slip_of(&slip)))
}

fn offered(town: &Town) -> Wishes {
    Wishes { heard_by: to_town(town), ..Wishes::default() }
}

#[tokio::test]
async fn whom_bryn_asked_and_who_does_not_answer_is_asked_no_more_when_he_asks_another() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let eve = town.newcomer("Eve", false).await;
        let to = [eve, town.carys].map(Audience::Person).into_iter().chain(to_town(&town));
        let by = |person| Asks { whom: Whom::Person(person), ..Asks::default() };
        let id = tells(&town, town.bryn, &told("Wet.", to.collect()), &by(eve)).await;
        let bryn = town.reader(town.bryn).await;
        let lies = waits(&town, eve).await;
        assert!(lies.len() == 1 && waits(&town, ruth).await.is_empty());
        town.clock.move_to(MONDAY.plus_days(100));
        assert!(!second(&town, &bryn, id).await.lies, "he can ask somebody else himself");
        ask_again(&town.sharing, &bryn, id, &by(town.carys), MONDAY).await.expect("asked");
        assert!(waits(&town, eve).await.is_empty());
        let late = (lies[0], 1);
        let eves = town.reader(eve).await;
        let late = answer(&town.sharing, &eves, late, &Answer::Fine, MONDAY).await;
        assert!(matches!(late, Err(Fault::NotFound)), "{late:?}");
        assert!(!hears(&town, ruth, id).await, "nothing is shared before it was read");
        ask_again(&town.sharing, &bryn, id, &Asks::default(), MONDAY).await.expect("asked");
        assert!(waits(&town, town.carys).await.is_empty());
        assert_eq!(reads(&town, ruth, true).await, 1);
        assert!(hears(&town, town.asha, id).await);
    })
    .await;
}

#[tokio::test]
async fn what_lies_unread_for_two_weeks_by_slip_goes_to_whoever_hears_what_went_wrong_too() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let finn = hears_wrongs(&town, "Finn", false).await;
        let (id, holder) = at_the_door(&town, offered(&town)).await;
        for days in [0, 20] {
            town.clock.move_to(MONDAY.week().begins().plus_days(days));
            assert!(waits(&town, finn).await.is_empty() && !hears(&town, finn, id).await);
            assert!(!second(&town, &holder, id).await.lies);
        }
        town.clock.move_to(MONDAY.week().begins().plus_days(21));
        assert!(second(&town, &holder, id).await.lies, "and its teller reads that it is so");
        assert_eq!(waits(&town, finn).await, waits(&town, ruth).await);
        assert!(hears(&town, finn, id).await && hears(&town, ruth, id).await);
        for other in [town.asha, town.bryn, town.carys, town.dev] {
            assert!(!hears(&town, other, id).await && waits(&town, other).await.is_empty());
        }
        assert_eq!(reads(&town, finn, true).await, 1);
        assert!(hears(&town, town.bryn, id).await);
        assert!(waits(&town, ruth).await.is_empty() && waits(&town, finn).await.is_empty());
        assert!(!second(&town, &holder, id).await.lies);
        // Whoever looked is written down, whoever they are.
        town.clock.move_to(MONDAY.plus_days(40));
        town.seal_trail().await;
        let row =
            store::sql!("SELECT COUNT(*) AS many FROM trail WHERE verb = 'read' AND actor_id = $1");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let row = look.one(row, store::bind().id(finn)).await.expect("a row");
        assert!(row.number("many").expect("a number") > 0);
        assert!(trail::who_looked(&mut look, town.bryn, None).await.expect("looked").is_empty());
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_both_duties_is_asked_once_and_who_hears_wrongs_elsewhere_is_not() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        town.give(ruth, town.place, StandingKind::HearsWrongs).await;
        let elsewhere = town.newcomer("Finn", false).await;
        town.give(elsewhere, town.elsewhere, StandingKind::HearsWrongs).await;
        let (id, _) = at_the_door(&town, offered(&town)).await;
        town.clock.move_to(MONDAY.plus_days(60));
        assert_eq!(waits(&town, ruth).await.len(), 1);
        assert!(waits(&town, elsewhere).await.is_empty() && !hears(&town, elsewhere, id).await);
    })
    .await;
}

#[tokio::test]
async fn whether_a_child_may_be_quoted_stays_for_an_adult_however_long_it_lies() {
    both(async |town| {
        town.on_duty("Ruth").await;
        let (finn, young) =
            (hears_wrongs(&town, "Finn", false).await, hears_wrongs(&town, "Efa", true).await);
        let near = Wishes { quoted: true, ..Wishes::default() };
        let (id, holder) = at_the_door(&town, near).await;
        age::say_under_18(&town.sharing, &holder, id, MONDAY).await.expect("said");
        town.clock.move_to(MONDAY.plus_days(60));
        assert!(waits(&town, young).await.is_empty() && !hears(&town, young, id).await);
        assert_eq!(waits(&town, finn).await.len(), 1);
    })
    .await;
}
