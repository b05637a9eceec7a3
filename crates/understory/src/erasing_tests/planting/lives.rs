//! Pages of people's own: Bryn's, to which Asha is let in, and Asha's, to which he is. Each writes on
//! both, and puts something of it in other words.

use ground::id::{PersonId, SystemId};
use people::corner::{self, CornerId, Given, Terms, To};
use people::lives;
use people::meetings::{self, MeetingId, Planned};
use people::notes::{self, Danger, NoteId};
use people::passages::{self, PassageId, Said, Voice, reword};
use people::sections::{self, SectionId, SectionKind};
use people::visits::copy::{self, Which};
use people::visits::{self, Met, VisitId};
use places::knows;
use sharing::wordings::WordingId;

use super::Plant;
use crate::erasing_tests::{Here, MONDAY, Planted};

pub(super) async fn of_both(here: &Here, plant: &Plant, planted: &Planted) {
    page(here, plant, planted.bryn, planted.asha).await;
    page(here, plant, planted.asha, planted.bryn).await;
    for who in [planted.asha, planted.bryn] {
        knowing(here, plant, planted.place, who).await;
    }
}

/// What somebody may be asked about, and how to reach them.
async fn knowing(here: &Here, plant: &Plant, place: SystemId, who: PersonId) {
    let (about, reach) = (plant.line("knows"), plant.line("knowsreach"));
    let of = (place, knows::KnowsId::random());
    knows::say(&here.sharing, of, (&about, Some(&reach)), who, MONDAY).await.expect("said");
}

async fn page(here: &Here, plant: &Plant, whose: PersonId, beside: PersonId) {
    let (sharing, life, own) = (&here.sharing, SystemId::random(), SectionId::random());
    lives::begin(sharing, life, &plant.line("lifename"), whose, MONDAY).await.expect("begun");
    lives::rename(sharing, life, &plant.line("liferenamed"), whose, MONDAY).await.expect("renamed");
    let [met, noted] = SectionKind::WHEN_NEEDED.map(|kind| kind.when_needed(life));
    let heading = plant.line("heading");
    sections::add(sharing, (life, own), &heading, whose, MONDAY).await.expect("added");
    let terms = Terms {
        to: To::Person(beside),
        purpose: Some(plant.line("cornerpurpose")),
        meeting: Some(plant.line("cornermeeting")),
        began: MONDAY,
        until: None,
        given: [own, met, noted].map(|section| Given { section, may_write: true }).to_vec(),
    };
    let corner = (life, CornerId::random());
    corner::let_in(sharing, corner, &terms, whose, MONDAY).await.expect("let in");
    for by in [whose, beside] {
        let (id, words) = (PassageId::random(), plant.words("passage"));
        let said = Said { words: &words, voice: Voice::Own };
        passages::say(sharing, (life, own, id), said, by, MONDAY).await.expect("said");
        let (reader, better) = (here.reader(by).await, plant.words("passagebetter"));
        let new = (WordingId::random(), 0);
        let put = reword::reword(sharing, &reader, (life, id), new, &better, MONDAY);
        put.await.expect("better");
    }
    let (out, words) = (PassageId::random(), plant.words("takenout"));
    let said = Said { words: &words, voice: Voice::Own };
    passages::say(sharing, (life, own, out), said, beside, MONDAY).await.expect("said");
    passages::take_out(sharing, (life, out), whose, MONDAY).await.expect("out");
    alongside(here, plant, life, beside).await;
    // Whoever is let in looks, so that this stands among who looked.
    let reader = here.reader(beside).await;
    let mut look = here.store().database.look().await.expect("look");
    let seen = lives::find(sharing, &mut look, &reader, life).await.expect("seen");
    sections::of_life(sharing, &mut look, &reader, &seen).await.expect("read");
}

/// What whoever walks beside somebody writes there: when they met, with both of them named, the next
/// time, a note that shows, one that a danger holds back, and one of each that was taken out.
async fn alongside(here: &Here, plant: &Plant, life: SystemId, beside: PersonId) {
    let sharing = &here.sharing;
    let reader = here.reader(beside).await;
    let people = [beside];
    for out in [false, true] {
        let (visit, note) = ((life, VisitId::random()), (life, NoteId::random()));
        let (words, present) = (plant.words("visit"), plant.line("visitpresent"));
        let met =
            Met { day: MONDAY, words: Some(&words), present: Some(&present), people: &people };
        visits::write(sharing, visit, met, beside, MONDAY).await.expect("met");
        let words = plant.words("note");
        notes::write(sharing, note, (&words, None), beside, MONDAY).await.expect("noted");
        if out {
            visits::take_out(sharing, visit, beside, MONDAY).await.expect("out");
            notes::take_out(sharing, note, beside, MONDAY).await.expect("out");
        }
    }
    let (words, why) = (plant.words("heldnote"), plant.line("danger"));
    let danger = Some(Danger { why: &why, until: MONDAY.plus_days(30) });
    let held = (life, NoteId::random());
    notes::write(sharing, held, (&words, danger), beside, MONDAY).await.expect("held");
    let line = plant.line("meetingline");
    let planned = Planned { day: MONDAY, line: Some(&line), today: MONDAY };
    let meeting = (life, MeetingId::random());
    meetings::set(sharing, meeting, planned, None, (beside, MONDAY)).await.expect("set");
    let mut look = here.store().database.look().await.expect("look");
    let own = lives::find(sharing, &mut look, &reader, life).await.expect("let in");
    drop(look);
    let which = Which::Between(MONDAY, MONDAY);
    let copied = copy::take(sharing, &reader, (&own, ground::id::Uuid::new_v4()), which).await;
    copied.expect("copied");
}
