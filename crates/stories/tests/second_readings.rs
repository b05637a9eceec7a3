//! What goes further than people who can know each other is read first by one other person, as
//! people would notice it, on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use cast::{MONDAY, both, words};
use ground::Fault;
use reading_first::{hears, reads, second, tells, to_town, told, waits, wishes};
use sharing::{Audience, Reader, StandingKind, trail};
use stories::second_readings::{
    self, Answer, Asks, Could, ReadingId, State, Whom, answer, ask_again, open_for,
};
use stories::tellings::tell::{self, Where};
use stories::tellings::{
    ChapterId, Manner, Teller, TellingId, Told, Wished, Wishes, hear, slip_of,
};

#[tokio::test]
async fn bryn_hears_what_was_offered_to_the_town_only_after_a_second_reader() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let all = vec![Audience::System(town.place), Audience::Anyone];
        let said = Asks {
            could: Could::NotSure,
            words: Some(words("My brother may be looking for me.")),
            ..Asks::default()
        };
        let id = tells(&town, town.asha, &told("The bus stops at six.", all), &said).await;
        assert!(!hears(&town, town.bryn, id).await);
        assert!(hears(&town, town.asha, id).await && hears(&town, ruth, id).await);
        let reader = town.reader(ruth).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let waiting = waits(&town, ruth).await;
        assert_eq!(waiting.len(), 1, "one reading for all of it");
        let reading = open_for(&town.sharing, &mut look, &reader, waiting[0]).await.expect("open");
        assert_eq!(reading.could, Could::NotSure);
        let heard = reading.words.expect("said beforehand").to_string();
        assert_eq!(heard, "My brother may be looking for me.");
        drop(look);
        assert_eq!(reads(&town, ruth, true).await, 1);
        assert!(hears(&town, town.bryn, id).await);
        assert!(waits(&town, ruth).await.is_empty());
        assert!(!hears(&town, town.dev, id).await);
    })
    .await;
}

#[tokio::test]
async fn the_team_and_whoever_was_named_hear_at_once() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let near = vec![Audience::System(town.team), Audience::Person(town.asha)];
        let id = tells(&town, town.bryn, &told("Among us.", near), &Asks::default()).await;
        assert!(hears(&town, town.carys, id).await && hears(&town, town.asha, id).await);
        assert!(waits(&town, ruth).await.is_empty(), "nobody is asked to read what is near");
        assert!(!hears(&town, ruth, id).await);
        let all = [Audience::System(town.team), Audience::System(town.place)].to_vec();
        wishes(&town, town.bryn, id, all).await;
        assert!(hears(&town, town.carys, id).await, "the team goes on hearing it");
        assert!(!hears(&town, town.asha, id).await, "the town waits");
    })
    .await;
}

#[tokio::test]
async fn the_teller_cannot_be_their_own_second_reader() {
    both(async |town| {
        town.give(town.asha, town.place, StandingKind::KeepsSafe).await;
        let to = vec![Audience::System(town.place), Audience::Person(town.carys)];
        let id = tells(&town, town.asha, &told("I keep people safe.", to), &Asks::default()).await;
        assert!(waits(&town, town.asha).await.is_empty());
        let asha = town.reader(town.asha).await;
        let stands = second(&town, &asha, id).await;
        assert!(stands.can_ask && !stands.on_duty && stands.waits_to_go_further());
        assert!(!hears(&town, town.bryn, id).await);
        let by = |person| Asks { whom: Whom::Person(person), ..Asks::default() };
        for cannot in [town.asha, town.bryn, town.dev] {
            let asked = ask_again(&town.sharing, &asha, id, &by(cannot), MONDAY).await;
            assert!(matches!(asked, Err(Fault::Unfit("unfit-second-reader"))));
        }
        ask_again(&town.sharing, &asha, id, &by(town.carys), MONDAY).await.expect("asked");
        let reading = waits(&town, town.carys).await[0];
        let own = answer(&town.sharing, &asha, (reading, 1), &Answer::Fine, MONDAY).await;
        assert!(matches!(own, Err(Fault::NotFound)));
        assert_eq!(reads(&town, town.carys, true).await, 1);
        assert!(hears(&town, town.bryn, id).await);
    })
    .await;
}

#[tokio::test]
async fn whoever_wrote_it_down_cannot_be_its_second_reader() {
    both(async |town| {
        town.give(town.bryn, town.place, StandingKind::KeepsSafe).await;
        let about =
            Told { manner: Manner::Present, ..told("She sat in the cold.", to_town(&town)) };
        let id = tells(&town, town.bryn, &about, &Asks::default()).await;
        assert!(waits(&town, town.bryn).await.is_empty());
        assert!(!hears(&town, town.carys, id).await);
        let ruth = town.on_duty("Ruth").await;
        assert!(waits(&town, ruth).await.is_empty(), "nobody was asked for nobody could be");
        let bryn = town.reader(town.bryn).await;
        let asks = Asks::default();
        ask_again(&town.sharing, &bryn, id, &asks, MONDAY).await.expect("asked");
        assert!(waits(&town, town.bryn).await.is_empty(), "duty does not make it less his own");
        let reading = waits(&town, ruth).await[0];
        let own = answer(&town.sharing, &bryn, (reading, 1), &Answer::Fine, MONDAY).await;
        assert!(matches!(own, Err(Fault::NotFound)));
        assert!(!hears(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn dev_never_sees_that_a_reading_waits_and_neither_does_bryn() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        tells(&town, town.asha, &told("Softly.", to_town(&town)), &Asks::default()).await;
        let reading = waits(&town, ruth).await[0];
        for other in [town.dev, town.bryn, town.asha] {
            assert!(waits(&town, other).await.is_empty());
            let reader = town.reader(other).await;
            let mut look = town.sharing.store.database.look().await.expect("look");
            for id in [reading, ReadingId::random()] {
                let open = open_for(&town.sharing, &mut look, &reader, id).await;
                assert!(matches!(open, Err(Fault::NotFound)), "unseen and absent look the same");
                let said = answer(&town.sharing, &reader, (id, 1), &Answer::Fine, MONDAY).await;
                assert!(matches!(said, Err(Fault::NotFound)));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_steward_is_not_told() {
    both(async |town| {
        town.on_duty("Ruth").await;
        // Asha looks after the town and the team.
        let id = tells(&town, town.bryn, &told("Softly.", to_town(&town)), &Asks::default()).await;
        assert!(waits(&town, town.asha).await.is_empty());
        assert!(!hears(&town, town.asha, id).await);
        let asha = town.reader(town.asha).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let seen = second_readings::of_telling(&town.sharing, &mut look, &asha, id).await;
        assert!(matches!(seen, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn not_like_this_stays_where_it_is_and_its_teller_reads_why() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = tells(&town, town.bryn, &told("Row 14.", to_town(&town)), &Asks::default()).await;
        let reading = waits(&town, ruth).await[0];
        assert_eq!(reads(&town, ruth, false).await, 1);
        assert!(!hears(&town, town.carys, id).await);
        assert!(!hears(&town, ruth, id).await, "whoever has answered reads it no more");
        let bryn = town.reader(town.bryn).await;
        let stands = second(&town, &bryn, id).await;
        let State::NotYet(_, Some(why)) = &stands.readings[0].state else { panic!("an answer") };
        assert_eq!(why.to_string(), "The name of the street gives her away.");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let home = second_readings::unsettled(&town.sharing, &mut look, &bryn, MONDAY).await;
        assert_eq!(home.expect("home")[0].sentence, "waits-second-said");
        drop(look);
        // The same wishes again do not ask again by themselves; asking does.
        wishes(&town, town.bryn, id, to_town(&town)).await;
        assert!(waits(&town, ruth).await.is_empty());
        ask_again(&town.sharing, &bryn, id, &Asks::default(), MONDAY).await.expect("asked");
        assert_ne!(waits(&town, ruth).await[0], reading);
        let ruths = town.reader(ruth).await;
        let twice = answer(&town.sharing, &ruths, (reading, 1), &Answer::Fine, MONDAY).await;
        assert!(matches!(twice, Err(Fault::Already)), "a form sent again is done");
        assert!(!hears(&town, town.carys, id).await, "and changes nothing");
        reads(&town, ruth, true).await;
        assert!(hears(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn a_new_wider_wish_is_read_again_and_narrowing_never_is() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = tells(&town, town.bryn, &told("Wet.", to_town(&town)), &Asks::default()).await;
        reads(&town, ruth, true).await;
        wishes(&town, town.bryn, id, vec![Audience::System(town.place), Audience::Anyone]).await;
        assert!(hears(&town, town.carys, id).await, "what was fine stays fine");
        assert_eq!(waits(&town, ruth).await.len(), 1);
        reads(&town, ruth, true).await;
        wishes(&town, town.bryn, id, to_town(&town)).await;
        assert!(hears(&town, town.carys, id).await && waits(&town, ruth).await.is_empty());
        wishes(&town, town.bryn, id, vec![]).await;
        assert!(!hears(&town, town.carys, id).await && waits(&town, ruth).await.is_empty());
        wishes(&town, town.bryn, id, to_town(&town)).await;
        assert!(!hears(&town, town.carys, id).await, "offered anew, it is read anew");
        assert_eq!(waits(&town, ruth).await.len(), 1);
        wishes(&town, town.bryn, id, vec![]).await;
        assert!(waits(&town, ruth).await.is_empty(), "withdrawn, nobody is asked any more");
        assert!(!hears(&town, ruth, id).await);
    })
    .await;
}

#[tokio::test]
async fn somebody_named_is_asked_instead_and_those_on_duty_never_know() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let to = vec![Audience::System(town.place), Audience::Person(town.carys)];
        let asks = Asks { whom: Whom::Person(town.carys), ..Asks::default() };
        let id = tells(&town, town.bryn, &told("About Ruth.", to), &asks).await;
        assert!(waits(&town, ruth).await.is_empty() && !hears(&town, ruth, id).await);
        assert_eq!(waits(&town, town.carys).await.len(), 1);
        // Once Carys is not named any more, she is asked no more, and nobody else is in her stead.
        let bryn = town.reader(town.bryn).await;
        let wished = Wishes { heard_by: to_town(&town), ..Wishes::default() };
        let named = Asks { whom: Whom::NotYet, ..Asks::default() };
        let wished = Wished { wishes: wished, asks: named };
        tell::wish(&town.sharing, &bryn, (id, 1), &wished, MONDAY).await.expect("wished");
        assert!(waits(&town, town.carys).await.is_empty() && waits(&town, ruth).await.is_empty());
        assert!(second(&town, &bryn, id).await.can_ask);
        let (chapter, more) = (ChapterId::random(), words("More about Ruth."));
        tell::tell_more(&town.sharing, &bryn, id, chapter, &more, MONDAY).await.expect("more");
        assert!(waits(&town, ruth).await.is_empty(), "new words do not ask her either");
    })
    .await;
}

#[tokio::test]
async fn somebody_named_who_left_the_place_is_asked_no_longer() {
    both(async |town| {
        let gwen = town.newcomer("Gwen", false).await;
        let to = vec![Audience::System(town.place), Audience::Person(gwen)];
        let asks = Asks { whom: Whom::Person(gwen), ..Asks::default() };
        let id = tells(&town, town.bryn, &told("About the bus.", to), &asks).await;
        let reading = waits(&town, gwen).await[0];
        let gone = ::store::write!(town.sharing.store.database, |work| {
            sharing::erasing::end_standings(work, gwen, MONDAY).await
        });
        gone.expect("she left");
        assert!(waits(&town, gwen).await.is_empty());
        let reader = town.reader(gwen).await;
        let said = answer(&town.sharing, &reader, (reading, 1), &Answer::Fine, MONDAY).await;
        assert!(matches!(said, Err(Fault::NotFound)));
        assert!(!hears(&town, town.asha, id).await, "it goes on waiting");
    })
    .await;
}

#[tokio::test]
async fn whoever_reads_first_is_written_down_for_the_teller() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = tells(&town, town.asha, &told("Wet.", to_town(&town)), &Asks::default()).await;
        waits(&town, ruth).await;
        town.seal_trail().await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let looked = trail::who_looked(&mut look, town.asha, None).await.expect("looked");
        assert!(looked.is_empty(), "that it waits shows no word of it");
        assert!(hears(&town, ruth, id).await);
        town.seal_trail().await;
        let looked = trail::who_looked(&mut look, town.asha, None).await.expect("looked");
        assert_eq!(looked.iter().map(|l| l.reader).collect::<Vec<_>>(), [ruth]);
    })
    .await;
}

#[tokio::test]
async fn without_an_account_nobody_is_named_however_it_is_wished() {
    both(async |town| {
        town.on_duty("Ruth").await;
        let slip = store::Token::random().expect("a slip").hash();
        let (id, place) = (TellingId::random(), Where { system: town.place, place: town.place });
        let to = || vec![Audience::Person(town.bryn), Audience::System(town.team)];
        let said = told("No name, please.", to());
        let teller = Teller::Slip(slip);
        tell::tell(&town.sharing, teller, place, id, &said, MONDAY).await.expect("told");
        assert!(!hears(&town, town.bryn, id).await && !hears(&town, town.carys, id).await);
        let holder = Reader::slip(slip_of(&slip));
        let all = Wishes { heard_by: [to(), to_town(&town)].concat(), ..Wishes::default() };
        tell::wish(&town.sharing, &holder, (id, 1), &all.into(), MONDAY).await.expect("wished");
        assert!(!hears(&town, town.bryn, id).await && !hears(&town, town.carys, id).await);
        let mut look = town.sharing.store.database.look().await.expect("look");
        let own = hear::one(&town.sharing, &mut look, &holder, id).await.expect("their own");
        assert_eq!(own.wishes.heard_by, to_town(&town));
    })
    .await;
}
