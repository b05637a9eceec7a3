//! Printing a telling, and where somebody's words have gone.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::Uuid;
use ground::{Line, Moment};
use places::opening;
use sharing::Seen;
use web::{Access, App, Page, Refused, Routes, Sent, Shown, Visitor};

use super::TakenKind;
use crate::quotations::{self, QuotedWhere};
use crate::slips::Whose;
use crate::tellings::pages::WordsForm;
use crate::tellings::{Telling, TellingId, Voice, hear};

/// The pages of what was taken away.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/stories/{id}/print", Access::Offered, print_sent)
        .get("/stories/{id}/gone", Access::Own, gone)
        .get("/slip/{code}/gone", Access::Holder, gone)
}

#[derive(Template)]
#[template(path = "taken/print.html")]
struct PrintPage {
    page: Page,
    telling: Telling,
}

/// The page to print is the answer to a form, so that it is there only once it was noted.
async fn print_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (sharing, reader, id) = (app.sharing(), &sent.visitor.reader, TellingId(id));
    let telling =
        super::print(sharing, reader, id, sent.once.part(&id.to_string()), app.now()).await?;
    let mut look = app.store().database.look().await?;
    let face = opening::face(sharing, &mut look, reader, telling.place).await?;
    let page = face.page(&app, &sent.visitor, "print-title").intimate();
    Ok(Shown(PrintPage { page, telling }).into_response())
}

struct TakenShown {
    kind: TakenKind,
    by: Option<Seen<Line>>,
    at: Moment,
}

struct QuotedShown {
    quoted: QuotedWhere,
    by: Option<Seen<Line>>,
}

#[derive(Template)]
#[template(path = "taken/gone.html")]
struct GonePage {
    page: Page,
    back: String,
    taken: Vec<TakenShown>,
    quoted: Vec<QuotedShown>,
}

async fn gone(State(app): State<App>, visitor: Visitor, whose: Whose) -> Result<Response, Refused> {
    let (sharing, nouns) = (app.sharing(), app.nouns());
    let Whose { reader, id, page: back } = whose;
    let mut look = app.store().database.look().await?;
    let taken = super::of_telling(sharing, &mut look, &reader, id).await?;
    let telling = hear::one(sharing, &mut look, &reader, id).await?;
    let quoted = quotations::of_telling(sharing, nouns, &mut look, &reader, &telling).await?;
    let by = taken.iter().filter_map(|t| t.said_by).chain(quoted.iter().map(|q| q.said_by));
    let names = sharing.names(&mut look, &reader, by).await?;
    let taken = taken.into_iter().map(|t| TakenShown {
        kind: t.kind,
        by: t.said_by.and_then(|person| names.of(person)).cloned(),
        at: t.at,
    });
    let taken = taken.collect();
    let shown = |q: QuotedWhere| QuotedShown { by: names.of(q.said_by).cloned(), quoted: q };
    let quoted = quoted.into_iter().map(shown).collect();
    let page = Page::new(&app, &visitor, "gone-title").intimate();
    Ok(Shown(GonePage { page, back, taken, quoted }).into_response())
}
