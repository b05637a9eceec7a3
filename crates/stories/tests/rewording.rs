//! Putting a pattern in better words, and a second idea, on both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod town;

use cast::{MONDAY, Town, both, line, words};
use finding::Finder;
use ground::Fault;
use ground::id::{PersonId, SystemId};
use sharing::wordings::{self, WordingId, emptying};
use sharing::{Audience, Noun as _, Nouns};
use stories::PatternNoun;
use stories::patterns::{self, InOtherWords, Named, Pattern, PatternId, SayingId, SayingKind};
use stories::tellings::{Teller, TellingId, Wishes};
use town::{came_of_it, pit_hill, told};

const FIRST: &str = "Letters nobody can answer";

async fn named(town: &Town, home: SystemId, who: PersonId, laid: &[TellingId]) -> PatternId {
    let (id, reader) = (PatternId::random(), town.reader(who).await);
    let named = Named {
        name: line(FIRST),
        goes_well: false,
        observation: Some(words("They all came on a Friday.")),
        reading: None,
        ideas: None,
        tellings: laid.to_vec(),
    };
    let home = (home, town.place);
    patterns::name(&town.sharing, &reader, home, id, &named, MONDAY).await.expect("named");
    id
}

fn called(name: &str) -> InOtherWords {
    let observation = Some(words("They all came on a Friday."));
    InOtherWords { name: line(name), observation, ideas: None }
}

async fn puts(
    town: &Town,
    who: PersonId,
    id: PatternId,
    (form, revision): (WordingId, i64),
    put: &InOtherWords,
) -> Result<(), Fault> {
    let (reader, at) = (town.reader(who).await, MONDAY.plus_days(3));
    patterns::reword(&town.sharing, &reader, id, (form, revision), put, at).await
}

async fn seen(town: &Town, who: PersonId, id: PatternId) -> Pattern {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    patterns::find(&town.sharing, &mut look, &reader, id).await.expect("seen")
}

/// What was said of its name before: the words, who said them, and whether they stand there still.
async fn names(town: &Town, id: PatternId) -> Vec<(String, PersonId, bool)> {
    let pattern = seen(town, town.bryn, id).await;
    let reader = town.reader(town.bryn).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let versions = patterns::versions(&town.sharing, &mut look, &reader, &pattern).await;
    let names = versions.expect("versions").into_iter().filter(|one| one.part == "name");
    names
        .map(|one| (one.words.expect("words").to_string(), one.said_by, one.until.is_none()))
        .collect()
}

#[tokio::test]
async fn a_pattern_is_put_in_better_words_and_what_was_said_before_stays() {
    both(async |town| {
        let id = named(&town, town.place, town.bryn, &[]).await;
        assert!(names(&town, id).await.is_empty(), "nothing was said before");
        let put = called("Letters that give no way to answer");
        puts(&town, town.asha, id, (WordingId::random(), 1), &put).await.expect("put");
        let put = called("Letters without a number to ring");
        puts(&town, town.bryn, id, (WordingId::random(), 2), &put).await.expect("put");
        let pattern = seen(&town, town.bryn, id).await;
        assert_eq!(pattern.name.to_string(), "Letters without a number to ring");
        assert_eq!((pattern.said_by, pattern.at), (town.bryn, MONDAY), "it was named then");
        let expected = [
            ("Letters without a number to ring", town.bryn, true),
            ("Letters that give no way to answer", town.asha, false),
            (FIRST, town.bryn, false),
        ];
        let expected = expected.map(|(text, who, now)| (text.to_owned(), who, now));
        assert_eq!(names(&town, id).await, expected);
        // What stayed as it was has no versions.
        assert_eq!(pattern.observation.expect("seen").to_string(), "They all came on a Friday.");
    })
    .await;
}

#[tokio::test]
async fn two_at_once_do_not_write_over_each_other_and_twice_is_once() {
    both(async |town| {
        let id = named(&town, town.place, town.bryn, &[]).await;
        let (form, put) = (WordingId::random(), called("Letters that give no way to answer"));
        puts(&town, town.asha, id, (form, 1), &put).await.expect("put");
        let again = puts(&town, town.asha, id, (form, 1), &put).await;
        assert!(matches!(again, Err(Fault::Already)), "{again:?}");
        let late = puts(&town, town.bryn, id, (WordingId::random(), 1), &called("Mine")).await;
        assert!(matches!(late, Err(Fault::Stale)), "{late:?}");
        let kept = seen(&town, town.bryn, id).await;
        assert_eq!(kept.name.to_string(), "Letters that give no way to answer");
        // Words that stay as they are are no version.
        puts(&town, town.bryn, id, (WordingId::random(), 2), &put).await.expect("nothing to do");
        assert_eq!(names(&town, id).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_the_money_puts_no_words_of_others_better_but_their_own() {
    both(async |town| {
        let bryns = named(&town, town.team, town.bryn, &[]).await;
        let put = called("Letters were answered late");
        for who in [town.carys, town.dev] {
            let refused = puts(&town, who, bryns, (WordingId::random(), 1), &put).await;
            assert!(matches!(refused, Err(Fault::NotFound)), "{refused:?}");
        }
        assert_eq!(seen(&town, town.carys, bryns).await.name.to_string(), FIRST);
        let own = named(&town, town.team, town.carys, &[]).await;
        puts(&town, town.carys, own, (WordingId::random(), 1), &put).await.expect("her own");
    })
    .await;
}

#[tokio::test]
async fn a_teller_is_told_when_what_theirs_lies_in_is_called_something_else() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let heard_by = vec![Audience::Person(town.bryn)];
        let wishes = Wishes { heard_by, laid_beside: true, ..Wishes::default() };
        let told = told("It came on a Friday.", wishes);
        let telling = hill.tells(&town, Teller::Person(hill.gwen), &told).await;
        let id = named(&town, hill.place, town.bryn, &[telling]).await;
        let gwen = town.reader(hill.gwen).await;
        town.clock.move_to(MONDAY.plus_days(1));
        stories::came::saw(&town.sharing, &gwen, telling).await.expect("looked");
        let news = async || !came_of_it(&town, hill.gwen).await.is_empty();
        assert!(!news().await);
        let put = called("People who do not open letters");
        puts(&town, town.bryn, id, (WordingId::random(), 1), &put).await.expect("put");
        assert!(news().await, "it says something else of her words now");
        let out = (SayingKind::TookItOut, &words("Not here."));
        let (which, at) = ((id, SayingId::random()), MONDAY.plus_days(5));
        let done = patterns::answer(&town.sharing, &gwen, which, telling, out, at);
        done.await.expect("taken out");
        town.clock.move_to(MONDAY.plus_days(6));
        stories::came::saw(&town.sharing, &gwen, telling).await.expect("looked");
        let (bryn, form) = (town.reader(town.bryn).await, (WordingId::random(), 2));
        let (put, at) = (called("Letters that lie there"), MONDAY.plus_days(7));
        patterns::reword(&town.sharing, &bryn, id, form, &put, at).await.expect("put");
        assert!(!news().await, "hers lies in it no more");
    })
    .await;
}

#[tokio::test]
async fn each_takes_away_the_words_that_were_theirs_and_nobody_elses() {
    both(async |town| {
        let id = named(&town, town.place, town.bryn, &[]).await;
        let put = called("Letters that give no way to answer");
        puts(&town, town.asha, id, (WordingId::random(), 1), &put).await.expect("put");
        let noun = PatternNoun(town.sharing.clone());
        let taken = async |who: PersonId| -> Vec<(&'static str, String)> {
            let reader = town.reader(who).await;
            let mut look = town.sharing.store.database.look().await.expect("look");
            let texts = noun.export(&mut look, &reader, who).await.expect("texts");
            texts.iter().map(|text| (text.part, text.words.to_string())).collect()
        };
        let bryns = taken(town.bryn).await;
        assert!(bryns.contains(&("pattern", FIRST.to_owned())), "{bryns:?}");
        assert!(bryns.iter().any(|(part, _)| *part == "observation"), "{bryns:?}");
        assert!(!bryns.iter().any(|(_, text)| text.contains("no way to answer")), "{bryns:?}");
        let ashas = taken(town.asha).await;
        let expected = ("pattern", "Letters that give no way to answer".to_owned());
        assert_eq!(ashas, [expected]);
    })
    .await;
}

#[tokio::test]
async fn what_was_said_before_is_in_no_index_and_once_bryn_empties_it_in_no_file_of_his() {
    both(async |town| {
        let id = named(&town, town.place, town.bryn, &[]).await;
        let noun: std::sync::Arc<dyn sharing::Noun> =
            std::sync::Arc::new(PatternNoun(town.sharing.clone()));
        let finder = Finder::new(town.sharing.clone(), Nouns::new(vec![noun.clone()]));
        let bryn = town.reader(town.bryn).await;
        let finds = async |word: &str| {
            finder.catch_up().await.expect("read");
            let mut look = town.sharing.store.database.look().await.expect("look");
            let found = finder.search(&mut look, &bryn, &line(word), None).await;
            found.expect("searched").glimpses.len()
        };
        assert_eq!(finds("answer").await, 1);
        let put = called("Letters without a number to ring");
        puts(&town, town.asha, id, (WordingId::random(), 1), &put).await.expect("put");
        assert_eq!((finds("answer").await, finds("number").await), (0, 1));

        let pattern = seen(&town, town.bryn, id).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let versions = patterns::versions(&town.sharing, &mut look, &bryn, &pattern).await;
        let his = versions.expect("versions").into_iter().find(|one| one.said_by == town.bryn);
        drop(look);
        let his = his.expect("his").id;
        let asha = town.reader(town.asha).await;
        let others = emptying::empty(&town.sharing, &asha, his, MONDAY).await;
        assert!(matches!(others, Err(Fault::NotFound)), "{others:?}");
        emptying::empty(&town.sharing, &bryn, his, MONDAY).await.expect("emptied");
        assert_eq!((finds("answer").await, finds("number").await), (0, 1));
        let mut look = town.sharing.store.database.look().await.expect("look");
        let texts = noun.export(&mut look, &bryn, town.bryn).await.expect("texts");
        assert!(!texts.iter().any(|text| text.words.to_string().contains("answer")));
    })
    .await;
}

#[tokio::test]
async fn anyone_of_the_group_says_a_second_idea_later() {
    both(async |town| {
        let id = named(&town, town.place, town.bryn, &[]).await;
        for (who, text) in [(town.carys, "Print a number."), (town.asha, "Knock first.")] {
            let (reader, said) = (town.reader(who).await, words(text));
            let said = (SayingKind::Idea, &said);
            let at = MONDAY.plus_days(1);
            let done =
                patterns::say(&town.sharing, &reader, id, SayingId::random(), said, at).await;
            done.expect("said");
        }
        let pattern = seen(&town, town.bryn, id).await;
        let ideas = pattern.sayings.iter().filter(|one| one.kind == SayingKind::Idea);
        let mut ideas: Vec<String> = ideas.map(|one| one.words.to_string()).collect();
        ideas.sort();
        assert_eq!(ideas, ["Knock first.", "Print a number."]);
    })
    .await;
}

#[tokio::test]
async fn what_bryn_said_first_is_never_pushed_off_the_page_and_nobody_has_the_last_word() {
    both(async |town| {
        let id = named(&town, town.place, town.bryn, &[]).await;
        let eve = town.newcomer("Eve", false).await;
        let mut revision = 1;
        for who in [town.asha, town.carys, town.bryn, eve] {
            let bound = if who == eve { "bound-wordings" } else { "bound-wordings-own" };
            let past = loop {
                let put = called(&format!("Letters, {revision}"));
                match puts(&town, who, id, (WordingId::random(), revision), &put).await {
                    Ok(()) => revision += 1,
                    Err(fault) => break fault,
                }
                assert!(revision < 300, "there is no bound");
            };
            assert!(matches!(past, Fault::Bound(key) if key == bound), "{past:?}");
        }
        let names = names(&town, id).await;
        assert_eq!(names.len(), wordings::MOST);
        let first = names.last().expect("one").clone();
        assert_eq!(first, (FIRST.to_owned(), town.bryn, false));
        let bryns = names.iter().filter(|one| one.1 == town.bryn).count();
        assert_eq!(bryns, wordings::MOST_OF_ONE + 1, "what he said first is none of his turns");
    })
    .await;
}
