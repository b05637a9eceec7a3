//! What was told, and a pattern, read with four words: by those who may read them and by nobody
//! else, answered by the teller, and gone with the story or with whoever wrote it. On both
//! databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod reading_first;
mod town;

use cast::{MONDAY, Town, both, line, words};
use ground::id::{PersonId, Uuid};
use ground::{Fault, Outcome, Words};
use sharing::vest::{MOST_OF_ONE, MOST_READINGS, Vest, VestId};
use sharing::{Action, Audience, Matter, Noun, Reader, StandingKind, TellingMatter};
use store::{bind, sql};
use stories::TellingNoun;
use stories::patterns::{self, Named, PatternId};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told, Wished, Wishes, hear, slip_of};
use stories::vest::{
    answer, of_pattern, of_telling, read_pattern, read_telling, take_back_of_pattern,
    take_back_of_telling,
};
use stories::worries::{Raised, WorryId, WorryKind, raise};
use town::{pit_hill, slip, told};
use web::vest::VestShown;

fn empathy(text: &str) -> Vest<Words> {
    Vest { empathy: Some(words(text)), variety: None, strengths: None, trust: None }
}

/// Bryn tells the team something.
async fn tells(town: &Town) -> TellingId {
    let id = TellingId::random();
    let home = Where { system: town.team, place: town.place };
    let wishes = Wishes { heard_by: vec![Audience::System(town.team)], ..Wishes::default() };
    let told: Told = told("They looked at the kettle, and not at me.", wishes);
    let teller = Teller::Person(town.bryn);
    tell::tell(&town.sharing, teller, home, id, &told, MONDAY).await.expect("told");
    id
}

/// How this reader sees it read.
async fn seen(town: &Town, reader: &Reader, id: TellingId) -> Outcome<Vec<VestShown>> {
    let mut look = town.sharing.store.database.look().await?;
    let telling = hear::one(&town.sharing, &mut look, reader, id).await?;
    let (readings, _) = of_telling(&town.sharing, &mut look, reader, &telling).await?;
    Ok(readings)
}

async fn sees(town: &Town, who: PersonId, id: TellingId) -> Outcome<Vec<VestShown>> {
    seen(town, &town.reader(who).await, id).await
}

/// Somebody reads it with one of the four words.
async fn reads(town: &Town, who: PersonId, id: TellingId, text: &str) -> Outcome<VestId> {
    let (reader, reading) = (town.reader(who).await, VestId::random());
    let said = (reading, &empathy(text));
    read_telling(&town.sharing, &reader, id, said, MONDAY).await?;
    Ok(reading)
}

/// How many such rows there are at all.
async fn rows(town: &Town) -> i64 {
    let mut look = town.sharing.store.database.look().await.expect("look");
    let many = sql!("SELECT COUNT(*) AS many FROM vest_readings");
    look.one(many, bind()).await.expect("a row").number("many").expect("a number")
}

/// Nothing under any of them.
fn nothing_said() -> Vest<Words> {
    Vest { variety: None, empathy: None, strengths: None, trust: None }
}

#[tokio::test]
async fn who_hears_a_story_reads_it_with_four_words_and_nobody_else_sees_that_they_did() {
    both(async |town| {
        let id = tells(&town).await;
        reads(&town, town.carys, id, "Somebody sat down first.").await.expect("Carys hears it");
        for who in [town.bryn, town.carys] {
            let seen = sees(&town, who, id).await.expect("they hear it");
            assert_eq!(seen.len(), 1);
            assert_eq!(seen[0].by.as_ref().map(ToString::to_string).as_deref(), Some("Carys"));
            assert_eq!(seen[0].said[0].1.to_string(), "Somebody sat down first.");
        }
        for who in [town.asha, town.dev] {
            assert!(matches!(sees(&town, who, id).await, Err(Fault::NotFound)));
            let read = reads(&town, who, id, "Let me in.").await;
            assert!(matches!(read, Err(Fault::NotFound)));
        }
        let nothing = (VestId::random(), &nothing_said());
        let carys = town.reader(town.carys).await;
        let nothing = read_telling(&town.sharing, &carys, id, nothing, MONDAY).await;
        assert!(matches!(nothing, Err(Fault::Unfit("unfit-vest-empty"))));
        // What Bryn narrows is over at once, for what was written beside it too.
        let bryn = town.reader(town.bryn).await;
        let wished = Wished { wishes: Wishes::default(), ..Wished::default() };
        tell::wish(&town.sharing, &bryn, (id, 1), &wished, MONDAY).await.expect("narrowed");
        assert!(matches!(sees(&town, town.carys, id).await, Err(Fault::NotFound)));
        assert!(matches!(reads(&town, town.carys, id, "More.").await, Err(Fault::NotFound)));
        assert_eq!(sees(&town, town.bryn, id).await.expect("his own").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_hears_it_for_a_worry_or_to_read_it_first_does_not_say_before_the_others_how() {
    both(async |town| {
        let (ruth, eve) = (town.on_duty("Ruth").await, town.on_duty("Eve").await);
        town.give(eve, town.team, StandingKind::Part).await;
        let id = tells(&town).await;
        let (place, kind) = (town.place, WorryKind::Safety);
        let worry = WorryId::random();
        let raised = Raised { id: worry, place, kind, telling: Some(id), words: None, at: MONDAY };
        raise(&town.sharing, &town.reader(town.carys).await, raised).await.expect("raised");
        assert!(sees(&town, ruth, id).await.is_ok(), "Ruth hears it, since Carys is worried");
        let named = reads(&town, ruth, id, "Somebody sat down.").await;
        assert!(matches!(named, Err(Fault::NotFound)), "{named:?}");
        reads(&town, eve, id, "Somebody sat down.").await.expect("Eve is of the team as well");

        let all = vec![Audience::System(town.place)];
        let wishes = Wishes { heard_by: all, ..Wishes::default() };
        let (wide, home) = (TellingId::random(), Where { system: town.team, place: town.place });
        let told: Told = told("They looked at the kettle.", wishes);
        let teller = Teller::Person(town.bryn);
        tell::tell(&town.sharing, teller, home, wide, &told, MONDAY).await.expect("told");
        for second in [ruth, eve] {
            assert!(sees(&town, second, wide).await.is_ok(), "they read it first");
            let named = reads(&town, second, wide, "Somebody sat down.").await;
            assert!(matches!(named, Err(Fault::NotFound)), "{named:?}");
        }
        assert_eq!(rows(&town).await, 1);
        reads(&town, town.bryn, wide, "It was the kettle.").await.expect("he told it");
    })
    .await;
}

#[tokio::test]
async fn whoever_told_it_answers_once_or_takes_it_away_and_nobody_does_so_for_them() {
    both(async |town| {
        let id = tells(&town).await;
        let reading = reads(&town, town.carys, id, "Nobody sat down.").await.expect("read");
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        let said = words("Jo did. I did not say so.");
        for (reader, fits) in [(&carys, false), (&bryn, true), (&bryn, false)] {
            let said = (reading, Some(&said));
            let answered = answer(&town.sharing, reader, id, said, MONDAY).await;
            assert_eq!(answered.is_ok(), fits, "{answered:?}");
        }
        let seen = sees(&town, town.carys, id).await.expect("heard");
        let answered = seen[0].answer.as_ref().map(ToString::to_string);
        assert_eq!(answered.as_deref(), Some("Jo did. I did not say so."));
        let other = tells(&town).await;
        let elsewhere = answer(&town.sharing, &bryn, other, (reading, None), MONDAY).await;
        assert!(matches!(elsewhere, Err(Fault::NotFound)), "it is of another story");
        let taken = answer(&town.sharing, &carys, id, (reading, None), MONDAY).await;
        assert!(matches!(taken, Err(Fault::NotFound)));
        answer(&town.sharing, &bryn, id, (reading, None), MONDAY).await.expect("taken away");
        assert!(sees(&town, town.carys, id).await.expect("heard").is_empty());
        assert_eq!(rows(&town).await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_wrote_it_takes_it_back_even_when_they_hear_the_story_no_more() {
    both(async |town| {
        let id = tells(&town).await;
        let one = reads(&town, town.carys, id, "Nobody sat down.").await.expect("read");
        let other = reads(&town, town.carys, id, "They were late.").await.expect("read");
        let seen = sees(&town, town.bryn, id).await.expect("his own");
        assert!(seen.iter().all(|reading| !reading.is_own), "they are not his");
        for who in [town.bryn, town.asha, town.dev] {
            let reader = town.reader(who).await;
            let back = take_back_of_telling(&town.sharing, &reader, id, one, MONDAY).await;
            assert!(matches!(back, Err(Fault::NotFound)), "{back:?}");
        }
        let carys = town.reader(town.carys).await;
        for _ in 2..MOST_OF_ONE {
            reads(&town, town.carys, id, "And again.").await.expect("read");
        }
        let past = reads(&town, town.carys, id, "And once more.").await;
        assert!(matches!(past, Err(Fault::Bound("bound-vest-own"))), "{past:?}");
        reads(&town, town.bryn, id, "It was the kettle.").await.expect("there is room for others");
        let back = take_back_of_telling(&town.sharing, &carys, id, one, MONDAY).await;
        back.expect("taken back");
        reads(&town, town.carys, id, "It fits again.").await.expect("read");
        let seen = sees(&town, town.carys, id).await.expect("heard");
        assert!(seen.iter().all(|reading| reading.id != one));
        assert_eq!(seen.iter().filter(|reading| !reading.is_own).count(), 1, "Bryn's");
        let before = rows(&town).await;
        let bryn = town.reader(town.bryn).await;
        let wished = Wished { wishes: Wishes::default(), ..Wished::default() };
        tell::wish(&town.sharing, &bryn, (id, 1), &wished, MONDAY).await.expect("narrowed");
        let back = take_back_of_telling(&town.sharing, &carys, id, other, MONDAY).await;
        back.expect("it is hers still");
        assert_eq!(rows(&town).await, before - 1);
    })
    .await;
}

#[tokio::test]
async fn beside_what_nobody_signed_it_keeps_the_week_and_the_slip_answers() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let hers = slip();
        // Gwen is on duty there, and reads it before it goes further: until then it is not hers to
        // say beside it how.
        let heard_by = vec![Audience::System(hill.place)];
        let told = told("They came on Tuesday.", Wishes { heard_by, ..Wishes::default() });
        let id = hill.tells(&town, Teller::Slip(hers), &told).await;
        let early = reads(&town, hill.gwen, id, "They rang first.").await;
        assert!(matches!(early, Err(Fault::NotFound)), "{early:?}");
        assert_eq!(reading_first::reads(&town, hill.gwen, true).await, 1);
        let reading = reads(&town, hill.gwen, id, "They rang first.").await.expect("read");
        let holder = Reader::slip(slip_of(&hers));
        let said = words("They did not.");
        let answered = answer(&town.sharing, &holder, id, (reading, Some(&said)), MONDAY).await;
        answered.expect("answered");
        let seen = seen(&town, &holder, id).await.expect("hers");
        assert_eq!(seen[0].at, MONDAY.week().begins());
        assert!(seen[0].by.is_none(), "a slip knows nobody by name");
        assert_eq!(
            seen[0].answer.as_ref().map(ToString::to_string).as_deref(),
            Some("They did not.")
        );
    })
    .await;
}

#[tokio::test]
async fn it_goes_with_the_story_and_with_whoever_wrote_it_and_they_can_take_it_along() {
    both(async |town| {
        let (one, other) = (tells(&town).await, tells(&town).await);
        for id in [one, other] {
            reads(&town, town.carys, id, "They listened.").await.expect("read");
        }
        let (noun, carys) = (TellingNoun(town.sharing.clone()), town.reader(town.carys).await);
        let mut look = town.sharing.store.database.look().await.expect("look");
        let taken = noun.export(&mut look, &carys, town.carys).await.expect("exported");
        let texts: Vec<String> = taken.iter().map(|t| format!("{} {}", t.part, t.words)).collect();
        assert_eq!(texts, ["empathy They listened."; 2]);
        let bryn = town.reader(town.bryn).await;
        let none = noun.export(&mut look, &bryn, town.carys).await;
        assert!(matches!(none, Err(Fault::NotFound)), "nobody takes another's");
        drop(look);
        tell::erase(&town.sharing, &bryn, one, MONDAY).await.expect("erased");
        assert_eq!(rows(&town).await, 1);
        let database = &town.sharing.store.database;
        let gone =
            ::store::write!(database, |work| sharing::vest::forget_by(work, town.carys).await);
        assert_eq!((gone.expect("forgotten"), rows(&town).await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn whoever_hears_it_only_to_read_it_first_or_for_a_worry_is_never_named_beside_it() {
    both(async |town| {
        let (ruth, carys) = (town.on_duty("Ruth").await, town.carys);
        let it = || TellingMatter::of(Uuid::new_v4(), town.place);
        for (who, matter) in [
            (carys, TellingMatter { asked_first: vec![carys], ..it() }),
            (ruth, TellingMatter { on_duty_first: true, ..it() }),
            (ruth, TellingMatter { worried_about: true, ..it() }),
            (ruth, TellingMatter { worry_answered_by: vec![ruth], ..it() }),
        ] {
            let (reader, matter) = (town.reader(who).await, Matter::Telling(matter));
            let may = |action| town.sharing.leave_or_none(&reader, action, &matter);
            assert!(may(Action::Hear).expect("asked").is_some(), "{matter:?}");
            assert!(may(Action::ReadWithFourWords).expect("asked").is_none(), "{matter:?}");
        }
    })
    .await;
}

/// Bryn names a pattern in the team.
async fn names(town: &Town) -> PatternId {
    let (id, bryn) = (PatternId::random(), town.reader(town.bryn).await);
    let named = Named {
        name: line("It's the wall"),
        goes_well: false,
        observation: None,
        reading: None,
        ideas: None,
        tellings: Vec::new(),
    };
    let home = (town.team, town.place);
    patterns::name(&town.sharing, &bryn, home, id, &named, MONDAY).await.expect("named");
    id
}

#[tokio::test]
async fn sixty_readings_stand_with_a_pattern_and_no_more_so_that_each_is_shown() {
    both(async |town| {
        let (id, said) = (names(&town).await, empathy("We never stood in the room."));
        let reads = async |who: PersonId| {
            let reader = town.reader(who).await;
            let reading = (VestId::random(), &said);
            read_pattern(&town.sharing, &reader, id, reading, MONDAY).await
        };
        for number in 0..MOST_READINGS / MOST_OF_ONE {
            let who = town.newcomer(&format!("Neighbour {number}"), false).await;
            town.give(who, town.team, StandingKind::Part).await;
            for _ in 0..MOST_OF_ONE {
                reads(who).await.expect("read");
            }
        }
        let past = reads(town.carys).await;
        assert!(matches!(past, Err(Fault::Bound("bound-vest"))), "{past:?}");
        let bryn = town.reader(town.bryn).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let pattern = patterns::find(&town.sharing, &mut look, &bryn, id).await.expect("found");
        let seen = of_pattern(&town.sharing, &mut look, &bryn, &pattern).await.expect("seen");
        assert_eq!(i64::try_from(seen.len()).expect("few"), MOST_READINGS);
    })
    .await;
}

#[tokio::test]
async fn a_pattern_is_read_with_four_words_by_its_group() {
    both(async |town| {
        let (id, bryn) = (names(&town).await, town.reader(town.bryn).await);
        let (reading, said) = (VestId::random(), empathy("We never stood in the room."));
        let carys = town.reader(town.carys).await;
        let read = read_pattern(&town.sharing, &carys, id, (reading, &said), MONDAY);
        read.await.expect("read");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let pattern = patterns::find(&town.sharing, &mut look, &bryn, id).await.expect("found");
        let seen = of_pattern(&town.sharing, &mut look, &bryn, &pattern).await.expect("seen");
        assert_eq!(seen[0].said[0].1.to_string(), "We never stood in the room.");
        let dev = town.reader(town.dev).await;
        let unseen = of_pattern(&town.sharing, &mut look, &dev, &pattern).await;
        assert!(matches!(unseen, Err(Fault::NotFound)));
        drop(look);
        let said = (VestId::random(), &said);
        let read = read_pattern(&town.sharing, &dev, id, said, MONDAY).await;
        assert!(matches!(read, Err(Fault::NotFound)));
        for (reader, fits) in [(&bryn, false), (&dev, false), (&carys, true), (&carys, false)] {
            let back = take_back_of_pattern(&town.sharing, reader, id, reading, MONDAY).await;
            assert_eq!(back.is_ok(), fits, "{back:?}");
        }
    })
    .await;
}
