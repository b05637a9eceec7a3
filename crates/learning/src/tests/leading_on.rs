//! Lists on the page of one thing: a question, something that is tried, a lesson. Each that is longer
//! than its page says so, and leads on by itself.

use ::store::{Keeper, Spot};

use super::going_on::{onward, pages};
use crate::experiments::{self, EntryId, EntryKind, ExperimentId, Planned, Support};
use crate::heard::Heard;
use crate::inquiries::InquiryId;
use crate::lessons::carrying::{self, CarriedId, CarryingId, How, Taken, Whither};
use crate::lessons::{self, Holds, LessonId, LookedAgainId, Written};
use crate::proof::{MONDAY, Town, both, knock_twice, line, words};

#[tokio::test]
async fn what_is_more_than_the_page_of_a_question_or_of_a_lesson_holds_is_led_on_to() {
    both(async |town| {
        let inquiry = town.question("Who chooses the day?").await;
        let bryn = town.reader(town.bryn).await;
        let (question, mut lesson) = (format!("/inquiries/{inquiry}"), LessonId::random());
        for number in 0..=experiments::MOST_OF_INQUIRY {
            let (_, page) = match number {
                experiments::MOST_OF_INQUIRY => town.page(town.bryn, &question).await,
                _ => (axum::http::StatusCode::OK, String::new()),
            };
            assert!(!page.contains("There is more than stands here."), "{page}");
            assert!(!page.contains("There are more lessons than stand here."), "{page}");
            let id = ExperimentId::random();
            let planned = knocking(inquiry);
            experiments::plan(&town.sharing, &bryn, id, &planned, MONDAY).await.expect("planned");
            lesson = LessonId::random();
            let written = Written { inquiry: Some(inquiry), ..knock_twice(&town) };
            lessons::write(&town.sharing, &bryn, lesson, &written, MONDAY).await.expect("written");
        }
        let (_, page) = town.page(town.bryn, &question).await;
        assert!(page.contains("There is more than stands here."), "{page}");
        assert!(page.contains("There are more lessons than stand here."), "{page}");
        let tried = pages(&town, &question, "href=\"/experiments/").await;
        assert_eq!(tried, [experiments::MOST_OF_INQUIRY, 1]);
        let other = format!("/inquiries/{}", town.question("Who has the key?").await);
        assert_eq!(pages(&town, &other, "href=\"/experiments/").await, [0], "nothing of another");
        // The talk stands at its beginning meanwhile, and the address is for Bryn alone.
        let next = onward(&page).expect("it leads on").to_owned();
        let carys = town.page(town.carys, &next).await.1.matches("href=\"/experiments/").count();
        assert_eq!(carys, experiments::MOST_OF_INQUIRY, "it is Bryn's");
        let intended = format!("/systems/{}/intended", town.team);
        let (_, page) = town.page(town.bryn, &intended).await;
        assert!(page.contains("There is more than stands here."), "of what is hoped for: {page}");

        for (times, more) in [(lessons::MOST_LOOKED_AGAIN, false), (1, true)] {
            looked_again(&town, lesson, times).await;
            let (_, page) = town.page(town.bryn, &format!("/lessons/{lesson}")).await;
            assert_eq!(page.contains("There is more than stands here."), more, "{page}");
        }
        let path = format!("/lessons/{lesson}");
        // What was said the last time stands above the lesson too, and no earlier time does.
        let looked = pages(&town, &path, "Not in winter.").await;
        assert_eq!(looked, [lessons::MOST_LOOKED_AGAIN + 1, 1]);
    })
    .await;
}

/// Bryn looks at it again, so many times: it holds in part.
async fn looked_again(town: &Town, lesson: LessonId, times: usize) {
    let ring = town.sharing.store.keys.ring([Keeper::new(town.team)]).await.expect("a ring");
    let looks: Vec<_> = (0..times)
        .map(|_| {
            let id = LookedAgainId::random();
            let spot = Spot::new(id, "words");
            (id, ring.seal(Keeper::new(town.team), spot, &words("Not in winter.")).expect("sealed"))
        })
        .collect();
    ::store::write!(town.sharing.store.database, |work| {
        for (id, said) in &looks {
            let found = lessons::store::NewLook {
                system: town.team,
                id: *id,
                lesson,
                holds: Holds::Partly,
                words: Some(said.clone()),
                by: town.bryn,
                at: MONDAY,
            };
            lessons::store::insert_look(work, &found).await?;
        }
        Ok(())
    })
    .expect("looked");
}

fn knocking(inquiry: InquiryId) -> Planned {
    Planned {
        inquiry,
        name: line("Knock instead of writing"),
        intends: Some(words("Somebody opens the door.")),
        tries: None,
        limits: None,
        who: None,
        support: Support::Untouched,
        because: None,
    }
}

/// Something is tried that was changed once, was seen once after that, and was then made much of:
/// what was seen and made of it fills a page and goes on.
async fn much_made_of(town: &Town) -> ExperimentId {
    let inquiry = town.question("Who chooses the day?").await;
    let bryn = town.reader(town.bryn).await;
    let id = ExperimentId::random();
    experiments::plan(&town.sharing, &bryn, id, &knocking(inquiry), MONDAY).await.expect("planned");
    let ring = town.sharing.store.keys.ring([Keeper::new(town.team)]).await.expect("a ring");
    let mut entries = Vec::new();
    for number in 0..=experiments::ENTRIES_PAGE + 1 {
        let (kind, text) = match number {
            0 => (EntryKind::Change, "We go on Saturdays."),
            1 => (EntryKind::Observed, "Nobody was in."),
            _ => (EntryKind::MadeOfIt, "Nobody was in."),
        };
        let entry = EntryId::random();
        let said = ring.seal(Keeper::new(town.team), Spot::new(entry, "words"), &words(text));
        entries.push(experiments::store::NewEntry {
            system: town.team,
            id: entry,
            experiment: id,
            kind,
            words: said.expect("sealed"),
            heard: Heard::default(),
            by: town.bryn,
            at: MONDAY.plus_seconds(i64::try_from(number).expect("a second")),
        });
    }
    ::store::write!(town.sharing.store.database, |work| {
        for entry in &entries {
            experiments::store::insert_entry(work, entry).await?;
        }
        Ok(())
    })
    .expect("entered");
    id
}

#[tokio::test]
async fn what_was_decided_stands_on_every_page_however_much_was_seen_since() {
    both(async |town| {
        let path = format!("/experiments/{}", much_made_of(&town).await);
        let decided = pages(&town, &path, "We go on Saturdays.").await;
        assert_eq!(decided, [1, 1]);
        for empty in ["Nothing is decided yet.", "Nothing is written down yet."] {
            assert_eq!(pages(&town, &path, empty).await, [0, 0], "{empty}");
        }
        // The way on stands with what goes on, above what was decided.
        let (_, page) = town.page(town.bryn, &path).await;
        let way_on = page.find("rel=\"next\"").expect("a way on");
        assert!(way_on < page.find("id=\"next\"").expect("what was decided"), "{page}");
        assert!(way_on > page.rfind("Nobody was in.").expect("what was made of it"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_outside_the_talk_is_not_told_by_an_address_how_much_was_observed() {
    both(async |town| {
        let path = format!("/experiments/{}", much_made_of(&town).await);
        let all = pages(&town, &path, "Nobody was in.").await;
        assert_eq!(all, [experiments::ENTRIES_PAGE, 1]);
        let (_, outside) = town.page(town.carys, &path).await;
        assert!(!outside.contains("Nobody was in."), "{outside}");
        assert_eq!(outside.matches("We go on Saturdays.").count(), 1, "however old");
        assert!(onward(&outside).is_none(), "{outside}");
    })
    .await;
}

#[tokio::test]
async fn what_was_decided_more_often_than_a_page_holds_leads_on_by_itself_for_carys_too() {
    both(async |town| {
        let id = much_made_of(&town).await;
        let ring = town.sharing.store.keys.ring([Keeper::new(town.team)]).await.expect("a ring");
        let mut entries = Vec::new();
        // All at one moment: what is of one moment is not passed over.
        for _ in 0..=experiments::ENTRIES_PAGE {
            let entry = EntryId::random();
            let spot = Spot::new(entry, "words");
            let said = ring.seal(Keeper::new(town.team), spot, &words("And on Sundays."));
            entries.push(experiments::store::NewEntry {
                system: town.team,
                id: entry,
                experiment: id,
                kind: EntryKind::Grow,
                words: said.expect("sealed"),
                heard: Heard::default(),
                by: town.bryn,
                at: MONDAY.plus_days(1),
            });
        }
        ::store::write!(town.sharing.store.database, |work| {
            for entry in &entries {
                experiments::store::insert_entry(work, entry).await?;
            }
            Ok(())
        })
        .expect("decided");
        let path = format!("/experiments/{id}");
        // Whoever is outside the talk reads all that was decided, page after page.
        let (_, first) = town.page(town.carys, &path).await;
        let next = onward(&first).expect("it leads on").to_owned();
        let (_, rest) = town.page(town.carys, &next).await;
        let of = |page: &str| {
            ["And on Sundays.", "We go on Saturdays."].map(|said| page.matches(said).count())
        };
        assert_eq!([of(&first), of(&rest)], [[experiments::ENTRIES_PAGE, 0], [1, 1]]);
        // Bryn goes on in each of the two lists, and the other stands at its beginning.
        let (_, page) = town.page(town.bryn, &path).await;
        let links: Vec<&str> = page.split("rel=\"next\" href=\"").skip(1).collect();
        let link = |part: &str| {
            let link = links.iter().find_map(|link| link.split('"').next()?.strip_suffix(part));
            link.expect("a way on").to_owned()
        };
        let (_, seen) = town.page(town.bryn, &link("#intended")).await;
        assert_eq!((seen.matches("Nobody was in.").count(), of(&seen)), (1, of(&first)));
        let (_, decided) = town.page(town.bryn, &link("#next")).await;
        let made = decided.matches("Nobody was in.").count();
        assert_eq!((made, of(&decided)), (experiments::ENTRIES_PAGE, of(&rest)));
    })
    .await;
}

#[tokio::test]
async fn what_was_said_of_how_it_went_is_not_cut_without_a_word() {
    both(async |town| {
        let (bryn, lesson, carrying) =
            (town.reader(town.bryn).await, LessonId::random(), CarryingId::random());
        let written = knock_twice(&town);
        lessons::write(&town.sharing, &bryn, lesson, &written, MONDAY).await.expect("written");
        let taken = Taken::Anew(Whither::People, words("I tell the day shift."));
        let taken = (&taken, None);
        carrying::carry(&town.sharing, &bryn, carrying, lesson, taken, MONDAY)
            .await
            .expect("carried");
        let path = format!("/lessons/{lesson}");
        for (times, more) in [(carrying::MOST_CARRIED, false), (1, true)] {
            ::store::write!(town.sharing.store.database, |work| {
                for _ in 0..times {
                    let went = carrying::store::NewCarried {
                        system: town.team,
                        id: CarriedId::random(),
                        lesson,
                        carrying,
                        how: How::Going,
                        words: None,
                        by: town.bryn,
                        at: MONDAY,
                    };
                    carrying::store::insert_carried(work, &went).await?;
                }
                Ok(())
            })
            .expect("said");
            let (_, page) = town.page(town.bryn, &path).await;
            assert_eq!(page.contains("More was said of how it went"), more, "{page}");
            let stand = page.matches("<b>It goes on</b>").count();
            assert_eq!(stand, carrying::MOST_CARRIED, "{page}");
        }
    })
    .await;
}
