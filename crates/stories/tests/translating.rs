//! Adding a translation, on both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod town;

use cast::{MONDAY, Town, both, line, words};
use ground::Fault;
use ground::id::PersonId;
use sharing::{Audience, Noun as _, Reader};
use stories::TellingNoun;
use stories::tellings::{Teller, Telling, TellingId, Wishes, hear, slip_of};
use stories::translations::{self, Added, TranslationId};
use town::{pit_hill, slip, told};

async fn adds(town: &Town, who: PersonId, id: TellingId) -> Result<TranslationId, Fault> {
    let (reader, translation) = (town.reader(who).await, TranslationId::random());
    let (words, translator) = (words("Mae'r lleithder yn ôl."), line("Carys, from next door"));
    let added = Added { language: "cy", words: &words, translator: &translator };
    translations::add(&town.sharing, &reader, id, translation, added, MONDAY).await?;
    Ok(translation)
}

async fn hears(town: &Town, reader: &Reader, id: TellingId) -> Telling {
    let mut look = town.sharing.store.database.look().await.expect("look");
    hear::one(&town.sharing, &mut look, reader, id).await.expect("heard")
}

async fn is_told(town: &Town, who: PersonId) -> bool {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let noun = TellingNoun(town.sharing.clone());
    let waits = noun.waits(&mut look, &reader, MONDAY).await.expect("waits");
    waits.iter().any(|wait| wait.sentence == "waits-translated")
}

async fn bryns(town: &Town) -> TellingId {
    let hill = pit_hill(town, false).await;
    let wishes = Wishes { heard_by: vec![Audience::Person(town.carys)], ..Wishes::default() };
    hill.tells(town, Teller::Person(town.bryn), &told("The damp is back.", wishes)).await
}

#[tokio::test]
async fn carys_adds_a_translation_beside_the_original_and_bryn_is_told() {
    both(async |town| {
        let id = bryns(&town).await;
        let added = adds(&town, town.carys, id).await.expect("added");
        let bryn = town.reader(town.bryn).await;
        let told = hears(&town, &bryn, id).await;
        assert_eq!(told.words.to_string(), "The damp is back.", "the original stays");
        let one = &told.translations[0];
        assert_eq!((one.id, one.language.as_str(), one.seen), (added, "cy", false));
        assert_eq!(one.translator.to_string(), "Carys, from next door");
        assert!(is_told(&town, town.bryn).await);
        let answer = (added, true);
        translations::answer(&town.sharing, &bryn, id, answer, MONDAY).await.expect("stays");
        assert!(!is_told(&town, town.bryn).await);
        assert!(hears(&town, &bryn, id).await.translations[0].seen);
    })
    .await;
}

#[tokio::test]
async fn bryn_takes_it_away_and_nobody_else_can() {
    both(async |town| {
        let id = bryns(&town).await;
        let added = adds(&town, town.carys, id).await.expect("added");
        for other in [town.carys, town.dev] {
            let reader = town.reader(other).await;
            let no = translations::answer(&town.sharing, &reader, id, (added, false), MONDAY).await;
            assert!(matches!(no, Err(Fault::NotFound)));
        }
        let bryn = town.reader(town.bryn).await;
        let away = (added, false);
        translations::answer(&town.sharing, &bryn, id, away, MONDAY).await.expect("away");
        assert!(hears(&town, &bryn, id).await.translations.is_empty());
        assert!(!is_told(&town, town.bryn).await);
        let again = translations::answer(&town.sharing, &bryn, id, away, MONDAY).await;
        assert!(matches!(again, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn whoever_does_not_hear_it_adds_nothing_and_twenty_are_enough() {
    both(async |town| {
        let id = bryns(&town).await;
        assert!(matches!(adds(&town, town.dev, id).await, Err(Fault::NotFound)));
        assert!(matches!(adds(&town, town.asha, id).await, Err(Fault::NotFound)));
        for _ in 0..translations::MOST_TRANSLATIONS {
            adds(&town, town.carys, id).await.expect("added");
        }
        let more = adds(&town, town.carys, id).await;
        assert!(matches!(more, Err(Fault::Bound("bound-translations"))));
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_the_slip_takes_it_away_too() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let wishes = Wishes { heard_by: vec![Audience::Person(town.carys)], ..Wishes::default() };
        let hash = slip();
        let told = told("The damp is back.", wishes);
        let id = hill.tells(&town, Teller::Slip(hash), &told).await;
        let added = adds(&town, town.carys, id).await.expect("added");
        let reader = Reader::slip(slip_of(&hash));
        assert!(!hears(&town, &reader, id).await.translations[0].seen);
        let away = (added, false);
        translations::answer(&town.sharing, &reader, id, away, MONDAY).await.expect("away");
        assert!(hears(&town, &reader, id).await.translations.is_empty());
    })
    .await;
}
