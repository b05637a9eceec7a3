//! The one way in to a page of one's own telling: signed in, or with the slip.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use ground::{Fault, Outcome};
use sharing::Reader;
use web::{App, Refused, Untaken, Visitor, to};

use super::entering::at_its_address;
use crate::slips;
use crate::tellings::{self, TellingId};

/// Whose telling a page is about, and how they came to it. A page that is there for both is written
/// once, and has two addresses: one names the telling by its `id`, the other by the `code` of its
/// slip.
#[derive(Clone, Debug)]
pub(crate) struct Whose {
    /// Who reads: somebody signed in, who may or may not have told it, or whoever holds its slip.
    pub(crate) reader: Reader,
    /// Which telling.
    pub(crate) id: TellingId,
    /// The address of its own page.
    pub(crate) page: String,
}

impl Whose {
    /// Whoever is signed in, on the page of this telling.
    pub(crate) fn signed_in(reader: &Reader, id: TellingId) -> Self {
        Self { reader: reader.clone(), id, page: format!("/stories/{id}") }
    }

    /// Goes on after one of the small forms on the telling's page. What could not be taken stands
    /// on that page again.
    pub(crate) async fn back(
        &self,
        (app, visitor): (&App, &Visitor),
        done: Outcome<()>,
        (path, untaken): (&str, impl FnOnce(Fault) -> Outcome<Untaken>),
    ) -> Result<Response, Refused> {
        match done {
            Ok(()) | Err(Fault::Already) => Ok(to(path)),
            Err(fault) => self.again((app, visitor), &untaken(fault)?).await,
        }
    }

    /// The telling's page again, with what one of its small forms held that could not be taken.
    pub(crate) async fn again(
        &self,
        (app, visitor): (&App, &Visitor),
        untaken: &Untaken,
    ) -> Result<Response, Refused> {
        let again = (None, Some(untaken));
        match self.page.strip_prefix("/slip/") {
            Some(code) => super::show_with(app, visitor, (code, self), false, again).await,
            None => tellings::pages::show_with(app, visitor, self.id, again).await,
        }
    }
}

impl Whose {
    async fn of(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let named = RawPathParams::from_request_parts(parts, app).await;
        let named = named.map_err(|_| Fault::NotFound)?;
        let part = |name| named.iter().find(|(key, _)| *key == name).map(|(_, value)| value);
        if let Some(code) = part("code") {
            let (reader, id) = slips::opened(app.store(), code).await?;
            return Ok(Self { reader, id, page: format!("/slip/{code}") });
        }
        let visitor = Visitor::from_request_parts(parts, app).await?;
        visitor.person()?;
        let id = part("id").and_then(TellingId::parse).ok_or(Fault::NotFound)?;
        Ok(Self::signed_in(&visitor.reader, id))
    }
}

impl FromRequestParts<App> for Whose {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match Self::of(parts, app).await {
            Ok(whose) => Ok(whose),
            // Only a code is spent: where it is typed can be tried again.
            Err(Refused(Fault::Spent)) => {
                let visitor = Visitor::from_request_parts(parts, app).await;
                let page = visitor.and_then(|visitor| at_its_address(app, &visitor));
                Err(page.unwrap_or_else(IntoResponse::into_response))
            }
            Err(refused) => Err(refused.into_response()),
        }
    }
}
