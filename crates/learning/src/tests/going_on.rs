//! Lists that go on after what one page holds: each says so, and all of it can be reached.

use ::store::{Keeper, Spot};
use ground::{After, Moment};

use crate::asks::{self, AskId, AskKind};
use crate::conversations::{self, Answers, ConversationId};
use crate::heard::Heard;
use crate::inquiries::{self, InquiryId, MOST_STARTED, Stage, TALK_PAGE, TalkId, Turn};
use crate::lessons::{self, LessonId, Written};
use crate::proof::{MONDAY, Town, both, knock_twice, words};

/// Where the link to the next page of a list leads, if there is one.
pub(super) fn onward(page: &str) -> Option<&str> {
    let (_, link) = page.split_once("rel=\"next\" href=\"")?;
    link.split('#').next()
}

/// How often each page of a list shows this, as Bryn goes from one to the next.
pub(super) async fn pages(town: &Town, path: &str, shown: &str) -> Vec<usize> {
    let (mut address, mut found) = (path.to_owned(), Vec::new());
    loop {
        let (status, page) = town.page(town.bryn, &address).await;
        assert_eq!(status.as_u16(), 200, "{address}");
        found.push(page.matches(shown).count());
        let next = onward(&page).map(str::to_owned);
        assert_eq!(next.is_some(), page.contains("There is more than stands here."), "{address}");
        let Some(next) = next else { return found };
        address = next;
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
        // The first of them is to be looked at again.
        let written = Written { look_again: (day == 0).then_some(MONDAY), ..knock_twice(town) };
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

/// Bryn says these one after another, a second between them.
async fn talked(town: &Town, inquiry: InquiryId, turns: &[Turn]) -> Vec<TalkId> {
    let ring = town.sharing.store.keys.ring([Keeper::new(town.team)]).await.expect("a ring");
    let (mut talk, text) = (Vec::new(), words("It was the wrong Tuesday."));
    for (number, turn) in turns.iter().enumerate() {
        let id = TalkId::random();
        let said = ring.seal(Keeper::new(town.team), Spot::new(id, "words"), &text);
        talk.push(inquiries::store::NewTalk {
            system: town.team,
            id,
            inquiry,
            turn: *turn,
            words: said.expect("sealed"),
            by: town.bryn,
            at: MONDAY.plus_seconds(i64::try_from(number).expect("a second")),
        });
    }
    ::store::write!(town.sharing.store.database, |work| {
        for said in &talk {
            inquiries::store::insert_talk(work, said).await?;
        }
        Ok(())
    })
    .expect("said");
    talk.iter().map(|said| said.id).collect()
}

#[tokio::test]
async fn an_address_that_leads_on_says_nothing_and_opens_for_bryn_alone_and_in_one_list() {
    both(async |town| {
        filled(&town).await;
        let last = town.question("What was asked last of all?").await;
        let [inquiries, asks] =
            ["inquiries", "asks"].map(|list| format!("/systems/{}/{list}", town.team));
        let (_, first) = town.page(town.bryn, &inquiries).await;
        let leads_on = onward(&first).expect("another page").to_owned();
        let (path, carried) = leads_on.split_once("?after=").expect("where it goes on");
        assert_eq!((path, After::parse(carried)), (inquiries.as_str(), None));
        assert!(!carried.contains(&MONDAY.0.to_string()), "{carried}");

        let many = async |person, address: String, shown: &str| {
            let (status, page) = town.page(person, &address).await;
            assert_eq!(status.as_u16(), 200, "{address}");
            page.matches(shown).count()
        };
        let (inquiry, ask) = ("href=\"/inquiries/", "href=\"/asks/");
        assert_eq!(many(town.bryn, leads_on.clone(), inquiry).await, 2);
        let carys = many(town.carys, leads_on.clone(), inquiry).await;
        assert_eq!(carys, inquiries::PAGE, "it is Bryn's");
        let elsewhere = many(town.bryn, format!("{asks}?after={carried}"), ask).await;
        assert_eq!(elsewhere, asks::PAGE, "it is of another list");
        // Between which moments something lies cannot be found out by trying.
        for made_up in [After::FIRST, After::this(MONDAY, last), After::this(Moment(0), last)] {
            let address = format!("{inquiries}?after={made_up}");
            assert_eq!(many(town.bryn, address, inquiry).await, inquiries::PAGE, "{made_up}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_later_page_whose_things_are_gone_does_not_say_that_there_never_were_any() {
    both(async |town| {
        for (list, empty) in [
            ("inquiries", "A good start is one thing"),
            ("asks", "People usually begin with one thing"),
        ] {
            let path = format!("/systems/{}/{list}", town.team);
            let (_, first) = town.page(town.bryn, &path).await;
            assert!(first.contains(empty), "{list}");
            let (whose, end) = (format!("{} {path}", town.bryn), After::FIRST.to_string());
            let end = town.sharing.store.keys.seal_carried(&whose, &end).expect("sealed");
            let (_, later) = town.page(town.bryn, &format!("{path}?after={end}")).await;
            assert!(!later.contains(empty) && later.contains("Back to the latest"), "{later}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_long_talk_is_read_to_its_beginning_and_leaves_whole_with_whoever_spoke() {
    both(async |town| {
        let inquiry: InquiryId = town.question("Who chooses the day?").await;
        let many = 2 * TALK_PAGE + 1;
        talked(&town, inquiry, &vec![Turn::Talk; many]).await;
        let path = format!("/inquiries/{inquiry}");
        let found = pages(&town, &path, "the wrong Tuesday").await;
        assert_eq!(found, [TALK_PAGE, TALK_PAGE, 1]);
        let (bryn, nouns) = (town.reader(town.bryn).await, crate::nouns(&town.sharing));
        let mut look = town.look().await;
        let own = nouns[0].export(&mut look, &bryn, town.bryn).await.expect("his");
        assert_eq!(own.iter().filter(|one| one.part == "talk").count(), many);
    })
    .await;
}

#[tokio::test]
async fn how_a_question_went_is_drawn_from_its_beginning_whatever_page_of_its_talk_is_read() {
    both(async |town| {
        let inquiry: InquiryId = town.question("Who chooses the day?").await;
        let mut turns = vec![Turn::Entered(Stage::Experiment), Turn::Closed, Turn::Reopened];
        turns.resize(turns.len() + TALK_PAGE, Turn::Talk);
        turns.push(Turn::Entered(Stage::Govern));
        let said = talked(&town, inquiry, &turns).await;
        let (first, last) = (said[0], said[said.len() - 1]);
        let path = format!("/inquiries/{inquiry}");
        let (_, latest) = town.page(town.bryn, &path).await;
        let further = onward(&latest).expect("more was said");
        let (_, earlier) = town.page(town.bryn, further).await;
        for (page, here, away) in [(&latest, last, first), (&earlier, first, last)] {
            assert_eq!(page.matches("class=\"knot\"").count(), 2, "{page}");
            assert!(page.contains("<td>1</td><td>") && page.contains("<td>2</td><td>"), "{page}");
            // A visit leads to its remark only where that stands on the page.
            assert!(page.contains(&format!("id=\"{here}\"")), "{page}");
            assert_eq!(page.matches(&format!("href=\"#{here}\"")).count(), 2, "{page}");
            assert!(!page.contains(&away.to_string()), "{page}");
        }
        let (_, outside) = town.page(town.carys, further).await;
        assert!(!outside.contains("class=\"knot\"") && !outside.contains("<td>1</td>"));
    })
    .await;
}

#[tokio::test]
async fn what_was_started_more_often_than_a_table_has_is_numbered_from_its_beginning() {
    both(async |town| {
        let inquiry: InquiryId = town.question("Who chooses the day?").await;
        let started = Turn::Entered(Stage::Understand);
        talked(&town, inquiry, &[started; MOST_STARTED]).await;
        let path = format!("/inquiries/{inquiry}");
        let (_, page) = town.page(town.bryn, &path).await;
        assert!(page.contains("<td>1</td>") && page.contains("The table has them all."), "{page}");
        talked(&town, inquiry, &[started, Turn::Closed, started]).await;
        let (_, page) = town.page(town.bryn, &path).await;
        let all = MOST_STARTED + 2;
        assert!(page.contains("<td>3</td>") && !page.contains("<td>2</td>"), "{page}");
        assert!(page.contains(&format!("<td>{all}</td>")), "{page}");
        assert!(page.contains(&format!("were entered {all} times")), "{page}");
        assert!(page.contains("The table goes further back"), "{page}");
    })
    .await;
}
