//! Quoting in a pattern: choose a telling, then tick the first sentence and the last.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::Uuid;
use ground::{Fault, Outcome, Words};
use places::opening;
use serde::Deserialize;
use sharing::{Action, Leave, Matter, Seen};
use web::{
    Access, App, Page, Pressed, Problem, Refused, Routes, Said, Sent, Shown, Visitor, to, to_saying,
};

use super::{QuotationId, Sentence, Wanted, sentences};
use crate::patterns::{self, Pattern, PatternId, Saying, SayingId, SayingKind};
use crate::tellings::{ChapterId, Telling, TellingId, Voice};

/// The pages of quoting.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/patterns/{id}/quote", Access::Offered, quote_page)
        .post("/patterns/{id}/quote", Access::Offered, quote_sent)
        .post("/patterns/{id}/quotations/{quotation}/end", Access::Own, taken_out)
}

/// What was chosen. A tick is `words:3` or a chapter's id and `:3`, counted from nought.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QuoteForm {
    telling: String,
    beside: String,
    tick: Vec<String>,
}

#[derive(Deserialize, Default)]
struct QuoteQuery {
    #[serde(default)]
    telling: String,
}

/// A sentence to tick.
struct Tick {
    value: String,
    text: Seen<String>,
    is_ticked: bool,
}

/// What was told first, or one chapter, with its sentences.
struct Part {
    is_chapter: bool,
    ticks: Vec<Tick>,
}

#[derive(Template)]
#[template(path = "quotations/choose.html")]
struct ChoosePage {
    page: Page,
    pattern: Pattern,
    tellings: Vec<Telling>,
}

#[derive(Template)]
#[template(path = "quotations/quote.html")]
struct QuotePage {
    page: Page,
    pattern: Pattern,
    telling: Telling,
    parts: Vec<Part>,
    form: QuoteForm,
}

impl QuotePage {
    /// The readings and disputes that a quotation can stand beside.
    fn sayings(&self) -> impl Iterator<Item = &Saying> {
        let kinds = [SayingKind::Reading, SayingKind::Dispute];
        self.pattern.sayings.iter().filter(move |s| kinds.contains(&s.kind))
    }

    fn is_beside(&self, saying: &SayingId) -> bool {
        self.form.beside == saying.to_string()
    }
}

async fn quote_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Query(query): Query<QuoteQuery>,
) -> Result<Response, Refused> {
    let form = QuoteForm { telling: query.telling, ..QuoteForm::default() };
    quote_form(&app, &visitor, PatternId(id), form, None).await
}

async fn quote_form(
    app: &App,
    visitor: &Visitor,
    id: PatternId,
    form: QuoteForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let pattern = patterns::find(sharing, &mut look, reader, id).await?;
    sharing.leave(reader, Action::TakePart, &Matter::held(pattern.system))?;
    let face = opening::face(sharing, &mut look, reader, pattern.place).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = face.page(app, visitor, "quote-title").saying(problem).intimate();
    let chosen = match TellingId::parse(&form.telling) {
        Some(one) => {
            super::to_quote_from(sharing, &mut look, reader, &pattern, one).await.map(Some)
        }
        None => Ok(None),
    };
    match chosen {
        Ok(Some((telling, leave))) => {
            let parts = parts(&telling, &leave, &form);
            Ok((status, Shown(QuotePage { page, pattern, telling, parts, form })).into_response())
        }
        Ok(None) | Err(Fault::NotFound) => {
            let tellings = super::to_quote(sharing, &mut look, reader, &pattern).await?;
            Ok((status, Shown(ChoosePage { page, pattern, tellings })).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}

fn parts(telling: &Telling, leave: &Leave, form: &QuoteForm) -> Vec<Part> {
    let part = |name: String, words: &Seen<Words>| {
        let tick = |(at, sentence): (usize, Sentence)| {
            let value = format!("{name}:{at}");
            let is_ticked = form.tick.contains(&value);
            Tick { value, text: leave.show(sentence.text), is_ticked }
        };
        let ticks = sentences(words.whole().inner()).into_iter().enumerate().map(tick).collect();
        Part { is_chapter: name != WORDS, ticks }
    };
    let chapters = telling.chapters.iter().filter(|chapter| !chapter.waits);
    let chapters = chapters.map(|chapter| part(chapter.id.to_string(), &chapter.words));
    [part(WORDS.to_owned(), &telling.words)].into_iter().chain(chapters).collect()
}

async fn taken_out(
    State(app): State<App>,
    Path((id, quotation)): Path<(Uuid, Uuid)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (reader, id, quotation) = (&sent.visitor.reader, PatternId(id), QuotationId(quotation));
    match super::take_out(app.sharing(), reader, id, quotation, app.now()).await {
        Ok(()) | Err(Fault::Already) => {
            Ok(to_saying(&format!("/patterns/{id}#quoted"), Said::Done))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What stands in a tick for what was told first.
const WORDS: &str = "words";

async fn quote_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<QuoteForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let id = PatternId(id);
    match quoted(&app, &sent, id).await {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/patterns/{id}#quoted"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            quote_form(&app, &sent.visitor, id, sent.form, Some(problem)).await
        }
    }
}

async fn quoted(app: &App, sent: &Sent<QuoteForm>, id: PatternId) -> Outcome<()> {
    let into = (id, SayingId::parse(&sent.form.beside));
    let wanted = sent.form.wanted()?;
    super::quote(app.sharing(), &sent.visitor.reader, into, sent.once.id(), wanted, app.now()).await
}

impl QuoteForm {
    /// The sentences that were ticked: all of them in one text.
    fn wanted(&self) -> Outcome<Wanted> {
        let telling = TellingId::parse(&self.telling).ok_or(Fault::Unfit("unfit-none-chosen"))?;
        let ticks: Vec<(&str, usize)> = self
            .tick
            .iter()
            .filter_map(|tick| tick.split_once(':'))
            .filter_map(|(part, at)| Some((part, at.parse().ok()?)))
            .collect();
        let &(part, _) = ticks.first().ok_or(Fault::Unfit("unfit-span"))?;
        if ticks.iter().any(|(other, _)| *other != part) {
            return Err(Fault::Unfit("unfit-one-text"));
        }
        let ticked = ticks.iter().map(|(_, at)| *at).collect();
        Ok(Wanted::Sentences { telling, chapter: ChapterId::parse(part), ticked })
    }
}
