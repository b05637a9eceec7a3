//! What waits for somebody to read it first, and what comes of it when they say "not like this":
//! it waits on, as if nobody had answered. On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use std::sync::Arc;

use cast::{MONDAY, Town, both, line, words};
use finding::Finder;
use ground::Fault;
use ground::id::PersonId;
use reading_first::{reads, second, tells, told, waits, wishes};
use sharing::{Audience, Noun, Nouns, StandingKind};
use stories::TellingNoun;
use stories::patterns::{self, Named, PatternId};
use stories::quotations::{self, QuotationId, Span};
use stories::second_readings::{About, Answer, Asks, Second, Whom, answer, ask_again};
use stories::tellings::{ChapterId, Telling, TellingId, Told, Voice, hear, tell};

const MORE: &str = "Ken of Row 14 hit me.";

/// What somebody tells to these, to be named and quoted.
fn open_to(heard_by: Vec<Audience>) -> Told {
    let mut told = told("They moved my bed.", heard_by);
    (told.wishes.named, told.wishes.quoted, told.wishes.compared) = (true, true, true);
    told
}

async fn heard(town: &Town, who: PersonId, id: TellingId) -> Telling {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    hear::one(&town.sharing, &mut look, &reader, id).await.expect("heard")
}

async fn tells_more(town: &Town, who: PersonId, id: TellingId) -> ChapterId {
    let (reader, chapter) = (town.reader(who).await, ChapterId::random());
    let more = words(MORE);
    tell::tell_more(&town.sharing, &reader, id, chapter, &more, MONDAY).await.expect("more");
    chapter
}

/// In how many things a machine has read of Ken.
async fn machines_know_of_ken(town: &Town) -> usize {
    let nouns: Vec<Arc<dyn Noun>> = vec![Arc::new(TellingNoun(town.sharing.clone()))];
    let finder = Finder::new(town.sharing.clone(), Nouns::new(nouns));
    finder.catch_up().await.expect("read");
    assert_eq!(finder.many_with("bed"), 1, "the rest is read");
    finder.many_with("ken")
}

async fn stands(town: &Town, who: PersonId, id: TellingId) -> Second {
    second(town, &town.reader(who).await, id).await
}

/// Its teller asks whoever is on duty to look once more.
async fn asks_again(town: &Town, who: PersonId, id: TellingId) {
    let reader = town.reader(who).await;
    ask_again(&town.sharing, &reader, id, &Asks::default(), MONDAY).await.expect("asked");
}

/// Carys lays it in a pattern of the team.
async fn lays(town: &Town, telling: TellingId) -> PatternId {
    let (id, carys) = (PatternId::random(), town.reader(town.carys).await);
    let named = Named {
        name: line("Nobody asks"),
        goes_well: false,
        observation: None,
        reading: None,
        ideas: None,
        tellings: vec![telling],
    };
    let home = (town.team, town.place);
    patterns::name(&town.sharing, &carys, home, id, &named, MONDAY).await.expect("named");
    id
}

/// Carys quotes the first words there.
async fn quotes(
    town: &Town,
    pattern: PatternId,
    (telling, chapter): (TellingId, Option<ChapterId>),
) -> Result<(), Fault> {
    let (id, carys) = (QuotationId::random(), town.reader(town.carys).await);
    let span = Span { telling, chapter, begins: 0, ends: 3 };
    quotations::quote(&town.sharing, &carys, (pattern, None), id, span, MONDAY).await
}

#[tokio::test]
async fn a_child_of_whom_a_second_adult_says_not_like_this_stays_unnamed_and_unquoted() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let tegan = town.newcomer("Tegan", true).await;
        let team = open_to(vec![Audience::System(town.team)]);
        let id = tells(&town, tegan, &team, &Asks::default()).await;
        let pattern = lays(&town, id).await;
        for asked in 0..2 {
            assert_eq!(reads(&town, ruth, false).await, 1);
            assert!(matches!(heard(&town, town.carys, id).await.voice, Voice::Somebody));
            let no = quotes(&town, pattern, (id, None)).await;
            assert!(matches!(no, Err(Fault::Unfit("unfit-not-quoted"))), "asked {asked} times");
            let stands = stands(&town, tegan, id).await;
            assert_eq!((stands.waits_for, stands.can_ask), (vec![About::Under18], true));
            asks_again(&town, tegan, id).await;
        }
        assert_eq!(reads(&town, ruth, true).await, 1);
        assert!(matches!(heard(&town, town.carys, id).await.voice, Voice::Named(_)));
        quotes(&town, pattern, (id, None)).await.expect("quoted");
    })
    .await;
}

#[tokio::test]
async fn new_words_of_which_ruth_says_not_like_this_go_no_further_and_are_quoted_by_nobody() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let to = vec![Audience::System(town.place), Audience::Person(town.carys)];
        let id = tells(&town, town.bryn, &open_to(to), &Asks::default()).await;
        assert_eq!(reads(&town, ruth, true).await, 1);
        let (pattern, chapter) = (lays(&town, id).await, tells_more(&town, town.bryn, id).await);
        for answered in [false, true] {
            if answered {
                assert_eq!(reads(&town, ruth, false).await, 1);
                let stands = stands(&town, town.bryn, id).await;
                assert_eq!((stands.waits_for, stands.can_ask), (vec![About::Wider], true));
            }
            assert!(heard(&town, town.asha, id).await.chapters.is_empty());
            let carys = heard(&town, town.carys, id).await;
            assert!(carys.chapters.len() == 1 && carys.chapters[0].waits, "he named her");
            let no = quotes(&town, pattern, (id, Some(chapter))).await;
            assert!(matches!(no, Err(Fault::Unfit("unfit-span"))), "as if it were not there");
            assert_eq!(machines_know_of_ken(&town).await, 0);
        }
        asks_again(&town, town.bryn, id).await;
        assert_eq!(reads(&town, ruth, true).await, 1);
        assert_eq!(heard(&town, town.asha, id).await.chapters.len(), 1);
        assert_eq!(machines_know_of_ken(&town).await, 1);
        quotes(&town, pattern, (id, Some(chapter))).await.expect("quoted");
    })
    .await;
}

#[tokio::test]
async fn new_words_of_what_is_offered_to_anyone_wait_too() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let anyone = open_to(vec![Audience::Anyone]);
        let id = tells(&town, town.asha, &anyone, &Asks::default()).await;
        assert_eq!(reads(&town, ruth, true).await, 1);
        assert!(heard(&town, town.bryn, id).await.chapters.is_empty());
        tells_more(&town, town.asha, id).await;
        for fine in [false, true] {
            assert!(heard(&town, town.bryn, id).await.chapters.is_empty());
            assert_eq!(heard(&town, town.asha, id).await.chapters.len(), 1, "they are hers");
            assert_eq!(machines_know_of_ken(&town).await, 0);
            assert_eq!(reads(&town, ruth, fine).await, 1);
            if !fine {
                assert!(heard(&town, town.bryn, id).await.chapters.is_empty());
                asks_again(&town, town.asha, id).await;
            }
        }
        assert_eq!(heard(&town, town.bryn, id).await.chapters.len(), 1);
        assert_eq!(machines_know_of_ken(&town).await, 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_answers_once_they_have_left_the_place_or_are_asked_no_more() {
    both(async |town| {
        let (dev, place) = (town.dev, town.place);
        let part = town.give(dev, place, StandingKind::Part).await;
        let to = vec![Audience::System(place), Audience::Person(dev)];
        let asks = Asks { whom: Whom::Person(dev), ..Asks::default() };
        let id = tells(&town, town.asha, &open_to(to), &asks).await;
        let reading = waits(&town, dev).await[0];
        let answers = async || {
            let reader = town.reader(dev).await;
            answer(&town.sharing, &reader, (reading, 1), &Answer::Fine, MONDAY).await
        };
        town.end(place, part).await;
        assert!(waits(&town, dev).await.is_empty());
        assert!(matches!(answers().await, Err(Fault::NotFound)), "he has left");
        town.give(dev, place, StandingKind::Part).await;
        assert_eq!(waits(&town, dev).await, [reading], "it waits for him still");
        wishes(&town, town.asha, id, vec![Audience::Person(dev)]).await;
        assert!(matches!(answers().await, Err(Fault::NotFound)), "nothing is asked any more");
    })
    .await;
}
