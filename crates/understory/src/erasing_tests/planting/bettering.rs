//! Words that were put better, a question to which somebody is asked, and a lesson that somebody
//! carries further.

use ground::Words;
use learning::convening;
use learning::heard::Heard;
use learning::inquiries::{self, GuestId, InquiryId};
use learning::lessons::LessonId;
use learning::lessons::carrying::{self, CarriedId, CarryingId, How, Taken, Whither};
use sharing::Reader;
use sharing::wordings::{self, WordingId};
use stories::patterns::{self, InOtherWords, PatternId};

use super::Plant;
use crate::erasing_tests::{Here, MONDAY, Planted};

pub(super) async fn pattern_and_question(
    here: &Here,
    plant: &Plant,
    bryn: &Reader,
    (pattern, inquiry): (PatternId, InquiryId),
) {
    let sharing = &here.sharing;
    let better = InOtherWords {
        name: plant.line("patternbetter"),
        observation: Some(plant.words("observationbetter")),
        ideas: Some(plant.words("ideasbetter")),
    };
    let from = (WordingId::random(), 1);
    patterns::reword(sharing, bryn, pattern, from, &better, MONDAY).await.expect("better");
    let (question, why) = (plant.line("questionbetter"), plant.words("whybetter"));
    let (from, better) = ((WordingId::random(), 1), (&question, Some(&why)));
    inquiries::reword(sharing, bryn, inquiry, from, better, MONDAY).await.expect("better");
    // What he had given as its reason, he empties.
    let mut look = here.store().database.look().await.expect("look");
    let found = inquiries::find(sharing, &mut look, bryn, inquiry).await.expect("found");
    let versions = wordings::of(sharing, &mut look, bryn, found.placed()).await.expect("versions");
    let before = versions.iter().find(|one| one.part == "words" && one.until.is_some());
    drop(look);
    let before = before.expect("what it said before").id;
    wordings::emptying::empty(sharing, bryn, before, MONDAY).await.expect("emptied");
}

/// Asha asks Bryn to come and talk about his question, and he asks her.
pub(super) async fn bryn_is_asked_to_come(here: &Here, planted: &Planted, inquiry: InquiryId) {
    for (by, who) in [(planted.asha, planted.bryn), (planted.bryn, planted.asha)] {
        let (reader, people) = (here.reader(by).await, [(who, GuestId::random())]);
        let asked = convening::ask_to_come(&here.sharing, &reader, inquiry, &people, None, MONDAY);
        asked.await.expect("asked");
    }
}

pub(super) async fn carrying(here: &Here, plant: &Plant, bryn: &Reader, lesson: LessonId) {
    let (sharing, id) = (&here.sharing, CarryingId::random());
    let taken = Taken::Anew(Whither::Role, plant.words("carrying"));
    carrying::carry(sharing, bryn, id, lesson, (&taken, None), MONDAY).await.expect("carried");
    let (said, words) = (CarriedId::random(), plant.words("carried"));
    let went = (How::Going, Some(&words), None);
    carrying::say(sharing, bryn, said, (lesson, id), went, MONDAY).await.expect("said");
}

/// Who was heard, who was missing and how it was decided.
pub(super) fn heard(plant: &Plant) -> Heard<Words> {
    let words = |field| Some(plant.words(field));
    Heard { heard: words("heard"), missing: words("missing"), decided: words("decided") }
}
