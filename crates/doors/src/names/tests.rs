use ::store::{bind, sql};
use ground::id::PersonId;
use ground::{Fault, Line};
use sharing::Reader;
use sharing::people::NewName;

use super::*;
use crate::testing::{Town, both};

fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

/// What one calls the other.
async fn called(town: &Town, who: PersonId, other: PersonId) -> Option<String> {
    let reader = town.reader(who).await;
    let names = town.sharing.names(&mut town.look().await, &reader, [other]).await;
    names.expect("names").of(other).map(ToString::to_string)
}

async fn changes(town: &Town, who: PersonId, name: &str) -> Outcome<()> {
    let reader = town.reader(who).await;
    change(&town.sharing, &reader, &line(name), town.now()).await
}

#[tokio::test]
async fn bryn_puts_his_name_right_and_everybody_who_knows_him_reads_the_new_one() {
    both(async |town| {
        changes(&town, town.bryn, "Bronwen").await.expect("changed");
        for who in [town.bryn, town.asha, town.carys] {
            assert_eq!(called(&town, who, town.bryn).await.as_deref(), Some("Bronwen"));
        }
        assert_eq!(called(&town, town.dev, town.bryn).await, None, "Dev knew neither");
        // The earlier one is nowhere, not even for the operator who looks somebody up by it.
        assert!(town.sharing.people_named(&line("Bryn"), 2).await.expect("looked").is_empty());
        assert_eq!(town.sharing.people_named(&line("Bronwen"), 2).await.expect("looked").len(), 1);
        // Who runs the server names somebody exactly: what only looks like it is nobody.
        assert!(town.sharing.people_named(&line("bronwen"), 2).await.expect("looked").is_empty());
    })
    .await;
}

#[tokio::test]
async fn whoever_has_bryns_phone_cannot_change_his_name_without_his_being_told() {
    both(async |town| {
        changes(&town, town.bryn, "Nobody").await.expect("changed");
        changes(&town, town.bryn, "Nobody").await.expect("the same form again");
        let told = news::untold(&mut town.look().await, town.bryn).await;
        let told: Vec<NewsKind> = told.expect("news").iter().map(|one| one.kind).collect();
        assert_eq!(told, [NewsKind::NameChanged]);
        let marked = sql!(
            "SELECT COUNT(*) AS many FROM trail \
             WHERE verb = 'changed' AND actor_id = $1 AND thing_id = $1"
        );
        let row = town.look().await.one(marked, bind().id(town.bryn)).await.expect("a row");
        assert_eq!(row.number("many").expect("a number"), 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_passes_through_the_names_of_others() {
    both(async |town| {
        changes(&town, town.bryn, "Bronwen").await.expect("changed");
        assert!(changes(&town, town.bryn, "Carys").await.is_err(), "a try that counts too");
        changes(&town, town.bryn, "Dev").await.expect("changed");
        let past = changes(&town, town.bryn, "Bryn").await;
        assert!(matches!(past, Err(Fault::Bound("bound-name-changes"))), "{past:?}");
        assert_eq!(called(&town, town.asha, town.bryn).await.as_deref(), Some("Dev"));
    })
    .await;
}

#[tokio::test]
async fn whoever_was_erased_meanwhile_gets_no_name_back() {
    both(async |town| {
        let store = town.store();
        let new = NewName::prepare(&store.keys, town.bryn, &line("Bronwen")).await.expect("sealed");
        let forgotten = sharing::erasing::forget(&store.database, town.bryn, town.now()).await;
        forgotten.expect("erased");
        let kept = ::store::write!(store.database, |work| new.keep(work, town.now()).await);
        assert!(matches!(kept, Err(Fault::NotFound)), "{kept:?}");
        assert!(matches!(
            change(&town.sharing, &Reader::nobody(), &line("Asha"), town.now()).await,
            Err(Fault::SignedOut)
        ));
    })
    .await;
}

#[tokio::test]
async fn bryn_cannot_go_by_the_name_of_somebody_he_knows_and_learns_of_nobody_he_does_not() {
    both(async |town| {
        let refused = changes(&town, town.bryn, "Asha").await;
        assert!(matches!(refused, Err(Fault::Unfit("unfit-name-of-another"))), "{refused:?}");
        assert_eq!(called(&town, town.asha, town.bryn).await.as_deref(), Some("Bryn"));
        // Dev is of no place of Bryn's: his name is a name like any other.
        changes(&town, town.bryn, "Dev").await.expect("changed");
    })
    .await;
}

#[tokio::test]
async fn a_name_that_looks_like_ashas_is_hers_and_one_that_can_be_told_apart_is_not() {
    both(async |town| {
        for name in ["asha", "Asha\u{200B}", "A\u{2060}SHA"] {
            let carys = town.reader(town.carys).await;
            let later = town.now().plus_days(i64::try_from(name.len()).expect("small"));
            let refused = change(&town.sharing, &carys, &line(name), later).await;
            assert!(matches!(refused, Err(Fault::Unfit("unfit-name-of-another"))), "{name:?}");
        }
        changes(&town, town.bryn, "Asha of the Mill").await.expect("it can be told apart");
        changes(&town, town.asha, "ASHA").await.expect("her own, in other letters");
        assert_eq!(called(&town, town.bryn, town.asha).await.as_deref(), Some("ASHA"));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_want_one_name_at_once_one_gets_it() {
    both(async |town| {
        let (bryn, carys) = tokio::join!(
            changes(&town, town.bryn, "Bronwen"),
            changes(&town, town.carys, "bronwen")
        );
        assert!(bryn.is_ok() != carys.is_ok(), "{bryn:?} {carys:?}");
    })
    .await;
}

#[tokio::test]
async fn a_name_that_an_earlier_version_kept_is_found_and_one_that_was_erased_leaves_nothing() {
    both(async |town| {
        let database = &town.store().database;
        let as_before = sql!("UPDATE persons SET name_hash = NULL WHERE id = $1");
        for who in [town.asha, town.bryn, town.carys, town.dev] {
            ::store::write!(database, |work| work.run(as_before, bind().id(who)).await)
                .expect("as before");
        }
        let done = sharing::people::hash_names(town.store()).await.expect("hashed");
        assert_eq!(done, 4);
        assert_eq!(sharing::people::hash_names(town.store()).await.expect("hashed"), 0);
        assert!(changes(&town, town.carys, "bryn").await.is_err());
        let hash = town.store().keys.lookup("name", "bryn");
        let held = sql!("SELECT id FROM persons WHERE name_hash = $1");
        let held = async || town.look().await.all(held, bind().hash(&hash)).await.expect("rows");
        assert_eq!(held().await.len(), 1);
        let forgotten = sharing::erasing::forget(database, town.bryn, town.now()).await;
        forgotten.expect("erased");
        assert!(held().await.is_empty(), "it goes with him");
        changes(&town, town.carys, "Bryn").await.expect("nobody is called so now");
    })
    .await;
}
