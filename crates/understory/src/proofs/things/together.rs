//! Questions that came of a pattern, to which people can be asked; and stories that somebody read
//! with four words.

use ground::Words;
use learning::because::BecauseOf;
use learning::convening;
use learning::conversations::ConversationId;
use learning::experiments::ExperimentId;
use learning::inquiries::{self, GuestId, InquiryId, Opened};
use sharing::lineage::{Cause, Placed};
use sharing::vest::{Vest, VestId};
use sharing::wordings::{self, WordingId};
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
        put_better(it, id, if system == it.team { "wording of team" } else { "wording of place" })
            .await;
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
    carys_is_asked_in(it).await;
    bryn_is_asked_to_come(it).await;
}

/// A question of the team's to which Ceri asks Bryn to come.
async fn bryn_is_asked_to_come(it: &mut Telling<'_>) {
    let (id, ceri, bryn) = (InquiryId::random(), it.reader(Ceri).await, it.id(Bryn));
    let asked = Opened { system: it.team, question: line("Who comes?"), why: None, because: None };
    inquiries::open(it.sharing(), &ceri, id, &asked, MONDAY).await.expect("asked");
    let people = [(bryn, GuestId::random())];
    let comes = convening::ask_to_come(it.sharing(), &ceri, id, &people, None, MONDAY);
    comes.await.expect("asked to come");
    it.things.put("question bryn is asked to", id);
}

/// A question of the team's into which Ceri asks Carys, who holds the money.
async fn carys_is_asked_in(it: &mut Telling<'_>) {
    let (id, guest, ceri) = (InquiryId::random(), GuestId::random(), it.reader(Ceri).await);
    let asked =
        Opened { system: it.team, question: line("What does it cost?"), why: None, because: None };
    inquiries::open(it.sharing(), &ceri, id, &asked, MONDAY).await.expect("asked");
    let carys = (guest, it.id(Carys));
    inquiries::ask_in(it.sharing(), &ceri, id, carys, MONDAY).await.expect("asked in");
    it.things.put("question with a guest", id);
    it.things.put("guest", guest);
}

/// Bryn puts his question in other words; what it said before has this name.
async fn put_better(it: &mut Telling<'_>, id: InquiryId, name: &'static str) {
    let (bryn, better, from) = (it.reader(Bryn).await, line("Who comes?"), WordingId::random());
    let sharing = it.sharing();
    let put = inquiries::reword(sharing, &bryn, id, (from, 1), (&better, None), MONDAY);
    put.await.expect("put");
    let mut look = sharing.store.database.look().await.expect("look");
    let found = inquiries::find(sharing, &mut look, &bryn, id).await.expect("found");
    let versions = wordings::of(sharing, &mut look, &bryn, found.placed()).await;
    let before = versions.expect("versions").into_iter().find(|one| one.until.is_some());
    it.things.put(name, before.expect("what it said before").id);
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
