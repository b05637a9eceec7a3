//! Walking beside somebody, as the people of the town would notice it, on both databases. The page is
//! Bryn's; Carys walks beside him, and Asha does only where he lets her in. Dev never gets in.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod beside;

use beside::{let_in, life_for, look, looked, page_with, part, taken_along};
use cast::{MONDAY, Town, both, line, words};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome};
use people::corner::{self, To};
use people::lives;
use people::meetings::{self, MeetingId, Planned};
use people::passages::{self, PassageId, Said, Voice};
use people::sections::{self, SectionKind};
use people::visits::copy::{self, Which};
use people::visits::{self, Met, Visit, VisitId};
use sharing::StandingKind;

async fn met(town: &Town, life: SystemId, by: PersonId, met: Met<'_>) -> Outcome<VisitId> {
    let id = VisitId::random();
    visits::write(&town.sharing, (life, id), met, by, town.sharing.now()).await.map(|()| id)
}

fn on(day: Moment) -> Met<'static> {
    Met { day, words: None, present: None, people: &[] }
}

async fn visits_for(town: &Town, who: PersonId, life: SystemId) -> Outcome<Vec<Visit>> {
    let life = life_for(town, who, life).await?;
    let section = part(town, who, &life, SectionKind::Met).await?;
    let mut look = look(town).await;
    Ok(visits::of_section(&town.sharing, &mut look, (&life, &section), None).await?.take())
}

/// Whom somebody meets next, and when.
async fn next(town: &Town, who: PersonId, today: Moment) -> Vec<(String, Vec<Moment>)> {
    let (reader, mut look) = (town.reader(who).await, look(town).await);
    let next = meetings::next(&town.sharing, &mut look, &reader, today).await.expect("next");
    let days = |one: &meetings::Next| one.meetings.iter().map(|one| one.day).collect();
    next.iter().map(|one| (one.life.name.to_string(), days(one))).collect()
}

async fn plan(
    town: &Town,
    life: SystemId,
    (by, with): (PersonId, Option<To>),
    day: Moment,
) -> Outcome<MeetingId> {
    let (id, line) = (MeetingId::random(), line("Ten, at the library"));
    let planned = Planned { day, line: Some(&line), today: MONDAY };
    meetings::set(&town.sharing, (life, id), planned, with, (by, MONDAY)).await.map(|()| id)
}

#[tokio::test]
async fn a_visit_is_a_few_words_or_who_was_there_and_nothing_else_is_asked() {
    both(async |town| {
        let carys = To::Person(town.carys);
        let life = page_with(&town, &[(carys, &[SectionKind::Met])]).await;
        let (text, there) = (words("The damp is back."), line("The housing officer, by phone"));
        let few = Met { words: Some(&text), ..on(MONDAY) };
        met(&town, life, town.carys, few).await.expect("a few words");
        let who = Met { present: Some(&there), ..on(MONDAY.plus_days(-1)) };
        met(&town, life, town.carys, who).await.expect("who was there");
        let named = [town.asha];
        let named = Met { people: &named, ..on(MONDAY.plus_days(-2)) };
        met(&town, life, town.carys, named).await.expect("by name");
        let nothing = met(&town, life, town.carys, on(MONDAY)).await;
        assert!(matches!(nothing, Err(Fault::Text { field: "words", .. })));
        let to_come = Met { words: Some(&text), ..on(MONDAY.plus_days(1)) };
        let to_come = met(&town, life, town.carys, to_come).await;
        assert!(matches!(to_come, Err(Fault::UnfitIn { field: "day", .. })));
        let read = visits_for(&town, town.bryn, life).await.expect("read");
        let texts = read.iter().map(|one| one.words.as_ref().map(ToString::to_string));
        assert_eq!(texts.collect::<Vec<_>>(), [Some("The damp is back.".to_owned()), None, None]);
        assert_eq!(read[1].present.as_ref().expect("a line").to_string(), there.expose());
        assert_eq!(read[2].people, [town.asha], "who was pulled into the room");
        assert!(read.iter().all(|one| one.written_by == town.carys));
        let dev = [town.dev];
        let dev = met(&town, life, town.carys, Met { people: &dev, ..on(MONDAY) }).await;
        assert!(matches!(dev, Err(Fault::UnfitIn { field: "there", .. })), "of another town");
    })
    .await;
}

#[tokio::test]
async fn who_reads_and_who_writes_when_they_met_follows_from_the_corner_and_reading_is_marked() {
    both(async |town| {
        let carys = To::Person(town.carys);
        let life = page_with(&town, &[(carys, &[SectionKind::Met])]).await;
        let corner = let_in(&town, life, To::Person(town.asha), (&[SectionKind::Met], false)).await;
        let text = words("The damp is back.");
        let few = Met { words: Some(&text), ..on(MONDAY) };
        met(&town, life, town.carys, few).await.expect("written");
        let reads = met(&town, life, town.asha, few).await;
        assert!(matches!(reads, Err(Fault::NotAllowed("not-allowed-only-who-may-write"))));
        let outside = met(&town, life, town.dev, few).await;
        assert!(matches!(outside, Err(Fault::NotFound)));
        assert!(looked(&town, life).await.is_empty(), "writing is no reading");
        assert_eq!(visits_for(&town, town.asha, life).await.expect("read").len(), 1);
        let section = SectionKind::Met.when_needed(life).into();
        assert_eq!(looked(&town, life).await, [(town.asha, section)]);
        corner::end(&town.sharing, (life, corner), town.bryn, MONDAY).await.expect("ended");
        assert!(matches!(visits_for(&town, town.asha, life).await, Err(Fault::NotFound)));
        assert!(matches!(visits_for(&town, town.dev, life).await, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn these_parts_are_laid_out_when_somebody_needs_them_and_nothing_else_is_said_there() {
    both(async |town| {
        let life = page_with(&town, &[]).await;
        let kinds = async |town: &Town| {
            let reader = town.reader(town.bryn).await;
            let own = life_for(town, town.bryn, life).await.expect("his");
            let mut look = look(town).await;
            let parts = sections::of_life(&town.sharing, &mut look, &reader, &own).await;
            parts.expect("parts").iter().map(|part| part.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&town).await, SectionKind::OFFERED);
        let_in(&town, life, To::Person(town.carys), (&[SectionKind::Met], true)).await;
        assert_eq!(kinds(&town).await.last(), Some(&SectionKind::Met));
        let notes = SectionKind::Notes.when_needed(life);
        let laid = sections::put_away(&town.sharing, (life, notes), false, town.bryn, MONDAY).await;
        laid.expect("laid out");
        assert_eq!(kinds(&town).await.len(), SectionKind::OFFERED.len() + 2);
        let (text, id) = (words("Said."), PassageId::random());
        let (said, met) = (Said { words: &text, voice: Voice::Own }, SectionKind::Met);
        let of = (life, met.when_needed(life), id);
        let said = passages::say(&town.sharing, of, said, town.carys, MONDAY).await;
        assert!(matches!(said, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn the_first_screen_shows_names_and_next_meetings_soonest_first_and_reads_nothing() {
    both(async |town| {
        let carys = To::Person(town.carys);
        let life = page_with(&town, &[(carys, &[SectionKind::Met])]).await;
        let other = SystemId::random();
        lives::begin(&town.sharing, other, &line("B."), town.bryn, MONDAY).await.expect("begun");
        let corner = let_in(&town, other, carys, (&[], false)).await;
        let [soon, late] = [MONDAY.plus_days(1), MONDAY.plus_days(9)];
        plan(&town, life, (town.carys, None), late).await.expect("set");
        plan(&town, other, (town.bryn, Some(carys)), soon).await.expect("set");
        let both_of_them = [("B.".to_owned(), vec![soon]), ("Bryn".to_owned(), vec![late])];
        assert_eq!(next(&town, town.carys, MONDAY).await, both_of_them);
        assert!(looked(&town, life).await.is_empty() && looked(&town, other).await.is_empty());
        assert_eq!(next(&town, town.carys, soon).await.len(), 2, "it lasts for its day");
        let after = next(&town, town.carys, soon.plus_days(1)).await;
        assert_eq!(after, [("Bryn".to_owned(), vec![late])], "and is over with no word of it");
        corner::end(&town.sharing, (other, corner), town.bryn, MONDAY).await.expect("ended");
        assert_eq!(next(&town, town.carys, MONDAY).await, [("Bryn".to_owned(), vec![late])]);
        for nobody in [town.asha, town.bryn, town.dev] {
            assert_eq!(next(&town, nobody, MONDAY).await, []);
        }
        lives::rest(&town.sharing, life, true, town.bryn, MONDAY).await.expect("rests");
        assert_eq!(next(&town, town.carys, MONDAY).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_meeting_with_a_group_is_before_whoever_is_part_of_it_and_not_before_its_money() {
    both(async |town| {
        let team = To::Group(town.team);
        let life = page_with(&town, &[(team, &[SectionKind::Met])]).await;
        let ede = town.newcomer("Ede", false).await;
        town.give(ede, town.team, StandingKind::Part).await;
        plan(&town, life, (town.bryn, Some(team)), MONDAY).await.expect("set");
        assert_eq!(next(&town, ede, MONDAY).await, [("Bryn".to_owned(), vec![MONDAY])]);
        assert_eq!(next(&town, town.carys, MONDAY).await, [], "she holds the team's money");
        let stranger = plan(&town, life, (town.bryn, Some(To::Person(town.dev))), MONDAY).await;
        assert!(matches!(stranger, Err(Fault::UnfitIn { field: "with", .. })));
    })
    .await;
}

#[tokio::test]
async fn either_of_the_two_changes_a_next_time_or_calls_it_off_and_nobody_else() {
    both(async |town| {
        let kinds: &[SectionKind] = &[SectionKind::Met];
        let beside = [(To::Person(town.carys), kinds), (To::Person(town.asha), kinds)];
        let life = page_with(&town, &beside).await;
        let [day, other] = [MONDAY.plus_days(2), MONDAY.plus_days(3)];
        let planned = Planned { day: other, line: None, today: MONDAY };
        let id = plan(&town, life, (town.carys, None), day).await.expect("set");
        for outside in [town.asha, town.dev] {
            let of = (life, id);
            let changed = meetings::change(&town.sharing, of, planned, (outside, MONDAY)).await;
            assert!(matches!(changed, Err(Fault::NotFound)));
            let off = meetings::call_off(&town.sharing, of, outside, MONDAY).await;
            assert!(matches!(off, Err(Fault::NotFound)));
        }
        let by_bryn = (town.bryn, MONDAY);
        meetings::change(&town.sharing, (life, id), planned, by_bryn).await.expect("changed");
        assert_eq!(next(&town, town.carys, MONDAY).await, [("Bryn".to_owned(), vec![other])]);
        meetings::call_off(&town.sharing, (life, id), town.carys, MONDAY).await.expect("off");
        assert_eq!(next(&town, town.carys, MONDAY).await, []);
        let over = plan(&town, life, (town.carys, None), MONDAY.plus_days(-1)).await;
        assert!(matches!(over, Err(Fault::UnfitIn { field: "day", .. })));
    })
    .await;
}

#[tokio::test]
async fn what_was_written_is_copied_for_another_system_and_bryn_sees_who_took_a_copy_of_which_days()
{
    both(async |town| {
        let carys = To::Person(town.carys);
        let life = page_with(&town, &[(carys, &[SectionKind::Met])]).await;
        let days = [0, -3, -6].map(|days| MONDAY.plus_days(days));
        for day in days {
            let text = words("A few words.");
            met(&town, life, town.carys, Met { words: Some(&text), ..on(day) }).await.expect("met");
        }
        let take = async |who: PersonId, id: Uuid, which: Which| {
            let (reader, own) = (town.reader(who).await, life_for(&town, who, life).await?);
            copy::take(&town.sharing, &reader, (&own, id), which).await
        };
        let (id, both_of_them) = (Uuid::new_v4(), Which::Between(days[1], days[0]));
        let copied = take(town.carys, id, both_of_them).await.expect("copied");
        assert_eq!(copied.iter().map(|one| one.day).collect::<Vec<_>>(), [days[1], days[0]]);
        take(town.carys, id, both_of_them).await.expect("the same form again");
        take(town.bryn, Uuid::new_v4(), both_of_them).await.expect("his own");
        let before = Which::Between(MONDAY.plus_days(-90), MONDAY.plus_days(-60));
        let nothing = take(town.carys, Uuid::new_v4(), before).await;
        assert!(matches!(nothing, Err(Fault::Unfit("unfit-nothing-to-copy"))));
        let asha = take(town.asha, Uuid::new_v4(), both_of_them).await;
        assert!(matches!(asha, Err(Fault::NotFound)));
        let own = life_for(&town, town.bryn, life).await.expect("his");
        let (reader, mut look) = (town.reader(town.bryn).await, look(&town).await);
        let copies = copy::of_life(&town.sharing, &mut look, &reader, (&own, None)).await;
        let copies: Vec<_> =
            copies.expect("copies").here.iter().map(|c| (c.by, c.first, c.last)).collect();
        assert_eq!(copies, [(town.carys, days[1], days[0])]);
        let hers = life_for(&town, town.carys, life).await.expect("let in");
        let reader = town.reader(town.carys).await;
        let refused = copy::of_life(&town.sharing, &mut look, &reader, (&hers, None)).await;
        assert!(refused.is_err(), "who took a copy is for whoever holds the pen");
    })
    .await;
}

#[tokio::test]
async fn what_was_written_is_taken_out_by_whoever_wrote_it_or_holds_the_pen_and_then_it_is_gone() {
    both(async |town| {
        let kinds: &[SectionKind] = &[SectionKind::Met];
        let beside = [(To::Person(town.carys), kinds), (To::Person(town.asha), kinds)];
        let life = page_with(&town, &beside).await;
        let text = words("The damp is back.");
        for by in [town.carys, town.bryn] {
            let few = Met { words: Some(&text), ..on(MONDAY) };
            let id = met(&town, life, town.carys, few).await.expect("written");
            let asha = visits::take_out(&town.sharing, (life, id), town.asha, MONDAY).await;
            assert!(matches!(asha, Err(Fault::NotAllowed(_))));
            visits::take_out(&town.sharing, (life, id), by, MONDAY).await.expect("out");
            assert!(visits_for(&town, town.bryn, life).await.expect("read").is_empty());
        }
        assert!(!taken_along(&town, town.carys).await.iter().any(|one| one.contains("damp")));
    })
    .await;
}
