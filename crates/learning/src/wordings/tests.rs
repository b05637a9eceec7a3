//! Emptying what was said before, and by whom.

use ground::Fault;
use ground::id::PersonId;
use sharing::wordings::{self, WordingId, emptying};
use store::{Sql, bind};

use crate::inquiries::{InquiryId, find, reword};
use crate::proof::{MONDAY, Town, both, line, words};

const HERS: &str = "Why is Mrs Hale late?";

/// Asha asked it, and Bryn put it in other words.
async fn put_better(town: &Town) -> InquiryId {
    let id = town.question(HERS).await;
    let (bryn, put) = (town.reader(town.bryn).await, line("Why do letters come late?"));
    let form = (WordingId::random(), 1);
    let put = reword(&town.sharing, &bryn, id, form, (&put, None), MONDAY.plus_days(3));
    put.await.expect("put");
    id
}

/// The version that this person said.
async fn said_by(town: &Town, who: PersonId, id: InquiryId) -> wordings::Wording {
    let (sharing, reader, mut look) = (&town.sharing, town.reader(who).await, town.look().await);
    let what = find(sharing, &mut look, &reader, id).await.expect("seen").placed();
    let versions = wordings::of(sharing, &mut look, &reader, what).await.expect("versions");
    versions.into_iter().find(|one| one.said_by == who).expect("one of theirs")
}

/// How many rows hold something of this version that this text counts.
async fn many(town: &Town, sql: &'static str, id: WordingId) -> i64 {
    let row = town.look().await.one(Sql(sql), bind().id(id)).await.expect("a row");
    row.number("many").expect("a number")
}

#[tokio::test]
async fn asha_empties_what_she_said_before_at_once_and_that_she_said_it_stays() {
    both(async |town| {
        let id = put_better(&town).await;
        let (hers, path) = (said_by(&town, town.asha, id).await.id, format!("/inquiries/{id}"));
        let page_of_it = format!("/wordings/{hers}");
        assert!(town.page(town.asha, &path).await.1.contains(&page_of_it));
        let (_, page) = town.page(town.asha, &page_of_it).await;
        assert!(page.contains(HERS) && page.contains("Empty these words"));
        for turn in ["once", "and a second time, which changes nothing"] {
            let sent = town.send(town.asha, &format!("{page_of_it}/empty"), &[]).await;
            assert_eq!((sent.0.as_u16(), sent.1.as_str()), (303, path.as_str()), "{turn}");
        }
        for who in [town.asha, town.bryn, town.carys] {
            let (_, page) = town.page(who, &path).await;
            assert!(!page.contains("Mrs Hale") && !page.contains(&page_of_it));
            for said in ["Whoever said this emptied it on 2 March 2026.", "Asha, 2 March 2026."] {
                assert!(page.contains(said), "{said}");
            }
            let (_, page) = town.page(who, &page_of_it).await;
            assert!(!page.contains("Mrs Hale") && !page.contains("Empty these words"));
        }
        let words = "SELECT COUNT(words) AS many FROM wordings WHERE id = $1";
        assert_eq!(many(&town, words, hers).await, 0, "no byte of it is kept");
        let marks = "SELECT COUNT(*) AS many FROM trail WHERE thing_id = $1 AND verb = 'erased'";
        assert_eq!(many(&town, marks, hers).await, 1, "that it went is on the trail, once");
        let (asha, mut look) = (town.reader(town.asha).await, town.look().await);
        let noun = &crate::nouns(&town.sharing)[0];
        let texts = noun.export(&mut look, &asha, town.asha).await.expect("texts");
        let texts: Vec<String> = texts.iter().map(|text| text.words.to_string()).collect();
        assert_eq!(texts, [""; 0], "nor does she take it away any more");
    })
    .await;
}

#[tokio::test]
async fn nobody_empties_what_somebody_else_said_and_the_page_says_who_can() {
    both(async |town| {
        let id = put_better(&town).await;
        let hers = said_by(&town, town.asha, id).await.id;
        let path = format!("/wordings/{hers}");
        for who in [town.bryn, town.carys] {
            let (status, page) = town.page(who, &path).await;
            assert_eq!(status.as_u16(), 200);
            assert!(page.contains("Only whoever said this can empty it"));
            assert!(page.contains(&hers.to_string()) && !page.contains("Empty these words"));
            assert_eq!(town.send(who, &format!("{path}/empty"), &[]).await.0.as_u16(), 404);
        }
        assert_eq!(town.page(town.dev, &path).await.0.as_u16(), 404);
        assert_eq!(town.send(town.dev, &format!("{path}/empty"), &[]).await.0.as_u16(), 404);
        let kept = said_by(&town, town.asha, id).await;
        assert_eq!(kept.words.map(|words| words.to_string()).as_deref(), Some(HERS));
    })
    .await;
}

#[tokio::test]
async fn what_stands_now_is_put_in_other_words_before_it_is_emptied() {
    both(async |town| {
        let id = put_better(&town).await;
        let his = said_by(&town, town.bryn, id).await.id;
        let (path, sharing) = (format!("/wordings/{his}"), &town.sharing);
        assert!(!town.page(town.bryn, &path).await.1.contains("Empty these words"));
        let (status, _, page) = town.send(town.bryn, &format!("{path}/empty"), &[]).await;
        assert!(status.as_u16() == 422 && page.contains("Put them in other words first."));
        let by_operator = emptying::empty_by_operator(sharing, his, MONDAY).await;
        assert!(matches!(by_operator, Err(Fault::Unfit(emptying::STANDS))));
        assert!(said_by(&town, town.bryn, id).await.words.is_some(), "nothing went");

        let (asha, put) = (town.reader(town.asha).await, line("Who brings the letters?"));
        let form = (WordingId::random(), 2);
        reword(sharing, &asha, id, form, (&put, None), MONDAY).await.expect("put");
        // Asked by somebody it is about, whoever runs the server empties it, and it says so.
        emptying::empty_by_operator(sharing, his, MONDAY).await.expect("emptied");
        let (_, page) = town.page(town.asha, &format!("/inquiries/{id}")).await;
        assert!(page.contains("Whoever runs this server emptied this on 2 March 2026."));
        assert!(page.contains("Bryn, ") && !page.contains("Why do letters come late?"));
    })
    .await;
}

#[tokio::test]
async fn what_bryn_asks_still_stands_when_only_why_it_is_asked_was_put_in_other_words_since() {
    both(async |town| {
        let id = put_better(&town).await;
        let (asha, sharing) = (town.reader(town.asha).await, &town.sharing);
        let (stands, why) =
            (line("Why do letters come late?"), words("Two came too late to answer."));
        let form = (WordingId::random(), 2);
        reword(sharing, &asha, id, form, (&stands, Some(&why)), MONDAY).await.expect("put");
        let (his, bryn) = (said_by(&town, town.bryn, id).await.id, town.reader(town.bryn).await);
        let emptied = emptying::empty(sharing, &bryn, his, MONDAY).await;
        assert!(matches!(emptied, Err(Fault::Unfit(emptying::STANDS))), "{emptied:?}");
        assert!(said_by(&town, town.bryn, id).await.words.is_some(), "nothing went");
    })
    .await;
}

#[tokio::test]
async fn whoever_left_the_group_empties_nothing_there_and_whoever_runs_the_server_does() {
    both(async |town| {
        let id = put_better(&town).await;
        let (hers, sharing) = (said_by(&town, town.asha, id).await.id, &town.sharing);
        let database = &sharing.store.database;
        ::store::write!(database, |work| {
            sharing::erasing::end_standings(work, town.asha, MONDAY).await
        })
        .expect("Asha left");
        let asha = town.reader(town.asha).await;
        let emptied = emptying::empty(sharing, &asha, hers, MONDAY).await;
        assert!(matches!(emptied, Err(Fault::NotFound)), "{emptied:?}");
        let words = "SELECT COUNT(words) AS many FROM wordings WHERE id = $1";
        assert_eq!(many(&town, words, hers).await, 1);
        emptying::empty_by_operator(sharing, hers, MONDAY).await.expect("when asked");
        assert_eq!(many(&town, words, hers).await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_came_back_is_emptied_again_once_and_it_is_said_how_much_of_it_stands() {
    both(async |town| {
        let id = put_better(&town).await;
        let hers = said_by(&town, town.asha, id).await.id;
        let his = said_by(&town, town.bryn, id).await.id;
        let again = async || emptying::again(&town.sharing, &[hers.0, his.0], MONDAY).await;
        let back = again().await.expect("again");
        assert_eq!(back, emptying::CameBack { emptied: 2, standing: 1 }, "what Bryn said stands");
        assert_eq!(again().await.expect("again"), emptying::CameBack::default());
    })
    .await;
}
