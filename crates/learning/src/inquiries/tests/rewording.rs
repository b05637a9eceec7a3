//! A question in better words.

use sharing::wordings::WordingId;

use crate::inquiries::{GuestId, InquiryId, TalkId, Turn, ask_in, reword, say};
use crate::proof::{MONDAY, Town, both, line, words};

async fn puts(
    town: &Town,
    who: ground::id::PersonId,
    id: InquiryId,
    (form, revision): (WordingId, i64),
    question: &str,
) -> ground::Outcome<()> {
    let (reader, at) = (town.reader(who).await, MONDAY.plus_days(3));
    let put = (&line(question), None);
    reword(&town.sharing, &reader, id, (form, revision), put, at).await
}

#[tokio::test]
async fn a_question_is_put_in_better_words_and_what_was_asked_before_can_be_read() {
    both(async |town| {
        let id = town.question("Why is Mrs Hale late?").await;
        let path = format!("/inquiries/{id}");
        let (_, before) = town.page(town.bryn, &path).await;
        assert!(!before.contains("What was said before"));
        let form = [
            ("revision", "1"),
            ("question", "Why do letters come late?"),
            ("why", "Three of us waited."),
        ];
        let sent = town.send(town.bryn, &format!("{path}/words"), &form).await;
        assert_eq!((sent.0.as_u16(), sent.1.as_str()), (303, path.as_str()));
        let (_, page) = town.page(town.carys, &path).await;
        assert!(page.contains("<h1>Why do letters come late?</h1>"));
        for said in [
            "Put in other words by Bryn, 2 March 2026",
            "Why is Mrs Hale late?",
            "Asha, 2 March 2026. It stood there until 2 March 2026.",
            "Nothing stood here before.",
        ] {
            assert!(page.contains(said), "{said}");
        }
        assert_eq!(town.page(town.dev, &path).await.0.as_u16(), 404);
    })
    .await;
}

#[tokio::test]
async fn two_who_change_a_question_at_once_see_both_texts_and_lose_no_draft() {
    both(async |town| {
        let id = town.question("Why so late?").await;
        let path = format!("/inquiries/{id}/words");
        let (_, shown) = town.page(town.bryn, &path).await;
        assert!(shown.contains("name=\"revision\" value=\"1\""));
        let first = WordingId::random();
        puts(&town, town.asha, id, (first, 1), "Why do letters come late?").await.expect("put");
        let form = [("revision", "1"), ("question", "Who brings the letters?"), ("why", "Mine")];
        let (status, _, page) = town.send(town.bryn, &path, &form).await;
        assert_eq!(status.as_u16(), 409);
        for text in ["Who brings the letters?", "Mine", "Why do letters come late?"] {
            assert!(page.contains(text), "{text}");
        }
        assert!(page.contains("Somebody else changed this while you were writing"));
        // Having seen both, what is sent from there is kept.
        assert!(page.contains("name=\"revision\" value=\"2\""));
        // The first form, sent again, is done already.
        let again = puts(&town, town.asha, id, (first, 1), "Why do letters come late?").await;
        assert!(matches!(again, Err(ground::Fault::Already)), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_the_money_puts_no_question_of_others_better_unless_asked_in() {
    both(async |town| {
        let id = town.question("Who pays for this?").await;
        let form = [("revision", "1"), ("question", "Is all well?")];
        let path = format!("/inquiries/{id}/words");
        for who in [town.carys, town.dev] {
            assert_eq!(town.page(who, &path).await.0.as_u16(), 404);
            assert_eq!(town.send(who, &path, &form).await.0.as_u16(), 404);
            // Nor is she told what is wrong with what she typed.
            assert_eq!(town.send(who, &path, &[("revision", "1")]).await.0.as_u16(), 404);
        }
        let (_, page) = town.page(town.carys, &format!("/inquiries/{id}")).await;
        assert!(page.contains("Who pays for this?") && !page.contains("Put this in better words"));
        let bryn = town.reader(town.bryn).await;
        let guest = (GuestId::random(), town.carys);
        ask_in(&town.sharing, &bryn, id, guest, MONDAY).await.expect("asked in");
        assert_eq!(town.send(town.carys, &path, &form).await.0.as_u16(), 303);
    })
    .await;
}

#[tokio::test]
async fn a_closed_question_keeps_its_words_and_gives_the_draft_back() {
    both(async |town| {
        let id = town.question("Why so late?").await;
        let bryn = town.reader(town.bryn).await;
        let closing = (Turn::Closed, &words("We know now."));
        say(&town.sharing, &bryn, TalkId::random(), id, closing, MONDAY).await.expect("closed");
        let path = format!("/inquiries/{id}/words");
        assert_eq!(town.page(town.bryn, &path).await.0.as_u16(), 404);
        let form = [("revision", "2"), ("question", "Was it ever late?")];
        let (status, _, page) = town.send(town.bryn, &path, &form).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("This question is closed") && page.contains("Was it ever late?"));
        let (_, page) = town.page(town.bryn, &format!("/inquiries/{id}")).await;
        assert!(page.contains("<h1>Why so late?</h1>"));
    })
    .await;
}

#[tokio::test]
async fn each_takes_away_the_questions_they_asked_in_the_words_they_said() {
    both(async |town| {
        let id = town.question("Why is Mrs Hale late?").await;
        let form = (WordingId::random(), 1);
        puts(&town, town.bryn, id, form, "Why do letters come late?").await.expect("put");
        let noun = &crate::nouns(&town.sharing)[0];
        for (who, own, other) in [
            (town.asha, "Why is Mrs Hale late?", "Why do letters come late?"),
            (town.bryn, "Why do letters come late?", "Why is Mrs Hale late?"),
        ] {
            let reader = town.reader(who).await;
            let mut look = town.look().await;
            let texts = noun.export(&mut look, &reader, who).await.expect("texts");
            let texts: Vec<String> = texts
                .iter()
                .filter(|text| text.part == "question")
                .map(|text| text.words.to_string())
                .collect();
            assert_eq!(texts, [own], "and not {other}");
        }
    })
    .await;
}
