//! Saying that one will come and talk, or not now: who asked reads it, and nobody else does.

use super::{asked, guests, pattern};
use crate::convening::{Answer, answer, ask_to_come};
use crate::inquiries::{InquiryId, TalkId, Turn, say};
use crate::proof::{MONDAY, Town, both, words};
use ground::Fault;
use ground::id::PersonId;
use sharing::{Nouns, StandingKind};

/// Somebody else of the team, who is in its talk.
pub(super) async fn elin(town: &Town) -> PersonId {
    let clock = ground::Clock::standing_at(MONDAY);
    let elin = crate::proof::newcomer(&town.sharing.store, &clock, "Elin").await;
    town.give(elin, town.place, StandingKind::Part).await;
    town.give(elin, town.team, StandingKind::Part).await;
    elin
}

/// Bryn asks Asha to come and talk about a question.
pub(super) async fn bryn_asks_asha(town: &Town) -> InquiryId {
    let inquiry = asked(town, pattern()).await;
    let (bryn, people) = (town.reader(town.bryn).await, guests(&[town.asha]));
    ask_to_come(&town.sharing, &bryn, inquiry, &people, None, MONDAY).await.expect("asked");
    inquiry
}

/// What waits for this person after so many days, each with whom it comes from and on which day.
pub(super) async fn waits(town: &Town, who: PersonId, days: i64) -> Vec<String> {
    let (reader, mut look) = (town.reader(who).await, town.look().await);
    let (mut waits, now) = (Vec::new(), MONDAY.plus_days(days));
    for noun in Nouns::new(crate::nouns(&town.sharing)).iter() {
        for one in noun.waits(&mut look, &reader, now).await.expect("waits") {
            let from = one.from.as_ref().map(ToString::to_string).unwrap_or_default();
            let day = (one.since.0 - MONDAY.0) / MONDAY.plus_days(1).0.saturating_sub(MONDAY.0);
            waits.push(format!("{} {from} {day} {}", one.sentence, one.path));
        }
    }
    waits
}

/// A page without what is another each time that it is shown.
fn bare(page: &str) -> Vec<&str> {
    page.lines().filter(|line| !line.contains("name=\"once\"")).collect()
}

pub(super) async fn answers(
    town: &Town,
    who: PersonId,
    inquiry: InquiryId,
    said: Answer,
) -> Result<(), Fault> {
    let reader = town.reader(who).await;
    answer(&town.sharing, &reader, inquiry, said, MONDAY.plus_days(1)).await
}

#[tokio::test]
async fn asha_reads_at_home_who_asks_and_on_which_day_and_answers_on_the_question_s_page() {
    both(async |town| {
        let inquiry = bryn_asks_asha(&town).await;
        let asks = format!("waits-convened Bryn 0 /inquiries/{inquiry}#come");
        assert_eq!(waits(&town, town.asha, 1).await, [asks]);
        let path = format!("/inquiries/{inquiry}");
        let (_, page) = town.page(town.asha, &path).await;
        assert!(page.contains("Bryn asks you to come and talk about this"), "{page}");
        assert!(page.contains("id=\"come\"") && page.contains("2 March 2026"), "{page}");
        assert!(page.contains("I’ll come") && page.contains("Not now"), "{page}");
        assert!(page.contains("See what was said so far") && page.contains("leave it be"));
        let coming = format!("{path}/coming");
        for _ in 0..2 {
            let (status, to, _) = town.send(town.asha, &coming, &[("answer", "comes")]).await;
            assert!(status.is_redirection() && to == path, "{status} {to}");
        }
        assert!(waits(&town, town.asha, 1).await.is_empty(), "it is answered");
        let (_, page) = town.page(town.asha, &path).await;
        assert!(page.contains("You said that you’ll come."), "{page}");
        // She says otherwise whenever she likes.
        let (status, ..) = town.send(town.asha, &coming, &[("answer", "not-now")]).await;
        assert!(status.is_redirection());
        let (_, page) = town.page(town.asha, &path).await;
        assert!(page.contains("You said: not now."), "{page}");
        let (status, _, page) = town.send(town.asha, &coming, &[("answer", "perhaps")]).await;
        assert!(status.as_u16() == 422 && page.contains("Please choose one of the two"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn asha_finds_what_was_said_when_she_was_asked_to_come() {
    both(async |town| {
        let (inquiry, bryn) = (asked(&town, pattern()).await, town.reader(town.bryn).await);
        let (id, when) = (TalkId::random(), words("On Tuesday, in the Welfare."));
        let (people, said) = (guests(&[town.asha]), Some((id, &when)));
        ask_to_come(&town.sharing, &bryn, inquiry, &people, said, MONDAY).await.expect("asked");
        let (_, page) = town.page(town.asha, &format!("/inquiries/{inquiry}")).await;
        assert!(page.contains(&format!("<a href=\"#{id}\">Read what they said with it</a>")));
        assert!(page.contains(&format!("id=\"{id}\"")), "and it stands there: {page}");
    })
    .await;
}

#[tokio::test]
async fn what_asha_answers_is_read_by_bryn_who_asked_her_and_by_nobody_else_of_the_group() {
    both(async |town| {
        let (inquiry, elin) = (bryn_asks_asha(&town).await, elin(&town).await);
        let path = format!("/inquiries/{inquiry}");
        let (_, elins) = town.page(elin, &path).await;
        let (_, bryns) = town.page(town.bryn, &path).await;
        assert!(!bryns.contains("Only you see this."), "nobody learns that she saw it");
        for (comes, said, waits_for) in [
            (Answer::Comes, "will come", "waits-comes"),
            (Answer::NotNow, "says: not now", "waits-comes-not-now"),
        ] {
            answers(&town, town.asha, inquiry, comes).await.expect("answered");
            let (_, page) = town.page(town.bryn, &path).await;
            assert!(page.contains(said) && page.contains("Only you see this."), "{page}");
            let told = format!("{waits_for} Asha 1 /inquiries/{inquiry}#convened");
            assert_eq!(waits(&town, town.bryn, 2).await, [told]);
            let (_, page) = town.page(elin, &path).await;
            assert_eq!(
                bare(&page),
                bare(&elins),
                "whoever else is in the talk reads what they read before"
            );
            assert!(waits(&town, elin, 2).await.is_empty());
        }
        assert!(waits(&town, town.bryn, 16).await.is_empty(), "nobody nags");
        // Once Bryn is outside the talk, it is no more his to know.
        town.give(town.bryn, town.team, StandingKind::Money).await;
        assert!(waits(&town, town.bryn, 2).await.is_empty());
        let (_, page) = town.page(town.bryn, &path).await;
        assert!(!page.contains("says: not now"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn only_whoever_was_asked_answers_while_they_are_in_the_talk_and_it_is_open() {
    both(async |town| {
        let (inquiry, elin) = (bryn_asks_asha(&town).await, elin(&town).await);
        for who in [town.bryn, elin, town.carys, town.dev] {
            let said = answers(&town, who, inquiry, Answer::Comes).await;
            assert!(matches!(said, Err(Fault::NotFound)), "{said:?}");
            let (_, page) = town.page(who, &format!("/inquiries/{inquiry}")).await;
            assert!(!page.contains("id=\"come\""), "{page}");
        }
        let (bryn, over) = (town.reader(town.bryn).await, words("It is mended."));
        let closes = (Turn::Closed, &over);
        let closed = say(&town.sharing, &bryn, TalkId::random(), inquiry, closes, MONDAY).await;
        closed.expect("closed");
        let late = answers(&town, town.asha, inquiry, Answer::Comes).await;
        assert!(matches!(late, Err(Fault::Unfit("unfit-come-closed"))), "{late:?}");
        let again = asked(&town, pattern()).await;
        let people = guests(&[town.asha]);
        ask_to_come(&town.sharing, &bryn, again, &people, None, MONDAY).await.expect("asked");
        // Whoever comes to hold the money is outside, asked to come or not.
        town.give(town.asha, town.team, StandingKind::Money).await;
        let outside = answers(&town, town.asha, again, Answer::Comes).await;
        assert!(matches!(outside, Err(Fault::NotFound)), "{outside:?}");
    })
    .await;
}

#[tokio::test]
async fn asha_is_asked_at_home_for_three_weeks_and_bryn_told_for_two_since_she_first_said_so() {
    both(async |town| {
        let inquiry = bryn_asks_asha(&town).await;
        for (day, asks) in [(20, true), (21, false)] {
            assert_eq!(!waits(&town, town.asha, day).await.is_empty(), asks, "on day {day}");
        }
        answers(&town, town.asha, inquiry, Answer::Comes).await.expect("answered");
        // The same said again moves no day.
        let (asha, later) = (town.reader(town.asha).await, MONDAY.plus_days(3));
        let again = answer(&town.sharing, &asha, inquiry, Answer::Comes, later).await;
        assert!(matches!(again, Err(Fault::Already)), "{again:?}");
        for (day, told) in [(14, true), (15, false)] {
            assert_eq!(!waits(&town, town.bryn, day).await.is_empty(), told, "on day {day}");
        }
    })
    .await;
}

#[tokio::test]
async fn bryn_who_asks_himself_too_is_asked_nothing_and_what_is_over_asks_nobody() {
    both(async |town| {
        let (inquiry, elin) = (asked(&town, pattern()).await, elin(&town).await);
        let (asha, bryn) = (town.reader(town.asha).await, town.reader(town.bryn).await);
        let said = words("We could ask them all.");
        let talks = (Turn::Talk, &said);
        say(&town.sharing, &asha, TalkId::random(), inquiry, talks, MONDAY).await.expect("said");
        let (people, at) = (guests(&[town.asha, town.bryn, elin]), MONDAY.plus_days(1));
        ask_to_come(&town.sharing, &bryn, inquiry, &people, None, at).await.expect("asked");
        // What Asha said before she was asked is no answer.
        let asks = format!("waits-convened Bryn 1 /inquiries/{inquiry}#come");
        for who in [town.asha, elin] {
            assert_eq!(waits(&town, who, 2).await, [asks.as_str()]);
        }
        assert!(waits(&town, town.bryn, 2).await.is_empty());
        let own = answers(&town, town.bryn, inquiry, Answer::Comes).await;
        assert!(matches!(own, Err(Fault::NotFound)), "{own:?}");
        // She answers for nobody but herself.
        answers(&town, town.asha, inquiry, Answer::Comes).await.expect("answered");
        let told = format!("waits-comes Asha 1 /inquiries/{inquiry}#convened");
        assert_eq!(waits(&town, town.bryn, 2).await, [told]);
        assert_eq!(waits(&town, elin, 2).await, [asks]);
        let over = (Turn::Closed, &said);
        say(&town.sharing, &bryn, TalkId::random(), inquiry, over, at).await.expect("closed");
        for who in [town.bryn, elin] {
            assert!(waits(&town, who, 2).await.is_empty(), "it is over");
        }
    })
    .await;
}
