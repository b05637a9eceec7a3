//! Carrying a lesson further, on the lesson's page.

use axum::extract::{Path, State};
use axum::response::Response;
use ground::{Fault, Moment, Outcome, Words};
use serde::Deserialize;
use sharing::{Names, Reader, Seen};
use web::{App, Onward, Page, Problem, Refused, Sent, to};

use super::{Carrying, CarryingId, How, Taken, Whither};
use crate::lessons::pages::show::{Forms, show_page};
use crate::lessons::{self, LessonId};
use crate::spoken::{Signed, Spoken};
use crate::{frame, kept};

/// What is typed to carry a lesson further, or to take over what somebody handed on.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::lessons) struct CarryForm {
    pub(in crate::lessons) carry_into: String,
    pub(in crate::lessons) carry_words: String,
    pub(in crate::lessons) carry_look: String,
    from: String,
}

/// What is typed to say how it went.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::lessons) struct CarriedForm {
    how: String,
    went: String,
    next: String,
}

/// One time that somebody carries it, as the page shows it.
pub(in crate::lessons) struct CarryingShown {
    pub(in crate::lessons) id: String,
    pub(in crate::lessons) whither: &'static str,
    pub(in crate::lessons) words: Option<Seen<Words>>,
    pub(in crate::lessons) by: Signed,
    /// Whose it was before, in a sentence.
    pub(in crate::lessons) taken_from: Option<String>,
    pub(in crate::lessons) look_on: Option<String>,
    pub(in crate::lessons) carried: Vec<Spoken>,
    /// Whether this reader carries it, and can say how it went.
    pub(in crate::lessons) is_theirs: bool,
    /// Whether it was handed on and nobody has taken it.
    pub(in crate::lessons) waits: bool,
    /// What they typed, where it comes back.
    pub(in crate::lessons) form: CarriedForm,
}

impl CarriedForm {
    pub(in crate::lessons) fn is_open(&self) -> bool {
        !(self.how.is_empty() && self.went.is_empty() && self.next.is_empty())
    }

    pub(in crate::lessons) fn is(&self, how: &How) -> bool {
        self.how == how.word() || (self.how.is_empty() && *how == How::Going)
    }

    pub(in crate::lessons) fn went(&self) -> &str {
        &self.went
    }

    pub(in crate::lessons) fn next(&self) -> &str {
        &self.next
    }
}

/// Lays out who carries it; what somebody typed and could not be kept stands where they typed it.
pub(in crate::lessons) fn lay_out(
    page: &Page,
    names: &Names,
    reader: &Reader,
    all: &[Carrying],
    typed: Option<&(CarryingId, CarriedForm)>,
) -> Vec<CarryingShown> {
    let shown = |one: &Carrying| {
        let from = all.iter().find(|other| Some(other.id) == one.taken_from);
        let taken_from = from.map(|from| {
            let name = crate::spoken::called(&page.t, names, from.said_by);
            page.t.with("carrying-taken-from", &[("name", name)])
        });
        let carried = one.carried.iter().map(|said| Spoken {
            anchor: said.id.to_string(),
            kind: said.how.key(),
            words: said.words.clone(),
            by: Signed::new(page, names, said.said_by, said.at),
        });
        let typed = typed.filter(|(id, _)| *id == one.id);
        let is_taken = all.iter().any(|other| other.taken_from == Some(one.id));
        CarryingShown {
            id: one.id.to_string(),
            whither: one.whither.key(),
            words: one.words.clone(),
            by: Signed::new(page, names, one.said_by, one.at),
            taken_from,
            // Whoever left looks at nothing any more.
            look_on: one.look_on.filter(|_| names.of(one.said_by).is_some()).map(|at| page.day(at)),
            carried: carried.collect(),
            is_theirs: !one.ended && reader.person_id() == Some(one.said_by),
            waits: one.is_handed_on() && !is_taken,
            form: typed.map(|(_, form)| form.clone()).unwrap_or_default(),
        }
    };
    all.iter().map(shown).collect()
}

/// The day that was typed, in the zone of the lesson's place.
async fn day_typed<T>(
    app: &App,
    sent: &Sent<T>,
    lesson: LessonId,
    typed: &str,
) -> Outcome<Option<Moment>> {
    let mut look = app.store().database.look().await?;
    let lesson = lessons::find(app.sharing(), &mut look, &sent.visitor.reader, lesson).await?;
    let (_, manner) = frame::of(app, &sent.visitor, &mut look, lesson.system).await?;
    kept::day_to_come("carry_look", typed, &manner.zone, app.now())
}

pub(in crate::lessons) async fn carry(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<CarryForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let lesson = LessonId::parse(&id).ok_or(Fault::NotFound)?;
    let form = &sent.form;
    let done: Outcome<()> = async {
        // Whoever cannot see the lesson learns nothing from how their words were taken.
        let look_on = day_typed(&app, &sent, lesson, &form.carry_look).await?;
        let taken = match CarryingId::parse(&form.from) {
            Some(from) => Taken::Over(from, kept::may("carry_words", &form.carry_words)?),
            None => {
                let words = kept::must("carry_words", &form.carry_words)?;
                let whither = Whither::parse(&form.carry_into).unwrap_or(Whither::Elsewhere);
                Taken::Anew(whither, words)
            }
        };
        let (new, reader) = (sent.once.id(), &sent.visitor.reader);
        super::carry(app.sharing(), reader, new, lesson, (&taken, look_on), app.now()).await
    }
    .await;
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/lessons/{lesson}#carried"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            let forms = Forms { carry: form.clone(), ..Forms::default() };
            let onward = Onward::first(&app, &sent.visitor, &format!("/lessons/{id}"));
            show_page(&app, &sent.visitor, (&id, onward), forms, Some(problem)).await
        }
    }
}

pub(in crate::lessons) async fn say(
    State(app): State<App>,
    Path((id, carrying)): Path<(String, String)>,
    sent: Sent<CarriedForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let lesson = LessonId::parse(&id).ok_or(Fault::NotFound)?;
    let carrying = CarryingId::parse(&carrying).ok_or(Fault::NotFound)?;
    let form = &sent.form;
    let done: Outcome<()> = async {
        let next = day_typed(&app, &sent, lesson, &form.next).await?;
        let how = How::parse(&form.how).unwrap_or(How::Going);
        let words = match how {
            How::Going => Some(kept::must("", &form.went)?),
            How::Done | How::HandedOn => kept::may("", &form.went)?,
        };
        let (new, reader) = (sent.once.id(), &sent.visitor.reader);
        let said = (how, words.as_ref(), next);
        super::say(app.sharing(), reader, new, (lesson, carrying), said, app.now()).await
    }
    .await;
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/lessons/{lesson}#carried"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            let forms = Forms { carried: Some((carrying, form.clone())), ..Forms::default() };
            let onward = Onward::first(&app, &sent.visitor, &format!("/lessons/{id}"));
            show_page(&app, &sent.visitor, (&id, onward), forms, Some(problem)).await
        }
    }
}
