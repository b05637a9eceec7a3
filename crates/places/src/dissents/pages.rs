//! Saying that one sees something differently, and how it stands on pages.

use axum::extract::{Path, State};
use axum::response::Response;
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome, Words};
use serde::Deserialize;
use sharing::{Names, Seen};
use web::typed::words;
use web::{Access, App, Page, Refused, Routes, Sent, Untaken, field_of};

use super::{Dissent, DissentId, Of, answer, say};
use crate::purposes::PurposeId;
use crate::purposes::pages::List;
use crate::systems::pages::show_with;
use crate::view::{called, on, system_id};

/// The id of the field in which somebody sees the edge differently.
const DIFFER: &str = "differ";

/// What can be sent; it is all shown on the pages of systems and of purposes.
#[must_use]
pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/systems/{id}/differently", Access::Belonging, edge_sent)
        .post("/systems/{id}/differently/{dissent}", Access::Steward, answer_sent)
        .post("/systems/{id}/purposes/{purpose}/differently", Access::Belonging, purpose_sent)
}

/// Somebody who sees it differently, with names.
pub(crate) struct DissentHere {
    pub(crate) id: DissentId,
    pub(crate) by: String,
    pub(crate) at: Moment,
    pub(crate) words: Seen<Words>,
    pub(crate) answer: Option<AnswerHere>,
    /// The edge was drawn anew since.
    pub(crate) before: bool,
}

/// What was answered, with the name.
pub(crate) struct AnswerHere {
    pub(crate) by: String,
    pub(crate) at: Moment,
    pub(crate) words: Seen<Words>,
}

impl DissentHere {
    /// Those about the edge, whose drawing now is this one.
    pub(crate) fn of_edge(all: &[Dissent], now: i64, names: &Names, page: &Page) -> Vec<Self> {
        let edge = all.iter().filter_map(|dissent| match dissent.of {
            Of::Edge(revision) => Some((dissent, revision < now)),
            Of::Purpose(_) => None,
        });
        edge.map(|(dissent, before)| Self::new(dissent, before, names, page)).collect()
    }

    /// Those about this version of a purpose.
    pub(crate) fn of_purpose(
        all: &[Dissent],
        purpose: PurposeId,
        names: &Names,
        page: &Page,
    ) -> Vec<Self> {
        let of = all.iter().filter(|dissent| dissent.of == Of::Purpose(purpose));
        of.map(|dissent| Self::new(dissent, false, names, page)).collect()
    }

    fn new(dissent: &Dissent, before: bool, names: &Names, page: &Page) -> Self {
        let name = |person: Option<PersonId>| called(names, &page.t, person);
        Self {
            id: dissent.id,
            by: name(Some(dissent.said_by)),
            at: dissent.at,
            words: dissent.words.clone(),
            answer: dissent.answer.as_ref().map(|answer| AnswerHere {
                by: name(answer.by),
                at: answer.at,
                words: answer.words.clone(),
            }),
            before,
        }
    }
}

#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    revision: i64,
    #[serde(default)]
    words: String,
}

async fn edge_sent(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let said = async {
        let words = words("words", &sent.form.words)?;
        let said = (Of::Edge(sent.form.revision), &words);
        say(app.sharing(), system, sent.once.id(), said, by, app.now()).await
    };
    back_to_edge(&app, &sent, system, (said.await, DIFFER)).await
}

/// Goes on to the edge after a form there. What could not be taken stands there again.
async fn back_to_edge(
    app: &App,
    sent: &Sent<Form>,
    system: SystemId,
    (done, field): (Outcome<()>, &str),
) -> Result<Response, Refused> {
    match done {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let untaken = Untaken::of(fault, field, &sent.form.words)?;
            untaken.shown(&show_with(app, &sent.visitor, system, Some(&untaken)).await?)
        }
        done => on(done, &format!("/systems/{system}#edge")),
    }
}

async fn answer_sent(
    State(app): State<App>,
    Path((id, dissent)): Path<(String, String)>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let dissent = DissentId::parse(&dissent).ok_or(Fault::NotFound)?;
    let answered = async {
        let words = words("words", &sent.form.words)?;
        answer(app.sharing(), system, dissent, &words, by, app.now()).await
    };
    back_to_edge(&app, &sent, system, (answered.await, &field_of("answer", dissent))).await
}

async fn purpose_sent(
    State(app): State<App>,
    Path((id, purpose)): Path<(String, String)>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let purpose = PurposeId::parse(&purpose).ok_or(Fault::NotFound)?;
    let said = async {
        let words = words("words", &sent.form.words)?;
        let said = (Of::Purpose(purpose), &words);
        say(app.sharing(), system, sent.once.id(), said, by, app.now()).await
    };
    match said.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let field = field_of("differ", purpose);
            let untaken = Untaken::of(fault, &field, &sent.form.words)?;
            untaken.shown(&List::again(&app, &sent.visitor, system, &untaken).await?)
        }
        done => on(done, &format!("/systems/{system}/purposes")),
    }
}
