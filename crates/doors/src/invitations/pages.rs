//! Pages of invitations: a steward makes and ends them, whoever holds one looks and takes it.

mod hand;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Line, Moment, Outcome, Words};
use serde::Deserialize;
use sharing::Names;
use store::{Look, Token};
use web::{
    Access, App, Page, Pressed, Problem, Refused, Routes, Said, Sent, Shown, Spoken, Visitor,
    to_saying,
};

use super::{InvitationId, Newcomer, Offer, Taker, Waiting};
use crate::arrival::with_cookie;
use crate::picture::Qr;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/invite", Access::Steward, invite)
        .post("/systems/{id}/invite", Access::Steward, make)
        .get("/systems/{id}/invite/here", Access::Steward, hand::show)
        .post("/systems/{id}/invite/here", Access::Steward, hand::make)
        .post("/systems/{id}/invitations/{invitation}/end", Access::Steward, end)
        .get("/invited/{token}", Access::Holder, show)
        .post("/invited/{token}", Access::Holder, take)
}

#[derive(Template)]
#[template(path = "invitations/invite.html")]
struct Invite {
    page: Page,
    system: SystemId,
    waiting: Vec<Waiting>,
    names: Names,
    words: String,
}

impl Invite {
    async fn new(app: &App, visitor: &Visitor, system: SystemId) -> Result<Self, Refused> {
        visitor.person()?;
        let mut look = app.store().database.look().await?;
        let (waiting, names) =
            super::waiting(app.sharing(), &mut look, &visitor.reader, system, app.now()).await?;
        let place = around(app, &mut look, visitor, system).await?;
        let page = Page::new(app, visitor, "invite-title").spoken(place.as_ref());
        Ok(Self { page, system, waiting, names, words: String::new() })
    }

    fn refusing(mut self, words: String, fault: Fault) -> Result<Response, Refused> {
        self.page = self.page.saying(Some(Problem::of(fault)?));
        let shown = Shown(Self { words, ..self });
        Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
    }
}

async fn invite(
    State(app): State<App>,
    visitor: Visitor,
    Path(system): Path<String>,
) -> Result<Shown<Invite>, Refused> {
    Ok(Shown(Invite::new(&app, &visitor, parse(&system)?).await?))
}

#[derive(Deserialize)]
struct InviteForm {
    #[serde(default)]
    words: String,
}

#[derive(Template)]
#[template(path = "invitations/made.html")]
struct Made {
    page: Page,
    system: SystemId,
    link: String,
    qr: Qr,
    /// Until when it works.
    until: Moment,
}

/// Shows the link itself as the answer: it is nowhere else, so there is no page to go on to. The
/// same form again, as when its page is loaded anew, shows the same link.
async fn make(
    State(app): State<App>,
    Path(system): Path<String>,
    sent: Sent<InviteForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (system, reader) = (parse(&system)?, &sent.visitor.reader);
    let words =
        Words::parse_optional(&sent.form.words).map_err(|why| Fault::Text { field: "words", why });
    let now = app.now();
    let made = match words {
        Ok(words) => {
            let new = (sent.once.id(), sent.once.part("link"));
            super::make(app.sharing(), reader, system, new, words.as_ref(), now).await
        }
        Err(fault) => Err(fault),
    };
    match made {
        Ok((token, until)) => {
            let link = format!("{}/invited/{}", app.settings().public_url, token.expose());
            let mut look = app.store().database.look().await?;
            let place = around(&app, &mut look, &sent.visitor, system).await?;
            let page = Page::new(&app, &sent.visitor, "invite-made-title").spoken(place.as_ref());
            let qr = Qr::of(&link)?;
            Ok(Shown(Made { page, system, link, qr, until }).into_response())
        }
        Err(fault) => {
            Invite::new(&app, &sent.visitor, system).await?.refusing(sent.form.words, fault)
        }
    }
}

async fn end(
    State(app): State<App>,
    Path((system, invitation)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (system, reader) = (parse(&system)?, &sent.visitor.reader);
    let id = InvitationId::parse(&invitation).ok_or(Fault::NotFound)?;
    super::end(app.sharing(), reader, system, id, app.now()).await?;
    Ok(to_saying(&format!("/systems/{system}/invite"), Said::Done))
}

#[derive(Template)]
#[template(path = "invitations/invited.html")]
struct Invited {
    page: Page,
    token: String,
    offer: Offer,
    form: TakeForm,
}

impl Invited {
    async fn new(app: &App, visitor: &Visitor, token: &Token) -> Outcome<Self> {
        let offer = super::find(app.sharing(), token, app.now()).await?;
        let mut look = app.store().database.look().await?;
        let place = app.speaking(&mut look, &offer.giver, &visitor.tongue, offer.place).await?;
        let page = Page::new(app, visitor, "invited-title").spoken(place.as_ref());
        let token = token.expose().to_owned();
        Ok(Self { page, token, offer, form: TakeForm::default() })
    }

    fn refusing(mut self, form: TakeForm, fault: Fault) -> Result<Response, Refused> {
        self.page = self.page.saying(Some(Problem::of(fault)?));
        let shown = Shown(Self { form, ..self });
        Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Shown<Invited>, Refused> {
    Ok(Shown(Invited::new(&app, &visitor, &Token::presented(&token)).await?))
}

#[derive(Clone, Default, Deserialize)]
struct TakeForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    under_18: Option<String>,
}

impl TakeForm {
    /// Who takes it: whoever is signed in, otherwise whoever the form names.
    fn taker(&self, visitor: &Visitor) -> Outcome<Taker> {
        if let Some(person) = visitor.reader.person_id() {
            return Ok(Taker::Known(person));
        }
        Ok(Taker::Newcomer(self.newcomer()?))
    }

    fn newcomer(&self) -> Outcome<Newcomer> {
        let name = Line::parse(&self.name).map_err(|why| Fault::Text { field: "name", why })?;
        Ok(Newcomer { name, under_18: self.under_18.is_some() })
    }
}

async fn take(
    State(app): State<App>,
    Path(token): Path<String>,
    sent: Sent<TakeForm>,
) -> Result<Response, Refused> {
    let token = Token::presented(&token);
    let taken = match sent.form.taker(&sent.visitor) {
        Ok(taker) => super::take(app.sharing(), app.clock(), &token, taker, sent.once.id()).await,
        Err(fault) => Err(fault),
    };
    match taken {
        Ok(taken) => {
            let path = format!("/systems/{}/part/{}", taken.system, taken.standing);
            Ok(match taken.session {
                Some(session) => with_cookie(&app, &session, &path),
                None => to_saying(&path, Said::Done),
            })
        }
        Err(fault @ (Fault::Text { .. } | Fault::Unfit(_) | Fault::Bound(_))) => {
            Invited::new(&app, &sent.visitor, &token).await?.refusing(sent.form, fault)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The place that a system to invite into is in, as it speaks to this visitor.
async fn around(
    app: &App,
    look: &mut Look,
    visitor: &Visitor,
    system: SystemId,
) -> Outcome<Option<Spoken>> {
    let place = super::may_invite(app.sharing(), &visitor.reader, system)?;
    app.speaking(look, &visitor.reader, &visitor.tongue, place).await
}

fn parse(system: &str) -> Outcome<SystemId> {
    SystemId::parse(system).ok_or(Fault::NotFound)
}
