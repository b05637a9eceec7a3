use ground::Fault;

use super::*;
use crate::testing::both;

#[tokio::test]
async fn a_session_lets_its_person_in_and_nobody_else() {
    both(async |town| {
        let token = open(town.store(), town.asha, Way::Mailed, town.now()).await.expect("open");
        assert_eq!(town.who(&token).await, Some(town.asha));
        assert_eq!(town.who(&Token::random().expect("token")).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_session_is_over_after_thirty_days_or_fourteen_unseen() {
    both(async |town| {
        let (store, begun) = (town.store(), town.now());
        let kept = open(store, town.asha, Way::Mailed, begun).await.expect("open");
        let left = open(store, town.asha, Way::Card, begun).await.expect("open");
        for day in 1..30 {
            let now = begun.plus_days(day);
            town.clock.move_to(now);
            let found = find(&mut town.look().await, &kept.hash(), now).await.expect("looked");
            seen(store, &kept.hash(), &found.expect("holds"), now).await.expect("seen");
            assert_eq!(town.who(&left).await.is_some(), day < 14, "day {day}");
        }
        town.clock.move_to(begun.plus_days(30));
        assert_eq!(town.who(&kept).await, None);
        sweep(store, town.now()).await.expect("swept");
    })
    .await;
}

#[tokio::test]
async fn a_visit_is_written_down_at_most_once_an_hour() {
    both(async |town| {
        let (store, begun) = (town.store(), town.now());
        let token = open(store, town.bryn, Way::Card, begun).await.expect("open");
        for (minutes, written) in [(59, 0), (60, 60), (119, 60), (121, 121)] {
            let now = begun.plus_seconds(minutes * 60);
            let mut look = town.look().await;
            let session =
                find(&mut look, &token.hash(), now).await.expect("looked").expect("holds");
            seen(store, &token.hash(), &session, now).await.expect("seen");
            let after = find(&mut look, &token.hash(), now).await.expect("looked").expect("holds");
            assert_eq!(after.seen, begun.plus_seconds(written * 60));
        }
    })
    .await;
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_of_one_person() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let mut ashas = Vec::new();
        for way in [Way::Mailed, Way::Card, Way::Operator] {
            ashas.push(open(store, town.asha, way, now).await.expect("open"));
        }
        let bryns = open(store, town.bryn, Way::Mailed, now).await.expect("open");
        end_all(store, town.asha).await.expect("ended");
        for token in &ashas {
            assert_eq!(town.who(token).await, None);
        }
        assert!(list(&mut town.look().await, town.asha, now).await.expect("list").is_empty());
        assert_eq!(town.who(&bryns).await, Some(town.bryn));
    })
    .await;
}

#[tokio::test]
async fn nobody_ends_the_session_of_another() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let token = open(store, town.asha, Way::Mailed, now).await.expect("open");
        let id = list(&mut town.look().await, town.asha, now).await.expect("list")[0].id;
        assert!(matches!(end(store, town.dev, id).await, Err(Fault::NotFound)));
        assert_eq!(town.who(&token).await, Some(town.asha));
        end(store, town.asha, id).await.expect("ended");
        assert_eq!(town.who(&token).await, None);
    })
    .await;
}

#[tokio::test]
async fn one_session_too_many_ends_the_one_unseen_for_longest() {
    both(async |town| {
        let (store, begun) = (town.store(), town.now());
        let mut tokens = Vec::new();
        for minute in 0..=MOST {
            let now = begun.plus_seconds(i64::try_from(minute).expect("small") * 60);
            tokens.push(open(store, town.asha, Way::Mailed, now).await.expect("open"));
        }
        let held = list(&mut town.look().await, town.asha, begun).await.expect("list").len();
        assert_eq!(held, MOST);
        assert_eq!(town.who(&tokens[0]).await, None);
        assert_eq!(town.who(&tokens[1]).await, Some(town.asha));
    })
    .await;
}
