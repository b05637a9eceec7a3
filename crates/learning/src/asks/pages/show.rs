//! The page of one thing that was passed on: what was said, what was answered, and what can be
//! done about it from either side.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::PersonId;
use ground::{Fault, Outcome};
use places::systems::{self, System};
use serde::Deserialize;
use sharing::{Action, Leave, Matter, Names, Reader, Seen, Sharing};
use web::{App, Page, Pressed, Problem, Refused, Sent, Shown, Visitor, to, to_saying};

use super::list::Stand;
use crate::asks::{self, Ask, AskAnswer, AskAnswerKind, AskId, AskKind, travel};
use crate::because::{self, Roots};
use crate::inquiries::pages::status_of;
use crate::lessons::{self, Lesson};
use crate::spoken::{Signed, Spoken, called};
use crate::{frame, kept};

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AnswerForm {
    kind: String,
    words: String,
}

#[derive(Template)]
#[template(path = "asks/show.html")]
struct ShowPage {
    page: Page,
    path: String,
    named: String,
    ask: Ask,
    kind: &'static str,
    from: System,
    to: System,
    /// Who wrote it, for those in the talk it came out of.
    by: Option<Signed>,
    day: String,
    iso: String,
    state: String,
    waits: bool,
    lesson: Option<(String, Seen<String>)>,
    answers: Vec<Spoken>,
    /// For those of the group that said it: why it is there.
    roots: Option<Roots>,
    may_answer: bool,
    may_take_back: bool,
    kinds: [AskAnswerKind; 3],
    form: AnswerForm,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let id = AskId::parse(&id).ok_or(Fault::NotFound)?;
    show_page(&app, &visitor, id, AnswerForm::default(), None).await
}

/// What is found for the page, before it is laid out.
struct Found {
    ask: Ask,
    answers: Vec<AskAnswer>,
    stand: Stand,
    lesson: Option<Lesson>,
    may_take_back: bool,
}

async fn show_page(
    app: &App,
    visitor: &Visitor,
    id: AskId,
    form: AnswerForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let found = find(sharing, &mut look, reader, id).await?;
    let gathered = because::gather(&mut look, found.ask.placed()).await?;
    // Whoever wrote it mostly said why as well, so to whom its writer is not named, nobody is.
    let gathered = if found.ask.said_by.is_some() { gathered } else { gathered.unsigned() };
    let people = found.people().into_iter().chain(gathered.people());
    let names = sharing.names(&mut look, reader, people).await?;
    let from = systems::find(sharing, &mut look, reader, found.ask.from).await?;
    let (to, manner) = frame::of(app, visitor, &mut look, found.ask.to).await?;
    let status = status_of(problem.as_ref());
    let page = manner.page(app, visitor, found.ask.kind.key()).saying(problem);
    let roots = match leave_to_roots(sharing, reader, &found.ask)? {
        Some(leave) => {
            let (nouns, with) = (app.nouns(), (&leave, &names, &page));
            Some(because::laid_out(sharing, nouns, &mut look, reader, with, gathered).await?)
        }
        None => None,
    };
    let shown = lay_out(page, (from, to), &names, found, roots, form);
    Ok((status, Shown(shown)).into_response())
}

async fn find(sharing: &Sharing, look: &mut Look, reader: &Reader, id: AskId) -> Outcome<Found> {
    let ask = asks::find(sharing, look, reader, id).await?;
    let one = std::slice::from_ref(&ask);
    let answers = asks::answers(sharing, look, reader, one).await?;
    let stand = Stand::of(&ask, &answers, &asks::taken_up(look, one).await?);
    let lesson = match ask.lesson {
        Some(id) => match lessons::find(sharing, look, reader, id).await {
            Ok(lesson) => Some(lesson),
            Err(Fault::NotFound) => None,
            Err(fault) => return Err(fault),
        },
        None => None,
    };
    let may_take_back = travel::is_theirs_to_take_back(sharing, look, reader, ask.id).await?;
    Ok(Found { ask, answers, stand, lesson, may_take_back })
}

/// Leave to see why they say it, which stays with the group that says it. A lesson has a thread of
/// its own, and what was taken back hangs on none.
fn leave_to_roots(sharing: &Sharing, reader: &Reader, ask: &Ask) -> Outcome<Option<Leave>> {
    if ask.words.is_none() || ask.kind == AskKind::Lesson {
        return Ok(None);
    }
    sharing.leave_or_none(reader, Action::Read, &Matter::held(ask.from))
}

impl Found {
    /// Everybody whose name stands on the page.
    fn people(&self) -> Vec<PersonId> {
        let answered = self.answers.iter().map(|answer| answer.said_by);
        answered.chain(self.ask.said_by).chain(self.ask.taken_back_by).collect()
    }
}

fn lay_out(
    page: Page,
    (from, to): (System, System),
    names: &Names,
    found: Found,
    roots: Option<Roots>,
    form: AnswerForm,
) -> ShowPage {
    let Found { ask, answers, stand, lesson, may_take_back } = found;
    let open = ask.taken_back.is_none();
    let answers = answers
        .into_iter()
        .map(|answer| Spoken {
            anchor: answer.id.to_string(),
            kind: answer.kind.key(),
            by: Signed::new(&page, names, answer.said_by, answer.at),
            words: Some(answer.words),
        })
        .collect();
    ShowPage {
        path: kept::page_of(asks::thing(ask.id)),
        named: because::named(asks::thing(ask.id)),
        kind: ask.kind.key(),
        from,
        to,
        by: ask.said_by.filter(|_| open).map(|by| Signed::new(&page, names, by, ask.at)),
        day: page.day(ask.at),
        iso: page.iso_day(ask.at),
        state: said_of(&page, names, &ask, &stand),
        waits: matches!(stand, Stand::Waits),
        lesson: lesson.map(|l| (kept::page_of(l.placed().thing), l.learned.opening(200))),
        answers,
        roots,
        // What was typed while the others took it back is not lost.
        may_answer: ask.received && (open || !form.words.is_empty()),
        may_take_back,
        kinds: AskAnswerKind::ALL,
        form,
        ask,
        page,
    }
}

/// How far it has come. Those of its talk read who took it back, the others that it was.
fn said_of(page: &Page, names: &Names, ask: &Ask, stand: &Stand) -> String {
    match (stand, ask.taken_back_by) {
        (Stand::TakenBack(at), Some(by)) => {
            let with = [("name", called(&page.t, names, by)), ("day", page.day(*at))];
            page.t.with("ask-taken-back-by", &with)
        }
        _ => stand.say(page),
    }
}

pub(super) async fn answer(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<AnswerForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let ask = AskId::parse(&id).ok_or(Fault::NotFound)?;
    let said = async {
        let reader = &sent.visitor.reader;
        let mut look = app.store().database.look().await?;
        // Whoever cannot see it learns nothing from how their words were taken.
        asks::find(app.sharing(), &mut look, reader, ask).await?;
        drop(look);
        let words = kept::must("words", &sent.form.words)?;
        let said = (AskAnswerKind::parse(&sent.form.kind).unwrap_or(AskAnswerKind::Words), &words);
        asks::answer(app.sharing(), reader, sent.once.id(), ask, said, app.now()).await
    };
    back(&app, &sent, ask, said.await).await
}

pub(super) async fn take_back(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let ask = AskId::parse(&id).ok_or(Fault::NotFound)?;
    match asks::take_back(app.sharing(), &sent.visitor.reader, ask, app.now()).await {
        Ok(()) | Err(Fault::Already) => {
            Ok(to_saying(&kept::page_of(asks::thing(ask)), web::Said::Done))
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn back(
    app: &App,
    sent: &Sent<AnswerForm>,
    ask: AskId,
    done: Outcome<()>,
) -> Result<Response, Refused> {
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to(&kept::page_of(asks::thing(ask)))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            show_page(app, &sent.visitor, ask, sent.form.clone(), Some(problem)).await
        }
    }
}
