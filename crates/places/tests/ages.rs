//! Somebody says by themselves that they are under 18. That they are 18 now is said with somebody
//! who looks after the place, and nobody else reads who asked; on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod town;

use doors::news::{self, NewsKind};
use ground::Fault;
use ground::id::PersonId;
use places::SystemNoun;
use places::ages::{self, Answer};
use places::stewards::{self, Act, ActId, Done};
use places::systems::{self, Scale};
use sharing::{Noun as _, StandingKind, Waiting};
use town::{MONDAY, Town, both};

async fn says(town: &Town, who: PersonId) {
    let reader = town.reader(who).await;
    ages::say_under_18(&town.sharing, &reader, MONDAY).await.expect("said");
}

async fn asks(town: &Town, who: PersonId) -> Result<(), Fault> {
    let reader = town.reader(who).await;
    ages::ask(&town.sharing, &reader, town.place, MONDAY).await
}

async fn answers(town: &Town, by: PersonId, who: PersonId, answer: Answer) -> Result<(), Fault> {
    let act = (town.place, ActId::random());
    ages::answer(&town.sharing, act, who, answer, (by, MONDAY)).await
}

async fn is_under_18(town: &Town, who: PersonId) -> bool {
    let reader = town.reader(who).await;
    let own = ages::own(&mut town.look().await, &reader).await.expect("own");
    assert_eq!(own.under_18, reader.is_under_18());
    own.under_18
}

/// Who asked, as somebody who wants to know reads it.
async fn asked(town: &Town, by: PersonId) -> Result<Vec<PersonId>, Fault> {
    let reader = town.reader(by).await;
    let asked = ages::asked_in(&town.sharing, &mut town.look().await, &reader, town.place).await;
    Ok(asked?.into_iter().map(|(person, _)| person).collect())
}

async fn waits(town: &Town, who: PersonId) -> Vec<Waiting> {
    let (noun, reader) = (SystemNoun::new(town.sharing.clone()), town.reader(who).await);
    let mut waits = noun.waits(&mut town.look().await, &reader, MONDAY).await.expect("waits");
    waits.retain(|one| one.sentence == "waits-grown");
    waits
}

async fn listed(town: &Town, reader: PersonId) -> Vec<Done> {
    let (reader, mut look) = (town.reader(reader).await, town.look().await);
    let place = systems::find(&town.sharing, &mut look, &reader, town.place).await;
    let place = place.expect("a place");
    let done =
        stewards::done(&town.sharing, &mut look, &reader, &place, None).await.expect("a list");
    done.into_iter().filter(|one| one.act == Act::SaidGrown).collect()
}

#[tokio::test]
async fn bryn_says_alone_that_he_is_under_18_and_not_alone_that_he_is_18_now() {
    both(async |town| {
        let asked_for_nothing = asks(&town, town.bryn).await;
        assert!(matches!(asked_for_nothing, Err(Fault::Already)), "he never said he was not");
        says(&town, town.bryn).await;
        assert!(is_under_18(&town, town.bryn).await);
        let reader = town.reader(town.bryn).await;
        let again = ages::say_under_18(&town.sharing, &reader, MONDAY).await;
        assert!(matches!(again, Err(Fault::Already)), "a form sent twice");
        asks(&town, town.bryn).await.expect("asked");
        asks(&town, town.bryn).await.expect("asked twice");
        assert!(is_under_18(&town, town.bryn).await, "asking lifts nothing");
        answers(&town, town.asha, town.bryn, Answer::Grown).await.expect("said");
        assert!(!is_under_18(&town, town.bryn).await);
        let told = news::untold(&mut town.look().await, town.bryn).await.expect("news");
        let told: Vec<NewsKind> = told.iter().map(|one| one.kind).collect();
        assert!(told.contains(&NewsKind::SaidGrown(town.asha)), "{told:?}");
        assert!(told.contains(&NewsKind::SaidUnder18));
        says(&town, town.bryn).await;
        assert!(is_under_18(&town, town.bryn).await, "and he can say it again at any time");
    })
    .await;
}

#[tokio::test]
async fn nobody_but_whoever_looks_after_the_place_reads_who_asked_or_answers() {
    both(async |town| {
        says(&town, town.bryn).await;
        asks(&town, town.bryn).await.expect("asked");
        assert_eq!(asked(&town, town.asha).await.expect("asked"), [town.bryn]);
        assert_eq!(waits(&town, town.asha).await.len(), 1);
        for other in [town.bryn, town.carys, town.dev] {
            assert!(asked(&town, other).await.is_err() && waits(&town, other).await.is_empty());
            assert!(answers(&town, other, town.bryn, Answer::Grown).await.is_err());
        }
        assert!(is_under_18(&town, town.bryn).await);
        // Whoever draws a group around them does not get to say it either, wherever he asks.
        let team = town.draw(town.carys, Scale::Team, "Ours").await;
        town.give(town.carys, town.bryn, team).await;
        let bryn = town.reader(town.bryn).await;
        for asks_in in [town.place, team] {
            ages::ask(&town.sharing, &bryn, asks_in, MONDAY).await.expect("asked");
            for place in [team, town.place] {
                let act = (place, ActId::random());
                let by = (town.carys, MONDAY);
                let said = ages::answer(&town.sharing, act, town.bryn, Answer::Grown, by).await;
                assert!(said.is_err());
            }
        }
        assert!(is_under_18(&town, town.bryn).await);
        let dev = asks(&town, town.dev).await;
        assert!(matches!(dev, Err(Fault::NotFound)), "nobody asks where they play no part");
        // Whoever did not ask cannot be said to be anything.
        says(&town, town.carys).await;
        let unasked = answers(&town, town.asha, town.carys, Answer::Grown).await;
        assert!(matches!(unasked, Err(Fault::NotFound)) && is_under_18(&town, town.carys).await);
    })
    .await;
}

#[tokio::test]
async fn that_asha_said_so_is_listed_for_everybody_and_of_whom_is_not() {
    both(async |town| {
        says(&town, town.bryn).await;
        asks(&town, town.bryn).await.expect("asked");
        answers(&town, town.asha, town.bryn, Answer::CannotSay).await.expect("answered");
        assert!(is_under_18(&town, town.bryn).await && listed(&town, town.carys).await.is_empty());
        assert!(asked(&town, town.asha).await.expect("asked").is_empty(), "it waits no longer");
        let told = news::untold(&mut town.look().await, town.bryn).await.expect("news");
        let told = told.iter().filter(|one| one.kind == NewsKind::CannotSayGrown(town.asha));
        assert_eq!(told.count(), 1, "he is told, and by whom");
        asks(&town, town.bryn).await.expect("asked again");
        answers(&town, town.asha, town.bryn, Answer::Grown).await.expect("said");
        let late = answers(&town, town.asha, town.bryn, Answer::Grown).await;
        assert!(matches!(late, Err(Fault::NotFound)), "it was answered");
        let done = listed(&town, town.carys).await;
        assert_eq!(done.len(), 1);
        assert_eq!((done[0].by, done[0].about), (Some(town.asha), None));
        assert!(done[0].words.is_none());
    })
    .await;
}

#[tokio::test]
async fn asha_does_not_say_it_of_herself_and_no_child_says_it_of_another() {
    both(async |town| {
        says(&town, town.bryn).await;
        asks(&town, town.bryn).await.expect("asked");
        assert_eq!(asked(&town, town.asha).await.expect("asked"), [town.bryn]);
        assert_eq!(waits(&town, town.asha).await.len(), 1);
        says(&town, town.asha).await;
        for who in [town.asha, town.bryn] {
            asks(&town, who).await.expect("asked");
            let said = answers(&town, town.asha, who, Answer::Grown).await;
            assert!(matches!(said, Err(Fault::NotAllowed("not-allowed-own-age"))), "{said:?}");
            assert!(is_under_18(&town, who).await);
        }
        assert!(matches!(asked(&town, town.asha).await, Err(Fault::NotFound)));
        assert!(
            waits(&town, town.asha).await.is_empty(),
            "who cannot answer is not told who asked"
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_is_gone_when_it_is_taken_back_and_when_somebody_stops_or_is_erased() {
    both(async |town| {
        says(&town, town.bryn).await;
        asks(&town, town.bryn).await.expect("asked");
        let reader = town.reader(town.bryn).await;
        ages::take_back(&town.sharing, &reader, MONDAY).await.expect("taken back");
        assert!(asked(&town, town.asha).await.expect("asked").is_empty());
        asks(&town, town.bryn).await.expect("asked");
        let database = &town.sharing.store.database;
        store::write!(database, |work| ages::forget(work, town.bryn).await).expect("forgotten");
        let own = ages::own(&mut town.look().await, &reader).await.expect("own");
        assert_eq!(own.asked, None);
        asks(&town, town.bryn).await.expect("asked");
        store::write!(database, |work| {
            sharing::erasing::end_standings(work, town.bryn, MONDAY).await
        })
        .expect("over");
        assert!(asked(&town, town.asha).await.expect("asked").is_empty());
        assert!(waits(&town, town.asha).await.is_empty());
        let gone = answers(&town, town.asha, town.bryn, Answer::Grown).await;
        assert!(matches!(gone, Err(Fault::NotFound)));
        assert!(!town.reader(town.bryn).await.stands(StandingKind::Part, town.place));
    })
    .await;
}
