//! What came of it, and how we got here.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::{Kind, Thing, Uuid};
use ground::{Fault, Line, Outcome, Words};
use serde::Deserialize;
use sharing::lineage::Way;
use sharing::{Glimpse, Seen};
use web::thread::{Knot, Picture, Shape};
use web::{Access, App, Page, Refused, Routes, Sent, Shown, Untaken, Visitor, field_of, to};

use super::{Answer, AnswerKind, Root, Step, Thread, picture};
use crate::patterns::{self, PatternId, SayingId, SayingKind, answers};
use crate::slips::Whose;
use crate::tellings::form::text;
use crate::tellings::{Telling, hear};
use crate::vest;

/// The id of the field in which somebody answers whoever told it.
const TO_TELLER: &str = "answer-words";

/// The pages of what came of it.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/stories/{id}/came", Access::Own, came)
        .get("/slip/{code}/came", Access::Holder, came)
        .post("/stories/{id}/answer", Access::Offered, answer_sent)
        .post("/stories/{id}/patterns/{pattern}", Access::Own, pattern_answered)
        .post("/slip/{code}/patterns/{pattern}", Access::Holder, pattern_answered)
        .get("/thread/{kind}/{id}", Access::Offered, thread)
}

struct AnswerShown {
    kind: AnswerKind,
    words: Seen<Words>,
    by: Option<Seen<Line>>,
    at: ground::Moment,
}

struct LaidShown {
    glimpse: Glimpse,
    taken_out: bool,
}

#[derive(Template)]
#[template(path = "came/came.html")]
struct CamePage {
    page: Page,
    back: String,
    by_slip: bool,
    telling: Telling,
    thread: Thread,
    picture: Picture,
    answers: Vec<AnswerShown>,
    laid: Vec<LaidShown>,
    /// Whether somebody else read it with four words.
    read_by_others: bool,
}

impl CamePage {
    /// Whether there is nothing to say of it yet.
    fn nothing_yet(&self) -> bool {
        self.thread.steps.is_empty() && self.answers.is_empty() && !self.read_by_others
    }
}

async fn came(State(app): State<App>, visitor: Visitor, whose: Whose) -> Result<Response, Refused> {
    let shown = came_page(&app, &visitor, &whose, None).await?;
    super::saw(app.sharing(), &whose.reader, whose.id).await?;
    Ok(Shown(shown).into_response())
}

async fn came_page(
    app: &App,
    visitor: &Visitor,
    whose: &Whose,
    untaken: Option<&Untaken>,
) -> Outcome<CamePage> {
    let (sharing, nouns) = (app.sharing(), app.nouns());
    let (reader, id, back) = (&whose.reader, whose.id, whose.page.clone());
    let mut look = app.store().database.look().await?;
    let telling = hear::one(sharing, &mut look, reader, id).await?;
    let (thread, answered) = super::of_it(sharing, nouns, &mut look, reader, id).await?;
    let names = sharing.names(&mut look, reader, answered.iter().map(|a| a.said_by)).await?;
    let place = app.speaking(&mut look, reader, &visitor.tongue, telling.place).await?;
    let page = Page::new(app, visitor, "came-title").spoken(place.as_ref());
    let page = page.keeping(untaken).intimate();
    let knots = answered.iter().map(|answer| answer_knot(&page, answer)).collect();
    let first = Some(picture::of_telling(&page, &telling));
    let picture = picture::of(&page, "came", first, &thread, knots);
    let answers = answered
        .into_iter()
        .map(|a| AnswerShown {
            kind: a.kind,
            words: a.words,
            by: names.of(a.said_by).cloned(),
            at: a.at,
        })
        .collect();
    let laid_in = answers::of_telling(&mut look, id).await?;
    let things: Vec<Thing> = laid_in.iter().map(|l| patterns::thing(l.pattern)).collect();
    let glimpses = nouns.peek(&mut look, reader, &things, &[reader.who()]).await?;
    let laid = laid_in
        .into_iter()
        .filter_map(|l| {
            let glimpse = glimpses.get(&l.pattern.0)?.clone();
            Some(LaidShown { glimpse, taken_out: l.taken_out })
        })
        .collect();
    let by_slip = reader.person_id().is_none();
    let (readings, _) = vest::of_telling(sharing, &mut look, reader, &telling).await?;
    let read_by_others = readings.iter().any(|one| !one.is_own);
    Ok(CamePage { page, back, by_slip, telling, thread, picture, answers, laid, read_by_others })
}

/// An answer to the teller as a knot with an open outline.
fn answer_knot(page: &Page, answer: &Answer) -> Knot {
    Knot {
        shape: Shape::Round,
        kind: page.t.say(answer.kind.key()),
        heading: answer.words.opening(120).to_string(),
        day: page.day(answer.at),
        path: None,
        reasons: Vec::new(),
        when: answer.at.0,
        waits: true,
    }
}

#[derive(Deserialize)]
struct AnswerForm {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    words: String,
}

impl AnswerForm {
    /// What was typed, in the field with this id, and chosen beside it.
    fn untaken(&self, fault: Fault, field: &str) -> Outcome<Untaken> {
        Ok(Untaken::of(fault, field, &self.words)?.choosing(&self.kind))
    }
}

async fn answer_sent(
    State(app): State<App>,
    whose: Whose,
    sent: Sent<AnswerForm>,
) -> Result<Response, Refused> {
    let (form, answer) = (&sent.form, sent.once.id::<Uuid>());
    let answered = async {
        let words = Words::parse(&form.words).map_err(|why| text("words", why))?;
        // On the page the first kind is chosen already.
        let kind = AnswerKind::parse(&form.kind).unwrap_or(AnswerKind::NothingYet);
        let answer = (answer, kind, &words);
        super::answer(app.sharing(), &whose.reader, whose.id, answer, app.now()).await
    };
    let answered = answered.await;
    let untaken = |fault| form.untaken(fault, TO_TELLER);
    whose.back((&app, &sent.visitor), answered, (&whose.page, untaken)).await
}

#[derive(Deserialize)]
struct Which {
    pattern: Uuid,
}

async fn pattern_answered(
    State(app): State<App>,
    whose: Whose,
    Path(Which { pattern }): Path<Which>,
    sent: Sent<AnswerForm>,
) -> Result<Response, Refused> {
    let (form, reader) = (&sent.form, &whose.reader);
    let said = (PatternId(pattern), sent.once.id::<SayingId>());
    let answered = async {
        let words = Words::parse(&form.words).map_err(|why| text("words", why))?;
        let kind = match SayingKind::parse(&form.kind) {
            SayingKind::TookItOut => SayingKind::TookItOut,
            _ => SayingKind::NotWhatIMeant,
        };
        let answer = (kind, &words);
        patterns::answer(app.sharing(), reader, said, whose.id, answer, app.now()).await
    };
    match answered.await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("{}/came", whose.page))),
        Err(fault) => {
            let untaken = form.untaken(fault, &field_of("laid", pattern.simple()))?;
            let page = came_page(&app, &sent.visitor, &whose, Some(&untaken)).await?;
            untaken.shown(&page)
        }
    }
}

#[derive(Template)]
#[template(path = "came/thread.html")]
struct ThreadPage {
    page: Page,
    here: Glimpse,
    back: Thread,
    back_picture: Picture,
    forward: Thread,
    forward_picture: Picture,
}

async fn thread(
    State(app): State<App>,
    visitor: Visitor,
    Path((kind, id)): Path<(String, Uuid)>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let kind = Kind::parse(&kind).ok_or(Fault::NotFound)?;
    let (reader, nouns) = (&visitor.reader, app.nouns());
    let here = Thing::new(kind, id);
    let mut look = app.store().database.look().await?;
    let glimpse = nouns.peek(&mut look, reader, &[here], &[]).await?.remove(&id);
    let glimpse = glimpse.ok_or(Fault::NotFound)?;
    let (sharing, with) = (app.sharing(), (nouns, [].as_slice()));
    let back = super::thread(sharing, with, &mut look, reader, here, Way::Back).await?;
    let forward = super::thread(sharing, with, &mut look, reader, here, Way::Forward).await?;
    let page = Page::new(&app, &visitor, "thread-title");
    let back_picture = picture::of(&page, "back", None, &back, Vec::new());
    let first = Step { what: glimpse.clone(), because: Vec::new() };
    let first = Some((id, picture::of_step(&page, &first)));
    let forward_picture = picture::of(&page, "forward", first, &forward, Vec::new());
    let here = glimpse;
    let shown = ThreadPage { page, here, back, back_picture, forward, forward_picture };
    Ok(Shown(shown).into_response())
}
