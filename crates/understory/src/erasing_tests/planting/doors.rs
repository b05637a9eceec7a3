//! Somebody's doors: an address that is confirmed, another that waits, and a passkey.

use doors::addresses::{self, Address};
use doors::passkeys::{self, Party, PasskeyId};
use doors::sessions::{self, Way};
use ground::id::{PersonId, Uuid};
use proving::{Answering, Device};

use super::Plant;
use crate::erasing_tests::{Here, MONDAY};

const URL: &str = "http://localhost";

pub(super) async fn of(here: &Here, plant: &Plant, person: PersonId) {
    let address = format!("{}@town.example", plant.text("address"));
    let address = Address::parse(&address).expect("an address");
    let (store, form) = (here.store(), Uuid::new_v4());
    addresses::claim(store, person, &address, MONDAY).await.expect("given");
    let link = addresses::confirming_link(&here.sharing, person, MONDAY).await;
    let link = link.expect("asked").expect("a link").token;
    addresses::confirm(store, &link, None, form, MONDAY).await.expect("confirmed");
    // Another one waits, and has to go as well.
    let other = format!("{}@hill.example", plant.text("claimed"));
    let other = Address::parse(&other).expect("an address");
    addresses::claim(store, person, &other, MONDAY).await.expect("given");
    passkey(here, plant, person).await;
}

async fn passkey(here: &Here, plant: &Plant, person: PersonId) {
    let (store, party) = (here.store(), Party::of(URL).expect("browsers have passkeys there"));
    let session = sessions::open(store, person, Way::Invited, MONDAY).await.expect("in").hash();
    let (whose, name) = ((person, &session), plant.line("passkey"));
    let texts = ("Understory", name.expose());
    let options = passkeys::ask_to_add(store, &party, whose, texts, MONDAY).await.expect("asked");
    let (_, answer) = Device::make(&options, Answering::at(URL));
    let new: (PasskeyId, _) = (Uuid::new_v4().into(), Some(&name));
    passkeys::add(store, &party, whose, new, &answer, MONDAY).await.expect("added");
}
