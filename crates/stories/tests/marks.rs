//! Whose looking is written down for whoever told it, and that where it cannot be written down no
//! words are shown. On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use std::collections::BTreeSet;
use std::task::{Context, Poll, Waker};

use cast::{MONDAY, Town, both, line};
use ground::Fault;
use ground::id::{PersonId, Uuid};
use reading_first::{hears, reads, tells, told};
use sharing::{Audience, StandingKind, TellingMatter, trail};
use store::{Token, bind, sql};
use stories::second_readings::{Asks, Whom};
use stories::slips::handing::hand_over;
use stories::tellings::{Manner, TellingId, Told, hear, tell};
use stories::worries::{InThisId, say_in_this};

async fn tell_of(town: &Town, who: PersonId, to: Vec<Audience>) -> TellingId {
    tells(town, who, &told("The damp is back.", to), &Asks::default()).await
}

/// Who is written down as having looked at what is this person's.
async fn looked(town: &Town, whose: PersonId) -> BTreeSet<PersonId> {
    town.seal_trail().await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let looked = trail::who_looked(&mut look, whose, None).await.expect("looked");
    looked.iter().map(|glance| glance.reader).collect()
}

fn only<const MANY: usize>(people: [PersonId; MANY]) -> BTreeSet<PersonId> {
    BTreeSet::from(people)
}

async fn run(town: &Town, sql: store::Sql) {
    let database = &town.sharing.store.database;
    store::write!(database, |work| work.run(sql, bind()).await).expect("run");
}

#[tokio::test]
async fn where_no_mark_can_be_written_no_words_are_shown() {
    both(async |town| {
        let narrow = tell_of(&town, town.asha, vec![Audience::Person(town.bryn)]).await;
        let wide = tell_of(&town, town.asha, vec![Audience::System(town.team)]).await;
        let (bryn, sharing) = (town.reader(town.bryn).await, &town.sharing);
        let some = async |ids: &[TellingId]| {
            let mut look = sharing.store.database.look().await.expect("look");
            hear::some(sharing, &mut look, &bryn, ids).await.map(|heard| heard.len())
        };
        run(&town, sql!("ALTER TABLE trail RENAME TO trail_gone")).await;
        let mut look = sharing.store.database.look().await.expect("look");
        let one = hear::one(sharing, &mut look, &bryn, narrow).await;
        assert!(matches!(one, Err(Fault::Unmarked)), "not one word");
        drop(look);
        assert!(matches!(some(&[wide, narrow]).await, Err(Fault::Unmarked)), "nor in a list");
        assert_eq!(some(&[wide]).await.expect("heard"), 1, "what leaves no mark needs none");
        run(&town, sql!("ALTER TABLE trail_gone RENAME TO trail")).await;
        assert!(looked(&town, town.asha).await.is_empty());
        assert_eq!(some(&[wide, narrow]).await.expect("heard"), 2);
        assert_eq!(looked(&town, town.asha).await, only([town.bryn]));
    })
    .await;
}

#[tokio::test]
async fn where_more_look_than_can_be_written_down_the_next_is_given_no_leave() {
    both(async |town| {
        let (bryn, place) = (town.reader(town.bryn).await, town.place);
        let narrow = [TellingMatter {
            teller: Some(town.asha),
            people: vec![town.bryn],
            ..TellingMatter::of(Uuid::new_v4(), place)
        }];
        // Nothing is written meanwhile: this story holds the only thread and waits for nothing.
        let (mut task, mut line) = (Context::from_waker(Waker::noop()), Vec::new());
        let next = loop {
            assert!(line.len() < 10_000, "the line is never full");
            let mut asks = Box::pin(town.sharing.hear(&bryn, &narrow, |_| place));
            match asks.as_mut().poll(&mut task) {
                Poll::Pending => line.push(asks),
                Poll::Ready(answer) => break answer,
            }
        };
        assert!(matches!(next, Err(Fault::Unmarked)));
        assert!(line.len() > 1_000, "many may look at once");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_asked_by_name_to_read_it_first_is_written_down() {
    both(async |town| {
        let to = vec![Audience::System(town.place), Audience::Person(town.carys)];
        let asks = Asks { whom: Whom::Person(town.carys), ..Asks::default() };
        let id = tells(&town, town.asha, &told("The damp is back.", to), &asks).await;
        assert!(looked(&town, town.asha).await.is_empty());
        // She opens it from what waits for her, and meets it on no list.
        let carys = town.reader(town.carys).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        hear::one(&town.sharing, &mut look, &carys, id).await.expect("heard");
        drop(look);
        assert_eq!(looked(&town, town.asha).await, only([town.carys]));
    })
    .await;
}

#[tokio::test]
async fn what_is_held_back_is_heard_by_name_and_marked_though_the_team_may_hear_it_later() {
    both(async |town| {
        let to = vec![Audience::System(town.team), Audience::Person(town.bryn)];
        let about = Told {
            manner: Manner::Absent,
            for_name: Some(line("Len")),
            ..told("He sat in the cold.", to)
        };
        let id = tells(&town, town.asha, &about, &Asks::default()).await;
        assert!(hears(&town, town.bryn, id).await && !hears(&town, town.carys, id).await);
        assert_eq!(looked(&town, town.asha).await, only([town.bryn]), "one of the team, by name");
        let asha = town.reader(town.asha).await;
        tell::read_back(&town.sharing, &asha, id, None, MONDAY).await.expect("read back");
        assert!(hears(&town, town.carys, id).await);
        assert_eq!(looked(&town, town.asha).await, only([town.bryn]), "now it is the team's");
    })
    .await;
}

#[tokio::test]
async fn whoever_looks_at_what_carys_is_in_is_written_down_though_she_is_of_the_team() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        town.give(ruth, town.team, StandingKind::Part).await;
        let id = tell_of(&town, town.bryn, vec![Audience::System(town.team)]).await;
        assert!(hears(&town, ruth, id).await);
        assert!(looked(&town, town.bryn).await.is_empty(), "she heard it like everybody there");
        let carys = town.reader(town.carys).await;
        let said = say_in_this(&town.sharing, &carys, id, InThisId::random(), None, MONDAY).await;
        said.expect("said");
        assert!(hears(&town, ruth, id).await && !hears(&town, town.carys, id).await);
        assert_eq!(looked(&town, town.bryn).await, only([ruth]));
    })
    .await;
}

#[tokio::test]
async fn what_is_offered_to_anyone_is_marked_while_it_waits_and_always_outside_the_place() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let to = |who| vec![Audience::Anyone, Audience::Person(who)];
        let waits = tell_of(&town, town.asha, to(town.carys)).await;
        assert!(hears(&town, town.carys, waits).await && !hears(&town, town.bryn, waits).await);
        assert_eq!(looked(&town, town.asha).await, only([town.carys]));
        let read = tell_of(&town, town.bryn, to(town.dev)).await;
        assert_eq!(reads(&town, ruth, true).await, 2);
        assert!(hears(&town, town.carys, read).await && hears(&town, town.dev, read).await);
        assert_eq!(looked(&town, town.bryn).await, only([town.dev]), "Carys hears it as anyone");
    })
    .await;
}

#[tokio::test]
async fn whoever_looks_after_the_team_and_is_not_of_it_is_written_down() {
    both(async |town| {
        let to = vec![Audience::System(town.team), Audience::Person(town.asha)];
        let id = tell_of(&town, town.bryn, to).await;
        assert!(hears(&town, town.asha, id).await && hears(&town, town.carys, id).await);
        assert_eq!(looked(&town, town.bryn).await, only([town.asha]));
    })
    .await;
}

#[tokio::test]
async fn bryn_sees_who_looked_at_what_he_wrote_down_for_somebody_until_it_is_theirs() {
    both(async |town| {
        let to = vec![Audience::Person(town.carys), Audience::Person(town.asha)];
        let written = Told { manner: Manner::Present, ..told("He shuts the door.", to) };
        let id = tells(&town, town.bryn, &written, &Asks::default()).await;
        assert!(hears(&town, town.carys, id).await);
        assert_eq!(looked(&town, town.bryn).await, only([town.carys]));
        let (slip, bryn) = (Token::random().expect("a slip"), town.reader(town.bryn).await);
        let given = hand_over(&town.sharing, &bryn, id, (&slip, false), MONDAY).await;
        given.expect("handed over");
        assert!(hears(&town, town.asha, id).await);
        assert_eq!(looked(&town, town.bryn).await, only([town.carys]), "no longer his to know");
    })
    .await;
}

#[tokio::test]
async fn whoever_reads_it_again_and_again_is_one_line_a_day_and_pushes_nobody_off_the_list() {
    both(async |town| {
        let to = vec![Audience::Person(town.bryn), Audience::Person(town.carys)];
        let id = tell_of(&town, town.asha, to).await;
        for who in [town.carys, town.bryn, town.bryn, town.bryn] {
            assert!(hears(&town, who, id).await);
        }
        town.seal_trail().await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let looked = trail::who_looked(&mut look, town.asha, None).await.expect("looked");
        let read: BTreeSet<PersonId> = looked.iter().map(|glance| glance.reader).collect();
        assert_eq!((looked.len(), read), (2, only([town.bryn, town.carys])));
    })
    .await;
}
