//! Questions that came of a pattern, to which people can be asked; and stories that somebody read
//! with four words.

use learning::because::BecauseOf;
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
    for (who, of, name) in
        [(Ceri, "telling", "four words"), (Carys, "unsigned", "four words by slip")]
    {
        let (id, reader) = (VestId::random(), it.reader(who).await);
        let of = TellingId::parse(&it.things.of(of)).expect("an id");
        let said = Vest {
            trust: Some(words("They kept what they said.")),
            variety: None,
            empathy: None,
            strengths: None,
        };
        let read = stories::vest::read_telling(it.sharing(), &reader, of, (id, &said), MONDAY);
        read.await.expect("read");
        it.things.put(name, id);
    }
}
