//! The pages of a purpose: every version, saying a new one, agreeing.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Words};
use serde::Deserialize;
use sharing::{Action, Names, Reader, Seen};
use web::typed::words;
use web::{
    Access, App, Further, Onward, Page, Pressed, Refused, Routes, Sent, Shown, Untaken, Visitor,
};

use super::{Purpose, PurposeId, agree, people_of, say, versions_after};
use crate::dissents::pages::DissentHere;
use crate::dissents::{self, Dissent};
use crate::may::may;
use crate::systems::System;
use crate::view::{Within, again, called, on, on_done, system_id};

/// The pages of purposes.
#[must_use]
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/purposes", Access::SignedIn, list)
        .post("/systems/{id}/purposes", Access::Belonging, say_anew)
        .post("/systems/{id}/purposes/{purpose}/agree", Access::Belonging, agreed)
}

/// One version, with names.
pub(crate) struct Said {
    pub(crate) id: PurposeId,
    pub(crate) words: Seen<Words>,
    pub(crate) said_by: String,
    pub(crate) at: Moment,
    pub(crate) agreed: Vec<AgreedHere>,
    /// Whether more people agreed than stand here.
    pub(crate) more_agreed: bool,
    pub(crate) may_agree: bool,
    pub(crate) may_differ: bool,
    /// Who sees it differently.
    pub(crate) differently: Vec<DissentHere>,
}

/// Somebody who agreed, and when.
pub(crate) struct AgreedHere {
    pub(crate) name: String,
    pub(crate) at: Moment,
}

impl Said {
    /// A version as it stands on a page; who may speak here, and has not agreed, may agree.
    pub(crate) fn of(
        purpose: Purpose,
        dissents: &[Dissent],
        names: &Names,
        page: &Page,
        reader: &Reader,
        may_speak: bool,
    ) -> Self {
        let me = reader.person_id();
        let mine = purpose.agreed.iter().any(|agreed| Some(agreed.person) == me);
        let agreed = purpose.agreed.iter().map(|agreed| AgreedHere {
            name: called(names, &page.t, Some(agreed.person)),
            at: agreed.at,
        });
        Self {
            agreed: agreed.collect(),
            more_agreed: purpose.more_agreed,
            differently: DissentHere::of_purpose(dissents, purpose.id, names, page),
            id: purpose.id,
            said_by: called(names, &page.t, purpose.said_by),
            words: purpose.words,
            at: purpose.at,
            may_agree: may_speak && !mine,
            may_differ: may_speak,
        }
    }
}

#[derive(Template)]
#[template(path = "purposes/list.html")]
pub(crate) struct List {
    page: Page,
    system: System,
    may_speak: bool,
    typed: String,
    versions: Vec<Said>,
    /// The rest of the versions.
    further: Further,
    /// Whether more people see something differently than stands here.
    more_dissents: bool,
}

impl List {
    /// Every version, after one of the forms beside them could not be taken.
    pub(crate) async fn again(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        untaken: &Untaken,
    ) -> Result<Self, Refused> {
        let list = Self::new(app, visitor, (id, None), String::new()).await?;
        Ok(Self { page: list.page.keeping(Some(untaken)), ..list })
    }

    async fn new(
        app: &App,
        visitor: &Visitor,
        (id, onward): (SystemId, Option<Onward>),
        typed: String,
    ) -> Result<Self, Refused> {
        // A page that answers a form begins at the beginning.
        let path = format!("/systems/{id}/purposes");
        let onward = onward.unwrap_or_else(|| Onward::first(app, visitor, &path));
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mut look = app.store().database.look().await?;
        let within = Within::find(app, &mut look, visitor, id).await?;
        let page = within.page(app, visitor, "purposes-title");
        let after = onward.after();
        let versions = versions_after(sharing, &mut look, reader, &within.system, after).await?;
        let further = Further::of(&versions, &onward, "main")?;
        let dissents = dissents::of_system(sharing, &mut look, reader, &within.system).await?;
        let mut people: Vec<PersonId> = versions.iter().flat_map(people_of).collect();
        people.extend(dissents.iter().flat_map(dissents::people_of));
        let names = sharing.names(&mut look, reader, people).await?;
        let may_speak = may(sharing, reader, Action::Belong, &within.system)?;
        let versions = versions
            .into_iter()
            .map(|version| Said::of(version, &dissents, &names, &page, reader, may_speak))
            .collect();
        let (system, more_dissents) = (within.system, dissents.next.is_some());
        Ok(Self { page, system, may_speak, typed, versions, further, more_dissents })
    }
}

async fn list(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    onward: Onward,
) -> Result<Shown<List>, Refused> {
    let of = (system_id(&id)?, Some(onward));
    Ok(Shown(List::new(&app, &visitor, of, String::new()).await?))
}

#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    words: String,
}

async fn say_anew(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let words = match words("words", &sent.form.words) {
        Ok(words) => words,
        Err(fault) => {
            let shown = List::new(&app, &sent.visitor, (system, None), sent.form.words).await?;
            return again(fault, |p| List { page: shown.page.saying(Some(p)), ..shown });
        }
    };
    let said = say(app.sharing(), system, sent.once.id(), by, &words, app.now()).await;
    on(said, &format!("/systems/{system}/purposes"))
}

async fn agreed(
    State(app): State<App>,
    Path((id, purpose)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let purpose = PurposeId::parse(&purpose).ok_or(Fault::NotFound)?;
    let agreed = agree(app.sharing(), system, purpose, by, app.now()).await;
    on_done(agreed, &format!("/systems/{system}/purposes"))
}
