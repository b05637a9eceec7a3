//! Bryn's own page. Ceri is let in to one part of it by name, to read and to write there, and is
//! asked to hold its pen with him.

use ground::id::SystemId;
use people::corner::{self, CornerId, Given, Terms, To};
use people::ending;
use people::keeping::{self, HoldId};
use people::lives;
use people::meetings::{self, MeetingId, Planned};
use people::notes::{self, Danger, NoteId};
use people::passages::{self, PassageId, Said, Voice};
use people::pens::{self, OfferId};
use people::sections::{self, SectionKind};
use people::visits::{self, Met, VisitId};
use places::knows::{self, KnowsId};

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
    let [met, noted] = SectionKind::WHEN_NEEDED.map(|kind| kind.when_needed(life));
    let given = [section, met, noted].map(|section| Given { section, may_write: true });
    let (to, given) = (To::Person(ceri), given.to_vec());
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
    let (hold, duty) = (HoldId::random(), line("The tribunal may ask for it."));
    let held = (&duty, MONDAY.plus_days(3000));
    keeping::begin(sharing, (life, hold), held, bryn, MONDAY).await.expect("held");
    let ends = SystemId::random();
    lives::begin(sharing, ends, &line("Of long ago"), bryn, MONDAY).await.expect("begun");
    ending::begin(sharing, ends, bryn, MONDAY).await.expect("about to end");
    let visit = VisitId::random();
    let (text, present) = (words("The damp is back."), line("The housing officer, by phone"));
    let here = Met { day: MONDAY, words: Some(&text), present: Some(&present), people: &[bryn] };
    visits::write(sharing, (life, visit), here, ceri, MONDAY).await.expect("met");
    let (meeting, when) = (MeetingId::random(), line("Ten, at the library"));
    let planned = Planned { day: MONDAY, line: Some(&when), today: MONDAY };
    meetings::set(sharing, (life, meeting), planned, None, (ceri, MONDAY)).await.expect("set");
    let [note, held] = std::array::from_fn(|_| NoteId::random());
    let why = line("His sister");
    let danger = Danger { why: &why, until: MONDAY.plus_days(60) };
    for (id, danger) in [(note, None), (held, Some(danger))] {
        notes::write(sharing, (life, id), (&text, danger), ceri, MONDAY).await.expect("noted");
    }
    let (knows, about) = (KnowsId::random(), line("Damp"));
    let of = (it.place, knows);
    knows::say(sharing, of, (&about, Some(&when)), bryn, MONDAY).await.expect("said");
    it.things.put("visit", visit);
    it.things.put("meeting", meeting);
    it.things.put("note", note);
    it.things.put("held note", held);
    it.things.put("bryns knows", knows);
    it.things.put("life", life);
    it.things.put("ending life", ends);
    it.things.put("hold", hold);
    it.things.put("offer", offer);
    it.things.put("section", section);
    it.things.put("corner", corner);
    it.things.put("passage", passage);
}
