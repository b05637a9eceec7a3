//! Looking after a system: acting, confirmed, called on to stop, and never a right to read.

#![allow(clippy::expect_used)]

mod town;

use doors::invitations::{self, InvitationId, Newcomer};
use ground::Fault;
use places::parts::{self, PartKind, Taken};
use places::stewards::{self, Act, RecallId, Wanted};
use places::systems::{self, Scale};
use sharing::{Action, Matter, StandingKind};
use town::{MONDAY, Town, both, words};

async fn acts(town: &Town, system: ground::id::SystemId) -> Vec<Act> {
    let reader = town.reader(town.bryn).await;
    let mut look = town.look().await;
    let system = systems::find(&town.sharing, &mut look, &reader, system).await.expect("a system");
    let done =
        stewards::done(&town.sharing, &mut look, &reader, &system, None).await.expect("a list");
    done.into_iter().map(|one| one.act).collect()
}

#[tokio::test]
async fn looking_after_a_system_gives_no_right_to_read_what_it_holds() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        town.give(town.asha, town.bryn, team).await;
        let mine = town.parts(town.asha, team).await;
        let part = mine
            .iter()
            .find(|part| part.person == town.asha && part.standing == StandingKind::Part)
            .expect("a part");
        let later = MONDAY.plus_days(1);
        // A stewardship without a part: the part was ended and the stewardship given again.
        parts::end(&town.sharing, team, part.id, town.asha, later).await.expect("ended");
        assert!(!town.stands(town.asha, StandingKind::Steward, team).await);
        let given = sharing::reader::Given {
            id: sharing::StandingId::random(),
            system: team,
            place: town.place,
            person: town.asha,
            kind: StandingKind::Steward,
            by: Some(town.bryn),
            began: later,
        };
        let database = &town.sharing.store.database;
        ::store::write!(database, |work| sharing::reader::give(work, given).await).expect("given");

        let asha = town.reader(town.asha).await;
        let system = Matter::system(team, town.place);
        town.sharing.leave(&asha, Action::Tend, &system).expect("may tend");
        let belongs = town.sharing.leave(&asha, Action::Belong, &system);
        assert!(matches!(belongs, Err(Fault::NotFound)), "whoever plays no part does not belong");
        for action in [Action::Read, Action::ReadTalk, Action::TakePart] {
            let read = town.sharing.leave(&asha, action, &Matter::held(team));
            assert!(matches!(read, Err(Fault::NotFound)), "{action:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_call_to_stop_stays_in_view_until_it_is_answered() {
    both(async |town| {
        let asha = town.stewards(town.bryn, town.place).await.remove(0);
        let (id, why) = (RecallId::random(), words("She decides alone."));
        let said = (town.bryn, &why);
        stewards::call(&town.sharing, town.place, id, asha.standing, said, MONDAY)
            .await
            .expect("called");
        for reader in [town.asha, town.bryn, town.carys] {
            let seen = town.stewards(reader, town.place).await.remove(0);
            assert_eq!(seen.open_recalls().count(), 1, "everybody sees it");
        }
        let answer = words("You are right. Let us meet.");
        let carys =
            stewards::answer(&town.sharing, town.place, id, town.carys, &answer, MONDAY).await;
        assert!(matches!(carys, Err(Fault::NotFound)), "only Asha answers for herself");

        // It stays in view even when she stops.
        let later = MONDAY.plus_days(40);
        stewards::end_own(&town.sharing, town.place, asha.standing, town.asha, later)
            .await
            .expect("stopped");
        let seen = town.stewards(town.carys, town.place).await.remove(0);
        assert_eq!((seen.open_recalls().count(), seen.ended), (1, Some(later)));
        stewards::answer(&town.sharing, town.place, id, town.asha, &answer, later)
            .await
            .expect("answered");
        let seen = town.stewards(town.carys, town.place).await.remove(0);
        assert_eq!((seen.open_recalls().count(), seen.recalls.len()), (0, 1));
        let mut done = acts(&town, town.place).await;
        done.sort_by_key(|act| act.word());
        assert_eq!(done, [Act::Answered, Act::Began, Act::Called, Act::Ended]);
    })
    .await;
}

#[tokio::test]
async fn only_somebody_of_another_organisation_confirms_whoever_acts() {
    both(async |town| {
        let council = town.draw(town.asha, Scale::Organisation, "The council").await;
        town.give(town.asha, town.bryn, council).await;
        let asha = town.stewards(town.bryn, town.place).await.remove(0);
        assert!(asha.is_acting());
        for (by, why) in [
            (town.asha, "not-allowed-confirm-oneself"),
            (town.bryn, "not-allowed-confirm-same-organisation"),
        ] {
            let refused =
                stewards::confirm(&town.sharing, town.place, asha.standing, by, MONDAY).await;
            assert!(matches!(refused, Err(Fault::NotAllowed(key)) if key == why), "{why}");
        }
        let dev =
            stewards::confirm(&town.sharing, town.place, asha.standing, town.dev, MONDAY).await;
        assert!(matches!(dev, Err(Fault::NotFound)));
        let bryn = bryn_looks_after_it_too(&town).await;
        let confirm =
            async |by| stewards::confirm(&town.sharing, town.place, bryn, by, MONDAY).await;
        let refused = confirm(town.carys).await;
        let key = "not-allowed-confirm-without-organisation";
        assert!(matches!(refused, Err(Fault::NotAllowed(why)) if why == key), "part of none");
        town.draw(town.carys, Scale::Team, "Carers").await;
        assert!(confirm(town.carys).await.is_err(), "a team is no organisation");
        town.draw(town.carys, Scale::Organisation, "The surgery").await;
        confirm(town.carys).await.expect("confirmed");
        let stewards = town.stewards(town.carys, town.place).await;
        let bryn = stewards.iter().find(|one| one.standing == bryn).expect("Bryn");
        let confirmed: Vec<_> = bryn.confirmed.iter().map(|one| (one.person, one.at)).collect();
        assert_eq!(confirmed, [(town.carys, MONDAY)]);
        assert!(!bryn.is_acting() && !bryn.confirmed[0].brought_in);
    })
    .await;
}

#[tokio::test]
async fn a_part_that_has_ended_makes_somebody_of_no_organisation() {
    both(async |town| {
        let asha = town.stewards(town.bryn, town.place).await.remove(0).standing;
        let confirm =
            async |by| stewards::confirm(&town.sharing, town.place, asha, by, MONDAY).await;
        // Carys was of the surgery, and is no longer.
        let surgery = town.draw(town.carys, Scale::Organisation, "The surgery").await;
        leaves(&town, town.carys, surgery).await;
        let refused = confirm(town.carys).await;
        let key = "not-allowed-confirm-without-organisation";
        assert!(matches!(refused, Err(Fault::NotAllowed(why)) if why == key));
        // Bryn and Asha were both of the council; he left it, and is of the library.
        let council = town.draw(town.asha, Scale::Organisation, "The council").await;
        town.give(town.asha, town.bryn, council).await;
        leaves(&town, town.bryn, council).await;
        town.draw(town.bryn, Scale::Organisation, "The library").await;
        confirm(town.bryn).await.expect("what they were together is over");
        // Asha was of the school with Carys, and left it.
        let school = town.draw(town.carys, Scale::Organisation, "The school").await;
        town.give(town.carys, town.asha, school).await;
        leaves(&town, town.asha, school).await;
        confirm(town.carys).await.expect("what they were together is over");
    })
    .await;
}

async fn leaves(town: &Town, person: ground::id::PersonId, system: ground::id::SystemId) {
    let all = town.parts(town.bryn, system).await;
    let is_theirs =
        |part: &&parts::Part| part.person == person && part.standing == StandingKind::Part;
    let part = all.iter().find(is_theirs).expect("a part").id;
    parts::end(&town.sharing, system, part, person, MONDAY).await.expect("left");
}

#[tokio::test]
async fn nobody_is_asked_to_look_after_what_they_play_no_part_in() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let id = sharing::StandingId::random();
        let give =
            async || stewards::give(&town.sharing, team, id, town.asha, town.bryn, MONDAY).await;
        let refused = give().await;
        assert!(matches!(refused, Err(Fault::NotAllowed("not-allowed-steward-from-outside"))));
        assert!(!town.stands(town.bryn, StandingKind::Steward, team).await);
        town.give(town.asha, town.bryn, team).await;
        give().await.expect("given");
    })
    .await;
}

async fn bryn_looks_after_it_too(town: &Town) -> sharing::StandingId {
    let id = sharing::StandingId::random();
    stewards::give(&town.sharing, town.place, id, town.asha, town.bryn, MONDAY)
        .await
        .expect("given");
    id
}

async fn asha_after(town: &Town, by: ground::id::PersonId) -> stewards::Steward {
    let asha = ashas(town).await;
    stewards::confirm(&town.sharing, town.place, asha.standing, by, MONDAY)
        .await
        .expect("confirmed");
    ashas(town).await
}

/// Asha among those who look after the place; others may have begun in the same moment.
async fn ashas(town: &Town) -> stewards::Steward {
    let all = town.stewards(town.bryn, town.place).await;
    all.into_iter().find(|steward| steward.person == town.asha).expect("she looks after it")
}

/// Somebody whom this person brings into the place, and into no organisation.
async fn comes_in(town: &Town, person: ground::id::PersonId, by: ground::id::PersonId) {
    let taken = Taken::plain(town.place, person, PartKind::Worker, MONDAY);
    let taken = Taken { by: Some(by), ..taken };
    parts::take(&town.sharing, &taken).await.expect("a part");
}

#[tokio::test]
async fn two_of_two_organisations_confirm_asha_even_where_she_invited_everybody() {
    both(async |town| {
        let surgery = town.draw(town.carys, Scale::Organisation, "The surgery").await;
        comes_in(&town, town.dev, town.asha).await;
        let dev = Taken::plain(surgery, town.dev, PartKind::Worker, MONDAY);
        parts::give(&town.sharing, town.carys, &dev).await.expect("of the surgery too");

        let asha = asha_after(&town, town.carys).await;
        assert!(asha.confirmed[0].brought_in, "and everybody may know");
        assert_eq!(asha.wanted(), Wanted::OneMore);
        let asha = asha_after(&town, town.dev).await;
        assert_eq!(asha.wanted(), Wanted::OneMore, "two of one organisation are one");
        let library = town.draw(town.bryn, Scale::Organisation, "The library").await;
        let asha = asha_after(&town, town.bryn).await;
        assert_eq!(asha.wanted(), Wanted::Nothing);
        let listed = acts(&town, town.place).await;
        let listed = listed.iter().filter(|act| **act == Act::ConfirmedBroughtIn).count();
        assert_eq!(listed, 3, "whom she brought in is listed each time");

        // What changes later takes nothing away: not the library's people, nor where Asha is.
        let bryn = town.parts(town.bryn, library).await;
        let bryn = bryn.iter().find(|part| part.standing == StandingKind::Part).expect("a part");
        let later = MONDAY.plus_days(1);
        parts::end(&town.sharing, library, bryn.id, town.bryn, later).await.expect("ended");
        let asha = Taken::plain(surgery, town.asha, PartKind::Worker, later);
        parts::give(&town.sharing, town.carys, &asha).await.expect("given");
        let asha = ashas(&town).await;
        assert_eq!(asha.wanted(), Wanted::Nothing);
    })
    .await;
}

#[tokio::test]
async fn a_confirming_speaks_for_whom_it_spoke_for_when_it_was_given() {
    both(async |town| {
        let surgery = town.draw(town.carys, Scale::Organisation, "The surgery").await;
        let library = town.draw(town.bryn, Scale::Organisation, "The library").await;
        town.give(town.bryn, town.carys, library).await;
        leaves(&town, town.carys, library).await;
        let asha = asha_after(&town, town.carys).await;
        assert_eq!(asha.confirmed[0].organisations, [surgery], "she had left the library");
        let later = Taken::plain(library, town.carys, PartKind::Worker, MONDAY.plus_days(1));
        parts::give(&town.sharing, town.bryn, &later).await.expect("she is there again");
        let asha = ashas(&town).await;
        assert_eq!(asha.confirmed[0].organisations, [surgery]);
        assert_eq!(asha.wanted(), Wanted::OneMore);
        // And nobody confirms whoever looks after a team that they play no part in.
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let standing = town.stewards(town.asha, team).await.remove(0).standing;
        let by = town.carys;
        let outside = stewards::confirm(&town.sharing, team, standing, by, MONDAY).await;
        assert!(matches!(outside, Err(Fault::NotAllowed(_))));
        town.give(town.asha, by, team).await;
        stewards::confirm(&town.sharing, team, standing, by, MONDAY).await.expect("confirmed");
    })
    .await;
}

#[tokio::test]
async fn one_whom_asha_did_not_bring_in_is_enough_and_stays_so_when_she_invites_them_later() {
    both(async |town| {
        // Bryn brings Dev in, who is of the surgery; Asha had no hand in it.
        bryn_looks_after_it_too(&town).await;
        comes_in(&town, town.dev, town.bryn).await;
        town.draw(town.dev, Scale::Organisation, "The surgery").await;
        let asha = asha_after(&town, town.dev).await;
        assert_eq!((asha.wanted(), asha.confirmed[0].brought_in), (Wanted::Nothing, false));
        assert!(acts(&town, town.place).await.contains(&Act::Confirmed));

        let later = MONDAY.plus_days(1);
        let again = Taken::plain(town.place, town.dev, PartKind::Resident, later);
        parts::give(&town.sharing, town.asha, &again).await.expect("another part");
        let asha = ashas(&town).await;
        assert_eq!(asha.wanted(), Wanted::Nothing);
    })
    .await;
}

#[tokio::test]
async fn nobody_ends_a_stewardship_alone() {
    both(async |town| {
        let asha = town.stewards(town.bryn, town.place).await.remove(0);
        let (id, why) = (RecallId::random(), words("She decides alone."));
        let said = (town.bryn, &why);
        stewards::call(&town.sharing, town.place, id, asha.standing, said, MONDAY)
            .await
            .expect("called");
        let (again, hers) = (RecallId::random(), (town.asha, &why));
        let herself =
            stewards::call(&town.sharing, town.place, again, asha.standing, hers, MONDAY).await;
        assert!(matches!(herself, Err(Fault::NotAllowed("not-allowed-recall-oneself"))));
        let how = words("We talked on Friday.");
        for alone in [town.bryn, town.asha] {
            let refused =
                stewards::end_together(&town.sharing, town.place, id, alone, &how, MONDAY).await;
            assert!(matches!(refused, Err(Fault::NotAllowed("not-allowed-end-alone"))));
        }
        stewards::end_together(&town.sharing, town.place, id, town.carys, &how, MONDAY)
            .await
            .expect("ended");
        assert!(!town.stands(town.asha, StandingKind::Steward, town.place).await);
        assert!(acts(&town, town.place).await.contains(&Act::Ended), "everybody reads it");

        // Nobody looks after the place now, so one who is part of it can.
        let standing = sharing::StandingId::random();
        stewards::take_on(&town.sharing, town.place, standing, town.carys, MONDAY)
            .await
            .expect("taken on");
        let again = sharing::StandingId::random();
        let bryn = stewards::take_on(&town.sharing, town.place, again, town.bryn, MONDAY).await;
        assert!(matches!(bryn, Err(Fault::NotAllowed("not-allowed-somebody-looks-after"))));
        stewards::give(&town.sharing, town.place, again, town.carys, town.bryn, MONDAY)
            .await
            .expect("two look after it");
    })
    .await;
}

#[tokio::test]
async fn what_is_done_at_the_door_is_listed_for_all_and_never_says_for_whom() {
    both(async |town| {
        let asha = town.reader(town.asha).await;
        let id = InvitationId::random();
        for _ in 0..2 {
            invitations::make(&town.sharing, &asha, town.place, (id, id.0), None, MONDAY)
                .await
                .expect("made, and its link again");
        }
        invitations::end(&town.sharing, &asha, town.place, id, MONDAY).await.expect("ended");
        let bryn = town.reader(town.bryn).await;
        let other = (InvitationId::random(), ground::id::Uuid::new_v4());
        let refused =
            invitations::make(&town.sharing, &bryn, town.place, other, None, MONDAY).await;
        assert!(refused.is_err(), "only those who look after it");
        let newcomer = Newcomer { name: town::line("Gwen"), under_18: false };
        let form = ground::id::Uuid::new_v4();
        for _ in 0..2 {
            invitations::hand(&town.sharing, &town.clock, town.asha, town.place, &newcomer, form)
                .await
                .expect("handed, and another card when its answer was lost");
        }

        let reader = town.reader(town.carys).await;
        let mut look = town.look().await;
        let place = systems::find(&town.sharing, &mut look, &reader, town.place).await;
        let place = place.expect("a place");
        let done = stewards::done(&town.sharing, &mut look, &reader, &place, None).await;
        let mut done = done.expect("a list");
        done.here.retain(|one| one.act != Act::Began);
        done.here.sort_by_key(|one| one.act.word());
        let acts: Vec<Act> = done.iter().map(|one| one.act).collect();
        assert_eq!(acts, [Act::Handed, Act::InvitationEnded, Act::Invited]);
        for one in &done {
            assert_eq!(one.by, Some(town.asha));
            assert!(one.about.is_none() && one.words.is_none(), "{:?}", one.act);
        }
    })
    .await;
}

#[tokio::test]
async fn a_part_is_listed_when_whoever_gave_it_looks_after_the_system() {
    both(async |town| {
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        town.give(town.asha, town.bryn, team).await;
        town.give(town.bryn, town.carys, team).await;
        let listed = acts(&town, team).await;
        assert_eq!(listed.iter().filter(|act| **act == Act::PartGiven).count(), 1);
    })
    .await;
}
