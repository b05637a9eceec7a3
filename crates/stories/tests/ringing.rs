//! Asking to be rung, as a person would notice it, on both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod pages;
mod town;

use cast::{MONDAY, Town, both, words};
use ground::id::{PersonId, Uuid};
use ground::{Fault, Moment};
use sharing::{Noun as _, Reader, trail};
use store::{Sql, bind};
use stories::ringing::{self, AnswerKind, Given, Ringing, ToRing};
use stories::tellings::{Teller, TellingId, Told, Wishes, slip_of, tell};
use town::{asks, pit_hill, slip, told};

const NUMBER: &str = "01632 960123, ask for Bryn";

async fn sees(town: &Town, who: PersonId, id: TellingId) -> Result<ToRing, Fault> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    ringing::find(&town.sharing, &mut look, &reader, id).await
}

async fn waits(town: &Town, who: PersonId) -> Vec<TellingId> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let start = ringing::After::START;
    let listed = ringing::waiting(&town.sharing, &mut look, &reader, start).await.expect("waits");
    listed.waits.into_iter().map(|w| w.telling).collect()
}

async fn became(town: &Town, reader: &Reader, id: TellingId) -> Option<Ringing> {
    let mut look = town.sharing.store.database.look().await.expect("look");
    ringing::of_telling(&town.sharing, &mut look, reader, id).await.expect("became")
}

async fn answers(town: &Town, who: PersonId, id: TellingId, given: Given<'_>) -> Result<(), Fault> {
    let (reader, answer, now) = (town.reader(who).await, Uuid::new_v4(), MONDAY.plus_days(1));
    ringing::answer(&town.sharing, &reader, id, answer, given, now).await
}

const fn rang() -> Given<'static> {
    Given { kind: AnswerKind::Rang, words: None, try_on: None, revision: 1 }
}

/// Whether anything of a number or of safe times is held at all.
async fn is_held(town: &Town, id: TellingId) -> bool {
    let held = Sql("SELECT (SELECT COUNT(*) FROM tellings WHERE id = $1 AND ring_on IS NOT NULL) \
                    + (SELECT COUNT(*) FROM ringings WHERE telling_id = $1 \
                    AND safe IS NOT NULL) AS many");
    let mut look = town.sharing.store.database.look().await.expect("look");
    look.one(held, bind().id(id)).await.expect("a row").number("many").expect("many") > 0
}

fn asking() -> Told {
    Told { ring_on: Some(asks(NUMBER)), ..told("I would rather talk.", Wishes::default()) }
}

#[tokio::test]
async fn bryns_number_is_seen_by_whoever_rings_and_whoever_keeps_people_safe_and_nobody_else() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        town::plays(&town, hill.place, town.asha).await;
        let id = hill.tells(&town, Teller::Person(town.bryn), &asking()).await;
        for on_duty in [town.carys, hill.gwen] {
            assert_eq!(waits(&town, on_duty).await, [id]);
            let found = sees(&town, on_duty, id).await.expect("seen");
            assert_eq!(found.on.to_string(), NUMBER);
            assert!(!found.message, "no message unless Bryn said so");
        }
        for other in [town.asha, town.bryn, town.dev] {
            assert!(waits(&town, other).await.is_empty());
            assert!(matches!(sees(&town, other, id).await, Err(Fault::NotFound)));
        }
        let absent = sees(&town, town.asha, TellingId::random()).await;
        assert!(matches!(absent, Err(Fault::NotFound)), "unseen and absent look the same");
        // They see the number, and not a word of what was told.
        let carys = town.reader(town.carys).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let heard = stories::tellings::hear::one(&town.sharing, &mut look, &carys, id).await;
        assert!(matches!(heard, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn bryn_sees_who_looked_at_his_number() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let id = hill.tells(&town, Teller::Person(town.bryn), &asking()).await;
        sees(&town, town.carys, id).await.expect("seen");
        town.seal_trail().await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let looked = trail::who_looked(&mut look, town.bryn, None).await.expect("looked");
        let who: Vec<PersonId> = looked.iter().map(|glance| glance.reader).collect();
        assert_eq!(who, [town.carys]);
        drop(look);
        // That he was rung stands on the trail too, and who rang him is for him alone.
        answers(&town, town.carys, id, rang()).await.expect("answered");
        let marks = Sql("SELECT COUNT(*) AS many, COUNT(actor_id) AS names FROM trail \
                         WHERE system_id = $1 AND thing_kind = 'telling' AND verb = 'changed'");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let row = look.one(marks, bind().id(hill.place)).await.expect("a row");
        let number = |column| row.number(column).expect("a number");
        assert_eq!((number("many"), number("names")), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn where_nobody_rings_no_number_is_kept_and_bryn_is_told_so() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let (id, home) =
            (TellingId::random(), tell::Where { system: hill.place, place: hill.place });
        let teller = Teller::Person(town.bryn);
        let done = tell::tell(&town.sharing, teller, home, id, &asking(), MONDAY).await;
        assert!(matches!(done, Err(Fault::Unfit("unfit-nobody-rings"))));
        assert!(!is_held(&town, id).await);
        // Where they stop ringing, whoever waits reads that too.
        hill.says(&town, Some(town.carys)).await;
        let id = hill.tells(&town, teller, &asking()).await;
        hill.says(&town, None).await;
        let bryn = town.reader(town.bryn).await;
        let became = became(&town, &bryn, id).await.expect("asked");
        assert!(!became.over && !became.somebody_rings);
        assert!(matches!(sees(&town, town.carys, id).await, Err(Fault::NotFound)));
        assert!(sees(&town, hill.gwen, id).await.is_ok(), "somebody can still answer");
    })
    .await;
}

#[tokio::test]
async fn once_bryn_was_rung_the_number_is_gone_and_he_reads_it() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let id = hill.tells(&town, Teller::Person(town.bryn), &asking()).await;
        let later: Moment = MONDAY.plus_days(3);
        let tried =
            Given { kind: AnswerKind::NotReached, words: None, try_on: Some(later), revision: 1 };
        answers(&town, town.carys, id, tried).await.expect("answered");
        assert!(is_held(&town, id).await, "it is needed still");
        let reader = town.reader(town.bryn).await;
        let so_far = became(&town, &reader, id).await.expect("asked");
        assert_eq!((so_far.over, so_far.answers[0].try_on), (false, Some(later)));
        answers(&town, town.carys, id, rang()).await.expect("answered");
        assert!(!is_held(&town, id).await);
        assert!(waits(&town, town.carys).await.is_empty());
        assert!(matches!(sees(&town, town.carys, id).await, Err(Fault::NotFound)));
        let over = became(&town, &reader, id).await.expect("asked");
        assert_eq!((over.over, over.answers.len()), (true, 2));
        let twice = answers(&town, hill.gwen, id, rang()).await;
        assert!(matches!(twice, Err(Fault::Unfit("unfit-ringing-over"))), "somebody was first");
    })
    .await;
}

#[tokio::test]
async fn however_often_bryn_was_not_reached_the_last_day_that_was_named_stands_there() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let id = hill.tells(&town, Teller::Person(town.bryn), &asking()).await;
        let (reader, path) = (town.reader(town.bryn).await, format!("/stories/{id}"));
        let most = i64::try_from(ringing::MOST_ANSWERS).expect("days");
        for day in 1..=most + 1 {
            let (kind, try_on) = (AnswerKind::NotReached, Some(MONDAY.plus_days(day)));
            let said = words("It rang and rang.");
            let tried = Given { kind, words: Some(&said), try_on, revision: 1 };
            answers(&town, town.carys, id, tried).await.expect("answered");
            if day < most {
                continue;
            }
            let (_, page) = pages::page(&town, &reader, &path).await;
            assert_eq!(page.contains("There is more than stands here."), day > most, "{page}");
        }
        let so_far = became(&town, &reader, id).await.expect("asked").answers;
        let days = so_far.iter().map(|answer| answer.try_on.expect("a day"));
        assert!(days.eq((2..=most + 1).map(|day| MONDAY.plus_days(day))), "{so_far:?}");
        let to_ring = sees(&town, town.carys, id).await.expect("seen");
        assert_eq!(to_ring.waits.try_on, Some(MONDAY.plus_days(most + 1)));
        let mut look = town.sharing.store.database.look().await.expect("look");
        let (carys, start) = (town.reader(town.carys).await, ringing::After::START);
        let listed = ringing::waiting(&town.sharing, &mut look, &carys, start).await;
        assert_eq!(listed.expect("waits").waits[0].try_on, Some(MONDAY.plus_days(most + 1)));
        // What Bryn takes away is whole: every answer, in the order of time.
        let noun = stories::TellingNoun(town.sharing.clone());
        let texts = noun.export(&mut look, &reader, town.bryn).await.expect("his");
        let said = texts.iter().filter(|text| text.part == "ringing_answer").count();
        assert_eq!(i64::try_from(said), Ok(most + 1));
    })
    .await;
}

#[tokio::test]
async fn an_answer_says_a_day_or_a_reason() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let id = hill.tells(&town, Teller::Person(town.bryn), &asking()).await;
        let no_day = Given { kind: AnswerKind::NotReached, words: None, try_on: None, revision: 1 };
        let done = answers(&town, town.carys, id, no_day).await;
        assert!(matches!(done, Err(Fault::Unfit("unfit-try-on"))));
        let no_reason = Given { kind: AnswerKind::Nobody, words: None, try_on: None, revision: 1 };
        let done = answers(&town, town.carys, id, no_reason).await;
        assert!(matches!(done, Err(Fault::Text { field: "words", .. })));
        for other in [town.bryn, town.dev] {
            assert!(matches!(answers(&town, other, id, rang()).await, Err(Fault::NotFound)));
        }
        let why = words("We have nobody who speaks Polish.");
        let nobody =
            Given { kind: AnswerKind::Nobody, words: Some(&why), try_on: None, revision: 1 };
        answers(&town, town.carys, id, nobody).await.expect("answered");
        let bryn = town.reader(town.bryn).await;
        let became = became(&town, &bryn, id).await.expect("asked");
        let said = became.answers[0].words.as_ref().map(ToString::to_string);
        assert_eq!(said.as_deref(), Some("We have nobody who speaks Polish."));
        assert!(!is_held(&town, id).await);
    })
    .await;
}

#[tokio::test]
async fn without_an_account_only_weeks_are_kept_and_the_slip_reads_the_answer() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let hash = slip();
        let id = hill.tells(&town, Teller::Slip(hash), &asking()).await;
        answers(&town, town.carys, id, rang()).await.expect("answered");
        let became = became(&town, &Reader::slip(slip_of(&hash)), id).await.expect("asked");
        let week = MONDAY.week().begins();
        assert_eq!((became.at, became.answers[0].at), (week, week));
    })
    .await;
}

#[tokio::test]
async fn bryn_takes_it_back_and_erasing_takes_all_of_it() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let id = hill.tells(&town, Teller::Person(town.bryn), &asking()).await;
        let bryn = town.reader(town.bryn).await;
        ringing::take_back(&town.sharing, &bryn, id, MONDAY).await.expect("taken back");
        assert!(!is_held(&town, id).await && became(&town, &bryn, id).await.is_none());
        ringing::ask(&town.sharing, &bryn, id, &asks(NUMBER), MONDAY).await.expect("asked");
        assert_eq!(waits(&town, town.carys).await, [id]);
        for other in [town.carys, town.dev] {
            let reader = town.reader(other).await;
            let done = ringing::take_back(&town.sharing, &reader, id, MONDAY).await;
            assert!(matches!(done, Err(Fault::NotFound)));
        }
        tell::erase(&town.sharing, &bryn, id, MONDAY).await.expect("erased");
        assert!(!is_held(&town, id).await && waits(&town, town.carys).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_same_answer_pressed_twice_is_success_and_what_gwen_typed_after_carys_is_not_lost() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let id = hill.tells(&town, Teller::Person(town.bryn), &asking()).await;
        let (carys, pressed) = (town.reader(town.carys).await, Uuid::new_v4());
        let press = async || {
            ringing::answer(&town.sharing, &carys, id, pressed, rang(), MONDAY.plus_days(1)).await
        };
        press().await.expect("answered");
        assert!(matches!(press().await, Err(Fault::Already)), "the first answer stands");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let place = ringing::place_of(&town.sharing, &mut look, &carys, id).await;
        assert_eq!(place.expect("the page is there still"), hill.place);
        let dev = town.reader(town.dev).await;
        let unseen = ringing::place_of(&town.sharing, &mut look, &dev, id).await;
        assert!(matches!(unseen, Err(Fault::NotFound)));
        let gwen = answers(&town, hill.gwen, id, rang()).await;
        assert!(matches!(gwen, Err(Fault::Unfit("unfit-ringing-over"))));
        let reader = town.reader(town.bryn).await;
        assert_eq!(became(&town, &reader, id).await.expect("asked").answers.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_answer_for_an_earlier_number_never_ends_a_later_one() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let id = hill.tells(&town, Teller::Person(town.bryn), &asking()).await;
        let shown = sees(&town, town.carys, id).await.expect("seen").revision;
        let bryn = town.reader(town.bryn).await;
        ringing::ask(&town.sharing, &bryn, id, &asks("01632 960999"), MONDAY).await.expect("anew");
        let late = answers(&town, town.carys, id, Given { revision: shown, ..rang() }).await;
        assert!(matches!(late, Err(Fault::Stale)));
        // Taking it back between the two does not begin the count anew.
        ringing::take_back(&town.sharing, &bryn, id, MONDAY).await.expect("taken back");
        ringing::ask(&town.sharing, &bryn, id, &asks(NUMBER), MONDAY).await.expect("asked");
        for earlier in [shown, shown + 1] {
            let late = answers(&town, town.carys, id, Given { revision: earlier, ..rang() }).await;
            assert!(matches!(late, Err(Fault::Stale)));
        }
        assert!(is_held(&town, id).await);
        let revision = sees(&town, town.carys, id).await.expect("seen").revision;
        answers(&town, town.carys, id, Given { revision, ..rang() }).await.expect("answered");
        assert!(!is_held(&town, id).await);
    })
    .await;
}

#[tokio::test]
async fn however_many_wait_the_list_shows_all_and_bryn_stands_before_those_who_did_not_sign() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let mut asked = Vec::new();
        for _ in 0..=ringing::PAGE {
            asked.push(hill.tells(&town, Teller::Slip(slip()), &asking()).await);
        }
        let bryns = hill.tells(&town, Teller::Person(town.bryn), &asking()).await;
        town::plays(&town, hill.place, town.asha).await;
        let home = tell::Where { system: hill.place, place: hill.place };
        let (ashas, later) = (TellingId::random(), MONDAY.plus_days(1));
        let asha = Teller::Person(town.asha);
        tell::tell(&town.sharing, asha, home, ashas, &asking(), later).await.expect("told");
        let carys = town.reader(town.carys).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let (mut after, mut seen) = (Some(ringing::After::START), Vec::new());
        while let Some(from) = after {
            let listed = ringing::waiting(&town.sharing, &mut look, &carys, from).await;
            let listed = listed.expect("waits");
            assert!(listed.waits.len() <= ringing::PAGE);
            seen.extend(listed.waits.iter().map(|w| w.telling));
            after = listed.next;
        }
        assert_eq!(seen[..2], [bryns, ashas], "and whoever waits longest stands first");
        asked.extend([bryns, ashas]);
        asked.sort_unstable();
        seen.sort_unstable();
        assert_eq!(seen, asked, "nobody twice, and nobody left out");
    })
    .await;
}
