//! The pages of parts: who is part of a system, one's own part, and giving one.

mod giving;
mod list;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use ground::id::SystemId;
use ground::{Fault, Line, Outcome, Words};
use serde::Deserialize;
use sharing::{Names, Reader, Seen, StandingId, StandingKind};
use web::typed::{self, maybe_line, maybe_words};
use web::{Access, App, Page, Pressed, Refused, Routes, Sent, Shown, Visitor};

use super::{Own, Part, PartKind, end, own, say};
use crate::view::{Within, again, called, on, on_done, system_id};

/// The pages of parts.
#[must_use]
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/people", Access::SignedIn, list::show)
        .get("/systems/{id}/people/add", Access::Belonging, giving::add)
        .post("/systems/{id}/people/add", Access::Belonging, giving::added)
        .get("/systems/{id}/people/me", Access::Belonging, giving::another)
        .post("/systems/{id}/people/me", Access::Belonging, giving::taken)
        .get("/systems/{id}/part/{standing}", Access::Own, show)
        .post("/systems/{id}/part/{standing}", Access::Own, keep)
        .post("/systems/{id}/part/{standing}/leave", Access::Own, leave)
        .post("/systems/{id}/part/{standing}/end", Access::Steward, list::end_one)
        .post("/systems/{id}/part/{standing}/over", Access::Belonging, list::over_one)
}

/// Somebody who is part of a system now, and as what.
pub(crate) struct PersonHere {
    pub(crate) name: String,
    pub(crate) parts: Vec<PartHere>,
    pub(crate) money: bool,
    pub(crate) manages: bool,
}

/// One part of theirs. A part of which nothing was said has no kind and no words.
pub(crate) struct PartHere {
    pub(crate) system: SystemId,
    pub(crate) id: StandingId,
    pub(crate) kind: Option<&'static str>,
    pub(crate) words: Option<Seen<Line>>,
    pub(crate) fits: Option<Seen<Words>>,
    pub(crate) mine: bool,
}

impl PersonHere {
    /// Everybody who is part of a system now, in the order in which they came.
    pub(crate) fn all(
        system: SystemId,
        parts: &[Part],
        names: &Names,
        page: &Page,
        reader: &Reader,
    ) -> Vec<Self> {
        let holds = |person, kind| {
            parts.iter().any(|p| p.person == person && p.standing == kind && p.ended.is_none())
        };
        let mut people: Vec<(ground::id::PersonId, Self)> = Vec::new();
        let here = |part: &&Part| part.standing == StandingKind::Part && part.ended.is_none();
        for part in parts.iter().filter(here) {
            let one = PartHere {
                system,
                id: part.id,
                kind: said_kind(part),
                words: part.words.clone(),
                fits: part.fits.clone(),
                mine: reader.person_id() == Some(part.person),
            };
            match people.iter_mut().find(|(person, _)| *person == part.person) {
                Some((_, person)) => person.parts.push(one),
                None => people.push((
                    part.person,
                    Self {
                        name: called(names, &page.t, Some(part.person)),
                        parts: vec![one],
                        money: holds(part.person, StandingKind::Money),
                        manages: holds(part.person, StandingKind::Manages),
                    },
                )),
            }
        }
        people.into_iter().map(|(_, person)| person).collect()
    }
}

/// The key of the word for what somebody is here, where it says something.
fn said_kind(part: &Part) -> Option<&'static str> {
    part.kind.filter(|kind| *kind != PartKind::Other).map(PartKind::key)
}

#[derive(Clone, Default, Deserialize)]
struct Form {
    #[serde(default)]
    person: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    fits: String,
    #[serde(default, deserialize_with = "typed::ticked")]
    money: bool,
    #[serde(default, deserialize_with = "typed::ticked")]
    manages: bool,
}

impl Form {
    fn own(&self) -> Outcome<Own> {
        Ok(Own {
            kind: PartKind::parse(&self.kind).unwrap_or(PartKind::Other),
            words: maybe_line("words", &self.words)?,
            fits: maybe_words("fits", &self.fits)?,
            money: self.money,
            manages: self.manages,
        })
    }
}

#[derive(Template)]
#[template(path = "parts/own.html")]
struct OwnPart {
    page: Page,
    system: SystemId,
    part: StandingId,
    kinds: &'static [PartKind],
    form: Form,
    /// Whoever has just joined has this visit and no other way in.
    no_way_back: Option<doors::NoWayBack>,
}

impl OwnPart {
    async fn new(
        app: &App,
        visitor: &Visitor,
        (id, part): (SystemId, StandingId),
        typed: Option<Form>,
    ) -> Result<Self, Refused> {
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mut look = app.store().database.look().await?;
        let within = Within::find(app, &mut look, visitor, id).await?;
        let part = own(sharing, &mut look, reader, &within.system, part).await?;
        let no_way_back = doors::way_back::none(app, &mut look, part.person).await?;
        let page = within.page(app, visitor, "own-title");
        let form = typed.unwrap_or_else(|| Form {
            person: String::new(),
            kind: part.kind.unwrap_or(PartKind::Other).word().to_owned(),
            words: part.words.as_ref().map(ToString::to_string).unwrap_or_default(),
            fits: part.fits.as_ref().map(ToString::to_string).unwrap_or_default(),
            money: reader.stands(StandingKind::Money, id),
            manages: reader.stands(StandingKind::Manages, id),
        });
        Ok(Self { page, system: id, part: part.id, kinds: &PartKind::ALL, form, no_way_back })
    }
}

fn both(id: &str, standing: &str) -> Outcome<(SystemId, StandingId)> {
    Ok((system_id(id)?, StandingId::parse(standing).ok_or(Fault::NotFound)?))
}

async fn show(
    State(app): State<App>,
    Path((id, standing)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Shown<OwnPart>, Refused> {
    visitor.person()?;
    Ok(Shown(OwnPart::new(&app, &visitor, both(&id, &standing)?, None).await?))
}

async fn keep(
    State(app): State<App>,
    Path((id, standing)): Path<(String, String)>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let ((system, part), by) = (both(&id, &standing)?, sent.visitor.person()?);
    let kept = match sent.form.own() {
        Ok(own) => say(app.sharing(), system, part, by, &own, app.now()).await,
        Err(fault) => Err(fault),
    };
    let Err(fault @ Fault::Text { .. }) = kept else {
        return on(kept, &format!("/systems/{system}"));
    };
    let shown = OwnPart::new(&app, &sent.visitor, (system, part), Some(sent.form)).await?;
    again(fault, |problem| OwnPart { page: shown.page.saying(Some(problem)), ..shown })
}

async fn leave(
    State(app): State<App>,
    Path((id, standing)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let ((system, part), by) = (both(&id, &standing)?, sent.visitor.person()?);
    let mut look = app.store().database.look().await?;
    let within = Within::find(&app, &mut look, &sent.visitor, system).await?;
    own(app.sharing(), &mut look, &sent.visitor.reader, &within.system, part).await?;
    drop(look);
    let ended = end(app.sharing(), system, part, by, app.now()).await;
    // Whoever leaves a place altogether can no longer look at it.
    let path = if within.system.is_place() { "/".to_owned() } else { format!("/systems/{system}") };
    on_done(ended, &path)
}
