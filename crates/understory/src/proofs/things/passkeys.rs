//! Passkeys of Bryn's: one on a device of his, what his browser answers that is asked for another,
//! and what it answers that is asked to sign in.

use doors::passkeys::{self, Party, PasskeyId};
use doors::tries::Origin;
use ground::id::Uuid;
use proving::{Answering, Device};
use store::Token;

use super::Telling;
use crate::proofs::MONDAY;
use crate::proofs::cast::Persona::Bryn;
use crate::proofs::town::URL;

pub(super) async fn tell(it: &mut Telling<'_>) {
    let (store, bryn) = (it.app.store().clone(), it.id(Bryn));
    let party = Party::of(URL).expect("browsers have passkeys there");
    let session = Token::presented(&it.things.sessions[&Bryn]).hash();
    let asked = async || {
        let texts = ("Understory", "Understory");
        passkeys::ask_to_add(&store, &party, (bryn, &session), texts, MONDAY).await.expect("asked")
    };
    let (mut device, answer) = Device::make(&asked().await, Answering::at(URL));
    let id: PasskeyId = Uuid::new_v4().into();
    let added = passkeys::add(&store, &party, (bryn, &session), (id, None), &answer, MONDAY).await;
    added.expect("added");
    it.things.put("passkey", id);
    let (_, answer) = Device::make(&asked().await, Answering::at(URL));
    it.things.put("passkey made", answer);
    let asked = passkeys::ask(&store, &party, &Origin::unknown(), MONDAY).await.expect("asked");
    it.things.put("passkey used", device.answer(&asked.options, Answering::at(URL)));
    it.things.put("passkey asked", asked.token.expose());
}
