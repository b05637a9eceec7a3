use ::store::{Keeper, Sql, bind};
use cast::{MONDAY, both, line, words};
use ground::Fault;
use places::opening::{self, Said};

use super::*;
use crate::tellings::tell::Where;
use crate::tellings::{Teller, Told};

#[tokio::test]
async fn when_bryn_erases_while_he_asks_to_be_rung_nothing_of_it_is_left() {
    both(async |town| {
        let sharing = &town.sharing;
        let (name, gwen) = (line("Pit Hill"), line("Gwen"));
        let zone = "Europe/London";
        let begun =
            places::beginning::begin_place(&sharing.store, &town.clock, name, gwen, zone, false);
        let (place, gwen) = begun.await.expect("begun");
        let some = || Some(words("Gwen, on Tuesdays."));
        let said = Said {
            controllers: some(),
            data_protection: some(),
            keeping: some(),
            ring_now: some(),
            read_by: some(),
            ring_back: some(),
            keeps_safe: Some(gwen),
            ..Said::default()
        };
        opening::say(sharing, place, gwen, 1, &said, MONDAY).await.expect("said");
        opening::open_place(sharing, place, gwen, MONDAY).await.expect("open");
        let (id, home) = (TellingId::random(), Where { system: place, place });
        let told = Told::words(words("I would rather talk."));
        let teller = Teller::Person(gwen);
        tell::tell(sharing, teller, home, id, &told, MONDAY).await.expect("told");
        let reader = town.reader(gwen).await;
        // The form was read and sealed while the telling was there, and then it was erased.
        let row = tell::own(sharing, &reader, id, Action::Narrow).await.expect("hers");
        let ring = sharing.store.keys.ring([Keeper::new(id)]).await.expect("a key");
        let asked = Asked { on: line("01632 960123"), safe: None, message: false };
        let asks = store::Asks::seal(&ring, &row, &asked, MONDAY).expect("sealed");
        tell::erase(sharing, &reader, id, MONDAY).await.expect("erased");
        let late = ::store::write!(sharing.store.database, |work| keep(work, &asks).await);
        assert!(matches!(late, Err(Fault::NotFound)));
        let mut look = sharing.store.database.look().await.expect("look");
        let held = Sql("SELECT COUNT(*) AS many FROM ringings WHERE telling_id = $1");
        let held = look.one(held, bind().id(id)).await.expect("a row");
        assert_eq!(held.number("many").expect("many"), 0);
    })
    .await;
}
