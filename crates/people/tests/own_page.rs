//! A page of one's own, as the people of the town would notice it, on both databases. It is Bryn's.
//! Carys holds the team's money, Asha looks after the town, and Dev never gets in.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, line, words};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Line, Moment, Outcome};
use people::corner::{self, CornerId, Given, Terms, To};
use people::ending;
use people::lives::{self, Life};
use people::passages::{self, PassageId, Said, Voice, reword};
use people::sections::{self, Section, SectionId, SectionKind};
use sharing::wordings::WordingId;
use sharing::{Reader, StandingKind, trail};
use store::Look;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

fn later(days: i64) -> Moment {
    Moment(MONDAY.0 + days * DAY)
}

async fn look(town: &Town) -> Look {
    town.sharing.store.database.look().await.expect("a look")
}

/// Bryn's page, with something said in what matters to him.
async fn page_of_bryn(town: &Town) -> SystemId {
    let life = SystemId::random();
    lives::begin(&town.sharing, life, &line("Bryn"), town.bryn, MONDAY).await.expect("begun");
    say(town, life, SectionKind::Matters, (town.bryn, "The allotment, and my sister.")).await;
    life
}

async fn life_for(town: &Town, who: PersonId, life: SystemId) -> Outcome<Life> {
    let reader = town.reader(who).await;
    lives::find(&town.sharing, &mut look(town).await, &reader, life).await
}

/// The parts that somebody reads on a page; nothing where it is not there for them.
async fn parts(town: &Town, who: PersonId, life: SystemId) -> Vec<Section> {
    let reader = town.reader(who).await;
    let Ok(life) = life_for(town, who, life).await else { return Vec::new() };
    let mut look = look(town).await;
    sections::of_life(&town.sharing, &mut look, &reader, &life).await.expect("parts")
}

/// Everything that somebody reads on a page.
async fn reads(town: &Town, who: PersonId, life: SystemId) -> Vec<String> {
    let parts = parts(town, who, life).await;
    let Ok(life) = life_for(town, who, life).await else { return Vec::new() };
    let mut look = look(town).await;
    let said = passages::latest(&town.sharing, &mut look, &life, &parts).await.expect("said");
    said.iter().map(|passage| passage.words.to_string()).collect()
}

async fn section(town: &Town, life: SystemId, kind: SectionKind) -> SectionId {
    let parts = parts(town, town.bryn, life).await;
    parts.iter().find(|part| part.kind == kind).expect("a part").id
}

async fn say(
    town: &Town,
    life: SystemId,
    kind: SectionKind,
    (by, text): (PersonId, &str),
) -> PassageId {
    let (id, section) = (PassageId::random(), section(town, life, kind).await);
    let (words, voice) = (words(text), Voice::Own);
    let said = Said { words: &words, voice };
    passages::say(&town.sharing, (life, section, id), said, by, MONDAY).await.expect("said");
    id
}

fn terms(to: To, given: &[Given]) -> Terms {
    let (purpose, given) = (Some(line("The damp")), given.to_vec());
    Terms { to, purpose, meeting: None, began: MONDAY, until: None, given }
}

async fn let_in(town: &Town, life: SystemId, terms: &Terms) -> CornerId {
    let id = CornerId::random();
    let done = corner::let_in(&town.sharing, (life, id), terms, town.bryn, MONDAY).await;
    done.expect("let in");
    id
}

fn reading(section: SectionId) -> Given {
    Given { section, may_write: false }
}

#[tokio::test]
async fn a_page_of_ones_own_is_there_for_nobody_else_until_somebody_is_let_in() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        assert_eq!(reads(&town, town.bryn, life).await, ["The allotment, and my sister."]);
        for other in [town.asha, town.carys, town.dev] {
            let nothing = life_for(&town, other, life).await;
            assert!(matches!(nothing, Err(Fault::NotFound)));
            let absent = life_for(&town, other, SystemId::random()).await;
            assert!(matches!(absent, Err(Fault::NotFound)));
        }
        let nobody = Reader::nobody();
        let found = lives::find(&town.sharing, &mut look(&town).await, &nobody, life).await;
        assert!(matches!(found, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn the_parts_offered_ask_nobody_what_is_wrong_and_none_must_be_filled() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        let parts = parts(&town, town.bryn, life).await;
        let kinds: Vec<SectionKind> = parts.iter().map(|part| part.kind).collect();
        assert_eq!(kinds, SectionKind::OFFERED);
        assert_eq!(parts.iter().filter(|part| part.said > 0).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn carys_reads_the_parts_she_was_given_and_no_other_and_bryn_sees_that_she_looked() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        say(&town, life, SectionKind::ToKnow, (town.bryn, "Letters frighten me.")).await;
        let matters = section(&town, life, SectionKind::Matters).await;
        let_in(&town, life, &terms(To::Person(town.carys), &[reading(matters)])).await;
        assert_eq!(reads(&town, town.carys, life).await, ["The allotment, and my sister."]);
        assert!(reads(&town, town.asha, life).await.is_empty());
        trail::seal(&town.sharing.store.database, MONDAY).await.expect("sealed");
        let mut look = look(&town).await;
        let looked =
            trail::who_looked_in(&mut look, (life, town.bryn), None).await.expect("looked");
        let looked: Vec<_> = looked.here.iter().map(|one| (one.reader, one.thing)).collect();
        assert_eq!(looked, [(town.carys, matters.into())], "what is empty leaves no mark");
        let told = trail::who_looked(&mut look, town.bryn, None).await.expect("looked");
        assert!(told.here.is_empty(), "it stands on the page itself, and not among stories");
    })
    .await;
}

#[tokio::test]
async fn what_bryn_ends_or_narrows_is_over_with_that_answer_and_nothing_says_so_to_carys() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        say(&town, life, SectionKind::ToKnow, (town.bryn, "Letters frighten me.")).await;
        let matters = section(&town, life, SectionKind::Matters).await;
        let know = section(&town, life, SectionKind::ToKnow).await;
        let given = [reading(matters), reading(know)];
        let corner = let_in(&town, life, &terms(To::Person(town.carys), &given)).await;
        assert_eq!(reads(&town, town.carys, life).await.len(), 2);
        let narrower = [reading(matters)];
        let of = (life, corner);
        corner::change(&town.sharing, of, &narrower, town.bryn, MONDAY).await.expect("narrower");
        assert_eq!(reads(&town, town.carys, life).await, ["The allotment, and my sister."]);
        corner::end(&town.sharing, of, town.bryn, MONDAY).await.expect("ended");
        assert!(reads(&town, town.carys, life).await.is_empty());
        let gone = life_for(&town, town.carys, life).await;
        assert!(matches!(gone, Err(Fault::NotFound)), "as if it had never been there");
        let again = corner::end(&town.sharing, of, town.bryn, MONDAY).await;
        assert!(matches!(again, Err(Fault::Already)));
    })
    .await;
}

#[tokio::test]
async fn somebody_is_let_in_from_a_day_to_a_day_and_not_before_or_after() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        let matters = section(&town, life, SectionKind::Matters).await;
        let for_a_week = Terms {
            began: later(1),
            until: Some(later(8)),
            ..terms(To::Person(town.carys), &[reading(matters)])
        };
        let_in(&town, life, &for_a_week).await;
        for (day, there) in [(0, false), (1, true), (7, true), (8, false)] {
            town.clock.move_to(later(day));
            assert_eq!(!reads(&town, town.carys, life).await.is_empty(), there, "day {day}");
            let reader = town.reader(town.carys).await;
            let mut look = look(&town).await;
            let listed = lives::letting_in(&town.sharing, &mut look, &reader, None).await;
            assert_eq!(!listed.expect("a list").here.is_empty(), there, "day {day}");
        }
        let backwards = Terms { until: Some(MONDAY), ..for_a_week };
        let id = (life, CornerId::random());
        let refused = corner::let_in(&town.sharing, id, &backwards, town.bryn, MONDAY).await;
        assert!(matches!(refused, Err(Fault::UnfitIn { field: "until", .. })));
    })
    .await;
}

#[tokio::test]
async fn a_group_that_is_let_in_reads_as_it_is_now_and_whoever_holds_its_money_does_not() {
    both(async |town| {
        let life = SystemId::random();
        lives::begin(&town.sharing, life, &line("Asha"), town.asha, MONDAY).await.expect("begun");
        town.give(town.asha, town.team, StandingKind::Part).await;
        let reader = town.reader(town.asha).await;
        let own = lives::find(&town.sharing, &mut look(&town).await, &reader, life).await;
        let own = own.expect("hers");
        let mut looks = look(&town).await;
        let parts = sections::of_life(&town.sharing, &mut looks, &reader, &own).await.expect("all");
        drop(looks);
        let part = parts.first().expect("a part").id;
        let (passage, said) = (PassageId::random(), words("Mornings."));
        let said = Said { words: &said, voice: Voice::Own };
        let of = (life, part, passage);
        passages::say(&town.sharing, of, said, town.asha, MONDAY).await.expect("said");
        let team = terms(To::Group(town.team), &[reading(part)]);
        let id = (life, CornerId::random());
        corner::let_in(&town.sharing, id, &team, town.asha, MONDAY).await.expect("let in");
        assert_eq!(reads(&town, town.bryn, life).await, ["Mornings."]);
        assert!(reads(&town, town.carys, life).await.is_empty(), "she holds the team's money");
        let reader = town.reader(town.carys).await;
        let listed = lives::letting_in(&town.sharing, &mut look(&town).await, &reader, None).await;
        assert!(listed.expect("a list").here.is_empty());
        let named = terms(To::Person(town.carys), &[reading(part)]);
        let id = (life, CornerId::random());
        corner::let_in(&town.sharing, id, &named, town.asha, MONDAY).await.expect("let in");
        assert_eq!(reads(&town, town.carys, life).await, ["Mornings."], "as herself, by name");
    })
    .await;
}

#[tokio::test]
async fn carys_writes_where_she_may_and_says_whose_words_they_are_and_bryn_takes_them_out() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        let know = section(&town, life, SectionKind::ToKnow).await;
        let matters = section(&town, life, SectionKind::Matters).await;
        let given = [Given { section: know, may_write: true }, reading(matters)];
        let_in(&town, life, &terms(To::Person(town.carys), &given)).await;
        let said = words("He said: ring me, do not write.");
        let said = Said { words: &said, voice: Voice::Together };
        let id = PassageId::random();
        passages::say(&town.sharing, (life, know, id), said, town.carys, MONDAY)
            .await
            .expect("said");
        let there = passages::say(&town.sharing, (life, know, id), said, town.carys, MONDAY).await;
        assert!(matches!(there, Err(Fault::Already)), "sent twice, it stands there once");
        let of = (life, matters, PassageId::random());
        let only_read = passages::say(&town.sharing, of, said, town.carys, MONDAY).await;
        assert!(matches!(only_read, Err(Fault::NotAllowed(_))));
        let stranger = passages::say(&town.sharing, of, said, town.dev, MONDAY).await;
        assert!(matches!(stranger, Err(Fault::NotFound)));
        let reader = town.reader(town.bryn).await;
        let own = life_for(&town, town.bryn, life).await.expect("his");
        let mut looks = look(&town).await;
        let (_, found) =
            passages::find(&town.sharing, &mut looks, &reader, (&own, id)).await.expect("found");
        assert_eq!((found.voice, found.written_by), (Voice::Together, town.carys));
        drop(looks);
        passages::take_out(&town.sharing, (life, id), town.bryn, MONDAY).await.expect("out");
        assert!(!reads(&town, town.carys, life).await.iter().any(|text| text.contains("ring me")));
    })
    .await;
}

#[tokio::test]
async fn what_bryn_puts_better_keeps_what_he_said_before_and_nobody_puts_words_in_his_mouth() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        let matters = section(&town, life, SectionKind::Matters).await;
        let given = [Given { section: matters, may_write: true }];
        let_in(&town, life, &terms(To::Person(town.carys), &given)).await;
        let id = say(&town, life, SectionKind::Matters, (town.bryn, "My sister Eira.")).await;
        let better = words("My sister Eira, and her boys.");
        let carys = town.reader(town.carys).await;
        let (of, new) = ((life, id), (WordingId::random(), 0));
        let put = reword::reword(&town.sharing, &carys, of, new, &better, MONDAY).await;
        assert!(matches!(put, Err(Fault::NotAllowed(_))));
        let bryn = town.reader(town.bryn).await;
        reword::reword(&town.sharing, &bryn, of, new, &better, MONDAY).await.expect("better");
        let stale = (WordingId::random(), 0);
        let stale = reword::reword(&town.sharing, &bryn, of, stale, &better, MONDAY).await;
        assert!(matches!(stale, Err(Fault::Stale)));
        let own = life_for(&town, town.carys, life).await.expect("let in");
        let mut looks = look(&town).await;
        let (part, found) =
            passages::find(&town.sharing, &mut looks, &carys, (&own, id)).await.expect("found");
        let all = reword::versions(&town.sharing, &mut looks, (&own, &part, &found)).await;
        let all = all.expect("versions");
        let said: Vec<String> =
            all.iter().filter_map(|one| Some(one.words.as_ref()?.to_string())).collect();
        assert_eq!(said, ["My sister Eira, and her boys.", "My sister Eira."]);
    })
    .await;
}

#[tokio::test]
async fn while_it_rests_nobody_but_bryn_sees_it_and_then_everybody_is_let_in_as_before() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        let matters = section(&town, life, SectionKind::Matters).await;
        let_in(&town, life, &terms(To::Person(town.carys), &[reading(matters)])).await;
        lives::rest(&town.sharing, life, true, town.bryn, MONDAY).await.expect("rests");
        assert!(reads(&town, town.carys, life).await.is_empty());
        assert_eq!(reads(&town, town.bryn, life).await.len(), 1);
        let by_carys = lives::rest(&town.sharing, life, false, town.carys, MONDAY).await;
        assert!(matches!(by_carys, Err(Fault::NotFound)), "it is not there for her");
        lives::rest(&town.sharing, life, false, town.bryn, MONDAY).await.expect("wakes");
        assert_eq!(reads(&town, town.carys, life).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whom_nobody_may_let_in_is_refused_with_a_sentence_and_nobody_else_decides() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        let try_in = async |by: PersonId, to: To| {
            let id = (life, CornerId::random());
            corner::let_in(&town.sharing, id, &terms(to, &[]), by, MONDAY).await
        };
        let oneself = try_in(town.bryn, To::Person(town.bryn)).await;
        assert!(matches!(oneself, Err(Fault::UnfitIn { field: "to", .. })));
        let of_elsewhere = try_in(town.bryn, To::Person(town.dev)).await;
        assert!(matches!(of_elsewhere, Err(Fault::UnfitIn { field: "to", .. })));
        let other_town = try_in(town.bryn, To::Group(town.elsewhere)).await;
        assert!(matches!(other_town, Err(Fault::UnfitIn { field: "to", .. })));
        let not_hers = try_in(town.carys, To::Person(town.asha)).await;
        assert!(matches!(not_hers, Err(Fault::NotFound)));
        try_in(town.bryn, To::Person(town.carys)).await.expect("let in to nothing");
        let knows_of_it = try_in(town.carys, To::Person(town.asha)).await;
        assert!(matches!(knows_of_it, Err(Fault::NotAllowed(_))), "she is told who decides");
        assert!(parts(&town, town.carys, life).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn bryn_takes_all_of_it_along_and_ending_it_leaves_nothing_of_it() {
    both(async |town| {
        let life = page_of_bryn(&town).await;
        let matters = section(&town, life, SectionKind::Matters).await;
        let given = [Given { section: matters, may_write: true }];
        let_in(&town, life, &terms(To::Person(town.carys), &given)).await;
        say(&town, life, SectionKind::Matters, (town.carys, "He grows leeks.")).await;
        let texts = async |who: PersonId| {
            let reader = town.reader(who).await;
            let noun = people::PassageNoun(town.sharing.clone());
            let mut look = look(&town).await;
            let all = sharing::Noun::export(&noun, &mut look, &reader, who).await.expect("all");
            let mut all: Vec<String> = all.iter().map(|one| one.words.to_string()).collect();
            all.sort();
            all
        };
        let of_bryn = ["Bryn", "He grows leeks.", "The allotment, and my sister.", "The damp"];
        assert_eq!(texts(town.bryn).await, of_bryn);
        assert_eq!(texts(town.carys).await, ["He grows leeks."]);
        assert!(texts(town.dev).await.is_empty());
        let by_carys = ending::begin(&town.sharing, life, town.carys, MONDAY).await;
        assert!(matches!(by_carys, Err(Fault::NotAllowed(_))));
        ending::begin(&town.sharing, life, town.bryn, MONDAY).await.expect("begun");
        assert_eq!(texts(town.bryn).await, of_bryn, "for seven days all of it is there for him");
        town.clock.move_to(later(7));
        assert!(ending::run_next(&town.sharing, later(7)).await.expect("run"));
        assert!(texts(town.bryn).await.is_empty());
        assert!(texts(town.carys).await.is_empty());
        assert!(matches!(life_for(&town, town.bryn, life).await, Err(Fault::NotFound)));
        let mut look = look(&town).await;
        let looked =
            trail::who_looked_in(&mut look, (life, town.bryn), None).await.expect("looked");
        assert!(looked.here.is_empty());
    })
    .await;
}

#[tokio::test]
async fn whoever_walks_beside_many_finds_each_of_them_once_page_after_page() {
    both(async |town| {
        let mut begun = Vec::new();
        for number in 0..lives::MOST {
            let life = SystemId::random();
            let name: Line = line(&format!("Page {number}"));
            lives::begin(&town.sharing, life, &name, town.bryn, MONDAY).await.expect("begun");
            for _ in 0..2 {
                let_in(&town, life, &terms(To::Person(town.carys), &[])).await;
            }
            begun.push(life);
        }
        let past = SystemId::random();
        let past = lives::begin(&town.sharing, past, &line("More"), town.bryn, MONDAY).await;
        assert!(matches!(past, Err(Fault::Bound("bound-lives"))));
        let reader = town.reader(town.carys).await;
        let mut look = look(&town).await;
        let listed = lives::letting_in(&town.sharing, &mut look, &reader, None).await;
        let mut listed: Vec<SystemId> =
            listed.expect("a list").here.iter().map(|life| life.id).collect();
        listed.sort_unstable();
        begun.sort_unstable();
        assert_eq!(listed, begun);
    })
    .await;
}
