//! Somebody who raised something may put it away: whoever picks up their phone finds nothing of
//! it, and whoever is on duty keeps all of it. On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, words};
use ground::Fault;
use ground::id::PersonId;
use sharing::Noun;
use stories::TellingNoun;
use stories::worries::{
    self, Raised, Worry, WorryId, WorryKind, answer, put_away, raise, say_it_goes_on, still_shown,
};

const SAID: &str = "He reads my letters.";

async fn carys_raises(town: &Town, said: &str) -> WorryId {
    let (id, said) = (WorryId::random(), words(said));
    let (place, kind) = (town.place, WorryKind::Safety);
    let raised = Raised { id, place, kind, telling: None, words: Some(&said), at: MONDAY };
    raise(&town.sharing, &town.reader(town.carys).await, raised).await.expect("raised");
    id
}

async fn puts_away(town: &Town, who: PersonId, id: WorryId) -> Result<(), Fault> {
    put_away(&town.sharing, &town.reader(who).await, id, MONDAY).await
}

async fn answers(town: &Town, who: PersonId, id: WorryId) -> Result<(), Fault> {
    answer(&town.sharing, &town.reader(who).await, id, &words("I rang her."), MONDAY).await
}

async fn goes_on(town: &Town, who: PersonId, before: WorryId) -> Result<WorryId, Fault> {
    let (reader, id) = (town.reader(who).await, WorryId::random());
    let said = words("It goes on.");
    say_it_goes_on(&town.sharing, &reader, before, id, Some(&said), MONDAY).await.map(|()| id)
}

async fn on_page(town: &Town, who: PersonId) -> Vec<Worry> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let raised = worries::raised_with(&town.sharing, &mut look, &reader, None).await;
    raised.expect("worries").all().cloned().collect()
}

/// How many things any page or file of this person's own says of what they raised.
async fn shown_to(town: &Town, who: PersonId) -> usize {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let own = worries::own(&town.sharing, &mut look, &reader).await.expect("worries");
    let news = worries::answered_lately(&town.sharing, &mut look, &reader, MONDAY).await;
    let noun = TellingNoun(town.sharing.clone());
    let waits = noun.waits(&mut look, &reader, MONDAY).await.expect("what waits");
    let file = noun.export(&mut look, &reader, who).await.expect("a file");
    own.len()
        + news.expect("news").len()
        + waits.iter().filter(|waits| waits.path == "/worries").count()
        + file.iter().filter(|text| text.part == "worry").count()
}

async fn is_still_shown(town: &Town, who: PersonId, id: WorryId) -> bool {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    match still_shown(&town.sharing, &mut look, &reader, id).await {
        Ok(_) => true,
        Err(Fault::NotFound) => false,
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn what_carys_put_away_is_nowhere_of_hers_and_ruth_keeps_it_and_answers_it() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let worry = carys_raises(&town, SAID).await;
        assert!(
            shown_to(&town, town.carys).await > 0 && is_still_shown(&town, town.carys, worry).await
        );
        puts_away(&town, town.carys, worry).await.expect("put away");
        assert_eq!(shown_to(&town, town.carys).await, 0);
        assert!(!is_still_shown(&town, town.carys, worry).await);
        let ruths = on_page(&town, ruth).await;
        assert_eq!((ruths.len(), ruths[0].put_away), (1, true), "Ruth is told");
        assert_eq!(ruths[0].words.as_ref().expect("said").to_string(), SAID);
        answers(&town, ruth, worry).await.expect("answered");
        assert_eq!(shown_to(&town, town.carys).await, 0, "an answer calls nobody to it");
        let ruths = on_page(&town, ruth).await;
        assert_eq!((ruths.len(), ruths[0].answered_by), (1, Some(ruth)));
        let again = goes_on(&town, town.carys, worry).await;
        assert!(matches!(again, Err(Fault::NotFound)), "whoever holds her phone finds nothing");
    })
    .await;
}

#[tokio::test]
async fn only_carys_puts_away_what_she_raised_and_twice_is_once() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let (one, other) = (carys_raises(&town, SAID).await, carys_raises(&town, "More.").await);
        for nobody in [ruth, town.asha, town.bryn, town.dev] {
            let no = puts_away(&town, nobody, one).await;
            assert!(matches!(no, Err(Fault::NotFound)), "{no:?}");
            assert!(!is_still_shown(&town, nobody, one).await);
        }
        puts_away(&town, town.carys, one).await.expect("put away");
        assert!(matches!(puts_away(&town, town.carys, one).await, Err(Fault::Already)));
        let ruths = on_page(&town, ruth).await;
        assert_eq!(ruths.len(), 2);
        assert!(ruths.iter().all(|worry| worry.put_away == (worry.id == one)));
        assert!(is_still_shown(&town, town.carys, other).await, "the other stays with her");
        // The trail says that something changed in the place in that week, and nothing of her.
        let mut look = town.sharing.store.database.look().await.expect("look");
        let row = look
            .one(
                store::sql!(
                    "SELECT COUNT(*) AS many, COUNT(actor_id) AS names, COUNT(thing_id) AS ids, \
                     MAX(at) AS latest FROM trail WHERE verb = 'changed'"
                ),
                store::bind(),
            )
            .await
            .expect("a row");
        let number = |column| row.number(column).expect("a number");
        assert_eq!([number("many"), number("names"), number("ids")], [1, 0, 0]);
        assert_eq!(number("latest"), MONDAY.week().begins().0, "the week, and no time");
    })
    .await;
}

#[tokio::test]
async fn what_goes_on_is_put_away_whole_from_whichever_end() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        for from_the_last in [true, false] {
            let first = carys_raises(&town, SAID).await;
            answers(&town, ruth, first).await.expect("answered");
            let second = goes_on(&town, town.carys, first).await.expect("said again");
            answers(&town, ruth, second).await.expect("answered");
            let third = goes_on(&town, town.carys, second).await.expect("said again");
            let end = if from_the_last { third } else { first };
            puts_away(&town, town.carys, end).await.expect("put away");
            assert_eq!(shown_to(&town, town.carys).await, 0, "{from_the_last}");
            for one in [first, second, third] {
                assert!(!is_still_shown(&town, town.carys, one).await);
            }
            let ruths = on_page(&town, ruth).await;
            let whole = ruths.iter().find(|worry| worry.id == third).expect("it waits still");
            assert_eq!((whole.before.len(), whole.put_away), (2, true));
            answers(&town, ruth, third).await.expect("answered");
        }
    })
    .await;
}
