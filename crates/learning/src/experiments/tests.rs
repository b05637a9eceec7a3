mod rewording;

use ground::Fault;

use super::{
    EntryId, EntryKind, Experiment, ExperimentId, GoesOn, HowFar, Planned, Support, add, entries,
    find, plan,
};
use crate::inquiries::{GuestId, InquiryId, ask_in};
use crate::proof::{MONDAY, Town, both, line, words};

fn planned(inquiry: InquiryId) -> Planned {
    Planned {
        inquiry,
        name: line("Knock instead of writing"),
        intends: Some(words("Somebody opens the door.")),
        tries: None,
        limits: Some(words("Two streets, until Easter.")),
        who: None,
        support: Support::Untouched,
        because: None,
    }
}

async fn tried(town: &Town) -> (InquiryId, ExperimentId) {
    let inquiry = town.question("Why do letters not know the buses?").await;
    let id = ExperimentId::random();
    let bryn = town.reader(town.bryn).await;
    plan(&town.sharing, &bryn, id, &planned(inquiry), MONDAY).await.expect("planned");
    (inquiry, id)
}

async fn entered(town: &Town, id: ExperimentId, kind: EntryKind, text: &str, days: i64) {
    let asha = town.reader(town.asha).await;
    let at = MONDAY.plus_days(days);
    let entry = (kind, &words(text), &crate::heard::Heard::default());
    add(&town.sharing, &asha, EntryId::random(), id, entry, at).await.expect("entered");
}

async fn seen(
    town: &Town,
    person: ground::id::PersonId,
    id: ExperimentId,
) -> (Experiment, Vec<EntryKind>, bool) {
    let reader = town.reader(person).await;
    let mut look = town.look().await;
    let (experiment, inquiry) =
        find(&town.sharing, &mut look, &reader, id).await.expect("the experiment");
    let found =
        entries(&town.sharing, &mut look, &reader, (&experiment, &inquiry), GoesOn::default())
            .await;
    let found = found.expect("its entries");
    (experiment, found.all().map(|entry| entry.kind).collect(), found.seen.is_some())
}

#[tokio::test]
async fn its_entries_say_how_far_it_has_come() {
    both(async |town| {
        let (_, id) = tried(&town).await;
        assert_eq!(seen(&town, town.asha, id).await.0.state, HowFar::NotBegun);
        for (day, (kind, state)) in [
            (EntryKind::Observed, HowFar::UnderWay),
            (EntryKind::Grow, HowFar::Grown),
            (EntryKind::Observed, HowFar::Grown),
            (EntryKind::Change, HowFar::Changed),
            (EntryKind::MadeOfIt, HowFar::Changed),
            (EntryKind::Stop, HowFar::Stopped),
        ]
        .into_iter()
        .enumerate()
        {
            let days = i64::try_from(day).expect("a day");
            entered(&town, id, kind, "So it went.", days).await;
            assert_eq!(seen(&town, town.asha, id).await.0.state, state);
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_the_money_reads_the_plan_and_what_comes_next_but_not_what_was_seen() {
    both(async |town| {
        let (inquiry, id) = tried(&town).await;
        entered(&town, id, EntryKind::Observed, "Nobody dared to open.", 1).await;
        let (experiment, kinds, part) = seen(&town, town.carys, id).await;
        assert_eq!(experiment.state, HowFar::Undecided, "that it was seen to begin is not hers");
        assert!(kinds.is_empty() && !part);
        entered(&town, id, EntryKind::Change, "We go on Saturdays.", 2).await;
        let (experiment, kinds, _) = seen(&town, town.carys, id).await;
        assert_eq!(experiment.intends.expect("the intent").to_string(), "Somebody opens the door.");
        assert_eq!((experiment.state, kinds), (HowFar::Changed, vec![EntryKind::Change]));
        let path = format!("/experiments/{id}");
        let (_, page) = town.page(town.carys, &path).await;
        assert!(page.contains("We go on Saturdays.") && !page.contains("Nobody dared to open."));
        let form = [("kind", "observed"), ("words", "I saw numbers")];
        let sent = town.send(town.carys, &format!("{path}/entries"), &form).await;
        assert_eq!(sent.0.as_u16(), 404);

        let bryn = town.reader(town.bryn).await;
        let guest = (GuestId::random(), town.carys);
        ask_in(&town.sharing, &bryn, inquiry, guest, MONDAY).await.expect("asked in");
        let (_, page) = town.page(town.carys, &path).await;
        assert!(page.contains("Nobody dared to open."));
        let sent = town.send(town.carys, &format!("{path}/entries"), &form).await;
        assert_eq!(sent.0.as_u16(), 303);
    })
    .await;
}

#[tokio::test]
async fn what_was_seen_stands_in_no_page_of_time_and_what_was_decided_does() {
    both(async |town| {
        let (_, id) = tried(&town).await;
        entered(&town, id, EntryKind::Observed, "Nobody dared to open.", 1).await;
        entered(&town, id, EntryKind::MadeOfIt, "They fear the bailiff.", 2).await;
        entered(&town, id, EntryKind::Change, "We go on Saturdays.", 3).await;
        for person in [town.carys, town.bryn] {
            let reader = town.reader(person).await;
            let mut look = town.look().await;
            let past = crate::past::of_system(&town.sharing, &mut look, &reader, town.team).await;
            let past: Vec<String> =
                past.expect("the past").iter().map(|event| event.heading.to_string()).collect();
            assert!(past.contains(&"We go on Saturdays.".to_owned()), "{past:?}");
            let seen = ["Nobody dared to open.", "They fear the bailiff."];
            assert!(!past.iter().any(|heading| seen.contains(&heading.as_str())), "{past:?}");
        }
        let (status, page) =
            town.page(town.carys, &format!("/systems/{}/intended", town.team)).await;
        assert_eq!(status.as_u16(), 200);
        assert!(page.contains("We go on Saturdays.") && !page.contains("Nobody dared to open."));
    })
    .await;
}

#[tokio::test]
async fn what_touches_somebodys_support_says_how_they_were_asked_and_how_they_refuse() {
    both(async |town| {
        let inquiry = town.question("Who chooses the day?").await;
        let bryn = town.reader(town.bryn).await;
        let asked = || Some(words("Over tea, twice."));
        for untold in [Support::of(true, None, None), Support::of(false, asked(), None)] {
            assert!(matches!(untold, Err(Fault::UnfitIn { key: "unfit-support-untold", .. })));
        }
        let path = format!("/inquiries/{inquiry}/experiments/new");
        let form = [("name", "Another day"), ("touches_support", "yes"), ("how_asked", "By tea")];
        let (status, _, page) = town.send(town.bryn, &path, &form).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("By tea") && page.contains("how they can refuse and lose nothing"));

        let refuse = Some(words("Say no to anybody; Thursday stays yours."));
        let support = Support::of(true, asked(), refuse).expect("both said");
        let (id, told) = (ExperimentId::random(), Planned { support, ..planned(inquiry) });
        plan(&town.sharing, &bryn, id, &told, MONDAY).await.expect("planned");
        let (_, page) = town.page(town.asha, &format!("/experiments/{id}")).await;
        assert!(page.contains("Over tea, twice.") && page.contains("Thursday stays yours."));
    })
    .await;
}

#[tokio::test]
async fn what_is_tried_looks_absent_to_somebody_with_no_part_in_it() {
    both(async |town| {
        let (_, id) = tried(&town).await;
        let there = town.page(town.dev, &format!("/experiments/{id}")).await;
        let absent = town.page(town.dev, &format!("/experiments/{}", ExperimentId::random())).await;
        assert_eq!(there, absent);
        assert_eq!(there.0.as_u16(), 404);
    })
    .await;
}

#[tokio::test]
async fn what_has_not_begun_says_how_it_begins_and_asks_what_was_seen_above_the_four_words() {
    both(async |town| {
        let (question, id) = tried(&town).await;
        let path = format!("/experiments/{id}");
        let (_, page) = town.page(town.bryn, &path).await;
        let saw = page.find("<h2 id=\"saw\">What did you see?").expect("a heading of its own");
        assert!(saw < page.find("Read with four words").expect("the four words"));
        assert!(page.contains("It begins with the first thing that is written down here."));
        entered(&town, id, EntryKind::Observed, "Two doors opened.", 1).await;
        let (_, page) = town.page(town.bryn, &path).await;
        assert!(page.contains("What did you see?") && !page.contains("This has not begun yet."));
        let (_, outside) = town.page(town.carys, &path).await;
        assert!(!outside.contains("What did you see?"), "she is outside the talk");
        let (_, bare) = town.page(town.bryn, &format!("/inquiries/{question}")).await;
        assert!(bare.contains("href=\"#say\"") && bare.contains("<form id=\"say\""));
    })
    .await;
}
