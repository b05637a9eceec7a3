//! Adding a translation, on both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod town;

use std::sync::Arc;

use cast::{MONDAY, Town, both, line, words};
use finding::Finder;
use ground::Fault;
use ground::id::PersonId;
use sharing::{Audience, Noun, Nouns, Reader, StandingKind};
use stories::TellingNoun;
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, Telling, TellingId, Wishes, hear, slip_of};
use stories::translations::{self, Added, TranslationId};
use town::{pit_hill, plays, slip, told};

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
    plays(town, hill.place, town.asha).await;
    let heard_by = vec![Audience::Person(town.carys)];
    let wishes = Wishes { heard_by, laid_beside: true, compared: true, ..Wishes::default() };
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
        assert_eq!(one.said_by, Some(town.carys), "whatever name stands under it");
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
async fn whoever_does_not_hear_it_adds_nothing_and_nobody_keeps_others_out_with_what_waits() {
    both(async |town| {
        let id = bryns(&town).await;
        assert!(matches!(adds(&town, town.dev, id).await, Err(Fault::NotFound)));
        assert!(matches!(adds(&town, town.asha, id).await, Err(Fault::NotFound)));
        for _ in 0..translations::MOST_WAITING_FROM_ONE {
            adds(&town, town.carys, id).await.expect("added");
        }
        let more = adds(&town, town.carys, id).await;
        assert!(matches!(more, Err(Fault::Bound("bound-translations-waiting"))));
        // What Carys added waits, and takes the room of nobody; what stays is bounded.
        for _ in 0..translations::MOST_TRANSLATIONS {
            adds(&town, town.bryn, id).await.expect("his own stays");
        }
        let more = adds(&town, town.bryn, id).await;
        assert!(matches!(more, Err(Fault::Bound("bound-translations"))));
        let bryn = town.reader(town.bryn).await;
        let carys = hears(&town, &bryn, id).await.translations;
        let waiting = carys.iter().find(|one| !one.seen).expect("one waits").id;
        let kept = translations::answer(&town.sharing, &bryn, id, (waiting, true), MONDAY).await;
        assert!(matches!(kept, Err(Fault::Bound("bound-translations"))));
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_the_slip_takes_it_away_too() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let wishes = Wishes { heard_by: vec![Audience::System(hill.place)], ..Wishes::default() };
        let hash = slip();
        let told = told("The damp is back.", wishes);
        let id = hill.tells(&town, Teller::Slip(hash), &told).await;
        let added = adds(&town, hill.gwen, id).await.expect("added");
        let reader = Reader::slip(slip_of(&hash));
        assert!(!hears(&town, &reader, id).await.translations[0].seen);
        let away = (added, false);
        translations::answer(&town.sharing, &reader, id, away, MONDAY).await.expect("away");
        assert!(hears(&town, &reader, id).await.translations.is_empty());
    })
    .await;
}

#[tokio::test]
async fn nobody_else_sees_or_finds_it_until_bryn_says_that_it_may_stay() {
    both(async |town| {
        let id = bryns(&town).await;
        let bryn = town.reader(town.bryn).await;
        let heard_by = vec![Audience::Person(town.carys), Audience::Person(town.asha)];
        let wishes = Wishes { heard_by, laid_beside: true, compared: true, ..Wishes::default() };
        let sharing = &town.sharing;
        tell::wish(sharing, &bryn, (id, 1), &wishes.into(), MONDAY).await.expect("wished");
        let added = adds(&town, town.carys, id).await.expect("added");
        let (asha, carys) = (town.reader(town.asha).await, town.reader(town.carys).await);
        assert!(hears(&town, &asha, id).await.translations.is_empty());
        assert_eq!(hears(&town, &carys, id).await.translations.len(), 1, "she sees her own");
        let nouns: Vec<Arc<dyn Noun>> = vec![Arc::new(TellingNoun(sharing.clone()))];
        let finder = Finder::new(sharing.clone(), Nouns::new(nouns));
        let finds = async || {
            finder.catch_up().await.expect("read");
            let mut look = sharing.store.database.look().await.expect("look");
            let found = finder.search(&mut look, &asha, &line("lleithder"), None).await;
            found.expect("searched").glimpses.len()
        };
        assert_eq!(finds().await, 0, "no machine reads it either");
        translations::answer(sharing, &bryn, id, (added, true), MONDAY).await.expect("stays");
        assert_eq!(hears(&town, &asha, id).await.translations.len(), 1);
        assert_eq!(finds().await, 1);
        // When Carys is erased, it goes with her, and out of what a machine keeps.
        let gone = store::write!(sharing.store.database, |work| {
            stories::erasing::drafts_of(work, town.carys, MONDAY).await
        });
        assert_eq!((gone.expect("forgotten"), finds().await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn bryn_answers_no_translation_of_what_somebody_else_told() {
    both(async |town| {
        let (his, id) = (bryns(&town).await, TellingId::random());
        let home = Where { system: town.place, place: town.place };
        let heard_by = vec![Audience::Person(town.carys)];
        let ashas = told("The lamp is out.", Wishes { heard_by, ..Wishes::default() });
        let teller = Teller::Person(town.asha);
        tell::tell(&town.sharing, teller, home, id, &ashas, MONDAY).await.expect("told");
        let added = adds(&town, town.carys, id).await.expect("added");
        let (bryn, asha) = (town.reader(town.bryn).await, town.reader(town.asha).await);
        for stays in [true, false] {
            let said = (added, stays);
            let done = translations::answer(&town.sharing, &bryn, his, said, MONDAY).await;
            assert!(matches!(done, Err(Fault::NotFound)), "{done:?}");
        }
        let there = hears(&town, &asha, id).await.translations;
        assert_eq!((there.len(), there[0].seen), (1, false), "it waits for Asha");
    })
    .await;
}

#[tokio::test]
async fn what_bryn_adds_to_his_own_stays_at_once() {
    both(async |town| {
        let id = bryns(&town).await;
        adds(&town, town.bryn, id).await.expect("added");
        assert!(!is_told(&town, town.bryn).await);
        let carys = town.reader(town.carys).await;
        assert!(hears(&town, &carys, id).await.translations[0].seen);
    })
    .await;
}

#[tokio::test]
async fn whoever_left_meanwhile_adds_nothing() {
    both(async |town| {
        let eve = town.newcomer("Eve", false).await;
        let part = town.give(eve, town.team, StandingKind::Part).await;
        let team = Wishes { heard_by: vec![Audience::System(town.team)], ..Wishes::default() };
        let (id, home) = (TellingId::random(), Where { system: town.place, place: town.place });
        let teller = Teller::Person(town.bryn);
        let said = told("The damp is back.", team);
        tell::tell(&town.sharing, teller, home, id, &said, MONDAY).await.expect("told");
        let before = town.reader(eve).await;
        town.end(town.team, part).await;
        let (words, translator) = (words("Mae'r lleithder yn ôl."), line("Eve"));
        let added = Added { language: "cy", words: &words, translator: &translator };
        let new = TranslationId::random();
        let no = translations::add(&town.sharing, &before, id, new, added, MONDAY).await;
        assert!(matches!(no, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn bryn_takes_away_what_he_wished_and_what_carys_translated_and_carys_takes_none_of_it() {
    both(async |town| {
        let id = bryns(&town).await;
        adds(&town, town.carys, id).await.expect("added");
        let bryn = town.reader(town.bryn).await;
        let noun = TellingNoun(town.sharing.clone());
        let mut look = town.sharing.store.database.look().await.expect("look");
        let texts = noun.export(&mut look, &bryn, town.bryn).await.expect("exported");
        let of = |wanted: &str| -> Vec<String> {
            let those = texts.iter().filter(|text| text.part == wanted);
            those.map(|text| text.words.to_string()).collect()
        };
        assert_eq!(of("may_hear"), [format!("person {}", town.carys.0)]);
        assert_eq!(of("wished"), ["laid_beside", "compared"]);
        assert_eq!(of("translation"), ["Mae'r lleithder yn ôl."]);
        let carys = town.reader(town.carys).await;
        let hers = noun.export(&mut look, &carys, town.carys).await.expect("exported");
        assert!(!hers.iter().any(|text| text.part == "may_hear" || text.part == "wished"));
    })
    .await;
}
