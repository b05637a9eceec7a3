//! Walking beside somebody, as the people of the town would notice it, on both databases. The page is
//! Bryn's; Carys walks beside him, and Asha does only where he lets her in. Dev never gets in.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, line, words};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome};
use people::corner::{self, CornerId, Given, Terms, To};
use people::lives::{self, Life};
use people::meetings::{self, MeetingId, Planned};
use people::notes::{self, Danger, NoteId};
use people::passages::{self, PassageId, Said, Voice};
use people::sections::{self, Section, SectionKind};
use people::visits::copy::{self, Which};
use people::visits::{self, Met, Visit, VisitId};
use sharing::{StandingKind, trail};
use store::Look;

async fn look(town: &Town) -> Look {
    town.sharing.store.database.look().await.expect("a look")
}

/// Bryn's page, with somebody let in to these parts of it to write there.
async fn page_with(town: &Town, beside: &[(To, &[SectionKind])]) -> SystemId {
    let life = SystemId::random();
    lives::begin(&town.sharing, life, &line("Bryn"), town.bryn, MONDAY).await.expect("begun");
    for (to, kinds) in beside {
        let_in(town, life, *to, (kinds, true)).await;
    }
    life
}

async fn let_in(town: &Town, life: SystemId, to: To, given: (&[SectionKind], bool)) -> CornerId {
    let (kinds, may_write) = given;
    let given = kinds.iter().map(|kind| Given { section: kind.when_needed(life), may_write });
    let (purpose, given) = (Some(line("The damp")), given.collect());
    let terms = Terms { to, purpose, meeting: None, began: MONDAY, until: None, given };
    let id = CornerId::random();
    let done = corner::let_in(&town.sharing, (life, id), &terms, town.bryn, MONDAY).await;
    done.expect("let in");
    id
}

async fn life_for(town: &Town, who: PersonId, life: SystemId) -> Outcome<Life> {
    let reader = town.reader(who).await;
    lives::find(&town.sharing, &mut look(town).await, &reader, life).await
}

async fn part(town: &Town, who: PersonId, life: &Life, kind: SectionKind) -> Outcome<Section> {
    let (reader, mut look) = (town.reader(who).await, look(town).await);
    sections::find(&town.sharing, &mut look, &reader, life, kind.when_needed(life.id)).await
}

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

async fn notes_for(town: &Town, who: PersonId, life: SystemId) -> Outcome<Vec<(String, Moment)>> {
    let life = life_for(town, who, life).await?;
    let section = part(town, who, &life, SectionKind::Notes).await?;
    let mut look = look(town).await;
    let all = notes::of_section(&town.sharing, &mut look, (&life, &section), None).await?;
    Ok(all.here.iter().map(|note| (note.words.to_string(), note.at)).collect())
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

/// Who read what on Bryn's page, as it stands on it.
async fn looked(town: &Town, life: SystemId) -> Vec<(PersonId, Uuid)> {
    trail::seal(&town.sharing.store.database, town.sharing.now()).await.expect("sealed");
    let mut look = look(town).await;
    let looked = trail::who_looked_in(&mut look, (life, town.bryn), None).await.expect("looked");
    looked.here.iter().map(|one| (one.reader, one.thing)).collect()
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
async fn a_note_is_the_persons_to_read_at_once_and_apart_from_when_they_met() {
    both(async |town| {
        let kinds: &[SectionKind] = &[SectionKind::Met, SectionKind::Notes];
        let life = page_with(&town, &[(To::Person(town.carys), kinds)]).await;
        let_in(&town, life, To::Person(town.asha), (&[SectionKind::Met], true)).await;
        let (id, text) = (NoteId::random(), words("Ask the surveyor about the wall."));
        let note = (&text, None);
        notes::write(&town.sharing, (life, id), note, town.carys, MONDAY).await.expect("written");
        let stands = [("Ask the surveyor about the wall.".to_owned(), MONDAY)];
        assert_eq!(notes_for(&town, town.bryn, life).await.expect("his to read"), stands);
        assert_eq!(notes_for(&town, town.carys, life).await.expect("hers"), stands);
        assert!(visits_for(&town, town.asha, life).await.expect("read").is_empty());
        assert!(matches!(notes_for(&town, town.asha, life).await, Err(Fault::NotFound)));
        let by_asha = (life, NoteId::random());
        let by_asha = notes::write(&town.sharing, by_asha, note, town.asha, MONDAY).await;
        assert!(matches!(by_asha, Err(Fault::NotFound)), "she may not write there");
        notes::take_out(&town.sharing, (life, id), town.bryn, MONDAY).await.expect("taken out");
        assert!(notes_for(&town, town.carys, life).await.expect("hers").is_empty());
    })
    .await;
}

/// Notes that do not show yet, as this person reads them.
async fn held(town: &Town, who: PersonId) -> Vec<NoteId> {
    let (reader, mut look) = (town.reader(who).await, look(town).await);
    let held = notes::held(&town.sharing, &mut look, &reader).await.expect("held");
    held.iter().map(|one| one.id).collect()
}

/// A note of Carys's that would put somebody in danger if it showed before this day.
async fn held_until(town: &Town, life: SystemId, until: Moment) -> Outcome<NoteId> {
    let (id, text, why) = (NoteId::random(), words("He reads her post."), line("His sister"));
    let danger = Some(Danger { why: &why, until });
    let of = (life, id);
    notes::write(&town.sharing, of, (&text, danger), town.carys, MONDAY).await.map(|()| id)
}

async fn taken_along(town: &Town, who: PersonId) -> Vec<String> {
    use sharing::Noun as _;
    let (reader, mut look) = (town.reader(who).await, look(town).await);
    let noun = people::PassageNoun(town.sharing.clone());
    let taken = noun.export(&mut look, &reader, who).await.expect("exported");
    taken.iter().map(|one| one.words.to_string()).collect()
}

#[tokio::test]
async fn a_note_with_a_danger_is_on_no_page_of_bryns_until_its_day_and_then_shows_by_itself() {
    both(async |town| {
        let kinds: &[SectionKind] = &[SectionKind::Notes];
        let ede = town.newcomer("Ede", false).await;
        town.give(town.asha, town.place, StandingKind::KeepsSafe).await;
        let beside = [(To::Person(town.carys), kinds), (To::Person(ede), kinds)];
        let life = page_with(&town, &beside).await;
        let day = MONDAY.plus_days(30);
        let id = held_until(&town, life, day).await.expect("held");
        for reader in [town.bryn, town.carys, ede] {
            assert!(notes_for(&town, reader, life).await.expect("read").is_empty());
        }
        assert!(!taken_along(&town, town.bryn).await.iter().any(|text| text.contains("post")));
        assert!(taken_along(&town, town.carys).await.iter().any(|text| text.contains("post")));
        assert_eq!(held(&town, town.carys).await, [id], "whoever wrote it reads it");
        assert_eq!(held(&town, town.asha).await, [id], "and whoever is on duty");
        for other in [town.bryn, ede, town.dev] {
            assert!(held(&town, other).await.is_empty());
        }
        let reader = town.reader(town.asha).await;
        let waits = notes::waits(&town.sharing, &mut look(&town).await, &reader, MONDAY).await;
        assert_eq!(waits.expect("waits"), Some(MONDAY));
        let out = notes::take_out(&town.sharing, (life, id), town.carys, MONDAY).await;
        assert!(matches!(out, Err(Fault::NotFound)), "it does not go before it showed");
        assert!(looked(&town, life).await.contains(&(town.asha, id.into())), "for later");
        town.clock.move_to(day);
        let stands = [("He reads her post.".to_owned(), MONDAY)];
        assert_eq!(notes_for(&town, town.bryn, life).await.expect("read"), stands, "its true date");
        assert!(taken_along(&town, town.bryn).await.iter().any(|text| text.contains("post")));
        assert!(
            held(&town, town.carys).await.is_empty() && held(&town, town.asha).await.is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_note_is_held_back_for_a_danger_for_three_months_at_the_most_and_shows_sooner_if_need_be()
{
    both(async |town| {
        let kinds: &[SectionKind] = &[SectionKind::Notes];
        let life = page_with(&town, &[(To::Person(town.carys), kinds)]).await;
        town.give(town.asha, town.place, StandingKind::KeepsSafe).await;
        for unfit in [MONDAY, MONDAY.plus_days(93)] {
            let refused = held_until(&town, life, unfit).await;
            assert!(matches!(refused, Err(Fault::UnfitIn { field: "until", .. })));
        }
        for sooner in [town.carys, town.asha] {
            let id = held_until(&town, life, MONDAY.plus_days(92)).await.expect("held");
            let before = notes_for(&town, town.bryn, life).await.expect("read").len();
            for other in [town.bryn, town.dev] {
                let shown = notes::show_now(&town.sharing, (life, id), other, MONDAY).await;
                assert!(matches!(shown, Err(Fault::NotFound)));
            }
            notes::show_now(&town.sharing, (life, id), sooner, MONDAY).await.expect("shown");
            assert_eq!(notes_for(&town, town.bryn, life).await.expect("read").len(), before + 1);
        }
        let (text, why) = (words("Mine."), line("Nobody"));
        let own = (&text, Some(Danger { why: &why, until: MONDAY.plus_days(2) }));
        let own =
            notes::write(&town.sharing, (life, NoteId::random()), own, town.bryn, MONDAY).await;
        assert!(matches!(own, Err(Fault::UnfitIn { field: "danger", .. })));
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
