//! Reading something before it goes further, and asking somebody to.

mod goes_to;

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Line, Outcome};
use places::opening;
use serde::Deserialize;
use sharing::{Action, Audience, Matter, Reader, Seen};
use web::{
    Access, App, Further, Onward, Page, Problem, Refused, Routes, Sent, Shown, Untaken, Visitor, to,
};

use self::goes_to::GoesTo;
use super::seen::{self, Found, Given};
use super::{About, Answer, AskedOf, Asks, Could, ReadingId, Second, SecondReading, Whom};
use super::{ask, files};
use crate::slips::Whose;
use crate::tellings::form::words;
use crate::tellings::{Telling, TellingId, Voice, hear};

/// The pages of second readings.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/second-readings/{id}", Access::Named, show)
        .post("/second-readings/{id}", Access::Named, answer_sent)
        .post("/stories/{id}/second-readings", Access::Own, ask_sent)
        .post("/slip/{code}/second-readings", Access::Holder, ask_sent)
}

/// What a form says beforehand of who reads first.
#[derive(Clone, Default, Debug)]
pub(crate) struct Beforehand {
    /// Those on duty, as far as this reader may know their names.
    pub(crate) on_duty: Vec<Seen<Line>>,
    /// Whether somebody else can be chosen: whoever has an account can name people.
    pub(crate) can_choose: bool,
    /// Whether nobody but this reader is on duty, so that somebody else has to be chosen.
    pub(crate) must_choose: bool,
}

impl Beforehand {
    /// For this reader, in this place.
    pub(crate) async fn of(
        app: &App,
        look: &mut Look,
        reader: &Reader,
        place: SystemId,
    ) -> Outcome<Self> {
        let own = [reader.person_id(), None];
        let people = ask::on_duty(app.sharing(), look, place, own, About::Wider).await?;
        let names = app.sharing().names(look, reader, people.iter().copied()).await?;
        let can_choose = reader.person_id().is_some();
        let on_duty = people.iter().filter_map(|person| names.of(*person)).cloned().collect();
        Ok(Self { on_duty, can_choose, must_choose: can_choose && people.is_empty() })
    }
}

/// Somebody whom a teller can ask.
pub(crate) struct CanAsk {
    pub(crate) person: PersonId,
    pub(crate) name: Seen<Line>,
}

/// One reading, for the page of whoever told what is read.
pub(crate) struct Asked {
    pub(crate) reading: SecondReading,
    /// Who was asked by name, where this reader may know their name.
    pub(crate) name: Option<Seen<Line>>,
    /// Whether a line above says already that the same people were asked: two things are asked about
    /// what somebody under 18 told, mostly of the same person.
    pub(crate) is_said: bool,
}

/// How second readings stand, for the page of whoever told it.
pub(crate) struct SecondShown {
    pub(crate) second: Second,
    /// Each reading, oldest first.
    pub(crate) readings: Vec<Asked>,
    /// Whom they named as hearing it, and so can ask.
    pub(crate) can_ask: Vec<CanAsk>,
    /// The page it stands on.
    pub(crate) back: String,
    /// The page on which this reader can put somebody on duty, if they can.
    pub(crate) duty: Option<String>,
}

impl SecondShown {
    /// For whoever told this; nothing where nothing waits or was read.
    pub(crate) async fn of(
        app: &App,
        look: &mut Look,
        whose: &Whose,
        telling: &Telling,
    ) -> Outcome<Option<Self>> {
        let (sharing, reader) = (app.sharing(), &whose.reader);
        let second = seen::of_telling(sharing, look, reader, telling.id).await?;
        if second.is_empty() {
            return Ok(None);
        }
        let named: Vec<PersonId> = telling
            .wishes
            .heard_by
            .iter()
            .filter_map(|to| match to {
                Audience::Person(person) if reader.person_id() != Some(*person) => Some(*person),
                Audience::Person(_) | Audience::System(_) | Audience::Anyone => None,
            })
            .collect();
        let asked = second.readings.iter().filter_map(|one| one.asked_of.by_name());
        let names = sharing.names(look, reader, named.iter().copied().chain(asked)).await?;
        let can_ask = named
            .into_iter()
            .filter_map(|person| Some(CanAsk { person, name: names.of(person)?.clone() }))
            .collect();
        let readings = second.readings.iter().enumerate().map(|(nth, one)| {
            let before = &second.readings[..nth];
            let same = |other: &SecondReading| other.waits() && other.asked_of == one.asked_of;
            let name = one.asked_of.by_name().and_then(|person| names.of(person)).cloned();
            let is_said = one.waits() && before.iter().any(same);
            Asked { reading: one.clone(), name, is_said }
        });
        let readings = readings.collect();
        let place = telling.place;
        let tends = sharing.leave_or_none(reader, Action::Tend, &Matter::system(place, place))?;
        let duty = tends.map(|_| format!("/systems/{place}/opening#keeps_safe"));
        Ok(Some(Self { second, readings, can_ask, back: whose.page.clone(), duty }))
    }

    /// Whether the last one was asked of somebody by name.
    pub(crate) fn asked_by_name(&self) -> bool {
        self.readings.last().is_some_and(|one| one.reading.asked_of != AskedOf::OnDuty)
    }
}

#[derive(Template)]
#[template(path = "second_readings/read.html")]
struct ReadPage {
    page: Page,
    reading: SecondReading,
    /// What else is asked of this reader about the same telling.
    beside: Option<ReadingId>,
    tellings: Vec<Telling>,
    /// The rest of what came in a file.
    further: Further,
    goes_to: GoesTo,
    /// Without an account nobody can be shown who looked.
    is_unsigned: bool,
    typed: String,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    onward: Onward,
) -> Result<Response, Refused> {
    visitor.person()?;
    show_with(&app, &visitor, (ReadingId(id), onward), (String::new(), None)).await
}

async fn show_with(
    app: &App,
    visitor: &Visitor,
    (id, onward): (ReadingId, Onward),
    (typed, problem): (String, Option<Problem>),
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let Given { reading, row, found } = seen::given(sharing, &mut look, reader, id).await?;
    let beside = seen::beside(sharing, &mut look, reader, &row).await?;
    let after = onward.text().and_then(TellingId::parse).unwrap_or(TellingId(Uuid::nil()));
    let (tellings, next) = match found {
        Found::Telling(telling) => {
            (vec![hear::of_row(sharing, &mut look, reader, *telling).await?], None)
        }
        Found::File(import) => {
            files::read(sharing, &mut look, reader, (import, row.asks(row.asked)), after).await?
        }
    };
    let face = opening::face(sharing, &mut look, reader, row.place).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "second-read-title").saying(problem).intimate();
    let goes_to = GoesTo::of(sharing, &mut look, reader, &tellings).await?;
    let is_unsigned = tellings.iter().any(|telling| telling.unsigned);
    let further = Further::after(next, &onward, "main")?;
    let shown = ReadPage { page, reading, beside, tellings, further, goes_to, is_unsigned, typed };
    Ok((status, Shown(shown)).into_response())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    fine: String,
    words: String,
    revision: i64,
}

impl AnswerForm {
    fn answer(&self) -> Outcome<Answer> {
        match self.fine.as_str() {
            "yes" => Ok(Answer::Fine),
            "no" => Ok(Answer::NotYet(words("words", &self.words)?)),
            _ => Err(Fault::Unfit("unfit-second-answer")),
        }
    }
}

async fn answer_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    onward: Onward,
    sent: Sent<AnswerForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (sharing, reader) = (app.sharing(), &sent.visitor.reader);
    let id = ReadingId(id);
    let done = match sent.form.answer() {
        Ok(answer) => {
            let which = (id, sent.form.revision);
            super::answer(sharing, reader, which, &answer, app.now()).await
        }
        Err(fault) => Err(fault),
    };
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to("/")),
        Err(Fault::NotFound) => Err(Fault::NotFound.into()),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            let again = (sent.form.words.clone(), Some(problem));
            show_with(&app, &sent.visitor, (id, onward), again).await
        }
    }
}

/// Whom a teller asks. What they said beforehand, when they wished, stands with that reading.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AskForm {
    /// Somebody's id, or nothing for those on duty.
    of: String,
}

/// The choice of whom to ask, on the page of what was told.
const ASK: &str = "second-of";

impl AskForm {
    fn asks(&self) -> Asks {
        let whom = PersonId::parse(&self.of).map_or(Whom::OnDuty, Whom::Person);
        Asks { whom, could: Could::Unsaid, words: None }
    }
}

async fn ask_sent(
    State(app): State<App>,
    whose: Whose,
    sent: Sent<AskForm>,
) -> Result<Response, Refused> {
    let asks = sent.form.asks();
    let asked = super::ask_again(app.sharing(), &whose.reader, whose.id, &asks, app.now()).await;
    let untaken = |fault| Ok(Untaken::of(fault, ASK, "")?.choosing(&sent.form.of));
    let path = format!("{}#second", whose.page);
    whose.back((&app, &sent.visitor), asked, (&path, untaken)).await
}
