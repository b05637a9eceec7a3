//! Laying one more telling in a pattern, on both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod town;

use cast::{MONDAY, Town, both, line, words};
use ground::Fault;
use ground::id::{PersonId, SystemId};
use sharing::{Audience, Noun as _};
use stories::TellingNoun;
use stories::patterns::{self, Named, PatternId, SayingKind};
use stories::tellings::{Teller, TellingId, Wishes, hear};
use town::{PitHill, pit_hill, plays, told};

async fn pattern(town: &Town, place: SystemId, who: PersonId, laid: &[TellingId]) -> PatternId {
    let (id, reader) = (PatternId::random(), town.reader(who).await);
    let named = Named {
        name: line("Letters nobody can answer"),
        goes_well: false,
        observation: Some(words("They all came on a Friday.")),
        reading: None,
        ideas: None,
        tellings: laid.to_vec(),
    };
    patterns::name(&town.sharing, &reader, (place, place), id, &named, MONDAY)
        .await
        .expect("named");
    id
}

async fn tells(town: &Town, hill: &PitHill, laid_beside: bool) -> TellingId {
    let heard_by = vec![Audience::Person(town.bryn), Audience::Person(town.carys)];
    let wishes = Wishes { heard_by, laid_beside, ..Wishes::default() };
    hill.tells(town, Teller::Person(hill.gwen), &told("It came on a Friday.", wishes)).await
}

async fn lays(town: &Town, who: PersonId, id: PatternId, one: TellingId) -> Result<(), Fault> {
    let reader = town.reader(who).await;
    patterns::lay(&town.sharing, &reader, id, one, MONDAY.plus_days(1)).await
}

#[tokio::test]
async fn one_more_is_laid_beside_the_others_and_its_teller_is_told() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let (first, one) = (tells(&town, &hill, true).await, tells(&town, &hill, true).await);
        let id = pattern(&town, hill.place, town.bryn, &[first]).await;
        lays(&town, town.carys, id, one).await.expect("laid");
        let reader = town.reader(town.bryn).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let found = patterns::find(&town.sharing, &mut look, &reader, id).await.expect("found");
        assert!(found.laid.contains(&first) && found.laid.contains(&one));
        let gwen = town.reader(hill.gwen).await;
        let noun = TellingNoun(town.sharing.clone());
        let waits = noun.waits(&mut look, &gwen, MONDAY.plus_days(2)).await.expect("waits");
        let path = format!("/stories/{one}/came");
        assert!(waits.iter().any(|w| w.sentence == "waits-came-of-it" && w.path == path));
        drop(look);
        let again = lays(&town, town.bryn, id, one).await;
        assert!(matches!(again, Err(Fault::Already)), "it lies there once");
    })
    .await;
}

#[tokio::test]
async fn what_its_teller_did_not_offer_or_took_out_is_not_laid() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let (yes, no) = (tells(&town, &hill, true).await, tells(&town, &hill, false).await);
        let id = pattern(&town, hill.place, town.bryn, &[yes]).await;
        let refused = lays(&town, town.bryn, id, no).await;
        assert!(matches!(refused, Err(Fault::Unfit("unfit-not-laid-beside"))));
        let gwen = town.reader(hill.gwen).await;
        let why = (SayingKind::TookItOut, &words("Not beside those."));
        patterns::answer(&town.sharing, &gwen, id, yes, why, MONDAY).await.expect("taken out");
        let refused = lays(&town, town.bryn, id, yes).await;
        assert!(matches!(refused, Err(Fault::Unfit("unfit-not-laid-beside"))), "it stays out");
        let reader = town.reader(town.bryn).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let to = patterns::to_lay_in(&town.sharing, &mut look, &reader, yes).await.expect("to");
        assert!(to.is_empty(), "nor is it offered");
    })
    .await;
}

#[tokio::test]
async fn only_what_reached_the_group_and_does_not_lie_there_is_offered_and_dev_lays_nothing() {
    both(async |town| {
        let heard_by = vec![Audience::System(town.place)];
        let wishes = Wishes { heard_by, laid_beside: true, ..Wishes::default() };
        let told = told("The bus stops at six.", wishes);
        let mut ids = Vec::new();
        for _ in 0..2 {
            let (id, home) = (TellingId::random(), town.place);
            let home = stories::tellings::tell::Where { system: home, place: home };
            let teller = Teller::Person(town.asha);
            stories::tellings::tell::tell(&town.sharing, teller, home, id, &told, MONDAY)
                .await
                .expect("told");
            ids.push(id);
        }
        let id = pattern(&town, town.place, town.asha, &[]).await;
        assert!(matches!(lays(&town, town.dev, id, ids[0]).await, Err(Fault::NotFound)));
        let reader = town.reader(town.asha).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let all = hear::to_lay(&town.sharing, &mut look, &reader, town.place).await.expect("all");
        if let Some(first) = all.first().map(|t| t.id) {
            drop(look);
            lays(&town, town.asha, id, first).await.expect("laid");
            let mut look = town.sharing.store.database.look().await.expect("look");
            let found = patterns::find(&town.sharing, &mut look, &reader, id).await.expect("it");
            let left = patterns::to_lay(&town.sharing, &mut look, &reader, &found).await;
            assert!(left.expect("left").iter().all(|t| t.id != first));
        }
        let _ = plays;
    })
    .await;
}
