//! The page on which a few patterns stand side by side: each with what its tellers answered, and
//! with a word where something was said of words that stood there before. On both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod pages;
mod town;

use cast::{MONDAY, Town, both, line, words};
use ground::id::SystemId;
use sharing::Audience;
use sharing::wordings::WordingId;
use stories::patterns::{self, InOtherWords, Named, PatternId, SayingId, SayingKind};
use stories::tellings::{Teller, TellingId, Wishes};
use town::{pit_hill, told};

/// Bryn names what he hears in a system.
async fn named(town: &Town, home: SystemId, name: &str, laid: &[TellingId]) -> PatternId {
    let (id, bryn) = (PatternId::random(), town.reader(town.bryn).await);
    let named = Named {
        name: line(name),
        goes_well: false,
        observation: None,
        reading: None,
        ideas: None,
        tellings: laid.to_vec(),
    };
    let home = (home, home);
    patterns::name(&town.sharing, &bryn, home, id, &named, MONDAY).await.expect("named");
    id
}

#[tokio::test]
async fn what_tellers_answered_stands_beside_and_what_was_said_of_earlier_words_says_so() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let heard_by = vec![Audience::Person(town.bryn)];
        let wishes = Wishes { heard_by, laid_beside: true, ..Wishes::default() };
        let mut told_by_gwen = Vec::new();
        for text in ["It came on a Friday.", "It came in brown."] {
            let told = told(text, wishes.clone());
            told_by_gwen.push(hill.tells(&town, Teller::Person(hill.gwen), &told).await);
        }
        let here = named(&town, hill.place, "Letters nobody can answer", &told_by_gwen).await;
        let there = named(&town, hill.place, "Doors that stick", &[]).await;
        let (bryn, gwen) = (town.reader(town.bryn).await, town.reader(hill.gwen).await);
        let dispute = (SayingKind::Dispute, &words("Not all of them."));
        let said = patterns::say(&town.sharing, &bryn, here, SayingId::random(), dispute, MONDAY);
        said.await.expect("disputed");
        for (telling, kind, text) in [
            (told_by_gwen[0], SayingKind::NotWhatIMeant, "I meant the day, not the letter."),
            (told_by_gwen[1], SayingKind::TookItOut, "I would rather it were not here."),
        ] {
            let said = (kind, &words(text));
            let at = MONDAY.plus_days(5);
            let which = (here, SayingId::random());
            let told = patterns::answer(&town.sharing, &gwen, which, telling, said, at).await;
            told.expect("answered");
        }
        let path = format!("/patterns/{here}/beside?with={there}");
        let (status, page) = pages::page(&town, &bryn, &path).await;
        assert_eq!(status.as_u16(), 200, "{page}");
        for part in ["What tellers answered", "I meant the day, not the letter."] {
            assert!(page.contains(part), "{part} is missing: {page}");
        }
        assert!(page.contains("I would rather it were not here."), "{page}");
        let earlier = "Said of the words that stood here until 5 March 2026.";
        assert!(!page.contains("Gwen") && !page.contains(earlier), "{page}");
        // Bryn puts it better after the dispute and before the answers.
        let put =
            InOtherWords { name: line("Letters without a number"), observation: None, ideas: None };
        let (form, at) = ((WordingId::random(), 1), MONDAY.plus_days(3));
        patterns::reword(&town.sharing, &bryn, here, form, &put, at).await.expect("put");
        let (_, page) = pages::page(&town, &bryn, &path).await;
        assert_eq!(page.matches(earlier).count(), 1, "of the dispute alone: {page}");
    })
    .await;
}
