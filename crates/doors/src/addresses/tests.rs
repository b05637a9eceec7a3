use ground::Fault;

use super::*;
use crate::testing::both;

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
}

#[tokio::test]
async fn an_address_belongs_to_one_person_and_is_read_by_them_alone() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let address = Address::parse("asha@town.example").expect("address");
        give(store, town.asha, &address, now).await.expect("given");
        let taken = give(store, town.bryn, &address, now).await;
        assert!(matches!(taken, Err(Fault::Unfit("unfit-address"))));
        let own_of = async |person| {
            let reader = town.reader(person).await;
            own(&town.sharing, &reader).await.expect("read").map(|seen| seen.to_string())
        };
        assert_eq!(own_of(town.asha).await.as_deref(), Some("asha@town.example"));
        assert_eq!(own_of(town.bryn).await, None);
        assert_eq!(own_of(town.dev).await, None);
    })
    .await;
}

#[tokio::test]
async fn another_address_takes_the_place_of_the_first_and_a_removed_one_is_free() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        let first = Address::parse("carys@town.example").expect("address");
        let second = Address::parse("carys@hill.example").expect("address");
        let whose = async |address: &Address| {
            find(&mut town.look().await, &store.keys, address).await.expect("looked")
        };
        give(store, town.carys, &first, now).await.expect("given");
        give(store, town.carys, &second, now).await.expect("given");
        assert_eq!(whose(&first).await, None);
        assert_eq!(whose(&second).await, Some(town.carys));
        remove(store, town.carys).await.expect("removed");
        assert_eq!(whose(&second).await, None);
        give(store, town.bryn, &second, now).await.expect("given");
    })
    .await;
}

#[tokio::test]
async fn nobody_tries_addresses_out_to_learn_who_has_them() {
    both(async |town| {
        let (store, now) = (town.store(), town.now());
        for number in 1..=6 {
            let address = Address::parse(&format!("dev{number}@town.example")).expect("address");
            let given = give(store, town.dev, &address, now).await;
            assert_eq!(given.is_ok(), number <= 5, "try {number}");
        }
    })
    .await;
}
