//! The page on which somebody gives, changes and removes their own address.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::{Fault, Line};
use serde::Deserialize;
use sharing::Seen;
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to};

use super::Address;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/you/address", Access::SignedIn, show)
        .post("/you/address", Access::SignedIn, give)
        .post("/you/address/remove", Access::SignedIn, remove)
}

#[derive(Template)]
#[template(path = "addresses/address.html")]
struct AddressPage {
    page: Page,
    own: Option<Seen<Line>>,
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

async fn give(State(app): State<App>, sent: Sent<AddressForm>) -> Result<Response, Refused> {
    let person = sent.visitor.person()?;
    let given = match Address::parse(&sent.form.address) {
        Ok(address) => super::give(app.store(), person, &address, app.now()).await,
        Err(fault) => Err(fault),
    };
    match given {
        Ok(()) => Ok(to("/you/address")),
        Err(fault) => {
            AddressPage::new(&app, &sent.visitor).await?.refusing(sent.form.address, fault)
        }
    }
}

#[derive(Deserialize)]
struct Nothing {}

async fn remove(State(app): State<App>, sent: Sent<Nothing>) -> Result<Response, Refused> {
    super::remove(app.store(), sent.visitor.person()?).await?;
    Ok(to("/you/address"))
}
