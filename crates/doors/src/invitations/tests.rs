use ground::Fault;

use super::*;
use crate::testing::{Town, both, form};

fn newcomer(name: &str) -> Taker {
    Taker::Newcomer(Newcomer { name: Line::parse(name).expect("name"), under_18: false })
}

async fn invite(town: &Town, words: Option<&str>) -> Token {
    let asha = town.reader(town.asha).await;
    let words = words.map(|w| Words::parse(w).expect("words"));
    let id = InvitationId::random();
    let made = make(&town.sharing, &asha, town.team, (id, form()), words.as_ref(), town.now());
    made.await.expect("made").0
}

#[tokio::test]
async fn an_invitation_says_who_invites_and_their_words_and_lets_somebody_new_in() {
    both(async |town| {
        let token = invite(&town, Some("Come on Thursday.")).await;
        let offer = find(&town.sharing, &token, town.now()).await.expect("offer");
        assert_eq!(offer.name.expect("name").to_string(), "Asha");
        assert_eq!(offer.words.expect("words").to_string(), "Come on Thursday.");
        let taken = take(&town.sharing, &town.clock, &token, newcomer("Efa"), form()).await;
        let taken = taken.expect("taken");
        let efa = town.reader(taken.person).await;
        assert!(efa.stands(StandingKind::Part, town.team));
        assert!(efa.stands(StandingKind::Part, town.place));
        assert_eq!(efa.standings().len(), 2);
        assert_eq!(town.who(&taken.session.expect("session")).await, Some(taken.person));
        assert!(matches!(find(&town.sharing, &token, town.now()).await, Err(Fault::Spent)));
    })
    .await;
}

#[tokio::test]
async fn an_invitation_taken_by_two_at_once_gives_one_standing() {
    both(async |town| {
        let token = invite(&town, None).await;
        let (one, other) = tokio::join!(
            take(&town.sharing, &town.clock, &token, newcomer("Efa"), form()),
            take(&town.sharing, &town.clock, &token, newcomer("Ffion"), form()),
        );
        assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|ok| **ok).count(), 1);
        let mut look = town.look().await;
        let team = sharing::reader::standing_in(&mut look, town.team, StandingKind::Part).await;
        assert_eq!(team.expect("team").len(), 2, "Asha and one other");
    })
    .await;
}

#[tokio::test]
async fn somebody_known_takes_a_part_with_the_name_they_have_and_only_once() {
    both(async |town| {
        let token = invite(&town, None).await;
        let known = Taker::Known(town.bryn);
        let taken = take(&town.sharing, &town.clock, &token, known, form()).await.expect("taken");
        assert!(taken.session.is_none());
        let bryn = town.reader(town.bryn).await;
        assert_eq!(bryn.systems(StandingKind::Part).filter(|s| *s == town.place).count(), 1);
        let second = invite(&town, None).await;
        let known = Taker::Known(town.bryn);
        let again = take(&town.sharing, &town.clock, &second, known, form()).await;
        assert!(matches!(again, Err(Fault::Unfit("unfit-already-part"))));
        find(&town.sharing, &second, town.now()).await.expect("still waits for somebody else");
    })
    .await;
}

#[tokio::test]
async fn the_same_form_sent_again_makes_nobody_twice() {
    both(async |town| {
        let (token, form) = (invite(&town, None).await, form());
        let once = take(&town.sharing, &town.clock, &token, newcomer("Efa"), form).await;
        let again = take(&town.sharing, &town.clock, &token, newcomer("Efa"), form).await;
        let (once, again) = (once.expect("taken"), again.expect("again"));
        assert_eq!((once.person, once.standing), (again.person, again.standing));
        assert_eq!(town.who(&again.session.expect("session")).await, Some(once.person));
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_late_after_fourteen_days() {
    both(async |town| {
        let token = invite(&town, None).await;
        town.clock.move_to(town.now().plus_days(DAYS));
        let late = take(&town.sharing, &town.clock, &token, newcomer("Efa"), form()).await;
        assert!(matches!(late, Err(Fault::Spent)));
    })
    .await;
}

#[tokio::test]
async fn only_whoever_looks_after_a_system_invites_lists_and_ends() {
    both(async |town| {
        let (sharing, now) = (&town.sharing, town.now());
        let token = invite(&town, None).await;
        let asha = town.reader(town.asha).await;
        let mut look = town.look().await;
        let (list, names) = waiting(sharing, &mut look, &asha, town.team, now).await.expect("list");
        assert_eq!(names.of(list[0].given_by).expect("name").to_string(), "Asha");
        for other in [town.bryn, town.dev] {
            let other = town.reader(other).await;
            let new = (InvitationId::random(), form());
            let made = make(sharing, &other, town.team, new, None, now).await;
            assert!(matches!(made, Err(Fault::NotFound)));
            let listed = waiting(sharing, &mut look, &other, town.team, now).await;
            assert!(matches!(listed, Err(Fault::NotFound)));
            let ended = end(sharing, &other, town.team, list[0].id, now).await;
            assert!(matches!(ended, Err(Fault::NotFound)));
        }
        end(sharing, &asha, town.team, list[0].id, now).await.expect("ended");
        assert!(matches!(find(sharing, &token, now).await, Err(Fault::Spent)));
    })
    .await;
}

#[tokio::test]
async fn an_invitation_ends_with_the_stewardship_of_whoever_gave_it() {
    both(async |town| {
        let (sharing, now) = (&town.sharing, town.now());
        let standing = town.give(town.carys, town.team, StandingKind::Steward).await;
        let carys = town.reader(town.carys).await;
        let id = InvitationId::random();
        let token =
            make(sharing, &carys, town.team, (id, form()), None, now).await.expect("made").0;
        find(sharing, &token, now).await.expect("waits");
        let database = &town.store().database;
        let ended = ::store::write!(database, |work| {
            sharing::reader::end(work, town.team, standing, now).await
        });
        ended.expect("ended");
        assert!(matches!(find(sharing, &token, now).await, Err(Fault::Spent)));
        let taken = take(sharing, &town.clock, &token, newcomer("Efa"), form()).await;
        assert!(matches!(taken, Err(Fault::Spent)));
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_invitation_and_shows_its_one_link_until_it_is_taken() {
    both(async |town| {
        let (sharing, now) = (&town.sharing, town.now());
        let asha = town.reader(town.asha).await;
        let make = async |new, now| make(sharing, &asha, town.team, new, None, now).await;
        let new = (InvitationId::random(), form());
        let (first, until) = make(new, now).await.expect("made");
        let (second, still) = make(new, now.plus_days(3)).await.expect("made");
        assert_eq!(first.expose(), second.expose(), "the first may be on its way already");
        assert_eq!((until, still), (now.plus_days(DAYS), until), "it does not last longer by it");
        let mut look = town.look().await;
        let (list, _) = waiting(sharing, &mut look, &asha, town.team, now).await.expect("list");
        assert_eq!(list.len(), 1);
        drop(look);
        let (other, _) = make((InvitationId::random(), form()), now).await.expect("made");
        assert_ne!(other.expose(), first.expose());
        take(sharing, &town.clock, &first, newcomer("Efa"), form()).await.expect("taken");
        let taken = make(new, now).await;
        assert!(matches!(taken, Err(Fault::Already)), "and nobody gets it a second time");
    })
    .await;
}

#[tokio::test]
async fn a_hundred_wait_at_once_and_one_whose_answer_was_lost_is_neither_another_nor_listed_anew() {
    both(async |town| {
        let (sharing, now, asha) = (&town.sharing, town.now(), town.reader(town.asha).await);
        let make =
            async |id: InvitationId| make(sharing, &asha, town.team, (id, id.0), None, now).await;
        let ids: Vec<InvitationId> = (0..MOST).map(|_| InvitationId::random()).collect();
        for id in &ids {
            make(*id).await.expect("made");
        }
        let past = make(InvitationId::random()).await;
        assert!(matches!(past, Err(Fault::Bound("bound-invitations"))));
        let (link, _) = make(ids[0]).await.expect("its answer was lost");
        find(sharing, &link, now).await.expect("it waits");
        end(sharing, &asha, town.team, ids[1], now).await.expect("ended");
        let twice = end(sharing, &asha, town.team, ids[1], now).await;
        assert!(matches!(twice, Err(Fault::NotFound)));
        make(InvitationId::random()).await.expect("there is room again");
        let mut look = town.look().await;
        for (act, times) in [(acts::INVITED, 101), (acts::INVITATION_ENDED, 1)] {
            let listed = ::store::sql!(
                "SELECT COUNT(*) AS many FROM steward_acts \
                 WHERE system_id = $1 AND act = $2 AND said_by = $3 AND about_id IS NULL"
            );
            let bound = ::store::bind().id(town.team).word(act).id(town.asha);
            let row = look.one(listed, bound).await.expect("a row");
            assert_eq!(row.number("many").expect("a number"), times, "{act}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_asha_wrote_for_whoever_she_invites_nobody_reads_who_looks_after_the_team_too() {
    both(async |town| {
        invite(&town, Some("Come on Thursday.")).await;
        town.give(town.carys, town.team, StandingKind::Steward).await;
        for (who, reads) in [(town.asha, true), (town.carys, false)] {
            let (reader, mut look) = (town.reader(who).await, town.look().await);
            let list = waiting(&town.sharing, &mut look, &reader, town.team, town.now()).await;
            let (list, _) = list.expect("list");
            assert_eq!((list.len(), list[0].words.is_some()), (1, reads));
        }
        // They go once it was ended, or somebody took it.
        let token = invite(&town, Some("Or on Friday.")).await;
        take(&town.sharing, &town.clock, &token, newcomer("Efa"), form()).await.expect("taken");
        let (asha, mut look) = (town.reader(town.asha).await, town.look().await);
        let list = waiting(&town.sharing, &mut look, &asha, town.team, town.now()).await;
        let (list, _) = list.expect("list");
        end(&town.sharing, &asha, town.team, list[0].id, town.now()).await.expect("ended");
        let left = ::store::sql!(
            "SELECT COUNT(*) AS many, COUNT(words) AS words FROM invitations WHERE system_id = $1"
        );
        let row = look.one(left, ::store::bind().id(town.team)).await.expect("a row");
        let number = |column| row.number(column).expect("a number");
        assert_eq!((number("many"), number("words")), (2, 0));
    })
    .await;
}

#[tokio::test]
async fn a_card_is_handed_to_somebody_new_by_whoever_looks_after_the_group_and_by_nobody_else() {
    both(async |town| {
        let (sharing, clock) = (&town.sharing, &town.clock);
        let efa = Newcomer { name: Line::parse("Efa").expect("name"), under_18: false };
        for other in [town.bryn, town.dev] {
            let handed = hand(sharing, clock, other, town.team, &efa, form()).await;
            assert!(matches!(handed, Err(Fault::NotFound)));
        }
        let card = hand(sharing, clock, town.asha, town.team, &efa, form()).await.expect("a card");
        let session = crate::cards::sign_in_by_code(town.store(), &card.code, town.now()).await;
        let efa = town.who(&session.expect("in")).await.expect("somebody");
        let reader = town.reader(efa).await;
        assert!(reader.stands(StandingKind::Part, town.team));
        assert!(reader.stands(StandingKind::Part, town.place));
        assert!(!reader.stands(StandingKind::Steward, town.team));
    })
    .await;
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_person_whichever_card_is_kept() {
    both(async |town| {
        let (sharing, clock, form) = (&town.sharing, &town.clock, form());
        let efa = Newcomer { name: Line::parse("Efa").expect("name"), under_18: true };
        let (one, other) = tokio::join!(
            hand(sharing, clock, town.asha, town.team, &efa, form),
            hand(sharing, clock, town.asha, town.team, &efa, form),
        );
        let mut people = Vec::new();
        for card in [one.expect("a card"), other.expect("a card")] {
            let session = crate::cards::sign_in_by_code(town.store(), &card.code, town.now()).await;
            people.push(town.who(&session.expect("in")).await.expect("somebody"));
        }
        assert_eq!(people[0], people[1]);
    })
    .await;
}

#[tokio::test]
async fn twenty_cards_are_handed_in_an_hour() {
    both(async |town| {
        let (sharing, clock) = (&town.sharing, &town.clock);
        for number in 0..=MOST_HANDED {
            let name = Line::parse(&format!("Efa {number}")).expect("name");
            let efa = Newcomer { name, under_18: false };
            let handed = hand(sharing, clock, town.asha, town.team, &efa, form()).await;
            assert_eq!(handed.is_ok(), number < MOST_HANDED, "{number}");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_comes_in_under_a_name_that_looks_like_that_of_somebody_here() {
    both(async |town| {
        let (sharing, clock) = (&town.sharing, &town.clock);
        let token = invite(&town, None).await;
        let keys = async || {
            let mut look = town.store().keys.database().look().await.expect("look");
            let many = ::store::sql!("SELECT COUNT(*) AS many FROM keys");
            let row = look.one(many, ::store::bind()).await.expect("a row");
            row.number("many").expect("a number")
        };
        let before = keys().await;
        let taken = take(sharing, clock, &token, newcomer("carys\u{200B}"), form()).await;
        assert!(matches!(taken, Err(Fault::Unfit("unfit-name-of-somebody-here"))), "{taken:?}");
        assert_eq!(keys().await, before, "nobody came, and nobody's key stays");
        let bryn = Newcomer { name: Line::parse("BRYN").expect("name"), under_18: false };
        let handed = hand(sharing, clock, town.asha, town.team, &bryn, form()).await;
        assert!(matches!(handed, Err(Fault::Unfit("unfit-name-of-somebody-here"))));
        // Dev is of no place of theirs, so his name is a name like any other; and then he cannot come
        // in under it himself, whom nobody here could tell from the other.
        take(sharing, clock, &token, newcomer("Dev"), form()).await.expect("taken");
        let token = invite(&town, None).await;
        let taken = take(sharing, clock, &token, Taker::Known(town.dev), form()).await;
        assert!(matches!(taken, Err(Fault::Unfit("unfit-own-name-of-somebody-here"))), "{taken:?}");
        find(sharing, &token, town.now()).await.expect("it still waits for him");
    })
    .await;
}

#[tokio::test]
async fn who_is_here_cannot_be_read_off_an_invitation_by_trying_names() {
    both(async |town| {
        let (sharing, clock) = (&town.sharing, &town.clock);
        // Asha is of another place too. Of its people an invitation into the team tells nothing.
        let there = SystemId::random();
        for (person, kind) in [(town.asha, StandingKind::Part), (town.dev, StandingKind::Part)] {
            let (id, by, began) = (sharing::StandingId::random(), None, town.now());
            let given =
                sharing::reader::Given { id, system: there, place: there, person, kind, by, began };
            let database = &town.store().database;
            ::store::write!(database, |work| sharing::reader::give(work, given).await)
                .expect("given");
        }
        let token = invite(&town, None).await;
        for _ in 0..5 {
            let taken = take(sharing, clock, &token, newcomer("Bryn"), form()).await;
            assert!(matches!(taken, Err(Fault::Unfit(_))), "{taken:?}");
        }
        let past = take(sharing, clock, &token, newcomer("Dev"), form()).await;
        assert!(matches!(past, Err(Fault::Bound("bound-invited-names"))), "{past:?}");
        let other = invite(&town, None).await;
        take(sharing, clock, &other, newcomer("Dev"), form()).await.expect("nothing is told");
    })
    .await;
}
