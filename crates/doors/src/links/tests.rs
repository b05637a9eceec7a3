use ground::Fault;

use super::*;
use crate::sessions;
use crate::testing::{both, form};

#[tokio::test]
async fn a_link_lets_in_once() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let link = make(store, town.asha, By::First, now).await.expect("made");
        let session = spend(store, &link, form(), now).await.expect("spent");
        assert_eq!(town.who(&session).await, Some(town.asha));
        assert!(matches!(spend(store, &link, form(), now).await, Err(Fault::Spent)));
        assert!(matches!(find(&mut town.look().await, &link, now).await, Err(Fault::Spent)));
    })
    .await;
}

#[tokio::test]
async fn a_link_by_the_operator_and_a_sign_in_leave_a_mark_and_a_letter_leaves_none_before() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let marks = async |verb: &str| {
            let sql = ::store::sql!(
                "SELECT COUNT(*) AS many FROM trail \
                 WHERE thing_id = $1 AND verb = $2 AND thing_kind = 'person'"
            );
            let mut look = town.look().await;
            let row = look.one(sql, ::store::bind().id(town.asha).word(verb)).await;
            row.expect("counted").number("many").expect("a number")
        };
        make(store, town.asha, By::Mailed, now).await.expect("made");
        assert_eq!((marks("link_made").await, marks("signed_in").await), (0, 0));
        let link = make(store, town.asha, By::Operator, now).await.expect("made");
        assert_eq!((marks("link_made").await, marks("signed_in").await), (1, 0));
        spend(store, &link, form(), now).await.expect("spent");
        assert_eq!((marks("link_made").await, marks("signed_in").await), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn of_many_who_press_at_once_one_gets_in() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let link = make(store, town.asha, By::Operator, now).await.expect("made");
        let (a, b, c) = tokio::join!(
            spend(store, &link, form(), now),
            spend(store, &link, form(), now),
            spend(store, &link, form(), now),
        );
        assert_eq!([a, b, c].iter().filter(|s| s.is_ok()).count(), 1);
        assert_eq!(
            sessions::list(&mut town.look().await, town.asha, now).await.expect("list").len(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_form_sent_again_is_let_in_again_for_ten_minutes() {
    both(async |town| {
        let (store, now, form) = (town.store(), town.now(), form());
        let link = make(store, town.asha, By::First, now).await.expect("made");
        spend(store, &link, form, now).await.expect("spent");
        let again = spend(store, &link, form, now.plus_seconds(2)).await.expect("again");
        assert_eq!(town.who(&again).await, Some(town.asha));
        let late = spend(store, &link, form, now.plus_seconds(AGAIN_SECONDS)).await;
        assert!(matches!(late, Err(Fault::Spent)));
    })
    .await;
}

#[tokio::test]
async fn a_link_is_late_after_a_day_and_a_mailed_one_after_half_an_hour() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        for (by, seconds) in [(By::Operator, 86_400), (By::First, 86_400), (By::Mailed, 1_800)] {
            let link = make(store, town.bryn, by, now).await.expect("made");
            let late = now.plus_seconds(seconds);
            assert!(matches!(spend(store, &link, form(), late).await, Err(Fault::Spent)));
            spend(store, &link, form(), late.plus_seconds(-1)).await.expect("in time");
        }
    })
    .await;
}

#[tokio::test]
async fn looking_at_a_link_spends_nothing() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let link = make(store, town.carys, By::Mailed, now).await.expect("made");
        for _ in 0..3 {
            find(&mut town.look().await, &link, now).await.expect("waits");
        }
        spend(store, &link, form(), now).await.expect("spent");
    })
    .await;
}

#[tokio::test]
async fn whoever_the_operator_made_a_link_for_is_told_at_their_next_session() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        // What she had mailed to herself is nothing that the operator did.
        make(store, town.asha, By::Mailed, now).await.expect("made");
        let link = make(store, town.asha, By::Operator, now).await.expect("made");
        let used = spend(store, &link, form(), now).await.expect("spent");
        let later = now.plus_days(1);
        let hers = sessions::open(store, town.asha, Way::Card, later).await.expect("open");
        let mut look = town.look().await;
        let session = |token: &Token| token.hash();
        let by_link = sessions::find(&mut look, &session(&used), later).await.expect("looked");
        let by_card = sessions::find(&mut look, &session(&hers), later).await.expect("looked");
        let (by_link, by_card) = (by_link.expect("holds"), by_card.expect("holds"));
        assert!(untold(&mut look, &by_link).await.expect("links").is_empty());
        assert_eq!(untold(&mut look, &by_card).await.expect("links").len(), 1);
        let all = made_for(&mut look, town.asha, later, None).await.expect("links");
        let told = Told::of(&all, |link| link.turn).expect("one");
        tell(store, &by_link, told, later).await.expect("told");
        assert_eq!(untold(&mut look, &by_card).await.expect("links").len(), 1);
        tell(store, &by_card, told, later).await.expect("told");
        assert!(untold(&mut look, &by_card).await.expect("links").is_empty());
        assert_eq!(made_for(&mut look, town.asha, later, None).await.expect("links").len(), 1);
        assert!(made_for(&mut look, town.dev, later, None).await.expect("links").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_letter_goes_to_the_address_as_its_person_gave_it_and_to_nobody_else() {
    both(async |town| {
        let (sharing, now) = (&town.sharing, town.now());
        town.has_address(town.asha, "Asha@Town.example").await;
        let typed = Address::parse("asha@town.example").expect("address");
        let mailed = mailed_link(sharing, &typed, now).await.expect("looked").expect("a letter");
        assert_eq!(mailed.to.to_string(), "Asha@Town.example");
        let session = spend(town.store(), &mailed.token, form(), now).await.expect("spent");
        assert_eq!(town.who(&session).await, Some(town.asha));
        let unknown = Address::parse("dev@elsewhere.example").expect("address");
        assert!(mailed_link(sharing, &unknown, now).await.expect("looked").is_none());
    })
    .await;
}

#[tokio::test]
async fn one_address_is_sent_five_letters_in_an_hour() {
    both(async |town| {
        let (sharing, now) = (&town.sharing, town.now());
        let address = town.has_address(town.bryn, "bryn@town.example").await;
        for letter in 1..=6 {
            let sent = mailed_link(sharing, &address, now).await.expect("looked");
            assert_eq!(sent.is_some(), letter <= 5, "letter {letter}");
        }
        let later = now.plus_seconds(3_600);
        assert!(mailed_link(sharing, &address, later).await.expect("looked").is_some());
        crate::sweep(town.store(), later).await.expect("swept");
    })
    .await;
}

#[tokio::test]
async fn however_many_links_are_made_for_carys_she_is_told_of_each_that_she_was_shown_and_no_other()
{
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        make(store, town.carys, By::Operator, now.plus_seconds(-1)).await.expect("made");
        for _ in 0..=PAGE {
            make(store, town.carys, By::Operator, now).await.expect("made");
        }
        let hers = sessions::open(store, town.carys, Way::Card, now).await.expect("open");
        let mut look = town.look().await;
        let hers = sessions::find(&mut look, &hers.hash(), now).await.expect("looked");
        let hers = hers.expect("holds");
        let first = untold(&mut look, &hers).await.expect("links");
        assert_eq!((first.len(), first.next.is_some()), (PAGE, true), "it says there is more");
        let told = Told::of(&first, |link| link.turn).expect("some");
        assert_eq!(Told::parse(&told.to_string()), Some(told));
        // Another is made while she reads: she has not seen that one either.
        let later = now.plus_seconds(1);
        make(store, town.carys, By::Operator, later).await.expect("made");
        // Nor one of the same moment that stands before what she was shown.
        let before = ::store::TokenHash([u8::MAX; 32]);
        ::store::write!(store.database, |work| {
            super::store::keep(work, &before, town.carys, Way::Operator, now, later).await
        })
        .expect("made");
        make(store, town.bryn, By::Operator, now).await.expect("made");
        tell(store, &hers, told, later).await.expect("told");
        let rest = untold(&mut look, &hers).await.expect("links");
        let made: Vec<_> = rest.iter().map(|link| link.made).collect();
        assert_eq!((made, rest.next), (vec![later, now, now, now.plus_seconds(-1)], None));
        let his = sessions::open(store, town.bryn, Way::Card, now).await.expect("open");
        let his = sessions::find(&mut look, &his.hash(), now).await.expect("looked");
        let his = untold(&mut look, &his.expect("holds")).await.expect("links");
        assert_eq!(his.len(), 1, "what she was told of tells Bryn nothing");
        // What she was never told of waits, however long she stays away.
        let late = now.plus_days(LISTED_DAYS * 2);
        crate::sweep(store, late).await.expect("swept");
        assert_eq!(untold(&mut look, &hers).await.expect("links").len(), 4);
        assert_eq!(made_for(&mut look, town.carys, late, None).await.expect("links").len(), 4);
        let told = Told::of(&rest, |link| link.turn).expect("some");
        tell(store, &hers, told, late).await.expect("told");
        assert!(untold(&mut look, &hers).await.expect("links").is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_list_of_links_made_for_carys_leads_on_to_the_first_of_them() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        for _ in 0..PAGE {
            make(store, town.carys, By::Operator, now).await.expect("made");
        }
        let mut look = town.look().await;
        let whole = made_for(&mut look, town.carys, now, None).await.expect("links");
        assert_eq!((whole.len(), whole.next), (PAGE, None), "a full page is all of it");
        make(store, town.carys, By::Operator, now).await.expect("made");
        let first = made_for(&mut look, town.carys, now, None).await.expect("links");
        let next = first.next.expect("it goes on");
        let rest = made_for(&mut look, town.carys, now, Some(next)).await.expect("links");
        assert_eq!((first.len(), rest.len(), rest.next), (PAGE, 1, None));
        assert!(first.iter().all(|link| *link != rest[0]), "nothing stands twice");
    })
    .await;
}
