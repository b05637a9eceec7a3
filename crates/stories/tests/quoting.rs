//! Quoting, and where words have gone, on both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod town;

use cast::{MONDAY, Town, both, line, words};
use ground::Fault;
use ground::id::{PersonId, Uuid};
use sharing::{Audience, Noun as _, Nouns, Reader};
use store::{Sql, bind};
use stories::patterns::{self, Named, PatternId, SayingId, SayingKind};
use stories::quotations::{self, QuotationId, Quoted, QuotedWhere, Span, chosen};
use stories::taken::{self, Taken, TakenKind};
use stories::tellings::{ChapterId, Manner, Teller, TellingId, Told, Wishes, hear, slip_of, tell};
use stories::{PatternNoun, TellingNoun};
use town::{PitHill, pit_hill, slip, told};

const TOLD: &str = "The bus stops at six. My shift ends at seven. So I walk.";

/// Bryn's words, for Carys and Gwen by name, in a pattern that Carys named.
struct Story {
    hill: PitHill,
    telling: TellingId,
    pattern: PatternId,
}

fn wishes(hill: &PitHill, town: &Town) -> Wishes {
    let heard_by = vec![Audience::Person(town.carys), Audience::Person(hill.gwen)];
    Wishes { heard_by, laid_beside: true, quoted: true, ..Wishes::default() }
}

async fn story(town: &Town) -> Story {
    let hill = pit_hill(town, false).await;
    let told = told(TOLD, wishes(&hill, town));
    let telling = hill.tells(town, Teller::Person(town.bryn), &told).await;
    let pattern = pattern(town, &hill, telling).await;
    Story { hill, telling, pattern }
}

async fn pattern(town: &Town, hill: &PitHill, telling: TellingId) -> PatternId {
    let (id, carys) = (PatternId::random(), town.reader(town.carys).await);
    let named = Named {
        name: line("After six"),
        goes_well: false,
        observation: Some(words("People walk.")),
        reading: None,
        ideas: None,
        tellings: vec![telling],
    };
    let home = (hill.place, hill.place);
    patterns::name(&town.sharing, &carys, home, id, &named, MONDAY).await.expect("named");
    id
}

fn second_sentence(telling: TellingId) -> Span {
    let (begins, ends) = chosen(TOLD, &[1]).expect("a sentence");
    Span { telling, chapter: None, begins, ends }
}

async fn quotes(town: &Town, who: PersonId, pattern: PatternId, span: Span) -> Result<(), Fault> {
    let reader = town.reader(who).await;
    let id = QuotationId::random();
    quotations::quote(&town.sharing, &reader, (pattern, None), id, span, MONDAY).await
}

/// What somebody reads in the pattern: the quotations, and whether words were taken back.
async fn reads(town: &Town, who: PersonId, pattern: PatternId) -> (Vec<String>, bool) {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let found = patterns::find(&town.sharing, &mut look, &reader, pattern).await.expect("found");
    let heard = hear::some(&town.sharing, &mut look, &reader, &found.laid).await.expect("heard");
    let quoted: Quoted = quotations::of_pattern(&town.sharing, &mut look, &reader, pattern, &heard)
        .await
        .expect("quoted");
    let words = quoted.quotations.iter().map(|q| q.words.to_string()).collect();
    (words, quoted.taken_back)
}

fn nouns(town: &Town) -> Nouns {
    Nouns::new(vec![std::sync::Arc::new(PatternNoun(town.sharing.clone()))])
}

#[tokio::test]
async fn a_quotation_shows_to_whoever_may_hear_it_and_to_nobody_else() {
    both(async |town| {
        let it = story(&town).await;
        town::plays(&town, it.hill.place, town.asha).await;
        quotes(&town, town.carys, it.pattern, second_sentence(it.telling)).await.expect("quoted");
        for who in [town.carys, it.hill.gwen] {
            let (quoted, taken_back) = reads(&town, who, it.pattern).await;
            assert_eq!(quoted, ["My shift ends at seven."]);
            assert!(!taken_back);
        }
        assert_eq!(reads(&town, town.asha, it.pattern).await, (vec![], false));
        // Bryn named others and not himself: he is told nothing of words taken back either.
        assert!(!reads(&town, town.bryn, it.pattern).await.1);
        let no = quotes(&town, town.asha, it.pattern, second_sentence(it.telling)).await;
        assert!(matches!(no, Err(Fault::Unfit("unfit-not-quoted"))), "as if it did not lie there");
        let no = quotes(&town, town.dev, it.pattern, second_sentence(it.telling)).await;
        assert!(matches!(no, Err(Fault::NotFound)));
        // No words are kept with it, sealed or not.
        let held = Sql("SELECT COUNT(*) AS many FROM quotations WHERE telling_id = $1");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let row = look.one(held, bind().id(it.telling)).await.expect("a row");
        assert_eq!(row.number("many").expect("many"), 1);
    })
    .await;
}

#[tokio::test]
async fn what_bryn_takes_back_is_gone_at_once_and_nothing_is_said_to_those_who_no_longer_hear() {
    both(async |town| {
        let it = story(&town).await;
        quotes(&town, town.carys, it.pattern, second_sentence(it.telling)).await.expect("quoted");
        let bryn = town.reader(town.bryn).await;
        let no_quoting = Wishes { quoted: false, ..wishes(&it.hill, &town) };
        let id = it.telling;
        tell::wish(&town.sharing, &bryn, (id, 1), &no_quoting.into(), MONDAY)
            .await
            .expect("narrowed");
        assert_eq!(reads(&town, town.carys, it.pattern).await, (vec![], true));
        let gwen_alone =
            Wishes { heard_by: vec![Audience::Person(it.hill.gwen)], ..wishes(&it.hill, &town) };
        tell::wish(&town.sharing, &bryn, (id, 2), &gwen_alone.into(), MONDAY)
            .await
            .expect("narrowed");
        assert_eq!(reads(&town, town.carys, it.pattern).await, (vec![], false));
        assert_eq!(reads(&town, it.hill.gwen, it.pattern).await.0.len(), 1, "she hears it still");
        tell::erase(&town.sharing, &bryn, id, MONDAY).await.expect("erased");
        assert_eq!(reads(&town, it.hill.gwen, it.pattern).await, (vec![], false));
        let held = Sql("SELECT COUNT(*) AS many FROM quotations WHERE telling_id = $1");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let row = look.one(held, bind().id(id)).await.expect("a row");
        assert_eq!(row.number("many").expect("many"), 0);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_quoted_without_the_wish_nor_of_somebody_under_18() {
    both(async |town| {
        let it = story(&town).await;
        let ffion = town.newcomer("Ffion", true).await;
        town::plays(&town, it.hill.place, ffion).await;
        for (who, quoted) in [(town.bryn, false), (ffion, true)] {
            let wishes = Wishes { quoted, ..wishes(&it.hill, &town) };
            let telling = it.hill.tells(&town, Teller::Person(who), &told(TOLD, wishes)).await;
            let pattern = pattern(&town, &it.hill, telling).await;
            let no = quotes(&town, town.carys, pattern, second_sentence(telling)).await;
            assert!(matches!(no, Err(Fault::Unfit("unfit-not-quoted"))), "{quoted}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_span_is_bounded_and_stands_in_what_lies_in_the_pattern() {
    both(async |town| {
        let it = story(&town).await;
        let span = second_sentence(it.telling);
        let beyond = Span { ends: TOLD.chars().count() + 1, ..span };
        let backwards = Span { begins: span.ends, ends: span.begins, ..span };
        for wrong in [beyond, backwards] {
            let no = quotes(&town, town.carys, it.pattern, wrong).await;
            assert!(matches!(no, Err(Fault::Unfit("unfit-span"))));
        }
        let long = format!("{}.", "a".repeat(1_200));
        let told = told(&long, wishes(&it.hill, &town));
        let telling = it.hill.tells(&town, Teller::Person(town.bryn), &told).await;
        let elsewhere = quotes(&town, town.carys, it.pattern, second_sentence(telling)).await;
        assert!(matches!(elsewhere, Err(Fault::Unfit("unfit-not-quoted"))), "it does not lie here");
        let pattern = pattern(&town, &it.hill, telling).await;
        let whole = Span { telling, chapter: None, begins: 0, ends: 1_201 };
        let no = quotes(&town, town.carys, pattern, whole).await;
        assert!(matches!(no, Err(Fault::Bound("bound-span"))));
    })
    .await;
}

#[tokio::test]
async fn a_later_chapter_is_quoted_too() {
    both(async |town| {
        let it = story(&town).await;
        let bryn = town.reader(town.bryn).await;
        let (chapter, said) = (ChapterId::random(), words("There is a later bus now."));
        tell::tell_more(&town.sharing, &bryn, it.telling, chapter, &said, MONDAY)
            .await
            .expect("more");
        let span = Span { telling: it.telling, chapter: Some(chapter), begins: 0, ends: 25 };
        quotes(&town, town.carys, it.pattern, span).await.expect("quoted");
        let (quoted, _) = reads(&town, town.carys, it.pattern).await;
        assert_eq!(quoted, ["There is a later bus now."]);
    })
    .await;
}

#[tokio::test]
async fn what_bryn_took_out_of_the_pattern_is_quoted_there_no_more() {
    both(async |town| {
        let it = story(&town).await;
        quotes(&town, town.carys, it.pattern, second_sentence(it.telling)).await.expect("quoted");
        let bryn = town.reader(town.bryn).await;
        let why = (SayingKind::TookItOut, &words("Not here."));
        let which = (it.pattern, SayingId::random());
        patterns::answer(&town.sharing, &bryn, which, it.telling, why, MONDAY)
            .await
            .expect("taken out");
        assert_eq!(reads(&town, town.carys, it.pattern).await, (vec![], false));
    })
    .await;
}

#[tokio::test]
async fn what_carys_quoted_she_takes_out_again_and_bryn_still_reads_that_it_was_there() {
    both(async |town| {
        let it = story(&town).await;
        let (carys, bryn) = (town.reader(town.carys).await, town.reader(town.bryn).await);
        let (id, span) = (QuotationId::random(), second_sentence(it.telling));
        let quote = quotations::quote(&town.sharing, &carys, (it.pattern, None), id, span, MONDAY);
        quote.await.expect("quoted");
        quotes(&town, it.hill.gwen, it.pattern, span).await.expect("quoted by another");
        let later = MONDAY.plus_days(2);
        let take_out = async |who: PersonId, pattern| {
            let reader = town.reader(who).await;
            quotations::take_out(&town.sharing, &reader, pattern, id, later).await
        };
        for other in [it.hill.gwen, town.bryn, town.dev] {
            assert!(matches!(take_out(other, it.pattern).await, Err(Fault::NotFound)));
        }
        assert_eq!(reads(&town, town.carys, it.pattern).await.0.len(), 2, "nothing was changed");
        let elsewhere = pattern(&town, &it.hill, it.telling).await;
        assert!(matches!(take_out(town.carys, elsewhere).await, Err(Fault::NotFound)));
        take_out(town.carys, it.pattern).await.expect("taken out");
        assert!(matches!(take_out(town.carys, it.pattern).await, Err(Fault::Already)), "twice");
        assert_eq!(reads(&town, town.carys, it.pattern).await.0.len(), 1, "hers is gone");
        // Nobody reads that somebody took their words back: Bryn did not.
        assert!(!reads(&town, town.carys, it.pattern).await.1);
        let (nouns, mut look) =
            (nouns(&town), town.sharing.store.database.look().await.expect("look"));
        let own = hear::one(&town.sharing, &mut look, &bryn, it.telling).await.expect("own");
        let quoted = quotations::of_telling(&town.sharing, &nouns, &mut look, &bryn, &own).await;
        let quoted = quoted.expect("quoted");
        let until = |who| quoted.iter().find(|one| one.said_by == who).expect("listed").until;
        assert_eq!((until(town.carys), until(it.hill.gwen)), (Some(later), None));
        let by_carys = quoted.iter().find(|one| one.said_by == town.carys).expect("listed");
        assert_eq!(
            (by_carys.at, by_carys.words.to_string().as_str()),
            (MONDAY, "My shift ends at seven.")
        );
    })
    .await;
}

async fn gone(town: &Town, reader: &Reader, id: TellingId) -> Vec<Taken> {
    let mut look = town.sharing.store.database.look().await.expect("look");
    taken::of_telling(&town.sharing, &mut look, reader, id).await.expect("gone")
}

#[tokio::test]
async fn bryn_sees_where_his_words_have_gone() {
    both(async |town| {
        let it = story(&town).await;
        quotes(&town, town.carys, it.pattern, second_sentence(it.telling)).await.expect("quoted");
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        let (once, id) = (Uuid::new_v4(), it.telling);
        for _ in 0..2 {
            taken::print(&town.sharing, &carys, id, once, MONDAY).await.expect("printed");
        }
        taken::print(&town.sharing, &bryn, id, Uuid::new_v4(), MONDAY).await.expect("his own");
        let printed = gone(&town, &bryn, id).await;
        assert_eq!(printed.len(), 1, "sent twice is once, and his own is his affair");
        let row = (printed[0].kind, printed[0].said_by);
        assert_eq!(row, (TakenKind::Printed, Some(town.carys)));
        let mut look = town.sharing.store.database.look().await.expect("look");
        let own = hear::one(&town.sharing, &mut look, &bryn, id).await.expect("own");
        let nouns = nouns(&town);
        let quoted = quotations::of_telling(&town.sharing, &nouns, &mut look, &bryn, &own)
            .await
            .expect("quoted");
        assert_eq!(quoted.len(), 1);
        assert_eq!(quoted[0].words.to_string(), "My shift ends at seven.");
        assert_eq!((quoted[0].said_by, quoted[0].pattern.is_some()), (town.carys, true));
        drop(look);
        for other in [town.carys, town.dev] {
            let reader = town.reader(other).await;
            let mut look = town.sharing.store.database.look().await.expect("look");
            let no = taken::of_telling(&town.sharing, &mut look, &reader, id).await;
            assert!(matches!(no, Err(Fault::NotFound)));
        }
        let dev = town.reader(town.dev).await;
        let no = taken::print(&town.sharing, &dev, id, Uuid::new_v4(), MONDAY).await;
        assert!(matches!(no, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn what_was_offered_to_a_whole_group_is_printed_without_a_name() {
    both(async |town| {
        let to = vec![Audience::System(town.team)];
        let wishes = Wishes { heard_by: to, ..Wishes::default() };
        let (id, home) = (TellingId::random(), town.team);
        let home = tell::Where { system: home, place: town.place };
        let (hash, told) = (slip(), told(TOLD, wishes));
        tell::tell(&town.sharing, Teller::Slip(hash), home, id, &told, MONDAY).await.expect("told");
        let carys = town.reader(town.carys).await;
        let printed = taken::print(&town.sharing, &carys, id, Uuid::new_v4(), MONDAY).await;
        printed.expect("printed");
        let gone = gone(&town, &Reader::slip(slip_of(&hash)), id).await;
        assert_eq!((gone.len(), gone[0].said_by), (1, None));
    })
    .await;
}

#[tokio::test]
async fn a_file_of_ones_own_that_holds_somebody_elses_words_leaves_a_row_once_a_day() {
    both(async |town| {
        let present = Told { manner: Manner::Present, ..told(TOLD, Wishes::default()) };
        let hill = pit_hill(&town, false).await;
        let id = hill.tells(&town, Teller::Person(town.bryn), &present).await;
        let own =
            hill.tells(&town, Teller::Person(town.bryn), &told("Mine.", Wishes::default())).await;
        let bryn = town.reader(town.bryn).await;
        let noun = TellingNoun(town.sharing.clone());
        for _ in 0..2 {
            let mut look = town.sharing.store.database.look().await.expect("look");
            noun.export(&mut look, &bryn, town.bryn).await.expect("exported");
        }
        let gone_there = gone(&town, &bryn, id).await;
        assert_eq!(gone_there.len(), 1);
        let row = (gone_there[0].kind, gone_there[0].said_by);
        assert_eq!(row, (TakenKind::Exported, Some(town.bryn)));
        assert!(gone(&town, &bryn, own).await.is_empty(), "his own is his own");
    })
    .await;
}

/// What Bryn reads of where he is quoted.
async fn quoted_where(town: &Town, telling: TellingId) -> Vec<QuotedWhere> {
    let bryn = town.reader(town.bryn).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let heard = hear::one(&town.sharing, &mut look, &bryn, telling).await.expect("his own");
    let gone = quotations::of_telling(&town.sharing, &nouns(town), &mut look, &bryn, &heard).await;
    gone.expect("where it has gone")
}

#[tokio::test]
async fn what_carys_quotes_is_not_hidden_by_quoting_and_taking_out_again_and_again() {
    both(async |town| {
        let Story { telling, pattern, .. } = story(&town).await;
        let span = second_sentence(telling);
        quotes(&town, town.carys, pattern, span).await.expect("it stands");
        let carys = town.reader(town.carys).await;
        for number in 1..=quotations::MOST_QUOTED {
            let (id, at) = (QuotationId::random(), MONDAY.plus_seconds(60));
            let quoted =
                quotations::quote(&town.sharing, &carys, (pattern, None), id, span, at).await;
            if number == quotations::MOST_QUOTED {
                assert!(matches!(quoted, Err(Fault::Bound("bound-quoted-again"))), "{quoted:?}");
                continue;
            }
            quoted.expect("quoted");
            quotations::take_out(&town.sharing, &carys, pattern, id, at).await.expect("taken out");
        }
        let gone = quoted_where(&town, telling).await;
        assert_eq!(gone.len(), quotations::MOST_QUOTED);
        assert!(gone[0].until.is_none(), "what stands is first, however old");
        assert!(gone[1..].iter().all(|one| one.until.is_some()));
    })
    .await;
}

#[tokio::test]
async fn bryn_reads_each_quotation_that_stands_however_many_patterns_quote_him() {
    both(async |town| {
        let Story { hill, telling, pattern: first } = story(&town).await;
        let span = second_sentence(telling);
        let mut patterns = vec![first];
        for _ in 0..quotations::MOST_FROM_ONE / quotations::MOST_QUOTED {
            patterns.push(pattern(&town, &hill, telling).await);
        }
        for number in 0..quotations::MOST_FROM_ONE {
            let pattern = patterns[number / quotations::MOST_QUOTED];
            quotes(&town, town.carys, pattern, span).await.expect("quoted");
        }
        let past = quotes(&town, town.carys, patterns[patterns.len() - 1], span).await;
        assert!(matches!(past, Err(Fault::Bound("bound-quoted-from-one"))), "{past:?}");
        assert_eq!(quoted_where(&town, telling).await.len(), quotations::MOST_FROM_ONE);
    })
    .await;
}
