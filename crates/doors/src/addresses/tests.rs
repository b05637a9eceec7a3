use ground::Fault;

use super::*;
use crate::news::NewsKind;
use crate::testing::{Town, both, form};

#[test]
fn an_address_is_something_at_a_host() {
    for fine in ["asha@town.example", " Zoë@town.example ", "a+b@localhost"] {
        assert!(Address::parse(fine).is_ok(), "{fine}");
    }
    let long = format!("{}@town.example", "a".repeat(250));
    for unfit in
        ["", "asha", "@town.example", "asha@", "a b@town.example", "a@b@c", "a@b,c@d", &long]
    {
        assert!(Address::parse(unfit).is_err(), "{unfit}");
    }
    for broken in ["a@b.c\r\nBcc: d@e.f", "a\n@b.c", "a@b\0.c", "a\u{7}@b.c", "a@b.c\nd"] {
        assert!(Address::parse(broken).is_err(), "{broken:?}");
    }
}

async fn own_of(town: &Town, person: PersonId) -> (Option<String>, Option<String>) {
    let reader = town.reader(person).await;
    let own = own(&town.sharing, &reader).await.expect("read");
    (own.confirmed.map(|seen| seen.to_string()), own.claimed.map(|seen| seen.to_string()))
}

async fn letter_to(town: &Town, person: PersonId) -> ::store::Token {
    let link = confirming_link(&town.sharing, person, town.now()).await.expect("looked");
    link.expect("a letter").token
}

#[tokio::test]
async fn an_address_is_read_by_its_person_alone_and_giving_one_tells_nothing_of_another() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let address = town.has_address(town.asha, "asha@town.example").await;
        // Bryn gives the same one: he is answered as if nobody had it.
        claim(store, town.bryn, &address, now).await.expect("answered the same");
        assert_eq!(own_of(&town, town.asha).await.0.as_deref(), Some("asha@town.example"));
        assert_eq!(own_of(&town, town.bryn).await, (None, Some("asha@town.example".to_owned())));
        assert_eq!(own_of(&town, town.dev).await, (None, None));
        // Only whoever holds the mailbox learns that it is Asha's, and she keeps it.
        let link = letter_to(&town, town.bryn).await;
        let taken = confirm(store, &link, None, form(), now).await;
        assert!(matches!(taken, Err(Fault::Unfit("unfit-address-of-another"))));
        let whose = find(&mut town.look().await, &store.keys, &address).await.expect("looked");
        assert_eq!(whose, Some(town.asha));
    })
    .await;
}

#[tokio::test]
async fn an_unconfirmed_address_keeps_nobody_from_their_own() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let address = Address::parse("carys@town.example").expect("address");
        claim(store, town.dev, &address, now).await.expect("given");
        assert_eq!(find(&mut town.look().await, &store.keys, &address).await.expect("find"), None);
        town.has_address(town.carys, "carys@town.example").await;
        let link = letter_to(&town, town.dev).await;
        assert!(confirm(store, &link, None, form(), now).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn another_address_takes_the_place_of_the_first_only_when_it_is_confirmed() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let first = town.has_address(town.carys, "carys@town.example").await;
        let second = Address::parse("carys@hill.example").expect("address");
        let whose = async |address: &Address| {
            find(&mut town.look().await, &store.keys, address).await.expect("looked")
        };
        claim(store, town.carys, &second, now).await.expect("given");
        assert_eq!(whose(&first).await, Some(town.carys), "she is not locked out meanwhile");
        let mut look = town.look().await;
        assert_eq!(standing(&mut look, town.carys).await.expect("stands"), Standing::Waits);
        let link = letter_to(&town, town.carys).await;
        confirm(store, &link, Some(town.carys), form(), now).await.expect("confirmed");
        assert_eq!((whose(&first).await, whose(&second).await), (None, Some(town.carys)));
        remove(store, town.carys).await.expect("removed");
        assert_eq!(whose(&second).await, None);
        assert_eq!(standing(&mut look, town.carys).await.expect("stands"), Standing::None);
    })
    .await;
}

#[tokio::test]
async fn when_another_address_takes_the_place_of_caryss_she_is_told_by_a_letter_to_the_former() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        town.has_address(town.carys, "carys@town.example").await;
        let mut look = town.look().await;
        let told = crate::news::untold(&mut look, town.carys).await.expect("news");
        assert!(told.is_empty(), "a first address takes nobody's place");
        let second = Address::parse("carys@hill.example").expect("address");
        claim(store, town.carys, &second, now).await.expect("given");
        let (link, pressed) = (letter_to(&town, town.carys).await, form());
        let former = confirm(store, &link, None, pressed, now).await.expect("confirmed");
        let again = confirm(store, &link, None, pressed, now).await.expect("the same form");
        assert!(again.is_none(), "one letter, however often it is sent");
        let told = crate::news::untold(&mut look, town.carys).await.expect("news");
        assert_eq!(told.iter().map(|one| one.kind).collect::<Vec<_>>(), [NewsKind::AddressChanged]);
        let app = town.app(true);
        let (letters, mut asks) = crate::letters::queue();
        let (former, tongue) = (former.expect("a former one"), app.tongues().choose("en"));
        letters.ask(crate::letters::Asked::Changed { former, tongue });
        let letter = asks.next(&app).await.expect("a letter");
        assert_eq!(letter.to.to_string(), "carys@town.example");
        assert!(!letter.text.contains("://"), "{}", letter.text);
    })
    .await;
}

#[tokio::test]
async fn of_many_who_press_at_once_one_confirms_and_a_day_later_nobody_does() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let address = Address::parse("bryn@town.example").expect("address");
        claim(store, town.bryn, &address, now).await.expect("given");
        let late = letter_to(&town, town.bryn).await;
        let day = now.plus_seconds(HOURS * 3_600);
        assert!(matches!(confirm(store, &late, None, form(), day).await, Err(Fault::Spent)));
        let link = letter_to(&town, town.bryn).await;
        let (a, b, c) = tokio::join!(
            confirm(store, &link, None, form(), now),
            confirm(store, &link, None, form(), now),
            confirm(store, &link, None, form(), now),
        );
        assert_eq!([a, b, c].iter().filter(|one| one.is_ok()).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_link_for_an_address_given_before_confirms_nothing() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        for text in ["old@town.example", "new@town.example"] {
            let address = Address::parse(text).expect("address");
            let old = match text {
                "new@town.example" => Some(letter_to(&town, town.bryn).await),
                _ => None,
            };
            claim(store, town.bryn, &address, now).await.expect("given");
            if let Some(old) = old {
                let pressed = confirm(store, &old, None, form(), now).await;
                assert!(matches!(pressed, Err(Fault::Spent)));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_is_sent_more_than_five_letters_in_an_hour_whoever_gives_their_address() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let address = Address::parse("carys@town.example").expect("address");
        for person in [town.dev, town.bryn] {
            claim(store, person, &address, now).await.expect("given");
        }
        let mut sent = 0;
        for person in [town.dev, town.bryn, town.dev, town.bryn, town.dev, town.bryn, town.dev] {
            let link = confirming_link(&town.sharing, person, now).await.expect("looked");
            sent += usize::from(link.is_some());
        }
        assert_eq!(sent, 5);
        for number in 1..=6 {
            let address = Address::parse(&format!("dev{number}@town.example")).expect("address");
            let given = claim(store, town.dev, &address, now).await;
            assert_eq!(given.is_ok(), number <= 4, "try {number}, after one before");
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_that_the_operator_makes_is_told_to_its_person() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        assert!(made_by_operator(store, town.bryn, now).await.expect("asked").is_none());
        let address = Address::parse("bryn@town.example").expect("address");
        claim(store, town.bryn, &address, now).await.expect("given");
        let link = made_by_operator(store, town.bryn, now).await.expect("asked").expect("a link");
        let told = crate::news::untold(&mut town.look().await, town.bryn).await;
        assert_eq!(told.expect("news").len(), 1);
        confirm(store, &link, None, form(), now).await.expect("confirmed");
        let whose = find(&mut town.look().await, &store.keys, &address).await.expect("looked");
        assert_eq!(whose, Some(town.bryn));
    })
    .await;
}
