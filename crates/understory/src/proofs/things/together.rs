//! Questions that came of a pattern, to which people can be asked; and stories that somebody read
//! with four words.

use ground::Words;
use learning::because::BecauseOf;
use learning::conversations::ConversationId;
use learning::experiments::ExperimentId;
use learning::inquiries::{self, InquiryId, Opened};
use sharing::lineage::{Cause, Placed};
use sharing::vest::{Vest, VestId};
use stories::patterns::{self, PatternId};
use stories::tellings::TellingId;

use super::{Telling, line, words};
use crate::proofs::MONDAY;
use crate::proofs::cast::Persona::*;

pub(super) async fn tell(it: &mut Telling<'_>) {
    for (system, pattern, name) in [
        (it.place, "pattern of place", "question that came of the place's"),
        (it.team, "pattern of team", "question that came of the team's"),
    ] {
        let (id, reader) = (InquiryId::random(), it.reader(Bryn).await);
        let pattern = PatternId::parse(&it.things.of(pattern)).expect("an id");
        let cause = Cause::Of(Placed { thing: patterns::thing(pattern), system });
        let because = Some(BecauseOf { cause, why: None });
        let asked = Opened { system, question: line("Who answers?"), why: None, because };
        inquiries::open(it.sharing(), &reader, id, &asked, MONDAY).await.expect("asked");
        it.things.put(name, id);
    }
    for (who, of, name) in [
        (Ceri, "telling", "four words"),
        (Carys, "unsigned", "four words by slip"),
        (Bryn, "unsigned", "four words of bryn, unsigned"),
    ] {
        let (id, reader) = (VestId::random(), it.reader(who).await);
        let of = TellingId::parse(&it.things.of(of)).expect("an id");
        let (said, sharing) = ((id, &kept()), it.sharing());
        stories::vest::read_telling(sharing, &reader, of, said, MONDAY).await.expect("read");
        it.things.put(name, id);
    }
    bryn_reads(it).await;
}

fn kept() -> Vest<Words> {
    let trust = Some(words("They kept what they said."));
    Vest { trust, variety: None, empathy: None, strengths: None }
}

/// Bryn reads with four words what the group of the team holds.
async fn bryn_reads(it: &mut Telling<'_>) {
    let (said, bryn) = (&kept(), it.reader(Bryn).await);
    let ids = [VestId::random(), VestId::random(), VestId::random()];
    let sharing = it.sharing();
    let pattern = PatternId::parse(&it.things.of("pattern of team")).expect("an id");
    let read = stories::vest::read_pattern(sharing, &bryn, pattern, (ids[0], said), MONDAY);
    read.await.expect("read");
    let tried = ExperimentId::parse(&it.things.of("experiment of team")).expect("an id");
    let read = learning::vest::read_experiment(sharing, &bryn, tried, (ids[1], said), MONDAY);
    read.await.expect("read");
    let held = ConversationId::parse(&it.things.of("conversation of team")).expect("an id");
    let read = learning::vest::read_conversation(sharing, &bryn, held, (ids[2], said), MONDAY);
    read.await.expect("read");
    let names = [
        "four words of bryn, pattern of team",
        "four words of bryn, experiment of team",
        "four words of bryn, conversation of team",
    ];
    for (name, id) in names.into_iter().zip(ids) {
        it.things.put(name, id);
    }
}
