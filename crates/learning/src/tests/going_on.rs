//! Lists that go on after what one page holds: each says so, and all of it can be reached.

use ::store::{Keeper, Spot};

use crate::asks::{self, AskId, AskKind};
use crate::conversations::{self, Answers, ConversationId};
use crate::experiments::{self, EntryId, EntryKind, ExperimentId, Planned, Support};
use crate::heard::Heard;
use crate::inquiries::{self, InquiryId, MOST_TALK, TalkId, Turn};
use crate::lessons::{self, LessonId, Written};
use crate::proof::{MONDAY, Town, both, line, words};

/// Where the link to the next page of a list leads, if there is one.
fn onward(page: &str) -> Option<&str> {
    let (_, link) = page.split_once("rel=\"next\" href=\"")?;
    link.split('#').next()
}

/// How often each page of a list shows this, as Bryn goes from one to the next.
async fn pages(town: &Town, path: &str, shown: &str) -> Vec<usize> {
    let (mut address, mut found) = (path.to_owned(), Vec::new());
    loop {
        let (status, page) = town.page(town.bryn, &address).await;
        assert_eq!(status.as_u16(), 200, "{address}");
        found.push(page.matches(shown).count());
        let next = onward(&page);
        assert_eq!(next.is_some(), page.contains("There is more than stands here."), "{address}");
        let Some(next) = next else { return found };
        address = format!("{path}{next}");
    }
}

/// Fills each list of the team with one thing more than a page holds.
async fn filled(town: &Town) {
    let bryn = town.reader(town.bryn).await;
    for _ in 0..=inquiries::PAGE {
        town.question("Why does the damp come back?").await;
    }
    for day in 0..=lessons::PAGE {
        let at = MONDAY.plus_days(i64::try_from(day).expect("a day"));
        let written = Written {
            system: town.team,
            inquiry: None,
            learned: words("Knock twice."),
            held_where: None,
            held_when: None,
            context: None,
            heard: Heard::default(),
            // The first of them is to be looked at again.
            look_again: (day == 0).then_some(MONDAY),
            because: None,
        };
        let id = LessonId::random();
        lessons::write(&town.sharing, &bryn, id, &written, at).await.expect("written");
    }
    for _ in 0..=conversations::PAGE {
        let answers = Answers {
            heard: Heard { heard: Some(words("The night shift.")), ..Heard::default() },
            saying: None,
            intended: None,
            will_do: None,
        };
        let (id, said) = (ConversationId::random(), (&answers, None));
        conversations::record(&town.sharing, &bryn, id, town.team, said, MONDAY)
            .await
            .expect("recorded");
    }
    ::store::write!(town.sharing.store.database, |work| {
        for _ in 0..=asks::PAGE {
            let ask = asks::store::AskRow {
                id: AskId::random(),
                kind: AskKind::Ask,
                from: town.team,
                to: town.place,
                lesson: None,
                words: None,
                said_by: Some(town.bryn),
                at: MONDAY,
                taken_back: None,
                taken_back_by: None,
            };
            asks::store::insert(work, &ask).await?;
        }
        Ok(())
    })
    .expect("asked");
}

#[tokio::test]
async fn what_a_group_holds_is_listed_page_after_page_and_nothing_falls_off() {
    both(async |town| {
        filled(&town).await;
        let team = town.team;
        for (list, shown, page) in [
            ("inquiries", "href=\"/inquiries/", inquiries::PAGE),
            ("asks", "href=\"/asks/", asks::PAGE),
            ("intended", "<h3><a href=\"/conversations/", conversations::PAGE),
        ] {
            let path = format!("/systems/{team}/{list}");
            assert_eq!(pages(&town, &path, shown).await, [page, 1], "{list}");
            let (_, broken) = town.page(town.bryn, &format!("{path}?after=never.mind")).await;
            assert_eq!(broken.matches(shown).count(), page, "nonsense is the beginning of {list}");
            let dev = town.page(town.dev, &format!("{path}?after=1.{}", team)).await;
            assert_eq!(dev.0.as_u16(), 404, "{list}");
        }
        // The lesson that waits stands first, and in its place in time.
        let path = format!("/systems/{team}/lessons");
        assert_eq!(pages(&town, &path, "href=\"/lessons/").await, [lessons::PAGE + 1, 1]);
    })
    .await;
}

#[tokio::test]
async fn a_long_talk_is_read_to_its_beginning_and_leaves_whole_with_whoever_spoke() {
    both(async |town| {
        let inquiry: InquiryId = town.question("Who chooses the day?").await;
        let ring = town.sharing.store.keys.ring([Keeper::new(town.team)]).await.expect("a ring");
        let many = 2 * MOST_TALK + 1;
        let mut talk = Vec::new();
        for _ in 0..many {
            let id = TalkId::random();
            let said = words("It was the wrong Tuesday.");
            let said = ring.seal(Keeper::new(town.team), Spot::new(id, "words"), &said);
            talk.push(inquiries::store::NewTalk {
                system: town.team,
                id,
                inquiry,
                turn: Turn::Talk,
                words: said.expect("sealed"),
                by: town.bryn,
                at: MONDAY,
            });
        }
        ::store::write!(town.sharing.store.database, |work| {
            for said in &talk {
                inquiries::store::insert_talk(work, said).await?;
            }
            Ok(())
        })
        .expect("said");
        let path = format!("/inquiries/{inquiry}");
        let found = pages(&town, &path, "the wrong Tuesday").await;
        assert_eq!(found, [MOST_TALK, MOST_TALK, 1]);
        let (bryn, nouns) = (town.reader(town.bryn).await, crate::nouns(&town.sharing));
        let mut look = town.look().await;
        let own = nouns[0].export(&mut look, &bryn, town.bryn).await.expect("his");
        assert_eq!(own.iter().filter(|one| one.part == "talk").count(), many);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_outside_the_talk_is_not_told_by_an_address_how_much_was_observed() {
    both(async |town| {
        let inquiry = town.question("Who chooses the day?").await;
        let bryn = town.reader(town.bryn).await;
        let planned = Planned {
            inquiry,
            name: line("Knock instead of writing"),
            intends: None,
            tries: None,
            limits: None,
            who: None,
            support: Support::Untouched,
            because: None,
        };
        let id = ExperimentId::random();
        experiments::plan(&town.sharing, &bryn, id, &planned, MONDAY).await.expect("planned");
        let ring = town.sharing.store.keys.ring([Keeper::new(town.team)]).await.expect("a ring");
        let (mut entries, text) = (Vec::new(), words("Nobody was in."));
        for number in 0..=experiments::MOST_ENTRIES {
            let entry = EntryId::random();
            let said = ring.seal(Keeper::new(town.team), Spot::new(entry, "words"), &text);
            entries.push(experiments::store::NewEntry {
                system: town.team,
                id: entry,
                experiment: id,
                // What was decided is older than everything that was observed since.
                kind: if number == 0 { EntryKind::Change } else { EntryKind::Observed },
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
        let path = format!("/experiments/{id}");
        let all = pages(&town, &path, "Nobody was in.").await;
        assert_eq!(all, [experiments::MOST_ENTRIES, 1]);
        let (_, outside) = town.page(town.carys, &path).await;
        assert_eq!(outside.matches("Nobody was in.").count(), 1, "what was decided, however old");
        assert!(onward(&outside).is_none(), "{outside}");
    })
    .await;
}
