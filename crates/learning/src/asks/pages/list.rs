//! What a system's group said to others, and what others said to it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::Moment;
use ground::id::SystemId;
use places::systems::{self, System};
use sharing::Seen;
use web::{App, Further, Onward, Page, Refused, Shown, Visitor};

use crate::asks::{self, Ask, AskAnswer, AskId, AskKind};
use crate::inquiries::pages::belonging;
use crate::{frame, kept};

#[derive(Template)]
#[template(path = "asks/list.html")]
struct ListPage {
    page: Page,
    system: System,
    received: Vec<Listed>,
    sent: Vec<Listed>,
    further: Further,
}

struct Listed {
    path: String,
    kind: &'static str,
    words: Option<Seen<String>>,
    /// The other system, and how it stands to this one: a sentence.
    other: String,
    day: String,
    iso: String,
    state: String,
    waits: bool,
}

/// How far something has come that was passed on.
pub(super) enum Stand {
    TakenBack(Moment),
    TakenUp(Moment),
    Answered(Moment),
    Waits,
    /// A lesson waits for nothing.
    Said,
}

impl Stand {
    pub(super) fn of(ask: &Ask, answers: &[AskAnswer], taken_up: &[(AskId, Moment)]) -> Self {
        if let Some(at) = ask.taken_back {
            return Self::TakenBack(at);
        }
        if let Some((_, at)) = taken_up.iter().find(|(id, _)| *id == ask.id) {
            return Self::TakenUp(*at);
        }
        if let Some(last) = answers.iter().rfind(|answer| answer.ask == ask.id) {
            return Self::Answered(last.at);
        }
        if ask.kind == AskKind::Lesson { Self::Said } else { Self::Waits }
    }

    pub(super) fn say(&self, page: &Page) -> String {
        match self {
            Self::TakenBack(at) => page.t.with("ask-taken-back-on", &[("day", page.day(at))]),
            Self::TakenUp(at) => page.t.with("ask-taken-up-on", &[("day", page.day(at))]),
            Self::Answered(at) => page.t.with("ask-answered-on", &[("day", page.day(at))]),
            Self::Waits => page.t.say("ask-not-answered"),
            Self::Said => String::new(),
        }
    }
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    onward: Onward,
) -> Result<Response, Refused> {
    let system_id = belonging(&app, &visitor, &id)?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let (system, manner) = frame::of(&app, &visitor, &mut look, system_id).await?;
    let asks = asks::of_system(sharing, &mut look, reader, system_id, onward.after()).await?;
    let further = Further::of(&asks, &onward, "main")?;
    let answers = asks::answers(sharing, &mut look, reader, &asks).await?;
    let taken_up = asks::taken_up(&mut look, &asks).await?;
    let others: Vec<SystemId> = asks.iter().map(|ask| other(ask, system_id)).collect();
    let others = systems::find_many(sharing, &mut look, reader, &others).await?;
    let page = manner.page(&app, &visitor, "asks-title");
    let (mut received, mut sent) = (Vec::new(), Vec::new());
    for ask in asks {
        let state = Stand::of(&ask, &answers, &taken_up);
        let ours = ask.from == system_id;
        let name = others.iter().find(|system| system.id == other(&ask, system_id));
        let name = name.map(|system| system.name.to_string()).unwrap_or_default();
        let key = if ours { "ask-said-to" } else { "ask-said-by" };
        let listed = Listed {
            path: kept::page_of(asks::thing(ask.id)),
            kind: ask.kind.key(),
            other: page.t.with(key, &[("name", name)]),
            day: page.day(ask.at),
            iso: page.iso_day(ask.at),
            state: state.say(&page),
            waits: matches!(state, Stand::Waits),
            words: ask.words.as_ref().map(|words| words.opening(200)),
        };
        if ours { sent.push(listed) } else { received.push(listed) }
    }
    Ok(Shown(ListPage { page, system, received, sent, further }).into_response())
}

fn other(ask: &Ask, here: SystemId) -> SystemId {
    if ask.from == here { ask.to } else { ask.from }
}
