//! Pages of people's own: Bryn's, to which Asha is let in, and Asha's, to which he is. Each writes on
//! both, and puts something of it in other words.

use ground::id::{PersonId, SystemId};
use people::corner::{self, CornerId, Given, Terms, To};
use people::lives;
use people::passages::{self, PassageId, Said, Voice, reword};
use people::sections::{self, SectionId};
use sharing::wordings::WordingId;

use super::Plant;
use crate::erasing_tests::{Here, MONDAY, Planted};

pub(super) async fn of_both(here: &Here, plant: &Plant, planted: &Planted) {
    page(here, plant, planted.bryn, planted.asha).await;
    page(here, plant, planted.asha, planted.bryn).await;
}

async fn page(here: &Here, plant: &Plant, whose: PersonId, beside: PersonId) {
    let (sharing, life, own) = (&here.sharing, SystemId::random(), SectionId::random());
    lives::begin(sharing, life, &plant.line("lifename"), whose, MONDAY).await.expect("begun");
    lives::rename(sharing, life, &plant.line("liferenamed"), whose, MONDAY).await.expect("renamed");
    let heading = plant.line("heading");
    sections::add(sharing, (life, own), &heading, whose, MONDAY).await.expect("added");
    let terms = Terms {
        to: To::Person(beside),
        purpose: Some(plant.line("cornerpurpose")),
        meeting: Some(plant.line("cornermeeting")),
        began: MONDAY,
        until: None,
        given: vec![Given { section: own, may_write: true }],
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
    // Whoever is let in looks, so that this stands among who looked.
    let reader = here.reader(beside).await;
    let mut look = here.store().database.look().await.expect("look");
    let seen = lives::find(sharing, &mut look, &reader, life).await.expect("seen");
    sections::of_life(sharing, &mut look, &reader, &seen).await.expect("read");
}
