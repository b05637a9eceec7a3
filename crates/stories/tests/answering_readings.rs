//! What is answered beside a reading with four words: whose answer it is, who may take the reading
//! away, and that a teller is told of it. And for how long somebody is asked how things are now. On
//! both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use std::sync::Arc;

use cast::{MONDAY, Town, both, words};
use ground::id::{Kind, PersonId};
use ground::{Fault, Outcome, Words};
use sharing::vest::{self, Vest, VestId};
use sharing::{Audience, Noun, Nouns, Reader};
use store::Token;
use stories::TellingNoun;
use stories::came;
use stories::slips::handing::hand_over;
use stories::tellings::tell::{self, Where};
use stories::tellings::{Manner, Teller, TellingId, Told, Wishes, hear, slip_of};
use stories::vest::{answer, of_telling, read_telling, take_back_of_telling};
use web::vest::VestShown;

/// Bryn tells this, heard by Carys.
async fn tells(town: &Town, manner: Manner) -> TellingId {
    let heard_by = vec![Audience::Person(town.carys)];
    let wishes = Wishes { heard_by, ..Wishes::default() };
    let told = Told { manner, wishes, ..Told::words(words("The boiler is out again.")) };
    let (id, home) = (TellingId::random(), Where { system: town.team, place: town.place });
    let teller = Teller::Person(town.bryn);
    tell::tell(&town.sharing, teller, home, id, &told, MONDAY).await.expect("told");
    id
}

async fn reads(town: &Town, who: PersonId, id: TellingId) -> VestId {
    let (reader, reading) = (town.reader(who).await, VestId::random());
    let trust = Some(words("These may not be their own words."));
    let said: Vest<Words> = Vest { variety: None, empathy: None, strengths: None, trust };
    let at = MONDAY.plus_days(2);
    read_telling(&town.sharing, &reader, id, (reading, &said), at).await.expect("read");
    reading
}

async fn says(
    town: &Town,
    reader: &Reader,
    id: TellingId,
    (reading, text): (VestId, Option<&str>),
) -> Outcome<()> {
    let said = text.map(words);
    answer(&town.sharing, reader, id, (reading, said.as_ref()), MONDAY.plus_days(3)).await
}

async fn seen(town: &Town, reader: &Reader, id: TellingId) -> VestShown {
    let mut look = town.sharing.store.database.look().await.expect("look");
    let telling = hear::one(&town.sharing, &mut look, reader, id).await.expect("heard");
    let (readings, _) = of_telling(&town.sharing, &mut look, reader, &telling).await.expect("seen");
    readings.into_iter().next().expect("one")
}

#[tokio::test]
async fn what_bryn_answers_for_somebody_is_shown_as_his_until_they_answer_themselves() {
    both(async |town| {
        let id = tells(&town, Manner::Present).await;
        let reading = reads(&town, town.carys, id).await;
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        let gone = says(&town, &bryn, id, (reading, None)).await;
        let key = "not-allowed-pen-takes-away";
        assert!(matches!(gone, Err(Fault::NotAllowed(why)) if why == key), "{gone:?}");
        says(&town, &bryn, id, (reading, Some("They are."))).await.expect("answered");
        for reader in [&bryn, &carys] {
            let one = seen(&town, reader, id).await;
            assert_eq!(one.whose_answer, "vest-answered-pen");
            assert!(!one.may_answer && !one.may_remove && !one.is_week);
        }
        let slip = Token::random().expect("a slip");
        hand_over(&town.sharing, &bryn, id, (&slip, false), MONDAY).await.expect("handed over");
        let them = Reader::slip(slip_of(&slip.hash()));
        let one = seen(&town, &them, id).await;
        assert_eq!((one.whose_answer, one.unnamed), ("vest-answered-pen", "vest-somebody"));
        assert!(one.may_answer && one.may_remove);
        assert!(one.is_week && one.at == MONDAY.week().begins(), "the week, and not the day");
        says(&town, &them, id, (reading, Some("I never said that."))).await.expect("answered");
        let one = seen(&town, &carys, id).await;
        assert_eq!(one.whose_answer, "vest-answered");
        let answered = one.answer.map(|words| words.to_string());
        assert_eq!(answered.as_deref(), Some("I never said that."));
        let again = says(&town, &them, id, (reading, Some("Nor this."))).await;
        assert!(matches!(again, Err(Fault::Already)), "what they answered stands: {again:?}");
        let his = says(&town, &bryn, id, (reading, Some("They did."))).await;
        assert!(matches!(his, Err(Fault::NotFound)), "{his:?}");
        says(&town, &them, id, (reading, None)).await.expect("taken away");
    })
    .await;
}

#[tokio::test]
async fn bryn_is_told_that_carys_read_his_with_four_words_and_not_of_what_she_took_back() {
    both(async |town| {
        let id = tells(&town, Manner::Self_).await;
        let noun = Arc::new(TellingNoun(town.sharing.clone()));
        let (nouns, bryn) = (Nouns::new(vec![noun]), town.reader(town.bryn).await);
        let news = async || -> Vec<String> {
            let mut look = town.sharing.store.database.look().await.expect("look");
            let news = came::news(&nouns, &mut look, &bryn).await.expect("followed");
            news.into_iter().map(|one| one.path).collect()
        };
        let wrote = tells(&town, Manner::Present).await;
        for own in [id, wrote] {
            reads(&town, town.bryn, own).await;
        }
        assert!(news().await.is_empty(), "of his own he knows, and of what he wrote down");
        let reading = reads(&town, town.carys, id).await;
        assert_eq!(news().await, [format!("/stories/{id}/came")]);
        let carys = town.reader(town.carys).await;
        let back = take_back_of_telling(&town.sharing, &carys, id, reading, MONDAY).await;
        back.expect("taken back");
        assert!(news().await.is_empty());
        reads(&town, town.carys, id).await;
        town.clock.move_to(MONDAY.plus_days(5));
        came::saw(&town.sharing, &bryn, id).await.expect("seen");
        assert!(news().await.is_empty(), "it waits until he looked");
    })
    .await;
}

#[tokio::test]
async fn what_carys_wrote_beside_a_story_she_hears_no_more_stands_where_her_own_things_do() {
    both(async |town| {
        let id = tells(&town, Manner::Self_).await;
        let reading = reads(&town, town.carys, id).await;
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        let nobody = Wishes::default().into();
        tell::wish(&town.sharing, &bryn, (id, 1), &nobody, MONDAY).await.expect("narrowed");
        let own = async |reader: &Reader| {
            let mut look = town.sharing.store.database.look().await.expect("look");
            let own = vest::own(&town.sharing, &mut look, reader, Kind::Telling).await;
            own.expect("own")
        };
        let hers = own(&carys).await;
        assert_eq!((hers.len(), hers[0].0.id, hers[0].1.id), (1, id.0, reading));
        let words = hers[0].1.words.trust.as_ref().map(ToString::to_string);
        assert_eq!(words.as_deref(), Some("These may not be their own words."));
        assert!(own(&bryn).await.is_empty() && own(&Reader::nobody()).await.is_empty());
        let back = take_back_of_telling(&town.sharing, &carys, id, reading, MONDAY).await;
        back.expect("taken back");
        assert!(own(&carys).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn bryn_is_asked_how_things_are_now_of_the_newest_for_four_weeks_and_then_not_any_more() {
    both(async |town| {
        let (noun, bryn) = (TellingNoun(town.sharing.clone()), town.reader(town.bryn).await);
        let mut told = Vec::new();
        for (day, on) in [(0, None), (1, Some(62)), (2, None)] {
            let come_back_on = on.map(|day| MONDAY.plus_days(day));
            let wishes = Wishes { come_back: true, come_back_on, ..Wishes::default() };
            let words = Told { wishes, ..Told::words(words("The boiler is out again.")) };
            let (id, home) = (TellingId::random(), Where { system: town.team, place: town.place });
            let (teller, at) = (Teller::Person(town.bryn), MONDAY.plus_days(day));
            tell::tell(&town.sharing, teller, home, id, &words, at).await.expect("told");
            told.push(id);
        }
        for (day, asked) in [
            (50, None),
            // He told something newer since: of the older ones he is asked on a day of theirs.
            (61, None),
            (62, Some(told[2])),
            (89, Some(told[2])),
            (90, None),
            (95, None),
            (300, None),
        ] {
            let mut look = town.sharing.store.database.look().await.expect("look");
            let waits = noun.waits(&mut look, &bryn, MONDAY.plus_days(day)).await.expect("waits");
            let paths: Vec<String> = waits.into_iter().map(|one| one.path).collect();
            let expected: Vec<String> =
                asked.map(|id| format!("/stories/{id}#more")).into_iter().collect();
            assert_eq!(paths, expected, "on day {day}");
        }
    })
    .await;
}
