//! Laying one more telling in a pattern, on both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod reading_first;
mod town;

use cast::{MONDAY, Town, both, line, words};
use finding::Finder;
use ground::Fault;
use ground::id::{PersonId, SystemId, Uuid};
use reading_first::reads;
use sharing::{Audience, StandingKind};
use store::{bind, sql};
use stories::TellingNoun;
use stories::came::{self, AnswerKind};
use stories::patterns::{self, Named, PatternId, SayingId, SayingKind};
use stories::tellings::{Teller, TellingId, Wishes, hear};
use town::{PitHill, came_of_it, pit_hill, plays, told};

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
        drop(look);
        let path = format!("/stories/{one}/came");
        assert!(came_of_it(&town, hill.gwen).await.iter().any(|news| news.path == path));
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
        let absent = lays(&town, town.bryn, id, TellingId::random()).await;
        assert!(matches!(absent, Err(Fault::Unfit("unfit-not-laid-beside"))), "and neither is it");
        let gwen = town.reader(hill.gwen).await;
        let why = (SayingKind::TookItOut, &words("Not beside those."));
        let which = (id, SayingId::random());
        patterns::answer(&town.sharing, &gwen, which, yes, why, MONDAY).await.expect("taken out");
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
async fn what_waits_for_gwen_to_read_it_first_she_lays_nowhere_before_she_said_that_it_is_fine() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let heard_by = vec![Audience::System(hill.place)];
        let wishes = Wishes { heard_by, laid_beside: true, ..Wishes::default() };
        let teller = Teller::Person(town.bryn);
        let one = hill.tells(&town, teller, &told("It came on a Friday.", wishes)).await;
        let (gwen, sharing) = (town.reader(hill.gwen).await, &town.sharing);
        let mut look = sharing.store.database.look().await.expect("look");
        hear::one(sharing, &mut look, &gwen, one).await.expect("she hears it, to read it first");
        drop(look);
        let id = pattern(&town, hill.place, hill.gwen, &[]).await;
        let refused = lays(&town, hill.gwen, id, one).await;
        assert!(matches!(refused, Err(Fault::Unfit("unfit-not-laid-beside"))));
        assert_eq!(reads(&town, hill.gwen, true).await, 1);
        lays(&town, hill.gwen, id, one).await.expect("laid");
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

/// Asha tells that the lantern went out, to these, with this said about laying and searching.
async fn lantern(town: &Town, to: Audience, (laid_beside, compared): (bool, bool)) -> TellingId {
    let wishes = Wishes { heard_by: vec![to], laid_beside, compared, ..Wishes::default() };
    let (id, teller) = (TellingId::random(), Teller::Person(town.asha));
    let home = stories::tellings::tell::Where { system: town.place, place: town.place };
    let told = told("The lantern by the bridge went out.", wishes);
    stories::tellings::tell::tell(&town.sharing, teller, home, id, &told, MONDAY)
        .await
        .expect("told");
    id
}

/// What this person finds by a word, to lay in a pattern that Bryn sees.
async fn found_to_lay(
    town: &Town,
    finder: &Finder,
    who: PersonId,
    id: PatternId,
) -> Vec<TellingId> {
    let (bryn, reader) = (town.reader(town.bryn).await, town.reader(who).await);
    let mut look = town.sharing.store.database.look().await.expect("look");
    let pattern = patterns::find(&town.sharing, &mut look, &bryn, id).await.expect("it");
    let wanted = (&pattern, &line("lantern"));
    let found = patterns::to_lay_with(&town.sharing, finder, &mut look, &reader, wanted).await;
    found.expect("looked").iter().map(|telling| telling.id).collect()
}

#[tokio::test]
async fn one_to_lay_is_found_by_a_word_where_its_teller_lets_it_be_laid_and_looked_through() {
    both(async |town| {
        let team = Audience::System(town.team);
        let yes = lantern(&town, team, (true, true)).await;
        lantern(&town, team, (false, true)).await;
        lantern(&town, team, (true, false)).await;
        // What Bryn hears by name would leave a mark, and nobody chose to hear it.
        lantern(&town, Audience::Person(town.bryn), (true, true)).await;
        let nouns: Vec<std::sync::Arc<dyn sharing::Noun>> =
            vec![std::sync::Arc::new(TellingNoun(town.sharing.clone()))];
        let finder = Finder::new(town.sharing.clone(), sharing::Nouns::new(nouns));
        finder.catch_up().await.expect("read");
        let (id, bryn) = (PatternId::random(), town.reader(town.bryn).await);
        let named = Named {
            name: line("Dark corners"),
            goes_well: false,
            observation: None,
            reading: None,
            ideas: None,
            tellings: Vec::new(),
        };
        let home = (town.team, town.place);
        patterns::name(&town.sharing, &bryn, home, id, &named, MONDAY).await.expect("named");
        assert_eq!(found_to_lay(&town, &finder, town.bryn, id).await, [yes]);
        assert!(found_to_lay(&town, &finder, town.dev, id).await.is_empty());
        lays(&town, town.bryn, id, yes).await.expect("laid");
        assert!(found_to_lay(&town, &finder, town.bryn, id).await.is_empty(), "it lies there");
    })
    .await;
}

#[tokio::test]
async fn what_reached_carys_by_name_alone_is_not_offered_to_be_laid_before_the_group() {
    both(async |town| {
        let hers = lantern(&town, Audience::Person(town.carys), (true, true)).await;
        let teams = lantern(&town, Audience::System(town.team), (true, true)).await;
        let reader = town.reader(town.carys).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let list = hear::list(&town.sharing, &mut look, &reader, town.place, None).await;
        assert!(list.expect("a list").iter().any(|one| one.id == hers), "she hears it");
        for system in [town.place, town.team] {
            let all = hear::to_lay(&town.sharing, &mut look, &reader, system).await;
            let all: Vec<_> = all.expect("all").iter().map(|one| one.id).collect();
            assert_eq!(all, [teams]);
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_left_while_the_page_was_open_names_lays_and_says_nothing_any_more() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let id = pattern(&town, hill.place, town.bryn, &[]).await;
        let part = town.give(town.dev, hill.place, StandingKind::Part).await;
        // It is his own, so nothing but his part there decides.
        let wishes = Wishes { laid_beside: true, ..Wishes::default() };
        let told = told("It came on a Friday.", wishes);
        let one = hill.tells(&town, Teller::Person(town.dev), &told).await;
        let dev = town.reader(town.dev).await;
        town.end(hill.place, part).await;
        let lays = patterns::lay(&town.sharing, &dev, id, one, MONDAY).await;
        assert!(matches!(lays, Err(Fault::NotFound)), "{lays:?}");
        let (saying, said) = (SayingId::random(), words("I am still here."));
        let says = (SayingKind::Reading, &said);
        let says = patterns::say(&town.sharing, &dev, id, saying, says, MONDAY).await;
        assert!(matches!(says, Err(Fault::NotFound)), "{says:?}");
        let (new, home) = (PatternId::random(), (hill.place, hill.place));
        let named = Named {
            name: line("Fridays"),
            goes_well: false,
            observation: None,
            reading: None,
            ideas: None,
            tellings: vec![one],
        };
        let names = patterns::name(&town.sharing, &dev, home, new, &named, MONDAY).await;
        assert!(matches!(names, Err(Fault::NotFound)), "{names:?}");
    })
    .await;
}

#[tokio::test]
async fn nobody_says_so_much_on_a_pattern_that_the_others_fall_off_it() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let one = tells(&town, &hill, true).await;
        let id = pattern(&town, hill.place, town.bryn, &[one]).await;
        let said = words("It is the post.");
        let says = async |who| {
            let (reader, saying) = (town.reader(who).await, SayingId::random());
            let says = (SayingKind::Reading, &said);
            patterns::say(&town.sharing, &reader, id, saying, says, MONDAY).await
        };
        for _ in 0..patterns::MOST_SAID_BY_ONE {
            says(town.bryn).await.expect("said");
        }
        let past = says(town.bryn).await;
        assert!(matches!(past, Err(Fault::Bound("bound-said-by-one"))), "{past:?}");
        says(town.carys).await.expect("she is read");
        let gwen = town.reader(hill.gwen).await;
        let took_out = (SayingKind::TookItOut, &said);
        let which = (id, SayingId::random());
        let took = patterns::answer(&town.sharing, &gwen, which, one, took_out, MONDAY).await;
        took.expect("and whoever told it takes it out");
    })
    .await;
}

#[tokio::test]
async fn nobody_answers_a_teller_so_often_that_the_others_are_not_read() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let one = tells(&town, &hill, true).await;
        let said = words("Nothing yet.");
        let answers = async |who| {
            let (reader, kind) = (town.reader(who).await, AnswerKind::NothingYet);
            let answer = (Uuid::new_v4(), kind, &said);
            came::answer(&town.sharing, &reader, one, answer, MONDAY).await
        };
        for _ in 0..came::MOST_FROM_ONE {
            answers(town.bryn).await.expect("answered");
        }
        let past = answers(town.bryn).await;
        assert!(matches!(past, Err(Fault::Bound("bound-answers-to-teller"))), "{past:?}");
        answers(town.carys).await.expect("she is read");
        // All that a teller is answered has a bound too, and the last there is room for is taken.
        let many = came::MOST_ANSWERS - came::MOST_FROM_ONE - 2;
        let others = store::write!(town.sharing.store.database, |work| {
            for _ in 0..many {
                let like_it = sql!(
                    "INSERT INTO answers_to_tellers \
                     (system_id, id, telling_id, kind, words, said_by, at) \
                     SELECT system_id, $1, telling_id, kind, words, $2, at \
                     FROM answers_to_tellers WHERE telling_id = $3 LIMIT 1"
                );
                let row = bind().id(Uuid::new_v4()).id(Uuid::new_v4()).id(one);
                work.run(like_it, row).await?;
            }
            Ok(())
        });
        others.expect("answered");
        let (reader, last) = (town.reader(town.carys).await, Uuid::new_v4());
        let answers = async |id| {
            let answer = (id, AnswerKind::NothingYet, &said);
            came::answer(&town.sharing, &reader, one, answer, MONDAY).await
        };
        answers(last).await.expect("there is room for one");
        assert!(matches!(answers(last).await, Err(Fault::Already)), "nor is it one too many");
        let past = answers(Uuid::new_v4()).await;
        assert!(matches!(past, Err(Fault::Bound("bound-answers-here"))), "{past:?}");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_laid_in_more_patterns_than_its_teller_is_shown() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let one = tells(&town, &hill, true).await;
        for _ in 0..patterns::MOST_LAID_IN {
            pattern(&town, hill.place, town.bryn, &[one]).await;
        }
        let another = pattern(&town, hill.place, town.bryn, &[]).await;
        let past = lays(&town, town.carys, another, one).await;
        assert!(matches!(past, Err(Fault::Bound("bound-laid-in"))), "{past:?}");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let shown = patterns::answers::of_telling(&mut look, one).await.expect("shown");
        assert_eq!(shown.len(), patterns::MOST_LAID_IN);
    })
    .await;
}
