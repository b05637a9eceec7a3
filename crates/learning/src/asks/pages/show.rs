//! The page of one thing that was passed on: what was said, what was answered, and what can be
//! done about it from either side.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::PersonId;
use ground::{Fault, Outcome};
use places::systems::{self, System};
use serde::Deserialize;
use sharing::{Action, Matter, Seen};
use web::{App, Page, Problem, Refused, Sent, Shown, Visitor, to};

use super::list::Stand;
use crate::asks::{self, AnswerKind, Ask, AskId, AskKind, travel};
use crate::because::{self, Roots};
use crate::inquiries::pages::status_of;
use crate::lessons;
use crate::spoken::{Signed, Spoken};
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
    kinds: [AnswerKind; 3],
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

async fn show_page(
    app: &App,
    visitor: &Visitor,
    id: AskId,
    form: AnswerForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (sharing, reader, nouns) = (app.sharing(), &visitor.reader, app.nouns());
    let mut look = app.store().database.look().await?;
    let ask = asks::find(sharing, &mut look, reader, id).await?;
    let one = std::slice::from_ref(&ask);
    let answers = asks::answers(sharing, &mut look, reader, one).await?;
    let taken_up = asks::taken_up(&mut look, one).await?;
    let lesson = match ask.lesson {
        Some(id) => match lessons::find(sharing, &mut look, reader, id).await {
            Ok(lesson) => Some(lesson),
            Err(Fault::NotFound) => None,
            Err(fault) => return Err(fault.into()),
        },
        None => None,
    };
    let gathered = because::gather(&mut look, ask.placed()).await?;
    // Whoever wrote it mostly said why as well, so to whom its writer is not named, nobody is.
    let gathered = if ask.said_by.is_some() { gathered } else { gathered.unsigned() };
    let mut people: Vec<PersonId> = answers.iter().map(|answer| answer.said_by).collect();
    people.extend(ask.said_by);
    people.extend(gathered.people());
    let names = sharing.names(&mut look, reader, people).await?;
    let from = systems::find(sharing, &mut look, reader, ask.from).await?;
    let (to, manner) = frame::of(app, visitor, &mut look, ask.to).await?;
    let status = status_of(problem.as_ref());
    let page = manner.page(app, visitor, ask.kind.key()).saying(problem);
    // Why they say it stays with the group that says it. A lesson has a thread of its own, and what
    // was taken back hangs on none.
    let home = sharing.leave_or_none(reader, Action::Read, &Matter::held(ask.from))?;
    let home = home.filter(|_| ask.words.is_some() && ask.kind != AskKind::Lesson);
    let roots = match &home {
        Some(leave) => {
            let with = (leave, &names, &page);
            Some(because::laid_out(sharing, nouns, &mut look, reader, with, gathered).await?)
        }
        None => None,
    };
    let stand = Stand::of(&ask, &answers, &taken_up);
    let open = ask.taken_back.is_none();
    let answers = answers
        .into_iter()
        .map(|answer| Spoken {
            anchor: answer.id.to_string(),
            kind: answer.kind.key(),
            by: Signed::new(&page, &names, answer.said_by, answer.at),
            words: Some(answer.words),
        })
        .collect();
    let shown = ShowPage {
        path: kept::page_of(asks::thing(id)),
        named: because::named(asks::thing(id)),
        kind: ask.kind.key(),
        from,
        to,
        by: ask.said_by.map(|by| Signed::new(&page, &names, by, ask.at)),
        day: page.day(ask.at),
        iso: page.iso_day(ask.at),
        state: stand.say(&page),
        waits: matches!(stand, Stand::Waits),
        lesson: lesson.map(|l| (kept::page_of(l.placed().thing), l.learned.opening(200))),
        answers,
        roots,
        // What was typed while the others took it back is not lost.
        may_answer: ask.received && (open || !form.words.is_empty()),
        may_take_back: open && travel::speaks_for(sharing, reader, ask.from)?,
        kinds: AnswerKind::ALL,
        form,
        ask,
        page,
    };
    Ok((status, Shown(shown)).into_response())
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
        let said = (AnswerKind::parse(&sent.form.kind).unwrap_or(AnswerKind::Words), &words);
        asks::answer(app.sharing(), reader, sent.once.id(), ask, said, app.now()).await
    };
    back(&app, &sent, ask, said.await).await
}

/// A form that says nothing but that its button was pressed.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pressed {}

pub(super) async fn take_back(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let ask = AskId::parse(&id).ok_or(Fault::NotFound)?;
    match asks::take_back(app.sharing(), &sent.visitor.reader, ask, app.now()).await {
        Ok(()) | Err(Fault::Already) => Ok(to(&kept::page_of(asks::thing(ask)))),
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
