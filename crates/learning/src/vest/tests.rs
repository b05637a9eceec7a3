use ground::{Fault, Words};
use sharing::vest::{Vest, VestId};

use super::{of_conversation, of_experiment, read_conversation, read_experiment};
use crate::conversations::{self, ConversationId};
use crate::experiments::{self, ExperimentId, Planned, Support};
use crate::proof::{MONDAY, Town, both, line, words};

fn trust(text: &str) -> Vest<Words> {
    Vest { trust: Some(words(text)), variety: None, empathy: None, strengths: None }
}

/// Asha tries something.
async fn tried(town: &Town) -> ExperimentId {
    let inquiry = town.question("Why does the damp come back?").await;
    let (id, asha) = (ExperimentId::random(), town.reader(town.asha).await);
    let planned = Planned {
        inquiry,
        name: line("Two mornings with the door open"),
        intends: None,
        tries: None,
        limits: None,
        who: None,
        support: Support::Untouched,
        because: None,
    };
    experiments::plan(&town.sharing, &asha, id, &planned, MONDAY).await.expect("planned");
    id
}

/// Nothing under any of them.
fn nothing_said() -> Vest<Words> {
    Vest { variety: None, empathy: None, strengths: None, trust: None }
}

#[tokio::test]
async fn something_tried_is_read_with_four_words_by_those_in_the_talk_and_by_nobody_else() {
    both(async |town| {
        let (id, reading) = (tried(&town).await, VestId::random());
        let (asha, bryn) = (town.reader(town.asha).await, town.reader(town.bryn).await);
        let said = trust("Nobody asked why I was late.");
        let read = read_experiment(&town.sharing, &bryn, id, (reading, &said), MONDAY).await;
        read.expect("read");
        let again = read_experiment(&town.sharing, &bryn, id, (reading, &said), MONDAY).await;
        assert!(matches!(again, Err(Fault::Already)), "sent twice, it is there once");
        let empty = (VestId::random(), &nothing_said());
        let empty = read_experiment(&town.sharing, &bryn, id, empty, MONDAY).await;
        assert!(matches!(empty, Err(Fault::Unfit("unfit-vest-empty"))));

        let mut look = town.look().await;
        let found = experiments::find(&town.sharing, &mut look, &asha, id).await.expect("found");
        let both = (&found.0, &found.1);
        let seen = of_experiment(&town.sharing, &mut look, &asha, both).await.expect("looked");
        let seen = seen.expect("Asha is in the talk");
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].by.as_ref().map(ToString::to_string).as_deref(), Some("Bryn"));
        assert_eq!(seen[0].said[0].1.to_string(), "Nobody asked why I was late.");
        // Carys holds the money: she sees neither what was observed nor how it is read.
        let carys = town.reader(town.carys).await;
        let outside = of_experiment(&town.sharing, &mut look, &carys, both).await;
        assert!(outside.expect("looked").is_none());
        drop(look);
        for who in [town.carys, town.dev] {
            let reader = town.reader(who).await;
            let said = (VestId::random(), &said);
            let read = read_experiment(&town.sharing, &reader, id, said, MONDAY).await;
            assert!(matches!(read, Err(Fault::NotFound)));
            let (status, _) = town.page(who, &format!("/experiments/{id}/four-words")).await;
            assert_eq!(status.as_u16(), 404);
        }
        let (_, page) = town.page(town.asha, &format!("/experiments/{id}")).await;
        assert!(page.contains("Nobody asked why I was late."));
        assert!(!page.contains("Take mine back"), "it is not Asha's");
        let (_, page) = town.page(town.carys, &format!("/experiments/{id}")).await;
        assert!(!page.contains("Nobody asked why I was late."));
        let back = format!("/experiments/{id}/four-words/{reading}/back");
        for who in [town.asha, town.carys, town.dev] {
            assert_eq!(town.send(who, &back, &[]).await.0.as_u16(), 404);
        }
        let (_, page) = town.page(town.bryn, &format!("/experiments/{id}")).await;
        assert!(page.contains("Take mine back") && page.contains(&back));
        assert!(town.send(town.bryn, &back, &[]).await.0.is_redirection());
        let (_, page) = town.page(town.asha, &format!("/experiments/{id}")).await;
        assert!(!page.contains("Nobody asked why I was late."));
    })
    .await;
}

#[tokio::test]
async fn a_conversation_is_read_with_four_words_by_its_group_and_each_word_may_be_left_out() {
    both(async |town| {
        let path = format!("/systems/{}/intended", town.team);
        let fields = [("saying", "The four of us who were in.")];
        let (status, to, _) = town.send(town.asha, &path, &fields).await;
        assert!(status.is_redirection());
        let id = ConversationId::parse(to.trim_start_matches("/conversations/")).expect("an id");
        let form = format!("/conversations/{id}/four-words");
        let (status, page) = town.page(town.carys, &form).await;
        assert!(status.is_success());
        assert!(page.contains("not about anybody"), "the form says what it is not for");
        let (status, _, page) = town.send(town.carys, &form, &[("trust", " ")]).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("at least one of the four words"));
        let fields = [("variety", ""), ("strengths", "Ken mends bikes.")];
        let (status, to, _) = town.send(town.carys, &form, &fields).await;
        assert!(status.is_redirection() && to.starts_with(&format!("/conversations/{id}")));
        let (asha, mut look) = (town.reader(town.asha).await, town.look().await);
        let found = conversations::find(&town.sharing, &mut look, &asha, id).await.expect("found");
        let seen = of_conversation(&town.sharing, &mut look, &asha, &found).await.expect("seen");
        assert_eq!(seen[0].said.len(), 1, "what was left out is not there");
        drop(look);
        let back = format!("/conversations/{id}/four-words/{}/back", seen[0].id);
        assert_eq!(town.send(town.asha, &back, &[]).await.0.as_u16(), 404);
        assert!(town.send(town.carys, &back, &[]).await.0.is_redirection());
        let dev = town.reader(town.dev).await;
        let said = (VestId::random(), &trust("Let me in."));
        let read = read_conversation(&town.sharing, &dev, id, said, MONDAY).await;
        assert!(matches!(read, Err(Fault::NotFound)));
        assert_eq!(town.page(town.dev, &form).await.0.as_u16(), 404);
    })
    .await;
}
