//! The page of one lesson, and looking at it again.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::PersonId;
use ground::{Fault, Line, Outcome, Stretch, Words};
use places::systems::System;
use serde::Deserialize;
use sharing::{Action, Leave, Matter, Names, Seen};
use web::{App, Further, Onward, Page, Problem, Refused, Sent, Shown, Visitor, to};

use crate::because::{self, Roots};
use crate::inquiries::pages::status_of;
use crate::inquiries::{self, Inquiry};
use crate::lessons::carrying::pages::{self, CarriedForm, CarryForm, CarryingShown};
use crate::lessons::carrying::{self, Carrying, CarryingId, How, Whither};
use crate::lessons::{self, Holds, Lesson, LessonId, LookedAgain, LookingAgain};
use crate::spoken::{Signed, Spoken};
use crate::{asks, frame, kept};

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::lessons) struct LookForm {
    holds: String,
    words: String,
    look_again: String,
}

/// What was typed on the page of a lesson, where it comes back.
#[derive(Clone, Default)]
pub(in crate::lessons) struct Forms {
    pub(in crate::lessons) look: LookForm,
    pub(in crate::lessons) carry: CarryForm,
    pub(in crate::lessons) carried: Option<(CarryingId, CarriedForm)>,
}

#[derive(Template)]
#[template(path = "lessons/show.html")]
struct ShowPage {
    page: Page,
    system: System,
    path: String,
    lesson: Lesson,
    warning: Option<&'static str>,
    inquiry: Option<(String, Seen<Line>)>,
    look_again_on: Option<String>,
    waits: bool,
    /// Whether nobody's home page asks any more.
    rests: bool,
    /// Who wrote it, for those of the group that learned it.
    by: Option<Signed>,
    looked: Vec<Spoken>,
    /// The rest of how often somebody looked again.
    further: Further,
    /// Why it is there, for those of the group that learned it.
    roots: Option<Roots>,
    /// Where it can be passed on to another group from.
    pass_on: Option<String>,
    carryings: Vec<CarryingShown>,
    /// Whether more was said of how it went than stands here.
    more_carried: bool,
    hows: [How; 3],
    whithers: [Whither; 6],
    form: Forms,
    answers: [Holds; 3],
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    onward: Onward,
) -> Result<Response, Refused> {
    show_page(&app, &visitor, (&id, onward), Forms::default(), None).await
}

/// What is found for the page, before it is laid out.
struct Found {
    lesson: Lesson,
    /// Leave of those of the group that learned it. Whoever it was passed on to reads the lesson,
    /// and nothing else of that group.
    home: Option<Leave>,
    looked: Stretch<LookedAgain>,
    /// The way on in how often somebody looked again.
    further: Further,
    carryings: Stretch<Carrying>,
    inquiry: Option<Inquiry>,
    waits: bool,
    rests: bool,
    may_pass_on: bool,
}

pub(in crate::lessons) async fn show_page(
    app: &App,
    visitor: &Visitor,
    (id, onward): (&str, Onward),
    form: Forms,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let id = LessonId::parse(id).ok_or(Fault::NotFound)?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let found = find(app, visitor, &mut look, (id, onward)).await?;
    let gathered = because::gather(&mut look, found.lesson.placed()).await?;
    let people = found.people().into_iter().chain(gathered.people());
    let names = sharing.names(&mut look, reader, people).await?;
    let (system, manner) = frame::of(app, visitor, &mut look, found.lesson.system).await?;
    let status = status_of(problem.as_ref());
    let title = found.lesson.learned.opening(60).to_string();
    let page = manner.page_titled(app, visitor, title).saying(problem);
    let roots = match &found.home {
        Some(leave) => {
            let (nouns, with) = (app.nouns(), (leave, &names, &page));
            Some(because::laid_out(sharing, nouns, &mut look, reader, with, gathered).await?)
        }
        None => None,
    };
    let carried = form.carried.as_ref();
    let carryings = pages::lay_out(&page, &names, reader, &found.carryings, carried);
    let besides = (roots, carryings);
    Ok((status, Shown(lay_out(page, system, &names, found, besides, form))).into_response())
}

async fn find(
    app: &App,
    visitor: &Visitor,
    look: &mut Look,
    (id, onward): (LessonId, Onward),
) -> Outcome<Found> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let lesson = lessons::find(sharing, look, reader, id).await?;
    let (waits, rests) = (lesson.waits_to_be_looked_at(app.now()), lesson.rests(app.now()));
    let may_pass_on = asks::speaks_for(sharing, reader, lesson.system)?;
    let home = sharing.leave_or_none(reader, Action::Read, &Matter::held(lesson.system))?;
    let (mut looked, mut carryings, mut inquiry) = (Stretch::default(), Stretch::default(), None);
    if home.is_some() {
        carryings = carrying::of_lesson(sharing, look, reader, &lesson).await?;
        looked = lessons::looked_again(sharing, look, reader, &lesson, onward.after()).await?;
        if let Some(id) = lesson.inquiry {
            inquiry = Some(inquiries::find(sharing, look, reader, id).await?);
        }
    }
    let further = Further::of(&looked, &onward, "looked")?;
    Ok(Found { lesson, home, looked, further, carryings, inquiry, waits, rests, may_pass_on })
}

impl Found {
    /// Everybody whose name stands on the page.
    fn people(&self) -> Vec<PersonId> {
        let mut people = vec![self.lesson.said_by];
        people.extend(self.looked.iter().map(|one| one.said_by));
        people.extend(self.carryings.iter().map(|one| one.said_by));
        people
    }
}

fn lay_out(
    page: Page,
    system: System,
    names: &Names,
    found: Found,
    (roots, carryings): (Option<Roots>, Vec<CarryingShown>),
    form: Forms,
) -> ShowPage {
    let more_carried = found.carryings.next.is_some();
    let Found { lesson, home, looked, further, inquiry, waits, rests, may_pass_on, .. } = found;
    let looked = looked
        .into_iter()
        .map(|one| Spoken {
            anchor: one.id.to_string(),
            kind: one.holds.key(),
            by: Signed::new(&page, names, one.said_by, one.at),
            words: one.words,
        })
        .collect();
    ShowPage {
        path: kept::page_of(lesson.placed().thing),
        warning: lesson.holds.and_then(Holds::warning),
        inquiry: inquiry.map(|i| (kept::page_of(i.placed().thing), i.question)),
        look_again_on: lesson.look_again.map(|at| page.day(at)),
        waits,
        rests,
        by: home.map(|_| Signed::new(&page, names, lesson.said_by, lesson.at)),
        pass_on: may_pass_on
            .then(|| format!("/systems/{}/asks/new?lesson={}", system.id, lesson.id)),
        system,
        lesson,
        looked,
        further,
        roots,
        carryings,
        more_carried,
        hows: How::ALL,
        whithers: Whither::ALL,
        form,
        answers: Holds::ALL,
        page,
    }
}

pub(super) async fn look_again(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<LookForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let lesson = LessonId::parse(&id).ok_or(Fault::NotFound)?;
    let looked = async {
        let holds = Holds::parse(&sent.form.holds).ok_or(Fault::Unfit("unfit-holds"))?;
        let words: Option<Words> = kept::may("words", &sent.form.words)?;
        let (new, reader) = (sent.once.id(), &sent.visitor.reader);
        let mut look = app.store().database.look().await?;
        let home = lessons::find(app.sharing(), &mut look, reader, lesson).await?.system;
        let (_, manner) = frame::of(&app, &sent.visitor, &mut look, home).await?;
        drop(look);
        let next = kept::day_to_come("look_again", &sent.form.look_again, &manner.zone, app.now())?;
        let found = LookingAgain { holds, words, next };
        lessons::look_again(app.sharing(), reader, new, lesson, &found, app.now()).await
    };
    match looked.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/lessons/{lesson}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            let forms = Forms { look: sent.form.clone(), ..Forms::default() };
            let onward = Onward::first(&app, &sent.visitor, &format!("/lessons/{id}"));
            show_page(&app, &sent.visitor, (&id, onward), forms, Some(problem)).await
        }
    }
}
