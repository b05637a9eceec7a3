//! What was written down for somebody who was there becomes theirs with a slip, on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use cast::{MONDAY, Town, both, line, words};
use ground::Fault;
use ground::id::{Kind, PersonId};
use reading_first::waits;
use sharing::{Audience, Reader, audience};
use store::{Token, bind, sql};
use stories::came;
use stories::ringing::{self, Asked};
use stories::slips::handing::{hand_over, hold_back, is_handed_over};
use stories::tellings::tell::{self, Where};
use stories::tellings::{
    ChapterId, Manner, Teller, TellingId, Told, Wished, Wishes, hear, slip_of,
};
use stories::worries::{InThisId, say_in_this};

/// What Bryn wrote down in the team for somebody who was with him.
async fn written(town: &Town, wishes: Wishes) -> TellingId {
    let told = Told { manner: Manner::Present, wishes, ..Told::words(words("He shuts the door.")) };
    let (id, home) = (TellingId::random(), Where { system: town.team, place: town.place });
    let teller = Teller::Person(town.bryn);
    tell::tell(&town.sharing, teller, home, id, &told, MONDAY).await.expect("written down");
    id
}

/// The slip that Bryn makes for them.
async fn handed(town: &Town, id: TellingId, stays: bool) -> Reader {
    let (slip, bryn) = (Token::random().expect("a slip"), town.reader(town.bryn).await);
    let given = hand_over(&town.sharing, &bryn, id, (&slip, stays), MONDAY).await;
    given.expect("handed over");
    Reader::slip(slip_of(&slip.hash()))
}

async fn hears(town: &Town, reader: &Reader, id: TellingId) -> bool {
    let mut look = town.sharing.store.database.look().await.expect("look");
    match hear::one(&town.sharing, &mut look, reader, id).await {
        Ok(telling) => telling.words.whole().to_string().contains("door"),
        Err(Fault::NotFound) => false,
        Err(fault) => panic!("{fault:?}"),
    }
}

async fn wishes_of(town: &Town, reader: &Reader, id: TellingId) -> (Wishes, i64) {
    let mut look = town.sharing.store.database.look().await.expect("look");
    let telling = hear::one(&town.sharing, &mut look, reader, id).await.expect("heard");
    (telling.wishes, telling.revision)
}

async fn wish(town: &Town, reader: &Reader, id: TellingId, to: Vec<Audience>) -> Result<(), Fault> {
    let slip_or_own = wishes_of(town, reader, id).await;
    let wished = Wished::from(Wishes { heard_by: to, ..slip_or_own.0 });
    tell::wish(&town.sharing, reader, (id, slip_or_own.1), &wished, MONDAY).await
}

fn to(people: &[PersonId]) -> Wishes {
    Wishes {
        heard_by: people.iter().map(|person| Audience::Person(*person)).collect(),
        ..Wishes::default()
    }
}

#[tokio::test]
async fn with_their_slip_it_is_theirs_and_bryn_who_wrote_it_down_neither_hears_nor_changes_it() {
    both(async |town| {
        let id = written(&town, Wishes::default()).await;
        let bryn = town.reader(town.bryn).await;
        assert!(hears(&town, &bryn, id).await, "until then only he can act for them");
        let them = handed(&town, id, false).await;
        assert!(hears(&town, &them, id).await && !hears(&town, &bryn, id).await);
        let (sharing, all) = (&town.sharing, Wished::from(to(&[town.bryn])));
        for revision in 1..4 {
            let widened = tell::wish(sharing, &bryn, (id, revision), &all, MONDAY).await;
            assert!(matches!(widened, Err(Fault::NotFound)), "{revision}");
        }
        let more = words("And I say so.");
        let more = tell::tell_more(sharing, &bryn, id, ChapterId::random(), &more, MONDAY).await;
        let erased = tell::erase(sharing, &bryn, id, MONDAY).await;
        let number = Asked { on: line("01632 960100"), safe: None, message: false };
        let asked = ringing::ask(sharing, &bryn, id, &number, MONDAY);
        for refused in [more, erased, asked.await] {
            assert!(matches!(refused, Err(Fault::NotFound)), "{refused:?}");
        }
        let mut look = sharing.store.database.look().await.expect("look");
        assert!(hear::of_teller(sharing, &mut look, &bryn, None).await.expect("his").is_empty());
        assert!(is_handed_over(sharing, &mut look, &bryn, id).await.expect("his to hold back"));
    })
    .await;
}

#[tokio::test]
async fn what_they_narrow_by_slip_is_over_for_bryn_at_once_and_he_cannot_widen_past_it() {
    both(async |town| {
        let id = written(&town, to(&[town.carys])).await;
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        let (_, before) = wishes_of(&town, &bryn, id).await;
        let them = handed(&town, id, true).await;
        assert!(hears(&town, &bryn, id).await, "they said that he may go on reading it");
        let (wishes, revision) = wishes_of(&town, &them, id).await;
        assert!(wishes.reaches(&Audience::Person(town.bryn)), "and they see that he does");
        wish(&town, &them, id, vec![Audience::Person(town.carys)]).await.expect("narrowed");
        assert!(!hears(&town, &bryn, id).await && hears(&town, &carys, id).await);
        wish(&town, &them, id, Vec::new()).await.expect("narrowed");
        assert!(!hears(&town, &carys, id).await);
        // Whichever version he has on his page, and even where he is let hear it again.
        let wider = Wished::from(to(&[town.bryn, town.carys]));
        for version in before..revision + 4 {
            let done = tell::wish(&town.sharing, &bryn, (id, version), &wider, MONDAY).await;
            assert!(matches!(done, Err(Fault::NotFound)), "{version}");
        }
        wish(&town, &them, id, vec![Audience::Person(town.bryn)]).await.expect("let hear it");
        assert!(hears(&town, &bryn, id).await && wish(&town, &bryn, id, Vec::new()).await.is_err());
        // A slip adds nobody by name.
        wish(&town, &them, id, vec![Audience::Person(town.asha)]).await.expect("kept");
        assert!(!hears(&town, &town.reader(town.asha).await, id).await);
        // Nor a group: it knows where it was told, in which place, and anyone.
        wish(&town, &them, id, vec![Audience::System(town.elsewhere)]).await.expect("kept");
        assert!(wishes_of(&town, &them, id).await.0.heard_by.is_empty());
    })
    .await;
}

#[tokio::test]
async fn bryn_may_hold_it_back_and_only_they_let_it_be_heard_again() {
    both(async |town| {
        let team = Audience::System(town.team);
        let wishes = Wishes {
            heard_by: vec![team, Audience::Person(town.dev)],
            quoted: true,
            ..Wishes::default()
        };
        let id = written(&town, wishes).await;
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        let early = hold_back(&town.sharing, &bryn, id, MONDAY).await;
        assert!(matches!(early, Err(Fault::NotFound)), "it is not handed over yet");
        let them = handed(&town, id, false).await;
        assert!(hears(&town, &bryn, id).await, "as one of the team, like Carys");
        assert!(hears(&town, &carys, id).await);
        let by_carys = hold_back(&town.sharing, &carys, id, MONDAY).await;
        assert!(matches!(by_carys, Err(Fault::NotFound)));
        hold_back(&town.sharing, &bryn, id, MONDAY).await.expect("held back");
        assert!(!hears(&town, &carys, id).await && !hears(&town, &bryn, id).await);
        let dev = town.reader(town.dev).await;
        assert!(hears(&town, &dev, id).await, "whom they named stays; a slip names nobody anew");
        assert!(!wishes_of(&town, &them, id).await.0.quoted);
        wish(&town, &them, id, vec![team]).await.expect("heard again");
        assert!(hears(&town, &carys, id).await);
    })
    .await;
}

/// Whether it stands among the rows by which this reader's list of the team is made.
async fn has_row(town: &Town, reader: &Reader, id: TellingId) -> bool {
    let mut look = town.sharing.store.database.look().await.expect("look");
    let rows = audience::listed(&mut look, reader, town.team, Kind::Telling, None).await;
    rows.expect("rows").contains(&id.0)
}

#[tokio::test]
async fn with_their_slip_what_waits_or_stands_still_does_so_for_bryn_as_for_everybody() {
    both(async |town| {
        let (ruth, bryn) = (town.on_duty("Ruth").await, town.reader(town.bryn).await);
        let carys = town.reader(town.carys).await;
        let offered = |to| Wishes { heard_by: vec![Audience::System(to)], ..Wishes::default() };
        let looked_at = written(&town, offered(town.team)).await;
        handed(&town, looked_at, false).await;
        assert!(hears(&town, &bryn, looked_at).await, "as one of the team");
        let in_this = InThisId::random();
        let said = say_in_this(&town.sharing, &carys, looked_at, in_this, None, MONDAY).await;
        said.expect("said");
        assert!(!hears(&town, &bryn, looked_at).await, "somebody is looking");
        let read_first = written(&town, offered(town.place)).await;
        assert!(hears(&town, &bryn, read_first).await && waits(&town, ruth).await.len() == 1);
        let them = handed(&town, read_first, false).await;
        assert!(hears(&town, &them, read_first).await);
        assert!(!hears(&town, &bryn, read_first).await, "nobody has read it yet");
        hold_back(&town.sharing, &bryn, read_first, MONDAY).await.expect("held back");
        assert!(waits(&town, ruth).await.is_empty(), "and nobody is asked to any more");
    })
    .await;
}

#[tokio::test]
async fn with_their_slip_bryn_hears_it_only_where_they_said_so_and_is_written_down_for_it() {
    both(async |town| {
        let bryn = town.reader(town.bryn).await;
        let team = Audience::System(town.team);
        let id = written(&town, to(&[town.bryn])).await;
        handed(&town, id, false).await;
        assert!(!hears(&town, &bryn, id).await, "whatever he wished for himself");
        let alone = written(&town, Wishes::default()).await;
        assert!(has_row(&town, &bryn, alone).await);
        handed(&town, alone, false).await;
        assert!(!has_row(&town, &bryn, alone).await, "nor does it stand on any list of his");
        let stays = written(&town, Wishes { heard_by: vec![team], ..to(&[]) }).await;
        let them = handed(&town, stays, true).await;
        wish(&town, &them, stays, vec![Audience::Person(town.bryn)]).await.expect("narrowed");
        let read = async || {
            let mut look = town.sharing.store.database.look().await.expect("look");
            let reads = sql!(
                "SELECT COUNT(*) AS many FROM trail \
                 WHERE verb = 'read' AND actor_id = $1 AND thing_id = $2"
            );
            let row = look.one(reads, bind().id(town.bryn).id(stays)).await.expect("a row");
            row.number("many").expect("a number")
        };
        let before = read().await;
        assert!(hears(&town, &bryn, stays).await);
        assert_eq!(read().await, before + 1, "it is not his any more");
        wish(&town, &them, stays, vec![team, Audience::Person(town.bryn)]).await.expect("wider");
        hold_back(&town.sharing, &bryn, stays, MONDAY).await.expect("held back");
        let carys = town.reader(town.carys).await;
        assert!(!hears(&town, &bryn, stays).await, "he keeps nothing back for himself");
        assert!(!has_row(&town, &bryn, stays).await && !has_row(&town, &carys, stays).await);
    })
    .await;
}

#[tokio::test]
async fn what_they_erase_by_slip_is_gone_for_them_and_for_bryn() {
    both(async |town| {
        let id = written(&town, to(&[town.carys])).await;
        let bryn = town.reader(town.bryn).await;
        let them = handed(&town, id, true).await;
        let more = words("It is better now, behind the door.");
        let chapter = ChapterId::random();
        tell::tell_more(&town.sharing, &them, id, chapter, &more, MONDAY).await.expect("more");
        tell::erase(&town.sharing, &them, id, MONDAY).await.expect("erased");
        for reader in [&them, &bryn, &town.reader(town.carys).await] {
            assert!(!hears(&town, reader, id).await);
        }
        let mut look = town.sharing.store.database.look().await.expect("look");
        let gone = is_handed_over(&town.sharing, &mut look, &bryn, id).await;
        assert!(matches!(gone, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_slip_is_made_once_and_only_by_whoever_wrote_it_down_for_somebody_who_was_there() {
    both(async |town| {
        let (sharing, slip) = (&town.sharing, Token::random().expect("a slip"));
        let id = written(&town, to(&[town.carys])).await;
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        let by_carys = hand_over(sharing, &carys, id, (&slip, true), MONDAY).await;
        assert!(matches!(by_carys, Err(Fault::NotFound)));
        hand_over(sharing, &bryn, id, (&slip, false), MONDAY).await.expect("once");
        let again = hand_over(sharing, &bryn, id, (&slip, true), MONDAY).await;
        assert!(matches!(again, Err(Fault::Already)), "the same form sent twice");
        assert!(!hears(&town, &bryn, id).await, "and it adds nothing");
        let other = Token::random().expect("a slip");
        let taken = hand_over(sharing, &bryn, id, (&other, true), MONDAY).await;
        assert!(matches!(taken, Err(Fault::NotFound)), "nobody makes another");
        let home = Where { system: town.team, place: town.place };
        for manner in [Manner::Self_, Manner::Absent] {
            let told = Told { manner, ..Told::words(words("The door.")) };
            let (id, own) = (TellingId::random(), Teller::Person(town.bryn));
            tell::tell(sharing, own, home, id, &told, MONDAY).await.expect("told");
            let refused = hand_over(sharing, &bryn, id, (&other, true), MONDAY).await;
            assert!(matches!(refused, Err(Fault::NotFound)), "{manner:?}");
        }
    })
    .await;
}

/// How many notes there are of when a teller looked.
async fn noted(town: &Town) -> i64 {
    let mut look = town.sharing.store.database.look().await.expect("look");
    let many = look.one(sql!("SELECT COUNT(*) AS many FROM came_seen"), bind()).await;
    many.expect("a row").number("many").expect("a number")
}

#[tokio::test]
async fn that_somebody_saw_what_came_of_it_is_noted_only_while_it_is_theirs() {
    both(async |town| {
        let id = written(&town, to(&[town.carys])).await;
        for nobody in [town.carys, town.asha, town.dev] {
            let saw = came::saw(&town.sharing, &town.reader(nobody).await, id).await;
            assert!(matches!(saw, Err(Fault::NotFound)), "{saw:?}");
        }
        let bryn = town.reader(town.bryn).await;
        let them = handed(&town, id, true).await;
        let saw = came::saw(&town.sharing, &bryn, id).await;
        assert!(matches!(saw, Err(Fault::NotFound)), "he has handed it over");
        came::saw(&town.sharing, &them, id).await.expect("of a slip's holder nothing is noted");
        assert_eq!(noted(&town).await, 0);
        let own = written(&town, Wishes::default()).await;
        came::saw(&town.sharing, &bryn, own).await.expect("noted");
        assert_eq!(noted(&town).await, 1);
        tell::erase(&town.sharing, &bryn, own, MONDAY).await.expect("erased");
        let saw = came::saw(&town.sharing, &bryn, own).await;
        assert!(matches!(saw, Err(Fault::NotFound)), "it is gone");
        assert_eq!(noted(&town).await, 0);
    })
    .await;
}
