//! Bryn's own page. Ceri is let in to one part of it by name, to read and to write there, and is
//! asked to hold its pen with him.

use ground::id::SystemId;
use people::corner::{self, CornerId, Given, Terms, To};
use people::lives;
use people::passages::{self, PassageId, Said, Voice};
use people::pens::{self, OfferId};
use people::sections;

use super::super::MONDAY;
use super::super::cast::Persona::{Bryn, Ceri};
use super::{Telling, line, words};

pub(super) async fn tell(it: &mut Telling<'_>) {
    let (life, bryn, ceri) = (SystemId::random(), it.id(Bryn), it.id(Ceri));
    lives::begin(it.sharing(), life, &line("Bryn"), bryn, MONDAY).await.expect("begun");
    let (sharing, reader) = (it.sharing(), it.reader(Bryn).await);
    let mut look = sharing.store.database.look().await.expect("look");
    let own = lives::find(sharing, &mut look, &reader, life).await.expect("his");
    let parts = sections::of_life(sharing, &mut look, &reader, &own).await.expect("parts");
    drop(look);
    let section = parts.first().expect("a part").id;
    let (to, given) = (To::Person(ceri), vec![Given { section, may_write: true }]);
    let (purpose, meeting) = (Some(line("The damp")), Some(line("At the library")));
    let terms = Terms { to, purpose, meeting, began: MONDAY, until: None, given };
    let corner = CornerId::random();
    corner::let_in(sharing, (life, corner), &terms, bryn, MONDAY).await.expect("let in");
    let (passage, text) = (PassageId::random(), words("He said: ring me, do not write."));
    let said = Said { words: &text, voice: Voice::Together };
    let of = (life, section, passage);
    passages::say(sharing, of, said, ceri, MONDAY).await.expect("said");
    let offer = OfferId::random();
    let asked = (ceri, &line("The house"));
    pens::offer(sharing, (life, offer), asked, bryn, MONDAY).await.expect("asked");
    it.things.put("life", life);
    it.things.put("offer", offer);
    it.things.put("section", section);
    it.things.put("corner", corner);
    it.things.put("passage", passage);
}
