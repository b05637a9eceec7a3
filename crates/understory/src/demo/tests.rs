//! The town is told whole on both databases, and holds what it is meant to hold, as the people of
//! the town see it through the verbs that pages use.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use ::stories::patterns::SayingKind;
use ::stories::{came, drafts, patterns, quotations, ringing, second_readings, tellings::hear};
use clap::Parser as _;
use ground::Clock;
use ground::id::{Kind, PersonId};
use learning::asks::{self, AskKind};
use learning::experiments::HowFar;
use learning::{experiments, inquiries, lessons};
use places::{parts, purposes, systems};
use sharing::{Reader, StandingKind};

use super::past;
use super::people;
use super::tell;
use super::telling_it::TellingIt;
use super::town::Town;
use crate::config::Config;
use crate::rooms;

/// The town, told in this folder and these databases, and then looked at.
async fn told(config: &Config, folder: &Path, look_at: impl AsyncFn(&Town, &TellingIt<'_>)) {
    let town = Town::read().expect("the files fit");
    let now = Clock::Machine.now();
    let past = past::of(&town, now).expect("a past");
    let clock = Arc::new(Clock::standing_at(past[0].0));
    let store = rooms::open(folder, config, &clock).await.expect("open");
    let it = tell(store, clock, &town, past).await.expect("told");
    look_at(&town, &it).await;
    if config.database.is_none() {
        a_new_link_is_printed_beside_it(&town, folder).await;
    }
}

/// The command that the demo prints is one, and makes a link while the town is open.
async fn a_new_link_is_printed_beside_it(town: &Town, folder: &Path) {
    for person in town.person.iter().filter(|person| person.cast) {
        let line = super::another_link("understory", &person.name, folder);
        let words = line.replace("'\\''", "\u{1}");
        let words = words.split('\'').enumerate().flat_map(|(at, piece)| match at % 2 {
            0 => piece.split_whitespace().map(str::to_owned).collect(),
            _ => vec![piece.replace('\u{1}', "'")],
        });
        let command = crate::command::Command::try_parse_from(words).expect("a command");
        command.run().await.expect("a link");
    }
}

/// Tells the town on SQLite and then on PostgreSQL, and looks at each.
async fn both(look_at: impl AsyncFn(&Town, &TellingIt<'_>)) {
    let folder = proving::folder();
    told(&Config::default(), folder.path(), &look_at).await;
    let (folder, server) = (proving::folder(), proving::postgres());
    let config = Config {
        database: Some(server.database().await),
        keys_database: Some(server.database().await),
        ..Config::default()
    };
    told(&config, folder.path(), &look_at).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_town_is_told_whole_on_both_databases() {
    both(async |town, it| {
        people_of_many_organisations_play_parts(town, it).await;
        its_stories_have_chapters(town, it).await;
        what_is_heard_again_is_disputed(it).await;
        some_are_rung_quoted_translated_and_kept_for_later(it).await;
        it_asks_tries_and_learns_at_two_scales(it).await;
        its_groups_ask_each_other_and_are_answered(it).await;
        the_valley_holds_the_town(it).await;
        its_purpose_has_three_versions(it).await;
        whoever_told_it_first_sees_what_came_of_it(it).await;
        a_story_that_led_to_nothing_says_so(it).await;
        nobody_else_hears_what_is_kept_to_oneself(town, it).await;
        what_goes_further_is_read_first(town, it).await;
        words_find_what_holds_them_and_some_stories_are_like_others(town, it).await;
    })
    .await;
}

async fn people_of_many_organisations_play_parts(town: &Town, it: &TellingIt<'_>) {
    let reader = it.reader("gwyn").await.expect("gwyn");
    let (sharing, place) = (&it.sharing, it.place().expect("a place"));
    let mut look = it.look().await.expect("look");
    let mut people: HashSet<PersonId> = HashSet::new();
    let (mut words, mut organisations) = (HashSet::new(), 0);
    for system in systems::of_place(sharing, &mut look, &reader, place).await.expect("systems") {
        let all = parts::of_system(sharing, &mut look, &reader, &system).await.expect("parts");
        let now = |part: &&parts::Part| {
            part.standing == StandingKind::Part && part.ended.is_none() && part.words.is_some()
        };
        let here: Vec<_> = all.iter().filter(now).collect();
        words.extend(here.iter().filter_map(|part| part.words.as_ref().map(ToString::to_string)));
        people.extend(here.iter().map(|part| part.person));
        let is_one = system.scale == systems::Scale::Organisation;
        organisations += usize::from(is_one && !here.is_empty());
    }
    assert_eq!(people.len(), town.person.len(), "everybody plays a part");
    assert!(people.len() >= 12, "{} people", people.len());
    assert!(words.len() >= 12, "{} different parts", words.len());
    assert!(organisations >= 5, "{organisations} organisations");
}

async fn its_stories_have_chapters(town: &Town, it: &TellingIt<'_>) {
    let (mut heard, mut with_chapters, mut chapters) = (0, 0, 0);
    for story in &town.story {
        let holder = it.holder(&story.key).await.expect("a holder");
        let mut look = it.look().await.expect("look");
        let id = it.id(Kind::Telling, &story.key).expect("told");
        let telling = hear::one(&it.sharing, &mut look, &holder, id).await.expect("heard");
        heard += 1;
        with_chapters += usize::from(!telling.chapters.is_empty());
        chapters += telling.chapters.len();
    }
    assert!(heard >= 60, "{heard} stories");
    assert!(with_chapters >= 30, "{with_chapters} stories with chapters");
    assert_eq!(chapters, town.chapter.len());
}

async fn what_is_heard_again_is_disputed(it: &TellingIt<'_>) {
    let reader = it.reader("gwyn").await.expect("gwyn");
    let mut look = it.look().await.expect("look");
    let (mut all, mut disputed, mut goes_well, mut answered, mut read) = (0, 0, 0, 0, 0);
    for system in ["callowdine", "tabby"] {
        let system = it.systems.get(system).expect("a system");
        let list =
            patterns::list(&it.sharing, &mut look, &reader, system, None).await.expect("list");
        for pattern in list {
            let pattern = patterns::find(&it.sharing, &mut look, &reader, pattern.id).await;
            let pattern = pattern.expect("found");
            assert!(!pattern.laid.is_empty(), "stories lie in it");
            let said = |kind| pattern.sayings.iter().filter(|said| said.kind == kind).count();
            all += 1;
            goes_well += usize::from(pattern.goes_well);
            disputed += usize::from(said(SayingKind::Dispute) > 0);
            read += usize::from(said(SayingKind::Reading) >= 2);
            answered += said(SayingKind::NotWhatIMeant) + said(SayingKind::TookItOut);
        }
    }
    assert!(all >= 6, "{all} patterns");
    assert!(disputed >= 5, "{disputed} disputed");
    assert_eq!(read, all, "at least two readings stand together in each");
    assert!(goes_well >= 1 && answered >= 3, "{goes_well} go well, {answered} answers");
}

async fn it_asks_tries_and_learns_at_two_scales(it: &TellingIt<'_>) {
    let reader = it.reader("gwyn").await.expect("gwyn");
    let (sharing, mut look) = (&it.sharing, it.look().await.expect("look"));
    let (mut asked, mut talked, mut learned, mut scales) = (0, 0, 0, HashSet::new());
    let mut tried = Vec::new();
    for key in ["callowdine", "tabby"] {
        let id = it.systems.get(key).expect("a system");
        let system = systems::find(sharing, &mut look, &reader, id).await.expect("seen");
        for inquiry in
            inquiries::of_system(sharing, &mut look, &reader, id, None).await.expect("asked")
        {
            asked += 1;
            scales.insert(system.scale);
            let talk =
                inquiries::talk(sharing, &mut look, &reader, &inquiry, None).await.expect("talk");
            talked += usize::from(talk.is_some_and(|talk| talk.len() >= 10));
        }
        let all = experiments::of_system(sharing, &mut look, &reader, id).await.expect("tried");
        tried.extend(all.into_iter().map(|experiment| experiment.state));
        let all = lessons::of_system(sharing, &mut look, &reader, id, None).await.expect("learned");
        learned += all.len();
        let holds = |lesson: &lessons::Lesson| lesson.holds == Some(lessons::Holds::No);
        assert!(key != "tabby" || all.iter().any(holds), "a lesson turned out wrong");
    }
    assert!(asked >= 3 && scales.len() >= 2, "{asked} questions at {} scales", scales.len());
    assert!(talked >= 3, "people talk about {talked} questions");
    assert!(tried.len() >= 8, "{} things tried", tried.len());
    for state in
        [HowFar::NotBegun, HowFar::UnderWay, HowFar::Grown, HowFar::Changed, HowFar::Stopped]
    {
        assert!(tried.contains(&state), "nothing tried is {state:?}");
    }
    assert!(learned >= 6, "{learned} lessons");
}

async fn its_groups_ask_each_other_and_are_answered(it: &TellingIt<'_>) {
    let (sharing, reader) = (&it.sharing, it.reader("jasleen").await.expect("jasleen"));
    let mut look = it.look().await.expect("look");
    let town = it.systems.get("callowdine").expect("a system");
    let all = asks::of_system(sharing, &mut look, &reader, town, None).await.expect("asks");
    let kinds: HashSet<AskKind> = all.iter().map(|ask| ask.kind).collect();
    assert_eq!(kinds.len(), AskKind::ALL.len(), "an ask, an obstacle and a lesson");
    let up = asks::taken_up(&mut look, &all).await.expect("taken up");
    assert_eq!(up.len(), 1, "one is taken up");
    let answers = asks::answers(sharing, &mut look, &reader, &all).await.expect("answers");
    assert!(answers.iter().any(|answer| answer.kind == asks::AskAnswerKind::Cannot));
    let open = |ask: &&asks::Ask| {
        let answered = answers.iter().any(|answer| answer.ask == ask.id);
        ask.kind == AskKind::Obstacle && !answered
    };
    assert_eq!(all.iter().filter(open).count(), 1, "one waits still");
}

async fn the_valley_holds_the_town(it: &TellingIt<'_>) {
    let (reader, place) = (it.reader("gwyn").await.expect("gwyn"), it.place().expect("a place"));
    let mut look = it.look().await.expect("look");
    let around = systems::around(&it.sharing, &mut look, &reader, place).await.expect("around");
    let valley = it.systems.get("valley").expect("a system");
    let wider: Vec<_> = around.outer.iter().map(|lying| lying.system.id).collect();
    assert_eq!(wider, [valley], "the town lies in it");
    assert!(around.inner.iter().all(|lying| lying.system.id != valley), "and not around it");
}

async fn its_purpose_has_three_versions(it: &TellingIt<'_>) {
    let reader = it.reader("gwyn").await.expect("gwyn");
    let mut look = it.look().await.expect("look");
    let place = it.place().expect("a place");
    let place = systems::find(&it.sharing, &mut look, &reader, place).await.expect("seen");
    let versions = purposes::versions(&it.sharing, &mut look, &reader, &place).await;
    let versions = versions.expect("versions");
    assert_eq!(versions.len(), 3);
    assert!(versions.iter().all(|version| version.agreed.len() >= 3), "people agreed to each");
}

async fn whoever_told_it_first_sees_what_came_of_it(it: &TellingIt<'_>) {
    let olwen = it.reader("olwen").await.expect("olwen");
    let id = it.id(Kind::Telling, "dm-wallpaper").expect("told");
    let nouns = rooms::nouns(&it.sharing);
    let mut look = it.look().await.expect("look");
    let came = came::of_it(&it.sharing, &nouns, &mut look, &olwen, id).await;
    let (thread, _) = came.expect("it came to something");
    let kinds: HashSet<Kind> = thread.steps.iter().map(|step| step.what.kind).collect();
    for kind in [Kind::Pattern, Kind::Inquiry, Kind::Experiment, Kind::Lesson] {
        assert!(kinds.contains(&kind), "no {} came of it", kind.word());
    }
}

async fn some_are_rung_quoted_translated_and_kept_for_later(it: &TellingIt<'_>) {
    let (sharing, winston) = (&it.sharing, it.reader("winston").await.expect("winston"));
    let mut look = it.look().await.expect("look");
    let waits = ringing::waiting(sharing, &mut look, &winston, ringing::After::START).await;
    assert_eq!(waits.expect("waits").waits.len(), 1, "one waits still");
    let danuta = it.reader("danuta").await.expect("danuta");
    let window = it.id(Kind::Telling, "ms-window").expect("a story");
    let rung = ringing::of_telling(sharing, &mut look, &danuta, window).await.expect("rung");
    assert!(rung.is_some_and(|rung| rung.over && rung.answers.len() == 2));
    let bev = it.reader("bev").await.expect("bev");
    let wall = it.id(Kind::Pattern, "wall").expect("a pattern");
    let found = patterns::find(sharing, &mut look, &bev, wall).await.expect("found");
    let heard = hear::some(sharing, &mut look, &bev, &found.laid).await.expect("heard");
    let quoted = quotations::of_pattern(sharing, &mut look, &bev, wall, &heard).await;
    assert_eq!(quoted.expect("quoted").quotations.len(), 1);
    let gwyn = it.reader("gwyn").await.expect("gwyn");
    let darllen = it.id(Kind::Telling, "as-darllen").expect("a story");
    let told = hear::one(sharing, &mut look, &gwyn, darllen).await.expect("heard");
    assert!(told.translations.iter().all(|one| one.seen), "Gwyn said that it may stay");
    let (olwen, now) = (it.reader("olwen").await.expect("olwen"), Clock::Machine.now());
    let begun = drafts::of_reader(sharing, &mut look, &olwen, now).await.expect("begun");
    assert_eq!(begun.len(), 1);
}

async fn a_story_that_led_to_nothing_says_so(it: &TellingIt<'_>) {
    let whoever = it.holder("bs-shelter").await.expect("a slip");
    let id = it.id(Kind::Telling, "bs-shelter").expect("told");
    let nouns = rooms::nouns(&it.sharing);
    let mut look = it.look().await.expect("look");
    let came = came::of_it(&it.sharing, &nouns, &mut look, &whoever, id).await;
    let (thread, answers) = came.expect("answers");
    assert!(thread.steps.is_empty());
    let kinds: Vec<_> = answers.iter().map(|answer| answer.kind).collect();
    assert_eq!(kinds, [came::AnswerKind::NothingYet, came::AnswerKind::DidNotAct]);
}

async fn what_goes_further_is_read_first(town: &Town, it: &TellingIt<'_>) {
    let ruth = it.reader("ruth").await.expect("ruth");
    let mut look = it.look().await.expect("look");
    let waits = second_readings::waiting(&it.sharing, &mut look, &ruth).await.expect("waits");
    assert_eq!(waits.len(), 2, "two wait to be read first");
    let id = it.id(Kind::Telling, "sr-nights").expect("told");
    let danuta = it.reader("danuta").await.expect("danuta");
    let second = second_readings::of_telling(&it.sharing, &mut look, &danuta, id).await;
    let second = second.expect("seen");
    assert!(matches!(second.readings[0].state, second_readings::State::NotYet(_, Some(_))));
    for person in &town.person {
        let reader = it.reader(&person.key).await.expect("a reader");
        let heard = hear::one(&it.sharing, &mut look, &reader, id).await;
        let may = ["danuta", "noreen"].contains(&person.key.as_str());
        assert_eq!(heard.is_ok(), may, "{}", person.key);
    }
}

async fn nobody_else_hears_what_is_kept_to_oneself(town: &Town, it: &TellingIt<'_>) {
    let id = it.id(Kind::Telling, "fm-mine").expect("told");
    for person in &town.person {
        let reader: Reader = it.reader(&person.key).await.expect("a reader");
        let mut look = it.look().await.expect("look");
        let heard = hear::one(&it.sharing, &mut look, &reader, id).await;
        assert_eq!(heard.is_ok(), person.key == "tegan", "{}", person.key);
    }
}

async fn words_find_what_holds_them_and_some_stories_are_like_others(
    town: &Town,
    it: &TellingIt<'_>,
) {
    let finder = finding::Finder::new(it.sharing.clone(), rooms::nouns(&it.sharing));
    finder.catch_up().await.expect("read");
    let gwyn = it.reader("gwyn").await.expect("gwyn");
    let mut look = it.look().await.expect("look");
    let damp = ground::Line::parse("damp").expect("a line");
    let found = finder.search(&mut look, &gwyn, &damp, None).await.expect("searched");
    assert!(found.glimpses.len() >= 3, "{} things are found", found.glimpses.len());
    let mut alike = 0;
    for story in &town.story {
        let id = it.id(Kind::Telling, &story.key).expect("told");
        let Ok(told) = hear::one(&it.sharing, &mut look, &gwyn, id).await else { continue };
        let like = ::stories::alike::of(&it.sharing, &finder, &mut look, &gwyn, &told).await;
        alike += usize::from(!like.expect("asked").is_empty());
    }
    assert!(alike >= 3, "{alike} stories are like another");
}

#[test]
fn a_file_that_says_something_unknown_is_refused() {
    let town: Result<people::Person, _> = toml::from_str(
        "key = \"x\"\nname = \"X\"\nrole = \"\"\nunder_18 = false\ncast = true\ndays_ago = 1\n\
         need = \"high\"\n",
    );
    let refused = town.expect_err("refused").to_string();
    assert!(refused.contains("need"), "{refused}");
}

#[test]
fn days_go_forward_and_never_past_now() {
    let town = Town::read().expect("the files fit");
    let now = Clock::Machine.now();
    let past = past::of(&town, now).expect("a past");
    assert!(past.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    assert!(past.iter().all(|(at, _)| *at <= now));
    assert!(now.days_since(past[0].0) > 400, "more than a year of life");
}
