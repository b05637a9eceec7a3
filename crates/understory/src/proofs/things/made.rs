//! What was told, heard again, asked, tried, learned, worried about and brought.

use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, StatusCode};
use learning::asks::{self, AskId, Put, What};
use learning::conversations::{self, Answers, ConversationId};
use learning::experiments::{self, ExperimentId, Planned, Support};
use learning::heard::Heard;
use learning::inquiries::{self, InquiryId, Opened};
use learning::lessons::carrying::{self, CarryingId, Taken, Whither};
use learning::lessons::{self, LessonId, Written};
use sharing::Audience;
use stories::drafts::{self, DraftId};
use stories::patterns::{self, Named, PatternId};
use stories::quotations::{self, QuotationId, Span};
use stories::ringing::Asked as Rings;
use stories::second_readings::{self, ReadingId};
use stories::slips::handing;
use stories::tellings::form::TellForm;
use stories::tellings::tell::{self as telling, Where};
use stories::tellings::{Manner, Teller, TellingId, Told, Wishes};
use stories::translations::{self, Added, TranslationId};
use stories::worries::{self, Raised, WorryId, WorryKind};

use super::{Telling, line, slip, words};
use crate::proofs::MONDAY;
use crate::proofs::browser::{Answer, FORM, encoded, send};
use crate::proofs::cast::Persona;
use crate::proofs::cast::Persona::*;

pub(super) async fn tell(it: &mut Telling<'_>) {
    tellings(it).await;
    for (system, names) in [(it.place, OF_PLACE), (it.team, OF_TEAM)] {
        held(it, system, names).await;
    }
    passed_on(it).await;
    worries(it).await;
    quoted(it).await;
    translations(it).await;
    begun(it).await;
    imports(it).await;
}

fn told(manner: Manner, heard_by: Vec<Audience>) -> Told {
    let wishes = Wishes { heard_by, laid_beside: true, come_back: true, ..Wishes::default() };
    Told { manner, wishes, ..Told::words(words("The damp is back, and nobody came.")) }
}

/// The same, which may be quoted.
fn quotable(told: Told) -> Told {
    Told { wishes: Wishes { quoted: true, ..told.wishes.clone() }, ..told }
}

/// Ceri translates what Bryn told the team, and Carys what was told without an account.
async fn translations(it: &mut Telling<'_>) {
    for (name, who, of) in
        [("translation", Ceri, "telling"), ("translation by slip", Carys, "unsigned")]
    {
        let (id, reader) = (TranslationId::random(), it.reader(who).await);
        let of = TellingId::parse(&it.things.of(of)).expect("an id");
        let (said, by) = (words("Mae'r lleithder yn ôl."), line("Somebody next door"));
        let added = Added { language: "cy", words: &said, translator: &by };
        translations::add(it.sharing(), &reader, of, id, added, MONDAY).await.expect("added");
        it.things.put(name, id);
    }
}

/// Bryn begins to tell something, and keeps it for later.
async fn begun(it: &mut Telling<'_>) {
    let (id, reader) = (DraftId::random(), it.reader(Bryn).await);
    let home = Where { system: it.team, place: it.place };
    let form = TellForm { words: "I have not".to_owned(), ..TellForm::default() };
    drafts::keep(it.sharing(), &reader, home, id, &form, MONDAY).await.expect("kept");
    it.things.put("begun", id);
}

async fn tellings(it: &mut Telling<'_>) {
    let (place, team) = (Audience::System(it.place), Audience::System(it.team));
    let ceri = Audience::Person(it.id(Ceri));
    let (bryn, lowri) = (Teller::Person(it.id(Bryn)), Teller::Person(it.id(Lowri)));
    let held = slip();
    let by_slip = Teller::Slip(held.hash());
    it.things.put("slip", held.expose());
    let (on, own) = (line("01632 960100, ask for Bryn"), told(Manner::Self_, vec![]));
    let rung = Rings { on, safe: Some(words("After nine.")), message: false };
    for (name, teller, system, told) in [
        ("telling", bryn, it.team, quotable(told(Manner::Self_, vec![team]))),
        ("narrow", bryn, it.place, told(Manner::Self_, vec![ceri])),
        (
            "unsigned",
            by_slip,
            it.place,
            Told { ring_on: Some(rung.clone()), ..told(Manner::Self_, vec![place]) },
        ),
        ("written", lowri, it.place, told(Manner::Present, vec![])),
        ("handed over", lowri, it.place, told(Manner::Present, vec![])),
        ("absent", lowri, it.place, told(Manner::Absent, vec![])),
        ("asked to be rung", bryn, it.place, Told { ring_on: Some(rung), ..own }),
    ] {
        let (id, place) = (TellingId::random(), Where { system, place: it.place });
        telling::tell(it.sharing(), teller, place, id, &told, MONDAY).await.expect("told");
        it.things.put(name, id);
    }
    let given = TellingId::parse(&it.things.of("handed over")).expect("an id");
    let (hers, reader) = (slip(), it.reader(Lowri).await);
    let given = handing::hand_over(it.sharing(), &reader, given, (&hers, false), MONDAY);
    given.await.expect("handed over");
    let reading = second_reading(it).await;
    let (sharing, gwen) = (it.sharing().clone(), it.reader(Gwen).await);
    let (which, fine) = ((reading, 1), second_readings::Answer::Fine);
    let fine = second_readings::answer(&sharing, &gwen, which, &fine, MONDAY);
    fine.await.expect("fine");
    // Another of Bryn's waits to be read first.
    let (id, waits) = (TellingId::random(), told(Manner::Self_, vec![place]));
    let home = Where { system: it.place, place: it.place };
    telling::tell(&sharing, bryn, home, id, &waits, MONDAY).await.expect("told");
    it.things.put("read first", id);
    let reading = second_reading(it).await;
    it.things.put("second reading", reading);
}

/// What waits for Gwen to be read first.
async fn second_reading(it: &Telling<'_>) -> ReadingId {
    let reader = it.reader(Gwen).await;
    let mut look = it.sharing().store.database.look().await.expect("look");
    let waits = second_readings::waiting(it.sharing(), &mut look, &reader).await;
    waits.expect("waits").first().expect("one").id
}

/// The names of what a group holds.
type Names = [&'static str; 5];
const OF_PLACE: Names = [
    "pattern of place",
    "inquiry of place",
    "experiment of place",
    "lesson of place",
    "conversation of place",
];
const OF_TEAM: Names = [
    "pattern of team",
    "inquiry of team",
    "experiment of team",
    "lesson of team",
    "conversation of team",
];

/// Bryn names a pattern, asks a question, tries something, learns something and talks about it.
async fn held(it: &mut Telling<'_>, system: ground::id::SystemId, names: Names) {
    let (sharing, reader) = (it.sharing().clone(), it.reader(Bryn).await);
    let [pattern, inquiry, experiment, lesson, conversation] = names;
    let own = TellingId::parse(&it.things.of("telling")).expect("an id");
    let unsigned = TellingId::parse(&it.things.of("unsigned")).expect("an id");
    let named = Named {
        name: line("Nobody answers"),
        goes_well: false,
        observation: None,
        reading: None,
        ideas: None,
        tellings: vec![own, unsigned],
    };
    let id = PatternId::random();
    let home = (system, it.place);
    patterns::name(&sharing, &reader, home, id, &named, MONDAY).await.expect("named");
    it.things.put(pattern, id);
    let (empty, bare) = (PatternId::random(), Named { tellings: Vec::new(), ..named });
    patterns::name(&sharing, &reader, home, empty, &bare, MONDAY).await.expect("named");
    if system == it.place {
        it.things.put("pattern with nothing in it", empty);
    }
    let asked =
        Opened { system, question: line("Who comes when it is wet?"), why: None, because: None };
    let asks = InquiryId::random();
    inquiries::open(&sharing, &reader, asks, &asked, MONDAY).await.expect("asked");
    it.things.put(inquiry, asks);
    let planned = Planned {
        inquiry: asks,
        name: line("A van on Tuesdays"),
        intends: None,
        tries: None,
        limits: None,
        who: None,
        support: Support::Untouched,
        because: None,
    };
    let tries = ExperimentId::random();
    experiments::plan(&sharing, &reader, tries, &planned, MONDAY).await.expect("planned");
    it.things.put(experiment, tries);
    let written = Written {
        system,
        inquiry: Some(asks),
        learned: words("Ring first."),
        held_where: None,
        held_when: None,
        context: None,
        heard: Heard::default(),
        look_again: None,
        because: None,
    };
    let learns = LessonId::random();
    lessons::write(&sharing, &reader, learns, &written, MONDAY).await.expect("written");
    it.things.put(lesson, learns);
    if system == it.place {
        let (id, taken) = (CarryingId::random(), Taken::Anew(Whither::Rule, words("I ask.")));
        let carried = carrying::carry(&sharing, &reader, id, learns, (&taken, None), MONDAY);
        carried.await.expect("carried");
        it.things.put("carrying of place", id);
    }
    let answers = Answers {
        heard: Heard { heard: Some(words("Bryn.")), ..Heard::default() },
        saying: None,
        intended: None,
        will_do: None,
    };
    let talks = ConversationId::random();
    let said = (&answers, None);
    conversations::record(&sharing, &reader, talks, system, said, MONDAY).await.expect("recorded");
    it.things.put(conversation, talks);
}

/// Bryn asks the place something, in the team's name.
async fn passed_on(it: &mut Telling<'_>) {
    let reader = it.reader(Bryn).await;
    let put = Put {
        from: it.team,
        to: it.place,
        what: What::Ask(words("Please send the van on Tuesdays.")),
        because: None,
    };
    let id = AskId::random();
    asks::pass_on(it.sharing(), &reader, id, &put, MONDAY).await.expect("passed on");
    it.things.put("ask of team", id);
}

/// Ceri worries about Bryn's telling, and about how she was spoken to.
async fn worries(it: &mut Telling<'_>) {
    let reader = it.reader(Ceri).await;
    let about = TellingId::parse(&it.things.of("telling"));
    for (name, kind, telling) in
        [("worry", WorryKind::Safety, about), ("wrong", WorryKind::WentWrong, None)]
    {
        let (id, said) = (WorryId::random(), words("I am not easy about this."));
        let raised = Raised { id, place: it.place, kind, telling, words: Some(&said), at: MONDAY };
        worries::raise(it.sharing(), &reader, raised).await.expect("raised");
        it.things.put(name, id);
    }
}

/// Bryn quotes himself in the team's pattern, and has a worry of his answered by Gwen.
async fn quoted(it: &mut Telling<'_>) {
    let (sharing, bryn, gwen) =
        (it.sharing().clone(), it.reader(Bryn).await, it.reader(Gwen).await);
    let pattern = PatternId::parse(&it.things.of("pattern of team")).expect("an id");
    let telling = TellingId::parse(&it.things.of("telling")).expect("an id");
    let (id, span) = (QuotationId::random(), Span { telling, chapter: None, begins: 0, ends: 8 });
    let quoted = quotations::quote(&sharing, &bryn, (pattern, None), id, span, MONDAY).await;
    quoted.expect("quoted");
    it.things.put("quotation of bryns", id);
    let (id, said) = (WorryId::random(), words("He has not been out."));
    let (kind, place) = (WorryKind::Safety, it.place);
    let raised = Raised { id, place, kind, telling: None, words: Some(&said), at: MONDAY };
    worries::raise(&sharing, &bryn, raised).await.expect("raised");
    worries::answer(&sharing, &gwen, id, &words("I rang him."), MONDAY).await.expect("answered");
    it.things.put("bryns answered worry", id);
    let id = WorryId::random();
    let raised = Raised { id, place, kind, telling: None, words: None, at: MONDAY };
    worries::raise(&sharing, &bryn, raised).await.expect("raised");
    it.things.put("bryns worry", id);
}

/// Bryn brings two files and keeps them, says of one what its tellers were told, and brings
/// another.
async fn imports(it: &mut Telling<'_>) {
    for (name, told) in [("import", "The lift was broken."), ("stated import", "It rained in.")] {
        let keeps = brought(it, &format!("What happened?,Where\n{told},Flats\n")).await;
        let page = form(it, &format!("{keeps}/keep"), &[("words", "What happened?")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let id = page.header("location").split("/imports/").nth(1);
        let id = id.and_then(|rest| rest.split('?').next());
        it.things.put(name, id.expect("an import on the page"));
    }
    let stated = format!("/imports/{}/stated", it.things.of("stated import"));
    let done = form(it, &stated, &[("words", "That we read it together.")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let waits = brought(it, "What happened?,Where\nThe bus did not stop.,Flats\n").await;
    it.things.put("draft", waits.rsplit('/').next().expect("a draft"));
}

/// Uploads a file into the team, and says where its columns are chosen.
async fn brought(it: &Telling<'_>, file: &str) -> String {
    let body = upload(&token(it, Bryn), file);
    let request = Request::post(format!("/systems/{}/import", it.team))
        .header(COOKIE, cookie(it, Bryn))
        .header(CONTENT_TYPE, UPLOAD)
        .body(body.into())
        .expect("a request");
    let answer = send(it.router, request).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.header(LOCATION.as_str()).to_owned()
}

async fn form(it: &Telling<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = token(it, Bryn);
    let mut all = vec![("token", token.as_str())];
    all.extend(fields);
    let request = Request::post(path)
        .header(COOKIE, cookie(it, Bryn))
        .header(CONTENT_TYPE, FORM)
        .body(encoded(&all).into())
        .expect("a request");
    send(it.router, request).await
}

fn cookie(it: &Telling<'_>, who: Persona) -> String {
    format!("understory_session={}", it.things.sessions[&who])
}

fn token(it: &Telling<'_>, who: Persona) -> String {
    let session = ::store::Token::presented(&it.things.sessions[&who]);
    web::visitor::form_token(it.app, Some(session.hash()))
}

/// What an upload is sent as.
pub(in crate::proofs) const UPLOAD: &str = "multipart/form-data; boundary=between";

/// A file in a form, with the form's token before it.
pub(in crate::proofs) fn upload(token: &str, file: &str) -> String {
    format!(
        "--between\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{token}\r\n\
         --between\r\nContent-Disposition: form-data; name=\"file\"; filename=\"told.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{file}\r\n--between--\r\n"
    )
}
