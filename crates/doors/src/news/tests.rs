use super::*;
use crate::testing::both;

async fn done(town: &crate::testing::Town, person: PersonId, kind: NewsKind, at: Moment) {
    let kept = ::store::write!(town.store().database, |work| keep(work, person, kind, at).await);
    kept.expect("kept");
}

#[tokio::test]
async fn what_asha_did_at_bryns_door_is_told_to_him_once_and_stays_listed_for_ninety_days() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        done(&town, town.bryn, NewsKind::CardEnded(town.asha), now).await;
        let mut look = town.look().await;
        let news = untold(&mut look, town.bryn).await.expect("news");
        assert_eq!(news.len(), 1);
        tell(store, town.bryn, Told::of(&news, News::turn).expect("one"), now).await.expect("told");
        assert!(untold(&mut look, town.bryn).await.expect("news").is_empty());
        let listed = of(&mut look, town.bryn, now, None).await.expect("news");
        assert_eq!((listed.len(), listed[0].kind), (1, NewsKind::CardEnded(town.asha)));
        let late = now.plus_days(LISTED_DAYS);
        assert!(of(&mut look, town.bryn, late, None).await.expect("news").is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_never_told_waits_however_long_they_stay_away() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        done(&town, town.bryn, NewsKind::CardEnded(town.asha), now).await;
        done(&town, town.carys, NewsKind::CardHanded(town.asha), now).await;
        let news = untold(&mut town.look().await, town.carys).await.expect("news");
        tell(store, town.carys, Told::of(&news, News::turn).expect("one"), now)
            .await
            .expect("told");
        let late = now.plus_days(1_000);
        crate::sweep(store, late).await.expect("swept");
        let mut look = town.look().await;
        assert_eq!(untold(&mut look, town.bryn).await.expect("news").len(), 1);
        assert!(of(&mut look, town.dev, late, None).await.expect("news").is_empty());
    })
    .await;
}

#[tokio::test]
async fn however_much_is_done_at_carys_doors_nothing_is_pushed_out_of_what_she_is_told() {
    both(async |town| {
        let now = town.now();
        done(&town, town.carys, NewsKind::CardEnded(town.asha), now.plus_seconds(-1)).await;
        let store = town.store();
        let kept = ::store::write!(store.database, |work| {
            for _ in 0..PAGE {
                keep(work, town.carys, NewsKind::NameChanged, now).await?;
            }
            Ok(())
        });
        kept.expect("kept");
        let mut look = town.look().await;
        let told = untold(&mut look, town.carys).await.expect("news");
        assert_eq!(
            (told.len(), told.next.is_some()),
            (PAGE, true),
            "and it says that there is more"
        );
        let first = of(&mut look, town.carys, now, None).await.expect("news");
        assert!(first.iter().all(|one| one.kind == NewsKind::NameChanged));
        let next = of(&mut look, town.carys, now, first.next).await.expect("news");
        assert_eq!((next.len(), next.next), (1, None));
        assert_eq!(next[0].kind, NewsKind::CardEnded(town.asha));
    })
    .await;
}
