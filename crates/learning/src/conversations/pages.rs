//! The pages of *is it what we intended?*: what a system is for beside what happened in time, a
//! form for a conversation, and the page of one that was held.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use ground::id::{Kind, SystemId};
use ground::{Fault, Line, Moment, Outcome, Words};
use places::purposes::{self, Purpose};
use places::systems::System;
use serde::Deserialize;
use sharing::{Action, Glimpse, Matter, Names, Seen};
use web::vest::VestShown;
use web::{Access, App, Further, Onward, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::{Answers, Conversation, ConversationId};
use crate::because::{self, Asking, Roots, Typed};
use crate::experiments::{self, Experiment};
use crate::heard::{self, Heard};
use crate::inquiries::pages::{FromLink, belonging, status_of};
use crate::past::{self, Event};
use crate::spoken::{Signed, called};
use crate::{frame, kept, vest};

/// How many of the latest intentions stand beside what happened.
const INTENTIONS: usize = 8;
/// How many of the things that happened stand there unfolded.
const NEWEST: usize = 10;

/// The pages of conversations about intent.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/intended", Access::Belonging, ask)
        .post("/systems/{id}/intended", Access::Belonging, record)
        .get("/conversations/{id}", Access::Offered, show)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct ConversationForm {
    #[serde(flatten)]
    heard: heard::Typed,
    saying: String,
    intended: String,
    will_do: String,
    #[serde(flatten)]
    because: Typed,
}

impl ConversationForm {
    /// What was typed in answer to the question with this name.
    fn typed(&self, question: &str) -> &str {
        match question {
            "saying" => &self.saying,
            "intended" => &self.intended,
            "will_do" => &self.will_do,
            _ => self.heard.to(question),
        }
    }

    fn answers(&self) -> Outcome<Answers<Words>> {
        Ok(Answers {
            heard: self.heard.parsed()?,
            saying: kept::may("saying", &self.saying)?,
            intended: kept::may("intended", &self.intended)?,
            will_do: kept::may("will_do", &self.will_do)?,
        })
    }
}

#[derive(Template)]
#[template(path = "conversations/intended.html")]
struct IntendedPage {
    page: Page,
    system: System,
    purpose: Option<(Seen<Words>, String)>,
    intentions: Vec<Intention>,
    /// Whether more is tried than stands here.
    more_intentions: bool,
    /// The newest things that happened, and what was before them.
    happened: Vec<Happened>,
    before: Vec<Happened>,
    /// The last conversation: who was heard, and who was missing.
    last: Option<Last>,
    past: Vec<Listed>,
    further: Further,
    form: ConversationForm,
    questions: [&'static str; 6],
    asking: Asking,
}

impl IntendedPage {
    fn key(question: &str) -> &'static str {
        key_of(question)
    }
}

impl ShowPage {
    fn key(question: &str) -> &'static str {
        key_of(question)
    }
}

/// The key of the sentence that asks the question with this name.
fn key_of(question: &str) -> &'static str {
    match question {
        "heard" => "question-heard",
        "missing" => "question-missing",
        "saying" => "question-saying",
        "intended" => "question-intended",
        "decided" => "question-decided",
        _ => "question-will-do",
    }
}

struct Intention {
    path: String,
    name: Seen<Line>,
    intends: Seen<Words>,
    state: &'static str,
}

struct Happened {
    at: Moment,
    key: &'static str,
    path: String,
    heading: Seen<String>,
    day: String,
    iso: String,
    /// Who wrote it. Who told something stands with what they told, as they wish.
    by: Option<String>,
}

impl Happened {
    fn ours(page: &Page, names: &Names, event: Event) -> Self {
        Self {
            at: event.at,
            key: event.happening.key(),
            path: kept::page_of(event.thing),
            heading: event.heading,
            day: page.day(event.at),
            iso: page.iso_day(event.at),
            by: Some(called(&page.t, names, event.by)),
        }
    }

    /// Something of another room, or between groups. Of what was told, a week is enough.
    fn theirs(page: &Page, one: Glimpse) -> Option<Self> {
        let is_told = one.kind == Kind::Telling;
        let at = if is_told { one.at.week().begins() } else { one.at };
        let day = page.day(at);
        let day = if is_told { page.t.with("past-in-the-week", &[("day", day)]) } else { day };
        let (key, iso) = (past::key_of(one.kind), page.iso_day(at));
        Some(Self { at, key, path: one.path?, heading: one.heading, day, iso, by: None })
    }
}

struct Last {
    heard: Heard<Seen<Words>>,
    by: Signed,
}

struct Listed {
    path: String,
    opening: Option<Seen<String>>,
    by: Signed,
}

async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(link): Query<FromLink>,
    onward: Onward,
) -> Result<Response, Refused> {
    let system = belonging(&app, &visitor, &id)?;
    let because = Typed { because_of: link.because, ..Typed::default() };
    let form = ConversationForm { because, ..ConversationForm::default() };
    intended_page(&app, &visitor, (system, onward), form, None).await
}

async fn intended_page(
    app: &App,
    visitor: &Visitor,
    (system, onward): (SystemId, Onward),
    form: ConversationForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let events = past::of_system(sharing, &mut look, reader, system).await?;
    let besides = app.nouns().happened(&mut look, reader, system).await?;
    let tried = experiments::of_system(sharing, &mut look, reader, system).await?;
    let held = super::of_system(sharing, &mut look, reader, system, onward.after()).await?;
    let further = Further::of(&held, &onward, "before")?;
    let asking =
        because::asking(sharing, app.nouns(), &mut look, reader, system, &form.because).await?;
    let people = events.iter().map(|e| e.by).chain(held.iter().map(|c| c.said_by));
    let names = sharing.names(&mut look, reader, people).await?;
    let (system, manner) = frame::of(app, visitor, &mut look, system).await?;
    let said = purposes::newest(sharing, &mut look, reader, &system).await?;
    let status = status_of(problem.as_ref());
    let page = manner.page(app, visitor, "intended-title").saying(problem);
    let signed = |c: &Conversation| Signed::new(&page, &names, c.said_by, c.at);
    // What was heard last is not what an earlier page begins with.
    let last = held.first().filter(|_| !further.is_further);
    let last = last.map(|last| Last { heard: last.answers.heard.clone(), by: signed(last) });
    let past = held
        .iter()
        .map(|one| Listed {
            path: kept::page_of(one.placed().thing),
            opening: one.opening(160),
            by: signed(one),
        })
        .collect();
    let ours = events.into_iter().map(|event| Happened::ours(&page, &names, event));
    let theirs = besides.into_iter().filter_map(|one| Happened::theirs(&page, one));
    let mut happened: Vec<Happened> = ours.chain(theirs).collect();
    happened.sort_by_key(|one| std::cmp::Reverse(one.at));
    let before = happened.split_off(happened.len().min(NEWEST));
    let goes_on = tried.next.is_some();
    let mut intentions: Vec<Intention> = tried.into_iter().filter_map(intention).collect();
    let more_intentions = goes_on || intentions.len() > INTENTIONS;
    intentions.truncate(INTENTIONS);
    let shown = IntendedPage {
        system,
        purpose: said.purpose.map(|p: Purpose| (p.words, page.day(p.at))),
        intentions,
        more_intentions,
        happened,
        before,
        last,
        past,
        further,
        form,
        questions: Answers::<Words>::QUESTIONS,
        asking,
        page,
    };
    Ok((status, Shown(shown)).into_response())
}

fn intention(tried: Experiment) -> Option<Intention> {
    let path = kept::page_of(tried.placed().thing);
    let state = tried.state.key();
    Some(Intention { path, name: tried.name, intends: tried.intends?, state })
}

async fn record(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<ConversationForm>,
) -> Result<Response, Refused> {
    let system = belonging(&app, &sent.visitor, &id)?;
    let new: ConversationId = sent.once.id();
    let reader = &sent.visitor.reader;
    let recorded = async {
        let answers = sent.form.answers()?;
        let mut look = app.store().database.look().await?;
        let given = sent.form.because.given(app.nouns(), &mut look, reader).await?;
        drop(look);
        let said = (&answers, given.as_ref());
        super::record(app.sharing(), reader, new, system, said, app.now()).await
    };
    match recorded.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/conversations/{new}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            let onward = Onward::first(&app, &sent.visitor, &format!("/systems/{system}/intended"));
            intended_page(&app, &sent.visitor, (system, onward), sent.form.clone(), Some(problem))
                .await
        }
    }
}

#[derive(Template)]
#[template(path = "conversations/show.html")]
struct ShowPage {
    page: Page,
    system: System,
    conversation: Conversation,
    questions: [&'static str; 6],
    by: Signed,
    roots: Roots,
    path: String,
    vest: Vec<VestShown>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let id = ConversationId::parse(&id).ok_or(Fault::NotFound)?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let conversation = super::find(sharing, &mut look, reader, id).await?;
    let gathered = because::gather(&mut look, conversation.placed()).await?;
    let people = gathered.people().chain([conversation.said_by]);
    let names = sharing.names(&mut look, reader, people).await?;
    let (system, manner) = frame::of(&app, &visitor, &mut look, conversation.system).await?;
    let page = manner.page(&app, &visitor, "conversation-title");
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system.id))?;
    let (nouns, with) = (app.nouns(), (&leave, &names, &page));
    let roots = because::laid_out(sharing, nouns, &mut look, reader, with, gathered).await?;
    let by = Signed::new(&page, &names, conversation.said_by, conversation.at);
    let questions = Answers::<Words>::QUESTIONS;
    let vest = vest::of_conversation(sharing, &mut look, reader, &conversation).await?;
    let path = kept::page_of(conversation.placed().thing);
    let shown = ShowPage { page, system, conversation, questions, by, roots, path, vest };
    Ok(Shown(shown).into_response())
}
