//! A place in which every text that people can type is one that stands nowhere else, said through
//! the verbs that pages use.

mod bettering;
mod bringing;
mod doors;
mod hanging;
mod leaving;
mod lives;
mod passing;

use std::cell::Cell;

use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Line, Words};
use learning::experiments::{EntryId, EntryKind, ExperimentId, Planned, Support};
use learning::heard::Heard;
use learning::inquiries::{InquiryId, TalkId, Turn};
use learning::lessons::{Holds, LessonId, LookedAgainId, LookingAgain, Written};
use learning::{because, conversations, experiments, inquiries, lessons};
use places::opening::Said;
use places::parts::{PartKind, Taken};
use places::purposes::PurposeId;
use places::stewards::RecallId;
use places::{beginning, opening, parts, purposes, stewards, systems};
use sharing::lineage::{BecauseId, Cause, Placed};
use sharing::people::NewPerson;
use sharing::{Audience, Reader, StandingKind};
use store::Token;
use stories::came::AnswerKind;
use stories::patterns::{Named, PatternId, SayingId, SayingKind};
use stories::ringing::Asked;
use stories::second_readings::{self, Answer, Asks, Could, What};
use stories::tellings::tell::{self, Where};
use stories::tellings::{ChapterId, Manner, Teller, TellingId, Told, Wishes, slip_of};
use stories::translations::{self, Added, TranslationId};
use stories::worries::{InThisId, Raised, WorryId, WorryKind};
use stories::{came, patterns, worries};

use super::{Here, MONDAY, Planted, bytes};

/// Plants texts, and counts them.
#[derive(Default)]
struct Plant(Cell<usize>);

impl Plant {
    fn text(&self, field: &str) -> String {
        self.0.set(self.0.get() + 1);
        bytes::planted(field)
    }

    fn line(&self, field: &str) -> Line {
        Line::parse(&self.text(field)).expect("a line")
    }

    fn words(&self, field: &str) -> Words {
        Words::parse(&format!("{}\n{}", self.text(field), self.text("again"))).expect("words")
    }

    /// A telling with every field filled in.
    fn told(&self, manner: Manner, heard_by: Vec<Audience>) -> Told {
        Told {
            manner,
            for_name: Some(self.line("forname")),
            title: Some(self.line("title")),
            words: self.words("told"),
            happened: Some(self.line("happened")),
            about_what: Some(self.line("aboutwhat")),
            felt: Some(self.line("felt")),
            matters: Some(self.line("matters")),
            language: "en".to_owned(),
            ring_on: Some(Asked {
                on: self.line("ringon"),
                safe: Some(self.words("ringsafe")),
                message: false,
            }),
            under_18: false,
            wishes: Wishes {
                heard_by,
                named: true,
                laid_beside: true,
                quoted: true,
                ..Wishes::default()
            },
            asks: Asks { could: Could::Yes, words: Some(self.words("could")), ..Asks::default() },
        }
    }
}

/// Everything that people can type, typed.
pub(super) async fn place(here: &Here) -> Planted {
    let plant = Plant::default();
    let asha_name = plant.line("asha");
    let begun = beginning::begin_place(
        here.store(),
        &here.clock,
        plant.line("place"),
        asha_name,
        "Europe/London",
        false,
    );
    let (place, asha) = begun.await.expect("begun");
    let bryns_name = plant.line("bryn");
    let bryn = newcomer(here, &plant, place, &bryns_name).await;
    let carys = newcomer(here, &plant, place, &plant.line("carys")).await;
    face(here, &plant, place, asha, carys).await;
    stewarding(here, &plant, place, asha, bryn).await;
    let mut planted = Planted {
        place,
        asha,
        bryn,
        carys,
        bryns: TellingId::random(),
        offered: TellingId::random(),
        unheard: TellingId::random(),
        written_down: TellingId::random(),
        ashas: TellingId::random(),
        unsigned: TellingId::random(),
        brought: TellingId::random(),
        files: Vec::new(),
        bryns_name: bryns_name.expose().to_owned(),
        ashas_words: String::new(),
        texts: 0,
    };
    telling(here, &plant, &mut planted).await;
    hearing(here, &plant, &planted).await;
    learning_from_it(here, &plant, &planted).await;
    leaving::ringing(here, &plant, &planted).await;
    leaving::keeping(here, &plant, &planted).await;
    bringing::bringing(here, &plant, &planted).await;
    lives::of_both(here, &plant, &planted).await;
    hanging::hanging(here, &plant, &mut planted).await;
    here.seal_trail().await;
    planted.texts = plant.0.get();
    planted
}

async fn newcomer(here: &Here, plant: &Plant, place: SystemId, name: &Line) -> PersonId {
    let keys = &here.store().keys;
    let new = NewPerson::prepare(keys, &here.clock, name, false).await.expect("new");
    store::write!(here.store().database, |work| new.keep(work).await).expect("kept");
    let taken = Taken {
        words: Some(plant.line("partwords")),
        fits: Some(plant.words("fits")),
        ..Taken::plain(place, new.id, PartKind::Neighbour, MONDAY)
    };
    parts::take(&here.sharing, &taken).await.expect("a part");
    doors::of(here, plant, new.id).await;
    new.id
}

async fn face(here: &Here, plant: &Plant, place: SystemId, asha: PersonId, carys: PersonId) {
    let (sharing, reader) = (&here.sharing, here.reader(asha).await);
    let mut look = here.store().database.look().await.expect("look");
    let face = opening::face(sharing, &mut look, &reader, place).await.expect("a face");
    let drawn = systems::find(sharing, &mut look, &reader, place).await.expect("drawn");
    drop(look);
    let said = Said {
        story: Some((plant.line("story"), plant.line("stories"))),
        controllers: Some(plant.words("controllers")),
        data_protection: Some(plant.words("dataprotection")),
        keeping: Some(plant.words("keeping")),
        ring_now: Some(plant.words("ringnow")),
        read_by: Some(plant.words("readby")),
        ring_back: Some(plant.words("ringback")),
        open_door: true,
        keeps_safe: Some(carys),
        hears_wrongs: Some(asha),
        rings: Some(carys),
    };
    opening::say(sharing, place, asha, face.revision, &said, MONDAY).await.expect("said");
    let edge = systems::Edge {
        name: plant.line("system"),
        theme: Some(plant.line("theme")),
        area: Some(plant.line("area")),
        why: Some(plant.words("edgewhy")),
    };
    systems::redraw(sharing, place, asha, drawn.revision, &edge, MONDAY).await.expect("redrawn");
    opening::open_place(sharing, place, asha, MONDAY).await.expect("opened");
    let words = plant.words("purpose");
    purposes::say(sharing, place, PurposeId::random(), asha, &words, MONDAY).await.expect("said");
}

async fn stewarding(here: &Here, plant: &Plant, place: SystemId, asha: PersonId, bryn: PersonId) {
    let (sharing, reader) = (&here.sharing, here.reader(asha).await);
    let (id, words) = (::doors::invitations::InvitationId::random(), plant.words("invitation"));
    let new = (id, ground::id::Uuid::new_v4());
    let made = ::doors::invitations::make(sharing, &reader, place, new, Some(&words), MONDAY).await;
    made.expect("invited");
    let mut look = here.store().database.look().await.expect("look");
    let system = systems::find(sharing, &mut look, &reader, place).await.expect("seen");
    let all = parts::of_system(sharing, &mut look, &reader, &system).await.expect("parts");
    drop(look);
    let is_steward = |part: &&parts::Part| part.standing == StandingKind::Steward;
    let steward = all.iter().find(is_steward).expect("a steward").id;
    let (id, why) = (RecallId::random(), plant.words("recall"));
    stewards::call(sharing, place, id, steward, (bryn, &why), MONDAY).await.expect("called");
    let answer = plant.words("recallanswer");
    stewards::answer(sharing, place, id, asha, &answer, MONDAY).await.expect("answered");
}

async fn telling(here: &Here, plant: &Plant, planted: &mut Planted) {
    let (sharing, place) = (&here.sharing, planted.place);
    let home = Where { system: place, place };
    let (asha, bryn) = (Teller::Person(planted.asha), Teller::Person(planted.bryn));
    let to_place = vec![Audience::System(place)];
    let by_name = vec![Audience::Person(planted.bryn), Audience::Person(planted.carys)];
    let ashas = plant.told(Manner::Self_, by_name);
    planted.ashas_words = ashas.words.expose().to_owned();
    let slip = Token::random().expect("a slip").hash();
    let unsigned = planted.unsigned;
    for (teller, id, told) in [
        (asha, planted.ashas, ashas),
        (bryn, planted.bryns, plant.told(Manner::Self_, vec![Audience::Person(planted.asha)])),
        (bryn, planted.offered, plant.told(Manner::Self_, to_place.clone())),
        (bryn, planted.unheard, plant.told(Manner::Present, Vec::new())),
        (bryn, planted.written_down, plant.told(Manner::Absent, to_place.clone())),
        (Teller::Slip(slip), unsigned, plant.told(Manner::Self_, to_place)),
    ] {
        tell::tell(sharing, teller, home, id, &told, MONDAY).await.expect("told");
    }
    let reader = here.reader(planted.bryn).await;
    let why_not = plant.words("notreadback");
    let read = tell::read_back(sharing, &reader, planted.written_down, Some(&why_not), MONDAY);
    read.await.expect("said why not");
    read_first(here, plant, planted).await;
    let bryn = here.reader(planted.bryn).await;
    for (reader, id) in [(reader, planted.bryns), (Reader::slip(slip_of(&slip)), unsigned)] {
        let words = plant.words("chapter");
        let more = tell::tell_more(sharing, &reader, id, ChapterId::random(), &words, MONDAY);
        more.await.expect("more");
        let (words, translator) = (plant.words("translation"), plant.line("translator"));
        let added = Added { language: "cy", words: &words, translator: &translator };
        let new = TranslationId::random();
        translations::add(sharing, &bryn, id, new, added, MONDAY).await.expect("translated");
    }
}

/// Carys, who is on duty, says of everything first that it is not fine like this, and then, asked
/// again, that it is.
async fn read_first(here: &Here, plant: &Plant, planted: &Planted) {
    let (sharing, carys) = (&here.sharing, here.reader(planted.carys).await);
    let bryn = here.reader(planted.bryn).await;
    for fine in [false, true] {
        let mut look = here.store().database.look().await.expect("look");
        let waits = second_readings::waiting(sharing, &mut look, &carys).await.expect("waits");
        drop(look);
        for one in waits {
            let own = [planted.offered, planted.written_down].map(What::Telling);
            let answer = match fine || !own.contains(&one.what) {
                true => Answer::Fine,
                false => Answer::NotYet(Some(plant.words("secondreader"))),
            };
            let which = (one.id, one.revision);
            let said = second_readings::answer(sharing, &carys, which, &answer, MONDAY);
            said.await.expect("answered");
        }
        for id in [planted.offered, planted.written_down].into_iter().filter(|_| !fine) {
            let asks = Asks::default();
            let asked = second_readings::ask_again(sharing, &bryn, id, &asks, MONDAY);
            asked.await.expect("asked again");
        }
    }
}

async fn hearing(here: &Here, plant: &Plant, planted: &Planted) {
    let sharing = &here.sharing;
    let (asha, bryn) = (here.reader(planted.asha).await, here.reader(planted.bryn).await);
    let answered = (Uuid::new_v4(), AnswerKind::DidNotAct, &plant.words("answer"));
    came::answer(sharing, &asha, planted.bryns, answered, MONDAY).await.expect("answered");
    let worry = WorryId::random();
    let raised = Raised {
        id: worry,
        place: planted.place,
        kind: WorryKind::Safety,
        telling: None,
        words: Some(&plant.words("worry")),
        at: MONDAY,
    };
    worries::raise(sharing, &bryn, raised).await.expect("raised");
    let carys = here.reader(planted.carys).await;
    let words = plant.words("worryanswer");
    worries::answer(sharing, &carys, worry, &words, MONDAY).await.expect("answered");
    let (id, words) = (InThisId::random(), plant.words("inthis"));
    let said = worries::say_in_this(sharing, &asha, planted.written_down, id, Some(&words), MONDAY);
    said.await.expect("said");
    let words = plant.words("inthisanswer");
    let settled = worries::answer(sharing, &carys, WorryId(id.0), &words, MONDAY).await;
    settled.expect("settled");
    // Bryn reads what is Asha's, and Asha what is Bryn's: each leaves a mark.
    for (person, id) in [(planted.bryn, planted.ashas), (planted.asha, planted.bryns)] {
        here.hears(person, id).await.expect("heard");
    }
}

async fn learning_from_it(here: &Here, plant: &Plant, planted: &Planted) {
    let (sharing, place) = (&here.sharing, planted.place);
    let bryn = here.reader(planted.bryn).await;
    let pattern = PatternId::random();
    let named = Named {
        name: plant.line("pattern"),
        goes_well: false,
        observation: Some(plant.words("observation")),
        reading: Some(plant.words("reading")),
        ideas: Some(plant.words("ideas")),
        tellings: vec![planted.offered, planted.written_down],
    };
    patterns::name(sharing, &bryn, (place, place), pattern, &named, MONDAY).await.expect("named");
    leaving::leaving(here, plant, planted, pattern).await;
    let (id, words) = (SayingId::random(), plant.words("dispute"));
    let said = (SayingKind::Dispute, &words);
    patterns::say(sharing, &bryn, pattern, id, said, MONDAY).await.expect("disputed");
    let said = (SayingKind::NotWhatIMeant, &plant.words("notmeant"));
    let which = (pattern, SayingId::random());
    let told = patterns::answer(sharing, &bryn, which, planted.offered, said, MONDAY).await;
    told.expect("answered");
    let inquiry = InquiryId::random();
    let asked = inquiries::Opened {
        system: place,
        question: plant.line("question"),
        why: Some(plant.words("why")),
        because: None,
    };
    inquiries::open(sharing, &bryn, inquiry, &asked, MONDAY).await.expect("opened");
    let (id, words) = (TalkId::random(), plant.words("talk"));
    let said = inquiries::say(sharing, &bryn, id, inquiry, (Turn::Talk, &words), MONDAY).await;
    said.expect("said");
    let placed = |kind, id: Uuid| Placed { thing: Thing::new(kind, id), system: place };
    let cause = Cause::Of(placed(Kind::Pattern, pattern.0));
    let given = because::BecauseOf { cause, why: Some(plant.words("because")) };
    let what = placed(Kind::Inquiry, inquiry.0);
    let said = because::say(sharing, &bryn, BecauseId::random(), what, &given, MONDAY).await;
    said.expect("said");
    bettering::pattern_and_question(here, plant, &bryn, (pattern, inquiry)).await;
    bettering::bryn_is_asked_to_come(here, planted, inquiry).await;
    trying(here, plant, &bryn, (place, inquiry)).await;
    passing::on(here, plant, planted).await;
}

async fn trying(
    here: &Here,
    plant: &Plant,
    bryn: &Reader,
    (place, inquiry): (SystemId, InquiryId),
) {
    let sharing = &here.sharing;
    let (how_asked, how_refuse) = (plant.words("howasked"), plant.words("howrefuse"));
    let support = Support::Touched { how_asked, how_refuse };
    let plan = Planned {
        inquiry,
        name: plant.line("trying"),
        intends: Some(plant.words("intends")),
        tries: Some(plant.words("tries")),
        limits: Some(plant.words("limits")),
        who: Some(plant.words("who")),
        support,
        because: None,
    };
    let id = ExperimentId::random();
    experiments::plan(sharing, bryn, id, &plan, MONDAY).await.expect("planned");
    let (entry, seen) = (EntryId::random(), plant.words("observed"));
    let seen = (EntryKind::Observed, &seen, &Heard::default());
    experiments::add(sharing, bryn, entry, id, seen, MONDAY).await.expect("observed");
    let (entry, next) = (EntryId::random(), plant.words("next"));
    let next = (EntryKind::Change, &next, &bettering::heard(plant));
    experiments::add(sharing, bryn, entry, id, next, MONDAY).await.expect("decided");
    let lesson = LessonId::random();
    let written = Written {
        system: place,
        inquiry: Some(inquiry),
        learned: plant.words("learned"),
        held_where: Some(plant.line("heldwhere")),
        held_when: Some(plant.line("heldwhen")),
        context: Some(plant.words("context")),
        heard: bettering::heard(plant),
        look_again: Some(MONDAY.plus_days(90)),
        because: None,
    };
    lessons::write(sharing, bryn, lesson, &written, MONDAY).await.expect("learned");
    let found = LookingAgain { holds: Holds::No, words: Some(plant.words("found")), next: None };
    let again = LookedAgainId::random();
    lessons::look_again(sharing, bryn, again, lesson, &found, MONDAY).await.expect("looked");
    bettering::carrying(here, plant, bryn, lesson).await;
    let answers = conversations::Answers {
        heard: bettering::heard(plant),
        saying: Some(plant.words("saying")),
        intended: Some(plant.words("intended")),
        will_do: Some(plant.words("willdo")),
    };
    let id = conversations::ConversationId::random();
    let spoken = conversations::record(sharing, bryn, id, place, (&answers, None), MONDAY).await;
    spoken.expect("recorded");
}
