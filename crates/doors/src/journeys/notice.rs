//! What others did at somebody's doors, as they are told of it on the way.

use super::*;
use crate::news::{self, NewsKind};

/// What a hidden field of the notice brings back.
pub(super) fn shown(page: &str, field: &str) -> String {
    let (_, field) = page.split_once(&format!("name=\"{field}\" value=\"")).expect("the field");
    field.split('"').next().expect("its end").to_owned()
}

#[tokio::test]
async fn however_much_was_done_at_carys_doors_she_is_told_of_all_of_it_before_she_goes_on() {
    both(async |town| {
        let (app, store) = (town.app(false), town.store());
        let router = router(&app);
        let first = town.now().plus_seconds(-1);
        let kept = ::store::write!(store.database, |work| {
            news::keep(work, town.carys, NewsKind::CardEnded(town.asha), first).await?;
            news::keep(work, town.bryn, NewsKind::NameChanged, town.now()).await?;
            for _ in 0..=news::PAGE {
                news::keep(work, town.carys, NewsKind::NameChanged, town.now()).await?;
            }
            Ok(())
        });
        kept.expect("kept");
        let carys = sessions::open(store, town.carys, Way::Card, town.now()).await.expect("open");
        let notice = "/sign-in/links";
        let shown = |page: &str| shown(page, "shown");
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
        // What somebody else was shown says nothing of hers, nor what she was shown of his.
        let bryn = sessions::open(store, town.bryn, Way::Card, town.now()).await.expect("open");
        let behind = "/sign-in/links?next=%2Ftell";
        assert_eq!(post_as(&app, &router, notice, &bryn, &form).await.location, behind);
        let told = post_as(&app, &router, notice, &carys, &form).await;
        assert_eq!(told.location, behind);
        let page = get(&router, &told.location, Some(&carys)).await.page;
        assert_eq!((page.matches(changed).count(), page.contains(ended)), (1, true), "{page}");
        assert!(page.contains("made a link that confirms"), "what came since waits still: {page}");
        let unread = post_as(&app, &router, notice, &carys, "next=/tell").await;
        assert_eq!(
            unread.location, told.location,
            "a button that brings nothing back tells nothing"
        );
        let form = format!("next=/tell&shown={}", shown(&page));
        assert_eq!(post_as(&app, &router, notice, &carys, &form).await.location, "/tell");
        let his = get(&router, notice, Some(&bryn)).await.page;
        assert!(his.contains(changed), "what she was told of is not told to him: {his}");
    })
    .await;
}

#[tokio::test]
async fn however_many_links_were_made_carys_reads_of_each_before_she_goes_on() {
    both(async |town| {
        let (app, store) = (town.app(false), town.store());
        let router = router(&app);
        for _ in 0..=links::PAGE {
            links::make(store, town.carys, By::Operator, town.now()).await.expect("made");
        }
        let carys = sessions::open(store, town.carys, Way::Card, town.now()).await.expect("open");
        let (notice, made) = ("/sign-in/links", "Not used.");
        let page = get(&router, notice, Some(&carys)).await.page;
        assert_eq!(page.matches(made).count(), links::PAGE, "{page}");
        assert!(page.contains("list-goes-on"), "{page}");
        let form = format!("next=/tell&links={}", shown(&page, "links"));
        // What somebody else was shown tells nobody of hers, nor does it in the field of the news.
        let bryn = sessions::open(store, town.bryn, Way::Card, town.now()).await.expect("open");
        assert_eq!(post_as(&app, &router, notice, &bryn, &form).await.location, "/tell");
        let amiss = format!("next=/tell&shown={}", shown(&page, "links"));
        let behind = "/sign-in/links?next=%2Ftell";
        assert_eq!(post_as(&app, &router, notice, &carys, &amiss).await.location, behind);
        assert_eq!(post_as(&app, &router, notice, &carys, &form).await.location, behind);
        let page = get(&router, notice, Some(&carys)).await.page;
        assert_eq!(page.matches(made).count(), 1, "{page}");
        let form = format!("next=/tell&links={}", shown(&page, "links"));
        assert_eq!(post_as(&app, &router, notice, &carys, &form).await.location, "/tell");
        // All of them stay listed, a page at a time, and one address leads on in one list alone.
        let page = get(&router, "/sessions", Some(&carys)).await.page;
        assert_eq!(page.matches(made).count(), links::PAGE, "{page}");
        let (_, on) = page.split_once("href=\"/sessions?after=").expect("it leads on");
        let (carried, part) = on.split_once('#').expect("the part of the page");
        assert!(part.starts_with("links\""), "{part}");
        let further = format!("/sessions?after={carried}");
        let page = get(&router, &further, Some(&carys)).await.page;
        assert_eq!(page.matches(made).count(), 1, "{page}");
        assert!(!page.contains("id=\"news\""), "the other list is not led on in: {page}");
        let made_for_bryn = get(&router, &further, Some(&bryn)).await.page;
        assert!(!made_for_bryn.contains(made), "{made_for_bryn}");
    })
    .await;
}
