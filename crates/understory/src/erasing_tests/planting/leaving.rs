//! What stands beside a telling: answers to somebody who waits to be rung, what was quoted and
//! printed, translations, and what somebody keeps for later.

use ground::id::Uuid;
use stories::drafts::{self, DraftId};
use stories::patterns::PatternId;
use stories::quotations::{self, QuotationId, Span};
use stories::ringing::{self, AnswerKind, Given};
use stories::taken;
use stories::tellings::form::TellForm;
use stories::tellings::tell::Where;
use stories::translations::{self, Added, TranslationId};

use super::Plant;
use crate::erasing_tests::{Here, MONDAY, Planted};

/// Carys could not reach Bryn, and tries again.
pub(super) async fn ringing(here: &Here, plant: &Plant, planted: &Planted) {
    let (reader, words) = (here.reader(planted.carys).await, plant.words("ringinganswer"));
    let try_on = Some(MONDAY.plus_days(3));
    let given = Given { kind: AnswerKind::NotReached, words: Some(&words), try_on, revision: 1 };
    let (id, at) = (planted.bryns, Uuid::new_v4());
    ringing::answer(&here.sharing, &reader, id, at, given, MONDAY).await.expect("answered");
}

/// Asha quotes what Bryn offered, prints what he told her, and each translates the other's words.
pub(super) async fn leaving(here: &Here, plant: &Plant, planted: &Planted, pattern: PatternId) {
    let (sharing, asha) = (&here.sharing, here.reader(planted.asha).await);
    let span = Span { telling: planted.offered, chapter: None, begins: 0, ends: 12 };
    quotations::quote(sharing, &asha, (pattern, None), QuotationId::random(), span, MONDAY)
        .await
        .expect("quoted");
    let printed = taken::print(sharing, &asha, planted.bryns, Uuid::new_v4(), MONDAY).await;
    printed.expect("printed");
    for (who, telling) in [(planted.asha, planted.bryns), (planted.bryn, planted.ashas)] {
        let (words, by) = (plant.words("translated"), plant.line("translatedby"));
        let added = Added { language: "cy", words: &words, translator: &by };
        let (id, reader) = (TranslationId::random(), here.reader(who).await);
        translations::add(sharing, &reader, telling, id, added, MONDAY).await.expect("added");
    }
}

/// Bryn begins to tell something, and keeps it for later.
pub(super) async fn keeping(here: &Here, plant: &Plant, planted: &Planted) {
    let reader = here.reader(planted.bryn).await;
    let home = Where { system: planted.place, place: planted.place };
    let form = TellForm {
        words: plant.text("draft"),
        title: plant.text("drafttitle"),
        ring_on: plant.text("draftringon"),
        could_words: plant.text("draftcould"),
        ..TellForm::default()
    };
    let id = DraftId::random();
    drafts::keep(&here.sharing, &reader, home, id, &form, MONDAY).await.expect("kept");
}
