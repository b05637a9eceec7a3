//! Where whoever asked is in the talk no more, nobody would read an answer: so none is asked for, and
//! somebody else can ask anew.

use ::store::migrations::{ROWS, migrate};
use ::store::{Database, Keeper, Spot, Sql, bind};
use ground::Fault;
use ground::id::{PersonId, SystemId};
use sharing::StandingKind;

use super::coming::{answers, bryn_asks_asha, elin, waits};
use super::{asked, guests, pattern};
use crate::convening::{Answer, ask_to_come};
use crate::inquiries::{self, GuestId, InquiryId, TALK_PAGE, TalkId, Turn, say};
use crate::proof::{MONDAY, Town, both, newcomer, words};

/// Somebody else of the team, who is in its talk.
async fn of_the_team(town: &Town, name: &str) -> PersonId {
    let clock = ground::Clock::standing_at(MONDAY);
    let person = newcomer(&town.sharing.store, &clock, name).await;
    for system in [town.place, town.team] {
        town.give(person, system, StandingKind::Part).await;
    }
    person
}

/// They ask Asha to come and talk about a question, so many days after Monday.
async fn asks_asha(town: &Town, by: PersonId, inquiry: InquiryId, words: Option<TalkId>, day: i64) {
    let (by, people) = (town.reader(by).await, guests(&[town.asha]));
    let text = crate::proof::words("Could you come on Tuesday?");
    let (said, at) = (words.map(|id| (id, &text)), MONDAY.plus_days(day));
    ask_to_come(&town.sharing, &by, inquiry, &people, said, at).await.expect("asked");
}

async fn leaves(town: &Town, who: PersonId) {
    let database = &town.sharing.store.database;
    let left = ::store::write!(database, |work| {
        sharing::erasing::end_standings(work, who, MONDAY.plus_days(1)).await
    });
    left.expect("left");
}

async fn is_erased(town: &Town, who: PersonId) {
    leaves(town, who).await;
    let (store, now) = (&town.sharing.store, MONDAY.plus_days(1));
    store.keys.throw_away(&[Keeper::new(who)], now).await.expect("thrown away");
    sharing::erasing::forget(&store.database, who, now).await.expect("forgotten");
}

/// The page of a question as Asha sees it.
async fn ashas(town: &Town, inquiry: InquiryId) -> String {
    town.page(town.asha, &format!("/inquiries/{inquiry}")).await.1
}

#[tokio::test]
async fn asha_is_asked_for_no_answer_by_who_left_or_was_erased_or_holds_the_money_now() {
    both(async |town| {
        for gone in ["left", "erased", "holds the money"] {
            let elin = of_the_team(&town, "Elin").await;
            let inquiry = asked(&town, pattern()).await;
            asks_asha(&town, elin, inquiry, None, 0).await;
            let asks = format!("waits-convened Elin 0 /inquiries/{inquiry}#come");
            assert_eq!(waits(&town, town.asha, 1).await, [asks], "{gone}");
            assert!(ashas(&town, inquiry).await.contains("id=\"come\""), "{gone}");
            match gone {
                "left" => leaves(&town, elin).await,
                "erased" => is_erased(&town, elin).await,
                _ => town.give(elin, town.team, StandingKind::Money).await,
            }
            let page = ashas(&town, inquiry).await;
            assert!(!page.contains("id=\"come\"") && !page.contains("sees your answer"), "{gone}");
            // That she was asked stands there still.
            assert!(page.contains("<b>Asha</b> asked by"), "{gone}: {page}");
            assert!(waits(&town, town.asha, 1).await.is_empty(), "{gone}");
            let late = answers(&town, town.asha, inquiry, Answer::Comes).await;
            assert!(matches!(late, Err(Fault::Unfit("unfit-come-unread"))), "{gone}: {late:?}");
            let coming = format!("/inquiries/{inquiry}/coming");
            let (status, _, page) = town.send(town.asha, &coming, &[("answer", "comes")]).await;
            assert_eq!(status.as_u16(), 422, "{gone}");
            assert!(page.contains("nobody would read your answer"), "{gone}: {page}");
            // The group asks in whoever holds its money: then they read what she says.
            if gone == "holds the money" {
                let (bryn, guest) = (town.reader(town.bryn).await, (GuestId::random(), elin));
                let let_in = inquiries::ask_in(&town.sharing, &bryn, inquiry, guest, MONDAY).await;
                let_in.expect("asked in");
                assert!(ashas(&town, inquiry).await.contains("Only Elin sees your answer"));
                answers(&town, town.asha, inquiry, Answer::Comes).await.expect("answered");
                let told = format!("waits-comes Asha 1 /inquiries/{inquiry}#convened");
                assert_eq!(waits(&town, elin, 2).await, [told]);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn elin_asks_asha_anew_once_bryn_is_gone_and_alone_reads_what_she_answers_to_that() {
    both(async |town| {
        let (inquiry, elin) = (bryn_asks_asha(&town).await, elin(&town).await);
        answers(&town, town.asha, inquiry, Answer::Comes).await.expect("answered");
        let path = format!("/inquiries/{inquiry}");
        // While Bryn is there, what he asked stands, and so does what she said to him.
        asks_asha(&town, elin, inquiry, None, 1).await;
        let page = ashas(&town, inquiry).await;
        assert!(page.contains("Bryn asks you to come") && page.contains("You said that you"));
        assert!(!town.page(elin, &path).await.1.contains("will come"), "it is Bryn's to read");
        leaves(&town, town.bryn).await;
        let said = TalkId::random();
        asks_asha(&town, elin, inquiry, Some(said), 2).await;
        let asks = format!("waits-convened Elin 2 {path}#come");
        assert_eq!(waits(&town, town.asha, 3).await, std::slice::from_ref(&asks));
        let page = ashas(&town, inquiry).await;
        assert!(page.contains("Elin asks you to come") && page.contains("Only Elin sees"));
        assert!(!page.contains("You said"), "what she said was said to Bryn: {page}");
        assert!(page.contains(&format!("<a href=\"#{said}\">Read what they said with it</a>")));
        assert!(page.contains("<b>Asha</b> asked by Elin, 4 March 2026"), "{page}");
        let (_, elins) = town.page(elin, &path).await;
        assert!(!elins.contains("will come") && waits(&town, elin, 3).await.is_empty(), "{elins}");
        answers(&town, town.asha, inquiry, Answer::NotNow).await.expect("answered");
        // Asked once more by who asked her, she has answered still.
        asks_asha(&town, elin, inquiry, None, 3).await;
        assert!(town.page(elin, &path).await.1.contains("says: not now"));
        assert!(waits(&town, town.asha, 3).await.is_empty());
        let told = format!("waits-comes-not-now Asha 1 {path}#convened");
        assert_eq!(waits(&town, elin, 3).await, [told]);
        // Bryn comes back, and what he asked is not his any more.
        for system in [town.place, town.team] {
            town.give(town.bryn, system, StandingKind::Part).await;
        }
        let (_, bryns) = town.page(town.bryn, &path).await;
        assert!(!bryns.contains("says: not now") && !bryns.contains("will come"), "{bryns}");
        assert!(waits(&town, town.bryn, 3).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn asking_oneself_keeps_nobody_else_from_asking() {
    both(async |town| {
        let (inquiry, asha) = (asked(&town, pattern()).await, town.asha);
        asks_asha(&town, asha, inquiry, None, 0).await;
        asks_asha(&town, town.bryn, inquiry, None, 1).await;
        let asks = format!("waits-convened Bryn 1 /inquiries/{inquiry}#come");
        assert_eq!(waits(&town, asha, 2).await, [asks]);
    })
    .await;
}

#[tokio::test]
async fn what_was_said_with_the_asking_is_found_behind_however_much_was_said_since() {
    both(async |town| {
        let (inquiry, said) = (asked(&town, pattern()).await, TalkId::random());
        asks_asha(&town, town.bryn, inquiry, Some(said), 0).await;
        let link = |page: &str| {
            let (before, _) = page.split_once("\">Read what they said with it").expect("a link");
            before.rsplit_once("href=\"").expect("an address").1.to_owned()
        };
        assert_eq!(link(&ashas(&town, inquiry).await), format!("#{said}"));
        let ring = town.sharing.store.keys.ring([Keeper::new(town.team)]).await.expect("a ring");
        let mut since = Vec::new();
        for number in 0..TALK_PAGE {
            let id = TalkId::random();
            let sealed = ring.seal(Keeper::new(town.team), Spot::new(id, "words"), &words("Yes."));
            since.push(inquiries::store::NewTalk {
                system: town.team,
                id,
                inquiry,
                turn: Turn::Talk,
                words: sealed.expect("sealed"),
                by: town.bryn,
                at: MONDAY.plus_seconds(1 + i64::try_from(number).expect("a second")),
            });
        }
        ::store::write!(town.sharing.store.database, |work| {
            for one in &since {
                inquiries::store::insert_talk(work, one).await?;
            }
            Ok(())
        })
        .expect("said");
        let page = ashas(&town, inquiry).await;
        assert!(!page.contains(&format!("id=\"{said}\"")), "it is on an earlier page");
        let link = link(&page);
        let (address, spot) = link.split_once('#').expect("a spot");
        assert_eq!(spot, said.to_string());
        let (_, page) = town.page(town.asha, address).await;
        assert!(page.contains(&format!("id=\"{said}\"")), "{page}");
        assert!(page.contains("Could you come on Tuesday?") && !page.contains("Yes."), "{page}");
        let (_, others) = town.page(town.bryn, address).await;
        assert!(others.contains("Yes."), "the address is Asha's");
    })
    .await;
}

#[tokio::test]
async fn what_bryn_says_in_the_moment_of_asking_is_not_taken_for_what_he_said_with_it() {
    both(async |town| {
        let (inquiry, bryn) = (asked(&town, pattern()).await, town.reader(town.bryn).await);
        let (id, other) = (TalkId::random(), words("The gate sticks."));
        let turn = (Turn::Talk, &other);
        say(&town.sharing, &bryn, id, inquiry, turn, MONDAY).await.expect("said");
        asks_asha(&town, town.bryn, inquiry, None, 0).await;
        let page = ashas(&town, inquiry).await;
        assert!(!page.contains("Read what they said with it"), "{page}");
        assert!(page.contains("See what was said so far"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn home_asks_the_same_few_questions_however_many_answered_bryn_or_asked_asha() {
    both(async |town| {
        let mut people = Vec::new();
        for number in 0..12 {
            people.push(of_the_team(&town, &format!("Neighbour {number}")).await);
        }
        let mut asked_of = std::collections::BTreeMap::new();
        for (number, one) in people.iter().enumerate() {
            let inquiry = asked(&town, pattern()).await;
            // One to whom Bryn turns, and one who turns to Asha, each for a question of their own.
            let (bryn, who) = (town.reader(town.bryn).await, guests(&[*one]));
            let asks = ask_to_come(&town.sharing, &bryn, inquiry, &who, None, MONDAY).await;
            asks.expect("asked");
            answers(&town, *one, inquiry, Answer::Comes).await.expect("answered");
            asks_asha(&town, *one, inquiry, None, 0).await;
            for who in [town.bryn, town.asha] {
                let (reader, mut look) = (town.reader(who).await, town.look().await);
                let nouns = crate::nouns(&town.sharing);
                let now = MONDAY.plus_days(2);
                let waits = nouns[0].waits(&mut look, &reader, now).await.expect("waits");
                assert_eq!(waits.len(), number + 1);
                let questions = asked_of.entry(who).or_insert_with(|| look.asked());
                assert_eq!(*questions, look.asked(), "with {} more", number);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn asha_takes_with_her_that_she_was_asked_and_what_she_answered_and_no_name() {
    both(async |town| {
        let inquiry = bryn_asks_asha(&town).await;
        answers(&town, town.asha, inquiry, Answer::NotNow).await.expect("answered");
        let nouns = crate::nouns(&town.sharing);
        let takes = async |who: PersonId| {
            let (reader, mut look) = (town.reader(who).await, town.look().await);
            let all = nouns[0].export(&mut look, &reader, who).await.expect("taken");
            let facts = all.into_iter().filter(|one| one.part.ends_with("_to_come"));
            let facts = facts.map(|one| (one.id, one.part, one.at, one.words.to_string()));
            facts.collect::<Vec<_>>()
        };
        let was = (inquiry.0, "asked_to_come", MONDAY, "come_and_talk".to_owned());
        let said = (inquiry.0, "answered_to_come", MONDAY.plus_days(1), "not-now".to_owned());
        assert_eq!(takes(town.asha).await, [was, said]);
        assert!(takes(town.bryn).await.is_empty());
        // It is hers when she is of the team no more, and nobody takes it in her name.
        leaves(&town, town.asha).await;
        assert_eq!(takes(town.asha).await.len(), 2);
        let (bryn, mut look) = (town.reader(town.bryn).await, town.look().await);
        let others = nouns[0].export(&mut look, &bryn, town.asha).await;
        assert!(others.expect("taken").iter().all(|one| !one.part.ends_with("_to_come")));
    })
    .await;
}

/// What was answered before it was one word stands as it was, with what was said with the asking.
async fn brings_along_what_was_answered(rows: Database) {
    let at = ROWS.iter().position(|one| one.name == "031-come-and-talk").expect("it is there");
    migrate(&rows, &ROWS[..at], MONDAY).await.expect("migrated");
    let (system, inquiry, talk) = (SystemId::random(), InquiryId::random(), TalkId::random());
    let [bryn, comes, not_now, silent] = [(); 4].map(|()| PersonId::random());
    ::store::write!(rows, |work| {
        let text = "INSERT INTO talk (system_id, id, inquiry_id, words, said_by, at) \
                    VALUES ($1, $2, $3, $4, $5, $6)";
        let said = bind().id(system).id(talk).id(inquiry).bytes(b"sealed").id(bryn);
        work.run(Sql(text), said.moment(MONDAY)).await?;
        let text = "INSERT INTO convened (system_id, inquiry_id, person_id, asked_by, at, comes, \
                    answered) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        for (who, said, at, days) in [
            (comes, true, Some(MONDAY), 0),
            (not_now, false, Some(MONDAY), 1),
            (silent, false, None, 0),
        ] {
            let asked = bind().id(system).id(inquiry).id(who).id(bryn);
            let asked = asked.moment(MONDAY.plus_days(days)).flag(said).maybe_moment(at);
            work.run(Sql(text), asked).await?;
        }
        Ok(())
    })
    .expect("as it was");
    migrate(&rows, ROWS, MONDAY).await.expect("migrated");
    let mut look = rows.look().await.expect("look");
    let all = crate::convening::asked_to_come(&mut look, inquiry).await.expect("all");
    let of = |who| {
        let one = all.iter().find(|one| one.person == who).expect("asked");
        (one.answer, one.words)
    };
    assert_eq!(of(comes), (Some((Answer::Comes, MONDAY)), Some(talk)));
    assert_eq!(of(not_now), (Some((Answer::NotNow, MONDAY)), None), "asked in another moment");
    assert_eq!(of(silent), (None, Some(talk)));
}

#[tokio::test]
async fn what_was_answered_when_it_was_a_yes_or_no_stands_as_it_was() {
    let folder = proving::folder();
    let rows = Database::sqlite(&folder.path().join("rows.db")).await.expect("rows");
    brings_along_what_was_answered(rows).await;
    let rows = Database::postgres(&proving::postgres().database().await).await.expect("rows");
    brings_along_what_was_answered(rows).await;
}
