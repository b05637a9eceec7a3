//! Being asked in has an end.

use ground::Fault;
use ground::id::PersonId;
use sharing::{Nouns, StandingKind};

use super::super::guests::{before, end};
use super::super::{GuestId, InquiryId, TalkId, Turn, ask_in, find, say, talk};
use super::{guest, spoke};
use crate::convening::ask_to_come;
use crate::experiments::{self, EntryId, EntryKind, ExperimentId, Planned, Support};
use crate::heard::Heard;
use crate::proof::{MONDAY, Town, both, line, words};

/// Whether this person reads the talk of a question at this moment.
async fn hears(town: &Town, who: PersonId, inquiry: InquiryId) -> bool {
    let (reader, mut look) = (town.reader(who).await, town.look().await);
    let seen = find(&town.sharing, &mut look, &reader, inquiry).await.expect("the question");
    talk(&town.sharing, &mut look, &reader, &seen, None).await.expect("asked").is_some()
}

/// Bryn asks Carys in, who holds the money.
async fn carys_is_asked_in(town: &Town, inquiry: InquiryId) -> GuestId {
    let (bryn, id) = (town.reader(town.bryn).await, GuestId::random());
    ask_in(&town.sharing, &bryn, inquiry, (id, town.carys), MONDAY).await.expect("asked in");
    id
}

#[tokio::test]
async fn whom_bryn_asks_in_by_mistake_is_outside_again_at_once_in_all_that_was_said_and_seen() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        spoke(&town, damp, Turn::Talk, "I don't know what to try next.", 1).await;
        let (asha, carys) = (town.reader(town.asha).await, town.reader(town.carys).await);
        let plan = Planned {
            inquiry: damp,
            name: line("A dry wall"),
            intends: None,
            tries: None,
            limits: None,
            who: None,
            support: Support::Untouched,
            because: None,
        };
        let tried = ExperimentId::random();
        experiments::plan(&town.sharing, &asha, tried, &plan, MONDAY).await.expect("planned");
        let saw = (EntryKind::Observed, &words("It dripped again."), &Heard::default());
        let entry = EntryId::random();
        experiments::add(&town.sharing, &asha, entry, tried, saw, MONDAY).await.expect("seen");
        let path = format!("/experiments/{tried}");

        let id = carys_is_asked_in(&town, damp).await;
        assert!(hears(&town, town.carys, damp).await);
        assert!(town.page(town.carys, &path).await.1.contains("It dripped again."));
        let ends = format!("/inquiries/{damp}/asked-in/{id}/end");
        for _ in 0..2 {
            let (status, to, _) = town.send(town.asha, &ends, &[]).await;
            assert_eq!((status.as_u16(), to), (303, format!("/inquiries/{damp}")));
        }
        assert!(!hears(&town, town.carys, damp).await);
        assert!(!town.page(town.carys, &path).await.1.contains("It dripped again."));
        // Her form was on its way; it brings the reader that she was.
        let own = (Turn::Talk, &words("How much was that?"));
        let late = say(&town.sharing, &carys, TalkId::random(), damp, own, MONDAY).await;
        assert!(matches!(late, Err(Fault::NotFound)));
        let late = experiments::add(&town.sharing, &carys, EntryId::random(), tried, saw, MONDAY);
        assert!(matches!(late.await, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn the_question_keeps_from_when_to_when_somebody_was_asked_in_and_who_ended_it() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        let first = carys_is_asked_in(&town, damp).await;
        let (asha, mut look) = (town.reader(town.asha).await, town.look().await);
        let over = MONDAY.plus_days(3);
        end(&town.sharing, &asha, damp, first, over).await.expect("ended");
        let (_, page) = town.page(town.bryn, &format!("/inquiries/{damp}")).await;
        assert!(page.contains("Carys</b> asked in by Bryn, 2 March 2026; ended by Asha, 5 March"));
        let (_, outside) = town.page(town.carys, &format!("/inquiries/{damp}")).await;
        assert!(!outside.contains("ended by"), "it stands where the talk does");

        // The form by which she was asked is sent again: what ended stays ended.
        let bryn = town.reader(town.bryn).await;
        let again = ask_in(&town.sharing, &bryn, damp, (first, town.carys), over).await;
        assert!(matches!(again, Err(Fault::Already)));
        let people = [(town.carys, first)];
        ask_to_come(&town.sharing, &bryn, damp, &people, None, over).await.expect("asked to come");
        assert!(!hears(&town, town.carys, damp).await);
        // Asked in once more she is a guest anew, and what was before stands as it was. The form
        // that ended it, sent again, ends nothing.
        let second = carys_is_asked_in(&town, damp).await;
        let again = end(&town.sharing, &asha, damp, first, over).await;
        assert!(matches!(again, Err(Fault::Already)) && hears(&town, town.carys, damp).await);
        let seen = find(&town.sharing, &mut look, &asha, damp).await.expect("the question");
        assert!(seen.guests.len() == 1 && seen.guests[0].id == second);
        let past = before(&mut look, &seen).await.expect("before");
        assert!(past.len() == 1 && past[0].ended == Some((over, town.asha)));
    })
    .await;
}

#[tokio::test]
async fn a_guest_leaves_by_herself_and_ends_it_for_no_other_guest() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        let other = town.question("Whose wall is it?").await;
        let id = carys_is_asked_in(&town, damp).await;
        town.give(town.bryn, town.team, StandingKind::Manages).await;
        let (asha, bryn) = (town.reader(town.asha).await, town.reader(town.bryn).await);
        let (carys, dev) = (town.reader(town.carys).await, town.reader(town.dev).await);
        let his = guest(town.bryn);
        ask_in(&town.sharing, &asha, damp, his, MONDAY).await.expect("asked in");
        for (reader, inquiry, id) in [
            (&bryn, damp, id),
            (&carys, damp, his.0),
            (&dev, damp, id),
            (&carys, other, id),
            (&asha, damp, GuestId::random()),
        ] {
            let ended = end(&town.sharing, reader, inquiry, id, MONDAY).await;
            assert!(matches!(ended, Err(Fault::NotFound)), "{ended:?}");
        }
        let path = format!("/inquiries/{damp}");
        let (_, page) = town.page(town.carys, &path).await;
        assert!(page.contains(&format!("{id}/end")) && !page.contains(&format!("{}/end", his.0)));
        let (_, page) = town.page(town.asha, &path).await;
        assert!(page.contains(&format!("{id}/end")) && page.contains(&format!("{}/end", his.0)));
        end(&town.sharing, &carys, damp, id, MONDAY).await.expect("she leaves");
        assert!(!hears(&town, town.carys, damp).await && hears(&town, town.bryn, damp).await);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_no_longer_asked_in_is_not_told_at_home_to_come_and_talk() {
    both(async |town| {
        let damp = town.question("Why does the damp come back?").await;
        let bryn = town.reader(town.bryn).await;
        let (id, person) = guest(town.carys);
        let people = [(person, id)];
        ask_to_come(&town.sharing, &bryn, damp, &people, None, MONDAY).await.expect("asked");
        let waits = async || {
            let (carys, mut look) = (town.reader(town.carys).await, town.look().await);
            let mut many = 0;
            for noun in Nouns::new(crate::nouns(&town.sharing)).iter() {
                many += noun.waits(&mut look, &carys, MONDAY).await.expect("waits").len();
            }
            many
        };
        assert_eq!(waits().await, 1);
        end(&town.sharing, &bryn, damp, id, MONDAY).await.expect("ended");
        assert_eq!(waits().await, 0);
    })
    .await;
}
