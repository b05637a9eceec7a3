//! The page on which somebody gives, changes and removes their own address, and the page that a
//! letter's link opens to confirm it.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::Fault;
use serde::Deserialize;
use store::Token;
use web::{
    Access, App, Page, Pressed, Problem, Refused, Routes, Said, Sent, Shown, Visitor, to, to_saying,
};

use super::{Address, AskedFor, Own};
use crate::letters::{Asked, Letters};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/you/address", Access::SignedIn, show)
        .post("/you/address", Access::SignedIn, give)
        .post("/you/address/letter", Access::SignedIn, again)
        .post("/you/address/remove", Access::SignedIn, remove)
        .get("/address/{token}", Access::Holder, ask)
        .post("/address/{token}", Access::Holder, confirm)
}

#[derive(Template)]
#[template(path = "addresses/address.html")]
struct AddressPage {
    page: Page,
    own: Own,
    typed: String,
    can_mail: bool,
}

impl AddressPage {
    async fn new(app: &App, visitor: &Visitor) -> Result<Self, Refused> {
        visitor.person()?;
        let own = super::own(app.sharing(), &visitor.reader).await?;
        let page = Page::new(app, visitor, "address-title");
        Ok(Self { page, own, typed: String::new(), can_mail: app.settings().can_mail })
    }

    fn refusing(mut self, typed: String, fault: Fault) -> Result<Response, Refused> {
        self.page = self.page.saying(Some(Problem::of(fault)?));
        let shown = Shown(Self { typed, ..self });
        Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
    }
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Shown<AddressPage>, Refused> {
    Ok(Shown(AddressPage::new(&app, &visitor).await?))
}

#[derive(Deserialize)]
struct AddressForm {
    #[serde(default)]
    address: String,
}

/// Answers the same whether or not anybody has the address: a letter goes there behind the queue.
async fn give(
    State(app): State<App>,
    letters: Option<Extension<Letters>>,
    sent: Sent<AddressForm>,
) -> Result<Response, Refused> {
    let person = sent.visitor.person()?;
    let given = match Address::parse(&sent.form.address) {
        Ok(address) => super::claim(app.store(), person, &address, app.now()).await,
        Err(fault) => Err(fault),
    };
    match given {
        Ok(()) => {
            ask_for_a_letter(letters, &sent.visitor)?;
            Ok(to("/you/address"))
        }
        Err(fault) => {
            AddressPage::new(&app, &sent.visitor).await?.refusing(sent.form.address, fault)
        }
    }
}

fn ask_for_a_letter(letters: Option<Extension<Letters>>, visitor: &Visitor) -> Result<(), Refused> {
    let (person, tongue) = (visitor.person()?, visitor.tongue.clone());
    if let Some(Extension(letters)) = letters {
        letters.ask(Asked::Confirm { person, tongue });
    }
    Ok(())
}

async fn again(
    letters: Option<Extension<Letters>>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    ask_for_a_letter(letters, &sent.visitor)?;
    Ok(to_saying("/you/address", Said::Done))
}

async fn remove(State(app): State<App>, sent: Sent<Pressed>) -> Result<Response, Refused> {
    super::remove(app.store(), sent.visitor.person()?).await?;
    Ok(to_saying("/you/address", Said::Done))
}

#[derive(Template)]
#[template(path = "addresses/confirm.html")]
struct Confirm {
    page: Page,
    token: String,
    asked: AskedFor,
}

impl Confirm {
    async fn new(app: &App, visitor: &Visitor, token: &Token) -> Result<Self, Refused> {
        let here = visitor.reader.person_id();
        let asked = super::asked_for(app.sharing(), token, here, app.now()).await?;
        let page = Page::new(app, visitor, "confirm-title");
        Ok(Self { page, token: token.expose().to_owned(), asked })
    }
}

async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Shown<Confirm>, Refused> {
    Ok(Shown(Confirm::new(&app, &visitor, &Token::presented(&token)).await?))
}

#[derive(Template)]
#[template(path = "addresses/confirmed.html")]
struct Confirmed {
    page: Page,
}

async fn confirm(
    State(app): State<App>,
    letters: Option<Extension<Letters>>,
    Path(token): Path<String>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (token, here) = (Token::presented(&token), sent.visitor.reader.person_id());
    let (form, now) = (sent.once.id(), app.now());
    match super::confirm(app.store(), &token, here, form, now).await {
        Ok(former) => {
            if let Some((former, Extension(letters))) = former.zip(letters) {
                letters.ask(Asked::Changed { former, tongue: sent.visitor.tongue.clone() });
            }
            let page = Page::new(&app, &sent.visitor, "confirmed-title");
            Ok(Shown(Confirmed { page }).into_response())
        }
        Err(fault @ Fault::Unfit(_)) => {
            let mut asking = Confirm::new(&app, &sent.visitor, &token).await?;
            asking.page = asking.page.saying(Some(Problem::of(fault)?));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Shown(asking)).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}
