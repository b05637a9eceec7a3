//! Keeping for later what one began to tell, on both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod town;

use cast::{MONDAY, Town, both};
use ground::id::PersonId;
use ground::{Fault, Moment};
use sharing::Noun as _;
use store::{Keeper, Spot, Sql, bind};
use stories::TellingNoun;
use stories::drafts::{self, Draft, DraftId};
use stories::tellings::form::TellForm;
use stories::tellings::tell::Where;
use town::{PitHill, pit_hill};

const BEGAN: &str = "I have not told anybody this";

fn typed(text: &str) -> TellForm {
    TellForm {
        words: text.to_owned(),
        title: "Untold".to_owned(),
        ring_on: "01632 960123".to_owned(),
        heard_by: vec!["anyone".to_owned()],
        ..TellForm::default()
    }
}

async fn keeps(
    town: &Town,
    hill: &PitHill,
    who: PersonId,
    form: &TellForm,
) -> Result<DraftId, Fault> {
    let (reader, home) = (town.reader(who).await, Where { system: hill.place, place: hill.place });
    drafts::keep(&town.sharing, &reader, home, DraftId::random(), form, MONDAY).await
}

async fn has(town: &Town, who: PersonId, now: Moment) -> Vec<Draft> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    drafts::of_reader(&town.sharing, &mut look, &reader, now).await.expect("drafts")
}

async fn waits(town: &Town, who: PersonId) -> usize {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let noun = TellingNoun(town.sharing.clone());
    let waits = noun.waits(&mut look, &reader, MONDAY).await.expect("waits");
    waits.iter().filter(|wait| wait.sentence == "waits-draft" && wait.about.is_none()).count()
}

async fn rows(town: &Town) -> i64 {
    let many = Sql("SELECT COUNT(*) AS many FROM drafts");
    let mut look = town.sharing.store.database.look().await.expect("look");
    look.one(many, bind()).await.expect("a row").number("many").expect("many")
}

#[tokio::test]
async fn bryn_takes_up_what_he_began_just_as_he_typed_it() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        keeps(&town, &hill, town.bryn, &typed(BEGAN)).await.expect("kept");
        let kept = has(&town, town.bryn, MONDAY).await.remove(0);
        assert_eq!(kept.form.words, BEGAN);
        let rest = (kept.form.title.as_str(), kept.form.heard_by.as_slice());
        assert_eq!(rest, ("Untold", ["anyone".to_owned()].as_slice()));
        assert_eq!(waits(&town, town.bryn).await, 1);
        let longer = TellForm { words: format!("{BEGAN}. It rained."), ..kept.form.clone() };
        let same = keeps(&town, &hill, town.bryn, &longer).await.expect("kept");
        assert_eq!((same, rows(&town).await), (kept.id, 1), "it takes the old one's place");
        // Two tabs: the second finds the draft changed, and is kept beside it.
        let other = keeps(&town, &hill, town.bryn, &kept.form).await.expect("kept");
        assert!(other != kept.id && rows(&town).await == 2, "nothing is lost");
        assert_eq!(waits(&town, town.bryn).await, 1, "one line, however many");
    })
    .await;
}

#[tokio::test]
async fn nobody_else_sees_that_bryn_began_anything() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let id = keeps(&town, &hill, town.bryn, &typed(BEGAN)).await.expect("kept");
        for other in [town.carys, hill.gwen, town.dev] {
            assert!(has(&town, other, MONDAY).await.is_empty());
            assert_eq!(waits(&town, other).await, 0);
            let reader = town.reader(other).await;
            let mut look = town.sharing.store.database.look().await.expect("look");
            let no = drafts::find(&town.sharing, &mut look, &reader, id, MONDAY).await;
            assert!(matches!(no, Err(Fault::NotFound)));
            drop(look);
            let no = drafts::throw_away(&town.sharing, &reader, id).await;
            assert!(matches!(no, Err(Fault::NotFound)));
            // Somebody else's draft is no draft to go on from: theirs is one of their own.
            let form = TellForm { draft: id.to_string(), ..typed("Mine") };
            if let Ok(theirs) = keeps(&town, &hill, other, &form).await {
                assert_ne!(theirs, id);
            }
        }
        let kept = has(&town, town.bryn, MONDAY).await;
        assert_eq!((kept.len(), kept[0].form.words.as_str()), (1, BEGAN));
        // And in the rows there is none of it in the clear.
        let plain = Sql("SELECT form FROM drafts WHERE id = $1");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let row = look.one(plain, bind().id(id)).await.expect("a row");
        let bytes = row.bytes("form").expect("bytes");
        assert!(!bytes.windows(6).any(|some| some == b"960123"));
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_gone_after_thirty_days_unless_it_is_touched() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        keeps(&town, &hill, town.bryn, &typed(BEGAN)).await.expect("kept");
        assert_eq!(has(&town, town.bryn, MONDAY.plus_days(29)).await.len(), 1);
        assert!(has(&town, town.bryn, MONDAY.plus_days(30)).await.is_empty());
        let store = &town.sharing.store;
        drafts::sweep(store, MONDAY.plus_days(29)).await.expect("swept");
        assert_eq!(rows(&town).await, 1);
        drafts::sweep(store, MONDAY.plus_days(30)).await.expect("swept");
        assert_eq!(rows(&town).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_thrown_away_taken_away_and_erased_with_bryn() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let first = keeps(&town, &hill, town.bryn, &typed(BEGAN)).await.expect("kept");
        keeps(&town, &hill, town.bryn, &typed("Another")).await.expect("kept");
        let reader = town.reader(town.bryn).await;
        drafts::throw_away(&town.sharing, &reader, first).await.expect("thrown away");
        let noun = TellingNoun(town.sharing.clone());
        let mut look = town.sharing.store.database.look().await.expect("look");
        let texts = noun.export(&mut look, &reader, town.bryn).await.expect("exported");
        drop(look);
        let parts: Vec<&str> = texts.iter().map(|text| text.part).collect();
        assert_eq!(parts, ["draft", "draft_title", "draft_ring_on"]);
        let (database, bryn) = (&town.sharing.store.database, town.bryn);
        let gone =
            store::write!(database, |work| stories::erasing::drafts_of(work, bryn, MONDAY).await);
        assert_eq!((gone.expect("gone"), rows(&town).await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn words_are_needed_and_twenty_drafts_are_enough() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let no = keeps(&town, &hill, town.bryn, &typed("  ")).await;
        assert!(matches!(no, Err(Fault::Text { field: "words", .. })));
        for _ in 0..drafts::MOST_DRAFTS {
            keeps(&town, &hill, town.bryn, &typed(BEGAN)).await.expect("kept");
        }
        let no = keeps(&town, &hill, town.bryn, &typed(BEGAN)).await;
        assert!(matches!(no, Err(Fault::Bound("bound-drafts"))));
        assert!(matches!(keeps(&town, &hill, town.dev, &typed(BEGAN)).await, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_draft_that_cannot_be_read_says_so_without_a_word_of_it() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let id = keeps(&town, &hill, town.bryn, &typed(BEGAN)).await.expect("kept");
        let (keeper, spot) = (Keeper::new(town.bryn), Spot::new(id, "form"));
        let ring = town.sharing.store.keys.ring([keeper]).await.expect("a ring");
        let odd = format!("{{\"heard_by\": \"{BEGAN}\"}}");
        let sealed = ring.seal_bytes(keeper, spot, odd.as_bytes()).expect("sealed");
        let update = Sql("UPDATE drafts SET form = $2 WHERE id = $1");
        let database = &town.sharing.store.database;
        store::write!(database, |work| work
            .run(update, bind().id(id).sealed(sealed.clone()))
            .await)
        .expect("changed");
        let bryn = town.reader(town.bryn).await;
        let mut look = database.look().await.expect("look");
        let read = drafts::of_reader(&town.sharing, &mut look, &bryn, MONDAY).await;
        let Err(Fault::Inside(said)) = read else { panic!("it was read") };
        assert!(!said.contains(BEGAN), "{said}");
    })
    .await;
}
