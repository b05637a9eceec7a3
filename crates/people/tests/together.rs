//! A page whose pen several hold, as the people of the town would notice it, on both databases. Bryn
//! keeps the house's page; he asks Asha to hold it with him, and Dev is of another town.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, line, words};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Outcome};
use people::passages::{self, PassageId, Said, Voice};
use people::pens::{self, Offer, OfferId};
use people::{ending, lives, sections};
use sharing::trail;
use store::Look;

async fn look(town: &Town) -> Look {
    town.sharing.store.database.look().await.expect("a look")
}

/// A page with something said on it.
async fn page_of(town: &Town, who: PersonId, above: &str, said: &str) -> SystemId {
    let life = SystemId::random();
    lives::begin(&town.sharing, life, &line(above), who, MONDAY).await.expect("begun");
    say(town, life, (who, said)).await.expect("said");
    life
}

async fn say(town: &Town, life: SystemId, (by, text): (PersonId, &str)) -> Outcome<()> {
    let reader = town.reader(by).await;
    let mut look = look(town).await;
    let found = lives::find(&town.sharing, &mut look, &reader, life).await?;
    let parts = sections::of_life(&town.sharing, &mut look, &reader, &found).await?;
    drop(look);
    let section = parts.first().ok_or(Fault::NotFound)?.id;
    let said = Said { words: &words(text), voice: Voice::Own };
    passages::say(&town.sharing, (life, section, PassageId::random()), said, by, MONDAY).await
}

/// Everything that somebody reads on a page, in the order of the alphabet.
async fn reads(town: &Town, who: PersonId, life: SystemId) -> Vec<String> {
    let reader = town.reader(who).await;
    let mut look = look(town).await;
    let Ok(life) = lives::find(&town.sharing, &mut look, &reader, life).await else {
        return Vec::new();
    };
    let parts = sections::of_life(&town.sharing, &mut look, &reader, &life).await.expect("parts");
    let said = passages::latest(&town.sharing, &mut look, &life, &parts).await.expect("said");
    let mut said: Vec<String> = said.iter().map(|passage| passage.words.to_string()).collect();
    said.sort_unstable();
    said
}

async fn ask(town: &Town, life: SystemId, (by, to): (PersonId, PersonId)) -> Outcome<OfferId> {
    let id = OfferId::random();
    let asked = (to, &line("The house"));
    pens::offer(&town.sharing, (life, id), asked, by, MONDAY).await.map(|()| id)
}

async fn answers(
    town: &Town,
    of: (SystemId, OfferId),
    (who, says_yes): (PersonId, bool),
) -> Outcome<()> {
    pens::answer(&town.sharing, of, says_yes, who, MONDAY).await
}

async fn asked(town: &Town, who: PersonId) -> Vec<Offer> {
    let reader = town.reader(who).await;
    pens::to_reader(&town.sharing, &mut look(town).await, &reader).await.expect("asked")
}

async fn holders(town: &Town, who: PersonId, life: SystemId) -> usize {
    let mut look = look(town).await;
    let rows = sharing::reader::standing_in(&mut look, life, sharing::StandingKind::Pen).await;
    let rows = rows.expect("holders");
    assert!(rows.contains(&who));
    rows.len()
}

#[tokio::test]
async fn asha_holds_the_pen_only_when_she_says_yes_and_then_reads_and_writes_like_bryn() {
    both(async |town| {
        let house = page_of(&town, town.bryn, "The house, and us", "The boiler is out.").await;
        let id = ask(&town, house, (town.bryn, town.asha)).await.expect("asked");
        let waiting = asked(&town, town.asha).await;
        let [offer] = waiting.as_slice() else { panic!("one offer: {waiting:?}") };
        assert_eq!(offer.called.to_string(), "The house");
        assert_eq!(offer.by, town.bryn);
        assert!(reads(&town, town.asha, house).await.is_empty(), "nothing before she says yes");
        let his = answers(&town, (house, id), (town.bryn, true)).await;
        assert!(matches!(his, Err(Fault::NotAllowed("not-allowed-only-who-was-asked"))));
        for other in [town.carys, town.dev] {
            assert!(asked(&town, other).await.is_empty());
            let answered = answers(&town, (house, id), (other, true)).await;
            assert!(matches!(answered, Err(Fault::NotFound)), "it is hers to answer");
        }
        answers(&town, (house, id), (town.asha, true)).await.expect("answered");
        let again = answers(&town, (house, id), (town.asha, true)).await;
        assert!(matches!(again, Err(Fault::Already)));
        assert_eq!(holders(&town, town.asha, house).await, 2);
        assert_eq!(reads(&town, town.asha, house).await, ["The boiler is out."]);
        say(&town, house, (town.asha, "I rang them.")).await.expect("said");
        assert_eq!(reads(&town, town.bryn, house).await, ["I rang them.", "The boiler is out."]);
        town.seal_trail().await;
        let mut look = look(&town).await;
        for holder in [town.asha, town.bryn] {
            let looked = trail::who_looked_in(&mut look, (house, holder), None).await;
            assert!(looked.expect("looked").is_empty(), "what one holds oneself is not marked");
        }
    })
    .await;
}

#[tokio::test]
async fn a_no_or_a_taking_back_leaves_nothing_and_nobody_is_told() {
    both(async |town| {
        let house = page_of(&town, town.bryn, "The house", "The boiler is out.").await;
        let no = ask(&town, house, (town.bryn, town.asha)).await.expect("asked");
        answers(&town, (house, no), (town.asha, false)).await.expect("answered");
        let back = ask(&town, house, (town.bryn, town.asha)).await.expect("asked anew");
        let of = (house, back);
        let theirs = pens::take_back(&town.sharing, of, town.asha, MONDAY).await;
        assert!(matches!(theirs, Err(Fault::NotFound)), "only whoever holds the pen takes it back");
        pens::take_back(&town.sharing, of, town.bryn, MONDAY).await.expect("taken back");
        let late = answers(&town, of, (town.asha, true)).await;
        assert!(matches!(late, Err(Fault::Already)));
        assert!(asked(&town, town.asha).await.is_empty());
        assert!(reads(&town, town.asha, house).await.is_empty());
        assert_eq!(holders(&town, town.bryn, house).await, 1);
    })
    .await;
}

#[tokio::test]
async fn each_keeps_pages_of_their_own_and_nobody_can_tell_that_they_do() {
    both(async |town| {
        let house = page_of(&town, town.bryn, "The house", "The boiler is out.").await;
        let secret = page_of(&town, town.asha, "Asha", "I am saving for a flat.").await;
        let id = ask(&town, house, (town.bryn, town.asha)).await.expect("asked");
        answers(&town, (house, id), (town.asha, true)).await.expect("answered");
        assert!(reads(&town, town.bryn, secret).await.is_empty());
        let reader = town.reader(town.bryn).await;
        let mut look = look(&town).await;
        let mine = lives::mine(&town.sharing, &mut look, &reader).await.expect("his");
        let listed = lives::letting_in(&town.sharing, &mut look, &reader, None).await;
        assert_eq!(mine.iter().map(|life| life.id).collect::<Vec<_>>(), [house]);
        assert!(listed.expect("listed").is_empty());
        drop(look);
        // One who had no page of their own would be answered just the same.
        let absent = ask(&town, secret, (town.bryn, town.carys)).await;
        let never = ask(&town, SystemId::random(), (town.bryn, town.carys)).await;
        assert!(matches!((absent, never), (Err(Fault::NotFound), Err(Fault::NotFound))));
    })
    .await;
}

#[tokio::test]
async fn asha_leaves_without_a_word_and_the_page_stays_with_bryn() {
    both(async |town| {
        let house = page_of(&town, town.bryn, "The house", "The boiler is out.").await;
        let id = ask(&town, house, (town.bryn, town.asha)).await.expect("asked");
        answers(&town, (house, id), (town.asha, true)).await.expect("answered");
        let to_carys = ask(&town, house, (town.asha, town.carys)).await.expect("asked");
        ending::begin(&town.sharing, house, town.asha, MONDAY).await.expect("left");
        assert_eq!(holders(&town, town.bryn, house).await, 1);
        assert_eq!(reads(&town, town.bryn, house).await, ["The boiler is out."]);
        assert!(reads(&town, town.asha, house).await.is_empty());
        assert!(asked(&town, town.bryn).await.is_empty());
        // Nobody comes in by somebody who has left.
        assert!(asked(&town, town.carys).await.is_empty());
        let late = answers(&town, (house, to_carys), (town.carys, true)).await;
        assert!(matches!(late, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn whom_nobody_may_ask_is_refused_with_a_sentence_and_a_child_never_holds_it_with_one_alone()
{
    both(async |town| {
        let house = page_of(&town, town.bryn, "The house", "The boiler is out.").await;
        let tegan = town.newcomer("Tegan", true).await;
        let refused = async |to, key| {
            let asked = ask(&town, house, (town.bryn, to)).await;
            let Err(Fault::UnfitIn { field: "person", key: why }) = asked else {
                panic!("{asked:?}")
            };
            assert_eq!(why, key);
        };
        refused(town.dev, "unfit-whom-to-let-in").await;
        refused(town.bryn, "unfit-holds-the-pen").await;
        refused(tegan, "unfit-child-holds-the-pen").await;
        let asha = ask(&town, house, (town.bryn, town.asha)).await.expect("asked");
        refused(town.asha, "unfit-holds-the-pen").await;
        answers(&town, (house, asha), (town.asha, true)).await.expect("answered");
        let id = ask(&town, house, (town.bryn, tegan)).await.expect("two grown-ups hold it");
        // It is asked again when she answers: by then Asha has left.
        ending::begin(&town.sharing, house, town.asha, MONDAY).await.expect("left");
        let alone = answers(&town, (house, id), (tegan, true)).await;
        assert!(matches!(alone, Err(Fault::UnfitIn { key: "unfit-child-holds-the-pen", .. })));
        assert!(reads(&town, tegan, house).await.is_empty());
        let mut asked = 1;
        loop {
            let eve = town.newcomer(&format!("Eve {asked}"), false).await;
            match ask(&town, house, (town.bryn, eve)).await {
                Ok(_) => asked += 1,
                Err(Fault::Bound("bound-pens")) => break,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(asked + 1, pens::MOST, "Bryn, Tegan and those who were asked");
    })
    .await;
}
