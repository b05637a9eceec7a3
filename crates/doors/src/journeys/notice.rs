//! What others did at somebody's doors, as they are told of it on the way.

use super::*;
use crate::news::{self, NewsKind};

#[tokio::test]
async fn however_much_was_done_at_carys_doors_she_is_told_of_all_of_it_before_she_goes_on() {
    both(async |town| {
        let (app, store) = (town.app(false), town.store());
        let router = router(&app);
        let first = town.now().plus_seconds(-1);
        let kept = ::store::write!(store.database, |work| {
            news::keep(work, town.carys, NewsKind::CardEnded(town.asha), first).await?;
            for _ in 0..news::PAGE {
                news::keep(work, town.carys, NewsKind::NameChanged, town.now()).await?;
            }
            Ok(())
        });
        kept.expect("kept");
        let carys = sessions::open(store, town.carys, Way::Card, town.now()).await.expect("open");
        let notice = "/sign-in/links";
        let shown = |page: &str| {
            let (_, field) = page.split_once("name=\"shown\" value=\"").expect("the field");
            field.split('"').next().expect("its end").to_owned()
        };
        let (ended, changed) = ("ended your card", "name you are shown by");
        let page = get(&router, notice, Some(&carys)).await.page;
        assert_eq!(page.matches(changed).count(), news::PAGE, "{page}");
        assert!(!page.contains(ended));
        // Something is done meanwhile, which she has not seen either.
        let now = town.now().plus_seconds(1);
        let kept = ::store::write!(store.database, |work| {
            news::keep(work, town.carys, NewsKind::AddressLink, now).await
        });
        kept.expect("kept");
        let form = format!("next=/tell&shown={}", shown(&page));
        // What somebody else was shown says nothing of hers.
        let bryn = sessions::open(store, town.bryn, Way::Card, town.now()).await.expect("open");
        assert_eq!(post_as(&app, &router, notice, &bryn, &form).await.location, "/tell");
        let told = post_as(&app, &router, notice, &carys, &form).await;
        assert_eq!(told.location, "/sign-in/links?next=%2Ftell");
        let page = get(&router, &told.location, Some(&carys)).await.page;
        assert_eq!((page.matches(changed).count(), page.contains(ended)), (0, true), "{page}");
        let unread = post_as(&app, &router, notice, &carys, "next=/tell").await;
        assert_eq!(
            unread.location, told.location,
            "a button that brings nothing back tells nothing"
        );
        let form = format!("next=/tell&shown={}", shown(&page));
        assert_eq!(post_as(&app, &router, notice, &carys, &form).await.location, "/tell");
    })
    .await;
}
