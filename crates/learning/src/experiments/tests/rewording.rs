//! A plan in better words.

use super::{entered, planned, tried};
use crate::experiments::{EntryKind, ExperimentId, Planned, Support, plan};
use crate::proof::{MONDAY, both, words};

#[tokio::test]
async fn a_plan_is_put_in_better_words_and_what_it_said_before_can_be_read() {
    both(async |town| {
        let (_, id) = tried(&town).await;
        let path = format!("/experiments/{id}");
        let form = [
            ("revision", "1"),
            ("name", "Knock instead of writing"),
            ("intends", "Somebody opens the door."),
            ("limits", "One street, until Easter."),
        ];
        let sent = town.send(town.asha, &format!("{path}/words"), &form).await;
        assert_eq!(sent.0.as_u16(), 303);
        let (_, page) = town.page(town.carys, &path).await;
        for said in ["One street, until Easter.", "Two streets, until Easter.", "Asha"] {
            assert!(page.contains(said), "{said}");
        }
        assert!(page.contains("Bryn, 2 March 2026. It stood there until"));
        let (status, _, page) = town.send(town.bryn, &format!("{path}/words"), &form).await;
        assert_eq!(status.as_u16(), 409, "it stands at another revision");
        assert!(page.contains("Somebody else changed this"));
        assert_eq!(town.page(town.carys, &format!("{path}/words")).await.0.as_u16(), 404);
    })
    .await;
}

#[tokio::test]
async fn nobody_writes_a_plan_after_it_was_stopped() {
    both(async |town| {
        let (_, id) = tried(&town).await;
        entered(&town, id, EntryKind::Stop, "Nobody opened.", 2).await;
        let path = format!("/experiments/{id}/words");
        assert_eq!(town.page(town.bryn, &path).await.0.as_u16(), 404);
        let form = [("revision", "1"), ("name", "See whether nobody opens")];
        let (status, _, page) = town.send(town.bryn, &path, &form).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("This was stopped") && page.contains("See whether nobody opens"));
        let (_, page) = town.page(town.bryn, &format!("/experiments/{id}")).await;
        assert!(page.contains("<h1>Knock instead of writing</h1>"));
    })
    .await;
}

#[tokio::test]
async fn a_plan_that_touches_support_goes_on_saying_how_to_refuse() {
    both(async |town| {
        let inquiry = town.question("Who chooses the day?").await;
        let bryn = town.reader(town.bryn).await;
        let support = Support::Touched {
            how_asked: words("Over tea, twice."),
            how_refuse: words("Say no to anybody; Thursday stays yours."),
        };
        let (id, told) = (ExperimentId::random(), Planned { support, ..planned(inquiry) });
        plan(&town.sharing, &bryn, id, &told, MONDAY).await.expect("planned");
        let path = format!("/experiments/{id}/words");
        let form = [("revision", "1"), ("name", "Another day")];
        let (status, _, page) = town.send(town.bryn, &path, &form).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("how they can refuse and lose nothing"));
        let (_, page) = town.page(town.asha, &format!("/experiments/{id}")).await;
        assert!(page.contains("Thursday stays yours."));
    })
    .await;
}
